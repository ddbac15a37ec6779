import type { ErrorObject } from "ajv/dist/2020";
import { findNearest } from "./nearest";
import { namePlace, toPointer, toSegments } from "./pointer";

const MAX_SHOWN = 80;
const MAX_LISTED = 30;

/** A value, short. */
export function show(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? "an empty array" : "an array";
  if (typeof value === "object" && value !== null) return "an object";
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
}

/** Several values, short. */
export function showAll(values: readonly unknown[]): string {
  const shown = values.slice(0, MAX_LISTED).map((value) => shorten(JSON.stringify(value)));
  return values.length > shown.length
    ? `${shown.join(", ")} and ${values.length - shown.length} more`
    : shown.join(", ");
}

const shorten = (text: string) => (text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text);

/** “ Did you mean "sales"?”, or nothing. */
export function suggest(given: string, names: readonly string[]): string {
  const nearest = findNearest(given, names);
  return nearest === null ? "" : ` Did you mean ${JSON.stringify(nearest)}?`;
}

const typeNames: Record<string, string> = {
  string: "a string",
  number: "a number",
  integer: "a whole number",
  boolean: "true or false",
  array: "an array",
  object: "an object",
  null: "null",
};
const nameTypes = (types: unknown) =>
  (Array.isArray(types) ? types : [types])
    .map((type) => typeNames[String(type)] ?? String(type))
    .join(" or ");

const count = (number: unknown, thing: string, things = `${thing}s`) =>
  `${Number(number).toLocaleString("en-US")} ${Number(number) === 1 ? thing : things}`;

const comparisons: Record<string, string> = {
  ">=": "at least",
  "<=": "at most",
  ">": "more than",
  "<": "less than",
};

type Schema = Record<string, unknown>;
const asSchema = (value: unknown): Schema =>
  typeof value === "object" && value !== null ? (value as Schema) : {};

/** What a property is to be, where its schema says so in a few words. */
function expectation(schema: unknown): string {
  const { type, enum: choices, const: constant } = asSchema(schema);
  if (Array.isArray(choices)) return `, one of ${showAll(choices)}`;
  if (constant !== undefined) return `, which is ${show(constant)}`;
  return type === undefined ? "" : `, ${nameTypes(type)}`;
}

/** What is wrong, as the end of a sentence that begins with the place. */
function explain(error: ErrorObject, hasHints: boolean): string {
  const { keyword, params, data, parentSchema } = error;
  const known = Object.keys(asSchema(asSchema(parentSchema).properties));
  switch (keyword) {
    case "type":
      return `must be ${nameTypes(params.type)}, not ${show(data)}.`;
    case "enum": {
      const allowed = params.allowedValues as unknown[];
      const texts = allowed.filter((value) => typeof value === "string");
      return `must be one of ${showAll(allowed)}, not ${show(data)}.${hasHints && typeof data === "string" ? suggest(data, texts) : ""}`;
    }
    case "const":
      return `must be ${shorten(JSON.stringify(params.allowedValue))}, not ${show(data)}.`;
    case "required": {
      const missing = String(params.missingProperty);
      const near = Object.keys(asSchema(data)).filter((name) => !known.includes(name));
      const alike = hasHints ? findNearest(missing, near) : null;
      const instead = alike === null ? "" : ` It has ${JSON.stringify(alike)} instead.`;
      return `must have ${JSON.stringify(missing)}${expectation(asSchema(asSchema(parentSchema).properties)[missing])}.${instead}`;
    }
    case "dependentRequired":
      return `must have ${JSON.stringify(params.missingProperty)}, because it has ${JSON.stringify(params.property)}.`;
    case "additionalProperties":
    case "unevaluatedProperties": {
      const extra = String(params.additionalProperty ?? params.unevaluatedProperty);
      return `is not a property that is allowed here${known.length > 0 ? `; allowed are ${showAll(known)}` : ""}.${hasHints ? suggest(extra, known) : ""}`;
    }
    case "propertyNames":
      return `has a property whose name is not allowed: ${show(params.propertyName)}.`;
    case "pattern":
      return `must match the pattern ${params.pattern}, not be ${show(data)}.`;
    case "minLength":
      return `must have at least ${count(params.limit, "character")}, not be ${show(data)}.`;
    case "maxLength":
      return `must have at most ${count(params.limit, "character")}.`;
    case "minItems":
      return `must have at least ${count(params.limit, "item")}, not ${(data as unknown[]).length}.`;
    case "maxItems":
    case "items":
    case "additionalItems":
      return `must have at most ${count(params.limit, "item")}, not ${(data as unknown[]).length}.`;
    case "unevaluatedItems":
      return `must have at most ${count(params.len ?? params.limit, "item")}.`;
    case "minProperties":
      return `must have at least ${count(params.limit, "property", "properties")}.`;
    case "maxProperties":
      return `must have at most ${count(params.limit, "property", "properties")}.`;
    case "uniqueItems":
      return `must not hold the same item twice: items ${Math.min(params.i, params.j)} and ${Math.max(params.i, params.j)} are equal.`;
    case "contains": {
      const most = params.maxContains === undefined ? "" : ` and at most ${params.maxContains}`;
      return `must hold at least ${params.minContains}${most} of the items that its schema asks for${expectation(error.schema)}.`;
    }
    case "minimum":
    case "maximum":
    case "exclusiveMinimum":
    case "exclusiveMaximum":
      return `must be ${comparisons[params.comparison] ?? params.comparison} ${params.limit}, not ${show(data)}.`;
    case "multipleOf":
      return `must be a multiple of ${params.multipleOf}, not ${show(data)}.`;
    case "not":
      return `must not be what the schema forbids here; it is ${show(data)}.`;
    case "anyOf":
      return "must fit one of the forms that the schema allows here; it fits none of them.";
    case "oneOf":
      return params.passingSchemas
        ? "must fit exactly one of the forms that the schema allows here; it fits several."
        : "must fit exactly one of the forms that the schema allows here; it fits none of them.";
    case "if":
      return `must fit what the schema asks for in this case (“${params.failingKeyword}”).`;
    case "false schema":
      return "must not be there.";
    default:
      return `${error.message ?? "is not what the schema asks for"}.`;
  }
}

