import { readFileSync } from "node:fs";
import type { APIRequestContext, Page } from "@playwright/test";
import { expectNoSidewaysScroll, expectNoViolations } from "./accessibility";
import { parseCsv } from "./csv";
import { expect, test } from "./fixtures";
import { noonBefore, recordInteractions } from "./interaction-rows";

const region = (page: Page, name: string) => page.getByRole("region", { name, exact: true });
const row = (page: Page, name: string) =>
  page.getByRole("list", { name: "Budgets", exact: true }).getByRole("listitem").filter({ hasText: name });
const more = async (page: Page, name: string, item: string) => {
  await page.getByRole("button", { name: `More about ${name}` }).click();
  await page.getByRole("menuitem", { name: item }).click();
};
const spend = (client: APIRequestContext, project: string, cost: number) =>
  recordInteractions(client, [
    { project, timestamp: new Date().toISOString(), llm_metadata: { model: "m", cost } },
  ]);

test("a budget is made, spent, crossed once, acknowledged, changed and deleted", async ({
  page,
  project,
  api,
  createKey,
  createMember,
  signIn,
}) => {
  const client = await api(await createKey({ scopes: ["ingest", "read"] }));
  await spend(client, project, 3);
  const owner = await createMember({ role: "product_owner", projects: [project] });
  await signIn(page, owner, "/costs/budgets");
  await expect(page.getByText("No budgets yet")).toBeVisible();
  await page.getByRole("button", { name: "New budget" }).first().click();
  const dialog = page.getByRole("dialog", { name: "New budget" });
  await dialog.getByRole("button", { name: "Create" }).click();
  await expect(dialog.getByRole("alert").first()).toBeVisible();
  await dialog.getByLabel("Name").fill("The shop");
  await dialog.getByLabel("Limit (USD)").fill("10");
  await dialog.getByRole("combobox", { name: "Past the limit" }).click();
  await page.getByRole("option", { name: "Block" }).click();
  await dialog.getByRole("button", { name: "Create" }).click();
  await expect(row(page, "The shop")).toContainText("$3.00 of $10.00");
  await expect(row(page, "The shop")).toContainText("Within");
  const check = region(page, "How a program asks");
  await expect(check).toContainText("allow");

  await spend(client, project, 9);
  await spend(client, project, 1);
  await page.reload();
  await expect(row(page, "The shop")).toContainText("Over the limit");
  await expect(row(page, "The shop")).toContainText("130%");
  await expect(row(page, "The shop")).toContainText("$3.00 over");
  await expect(check).toContainText("block");
  await expect(check).toContainText("$13.00 of $10.00 this month, $3.00 over");
  const said = await (await client.get("/v1/budgets/check", { params: { project } })).json();
  expect(said.action).toBe("block");

  const alerts = region(page, "Alerts");
  const exceeded = alerts.getByRole("listitem").filter({ hasText: "Month over its limit" });
  await expect(exceeded).toHaveCount(1);
  const open = page.getByRole("link", { name: /^Budgets/ });
  const before = await alerts.getByRole("listitem").count();
  await expect(open).toContainText(String(before));
  await exceeded.getByRole("button", { name: /^Acknowledge/ }).click();
  await expect(alerts.getByRole("listitem")).toHaveCount(before - 1);
  await alerts.getByRole("button", { name: "Acknowledged", exact: true }).click();
  await expect(page).toHaveURL(/alerts=acknowledged/);
  await expect(exceeded).toContainText(`Acknowledged by ${owner.email}`);

  await more(page, "The shop", "Switch off");
  await expect(row(page, "The shop")).toContainText("Off");
  await expect(check).toContainText("No active budget covers this.");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(row(page, "The shop")).toContainText("Over the limit");

  await more(page, "The shop", "Delete");
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete" }).click();
  await expect(page.getByText("No budgets yet")).toBeVisible();
  const deleted = page.getByRole("listitem").filter({ hasText: "“The shop” is deleted" });
  await deleted.getByRole("button", { name: "Undo" }).click();
  await expect(row(page, "The shop")).toContainText("$13.00 of $10.00");
  // It is the same budget: its alerts are still its own.
  await more(page, "The shop", "Its alerts");
  await expect(exceeded).toContainText(`Acknowledged by ${owner.email}`);
});

