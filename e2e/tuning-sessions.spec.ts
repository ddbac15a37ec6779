import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { standIn } from "../scripts/stand-in-assistant";
import { serveWeb } from "../scripts/web";
import { findFreePort } from "../supabase/local/ports";
import { expectNoSidewaysScroll, expectNoViolations } from "./accessibility";
import { expect, test } from "./fixtures";
import { interfere } from "./interference";
import { createSessionCookies } from "./session-cookies";
import { storeNote, storeReview, storeSession, storeTurn } from "./tuning-rows";

const row = (page: Page, text: string) =>
  page.getByRole("grid", { name: "Sessions" }).getByRole("row").filter({ hasText: text });
const status = (page: Page, text: string) => page.getByText(text, { exact: true });
const message = (page: Page) => page.getByRole("textbox", { name: "Message" });
const turn = (page: Page, number: number) =>
  page.getByRole("article", { name: `Turn ${number.toLocaleString("en-US")}`, exact: true });
const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000);

/** Lets an answer go on that waits in the middle. */
async function release(name: string): Promise<void> {
  const response = await fetch(`${process.env.RETUNE_TEST_ASSISTANT}/release/${name}`, { method: "POST" });
  expect(response.status).toBe(204);
}

test.describe("the table of sessions", () => {
  test("shows figures, narrows by what there is, sorts, and opens a session", async ({
    page,
    project,
    sql,
    createMember,
    signIn,
  }) => {
    const first = await storeSession(sql, {
      project,
      tester_name: "Meg",
      tester_email: "meg@example.com",
      branch_name: "main",
      master_prompt_version: "v1",
      session_start: hoursAgo(50),
      session_end: hoursAgo(49.5),
    });
    const turnId = await storeTurn(sql, first, { avg_similarity: 0.5, processing_time_ms: 1000 });
    await storeTurn(sql, first, { avg_similarity: 0.9, processing_time_ms: 3000 });
    await storeNote(sql, turnId);
    await storeReview(sql, turnId);
    await storeSession(sql, {
      project,
      tester_name: "Sam",
      tester_email: "sam@example.com",
      master_prompt_version: "v2",
      session_start: hoursAgo(1),
    });
    await storeSession(sql, { project, tester_name: "Long ago", session_start: hoursAgo(24 * 40) });
    await signIn(page, await createMember({ role: "reviewer", projects: [project] }), "/tuning");

    await expect(status(page, "2 sessions")).toBeVisible();
    await expect(row(page, "Meg")).toContainText(/30 min2.*1 \/ 21.*0\.70.*2\.00 s.*v1.*main/);
    await expect(row(page, "Sam")).toContainText("Active");
    await expect(page.getByRole("row").nth(1)).toContainText("Sam");
    await page.getByRole("button", { name: "Start", exact: true }).click();
    await expect(page).toHaveURL(/sort=session_start/);
    await expect(page.getByRole("row").nth(1)).toContainText("Meg");

    await page.getByRole("button", { name: "Active", exact: true }).click();
    await expect(status(page, "1 session")).toBeVisible();
    await expect(page).toHaveURL(/is_active=true/);
    await page.getByRole("button", { name: "Clear" }).click();
    await page.getByRole("combobox", { name: "Version: Any version" }).click();
    await page.getByRole("option", { name: "v1" }).click();
    await page.keyboard.press("Escape");
    await expect(page).toHaveURL(/master_prompt_version=v1/);
    await expect(status(page, "1 session")).toBeVisible();
    await page.reload();
    await expect(row(page, "Meg")).toBeVisible();
    await expect(row(page, "Sam")).toHaveCount(0);

    await row(page, "Meg").focus();
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(new RegExp(`/tuning/${first}`));
    await expect(page.getByRole("heading", { name: "Session of Meg" })).toBeVisible();
  });

  test("compares two sessions, the later with the earlier, and the address keeps it", async ({
    page,
    project,
    sql,
    createMember,
    signIn,
  }) => {
    const make = async (name: string, hours: number, turns: number, notes: number) => {
      const id = await storeSession(sql, { project, tester_name: name, session_start: hoursAgo(hours) });
      for (let index = 0; index < turns; index++) {
        const turnId = await storeTurn(sql, id, { processing_time_ms: 1000 + 500 * turns });
        if (index < notes) await storeNote(sql, turnId, { category: "tone" });
      }
      return id;
    };
    const earlier = await make("Earlier", 20, 1, 1);
    const later = await make("Later", 10, 4, 2);
    await make("Third", 5, 0, 0);
    await signIn(page, await createMember({ role: "reviewer", projects: [project] }), "/tuning");
    await page.getByRole("checkbox", { name: "Select the session of Later" }).click();
    await expect(page.getByRole("button", { name: "Compare" })).toBeDisabled();
    await page.getByRole("checkbox", { name: "Select the session of Earlier" }).click();
    await page.getByRole("button", { name: "Compare" }).click();
    await expect(page).toHaveURL(new RegExp(`compare=${earlier},${later}`));
    const panel = page.getByRole("dialog", { name: "Two sessions compared" });
    const figure = (name: string) => panel.getByRole("row").filter({ hasText: name });
    await expect(panel.getByRole("row").first()).toContainText(/Earlier.*Later/);
    await expect(panel.getByRole("rowheader", { name: "Turns" }).locator("..")).toHaveText("Turns14+3");
    await expect(figure("Improvements per turn")).toContainText("1.000.50−0.50");
    await expect(figure("Average latency")).toContainText("1.50 s3.00 s+1.50 s");
    await expect(figure("Tone")).toContainText("12+1");
    await expectNoViolations(page);
    await page.reload();
    await expect(figure("Tone")).toContainText("12+1");
    await page.keyboard.press("Escape");
    await expect(panel).toBeHidden();
    await expect(page).not.toHaveURL(/compare=/);
  });

  test("downloads the selected or all matching sessions with the columns one wants, and copies a brief", async ({
    page,
    project,
    sql,
    createMember,
    signIn,
    context,
  }) => {
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    for (const name of ["One", "Two", "Three"]) {
      const id = await storeSession(sql, { project, tester_name: name, session_start: hoursAgo(3) });
      const turnId = await storeTurn(sql, id, { user_message: `Asked by ${name}`, model: "model-x" });
      await storeNote(sql, turnId, { category: "citation", improvement_note: `Name the source, ${name}` });
    }
    await signIn(page, await createMember({ role: "reviewer", projects: [project] }), "/tuning");
    for (const name of ["One", "Two"])
      await page.getByRole("checkbox", { name: `Select the session of ${name}` }).click();
    await page.getByRole("button", { name: "Download" }).last().click();
    const dialog = page.getByRole("dialog", { name: "Download sessions" });
    await expect(dialog.getByRole("status")).toHaveText("2 sessions");
    await dialog.getByRole("checkbox", { name: "model", exact: true }).click();
    const read = async () => {
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        dialog.getByRole("button", { name: "Download", exact: true }).click(),
      ]);
      return { name: download.suggestedFilename(), text: readFileSync(await download.path(), "utf8") };
    };
    const csv = await read();
    expect(csv.name).toMatch(/^retune-sessions-.*\.csv$/);
    const [head, ...lines] = csv.text.trimEnd().split(/\r\n/);
    expect(head).toMatch(
      /^turn_number,user_message,era_response,improvement_note,category,timestamp,.*model/,
    );
    expect(lines).toHaveLength(2);
    expect(csv.text).toContain("Asked by One");
    expect(csv.text).not.toContain("Asked by Three");
    await expect(dialog.getByText("2 rows written")).toBeVisible();

    await dialog.getByRole("button", { name: "Download another" }).click();
    await dialog.getByRole("button", { name: "All matching (3)" }).click();
    await dialog.getByRole("button", { name: "Tuning brief" }).click();
    await dialog.getByRole("button", { name: "Preview and copy" }).click();
    await dialog.getByRole("button", { name: "Copy the brief" }).click();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    for (const name of ["One", "Two", "Three"]) expect(copied).toContain(`Name the source, ${name}`);
    const brief = await read();
    expect(brief.name).toMatch(/\.md$/);
    expect(brief.text).toBe(copied);
  });

  test("says how to send the first session, and what to do when a filter hides all", async ({
    page,
    project,
    createMember,
    signIn,
  }) => {
    await signIn(page, await createMember({ role: "reviewer", projects: [project] }), "/tuning");
    await expect(page.getByText("No sessions in this range")).toBeVisible();
    await expect(page.locator("pre")).toContainText("/v1/tuning/sessions");
    await page.goto("/tuning?branch_name=nowhere");
    await expect(page.getByText("No session matches these filters")).toBeVisible();
    await page.getByRole("link", { name: "Every session of the last 366 days" }).click();
    await expect(page.getByText("No sessions in this range")).toBeVisible();
  });
});

