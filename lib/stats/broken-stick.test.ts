import { describe, expect, it } from "vitest";
import { type Cell, findBend } from "./broken-stick";
import { randomOf } from "./random";

/** Ratings of 1 to 5 whose mean over x = log2(tokens), 6 to 15, is exactly `mean`; in cells of a sixteenth. */
function rate(
  n: number,
  seed: string,
  draw: (x: number, tokens: number, random: () => number) => number,
): Cell[] {
  const random = randomOf(seed);
  const cells = new Map<number, Cell>();
  for (let index = 0; index < n; index += 1) {
    const tokens = Math.floor(2 ** (6 + 9 * random()));
    const x = Math.log2(tokens);
    const y = draw(x, tokens, random);
    const key = Math.floor(16 * x);
    const cell = cells.get(key) ?? { n: 0, x: 0, linear: 0, total: 0, squares: 0 };
    cells.set(key, {
      n: cell.n + 1,
      x: cell.x + x,
      linear: cell.linear + tokens,
      total: cell.total + y,
      squares: cell.squares + y * y,
    });
  }
  return [...cells.values()].map((cell) => ({ ...cell, x: cell.x / cell.n, linear: cell.linear / cell.n }));
}

/** A whole number with this mean: one of the two around it, and sometimes one more or less. */
function around(mean: number, random: () => number): number {
  const below = Math.floor(mean);
  return below + (random() < mean - below ? 1 : 0) + Math.floor(3 * random()) - 1;
}

const straight: Record<string, Parameters<typeof rate>[2]> = {
  "noise alone": (_x, _tokens, random) => around(3.5, random),
  "a line over log2(tokens)": (x, _tokens, random) => around(4 - 0.2 * (x - 6), random),
  "a line over tokens": (_x, tokens, random) => around(4 - (1.9 * tokens) / 2 ** 15, random),
  // The spread of 1s and 5s changes along the line.
  "a line of ones and fives": (x, _tokens, random) => (random() < 0.97 - 0.07 * (x - 6) ? 5 : 1),
};

describe("findBend", () => {
  it.each(Object.keys(straight))("finds a bend in %s in at most 5 of 100 samples", (name) => {
    for (const n of [200, 1500]) {
      let found = 0;
      for (let run = 0; run < 200; run += 1) {
        if (findBend(rate(n, `${name} ${n} ${run}`, straight[name] as never), 0.01)) found += 1;
      }
      expect(found / 200).toBeLessThanOrEqual(0.05);
    }
  });

  it("finds the place and the slopes of a real one", () => {
    const cells = rate(20_000, "knee", (x, _tokens, random) => around(4 - 0.6 * Math.max(0, x - 11), random));
    const bend = findBend(cells, 0.01);
    expect(bend?.at).toBeGreaterThan(10.7);
    expect(bend?.at).toBeLessThan(11.3);
    expect(bend?.slopeBefore).toBeCloseTo(0, 1);
    expect(bend?.slopeAfter).toBeCloseTo(-0.6, 1);
    expect(bend?.pValue).toBeLessThan(0.01);
    // The same cells in another order are the same question.
    expect(findBend([...cells].reverse(), 0.01)).toEqual(bend);
  });

  it("finds it in most samples of 3,000 and does not find one that turns upward", () => {
    let found = 0;
    for (let run = 0; run < 20; run += 1) {
      const cells = rate(3000, `power ${run}`, (x, _tokens, random) =>
        around(4 - 0.6 * Math.max(0, x - 11), random),
      );
      if (findBend(cells, 0.01)) found += 1;
    }
    expect(found).toBeGreaterThanOrEqual(16);
    const upward = rate(20_000, "up", (x, _tokens, random) => around(2 + 0.5 * Math.max(0, x - 11), random));
    expect(findBend(upward, 0.01)).toBeNull();
    const flattening = rate(20_000, "flat", (x, _tokens, random) =>
      around(4 - 0.4 * Math.min(5, x - 6), random),
    );
    expect(findBend(flattening, 0.01)).toBeNull();
  });

  it("finds nothing where there is nothing to look at", () => {
    const cell = (x: number, n: number, y: number): Cell => ({
      n,
      x,
      linear: 2 ** x,
      total: n * y,
      squares: n * y * y,
    });
    expect(findBend([], 0.01)).toBeNull();
    expect(findBend([cell(8, 500, 4)], 0.01)).toBeNull();
    expect(findBend([cell(8, 500, 4), cell(9, 500, 3)], 0.01)).toBeNull();
    // Without any spread within sizes nothing can be tested.
    expect(
      findBend(
        [8, 9, 10, 11, 12].map((x) => cell(x, 100, x < 11 ? 4 : 2)),
        0.01,
      ),
    ).toBeNull();
  });
});
