import { formatDays } from "@/lib/format/bucket";
import type { Delta } from "@/lib/format/delta";
import type { Figure } from "@/lib/format/figure";
import { formatChange, formatCompact, formatCount, formatUsd } from "@/lib/format/number";
import { SMALL_SAMPLE } from "@/lib/stats/wilson";
import { costDefinitions } from "../prepare-definitions";
import type { CostsSummary } from "./schemas";

type Totals = NonNullable<CostsSummary["complete"]>;

/** Whether more of it is bad news; null when that depends on why. */
type IsWorse = boolean | null;

/**
 * The figures on top of the page of costs. Values count the whole range; changes compare complete days with as many before.
 * `comparison` says which days those are, or why there is nothing to compare.
 */
export function prepareCostFigures(summary: CostsSummary): { figures: Figure[]; comparison: string } {
  const { complete, previous } = summary;
  const pair =
    complete && previous && complete.total_interactions > 0 && previous.total_interactions > 0
      ? { complete, previous }
      : null;
  const change = (key: keyof Totals, isWorse: IsWorse) =>
    pair ? compare(pair.complete[key], pair.previous[key], isWorse) : null;
  const priced = summary.total_interactions - summary.unpriced;
  const hasNoPrice = summary.total_interactions > 0 && priced === 0;
  const figure = (
    key: keyof typeof costDefinitions,
    label: string,
    value: string,
    detail: string,
    delta: Delta | null,
    rest: Partial<Figure> = {},
  ): Figure => ({
    key,
    label,
    definition: costDefinitions[key],
    value,
    detail,
    delta,
    isSmall: false,
    patch: {},
    ...rest,
  });
  return {
    figures: [
      figure(
        "cost",
        "Cost",
        formatUsd(hasNoPrice ? null : summary.total_cost),
        summary.unpriced > 0
          ? `without ${formatCount(summary.unpriced)} unpriced`
          : `${formatCount(priced)} with a price`,
        change("total_cost", null),
      ),
      figure(
        "tokens",
        "Tokens",
        formatCompact(summary.total_tokens),
        summary.total_interactions > 0
          ? `${formatCompact(summary.total_tokens / summary.total_interactions)} per interaction`
          : "",
        change("total_tokens", null),
      ),
      figure(
        "interactions",
        "Interactions",
        formatCompact(summary.total_interactions),
        `${formatCompact(summary.satisfaction_count)} rated · ${formatCompact(summary.satisfied)} with 4 or 5`,
        change("total_interactions", null),
      ),
      figure(
        "users",
        "End users",
        formatCompact(summary.users),
        `${formatCompact(summary.satisfied_users)} satisfied`,
        change("users", null),
      ),
      figure(
        "cost_per_interaction",
        "Cost per interaction",
        formatUsd(summary.cost_per_interaction),
        `n ${formatCount(priced)}`,
        change("cost_per_interaction", true),
        { isSmall: priced < SMALL_SAMPLE },
      ),
      figure(
        "cost_per_success",
        "Cost per success",
        formatUsd(summary.cost_per_success),
        `n ${formatCount(summary.satisfied)} rated 4 or 5`,
        change("cost_per_success", true),
        { isSmall: summary.satisfied < SMALL_SAMPLE, patch: { user_satisfaction: "4,5" } },
      ),
      figure(
        "cost_per_satisfied_user",
        "Cost per satisfied user",
        formatUsd(summary.cost_per_satisfied_user),
        `n ${formatCount(summary.satisfied_users)}`,
        change("cost_per_satisfied_user", true),
        { isSmall: summary.satisfied_users < SMALL_SAMPLE },
      ),
      figure(
        "unpriced",
        "Unpriced",
        formatCount(summary.unpriced),
        `of ${formatCount(summary.total_interactions)}`,
        change("unpriced", true),
        { patch: { is_unpriced: "true" } },
      ),
    ],
    comparison: describeComparison(summary),
  };
}

function describeComparison({ complete, previous }: CostsSummary): string {
  if (!complete || !previous) return "No complete day in the range with days before it to compare with";
  if (complete.total_interactions === 0)
    return "No interactions on the complete days of the range to compare";
  if (previous.total_interactions === 0) return "No interactions before to compare with";
  return `Changes compare complete days, UTC: ${formatDays(complete.from, complete.to)} against ${formatDays(previous.from, previous.to)}`;
}

function compare(now: unknown, before: unknown, isWorse: IsWorse): Delta | null {
  if (typeof now !== "number" || typeof before !== "number" || before === 0) return null;
  const change = now / before - 1;
  const text = formatChange(change);
  if (text === formatChange(0)) return { text, direction: "same", tone: "neutral" };
  const direction = change > 0 ? "up" : "down";
  const tone =
    isWorse === null ? "neutral" : (direction === "up") === isWorse ? "negative" : ("positive" as const);
  return { text, direction, tone };
}
