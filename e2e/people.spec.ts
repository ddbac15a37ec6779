import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import type { InteractionInput } from "@/lib/interactions/schemas";
import { expectNoSidewaysScroll, expectNoViolations } from "./accessibility";
import { csvOf } from "./chart-files";
import { expect, test } from "./fixtures";
import { noonBefore, recordInteractions } from "./interaction-rows";
import { recordVotes } from "./votes";

const stored = (page: Page) => page.getByRole("region", { name: "What is stored" });

/** 12 interactions of one person in three conversations, and one of somebody else. */
const someTraffic = (project: string, person: string): Partial<InteractionInput>[] => [
  ...Array.from({ length: 12 }, (_, n) => ({
    project,
    user_id: person,
    external_conversation_id: `c${n % 3}`,
    agent_type: n % 4 === 0 ? "billing" : "technical",
    timestamp: noonBefore(1, n),
    user_satisfaction: n % 4 === 0 ? 2 : 5,
    user_skill_assessment: "advanced" as const,
    domain_classification: "builds",
    llm_metadata:
      n === 0 ? { model: "unknown-model", tokens_used: 50 } : { model: "m", tokens_used: 100, cost: 0.25 },
  })),
  { project, user_id: `other ${person}`, timestamp: noonBefore(2) },
];

test("leads from the list to a person, with all that is stored and how it is worked out", async ({
  page,
  project,
  sql,
  api,
  createKey,
  createMember,
  signIn,
}) => {
  const person = `ann/ö ${project}`;
  const client = await api(await createKey({ scopes: ["ingest", "read"] }));
  await recordInteractions(client, someTraffic(project, person));
  await recordVotes(client, [{ project, user_id: person, created_at: noonBefore(3) }]);
  await sql`select private.refresh_user_profiles()`;
  await signIn(page, await createMember({ role: "reviewer", projects: [project] }), "/interactions/people");

  const rows = page.getByRole("region", { name: "People, table" }).getByRole("row");
  await expect(rows).toHaveCount(3);
  await expect(page.getByText("2 of 2 people")).toBeVisible();
  await expect(rows.nth(1)).toContainText("12");
  await expect(rows.nth(1)).toContainText("$2.75");
  await expect(rows.nth(1)).toContainText("4.25");
  await expect(rows.nth(1).getByRole("link", { name: "1 unpriced" })).toBeVisible();
  await page.getByRole("combobox", { name: "Order" }).click();
  await page.getByRole("option", { name: "Least cost per satisfaction point" }).click();
  await expect(page).toHaveURL("/interactions/people?sort=cost_efficiency");

  await page.getByRole("textbox", { name: "User id" }).fill("nobody at all");
  await page.getByRole("button", { name: "Find" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "Nothing is stored" })).toBeVisible();
  await page.getByRole("textbox", { name: "User id" }).fill(person);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(`/interactions/people/${encodeURIComponent(person)}`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(person);

  await expect(stored(page)).toContainText("$2.75");
  const profile = page.getByRole("region", { name: `Profile in ${project}` });
  await expect(profile.getByText("advanced", { exact: true })).toBeVisible();
  await profile.getByRole("button", { name: "What “Preferred agent” means" }).click();
  await expect(page.getByText("rated at least 5 times")).toBeVisible();
  await page.keyboard.press("Escape");
  const scores = profile.getByRole("list", { name: "Satisfaction per agent" }).getByRole("listitem");
  await expect(scores).toHaveText([/technical.*5\.00.*n 9/, /billing.*2\.00.*n 3/]);
  const answer = await (await client.get(`/v1/users/${encodeURIComponent(person)}/profile`)).json();
  const months: Record<string, string>[] = answer.profiles[0].learning_progress;
  expect(await csvOf(page, "Learning progress")).toEqual([
    ["month", "skill", "satisfaction", "n"],
    ...months.map(({ month, skill, satisfaction, n }) => [month, skill, satisfaction, n].map(String)),
  ]);

  // Every number leads to what it counts.
  await stored(page).getByRole("link", { name: "Interactions: 12, show them" }).click();
  await expect(page.getByText("12 interactions", { exact: true })).toBeVisible();
  await page.goBack();
  await stored(page).getByRole("link", { name: "Conversations: 3, show them" }).click();
  await expect(page.getByText("3 conversations", { exact: true })).toBeVisible();
  await page.goBack();
  await stored(page).getByRole("link", { name: "Feedback: 1, show them" }).click();
  await expect(page.getByText("1 vote", { exact: true })).toBeVisible();

  const nobody = await page.goto("/interactions/people/nobody");
  expect(nobody?.status()).toBe(404);
  await expect(page.getByText("Nothing is stored about this person")).toBeVisible();
});

