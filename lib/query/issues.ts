import type { z } from "zod";
import type { Issue } from "@/lib/errors";

type ZodIssue = z.core.$ZodIssue;

/** Zod's issues with dotted paths; an unknown key is named by its own path. At most 1,000. */
export function toIssues(error: { issues: readonly ZodIssue[] }): Issue[] {
  return error.issues.flatMap((issue) => flattenIssue(issue, [])).slice(0, 1000);
}

function flattenIssue(issue: ZodIssue, parents: readonly PropertyKey[]): Issue[] {
  const path = [...parents, ...issue.path];
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      path: [...path, key].join("."),
      message: "unknown field or parameter",
    }));
  }
  const meant = issue.code === "invalid_union" ? findMeantBranch(issue.errors) : undefined;
  if (meant) return meant.flatMap((inner) => flattenIssue(inner, path));
  return [{ path: path.join("."), message: phrase(issue) }];
}

/** Zod's own words, which speak of types; a schema's own sentence never begins with them. */
const isZodsOwn = (message: string) => /^(Invalid input|Too big|Too small)\b/.test(message);

const isAbsent = ({ code, message }: ZodIssue) =>
  code === "invalid_type" && /received undefined$/.test(message);

/** What is wrong in the words of a person; the sentence of the schema where it has one. */
function phrase(issue: ZodIssue): string {
  const sentence = issue.message.charAt(0).toLowerCase() + issue.message.slice(1);
  if (!isZodsOwn(issue.message)) return sentence;
  if (issue.code === "invalid_type") {
    if (isAbsent(issue)) return "is missing";
    return `must be ${typeNames[issue.expected] ?? issue.expected}`;
  }
  // None of its forms is there when one of them finds nothing.
  if (
    issue.code === "invalid_union" &&
    issue.errors.flat().some((inner) => inner.path.length === 0 && isAbsent(inner))
  )
    return "is missing";
  if (issue.code === "too_big" || issue.code === "too_small") {
    const isMost = issue.code === "too_big";
    const bound = Number(isMost ? issue.maximum : issue.minimum).toLocaleString("en-US");
    const things = issue.origin === "string" ? "characters" : issue.origin === "array" ? "items" : null;
    if (things) return `has at ${isMost ? "most" : "least"} ${bound} ${things}`;
    if (issue.inclusive === false) return `must be ${isMost ? "less" : "more"} than ${bound}`;
    return `must be at ${isMost ? "most" : "least"} ${bound}`;
  }
  return sentence;
}

const typeNames: Record<string, string> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
};

/** Of the shapes that a value might have had, the one it is closest to at its top; undefined for a choice of plain values. */
function findMeantBranch(branches: readonly (readonly ZodIssue[])[]): readonly ZodIssue[] | undefined {
  const isShape = (issue: ZodIssue) => issue.path.length > 0 || issue.code === "unrecognized_keys";
  if (!branches.some((branch) => branch.some(isShape))) return undefined;
  const distance = (branch: readonly ZodIssue[]) => {
    const atTop = branch.filter((issue) => issue.path.length <= 1);
    const faults = atTop.map((issue) => (issue.code === "unrecognized_keys" ? issue.keys.length : 1));
    return faults.reduce((sum, count) => sum + count, 0) * 1000 + branch.length;
  };
  return branches.reduce((best, branch) => (distance(branch) < distance(best) ? branch : best));
}
