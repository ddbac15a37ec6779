import { SMALL_SAMPLE } from "@/lib/stats/wilson";
import type { Example, ExampleUpdate } from "./schemas";

/** The success of the executions with an example, or without it. */
export type EffectSide = {
  key: "with" | "without";
  label: string;
  /** null when there are none. */
  rate: { accuracy: number; low: number; high: number } | null;
  total: number;
  isSmall: boolean;
};

/** Both sides of what was seen of an example. */
export function prepareEffect({ effect }: Pick<Example, "effect">): [EffectSide, EffectSide] {
  const side = (
    key: EffectSide["key"],
    label: string,
    total: number,
    accuracy: number | null,
    low: number | null,
    high: number | null,
  ): EffectSide => ({
    key,
    label,
    total,
    isSmall: total < SMALL_SAMPLE,
    rate: accuracy === null || low === null || high === null ? null : { accuracy, low, high },
  });
  return [
    side(
      "with",
      "With this example",
      effect.with_n,
      effect.with_success_rate,
      effect.with_ci_low,
      effect.with_ci_high,
    ),
    side(
      "without",
      "With other examples only",
      effect.without_n,
      effect.without_success_rate,
      effect.without_ci_low,
      effect.without_ci_high,
    ),
  ];
}

/** The change that takes another one back: the fields of `update` as they are in `before`. */
export function prepareUndo(
  before: Example,
  { expected_version: _, ...update }: ExampleUpdate,
): ExampleUpdate {
  const stored: Required<Omit<ExampleUpdate, "expected_version">> = {
    status: before.example_status,
    is_pinned: before.is_pinned,
    better_action_plan: before.better_action_plan as never,
    example_note: before.example_note,
  };
  return Object.fromEntries(
    Object.keys(update).map((name) => [name, stored[name as keyof typeof stored]]),
  ) as ExampleUpdate;
}

/** What a change did, for the person who made it. */
export function describeUpdate(update: ExampleUpdate): string {
  if (update.status === "approved") return "Approved: prompts may show it.";
  if (update.status === "retired") return "Retired: no prompt shows it any more.";
  if (update.status === "unreviewed") return "Back among those that nobody has judged.";
  if (update.is_pinned !== undefined)
    return update.is_pinned ? "Pinned: it comes before others that are as similar." : "No longer pinned.";
  if (update.better_action_plan === null) return "The plan stands as it was.";
  if (update.better_action_plan !== undefined) return "Prompts show the better plan from now on.";
  return "Saved.";
}

/** The task that a plan names; null when it names none. */
export const taskOf = ({ better_action_plan, action_plan }: Example): string | null => {
  const { task } = better_action_plan ?? action_plan;
  return typeof task === "string" ? task : null;
};
