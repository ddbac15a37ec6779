import "server-only";
import { z } from "zod";
import { AppError } from "@/lib/errors";
import { withStoredIds } from "@/lib/privacy/ingest";
import { encodeCursor } from "@/lib/query/cursor";
import { type Client, callFunction } from "@/lib/supabase/client";
import { readPages } from "@/lib/supabase/export-rows";
import { interaction } from "../schemas";
import {
  type Conversation,
  type ConversationDetail,
  type ConversationFilter,
  type ConversationListQuery,
  conversation,
  type conversationPage,
} from "./schemas";

const page = z.object({ data: z.array(conversation), next: z.string().nullable() });
const detail = z.object({
  conversation,
  interactions: z.object({ data: z.array(interaction), next: z.string().nullable() }),
});

/** One page of conversations under a filter, with the cursor of the next. */
export async function listConversations(
  client: Client,
  query: ConversationListQuery,
): Promise<z.infer<typeof conversationPage>> {
  const { data, next } = await callFunction(
    client,
    "list_conversations",
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

/** How many conversations match a filter. */
export async function countConversations(client: Client, filter: ConversationFilter): Promise<number> {
  return callFunction(
    client,
    "count_conversations",
    { filter: JSON.stringify(withStoredIds(filter)) },
    z.coerce.number(),
  );
}

/**
 * One conversation with its first 200 interactions in order.
 * @throws AppError not_found when it does not exist for the caller.
 */
export async function getConversation(client: Client, id: string): Promise<ConversationDetail> {
  const found = await callFunction(client, "get_conversation", { conversation_id: id }, detail.nullable());
  if (!found) throw new AppError("not_found", "There is no such conversation.");
  const { data, next } = found.interactions;
  return { ...found.conversation, interactions: data, next_cursor: encodeCursor(next) };
}

/**
 * Every conversation under a filter, oldest activity first, in pages that keep memory constant. Pages are read one after the
 * other: a conversation that goes on meanwhile moves behind the end of the filter, and is left out.
 */
export function exportConversations(
  client: Client,
  filter: ConversationFilter,
  signal?: AbortSignal,
): AsyncGenerator<Conversation[]> {
  return readPages(
    (cursor) =>
      callFunction(
        client,
        "export_conversations_page",
        { filter: JSON.stringify(withStoredIds(filter)), page_limit: 1000, page_cursor: cursor },
        page,
      ),
    signal,
  );
}
