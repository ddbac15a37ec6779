import "server-only";
import { type Client, callFunction } from "@/lib/supabase/client";
import { type SessionSummary, type SessionSummaryQuery, sessionSummary } from "./schemas";

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