test.describe("one session", () => {
  test("shows notes, scores and passages beside each turn, and leads to its review", async ({
    page,
    project,
    sql,
    createMember,
    signIn,
  }) => {
    const id = await storeSession(sql, {
      project,
      tester_name: "Meg",
      session_end: new Date("2026-03-01T10:30:00Z"),
    });
    const turnId = await storeTurn(sql, id, {
      user_message: "Where is the form?",
      processing_time_ms: 1840,
      search_results: sql.json({
        results: [
          { document_title: "Forms", chunk_text: "Forms are on the shelf.", similarity: 0.81 },
          { chunk_text: "Nobody scored this." },
        ],
      }),
    });
    await storeNote(sql, turnId, { category: "citation", severity: "high", author_label: "sam@example.com" });
    await storeReview(sql, turnId, { empathy_score: 4, has_policy_citation: false });
    await signIn(page, await createMember({ role: "reviewer", projects: [project] }), `/tuning/${id}`);
    const card = turn(page, 1);
    await expect(card).toContainText("Where is the form?");
    await expect(card.getByRole("list", { name: "Improvements" })).toContainText(
      /Should ask which shift first.*Citation.*High.*Open.*sam@example\.com/,
    );
    await expect(card).toContainText(/Empathy4 \/ 5/);
    await expect(card).toContainText(/Policy citationNo/);
    await card.getByText("2 passages").click();
    await expect(card).toContainText("Forms are on the shelf.");
    await expect(card).toContainText("0.81");
    await expectNoViolations(page);
    // Ended, and not one's own: nothing to end, and nothing to go on with.
    await expect(page.getByRole("button", { name: "End session" })).toHaveCount(0);
    await page.keyboard.press("j");
    await expect(card).toHaveAttribute("aria-current", "true");
    await page.keyboard.press("r");
    await expect(page).toHaveURL(new RegExp(`/tuning/review\\?turn=${turnId}`));
  });

  test("1,200 turns: few of them in the document, j and k go through, the address names where to begin", async ({
    page,
    project,
    sql,
    createMember,
    signIn,
  }) => {
    const id = await storeSession(sql, { project });
    await sql`
      insert into public.tuning_conversation_turns (session_id, turn_number, user_message, era_response)
      select ${id}, n, 'Question ' || n, 'Answer ' || n || repeat(' and more', n % 40) from generate_series(1, 1200) n`;
    const member = await createMember({ role: "reviewer", projects: [project] });
    await signIn(page, member, `/tuning/${id}`);
    await expect(turn(page, 1)).toBeVisible();
    expect(await page.getByRole("article").count()).toBeLessThan(25);
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await expect(turn(page, 2)).toHaveAttribute("aria-current", "true");
    await page.keyboard.press("k");
    await expect(turn(page, 1)).toHaveAttribute("aria-current", "true");
    await page.goto(`/tuning/${id}?turn=1150`);
    await expect(turn(page, 1150)).toBeInViewport();
    expect(await page.getByRole("article").count()).toBeLessThan(25);
    await page.keyboard.press("j");
    await expect(turn(page, 1151)).toBeInViewport();
  });

  test("an admin ends it after a question; turns that arrive meanwhile appear", async ({
    page,
    project,
    sql,
    createMember,
    signIn,
  }) => {
    const id = await storeSession(sql, { project, tester_name: "Bot", session_start: hoursAgo(1) });
    await page.clock.install();
    await signIn(page, await createMember({ role: "admin", projects: [project] }), `/tuning/${id}`);
    await expect(page.getByText("No turns yet")).toBeVisible();
    await storeTurn(sql, id, { user_message: "Arrived meanwhile" });
    await page.clock.runFor(10_000);
    await expect(turn(page, 1)).toContainText("Arrived meanwhile");
    await page.getByRole("button", { name: "End session" }).click();
    const dialog = page.getByRole("alertdialog", { name: "End this session?" });
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await expect(dialog).toBeHidden();
    await page.getByRole("button", { name: "End session" }).click();
    await dialog.getByRole("button", { name: "End session" }).click();
    await expect(page.getByText("Session ended")).toBeVisible();
    await expect(page.getByText("Active", { exact: true })).toHaveCount(0);
    const [stored] = await sql`select session_end from public.prompt_tuning_sessions where id = ${id}`;
    expect(stored?.session_end).not.toBeNull();
  });

  test("its download says beforehand how many rows and bytes it will have", async ({
    page,
    project,
    sql,
    createMember,
    signIn,
  }) => {
    const id = await storeSession(sql, { project, tester_name: "Meg", session_end: new Date() });
    for (const [index, notes] of [2, 0, 1].entries()) {
      const turnId = await storeTurn(sql, id, { user_message: `Où est la ${index}?` });
      for (let n = 0; n < notes; n++)
        await storeNote(sql, turnId, { category: "tone", improvement_note: `Note ${n}, "quoted"` });
    }
    await signIn(page, await createMember({ role: "reviewer", projects: [project] }), `/tuning/${id}`);
    await page.getByRole("button", { name: "Download", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Download this session" });
    await expect(dialog.getByRole("status")).toHaveText(/^4 rows, about \d+ B$/);
    const said = (await dialog.getByRole("status").textContent()) ?? "";
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      dialog.getByRole("button", { name: "Download", exact: true }).click(),
    ]);
    expect(said).toBe(`4 rows, about ${readFileSync(await download.path()).byteLength} B`);
    await expect(dialog.getByText("4 rows written")).toBeVisible();
    await dialog.getByRole("button", { name: "Download another" }).click();
    await dialog.getByRole("checkbox", { name: "better_response", exact: true }).click();
    await expect(dialog.getByRole("status")).toHaveText("4 rows");
    await dialog.getByRole("button", { name: "Tuning brief" }).click();
    await expect(dialog.getByRole("status")).toHaveText("3 turns, 3 notes");
  });

  test("one that is archived says so; an unknown one and another project's do not exist", async ({
    page,
    project,
    sql,
    createMember,
    signIn,
  }) => {
    const id = await storeSession(sql, {
      project,
      tester_name: "Meg",
      session_end: new Date("2026-03-01T11:00:00Z"),
    });
    await storeTurn(sql, id, { user_message: "From the archive" });
    await sql.begin(async (transaction) => {
      await transaction`select set_config('retune.is_restoring', 'on', true)`;
      await transaction`insert into public.prompt_tuning_sessions_archive select * from public.prompt_tuning_sessions where id = ${id}`;
      await transaction`insert into public.tuning_conversation_turns_archive select * from public.tuning_conversation_turns where session_id = ${id}`;
      await transaction`insert into public.tuning_archive_entries (session_id, project) values (${id}, ${project})`;
      await transaction`delete from public.prompt_tuning_sessions where id = ${id}`;
    });
    const elsewhere = await storeSession(sql, { project: `${project}-other` });
    await signIn(page, await createMember({ role: "reviewer", projects: [project] }), `/tuning/${id}`);
    await expect(page.getByText("Archived", { exact: true })).toBeVisible();
    await expect(turn(page, 1)).toContainText("From the archive");
    await expect(page.getByRole("link", { name: /Review/ }).filter({ hasText: "this turn" })).toHaveCount(0);
    expect((await page.goto(`/tuning/${id}`))?.status()).toBe(200);
    for (const missing of [randomUUID(), elsewhere, "not-an-id"]) {
      expect((await page.goto(`/tuning/${missing}`))?.status()).toBe(404);
      await expect(page.getByText("There is no such session")).toBeVisible();
    }
  });
});

