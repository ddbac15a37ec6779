import { wilsonInterval } from "../../lib/stats/wilson";
import type { Outcome } from "./agent";

/** The outcomes of a hundred requests. */
export type Hundred = {
  from: number;
  to: number;
  right: number;
  count: number;
  tokens: number;
  examples: number;
};

/** The outcomes, a hundred requests each. */
export function countByHundred(outcomes: readonly Outcome[]): Hundred[] {
  return Array.from({ length: Math.ceil(outcomes.length / 100) }, (_, index) => {
    const part = outcomes.slice(index * 100, (index + 1) * 100);
    const sum = (read: (outcome: Outcome) => number) =>
      part.reduce((total, outcome) => total + read(outcome), 0);
    return {
      from: index * 100 + 1,
      to: index * 100 + part.length,
      count: part.length,
      right: sum(({ isRight }) => Number(isRight)),
      tokens: sum(({ tokens }) => tokens) / part.length,
      examples: sum(({ examples }) => examples) / part.length,
    };
  });
}

const percent = (share: number) => `${Math.round(100 * share)} %`;

/** One line of the table. */
export function toLine({ from, to, right, count, tokens, examples }: Hundred): string {
  const { low, high } = wilsonInterval(right, count) ?? { low: 0, high: 1 };
  return [
    `${from}–${to}`.padEnd(11),
    percent(right / count).padStart(7),
    `(${percent(low)}–${percent(high)})`.padStart(16),
    Math.round(tokens).toLocaleString("en-US").padStart(10),
    examples.toFixed(1).padStart(10),
  ].join("");
}

export const heading = [
  "requests".padEnd(11),
  "right".padStart(7),
  "95 % interval".padStart(16),
  "tokens".padStart(10),
  "examples".padStart(10),
].join("");
