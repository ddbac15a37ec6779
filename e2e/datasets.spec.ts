import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { Page } from "@playwright/test";
import { expectNoSidewaysScroll, expectNoViolations } from "./accessibility";
import { createDataset, freezeVersion, storeRunningVersion } from "./dataset-rows";
import { expect, test } from "./fixtures";
import { recordVotes } from "./votes";

const hash = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");
const figureOf = (page: Page, name: string) =>
  page
    .getByRole("region", { name: "Figures" })
    .locator("div", { has: page.getByText(name, { exact: true }) })
    .last();

/** Presses Download in the open dialog and gives the bytes of the file that is saved. */
async function download(page: Page): Promise<{ name: string; bytes: Buffer }> {
  const dialog = page.getByRole("dialog");
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    dialog.getByRole("button", { name: "Download", exact: true }).click(),
  ]);
  return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
}

const votes = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    query: `Question ${index + 1}?`,
    response: `Answer ${index + 1}.`,
    rating: index % 3 === 2 ? (-1 as const) : (1 as const),
    // The hash of the conversation decides about its split: here it is always the same.
    session_id: `session-${index}`,
  }));

test("a dataset is frozen, its report read and its file downloaded: the bytes are the API's and have the sealed hash", async ({
  page,
  project,
  api,
  createKey,
  createMember,
  signIn,
}) => {
  const client = await api(await createKey({ scopes: ["ingest", "read", "export"], project }));
  const ids = await recordVotes(client, votes(9));
  const dataset = await createDataset(client, {
    name: "Votes to learn from",
    definition: { format: "openai-sft", validation_share: 0.5 },
  });
  await signIn(page, await createMember({ role: "admin", projects: [project] }), "/datasets");
  const row = page.getByRole("list", { name: "Datasets" }).getByRole("listitem");
  await expect(row).toContainText("Votes → OpenAI supervised");
  await expect(row).toContainText("No version yet");
  await row.getByRole("link", { name: "Votes to learn from" }).click();
  await page.waitForURL(`**/datasets/${dataset.id}`);
  await expect(page.getByRole("region", { name: "What goes into the file" })).toContainText(
    "50% of the conversations for validation",
  );

  await page.getByRole("button", { name: "Freeze now" }).click();
  const versions = page.getByRole("list", { name: "Versions" });
  await expect(versions.getByText("Ready")).toBeVisible({ timeout: 30_000 });
  await expect(versions.getByRole("listitem")).toContainText("12 lines");
  await versions.getByRole("link", { name: "Version 1" }).click();
  await expect(page.getByRole("heading", { name: "Version 1" })).toBeVisible();
  await expect(figureOf(page, "Considered")).toContainText("9");
  await expect(figureOf(page, "Left out")).toContainText("3");
  await expect(figureOf(page, "Lines")).toContainText("12");
  // Three bad answers without a better one: each reason leads to its rows.
  const left = page.getByRole("region", { name: "Left out" });
  await expect(left.getByRole("link")).toHaveCount(3);
  await expect(left.getByRole("link").first()).toHaveAttribute("href", new RegExp(`vote=(${ids.join("|")})`));

  // As JSONL, in parts, and compressed.
  const path = `/v1/datasets/${dataset.id}/versions/1/download`;
  const stored = await (await client.get(path)).body();
  await page.keyboard.press("d");
  const dialog = page.getByRole("dialog", { name: "Download version 1" });
  await expect(dialog.getByRole("status")).toContainText("12 lines");
  const whole = await download(page);
  expect(whole.name).toMatch(/\.jsonl$/);
  expect(whole.bytes.equals(stored)).toBe(true);
  await expect(dialog.getByText("12 rows written")).toBeVisible();
  await expect(dialog).toContainText(hash(stored));
  await expect(dialog).toContainText("9 rows: 6 in the version, 3 left out");
  await dialog.getByRole("button", { name: "Download another" }).click();
  await dialog.getByRole("button", { name: "Validation", exact: true }).click();
  await dialog.getByText("Compressed (.gz)").click();
  const part = await download(page);
  expect(part.name).toMatch(/validation.*\.jsonl\.gz$/);
  const validation = await (await client.get(`${path}?split=validation`)).body();
  expect(gunzipSync(part.bytes).equals(validation)).toBe(true);
  await dialog.getByRole("button", { name: "Done" }).click();

  await page.getByRole("button", { name: "Examples", exact: true }).click();
  const table = page.getByRole("grid", { name: "Examples" });
  await expect(table.getByRole("row")).toHaveCount(7);
  await table.getByRole("row").nth(1).press("Enter");
  const panel = page.getByRole("dialog", { name: /^Example 1/ });
  const items = await (await client.get(`/v1/datasets/${dataset.id}/versions/1/items`)).json();
  await expect(panel).toContainText(items.data[0].readable.messages[0].content);
  await panel.getByRole("button", { name: "As written" }).click();
  await expect(panel).toContainText('{"messages":[');
  await page.keyboard.press("Escape");

  await page.getByRole("button", { name: "Manifest", exact: true }).click();
  await expect(page.getByRole("region", { name: "Files", exact: true }).first()).toContainText(hash(stored));
});

