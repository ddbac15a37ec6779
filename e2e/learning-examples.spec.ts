import { randomUUID } from "node:crypto";
import type { APIRequestContext } from "@playwright/test";
import { expectNoSidewaysScroll, expectNoViolations } from "./accessibility";
import { expect, test } from "./fixtures";

const plan = (method: string, task = "clean") => ({
  task,
  operations: [{ type: "step", execution_instructions: { method, args: [], kwargs: {} } }],
});

/** Examples of a project, and executions with and without the first one. */
async function record(key: APIRequestContext, project: string) {
  const prompts = ["remove duplicate customers", "average sales for each region", "sort orders by amount"];
  const ids = prompts.map(() => randomUUID());
  const held = (id: string | undefined, index: number, success: boolean) => ({
    project,
    user_prompt: `a request of its own, number ${index} of ${id}`,
    action_plan: {},
    success,
    ...(success ? {} : { error: "it failed" }),
    example_ids: [id],
  });
  const items = [
    ...prompts.map((user_prompt, index) => ({
      id: ids[index],
      project,
      user_prompt,
      action_plan: plan("pandas.drop_duplicates"),
      available_columns: ["customer", "sales"],
      success: true,
    })),
    ...Array.from({ length: 40 }, (_, index) => held(ids[0], index, index % 10 !== 0)),
    ...Array.from({ length: 10 }, (_, index) => held(ids[1], index, index % 2 === 0)),
  ];
  const answer = await key.post("/v1/executions/batch", { data: { items } });
  expect(answer.ok(), await answer.text()).toBe(true);
  return ids;
}

test("a reviewer finds examples, judges and corrects them, takes it back, and sees how executions went", async ({
  page,
  project,
  sql,
  api,
  createKey,
  createMember,
  signIn,
}) => {
  const [first] = await record(await api(await createKey({ scopes: ["ingest"], project })), project);
  const stored = async () =>
    (
      await sql`select example_status, is_pinned, better_action_plan, example_note from public.llm_feedback where id = ${String(first)}`
    )[0];
  await signIn(
    page,
    await createMember({ role: "reviewer", projects: [project] }),
    `/learning/examples?project=${project}`,
  );
  const rows = page.getByRole("grid", { name: "Examples" }).getByRole("row");
  await expect(rows.filter({ hasText: "remove duplicate customers" })).toContainText("90.0% n 40");

  // As the API finds them, with how similar each is.
  await page
    .getByRole("searchbox", { name: "Find examples for a prompt" })
    .fill("delete duplicate customers");
  await expect(page.getByRole("columnheader", { name: "Similarity" })).toBeVisible();
  await expect(rows.nth(1)).toContainText("remove duplicate customers");
  await expect(rows.nth(1)).toContainText(/^[01]\.\d\d/);
  await expectNoViolations(page);
  await rows.nth(1).click();
  const panel = page.getByRole("dialog", { name: /^Example/ });
  await expect(panel.getByText("With this example")).toBeVisible();
  await expect(panel.getByText(/n 40 · 95%/)).toBeVisible();
  await expect(panel.getByText(/n 10 .* small sample/)).toBeVisible();
  await expect(panel.getByText(/only an experiment shows/)).toBeVisible();

  // Judged by a key, taken back by the toast.
  await page.keyboard.press("a");
  await expect(page.getByText("Approved: prompts may show it.")).toBeVisible();
  await expect(rows.filter({ hasText: "remove duplicate customers" })).toContainText("Approved");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("Undone.")).toBeVisible();
  expect((await stored())?.example_status).toBe("unreviewed");
  await panel.getByRole("button", { name: "Pin" }).click();
  await expect(panel.getByRole("button", { name: "Unpin" })).toBeVisible();
  await panel.getByRole("button", { name: "Retire" }).click();
  await expect(panel.getByRole("button", { name: "Not retired" })).toBeVisible();
  await panel.getByRole("button", { name: "Not retired" }).click();
  await expect(panel.getByRole("button", { name: "Retire", exact: true })).toBeVisible();

  // A better plan, checked before it is saved.
  await panel.getByRole("button", { name: "Better plan" }).click();
  const field = panel.getByRole("textbox", { name: "Better plan" });
  const text = await field.inputValue();
  await field.fill(text.replace("pandas.drop_duplicates", "pandas.dropduplicates"));
  await panel.getByRole("button", { name: "Check the plan" }).click();
  await expect(panel.getByText(/Did you mean "pandas.drop_duplicates"\?/)).toBeVisible();
  await field.fill("[]");
  await expect(panel.getByText("must be a JSON object: { … }")).toBeVisible();
  await expect(panel.getByRole("button", { name: "Save" })).toBeDisabled();
  await field.fill(text.replace('"kwargs": {}', '"kwargs": {"subset": ["customer"]}'));
  await panel.getByLabel("Note").fill("By customer");
  await panel.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Prompts show the better plan from now on.")).toBeVisible();
  await expect(panel.getByRole("region", { name: "Changed in the plan" })).toContainText("subset");
  await expectNoViolations(page);
  expect(await stored()).toMatchObject({
    is_pinned: true,
    example_note: "By customer",
    better_action_plan: { operations: [{ execution_instructions: { kwargs: { subset: ["customer"] } } }] },
  });
  await panel.getByRole("button", { name: "The recorded plan was right" }).click();
  await expect(panel.getByRole("region", { name: "Changed in the plan" })).toHaveCount(0);

  // From the figure to the executions behind it.
  await panel.getByRole("link", { name: /^With this example/ }).click();
  await expect(page).toHaveURL(new RegExp(`/learning/executions\\?.*example_id=${first}`));
});

test("on a phone the examples are cards, and an empty project says what to do next", async ({
  page,
  project,
  api,
  createKey,
  createMember,
  signIn,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await signIn(
    page,
    await createMember({ role: "product_owner", projects: [project] }),
    "/learning/examples",
  );
  await expect(page.getByText(/curl .*\/v1\/executions/)).toBeVisible();
  await record(await api(await createKey({ scopes: ["ingest"], project })), project);
  await page.reload();
  const row = page
    .getByRole("grid", { name: "Examples" })
    .getByRole("row")
    .filter({ hasText: "average sales" });
  await expect(row).toContainText("small sample");
  await expectNoSidewaysScroll(page);
  await expectNoViolations(page);
  await row.click();
  await expect(page.getByRole("dialog", { name: /^Example/ })).toBeVisible();
  await expectNoSidewaysScroll(page);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Retired" }).click();
  await expect(page.getByText("No example matches")).toBeVisible();
});
