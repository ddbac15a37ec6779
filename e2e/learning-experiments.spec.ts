import { builtinBody } from "@/lib/learning/strategies/builtin";
import { expectNoSidewaysScroll, expectNoViolations } from "./accessibility";
import { expect, test } from "./fixtures";
import { requestsOf } from "./reviewing";

test("an experiment is planned, started, decided, promoted and stopped on its page", async ({
  page,
  project,
  sql,
  api,
  createKey,
  createMember,
  signIn,
}) => {
  await sql`insert into public.projects (project) values (${project})`;
  await sql`insert into public.prompt_strategies (project, name, version, body) values (${project}, 'few-shot', 1, ${sql.json(builtinBody as never)})`;
  const owner = await createMember({ role: "product_owner", projects: [project] });
  await signIn(page, owner, "/learning/experiments");
  await expect(page.getByText("No experiments yet")).toBeVisible();
  await page.getByRole("button", { name: "New experiment" }).first().click();
  const dialog = page.getByRole("dialog", { name: "New experiment" });
  await dialog.getByRole("button", { name: "Save as a draft" }).click();
  await expect(dialog.getByRole("alert").first()).toBeVisible();
  await dialog.getByLabel("Name", { exact: true }).fill("Retrieved examples");
  await dialog.getByLabel("Smallest difference").fill("2");
  await dialog.getByRole("combobox", { name: "Strategy" }).nth(1).click();
  await page.getByRole("option", { name: "few-shot" }).click();
  await dialog.getByRole("button", { name: "Add a guardrail" }).click();
  await dialog.getByRole("button", { name: "Save as a draft" }).click();
  await page.waitForURL(/\/learning\/experiments\/[\da-f-]{36}$/);
  const id = page.url().split("/").at(-1) as string;
  const main = page.getByRole("main");
  await expect(main.getByText("Draft", { exact: true })).toBeVisible();

  await page.getByRole("button", { name: "Start", exact: true }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Start" }).click();
  await expect(main.getByText("Running", { exact: true })).toBeVisible();
  await expect(main.getByRole("row", { name: /^new/ })).toContainText("few-shot@1");
  await expect(main.getByText("Record the first execution")).toBeVisible();

  const program = requestsOf(await api(await createKey({ scopes: ["ingest", "read"], project })));
  const recorded = await program.post("/v1/executions/batch", {
    items: Array.from({ length: 480 }, (_, index) => {
      const variant = index % 2 ? "new" : "control";
      const success = index % 20 < (variant === "new" ? 16 : 8);
      return {
        user_prompt: "average sales by region",
        action_plan: { task: "group_by" },
        success,
        ...(success ? {} : { error: "KeyError: region", error_class: "execution" }),
        tokens_in: 1000 + index,
        tokens_out: 20,
        experiment: id,
        variant,
        subject: `user-${index % 240}`,
      };
    }),
  });
  expect(recorded.status(), await recorded.text()).toBe(201);
  await page.reload();
  const verdict = page.getByRole("region", { name: "“new” wins" });
  await expect(verdict).toContainText(/“new” is better than “control” by 40\.0 pp, surely within \+\d/);
  await expect(main.getByRole("row", { name: /^control/ })).toContainText("40.0%");
  const failures = page.getByRole("region", { name: "Failures by class" });
  await failures.getByRole("link", { name: "144" }).click();
  await expect(page).toHaveURL(new RegExp(`experiment_id=${id}`));
  await page.goBack();

  await verdict.getByRole("button", { name: "Promote the winner" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Promote" }).click();
  await expect(page.getByText(`few-shot@1 is the default of ${project}.`)).toBeVisible();
  await expect(main.getByText("“new” promoted")).toBeVisible();
  const current = async () =>
    (await sql`select name from public.default_strategies where project = ${project}`)[0]?.name;
  expect(await current()).toBe("few-shot");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("The built-in strategy is the default again.")).toBeVisible();
  expect(await current()).toBeNull();

  await page.getByRole("button", { name: "Stop", exact: true }).click();
  const stop = page.getByRole("dialog", { name: "Stop “Retrieved examples”?" });
  await stop.getByLabel("Why").fill("decided");
  await stop.getByRole("button", { name: "Stop" }).click();
  await expect(main.getByText("Stopped", { exact: true })).toBeVisible();
  await expect(main.getByText("Stopped: decided")).toBeVisible();
  await expectNoViolations(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page);
});

test("a reviewer reads the results and finds nothing to change; another project's does not exist", async ({
  page,
  project,
  sql,
  createMember,
  signIn,
}) => {
  const made = async (of: string) => {
    const [row] = await sql<{ id: string }[]>`
      insert into public.experiments (project, name, status, started_at) values (${of}, 'Theirs', 'running', now() - interval '2 days') returning id`;
    await sql`insert into public.experiment_variants (experiment_id, name, position, weight, strategy) values
      (${row?.id ?? ""}, 'control', 0, 1, 'built-in'), (${row?.id ?? ""}, 'new', 1, 3, 'built-in')`;
    return row?.id ?? "";
  };
  const own = await made(project);
  const other = await made(`${project}-other`);
  const reviewer = await createMember({ role: "reviewer", projects: [project] });
  await signIn(page, reviewer, "/learning/experiments");
  await expect(page.getByRole("list", { name: "Experiments" }).getByRole("listitem")).toHaveCount(1);
  await page.getByRole("link", { name: "Theirs" }).click();
  await page.waitForURL(`**/learning/experiments/${own}`);
  await expect(page.getByRole("row", { name: /^new/ })).toContainText("75%");
  await expect(page.getByText(/Nothing is said before both/)).toBeVisible();
  for (const name of ["Stop", "Start", "Promote", "More about this experiment"])
    await expect(page.getByRole("button", { name })).toHaveCount(0);
  const missing = await page.goto(`/learning/experiments/${other}`);
  expect(missing?.status()).toBe(404);
  await expect(page.getByText("There is no such experiment")).toBeVisible();
});
