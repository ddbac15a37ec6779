import type { Sql } from "postgres";

/** What a run has archived or deleted. */
export interface RetentionCounts {
  sessions: number;
  turns: number;
  improvements: number;
  reviews: number;
}

/**
 * Does what the retention policy says, in transactions of up to `batchSize` sessions until none is left. Nothing while the
 * policy is off, or while another runner is at it. An abort ends it between two transactions.
 */
export async function followRetentionPolicy(
  sql: Sql,
  signal?: AbortSignal,
  batchSize = 500,
): Promise<RetentionCounts> {
  const total: RetentionCounts = { sessions: 0, turns: 0, improvements: 0, reviews: 0 };
  while (!signal?.aborted) {
    // A row of nulls when there is nothing to do.
    const [batch] = await sql<{ [Name in keyof RetentionCounts]: number | null }[]>`
      select sessions, turns, improvements, reviews from private.run_scheduled_retention(${batchSize})`;
    if (!batch?.sessions) break;
    for (const name of ["sessions", "turns", "improvements", "reviews"] as const)
      total[name] += batch[name] ?? 0;
  }
  return total;
}
