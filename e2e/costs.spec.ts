import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import type { APIRequestContext, Page } from "@playwright/test";
import type { InteractionInput } from "@/lib/interactions/schemas";
import { expectNoSidewaysScroll, expectNoViolations } from "./accessibility";
import { parseCsv } from "./csv";
import { expect, test } from "./fixtures";
import { noonBefore, recordInteractions } from "./interaction-rows";

/** On days 1 and 2: 10 of a large model at $0.50, 10 of a small one at $0.10, and 2 that have no price; three users. */
const someTraffic = (project: string, unknown = "in-house"): Partial<InteractionInput>[] =>
  Array.from({ length: 22 }, (_, n) => ({
    project,
    user_id: `user-${n % 3}`,
    agent_type: n % 2 === 0 ? "billing" : "technical",
    timestamp: noonBefore(1 + (n % 2), n),
    user_satisfaction: n % 4 === 0 ? null : n % 3 === 0 ? 2 : 5,
    llm_metadata:
      n >= 20
        ? { model: unknown, input_tokens: 1000, output_tokens: 500 }
        : n < 10
          ? { model: "large", input_tokens: 100, output_tokens: 50, cost: 0.5 }
          : { model: "small", input_tokens: 100, cached_tokens: 40, output_tokens: 50, cost: 0.1 },
  }));

const read = async (client: APIRequestContext, path: string, params: Record<string, string>) =>
  (await client.get(path, { params })).json();
const region = (page: Page, name: string) => page.getByRole("region", { name, exact: true });
const figure = (page: Page, label: string) =>
  region(page, "Figures")
    .locator("dl > div")
    .filter({ has: page.locator("dt").getByText(label, { exact: true }) });

async function csvOf(page: Page, press: () => Promise<void>): Promise<string[][]> {
  const [download] = await Promise.all([page.waitForEvent("download"), press()]);
  return parseCsv(readFileSync(await download.path(), "utf8"));
}
const chartCsv = async (page: Page, title: string) => {
  await page.getByRole("button", { name: `${title}: more` }).click();
  return csvOf(page, () => page.getByRole("menuitem", { name: "Download CSV" }).click());
};

/** The file holds what the API says, field by field. */
function expectRows(csv: string[][], rows: Record<string, unknown>[]) {
  const [columns = [], ...lines] = csv;
  expect(columns.length).toBeGreaterThan(5);
  expect(lines).toEqual(
    rows.map((row) => columns.map((name) => (row[name] === null ? "" : String(row[name])))),
  );
}

