import { readFileSync } from "node:fs";
import type { APIRequestContext, Page } from "@playwright/test";
import type { FeedbackInput } from "@/lib/feedback/schemas";
import { expectNoSidewaysScroll, expectNoViolations } from "./accessibility";
import { expect, test } from "./fixtures";
import { recordVotes } from "./votes";

const DAY_MS = 86_400_000;

/** Noon (UTC) so many days ago. */
const noon = (daysAgo: number) => {
  const today = Math.floor(Date.now() / DAY_MS) * DAY_MS;
  return new Date(today - daysAgo * DAY_MS + DAY_MS / 2).toISOString();
};
const date = (daysAgo: number) => noon(daysAgo).slice(0, 10);

/** 88 votes of 2 models and 2 intents on days 1, 2, 3 and 5 (none on day 4), and 12 of a third model 20 days ago. */
function someVotes(project: string): Partial<FeedbackInput>[] {
  const recent = Array.from({ length: 88 }, (_, n) => ({
    project,
    query: `question ${n}`,
    model: n % 8 === 0 ? "small" : "large",
    intent: n % 2 === 0 ? "code" : null,
    rating: n % 4 === 0 ? -1 : 1,
    user_id: `u${n % 7}`,
    session_id: `s${n % 20}`,
    memory_used: 100 + n,
    created_at: noon([1, 2, 3, 5][n % 4] ?? 1),
  })) as Partial<FeedbackInput>[];
  const old = Array.from({ length: 12 }, (_, n) => ({
    project,
    model: "retired",
    rating: n % 2 === 0 ? 1 : -1,
    created_at: noon(20),
  })) as Partial<FeedbackInput>[];
  return [...recent, ...old];
}

const figure = (page: Page, label: string) =>
  page
    .getByRole("region", { name: "Figures" })
    .locator("dl > div")
    .filter({ has: page.locator("dt").getByText(label, { exact: true }) });

async function read(reader: APIRequestContext, path: string, params: Record<string, string>) {
  const response = await reader.get(`/v1/feedback/${path}`, { params });
  expect(response.status()).toBe(200);
  return response.json();
}

/** The page's figures are those of the API for the same filters. */
async function expectFigures(page: Page, reader: APIRequestContext, params: Record<string, string>) {
  const stats = await read(reader, "stats", params);
  const percent = (value: number) => value.toFixed(1);
  await expect(figure(page, "Votes")).toContainText(`Votes${stats.total.toLocaleString("en-US")}`);
  await expect(figure(page, "Success rate")).toContainText(`${percent(stats.positive_pct)}%`);
  await expect(figure(page, "Success rate")).toContainText(
    `${percent(stats.ci_low * 100)}–${percent(stats.ci_high * 100)}% · n ${stats.total.toLocaleString("en-US")}`,
  );
  await expect(figure(page, "Users")).toContainText(`Users${stats.unique_users}`);
  await expect(figure(page, "Sessions")).toContainText(`Sessions${stats.unique_sessions}`);
  await expect(figure(page, "Models")).toContainText(`Models${stats.unique_models}`);
  return stats;
}

