import { z } from "zod";
import { noSums, type RatioSums, ratioDifferenceInterval, ratioInterval, ratioOf } from "@/lib/stats/ratio";
import { SAMPLE_RATIO_ALPHA, sampleRatioPValue } from "@/lib/stats/sample-ratio";
import {
  confidenceSequence,
  decide,
  type Estimate,
  estimateDifference,
  estimateIncrease,
  isReady,
  type Look,
  MIN_SUBJECTS,
  subjectsToDecision,
} from "@/lib/stats/sequential";
import { type Experiment, type ExperimentResults, experiment, type VariantResult } from "./schemas";

const ALPHA = 0.05;
const DAY_MS = 86_400_000;
/** Subjects a day are counted over the last so many days. */
const RECENT_DAYS = 7;

const metrics = ["success", "feedback", "tokens", "cost", "response_time", "retried"] as const;
type Metric = (typeof metrics)[number];

/** The answer of get_experiment_sums: per metric, variant and day the sums over subjects up to the end of that day. */
export const experimentSums = z.object({
  experiment,
  now: z.string(),
  sums: z.array(
    z.object({
      metric: z.enum(metrics),
      variant: z.string(),
      date: z.string(),
      subjects: z.coerce.number(),
      n: z.number(),
      total: z.number(),
      n_squares: z.number(),
      total_squares: z.number(),
      products: z.number(),
    }),
  ),
  counts: z.array(
    z.object({
      variant: z.string(),
      assigned: z.int(),
      requests: z.int(),
      retries: z.coerce.number(),
      validation: z.int(),
      execution: z.int(),
      logic: z.int(),
      unclassified: z.int(),
    }),
  ),
  crossovers: z.int(),
});
export type ExperimentSums = z.infer<typeof experimentSums>;

/**
 * The results of an experiment from its sums. Every variant is compared with the control, at 0.05 divided by the number of
 * comparisons (Bonferroni), so that one in twenty experiments without any difference names a winner at most, however
 * often it is looked at. `now` ends the last day of a running experiment.
 */
export function computeResults(sums: ExperimentSums): ExperimentResults {
  const { experiment: plan } = sums;
  const history = readHistory(sums);
  const names = plan.variants.map(({ name }) => name);
  const control = names[0] as string;
  const alpha = ALPHA / Math.max(1, names.length - 1);
  const compare = (variant: string) =>
    history.looks(plan.metric, variant, control).map(({ look }) => estimateDifference(look));
  const sequences = new Map(
    names.slice(1).map((name) => {
      const estimates = compare(name);
      return [name, { estimates, intervals: confidenceSequence(estimates, alpha) }] as const;
    }),
  );
  const variants = plan.variants.map((variant) =>
    describeVariant(sums, history, variant.name, control, sequences.get(variant.name)),
  );
  const p = sampleRatioPValue(
    plan.variants.map(({ name, weight }) => ({ weight, subjects: countOf(sums, name).assigned })),
  );
  return {
    experiment: plan,
    variants,
    winner: findWinner(variants),
    crossovers: sums.crossovers,
    sample_ratio: { p_value: p, is_suspicious: p !== null && p < SAMPLE_RATIO_ALPHA },
    guardrails: plan.guardrails.flatMap((guardrail) =>
      names.slice(1).map((name) => ({
        variant: name,
        ...judgeGuardrail(history, guardrail, name, control, alpha),
      })),
    ),
    timeline: names.flatMap((name) => {
      const points = history.looks(plan.metric, name, control);
      return points.map(({ date, look }, index) => {
        const estimate = sequences.get(name)?.estimates[index] ?? null;
        const interval = sequences.get(name)?.intervals[index] ?? null;
        return {
          date,
          variant: name,
          subjects: look.a.subjects,
          difference: estimate?.value ?? null,
          ci_low: interval?.low ?? null,
          ci_high: interval?.high ?? null,
        };
      });
    }),
    days_to_decision: plan.status === "running" ? estimateDays(sums, history, sequences, alpha) : null,
    rule: {
      name: "Asymptotic confidence sequence over subjects (Robbins' normal mixture)",
      alpha,
      minimum_subjects: MIN_SUBJECTS,
      source:
        "Waudby-Smith, Arbour, Sinha, Kennedy, Ramdas: Time-uniform central limit theory and asymptotic confidence sequences. Annals of Statistics 52(6), 2024. Variance of a ratio over subjects: Deng, Knoblich, Lu: Applying the delta method in metric analytics. KDD 2018.",
    },
  };
}

type History = {
  /** The sums of a metric and variant as they are now. */
  last: (metric: Metric, variant: string) => RatioSums;
  /** Both variants at the end of each day on which either has something new, in order. */
  looks: (metric: Metric, a: string, b: string) => { date: string; look: Look }[];
};

function readHistory({ sums }: ExperimentSums): History {
  const rows = (metric: Metric, variant: string) =>
    sums.filter((row) => row.metric === metric && row.variant === variant);
  return {
    last: (metric, variant) => rows(metric, variant).at(-1) ?? noSums,
    looks: (metric, a, b) => {
      const [first, second] = [rows(metric, a), rows(metric, b)];
      const dates = [...new Set([...first, ...second].map(({ date }) => date))].sort();
      const at = (list: typeof first, date: string) => list.findLast((row) => row.date <= date) ?? noSums;
      return dates.map((date) => ({ date, look: { a: at(first, date), b: at(second, date) } }));
    },
  };
}

const countOf = ({ counts }: ExperimentSums, variant: string) =>
  counts.find((row) => row.variant === variant) as ExperimentSums["counts"][number];

type Sequence = {
  estimates: (Estimate | null)[];
  intervals: ({ low: number; high: number } | null)[];
};

