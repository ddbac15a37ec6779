import { bootstrapIntervals, type ClusterSums } from "@/lib/stats/bootstrap";
import { newcombeInterval } from "@/lib/stats/newcombe";
import { type Moments, welchInterval } from "@/lib/stats/welch";
import { categories, type Figure } from "../vocabulary";
import type { ComparedMetric, Comparison } from "./schemas";

/** Per side, bunch of sessions and metric: observations, their sum and the sum of their squares. */
export type SessionSum = readonly [
  side: "a" | "b",
  bunch: number,
  metric: string,
  n: number,
  total: number,
  squares: number,
];

/** Below this many sessions on either side a bootstrap of sessions says nothing. */
const MIN_SESSIONS = 5;

/** The figures of a comparison, in the order in which they are shown. */
const metricUnits: Record<Figure, ComparedMetric["unit"]> = {
  avg_similarity: "mean",
  processing_time_ms: "ms",
  confidence_score: "mean",
  thumbs_up: "share",
  rated_up: "share",
  professionalism_score: "score",
  empathy_score: "score",
  clarity_score: "score",
  has_policy_citation: "share",
  appropriate_action_suggested: "share",
  structure_complete: "share",
  improvements_per_reviewed_turn: "per_turn",
};

const PER_REVIEWED_TURN = "improvements_per_reviewed_turn";

/** One metric of one side: the sums of each bunch, and of all of them. */
type Side = ClusterSums & { all: Moments; bunches: number; varies: boolean };

/**
 * Every figure of both versions with the difference b - a and its 95% interval: by a bootstrap of whole sessions where
 * both sides have at least 5 sessions with the figure, else Newcombe's (shares) or Welch's (means). Where the sessions of
 * a side do not differ at all, resampling them would feign certainty, so the latter are used as well. A difference is null
 * when either side has no observations, its interval with fewer than two.
 */
export function compareSums(
  sums: readonly SessionSum[],
  seed: string,
): Pick<Comparison, "metrics" | "categories"> {
  const table = new SumTable(sums);
  const names = [
    ...Object.entries(metricUnits).map(([name, unit]) => ({ name, unit, category: undefined })),
    ...[...categories, null].map((category) => ({
      name: `${PER_REVIEWED_TURN}_${category ?? "none"}`,
      unit: "per_turn" as const,
      category,
    })),
  ];
  const sides = names.map(({ name }) => ({ a: table.side("a", name), b: table.side("b", name) }));
  const intervals = bootstrapIntervals(
    sides.map(({ a, b }) => ({ a: b, b: a })),
    { a: table.bunches.b, b: table.bunches.a },
    seed,
  );
  const metrics: ComparedMetric[] = [];
  const perCategory: Comparison["categories"] = [];
  names.forEach(({ name, unit, category }, index) => {
    const { a, b } = sides[index] as { a: Side; b: Side };
    const metric = compareMetric(name, unit, a, b, intervals[index] ?? null);
    if (category === undefined) metrics.push(metric);
    else perCategory.push({ ...metric, category });
  });
  return { metrics, categories: perCategory };
}

function compareMetric(
  metric_name: string,
  unit: ComparedMetric["unit"],
  a: Side,
  b: Side,
  resampled: { low: number; high: number } | null,
): ComparedMetric {
  const meanOf = ({ all }: Side) => (all.n > 0 ? all.total / all.n : null);
  const [meanA, meanB] = [meanOf(a), meanOf(b)];
  const base = { metric_name, unit, a: meanA, b: meanB, a_n: a.all.n, b_n: b.all.n };
  if (meanA === null || meanB === null)
    return { ...base, difference: null, ci_low: null, ci_high: null, method: null };
  const difference = meanB - meanA;
  const hasSessions = a.bunches >= MIN_SESSIONS && b.bunches >= MIN_SESSIONS;
  let method: NonNullable<ComparedMetric["method"]> = "bootstrap_by_session";
  let interval = hasSessions && a.varies && b.varies ? resampled : null;
  if (!interval && a.all.n >= 2 && b.all.n >= 2) {
    method = unit === "share" ? "newcombe" : "welch";
    interval =
      unit === "share"
        ? newcombeInterval(
            { positive: b.all.total, total: b.all.n },
            { positive: a.all.total, total: a.all.n },
          )
        : welchInterval(b.all, a.all);
  }
  return {
    ...base,
    difference,
    ci_low: interval?.low ?? null,
    ci_high: interval?.high ?? null,
    method: interval ? method : null,
  };
}

/** Finds the sums of a metric; reviewed turns without a note are the zeros of the notes per reviewed turn. */
class SumTable {
  readonly bunches = { a: 0, b: 0 };
  readonly #rows = new Map<string, SessionSum[]>();

  constructor(sums: readonly SessionSum[]) {
    for (const row of sums) {
      const [side, bunch, metric] = row;
      this.bunches[side] = Math.max(this.bunches[side], bunch + 1);
      const key = `${side} ${metric}`;
      const rows = this.#rows.get(key);
      if (rows) rows.push(row);
      else this.#rows.set(key, [row]);
    }
  }

  side(side: "a" | "b", metric: string): Side {
    const n = new Float64Array(this.bunches[side]);
    const total = new Float64Array(this.bunches[side]);
    const all = { n: 0, total: 0, squares: 0 };
    const isPerReviewedTurn = metric.startsWith(PER_REVIEWED_TURN);
    for (const [, bunch, , count, sum, squares] of this.#rows.get(`${side} ${metric}`) ?? []) {
      if (!isPerReviewedTurn) n[bunch] = count;
      total[bunch] = sum;
      all.n += isPerReviewedTurn ? 0 : count;
      all.total += sum;
      all.squares += squares;
    }
    if (isPerReviewedTurn) {
      for (const [, bunch, , count] of this.#rows.get(`${side} reviewed_turns`) ?? []) {
        n[bunch] = count;
        all.n += count;
      }
    }
    const ratios = [...n].flatMap((count, bunch) => (count > 0 ? [(total[bunch] ?? 0) / count] : []));
    return { n, total, all, bunches: ratios.length, varies: ratios.some((ratio) => ratio !== ratios[0]) };
  }
}
