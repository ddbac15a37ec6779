import type { Delta } from "@/lib/format/delta";
import { formatChange, formatCount } from "@/lib/format/number";
import type { FailurePattern } from "./schemas";

const DAY_MS = 86_400_000;
/** Columns of a sparkline at most: a longer range is drawn in groups of days. */
const MAX_COLUMNS = 30;

/** Failures per day of the range from `from` to before `to` (ms), or per group of days where there are many; a day without failures is a zero. */
export function prepareSparkline(
  daily: FailurePattern["trend"]["daily"],
  from: number,
  to: number,
): number[] {
  const days = Math.max(1, Math.round((to - from) / DAY_MS));
  const width = Math.ceil(days / MAX_COLUMNS);
  const columns = Array.from({ length: Math.ceil(days / width) }, () => 0);
  for (const { date, count } of daily) {
    const column = Math.floor((Date.parse(date) - from) / DAY_MS / width);
    if (column >= 0 && column < columns.length) columns[column] = (columns[column] ?? 0) + count;
  }
  return columns;
}

/** How the failures have changed since the days before the range; fewer is good news. Null when neither has any. */
export function prepareChange({ current, previous }: FailurePattern["trend"]): Delta | null {
  if (current === 0 && previous === 0) return null;
  if (current === previous) return { text: "same", direction: "same", tone: "neutral" };
  const direction = current > previous ? "up" : "down";
  const tone = current > previous ? "negative" : "positive";
  if (previous === 0) return { text: "new in this range", direction, tone };
  return {
    text: `${formatChange((current - previous) / previous)} (from ${formatCount(previous)})`,
    direction,
    tone,
  };
}
