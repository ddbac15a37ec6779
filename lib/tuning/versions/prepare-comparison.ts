import { formatDecimal, formatPercent, formatPoints, NO_VALUE } from "@/lib/format/number";
import type { ChartTable } from "@/lib/format/table";
import {
  type Category,
  categories,
  categoryNames,
  checkNames,
  type Figure,
  figures,
  NO_CATEGORY,
  scoreNames,
} from "../vocabulary";
import type { ComparedMetric, Comparison, PromptVersion } from "./schemas";

const labels: Readonly<Record<string, string>> = {
  ...checkNames,
  ...scoreNames,
  avg_similarity: "Similarity of chunks",
  processing_time_ms: "Latency",
  confidence_score: "Confidence",
  thumbs_up: "Reviewers’ thumbs up",
  rated_up: "Testers’ thumbs up",
  improvements_per_reviewed_turn: "Notes per reviewed turn",
};
const PER_CATEGORY = "improvements_per_reviewed_turn_";

/** A figure as people read it. */
export function metricLabel(name: string): string {
  if (name.startsWith(PER_CATEGORY)) {
    const category = name.slice(PER_CATEGORY.length);
    return `Notes per reviewed turn: ${categoryLabel(categories.find((each) => each === category) ?? null)}`;
  }
  const words = name.replaceAll("_", " ");
  return labels[name] ?? words.charAt(0).toUpperCase() + words.slice(1);
}

/** A category of a comparison as people read it. */
export function categoryLabel(category: Category | null): string {
  return category === null ? "No category" : categoryNames[category];
}

/** A category as filters write it. */
export const categoryValue = (category: Category | null): string => category ?? NO_CATEGORY;

/** Which turns are behind a figure: those that have it, with a note of a category when it is about one. */
export type ShownTurns = { figure: Figure | null; category: string | null };

/** The turns behind a figure, as filters write it. */
export function toShownTurns(metric: { metric_name: string; category?: Category | null }): ShownTurns {
  if (metric.category !== undefined)
    return { figure: "improvements_per_reviewed_turn", category: categoryValue(metric.category) };
  return { figure: figures.find((each) => each === metric.metric_name) ?? null, category: null };
}

type Unit = ComparedMetric["unit"];

/** A value in its unit: 87.5%, 1,840 ms, 0.71. */
export function formatValue(value: number | null, unit: Unit): string {
  if (value === null) return NO_VALUE;
  if (unit === "share") return formatPercent(value);
  if (unit === "ms") return `${formatDecimal(Math.round(value))} ms`;
  return value.toFixed(2);
}

/** A difference in its unit, with its sign: +1.2 pp, −140 ms, +0.05. */
export function formatDifference(value: number | null, unit: Unit): string {
  if (value === null) return NO_VALUE;
  if (unit === "share") return formatPoints(value).replace("-", "−");
  const text =
    unit === "ms" ? `${formatDecimal(Math.abs(Math.round(value)))} ms` : Math.abs(value).toFixed(2);
  const isZero = Number(text.replace(/[^\d.]/g, "")) === 0;
  return isZero ? text : `${value < 0 ? "−" : "+"}${text}`;
}

/** Whether the interval leaves 0 out, and then on which side: a fall, a rise, or neither. */
export function directionOf(metric: Pick<ComparedMetric, "ci_low" | "ci_high">): -1 | 0 | 1 {
  const { ci_low, ci_high } = metric;
  if (ci_low === null || ci_high === null) return 0;
  return ci_low > 0 ? 1 : ci_high < 0 ? -1 : 0;
}

/** Whether a clear difference is for the better: fewer notes and less waiting are, everything else is when it grows. */
export function isBetter(metric: Pick<ComparedMetric, "ci_low" | "ci_high" | "unit">): boolean | null {
  const direction = directionOf(metric);
  if (direction === 0) return null;
  const wanted = metric.unit === "ms" || metric.unit === "per_turn" ? -1 : 1;
  return direction === wanted;
}

/** The project in which a comparison is kept: its own, else the only one that has both versions; null when there are several. */
export function projectToKeep(
  comparison: Pick<Comparison, "project" | "a" | "b">,
  versions: readonly Pick<PromptVersion, "project" | "version">[],
): string | null {
  if (comparison.project !== null) return comparison.project;
  const projectsOf = (version: string) =>
    versions.filter((each) => each.version === version).map((each) => each.project);
  const ofB = new Set(projectsOf(comparison.b.version));
  const ofBoth = projectsOf(comparison.a.version).filter((project) => ofB.has(project));
  return ofBoth.length === 1 ? (ofBoth[0] ?? null) : null;
}

