import type { Page } from "@playwright/test";
import { expectNoSidewaysScroll, expectNoViolations } from "./accessibility";
import { expect, test } from "./fixtures";
import { recordVotes } from "./votes";

const sentence = (page: Page) => page.getByRole("status", { name: "What the weights make of it" });
const field = (page: Page, name: string) => page.getByRole("textbox", { name, exact: true });
const preview = (page: Page) => page.getByRole("region", { name: "Preview" });

test("builds a dataset: what weights and data make of it is said before anything is written", async ({
  page,
  project,
  sql,
  createKey,
  createMember,
  api,
  signIn,
}) => {
  const client = await api(await createKey({ scopes: ["ingest"], project }));
  await recordVotes(client, [
    ...Array.from({ length: 12 }, (_, n) => ({ query: `Good ${n}?`, response: "Yes.", rating: 1 as const })),
    { query: "Bad one?", response: "No idea.", rating: -1, corrected_response: "Ask your lead." },
    { query: "Bad two?", response: "No.", rating: -1 },
    { query: "Empty?", response: "  ", rating: 1 },
  ]);
  await signIn(page, await createMember({ role: "admin", projects: [project] }), "/datasets/new");

  await expect(sentence(page)).toHaveText("14 rows: 12 with weight 2, 2 with weight 0.5 → 14 lines");
  await expect(preview(page).getByText("All 15 rows. Nothing is written yet.")).toBeVisible();
  // What was found leads to the row.
  const finding = preview(page)
    .getByRole("region", { name: "Lint" })
    .getByRole("listitem")
    .filter({ hasText: "Empty answer" });
  const [vote] = await Promise.all([page.context().waitForEvent("page"), finding.getByRole("link").click()]);
  expect(vote.url()).toMatch(/\/feedback\?vote=[0-9a-f-]{36}$/);
  await vote.close();

  // The weight of bad answers goes, and with it their lines.
  await field(page, "Bad answers").fill("0");
  await expect(sentence(page)).toHaveText("14 rows: 12 with weight 2, 2 left out → 12 lines");
  await field(page, "Bad answers").fill("many");
  await expect(page.getByText("must be from 0 to 100")).toBeVisible();
  await expect(preview(page).getByText(/^As it was before/)).toBeVisible();
  await field(page, "Bad answers").fill("0.5");

  // Another target has other rules: weights repeat lines, the better answer replaces the bad one.
  await page.getByRole("radio", { name: "OpenAI supervised fine-tuning" }).check();
  await expect(sentence(page)).toHaveText("13 rows: 13 × 2 → 26 lines");
  await expect(
    preview(page).getByRole("region", { name: "Left out" }).getByText("Bad answer without a better one"),
  ).toBeVisible();
  await page.getByRole("button", { name: "As written" }).click();
  await expect(
    preview(page).getByText('{"messages":[{"role":"user","content":"Good 0?"}').first(),
  ).toBeVisible();

  // More data: the same question is asked again.
  await recordVotes(client, [{ query: "Good 12?", response: "Yes." }]);
  await page.getByRole("button", { name: "Read the rows again" }).click();
  await expect(sentence(page)).toHaveText("14 rows: 14 × 2 → 28 lines");

  // Every week by itself, from now on.
  await page.getByRole("switch", { name: "Freeze a version every week" }).click();
  await page.getByRole("combobox", { name: "Day" }).click();
  await page.getByRole("option", { name: "Friday" }).click();
  await field(page, "Versions to keep").fill("0");
  await expect(page.getByText("must be from 1 to 1,000")).toBeVisible();
  await field(page, "Versions to keep").fill("4");

  // Without a name nothing is saved.
  await page.getByRole("button", { name: "Save and freeze" }).click();
  await expect(page.getByText("Not saved: name must not be empty")).toBeVisible();
  await field(page, "Name").fill("Weekly answers");
  await page.getByRole("button", { name: "Save and freeze" }).click();
  await page.waitForURL(/\/datasets\/[0-9a-f-]{36}$/);
  const id = page.url().split("/").at(-1) as string;
  const [stored] = await sql`
    select d.name, d.definition, d.projects, s.weekday, s.hour, s.keep_versions
    from public.datasets d join public.dataset_schedules s on s.dataset_id = d.id where d.id = ${id}`;
  expect(stored).toMatchObject({
    name: "Weekly answers",
    projects: [project],
    weekday: 5,
    hour: 6,
    keep_versions: 4,
    definition: {
      source: "feedback",
      filters: { days: 7 },
      format: "openai-sft",
      weights: { negative: 0.5 },
    },
  });
  await expect
    .poll(async () => {
      const [version] =
        await sql`select state, lines::int from public.dataset_versions where dataset_id = ${id}`;
      return version;
    })
    .toEqual({ state: "ready", lines: 28 });
});

