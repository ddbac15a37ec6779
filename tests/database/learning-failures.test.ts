import fc from "fast-check";
import type { Sql, TransactionSql } from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { callAs, createKey, createMember, type Principal, uniqueName } from "./support/principals";
import { createScratch, type Scratch, waitForLock } from "./support/scratch";

let db: Scratch;
let admin: Principal;

beforeAll(async () => {
  db = await createScratch();
  admin = await createMember(db.sql, "admin");
});
afterAll(() => db?.drop());

const fingerprint = async (error: string | null): Promise<string> => {
  const [row] = await db.sql<{ value: string }[]>`select private.error_fingerprint(${error}) as value`;
  return row?.value ?? "";
};

/**
 * Errors as data analysts' programs and their models' providers give them, each twice: the second with other ids, numbers,
 * quoted values and paths.
 */
const errors: readonly (readonly [string, string])[] = [
  ["KeyError: 'price'", "KeyError: 'unit cost'"],
  [`KeyError: "['price', 'cost'] not in index"`, `KeyError: "['a'] not in index"`],
  [
    `KeyError: "None of [Index(['region'], dtype='object')] are in the [columns]"`,
    `KeyError: "None of [Index(['a', 'b'], dtype='object')] are in the [columns]"`,
  ],
  [
    "ValueError: could not convert string to float: '12,50 EUR'",
    "ValueError: could not convert string to float: 'n/a'",
  ],
  [
    "ValueError: Length of values (3) does not match length of index (1200)",
    "ValueError: Length of values (17) does not match length of index (4)",
  ],
  [
    "ValueError: cannot reindex on an axis with duplicate labels",
    "ValueError: cannot reindex on an axis with duplicate labels",
  ],
  [
    'ValueError: time data "2026-13-01" doesn\'t match format "%Y-%m-%d", at position 4',
    'ValueError: time data "01.02.26" doesn\'t match format "%d/%m/%Y", at position 19',
  ],
  ["ValueError: Columns must be same length as key", "ValueError: Columns must be same length as key"],
  [
    "TypeError: unsupported operand type(s) for +: 'int' and 'str'",
    "TypeError: unsupported operand type(s) for +: 'float' and 'NoneType'",
  ],
  [
    "TypeError: DataFrame.drop_duplicates() got an unexpected keyword argument 'inplase'",
    "TypeError: DataFrame.drop_duplicates() got an unexpected keyword argument 'column'",
  ],
  [
    "TypeError: agg function failed [how->mean,dtype->object]",
    "TypeError: agg function failed [how->sum,dtype->string]",
  ],
  [
    "AttributeError: 'DataFrame' object has no attribute 'append'",
    "AttributeError: 'Series' object has no attribute 'sort'",
  ],
  [
    "AttributeError: Can only use .str accessor with string values!",
    "AttributeError: Can only use .str accessor with string values!",
  ],
  [
    "FileNotFoundError: [Errno 2] No such file or directory: '/srv/uploads/8f2c/sales.csv'",
    "FileNotFoundError: [Errno 2] No such file or directory: 'C:\\data\\q3.xlsx'",
  ],
  [
    "PermissionError: [Errno 13] Permission denied: '/tmp/out.csv'",
    "PermissionError: [Errno 13] Permission denied: 'x'",
  ],
  [
    "pandas.errors.ParserError: Error tokenizing data. C error: Expected 3 fields in line 5, saw 4",
    "pandas.errors.ParserError: Error tokenizing data. C error: Expected 12 fields in line 90210, saw 13",
  ],
  [
    "pandas.errors.EmptyDataError: No columns to parse from file",
    "pandas.errors.EmptyDataError: No columns to parse from file",
  ],
  [
    "pandas.errors.MergeError: No common columns to perform merge on. Merge options: left_on=None, right_on=None, left_index=False, right_index=False",
    "pandas.errors.MergeError: No common columns to perform merge on. Merge options: left_on=None, right_on=None, left_index=False, right_index=False",
  ],
  [
    "UnicodeDecodeError: 'utf-8' codec can't decode byte 0xe9 in position 14: invalid continuation byte",
    "UnicodeDecodeError: 'ascii' codec can't decode byte 0xff in position 0: invalid continuation byte",
  ],
  [
    "MemoryError: Unable to allocate 3.73 GiB for an array with shape (500000000,) and data type float64",
    "MemoryError: Unable to allocate 149. MiB for an array with shape (100, 7) and data type float64",
  ],
  ["ZeroDivisionError: division by zero", "ZeroDivisionError: division by zero"],
  [
    "IndexError: single positional indexer is out-of-bounds",
    "IndexError: single positional indexer is out-of-bounds",
  ],
  ["NameError: name 'df2' is not defined", "NameError: name 'pd' is not defined"],
  ["SyntaxError: invalid syntax (<string>, line 3)", "SyntaxError: invalid syntax (<string>, line 41)"],
  [
    "RecursionError: maximum recursion depth exceeded while calling a Python object",
    "RecursionError: maximum recursion depth exceeded while calling a Python object",
  ],
  [
    "json.decoder.JSONDecodeError: Expecting ',' delimiter: line 7 column 3 (char 114)",
    "json.decoder.JSONDecodeError: Expecting ':' delimiter: line 1 column 19 (char 18)",
  ],
  [
    "json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0)",
    "json.decoder.JSONDecodeError: Expecting value: line 4 column 22 (char 96)",
  ],
  [
    `SyntaxError: Unexpected token 'H', "Here is yo"... is not valid JSON`,
    `SyntaxError: Unexpected token '}', ..."{"task": }" is not valid JSON`,
  ],
  ["SyntaxError: Unexpected end of JSON input", "SyntaxError: Unexpected end of JSON input"],
  [
    "SyntaxError: Expected property name or '}' in JSON at position 1 (line 1 column 2)",
    "SyntaxError: Expected property name or '}' in JSON at position 44 (line 3 column 9)",
  ],
  [
    "data/operations/0 must have required property 'type'",
    "/operations/12 must have required property 'task'",
  ],
  ["/operations must be array", "data/chart_type must be array"],
  [
    "/task must be equal to one of the allowed values",
    "/operations/3/type must be equal to one of the allowed values",
  ],
  ["/operations/0 must NOT have additional properties", "/ must NOT have additional properties"],
  ["/columns must NOT have fewer than 1 items", "/operations/4/columns must NOT have fewer than 2 items"],
  ["/title must NOT have more than 200 characters", "/a/b must NOT have more than 40 characters"],
  ['/name must match pattern "^[a-z]+$"', '/x must match pattern "\\d{4}"'],
  [
    '[{"code":"invalid_type","expected":"string","path":["task"],"message":"Invalid input: expected string, received undefined"}]',
    '[\n  {\n    "code": "invalid_type",\n    "path": ["chart"],\n    "message": "Invalid input: expected string, received undefined"\n  }\n]',
  ],
  [
    '{"error":{"message":"Rate limit reached for gpt-4o-mini in organization org-8fKx02lqTy on tokens per min (TPM): Limit 200000, Used 198350","type":"tokens","code":"rate_limit_exceeded"}}',
    '{"error":{"message":"Rate limit reached for gpt-4o-mini in organization org-Zq19aa7PpLm on tokens per min (TPM): Limit 90000, Used 89999","type":"tokens"}}',
  ],
  [
    "This model's maximum context length is 128000 tokens. However, your messages resulted in 131072 tokens.",
    "This model's maximum context length is 8192 tokens. However, your messages resulted in 9001 tokens.",
  ],
  ["AxiosError: timeout of 5000ms exceeded", "AxiosError: timeout of 30000ms exceeded"],
  ["Error: connect ECONNREFUSED 127.0.0.1:5432", "Error: connect ECONNREFUSED 10.20.0.4:443"],
  ["Error: getaddrinfo ENOTFOUND api.example.com", "Error: getaddrinfo ENOTFOUND api.example.com"],
  [
    "FetchError: request to https://api.example.com/v1/chat failed, reason: socket hang up",
    "FetchError: request to http://10.0.0.7:8000/x?y=1 failed, reason: socket hang up",
  ],
  [
    "HTTP 503 Service Unavailable for GET https://example.com/a/b",
    "HTTP 503 Service Unavailable for GET https://example.org/",
  ],
  [
    "user 3f2a9c1e-77aa-4e0b-9f0e-1d2c3b4a5f60 has no access to workbook 4411",
    "user 42 has no access to workbook 0a1b2c3d4e5f",
  ],
  [
    'duplicate key value violates unique constraint "orders_pkey"',
    'duplicate key value violates unique constraint "users_email_key"',
  ],
  ['relation "sales_2024" does not exist', 'relation "x" does not exist'],
  ['column "amnt" does not exist', 'column "b" does not exist'],
  ["canceling statement due to statement timeout", "canceling statement due to statement timeout"],
  [
    "Could not reach ann@example.com at 2026-03-01T10:00:00Z",
    "Could not reach bo.b+x@mail.example.org at 2025-12-24 08:15:00.123+01:00",
  ],
  [
    "RuntimeError: CUDA out of memory. Tried to allocate 20.00 MiB (GPU 0; 15.78 GiB total capacity)",
    "RuntimeError: CUDA out of memory. Tried to allocate 1.5 GiB (GPU 1; 39.4 GiB total capacity)",
  ],
  ["The chart has no numeric column to show", "The chart has no numeric column to show"],
  ["group_by needs a column that the sheet has", "group_by needs a column that the sheet has"],
  [
    "method pandas.pivot is not allowed for the task summarize",
    "method pandas.pivot is not allowed for the task summarize",
  ],
  ["The formula refers to itself in cell B7", "The formula refers to itself in cell AB120"],
];