test("who has changed a budget meanwhile is not overwritten unasked", async ({
  page,
  project,
  sql,
  createMember,
  signIn,
  baseURL,
}) => {
  await signIn(page, await createMember({ role: "admin", projects: [project] }), "/costs/budgets");
  const headers = { origin: baseURL ?? "" };
  const data = { name: "Ours", scope: "project", project, period: "month", limit_usd: 5 };
  const { id } = await (await page.request.post("/v1/budgets", { data, headers })).json();
  await page.reload();
  await more(page, "Ours", "Edit");
  const dialog = page.getByRole("dialog", { name: "Edit the budget" });
  await expect(dialog).toContainText(`Covers project ${project}, each UTC month. That stays`);
  await dialog.getByLabel("Limit (USD)").fill("7");
  await page.request.patch(`/v1/budgets/${id}`, { data: { limit_usd: 20 }, headers });
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByText("Someone has changed this budget")).toBeVisible();
  await dialog.getByRole("button", { name: "Keep mine" }).click();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(row(page, "Ours")).toContainText("of $7.00");
  const [stored] = await sql`select limit_usd::float from public.budgets where id = ${id}`;
  expect(stored?.limit_usd).toBe(7);
});

test("budgets of every project are named beside those of the chosen ones", async ({
  page,
  project,
  createMember,
  signIn,
  baseURL,
}) => {
  await signIn(page, await createMember({ role: "admin" }), "/costs/budgets");
  const headers = { origin: baseURL ?? "" };
  const name = `Everything ${crypto.randomUUID()}`;
  // Switched off: one in force would bind the projects of other tests.
  const data = { name, scope: "all", period: "month", limit_usd: 5, is_active: false };
  const { id } = await (await page.request.post("/v1/budgets", { data, headers })).json();
  await page.goto(`/costs/budgets?project=${project}`);
  await expect(page.getByText("No budget of these projects")).toBeVisible();
  await expect(region(page, "Budgets of every project")).toContainText(name);
  await more(page, name, "Its alerts");
  await expect(region(page, "Alerts").getByRole("button", { name: /every budget/ })).toBeVisible();
  await page.goto("/costs/budgets");
  await expect(row(page, name)).toBeVisible();
  await expect(region(page, "Budgets of every project")).toHaveCount(0);
  await page.request.delete(`/v1/budgets/${id}`, { headers });
});

test("the forecast says the end, its band and how good it has been; its CSV is the API's; without history there is none", async ({
  page,
  project,
  api,
  createKey,
  createMember,
  signIn,
  baseURL,
}) => {
  const client = await api(await createKey({ scopes: ["ingest", "read"] }));
  await spend(client, project, 1);
  await signIn(
    page,
    await createMember({ role: "admin", projects: [project] }),
    `/costs/budgets?project=${project}`,
  );
  const everything = region(page, "Forecast of these projects, this month");
  await expect(everything).toContainText("No forecast yet: it needs 21 past days");

  await recordInteractions(
    client,
    Array.from({ length: 60 }, (_, n) => ({
      project,
      timestamp: noonBefore(1 + n),
      llm_metadata: { model: "m", cost: 1 + ((n * 7) % 5) / 10 },
    })),
  );
  const data = { name: "A month", scope: "project", project, period: "month", limit_usd: 10_000 };
  await page.request.post("/v1/budgets", { data, headers: { origin: baseURL ?? "" } });
  await page.reload();
  const card = region(page, "Forecast of “A month”");
  await expect(card).toContainText("Expected at the end");
  await expect(card).toContainText("Not in this period");
  await expect(card).toContainText("Tried on");
  await page.getByRole("button", { name: "Forecast of these projects, this month: more" }).click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("menuitem", { name: "Download CSV" }).click(),
  ]);
  const [columns = [], ...lines] = parseCsv(readFileSync(await download.path(), "utf8"));
  const answer = await (await client.get("/v1/costs/forecast", { params: { project } })).json();
  expect(lines).toEqual(
    answer.days.map((day: Record<string, unknown>) =>
      columns.map((name) => (day[name] === null ? "" : String(day[name]))),
    ),
  );
});

