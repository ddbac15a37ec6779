import { randomUUID } from "node:crypto";
import type { Locator, Page } from "@playwright/test";
import type { Sql } from "postgres";
import { expectNoSidewaysScroll, expectNoViolations } from "./accessibility";
import { expect, test } from "./fixtures";
import { interfere } from "./interference";
import type { Person } from "./person";

type Api = Parameters<Parameters<typeof test>[2]>[0]["api"];
type CreateKey = Parameters<Parameters<typeof test>[2]>[0]["createKey"];

const answer = "Wear the badge. Ask at the desk if it is lost.";

/** A session with turns whose questions are numbered, as a bot sends it; and an open queue of them. */
async function arrange(
  { sql, api, createKey, project }: { sql: Sql; api: Api; createKey: CreateKey; project: string },
  {
    turns = 3,
    queue = {},
  }: {
    turns?: number;
    queue?: Partial<{ name: string; is_blind: boolean; reviewers_per_turn: number }> | null;
  } = {},
) {
  const client = await api(await createKey({ scopes: ["ingest", "read"], project }));
  const started = await client.post("/v1/tuning/sessions", {
    data: { master_prompt_version: "abc1234", tester_email: `${project}@example.com` },
  });
  expect(started.status(), await started.text()).toBe(201);
  const { id: sessionId } = (await started.json()) as { id: string };
  for (let from = 0; from < turns; from += 1000) {
    const recorded = await client.post(`/v1/tuning/sessions/${sessionId}/turns`, {
      data: {
        turns: Array.from({ length: Math.min(1000, turns - from) }, (_, index) => ({
          user_message: `Question ${from + index + 1}`,
          era_response: answer,
          processing_time_ms: 1840,
          confidence_score: 0.62,
          model: "assistant-1",
          search_results: {
            results: [
              { chunk_id: "c1", document_title: "Badges", chunk_text: "Badges are worn.", similarity: 0.81 },
              {
                chunk_id: "c2",
                document_title: "Parking",
                chunk_text: "Park at the back.",
                similarity: 0.32,
              },
            ],
          },
        })),
      },
    });
    expect(recorded.ok(), await recorded.text()).toBe(true);
  }
  const rows = await sql<{ id: string }[]>`
    select id from public.tuning_conversation_turns where session_id = ${sessionId} order by turn_number`;
  const turnIds = rows.map((row) => row.id);
  let queueId = "";
  if (queue) {
    const [made] = await sql<{ id: string }[]>`
      insert into public.review_queues (project, name, instructions, is_blind, reviewers_per_turn)
      values (${project}, ${queue.name ?? "Weak answers"}, ${"Read **everything** first."},
        ${queue.is_blind ?? false}, ${queue.reviewers_per_turn ?? 1})
      returning id`;
    queueId = made?.id ?? "";
    await sql`select private.fill_review_queues(null, ${queueId})`;
  }
  return { sessionId, turnIds, queueId };
}

const at = (turnIds: readonly string[], index: number) => turnIds[index] ?? "";
const heading = (page: Page, turn: number) => page.getByRole("heading", { name: `Turn ${turn} of` });
const note = (page: Page, number = 1) => page.getByRole("textbox", { name: `Note ${number}` });
const saved = (page: Page) => page.getByText(/^Saved \d\d:\d\d$/);
const storedReview = async (sql: Sql, turnId: string, person: Person) => {
  const [row] = await sql<
    {
      state: string;
      version: number;
      draft: { improvements: unknown[] } | null;
      better_response: string | null;
      empathy_score: number | null;
      chunk_verdicts: unknown;
    }[]
  >`
    select state, version, draft, better_response, empathy_score, chunk_verdicts from public.turn_reviews
    where turn_id = ${turnId} and reviewer_id = ${person.userId}`;
  return row;
};
const storedNotes = (sql: Sql, turnId: string) =>
  sql<{ improvement_note: string; category: string | null; severity: string | null }[]>`
    select improvement_note, category, severity from public.tuning_improvements
    where turn_id = ${turnId} order by improvement_note`.then((rows) => rows.map((row) => ({ ...row })));

/** Begins with the first turn of the queue. */
async function start(page: Page): Promise<void> {
  await expect(page.getByRole("button", { name: "Start reviewing" })).toBeVisible();
  // A key that is pressed before the page listens is lost.
  await expect(async () => {
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { name: /^Turn \d+ of/ })).toBeVisible({ timeout: 2_000 });
  }).toPass();
}

