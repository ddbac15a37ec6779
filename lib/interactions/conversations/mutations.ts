import "server-only";
import { z } from "zod";
import { type Client, callFunction } from "@/lib/supabase/client";
import type { ConversationFilter } from "./schemas";

/**
 * Writes the audit entry of a download that begins.
 * @throws AppError forbidden when the caller may not download rows.
 */
export async function recordConversationExport(
  client: Client,
  filter: ConversationFilter,
  format: string,
): Promise<void> {
  await callFunction(
    client,
    "record_conversation_export",
    { filter: JSON.stringify(filter), format },
    z.unknown(),
  );
}
