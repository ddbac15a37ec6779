/** Any JSON value. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** Where a scan of prose begins anew at most: a text full of braces must not take long. */
const MAX_STARTS = 200;
/** As deep as bodies of requests may be. */
const MAX_NESTING = 32;

/**
 * The plan in what a model said, undefined when there is none. Taken is, in this order: the whole text when it is JSON; the last
 * fenced block (```) that is JSON; the last JSON object in the text, whatever stands before and after it. An object that is not
 * empty goes before an empty one. Texts in it lose NUL characters and lone surrogates (U+FFFD stands for each), which no
 * database can store; a value nested deeper than 32 levels is none.
 */
export function extractPlan(text: string): Json | undefined {
  const whole = parse(text);
  if (whole !== undefined) return clean(whole, 0);
  const fenced = [...text.matchAll(/^[ \t]*```[^\n`]*\n([\s\S]*?)^[ \t]*```/gm)].flatMap(([, block = ""]) => {
    const value = parse(block);
    return value === undefined ? [] : [value];
  });
  const found = choose(fenced) ?? choose(findObjects(text));
  return found === undefined ? undefined : clean(found, 0);
}

const choose = (values: Json[]) => values.findLast((value) => !isEmpty(value)) ?? values.at(-1);
const isEmpty = (value: Json) =>
  typeof value === "object" && value !== null && Object.keys(value).length === 0;

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** The JSON objects that stand in a text, outermost ones, in order. */
function findObjects(text: string): Json[] {
  const found: Json[] = [];
  let from = 0;
  for (let starts = 0; starts < MAX_STARTS; starts += 1) {
    const start = text.indexOf("{", from);
    if (start === -1) break;
    const end = findEnd(text, start);
    const value = end === -1 ? undefined : parse(text.slice(start, end));
    if (value === undefined) from = start + 1;
    else {
      found.push(value);
      from = end;
    }
  }
  return found;
}

/** Behind the brace that closes the one at `start`, as JSON counts them; -1 when it is never closed. */
function findEnd(text: string, start: number): number {
  let depth = 0;
  let isInString = false;
  for (let at = start; at < text.length; at += 1) {
    const character = text[at];
    if (isInString) {
      if (character === "\\") at += 1;
      else if (character === '"') isInString = false;
    } else if (character === '"') isInString = true;
    else if (character === "{") depth += 1;
    else if (character === "}") {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return -1;
}

/** A text without what cannot be stored. */
export const cleanText = (text: string): string => text.replaceAll("\u0000", "\ufffd").toWellFormed();

function clean(value: Json, depth: number): Json | undefined {
  if (typeof value === "string") return cleanText(value);
  // 1e999 is a number in JSON and none that can be kept.
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value !== "object" || value === null) return value;
  if (depth >= MAX_NESTING) return undefined;
  const children = Array.isArray(value)
    ? value.map((child) => ["", clean(child, depth + 1)] as const)
    : Object.entries(value).map(([key, child]) => [cleanText(key), clean(child, depth + 1)] as const);
  if (children.some(([, child]) => child === undefined)) return undefined;
  return Array.isArray(value)
    ? children.map(([, child]) => child as Json)
    : (Object.fromEntries(children) as { [key: string]: Json });
}