/** It takes the page from margin to margin, but for what 80rem leave. */
async function expectFullWidth(page: Page, target: Locator): Promise<void> {
  const [outer, inner] = [await page.getByRole("main").boundingBox(), await target.boundingBox()];
  expect(inner?.width ?? 0).toBeGreaterThanOrEqual(Math.min(80 * 16, (outer?.width ?? Infinity) - 2 * 24));
}

/** Moves the focus by Tab alone until it is there. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let presses = 0; presses < 80; presses++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error("The keyboard does not get there.");
}

test("reviews a queue by keyboard alone: notes, categories, better answer, ratings, skip, undo, the end", async ({
  page,
  project,
  api,
  sql,
  createKey,
  createMember,
  signIn,
}) => {
  const { turnIds, queueId } = await arrange({ sql, api, createKey, project });
  const meg = await createMember({ role: "reviewer", projects: [project] });
  await signIn(page, meg, "/tuning/review");
  await expect(page.getByRole("heading", { name: "Weak answers" })).toBeVisible();
  await expect(page.getByText("3 turns left for you.")).toBeVisible();
  await start(page);
  await expect(heading(page, 1)).toBeVisible();
  await expect(page).toHaveURL(`/tuning/review?queue=${queueId}&turn=${at(turnIds, 0)}`);
  await expect(page.getByRole("article", { name: "Turn 1", exact: true })).toContainText("Under review");
  await expect(page.getByText("0.81")).toBeVisible();
  const hints = page.getByRole("region", { name: "How to review" });
  await expect(hints).toContainText("Note what should change");
  await page.keyboard.press("Escape");
  await expect(hints).toBeHidden();

  await page.keyboard.press("n");
  await expect(note(page)).toBeFocused();
  await page.keyboard.type("say where the desk is, s u 1 2");
  await page.keyboard.press("Escape");
  await expect(heading(page, 1)).toBeFocused();
  await page.keyboard.press("2");
  await page.keyboard.press("n");
  await expect(note(page, 2)).toBeFocused();
  await page.keyboard.type("too short");
  await page.keyboard.press("Escape");
  await page.keyboard.press("1");
  await page.keyboard.press("4");
  await page.keyboard.press("e");
  const better = page.getByRole("textbox", { name: "Better answer" });
  await expect(better).toBeFocused();
  await expect(better).toHaveValue(answer);
  await page.keyboard.press("End");
  await page.keyboard.type(" It is on floor 2.");
  await expect(page.locator("ins")).toHaveText(" It is on floor 2.");
  await page.keyboard.press("Escape");
  await page.keyboard.press("r");
  const thumbs = page.getByRole("group", { name: "Answer", exact: true }).getByRole("button");
  await expect(thumbs.first()).toBeFocused();
  // In the form arrows and digits are those of the focused group, not of the conversation or the note.
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("6");
  await expect(heading(page, 1)).toBeVisible();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Space");
  await tabTo(page, page.getByRole("group", { name: "Empathy, 1 to 5" }).getByRole("button").first());
  await page.keyboard.press("2");
  await expect(page.getByRole("button", { name: "2", exact: true, pressed: true })).toBeFocused();
  await page.keyboard.press("c");
  const verdicts = page.getByRole("group", { name: "Verdict on chunk 1" }).getByRole("button");
  await expect(verdicts.first()).toBeFocused();
  await page.keyboard.press("Space");
  await expect(verdicts.first()).toHaveAttribute("aria-pressed", "true");
  await expect(saved(page)).toBeVisible();
  await page.keyboard.press("Control+Enter");

  await expect(heading(page, 2)).toBeFocused();
  await expect(page.getByText("1 / 3").first()).toBeVisible();
  expect(await storedReview(sql, at(turnIds, 0), meg)).toMatchObject({
    state: "done",
    draft: null,
    better_response: `${answer} It is on floor 2.`,
    empathy_score: 2,
    chunk_verdicts: { 0: "used" },
  });
  expect(await storedNotes(sql, at(turnIds, 0))).toEqual([
    { improvement_note: "say where the desk is, s u 1 2", category: "content", severity: null },
    { improvement_note: "too short", category: "clarity", severity: null },
  ]);

  await page.keyboard.press("s");
  await expect(heading(page, 3)).toBeFocused();
  expect(await storedReview(sql, at(turnIds, 1), meg)).toMatchObject({ state: "skipped" });
  await page.keyboard.press("u");
  await expect(heading(page, 2)).toBeFocused();
  expect((await storedReview(sql, at(turnIds, 1), meg))?.state ?? "none").not.toBe("skipped");
  await page.keyboard.press("Control+Enter");
  await expect(heading(page, 3)).toBeFocused();
  await page.keyboard.press("s");

  await expect(page.getByRole("heading", { name: "That was the last turn for you" })).toBeVisible();
  const total = (name: string) => page.locator("dl > div").filter({ hasText: name }).locator("dd");
  await expect(total("Turns done")).toHaveText("2");
  await expect(total("Skipped")).toHaveText("1");
  await expect(total("Notes")).toHaveText("2");
  await expect(total("Better answers")).toHaveText("1");
  await expect(page.getByRole("region", { name: "Notes by category" })).toContainText("Clarity1");
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Download CSV" }).click(),
  ]);
  expect(await file.failure()).toBeNull();

  // The hints stay away, on every device.
  await page.keyboard.press("u");
  await expect(heading(page, 3)).toBeVisible();
  await expect(hints).toBeHidden();
});

test("a draft survives a tab that is closed while typing", async ({
  page,
  context,
  project,
  api,
  sql,
  createKey,
  createMember,
  signIn,
}) => {
  const { turnIds } = await arrange({ sql, api, createKey, project });
  const meg = await createMember({ role: "reviewer", projects: [project] });
  await signIn(page, meg, "/tuning/review");
  await start(page);
  await note(page).fill("the first words");
  await expect(saved(page)).toBeVisible();
  const { url } = { url: page.url() };
  await note(page).press("End");
  await note(page).pressSequentially(", and the last ones");
  await page.close({ runBeforeUnload: false });

  const again = await context.newPage();
  await again.goto(url);
  await expect(note(again)).toHaveValue("the first words, and the last ones");
  await expect(saved(again)).toBeVisible();
  await expect
    .poll(async () => (await storedReview(sql, at(turnIds, 0), meg))?.draft?.improvements)
    .toMatchObject([{ improvement_note: "the first words, and the last ones" }]);
  await expect(again.getByText("You saved this turn elsewhere too")).toBeHidden();
});

test("a draft survives a lost network, a reload, and a server that was away", async ({
  page,
  context,
  baseURL,
  project,
  api,
  sql,
  createKey,
  createMember,
  signIn,
}) => {
  const { turnIds, queueId } = await arrange({ sql, api, createKey, project });
  const meg = await createMember({ role: "reviewer", projects: [project] });
  await signIn(page, meg, null);
  const between = await interfere(baseURL ?? "");
  try {
    await page.goto(`${between.url}/tuning/review?queue=${queueId}`);
    await page.getByRole("button", { name: "Start reviewing" }).click();
    await expect(heading(page, 1)).toBeVisible();

    await context.setOffline(true);
    await note(page).fill("typed without a network");
    await expect(page.getByText("Not saved – retrying.")).toBeVisible();
    await expect(page.getByText("Kept on this device.")).toBeVisible();
    await context.setOffline(false);
    await page.reload();
    await expect(note(page)).toHaveValue("typed without a network");
    await expect(saved(page)).toBeVisible();

    await between.close();
    await note(page).fill("typed without a server");
    await expect(page.getByText("Not saved – retrying.")).toBeVisible();
    await page.keyboard.press("Control+Enter");
    await expect(page.getByRole("alert").filter({ hasText: "not finished yet" })).toContainText("is kept");
    await between.open();
    // By itself: nobody presses anything.
    await expect(saved(page)).toBeVisible({ timeout: 30_000 });
    await expect(page.getByRole("alert").filter({ hasText: "not finished yet" })).toBeHidden();
    const stored = await storedReview(sql, at(turnIds, 0), meg);
    expect(stored?.draft?.improvements).toMatchObject([{ improvement_note: "typed without a server" }]);
    expect(
      await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("retune:review:"))),
    ).toEqual([]);
  } finally {
    await between.close();
  }
});

test("undo brings a finished turn back as it was", async ({
  page,
  project,
  api,
  sql,
  createKey,
  createMember,
  signIn,
}) => {
  const { turnIds } = await arrange({ sql, api, createKey, project });
  const meg = await createMember({ role: "reviewer", projects: [project] });
  await signIn(page, meg, "/tuning/review");
  await start(page);
  await note(page).fill("keep me");
  await page.getByRole("button", { name: "Tone" }).click();
  await expect(page.getByRole("region", { name: "How to review" })).toBeVisible();
  await page.getByRole("button", { name: "Done and next" }).click();
  await expect(heading(page, 2)).toBeVisible();
  await expect(page.getByRole("region", { name: "How to review" })).toBeHidden();
  expect(await storedNotes(sql, at(turnIds, 0))).toHaveLength(1);

  await page.getByRole("button", { name: "Undo" }).first().click();
  await expect(heading(page, 1)).toBeVisible();
  await expect(note(page)).toHaveValue("keep me");
  await expect(page.getByRole("button", { name: "Tone" })).toHaveAttribute("aria-pressed", "true");
  expect(await storedNotes(sql, at(turnIds, 0))).toEqual([]);
  await note(page).fill("keep me, changed");
  await page.keyboard.press("Control+Enter");
  await expect(heading(page, 2)).toBeVisible();
  expect(await storedNotes(sql, at(turnIds, 0))).toMatchObject([{ improvement_note: "keep me, changed" }]);
});

test("u takes back what was finished before a reload, turn by turn", async ({
  page,
  project,
  api,
  sql,
  createKey,
  createMember,
  signIn,
}) => {
  const { turnIds } = await arrange({ sql, api, createKey, project });
  const meg = await createMember({ role: "reviewer", projects: [project] });
  await signIn(page, meg, "/tuning/review");
  await start(page);
  for (const turn of [1, 2]) {
    await note(page).fill(`words on ${turn}`);
    await page.keyboard.press("Control+Enter");
    await expect(heading(page, turn + 1)).toBeVisible();
  }
  for (const turn of [2, 1]) {
    await page.reload();
    // The form is drawn once the page listens.
    await expect(note(page)).toBeVisible();
    await page.keyboard.press("u");
    await expect(heading(page, turn)).toBeVisible();
    await expect(note(page)).toHaveValue(`words on ${turn}`);
    expect(await storedReview(sql, at(turnIds, turn - 1), meg)).toMatchObject({ state: "draft" });
  }
  await page.keyboard.press("u");
  await expect(page.getByText("Nothing to undo")).toBeVisible();
});

test("a draft too large for a closing page is saved by the next page of reviewing, which says so", async ({
  page,
  context,
  project,
  api,
  sql,
  createKey,
  createMember,
  signIn,
}) => {
  test.slow();
  const { turnIds } = await arrange({ sql, api, createKey, project });
  const meg = await createMember({ role: "reviewer", projects: [project] });
  await signIn(page, meg, "/tuning/review");
  for (const [index, path] of ["/tuning/review", "/tuning"].entries()) {
    const text = `${index} ${"words ".repeat(12_000)}end`;
    const closing = await context.newPage();
    // What is saved while one types does not get through, as when the page is closed at once.
    await closing.route("**/review", (route) =>
      route.request().method() === "PUT" ? route.abort() : route.continue(),
    );
    await closing.goto(`/tuning/review?turn=${at(turnIds, index)}`);
    await closing.getByRole("button", { name: "Write a better answer" }).click();
    await closing.getByRole("textbox", { name: "Better answer" }).fill(text);
    await expect(closing.getByText("Not saved – retrying.")).toBeVisible();
    await closing.close();
    expect(await storedReview(sql, at(turnIds, index), meg)).toBeUndefined();

    const next = await context.newPage();
    await next.goto(path);
    const said = next.getByRole("status").filter({ hasText: "A draft left on this device is saved now:" });
    await expect(said).toContainText(`Question ${index + 1}`);
    const [stored] = await sql<{ text: string }[]>`
      select draft ->> 'better_response' as text from public.turn_reviews
      where turn_id = ${at(turnIds, index)} and reviewer_id = ${meg.userId}`;
    expect(stored?.text).toBe(text);
    await said.getByRole("link", { name: "Open it" }).click();
    await expect(next.getByRole("textbox", { name: "Better answer" })).toHaveValue(text);
    await next.close();
  }
});