test("shows what the API says, follows its filters, and leads to the interactions behind a figure", async ({
  page,
  project,
  api,
  createKey,
  createMember,
  signIn,
}) => {
  const client = await api(await createKey({ scopes: ["ingest", "read"] }));
  await recordInteractions(client, someTraffic(project));
  const range = { project, days: "7" };
  await signIn(
    page,
    await createMember({ role: "reviewer", projects: [project] }),
    `/costs?project=${project}&days=7`,
  );

  await expect(figure(page, "Cost")).toContainText("$6.00");
  await expect(figure(page, "Cost")).toContainText("without 2 unpriced");
  await expect(figure(page, "Interactions")).toContainText("22");
  await expect(figure(page, "End users")).toContainText("3");
  await expect(figure(page, "Cost per interaction")).toContainText("$0.30");
  await expect(figure(page, "Unpriced")).toContainText("of 22");

  const daily = (await read(client, "/v1/costs/daily", { ...range, group_by: "model" })).data;
  expectRows(await chartCsv(page, "Cost per day by model"), daily);
  const total = (await read(client, "/v1/costs/daily", range)).data;
  expectRows(await chartCsv(page, "Tokens per day by kind"), total);
  const users = (await read(client, "/v1/costs/by-user", range)).data;
  expectRows(await csvOf(page, () => page.getByRole("button", { name: "CSV of 3" }).click()), users);

  // A part of a bar leads to its rows.
  const bars = region(page, "Cost per day by model").locator(".recharts-bar");
  await bars.nth(1).locator(".recharts-bar-rectangle path").first().click();
  await expect(page).toHaveURL(/\/interactions\?from=(\d{4}-\d{2}-\d{2})&model=small&.*to=\1/);
  await page.goBack();

  // Another grouping is another chart, and the address holds it.
  await page.getByRole("combobox", { name: "Stacked by" }).click();
  await page.getByRole("option", { name: "By agent" }).click();
  await expect(page).toHaveURL(/group_by=agent_type/);
  await expect(region(page, "Cost per day by agent").getByRole("button", { name: "billing" })).toBeVisible();

  // What is narrowed is narrowed everywhere.
  await page.goto(`/costs?project=${project}&days=7&model=small`);
  await expect(figure(page, "Cost")).toContainText("$1.00");
  await expect(region(page, "Unpriced")).toContainText("Every interaction in this range has a cost.");

  // New interactions change it.
  await recordInteractions(client, [
    { project, timestamp: noonBefore(1), llm_metadata: { model: "small", tokens_used: 1, cost: 4 } },
  ]);
  await page.reload();
  await expect(figure(page, "Cost")).toContainText("$5.00");

  // So does a bar of a chart, by keyboard too: the place that the arrows reach is a day.
  const chart = region(page, "Cost per day by model").getByRole("figure").locator("svg").first();
  await chart.focus();
  await page.keyboard.press("ArrowRight");
  await expect(region(page, "Cost per day by model")).toContainText("UTCAll");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/interactions\?from=(\d{4}-\d{2}-\d{2})&model=small&.*to=\1/);
  await page.goBack();

  await figure(page, "Cost").getByRole("link").click();
  await expect(page).toHaveURL(new RegExp(`/interactions\\?days=7&model=small&project=${project}`));
});

test("end users are ranked, with the formula of their cost efficiency at hand", async ({
  page,
  project,
  api,
  createKey,
  createMember,
  signIn,
}) => {
  const client = await api(await createKey({ scopes: ["ingest", "read"] }));
  const long = "f".repeat(64);
  await recordInteractions(client, [
    { project, user_id: "dear", user_satisfaction: 2, llm_metadata: { model: "m", cost: 4 } },
    { project, user_id: "cheap", user_satisfaction: 5, llm_metadata: { model: "m", cost: 1 } },
    { project, user_id: long, llm_metadata: { model: "m", cost: 2 } },
  ]);
  await signIn(page, await createMember({ role: "reviewer", projects: [project] }), `/costs?days=7`);
  const table = region(page, "Cost by end user").getByRole("table");
  const names = table.getByRole("rowheader");
  await expect(names).toHaveText(["dear", `${"f".repeat(15)}…${"f".repeat(8)}`, "cheap"]);
  await expect(table.getByRole("row", { name: /dear/ })).toContainText("$2.00");
  await table.getByRole("button", { name: "Cost efficiency", exact: true }).click();
  // Lower is better, and one without ratings has none: it comes last.
  await expect(names.first()).toHaveText("cheap");
  await expect(names.last()).toContainText("…");
  await expect(page).toHaveURL(/sort=cost_efficiency/);
  await table.getByRole("button", { name: "What “Cost efficiency” means" }).press("Enter");
  await expect(page.getByRole("dialog", { name: "Cost efficiency" })).toContainText(
    "total_cost ÷ avg_satisfaction",
  );
  await page.keyboard.press("Escape");
  await table.getByRole("link", { name: "cheap" }).click();
  await expect(page).toHaveURL("/interactions/people/cheap");
});