test("exports and erases for those who may, and for nobody else", async ({
  page,
  project,
  sql,
  api,
  createKey,
  createMember,
  signIn,
}) => {
  const person = `eve-${project}`;
  const path = `/interactions/people/${person}`;
  await recordInteractions(await api(await createKey({ scopes: ["ingest"] })), someTraffic(project, person));
  const exporting = page.getByRole("button", { name: "Export this person’s data" });
  const erasing = page.getByRole("button", { name: "Erase this person" });

  await signIn(page, await createMember({ role: "product_owner" }), path);
  await expect(stored(page)).toBeVisible();
  await expect(exporting).toBeHidden();
  await expect(erasing).toBeHidden();
  expect((await page.request.get(`/v1/users/${person}/export`)).status()).toBe(403);
  const origin = new URL(page.url()).origin;
  expect((await page.request.delete(`/v1/users/${person}`, { headers: { origin } })).status()).toBe(403);

  await signIn(page, await createMember({ role: "admin", projects: [project] }), path);
  await expect(erasing).toBeHidden();
  const [download] = await Promise.all([page.waitForEvent("download"), exporting.click()]);
  const lines = readFileSync(await download.path(), "utf8")
    .trim()
    .split("\n");
  const types = lines.map((line) => JSON.parse(line).type);
  expect(types.filter((type) => type === "interaction")).toHaveLength(12);
  expect(types.filter((type) => type === "conversation")).toHaveLength(3);

  await signIn(page, await createMember({ role: "admin" }), path);
  await erasing.click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("This cannot be undone");
  await expect(dialog).toContainText("12 interactions");
  const erase = dialog.getByRole("button", { name: "Erase for good" });
  await expect(erase).toBeDisabled();
  await dialog.getByRole("textbox").fill(`${person}!`);
  await expect(erase).toBeDisabled();
  await dialog.getByRole("textbox").fill(person);
  await expectNoViolations(page);
  await erase.click();
  await expect(page.getByRole("heading", { name: `${person} is gone` })).toBeVisible();
  await expect(page.getByText(/12 interactions, 3 conversations/)).toBeVisible();
  const [left] = await sql`
    select count(*)::int as n from public.llm_interactions where user_id = ${person}`;
  expect(left?.n).toBe(0);
  const [other] = await sql`
    select count(*)::int as n from public.llm_interactions where user_id = ${`other ${person}`}`;
  expect(other?.n).toBe(1);
  expect((await page.goto(path))?.status()).toBe(404);
  await expect(page.getByText("Nothing is stored about this person")).toBeVisible();
  await page.getByRole("link", { name: "All people" }).click();
  await expect(page.getByRole("region", { name: "What is stored" })).toHaveCount(0);
  await expect(page).toHaveURL("/interactions/people");
  await page.goBack();
  await expect(page.getByText("Nothing is stored about this person")).toBeVisible();
});

test("is right on a phone and for everyone", async ({
  page,
  project,
  sql,
  api,
  createKey,
  createMember,
  signIn,
}) => {
  const person = `kim-${project}`;
  await recordInteractions(await api(await createKey({ scopes: ["ingest"] })), someTraffic(project, person));
  await sql`select private.refresh_user_profiles()`;
  await signIn(page, await createMember({ role: "reviewer", projects: [project] }), "/interactions/people");
  await expect(page.getByText("2 of 2 people")).toBeVisible();
  await expectNoViolations(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page);
  await page.getByRole("link", { name: person, exact: true }).click();
  await expect(page.getByRole("region", { name: `Profile in ${project}` })).toBeVisible();
  await expectNoSidewaysScroll(page);
  await expectNoViolations(page);
  await page.setViewportSize({ width: 1440, height: 900 });
  await expectNoViolations(page);
});