test("two tabs on one turn: both versions are shown, and nothing is lost before one is chosen", async ({
  page,
  context,
  project,
  api,
  sql,
  createKey,
  createMember,
  signIn,
}) => {
  const { turnIds } = await arrange({ sql, api, createKey, project });
  const meg = await createMember({ role: "reviewer", projects: [project] });
  await signIn(page, meg, "/tuning/review");
  await start(page);
  await expect(note(page)).toBeVisible();
  const other = await context.newPage();
  await other.goto(page.url());
  await expect(note(other)).toHaveValue("");

  await note(page).fill("from the first tab");
  await expect(saved(page)).toBeVisible();
  await note(other).fill("from the second tab");
  const conflict = other.getByRole("alert").filter({ hasText: "You saved this turn elsewhere too" });
  await expect(conflict).toContainText("from the first tab");
  await expect(conflict).toContainText("from the second tab");
  await expect(other.getByRole("button", { name: "Keep what is here" })).toBeInViewport();

  // The first tab goes on, the second is reloaded: it still knows its own words.
  await note(page).fill("from the first tab, and more");
  await expect
    .poll(async () => (await storedReview(sql, at(turnIds, 0), meg))?.draft?.improvements)
    .toMatchObject([{ improvement_note: "from the first tab, and more" }]);
  await other.reload();
  await expect(conflict).toContainText("and more");
  await expect(note(other)).toHaveValue("from the second tab");
  await other.getByRole("button", { name: "Take the other" }).click();
  await expect(note(other)).toHaveValue("from the first tab, and more");
  await other.locator("[data-sonner-toast]").getByRole("button", { name: "Undo" }).click();
  await expect(note(other)).toHaveValue("from the second tab");
  await expect(saved(other)).toBeVisible();
  expect((await storedReview(sql, at(turnIds, 0), meg))?.draft?.improvements).toMatchObject([
    { improvement_note: "from the second tab" },
  ]);
});

