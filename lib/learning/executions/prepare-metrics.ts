import type { Delta } from "@/lib/format/delta";
import type { Figure } from "@/lib/format/figure";
import {
  formatChange,
  formatCompact,
  formatCount,
  formatDecimal,
  formatInterval,
  formatPercent,
  formatPoints,
  formatUsd,
  NO_VALUE,
} from "@/lib/format/number";
import { newcombeInterval, type Share } from "@/lib/stats/newcombe";
import { SMALL_SAMPLE, wilsonInterval } from "@/lib/stats/wilson";
import type { ExecutionStats, OutcomeFigures } from "./schemas";

/** One figure of executions: how it comes from their counts, and how it is shown. */
export type Metric = {
  key: string;
  label: string;
  definition: string;
  value: (row: OutcomeFigures) => number | null;
  /** What it rests on. */
  n: (row: OutcomeFigures) => number;
  /** Of a share: so many of n. */
  share?: (row: OutcomeFigures) => Share;
  format: (value: number | null) => string;
  /** Whether more of it is bad news; null when that depends on why. */
  isWorse: boolean | null;
  /** Filter of the rows behind it. */
  patch: Record<string, string>;
};

const of = ({ positive, total }: Share) => (total === 0 ? null : positive / total);

function share(
  key: string,
  label: string,
  definition: string,
  count: (row: OutcomeFigures) => Share,
  isWorse: boolean,
  patch: Record<string, string> = {},
): Metric {
  return {
    key,
    label,
    definition,
    value: (row) => of(count(row)),
    n: (row) => count(row).total,
    share: count,
    format: formatPercent,
    isWorse,
    patch,
  };
}

/** The metrics of the page, those of the seed first: accuracy, user satisfaction, response quality, token efficiency. */
export const metrics: readonly Metric[] = [
  share(
    "success_rate",
    "Success rate",
    "Executions that worked, of all. With its 95% Wilson interval.",
    (row) => ({ positive: row.successful, total: row.total }),
    false,
  ),
  share(
    "corrected",
    "Corrected",
    "Executions that the user corrected, of all: how often people were not content with what ran.",
    (row) => ({ positive: row.corrected, total: row.total }),
    true,
    { is_corrected: "true" },
  ),
  share(
    "retried",
    "Retried",
    "Executions for which the model had to be asked again at least once, of all.",
    (row) => ({ positive: row.retried, total: row.total }),
    true,
    { is_retried: "true" },
  ),
  share(
    "response_quality",
    "Response quality",
    "Plans whose every operation has complete execution instructions (a method, args and kwargs), of the plans that have operations.",
    (row) => ({
      positive: Math.round((row.response_quality ?? 0) * row.instructions_count),
      total: row.instructions_count,
    }),
    false,
  ),
  {
    key: "tokens_per_request",
    label: "Tokens per request",
    definition: "Tokens in and out, over the executions that say both.",
    value: (row) => row.tokens_per_request,
    n: (row) => row.tokens_count,
    format: formatDecimal,
    isWorse: true,
    patch: {},
  },
  {
    key: "cost_per_request",
    label: "Cost per request",
    definition: "USD, over the executions that have a price.",
    value: (row) => row.cost_per_request,
    n: (row) => row.cost_count,
    format: formatUsd,
    isWorse: true,
    patch: {},
  },
];

/** The figure of this key, the success rate when there is none. */
export const findMetric = (key: string): Metric =>
  metrics.find((figure) => figure.key === key) ?? (metrics[0] as Metric);

/** A figure of one row in words: with its interval where it is a share, and grey where it rests on little. */
export function prepareMetric(figure: Metric, row: OutcomeFigures) {
  const value = figure.value(row);
  const n = figure.n(row);
  const counted = figure.share?.(row);
  const interval = counted ? wilsonInterval(counted.positive, counted.total) : null;
  return {
    value,
    n,
    text: figure.format(value),
    interval: interval ? formatInterval(interval.low, interval.high) : null,
    isSmall: value !== null && n < SMALL_SAMPLE,
  };
}

