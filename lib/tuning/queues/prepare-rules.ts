import { formatCount } from "@/lib/format/number";
import { queueOrderNames } from "../vocabulary";
import type { Queue } from "./schemas";

const names = (one: string, several: string, values: readonly string[]) =>
  `${values.length === 1 ? one : several} ${values.join(", ")}`;

type Rules = Pick<
  Queue,
  | "branch_names"
  | "master_prompt_versions"
  | "similarity_below"
  | "latency_above_ms"
  | "confidence_below"
  | "is_not_rated_well"
  | "reviewers_per_turn"
  | "is_blind"
  | "order_by"
>;

/** The rules of a queue in words: which turns, then by how many people and how. */
export function describeRules(queue: Rules): string[] {
  const turns = [
    queue.similarity_below === null ? null : `similarity below ${queue.similarity_below}`,
    queue.latency_above_ms === null ? null : `latency above ${formatCount(queue.latency_above_ms)} ms`,
    queue.confidence_below === null ? null : `confidence below ${queue.confidence_below}`,
    queue.is_not_rated_well ? "not rated well" : null,
    queue.branch_names === null ? null : names("branch", "branches", queue.branch_names),
    queue.master_prompt_versions === null ? null : names("version", "versions", queue.master_prompt_versions),
  ].filter((part) => part !== null);
  return [
    ...(turns.length === 0 ? ["every turn of the project"] : turns),
    queue.reviewers_per_turn === 1 ? "1 reviewer" : `${queue.reviewers_per_turn} reviewers`,
    ...(queue.is_blind ? ["blind"] : []),
    queueOrderNames[queue.order_by].toLowerCase(),
  ];
}
