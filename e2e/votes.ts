import type { APIRequestContext } from "@playwright/test";
import type { Feedback, FeedbackInput } from "@/lib/feedback/schemas";
import { expect } from "./fixtures";

/** Records votes through the API in batches and returns their ids in the order of the votes. */
export async function recordVotes(
  client: APIRequestContext,
  votes: Partial<FeedbackInput>[],
): Promise<string[]> {
  const defaults = { query: "What is 2 + 2?", response: "4", model: "m", rating: 1 };
  const ids: string[] = [];
  for (let at = 0; at < votes.length; at += 1000) {
    const items = votes.slice(at, at + 1000).map((vote) => ({ ...defaults, ...vote }));
    const response = await client.post("/v1/feedback/batch", { data: { items } });
    expect(response.status(), await response.text()).toBe(201);
    ids.push(...(await response.json()).ids);
  }
  return ids;
}

/** Every vote of a project, oldest first, page by page. */
export async function listVotes(client: APIRequestContext, project: string): Promise<Feedback[]> {
  const votes: Feedback[] = [];
  let cursor: string | null = null;
  do {
    const params: Record<string, string> = { project, sort: "created_at", limit: "1000" };
    if (cursor !== null) params.cursor = cursor;
    const page = await (await client.get("/v1/feedback", { params })).json();
    votes.push(...page.data);
    cursor = page.next_cursor;
  } while (cursor !== null);
  return votes;
}

/** The line of the training file that format `retune` has for a vote. */
export function expectedLine(vote: Feedback, weights = { positive: 2, negative: 0.5 }): object {
  return {
    messages: [
      { role: "user", content: vote.query },
      { role: "assistant", content: vote.response },
    ],
    weight: vote.rating === 1 ? weights.positive : weights.negative,
    metadata: {
      intent: vote.intent,
      project: vote.project,
      model: vote.model,
      created_at: vote.created_at,
      feedback_id: vote.id,
      ...(vote.corrected_response !== null && vote.corrected_response !== vote.response
        ? { corrected_response: vote.corrected_response }
        : {}),
    },
  };
}

/** The objects of a JSONL text, which ends in a newline unless it is empty. */
export function parseLines(text: string): object[] {
  const lines = text.split("\n");
  expect(lines.pop()).toBe("");
  return lines.map((line) => JSON.parse(line));
}

/** Votes with every kind of text that breaks careless writers, a minute apart and ending an hour ago. */
export function awkwardVotes(count: number): Partial<FeedbackInput>[] {
  const texts = [
    "=SUM(A1)",
    "two\nlines\r\nand a tab\t",
    'a "quoted" \\ answer',
    "a\u2028b\u2029c\u0085d",
    "مرحبا بالعالم",
    "👩‍👩‍👧 日本語",
    "\u202eabc",
    "```js\nconst x = 1;\n```",
  ];
  const start = Date.now() - 3_600_000 - count * 60_000;
  return Array.from({ length: count }, (_, n) => ({
    query: `${texts[n % texts.length]} (${n})`,
    response: `${texts[(n * 3 + 1) % texts.length]}`,
    model: `model-${n % 3}`,
    intent: [null, "code", "reasoning"][n % 3] ?? null,
    rating: n % 4 === 0 ? -1 : 1,
    corrected_response: n % 8 === 0 ? `better: ${texts[n % texts.length]}` : null,
    created_at: new Date(start + n * 60_000).toISOString(),
  }));
}
