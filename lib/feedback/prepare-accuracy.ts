import { formatCount, formatPercent } from "@/lib/format/number";
import type { ChartTable } from "@/lib/format/table";
import { writeChoices } from "@/lib/query/parameters";
import { SMALL_SAMPLE } from "@/lib/stats/wilson";
import { type AccuracyRow, NO_INTENT } from "./schemas";

/** A rate with what it rests on. Fractions 0–1; `low` and `high` are its Wilson 95% bounds. */
export type RatedGroup = {
  key: string;
  model: string | null;
  intent: string | null;
  label: string;
  total: number;
  positive: number;
  accuracy: number;
  low: number;
  high: number;
  isSmall: boolean;
  /** Filter parameters of the votes behind it. */
  drill: { model?: string; intent?: string };
};

export type RatedGroups = { groups: RatedGroup[]; shown: number; of: number };

type Dimension = "model" | "intent";

function toGroup(row: AccuracyRow, dimensions: readonly Dimension[]): RatedGroup {
  const intent = dimensions.includes("intent") ? (row.intent ?? NO_INTENT) : null;
  const model = dimensions.includes("model") ? row.model : null;
  const parts = [model, intent].filter((part) => part !== null);
  return {
    key: JSON.stringify(parts),
    model,
    intent,
    label: parts.join(" × "),
    total: row.total,
    positive: row.positive,
    accuracy: row.accuracy,
    low: row.ci_low,
    high: row.ci_high,
    isSmall: row.total < SMALL_SAMPLE,
    drill: {
      ...(model === null ? {} : { model: writeChoices([model]) }),
      ...(intent === null ? {} : { intent: writeChoices([intent]) }),
    },
  };
}

/** Accuracy per model or intent, the groups with most votes first. */
export function prepareAccuracy(
  rows: readonly AccuracyRow[],
  dimension: Dimension,
  limit: number,
): RatedGroups {
  const groups = rows
    .map((row) => toGroup(row, [dimension]))
    .sort((a, b) => b.total - a.total || a.label.localeCompare(b.label));
  const shown = groups.slice(0, limit);
  return { groups: shown, shown: shown.length, of: groups.length };
}

/** The weakest model × intent cells with at least 30 votes: those that even the upper bound of the interval puts lowest. */
export function prepareWeakest(
  rows: readonly AccuracyRow[],
  limit: number,
): RatedGroups & { tooSmall: number } {
  const cells = rows.map((row) => toGroup(row, ["model", "intent"]));
  const solid = cells
    .filter((cell) => !cell.isSmall)
    .sort((a, b) => a.high - b.high || b.total - a.total || a.label.localeCompare(b.label));
  const groups = solid.slice(0, limit);
  return { groups, shown: groups.length, of: solid.length, tooSmall: cells.length - solid.length };
}

/** Groups as a table. */
export function tabulateGroups(
  groups: readonly RatedGroup[],
  dimensions: readonly Dimension[],
  hrefOf: (drill: RatedGroup["drill"]) => string,
): ChartTable {
  const percent = (value: string | number | null) => formatPercent(value as number | null);
  const count = (value: string | number | null) => formatCount(Number(value));
  const names: Record<Dimension, string> = { model: "Model", intent: "Intent" };
  return {
    columns: [
      ...dimensions.map((dimension) => ({ name: dimension, label: names[dimension] })),
      { name: "total", label: "Votes", isNumeric: true, format: count },
      { name: "positive", label: "Positive", isNumeric: true, format: count },
      { name: "accuracy", label: "Accuracy", isNumeric: true, format: percent },
      { name: "ci_low", label: "95% from", isNumeric: true, format: percent },
      { name: "ci_high", label: "to", isNumeric: true, format: percent },
    ],
    rows: groups.map((group) => ({
      href: hrefOf(group.drill),
      values: [
        ...dimensions.map((dimension) => group[dimension]),
        group.total,
        group.positive,
        group.accuracy,
        group.low,
        group.high,
      ],
    })),
  };
}
