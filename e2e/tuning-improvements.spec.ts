import { readFileSync } from "node:fs";
import type { Download, Page } from "@playwright/test";
import type { Sql } from "postgres";
import { expectNoSidewaysScroll, expectNoViolations } from "./accessibility";
import { expect, test } from "./fixtures";
import { storeNote, storeReview, storeSession, storeTurn } from "./tuning-rows";

const rows = (page: Page) => page.getByRole("grid", { name: "Notes" }).locator("[data-index]");
const panel = (page: Page) => page.getByRole("dialog", { name: /^Note/ });
const chip = (page: Page, name: RegExp) => page.getByRole("main").getByRole("button", { name });
const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000);
const read = async (download: Download) => readFileSync(await download.path(), "utf8");
const byMember = (person: { userId: string; email: string }) => ({
  author_kind: "member",
  author_id: person.userId,
  author_label: person.email,
});

/** Every note of a project as it is stored, but for when it was last changed. */
const readNotes = (sql: Sql, project: string) => sql`
  select to_jsonb(i) - 'updated_at' as note from public.tuning_improvements i
  where project = ${project} order by id`;

async function storeOneTurn(sql: Sql, project: string, version = "v1") {
  const session = await storeSession(sql, {
    project,
    master_prompt_version: version,
    branch_name: "main",
    session_start: hoursAgo(30),
  });
  return { session, turn: await storeTurn(sql, session, { timestamp: hoursAgo(29) }) };
}

test("filters, chips and search are in the URL, and the figures follow", async ({
  page,
  project,
  sql,
  createMember,
  signIn,
}) => {
  const meg = await createMember({ role: "reviewer", projects: [project] });
  const { turn } = await storeOneTurn(sql, project);
  const other = await storeOneTurn(sql, project, "v2");
  const at = (hours: number) => ({ timestamp: hoursAgo(hours) });
  await storeNote(sql, turn, {
    ...at(1),
    improvement_note: "Too curt",
    category: "tone",
    severity: "high",
    ...byMember(meg),
  });
  await storeNote(sql, turn, {
    ...at(2),
    improvement_note: "Cite the handbook",
    category: "citation",
    severity: "low",
  });
  await storeNote(sql, other.turn, { ...at(3), improvement_note: "Sounds cold", category: "tone" });
  await storeNote(sql, other.turn, { ...at(4), improvement_note: "Something else" });
  await storeNote(sql, other.turn, { ...at(24 * 40), improvement_note: "Long ago", category: "tone" });
  await signIn(page, meg, "/tuning/improvements");
  await expect(rows(page)).toHaveCount(4);
  await expect(page.getByText("4 notes")).toBeVisible();
  await expect(chip(page, /^Tone 2$/)).toBeVisible();
  await expect(chip(page, /^No category 1$/)).toBeVisible();
  await expect(chip(page, /^Open 4$/)).toBeVisible();

  await chip(page, /^Tone/).click();
  await expect(page).toHaveURL("/tuning/improvements?category=tone");
  await expect(rows(page)).toHaveCount(2);
  // A category is counted under all other filters, a status under this one too.
  await expect(chip(page, /^Citation 1$/)).toBeVisible();
  await expect(chip(page, /^Open 2$/)).toBeVisible();
  await page.getByRole("button", { name: "Mine" }).click();
  await expect(page).toHaveURL("/tuning/improvements?category=tone&is_mine=true");
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page)).toContainText("Too curt");
  await page.goBack();
  await expect(rows(page)).toHaveCount(2);
  await page.reload();
  await expect(rows(page)).toHaveCount(2);
  await page.getByRole("button", { name: "Clear", exact: true }).click();
  await expect(page).toHaveURL("/tuning/improvements");

  await page.getByRole("combobox", { name: /^Version/ }).click();
  await page.getByRole("option", { name: "v2" }).click();
  await page.keyboard.press("Escape");
  await expect(rows(page)).toHaveCount(2);
  await expect(page).toHaveURL("/tuning/improvements?master_prompt_version=v2");
  // The list of versions has a Clear of its own while it fades out.
  const filters = page.getByRole("search", { name: "Filters" });
  await filters.getByRole("button", { name: "Clear", exact: true }).click();
  await page.keyboard.press("/");
  await page.keyboard.type("handbook");
  await expect(page).toHaveURL("/tuning/improvements?q=handbook");
  await expect(rows(page)).toHaveCount(1);
  await page.getByRole("searchbox").fill("nothing like it");
  await expect(page.getByText("No note matches these filters")).toBeVisible();
  await page.goto("/tuning/improvements?days=90");
  await expect(rows(page)).toHaveCount(5);
  await page.getByRole("button", { name: "Time" }).click();
  await expect(rows(page).first()).toContainText("Long ago");
});

