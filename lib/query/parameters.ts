import { z } from "zod";

/** Query parameters as every schema here takes them: each name with all of its values. */
export type Parameters = Record<string, string[]>;

/** All values of every parameter of a URL, in order. */
export function toParameters(search: Iterable<[string, string]>): Parameters {
  const parameters: Parameters = Object.create(null);
  for (const [name, value] of search) {
    const values = parameters[name];
    if (values) values.push(value);
    else parameters[name] = [value];
  }
  return parameters;
}

/** The query string for parameters, names sorted; `undefined` values are left out. */
export function toSearch(parameters: Record<string, string | readonly string[] | undefined>): string {
  const search = new URLSearchParams();
  for (const name of Object.keys(parameters).sort()) {
    const value = parameters[name];
    for (const single of value === undefined ? [] : typeof value === "string" ? [value] : value)
      search.append(name, single);
  }
  return search.toString();
}

/** The address of a path with parameters; the path alone when there are none. */
export function toUrl(
  path: string,
  parameters: Record<string, string | readonly string[] | undefined>,
): string {
  const search = toSearch(parameters);
  return search ? `${path}?${search}` : path;
}

/** Text of a parameter. Postgres cannot store or compare a NUL character. */
const text = z.string().refine((value) => !value.includes("\0"), "contains a NUL character");

const stringParameter = { override: { type: "string" as const } };

/** A parameter that may be given once, parsed by `schema`. */
export function single<Schema extends z.ZodType<unknown, string>>(schema: Schema, description: string) {
  return z
    .array(text)
    .max(1, "given more than once")
    .transform((values) => values[0] as string)
    .pipe(schema)
    .meta({ description, ...stringParameter });
}

const choice = text.min(1, "must not be empty").max(200, "has at most 200 characters");

/**
 * The values of an any-of parameter, each once: separated by commas or repeated. A backslash before a comma or a backslash makes
 * it part of the value; before anything else it is one itself. Spaces around a value do not belong to it.
 */
export function readChoices(texts: readonly string[]): string[] {
  const values = texts.flatMap((text) => {
    const parts = [""];
    for (const [token] of text.matchAll(/\\[\\,]|./gsu)) {
      if (token === ",") parts.push("");
      else parts[parts.length - 1] += token.length > 1 && token.startsWith("\\") ? token.slice(1) : token;
    }
    return parts.map((part) => part.trim());
  });
  return [...new Set(values)];
}

/** Values as the text of one any-of parameter, so that readChoices() gives them back. */
export function writeChoices(values: readonly string[]): string {
  return values.map((value) => value.replace(/[\\,]/g, "\\$&")).join(",");
}

/** Any of several values: by comma or by repetition; `\,` is a comma within a value. */
export function anyOf(description: string) {
  return z
    .array(z.string())
    .transform(readChoices)
    .pipe(z.array(choice).max(100, "has at most 100 values"))
    .meta({
      description: `${description} Several values: by comma or repetition; \\, is a comma within a value.`,
      ...stringParameter,
    });
}

/** Any of several values by repetition; a comma is part of the value. */
export function anyOfLiteral(description: string) {
  return z
    .array(choice)
    .max(100, "has at most 100 values")
    .meta({
      description: `${description} Several values: by repetition; a comma is literal.`,
      ...stringParameter,
    });
}

/** `true` or `false`. */
export function flag(description: string) {
  return single(
    z.enum(["true", "false"], "must be true or false").transform((value) => value === "true"),
    description,
  );
}

/** A whole number within bounds. */
export function integer(min: number, max: number, description: string) {
  const message = `must be a whole number from ${min} to ${max}`;
  return single(
    z
      .string()
      .regex(/^-?\d{1,9}$/, message)
      .transform(Number)
      .pipe(z.int().min(min, message).max(max, message)),
    description,
  );
}

/** A number from 0 to 1, such as a share or a similarity. */
export function fraction(description: string) {
  const message = "must be a number from 0 to 1";
  return single(
    z
      .string()
      .regex(/^\d{1,9}(\.\d{1,17})?$/, message)
      .transform(Number)
      .pipe(z.number().max(1, message)),
    description,
  );
}

/** Several of a few groups, by comma, each once. */
export const groupsOf = <Group extends string>(allowed: readonly [Group, ...Group[]]) =>
  single(
    z
      .string()
      .transform((value) => [...new Set(value.split(","))])
      .pipe(z.array(z.enum(allowed, `must be any of ${allowed.join(", ")}, by comma`)).min(1)),
    `Any of ${allowed.join(", ")}, by comma.`,
  );