test("freezing says how far it is and can be canceled; then the next version can be frozen", async ({
  page,
  project,
  sql,
  api,
  createKey,
  createMember,
  signIn,
}) => {
  const client = await api(await createKey({ scopes: ["ingest", "read", "export"], project }));
  await recordVotes(client, votes(3));
  const dataset = await createDataset(client);
  await storeRunningVersion(sql, dataset, 1);
  await signIn(page, await createMember({ role: "admin", projects: [project] }), "/datasets");
  await expect(page.getByRole("progressbar", { name: "Freezing version 1" })).toHaveAttribute(
    "aria-valuetext",
    "400 of 1,000 rows · 395 lines",
  );
  await page.goto(`/datasets/${dataset.id}`);
  const versions = page.getByRole("list", { name: "Versions" });
  await expect(page.getByRole("button", { name: "Freeze now" })).toBeDisabled();
  await sql`update public.dataset_versions set considered = 800, lines = 790 where dataset_id = ${dataset.id}`;
  await expect(versions.getByText("800 of 1,000 rows · 790 lines")).toBeVisible();
  await versions.getByRole("button", { name: "Cancel the freezing of version 1" }).click();
  await expect(versions.getByText("Canceled")).toBeVisible();
  await page.getByRole("button", { name: "Freeze now" }).click();
  const second = versions.getByRole("listitem").filter({ hasText: "Version 2" });
  await expect(second.getByText("Ready")).toBeVisible({ timeout: 30_000 });
  await expect(second).toContainText("3 lines");
});

test("two versions are compared word by word; one whose lines are gone keeps its report", async ({
  page,
  project,
  sql,
  api,
  createKey,
  createMember,
  signIn,
}) => {
  const client = await api(await createKey({ scopes: ["ingest", "read", "export"], project }));
  const ids = await recordVotes(client, [
    ...votes(2),
    {
      query: "Where is my refund?",
      response: "I do not know.",
      rating: -1,
      corrected_response: "It takes five days.",
    },
  ]);
  const dataset = await createDataset(client, { definition: { format: "openai-sft" } });
  await freezeVersion(client, dataset.id);
  await recordVotes(client, [{ query: "A new question?", response: "A new answer.", rating: 1 }]);
  const admin = await createMember({ role: "admin", projects: [project] });
  expect((await client.delete(`/v1/feedback/${ids[0]}`)).status()).toBe(204);
  const patched = await client.put(`/v1/feedback/${ids[2]}`, {
    data: { corrected_response: "It takes seven days." },
  });
  expect(patched.status(), await patched.text()).toBe(200);
  await freezeVersion(client, dataset.id);

  await signIn(page, admin, `/datasets/${dataset.id}?version=2&view=compare`);
  await expect(page.getByText("From version 1 to version 2. 1 example is the same.")).toBeVisible();
  const changes = page.getByRole("list", { name: "Changes" });
  await expect(changes.getByRole("listitem")).toHaveCount(3);
  await page.getByRole("button", { name: "Changed (1)" }).click();
  await expect(changes.getByRole("listitem")).toHaveCount(1);
  await expect(changes.locator("del")).toHaveText("five");
  await expect(changes.locator("ins")).toHaveText("seven");
  await page.getByRole("button", { name: "Added (1)" }).click();
  await expect(changes).toContainText("A new question?");
  await page.getByRole("button", { name: "Removed (1)" }).click();
  await expect(changes).toContainText("Question 1?");

  await sql`update public.dataset_versions set state = 'expired' where dataset_id = ${dataset.id} and version = 1`;
  await page.goto(`/datasets/${dataset.id}?version=1`);
  await expect(page.getByText(/^Its lines are gone/)).toBeVisible();
  await expect(figureOf(page, "Considered")).toContainText("3");
  for (const name of ["Download", "Examples", "Compare"])
    await expect(page.getByRole("button", { name, exact: true })).toHaveCount(0);
  await page.getByRole("button", { name: "Manifest", exact: true }).click();
  await expect(page.getByRole("button", { name: "Download the manifest" })).toBeVisible();
});