/** Pairs that differ in a word or two where nothing can be stripped: the same error to a person. */
const variants: readonly (readonly [string, string])[] = [
  [
    "Rate limit reached for gpt-4o-mini in organization org-8fKx02lqTy on tokens per min (TPM): Limit 200000, Used 198350. Please try again in 20s.",
    "Rate limit reached for gpt-4.1 in organization org-8fKx02lqTy on tokens per min (TPM): Limit 200000, Used 198350. Please try again in 1m4s.",
  ],
  [
    "ValueError: cannot reindex on an axis with duplicate labels",
    "ValueError: cannot reindex on an axis with duplicate label.",
  ],
  ["The chart has no numeric column to show", "the chart has no numeric columns to show!"],
  [
    "RuntimeError: CUDA out of memory. Tried to allocate 20.00 MiB (GPU 0; 15.78 GiB total capacity; 14.2 GiB already allocated)",
    "RuntimeError: CUDA out of memory. Tried to allocate 20.00 MiB (GPU 0; 15.78 GiB total capacity; 14.2 GiB is already allocated)",
  ],
];

/** Errors told apart by one word. */
const neighbours: readonly (readonly [string, string])[] = [
  [
    "Invalid input: expected string, received undefined",
    "Invalid input: expected number, received undefined",
  ],
  ["Invalid input: expected string, received undefined", "Invalid input: expected string, received number"],
  ["ValueError: cannot convert float NaN to integer", "ValueError: cannot convert float infinity to integer"],
  ["HTTP 503 Service Unavailable", "HTTP 504 Gateway Timeout"],
  ["/a must be string", "/a must be number"],
  ["group_by needs a column that the sheet has", "sort needs a column that the sheet has"],
];

