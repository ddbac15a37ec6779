import { describe, expect, it } from "vitest";
import { randomOf } from "./random";
import { ratioDifferenceInterval, sumSubjects } from "./ratio";
import {
  decide,
  subjectsToDecision as decisionOf,
  estimateDifference,
  estimateIncrease,
  isReady,
  type Look,
  MIN_SUBJECTS,
  confidenceSequence as sequenceOf,
  TUNED_FOR_SUBJECTS,
} from "./sequential";

const confidenceSequence = (looks: readonly Look[], alpha?: number) =>
  sequenceOf(looks.map(estimateDifference), alpha);
const subjectsToDecision = (looks: readonly Look[], minimumEffect?: number) =>
  decisionOf(looks.map(estimateDifference), minimumEffect);

type Scenario = {
  /** New subjects of each look; each goes to variant a with the probability `share`. */
  arrivals: number[];
  share?: number;
  /** Requests of a subject from its arrival to the last look. */
  requests: (random: () => number) => number;
  /** A subject's own success rate in variant b, and how much higher it is in variant a. */
  rate: (random: () => number, requests: number) => number;
  lift?: number;
};

type Subject = { isA: boolean; arrival: number; requests: number; rate: number; n: number; total: number };

/** The looks of one experiment; every subject's requests are spread over the looks from its arrival on. */
function simulate({ arrivals, share = 0.5, requests, rate, lift = 0 }: Scenario, seed: string) {
  const random = randomOf(seed);
  const subjects: Subject[] = [];
  const looks: Look[] = [];
  arrivals.forEach((count, arrival) => {
    for (let index = 0; index < count; index += 1) {
      const isA = random() < share;
      const number = requests(random);
      const own = rate(random, number) + (isA ? lift : 0);
      subjects.push({ isA, arrival, requests: number, rate: own, n: 0, total: 0 });
    }
    for (const subject of subjects) {
      // The first request is the arrival; the others come evenly until the end.
      const span = arrivals.length - subject.arrival;
      const due = Math.max(1, Math.ceil((subject.requests * (arrival - subject.arrival + 1)) / span));
      for (; subject.n < due; subject.n += 1) if (random() < subject.rate) subject.total += 1;
    }
    looks.push({
      a: sumSubjects(subjects.filter(({ isA }) => isA)),
      b: sumSubjects(subjects.filter(({ isA }) => !isA)),
    });
  });
  return looks;
}

/** Mean about 4.5, one subject in 500 with 180 and more: Pareto's law, cut at 200. */
const heavyTailed = (random: () => number) => Math.min(200, Math.floor((1 - random()) ** (-1 / 1.2)));
/** Some subjects nearly always succeed and some seldom: requests of one are alike. */
const mixedRate = (random: () => number) => (random() < 0.7 ? 0.85 : 0.3);
const steadily = (looks: number, count: number) => Array.from({ length: looks }, () => count);
const RUNS = 2000;
/** 5% of 2,000 runs and twice the standard error of counting them. */
const LIMIT = 0.05 + 2 * Math.sqrt((0.05 * 0.95) / RUNS);

const withoutDifference: Record<string, Scenario> = {
  "subjects arrive all the time, few send most, requests of one are alike": {
    arrivals: steadily(20, 50),
    requests: heavyTailed,
    rate: mixedRate,
  },
  "who sends much succeeds more": {
    arrivals: steadily(20, 50),
    requests: heavyTailed,
    rate: (random, requests) => (requests > 10 ? 0.9 : mixedRate(random)),
  },
  "the same 300 subjects send 200 requests each, one independent of the other": {
    arrivals: [300, ...steadily(20, 0)],
    requests: () => 200,
    rate: () => 0.7,
  },
  "the same 300 subjects, requests of one are alike": {
    arrivals: [300, ...steadily(20, 0)],
    requests: heavyTailed,
    rate: mixedRate,
  },
  "nine of ten subjects in one variant": {
    arrivals: steadily(20, 80),
    share: 0.9,
    requests: heavyTailed,
    rate: mixedRate,
  },
  "nearly everything succeeds": { arrivals: steadily(20, 50), requests: heavyTailed, rate: () => 0.97 },
};

/** In how many runs a rule ever decides at one of the looks. */
function countDecided(scenario: Scenario, runs: number, decides: (looks: Look[]) => boolean): number {
  let decided = 0;
  for (let run = 0; run < runs; run += 1) if (decides(simulate(scenario, `run ${run}`))) decided += 1;
  return decided;
}

const everDecides = (looks: Look[]) =>
  confidenceSequence(looks).some((interval) => decide(interval) !== "undecided");

