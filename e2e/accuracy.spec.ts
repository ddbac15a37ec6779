import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import type { AccuracyRow, FeedbackInput } from "@/lib/feedback/schemas";
import { expectNoSidewaysScroll, expectNoViolations } from "./accessibility";
import { expect, test } from "./fixtures";
import { recordVotes } from "./votes";

/** 120 votes: two models, an intent and none, two projects. */
function someVotes(projects: readonly [string, string]): Partial<FeedbackInput>[] {
  return Array.from({ length: 120 }, (_, n) => ({
    project: projects[n % 3 === 0 ? 1 : 0],
    model: n % 5 === 0 ? "small" : "large",
    intent: n % 2 === 0 ? "code" : null,
    rating: n % 7 === 0 || n % 11 === 0 ? -1 : 1,
  }));
}

const percent = (value: number, digits = 1) => (value * 100).toFixed(digits);
/** How the page names a cell for screen readers. */
const nameOf = (label: string, row: AccuracyRow) =>
  `${label}: ${percent(row.accuracy)}% ${percent(row.ci_low, 0)}–${percent(row.ci_high, 0)}% · n ${row.total}${row.total < 30 ? " , small sample" : ""}`;
const labels = (page: Page) => page.getByRole("rowheader");

test("shows the API's numbers in every layout, and leads to the votes behind each", async ({
  page,
  project,
  api,
  createKey,
  createMember,
  signIn,
}) => {
  const other = `${project}-b`;
  const client = await api(await createKey({ scopes: ["ingest", "read"] }));
  await recordVotes(client, someVotes([project, other]));
  const read = async (groupBy: string): Promise<AccuracyRow[]> => {
    const params = { days: "30", project: `${project},${other}`, group_by: groupBy };
    return (await (await client.get("/v1/feedback/accuracy", { params })).json()).data;
  };
  const member = await createMember({ role: "reviewer", projects: [project, other] });
  await signIn(page, member, "/feedback/accuracy");
  const table = page.getByRole("table");
  const cell = (name: string) => table.getByRole("link", { name, exact: true });

  for (const row of await read("model")) await expect(cell(nameOf(`${row.model}`, row))).toBeVisible();
  for (const row of await read("model,intent"))
    await expect(cell(nameOf(`${row.model}, ${row.intent ?? "No intent"}`, row))).toBeVisible();
  // A project stands under each of the models.
  for (const row of await read("model,intent,project"))
    await expect(cell(nameOf(`${row.project}, ${row.intent ?? "No intent"}`, row)).first()).toBeVisible();
  await expect(labels(page)).toHaveText(["large", project, other, "small", project, other, "All"]);

  await page.getByRole("combobox", { name: "Rows", exact: true }).click();
  await page.getByRole("option", { name: "Intent" }).click();
  await expect(page).toHaveURL("/feedback/accuracy?rows=intent&columns=model");
  for (const row of await read("intent,model"))
    await expect(cell(nameOf(`${row.intent ?? "No intent"}, ${row.model}`, row))).toBeVisible();

  const [wanted] = (await read("model,intent,project")).filter(
    (row) => row.model === "small" && row.intent === null && row.project === other,
  );
  if (!wanted) throw new Error("The votes hold no such cell.");
  await page.getByRole("button", { name: "No intent" }).first().click();
  await expect(page.getByRole("button", { name: "No intent" }).first()).toHaveAttribute(
    "aria-expanded",
    "false",
  );
  await page.getByRole("button", { name: "No intent" }).first().click();
  const row = table
    .getByRole("row")
    .filter({ has: page.getByRole("rowheader", { name: other }) })
    .first();
  await row.getByRole("link", { name: nameOf(`${other}, small`, wanted), exact: true }).click();
  await expect(page).toHaveURL(
    `/feedback?days=30&intent=%28none%29&model=small&project=${encodeURIComponent(other)}`,
  );
  await expect(page.getByText(`${wanted.total} votes`)).toBeVisible();
});

