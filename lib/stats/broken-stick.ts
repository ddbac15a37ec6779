import { normalOf, randomOf } from "./random";

/** Observations of nearly the same x: how many, their mean x on two scales, the sum of y and of its squares. */
export type Cell = { n: number; x: number; linear: number; total: number; squares: number };

export type Bend = { at: number; pValue: number; slopeBefore: number; slopeAfter: number };

/** A cell has at least so many observations, so that its mean is nearly normal. */
const MIN_CELL = 10;
/** The spread of a cell is taken from so many observations around it. */
const SPREAD_SAMPLE = 100;
const SIMULATIONS = 1999;

/**
 * The point at which the mean of y bends downward over x, with the slopes before and after it, when a line that bends once
 * explains the means better than lines do; else null. The bend is the least-squares break of a continuous two-phase
 * line (Hudson 1966, J. Am. Stat. Assoc. 61:1097-1129) among the cells, with at least 5 % of the observations and 20 of
 * them on either side.
 *
 * The place of the bend is searched for, so the F distribution does not hold (Davies 1987, Biometrika 74:33-43); the p-value
 * is the Monte Carlo one, (1 + larger) / (1 + simulated), of the largest one-sided statistic over all places (Andrews
 * 1993, Econometrica 61:821-856), from normal errors with the spread of the ratings around each cell. The null hypothesis
 * holds a line over x, a line over the second scale (`linear`) and any sum of both, so that what is straight on either
 * scale is no bend. Same cells, same answer.
 */
export function findBend(cells: readonly Cell[], alpha: number): Bend | null {
  const merged = mergeCells(cells);
  const observations = merged.reduce((sum, cell) => sum + cell.n, 0);
  const weights = weigh(merged);
  const places = listPlaces(merged, observations);
  if (weights === null || places.length === 0) return null;
  const root = weights.map(Math.sqrt);
  const scaled = (value: (cell: Cell) => number) =>
    Float64Array.from(merged, (cell, index) => value(cell) * (root[index] as number));

  const bend = fitBend(merged, weights, places);
  if (bend === null || bend.slopeAfter >= 0 || bend.slopeAfter >= bend.slopeBefore) return null;

  const lines = orthonormal([scaled(() => 1), scaled((cell) => cell.x), scaled((cell) => cell.linear)]);
  const hinges = places.flatMap((place) => {
    const hinge = scaled((cell) => Math.max(0, cell.x - place));
    const length = norm(reject(hinge, lines));
    // A bend that the lines can draw as well is none.
    return length > norm(hinge) * 1e-6 ? [{ place, length }] : [];
  });
  if (hinges.length === 0) return null;

  const within = merged.reduce((sum, cell, index) => {
    const spread = cell.n / (weights[index] as number);
    return sum + Math.max(0, cell.squares - cell.total ** 2 / cell.n) / spread;
  }, 0);
  const freedom = observations - lines.length - 1;
  const statistic = (means: Float64Array, error: number) => {
    const rest = reject(means, lines);
    let steepest = 0;
    // From the right, hinge · rest = Σ (x - place) · rest over the cells beyond the place, kept as two sums.
    let cell = merged.length - 1;
    let sum = 0;
    let moment = 0;
    for (let index = hinges.length - 1; index >= 0; index -= 1) {
      const { place, length } = hinges[index] as { place: number; length: number };
      for (; cell >= 0 && (merged[cell] as Cell).x > place; cell -= 1) {
        const value = (root[cell] as number) * (rest[cell] as number);
        sum += value;
        moment += value * (merged[cell] as Cell).x;
      }
      steepest = Math.min(steepest, (moment - place * sum) / length);
    }
    const explained = steepest ** 2;
    return explained / ((dot(rest, rest) - explained + error) / freedom);
  };
  const observed = statistic(
    scaled((cell) => cell.total / cell.n),
    within,
  );
  const pValue = simulate(observed, alpha, (normal) => {
    const degrees = observations - merged.length;
    const means = Float64Array.from(merged, () => normal());
    // Chi-squared with many degrees of freedom, by its normal limit.
    return statistic(means, degrees + Math.sqrt(2 * degrees) * normal());
  });
  return pValue === null ? null : { ...bend, pValue };
}

/** The Monte Carlo p-value, or null as soon as it cannot be below alpha any more. */
function simulate(observed: number, alpha: number, draw: (normal: () => number) => number): number | null {
  const normal = normalOf(randomOf("bend"));
  let larger = 0;
  for (let run = 0; run < SIMULATIONS; run += 1) {
    if (draw(normal) >= observed) larger += 1;
    if ((1 + larger) / (1 + SIMULATIONS) >= alpha) return null;
  }
  return (1 + larger) / (1 + SIMULATIONS);
}