test("a schedule is set, changed and switched off; a dataset that is deleted comes back", async ({
  page,
  project,
  sql,
  api,
  createKey,
  createMember,
  signIn,
}) => {
  const client = await api(await createKey({ scopes: ["ingest", "read", "export"], project }));
  const dataset = await createDataset(client, { name: "Weekly", definition: { filters: { days: 7 } } });
  await signIn(page, await createMember({ role: "admin", projects: [project] }), `/datasets/${dataset.id}`);
  const read = async () =>
    (
      await sql`select weekday, hour, time_zone, keep_versions, is_active from public.dataset_schedules where dataset_id = ${dataset.id}`
    )[0];
  await page.getByRole("button", { name: "Set a schedule" }).click();
  const dialog = page.getByRole("dialog", { name: "Set a schedule" });
  await dialog.getByLabel("Time zone").fill("Berlin");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByText("must be a time zone such as Europe/Berlin")).toBeVisible();
  await dialog.getByLabel("Time zone").fill("Europe/Berlin");
  await dialog.getByRole("combobox", { name: "Day" }).click();
  await page.getByRole("option", { name: "Wednesday" }).click();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toBeHidden();
  const panel = page.getByRole("region", { name: "Schedule", exact: true });
  await expect(panel).toContainText("Wednesdays 06:00 Europe/Berlin, keeps 8");
  expect(await read()).toEqual({
    weekday: 3,
    hour: 6,
    time_zone: "Europe/Berlin",
    keep_versions: 8,
    is_active: true,
  });

  // Somebody else in between.
  await panel.getByRole("button", { name: "Edit the schedule" }).click();
  const edit = page.getByRole("dialog", { name: "Edit the schedule" });
  await edit.getByLabel("Versions to keep").fill("3");
  await client.patch(`/v1/datasets/${dataset.id}`, { data: { name: "Weekly votes" } });
  await edit.getByRole("button", { name: "Save" }).click();
  await expect(edit.getByText(/^Someone has changed this dataset/)).toBeVisible();
  await edit.getByRole("button", { name: "Keep mine" }).click();
  await edit.getByRole("button", { name: "Save" }).click();
  await expect(panel).toContainText("keeps 3");
  await panel.getByRole("switch").click();
  await expect(panel).toContainText("Off: nothing is frozen by itself.");
  expect(await read()).toMatchObject({ keep_versions: 3, is_active: false });

  await page.getByRole("button", { name: "More about this dataset" }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete" }).click();
  await page.waitForURL("**/datasets");
  await expect(page.getByText("No datasets yet")).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("link", { name: "Weekly votes" })).toBeVisible();
});

test("a large file is written where one wants it as it arrives; a browser that cannot fetches it by itself", async ({
  page,
  project,
  sql,
  api,
  createKey,
  createMember,
  signIn,
}) => {
  const client = await api(await createKey({ scopes: ["ingest", "read", "export"], project }));
  await recordVotes(client, votes(4));
  const dataset = await createDataset(client);
  await freezeVersion(client, dataset.id);
  const stored = await (await client.get(`/v1/datasets/${dataset.id}/versions/1/download`)).body();
  // As large as the page asks where to put it. What arrives is what is stored.
  await sql`
    update public.dataset_versions set files = (
      select jsonb_agg(file || '{"bytes": 40000000}') from jsonb_array_elements(files) file)
    where dataset_id = ${dataset.id}`;
  await page.addInitScript(() => {
    if (sessionStorage.getItem("mode") === "none") Reflect.deleteProperty(window, "showSaveFilePicker");
    // A dialog of the browser cannot be answered by a test; the file it gives is of the same kind.
    else
      Object.assign(window, {
        showSaveFilePicker: async ({ suggestedName }: { suggestedName: string }) => {
          if (sessionStorage.getItem("mode") === "away") throw new DOMException("", "AbortError");
          const folder = await navigator.storage.getDirectory();
          return folder.getFileHandle(suggestedName, { create: true });
        },
      });
  });
  await signIn(
    page,
    await createMember({ role: "admin", projects: [project] }),
    `/datasets/${dataset.id}?version=1`,
  );
  const open = () => page.getByRole("button", { name: "Download", exact: true }).first().click();
  const dialog = page.getByRole("dialog", { name: "Download version 1" });
  const press = () => dialog.getByRole("button", { name: "Download", exact: true }).click();
  await open();
  await press();
  await expect(dialog.getByText("4 rows written")).toBeVisible();
  const written = await page.evaluate(async () => {
    const folder = await navigator.storage.getDirectory();
    return (await (await folder.getFileHandle("all-votes-v1.retune.jsonl")).getFile()).text();
  });
  expect(written).toBe(stored.toString());

  // Whoever changes their mind is where they were.
  await page.evaluate(() => sessionStorage.setItem("mode", "away"));
  await dialog.getByRole("button", { name: "Download another" }).click();
  await press();
  await expect(dialog.getByRole("button", { name: "Download", exact: true })).toBeEnabled();

  await page.evaluate(() => sessionStorage.setItem("mode", "none"));
  await page.reload();
  await open();
  const [file] = await Promise.all([page.waitForEvent("download"), press()]);
  expect(readFileSync(await file.path()).equals(stored)).toBe(true);
  await expect(dialog.getByText(/^Your browser downloads the file by itself/)).toBeVisible();
});

