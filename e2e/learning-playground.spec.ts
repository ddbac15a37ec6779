import { builtinBody } from "@/lib/learning/strategies/builtin";
import { expectNoSidewaysScroll, expectNoViolations } from "./accessibility";
import { expect, test } from "./fixtures";

test("a prompt is composed as it is typed, beside another strategy, run, and kept as a test case", async ({
  page,
  project,
  sql,
  createMember,
  signIn,
}) => {
  await sql`
    insert into public.prompt_strategies (project, name, version, body)
    values (${project}, 'shop', 1, ${sql.json({ ...builtinBody, system_role: "You work for a shop." })})`;
  const owner = await createMember({ role: "product_owner", projects: [project] });
  await signIn(page, owner, "/learning/playground");
  const main = page.getByRole("main");
  await main.getByLabel("Prompt", { exact: true }).fill("remove duplicates and create dashboard");
  await main.getByLabel("Available columns").fill("region\nsales");
  const composed = main.getByRole("region", { name: "Composed prompt", exact: true });
  await expect(composed).toContainText('["region","sales"]');
  await expect(composed).toContainText("You are an experienced data analyst.");
  await expect(composed.getByText(/^[\d,]+ tokens$/).first()).toBeVisible();
  await composed.getByText("Knowledge", { exact: true }).click();
  await expect(composed.getByText("clean", { exact: true }).first()).toBeVisible();
  await expectNoViolations(page);

  await composed.getByRole("button", { name: "Compare" }).click();
  const other = main.getByRole("region", { name: "Composed prompt of the other strategy" });
  await expect(other).toContainText("You work for a shop.");
  await expect(page).toHaveURL(/with=shop%401|with=shop@1/);

  await other.getByRole("button", { name: "Run" }).click();
  const answer = other.getByRole("region", { name: "What the model answered" });
  await expect(answer).toContainText("valid plan");
  await expect(answer).toContainText("pandas.describe");
  const [recorded] = await sql<{ strategy: string; strategy_version: number }[]>`
    select strategy, strategy_version from public.llm_feedback where project = ${project}`;
  expect(recorded).toEqual({ strategy: "shop", strategy_version: 1 });
  await expectNoViolations(page);
  await other.getByRole("button", { name: "Stop comparing" }).click();

  await main.getByRole("button", { name: "Save as test case" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill("Duplicates");
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Kept as “Duplicates”.")).toBeVisible();
  await page.reload();
  await expect(main.getByLabel("Prompt", { exact: true })).toHaveValue(
    "remove duplicates and create dashboard",
  );
  await main.getByRole("button", { name: "Remove the test case Duplicates" }).click();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("Kept as “Duplicates”.")).toBeVisible();
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page);
});

test("changes are tried before they are saved, and what was cut is said", async ({
  page,
  project,
  sql,
  createMember,
  signIn,
}) => {
  await sql`
    insert into public.prompt_strategies (project, name, version, body)
    values (${project}, 'shop', 1, ${sql.json(builtinBody)})`;
  await signIn(
    page,
    await createMember({ role: "product_owner", projects: [project] }),
    "/learning/playground?strategy=shop",
  );
  const main = page.getByRole("main");
  await main.getByLabel("Prompt", { exact: true }).fill("sum of sales");
  const composed = main.getByRole("region", { name: "Composed prompt", exact: true });
  await expect(composed).toContainText("You are an experienced data analyst.");
  await composed.getByRole("button", { name: "Try changes" }).click();
  const draft = main.getByRole("region", { name: "Draft" });
  await draft.getByLabel("System role").first().fill("You are brief.");
  await expect(composed).toContainText("You are brief.");
  await draft.getByLabel("Tokens of Examples at most").fill("120");
  await expect(composed.getByText("cut", { exact: true })).toBeVisible();
  await draft.getByRole("button", { name: "Save as @2" }).click();
  await expect(page.getByText("Saved as shop@2.")).toBeVisible();
  await expect(page).toHaveURL(/strategy=shop(%40|@)2/);
  await expect(composed).toContainText("You are brief.");
  // A prompt for which there is no room says so.
  await main.getByLabel("Prompt", { exact: true }).fill("word ".repeat(39_000));
  await expect(composed.getByText(/the strategy's whole budget is 32,000/).first()).toBeVisible();
});