/** The place that an error is about, which is always one that exists. */
function locate(error: ErrorObject): string {
  const extra = error.params.additionalProperty ?? error.params.unevaluatedProperty;
  return extra === undefined ? error.instancePath : error.instancePath + toPointer([extra]);
}

/** Errors that only repeat that another one is there. */
function dropEchoes(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  // A value of the wrong type is none of the allowed ones either.
  const mistyped = errors.filter(({ keyword }) => keyword === "type");
  const isEcho = ({ keyword, instancePath, parentSchema }: ErrorObject) =>
    (keyword === "enum" || keyword === "const") &&
    mistyped.some((other) => other.parentSchema === parentSchema && other.instancePath === instancePath);
  const kept = errors.filter((error) => error.keyword !== "if" && !isEcho(error));
  return kept.length > 0 ? kept : errors;
}

/** A choice between types alone is one error: “must be a string or null”. */
function joinTypes(errors: readonly ErrorObject[]): ErrorObject[] {
  const joined: ErrorObject[] = [];
  for (const error of errors) {
    if (error.keyword !== "anyOf" && error.keyword !== "oneOf") {
      joined.push(error);
      continue;
    }
    const branches = Array.isArray(error.schema) ? error.schema.length : 0;
    const last = branches > 0 ? joined.slice(-branches) : [];
    const isChoice =
      last.length === branches &&
      branches > 0 &&
      last.every(({ keyword, instancePath }) => keyword === "type" && instancePath === error.instancePath);
    if (!isChoice) joined.push(error);
    else {
      const types = last.flatMap(({ params }) => params.type as string | string[]);
      const [first] = joined.splice(-branches);
      if (first) joined.push({ ...first, params: { type: [...new Set(types)] } });
    }
  }
  return joined;
}

/** Errors that are looked at; of more, nobody reads what they say. */
const MAX_ERRORS = 1000;
/** Issues that may say what was probably meant, which takes a look at every name there is. */
export const MAX_HINTS = 25;

/**
 * What is said of errors: where, and a sentence with what is expected and what was given. Each once, in the order of the schema;
 * `rest` counts those that were not looked at.
 */
export function describeSchemaErrors(
  errors: readonly ErrorObject[],
  whole: string,
): { described: { path: string; message: string; missing: string | null }[]; rest: number } {
  const seen = new Set<string>();
  const described = joinTypes(dropEchoes(errors.slice(0, MAX_ERRORS))).flatMap((error) => {
    const path = locate(error);
    const message = `${namePlace(path, whole)} ${explain(error, seen.size < MAX_HINTS)}`;
    const key = `${path}\n${message}`;
    if (seen.has(key)) return [];
    seen.add(key);
    const missing =
      error.keyword === "required"
        ? toPointer([...toSegments(path), String(error.params.missingProperty)])
        : null;
    return [{ path, message, missing }];
  });
  return { described, rest: Math.max(0, errors.length - MAX_ERRORS) };
}
