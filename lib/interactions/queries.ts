import "server-only";
import { z } from "zod";
import { AppError } from "@/lib/errors";
import { withStoredIds } from "@/lib/privacy/ingest";
import { encodeCursor } from "@/lib/query/cursor";
import { type Client, callFunction } from "@/lib/supabase/client";
import { readPages } from "@/lib/supabase/export-rows";
import type { InteractionFilter } from "./filter";
import { type Interaction, type InteractionListQuery, type InteractionPage, interaction } from "./schemas";

const page = z.object({ data: z.array(interaction), next: z.string().nullable() });

/** One page of interactions under a filter, with the cursor of the next. A page may be shorter than `limit` when rows are large. */
export async function listInteractions(
  client: Client,
  query: InteractionListQuery,
): Promise<InteractionPage> {
  const { data, next } = await callFunction(
    client,
    "list_interactions",
    {
      filter: JSON.stringify(withStoredIds(query.filter)),
      sort: query.sort,
      page_limit: query.limit,
      page_cursor: query.cursor ?? undefined,
    },
    page,
  );
  return { data, next_cursor: encodeCursor(next) };
}

/** How many interactions match a filter. */
export async function countInteractions(client: Client, filter: InteractionFilter): Promise<number> {
  return callFunction(
    client,
    "count_interactions",
    { filter: JSON.stringify(withStoredIds(filter)) },
    z.coerce.number(),
  );
}

/**
 * One interaction.
 * @throws AppError not_found when it does not exist for the caller.
 */
export async function getInteraction(client: Client, id: string): Promise<Interaction> {
  const found = await callFunction(client, "get_interaction", { interaction_id: id }, interaction.nullable());
  if (!found) throw new AppError("not_found", "There is no such interaction.");
  return found;
}

/**
 * Every interaction under a filter, oldest first, in pages that keep memory constant. Pages are read one after the other, so
 * interactions that arrive meanwhile are included unless the filter ends before them.
 */
export function exportInteractions(
  client: Client,
  filter: InteractionFilter,
  signal?: AbortSignal,
): AsyncGenerator<Interaction[]> {
  return readPages(
    (cursor) =>
      callFunction(
        client,
        "export_interactions_page",
        { filter: JSON.stringify(withStoredIds(filter)), page_limit: 2000, page_cursor: cursor },
        page,
      ),
    signal,
  );
}