/** Neighbours together, until each cell is large enough. */
function mergeCells(cells: readonly Cell[]): Cell[] {
  const merged: Cell[] = [];
  for (const cell of [...cells].filter(({ n }) => n > 0).sort((a, b) => a.x - b.x)) {
    const last = merged.at(-1);
    if (last && last.n < MIN_CELL) merged[merged.length - 1] = join(last, cell);
    else merged.push(cell);
  }
  const [before, last] = merged.slice(-2);
  return before && last && last.n < MIN_CELL ? [...merged.slice(0, -2), join(before, last)] : merged;
}

function join(a: Cell, b: Cell): Cell {
  const n = a.n + b.n;
  return {
    n,
    x: (a.n * a.x + b.n * b.x) / n,
    linear: (a.n * a.linear + b.n * b.linear) / n,
    total: a.total + b.total,
    squares: a.squares + b.squares,
  };
}

/** Per cell n / variance. The variance is that within the cells around it; at least a twentieth of that within all. Null without any. */
function weigh(cells: readonly Cell[]): number[] | null {
  const within = (from: number, to: number) => {
    let squares = 0;
    let n = 0;
    for (const cell of cells.slice(from, to + 1)) {
      squares += Math.max(0, cell.squares - cell.total ** 2 / cell.n);
      n += cell.n;
    }
    return { variance: squares / Math.max(1, n - (to - from + 1)), n };
  };
  const all = within(0, cells.length - 1).variance;
  if (all < 1e-9) return null;
  return cells.map((cell, index) => {
    let reach = 0;
    while (within(Math.max(0, index - reach), index + reach).n < SPREAD_SAMPLE && reach < cells.length) {
      reach += 1;
    }
    return cell.n / Math.max(within(Math.max(0, index - reach), index + reach).variance, all / 20);
  });
}

/** Where a bend may be: at cells with enough observations on either side. */
function listPlaces(cells: readonly Cell[], observations: number): number[] {
  const needed = Math.max(20, observations / 20);
  let before = 0;
  return cells.flatMap((cell, index) => {
    const after = observations - before - cell.n;
    const isPlace = index > 0 && before >= needed && after >= needed;
    before += cell.n;
    return isPlace ? [cell.x] : [];
  });
}

/** The weighted least-squares line with one bend at any of the places. */
function fitBend(
  cells: readonly Cell[],
  weights: readonly number[],
  places: readonly number[],
): Omit<Bend, "pValue"> | null {
  const scale = (value: (cell: Cell) => number) =>
    Float64Array.from(cells, (cell, index) => value(cell) * Math.sqrt(weights[index] as number));
  const one = scale(() => 1);
  const means = scale((cell) => cell.total / cell.n);
  let best: (Omit<Bend, "pValue"> & { explained: number }) | null = null;
  for (const at of places) {
    // Two slopes as they are: before the place and after it.
    const before = reject(
      scale((cell) => Math.min(0, cell.x - at)),
      orthonormal([one]),
    );
    const after = reject(
      scale((cell) => Math.max(0, cell.x - at)),
      orthonormal([one]),
    );
    const [aa, ab, bb] = [dot(before, before), dot(before, after), dot(after, after)];
    const [ya, yb] = [dot(before, means), dot(after, means)];
    const determinant = aa * bb - ab * ab;
    if (determinant <= aa * bb * 1e-12) continue;
    const slopeBefore = (ya * bb - yb * ab) / determinant;
    const slopeAfter = (yb * aa - ya * ab) / determinant;
    const explained = slopeBefore * ya + slopeAfter * yb;
    if (best === null || explained > best.explained) best = { at, slopeBefore, slopeAfter, explained };
  }
  return best && { at: best.at, slopeBefore: best.slopeBefore, slopeAfter: best.slopeAfter };
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < a.length; index += 1) sum += (a[index] as number) * (b[index] as number);
  return sum;
}

const norm = (vector: Float64Array) => Math.sqrt(dot(vector, vector));

/** What of a vector is at right angles to all of an orthonormal basis. */
function reject(vector: Float64Array, basis: readonly Float64Array[]): Float64Array {
  const rest = vector.slice();
  // Twice, because once leaves the rounding of long vectors behind.
  for (const line of [...basis, ...basis]) {
    const along = dot(rest, line);
    for (let index = 0; index < rest.length; index += 1) {
      rest[index] = (rest[index] as number) - along * (line[index] as number);
    }
  }
  return rest;
}

/** An orthonormal basis of what the vectors span. */
function orthonormal(vectors: readonly Float64Array[]): Float64Array[] {
  const basis: Float64Array[] = [];
  for (const vector of vectors) {
    const rest = reject(vector, basis);
    const length = norm(rest);
    if (length > norm(vector) * 1e-9) basis.push(rest.map((value) => value / length));
  }
  return basis;
}
