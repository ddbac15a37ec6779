import { formatMilliseconds } from "@/lib/format/duration";
import { formatCompact, formatPercent, formatUsd, NO_VALUE } from "@/lib/format/number";
import type { TableColumn, TableValue } from "@/lib/format/table";
import { SMALL_SAMPLE } from "@/lib/stats/wilson";
import { definitions } from "../prepare-definitions";
import type { AgentRow } from "./schemas";

export const figureKeys = [
  "interactions",
  "satisfaction",
  "latency_p50",
  "latency_p95",
  "tokens",
  "cost",
  "cost_per_interaction",
  "domain_accuracy",
  "escalation_success",
  "context_efficiency",
  "context_quality",
] as const;
export type FigureKey = (typeof figureKeys)[number];

type NumberName = {
  [Name in keyof AgentRow]: AgentRow[Name] extends number | null ? Name : never;
}[keyof AgentRow];

/** One figure of agents: where the API has it, what it rests on, and how it is written. */
export type AgentFigure = {
  key: FigureKey;
  label: string;
  definition: string;
  value: NumberName;
  /** How many observations it rests on; absent for counts and sums. */
  n?: NumberName;
  interval?: readonly [low: NumberName, high: NumberName];
  /** Counts and sums are 0 on a day without interactions; of all others nothing is known then. */
  isSum: boolean;
  /** A fraction from 0 to 1. */
  isShare: boolean;
  format: (value: number | null) => string;
};

const or = (format: (value: number) => string) => (value: number | null) =>
  value === null ? NO_VALUE : format(value);
const decimals = (digits: number) => or((value) => value.toFixed(digits));

const sum = { isSum: true, isShare: false };
const mean = { isSum: false, isShare: false };
const share = { isSum: false, isShare: true };

/** Every figure that agents are compared by, in the order in which they stand side by side. */
export const agentFigures: readonly AgentFigure[] = [
  {
    key: "interactions",
    label: "Interactions",
    definition: definitions.interactions,
    value: "total_interactions",
    format: or(formatCompact),
    ...sum,
  },
  {
    key: "satisfaction",
    label: "Satisfaction",
    definition: definitions.satisfaction,
    value: "avg_user_satisfaction",
    n: "satisfaction_count",
    interval: ["satisfaction_ci_low", "satisfaction_ci_high"],
    format: decimals(2),
    ...mean,
  },
  {
    key: "latency_p50",
    label: "Latency p50",
    definition: definitions.latency_p50,
    value: "response_time_p50_ms",
    n: "response_time_count",
    format: formatMilliseconds,
    ...mean,
  },
  {
    key: "latency_p95",
    label: "Latency p95",
    definition: definitions.latency_p95,
    value: "response_time_p95_ms",
    n: "response_time_count",
    format: formatMilliseconds,
    ...mean,
  },
  {
    key: "tokens",
    label: "Tokens",
    definition: definitions.tokens,
    value: "total_tokens_used",
    format: or(formatCompact),
    ...sum,
  },
  {
    key: "cost",
    label: "Cost",
    definition: definitions.cost,
    value: "total_cost",
    format: formatUsd,
    ...sum,
  },
  {
    key: "cost_per_interaction",
    label: "Cost each",
    definition: definitions.cost_per_interaction,
    value: "cost_per_interaction",
    format: formatUsd,
    ...mean,
  },
  {
    key: "domain_accuracy",
    label: "Domain accuracy",
    definition: definitions.domain_accuracy,
    value: "domain_classification_accuracy",
    n: "labelled",
    interval: ["domain_accuracy_ci_low", "domain_accuracy_ci_high"],
    format: formatPercent,
    ...share,
  },
  {
    key: "escalation_success",
    label: "Escalation success",
    definition: definitions.escalation_success,
    value: "escalation_success_rate",
    n: "escalations_rated",
    interval: ["escalation_success_ci_low", "escalation_success_ci_high"],
    format: formatPercent,
    ...share,
  },
  {
    key: "context_efficiency",
    label: "Context efficiency",
    definition: definitions.context_efficiency,
    value: "context_efficiency_score",
    n: "context_rated",
    format: decimals(3),
    ...mean,
  },
  {
    key: "context_quality",
    label: "Context quality",
    definition: definitions.context_quality,
    value: "context_quality",
    n: "similarity_count",
    format: decimals(2),
    ...mean,
  },
];

const byKey = new Map(agentFigures.map((figure) => [figure.key, figure]));

/** The figure of this name. */
export function findFigure(key: FigureKey): AgentFigure {
  return byKey.get(key) as AgentFigure;
}

/** A figure of one group as it is shown: with what it rests on, and whether that is little. */
export type FigureCell = {
  value: number | null;
  text: string;
  interval: string | null;
  n: number | null;
  isSmall: boolean;
};

/** What stands in the place of a figure and a group. */
export function prepareCell(row: AgentRow, figure: AgentFigure): FigureCell {
  const value = row[figure.value];
  const n = figure.n ? row[figure.n] : null;
  const [low, high] = figure.interval ? [row[figure.interval[0]], row[figure.interval[1]]] : [null, null];
  return {
    value,
    text: figure.format(value),
    interval: low === null || high === null ? null : `${trim(figure, low)}–${figure.format(high)}`,
    n,
    isSmall: value !== null && n !== null && n < SMALL_SAMPLE,
  };
}

/** The lower bound without the unit that the upper one carries. */
const trim = (figure: AgentFigure, low: number) => figure.format(low).replace(/%$/, "");

/** Rows by a figure, the largest (-) or the smallest first; those without it come last. Equal ones keep their order. */
export function sortRows(rows: readonly AgentRow[], key: FigureKey, isDescending: boolean): AgentRow[] {
  const { value: name } = findFigure(key);
  return rows.toSorted((a, b) => {
    const [x, y] = [a[name], b[name]];
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    return isDescending ? y - x : x - y;
  });
}

/** The columns of a figure in tables and files, under the names of the API. */
export function figureColumns(figure: AgentFigure): TableColumn[] {
  const written = (format: (value: number | null) => string) => (value: TableValue) =>
    format(value === null ? null : Number(value));
  return [
    { name: figure.value, label: figure.label, isNumeric: true, format: written(figure.format) },
    ...(figure.n
      ? [{ name: figure.n, label: "n", isNumeric: true, format: written(or(formatCompact)) }]
      : []),
    ...(figure.interval
      ? [
          { name: figure.interval[0], label: "95% from", isNumeric: true, format: written(figure.format) },
          { name: figure.interval[1], label: "to", isNumeric: true, format: written(figure.format) },
        ]
      : []),
  ];
}