const word = fc.constantFrom(
  "sheet",
  "column",
  "formula",
  "request",
  "model",
  "failed",
  "not found",
  "timed out",
  "is missing",
  "can't be read",
);
const hex = (length: number) =>
  fc
    .array(fc.constantFrom(..."0123456789abcdef"), { minLength: length, maxLength: length })
    .map((digits) => digits.join(""));
const plainText = fc.stringMatching(/^[a-zA-Z0-9 _.,:;()-]{1,20}$/);
const segment = fc.stringMatching(/^[a-z][a-z0-9_]{0,8}$/);
/** Two values of one kind, as they stand in a text. */
const slot = fc
  .oneof(
    fc.tuple(fc.uuid(), fc.uuid()),
    fc.tuple(hex(12), hex(32)).map(([one, other]) => [`1${one}`, `1${other}`]),
    fc
      .tuple(fc.nat(), fc.integer({ min: -1000, max: 10 }))
      .map(([one, other]) => [String(one), String(other)]),
    fc.tuple(fc.nat(10_000), fc.nat(10_000)).map(([one, other]) => [`${one}.5`, `${other},001.25e-3`]),
    fc.tuple(plainText, plainText).map(([one, other]) => [`'${one}'`, `'${other}'`]),
    fc.tuple(plainText, plainText).map(([one, other]) => [`"${one}"`, `"it's ${other}"`]),
    fc.tuple(plainText, plainText).map(([one, other]) => [`\`${one}\``, `\`${other}\``]),
    fc
      .tuple(fc.array(segment, { minLength: 1, maxLength: 5 }), segment)
      .map(([one, other]) => [`/${one.join("/")}`, `/${other}/x.csv`]),
    fc.tuple(segment, segment).map(([one, other]) => [`C:\\${one}\\a.csv`, `D:\\${other}`]),
    fc
      .tuple(segment, segment)
      .map(([one, other]) => [`https://${one}.example/a?b=1`, `http://10.0.0.1:80/${other}`]),
    fc.tuple(segment, segment).map(([one, other]) => [`${one}@example.com`, `${other}+1@mail.example.org`]),
    fc
      .tuple(
        fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true }),
        fc.constant("2026-01-31 10:00:00,5"),
      )
      .map(([one, other]) => [one.toISOString(), other]),
    fc
      .tuple(fc.array(fc.nat(99), { maxLength: 6 }), fc.array(plainText, { maxLength: 3 }))
      .map(([one, other]) => [`[${one}]`, JSON.stringify(other)]),
    fc.tuple(hex(8), hex(12)).map(([one, other]) => [`0x${one}`, `0x${other}`]),
    fc.tuple(hex(8), fc.nat()).map(([one, other]) => [`req_1${one}`, `req_${other}`]),
  )
  .map((pair) => pair as [string, string]);

