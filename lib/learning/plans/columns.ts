import { toPointer } from "./pointer";

// Where a plan names columns of the data. Places are listed rather than guessed: a name that is missed costs a failed execution,
// a false alarm costs a good plan.

/** A column that a plan names, and the JSON pointer of its name (of the object whose key it is, for a key). */
export type NamedColumn = { name: string; path: string };

/** Keys whose value is a column or an array of columns, wherever they stand in the plan. */
const COLUMN_KEY = /^(?:column|columns|column_name|column_names|.+_column|.+_columns)$/;
/** Of those, the ones that name what an operation makes. */
const NEW_COLUMN_KEY =
  /^(?:new|output|result|target|derived|created)_columns?$|^(?:new|output|result|target)_column_names?$/;
/** Keys that mean columns inside of params and kwargs. */
const PARAMETER_KEYS = new Set([
  "by",
  "subset",
  "on",
  "left_on",
  "group_by",
  "groupby",
  "sort_by",
  "id_vars",
  "value_vars",
]);
/** Keys whose value is an object {column: how to aggregate it}. */
const AGGREGATION_KEYS = new Set(["agg", "aggs", "aggfunc", "aggregate", "aggregations"]);
/** Every column. */
const WILDCARDS = new Set(["*", "all"]);

/** By the last part of a method's name: which of args hold columns (a name, an array of names, or an object keyed by them). */
const COLUMN_ARGUMENTS: Record<string, readonly number[]> = {
  ...Object.fromEntries(
    ["sum", "mean", "median", "mode", "min", "max", "count", "nunique", "std", "var", "cumsum"].map(
      (name) => [name, [0]],
    ),
  ),
  groupby: [0],
  sort_values: [0],
  set_index: [0],
  drop_duplicates: [0],
  value_counts: [0],
  agg: [0],
  aggregate: [0],
  astype: [0],
  fillna: [0],
  nlargest: [1],
  nsmallest: [1],
  explode: [0],
};
/** Methods whose argument names columns only as the keys of an object: agg("sum") names none. */
const KEYED = new Set(["agg", "aggregate", "astype", "fillna"]);
/** What the same argument may be instead of a column. */
const AXES = new Set(["index", "columns", "rows"]);
/** Further keys of kwargs that mean columns for some methods only. */
const METHOD_KEYS: Record<string, readonly string[]> = {
  pivot_table: ["values", "index"],
  pivot: ["values", "index"],
  crosstab: ["values", "index"],
  set_index: ["keys"],
  nlargest: ["columns"],
  nsmallest: ["columns"],
  astype: ["dtype"],
  fillna: ["value"],
  filter: ["items"],
  plot: ["x", "y"],
};
/** Methods after which nobody knows which columns there are: what follows them is not checked. */
const OPENING = new Set([
  "pivot_table",
  "pivot",
  "crosstab",
  "get_dummies",
  "unstack",
  "stack",
  "transpose",
  "merge",
  "join",
  "concat",
  "describe",
  "explode",
  "apply",
  "pipe",
  "eval",
]);
/** Columns that a method makes without being told their names. */
const MADE_BY_METHOD: Record<string, readonly string[]> = {
  value_counts: ["count", "proportion"],
  size: ["size", "count"],
  melt: ["variable", "value"],
  reset_index: ["index"],
};

type JsonObject = Record<string, unknown>;
const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const objectOf = (value: unknown): JsonObject => (isObject(value) ? value : {});
const lastPart = (method: unknown) => (typeof method === "string" ? (method.split(".").at(-1) ?? "") : "");

/** A name, or the names in an array, or the keys of an object. */
function readNames(value: unknown, path: readonly (string | number)[], withKeys: boolean): NamedColumn[] {
  if (typeof value === "string") return WILDCARDS.has(value) ? [] : [{ name: value, path: toPointer(path) }];
  if (Array.isArray(value))
    return value.flatMap((item, index) =>
      typeof item === "string" ? readNames(item, [...path, index], false) : [],
    );
  if (withKeys && isObject(value))
    return Object.keys(value).map((name) => ({ name, path: toPointer([...path, name]) }));
  return [];
}

