import { formatDays } from "@/lib/format/bucket";
import type { Delta } from "@/lib/format/delta";
import type { Figure } from "@/lib/format/figure";
import {
  formatChange,
  formatCompact,
  formatCount,
  formatDecimal,
  formatInterval,
  formatMegabytes,
  formatPercent,
  formatPoints,
  NO_VALUE,
} from "@/lib/format/number";
import { SMALL_SAMPLE } from "@/lib/stats/wilson";
import type { FeedbackStats, FeedbackSummary } from "./schemas";

/** Why a page that is narrowed to one rating shows no rates: they would be 0 or 100%. */
export const ONE_RATING = "A rate needs both ratings";

/**
 * The figures on top of the overview. Values count the whole range; changes compare complete days with as many before.
 * `comparison` says which days those are, or why there is nothing to compare. Of one rating there is no rate.
 */
export function prepareFigures(
  stats: FeedbackStats,
  { isOneRating }: { isOneRating: boolean },
): { figures: Figure[]; comparison: string } {
  const { complete, previous } = stats;
  const pair =
    complete && previous && complete.total > 0 && previous.total > 0 ? { complete, previous } : null;
  const change = (key: keyof FeedbackSummary) => compareCounts(pair?.complete[key], pair?.previous[key]);
  const counted = (
    key: "total" | "unique_users" | "unique_sessions" | "unique_models",
    label: string,
    detail: string,
  ) => ({ key, label, detail, value: formatCompact(stats[key]), isSmall: false, delta: change(key) });
  const each = (count: number) => (count > 0 ? `${formatDecimal(stats.total / count)} votes each` : "");
  return {
    figures: [
      isOneRating
        ? {
            key: "success",
            label: "Success rate",
            value: NO_VALUE,
            detail: ONE_RATING,
            isSmall: false,
            delta: null,
          }
        : {
            key: "success",
            label: "Success rate",
            value: formatPercent(stats.total > 0 ? stats.positive / stats.total : null),
            detail: `${formatInterval(stats.ci_low, stats.ci_high)} · n ${formatCount(stats.total)}`,
            isSmall: stats.total < SMALL_SAMPLE,
            delta: pair ? compareRates(rate(pair.complete), rate(pair.previous)) : null,
          },
      counted(
        "total",
        "Votes",
        `${formatCompact(stats.positive)} up · ${formatCompact(stats.negative)} down`,
      ),
      counted("unique_users", "Users", each(stats.unique_users)),
      counted("unique_sessions", "Sessions", each(stats.unique_sessions)),
      counted("unique_models", "Models", each(stats.unique_models)),
      {
        key: "memory",
        label: "Memory",
        value: formatMegabytes(stats.avg_memory_used),
        detail: "average per answer",
        isSmall: false,
        delta: change("avg_memory_used"),
      },
    ],
    comparison: describeComparison(stats),
  };
}

function describeComparison({ from, complete, previous }: FeedbackStats): string {
  if (complete && previous && complete.total > 0 && previous.total > 0) {
    const days = `${formatDays(complete.from, complete.to)} against ${formatDays(previous.from, previous.to)}`;
    return `Changes compare complete days, UTC: ${days}`;
  }
  if (from === null) return "The range has no start, so there is no period before it to compare with";
  if (!complete || !previous) return "No complete day in the range yet to compare with the days before";
  return complete.total === 0
    ? "No votes on the complete days of the range to compare"
    : "No votes before to compare with";
}

const rate = (summary: FeedbackSummary) => summary.positive / summary.total;

function compareRates(now: number, before: number): Delta {
  const difference = now - before;
  const text = formatPoints(difference);
  if (text === formatPoints(0)) return { text, direction: "same", tone: "neutral" };
  return difference > 0
    ? { text, direction: "up", tone: "positive" }
    : { text, direction: "down", tone: "negative" };
}

function compareCounts(now: unknown, before: unknown): Delta | null {
  if (typeof now !== "number" || typeof before !== "number" || before === 0) return null;
  const change = now / before - 1;
  return {
    text: formatChange(change),
    direction: change > 0 ? "up" : change < 0 ? "down" : "same",
    // More votes or users is neither good nor bad by itself.
    tone: "neutral",
  };
}