test("a price that is set prices what had none, shows what another model would have cost, and can be taken back", async ({
  page,
  project,
  api,
  createKey,
  createMember,
  signIn,
}) => {
  const model = `in-house-${randomUUID()}`;
  const client = await api(await createKey({ scopes: ["ingest", "read"] }));
  await recordInteractions(client, someTraffic(project, model));
  await signIn(page, await createMember({ role: "product_owner" }), `/costs?project=${project}&days=7`);
  const unpriced = region(page, "Unpriced");
  await unpriced.getByRole("button", { name: "Set a price" }).click();
  const dialog = page.getByRole("dialog", { name: "Set a price" });
  await expect(dialog.getByLabel("Model")).toHaveValue(model);
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByRole("alert").first()).toContainText("is required");
  await dialog.getByLabel("Input", { exact: true }).fill("100");
  await dialog.getByLabel("Output").fill("200");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(unpriced).toContainText("There is a price now");

  // 2 × (1,000 × $100 + 500 × $200) per million.
  await unpriced.getByRole("button", { name: "Price them now" }).click();
  const reprice = page.getByRole("dialog", { name: "Price them now" });
  await expect(reprice).toContainText("2 interactions get a price, $0.40 more than now");
  await reprice.getByRole("button", { name: "Price 2" }).click();
  await expect(unpriced).toContainText("Every interaction in this range has a cost.");
  await expect(figure(page, "Cost")).toContainText("$6.40");

  // All 22 at that price: 20 × (100 × $100 + 50 × $200) per million, and the two.
  await page.goto(`/costs?project=${project}&days=7&to_model=${model}&price_of=${model}`);
  const whatIf = region(page, "On another model");
  await expect(whatIf).toContainText("22 interactions compared");
  await expect(whatIf).toContainText("$0.80");
  const answer = await read(client, "/v1/costs/what-if", { project, days: "7", to_model: model });
  expect(answer.what_if_cost).toBeCloseTo(0.8);
  await expect(whatIf).toContainText(`n ${answer.quality.current.n}`);

  const prices = region(page, "Prices");
  await prices.getByRole("button", { name: `Delete the price of ${model} from always` }).click();
  await expect(prices).toContainText("No price of a model with");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(prices.getByRole("row", { name: new RegExp(model) })).toContainText("$100.00");
});

test("reviewers and owners of some projects change no prices", async ({
  page,
  project,
  api,
  createKey,
  createMember,
  signIn,
  baseURL,
}) => {
  const client = await api(await createKey({ scopes: ["ingest", "read"] }));
  await recordInteractions(client, someTraffic(project));
  await signIn(page, await createMember({ role: "product_owner", projects: [project] }), "/costs");
  await expect(region(page, "Unpriced").getByRole("button", { name: "Price them now" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Set a price" })).toHaveCount(0);
  const body = { model: "large", input_usd_per_million: 1, output_usd_per_million: 1 };
  const put = () => page.request.put("/v1/prices", { data: body, headers: { origin: baseURL ?? "" } });
  expect((await put()).status()).toBe(403);

  await signIn(page, await createMember({ role: "reviewer", projects: [project] }), "/costs");
  await expect(region(page, "Unpriced")).toContainText("2 interactions in this range");
  await expect(page.getByRole("button", { name: "Price them now" })).toHaveCount(0);
  expect((await put()).status()).toBe(403);
});

test("without interactions says how to send the first; has no barriers, on a phone either", async ({
  page,
  project,
  api,
  createKey,
  createMember,
  signIn,
}) => {
  const member = await createMember({ role: "admin", projects: [project] });
  await signIn(page, member, "/costs");
  await expect(page.getByText("No interactions yet")).toBeVisible();
  await expect(page.getByText("/v1/interactions \\")).toBeVisible();
  const client = await api(await createKey({ scopes: ["ingest", "read"] }));
  await recordInteractions(client, [
    ...someTraffic(project),
    ...Array.from({ length: 60 }, (_, n) => ({
      project,
      user_id: `one-of-many-${n}`,
      llm_metadata: { model: "small", cost: 0 },
    })),
  ]);
  await page.goto("/costs?to_model=small&nonsense=1");
  await expect(page.getByText("nonsense=1")).toBeVisible();
  await expect(figure(page, "Cost")).toContainText("$6.00");
  await expect(region(page, "On another model")).toContainText("compared");
  await expectNoViolations(page);
  // Rows that are out of sight in their box do not lengthen the page.
  const below = await page.evaluate(() => {
    const end = document.getElementById("prices")?.getBoundingClientRect().bottom ?? 0;
    return document.documentElement.scrollHeight - window.scrollY - end;
  });
  expect(below).toBeLessThan(100);
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page);
});
