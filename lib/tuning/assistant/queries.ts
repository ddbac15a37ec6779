import "server-only";
import { env } from "@/lib/env";
import type { Client } from "@/lib/supabase/client";
import { toAppError } from "@/lib/supabase/errors";
import type { AssistantInfo } from "./schemas";

/** What the page may know of the connected assistant; null when none is connected. */
export function findAssistant(): AssistantInfo | null {
  const { ASSISTANT_URL, ASSISTANT_MODEL, ASSISTANT_PROMPT, ASSISTANT_PROMPT_VERSION } = env();
  if (!ASSISTANT_URL || !ASSISTANT_MODEL) return null;
  return {
    model: ASSISTANT_MODEL,
    promptVersion: ASSISTANT_PROMPT_VERSION ?? null,
    hasPrompt: ASSISTANT_PROMPT !== undefined,
  };
}

/** The stored text of a prompt version of a project that the caller may read, else null. */
export async function findPromptText(
  client: Client,
  project: string,
  version: string,
): Promise<string | null> {
  const { data, error, status } = await client
    .from("prompt_versions")
    .select("prompt_text")
    .eq("project", project)
    .eq("version", version)
    .maybeSingle();
  if (error) throw toAppError(error, status);
  return data?.prompt_text ?? null;
}
