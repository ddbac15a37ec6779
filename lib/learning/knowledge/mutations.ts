import "server-only";
import { type Client, callFunction } from "@/lib/supabase/client";
import { storedKnowledge, withStarter } from "./queries";
import type { KnowledgeBase, KnowledgeInput } from "./schemas";

/**
 * Saves a document as the next version of a project's knowledge base; earlier ones stay.
 * @throws AppError forbidden, also for another project; conflict with `stored_version` when `expected_version` is not the newest.
 */
export async function saveKnowledge(
  client: Client,
  { project, document, note, expected_version }: KnowledgeInput,
): Promise<KnowledgeBase> {
  return withStarter(
    await callFunction(
      client,
      "save_knowledge",
      {
        document: JSON.stringify(document),
        project,
        note: note ?? undefined,
        expected_version: expected_version ?? undefined,
      },
      storedKnowledge,
    ),
  );
}
