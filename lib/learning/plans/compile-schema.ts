import { createContext, Script } from "node:vm";
import { Ajv2020, type ErrorObject, type Options, type ValidateFunction } from "ajv/dist/2020";
import { LRUCache } from "lru-cache";
import { RE2JS } from "re2js";
import type { Issue } from "@/lib/errors";
import { toPointer, toSegments } from "./pointer";
import { describeSchemaErrors } from "./sentences";

// Schemas come from people. Nothing in one can reach out (no document is ever loaded), and none can hang the server: patterns run on
// RE2, whose time is linear, and what is left (references that double at each step) is stopped by a clock.

const MAX_CHARACTERS = 500_000;
const MAX_MS = 2000;
const DIALECT = "https://json-schema.org/draft/2020-12/schema";

/** A schema that is none, or that cannot be used. `path` is a JSON pointer into it. */
export class SchemaFault extends Error {
  constructor(
    message: string,
    readonly path = "",
  ) {
    super(message);
    this.name = "SchemaFault";
  }
}

class PatternFault extends Error {
  constructor(
    readonly pattern: string,
    reason: string,
  ) {
    super(reason);
  }
}

const clock = createContext({ run: undefined as (() => unknown) | undefined });
const runUnderClock = new Script("run()");

/** Runs synchronous code; @throws an Error with code ERR_SCRIPT_EXECUTION_TIMEOUT when it takes longer than MAX_MS. */
function limited<Result>(run: () => Result): Result {
  clock.run = run;
  try {
    return runUnderClock.runInContext(clock, { timeout: MAX_MS }) as Result;
  } finally {
    clock.run = undefined;
  }
}

function compilePattern(pattern: string) {
  try {
    const compiled = RE2JS.compile(RE2JS.translateRegExp(pattern));
    // Ajv keeps compiled patterns by their text.
    return { test: (text: string) => compiled.matcher(text).find(), toString: () => `/${pattern}/u` };
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^error parsing regexp:\s*/i, "") : "";
    throw new PatternFault(pattern, reason.slice(0, 200));
  }
}

const options: Options = {
  strict: false,
  verbose: true,
  // A property that every object inherits is none of its own.
  ownProperties: true,
  // As 2020-12 has it: a format is said, not checked.
  validateFormats: false,
  logger: false,
};
const dialect = new Ajv2020({ ...options, allErrors: true });
// The dialect compiles itself at its first use, which no clock may interrupt.
dialect.validateSchema({});

/** `decide` stops at the first error and has the last word; `explain` finds them all. */
type Compiled = { decide: ValidateFunction; explain: () => ValidateFunction };

const compiled = new LRUCache<string, Compiled | SchemaFault>({ max: 100 });

function compile(schema: object): Compiled {
  const content = JSON.stringify(schema);
  const known = compiled.get(content);
  if (known instanceof SchemaFault) throw known;
  if (known) return known;
  try {
    checkDialect(schema, content);
    let explain: ValidateFunction | null = null;
    const made = {
      decide: compileCopy(content, false),
      explain: () => {
        explain ??= compileCopy(content, true);
        return explain;
      },
    };
    compiled.set(content, made);
    return made;
  } catch (error) {
    const fault = error instanceof SchemaFault ? error : toFault(error, schema);
    // One that ran out of time may have met a busy moment.
    if (!isTimeout(error)) compiled.set(content, fault);
    throw fault;
  }
}

/** A copy, so that what compiles does not change with what the caller does to it later; in an Ajv of its own: schemas with the same $id do not meet. */
function compileCopy(content: string, allErrors: boolean): ValidateFunction {
  const ajv = new Ajv2020({
    ...options,
    allErrors,
    meta: false,
    validateSchema: false,
    code: { regExp: Object.assign(compilePattern, { code: "pattern" }) },
  });
  return limited(() => ajv.compile(JSON.parse(content)));
}