describe("a fingerprint", () => {
  test("is the same for the same error with other ids, numbers, values and paths, and another for another error", async () => {
    const patterns = await Promise.all(
      errors.map((pair) => Promise.all(pair.map((error) => fingerprint(error)))),
    );
    expect(patterns.filter(([one, other]) => one !== other)).toEqual([]);
    const distinct = patterns.map(([pattern]) => pattern as string);
    expect(distinct.filter((pattern, index) => distinct.indexOf(pattern) !== index)).toEqual([]);
    expect(distinct.length).toBeGreaterThanOrEqual(40);
    for (const pattern of distinct) expect(await fingerprint(pattern)).toBe(pattern);
  });

  test("property: does not depend on what stands in the slots of a text, and is its own fingerprint", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(word, slot), { minLength: 1, maxLength: 5 }), async (parts) => {
        const texts = [0, 1].map(
          (side) => `ValueError: ${parts.map(([text, pair]) => `${text} ${pair[side]}`).join(" ")}`,
        );
        const [one, other] = await Promise.all(texts.map(fingerprint));
        expect(one, texts.join("\n")).toBe(other);
        for (const [text] of parts) expect(one).toContain(text);
        expect(await fingerprint(one as string)).toBe(one);
      }),
      { numRuns: 300 },
    );
  });

  test("property: any text has one, of at most 2,000 characters, that is its own", async () => {
    const anyText = fc
      .oneof(
        fc.string({ unit: "binary", maxLength: 300 }),
        fc
          .array(
            fc.constantFrom(
              "'",
              '"',
              "`",
              "[",
              "]",
              "{",
              "}",
              "/",
              "\\",
              "<n>",
              "<value>",
              "a",
              "B7",
              "12",
              ".",
              ",",
              " ",
              "\n",
              "_",
              "-",
              "0x1f",
              "@",
              "and",
            ),
          )
          .map((parts) => parts.join("")),
      )
      .map((text) => text.replaceAll("\0", "").toWellFormed());
    await fc.assert(
      fc.asyncProperty(anyText, async (text) => {
        const pattern = await fingerprint(text);
        expect(pattern.length).toBeGreaterThan(0);
        expect([...pattern].length).toBeLessThanOrEqual(2000);
        expect(await fingerprint(pattern)).toBe(pattern);
      }),
      { numRuns: 250 },
    );
  });

  test("names the error of stack traces, of nothing, and of very long texts", async () => {
    const python = `Running the plan failed:
Traceback (most recent call last):
  File "/srv/app/run.py", line 41, in <module>
    frame.pivot(columns="a")
  File "/usr/lib/python3.12/site-packages/pandas/core/frame.py", line 9025, in pivot
    raise ValueError(msg)
ValueError: Index contains duplicate entries, cannot reshape
`;
    const node = `TypeError: Cannot read properties of undefined (reading 'operations')
    at runPlan (/srv/app/run.js:12:5)
    at process.processTicksAndRejections (node:internal/process/task_queues:105:5)`;
    expect(await fingerprint(python)).toBe("ValueError: Index contains duplicate entries, cannot reshape");
    expect(await fingerprint(node)).toBe("TypeError: Cannot read properties of undefined (reading <value>)");
    expect(await Promise.all([null, "", " \n\t"].map(fingerprint))).toEqual(Array(3).fill("(no message)"));
    for (const text of [
      "x".repeat(100_000),
      "['".repeat(50_000),
      "a/".repeat(50_000),
      '"\\'.repeat(50_000),
      "1,".repeat(50_000),
      "a@".repeat(50_000),
    ])
      expect([...(await fingerprint(text))].length).toBeLessThanOrEqual(2000);
  });
});

interface Failure {
  project: string;
  error: string | null;
  error_class?: string | null;
  prompt_version?: string | null;
  model?: string;
  user_id?: string;
  at?: string;
}

/** Stores failures as recording does, in one statement and transaction; answers the pattern of each. */
async function storeFailures(failures: Failure[], sql: Sql | TransactionSql = db.sql): Promise<string[]> {
  const rows = await sql<{ failure_pattern_id: string }[]>`
    with input as (select * from jsonb_to_recordset(${sql.json(failures as never)})
      as i (project text, error text, error_class text, prompt_version text, model text, user_id text, at timestamptz))
    insert into public.llm_feedback (user_prompt, action_plan, success, project, error, error_class, prompt_version, model, user_id, created_at, failure_pattern_id)
    select 'show sales by region', '{}', false, i.project, i.error, i.error_class, i.prompt_version, i.model, i.user_id, coalesce(i.at, now()),
      private.find_failure_pattern(i.project, i.error_class, i.error, i.prompt_version, coalesce(i.at, now()))
    from input i returning failure_pattern_id`;
  return rows.map((row) => row.failure_pattern_id);
}