test.describe("overview", () => {
  test("shows the figures of the API, and others when range, model and project change", async ({
    page,
    project,
    api,
    createKey,
    createMember,
    signIn,
  }) => {
    const other = `${project}-b`;
    const key = await createKey({ scopes: ["ingest", "read"] });
    const client = await api(key);
    await recordVotes(client, someVotes(project));
    await recordVotes(client, [{ project: other, model: "large", created_at: noon(1) }]);
    const member = await createMember({ role: "product_owner", projects: [project, other] });
    const both = `${project},${other}`;

    await signIn(page, member, "/");
    const all = await expectFigures(page, client, { days: "30", project: both });
    expect(all.total).toBe(101);

    await page.getByRole("button", { name: "Last 7 days" }).click();
    await expect(page).toHaveURL(/[?&]days=7/);
    const week = await expectFigures(page, client, { days: "7", project: both });
    expect(week.total).toBe(89);

    await page.getByRole("combobox", { name: /^Project/ }).click();
    await page.getByRole("option", { name: project, exact: true }).click();
    await page.keyboard.press("Escape");
    await expectFigures(page, client, { days: "7", project });

    await page.getByRole("combobox", { name: /^Model/ }).click();
    await page.getByRole("option", { name: /^small/ }).click();
    await page.keyboard.press("Escape");
    await expect(page).toHaveURL(/[?&]model=small/);
    const small = await expectFigures(page, client, { days: "7", project, model: "small" });
    expect(small.total).toBe(11);

    await page.goBack();
    await expectFigures(page, client, { days: "7", project });
    await page.reload();
    await expectFigures(page, client, { days: "7", project });
  });

  test("shows accuracy with intervals, the weakest cells, and leads to the votes behind them", async ({
    page,
    project,
    api,
    createKey,
    createMember,
    signIn,
  }) => {
    const client = await api(await createKey({ scopes: ["ingest", "read"] }));
    await recordVotes(client, someVotes(project));
    await signIn(page, await createMember({ role: "reviewer", projects: [project] }));

    const models = await read(client, "accuracy", { days: "30", project, group_by: "model" });
    const list = page.getByRole("list", { name: "Accuracy per model" });
    const percent = (value: number) => (value * 100).toFixed(1);
    for (const row of models.data) {
      const small = row.total < 30 ? ", small sample" : "";
      await expect(
        list.getByRole("link", {
          name: `${row.model} ${percent(row.accuracy)}% n ${row.total} , 95% interval ${percent(row.ci_low)}–${percent(row.ci_high)}%${small}`,
        }),
      ).toBeVisible();
    }
    await expect(list.getByRole("link")).toHaveCount(3);

    // Of five cells only those with 30 votes and more, the lowest upper bound first.
    const cells = await read(client, "accuracy", { days: "30", project, group_by: "model,intent" });
    const expected = (
      cells.data as { model: string; intent: string | null; total: number; ci_high: number }[]
    )
      .filter((cell) => cell.total >= 30)
      .sort((a, b) => a.ci_high - b.ci_high)
      .map((cell) => `${cell.model} × ${cell.intent ?? "(none)"}`);
    expect(expected.length).toBeGreaterThan(1);
    const weakest = page.getByRole("list", { name: "Weakest model and intent" }).getByRole("link");
    await expect(weakest).toHaveCount(expected.length);
    for (const [index, name] of expected.entries()) await expect(weakest.nth(index)).toContainText(name);

    await list.getByRole("link", { name: /^retired/ }).click();
    await expect(page).toHaveURL(/\/feedback\?days=30&model=retired$/);
  });

  test("opens the day behind a bar by pointer and by keyboard", async ({
    page,
    project,
    api,
    createKey,
    createMember,
    signIn,
  }) => {
    const client = await api(await createKey({ scopes: ["ingest"] }));
    await recordVotes(client, [{ project, created_at: noon(1) }]);
    await signIn(page, await createMember({ role: "reviewer", projects: [project] }), "/?days=7");

    const chart = page.getByRole("figure", { name: "Votes per day, positive and negative" });
    await chart.scrollIntoViewIfNeeded();
    const box = await chart.locator(".recharts-bar-rectangle path").first().boundingBox();
    if (!box) throw new Error("The chart has no bar.");
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await expect(chart.getByText("Votes", { exact: true })).toBeVisible();
    await page.mouse.down();
    await page.mouse.up();
    await expect(page).toHaveURL(`/feedback?from=${date(1)}&to=${date(1)}`);

    await page.goBack();
    await chart.locator("svg").first().focus();
    await page.keyboard.press("ArrowRight");
    await expect(chart.getByText("Votes", { exact: true })).toBeVisible();
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/\/feedback\?from=(\d{4}-\d\d-\d\d)&to=\1$/);
  });

  test("gives each chart as a table and as a CSV with the rows of the API", async ({
    page,
    project,
    api,
    createKey,
    createMember,
    signIn,
  }) => {
    const client = await api(await createKey({ scopes: ["ingest", "read"] }));
    await recordVotes(client, someVotes(project));
    await signIn(page, await createMember({ role: "reviewer", projects: [project] }), "/?days=7");

    const card = page.getByRole("region", { name: "Success rate" });
    await card.getByRole("button", { name: "Success rate: show as table" }).click();
    const table = card.getByRole("table");
    await expect(table.getByRole("row")).toHaveCount(8);
    // Four days ago nobody voted: a gap, not a zero.
    await expect(table.getByRole("row").nth(3)).toContainText("00–");
    await expect(table.getByRole("row").nth(7)).toContainText("partial");

    await card.getByRole("button", { name: "Success rate: more" }).click();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("menuitem", { name: "Download CSV" }).click(),
    ]);
    expect(download.suggestedFilename()).toBe("success-rate.csv");
    const lines = readFileSync(await download.path(), "utf8")
      .trimEnd()
      .split("\r\n");
    const series = await read(client, "timeseries", { days: "7", project });
    expect(lines[0]).toMatch(/^bucket,total,positive,accuracy,ci_low,ci_high,partial,/);
    const rows = lines.slice(1).map((line) => line.split(","));
    expect(rows).toHaveLength(7);
    const voted = rows.filter((row) => row[1] !== "0");
    expect(voted.map((row) => row.slice(0, 7))).toEqual(
      (series.data as Record<string, string | number | boolean>[]).map((row) =>
        [row.bucket, row.total, row.positive, row.accuracy, row.ci_low, row.ci_high, row.partial].map(String),
      ),
    );

    await table.getByRole("link").first().click();
    await expect(page).toHaveURL(`/feedback?from=${date(6)}&to=${date(6)}`);
  });

  test("hides and shows series by the legend", async ({
    page,
    project,
    api,
    createKey,
    createMember,
    signIn,
  }) => {
    const client = await api(await createKey({ scopes: ["ingest"] }));
    await recordVotes(client, [
      { project, rating: 1 },
      { project, rating: -1 },
    ]);
    await signIn(page, await createMember({ role: "reviewer", projects: [project] }));
    const card = page.getByRole("region", { name: /^Votes per day$/ });
    await expect(card.locator(".recharts-bar")).toHaveCount(2);
    await card.getByRole("button", { name: "Negative" }).click();
    await expect(card.locator(".recharts-bar")).toHaveCount(1);
    await card.getByRole("button", { name: "Negative" }).click();
    await expect(card.locator(".recharts-bar")).toHaveCount(2);
  });

  test("takes a custom range, typed, and refuses an impossible one", async ({
    page,
    project,
    api,
    createKey,
    createMember,
    signIn,
  }) => {
    const client = await api(await createKey({ scopes: ["ingest", "read"] }));
    await recordVotes(client, someVotes(project));
    await signIn(page, await createMember({ role: "reviewer", projects: [project] }));
    await page.getByRole("button", { name: /^Range:/ }).click();
    await page.getByLabel("From", { exact: true }).fill(date(2));
    await page.getByLabel("To, included").fill(date(3));
    await page.getByRole("button", { name: "Apply" }).click();
    await expect(page.getByText("The end lies before the start.")).toBeVisible();
    await page.getByLabel("To, included").fill(date(1));
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(`/?from=${date(2)}&to=${date(1)}`);
    const stats = await expectFigures(page, client, { from: date(2), to: date(1), project });
    expect(stats.total).toBe(44);
    await page.getByRole("button", { name: /^Range:/ }).click();
    await expect(page.getByLabel("From", { exact: true })).toHaveValue(date(2));
  });

  test("says which range it shows, also when the address asks for an impossible one", async ({
    page,
    project,
    api,
    createKey,
    createMember,
    signIn,
  }) => {
    const client = await api(await createKey({ scopes: ["ingest", "read"] }));
    await recordVotes(client, [{ project }]);
    await signIn(page, await createMember({ role: "reviewer", projects: [project] }), "/?days=1");
    await expect(page.getByRole("button", { name: "Range: Today" })).toBeVisible();
    await expect(page.getByText("No complete day in the range yet")).toBeVisible();

    const refused: string[] = [];
    page.on("response", (response) => response.status() >= 400 && refused.push(response.url()));
    for (const search of ["days=999", "from=zzz", `from=${date(1)}&to=${date(2)}`]) {
      await page.goto(`/?${search}`);
      await expect(page.getByText("not understood: showing the last 30 days.")).toBeVisible();
      await expectFigures(page, client, { days: "30", project });
    }
    expect(refused).toEqual([]);
    await page.getByRole("button", { name: "Last 7 days" }).click();
    await expect(page).toHaveURL("/?days=7");
    await expect(page.getByText("not understood")).toBeHidden();

    await page.goto("/?rating=5&modle=a");
    await expect(page.getByText("not understood, so it is left out: rating=5, modle=a.")).toBeVisible();
    await expectFigures(page, client, { days: "30", project });
  });

  test("tells when there is no page at an address", async ({ page, createMember, signIn }) => {
    await signIn(page, await createMember({ role: "reviewer" }));
    const response = await page.goto("/nowhere/at-all");
    expect(response?.status()).toBe(404);
    await expect(page.getByRole("heading", { name: "There is no page at this address" })).toBeVisible();
    await expectNoViolations(page);
    await page.getByRole("link", { name: "Overview" }).click();
    await expect(page).toHaveURL("/");
  });

  test("can be used by keyboard: palette, help, sequences", async ({ page, createMember, signIn }) => {
    await signIn(page, await createMember({ role: "reviewer" }), "/?days=7");
    await page.keyboard.press("Control+k");
    const palette = page.getByRole("dialog", { name: "Commands" });
    await expect(palette.getByRole("combobox")).toBeFocused();
    await page.keyboard.type("accur");
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL("/feedback/accuracy?days=7");
    await expect(palette).toBeHidden();

    await page.keyboard.press("g");
    await page.keyboard.press("o");
    await expect(page).toHaveURL("/?days=7");

    await page.keyboard.press("?");
    const help = page.getByRole("dialog", { name: "Keyboard shortcuts" });
    await expect(help).toContainText("Open the command palette");
    await page.keyboard.press("Escape");
    await expect(help).toBeHidden();

    // Keys do nothing while one types.
    await page.getByRole("combobox", { name: /^Model/ }).click();
    const field = page.getByRole("combobox", { name: "Search model" });
    await expect(field).toBeFocused();
    await page.keyboard.type("?go");
    await expect(field).toHaveValue("?go");
    await expect(help).toBeHidden();
  });

  test("shows a new vote by itself, and does not ask while nobody looks", async ({
    page,
    project,
    api,
    createKey,
    createMember,
    signIn,
  }) => {
    const client = await api(await createKey({ scopes: ["ingest"] }));
    await recordVotes(client, [{ project, query: "first", created_at: noon(1) }]);
    await page.clock.install();
    await signIn(page, await createMember({ role: "reviewer", projects: [project] }));
    const newest = page.getByRole("region", { name: "Newest votes" });
    await expect(newest.getByRole("listitem")).toHaveCount(1);

    await recordVotes(client, [{ project, query: "second" }]);
    await page.clock.runFor(10_000);
    await expect(newest.getByRole("listitem")).toHaveCount(2);
    await expect(newest.getByRole("listitem").first()).toContainText("second");
    await expect(figure(page, "Votes")).toContainText("Votes2");

    const setVisibility = (state: "hidden" | "visible") =>
      page.evaluate((value) => {
        Object.defineProperty(document, "visibilityState", { value, configurable: true });
        document.dispatchEvent(new Event("visibilitychange"));
      }, state);
    await setVisibility("hidden");
    let asked = 0;
    page.on("request", (request) => {
      if (request.url().includes("/v1/feedback?")) asked += 1;
    });
    await page.clock.runFor(30_000);
    expect(asked).toBe(0);
    await recordVotes(client, [{ project, query: "third" }]);
    await setVisibility("visible");
    await expect(newest.getByRole("listitem").first()).toContainText("third");
  });

  test("says how to send the first vote, and shows members only their projects", async ({
    page,
    project,
    api,
    createKey,
    createMember,
    signIn,
  }) => {
    const client = await api(await createKey({ scopes: ["ingest"] }));
    await recordVotes(client, [{ project: `${project}-hidden` }]);
    await signIn(page, await createMember({ role: "product_owner", projects: [project] }));
    await expect(page.getByText("No votes yet")).toBeVisible();
    await expect(page.locator("pre")).toContainText(`curl ${new URL(page.url()).origin}/v1/feedback`);
    await page.getByRole("combobox", { name: /^Project/ }).click();
    await expect(page.getByRole("option", { name: `${project}-hidden` })).toHaveCount(0);
    await page.keyboard.press("Escape");

    await recordVotes(client, [{ project, created_at: noon(60) }]);
    await page.reload();
    await expect(page.getByText("No votes match")).toBeVisible();
    await page.getByRole("main").getByRole("button", { name: "Last 90 days" }).click();
    await expect(figure(page, "Votes")).toContainText("Votes1");
  });

  test("says what is wrong when the API fails, and recovers", async ({
    page,
    project,
    api,
    createKey,
    createMember,
    signIn,
  }) => {
    const client = await api(await createKey({ scopes: ["ingest"] }));
    await recordVotes(client, [{ project }]);
    await signIn(page, await createMember({ role: "reviewer", projects: [project] }));
    await page.route("**/v1/feedback/accuracy?*group_by=intent*", (route) =>
      route.fulfill({
        status: 500,
        contentType: "application/problem+json",
        headers: { "x-request-id": "req-42" },
        body: JSON.stringify({
          type: "about:blank",
          title: "Internal Server Error",
          status: 500,
          detail: "Something went wrong on our side.",
          code: "internal_error",
          request_id: "req-42",
        }),
      }),
    );
    await page.getByRole("button", { name: "Last 7 days" }).click();
    const card = page.getByRole("region", { name: "Accuracy per intent" });
    await expect(card.getByRole("alert")).toContainText("Something went wrong on our side.");
    await expect(card.getByRole("alert")).toContainText("req-42");
    await expect(page.getByRole("list", { name: "Accuracy per model" }).getByRole("link")).toHaveCount(1);
    await page.unroute("**/v1/feedback/accuracy?*group_by=intent*");
    await card.getByRole("button", { name: "Try again" }).click();
    await expect(card.getByRole("link")).toHaveCount(1);
  });

  test("has no accessibility violations", async ({ page, project, api, createKey, createMember, signIn }) => {
    // axe reads the whole page six times.
    test.slow();
    const client = await api(await createKey({ scopes: ["ingest"] }));
    await recordVotes(client, someVotes(project));
    await signIn(page, await createMember({ role: "reviewer", projects: [project] }));
    await expectNoViolations(page);
    await page.getByRole("button", { name: /^Range:/ }).click();
    await expect(page.getByRole("grid")).toBeVisible();
    await expectNoViolations(page);
    await page.keyboard.press("Escape");
    await page.keyboard.press("Control+k");
    await expect(page.getByRole("dialog", { name: "Commands" })).toBeVisible();
    await expectNoViolations(page);
  });

  test("fits a phone, with its menu and tables", async ({
    page,
    project,
    api,
    createKey,
    createMember,
    signIn,
  }) => {
    const client = await api(await createKey({ scopes: ["ingest"] }));
    await recordVotes(client, someVotes(project));
    test.slow();
    await page.setViewportSize({ width: 390, height: 844 });
    await signIn(page, await createMember({ role: "reviewer", projects: [project] }));
    await page.getByRole("button", { name: "Success rate: show as table" }).click();
    await expect(page.getByRole("table")).toBeVisible();
    await expectNoViolations(page);
    await expectNoSidewaysScroll(page);
    await page.getByRole("button", { name: "Menu" }).click();
    await expect(page.getByRole("dialog").getByRole("link", { name: "Feedback" })).toBeVisible();
    await expectNoViolations(page);
  });
});
