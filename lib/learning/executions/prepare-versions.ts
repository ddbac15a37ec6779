import { formatCompact, formatPercent, formatPoints } from "@/lib/format/number";
import { writeChoices } from "@/lib/query/parameters";
import { newcombeInterval } from "@/lib/stats/newcombe";
import type { OutcomeFigures, VersionRow } from "./schemas";

/** What changed when a version came, in words. Without enough to compare, `reason` says why. */
export type VersionChange = {
  before: string;
  after: string;
  difference: string | null;
  /** Newcombe's 95% interval of the difference. */
  interval: string | null;
  /** Null while the interval holds 0. */
  isBetter: boolean | null;
  reason: string;
  /** The executions of the version. */
  patch: Record<string, string>;
};

const nameRate = (figures: OutcomeFigures | null) =>
  figures === null || figures.total === 0
    ? "–"
    : `${formatPercent(figures.success_rate)} (n ${formatCompact(figures.total)})`;

/** Success before and after a version came. */
export function prepareVersionChange(row: VersionRow): VersionChange {
  const { before, after } = row;
  const patch = {
    version: writeChoices([row.version]),
    project: writeChoices([row.project]),
    from: row.first_seen_on,
    to: row.last_seen_on,
  };
  const words = { before: nameRate(before), after: nameRate(after), patch };
  const nothing = { difference: null, interval: null, isBetter: null };
  if (!after || after.total === 0) return { ...words, ...nothing, reason: "no complete day yet" };
  if (!before || before.total === 0)
    return { ...words, ...nothing, reason: `${words.after}, nothing before` };
  const interval = newcombeInterval(
    { positive: after.successful, total: after.total },
    { positive: before.successful, total: before.total },
  );
  const isSure = interval !== null && (interval.low > 0 || interval.high < 0);
  return {
    ...words,
    difference: formatPoints(after.successful / after.total - before.successful / before.total),
    interval: interval && `${formatPoints(interval.low)} to ${formatPoints(interval.high)}`,
    isBetter: isSure && interval ? interval.low > 0 : null,
    reason: "",
  };
}
