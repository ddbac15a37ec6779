import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import type { Sql } from "postgres";
import { expectNoSidewaysScroll, expectNoViolations } from "./accessibility";
import { expect, test } from "./fixtures";
import { storeNote, storeReview, storeSession, storeTurn } from "./tuning-rows";

const figure = (page: Page, table: string, name: string) =>
  page.getByRole("region", { name: table, exact: true }).getByRole("row").filter({ hasText: name });

/** A session of a version whose turns have these similarities and latencies. */
async function storeTurns(
  sql: Sql,
  project: string,
  version: string,
  turns: [similarity: number, ms: number][],
  session_start = "2026-03-01T10:00:00Z",
) {
  const session = await storeSession(sql, { project, master_prompt_version: version, session_start });
  const ids: string[] = [];
  for (const [avg_similarity, processing_time_ms] of turns)
    ids.push(await storeTurn(sql, session, { avg_similarity, processing_time_ms }));
  return { session, ids };
}

test("two versions stand side by side, and the figures follow the turns", async ({
  page,
  project,
  sql,
  createMember,
  signIn,
}) => {
  const a = await storeTurns(sql, project, "v1", [
    [0.5, 1000],
    [0.7, 2000],
  ]);
  const b = await storeTurns(sql, project, "v2", [
    [0.8, 3000],
    [0.9, 1000],
  ]);
  await storeNote(sql, a.ids[0] ?? "", { category: "tone" });
  for (const id of [...a.ids, ...b.ids]) await storeReview(sql, id);
  await signIn(page, await createMember({ role: "reviewer", projects: [project] }), "/tuning/compare?b=v1");
  await expect(
    page.getByRole("main").getByText("Choose two versions to see them side by side."),
  ).toBeVisible();
  await page.getByRole("button", { name: "Compare v1 as A" }).click();
  await page.getByRole("button", { name: "Compare v2 as B" }).click();
  await expect(page).toHaveURL("/tuning/compare?a=v1&b=v2");
  await expect(page.getByRole("region", { name: "Version A" })).toContainText("1 session · 2 turns");
  await expect(page.getByRole("region", { name: "Version A" })).toContainText("1 note");
  const similarity = figure(page, "Figures", "Similarity of chunks");
  await expect(similarity).toContainText("0.60n 2");
  await expect(similarity).toContainText("0.85n 2");
  await expect(similarity).toContainText("+0.25");
  await expect(similarity).toContainText("Welch");
  await expect(figure(page, "Figures", "Latency")).toContainText("+500 ms");
  await expect(figure(page, "Notes per reviewed turn by category", "Tone")).toContainText("−0.50");

  await storeTurn(sql, b.session, { avg_similarity: 0.1, processing_time_ms: 1000 });
  await page.reload();
  await expect(similarity).toContainText("0.60n 3");
  await expect(similarity).toContainText("0.00");

  await page.getByRole("button", { name: "Swap A and B" }).click();
  await expect(page).toHaveURL("/tuning/compare?a=v2&b=v1");
  await expect(figure(page, "Notes per reviewed turn by category", "Tone")).toContainText("+0.50");
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "CSV", exact: true }).click(),
  ]);
  const csv = readFileSync(await file.path(), "utf8").split("\r\n");
  expect(csv[0]).toBe("metric_name,unit,a,b,a_n,b_n,difference,ci_low,ci_high,method");
  expect(csv.find((line) => line.startsWith("avg_similarity,"))).toMatch(
    /^avg_similarity,mean,0\.6\d*,0\.6,3,2,/,
  );
});

test("without a choice the two newest versions with turns are compared; what the URL names stays", async ({
  page,
  project,
  sql,
  createMember,
  signIn,
}) => {
  const reviewer = await createMember({ role: "reviewer", projects: [project] });
  await storeTurns(sql, project, "v3", [[0.9, 1000]], "2026-03-03T10:00:00Z");
  await signIn(page, reviewer, "/tuning/compare");
  await expect(
    page.getByRole("main").getByText("Choose two versions to see them side by side."),
  ).toBeVisible();
  await storeTurns(sql, project, "v1", [[0.5, 1000]], "2026-03-01T10:00:00Z");
  await storeTurns(sql, project, "v2", [[0.7, 1000]], "2026-03-02T10:00:00Z");
  await storeTurns(sql, project, "v4", [], "2026-03-04T10:00:00Z");
  await page.goto(`/tuning/compare?project=${project}`);
  await expect(page).toHaveURL(`/tuning/compare?a=v2&b=v3&project=${project}`);
  await expect(page.getByRole("region", { name: "Version A" })).toContainText("1 session · 1 turn");
  await expect(figure(page, "Figures", "Similarity of chunks")).toContainText("+0.20");
  await page.goto("/tuning/compare?b=v1");
  await expect(
    page.getByRole("main").getByText("Choose two versions to see them side by side."),
  ).toBeVisible();
  await expect(page).toHaveURL("/tuning/compare?b=v1");
});