test("Done removes what was removed here, and leaves notes from another window alone", async ({
  page,
  baseURL,
  project,
  api,
  sql,
  createKey,
  createMember,
  signIn,
}) => {
  const { turnIds } = await arrange({ sql, api, createKey, project });
  const meg = await createMember({ role: "reviewer", projects: [project] });
  await signIn(page, meg, "/tuning/review");
  const notes = `/v1/tuning/turns/${at(turnIds, 0)}/improvements`;
  const write = async (words: string) => {
    const options = { data: { improvement_note: words }, headers: { origin: baseURL ?? "" } };
    expect((await page.request.post(notes, options)).status()).toBe(201);
  };
  for (const words of ["first", "second"]) await write(words);
  await start(page);
  await expect(note(page, 2)).toHaveValue("second");
  await page.getByRole("button", { name: "Remove note 1" }).click();
  await expect(saved(page)).toBeVisible();
  await write("from another window");
  await page.reload();
  await expect(note(page)).toHaveValue("second");
  await expect(page.getByText("Your notes from elsewhere (1)")).toBeVisible();
  await page.keyboard.press("Control+Enter");
  await expect(heading(page, 2)).toBeVisible();
  expect(await storedNotes(sql, at(turnIds, 0))).toMatchObject([
    { improvement_note: "from another window" },
    { improvement_note: "second" },
  ]);
});

