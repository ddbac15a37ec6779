import { formatChange, formatCount, formatPercent, formatPoints, NO_VALUE } from "@/lib/format/number";
import type { ChartTable, TableValue } from "@/lib/format/table";
import { writeChoices } from "@/lib/query/parameters";
import { toHref } from "@/lib/query/url-state";
import { isShare } from "./prepare-experiment";
import type { Experiment, ExperimentResults, VariantResult } from "./schemas";

export const verdictNames = {
  too_few: "Too few subjects",
  undecided: "Undecided",
  better: "Better",
  worse: "Worse",
  no_difference: "No difference that matters",
} as const;
export const verdictTones = {
  too_few: "neutral",
  undecided: "neutral",
  better: "positive",
  worse: "negative",
  no_difference: "accent",
} as const;

/** What the sequential rule says of a variant, as a sentence with its figures. */
export function explainVerdict(
  variant: VariantResult,
  control: string,
  { minimum_subjects }: ExperimentResults["rule"],
  minimumEffect: number | null,
): string {
  const name = `“${variant.name}”`;
  const { sequential } = variant;
  if (sequential === null) {
    return `Nothing is said before both “${control}” and ${name} have ${minimum_subjects} subjects, and before more than a few of them send the requests.`;
  }
  const size = formatPoints(Math.abs(sequential.difference)).replace("+", "");
  const range = `${formatPoints(sequential.ci_low)} to ${formatPoints(sequential.ci_high)}`;
  if (variant.verdict === "better")
    return `${name} is better than “${control}” by ${size}, surely within ${range}.`;
  if (variant.verdict === "worse")
    return `${name} is worse than “${control}” by ${size}, surely within ${range}.`;
  if (variant.verdict === "no_difference") {
    return `Between ${name} and “${control}” there is no difference of ${formatPercent(minimumEffect)} or more: it is within ${range}.`;
  }
  return `So far ${name} is ${sequential.difference < 0 ? "worse" : "better"} by ${size}, which may be chance: the difference is within ${range}.`;
}

/** When a decision is likely, as a sentence; null when nothing can be said. */
export function describeDecision(days: number | null): string | null {
  if (days === null) return null;
  if (days < 1) return "If nothing changes, it is decided within a day.";
  const rounded = Math.ceil(days);
  return rounded > 365
    ? "If nothing changes, it is not decided within a year."
    : `If the difference and the pace of the last days stay, it is decided in about ${formatCount(rounded)} ${rounded === 1 ? "day" : "days"}.`;
}

/** The executions behind a variant, or behind one day of it. */
export const executionsHref = (experiment: Experiment, variant: string, more: Record<string, string> = {}) =>
  toHref("/learning/executions", {
    experiment_id: experiment.id,
    variant: writeChoices([variant]),
    // From the start to the stop, whatever range the page has by itself.
    from: (experiment.started_at ?? experiment.created_at).slice(0, 10),
    ...(experiment.stopped_at ? { to: experiment.stopped_at.slice(0, 10) } : {}),
    ...more,
  });

/** The votes behind a variant of an experiment that is decided by them; they name it by its id or its name. */
export const votesHref = (
  { id, name, project, started_at, created_at, stopped_at }: Experiment,
  variant: string,
  more: Record<string, string> = {},
) =>
  toHref("/feedback", {
    experiment: writeChoices([id, name]),
    variant: writeChoices([variant]),
    project: writeChoices([project]),
    from: (started_at ?? created_at).slice(0, 10),
    ...(stopped_at ? { to: stopped_at.slice(0, 10) } : {}),
    ...more,
  });

/** What the figures of the experiment's metric are made of: its votes, or its executions. */
export const outcomesHref: typeof votesHref = (experiment, ...rest) =>
  (experiment.metric === "feedback" ? votesHref : executionsHref)(experiment, ...rest);

/** The difference to the control at the end of a day with its sequential interval; null before there is one. */
export type DifferencePoint = {
  bucket: string;
  actual: number | null;
  expected: null;
  band: [low: number, high: number] | null;
  subjects: number;
};

/** A day of the timeline as the start of a bucket. */
const toBucket = (date: string) => `${date}T00:00:00.000Z`;

/** One point for each day of a variant, gaps included: a day without outcomes says what the day before said. */
export function prepareDifference(
  timeline: ExperimentResults["timeline"],
  variant: string,
): DifferencePoint[] {
  return timeline
    .filter((point) => point.variant === variant)
    .map(({ date, difference, ci_low, ci_high, subjects }) => ({
      bucket: toBucket(date),
      actual: difference,
      expected: null,
      band: ci_low === null || ci_high === null ? null : [ci_low, ci_high],
      subjects,
    }));
}

/** The ends of the axis of differences: zero is always in it, and it is cut where early intervals are very wide. */
export function differenceDomain(points: readonly DifferencePoint[]): [number, number] {
  const ends = points.flatMap(({ band }) => band ?? []);
  const reach = Math.max(0.02, ...ends.map(Math.abs));
  const step = reach > 0.2 ? 0.1 : 0.02;
  const rounded = Math.min(1, Math.ceil(reach / step - 1e-9) * step);
  return [-rounded, rounded];
}

/** The subjects of each variant up to the end of each day. */
export type SubjectsPoint = { bucket: string; isPartial: boolean; values: (number | null)[] };

export function prepareSubjects(
  timeline: ExperimentResults["timeline"],
  variants: readonly string[],
): SubjectsPoint[] {
  const dates = [...new Set(timeline.map(({ date }) => date))].sort();
  const last: (number | null)[] = variants.map(() => null);
  return dates.map((date) => {
    variants.forEach((name, index) => {
      const point = timeline.find((each) => each.date === date && each.variant === name);
      if (point) last[index] = point.subjects;
    });
    return { bucket: toBucket(date), isPartial: false, values: [...last] };
  });
}

/** The timeline as the API has it, in rows of a table and a CSV. */
export function tabulateTimeline({ timeline, experiment }: ExperimentResults): ChartTable {
  const asPoints = (value: TableValue) => (typeof value === "number" ? formatPoints(value) : NO_VALUE);
  return {
    columns: [
      { name: "date", label: "UTC day" },
      { name: "variant", label: "Variant" },
      { name: "subjects", label: "Subjects", isNumeric: true },
      { name: "difference", label: "Difference", isNumeric: true, format: asPoints },
      { name: "ci_low", label: "From", isNumeric: true, format: asPoints },
      { name: "ci_high", label: "To", isNumeric: true, format: asPoints },
    ],
    rows: timeline.map(({ date, variant, subjects, difference, ci_low, ci_high }) => ({
      values: [date, variant, subjects, difference, ci_low, ci_high],
      href: outcomesHref(experiment, variant, { from: date, to: date }),
    })),
  };
}

export const errorNames = {
  validation: "Validation",
  execution: "Execution",
  logic: "Logic",
  unclassified: "Not said",
} as const;

/** What a guardrail says, in words: "+31.0% (+22.1% to +40.3%); +10.0% allowed". */
export function describeGuardrail({
  metric,
  increase,
  ci_low,
  ci_high,
  max_increase,
}: ExperimentResults["guardrails"][number]): string {
  const format = isShare(metric) ? formatPoints : formatChange;
  const allowed = `${format(max_increase)} allowed`;
  if (increase === null) return `not known yet; ${allowed}`;
  const range = ci_low === null || ci_high === null ? "" : ` (${format(ci_low)} to ${format(ci_high)})`;
  return `${format(increase)}${range}; ${allowed}`;
}
