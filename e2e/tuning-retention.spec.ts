import type { Page } from "@playwright/test";
import type { Sql } from "postgres";
import { expectNoSidewaysScroll, expectNoViolations } from "./accessibility";
import { expect, test } from "./fixtures";
import { storeNote, storeSession, storeTurn } from "./tuning-rows";

/**
 * Full admins archive the sessions of every project, and other tests have sessions too: those of this file are older than
 * any other, and only what is older than this is touched.
 */
const ANCIENT = new Date("1950-06-01T10:00:00Z");
const ANCIENT_DAYS = String(Math.floor((Date.now() - Date.parse("1951-01-01T00:00:00Z")) / 86_400_000));

const archived = (page: Page, project: string) =>
  page.getByRole("list", { name: "Archived sessions" }).getByRole("listitem").filter({ hasText: project });

async function storeAncient(sql: Sql, project: string) {
  const session = await storeSession(sql, {
    project,
    session_start: ANCIENT,
    tester_name: "Priya",
    master_prompt_version: "v1",
  });
  const turn = await storeTurn(sql, session);
  await storeTurn(sql, session, { user_message: "And when I am ill?" });
  await storeNote(sql, turn, { category: "content" });
  return session;
}

/** Every row of the project's session, turns and notes, as JSON. */
async function readRows(sql: Sql, session: string) {
  return sql`
    select to_jsonb(s) as session,
      (select jsonb_agg(to_jsonb(t) order by t.id) from public.tuning_conversation_turns t where t.session_id = s.id) as turns,
      (select jsonb_agg(to_jsonb(i) order by i.id) from public.tuning_improvements i where i.session_id = s.id) as notes
    from public.prompt_tuning_sessions s where s.id = ${session}`;
}

test.describe.configure({ mode: "serial" });

test("old sessions are counted, archived once that is confirmed, read, and brought back as they were", async ({
  page,
  project,
  sql,
  createMember,
  signIn,
}) => {
  // What a run that was broken off has left.
  await sql`delete from public.prompt_tuning_sessions where session_start < '1951-01-01'`;
  const session = await storeAncient(sql, project);
  const before = await readRows(sql, session);
  await signIn(page, await createMember({ role: "admin" }), "/tuning/retention");
  await page.getByLabel("Older than (days)").fill("soon");
  await page.getByRole("button", { name: "Count", exact: true }).click();
  await expect(page.getByText("must be a whole number from 1 to 36,500")).toBeVisible();
  await page.getByLabel("Older than (days)").fill(ANCIENT_DAYS);
  await page.getByRole("button", { name: "Count", exact: true }).click();
  await expect(page.getByText("1 session with 2 turns, 1 note and 0 reviews")).toBeVisible();
  // Counting changes nothing, and other days need a new count.
  expect(await readRows(sql, session)).toEqual(before);
  await page.getByLabel("Older than (days)").fill("36500");
  await expect(page.getByRole("button", { name: "Archive…" })).toHaveCount(0);
  await page.getByRole("button", { name: "Count", exact: true }).click();
  await expect(page.getByText("Nothing is that old")).toBeVisible();
  await page.getByLabel("Older than (days)").fill(ANCIENT_DAYS);
  await page.getByRole("button", { name: "Count", exact: true }).click();
  await page.getByRole("button", { name: "Archive…" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Cancel" }).click();
  expect(await readRows(sql, session)).toEqual(before);
  await page.getByRole("button", { name: "Archive…" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Archive", exact: true }).click();
  await expect(archived(page, project)).toContainText("2 turns · 1 note · v1");
  expect(await readRows(sql, session)).toEqual([]);

  await archived(page, project).getByRole("button", { name: /^Read/ }).click();
  const sheet = page.getByRole("dialog", { name: "Archived session" });
  await expect(sheet.getByRole("listitem")).toHaveCount(2);
  await expect(sheet).toContainText("And when I am ill?");
  await expect(sheet).toContainText("Should ask which shift first");
  await expect(page).toHaveURL(`/tuning/retention?session=${session}`);
  await page.keyboard.press("Escape");

  await archived(page, project)
    .getByRole("button", { name: /^Bring back/ })
    .click();
  await expect(page.getByText("The session is back, exactly as it was.")).toBeVisible();
  await expect(archived(page, project)).toHaveCount(0);
  expect(await readRows(sql, session)).toEqual(before);
  await sql`delete from public.prompt_tuning_sessions where id = ${session}`;
});

test("the policy is off until it is switched on; who changed it meanwhile is not overwritten unasked", async ({
  page,
  sql,
  createMember,
  signIn,
}) => {
  await sql`delete from public.settings where key = 'tuning_retention'`;
  await signIn(page, await createMember({ role: "admin" }), "/tuning/retention");
  const policy = page.getByRole("region", { name: "Policy" });
  const enabled = policy.getByRole("switch", { name: "Archive and delete by itself" });
  await expect(enabled).not.toBeChecked();
  await policy.getByLabel("Archive sessions after days").fill("0");
  await policy.getByRole("button", { name: "Save" }).click();
  await expect(policy.getByText("must be a whole number from 1 to 36,500, or empty for never")).toBeVisible();
  await policy.getByLabel("Archive sessions after days").fill("36400");
  await policy.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved. The policy is off.")).toBeVisible();
  const read = () => sql`select value from public.settings where key = 'tuning_retention'`;
  expect((await read())[0]?.value).toMatchObject({ is_enabled: false, archive_after_days: 36_400 });

  await policy.getByLabel("Archive sessions after days").fill("36300");
  await sql`
    update public.settings set value = value || '{"archive_after_days": 36200}' where key = 'tuning_retention'`;
  await policy.getByRole("button", { name: "Save" }).click();
  await expect(policy.getByText("Someone has changed the policy since you opened it")).toBeVisible();
  await policy.getByRole("button", { name: "Show theirs" }).click();
  await expect(policy.getByLabel("Archive sessions after days")).toHaveValue("36200");
  await policy.getByLabel("Archive sessions after days").fill("");
  await enabled.click();
  await policy.getByRole("button", { name: "Save" }).click();
  await expect(policy.getByText("needs a number of days in at least one of the two fields")).toBeVisible();
  await sql`delete from public.settings where key = 'tuning_retention'`;
});

test("admins of some projects read and bring back; others only read; the API refuses the rest", async ({
  page,
  project,
  createMember,
  signIn,
  baseURL,
}) => {
  const headers = { origin: baseURL ?? "" };
  const run = { action: "archive", older_than_days: 36_500, dry_run: true };
  for (const role of ["admin", "reviewer"] as const) {
    await page.context().clearCookies();
    await signIn(page, await createMember({ role, projects: [project] }), "/tuning/retention");
    await expect(page.getByText("Nothing is archived")).toBeVisible();
    await expect(page.getByRole("region", { name: "Policy" })).toHaveCount(0);
    await expect(page.getByRole("button", { name: "Count", exact: true })).toHaveCount(0);
    expect((await page.request.get("/v1/tuning/retention")).status()).toBe(403);
    const refused = await page.request.post("/v1/tuning/retention/run", { data: run, headers });
    expect(refused.status()).toBe(403);
  }
});

test("has no barriers; 390 px are enough", async ({ page, createMember, signIn }) => {
  await signIn(page, await createMember({ role: "admin" }), "/tuning/retention");
  await page.getByLabel("Older than (days)").fill("36500");
  await page.getByRole("button", { name: "Count", exact: true }).click();
  await expect(page.getByText("Nothing is that old")).toBeVisible();
  await expectNoViolations(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page);
  await expectNoViolations(page);
});