test("a turn that someone else took is said so, and what was written stays", async ({
  page,
  project,
  api,
  sql,
  createKey,
  createMember,
  signIn,
}) => {
  const { turnIds, queueId } = await arrange({ sql, api, createKey, project });
  const meg = await createMember({ role: "reviewer", projects: [project] });
  const max = await createMember({ role: "reviewer", projects: [project] });
  await signIn(page, meg, "/tuning/review");
  await start(page);
  await note(page).fill("written in time");
  await expect(saved(page)).toBeVisible();
  await sql`
    update public.review_queue_slots set state = 'done', reviewer_id = ${max.userId}, claimed_until = null
    where queue_id = ${queueId} and turn_id = ${at(turnIds, 0)}`;
  await page.keyboard.press("Control+Enter");
  const notice = page.getByRole("alert").filter({ hasText: "Someone else has taken this turn" });
  await expect(notice).toBeVisible();
  await expect(note(page)).toHaveValue("written in time");
  expect(await storedNotes(sql, at(turnIds, 0))).toEqual([]);
  await notice.getByRole("button", { name: "Next turn" }).click();
  await expect(heading(page, 2)).toBeVisible();
});

test("a note with a category and no words stands in the way of Done, and gets the focus", async ({
  page,
  project,
  api,
  sql,
  createKey,
  createMember,
  signIn,
}) => {
  const { turnIds } = await arrange({ sql, api, createKey, project });
  await signIn(page, await createMember({ role: "reviewer", projects: [project] }), "/tuning/review");
  await start(page);
  await expect(heading(page, 1)).toBeVisible();
  await page.keyboard.press("3");
  await expect(page.getByRole("button", { name: "Citation" })).toHaveAttribute("aria-pressed", "true");
  await page.keyboard.press("Control+Enter");
  await expect(page.getByText("Write what should change, or remove this note.")).toBeVisible();
  await expect(note(page)).toBeFocused();
  await page.keyboard.type("name the source");
  await page.keyboard.press("Control+Enter");
  await expect(heading(page, 2)).toBeVisible();
  expect(await storedNotes(sql, at(turnIds, 0))).toEqual([
    { improvement_note: "name the source", category: "citation", severity: null },
  ]);
});