function checkDialect(schema: object, content: string): void {
  if (content.length > MAX_CHARACTERS)
    throw new SchemaFault(`has more than ${MAX_CHARACTERS.toLocaleString("en-US")} characters`);
  const named = "$schema" in schema ? schema.$schema : undefined;
  if (named !== undefined && (typeof named !== "string" || named.replace(/#$/, "") !== DIALECT))
    throw new SchemaFault(`must be ${DIALECT}: other dialects are not known`, "/$schema");
  const { $schema: _, ...rest } = schema as Record<string, unknown>;
  if (!dialect.validateSchema(rest)) {
    const [first] = describeSchemaErrors(dialect.errors ?? [], "the schema").described;
    throw new SchemaFault(first?.message ?? "is not a JSON Schema", first?.path);
  }
}

function toFault(error: unknown, schema: object): SchemaFault {
  if (error instanceof PatternFault) {
    const path = findKey(schema, (key, value, parent) =>
      key === "pattern" ? value === error.pattern : parent === "patternProperties" && key === error.pattern,
    );
    return new SchemaFault(`is not a pattern of the RE2 syntax: ${error.message}`, path);
  }
  if (isTimeout(error)) return new SchemaFault("takes too long to check");
  if (hasName(error, "RangeError")) return new SchemaFault("refers to itself without end");
  if (isInternal(error)) return new SchemaFault("combines keywords in a way that cannot be checked");
  const missing = error instanceof Error && "missingRef" in error ? String(error.missingRef) : null;
  if (missing !== null) {
    const path = findKey(
      schema,
      (key, value) => key === "$ref" && typeof value === "string" && missing.endsWith(value),
    );
    return new SchemaFault(
      `refers to “${missing.slice(0, 200)}”, which is not in the schema; other documents are never loaded`,
      path,
    );
  }
  const reason = error instanceof Error ? error.message : "";
  return new SchemaFault(`is not a usable JSON Schema${reason ? `: ${reason.slice(0, 300)}` : ""}`);
}

// By name: what the clock raises may be of another realm.
const hasName = (error: unknown, name: string) =>
  typeof error === "object" && error !== null && "name" in error && error.name === name;
const isInternal = (error: unknown) => hasName(error, "TypeError") || hasName(error, "ReferenceError");
const isTimeout = (error: unknown) =>
  typeof error === "object" &&
  error !== null &&
  "code" in error &&
  error.code === "ERR_SCRIPT_EXECUTION_TIMEOUT";

/** Pointer to the first place whose key and value fit; the whole when there is none. */
function findKey(
  value: unknown,
  fits: (key: string, value: unknown, parent: string | undefined) => boolean,
  path: readonly string[] = [],
): string {
  if (typeof value !== "object" || value === null) return "";
  for (const [key, inner] of Object.entries(value)) {
    if (fits(key, inner, path.at(-1))) return toPointer([...path, key]);
    const found = findKey(inner, fits, [...path, key]);
    if (found) return found;
  }
  return "";
}

/**
 * Every error of an instance against a JSON Schema 2020-12; none = it is valid.
 * @throws SchemaFault when the schema is none, or checking takes too long.
 */
export function findSchemaErrors(schema: object, instance: unknown): ErrorObject[] {
  const { decide, explain } = compile(schema);
  const run = (validate: ValidateFunction) =>
    limited(() => (validate(instance) ? [] : (validate.errors ?? [])));
  try {
    const first = stumbling(() => run(decide));
    if (first?.length === 0) return first;
    // Without a verdict, that of the other way to go through the schema holds.
    if (first === null) return run(explain());
    const all = stumbling(() => run(explain()));
    return all && all.length > 0 ? all : first;
  } catch (error) {
    throw toFault(error, schema);
  }
}

/** Null when Ajv itself trips, as it does over some uses of unevaluatedProperties. */
function stumbling<Result>(run: () => Result): Result | null {
  try {
    return run();
  } catch (error) {
    if (isInternal(error)) return null;
    throw error;
  }
}

/** Instances that show a schema that refers to itself without going into the value. */
const trials = [{}, [], "", 0, null, true];

/** What is wrong with a schema, named by dotted path below `name`; empty = plans can be checked against it. */
export function checkSchema(schema: unknown, name = "output_schema"): Issue[] {
  try {
    if (typeof schema !== "object" || schema === null || Array.isArray(schema))
      throw new SchemaFault("must be a JSON Schema object");
    for (const trial of trials) findSchemaErrors(schema, trial);
    return [];
  } catch (error) {
    if (!(error instanceof SchemaFault)) throw error;
    return [{ path: [name, ...toSegments(error.path)].join("."), message: error.message }];
  }
}