test.describe("a test session", () => {
  test("is started from the table, talked in, reviewed on the spot, gone on with, and ended", async ({
    page,
    project,
    sql,
    createMember,
    signIn,
  }) => {
    await sql`insert into public.prompt_versions (project, version, prompt_text) values (${project}, 'v7', 'Text of seven')`;
    const meg = await createMember({ role: "reviewer", projects: [project] });
    await signIn(page, meg, "/tuning");
    await page.getByRole("button", { name: "Start session" }).click();
    const dialog = page.getByRole("dialog", { name: "Start a test session" });
    await dialog.getByLabel("Prompt version").fill("v7");
    await dialog.getByRole("button", { name: "Start session" }).click();
    await expect(message(page)).toBeFocused();
    await message(page).fill("Is Monday off?");
    await page.keyboard.press("Enter");
    await expect(turn(page, 1)).toContainText("You asked: Is Monday off?");
    await expect(turn(page, 1)).toContainText("Prompt: Text of seven");
    await expect(turn(page, 1)).toContainText(standIn.model);
    const [stored] = await sql`
      select t.id, t.session_id, s.tester_id, s.master_prompt_version from public.tuning_conversation_turns t
      join public.prompt_tuning_sessions s on s.id = t.session_id where s.project = ${project}`;
    expect(stored).toMatchObject({ tester_id: meg.userId, master_prompt_version: "v7" });

    await page.getByRole("button", { name: "Review now" }).click();
    const review = page.getByRole("form", { name: "Review of turn 1" });
    await review.getByRole("button", { name: "Bad answer" }).click();
    await review.getByRole("button", { name: "Clarity" }).click();
    await review.getByRole("textbox", { name: "Note" }).fill("Which Monday?");
    await review.getByRole("button", { name: "Save review" }).click();
    await expect(review.getByText("Reviewed")).toBeVisible();
    await expect(turn(page, 1).getByRole("list", { name: "Improvements" })).toContainText("Which Monday?");
    const notes =
      await sql`select improvement_note, category, author_id from public.tuning_improvements where turn_id = ${stored?.id}`;
    expect([...notes]).toEqual([
      { improvement_note: "Which Monday?", category: "clarity", author_id: meg.userId },
    ]);
    const [said] = await sql`select thumbs, state from public.turn_reviews where turn_id = ${stored?.id}`;
    expect(said).toEqual({ thumbs: -1, state: "done" });

    // A second one is refused while this one goes on, with the way to it.
    await page.goto("/tuning/session/new");
    await page.getByRole("button", { name: "Start session" }).click();
    await page.getByRole("link", { name: "Open the active session" }).click();
    await expect(turn(page, 1)).toBeVisible();
    await message(page).fill("And Tuesday?");
    await page.getByRole("button", { name: "Send" }).click();
    await expect(turn(page, 2)).toContainText("Messages before: 2.");
    await expectNoViolations(page);
    await page.getByRole("button", { name: "End session" }).click();
    await expect(page).toHaveURL(new RegExp(`/tuning/${stored?.session_id}`));
    await expect(page.getByRole("link", { name: "Go on" })).toHaveCount(0);
  });

  test("an answer that fails is said so, can be tried again, and is not recorded", async ({
    page,
    project,
    sql,
    createMember,
    signIn,
  }) => {
    const meg = await createMember({ role: "reviewer", projects: [project] });
    const id = await storeSession(sql, { project, tester_id: meg.userId });
    await signIn(page, meg, `/tuning/session/new?session=${id}`);
    await message(page).fill("refuse, please");
    await page.keyboard.press("Enter");
    const pending = page.getByRole("article", { name: "Turn under way" });
    await expect(pending.getByRole("alert")).toContainText("asked too often (429)");
    await pending.getByRole("button", { name: "Try again" }).click();
    await expect(pending.getByRole("alert")).toContainText("asked too often (429)");
    await pending.getByRole("button", { name: "Discard" }).click();
    await expect(pending).toBeHidden();
    await message(page).fill("cut short");
    await page.keyboard.press("Enter");
    await expect(pending.getByRole("alert")).toContainText(/broke off.*shown above and was not recorded/);
    await expect(pending).toContainText("You asked: cut short");
    expect(await sql`select from public.tuning_conversation_turns where session_id = ${id}`).toHaveLength(0);
  });

  test("an answer is recorded whole though the page went away in its middle", async ({
    page,
    project,
    sql,
    createMember,
    signIn,
  }) => {
    const meg = await createMember({ role: "reviewer", projects: [project] });
    const id = await storeSession(sql, { project, tester_id: meg.userId });
    await signIn(page, meg, `/tuning/session/new?session=${id}`);
    await message(page).fill(`hold ${project}`);
    await page.keyboard.press("Enter");
    await expect(page.getByText(`You asked: hold ${project}`)).toBeVisible();
    await page.goto("/docs");
    await release(project);
    const answers = async () =>
      [
        ...(await sql`select era_response from public.tuning_conversation_turns where session_id = ${id}`),
      ].map((found) => found.era_response);
    await expect
      .poll(answers)
      .toEqual([`You asked: hold ${project}\nMessages before: 0. Prompt: ${standIn.prompt}`]);
  });

  test("a connection that breaks in the middle: the page waits for the turn and shows it", async ({
    page,
    baseURL,
    project,
    sql,
    createMember,
    signIn,
  }) => {
    const meg = await createMember({ role: "reviewer", projects: [project] });
    const id = await storeSession(sql, { project, tester_id: meg.userId });
    await signIn(page, meg, null);
    const between = await interfere(baseURL ?? "");
    try {
      await page.goto(`${between.url}/tuning/session/new?session=${id}`);
      await message(page).fill(`hold ${project}`);
      await page.keyboard.press("Enter");
      await expect(page.getByText(`You asked: hold ${project}`)).toBeVisible();
      await between.close();
      await expect(page.getByText("The connection broke.")).toBeVisible();
      await release(project);
      await between.open();
      await expect(turn(page, 1)).toContainText(`Prompt: ${standIn.prompt}`);
    } finally {
      await between.close();
    }
  });

  test("someone else's session is not to be talked in", async ({
    page,
    project,
    sql,
    createMember,
    signIn,
  }) => {
    const id = await storeSession(sql, { project, tester_id: randomUUID() });
    const meg = await createMember({ role: "reviewer", projects: [project] });
    await signIn(page, meg, `/tuning/session/new?session=${id}`);
    await expect(page.getByText("Only a session of your own can be gone on with.")).toBeVisible();
    expect((await page.reload())?.status()).toBe(404);
  });

  test("without a connected assistant the page says how to connect one, and sessions start all the same", async ({
    page,
    project,
    sql,
    createMember,
  }) => {
    test.slow();
    const meg = await createMember({ role: "reviewer", projects: [project] });
    const port = await findFreePort();
    const url = `http://127.0.0.1:${port}`;
    // A web server of this test's own: the one of all tests has an assistant.
    const server = await serveWeb({
      distDir: process.env.RETUNE_TEST_DIST_DIR ?? ".next",
      host: "127.0.0.1",
      port,
      env: { RETUNE_SITE_URL: url },
      onSpawn: () => {},
    });
    try {
      const cookies = (await createSessionCookies(meg)).map((cookie) => ({ ...cookie, url }));
      await page.context().addCookies(cookies);
      await page.goto(`${url}/tuning/session/new`);
      await expect(page.getByText("No assistant is connected")).toBeVisible();
      await expect(page.getByText("ASSISTANT_URL=https://api.example.com/v1")).toBeVisible();
      await expect(page.getByText("Without a connected assistant its turns are sent")).toBeVisible();
      await page.getByLabel("Prompt version").fill("v7");
      await page.getByRole("button", { name: "Start session" }).click();
      await page.waitForURL(/session=[0-9a-f-]{36}$/);
      await expect(page.getByText("No assistant is connected")).toBeVisible();
      await expect(page.getByRole("textbox")).toHaveCount(0);
      const [stored] = await sql`
        select project, tester_id, master_prompt_version from public.prompt_tuning_sessions where project = ${project}`;
      expect(stored).toMatchObject({ tester_id: meg.userId, master_prompt_version: "v7" });
    } finally {
      const ended = once(server, "close");
      process.kill(-(server.pid as number), "SIGTERM");
      await ended;
    }
  });
});