test("says what is missing for a format before anything is written", async ({
  page,
  project,
  createKey,
  createMember,
  api,
  signIn,
}) => {
  const client = await api(await createKey({ scopes: ["ingest"], project }));
  await recordVotes(client, [{ query: "One?", response: "Yes." }]);
  await signIn(
    page,
    await createMember({ role: "admin", projects: [project] }),
    "/datasets/new?source=feedback",
  );
  const missing = preview(page).getByRole("list", { name: "What is missing" });
  await expect(preview(page).getByText("The only row. Nothing is written yet.")).toBeVisible();
  await expect(missing).toHaveCount(0);
  await page.getByRole("radio", { name: "TRL KTO (thumbs)" }).check();
  await expect(missing.getByRole("listitem")).toHaveCount(1);
  await page.getByRole("radio", { name: "TRL preference" }).check();
  await expect(missing).toContainText(/pair|better answer/i);
  // A pair has no choice about bad answers, but where it comes from.
  await expect(page.getByRole("region", { name: "Bad answers" })).toHaveCount(0);
  await page.getByRole("checkbox", { name: /^Better answers/ }).uncheck();
  await page.getByRole("checkbox", { name: /^Other people/ }).uncheck();
  await expect(page.getByText("must name at least one")).toBeVisible();
  await expect(page.getByRole("radio", { name: "Prompt and action plan" })).toBeDisabled();
});

test("takes the filters of a list from the address, keeps everything over a reload, and names what it does not know", async ({
  page,
  project,
  createKey,
  createMember,
  api,
  signIn,
}) => {
  const client = await api(await createKey({ scopes: ["ingest"], project }));
  await recordVotes(client, [
    { query: "a", model: "m,1", user_id: "ann" },
    { query: "b", model: "m2", user_id: "ann" },
    { query: "c", model: "m2", user_id: "bob" },
  ]);
  const member = await createMember({ role: "admin", projects: [project] });
  await signIn(
    page,
    member,
    `/datasets/new?source=feedback&days=30&model=m%5C%2C1,m2&user_id=ann&sort=created_at`,
  );
  await expect(page.getByText("so it is left out: sort.")).toBeVisible();
  await expect(preview(page).getByText("All 2 rows. Nothing is written yet.")).toBeVisible();
  await expect(page.getByRole("button", { name: "30 days" })).toHaveAttribute("aria-pressed", "true");
  await expect(page.getByRole("combobox", { name: "Model: m,1, m2" })).toBeVisible();
  await page.getByRole("button", { name: "Remove the filter User ann" }).click();
  await expect(preview(page).getByText("All 3 rows. Nothing is written yet.")).toBeVisible();

  await field(page, "Name").fill("Mine");
  await field(page, "System prompt (optional)").fill("Be kind.");
  await field(page, "Good answers").fill("3");
  await expect(page).toHaveURL(/weight_positive=3/);
  await expect(page).not.toHaveURL(/user_id|sort|Mine|kind/);
  await page.reload();
  await expect(field(page, "Name")).toHaveValue("Mine");
  await expect(field(page, "System prompt (optional)")).toHaveValue("Be kind.");
  await expect(field(page, "Good answers")).toHaveValue("3");
  await expect(sentence(page)).toHaveText("3 rows: 3 with weight 3 → 3 lines");
  // Another link is another dataset.
  await page.goto("/datasets/new?source=feedback&days=7&rating=-1");
  await expect(preview(page).getByText(/^No vote matches/)).toBeVisible();
  await expect(field(page, "Name")).toHaveValue("");
});

