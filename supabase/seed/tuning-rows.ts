import type { TransactionSql } from "postgres";

/** A row of public.prompt_tuning_sessions, without what triggers keep. */
export interface TuningSession {
  id: string;
  project: string;
  session_start: string;
  session_end: string | null;
  master_prompt_version: string | null;
  branch_name: string | null;
  tester_id: string | null;
  tester_email: string | null;
  tester_name: string | null;
  metadata: Record<string, unknown>;
}

/** A row of public.tuning_conversation_turns, without what triggers derive. */
export interface TuningTurn {
  id: string;
  session_id: string;
  turn_number: number;
  user_message: string;
  era_response: string;
  timestamp: string;
  intent: string | null;
  model: string | null;
  rating: 1 | -1 | null;
  processing_time_ms: number | null;
  search_results: { results: Record<string, unknown>[] } | null;
  confidence_score: number | null;
  template_used: string | null;
  metadata: Record<string, unknown>;
  /** Not stored: what reviews of the turn are made of. */
  better: string;
  gap: string;
  version: "first" | "second" | "third";
}

/** A finished review: a row of public.turn_reviews. */
export interface TuningReview {
  id: string;
  turn_id: string;
  reviewer_id: string;
  reviewer_label: string;
  state: "done";
  better_response: string | null;
  thumbs: 1 | -1 | null;
  professionalism_score: number | null;
  empathy_score: number | null;
  clarity_score: number | null;
  has_policy_citation: boolean | null;
  appropriate_action_suggested: boolean | null;
  structure_complete: boolean | null;
  done_at: string;
  created_at: string;
  updated_at: string;
}

/** A row of public.tuning_improvements, without what triggers copy from the turn. */
export interface TuningImprovement {
  id: string;
  turn_id: string;
  improvement_note: string;
  category: string | null;
  severity: "low" | "medium" | "high" | null;
  status: "open" | "applied" | "verified" | "reopened";
  applied_in_version: string | null;
  timestamp: string;
  author_kind: "member";
  author_id: string;
  author_label: string;
}

export interface TuningRows {
  sessions: TuningSession[];
  turns: TuningTurn[];
  reviews: TuningReview[];
  improvements: TuningImprovement[];
}

/** Inserts rows in the order in which they need each other. The triggers keep totals, queues and metrics. */
export async function insertTuning(sql: TransactionSql, rows: TuningRows): Promise<void> {
  const json = (list: readonly unknown[]) => JSON.stringify(list);
  await sql`
    insert into public.prompt_tuning_sessions (id, project, session_start, session_end, master_prompt_version, branch_name,
      tester_id, tester_email, tester_name, metadata, created_at, updated_at)
    select r.id, r.project, r.session_start, r.session_end, r.master_prompt_version, r.branch_name,
      r.tester_id, r.tester_email, r.tester_name, r.metadata, r.session_start, coalesce(r.session_end, r.session_start)
    from json_populate_recordset(null::public.prompt_tuning_sessions, ${json(rows.sessions)}::text::json) r`;
  await sql`
    insert into public.tuning_conversation_turns (id, session_id, turn_number, user_message, era_response, "timestamp", intent,
      model, rating, processing_time_ms, search_results, confidence_score, template_used, metadata)
    select r.id, r.session_id, r.turn_number, r.user_message, r.era_response, r."timestamp", r.intent,
      r.model, r.rating, r.processing_time_ms, r.search_results, r.confidence_score, r.template_used, r.metadata
    from json_populate_recordset(null::public.tuning_conversation_turns, ${json(rows.turns)}::text::json) r`;
  await sql`
    insert into public.turn_reviews (id, turn_id, reviewer_id, reviewer_label, state, better_response, thumbs, professionalism_score,
      empathy_score, clarity_score, has_policy_citation, appropriate_action_suggested, structure_complete, done_at, created_at, updated_at)
    select r.id, r.turn_id, r.reviewer_id, r.reviewer_label, r.state, r.better_response, r.thumbs, r.professionalism_score,
      r.empathy_score, r.clarity_score, r.has_policy_citation, r.appropriate_action_suggested, r.structure_complete, r.done_at, r.created_at, r.updated_at
    from json_populate_recordset(null::public.turn_reviews, ${json(rows.reviews)}::text::json) r`;
  await sql`
    insert into public.tuning_improvements (id, turn_id, improvement_note, category, severity, status, applied_in_version, "timestamp",
      author_kind, author_id, author_label, updated_at)
    select r.id, r.turn_id, r.improvement_note, r.category, r.severity, r.status, r.applied_in_version, r."timestamp",
      r.author_kind, r.author_id, r.author_label, r."timestamp"
    from json_populate_recordset(null::public.tuning_improvements, ${json(rows.improvements)}::text::json) r`;
}

/** Adds the turns that meet the rules of a queue. */
export async function fillQueue(sql: TransactionSql, queueId: string): Promise<void> {
  await sql`select private.fill_review_queues(null, ${queueId})`;
}

/** Gives each finished review of a turn one of the places that the queue has for it. */
export async function finishInQueue(sql: TransactionSql, queueId: string): Promise<void> {
  await sql`
    update public.review_queue_slots s set state = 'done', reviewer_id = r.reviewer_id
    from (
      select r.turn_id, r.reviewer_id, row_number() over (partition by r.turn_id order by r.done_at, r.id) as place
      from public.turn_reviews r where r.state = 'done') r
    where s.queue_id = ${queueId} and s.turn_id = r.turn_id and s.slot = r.place`;
}