const patternOf = async (failure: Failure) => (await storeFailures([failure]))[0] as string;
const read = async (id: string) => {
  const [row] = await db.sql`select * from public.failure_patterns where id = ${id}`;
  return row;
};
const update = (who: Principal, id: string, patch: object, expected_version?: number) =>
  callAs<Record<string, unknown>>(db.sql, who, "update_failure_pattern", {
    pattern_id: id,
    patch: JSON.stringify(patch),
    expected_version,
  });

describe("a failure", () => {
  test("joins the pattern of its project and class that reads almost the same, and no other", async () => {
    const project = uniqueName("p");
    for (const [one, other] of variants)
      expect(await patternOf({ project, error: other }), other).toBe(
        await patternOf({ project, error: one }),
      );
    for (const [one, other] of neighbours)
      expect(await patternOf({ project, error: other }), other).not.toBe(
        await patternOf({ project, error: one }),
      );
    const other = uniqueName("p");
    const ids = await storeFailures(errors.map(([error]) => ({ project: other, error })));
    expect(new Set(ids).size).toBe(errors.length);
    const error = errors[0]?.[0] as string;
    expect(await patternOf({ project: other, error, error_class: "logic" })).not.toBe(ids[0]);
    expect(await patternOf({ project: other, error })).toBe(ids[0]);
    expect(await read(await patternOf({ project: other, error: null }))).toMatchObject({
      pattern: "(no message)",
      status: "new",
    });
  });

  test("of many writers at once makes one pattern, with all of them counted", async () => {
    const project = uniqueName("p");
    const ids = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        patternOf({ project, error: `TimeoutError: no answer after ${n} ms` }),
      ),
    );
    expect(new Set(ids).size).toBe(1);
    const [row] =
      await db.sql`select sum(count)::int as n from public.failure_pattern_daily where pattern_id = ${ids[0] as string}`;
    expect(row?.n).toBe(20);
  });

  test("batches that make the same patterns in opposite orders end both", async () => {
    const project = uniqueName("p");
    const batch = errors.map(([error]) => ({ project, error }));
    const [forth, back] = await Promise.all([storeFailures(batch), storeFailures(batch.toReversed())]);
    expect(back.toReversed()).toEqual(forth);
  });

  test("past 10,000 patterns of a project, new ones count together", async () => {
    const project = uniqueName("p");
    await db.sql`insert into public.failure_patterns (project, pattern) select ${project}, md5(n::text) from generate_series(1, 10000) n`;
    const ids = await storeFailures([
      { project, error: "one more kind" },
      { project, error: "yet something else" },
    ]);
    expect(new Set(ids).size).toBe(1);
    expect(await read(ids[0] as string)).toMatchObject({ pattern: "(other errors)" });
    await db.sql`delete from public.llm_feedback where project = ${project}`;
    await db.sql`delete from public.failure_patterns where project = ${project}`;
  });
});