test("changes a dataset, is not overwritten unasked, and overwrites nobody unasked", async ({
  page,
  project,
  sql,
  createMember,
  signIn,
  baseURL,
}) => {
  const member = await createMember({ role: "admin", projects: [project] });
  await signIn(page, member, null);
  const made = await page.request.post("/v1/datasets", {
    data: {
      name: "Weekly",
      definition: { filters: { days: 7 }, format: "gemini-sft", validation_share: 0.1 },
      schedule: { weekday: 5, hour: 7, time_zone: "Europe/Berlin", keep_versions: 4 },
    },
    headers: { origin: baseURL ?? "" },
  });
  expect(made.status(), await made.text()).toBe(201);
  const { id } = await made.json();
  await page.goto(`/datasets/${id}/edit`);
  await expect(field(page, "Name")).toHaveValue("Weekly");
  await expect(page.getByRole("radio", { name: "Gemini supervised tuning" })).toBeChecked();
  await expect(field(page, "For validation (%)")).toHaveValue("10");

  // What was typed survives a reload, and can be thrown away.
  await field(page, "For validation (%)").fill("20");
  await page.waitForFunction(() => Object.values(sessionStorage).some((text) => text.includes('"20"')));
  await page.reload();
  await expect(page.getByText("These are your changes from before the page was loaded again.")).toBeVisible();
  await expect(field(page, "For validation (%)")).toHaveValue("20");
  await page.getByRole("button", { name: "Discard them" }).click();
  await expect(field(page, "For validation (%)")).toHaveValue("10");

  // Somebody else in between.
  await field(page, "Name").fill("Mine");
  await sql`update public.datasets set name = 'Theirs', version = version + 1 where id = ${id}`;
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("Someone has changed this dataset since you opened it.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Save", exact: true })).toBeDisabled();
  await page.getByRole("button", { name: "Show theirs" }).click();
  await expect(field(page, "Name")).toHaveValue("Theirs");
  await field(page, "Name").fill("Agreed");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.waitForURL(`/datasets/${id}`);
  const [stored] = await sql`
    select d.name, d.definition ->> 'format' as format, s.weekday, s.hour, s.keep_versions
    from public.datasets d join public.dataset_schedules s on s.dataset_id = d.id where d.id = ${id}`;
  expect(stored).toEqual({ name: "Agreed", format: "gemini-sft", weekday: 5, hour: 7, keep_versions: 4 });
});

test("is for admins; has no barriers; the keyboard and 390 px are enough", async ({
  page,
  project,
  sql,
  createKey,
  createMember,
  api,
  signIn,
}) => {
  const client = await api(await createKey({ scopes: ["ingest"], project }));
  await recordVotes(client, [
    { query: "One?", response: "Yes.".repeat(400) },
    { query: "Two?", response: " ", rating: -1 },
    { query: "Three?", response: "No.", rating: -1, corrected_response: "Three." },
  ]);
  await signIn(page, await createMember({ role: "product_owner", projects: [project] }), "/datasets/new");
  await expect(page.getByText(/^Admins make training files/)).toBeVisible();
  await expect(page.getByRole("textbox")).toHaveCount(0);
  await page.context().clearCookies();

  await signIn(page, await createMember({ role: "admin", projects: [project] }), "/datasets/new");
  await expect(preview(page).getByRole("region", { name: "Lint" })).toBeVisible();
  await expectNoViolations(page);
  await page.screenshot({ path: "test-results/dataset-builder-1440.png", fullPage: true });
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page);
  await expectNoViolations(page);
  await page.screenshot({ path: "test-results/dataset-builder-390.png", fullPage: true });

  // By keyboard: a radio by arrows, a switch by the space bar, saving from within a field.
  await page.getByRole("radio", { name: "Retune (weighted messages)" }).focus();
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("radio", { name: "Retune (weighted messages)" })).not.toBeChecked();
  await page.keyboard.press("ArrowLeft");
  await page.getByRole("switch", { name: /^Leave out duplicates/ }).focus();
  await page.keyboard.press("Space");
  await field(page, "Name").focus();
  await page.keyboard.type("By keyboard");
  await page.keyboard.press("ControlOrMeta+s");
  await page.waitForURL(/\/datasets\/[0-9a-f-]{36}$/);
  const [stored] = await sql`
    select name, definition ->> 'format' as format, definition -> 'deduplicate' as deduplicate
    from public.datasets where id = ${page.url().split("/").at(-1) as string}`;
  expect(stored).toEqual({ name: "By keyboard", format: "retune", deduplicate: true });
});
