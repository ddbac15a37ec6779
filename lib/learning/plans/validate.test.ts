import { Ajv2020 } from "ajv/dist/2020";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { KnowledgeTask } from "../knowledge/schemas";
import { actionPlanSchema } from "./action-plan-schema";
import { checkSchema } from "./compile-schema";
import { resolvePointer } from "./pointer";
import { planIssue } from "./schemas";
import { validatePlan } from "./validate";

const task = (name: string, ...allowed_methods: string[]): KnowledgeTask => ({
  name,
  keywords: [],
  description: "",
  output: "",
  allowed_methods,
  examples: [],
});
const knowledge = { tasks: [task("clean", "pandas.drop_duplicates", "pandas.dropna"), task("sort")] };

const check = (plan: unknown, availableColumns: string[] | null = null, schema: object = actionPlanSchema) =>
  validatePlan(plan, { schema, knowledge, availableColumns });
const operation = (method: unknown, args: unknown = [], kwargs: unknown = {}) => ({
  type: "anything",
  execution_instructions: { method, args, kwargs },
});
const clean = (...operations: unknown[]) => ({ task: "clean", operations });
const columns = (plan: unknown, available: string[]) =>
  check(plan, available)
    .filter(({ kind }) => kind === "unknown_column")
    .map(({ path }) => path);

describe("the form", () => {
  test("a right plan has no issues, whatever its operations are called", () => {
    expect(check(clean(operation("pandas.dropna", [], { how: "all" })))).toEqual([]);
    expect(check({ task: "sort" })).toEqual([]);
  });

  test.each([null, "text", 5, true, [], [{}]])("%j is no plan", (plan) => {
    expect(check(plan)).toMatchObject([
      { path: "", kind: "schema", message: expect.stringContaining("must be an object") },
    ]);
    expect(check(plan, null, {})).toMatchObject([{ path: "", kind: "schema" }]);
  });

  test("says what is expected, what was given and what may have been meant", () => {
    expect(check({ task: "cleen", chart_type: 5, operations: [{ execution_instructions: [] }] })).toEqual([
      {
        path: "/task",
        kind: "schema",
        message:
          'task must be one of "clean", "summarize", "filter", "group_by", "formula", "sort", "transform", not "cleen". Did you mean "clean"?',
      },
      { path: "/operations/0", kind: "schema", message: 'operations[0] must have "type", a string.' },
      {
        path: "/operations/0/execution_instructions",
        kind: "schema",
        message: "operations[0].execution_instructions must be an object, not an empty array.",
      },
      { path: "/chart_type", kind: "schema", message: "chart_type must be a string, not 5." },
    ]);
  });

  const sentences: [object, unknown, string, string][] = [
    [{ const: 1 }, 2, "/x", "x must be 1, not 2."],
    [{ type: ["string", "null"] }, 2, "/x", "x must be a string or null, not 2."],
    [{ anyOf: [{ type: "string" }, { type: "array" }] }, 2, "/x", "x must be a string or an array, not 2."],
    [{ minLength: 3 }, "ab", "/x", 'x must have at least 3 characters, not be "ab".'],
    [{ maxLength: 1 }, "ab", "/x", "x must have at most 1 character."],
    [{ pattern: "^a" }, "b", "/x", 'x must match the pattern ^a, not be "b".'],
    [{ minimum: 3 }, 2, "/x", "x must be at least 3, not 2."],
    [{ exclusiveMaximum: 3 }, 3, "/x", "x must be less than 3, not 3."],
    [{ multipleOf: 2 }, 3, "/x", "x must be a multiple of 2, not 3."],
    [{ minItems: 2 }, [1], "/x", "x must have at least 2 items, not 1."],
    [{ prefixItems: [true], items: false }, [1, 2], "/x", "x must have at most 1 item, not 2."],
    [{ uniqueItems: true }, [1, 2, 1], "/x", "x must not hold the same item twice: items 0 and 2 are equal."],
    [
      { contains: { const: 7 } },
      [1],
      "/x",
      "x must hold at least 1 of the items that its schema asks for, which is 7.",
    ],
    [{ minProperties: 1 }, {}, "/x", "x must have at least 1 property."],
    [{ dependentRequired: { a: ["b"] } }, { a: 1 }, "/x", 'x must have "b", because it has "a".'],
    [
      { propertyNames: { maxLength: 1 } },
      { ab: 1 },
      "/x",
      'x has a property whose name is not allowed: "ab".',
    ],
    [
      { properties: { sum: true }, additionalProperties: false },
      { summ: 1 },
      "/x/summ",
      'x.summ is not a property that is allowed here; allowed are "sum". Did you mean "sum"?',
    ],
    [
      { required: ["method"], properties: { method: { type: "string" } } },
      { methode: 1 },
      "/x",
      'x must have "method", a string. It has "methode" instead.',
    ],
    [{ not: { type: "string" } }, "a", "/x", 'x must not be what the schema forbids here; it is "a".'],
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    [{ if: true, then: { type: "string" } }, 1, "/x", "x must be a string, not 1."],
    [
      { oneOf: [{ minimum: 1 }, { minimum: 2 }] },
      5,
      "/x",
      "x must fit exactly one of the forms that the schema allows here; it fits several.",
    ],
    [false as unknown as object, 1, "/x", "x must not be there."],
  ];
  test.each(sentences)("%j: %j", (schema, x, path, message) => {
    expect(check({ x }, null, { properties: { x: schema } })).toContainEqual({
      path,
      message,
      kind: "schema",
    });
  });

  test("a property that every object inherits is none of its own", () => {
    expect(check({}, null, { required: ["toString"] })).toHaveLength(1);
    expect(check({}, null, { properties: { constructor: { type: "string" } } })).toEqual([]);
  });

  test("no more than 100 issues, and how many more there are", () => {
    const issues = check({ task: "clean", operations: Array.from({ length: 300 }, () => 1) });
    expect(issues).toHaveLength(100);
    expect(issues.at(-1)).toEqual({ path: "", kind: "schema", message: "The plan has 201 more issues." });
  });
});

