import "server-only";
import { z } from "zod";
import { timestamp } from "@/lib/query/timestamp";
import { type Client, callFunction } from "@/lib/supabase/client";
import { compareVersions } from "./queries";
import {
  type CompareInput,
  type KeptComparison,
  type PromptVersion,
  promptVersion,
  type VersionInput,
} from "./schemas";

/**
 * Stores or replaces the text of a prompt version.
 * @throws AppError forbidden for another project.
 */
export async function putVersion(
  client: Client,
  version: string,
  input: VersionInput,
): Promise<PromptVersion> {
  return callFunction(client, "put_prompt_version", { version, ...input }, promptVersion);
}

const kept = z.object({ project: z.string(), comparison_date: timestamp });

/**
 * Compares two versions of one project and keeps the result, one row per metric.
 * @throws AppError forbidden for reviewers, programs and other projects; not_found naming the version that is not known.
 */
export async function keepComparison(client: Client, input: CompareInput): Promise<KeptComparison> {
  const comparison = await compareVersions(client, input, { isToBeKept: true });
  const figures = [...comparison.metrics, ...comparison.categories];
  const stored = await callFunction(
    client,
    "keep_comparison",
    {
      a: comparison.a.version,
      b: comparison.b.version,
      metrics: JSON.stringify(figures),
      project: comparison.project ?? undefined,
    },
    kept,
  );
  return {
    ...stored,
    version_a: comparison.a.version,
    version_b: comparison.b.version,
    metrics: figures
      .map((figure) => ({
        metric_name: figure.metric_name,
        version_a_score: figure.a,
        version_b_score: figure.b,
        version_a_n: figure.a_n,
        version_b_n: figure.b_n,
        difference: figure.difference,
        ci_low: figure.ci_low,
        ci_high: figure.ci_high,
        method: figure.method,
      }))
      .sort((one, other) => (one.metric_name < other.metric_name ? -1 : 1)),
  };
}