test("admins of every project add webhooks, see the secret once and what was delivered", async ({
  page,
  createMember,
  signIn,
  sql,
}) => {
  const url = `https://example.invalid/${crypto.randomUUID()}`;
  await signIn(page, await createMember({ role: "admin" }), "/costs/budgets");
  const hooks = region(page, "Webhooks");
  await hooks.getByRole("button", { name: "Add a webhook" }).click();
  const dialog = page.getByRole("dialog", { name: "Add a webhook" });
  await dialog.getByLabel("Address").fill("ftp://example.com");
  await dialog.getByRole("button", { name: "Add" }).click();
  await expect(dialog.getByRole("alert")).toHaveText("must be an http or https address");
  await dialog.getByLabel("Address").fill(url);
  await dialog.getByRole("button", { name: "Add" }).click();
  const secret = page.getByRole("dialog", { name: "Keep this secret now" });
  await expect(secret.getByText(/^whsec_/)).toBeVisible();
  await secret.getByRole("button", { name: "Done" }).click();
  await expect(page.getByText(/whsec_/)).toHaveCount(0);

  await hooks.getByRole("button", { name: `Send a test to ${url}` }).click();
  await expect(page.getByRole("dialog", { name: "Deliveries" })).toContainText("webhook.test");
  await page.keyboard.press("Escape");
  await more(page, url, "Edit");
  const edit = page.getByRole("dialog", { name: "Edit the webhook" });
  await edit.getByLabel("Address").fill("http://10.0.0.1/");
  await edit.getByRole("button", { name: "Save" }).click();
  await expect(edit.getByRole("alert")).toContainText("not a public address");
  await edit.getByLabel("Address").fill(`${url}/moved`);
  for (const type of [
    "Day near its limit",
    "Month near its limit",
    "Month likely to pass its limit",
    "Fixed failure is back",
  ])
    await edit.getByRole("checkbox", { name: type }).click();
  await edit.getByRole("button", { name: "Save" }).click();
  await expect(hooks.getByRole("listitem").filter({ hasText: `${url}/moved` })).toContainText(
    "Day over its limit, Month over its limit",
  );
  await more(page, `${url}/moved`, "Pause");
  await expect(hooks.getByRole("listitem").filter({ hasText: url })).toContainText("Paused");
  await more(page, `${url}/moved`, "Delete");
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete" }).click();
  await expect(page.getByRole("alertdialog")).toHaveCount(0);
  await expect(hooks).toContainText("Alerts are also sent here");
  await expect(hooks.getByText(url)).toHaveCount(0);
  expect(await sql`select from public.webhooks where starts_with(url, ${url})`).toHaveLength(0);
});

test("reviewers read only; nobody limited to projects sees webhooks; has no barriers, on a phone either", async ({
  page,
  project,
  api,
  createKey,
  createMember,
  signIn,
  baseURL,
}) => {
  const headers = { origin: baseURL ?? "" };
  const client = await api(await createKey({ scopes: ["ingest", "read"] }));
  await spend(client, project, 3);
  await signIn(page, await createMember({ role: "admin", projects: [project] }), "/costs/budgets");
  const data = { name: "To read", scope: "project", project, period: "day", limit_usd: 2 };
  const { id } = await (await page.request.post("/v1/budgets", { data, headers })).json();
  await page.reload();
  await expect(row(page, "To read")).toBeVisible();
  await expect(region(page, "Webhooks")).toHaveCount(0);
  await expect(region(page, "Forecast of everything, this month")).toContainText("Spent so far");
  await expectNoViolations(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page);
  await page.setViewportSize({ width: 1440, height: 900 });

  await signIn(page, await createMember({ role: "reviewer", projects: [project] }), "/costs/budgets");
  await expect(row(page, "To read")).toContainText("Over the limit");
  await expect(page.getByRole("button", { name: "New budget" })).toHaveCount(0);
  await expect(page.getByRole("button", { name: /^Acknowledge:/ })).toHaveCount(0);
  await page.getByRole("button", { name: "More about To read" }).click();
  await expect(page.getByRole("menuitem")).toHaveText(["Its alerts"]);
  const refused = await page.request.patch(`/v1/budgets/${id}`, { data: { is_active: false }, headers });
  expect(refused.status()).toBe(403);
});