test("sorts by any column, narrows by filters, and gives the rows as CSV", async ({
  page,
  project,
  api,
  createKey,
  createMember,
  signIn,
}) => {
  const client = await api(await createKey({ scopes: ["ingest", "read"] }));
  await recordVotes(client, someVotes([project, project]));
  await signIn(
    page,
    await createMember({ role: "reviewer", projects: [project] }),
    "/feedback/accuracy?split=none",
  );
  await expect(labels(page)).toHaveText(["large", "small", "All"]);
  const header = (name: string) => page.getByRole("columnheader").getByRole("button", { name, exact: true });
  await header("Model").click();
  await expect(page).toHaveURL(/order=label/);
  await expect(labels(page)).toHaveText(["large", "small", "All"]);
  await header("Model").click();
  await expect(labels(page)).toHaveText(["small", "large", "All"]);
  const params = { days: "30", project, group_by: "model" };
  const { data } = await (await client.get("/v1/feedback/accuracy", { params })).json();
  const best = (data as AccuracyRow[])
    .toSorted((a, b) => b.accuracy - a.accuracy)
    .map((row) => `${row.model}`);
  await header("All").click();
  await expect(labels(page)).toHaveText([...best, "All"]);
  await header("All").click();
  await expect(labels(page)).toHaveText([...best.toReversed(), "All"]);
  await expect(page.getByRole("columnheader", { name: "All" })).toHaveAttribute("aria-sort", "ascending");
  await page.reload();
  await expect(labels(page)).toHaveText([...best.toReversed(), "All"]);

  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "CSV" }).click(),
  ]);
  const cells = await (await client.get("/v1/feedback/accuracy", { params: { days: "30", project } })).json();
  const columns = [
    "model",
    "intent",
    "project",
    "total",
    "positive",
    "negative",
    "accuracy",
    "ci_low",
    "ci_high",
  ];
  const expected = (cells.data as Record<string, string | number | null>[]).map((row) =>
    columns.map((column) => row[column] ?? "").join(","),
  );
  expect(readFileSync(await download.path(), "utf8")).toBe([columns.join(","), ...expected, ""].join("\r\n"));

  await page.getByRole("combobox", { name: /^Model/ }).click();
  await page.getByRole("option", { name: /^small/ }).click();
  await page.keyboard.press("Escape");
  await expect(labels(page)).toHaveText(["small", "All"]);
});

test("says that rates are of all votes when the address names a rating", async ({
  page,
  project,
  api,
  createKey,
  createMember,
  signIn,
}) => {
  const client = await api(await createKey({ scopes: ["ingest"] }));
  await recordVotes(client, someVotes([project, project]));
  await signIn(
    page,
    await createMember({ role: "reviewer", projects: [project] }),
    "/feedback/accuracy?rating=-1&split=none",
  );
  await expect(page.getByText("rates are of all votes")).toBeVisible();
  await expect(page.getByRole("button", { name: "Clear", exact: true })).toHaveCount(0);
  await expect(labels(page)).toHaveText(["large", "small", "All"]);

  await page.goto("/?rating=-1");
  const figures = page.getByRole("region", { name: "Figures" });
  await expect(figures).toContainText("Success rate–A rate needs both ratings");
});

test("has no barriers, and fits a phone", async ({ page, project, api, createKey, createMember, signIn }) => {
  // axe reads the whole page four times.
  test.slow();
  const client = await api(await createKey({ scopes: ["ingest"] }));
  await recordVotes(client, someVotes([project, `${project}-b`]));
  const member = await createMember({ role: "reviewer", projects: [project, `${project}-b`] });
  await signIn(page, member, "/feedback/accuracy");
  await expect(page.getByRole("table")).toBeVisible();
  await expectNoViolations(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoViolations(page);
  await expectNoSidewaysScroll(page);
});