test("a conversation of 1,200 turns opens at its turn, with few of them in the document", async ({
  page,
  project,
  api,
  sql,
  createKey,
  createMember,
  signIn,
}) => {
  test.slow();
  const { turnIds } = await arrange({ sql, api, createKey, project }, { turns: 1_200, queue: null });
  await signIn(page, await createMember({ role: "reviewer", projects: [project] }), "/tuning/review");
  const asked: number[] = [];
  page.on("response", async (response) => {
    if (!/\/v1\/tuning\/sessions\/[^/]+\/turns/.test(response.url())) return;
    asked.push(((await response.json()) as { data: unknown[] }).data.length);
  });
  await page.goto(`/tuning/review?turn=${at(turnIds, 699)}`);
  await expect(heading(page, 700)).toBeVisible();
  const article = (turn: number) => page.getByRole("article", { name: `Turn ${turn}`, exact: true });
  await expect(article(700)).toBeInViewport();
  await expect(article(700)).toContainText("Under review");
  expect(await page.getByRole("article").count()).toBeLessThan(40);
  expect(asked.reduce((sum, count) => sum + count, 0)).toBeLessThan(200);

  for (let turn = 701; turn <= 712; turn++) {
    await page.keyboard.press("j");
    await expect(heading(page, turn)).toBeVisible();
    await expect(article(turn)).toBeInViewport();
  }
  await page.keyboard.press("k");
  await expect(heading(page, 711)).toBeVisible();
  await expect(page).toHaveURL(`/tuning/review?turn=${at(turnIds, 710)}`);
  await page.goto(`/tuning/review?turn=${at(turnIds, 1199)}`);
  await expect(article(1200)).toBeInViewport();
  await page.keyboard.press("Control+Enter");
  await expect(page.getByText("You have finished this turn.")).toBeVisible();
});

test("in a blind queue what others said is hidden", async ({
  page,
  project,
  api,
  sql,
  createKey,
  createMember,
  signIn,
}) => {
  const { turnIds } = await arrange(
    { sql, api, createKey, project },
    { queue: { is_blind: true, reviewers_per_turn: 2 } },
  );
  const max = await createMember({ role: "reviewer", projects: [project] });
  await sql`
    insert into public.tuning_improvements (turn_id, improvement_note, author_kind, author_id, author_label)
    values (${at(turnIds, 0)}, 'what Max thinks', 'member', ${max.userId}, 'Max')`;
  await signIn(page, await createMember({ role: "reviewer", projects: [project] }), "/tuning/review");
  await start(page);
  await expect(heading(page, 1)).toBeVisible();
  await expect(page.getByText("Blind: nobody sees another's review yet")).toBeVisible();
  await expect(page.getByText("What others said")).toBeHidden();
  await sql`update public.review_queues set is_blind = false where project = ${project}`;
  await page.reload();
  await page.getByText("What others said (1)").click();
  await expect(page.getByText("what Max thinks")).toBeVisible();
});

test("keys are listed, and left alone where they are typed", async ({
  page,
  project,
  api,
  sql,
  createKey,
  createMember,
  signIn,
}) => {
  await arrange({ sql, api, createKey, project });
  await signIn(page, await createMember({ role: "reviewer", projects: [project] }), "/tuning/review");
  await start(page);
  await expect(heading(page, 1)).toBeVisible();
  await page.keyboard.press("?");
  const help = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  const list = help.getByRole("region", { name: "Review" });
  for (const label of [
    "Write a note",
    "Write a better answer",
    "Done, next turn",
    "Skip, next turn",
    "Tone on or off",
    "Go to the retrieved chunks",
    "Go to the ratings",
  ]) {
    await expect(list.getByText(label)).toBeVisible();
  }
  // Inside a dialog they do nothing, not even the one that works in fields.
  await page.keyboard.press("s");
  await page.keyboard.press("Control+Enter");
  await page.keyboard.press("Escape");
  await expect(help).toBeHidden();
  await expect(heading(page, 1)).toBeVisible();
  await page.keyboard.press("j");
  await expect(heading(page, 2)).toBeVisible();
  await expect(page.getByText("You are looking around.")).toBeVisible();
  await page.keyboard.press("ArrowUp");
  await expect(heading(page, 1)).toBeVisible();
});

