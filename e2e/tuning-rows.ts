import { randomUUID } from "node:crypto";
import type { Sql } from "postgres";

type Values = Record<string, unknown>;

/** Stores a session, past the API; answers its id. */
export async function storeSession(sql: Sql, values: Values & { project: string }): Promise<string> {
  const row = { id: randomUUID(), session_start: new Date("2026-03-01T10:00:00Z"), ...values };
  await sql`insert into public.prompt_tuning_sessions ${sql(row)}`;
  return row.id;
}

/** Stores a turn of a session, past the API; answers its id. */
export async function storeTurn(sql: Sql, sessionId: string, values: Values = {}): Promise<string> {
  const [next] = await sql<{ n: number }[]>`
    select coalesce(max(turn_number), 0)::int + 1 as n from public.tuning_conversation_turns where session_id = ${sessionId}`;
  const row = {
    id: randomUUID(),
    session_id: sessionId,
    turn_number: next?.n ?? 1,
    user_message: "How many days of leave do I have?",
    era_response: "Twenty-five.",
    ...values,
  };
  await sql`insert into public.tuning_conversation_turns ${sql(row)}`;
  return row.id;
}

/** Stores a note on a turn, past the API; answers its id. */
export async function storeNote(sql: Sql, turnId: string, values: Values = {}): Promise<string> {
  const row = {
    id: randomUUID(),
    turn_id: turnId,
    improvement_note: "Should ask which shift first",
    ...values,
  };
  await sql`insert into public.tuning_improvements ${sql(row)}`;
  return row.id;
}

/** Stores a finished review of a turn by somebody, past the API. */
export async function storeReview(sql: Sql, turnId: string, values: Values = {}): Promise<void> {
  const row = { turn_id: turnId, reviewer_id: randomUUID(), state: "done", done_at: new Date(), ...values };
  await sql`insert into public.turn_reviews ${sql(row)}`;
}

/** An open blind queue that still waits for reviews of the turn. */
export async function storeBlindQueue(sql: Sql, project: string, turnId: string): Promise<string> {
  const id = randomUUID();
  await sql`insert into public.review_queues ${sql({ id, project, name: id, is_blind: true, reviewers_per_turn: 2, similarity_below: -1 })}`;
  await sql`
    insert into public.review_queue_slots (queue_id, turn_id, slot, project, sort_key, session_id, turn_number)
    select ${id}, t.id, n, t.project, 0, t.session_id, t.turn_number
    from public.tuning_conversation_turns t, generate_series(1, 2) n where t.id = ${turnId}`;
  return id;
}
