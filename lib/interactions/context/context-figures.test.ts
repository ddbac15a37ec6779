import { describe, expect, it } from "vitest";
import { type ContextSums, toContextResult } from "./context-figures";

const cell = (bin: number, sixteenth: number | null, values: Partial<ContextSums["cells"][number]>) => ({
  bin,
  cell: sixteenth,
  total_interactions: 1,
  satisfaction_count: 0,
  satisfaction_sum: 0,
  satisfaction_sum_squares: 0,
  log2_sum: 0,
  tokens_sum: 0,
  response_time_sum_ms: 0,
  response_time_sum_squares: 0,
  response_time_count: 0,
  ...values,
});

describe("toContextResult", () => {
  it("puts the cells of a doubling together, smallest bin first, and has null for what nobody rated", () => {
    const result = toContextResult({
      cells: [
        cell(2, 145, { satisfaction_count: 1, satisfaction_sum: 5, satisfaction_sum_squares: 25 }),
        cell(2, 150, { satisfaction_count: 1, satisfaction_sum: 4, satisfaction_sum_squares: 16 }),
        cell(0, null, { total_interactions: 3 }),
        cell(0, 100, {
          response_time_sum_ms: 900,
          response_time_sum_squares: 810_000,
          response_time_count: 1,
        }),
      ],
      without_context: 7,
    });
    expect(result).toMatchObject({ knee: null, without_context: 7 });
    expect(result.data).toEqual([
      {
        from_tokens: 0,
        to_tokens: 256,
        total_interactions: 4,
        avg_user_satisfaction: null,
        satisfaction_ci_low: null,
        satisfaction_ci_high: null,
        satisfaction_count: 0,
        avg_response_time_ms: 900,
        response_time_ci_low: null,
        response_time_ci_high: null,
        response_time_count: 1,
      },
      expect.objectContaining({
        from_tokens: 512,
        to_tokens: 1024,
        total_interactions: 2,
        avg_user_satisfaction: 4.5,
        // Two ratings: the interval is cut to what a rating can be.
        satisfaction_ci_low: 1,
        satisfaction_ci_high: 5,
      }),
    ]);
  });

  /** `n` ratings per sixteenth from 64 to 32,768 tokens, half of them one above and half one below the mean. */
  const ratedBy = (n: number, mean: (x: number) => number): ContextSums => ({
    cells: Array.from({ length: 144 }, (_, index) => {
      const x = 6 + (index + 0.5) / 16;
      const m = mean(x);
      return cell(Math.max(0, Math.floor(x) - 7), Math.floor(16 * x), {
        total_interactions: n,
        satisfaction_count: n,
        satisfaction_sum: n * m,
        satisfaction_sum_squares: n * (m * m + 1),
        log2_sum: n * x,
        tokens_sum: n * 2 ** x,
      });
    }),
    without_context: 0,
  });
  const falling = (x: number) => 4 - 0.5 * Math.max(0, x - 12);

  it("marks a knee where satisfaction begins to fall", () => {
    const { knee } = toContextResult(ratedBy(40, falling));
    expect(knee?.at_tokens).toBeGreaterThan(3700);
    expect(knee?.at_tokens).toBeLessThan(4500);
    expect(knee?.slope_before).toBeCloseTo(0, 1);
    expect(knee?.slope_after).toBeCloseTo(-0.5, 1);
    expect(knee?.p_value).toBeLessThan(0.01);
  });

  it("marks none below 200 ratings, nor on a line", () => {
    expect(toContextResult(ratedBy(1, (x) => (x > 12 ? 1.5 : 4.5))).knee).toBeNull();
    expect(toContextResult(ratedBy(40, (x) => 4 - 0.2 * (x - 6))).knee).toBeNull();
    expect(toContextResult(ratedBy(40, (x) => 4 - 2 ** x / 16_384)).knee).toBeNull();
  });
});
