import "server-only";
import { z } from "zod";
import { encodeCursor } from "@/lib/query/cursor";
import { type Client, callFunction } from "@/lib/supabase/client";
import { type AlertPage, type AlertsQuery, alert } from "./schemas";

const page = z.object({ data: z.array(alert), next: z.string().nullable(), open: z.coerce.number() });

/** One page of alerts, newest first; `open` counts those of the same filter that nobody has acknowledged. */
export async function listAlerts(client: Client, query: AlertsQuery): Promise<AlertPage> {
  const { limit, cursor, ...filter } = query;
  const { data, next, open } = await callFunction(
    client,
    "list_alerts",
    { filter: JSON.stringify(filter), page_limit: limit, page_cursor: cursor },
    page,
  );
  return { data, next_cursor: encodeCursor(next), open };
}
