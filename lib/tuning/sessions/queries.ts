import "server-only";
import { z } from "zod";
import { AppError } from "@/lib/errors";
import { encodeCursor } from "@/lib/query/cursor";
import { type Client, callFunction } from "@/lib/supabase/client";
import { readPages } from "@/lib/supabase/export-rows";
import {
  type ActiveSessionQuery,
  type ExportedTurn,
  exportedTurn,
  type Session,
  type SessionFilter,
  type SessionListQuery,
  type SessionPage,
  type SessionStats,
  type SessionSummary,
  type SessionSummaryQuery,
  type SessionTurnsQuery,
  session,
  sessionRow,
  sessionStats,
  sessionSummary,
  type Turn,
  type TurnListQuery,
  type TurnPage,
  turn,
} from "./schemas";

const noSession = () => new AppError("not_found", "There is no such session.");

/** One page of sessions under a filter with their statistics, and the cursor of the next. */
export async function listSessions(client: Client, query: SessionListQuery): Promise<SessionPage> {
  const { data, next } = await callFunction(
    client,
    "list_tuning_sessions",
    {
      filter: JSON.stringify(query.filter),
      sort: query.sort,
      page_limit: query.limit,
      page_cursor: query.cursor ?? undefined,
    },
    z.object({ data: z.array(sessionRow), next: z.string().nullable() }),
  );
  return { data, next_cursor: encodeCursor(next) };
}

/** Totals of the sessions under a filter, and the testers, branches and versions there are to filter by. */
export async function summarizeTuningSessions(
  client: Client,
  query: SessionSummaryQuery,
): Promise<SessionSummary> {
  return callFunction(
    client,
    "summarize_tuning_sessions",
    { filter: JSON.stringify(query.filter) },
    sessionSummary,
  );
}

/**
 * One session.
 * @throws AppError not_found when it does not exist for the caller.
 */
export async function getSession(client: Client, id: string): Promise<Session> {
  const found = await callFunction(client, "get_tuning_session", { session_id: id }, session.nullable());
  if (!found) throw noSession();
  return found;
}

/**
 * The active session of a tester; the one that started last when several projects have one.
 * @throws AppError not_found when there is none that the caller may read.
 */
export async function findActiveSession(client: Client, query: ActiveSessionQuery): Promise<Session> {
  const found = await callFunction(client, "find_active_tuning_session", query, session.nullable());
  if (!found) throw new AppError("not_found", "This tester has no active session.");
  return found;
}

/**
 * Duration (minutes, until now while active), totals, and averages over all turns of a session.
 * @throws AppError not_found when it does not exist for the caller.
 */
export async function summarizeSession(client: Client, id: string): Promise<SessionStats> {
  const found = await callFunction(
    client,
    "get_tuning_session_stats",
    { session_id: id },
    sessionStats.nullable(),
  );
  if (!found) throw noSession();
  return found;
}

/**
 * One page of the turns of a session in the order of the conversation. A page may be shorter than `limit` when turns are large.
 * @throws AppError not_found when the session does not exist for the caller.
 */
export async function listSessionTurns(
  client: Client,
  id: string,
  query: SessionTurnsQuery,
): Promise<TurnPage> {
  const { data, next } = await callFunction(
    client,
    "list_tuning_session_turns",
    { session_id: id, page_limit: query.limit, after_turn: query.after },
    z.object({ data: z.array(turn), next: z.string().nullable() }),
  );
  return { data, next_cursor: next };
}

/** One page of turns of all sessions under a filter, newest first. A page may be shorter than `limit` when turns are large. */
export async function listTurns(client: Client, query: TurnListQuery): Promise<TurnPage> {
  const { data, next } = await callFunction(
    client,
    "list_tuning_turns",
    {
      filter: JSON.stringify(query.filter),
      page_limit: query.limit,
      page_cursor: query.cursor ?? undefined,
    },
    z.object({ data: z.array(turn), next: z.string().nullable() }),
  );
  return { data, next_cursor: encodeCursor(next) };
}

/**
 * One turn.
 * @throws AppError not_found when it does not exist for the caller.
 */
export async function getTurn(client: Client, id: string): Promise<Turn> {
  const found = await callFunction(client, "get_tuning_turn", { turn_id: id }, turn.nullable());
  if (!found) throw new AppError("not_found", "There is no such turn.");
  return found;
}

const exportPage = z.object({ data: z.array(exportedTurn), next: z.string().nullable() });

/**
 * Every turn of the sessions under a filter with the notes the caller may see, oldest session first, in pages that keep
 * memory constant. Search results are left out unless asked for: they are the largest part of a turn.
 */
export function exportTurns(
  client: Client,
  filter: SessionFilter,
  { withSearchResults, signal }: { withSearchResults: boolean; signal?: AbortSignal },
): AsyncGenerator<ExportedTurn[]> {
  return readPages(
    (cursor) =>
      callFunction(
        client,
        "export_tuning_turns_page",
        {
          filter: JSON.stringify(filter),
          with_search_results: withSearchResults,
          page_limit: 1000,
          page_cursor: cursor,
        },
        exportPage,
      ),
    signal,
  );
}
