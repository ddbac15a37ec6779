import type { Sql } from "postgres";
import { callAs, type Principal } from "./principals";

/** A turn as record_tuning_turns takes it. */
export interface TurnInput {
  user_message?: string;
  era_response?: string;
  [column: string]: unknown;
}

export interface SessionJson {
  id: string;
  project: string;
  session_end: string | null;
  tester_id: string | null;
  tester_email: string | null;
  total_turns: number;
  total_improvements: number;
  [column: string]: unknown;
}

export interface Recorded {
  status: "recorded" | "replayed";
  turns: { id: string; turn_number: number }[];
  turn: Record<string, unknown> | null;
}

export interface Imported {
  status: "imported" | "extended" | "unchanged";
  id: string;
  turns: number;
  improvements: number;
}

export function turn(input: TurnInput = {}): TurnInput {
  return { user_message: "My employee didn't show up", era_response: "When was the shift?", ...input };
}

export async function startSession(
  sql: Sql,
  principal: Principal,
  input: Record<string, unknown> = {},
): Promise<SessionJson> {
  const { row } = await callAs<{ status: string; row: SessionJson }>(
    sql,
    principal,
    "create_tuning_session",
    {
      item: JSON.stringify(input),
    },
  );
  return row;
}

export function recordTurns(
  sql: Sql,
  principal: Principal,
  sessionId: string,
  items: TurnInput[],
): Promise<Recorded> {
  return callAs(sql, principal, "record_tuning_turns", {
    session_id: sessionId,
    items: JSON.stringify(items),
  });
}

export function importSession(sql: Sql, principal: Principal, line: object): Promise<Imported> {
  return callAs(sql, principal, "import_tuning_session", { item: JSON.stringify(line) });
}

/** The totals of every session beside what they must be: the rows counted. */
export async function countTotals(sql: Sql) {
  const rows = await sql`
    select s.id, s.total_turns, s.total_improvements,
      (select count(*)::int from public.tuning_conversation_turns t where t.session_id = s.id) as turns,
      (select count(*)::int from public.tuning_improvements i join public.tuning_conversation_turns t on t.id = i.turn_id where t.session_id = s.id) as improvements,
      (select count(*)::int from public.tuning_improvements i where i.session_id = s.id) as labelled
    from public.prompt_tuning_sessions s order by s.id`;
  return rows.map((row) => ({
    id: row.id as string,
    kept: [row.total_turns, row.total_improvements, row.labelled],
    counted: [row.turns, row.improvements, row.improvements],
  }));
}
