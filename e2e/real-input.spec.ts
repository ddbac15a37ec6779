import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "./fixtures";

const file = "../shared/data/topical-chat-valid.jsonl";

type Conversation = {
  conversation_id: string;
  configuration: string;
  turns: {
    turn_number: number;
    user_message: string;
    assistant_response: string;
    rating_1_to_5: number | null;
    sentiment: string;
  }[];
};

type Vote = {
  query: string;
  response: string;
  rating: 1 | -1;
  model: string;
  intent: string;
  session_id: string;
  response_id: string;
  project: string;
  created_at: string;
};

/** Ratings 4-5 are thumbs up, 1-2 thumbs down; 3 and unrated turns are left out. Spread over the last five days. */
function readVotes(project: string): Vote[] {
  const yesterday = Math.floor(Date.now() / 86_400_000) * 86_400_000 - 1;
  const conversations = readFileSync(file, "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Conversation);
  return conversations.flatMap((conversation, index) =>
    conversation.turns
      .filter((turn) => turn.rating_1_to_5 !== null && turn.rating_1_to_5 !== 3)
      .map((turn) => ({
        query: turn.user_message,
        response: turn.assistant_response,
        rating: (turn.rating_1_to_5 ?? 0) > 3 ? (1 as const) : (-1 as const),
        model: conversation.configuration,
        intent: turn.sentiment,
        session_id: conversation.conversation_id,
        response_id: `${conversation.conversation_id}-${turn.turn_number}`,
        project,
        created_at: new Date(yesterday - (index % 5) * 86_400_000 - turn.turn_number * 1000).toISOString(),
      })),
  );
}

function countBy(
  votes: Vote[],
  key: (vote: Vote) => string,
): Record<string, { total: number; positive: number }> {
  const groups: Record<string, { total: number; positive: number }> = {};
  for (const vote of votes) {
    const name = key(vote);
    const group = groups[name] ?? { total: 0, positive: 0 };
    groups[name] = group;
    group.total += 1;
    if (vote.rating === 1) group.positive += 1;
  }
  return groups;
}

test("539 real conversations: the file, the API, the page and the export agree", async ({
  api,
  createKey,
  createMember,
  page,
  project,
  signIn,
}) => {
  test.skip(!existsSync(file), `${file} is not here`);
  test.setTimeout(180_000);
  const votes = readVotes(project);
  expect(votes.length).toBeGreaterThan(3000);
  const client = await api(await createKey({ scopes: ["ingest", "read", "export"], project }));

  for (let start = 0; start < votes.length; start += 1000) {
    const items = votes.slice(start, start + 1000);
    const response = await client.post("/v1/feedback/batch", { data: { items } });
    expect(response.status(), await response.text()).toBe(201);
    expect(await response.json()).toMatchObject({ inserted: items.length, updated: 0 });
  }

  const positive = votes.filter((vote) => vote.rating === 1).length;
  expect(await (await client.get("/v1/feedback/stats")).json()).toMatchObject({
    total: votes.length,
    positive,
    negative: votes.length - positive,
    unique_sessions: new Set(votes.map((vote) => vote.session_id)).size,
    unique_models: new Set(votes.map((vote) => vote.model)).size,
  });

  for (const dimension of ["model", "intent"] as const) {
    const { data } = await (await client.get(`/v1/feedback/accuracy?group_by=${dimension}`)).json();
    const answered = Object.fromEntries(
      data.map((row: { model: string; intent: string; total: number; positive: number }) => [
        row[dimension],
        { total: row.total, positive: row.positive },
      ]),
    );
    expect(answered).toEqual(countBy(votes, (vote) => vote[dimension]));
  }

  const lines = (await (await client.post("/v1/feedback/export/finetuning", { data: {} })).text())
    .trimEnd()
    .split("\n");
  const exported = lines.map((line) => JSON.parse(line));
  // Exports are ordered by time; the file's own order is by conversation.
  const identity = (query: string, response: string, time: string) =>
    `${time}\u0000${query}\u0000${response}`;
  const expected = new Map(votes.map((vote) => [identity(vote.query, vote.response, vote.created_at), vote]));
  const blank = votes.filter((vote) => vote.query.trim() === "" || vote.response.trim() === "").length;
  expect(exported).toHaveLength(votes.length - blank);
  for (const line of exported) {
    const [question, answer] = line.messages;
    const vote = expected.get(identity(question.content, answer.content, line.metadata.created_at));
    expect(line).toEqual({
      messages: [
        { role: "user", content: vote?.query },
        { role: "assistant", content: vote?.response },
      ],
      weight: vote?.rating === 1 ? 2 : 0.5,
      metadata: {
        intent: vote?.intent,
        project,
        model: vote?.model,
        created_at: vote?.created_at,
        feedback_id: expect.any(String),
      },
    });
  }

  await signIn(page, await createMember({ role: "product_owner", projects: [project] }), "/?days=7");
  const figures = page.getByRole("region", { name: "Figures" });
  await expect(figures).toContainText(votes.length.toLocaleString("en-US"));
  await expect(figures).toContainText(`${((100 * positive) / votes.length).toFixed(1)}%`);
  for (const [title, dimension] of [
    ["Accuracy per model", "model"],
    ["Accuracy per intent", "intent"],
  ] as const) {
    const card = page.getByRole("region", { name: title, exact: true });
    await card.getByRole("button", { name: `${title}: show as table` }).click();
    for (const [name, { total, positive: good }] of Object.entries(
      countBy(votes, (vote) => vote[dimension]),
    )) {
      const row = card.getByRole("row").filter({ has: page.getByText(name, { exact: true }) });
      await expect(row).toContainText(`${((100 * good) / total).toFixed(1)}%`);
      await expect(row).toContainText(total.toLocaleString("en-US"));
    }
  }
});
