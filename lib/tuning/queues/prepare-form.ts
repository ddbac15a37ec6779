import type { Issue } from "@/lib/errors";
import { type Queue, type QueueInput, queueInput } from "./schemas";

/** A queue as it is typed: numbers as text, lists one name a line. */
export type QueueForm = {
  project: string;
  name: string;
  instructions: string;
  branch_names: string;
  master_prompt_versions: string;
  similarity_below: string;
  latency_above_ms: string;
  confidence_below: string;
  is_not_rated_well: boolean;
  reviewers_per_turn: 1 | 2;
  is_blind: boolean;
  order_by: Queue["order_by"];
};

const numbers = ["similarity_below", "latency_above_ms", "confidence_below"] as const;

/** The form of a queue that is yet to be. */
export function emptyQueueForm(project: string): QueueForm {
  return {
    project,
    name: "",
    instructions: "",
    branch_names: "",
    master_prompt_versions: "",
    similarity_below: "",
    latency_above_ms: "",
    confidence_below: "",
    is_not_rated_well: false,
    reviewers_per_turn: 1,
    is_blind: false,
    order_by: "oldest",
  };
}

/** The form of a queue as it is. */
export function toQueueForm(queue: Queue): QueueForm {
  const text = (value: number | null) => (value === null ? "" : String(value));
  return {
    project: queue.project,
    name: queue.name,
    instructions: queue.instructions ?? "",
    branch_names: (queue.branch_names ?? []).join("\n"),
    master_prompt_versions: (queue.master_prompt_versions ?? []).join("\n"),
    similarity_below: text(queue.similarity_below),
    latency_above_ms: text(queue.latency_above_ms),
    confidence_below: text(queue.confidence_below),
    is_not_rated_well: queue.is_not_rated_well,
    reviewers_per_turn: queue.reviewers_per_turn,
    is_blind: queue.is_blind,
    order_by: queue.order_by,
  };
}

/** Names of a list that is typed one a line; blank lines do not count, a name twice counts once. */
export function toNames(text: string): string[] {
  return [...new Set(text.split("\n").map((line) => line.trim()))].filter((line) => line !== "");
}

/** What is sent for a form, or what is wrong with it, by field. */
export function toQueueInput(form: QueueForm): { input: QueueInput } | { issues: Issue[] } {
  const issues: Issue[] = [];
  const toNumber = (name: (typeof numbers)[number]) => {
    const text = form[name].trim().replace(",", ".");
    if (text === "") return null;
    const value = Number(text);
    if (Number.isFinite(value)) return value;
    issues.push({ path: name, message: "must be a number, or empty for any" });
    return null;
  };
  const orNull = (list: string[]) => (list.length === 0 ? null : list);
  const checked = queueInput.safeParse({
    ...form,
    project: form.project === "" ? undefined : form.project,
    instructions: form.instructions.trim() === "" ? null : form.instructions,
    branch_names: orNull(toNames(form.branch_names)),
    master_prompt_versions: orNull(toNames(form.master_prompt_versions)),
    similarity_below: toNumber("similarity_below"),
    latency_above_ms: toNumber("latency_above_ms"),
    confidence_below: toNumber("confidence_below"),
  });
  if (!checked.success) {
    for (const issue of checked.error.issues)
      issues.push({ path: String(issue.path[0] ?? ""), message: issue.message });
  }
  return issues.length > 0 || !checked.success ? { issues } : { input: checked.data };
}
