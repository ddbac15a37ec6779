import { readFileSync } from "node:fs";
import type { APIRequestContext, Page } from "@playwright/test";
import { expectNoSidewaysScroll, expectNoViolations } from "./accessibility";
import { parseCsv } from "./csv";
import { expect, test } from "./fixtures";

type Failure = { error: string; prompt_version: string | null; count: number };

/** Failures, and so many successful executions of each version that a share says something. */
async function record(program: APIRequestContext, project: string, failures: Failure[]): Promise<void> {
  const item = { project, user_prompt: "show sales by region", action_plan: {} };
  const versions = [...new Set(failures.map(({ prompt_version }) => prompt_version))];
  const items = [
    ...failures.flatMap(({ count, ...failure }) =>
      Array.from({ length: count }, () => ({
        ...item,
        ...failure,
        success: false,
        error_class: "execution",
      })),
    ),
    ...versions.flatMap((prompt_version) =>
      Array.from({ length: 40 }, () => ({ ...item, prompt_version, success: true })),
    ),
  ];
  const answer = await program.post("/v1/executions/batch", { data: { items } });
  expect(answer.status(), await answer.text()).toBe(201);
}
const row = (page: Page, pattern: string) =>
  page.getByRole("list", { name: "Failure patterns" }).getByRole("listitem").filter({ hasText: pattern });

test("the map leads to the executions of a cell, a pattern is judged and put back, and comes back by itself", async ({
  page,
  project,
  api,
  createKey,
  createMember,
  signIn,
}) => {
  const program = await api(await createKey({ scopes: ["ingest", "read"], project }));
  await record(program, project, [
    { error: "KeyError: 'price'", prompt_version: "v1", count: 10 },
    { error: "KeyError: 'cost'", prompt_version: "v2", count: 4 },
    { error: "ZeroDivisionError: division by zero", prompt_version: null, count: 2 },
  ]);
  const owner = await createMember({ role: "product_owner", projects: [project] });
  await signIn(page, owner, `/learning/failures?project=${project}&days=7`);

  const map = page.getByRole("region", { name: "Failures by version", exact: true });
  const cell = map.getByRole("link", { name: /^10 of 50 executions of v1: 20\.0% / });
  const search = new URL((await cell.getAttribute("href")) ?? "", page.url()).searchParams;
  const { data } = await (await program.get(`/v1/executions?${search}`)).json();
  expect(data).toHaveLength(10);
  const unnamed = await map.getByRole("link", { name: /executions of no version/ }).getAttribute("href");
  expect(new URL(unnamed ?? "", page.url()).searchParams.get("version")).toBe("(none)");
  await map.getByRole("button", { name: "Failures by version: more" }).click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("menuitem", { name: "Download CSV" }).click(),
  ]);
  const [, ...lines] = parseCsv(readFileSync(await download.path(), "utf8"));
  const heatmap = await (
    await program.get(`/v1/executions/failure-patterns/heatmap?project=${project}&days=7`)
  ).json();
  expect(lines.map((line) => [line[5], line[2], line[3]])).toEqual(
    heatmap.cells.map((each: { pattern_id: string; version: string | null; count: number }) => [
      each.pattern_id,
      each.version ?? "",
      String(each.count),
    ]),
  );

  const keyError = row(page, "KeyError: <value>");
  await expect(keyError).toContainText("14 failures");
  await expect(keyError).toContainText("New");
  await keyError.getByRole("button", { name: "Examples" }).click();
  await expect(keyError.getByRole("list", { name: "Newest failures" }).getByRole("listitem")).toHaveCount(3);

  await keyError.getByRole("button", { name: "Judge the pattern" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Fixed", exact: true }).click();
  await dialog.getByLabel("Fixed in version").fill("v3");
  await dialog.getByLabel("Note").fill("Columns are in the prompt now.");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(keyError).toContainText("Fixedin v3");
  await expect(keyError).toContainText("Columns are in the prompt now.");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(keyError).toContainText("New");
  await expect(keyError).not.toContainText("Columns are in the prompt now.");

  const zero = row(page, "ZeroDivisionError");
  await zero.getByRole("button", { name: "Judge the pattern" }).click();
  await dialog.getByRole("button", { name: "Fixed", exact: true }).click();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(zero).toContainText("Fixed");
  await record(program, project, [
    { error: "ZeroDivisionError: division by zero", prompt_version: "v3", count: 1 },
  ]);
  await page.goto(`/learning/failures?project=${project}&days=7&status=regressed`);
  await expect(page.getByRole("list", { name: "Failure patterns" }).getByRole("listitem")).toHaveCount(1);
  await expect(row(page, "ZeroDivisionError")).toContainText("Came backin v3");
});

test("a reviewer reads the page, on a phone too, and finds the first step where nothing failed", async ({
  page,
  project,
  api,
  createKey,
  createMember,
  signIn,
}) => {
  const program = await api(await createKey({ scopes: ["ingest", "read"], project }));
  const reviewer = await createMember({ role: "reviewer", projects: [project] });
  await signIn(page, reviewer, `/learning/failures?project=${project}`);
  await expect(page.getByText("No executions yet")).toBeVisible();
  await expect(page.getByText("/v1/executions").first()).toBeVisible();

  await record(program, project, [
    { error: "KeyError: 'price'", prompt_version: "v1", count: 3 },
    { error: `TypeError: ${"a-very-long-name".repeat(40)}`, prompt_version: "a".repeat(200), count: 1 },
  ]);
  await page.reload();
  await expect(row(page, "KeyError: <value>")).toContainText("3 failures");
  await expect(page.getByRole("button", { name: "Judge the pattern" })).toHaveCount(0);
  await expectNoViolations(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page);
  await page.getByRole("button", { name: "Failures by version: show as table" }).click();
  await expect(page.getByRole("region", { name: "Failures by version, table" })).toContainText(
    "KeyError: <value>",
  );
  await expectNoSidewaysScroll(page);
  await page.goto(`/learning/failures?project=${project}&error_class=logic`);
  await page.getByRole("button", { name: "Clear filters" }).click();
  await expect(row(page, "KeyError: <value>")).toBeVisible();
});