describe("a fixed pattern", () => {
  const later = (ms: number) => new Date(Date.now() + ms).toISOString();
  const fixedPattern = async (patch: object, versions: Record<string, string>) => {
    const project = uniqueName("p");
    const error = "KeyError: 'price'";
    for (const [prompt_version, at] of Object.entries(versions))
      await storeFailures([{ project, error, prompt_version, at }]);
    const id = await patternOf({ project, error, prompt_version: "v1", at: "2026-01-01T00:00:00Z" });
    await update(admin, id, { status: "fixed", ...patch });
    const again = async (prompt_version: string | null, at: string) => {
      expect(await patternOf({ project, error, prompt_version, at })).toBe(id);
      return read(id);
    };
    return { id, project, again };
  };

  test("comes back with a later failure in the version of the fix or a newer one, not in an older one", async () => {
    const { again, id } = await fixedPattern(
      { fixed_in_version: "v3" },
      { v2: "2026-02-01T00:00:00Z", v3: "2026-03-01T00:00:00Z", v4: "2026-03-01T00:00:00Z" },
    );
    expect(await again("v3", "2026-03-02T00:00:00Z")).toMatchObject({ status: "fixed" });
    for (const old of ["v1", "v2", null])
      expect(await again(old, later(1000))).toMatchObject({ status: "fixed" });
    const at = later(2000);
    expect(await again("v4", at)).toMatchObject({
      status: "regressed",
      regressed_in_version: "v4",
      regressed_at: new Date(at),
      fixed_in_version: "v3",
    });
    await update(admin, id, { status: "fixed", fixed_in_version: "v3" });
    expect(await again("v3", later(3000))).toMatchObject({ status: "regressed", regressed_in_version: "v3" });
    await update(admin, id, { status: "fixed", fixed_in_version: "v3" });
    expect(await again("v5", later(4000))).toMatchObject({ status: "regressed", regressed_in_version: "v5" });
  });

  test("without a version comes back with any later failure; one whose fix was never seen only with that version", async () => {
    const any = await fixedPattern({}, { v2: "2026-02-01T00:00:00Z" });
    expect(await any.again("v1", "2026-05-01T00:00:00Z")).toMatchObject({ status: "fixed" });
    expect(await any.again(null, later(1000))).toMatchObject({
      status: "regressed",
      regressed_in_version: null,
    });
    const unseen = await fixedPattern({ fixed_in_version: "v9" }, {});
    expect(await unseen.again("v1", later(1000))).toMatchObject({ status: "fixed" });
    expect(await unseen.again("v9", later(2000))).toMatchObject({ status: "regressed" });
  });

  test("tells webhooks once that it came back", async () => {
    const { again, id, project } = await fixedPattern({}, {});
    const events = (of: string) => async () => {
      const [row] = await db.sql<{ id: string }[]>`
        insert into public.webhooks (url, secret, events, project) values ('https://example.com', 'whsec_x', '{failure_regressed}', ${of}) returning id`;
      return row?.id as string;
    };
    const own = await events(project)();
    await events(uniqueName("p"))();
    await again(null, later(1000));
    await again(null, later(2000));
    const deliveries = await db.sql`select webhook_id, event, payload from public.webhook_deliveries`;
    expect(deliveries).toMatchObject([
      {
        webhook_id: own,
        event: "failure_regressed",
        payload: {
          type: "failure_regressed",
          data: { pattern_id: id, project, pattern: "KeyError: <value>", fixed_in_version: null },
        },
      },
    ]);
    await db.sql`delete from public.webhooks`;
  });
});

describe("judging a pattern", () => {
  test("keeps who may, the version that was read, and a note of it in the audit log", async () => {
    const project = uniqueName("p");
    const id = await patternOf({ project, error: "KeyError: 'price'" });
    const owner = await createMember(db.sql, "product_owner", [project]);
    expect(
      await update(owner, id, { status: "fixed", fixed_in_version: "v2", note: "Columns are checked." }, 1),
    ).toMatchObject({
      status: "fixed",
      fixed_in_version: "v2",
      note: "Columns are checked.",
      version: 2,
    });
    await expect(update(owner, id, { note: null }, 1)).rejects.toMatchObject({
      code: "PT409",
      detail: expect.stringContaining('"stored_version": 2'),
    });
    expect(await update(owner, id, { note: null }, 2)).toMatchObject({
      status: "fixed",
      note: null,
      version: 3,
    });
    await expect(update(owner, id, { status: "regressed" })).rejects.toMatchObject({ code: "PT409" });
    const fixed_at = (await read(id))?.fixed_at;
    expect(await update(owner, id, { status: "known" })).toMatchObject({
      fixed_in_version: null,
      fixed_at: null,
    });
    const log =
      await db.sql`select action, actor_id, project, detail from public.audit_log where target_id = ${id} order by id`;
    expect(log).toHaveLength(3);
    // Taken back, it is what it was, to the time of the fix.
    await update(owner, id, { status: "fixed", fixed_in_version: "v2", fixed_at });
    expect(await read(id)).toMatchObject({ status: "fixed", fixed_in_version: "v2", fixed_at });
    for (const [wrong, patch] of [
      ["goes with status", { status: "known", fixed_at }],
      ["goes with status", { fixed_at }],
      ["later than now", { status: "fixed", fixed_at: "2999-01-01T00:00:00Z" }],
    ] as const)
      await expect(update(owner, id, patch)).rejects.toMatchObject({
        code: "PT400",
        message: expect.stringContaining(wrong),
      });
    expect(log[0]).toEqual({
      action: "failure_pattern.update",
      actor_id: owner.id,
      project,
      detail: {
        before: { status: "new", fixed_in_version: null },
        after: { status: "fixed", fixed_in_version: "v2" },
        note_changed: true,
      },
    });
  });

  test("is refused to reviewers and keys; the pattern of another project does not exist", async () => {
    const project = uniqueName("p");
    const id = await patternOf({ project, error: "KeyError: 'price'" });
    const reviewer = await createMember(db.sql, "reviewer");
    const key = await createKey(db.sql, ["ingest", "read", "export"]);
    const stranger = await createMember(db.sql, "admin", [uniqueName("p")]);
    for (const who of [reviewer, key])
      await expect(update(who, id, { status: "known" })).rejects.toMatchObject({ code: "PT403" });
    await expect(update(stranger, id, { status: "known" })).rejects.toMatchObject({ code: "PT404" });
    expect(await read(id)).toMatchObject({ status: "new", version: 1 });
  });

  test("does not wait for failures that are being recorded", async () => {
    const project = uniqueName("p");
    const id = await patternOf({ project, error: "KeyError: 'price'" });
    await db.sql.begin(async (transaction) => {
      await storeFailures([{ project, error: "KeyError: 'cost'" }], transaction);
      expect(await update(admin, id, { status: "known" })).toMatchObject({ status: "known" });
    });
  });
});

