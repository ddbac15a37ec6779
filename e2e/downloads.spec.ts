import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { Page } from "@playwright/test";
import { expectNoViolations } from "./accessibility";
import { recordExecutions } from "./execution-rows";
import { expect, test } from "./fixtures";
import { recordInteractions } from "./interaction-rows";

type Row = Record<string, unknown>;

/** Opens the dialog, chooses compressed JSONL, and answers the rows of the file. */
async function downloadSelected(page: Page, noun: string, selected: number): Promise<Row[]> {
  await page.getByRole("button", { name: "Download", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: `Download ${noun}` });
  await expect(dialog.getByRole("button", { name: `Selected (${selected})` })).toHaveAttribute(
    "aria-pressed",
    "true",
  );
  await expect(dialog.getByRole("status")).toHaveText(new RegExp(`^${selected} rows, about [\\d.]+ k?B$`));
  await dialog.getByRole("button", { name: "JSONL" }).click();
  await dialog.getByRole("checkbox", { name: "Compressed (.gz)" }).click();
  await expectNoViolations(page);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    dialog.getByRole("button", { name: "Download", exact: true }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^retune-.*-selected-\d{4}-\d\d-\d\d\.jsonl\.gz$/);
  // Counted while it was unpacked in passing.
  await expect(dialog.getByText(`${selected} rows written`)).toBeVisible();
  await dialog.getByRole("button", { name: "Done" }).click();
  return gunzipSync(readFileSync(await download.path()))
    .toString()
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
}

test("people, failure patterns and examples: some are selected and come as a compressed file", async ({
  page,
  project,
  api,
  createKey,
  createMember,
  signIn,
}) => {
  test.slow();
  const client = await api(await createKey({ scopes: ["ingest", "read"], project }));
  await recordInteractions(
    client,
    [1, 2, 3].map((n) => ({ user_id: `${project}-${n}`, llm_metadata: { model: "m", cost: n } })),
  );
  await recordExecutions(client, [
    ...[1, 2, 3].map((n) => ({ user_prompt: `chart ${n} of ${project}` })),
    ...["cannot plot", "no such file", "out of memory"].map((error) => ({ success: false, error })),
  ]);
  const owner = await createMember({ role: "product_owner", projects: [project] });

  await signIn(page, owner, "/interactions/people");
  // With Shift, from the row touched last to this one.
  await page.getByRole("checkbox", { name: `Select ${project}-3` }).click();
  await page.getByRole("checkbox", { name: `Select ${project}-2` }).click({ modifiers: ["Shift"] });
  await expect(page.getByText("2 selected")).toBeVisible();
  const { data: people } = await (await client.get("/v1/costs/by-user?days=30")).json();
  expect(await downloadSelected(page, "people", 2)).toEqual(people.slice(0, 2));
  await page.getByRole("button", { name: "Clear selection" }).click();
  await expect(page.getByText("2 selected")).toBeHidden();

  await page.goto("/learning/failures?days=7");
  await page.getByRole("checkbox", { name: "Select all loaded rows" }).click();
  await page.getByRole("checkbox", { name: "Select the pattern cannot plot" }).click();
  await expect(page.getByText("2 selected")).toBeVisible();
  const patterns = await downloadSelected(page, "failure patterns", 2);
  expect(patterns.map(({ pattern }) => pattern).toSorted()).toEqual(["no such file", "out of memory"]);
  expect(patterns[0]).toMatchObject({ count: 1, project, status: "new" });

  await page.goto("/learning/examples");
  for (const n of [1, 3])
    await page.getByRole("checkbox", { name: `Select chart ${n} of ${project}` }).click();
  const examples = await downloadSelected(page, "examples", 2);
  expect(examples.map(({ user_prompt }) => user_prompt)).toEqual([
    `chart 3 of ${project}`,
    `chart 1 of ${project}`,
  ]);

  // Who may not take rows away finds nothing to select them with.
  await signIn(page, await createMember({ role: "reviewer", projects: [project] }), "/learning/failures");
  await expect(page.getByRole("list", { name: "Failure patterns" })).toBeVisible();
  await expect(page.getByRole("checkbox", { name: /^Select/ })).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Download", exact: true })).toHaveCount(0);
});

test("a list reads one page on opening and the next when one scrolls", async ({
  page,
  project,
  api,
  createKey,
  createMember,
  signIn,
}) => {
  const client = await api(await createKey({ scopes: ["ingest"], project }));
  await recordInteractions(
    client,
    Array.from({ length: 320 }, (_, n) => ({ user_message: `Question ${n}` })),
  );
  const asked: string[] = [];
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.pathname === "/v1/interactions") asked.push(url.search);
  });
  await signIn(page, await createMember({ role: "reviewer", projects: [project] }), "/interactions");
  const grid = page.getByRole("grid", { name: "Interactions" });
  await expect(page.getByText("320 interactions · 100 loaded")).toBeVisible();
  // The first page came with the document.
  expect(asked).toEqual([]);
  await grid.getByRole("row").nth(1).focus();
  await page.keyboard.press("End");
  await expect(page.getByText("320 interactions", { exact: true })).toBeVisible();
  expect(asked).toHaveLength(3);
});
