import { readFileSync } from "node:fs";
import type { APIRequestContext, Page } from "@playwright/test";
import type { ExecutionInput } from "@/lib/learning/executions/schemas";
import { expectNoSidewaysScroll, expectNoViolations } from "./accessibility";
import { parseCsv } from "./csv";
import { recordExecutions } from "./execution-rows";
import { expect, test } from "./fixtures";
import { noonBefore } from "./interaction-rows";

/** On days 4 and 3 of version one, which works in 20 of 40; on days 2 and 1 of version two, which works in 36 of 40. */
const someExecutions = (project: string): Partial<ExecutionInput>[] =>
  Array.from({ length: 80 }, (_, n) => {
    const isNew = n >= 40;
    const success = isNew ? n % 10 !== 0 : n % 2 === 0;
    return {
      project,
      user_prompt: `clean table ${n}`,
      success,
      ...(success
        ? {}
        : { error: `KeyError: '${n}'`, error_class: n % 4 === 1 ? "validation" : "execution" }),
      model: n % 2 === 0 ? "large" : "small",
      prompt_version: isNew ? "v2" : "v1",
      tokens_in: isNew ? 300 : 100,
      tokens_out: 20,
      retries: n % 8 === 0 ? 1 : 0,
      ...(n % 20 === 0 ? { user_correction: "not what I meant" } : {}),
      created_at: noonBefore(isNew ? 1 + (n % 2) : 3 + (n % 2), n),
    } satisfies Partial<ExecutionInput>;
  });

const read = async (client: APIRequestContext, path: string, params: Record<string, string>) =>
  (await client.get(path, { params })).json();
const region = (page: Page, name: string) => page.getByRole("region", { name, exact: true });
const figure = (page: Page, label: string) =>
  region(page, "Figures")
    .locator("dl > div")
    .filter({ has: page.locator("dt").getByText(label, { exact: true }) });

async function chartCsv(page: Page, title: string): Promise<string[][]> {
  await page.getByRole("button", { name: `${title}: more` }).click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("menuitem", { name: "Download CSV" }).click(),
  ]);
  return parseCsv(readFileSync(await download.path(), "utf8"));
}

test("metrics say what the API says, follow the filters and lead to the executions behind", async ({
  page,
  project,
  api,
  createKey,
  createMember,
  signIn,
}) => {
  const client = await api(await createKey({ scopes: ["ingest", "read"] }));
  await recordExecutions(client, someExecutions(project));
  await signIn(
    page,
    await createMember({ role: "reviewer", projects: [project] }),
    `/learning?project=${project}&days=7`,
  );
  await expect(figure(page, "Success rate")).toContainText("70.0%");
  await expect(figure(page, "Success rate")).toContainText("n 80");
  await expect(figure(page, "Executions")).toContainText("56 worked");
  await expect(figure(page, "Failed")).toContainText("24");
  await expect(figure(page, "Retried")).toContainText("12.5%");
  await expect(figure(page, "Corrected")).toContainText("5.0%");
  await expect(figure(page, "Response quality")).toContainText("100.0%");
  await expect(figure(page, "Tokens per request")).toContainText("220");

  // What the chart holds is what the API says.
  const [columns = [], ...lines] = await chartCsv(page, "Success rate");
  const { data } = await read(client, "/v1/executions/timeseries", { project, days: "7" });
  const at = (line: string[], name: string) => line[columns.indexOf(name)];
  for (const row of data) {
    const line = lines.find((each) => at(each, "bucket")?.startsWith(row.bucket));
    expect([at(line ?? [], "total"), at(line ?? [], "successful"), at(line ?? [], "success_rate")]).toEqual([
      String(row.total),
      String(row.successful),
      String(row.success_rate),
    ]);
  }
  expect(lines).toHaveLength(7);

  // The version that came is marked, and what changed with it is said with its interval.
  await expect(region(page, "Success rate").getByText("v2", { exact: true })).toBeVisible();
  const versions = region(page, "When a version came");
  await expect(versions.getByRole("listitem").filter({ hasText: "v2" })).toContainText("+40.0 pp better");

  // Side by side by version and, when asked, by model.
  const table = region(page, "Versions side by side").getByRole("table");
  await expect(table.getByRole("row", { name: /v1/ })).toContainText("50.0%");
  await page.getByRole("group", { name: "Side by side" }).getByRole("button", { name: "By model" }).click();
  await expect(page).toHaveURL(/group_by=model/);
  await expect(region(page, "Models side by side").getByRole("row", { name: /small/ })).toContainText("n 40");

  // Filters narrow everything; a figure leads to its executions.
  await page.goto(`/learning?project=${project}&days=7&version=v2`);
  await expect(figure(page, "Success rate")).toContainText("90.0%");
  await recordExecutions(client, [{ project, prompt_version: "v2", created_at: noonBefore(1) }]);
  await page.reload();
  await expect(figure(page, "Executions")).toContainText("37 worked");
  await figure(page, "Failed").getByRole("link").click();
  await expect(page).toHaveURL(/\/learning\/executions\?.*success=false/);
  await expect(page.getByText("4 executions", { exact: true })).toBeVisible();
});

