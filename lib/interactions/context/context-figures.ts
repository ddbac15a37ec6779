import { z } from "zod";
import { findBend } from "@/lib/stats/broken-stick";
import { meanInterval } from "@/lib/stats/mean";
import { type ContextBin, type ContextResult, MIN_RATED } from "./schemas";

const number = z.coerce.number();

/** What public.summarize_context answers: cells of sixteenths of a doubling, and the bin that each lies in. */
export const contextSums = z.object({
  cells: z.array(
    z.object({
      bin: z.int(),
      cell: number.nullable(),
      total_interactions: number,
      satisfaction_count: number,
      satisfaction_sum: number,
      satisfaction_sum_squares: number,
      log2_sum: number,
      tokens_sum: number,
      response_time_sum_ms: number,
      response_time_sum_squares: number,
      response_time_count: number,
    }),
  ),
  without_context: z.int(),
});
export type ContextSums = z.infer<typeof contextSums>;

const FIRST_BIN = 256;
/** The knee is marked below this p-value. */
const ALPHA = 0.01;

/** Bins with means and their intervals, and the knee: where satisfaction over log2(tokens) bends down, when that is significant. */
export function toContextResult({ cells, without_context }: ContextSums): ContextResult {
  const bins = new Map<number, ContextSums["cells"]>();
  for (const cell of cells) bins.set(cell.bin, [...(bins.get(cell.bin) ?? []), cell]);
  return {
    data: [...bins].sort(([a], [b]) => a - b).map(([bin, parts]) => toBin(bin, parts)),
    knee: findKnee(cells),
    without_context,
  };
}

function toBin(bin: number, cells: ContextSums["cells"]): ContextBin {
  const sum = (name: Exclude<keyof ContextSums["cells"][number], "cell">) =>
    cells.reduce((total, cell) => total + cell[name], 0);
  const satisfaction = {
    n: sum("satisfaction_count"),
    total: sum("satisfaction_sum"),
    squares: sum("satisfaction_sum_squares"),
  };
  const responseTime = {
    n: sum("response_time_count"),
    total: sum("response_time_sum_ms"),
    squares: sum("response_time_sum_squares"),
  };
  const satisfactionInterval = meanInterval(satisfaction, { min: 1, max: 5 });
  const responseTimeInterval = meanInterval(responseTime, { min: 0, max: Number.POSITIVE_INFINITY });
  return {
    from_tokens: bin === 0 ? 0 : FIRST_BIN * 2 ** (bin - 1),
    to_tokens: FIRST_BIN * 2 ** bin,
    total_interactions: sum("total_interactions"),
    avg_user_satisfaction: satisfaction.n > 0 ? satisfaction.total / satisfaction.n : null,
    satisfaction_ci_low: satisfactionInterval?.low ?? null,
    satisfaction_ci_high: satisfactionInterval?.high ?? null,
    satisfaction_count: satisfaction.n,
    avg_response_time_ms: responseTime.n > 0 ? responseTime.total / responseTime.n : null,
    response_time_ci_low: responseTimeInterval?.low ?? null,
    response_time_ci_high: responseTimeInterval?.high ?? null,
    response_time_count: responseTime.n,
  };
}

/** Contexts of 0 tokens have no logarithm and stay out. */
function findKnee(cells: ContextSums["cells"]): ContextResult["knee"] {
  const rated = cells.filter((cell) => cell.cell !== null && cell.satisfaction_count > 0);
  if (rated.reduce((sum, cell) => sum + cell.satisfaction_count, 0) < MIN_RATED) return null;
  const bend = findBend(
    rated.map((cell) => ({
      n: cell.satisfaction_count,
      x: cell.log2_sum / cell.satisfaction_count,
      linear: cell.tokens_sum / cell.satisfaction_count,
      total: cell.satisfaction_sum,
      squares: cell.satisfaction_sum_squares,
    })),
    ALPHA,
  );
  return (
    bend && {
      at_tokens: Math.round(2 ** bend.at),
      p_value: bend.pValue,
      slope_before: bend.slopeBefore,
      slope_after: bend.slopeAfter,
    }
  );
}