interface Listed {
  id: string;
  count: number;
  trend: { current: number; previous: number; daily: { date: string; count: number }[] };
  versions: { version: string | null; count: number }[];
  examples: { error: string | null; created_at: string }[];
  first_seen_at: string;
  last_seen_at: string;
}
const list = (who: Principal, filter: object, args: { page_limit?: number; page_cursor?: string } = {}) =>
  callAs<{ data: Listed[]; next: string | null }>(db.sql, who, "list_failure_patterns", {
    filter: JSON.stringify(filter),
    ...args,
  });

describe("the list", () => {
  const march = { from: "2026-03-01T00:00:00Z", to: "2026-03-11T00:00:00Z" };
  test("has the figures of the range, of the days before it, and what stands behind them", async () => {
    const project = uniqueName("p");
    const failure = (error: string, day: string, prompt_version: string | null, model = "m1") => ({
      project,
      error,
      prompt_version,
      model,
      at: `2026-${day}T23:59:59.999Z`,
    });
    await storeFailures([
      failure("KeyError: 'a'", "01-05", "v1"),
      failure("KeyError: 'b'", "02-20", "v1"),
      failure("KeyError: 'c'", "02-28", "v1"),
      failure("KeyError: 'd'", "03-01", "v1"),
      failure("KeyError: 'e'", "03-02", "v2", "m2"),
      failure("KeyError: 'f'", "03-02", null),
      failure("KeyError: 'g'", "03-10", "v2"),
      failure("KeyError: 'h'", "03-11", "v2"),
      failure("ZeroDivisionError: division by zero", "03-04", "v1"),
      failure("ValueError: Columns must be same length as key", "02-04", "v1"),
    ]);
    const { data } = await list(admin, { ...march, project: [project] });
    expect(data).toHaveLength(2);
    expect(data[0]).toMatchObject({
      pattern: "KeyError: <value>",
      count: 4,
      trend: {
        current: 4,
        previous: 2,
        daily: [
          { date: "2026-03-01", count: 1 },
          { date: "2026-03-02", count: 2 },
          { date: "2026-03-10", count: 1 },
        ],
      },
      versions: [
        { version: "v2", count: 2 },
        { version: null, count: 1 },
        { version: "v1", count: 1 },
      ],
      examples: [{ error: "KeyError: 'g'" }, expect.anything(), expect.anything()],
      status: "new",
    });
    expect(new Date(data[0]?.first_seen_at as string).toISOString()).toBe("2026-01-05T23:59:59.999Z");
    expect(new Date(data[0]?.last_seen_at as string).toISOString()).toBe("2026-03-11T23:59:59.999Z");
    const counts = async (filter: object) =>
      (await list(admin, { ...march, project: [project], ...filter })).data.map(({ count }) => count);
    expect(await counts({ version: ["v2"] })).toEqual([2]);
    expect(await counts({ version: [null, "v1"] })).toEqual([2, 1]);
    expect(await counts({ model: ["m2"] })).toEqual([1]);
    expect(await counts({ model: ["m1", "m2"] })).toEqual([4, 1]);
    expect(await counts({ model: ["m2"], version: ["v1"] })).toEqual([]);
    expect(await counts({ status: ["fixed"] })).toEqual([]);
    expect(
      (await list(admin, { ...march, project: [project], model: ["m2"] })).data[0]?.examples,
    ).toMatchObject([{ error: "KeyError: 'e'" }]);
  });

  test("goes on where a page ends, and shows other projects to nobody", async () => {
    const project = uniqueName("p");
    await storeFailures(
      errors.flatMap(([error], n) =>
        Array.from({ length: n % 4 }, () => ({ project, error, at: "2026-03-05T00:00:00Z" })),
      ),
    );
    const all = (await list(admin, { ...march, project: [project] }, { page_limit: 500 })).data;
    expect(all.length).toBeGreaterThan(30);
    const paged: Listed[] = [];
    for (let page_cursor: string | undefined, page = 0; page < 20; page += 1) {
      const { data, next } = await list(
        admin,
        { ...march, project: [project] },
        { page_limit: 7, page_cursor },
      );
      paged.push(...data);
      if (next === null) break;
      page_cursor = next;
    }
    expect(paged.map(({ id }) => id)).toEqual(all.map(({ id }) => id));
    const elsewhere = await createMember(db.sql, "admin", [uniqueName("p")]);
    expect((await list(elsewhere, { ...march })).data).toEqual([]);
    expect(
      (await list(await createKey(db.sql, ["read"], { project }), march, { page_limit: 500 })).data,
    ).toHaveLength(all.length);
    await expect(list(await createKey(db.sql, ["ingest"]), march)).rejects.toMatchObject({ code: "PT403" });
    await expect(
      callAs(db.sql, await createKey(db.sql, ["ingest"]), "failure_heatmap", { filter: "{}" }),
    ).rejects.toMatchObject({ code: "PT403" });
  });
});

