import { existsSync, readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import type { Sql } from "postgres";
import { neutralizeFormula } from "@/lib/format/csv";
import { parseCsv } from "./csv";
import { expect, test } from "./fixtures";

const file = "../shared/data/topical-chat-valid.jsonl";

type Conversation = {
  conversation_id: string;
  configuration: string;
  conversation_rating: { agent_1: number; agent_2: number };
  turns: {
    turn_number: number;
    user_message: string;
    assistant_response: string;
    rating_1_to_5: number | null;
    sentiment: string;
    knowledge_sources: string[];
  }[];
};
type Line = ReturnType<typeof toLine>;

const first = Date.parse("2026-01-05T09:00:00Z");

/** A conversation as a line of an import: one every ten minutes, a turn every ten seconds. */
function toLine(conversation: Conversation, index: number, project: string) {
  const start = first + index * 600_000;
  return {
    project,
    session_start: new Date(start).toISOString(),
    master_prompt_version: conversation.configuration,
    branch_name: "topical-chat",
    tester_email: `${conversation.conversation_id}@example.com`,
    metadata: {
      conversation_id: conversation.conversation_id,
      rating: conversation.conversation_rating,
    },
    turns: conversation.turns.map((turn, place) => ({
      turn_number: turn.turn_number,
      user_message: turn.user_message,
      era_response: turn.assistant_response,
      timestamp: new Date(start + (place + 1) * 10_000).toISOString(),
      intent: turn.sentiment,
      // Partners rated 1 (poor) to 5 (excellent).
      metadata: { satisfaction: turn.rating_1_to_5 },
      search_results: {
        results: turn.knowledge_sources.map((source) => ({ chunk_id: source, chunk_text: source })),
      },
    })),
  };
}

/** A hash of every row of the project, and how many there are. */
async function fingerprint(sql: Sql, project: string) {
  const [row] = await sql`
    select
      (select md5(string_agg(s::text, chr(10) order by s.id)) from public.prompt_tuning_sessions s where s.project = ${project}) as sessions,
      (select md5(string_agg(t::text, chr(10) order by t.id)) from public.tuning_conversation_turns t where t.project = ${project}) as turns,
      (select count(*)::int from public.prompt_tuning_sessions s where s.project = ${project}) as session_count,
      (select count(*)::int from public.tuning_conversation_turns t where t.project = ${project}) as turn_count`;
  return row;
}

/** Finishes the turn on the screen by keyboard alone, with a note of this category, and waits for the next one. */
async function reviewByKeyboard(page: Page, note: string, categoryKey: string): Promise<void> {
  await page.keyboard.press("n");
  await expect(page.getByRole("textbox", { name: "Note 1" })).toBeFocused();
  await page.keyboard.type(note);
  await page.keyboard.press("Escape");
  await page.keyboard.press(categoryKey);
  await page.keyboard.press("Control+Enter");
}

test("539 real conversations: the file, the import, the review by keyboard, the pages and the CSV agree", async ({
  page,
  project,
  sql,
  api,
  createKey,
  createMember,
  signIn,
}) => {
  test.skip(!existsSync(file), `${file} is not here`);
  test.setTimeout(240_000);
  const lines = readFileSync(file, "utf8")
    .split("\n")
    .filter(Boolean)
    .map((text, index) => toLine(JSON.parse(text) as Conversation, index, project));
  const turnTotal = lines.reduce((sum, line) => sum + line.turns.length, 0);
  expect([lines.length, turnTotal]).toEqual([539, 5640]);
  const body = lines.map((line) => `${JSON.stringify(line)}\n`).join("");
  const client = await api(await createKey({ scopes: ["ingest", "read", "export"], project }));
  const importAll = async () => {
    const response = await client.post("/v1/tuning/import", {
      headers: { "content-type": "application/x-ndjson" },
      data: body,
    });
    expect(response.status()).toBe(200);
    return (await response.text())
      .trimEnd()
      .split("\n")
      .map((text) => JSON.parse(text));
  };

  const report = await importAll();
  expect(report.at(-1)).toEqual({
    summary: {
      sessions: 539,
      imported: 539,
      extended: 0,
      unchanged: 0,
      errors: 0,
      turns: turnTotal,
      improvements: 0,
    },
  });
  const idOf = new Map<Line, string>(lines.map((line, index) => [line, report[index].id]));
  const before = await fingerprint(sql, project);
  expect(before).toMatchObject({ session_count: 539, turn_count: turnTotal });

  // A second time: nothing is doubled, and nothing is written.
  expect((await importAll()).at(-1).summary).toMatchObject({
    imported: 0,
    extended: 0,
    unchanged: 539,
    errors: 0,
  });
  expect(await fingerprint(sql, project)).toEqual(before);

  // Totals of every session, page by page.
  const shown = new Map<string, { total_turns: number; duration_minutes: number }>();
  let cursor: string | null = null;
  do {
    const search: string = cursor ? `&cursor=${cursor}` : "";
    const answer = await (await client.get(`/v1/tuning/sessions?limit=200${search}`)).json();
    for (const session of answer.data) shown.set(session.id, session);
    cursor = answer.next_cursor;
  } while (cursor);
  expect(shown.size).toBe(539);
  for (const line of lines) {
    const session = shown.get(idOf.get(line) ?? "");
    expect(session?.total_turns).toBe(line.turns.length);
    expect(session?.duration_minutes).toBeCloseTo(line.turns.length / 6, 5);
  }
  const perVersion = new Map<string, number>();
  for (const { master_prompt_version: version } of lines)
    perVersion.set(version, (perVersion.get(version) ?? 0) + 1);
  const summary = await (await client.get("/v1/tuning/sessions/summary")).json();
  expect(summary).toMatchObject({ total: 539, active: 0, turns: turnTotal, improvements: 0 });
  expect(
    Object.fromEntries(
      summary.versions.map(({ value, total }: { value: string; total: number }) => [value, total]),
    ),
  ).toEqual(Object.fromEntries(perVersion));

  // Meg reviews the first four turns, oldest first, without a mouse.
  await sql`insert into public.review_queues (project, name) values (${project}, 'Everything')`;
  const [queue] = await sql<{ id: string }[]>`select id from public.review_queues where project = ${project}`;
  await sql`select private.fill_review_queues(null, ${queue?.id ?? ""})`;
  const meg = await createMember({ role: "reviewer", projects: [project] });
  await signIn(page, meg, "/tuning/review");
  const oldest = lines[0] as Line;
  await expect(page.getByText(`${turnTotal.toLocaleString("en-US")} turns left for you.`)).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Turn 1 of" })).toBeVisible();
  const hints = page.getByRole("region", { name: "How to review" });
  await expect(hints).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(hints).toBeHidden();
  const reviewed = ["tone", "content", "citation", "clarity"].map((category, index) => ({
    category,
    key: String(index + 1),
    note: `Note ${index + 1}, of a real turn`,
  }));
  for (const [index, { note, key }] of reviewed.entries()) {
    const heading = page.getByRole("heading", { name: `Turn ${index + 1} of` });
    await expect(heading).toBeVisible();
    // A turn that follows another gets the focus.
    if (index > 0) await expect(heading).toBeFocused();
    await reviewByKeyboard(page, note, key);
  }
  await expect(page.getByRole("heading", { name: "Turn 5 of" })).toBeVisible();
  await expect(page.getByText(`4 / ${turnTotal.toLocaleString("en-US")}`).first()).toBeVisible();

  const oldestId = idOf.get(oldest) ?? "";
  const stats = await (await client.get(`/v1/tuning/sessions/${oldestId}/stats`)).json();
  expect(stats).toMatchObject({ total_turns: oldest.turns.length, total_improvements: 4 });
  await page.goto(`/tuning/${oldestId}`);
  const card = page.getByRole("article", { name: "Turn 2", exact: true });
  await expect(card).toContainText(oldest.turns[1]?.user_message ?? "");
  await expect(card.getByRole("list", { name: "Improvements" })).toContainText("Note 2, of a real turn");

  // The CSV of that session, and of all of them: the file's turns in order, with the notes of the first four.
  const expected = (line: Line, notes: typeof reviewed) =>
    line.turns.map((turn, index) => [
      String(turn.turn_number),
      neutralizeFormula(turn.user_message),
      neutralizeFormula(turn.era_response),
      notes[index]?.note ?? "",
      notes[index]?.category ?? "",
    ]);
  const readRows = async (path: string) =>
    parseCsv(await (await client.get(path)).text())
      .slice(1)
      .map((cells) => cells.slice(0, 5));
  expect(await readRows(`/v1/tuning/sessions/${oldestId}/export.csv`)).toEqual(expected(oldest, reviewed));
  const all = lines.flatMap((line) => expected(line, line === oldest ? reviewed : []));
  expect(await readRows("/v1/tuning/export.csv")).toEqual(all);

  // What was reviewed stays when the file comes a third time.
  expect((await importAll()).at(-1).summary).toMatchObject({ unchanged: 539, improvements: 0 });
  const [kept] =
    await sql`select total_improvements from public.prompt_tuning_sessions where id = ${oldestId}`;
  expect(kept?.total_improvements).toBe(4);
});
