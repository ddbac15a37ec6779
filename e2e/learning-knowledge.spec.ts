import { readFile } from "node:fs/promises";
import { starterKnowledge } from "@/lib/learning/knowledge/starter";
import { expectNoSidewaysScroll, expectNoViolations } from "./accessibility";
import { expect, test } from "./fixtures";

const pageOf = (project: string) => `/learning/knowledge?project=${project}`;

test("a product owner changes the knowledge base by forms, sees what changed, takes it back and brings it in from a file", async ({
  page,
  project,
  sql,
  createMember,
  signIn,
}) => {
  const newest = async () =>
    (
      await sql`select version, document from public.knowledge_versions where project = ${project} order by version desc limit 1`
    )[0];
  await signIn(page, await createMember({ role: "product_owner", projects: [project] }), pageOf(project));
  await expect(page.getByText("The starter that ships with Retune")).toBeVisible();
  const task = page.getByRole("region", { name: "Task clean" });
  const bar = page.getByRole("region", { name: "Unsaved changes" });
  await expect(bar).toHaveCount(0);

  // What is wrong stands at its field, and nothing is sent.
  await task.getByRole("button", { name: "remove duplicates and create dashboard" }).click();
  const plan = task.getByRole("textbox", { name: "Plan", exact: true });
  const right = await plan.inputValue();
  await plan.fill(right.replace("pandas.drop_duplicates", "pandas.dropduplicates"));
  await task.getByRole("button", { name: "Check the plan" }).click();
  await expect(task.getByText(/Did you mean "pandas.drop_duplicates"\?/)).toBeVisible();
  await plan.fill("{oops");
  await bar.getByRole("button", { name: "Save" }).click();
  await expect(task.getByText(/^is not JSON/)).toBeVisible();
  await expect(bar.getByRole("alert")).toContainText("tasks.0.examples.0.action_plan");
  await plan.fill(right);
  await task.getByLabel("Description").fill("Mend the data.");

  // A look at the changes, then the next version, and a way back.
  await bar.getByRole("button", { name: "Save" }).click();
  const dialog = page.getByRole("dialog", { name: "Save as version 1" });
  const changes = dialog.getByRole("list", { name: "Changes" }).locator(":scope > li");
  await expect(changes).toHaveCount(1);
  await expect(changes).toContainText("Task clean");
  await dialog.getByLabel("Note").fill("Shorter");
  await expectNoViolations(page);
  await dialog.getByRole("button", { name: "Save version 1" }).click();
  await expect(page.getByText("Saved as version 1. It holds for the next prompt.")).toBeVisible();
  await expect(bar).toHaveCount(0);
  expect((await newest())?.document.tasks[0].description).toBe("Mend the data.");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("Undone: version 2 is as before.")).toBeVisible();
  expect(await newest()).toEqual({ version: 2, document: starterKnowledge });
  await expect(task.getByLabel("Description")).not.toHaveValue("Mend the data.");

  // Versions say what changed, and can be restored.
  await page.getByRole("button", { name: "Versions" }).click();
  const sheet = page.getByRole("dialog", { name: "Versions" });
  await expect(sheet.getByText("Shorter")).toBeVisible();
  await sheet.getByRole("button", { name: "Compare" }).first().click();
  await expect(sheet.getByText("Task clean")).toBeVisible();
  await sheet.getByRole("button", { name: "Restore version 1" }).click();
  await expect(sheet).toHaveCount(0);
  await expect(task.getByLabel("Description")).toHaveValue("Mend the data.");
  expect((await newest())?.version).toBe(3);

  // Out and in: what is wrong is named, what is right is a draft.
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Export" }).click(),
  ]);
  const exported = JSON.parse(await readFile(await download.path(), "utf8"));
  expect(exported).toEqual((await newest())?.document);
  const importFile = (value: unknown) =>
    page.getByLabel("File to import").setInputFiles({
      name: "knowledge.json",
      mimeType: "application/json",
      buffer: Buffer.from(JSON.stringify(value)),
    });
  await importFile({ ...exported, tasks: [] });
  const refused = page.getByRole("dialog", { name: "This file cannot be imported" });
  await expect(refused.getByText("patterns.0.correct_task")).toBeVisible();
  await page.keyboard.press("Escape");
  await importFile({ ...exported, formulas: [{ category: "own", name: "margin", keywords: ["margin"] }] });
  await page.getByRole("button", { name: "Formulas 1" }).click();
  await expect(page.getByLabel("Words, by comma")).toHaveValue("margin");

  // Someone else has saved in the meantime.
  await sql`insert into public.knowledge_versions (project, version, document) values (${project}, 4, ${sql.json(exported)})`;
  await bar.getByRole("button", { name: "Save" }).click();
  await page.getByRole("button", { name: "Save version 4" }).click();
  await expect(bar.getByText("Someone has saved another version")).toBeVisible();
  await bar.getByRole("button", { name: "Keep mine" }).click();
  await bar.getByRole("button", { name: "Save" }).click();
  await page.getByRole("button", { name: "Save version 5" }).click();
  await expect(page.getByText("Saved as version 5.")).toBeVisible();
  expect((await newest())?.document.formulas).toHaveLength(1);
});

test("a reviewer reads it, on a phone too", async ({ page, project, createMember, signIn }) => {
  await signIn(page, await createMember({ role: "reviewer", projects: [project] }), pageOf(project));
  await expect(page.getByRole("region", { name: "Task clean" })).toBeVisible();
  for (const name of ["Import", "Add a task", "Add an example", "Remove"])
    await expect(page.getByRole("button", { name, exact: true })).toHaveCount(0);
  await expect(page.getByLabel("Description")).not.toBeEditable();
  await expectNoViolations(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page);
  await page.getByRole("navigation", { name: "Tasks" }).getByRole("button", { name: /^sort/ }).click();
  await expect(page.getByRole("region", { name: "Task sort" })).toBeVisible();
  for (const part of [/^Phrases/, /^Formulas/]) {
    await page.getByRole("button", { name: part }).click();
    await expectNoSidewaysScroll(page);
  }
  await page.getByRole("searchbox", { name: "Search formulas" }).fill("median");
  await expect(page.getByLabel("Name", { exact: true })).toHaveCount(1);
});