for (const width of [390, 1440]) {
  test(`the pages of sessions have no accessibility violations and fit, ${width} px`, async ({
    page,
    project,
    sql,
    createMember,
    signIn,
  }) => {
    test.setTimeout(150_000);
    await page.setViewportSize({ width, height: 844 });
    const meg = await createMember({ role: "reviewer", projects: [project] });
    const id = await storeSession(sql, {
      project,
      tester_id: meg.userId,
      tester_name: "A name without any end ".repeat(8).slice(0, 200),
      branch_name: "feature/".repeat(20),
      session_start: hoursAgo(1),
    });
    await storeTurn(sql, id, { user_message: "a".repeat(500), era_response: "كيف أبلغ عن غيابي؟" });
    await signIn(page, meg, "/tuning");
    await expect(status(page, "1 session")).toBeVisible();
    await expectNoViolations(page);
    await expectNoSidewaysScroll(page);
    await page.getByRole("button", { name: "Download" }).click();
    await expect(page.getByRole("dialog", { name: "Download sessions" })).toBeVisible();
    await expectNoViolations(page);
    for (const path of [`/tuning/${id}`, `/tuning/session/new?session=${id}`]) {
      await page.goto(path);
      await expect(turn(page, 1)).toBeVisible();
      await expectNoViolations(page);
      await expectNoSidewaysScroll(page);
    }
  });
}

test("areas of reviewing are reached by keys; those of owners and admins are theirs", async ({
  page,
  project,
  createMember,
  signIn,
}) => {
  await signIn(page, await createMember({ role: "reviewer", projects: [project] }), "/tuning");
  const nav = page.getByRole("navigation", { name: "Areas" });
  await expect(nav.getByRole("region", { name: "Reviewing" }).getByRole("link")).toHaveText([
    "Sessions",
    "Review",
    "Improvements",
    "Versions",
  ]);
  await expect(nav.getByRole("link", { name: "Sessions" })).toHaveAttribute("aria-current", "page");
  await expect(page.getByText("No sessions in this range")).toBeVisible();
  await page.keyboard.press("g");
  await page.keyboard.press("r");
  await expect(page).toHaveURL(/\/tuning\/review/);
  // The review page follows no range, so none is offered.
  await expect(page.getByRole("button", { name: "Custom" })).toHaveCount(0);
  await page.keyboard.press("g");
  await page.keyboard.press("s");
  await expect(page).toHaveURL(/\/tuning(\?|$)/);
});