/**
 * The figures on top of the page. Values count the whole range; changes compare its complete days with as many before. The
 * change of a share is good or bad news only when Newcombe's 95% interval of the difference leaves out 0.
 */
export function prepareTiles(stats: ExecutionStats): { figures: Figure[]; comparison: string } {
  const { complete, previous } = stats;
  const pair =
    complete && previous && complete.total > 0 && previous.total > 0 ? { complete, previous } : null;
  const failed = stats.total - stats.successful;
  const tiles = metrics.map((figure): Figure => {
    const { text, interval, n, isSmall } = prepareMetric(figure, stats);
    return {
      key: figure.key,
      label: figure.label,
      definition: figure.definition,
      value: text,
      detail: `${interval === null ? "" : `${interval} · `}n ${formatCount(n)}`,
      isSmall,
      delta: pair && compare(figure, pair.complete, pair.previous),
      patch: figure.patch,
    };
  });
  const [success, ...others] = tiles;
  return {
    figures: [
      ...(success ? [success] : []),
      {
        key: "total",
        label: "Executions",
        definition: "Executions recorded in the range.",
        value: formatCompact(stats.total),
        detail: `${formatCount(stats.successful)} worked`,
        isSmall: false,
        delta: pair && compareAmounts(pair.complete.total, pair.previous.total, null),
      },
      {
        key: "failed",
        label: "Failed",
        definition:
          "Executions that failed: validation = the plan is not one, execution = carrying it out failed, logic = it ran and did the wrong thing.",
        value: formatCompact(failed),
        detail: describeFailures(stats),
        isSmall: false,
        delta:
          pair &&
          compareAmounts(
            pair.complete.total - pair.complete.successful,
            pair.previous.total - pair.previous.successful,
            null,
          ),
        patch: { success: "false" },
      },
      ...others,
    ],
    comparison: pair
      ? `Changes compare the ${formatCount(pair.complete.total)} ${pair.complete.total === 1 ? "execution" : "executions"} of complete days, UTC, with the ${formatCount(pair.previous.total)} of as many days before. Grey: may be chance.`
      : "No complete day in the range with executions, and executions before it, to compare",
  };
}

function describeFailures(stats: OutcomeFigures): string {
  const parts = [
    [stats.failed_validation, "validation"],
    [stats.failed_execution, "execution"],
    [stats.failed_logic, "logic"],
    [stats.failed_unclassified, "other"],
  ] as const;
  const named = parts
    .filter(([count]) => count > 0)
    .map(([count, name]) => `${formatCompact(count)} ${name}`);
  return named.length > 0 ? named.join(" · ") : NO_VALUE;
}

function compare(figure: Metric, now: OutcomeFigures, before: OutcomeFigures): Delta | null {
  const [a, b] = [figure.value(now), figure.value(before)];
  if (a === null || b === null) return null;
  if (!figure.share) return compareAmounts(a, b, figure.isWorse);
  const text = formatPoints(a - b);
  if (text === formatPoints(0)) return { text, direction: "same", tone: "neutral" };
  const interval = newcombeInterval(figure.share(now), figure.share(before));
  const isSure = interval !== null && (interval.low > 0 || interval.high < 0);
  return toDelta(text, a > b, isSure ? figure.isWorse : null);
}

function compareAmounts(now: number, before: number, isWorse: boolean | null): Delta | null {
  if (before === 0) return null;
  const text = formatChange(now / before - 1);
  if (text === formatChange(0)) return { text, direction: "same", tone: "neutral" };
  return toDelta(text, now > before, isWorse);
}

function toDelta(text: string, isUp: boolean, isWorse: boolean | null): Delta {
  return {
    text,
    direction: isUp ? "up" : "down",
    tone: isWorse === null ? "neutral" : isUp === isWorse ? "negative" : "positive",
  };
}
