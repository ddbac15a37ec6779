import type { TransactionSql } from "postgres";

/** A row of public.feedback, without what the database fills in. */
export interface Vote {
  id: string;
  query: string;
  response: string;
  model: string;
  rating: 1 | -1;
  intent: string | null;
  project: string;
  user_id: string | null;
  session_id: string | null;
  response_id: string | null;
  /** MB. */
  memory_used: number | null;
  tools_called: string[];
  metadata: Record<string, unknown>;
  comment: string | null;
  corrected_response: string | null;
  /** ISO 8601 UTC, whole milliseconds. */
  created_at: string;
}

const ROWS_A_STATEMENT = 1000;

/** Inserts votes and the projects they belong to. The triggers of the table fill the rollups. */
export async function insertVotes(sql: TransactionSql, votes: readonly Vote[]): Promise<void> {
  const projects = [...new Set(votes.map((vote) => vote.project))];
  await sql`insert into public.projects (project) select unnest(${projects}::text[]) on conflict do nothing`;
  for (let start = 0; start < votes.length; start += ROWS_A_STATEMENT) {
    const rows = JSON.stringify(votes.slice(start, start + ROWS_A_STATEMENT));
    await sql`
      insert into public.feedback (id, query, response, model, rating, intent, project, user_id, session_id, response_id,
        memory_used, tools_called, metadata, comment, corrected_response, created_at, updated_at)
      select r.id, r.query, r.response, r.model, r.rating, r.intent, r.project, r.user_id, r.session_id, r.response_id,
        r.memory_used, r.tools_called, r.metadata, r.comment, r.corrected_response, r.created_at, r.created_at
      from json_populate_recordset(null::public.feedback, ${rows}::text::json) r`;
  }
}