test("a plan with very much that is wrong is answered as short as any", () => {
  const name = (index: number) => `${"a column with a name that is long ".repeat(2)}${index}`;
  const available = Array.from({ length: 1000 }, (_, index) => name(-index));
  const operations = Array.from({ length: 10_000 }, (_, index) => ({
    execution_instructions: { method: `pandas.${index}`, args: [], kwargs: { subset: [name(index + 1)] } },
  }));
  const issues = check({ task: "clean", operations }, available);
  expect(issues).toHaveLength(100);
  // A type, a column and a method of each operation, less those that stand there.
  expect(issues.at(-1)?.message).toBe("The plan has 29,901 more issues.");
});

describe("columns", () => {
  test("are looked for where they are documented, and nowhere when they are not known", () => {
    const plan = {
      task: "sort",
      group_by_column: "regin",
      formula: { type: "sum", column: "Amount" },
      filters: [{ column: "nope", value: "x" }],
      operations: [
        operation("pandas.groupby", ["city"], { agg: { sale: "mean" } }),
        operation("pandas.sort_values", [["sales", "citty"]], { ascending: false }),
        operation("pandas.dropna", ["gone"], { subset: ["regon"] }),
        operation("pandas.fillna", [], { value: { slaes: 0 } }),
        { ...operation("pandas.query", ["anything > 5"]), params: { column: "y", value: "East" } },
        operation("pandas.drop", [], { labels: ["z"], axis: 1 }),
      ],
    };
    expect(check(plan)).toEqual([]);
    expect(columns(plan, ["region", "sales", "amount"])).toEqual([
      "/group_by_column",
      "/formula/column",
      "/filters/0/column",
      "/operations/0/execution_instructions/kwargs/agg/sale",
      "/operations/0/execution_instructions/args/0",
      "/operations/1/execution_instructions/args/0/1",
      "/operations/2/execution_instructions/kwargs/subset/0",
      "/operations/3/execution_instructions/kwargs/value/slaes",
      "/operations/4/params/column",
      "/operations/5/execution_instructions/kwargs/labels/0",
    ]);
  });

  test("the nearest is named, else the ones that there are", () => {
    const [near] = check({ task: "sort", sort_column: "Total Sales" }, ["region", "total_sales"]);
    expect(near?.message).toBe(
      'sort_column names the column "Total Sales", which the data does not have. Did you mean "total_sales"?',
    );
    const [far] = check({ task: "sort", sort_column: "weather" }, ["region", "sales"]);
    expect(far?.message).toMatch(/The columns are "region", "sales"\.$/);
  });

  test("what an operation makes is there for the next one, and nothing is known after a pivot", () => {
    const available = ["sales", "cost", "region", "month"];
    const made = [
      operation("pandas.assign", [], { profit: "sales - cost" }),
      operation("pandas.rename", [], { columns: { region: "area" } }),
      operation("pandas.sort_values", ["profit"]),
      operation("pandas.groupby", ["area"], { agg: { profit: "sum" } }),
    ];
    expect(columns({ task: "sort", operations: made }, available)).toEqual([]);
    expect(columns({ task: "sort", operations: made.slice(2) }, available)).toHaveLength(3);
    const pivot = operation("pandas.pivot_table", [], { index: "regoin", columns: "month", values: "sales" });
    expect(
      columns({ task: "sort", operations: [pivot, operation("pandas.sort_values", ["January"])] }, available),
    ).toEqual(["/operations/0/execution_instructions/kwargs/index"]);
  });

  test("a list of very many is read like any other", () => {
    const many = Array.from({ length: 300_000 }, () => "a");
    const issues = check(
      { task: "sort", columns: many, operations: [operation("x", [], { subset: many })] },
      [],
    );
    expect(issues.at(-1)?.message).toBe("The plan has 599,901 more issues.");
  });

  test("none available means that none may be named", () => {
    expect(columns({ task: "sort", columns: ["a", "*"] }, [])).toEqual(["/columns/0"]);
  });
});

