import type { APIRequestContext } from "@playwright/test";
import type { ExecutionInput } from "@/lib/learning/executions/schemas";
import { expect } from "./fixtures";

/** Records executions through the API in batches and returns their ids in order. */
export async function recordExecutions(
  client: APIRequestContext,
  rows: Partial<ExecutionInput>[],
): Promise<string[]> {
  const defaults = {
    user_prompt: "remove duplicates",
    action_plan: {
      task: "clean",
      operations: [
        {
          type: "remove_duplicates",
          execution_instructions: { method: "pandas.drop_duplicates", args: [], kwargs: {} },
        },
      ],
    },
    success: true,
    model: "m",
  };
  const ids: string[] = [];
  for (let at = 0; at < rows.length; at += 1000) {
    const items = rows.slice(at, at + 1000).map((row) => ({ ...defaults, ...row }));
    const response = await client.post("/v1/executions/batch", { data: { items } });
    expect(response.status(), await response.text()).toBe(201);
    ids.push(...(await response.json()).ids);
  }
  return ids;
}
