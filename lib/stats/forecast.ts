import { quantile } from "./bootstrap";
import { randomOf } from "./random";

/** Days of the season. */
const WEEK = 7;
/** The first weeks make the first level and season; from then on every day has a one-step error. */
const WARM_UP = 2 * WEEK;
const PATHS = 1000;
/** Smoothing weights that are tried: of the level, and of the season. */
const levelWeights = [0.05, 0.1, 0.2, 0.3, 0.5];
const seasonWeights = [0.02, 0.05, 0.1, 0.2, 0.4];

/** Exponential smoothing with a season of a week, after the last value. A season is added to the level, or a factor of it. */
type State = {
  level: number;
  season: Float64Array;
  next: number;
  alpha: number;
  gamma: number;
  isFactor: boolean;
};
type Fit = State & { errors: Float64Array; squares: number };

/**
 * ETS(A,N,A) and ETS(A,N,M): additive errors, a level without trend, a season of seven days that is added or is a factor
 * (Hyndman, Koehler, Ord and Snyder 2008, Forecasting with Exponential Smoothing, chapter 2; Hyndman and Athanasopoulos 2021,
 * Forecasting: Principles and Practice, 3rd edition, 8.5 to 8.7). Added: y = l + s + e, l += alpha e, s += gamma e. Factor:
 * y = l s + e, l += alpha e / s, s += gamma e / l. The season and the two weights are those of a small grid with the least
 * squared one-step error.
 */
function fitModel(values: ArrayLike<number>, size: number): Fit {
  let best: Fit | null = null;
  for (const isFactor of [false, true])
    for (const alpha of levelWeights)
      for (const gamma of seasonWeights) {
        const tried = smooth(values, size, { alpha, gamma, isFactor });
        if (best === null || tried.squares < best.squares) best = tried;
      }
  return best as Fit;
}

function smooth(
  values: ArrayLike<number>,
  size: number,
  choice: Pick<State, "alpha" | "gamma" | "isFactor">,
): Fit {
  let level = 0;
  for (let day = 0; day < WARM_UP; day += 1) level += (values[day] as number) / WARM_UP;
  const season = new Float64Array(WEEK);
  for (let place = 0; place < WEEK; place += 1) {
    const mean = ((values[place] as number) + (values[place + WEEK] as number)) / 2;
    season[place] = choice.isFactor ? mean / (level || 1) : mean - level;
  }
  const state: State = { ...choice, level, season, next: WARM_UP % WEEK };
  const errors = new Float64Array(size - WARM_UP);
  let squares = 0;
  for (let day = WARM_UP; day < size; day += 1) {
    const error = (values[day] as number) - pointOf(state);
    errors[day - WARM_UP] = error;
    squares += error * error;
    advance(state, error);
  }
  return { ...state, errors, squares };
}

/** What the model expects of the next day. */
const pointOf = ({ level, season, next, isFactor }: State) =>
  isFactor ? level * (season[next] as number) : level + (season[next] as number);

/** Below this share of the level a factor tells nothing of the level. */
const SMALL_FACTOR = 0.02;

/** Takes in one day whose value was off by `error`. */
function advance(state: State, error: number): void {
  const { alpha, gamma, isFactor, level, season, next } = state;
  const seasonal = season[next] as number;
  if (isFactor) {
    if (seasonal > SMALL_FACTOR) state.level = Math.max(0, level + (alpha * error) / seasonal);
    if (level > 0) season[next] = Math.max(0, seasonal + (gamma * error) / level);
  } else {
    state.level = level + alpha * error;
    season[next] = seasonal + gamma * error;
  }
  state.next = (next + 1) % WEEK;
}

/** How good forecasts of the day after were, each made from the days before it alone. */
export type Backtest = {
  /** Days that were forecast. */
  points: number;
  /** Mean absolute error. */
  mae: number;
  /** That of the naive forecast: as on the same weekday a week before. */
  naiveMae: number;
  /** Share of days inside their 80 % band. */
  coverage: number;
};

/** Fewest past days that a forecast is made from. */
export const FORECAST_MIN_DAYS = 21;

/** Errors that a band is made from, at least. */
const BAND_MIN_ERRORS = 14;

/**
 * Forecasts the last `days` values one by one, each from the values before it (rolling origin; Hyndman and Athanasopoulos 2021,
 * 5.10), against the seasonal naive forecast. Null with fewer than 14 days to try it on after the first 28.
 */
export function backtest(values: readonly number[], days = 56): Backtest | null {
  const start = Math.max(WARM_UP + BAND_MIN_ERRORS, values.length - days);
  const points = values.length - start;
  if (points < 14) return null;
  let mae = 0;
  let naiveMae = 0;
  let covered = 0;
  for (let day = start; day < values.length; day += 1) {
    const fitted = fitModel(values, day);
    const actual = values[day] as number;
    const point = Math.max(0, pointOf(fitted));
    mae += Math.abs(actual - point) / points;
    naiveMae += Math.abs(actual - (values[day - WEEK] as number)) / points;
    const sorted = fitted.errors.slice().sort();
    const low = Math.max(0, point + quantile(sorted, 0.1));
    const high = Math.max(0, point + quantile(sorted, 0.9));
    if (actual >= low && actual <= high) covered += 1;
  }
  return { points, mae, naiveMae, coverage: covered / points };
}

/** One coming day: the median and the 80 % band of the day, and of the sum from the first coming day to it. */
export type ForecastDay = {
  median: number;
  low: number;
  high: number;
  sumMedian: number;
  sumLow: number;
  sumHigh: number;
};

/**
 * The days after `values`, by simulated futures: each path draws its errors from the one-step errors of the past with replacement
 * and smooths on with them (Hyndman and Athanasopoulos 2021, 5.5 and 8.7), so that the uncertainty of a sum grows as it should.
 * `atLeast` is what the first coming day has reached already. The same values and seed give the same forecast. Null with fewer
 * than 21 values.
 */
export function forecast(
  values: readonly number[],
  coming: number,
  { seed, atLeast = 0 }: { seed: string; atLeast?: number },
): { days: ForecastDay[]; totals: Float64Array } | null {
  if (values.length < FORECAST_MIN_DAYS || coming < 1) return null;
  const fitted = fitModel(values, values.length);
  const random = randomOf(seed);
  const each = Array.from({ length: coming }, () => new Float64Array(PATHS));
  const sums = Array.from({ length: coming }, () => new Float64Array(PATHS));
  for (let path = 0; path < PATHS; path += 1) {
    const state: State = { ...fitted, season: fitted.season.slice() };
    let sum = 0;
    for (let day = 0; day < coming; day += 1) {
      const error = fitted.errors[Math.floor(random() * fitted.errors.length)] as number;
      // Spend is never below 0.
      const drawn = Math.max(0, pointOf(state) + error);
      const value = day === 0 ? Math.max(atLeast, drawn) : drawn;
      advance(state, error);
      sum += value;
      (each[day] as Float64Array)[path] = value;
      (sums[day] as Float64Array)[path] = sum;
    }
  }
  const totals = sums.at(-1) as Float64Array;
  const sorted = (samples: Float64Array) => samples.slice().sort();
  const days = each.map((samples, day) => {
    const own = sorted(samples);
    const upTo = sorted(sums[day] as Float64Array);
    return {
      median: quantile(own, 0.5),
      low: quantile(own, 0.1),
      high: quantile(own, 0.9),
      sumMedian: quantile(upTo, 0.5),
      sumLow: quantile(upTo, 0.1),
      sumHigh: quantile(upTo, 0.9),
    };
  });
  return { days, totals };
}