describe("the daily counts", () => {
  const place = fc.nat(1000);
  const command = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constant("add" as const),
        n: fc.integer({ min: 1, max: 4 }),
        seed: place,
      }),
    },
    { weight: 2, arbitrary: fc.record({ do: fc.constant("change" as const), n: place, seed: place }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("erase" as const), n: place, seed: place }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("judge" as const), n: place, seed: place }) },
  );
  const figures = () =>
    db.sql`select * from public.failure_pattern_daily order by pattern_id, date, version_label`;

  test("property: are what counting the rows again gives, and no pattern outlives its last failure", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(command, { minLength: 1, maxLength: 12 }), async (commands) => {
        await db.sql`truncate public.llm_feedback, public.failure_patterns, public.failure_pattern_daily`;
        for (const { do: what, n, seed } of commands) {
          const users = ["ann", "bo"];
          if (what === "add") {
            await db.sql`insert into public.users (id) select unnest(${users}::text[]) on conflict do nothing`;
            await storeFailures(
              Array.from({ length: n }, (_, i) => ({
                project: ["a", "b"][(seed + i) % 2] as string,
                error: errors[(seed + i) % 3]?.[0] as string,
                prompt_version: [null, "v1", "v2"][(seed + i) % 3] ?? null,
                user_id: users[(seed * 7 + i) % 2] as string,
                at: new Date(Date.UTC(2026, 2, 1 + ((seed + i) % 3), 23)).toISOString(),
              })),
            );
          } else if (what === "change") {
            await db.sql.unsafe(
              `update public.llm_feedback set ${
                [
                  "success = true, error = null, error_class = null, failure_pattern_id = null",
                  "error = 'ZeroDivisionError: division by zero', failure_pattern_id = private.find_failure_pattern(project, error_class, 'ZeroDivisionError: division by zero', version_label, created_at)",
                  "prompt_version = 'v2'",
                  "created_at = created_at + interval '1 day'",
                  "user_correction = 'no'",
                ][seed % 5]
              } where not success and id in (select id from public.llm_feedback order by id offset ${n % 5} limit 2)`,
            );
          } else if (what === "erase") {
            await db.sql`delete from public.llm_feedback where user_id = ${users[seed % 2] as string}`;
          } else {
            await db.sql`update public.failure_patterns set status = 'known', version = version + 1
              where id in (select id from public.failure_patterns order by pattern offset ${n % 3} limit 1)`;
          }
        }
        const incremental = await figures();
        await db.sql`select private.rebuild_failure_pattern_daily()`;
        expect(await figures()).toEqual(incremental);
        const [orphans] = await db.sql`
          select count(*)::int as n from public.failure_patterns p
          where p.status = 'new' and not exists (select from public.llm_feedback l where l.failure_pattern_id = p.id)`;
        expect(orphans?.n).toBe(0);
      }),
      { numRuns: 25 },
    );
  });

  test("a pattern that loses its last failure while one is recorded stays; one that is gone is made anew", async () => {
    const project = uniqueName("p");
    const error = "KeyError: 'price'";
    const id = await patternOf({ project, error });
    const erase = (sql: Sql | TransactionSql) =>
      sql`delete from public.llm_feedback where project = ${project}`;
    await db.sql.begin(async (recording) => {
      await recording`select private.find_failure_pattern(${project}, null, ${error}, null, now())`;
      await erase(db.sql);
      expect(await storeFailures([{ project, error }], recording)).toEqual([id]);
    });
    expect(await read(id)).toBeDefined();
    let recorded: Promise<string> | undefined;
    await db.sql.begin(async (erasing) => {
      await erase(erasing);
      recorded = patternOf({ project, error });
      await waitForLock(db.sql);
    });
    const made = (await recorded) as string;
    expect(made).not.toBe(id);
    expect(await read(made)).toMatchObject({ pattern: "KeyError: <value>" });
  });
});
