import "server-only";
import { z } from "zod";
import { AppError } from "@/lib/errors";
import { type Client, callFunction } from "@/lib/supabase/client";
import { compareSums, type SessionSum } from "./compare";
import {
  type CompareQuery,
  type Comparison,
  type KeptComparison,
  keptComparison,
  type PromptVersion,
  promptVersion,
  type VersionListQuery,
} from "./schemas";

/** Prompt versions that sessions name or whose text was sent, newest first; at most 1,000. */
export async function listVersions(client: Client, { project }: VersionListQuery): Promise<PromptVersion[]> {
  return callFunction(client, "list_prompt_versions", { project }, z.array(promptVersion));
}

/**
 * One prompt version with its text.
 * @throws AppError not_found; bad_request when several projects of the caller have it and none is named.
 */
export async function getVersion(
  client: Client,
  version: string,
  { project }: VersionListQuery,
): Promise<PromptVersion> {
  const found = await callFunction(
    client,
    "get_prompt_version",
    { version, project },
    promptVersion.nullable(),
  );
  if (!found) throw new AppError("not_found", "There is no such prompt version.");
  return found;
}

const side = z.object({
  version: z.string(),
  sessions: z.int(),
  turns: z.int(),
  pending_turns: z.int(),
  reviewed_turns: z.int(),
  improvements: z.int(),
  is_known: z.boolean(),
  prompt_text: z.string().nullable(),
});
const sum: z.ZodType<SessionSum> = z.tuple([
  z.enum(["a", "b"]),
  z.int(),
  z.string(),
  z.number(),
  z.number(),
  z.number(),
]);
const figures = z.object({
  project: z.string().nullable(),
  sides: z.object({ a: side, b: side }),
  sums: z.array(sum),
});

/**
 * Two prompt versions side by side, in one project or in all of the caller's; one that is to be kept is of one project.
 * The same rows give the same intervals.
 * @throws AppError not_found naming the version that is not known; forbidden for what is to be kept by those who may not.
 */
export async function compareVersions(
  client: Client,
  query: CompareQuery,
  options: { isToBeKept: boolean } = { isToBeKept: false },
): Promise<Comparison> {
  const { a, b } = query;
  const { project, sides, sums } = await callFunction(
    client,
    "compare_prompt_versions",
    { a, b, project: query.project, is_to_be_kept: options.isToBeKept },
    figures,
  );
  for (const name of ["a", "b"] as const) {
    if (!sides[name].is_known) {
      throw new AppError("not_found", `There is no prompt version “${sides[name].version}”.`, {
        issues: [{ path: name, message: "no session has this version" }],
      });
    }
  }
  const toSide = ({ is_known: _, ...rest }: z.infer<typeof side>) => rest;
  return {
    project,
    a: toSide(sides.a),
    b: toSide(sides.b),
    ...compareSums(sums, JSON.stringify([project, a, b])),
  };
}

/** The newest 200 comparisons that were kept. */
export async function listComparisons(
  client: Client,
  { project }: VersionListQuery,
): Promise<KeptComparison[]> {
  return callFunction(client, "list_comparisons", { project }, z.array(keptComparison));
}