/** Names in the listed places of a value and of everything in it. */
function collect(
  value: unknown,
  path: readonly (string | number)[],
  isParameter: boolean,
  method: string,
): NamedColumn[] {
  if (Array.isArray(value))
    return value.flatMap((item, index) => collect(item, [...path, index], isParameter, method));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const here = [...path, key];
    if (NEW_COLUMN_KEY.test(key)) return [];
    const isMethodKey = isParameter && (METHOD_KEYS[method]?.includes(key) ?? false);
    // rename(columns={"old": "new"}), agg={"sales": "sum"}, fillna(value={"sales": 0}).
    const isKeyed = key === "columns" || AGGREGATION_KEYS.has(key) || (isMethodKey && KEYED.has(method));
    if (isKeyed && isObject(inner)) return readNames(inner, here, true);
    if (isMethodKey && KEYED.has(method)) return [];
    if (COLUMN_KEY.test(key) || isMethodKey || (isParameter && PARAMETER_KEYS.has(key)))
      return readNames(inner, here, false);
    return collect(inner, here, isParameter || key === "params" || key === "kwargs", method);
  });
}

/** Names that a value gives to columns that it makes. */
function collectNew(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(collectNew);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    NEW_COLUMN_KEY.test(key) ? readNames(inner, [], false).map(({ name }) => name) : collectNew(inner),
  );
}

/** The names that one operation makes, by its method. */
function madeBy(method: string, instructions: JsonObject): string[] {
  const args = Array.isArray(instructions.args) ? instructions.args : [];
  const kwargs = objectOf(instructions.kwargs);
  const strings = (values: unknown[]) => values.filter((value): value is string => typeof value === "string");
  const made = [...(MADE_BY_METHOD[method] ?? [])];
  if (method === "assign") made.push(...Object.keys(kwargs), ...Object.keys(objectOf(args[0])));
  if (method === "insert") made.push(...strings([args[1], kwargs.column]));
  if (method === "rename") made.push(...strings(Object.values(objectOf(kwargs.columns ?? args[0]))));
  if (method === "melt") made.push(...strings([kwargs.var_name, kwargs.value_name]));
  if (method === "reset_index") made.push(...strings([kwargs.names, kwargs.name]));
  if (method === "agg" || method === "aggregate" || method === "groupby")
    made.push(...Object.keys(kwargs).filter((key) => Array.isArray(kwargs[key]) && !PARAMETER_KEYS.has(key)));
  return made;
}

function collectFromOperation(operation: JsonObject, path: readonly (string | number)[]): NamedColumn[] {
  const instructions = objectOf(operation.execution_instructions);
  const method = lastPart(instructions.method);
  const args = Array.isArray(instructions.args) ? instructions.args : [];
  const kwargs = objectOf(instructions.kwargs);
  const isDropping = method === "drop" && [1, "columns"].includes(kwargs.axis as number | string);
  const argPath = [...path, "execution_instructions", "args"];
  const fromArgs = (isDropping ? [0] : (COLUMN_ARGUMENTS[method] ?? [])).flatMap((position) => {
    const value = args[position];
    if (typeof value === "string" && (AXES.has(value) || KEYED.has(method))) return [];
    return readNames(value, [...argPath, position], KEYED.has(method));
  });
  const labels = isDropping
    ? readNames(kwargs.labels, [...path, "execution_instructions", "kwargs", "labels"], false)
    : [];
  // The column that insert is given is the one that it makes.
  const looked = method === "insert" ? { ...operation, execution_instructions: {} } : operation;
  return [...collect(looked, path, false, method), ...fromArgs, ...labels];
}

/**
 * The columns that a plan names and that are not there: neither among `available` nor made by an operation before it (or, for
 * what stands outside of operations, by any of them). After an operation whose result has columns of other names, such as a
 * pivot, nothing more is said.
 */
export function findUnknownColumns(plan: JsonObject, available: readonly string[]): NamedColumn[] {
  const known = new Set(available);
  const operations = Array.isArray(plan.operations) ? plan.operations : [];
  let isOpen = false;
  const within = operations.flatMap((operation, index) => {
    if (!isObject(operation) || isOpen) return [];
    const instructions = objectOf(operation.execution_instructions);
    const method = lastPart(instructions.method);
    const named = collectFromOperation(operation, ["operations", index]);
    // An operation may name what it makes itself.
    for (const name of collectNew(operation)) known.add(name);
    for (const name of madeBy(method, instructions)) known.add(name);
    if (OPENING.has(method)) isOpen = true;
    return named.filter(({ name }) => !known.has(name));
  });
  if (isOpen) return within;
  const { operations: _, ...rest } = plan;
  for (const name of collectNew(rest)) known.add(name);
  return [...collect(rest, [], false, "").filter(({ name }) => !known.has(name)), ...within];
}
