import type { APIRequestContext } from "@playwright/test";
import type { InteractionInput } from "@/lib/interactions/schemas";
import { expect } from "./fixtures";

const DAY_MS = 86_400_000;

/** Noon (UTC) so many days ago, and so many minutes later. */
export function noonBefore(daysAgo: number, minutes = 0): string {
  const today = Math.floor(Date.now() / DAY_MS) * DAY_MS;
  return new Date(today - daysAgo * DAY_MS + DAY_MS / 2 + minutes * 60_000).toISOString();
}

/** Records interactions through the API in batches and returns their ids in the order given. */
export async function recordInteractions(
  client: APIRequestContext,
  items: readonly Partial<InteractionInput>[],
): Promise<string[]> {
  const defaults = {
    user_id: "u-1",
    agent_type: "general",
    user_message: "What is 2 + 2?",
    agent_response: "4",
    llm_metadata: { model: "m", tokens_used: 100, cost: 0.01 },
  };
  const ids: string[] = [];
  for (let at = 0; at < items.length; at += 1000) {
    const batch = items.slice(at, at + 1000).map((item) => ({ ...defaults, ...item }));
    const response = await client.post("/v1/interactions/batch", { data: { items: batch } });
    expect(response.status(), await response.text()).toBe(201);
    ids.push(...(await response.json()).ids);
  }
  return ids;
}
