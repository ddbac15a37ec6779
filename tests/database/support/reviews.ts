import { randomUUID } from "node:crypto";
import type { Sql } from "postgres";
import { callAs, type Principal } from "./principals";

export interface NewTurn {
  user_message?: string;
  avg_similarity?: number;
  processing_time_ms?: number;
  confidence_score?: number;
  rating?: 1 | -1;
}

/** A session with turns, made as the superuser; answers the ids of its turns in their order. */
export async function createTurns(
  sql: Sql,
  project: string,
  turns: number | NewTurn[],
  session: { branch_name?: string; master_prompt_version?: string; session_start?: string } = {},
): Promise<string[]> {
  const rows = typeof turns === "number" ? Array.from({ length: turns }, () => ({}) as NewTurn) : turns;
  const sessionId = randomUUID();
  await sql`insert into public.prompt_tuning_sessions ${sql({ id: sessionId, project, ...session })}`;
  const ids = rows.map(() => randomUUID());
  await sql`
    insert into public.tuning_conversation_turns (id, session_id, turn_number, user_message, era_response, avg_similarity, processing_time_ms, confidence_score, rating)
    select r.id, ${sessionId}, r.turn_number, coalesce(r.user_message, 'Where is my bus?'), 'On its way.', r.avg_similarity, r.processing_time_ms, r.confidence_score, r.rating
    from json_to_recordset(${JSON.stringify(rows.map((row, index) => ({ id: ids[index], turn_number: index + 1, ...row })))}::text::json)
      r (id uuid, turn_number integer, user_message text, avg_similarity double precision, processing_time_ms integer, confidence_score double precision, rating smallint)`;
  return ids;
}

export interface Progress {
  total: number;
  done: number;
  in_progress: number;
  my_done: number;
  my_skipped: number;
  my_remaining: number;
}

export interface Queue {
  id: string;
  project: string;
  updated_at: string;
  progress: Progress;
  [column: string]: unknown;
}

export interface Next {
  turn_id: string | null;
  claimed_until: string | null;
  reason: string;
  progress: Progress;
}

export interface Note {
  id: string;
  improvement_note: string;
  category: string | null;
  severity: string | null;
}

export interface Content {
  improvements: Note[];
  [field: string]: unknown;
}

export interface Review {
  turn_id: string;
  state: string;
  version: number;
  content: Content;
  draft: Content | null;
  done_at: string | null;
}

export interface Screen {
  review: Review | null;
  improvements: { id: string; improvement_note: string }[];
  others: { reviewer_id: string; content: Content }[];
  is_blind: boolean;
  claims: { queue_id: string }[];
  turn: Record<string, unknown>;
}

export const note = (improvement_note: string, category: string | null = null, id = randomUUID()): Note => ({
  id,
  improvement_note,
  category,
  severity: null,
});

export const content = (fields: Partial<Content> = {}): Content => ({
  better_response: null,
  thumbs: null,
  professionalism_score: null,
  empathy_score: null,
  clarity_score: null,
  has_policy_citation: null,
  appropriate_action_suggested: null,
  structure_complete: null,
  chunk_verdicts: { verdicts: {}, missing: null },
  improvements: [],
  ...fields,
});

type Who = Principal | "stranger" | "anon";

export const createQueue = (sql: Sql, who: Who, input: Record<string, unknown>) =>
  callAs<Queue>(sql, who, "create_review_queue", { input: JSON.stringify(input) });
export const updateQueue = (sql: Sql, who: Who, queue_id: string, patch: Record<string, unknown>) =>
  callAs<Queue>(sql, who, "update_review_queue", { queue_id, patch: JSON.stringify(patch) });
export const next = (sql: Sql, who: Who, queue_id: string) =>
  callAs<Next>(sql, who, "claim_next_turn", { queue_id });
export const screen = (sql: Sql, who: Who, turn_id: string) =>
  callAs<Screen>(sql, who, "get_review_screen", { turn_id });
export const save = (
  sql: Sql,
  who: Who,
  turn_id: string,
  state: "draft" | "done" | "skipped",
  given?: Content,
  options: { version?: number; queue_id?: string } = {},
) =>
  callAs<Review>(sql, who, "save_review", {
    turn_id,
    state,
    content: given && JSON.stringify(given),
    ...options,
  });
export const undo = (sql: Sql, who: Who, turn_id: string, version: number) =>
  callAs<Review>(sql, who, "undo_review", { turn_id, version });
export const renew = (sql: Sql, who: Who, turn_id: string, queue_id: string) =>
  callAs<{ claimed_until: string }>(sql, who, "renew_claim", { turn_id, queue_id });
export const release = (sql: Sql, who: Who, turn_id: string, queue_id: string) =>
  callAs(sql, who, "release_claim", { turn_id, queue_id });

/** Ends every live claim on a turn, as 10 minutes would. */
export async function expireClaims(sql: Sql, turnId: string): Promise<void> {
  await sql`update public.review_queue_slots set claimed_until = now() - interval '1 second' where turn_id = ${turnId} and state = 'claimed'`;
}