function describeVariant(
  sums: ExperimentSums,
  history: History,
  name: string,
  control: string,
  sequence: Sequence | undefined,
): VariantResult {
  const { metric, minimum_effect, variants } = sums.experiment;
  const own = history.last(metric, name);
  const base = history.last(metric, control);
  const counts = countOf(sums, name);
  const interval = ratioInterval(own, { min: 0, max: 1 });
  const once = sequence ? ratioDifferenceInterval(own, base) : null;
  const always = sequence?.intervals.at(-1) ?? null;
  const between = (ends: { low: number; high: number } | null) =>
    ends && {
      difference: own.total / own.n - base.total / base.n,
      ci_low: ends.low,
      ci_high: ends.high,
    };
  return {
    name,
    is_control: name === control,
    weight: variants.find((variant) => variant.name === name)?.weight ?? 1,
    subjects: own.subjects,
    requests: own.n,
    successes: own.total,
    rate: ratioOf(own),
    ci_low: interval?.low ?? null,
    ci_high: interval?.high ?? null,
    tokens_per_request: ratioOf(history.last("tokens", name)),
    cost_per_request: ratioOf(history.last("cost", name)),
    response_time_ms: ratioOf(history.last("response_time", name)),
    retries_per_request: counts.requests > 0 ? counts.retries / counts.requests : null,
    errors: {
      validation: counts.validation,
      execution: counts.execution,
      logic: counts.logic,
      unclassified: counts.unclassified,
    },
    difference: between(once),
    sequential: between(always),
    verdict: sequence ? verdictOf(always, minimum_effect) : null,
  };
}

function verdictOf(
  interval: { low: number; high: number } | null,
  minimumEffect: number | null,
): VariantResult["verdict"] {
  if (interval === null) return "too_few";
  const words = {
    undecided: "undecided",
    a_better: "better",
    b_better: "worse",
    no_relevant_difference: "no_difference",
  } as const;
  return words[decide(interval, minimumEffect)];
}

function findWinner(variants: readonly VariantResult[]): string | null {
  const better = variants.filter(({ verdict }) => verdict === "better");
  const [first] = better.sort((a, b) => (b.rate ?? 0) - (a.rate ?? 0));
  if (first) return first.name;
  const [control, ...others] = variants;
  return others.every(({ verdict }) => verdict === "worse") ? (control?.name ?? null) : null;
}

type Guardrail = Experiment["guardrails"][number];

/** breached = surely above what is allowed, ok = surely below, by the sequence: it is looked at every minute. */
function judgeGuardrail(
  history: History,
  { metric, max_increase }: Guardrail,
  variant: string,
  control: string,
  alpha: number,
): Omit<ExperimentResults["guardrails"][number], "variant"> {
  const source = metric === "failure_rate" ? "success" : metric === "retry_rate" ? "retried" : metric;
  const looks = history.looks(source, variant, control).map(({ look }) => look);
  const estimate =
    metric === "failure_rate"
      ? estimateDecrease
      : metric === "retry_rate"
        ? estimateDifference
        : estimateIncrease;
  const estimates = looks.map(estimate);
  const now = estimates.at(-1) ?? null;
  const interval = confidenceSequence(estimates, alpha).at(-1) ?? null;
  const last = looks.at(-1);
  // Where nothing varies on either side there is no interval, and the difference is what it is.
  const flat = last && isReady(last) && now === null ? flatIncrease(last, metric) : null;
  const isBreached = interval !== null && interval.low > max_increase;
  const isOk = interval !== null ? interval.high <= max_increase : flat !== null && flat <= max_increase;
  return {
    metric,
    max_increase,
    increase: now?.value ?? flat,
    ci_low: interval?.low ?? null,
    ci_high: interval?.high ?? null,
    state: isBreached ? "breached" : isOk ? "ok" : "unclear",
  };
}

/** The increase between two variants of which every subject has the same value; null relative to nothing. */
function flatIncrease({ a, b }: Look, metric: Guardrail["metric"]): number | null {
  const [own, base] = [a.total / a.n, b.total / b.n];
  if (metric === "failure_rate") return base - own;
  if (metric === "retry_rate" || own === base) return own - base;
  return base > 0 ? own / base - 1 : null;
}

/** Fewer successes are more failures. */
function estimateDecrease(look: Look): Estimate | null {
  const estimate = estimateDifference(look);
  return estimate && { ...estimate, value: -estimate.value };
}

/** Days until the first comparison that is undecided would be decided, by the subjects of the last week. */
function estimateDays(
  { experiment: plan, now }: ExperimentSums,
  history: History,
  sequences: ReadonlyMap<string, Sequence>,
  alpha: number,
): number | null {
  const end = Date.parse(now);
  const today = Math.floor(end / DAY_MS) * DAY_MS;
  const from = Math.max(Date.parse(plan.started_at ?? now), today - (RECENT_DAYS - 1) * DAY_MS);
  // A rate from less than an hour is none.
  if (end - from < DAY_MS / 24) return null;
  const days = [...sequences].flatMap(([name, { estimates, intervals }]) => {
    if (decide(intervals.at(-1) ?? null, plan.minimum_effect) !== "undecided") return [];
    const needed = subjectsToDecision(estimates, plan.minimum_effect, alpha);
    const points = history.looks(plan.metric, name, plan.variants[0]?.name ?? "");
    const count = (look: Look | undefined) => (look ? look.a.subjects + look.b.subjects : 0);
    const sofar = count(points.at(-1)?.look);
    const before = count(points.findLast(({ date }) => Date.parse(date) < from - (from % DAY_MS))?.look);
    const daily = (sofar - before) / ((end - from) / DAY_MS);
    return needed === null || daily <= 0 ? [] : [(needed - sofar) / daily];
  });
  return days.length > 0 ? Math.min(...days) : null;
}