test("executions: filters, the open one, and the download of admins", async ({
  page,
  project,
  api,
  createKey,
  createMember,
  signIn,
}) => {
  const client = await api(await createKey({ scopes: ["ingest", "read"] }));
  const ids = await recordExecutions(client, someExecutions(project).slice(0, 6));
  const reviewer = await createMember({ role: "reviewer", projects: [project] });
  await signIn(page, reviewer, `/learning/executions?project=${project}&execution=${ids[1]}`);
  const panel = page.getByRole("dialog", { name: /Execution/ });
  await expect(panel).toContainText("KeyError: '1'");
  await expect(panel).toContainText("pandas.drop_duplicates");
  await expect(page.getByRole("button", { name: "Download" })).toHaveCount(0);
  await page.keyboard.press("Escape");
  await page.getByRole("combobox", { name: "Outcome" }).click();
  await page.getByRole("option", { name: "Worked" }).click();
  await expect(page.getByText("3 executions", { exact: true })).toBeVisible();
  await expect(page).toHaveURL(/success=true/);

  await signIn(
    page,
    await createMember({ role: "admin", projects: [project] }),
    `/learning/executions?project=${project}`,
  );
  await page.getByRole("button", { name: "Download" }).click();
  const dialog = page.getByRole("dialog", { name: "Download executions" });
  await expect(dialog.getByRole("status")).toHaveText(/^6 rows, about/);
  await dialog.getByRole("button", { name: "Prompts and plans" }).click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    dialog.getByRole("button", { name: "Download", exact: true }).click(),
  ]);
  await expect(dialog.getByText("3 rows written")).toBeVisible();
  const lines = readFileSync(await download.path(), "utf8")
    .trim()
    .split("\n");
  expect(lines).toHaveLength(3);
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({ prompt: "clean table 0", response: { task: "clean" } });
});

test("metrics without executions say how to record one; no barriers, 390 px are enough", async ({
  page,
  project,
  api,
  createKey,
  createMember,
  signIn,
}) => {
  test.slow();
  await signIn(page, await createMember({ role: "reviewer", projects: [project] }), "/learning");
  await expect(page.getByText("No executions in this range")).toBeVisible();
  const client = await api(await createKey({ scopes: ["ingest"] }));
  await recordExecutions(client, someExecutions(project));
  for (const path of ["/learning", "/learning/executions"]) {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(`${path}?project=${project}`);
    await expect(
      page.getByText(path === "/learning" ? "When a version came" : "80 executions").first(),
    ).toBeVisible();
    await expectNoSidewaysScroll(page);
    await page.setViewportSize({ width: 1440, height: 900 });
    await expectNoViolations(page);
  }
});