test("is for admins of these projects", async ({
  page,
  browser,
  project,
  api,
  createKey,
  createMember,
  signIn,
}) => {
  const client = await api(await createKey({ scopes: ["export"], project }));
  const dataset = await createDataset(client);
  const elsewhere = await createMember({ role: "admin", projects: [`${project}-2`] });
  const owner = await createMember({ role: "product_owner", projects: [project] });
  await signIn(page, owner, null);
  for (const path of ["/datasets", `/datasets/${dataset.id}`]) {
    await page.goto(path);
    await expect(page.getByText(/^Admins make training files/)).toBeVisible();
  }
  await expect(page.getByRole("link", { name: "Datasets", exact: true })).toHaveCount(0);
  expect((await page.request.get(`/v1/datasets/${dataset.id}`)).status()).toBe(403);
  const context = await browser.newContext();
  const other = await context.newPage();
  await signIn(other, elsewhere, null);
  expect((await other.goto(`/datasets/${dataset.id}`))?.status()).toBe(404);
  await expect(other.getByText("There is no such dataset")).toBeVisible();
  await other.goto("/datasets");
  await expect(other.getByText("No datasets yet")).toBeVisible();
  await context.close();
});

test("is reached by the keyboard; has no barriers; 390 px are enough", async ({
  page,
  project,
  api,
  createKey,
  createMember,
  signIn,
}) => {
  // Twelve pages, each looked at whole.
  test.slow();
  const client = await api(await createKey({ scopes: ["ingest", "read", "export"], project }));
  await recordVotes(client, votes(9));
  const dataset = await createDataset(client, {
    schedule: { weekday: 1, hour: 6, time_zone: "UTC" },
    definition: {
      filters: { days: 7 },
      validation_share: 0.3,
      system_prompt: "You are a friendly assistant.",
    },
  });
  await freezeVersion(client, dataset.id);
  await signIn(page, await createMember({ role: "admin", projects: [project] }), "/feedback");
  await page.keyboard.press("g");
  await page.keyboard.press("g");
  await page.waitForURL("**/datasets");
  await expect(page.getByRole("list", { name: "Datasets" })).toContainText("Mondays 06:00 UTC, keeps 8");
  const version = `/datasets/${dataset.id}?version=1`;
  const main = page.getByRole("main");
  const looks = [
    ["/datasets", main.getByRole("list", { name: "Datasets" })],
    [`/datasets/${dataset.id}`, main.getByRole("list", { name: "Versions" })],
    [version, main.getByRole("region", { name: "Left out" })],
    [`${version}&view=examples`, main.getByRole("grid", { name: "Examples" }).getByRole("row").nth(1)],
    [`${version}&view=compare`, main.getByText("Nothing to compare it with yet")],
    [`${version}&view=manifest`, main.getByRole("button", { name: "Download the manifest" })],
  ] as const;
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 900 });
    for (const [path, content] of looks) {
      await page.goto(path);
      await expect(content).toBeVisible();
      await expectNoSidewaysScroll(page);
      await expectNoViolations(page);
    }
  }
  await page.getByRole("button", { name: "Download", exact: true }).click();
  await expect(page.getByRole("dialog", { name: "Download version 1" })).toBeVisible();
  await expectNoViolations(page);
});
