import { formatDays } from "@/lib/format/bucket";
import {
  formatChange,
  formatCompact,
  formatCount,
  formatDecimal,
  formatInterval,
  formatMegabytes,
  formatPercent,
  formatPoints,
} from "@/lib/format/number";
import { SMALL_SAMPLE } from "@/lib/stats/wilson";
import type { FeedbackStats, FeedbackSummary } from "./schemas";

/** A change since the period before, in words; the tone says whether it is good news. */
export type Delta = {
  text: string;
  direction: "up" | "down" | "same";
  tone: "positive" | "negative" | "neutral";
};

export type Figure = {
  key: string;
  label: string;
  value: string;
  /** What the value rests on or is made of. */
  detail: string;
  isSmall: boolean;
  delta: Delta | null;
};

/** The figures on top of the overview. Values count the whole range; changes compare complete days with as many before. */
export function prepareFigures(stats: FeedbackStats): { figures: Figure[]; comparison: string | null } {
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
      {
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
    comparison: pair
      ? `${formatDays(pair.complete.from, pair.complete.to)} against ${formatDays(pair.previous.from, pair.previous.to)}`
      : null,
  };
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