test("several notes change at once, and undo brings every field back", async ({
  page,
  project,
  sql,
  createMember,
  signIn,
}) => {
  const { turn } = await storeOneTurn(sql, project);
  await storeNote(sql, turn, { category: "tone", severity: "low", timestamp: hoursAgo(1) });
  await storeNote(sql, turn, { category: "action", timestamp: hoursAgo(2) });
  await storeNote(sql, turn, {
    category: "tone",
    status: "reopened",
    applied_in_version: "v0",
    timestamp: hoursAgo(3),
  });
  const before = await readNotes(sql, project);
  await signIn(page, await createMember({ role: "admin", projects: [project] }), "/tuning/improvements");
  await page.getByRole("checkbox", { name: "Select all loaded rows" }).click();
  await expect(page.getByText("3 selected")).toBeVisible();

  await page.getByRole("button", { name: "Set category" }).click();
  await page.getByRole("menuitem", { name: "Content" }).click();
  await expect(chip(page, /^Content 3$/)).toBeVisible();
  const stored = (name: string) => sql`
    select distinct to_jsonb(i) -> ${name} as value from public.tuning_improvements i where project = ${project}`;
  expect(await stored("category")).toEqual([{ value: "content" }]);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("3 notes as before.")).toBeVisible();
  await expect(chip(page, /^Tone 2$/)).toBeVisible();
  expect(await readNotes(sql, project)).toEqual(before);
  await expect(page.getByText("3 notes changed")).toHaveCount(0);

  await page.getByRole("button", { name: "Set status" }).click();
  await expect(page.getByRole("menuitem", { name: /^Verified/ })).toBeDisabled();
  await page.getByRole("menuitem", { name: "Applied in…" }).click();
  const dialog = page.getByRole("dialog", { name: "Mark 3 notes as applied" });
  await dialog.getByRole("button", { name: "v1", exact: true }).click();
  await dialog.getByRole("button", { name: "Mark as applied" }).click();
  await expect(chip(page, /^Applied 3$/)).toBeVisible();
  expect(await stored("applied_in_version")).toEqual([{ value: "v1" }]);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(chip(page, /^Reopened 1$/)).toBeVisible();
  expect(await readNotes(sql, project)).toEqual(before);
});