/**
 * What to compare when nobody has chosen: B is the version that came into use last, A the one before it in the same
 * project; both have turns. Null when no project has two such versions.
 */
export function newestTwo(
  versions: readonly Pick<PromptVersion, "project" | "version" | "turns" | "first_session_start">[],
): { a: string; b: string } | null {
  const used = versions
    .filter((each) => each.turns > 0)
    .toSorted((x, y) => (y.first_session_start ?? "").localeCompare(x.first_session_start ?? ""));
  for (const [place, b] of used.entries()) {
    const a = used.slice(place + 1).find((each) => each.project === b.project);
    if (a) return { a: a.version, b: b.version };
  }
  return null;
}

/** What an interval was computed by, in words. */
export const methodNames: Readonly<Record<NonNullable<ComparedMetric["method"]>, string>> = {
  bootstrap_by_session:
    "Bootstrap by session: whole sessions are drawn 2,000 times, because turns of one session are not independent (Efron and Tibshirani 1993; Field and Welsh 2007).",
  newcombe:
    "Newcombe’s interval for a difference of two shares (1998, method 10). It takes turns as independent; used where a version has few sessions.",
  welch:
    "Welch’s interval for a difference of two means (1947). It takes turns as independent; used where a version has few sessions.",
};
export const methodLabels: Readonly<Record<NonNullable<ComparedMetric["method"]>, string>> = {
  bootstrap_by_session: "bootstrap",
  newcombe: "Newcombe",
  welch: "Welch",
};

/** A difference as a chart draws it. */
export type DifferenceBar = {
  key: string;
  label: string;
  difference: number;
  low: number | null;
  high: number | null;
  text: string;
  intervalText: string;
  n: string;
  isBetter: boolean | null;
};

/** The metrics that have a difference, as rows of a chart. */
export function toDifferenceBars(
  metrics: readonly (ComparedMetric & { category?: Category | null })[],
): DifferenceBar[] {
  return metrics.flatMap((metric) => {
    if (metric.difference === null) return [];
    const { unit, ci_low, ci_high, a_n, b_n } = metric;
    return [
      {
        key: metric.metric_name,
        label:
          metric.category === undefined ? metricLabel(metric.metric_name) : categoryLabel(metric.category),
        difference: metric.difference,
        low: ci_low,
        high: ci_high,
        text: formatDifference(metric.difference, unit),
        intervalText:
          ci_low === null || ci_high === null
            ? "no interval"
            : `${formatDifference(ci_low, unit)} to ${formatDifference(ci_high, unit)}`,
        n: `${a_n} / ${b_n}`,
        isBetter: isBetter(metric),
      },
    ];
  });
}

const columns: ChartTable["columns"] = [
  { name: "metric_name", label: "Figure" },
  { name: "unit", label: "Unit" },
  { name: "a", label: "A", isNumeric: true },
  { name: "b", label: "B", isNumeric: true },
  { name: "a_n", label: "n of A", isNumeric: true },
  { name: "b_n", label: "n of B", isNumeric: true },
  { name: "difference", label: "B − A", isNumeric: true },
  { name: "ci_low", label: "95% from", isNumeric: true },
  { name: "ci_high", label: "to", isNumeric: true },
  { name: "method", label: "Method" },
];

/** Metrics as a table with full precision, for the table view of a chart and for CSV. */
export function toMetricTable(metrics: readonly ComparedMetric[]): ChartTable {
  const round = (value: unknown) => (typeof value === "number" ? String(Number(value.toFixed(4))) : NO_VALUE);
  return {
    columns: columns.map((column) => (column.isNumeric ? { ...column, format: round } : column)),
    rows: metrics.map((metric) => ({
      values: [
        metric.metric_name,
        metric.unit,
        metric.a,
        metric.b,
        metric.a_n,
        metric.b_n,
        metric.difference,
        metric.ci_low,
        metric.ci_high,
        metric.method,
      ],
    })),
  };
}

/** The whole comparison as one table: figures, then notes per reviewed turn by category. */
export function toComparisonTable(comparison: Comparison): ChartTable {
  return toMetricTable([...comparison.metrics, ...comparison.categories]);
}