describe("methods and instructions", () => {
  test("a method that the task does not allow; any where none is listed, and for a task that is not known", () => {
    expect(check(clean(operation("pandas.dropduplicates")))).toEqual([
      {
        path: "/operations/0/execution_instructions/method",
        kind: "unknown_method",
        message:
          'operations[0].execution_instructions.method is "pandas.dropduplicates", which the task "clean" does not allow. Did you mean "pandas.drop_duplicates"?',
      },
    ]);
    expect(check({ task: "sort", operations: [operation("own.thing")] })).toEqual([]);
    expect(check({ task: "other", operations: [operation("own.thing")] }).map(({ kind }) => kind)).toEqual([
      "schema",
    ]);
  });

  test("what is missing is said once", () => {
    const issues = check(
      clean(
        { type: "a" },
        { type: "a", execution_instructions: {} },
        { type: "a", execution_instructions: { method: " ", args: {} } },
      ),
    );
    expect(issues.map(({ path, kind }) => `${kind} ${path}`)).toEqual([
      "schema /operations/0",
      "schema /operations/1/execution_instructions",
      "schema /operations/2/execution_instructions/args",
      "incomplete_instructions /operations/1/execution_instructions",
      "incomplete_instructions /operations/1/execution_instructions",
      "incomplete_instructions /operations/2/execution_instructions/method",
      "incomplete_instructions /operations/2/execution_instructions",
    ]);
    const open = check(clean({ type: "a" }), null, {});
    expect(open.map(({ path, kind }) => `${kind} ${path}`)).toEqual([
      "incomplete_instructions /operations/0",
    ]);
  });
});

describe("schemas", () => {
  const faults: [unknown, string, RegExp][] = [
    [[], "output_schema", /must be a JSON Schema object/],
    [{ type: "strin" }, "output_schema.type", /must be one of .* Did you mean "string"/],
    [
      { properties: { a: { minimum: "x" } } },
      "output_schema.properties.a.minimum",
      /must be a number, not "x"/,
    ],
    [{ properties: { a: { pattern: "(?=a)" } } }, "output_schema.properties.a.pattern", /RE2/],
    [{ patternProperties: { "(a": true } }, "output_schema.patternProperties.(a", /RE2/],
    [{ $ref: "https://example.com/s.json" }, "output_schema.$ref", /never loaded/],
    [{ $ref: "#/$defs/gone" }, "output_schema.$ref", /not in the schema/],
    [{ $ref: "#" }, "output_schema", /without end/],
    [{ $schema: "http://json-schema.org/draft-07/schema#" }, "output_schema.$schema", /other dialects/],
    [{ description: "x".repeat(500_001) }, "output_schema", /500,000 characters/],
  ];
  test.each(faults)("%.60j cannot be used", (schema, path, message) => {
    expect(checkSchema(schema)).toEqual([{ path, message: expect.stringMatching(message) }]);
  });

  test("usable ones pass, also twice under the same $id", () => {
    expect(checkSchema(actionPlanSchema)).toEqual([]);
    expect(checkSchema({ $id: "https://example.com/a", type: "object", "x-mine": 1 })).toEqual([]);
    expect(checkSchema({ $id: "https://example.com/a", type: "array" })).toEqual([]);
    expect(checkSchema({ pattern: "^\\d{2}\\u00e9$" })).toEqual([]);
  });

  test("two patterns of one schema are not taken for each other", () => {
    const schema = { properties: { a: { pattern: "^a$" }, b: { pattern: "^b$" } } };
    expect(check({ a: "a", b: "b" }, null, schema)).toEqual([]);
    expect(check({ a: "b", b: "a" }, null, schema)).toHaveLength(2);
  });

  test("references that double at each step are stopped", { timeout: 30_000 }, () => {
    const steps = Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => [
        `a${index}`,
        { allOf: [{ $ref: `#/$defs/a${index + 1}` }, { $ref: `#/$defs/a${index + 1}` }] },
      ]),
    );
    const schema = {
      $defs: { ...steps, a40: { type: "object" } },
      properties: { x: { $ref: "#/$defs/a0" } },
    };
    expect(check({ x: 1 }, null, schema)).toEqual([
      { path: "", kind: "schema", message: expect.stringMatching(/takes too long/) },
    ]);
  });
});