test("a note is read beside the list, edited, brought through its life, deleted and brought back", async ({
  page,
  project,
  sql,
  createMember,
  signIn,
}) => {
  const meg = await createMember({ role: "reviewer", projects: [project] });
  const { session, turn } = await storeOneTurn(sql, project);
  const first = await storeNote(sql, turn, {
    improvement_note: "Should ask which shift",
    category: "content",
    timestamp: hoursAgo(1),
    ...byMember(meg),
  });
  await storeNote(sql, turn, { improvement_note: "Another", timestamp: hoursAgo(2), ...byMember(meg) });
  await storeReview(sql, turn, {
    project,
    reviewer_id: meg.userId,
    better_response: "Twenty-five. Which year?",
  });
  await signIn(page, meg, "/tuning/improvements");
  await rows(page).first().focus();
  await page.keyboard.press("Enter");
  await expect(panel(page)).toContainText("Note 1 of 2");
  await expect(panel(page)).toContainText("How many days of leave do I have?");
  await expect(panel(page).locator("ins")).toContainText("Which year?");
  await expect(panel(page).getByRole("link", { name: "The whole conversation" })).toHaveAttribute(
    "href",
    `/tuning/${session}`,
  );
  await page.keyboard.press("j");
  await expect(panel(page)).toContainText("Note 2 of 2");
  await page.keyboard.press("k");
  await expect(panel(page)).toContainText("Note 1 of 2");
  await page.keyboard.press("ArrowDown");
  await expect(panel(page)).toContainText("Note 2 of 2");
  await page.keyboard.press("ArrowUp");
  await expect(page).toHaveURL(`/tuning/improvements?note=${first}`);

  await page.keyboard.press("e");
  const form = page.getByRole("form", { name: "Edit the note" });
  await expect(form.getByLabel("Note")).toBeFocused();
  await form.getByLabel("Note").fill("");
  await expect(form.getByText("A note needs a text")).toBeVisible();
  await form.getByLabel("Note").fill("Should ask which shift first");
  await form.getByRole("group", { name: "Severity" }).getByRole("button", { name: "High" }).click();
  await form.getByLabel("Note").press("Control+Enter");
  await expect(panel(page).getByRole("region", { name: "Note" })).toContainText(
    "Should ask which shift first",
  );
  await expect(rows(page).first()).toContainText("Should ask which shift first");
  await expect(rows(page).first()).toContainText("High");

  await panel(page).getByRole("button", { name: "Mark as applied…" }).click();
  await page.getByLabel("Applied in version").fill("v9");
  await page.keyboard.press("Enter");
  await expect(panel(page).getByRole("region", { name: "Status" })).toContainText("Appliedin v9");
  await panel(page).getByRole("button", { name: "Verified" }).click();
  await expect(panel(page).getByRole("region", { name: "Status" })).toContainText("Verified");
  await panel(page).getByRole("button", { name: "Reopen" }).click();
  await expect(panel(page).getByRole("region", { name: "Status" })).toContainText(
    "after it was applied in v9",
  );

  const before = await readNotes(sql, project);
  await panel(page).getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete" }).click();
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page).first()).toBeFocused();
  await expect(page.getByText("1 note", { exact: true })).toBeVisible();
  const total = () => sql`select total_improvements from public.prompt_tuning_sessions where id = ${session}`;
  expect(await total()).toEqual([{ total_improvements: 1 }]);
  await page
    .getByRole("region", { name: /Notifications/ })
    .getByRole("button", { name: "Undo" })
    .last()
    .click();
  await expect(rows(page)).toHaveCount(2);
  expect(await total()).toEqual([{ total_improvements: 2 }]);
  expect(await readNotes(sql, project)).toEqual(before);
});

test("before and since a version are compared, as an observation", async ({
  page,
  project,
  sql,
  createMember,
  signIn,
}) => {
  const session = (version: string, hours: number) =>
    storeSession(sql, { project, master_prompt_version: version, session_start: hoursAgo(hours) });
  const v1 = await session("v1", 50);
  const v2 = await session("v2", 20);
  const reviewed = async (id: string, isNoted: boolean) => {
    const turn = await storeTurn(sql, id, { intent: "leave", timestamp: hoursAgo(10) });
    await storeReview(sql, turn, { project });
    return isNoted ? storeNote(sql, turn, { category: "tone", timestamp: hoursAgo(1) }) : turn;
  };
  const note = await reviewed(v1, true);
  await reviewed(v1, true);
  await reviewed(v1, false);
  await reviewed(v1, false);
  await reviewed(v2, false);
  await sql`
    update public.tuning_improvements set status = 'applied', applied_in_version = 'v2' where id = ${note}`;
  const owner = await createMember({ role: "product_owner", projects: [project] });
  await signIn(page, owner, `/tuning/improvements?note=${note}`);
  const outcome = panel(page).getByRole("region", { name: "Outcome" });
  await expect(outcome).toContainText("the same intent");
  // The note's own turn does not count.
  await expect(outcome).toContainText("1 of 3 turns");
  await expect(outcome).toContainText("0 of 1 turn");
  await expect(outcome).toContainText("An observation, not proof of cause");
  await outcome.getByText("The turn since").click();
  await expect(outcome.getByText("not noted")).toBeVisible();
  await reviewed(v2, true);
  await page.reload();
  await expect(outcome).toContainText("1 of 2 turns");
  // A product owner may say what was applied, and not what the author wrote.
  await expect(panel(page).getByRole("button", { name: "Reopen" })).toBeVisible();
  await expect(panel(page).getByRole("button", { name: "More" })).toHaveCount(0);
  await expectNoViolations(page);
});

