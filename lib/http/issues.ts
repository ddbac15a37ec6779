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
  return [{ path: path.join("."), message: issue.message.charAt(0).toLowerCase() + issue.message.slice(1) }];
}

/** Of the shapes that a value might have had, the one it is closest to at its top; undefined for a choice of plain values. */
function findMeantBranch(branches: readonly (readonly ZodIssue[])[]): readonly ZodIssue[] | undefined {
  const isShape = (issue: ZodIssue) => issue.path.length > 0 || issue.code === "unrecognized_keys";
  if (!branches.some((branch) => branch.some(isShape))) return undefined;
  const distance = (branch: readonly ZodIssue[]) => {
    const atTop = branch.filter((issue) => issue.path.length <= 1).length;
    return atTop * 1000 + branch.length;
  };
  return branches.reduce((best, branch) => (distance(branch) < distance(best) ? branch : best));
}