describe("confidenceSequence", () => {
  it.each(Object.entries(withoutDifference))(
    "holds the truth at all looks in 95 of 100 experiments: %s",
    (_, scenario) => {
      expect(countDecided(scenario, RUNS, everDecides) / RUNS).toBeLessThanOrEqual(LIMIT);
    },
    60_000,
  );

  it("is needed: a test per request, and an interval for one look, find differences that are not there", () => {
    const scenario = Object.values(withoutDifference)[0] as Scenario;
    const zTest = ({ a, b }: Look) => {
      const pooled = (a.total + b.total) / (a.n + b.n);
      return Math.abs(a.total / a.n - b.total / b.n) / Math.sqrt(pooled * (1 - pooled) * (1 / a.n + 1 / b.n));
    };
    const perRequest = countDecided(scenario, 500, (looks) =>
      looks.some((look) => isReady(look) && zTest(look) > 1.96),
    );
    expect(perRequest / 500).toBeGreaterThan(0.5);
    const once = countDecided(scenario, 500, (looks) =>
      looks.some((look) => isReady(look) && decide(ratioDifferenceInterval(look.a, look.b)) !== "undecided"),
    );
    expect(once / 500).toBeGreaterThan(0.12);
  }, 60_000);

  it("finds a difference of ten points in most experiments, and never the wrong way round", () => {
    const scenario: Scenario = {
      arrivals: steadily(20, 300),
      requests: heavyTailed,
      rate: mixedRate,
      lift: 0.1,
    };
    let found = 0;
    for (let run = 0; run < 200; run += 1) {
      const verdicts = confidenceSequence(simulate(scenario, `power ${run}`)).map((interval) =>
        decide(interval),
      );
      if (verdicts.includes("a_better")) found += 1;
      expect(verdicts).not.toContain("b_better");
    }
    expect(found).toBeGreaterThanOrEqual(160);
  }, 60_000);

  it("is wider than the interval for one look, by less than twice", () => {
    const looks = simulate(Object.values(withoutDifference)[0] as Scenario, "width");
    const sequence = confidenceSequence(looks);
    const width = (interval: { low: number; high: number } | null | undefined) =>
      interval ? interval.high - interval.low : Number.NaN;
    looks.forEach((look, index) => {
      if (!sequence[index]) return;
      const ratio = width(sequence[index]) / width(ratioDifferenceInterval(look.a, look.b));
      expect(ratio).toBeGreaterThan(1.4);
      expect(ratio).toBeLessThan(2);
    });
  });

  it("is the formula of the paper while each subject is seen once", () => {
    const side = (subjects: number, total: number) =>
      sumSubjects(Array.from({ length: subjects }, (_, index) => ({ n: 1, total: index < total ? 1 : 0 })));
    const looks = [100, 300, 500].map((k) => ({ a: side(k, k * 0.6), b: side(k, k * 0.4) }));
    const rho = Math.sqrt(8.2133 / TUNED_FOR_SUBJECTS);
    confidenceSequence(looks).forEach((interval, index) => {
      const k = 2 * ((looks[index] as Look).a.subjects as number);
      // One estimate of the difference per subject: its own value, twice as large, of either sign.
      const variance = (2 * 0.24) / (k / 2 - 1);
      const deviation = Math.sqrt(k * variance);
      // The clock of the implementation has k/(k-1) in it, too.
      const expected =
        deviation *
        Math.sqrt(
          ((2 * (k * rho ** 2 + 1)) / (k * k * rho ** 2)) * Math.log(Math.sqrt(k * rho ** 2 + 1) / 0.05),
        );
      expect(((interval?.high ?? 0) - (interval?.low ?? 0)) / 2 / expected).toBeCloseTo(1, 2);
      expect(((interval?.high ?? 0) + (interval?.low ?? 0)) / 2).toBeCloseTo(0.2, 12);
    });
  });

  it("says nothing before both variants have enough subjects, also enough that are heard", () => {
    const even = (subjects: number) =>
      sumSubjects(Array.from({ length: subjects }, (_, index) => ({ n: 2, total: index % 3 })));
    const few: Look = { a: even(MIN_SUBJECTS - 1), b: even(500) };
    const enough: Look = { a: even(MIN_SUBJECTS), b: even(500) };
    expect(confidenceSequence([few])).toEqual([null]);
    expect(confidenceSequence([few, enough])[1]).not.toBeNull();
    const loud = sumSubjects([
      { n: 5000, total: 4000 },
      ...Array.from({ length: 200 }, () => ({ n: 2, total: 1 })),
    ]);
    expect(confidenceSequence([{ a: loud, b: even(500) }])).toEqual([null]);
    expect(confidenceSequence([])).toEqual([]);
  });

  it("turns round when the sides change places", () => {
    const looks = simulate(Object.values(withoutDifference)[0] as Scenario, "turn");
    const there = confidenceSequence(looks).at(-1);
    const back = confidenceSequence(looks.map(({ a, b }) => ({ a: b, b: a }))).at(-1);
    expect(back?.low).toBeCloseTo(-(there?.high ?? 0), 12);
    expect(back?.high).toBeCloseTo(-(there?.low ?? 0), 12);
  });

  it("is wider for a smaller alpha", () => {
    const looks = simulate(Object.values(withoutDifference)[0] as Scenario, "alpha");
    expect(confidenceSequence(looks, 0.01).at(-1)?.low).toBeLessThan(
      confidenceSequence(looks).at(-1)?.low as number,
    );
  });
});