test("downloads hold exactly what is selected or matches", async ({
  page,
  project,
  sql,
  createMember,
  signIn,
}) => {
  const { turn } = await storeOneTurn(sql, project);
  for (const [index, category] of ["tone", "tone", "action"].entries())
    await storeNote(sql, turn, {
      category,
      improvement_note: `Note ${index}`,
      timestamp: hoursAgo(index + 1),
    });
  await signIn(
    page,
    await createMember({ role: "product_owner", projects: [project] }),
    "/tuning/improvements?category=tone",
  );
  await page.getByRole("checkbox", { name: "Select Note 1" }).click();
  const save = async () => {
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("dialog").getByRole("button", { name: "Download", exact: true }).click(),
    ]);
    return read(file);
  };
  await page.getByRole("button", { name: "Download" }).click();
  await expect(page.getByRole("button", { name: "Selected (1)" })).toBeVisible();
  const selected = await save();
  expect(selected.split("\r\n")).toHaveLength(3);
  expect(selected).toContain("Note 1");
  await page.getByRole("button", { name: "Download another" }).click();
  await page.getByRole("button", { name: "As on screen" }).click();
  await page.getByRole("checkbox", { name: "author_label" }).click();
  await page.getByRole("checkbox", { name: "better_response" }).click();
  // In the order of the API, whatever was chosen first.
  expect((await save()).split("\r\n")[0]).toBe(
    "improvement_note,category,severity,status,applied_in_version,timestamp,user_message,better_response,master_prompt_version",
  );
  await page.getByRole("button", { name: "Download another" }).click();
  await page.getByRole("button", { name: "All matching (2)" }).click();
  await page.getByRole("button", { name: "JSONL" }).click();
  const all = (await save())
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(all.map((note) => note.improvement_note)).toEqual(["Note 1", "Note 0"]);
  expect(all[0]).toMatchObject({ category: "tone", user_message: "How many days of leave do I have?" });
});

test("reviewers change their own notes only, and download nothing", async ({
  page,
  project,
  sql,
  createMember,
  signIn,
  baseURL,
}) => {
  const meg = await createMember({ role: "reviewer", projects: [project] });
  const { turn } = await storeOneTurn(sql, project);
  const others = await storeNote(sql, turn, { improvement_note: "Not Meg’s", timestamp: hoursAgo(1) });
  await storeNote(sql, turn, { improvement_note: "Meg’s", timestamp: hoursAgo(2), ...byMember(meg) });
  await signIn(page, meg, "/tuning/improvements");
  await expect(page.getByRole("button", { name: "Download" })).toHaveCount(0);
  await page.getByRole("checkbox", { name: "Select Meg’s" }).click();
  await expect(page.getByRole("button", { name: "Set category" })).toBeVisible();
  await page.getByRole("checkbox", { name: "Select Not Meg’s" }).click();
  await expect(page.getByText("Only their authors and admins may change all of these.")).toBeVisible();
  await rows(page).filter({ hasText: "Not Meg’s" }).getByText("Not Meg’s").click();
  await expect(panel(page)).toContainText("Not Meg’s");
  await expect(panel(page).getByRole("button", { name: /applied|More/ })).toHaveCount(0);
  const refused = await page.request.patch(`/v1/tuning/improvements/${others}`, {
    data: { status: "applied", applied_in_version: "v2" },
    headers: { origin: baseURL ?? "" },
  });
  expect(refused.status()).toBe(403);
});

test("has no barriers; 390 px are enough; without notes it says what to do", async ({
  page,
  project,
  sql,
  createMember,
  signIn,
}) => {
  await signIn(page, await createMember({ role: "admin", projects: [project] }), "/tuning/improvements");
  await expect(page.getByRole("link", { name: "Start reviewing" })).toBeVisible();
  const { turn } = await storeOneTurn(sql, project);
  await storeNote(sql, turn, { category: "tone", severity: "high", timestamp: hoursAgo(1) });
  await storeNote(sql, turn, { status: "applied", applied_in_version: "v1", timestamp: hoursAgo(2) });
  await page.reload();
  await page.getByRole("checkbox", { name: "Select all loaded rows" }).click();
  await expect(page.getByRole("button", { name: "Set status" })).toBeVisible();
  await expectNoViolations(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(rows(page)).toHaveCount(2);
  await expectNoSidewaysScroll(page);
  await rows(page).first().click();
  await expect(panel(page)).toContainText("Should ask which shift first");
  await expectNoViolations(page);
});