const keys = fc.constantFrom("a", "b", "c/~", "task");
const scalar = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.integer({ min: -3, max: 5 }),
  fc.constantFrom("", "a", "ab", "é"),
);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    scalar,
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(keys, tie("value"), { maxKeys: 3 }),
  ),
}));
const small = fc.integer({ min: 0, max: 3 });
const types = fc.constantFrom("string", "number", "integer", "boolean", "array", "object", "null");
const { schema: anySchema } = fc.letrec((tie) => {
  const inner = tie("schema");
  const some = fc.array(inner, { minLength: 1, maxLength: 3 });
  const keywords: Record<string, fc.Arbitrary<unknown>> = {
    type: fc.oneof(types, fc.uniqueArray(types, { minLength: 1, maxLength: 3 })),
    enum: fc.uniqueArray(scalar, { minLength: 1, maxLength: 3 }),
    const: scalar,
    minimum: small,
    exclusiveMaximum: small,
    multipleOf: fc.constantFrom(1, 2),
    minLength: small,
    maxLength: small,
    pattern: fc.constantFrom("^a", "b$", "\\w", "^.$"),
    minItems: small,
    maxItems: small,
    uniqueItems: fc.boolean(),
    required: fc.uniqueArray(keys, { maxLength: 2 }),
    minProperties: small,
    maxProperties: small,
    dependentRequired: fc.dictionary(keys, fc.uniqueArray(keys, { maxLength: 2 }), { maxKeys: 1 }),
    properties: fc.dictionary(keys, inner, { maxKeys: 2 }),
    patternProperties: fc.dictionary(fc.constantFrom("^a", "~"), inner, { maxKeys: 1 }),
    additionalProperties: inner,
    unevaluatedProperties: inner,
    propertyNames: inner,
    prefixItems: some,
    items: inner,
    contains: inner,
    allOf: some,
    anyOf: some,
    oneOf: some,
    not: inner,
    if: inner,
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    then: inner,
    else: inner,
    dependentSchemas: fc.dictionary(keys, inner, { maxKeys: 1 }),
  };
  const one = fc.oneof(
    ...Object.entries(keywords).map(([keyword, operand]) => operand.map((given) => ({ [keyword]: given }))),
  );
  const several = fc.array(one, { minLength: 1, maxLength: 3 }).map((parts) => Object.assign({}, ...parts));
  return { schema: fc.oneof({ maxDepth: 4 }, fc.boolean(), several, several) };
});
const schemas = fc
  .tuple(anySchema, fc.dictionary(keys, anySchema, { maxKeys: 3 }))
  .map(([whole, properties]) => ({ properties, allOf: [whole] }));

describe("generated schemas and plans", () => {
  test("the verdict is Ajv's, each path leads somewhere, and each sentence is one", () => {
    let refused = 0;
    fc.assert(
      fc.property(schemas, fc.oneof(fc.dictionary(keys, value), value), (schema, plan) => {
        const plain = new Ajv2020({ strict: false, logger: false, meta: false, validateSchema: false });
        let isValid = false;
        try {
          isValid = plain.validate(schema, plan) === true;
        } catch {
          // Ajv trips over some uses of unevaluatedProperties.
          fc.pre(false);
        }
        const issues = check(plan, ["a"], schema);
        const isObject = typeof plan === "object" && plan !== null && !Array.isArray(plan);
        if (!isValid) refused += 1;
        expect(issues.some(({ kind }) => kind === "schema")).toBe(!isValid || !isObject);
        for (const issue of issues) {
          planIssue.parse(issue);
          expect(issue.message).toMatch(/^\S.*[.?]$/su);
          expect(issue.message).not.toContain("undefined");
          if (issue.path !== "") expect(resolvePointer(plan, issue.path)).toBeDefined();
        }
      }),
      { numRuns: 200 },
    );
    expect(refused).toBeGreaterThan(30);
  }, 60_000);
});