test("a figure leads to its turns", async ({ page, project, sql, createMember, signIn }) => {
  const a = await storeTurns(sql, project, "v1", [[0.5, 1000]]);
  await storeTurns(sql, project, "v2", [
    [0.8, 3000],
    [0.9, 1000],
  ]);
  await storeNote(sql, a.ids[0] ?? "", { category: "tone" });
  await storeReview(sql, a.ids[0] ?? "");
  await signIn(
    page,
    await createMember({ role: "reviewer", projects: [project] }),
    "/tuning/compare?a=v1&b=v2",
  );
  await page.getByRole("button", { name: /^Tone of A/ }).click();
  const sheet = page.getByRole("dialog", { name: "Turns with a note: Tone" });
  await expect(sheet.getByRole("listitem")).toHaveCount(1);
  await expect(sheet.getByRole("link", { name: /How many days/ })).toHaveAttribute(
    "href",
    `/tuning/review?turn=${a.ids[0]}`,
  );
  await expect(page).toHaveURL(
    "/tuning/compare?a=v1&b=v2&show=a&figure=improvements_per_reviewed_turn&category=tone",
  );
  await sheet.getByRole("button", { name: "B v2" }).click();
  await expect(sheet.getByText("No turn of this version has such a note")).toBeVisible();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: /^Latency of B/ }).click();
  const slow = page.getByRole("dialog", { name: "Turns: Latency" }).getByRole("listitem");
  await expect(slow).toHaveCount(2);
  await expect(slow.first()).toContainText("3,000 ms");
  await page.goBack();
  await expect(page.getByRole("dialog")).toHaveCount(0);
});

test("a product owner stores both prompts, sees what changed, and keeps the comparison", async ({
  page,
  project,
  sql,
  createMember,
  signIn,
}) => {
  await storeTurns(sql, project, "v1", [[0.5, 1000]]);
  await storeTurns(sql, project, "v2", [[0.8, 3000]]);
  const owner = await createMember({ role: "product_owner", projects: [project] });
  await signIn(page, owner, "/tuning/compare?a=v1&b=v2");
  const prompts = page.getByRole("region", { name: "Prompts" });
  await expect(prompts).toContainText("Neither prompt is stored");
  for (const [version, text] of [
    ["v1", "Answer politely. Be long."],
    ["v2", "Answer politely. Be brief."],
  ] as const) {
    await page.getByRole("button", { name: `prompt of ${version}` }).click();
    await page.getByLabel("Prompt text").fill(text);
    await page.getByRole("button", { name: "Store the text" }).click();
    await expect(page.getByText(`The prompt of ${version} is stored.`)).toBeVisible();
  }
  await expect(prompts.locator("del")).toHaveText("long");
  await expect(prompts.locator("ins")).toHaveText("brief");
  await page.getByRole("button", { name: "Keep this comparison" }).click();
  const kept = page.getByRole("region", { name: "Kept comparisons" });
  await expect(kept.getByRole("listitem")).toHaveCount(1);
  const [stored] = await sql`
    select version_a_score, version_b_score from public.prompt_version_comparisons
    where project = ${project} and metric_name = 'avg_similarity'`;
  expect(stored).toEqual({ version_a_score: 0.5, version_b_score: 0.8 });
  await storeTurns(sql, project, "v2", [[0.6, 3000]]);
  await page.goto("/tuning/compare");
  await kept.getByText(project).click();
  await expect(kept.getByRole("row").filter({ hasText: "Similarity" })).toContainText("0.8");
  await kept.getByRole("button", { name: "Compare them as they are now" }).click();
  await expect(page).toHaveURL(`/tuning/compare?a=v1&b=v2&project=${project}`);
  await expect(figure(page, "Figures", "Similarity of chunks")).toContainText("0.70n 2");
});

test("reviewers keep and store nothing", async ({ page, project, sql, createMember, signIn, baseURL }) => {
  await storeTurns(sql, project, "v1", [[0.5, 1000]]);
  await storeTurns(sql, project, "v2", [[0.8, 3000]]);
  await signIn(
    page,
    await createMember({ role: "reviewer", projects: [project] }),
    "/tuning/compare?a=v1&b=v2",
  );
  await expect(figure(page, "Figures", "Latency")).toBeVisible();
  await expect(page.getByRole("button", { name: "Keep this comparison" })).toHaveCount(0);
  await page.getByRole("button", { name: "prompt of v1" }).click();
  await expect(page.getByText("Nobody has stored the text of this version yet.")).toBeVisible();
  await expect(page.getByLabel("Prompt text")).toHaveCount(0);
  const headers = { origin: baseURL ?? "" };
  const kept = await page.request.post("/v1/tuning/versions/compare", {
    data: { a: "v1", b: "v2", project },
    headers,
  });
  expect(kept.status()).toBe(403);
  const put = await page.request.put("/v1/tuning/versions/v1", {
    data: { project, prompt_text: "x" },
    headers,
  });
  expect(put.status()).toBe(403);
});

test("has no barriers; 390 px are enough; the same version twice and none at all are said so", async ({
  page,
  project,
  sql,
  createMember,
  signIn,
}) => {
  const owner = await createMember({ role: "product_owner", projects: [project] });
  await signIn(page, owner, "/tuning/compare");
  await expect(page.getByText("No versions yet")).toBeVisible();
  const [one, other] = ["feature/leave-policy-2026-03-01-a1b2c3d", "feature/leave-policy-2026-04-01-e4f5a6b"];
  for (const version of [one, other])
    for (let session = 0; session < 5; session += 1)
      await storeTurns(sql, project, version, [[0.1 * session, 1000 + session]]);
  await page.goto(`/tuning/compare?a=${one}&b=${one}`);
  await expect(page.getByText("A and B are the same version.")).toBeVisible();
  await page.goto(`/tuning/compare?a=${one}&b=${other}`);
  await expect(figure(page, "Figures", "Similarity of chunks")).toContainText("bootstrap");
  await expectNoViolations(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page);
  await expectNoViolations(page);
});