describe("estimateIncrease", () => {
  it("is relative to b, with the variance of a quotient", () => {
    const looks = simulate(Object.values(withoutDifference)[0] as Scenario, "increase");
    const look = looks.at(-1) as Look;
    const scaled = {
      ...look.b,
      total: look.b.total * 2,
      total_squares: look.b.total_squares * 4,
      products: look.b.products * 2,
    };
    const plain = estimateIncrease(look);
    expect(plain?.value).toBeCloseTo(look.a.total / look.a.n / (look.b.total / look.b.n) - 1, 12);
    // Another unit of the values is another unit on both sides.
    const both = estimateIncrease({
      a: {
        ...look.a,
        total: look.a.total * 2,
        total_squares: look.a.total_squares * 4,
        products: look.a.products * 2,
      },
      b: scaled,
    });
    expect(both?.value).toBeCloseTo(plain?.value as number, 12);
    expect(both?.variance).toBeCloseTo(plain?.variance as number, 12);
    // log(a/b) has nearly the variance of a/b where they are alike.
    const difference = estimateDifference(look);
    const base = look.b.total / look.b.n;
    expect((plain?.variance as number) / ((difference?.variance as number) / base ** 2)).toBeCloseTo(1, 0.8);
    expect(
      estimateIncrease({ a: look.a, b: { ...look.b, total: 0, total_squares: 0, products: 0 } }),
    ).toBeNull();
  });
});

describe("decide", () => {
  it.each([
    [null, null, "undecided"],
    [{ low: 0.01, high: 0.2 }, null, "a_better"],
    [{ low: -0.2, high: -0.01 }, null, "b_better"],
    [{ low: -0.2, high: 0.01 }, null, "undecided"],
    [{ low: -0.02, high: 0.01 }, null, "undecided"],
    [{ low: -0.02, high: 0.01 }, 0.03, "no_relevant_difference"],
    [{ low: -0.04, high: 0.01 }, 0.03, "undecided"],
    [{ low: 0.001, high: 0.02 }, 0.03, "a_better"],
  ] as const)("of %j with a smallest difference of %j is %s", (interval, minimumEffect, verdict) => {
    expect(decide(interval, minimumEffect)).toBe(verdict);
  });
});

describe("subjectsToDecision", () => {
  const side = (subjects: number, share: number) =>
    sumSubjects(
      Array.from({ length: subjects }, (_, index) => ({
        n: 1,
        total: index < Math.round(subjects * share) ? 1 : 0,
      })),
    );
  const look = (k: number, a: number, b: number): Look => ({ a: side(k, a), b: side(k, b) });

  it("is where the sequence decides if all stays as it is", () => {
    const first = look(100, 0.55, 0.5);
    const needed = subjectsToDecision([first]) as number;
    expect(decide(confidenceSequence([first]).at(-1) ?? null)).toBe("undecided");
    expect(needed).toBeGreaterThan(200);
    const before = confidenceSequence([first, look(Math.floor(needed * 0.45), 0.55, 0.5)]).at(-1) ?? null;
    const after = confidenceSequence([first, look(Math.ceil(needed * 0.55), 0.55, 0.5)]).at(-1) ?? null;
    expect(decide(before)).toBe("undecided");
    expect(decide(after)).toBe("a_better");
  });

  it("is where no difference that matters is left", () => {
    const first = look(100, 0.5, 0.5);
    expect(subjectsToDecision([first])).toBeNull();
    const needed = subjectsToDecision([first], 0.1) as number;
    const after = confidenceSequence([first, look(Math.ceil(needed * 0.52), 0.5, 0.5)]).at(-1) ?? null;
    expect(decide(after, 0.1)).toBe("no_relevant_difference");
  });

  it("is the subjects so far once it is decided, and null before the first interval", () => {
    expect(subjectsToDecision([look(500, 0.9, 0.2)])).toBe(1000);
    expect(subjectsToDecision([look(10, 0.9, 0.2)])).toBeNull();
    expect(subjectsToDecision([])).toBeNull();
  });
});
