"use client";
import { useQuery } from "@tanstack/react-query";
import { executionOptions } from "@/lib/learning/executions/query-options";
import { experimentOptions } from "@/lib/learning/experiments/query-options";
import { failurePatternOptions } from "@/lib/learning/failures/query-options";
import type { ExecutionFilters } from "@/lib/learning/prepare-filters";

const onlyOf = (ids: readonly string[] | null) => (ids?.length === 1 ? ids[0] : undefined);

/** What the id in a link stands for: the pattern, the prompt of the example, the name of the experiment; undefined until it is known. */
export function useLinkedNames(filters: ExecutionFilters) {
  const pattern = onlyOf(filters.failure_pattern_id);
  const example = onlyOf(filters.example_id);
  const experiment = onlyOf(filters.experiment_id);
  const patternQuery = useQuery({ ...failurePatternOptions(pattern ?? ""), enabled: pattern !== undefined });
  const exampleQuery = useQuery({ ...executionOptions(example ?? ""), enabled: example !== undefined });
  const experimentQuery = useQuery({
    ...experimentOptions(experiment ?? ""),
    enabled: experiment !== undefined,
  });
  return {
    failure_pattern_id: patternQuery.data?.pattern,
    example_id: exampleQuery.data?.user_prompt,
    experiment_id: experimentQuery.data?.name,
  };
}