test("a move asked for before the conversation has arrived happens when it has", async ({
  page,
  project,
  api,
  sql,
  createKey,
  createMember,
  signIn,
}) => {
  await arrange({ sql, api, createKey, project });
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(/\/v1\/tuning\/sessions\/[^/]+\/turns/, async (route) => {
    await released;
    await route.continue();
  });
  await signIn(page, await createMember({ role: "reviewer", projects: [project] }), "/tuning/review");
  await start(page);
  await expect(heading(page, 1)).toBeVisible();
  await page.keyboard.press("j");
  release();
  await expect(heading(page, 2)).toBeVisible();
});

test("says what to do when no queue is open, or there is none at an address", async ({
  page,
  project,
  sql,
  createMember,
  signIn,
}) => {
  await signIn(page, await createMember({ role: "product_owner", projects: [project] }), "/tuning/review");
  await expect(page.getByText("No queue is open")).toBeVisible();
  await expect(page.getByRole("link", { name: "Make a queue" })).toHaveAttribute("href", "/tuning/queues");
  const [elsewhere] = await sql<{ id: string }[]>`
    insert into public.review_queues (project, name) values (${`${project}-other`}, 'Elsewhere') returning id`;
  for (const queue of [randomUUID(), elsewhere?.id, "not-a-queue"]) {
    expect((await page.goto(`/tuning/review?queue=${queue}`))?.status()).toBe(404);
    await expect(page.getByText("There is no such queue")).toBeVisible();
  }
  await page.goto("/tuning/review?turn=not-a-turn");
  await expect(page.getByRole("alert").filter({ hasText: "This turn cannot be shown" })).toBeVisible();
});

for (const width of [390, 1440]) {
  test(`has no accessibility violations and fits, ${width} px`, async ({
    page,
    project,
    api,
    sql,
    createKey,
    createMember,
    signIn,
  }) => {
    test.slow();
    await arrange({ sql, api, createKey, project });
    await page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
    await signIn(page, await createMember({ role: "reviewer", projects: [project] }), "/tuning/review");
    await expect(page.getByRole("heading", { name: "Weak answers" })).toBeVisible();
    await expectFullWidth(page, page.getByRole("listitem").filter({ hasText: "Weak answers" }));
    await expectNoViolations(page);
    await expectNoSidewaysScroll(page);
    await page.getByRole("button", { name: "Start reviewing" }).click();
    await expect(heading(page, 1)).toBeVisible();
    if (width === 390) {
      await expect(note(page)).not.toBeInViewport();
      await page.getByRole("button", { name: "Notes", exact: true }).click();
      await expect(note(page)).toBeInViewport();
      await page.getByRole("button", { name: "Turn", exact: true }).click();
      await expect(heading(page, 1)).toBeInViewport();
    }
    await note(page).fill("something");
    await page.getByRole("button", { name: "Write a better answer" }).click();
    await page.getByRole("textbox", { name: "Better answer" }).fill("Wear the card.");
    await page.getByRole("button", { name: "Instructions" }).click();
    await expect(page.getByText("everything", { exact: true })).toBeVisible();
    await expectNoViolations(page);
    await expectNoSidewaysScroll(page);
    await expect(page.getByRole("button", { name: "Done and next" })).toBeInViewport();
    for (let turn = 2; turn <= 3; turn++) {
      await page.getByRole("button", { name: "Done and next" }).click();
      await expect(heading(page, turn)).toBeVisible();
    }
    await page.getByRole("button", { name: "Skip" }).click();
    await expect(page.getByRole("heading", { name: "That was the last turn for you" })).toBeVisible();
    await expectFullWidth(page, page.locator("dl").filter({ hasText: "Turns done" }));
    await expectNoViolations(page);
    await expectNoSidewaysScroll(page);
  });
}
