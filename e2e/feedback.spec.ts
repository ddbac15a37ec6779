import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Download, Page } from "@playwright/test";
import { type Feedback, feedbackColumns } from "@/lib/feedback/schemas";
import { expectNoSidewaysScroll, expectNoViolations } from "./accessibility";
import { parseCsv } from "./csv";
import { expect, test } from "./fixtures";
import { interfere } from "./interference";
import { awkwardVotes, listVotes, parseLines, recordVotes } from "./votes";

const rows = (page: Page) => page.getByRole("grid", { name: "Votes" }).locator("[data-index]");
const panel = (page: Page) => page.getByRole("dialog", { name: /^Vote/ });
const editor = (page: Page) => page.getByRole("form", { name: "Edit the vote" });
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

/** What a CSV cell holds for a value of the API. */
function toCell(value: unknown): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

const toCells = (votes: readonly Feedback[]) =>
  votes.map((vote) => feedbackColumns.map((column) => toCell(vote[column])));

const read = async (download: Download) => readFileSync(await download.path(), "utf8");

/** Presses Download in the open dialog and waits for the file and the report. */
async function download(page: Page): Promise<Download> {
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("dialog").getByRole("button", { name: "Download", exact: true }).click(),
  ]);
  return file;
}

test.describe("table", () => {
  test("filters and searches; the URL holds all of it", async ({
    page,
    project,
    api,
    createKey,
    createMember,
    signIn,
  }) => {
    const client = await api(await createKey({ scopes: ["ingest", "read"] }));
    await recordVotes(client, [
      { project, model: "alpha", intent: "code", rating: 1, query: "sort a list", created_at: minutesAgo(3) },
      { project, model: "alpha", rating: -1, query: "boil an egg", created_at: minutesAgo(2) },
      { project, model: "beta", rating: -1, comment: "eggs are fine", created_at: minutesAgo(1) },
      { project, model: "beta", query: "long ago", created_at: minutesAgo(60 * 24 * 40) },
    ]);
    await signIn(page, await createMember({ role: "reviewer", projects: [project] }), "/feedback");
    await expect(rows(page)).toHaveCount(3);
    await expect(page.getByText("3 votes")).toBeVisible();
    await expect(rows(page).first()).toContainText("beta");

    await page.getByRole("combobox", { name: /^Model/ }).click();
    await page.getByRole("option", { name: /^alpha/ }).click();
    await page.keyboard.press("Escape");
    await expect(page).toHaveURL("/feedback?model=alpha");
    await expect(rows(page)).toHaveCount(2);

    await page.getByRole("button", { name: "Thumbs down", exact: true }).click();
    await expect(page).toHaveURL("/feedback?model=alpha&rating=-1");
    await expect(rows(page)).toHaveCount(1);
    await expect(rows(page)).toContainText("boil an egg");

    await page.goBack();
    await expect(rows(page)).toHaveCount(2);
    await page.reload();
    await expect(rows(page)).toHaveCount(2);
    await page.getByRole("button", { name: "Clear", exact: true }).click();
    await expect(page).toHaveURL("/feedback");

    await page.keyboard.press("/");
    await page.keyboard.type("egg");
    await expect(page).toHaveURL("/feedback?q=egg");
    await expect(rows(page)).toHaveCount(2);
    await page.getByRole("combobox", { name: "Note" }).click();
    await page.getByRole("option", { name: "With a note" }).click();
    await expect(rows(page)).toHaveCount(1);
    await expect(page).toHaveURL("/feedback?q=egg&has_note=true");

    await page.getByRole("searchbox").fill("nothing like it");
    await expect(page.getByText("No vote matches these filters")).toBeVisible();
    await page.getByRole("button", { name: "Clear", exact: true }).click();
    await page.getByRole("button", { name: "Time" }).click();
    await expect(page).toHaveURL("/feedback?sort=created_at");
    await expect(rows(page).first()).toContainText("sort a list");
  });

  test("shows the columns of the URL, and remembers those chosen last", async ({
    page,
    project,
    api,
    createKey,
    createMember,
    signIn,
  }) => {
    const client = await api(await createKey({ scopes: ["ingest"] }));
    await recordVotes(client, [{ project, user_id: "somebody" }]);
    await signIn(page, await createMember({ role: "reviewer", projects: [project] }), "/feedback");
    await page.getByRole("button", { name: "Columns" }).click();
    await page.getByRole("menuitemcheckbox", { name: "User" }).click();
    await page.getByRole("menuitemcheckbox", { name: "Response", exact: true }).click();
    await page.keyboard.press("Escape");
    const headers = page.getByRole("columnheader");
    await expect(headers.filter({ hasText: "User" })).toBeVisible();
    await expect(headers.filter({ hasText: /^Response$/ })).toHaveCount(0);
    expect(new URL(page.url()).searchParams.get("columns")).toContain("user_id");

    await page.goto("/feedback");
    await expect(headers.filter({ hasText: "User" })).toBeVisible();
    await page.goto("/feedback?columns=memory_used");
    await expect(headers).toHaveText(["Rating", "Time", "Query", "Memory (MB)"]);
  });

  test("draws as many rows as fit, however many there are", async ({
    page,
    project,
    api,
    createKey,
    createMember,
    signIn,
  }) => {
    const client = await api(await createKey({ scopes: ["ingest"] }));
    const count = 5_000;
    await recordVotes(
      client,
      Array.from({ length: count }, (_, n) => ({ project, query: `vote ${n}`, created_at: minutesAgo(n) })),
    );
    await signIn(page, await createMember({ role: "reviewer", projects: [project] }), "/feedback");
    await expect(page.getByText("5,000 votes")).toBeVisible();
    await rows(page).first().focus();
    let most = 0;
    await expect
      .poll(
        async () => {
          await page.keyboard.press("End");
          most = Math.max(most, await rows(page).count());
          return rows(page).last().getAttribute("aria-rowindex");
        },
        { timeout: 45_000 },
      )
      .toBe(String(count + 1));
    expect(most).toBeLessThan(60);
    await expect(rows(page).last()).toContainText(`vote ${count - 1}`);
    await expect(rows(page).last()).toBeFocused();
    await page.keyboard.press("Home");
    await expect(rows(page).first()).toBeFocused();
    await expect(rows(page).first()).toContainText("vote 0");
  });

  test("does not shift under the reader when votes arrive", async ({
    page,
    project,
    api,
    createKey,
    createMember,
    signIn,
  }) => {
    const client = await api(await createKey({ scopes: ["ingest"] }));
    await recordVotes(client, [{ project, query: "the first", created_at: minutesAgo(5) }]);
    await page.clock.install();
    await signIn(page, await createMember({ role: "reviewer", projects: [project] }), "/feedback");
    await expect(rows(page)).toHaveCount(1);
    await recordVotes(client, [
      { project, query: "the second" },
      { project, query: "the third" },
    ]);
    await page.clock.runFor(10_000);
    const pill = page.getByRole("button", { name: "2 new votes" });
    await expect(pill).toBeVisible();
    await expect(rows(page)).toHaveCount(1);
    await pill.click();
    await expect(rows(page)).toHaveCount(3);
    await expect(pill).toBeHidden();
    await expect(page.getByText("3 votes")).toBeVisible();
  });

  test("says what the API refuses, and how to send the first vote", async ({
    page,
    project,
    createMember,
    signIn,
  }) => {
    await signIn(page, await createMember({ role: "reviewer", projects: [project] }), "/feedback");
    await expect(page.getByText("No votes in this range")).toBeVisible();
    await expect(page.getByText("curl -X POST")).toContainText("/v1/feedback");
    await page.goto(`/feedback?model=${"m".repeat(201)}`);
    await expect(page.getByRole("alert").filter({ hasText: "has at most 200 characters" })).toBeVisible();
  });
});

test.describe("a vote", () => {
  test("is read, commented and corrected by a reviewer, who may change nothing else", async ({
    page,
    project,
    api,
    createKey,
    createMember,
    signIn,
  }) => {
    const client = await api(await createKey({ scopes: ["ingest", "read"] }));
    const [id] = await recordVotes(client, [
      {
        project,
        query: "Who wrote Faust?",
        response: "Schiller wrote Faust.",
        rating: -1,
        tools_called: ["search", "search"],
        metadata: { app: { version: "1.2" }, cached: false },
      },
    ]);
    const member = await createMember({ role: "reviewer", projects: [project] });
    await signIn(page, member, "/feedback");
    await expect(page.getByRole("button", { name: "Download" })).toHaveCount(0);
    await rows(page).first().click();
    await expect(page).toHaveURL(`/feedback?vote=${id}`);
    await expect(panel(page)).toContainText("Schiller wrote Faust.");
    await expect(panel(page)).toContainText("app › version1.2");
    await expect(panel(page).getByText("search", { exact: true })).toHaveCount(2);
    await expect(panel(page).getByRole("button", { name: "More" })).toHaveCount(0);

    await page.keyboard.press("e");
    await expect(editor(page).getByLabel("Corrected response")).toBeFocused();
    await expect(editor(page).getByLabel("Corrected response")).toHaveValue("Schiller wrote Faust.");
    await expect(editor(page).getByLabel("Project")).toHaveCount(0);
    await editor(page).getByLabel("Corrected response").fill("Goethe wrote Faust.");
    const changes = editor(page).getByRole("region", { name: "Changes to the response" });
    await expect(changes.locator("del")).toHaveText("Schiller");
    await expect(changes.locator("ins")).toHaveText("Goethe");
    await editor(page).getByLabel("Comment").fill("Wrong author");
    await page.keyboard.press("Control+Enter");
    await expect(editor(page)).toBeHidden();
    await expect(panel(page).getByRole("region", { name: "History" })).toContainText(
      `${member.email} changed it`,
    );
    expect(await (await client.get(`/v1/feedback/${id}`)).json()).toMatchObject({
      comment: "Wrong author",
      corrected_response: "Goethe wrote Faust.",
      rating: -1,
    });

    const refused = await page.evaluate(async (path) => {
      const send = (body: object, method: string) =>
        fetch(path, { method, headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
      const export_ = await fetch("/v1/feedback/export", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: '{"format":"csv"}',
      });
      return [
        (await send({ rating: 1 }, "PUT")).status,
        (await fetch(path, { method: "DELETE" })).status,
        export_.status,
      ];
    }, `/v1/feedback/${id}`);
    expect(refused).toEqual([403, 403, 403]);

    await page.reload();
    await expect(panel(page)).toContainText("Wrong author");
    await page.keyboard.press("Escape");
    await expect(panel(page)).toBeHidden();
    await expect(page).toHaveURL("/feedback");
    await expect(rows(page).first()).toBeFocused();
  });

  test("is changed by an admin, and the figures follow", async ({
    page,
    project,
    api,
    createKey,
    createMember,
    signIn,
  }) => {
    const client = await api(await createKey({ scopes: ["ingest", "read"] }));
    const [id] = await recordVotes(client, [{ project, model: "alpha", rating: -1 }]);
    await signIn(page, await createMember({ role: "admin" }), `/feedback?project=${project}&vote=${id}`);
    await panel(page).getByRole("button", { name: "Edit", exact: true }).click();
    await editor(page).getByRole("button", { name: "Up" }).click();
    await editor(page).getByLabel("Intent").fill("poetry");
    await editor(page).getByLabel("Project").fill(`${project}-b`);
    await editor(page).getByRole("button", { name: "Save" }).click();
    await expect(editor(page)).toBeHidden();
    await expect(rows(page).first()).toContainText(`alpha · poetry · ${project}-b`);
    expect(await (await client.get(`/v1/feedback/${id}`)).json()).toMatchObject({
      rating: 1,
      intent: "poetry",
      project: `${project}-b`,
    });
    await page.goto(`/feedback?project=${project}-b&intent=poetry`);
    await expect(rows(page)).toHaveCount(1);
  });

  test("keeps a draft while the panel is closed and the page reloaded", async ({
    page,
    project,
    api,
    createKey,
    createMember,
    signIn,
  }) => {
    const client = await api(await createKey({ scopes: ["ingest", "read"] }));
    const [id] = await recordVotes(client, [{ project }]);
    await signIn(page, await createMember({ role: "reviewer", projects: [project] }), `/feedback?vote=${id}`);
    await panel(page).getByRole("button", { name: "Edit", exact: true }).click();
    await editor(page).getByLabel("Comment").fill("half a thou");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await expect(panel(page)).toBeHidden();
    await page.reload();
    await rows(page).first().click();
    await expect(editor(page).getByLabel("Comment")).toHaveValue("half a thou");
    await editor(page).getByRole("button", { name: "Discard" }).click();
    await expect(editor(page)).toBeHidden();
    await page.reload();
    await expect(panel(page).getByRole("button", { name: "Edit", exact: true })).toBeVisible();
    expect(await (await client.get(`/v1/feedback/${id}`)).json()).toMatchObject({ comment: null });
  });

  test("tells that someone else changed it, shows what, and keeps the draft", async ({
    page,
    project,
    api,
    createKey,
    createMember,
    signIn,
  }) => {
    const client = await api(await createKey({ scopes: ["ingest", "read"] }));
    const [id] = await recordVotes(client, [{ project }]);
    await signIn(page, await createMember({ role: "reviewer", projects: [project] }), `/feedback?vote=${id}`);
    await panel(page).getByRole("button", { name: "Edit", exact: true }).click();
    await editor(page).getByLabel("Comment").fill("mine");
    await client.put(`/v1/feedback/${id}`, { data: { comment: "theirs" } });
    await editor(page).getByRole("button", { name: "Save" }).click();

    const conflict = editor(page).getByRole("alert").filter({ hasText: "Someone changed this vote" });
    await expect(conflict).toContainText("theirs");
    await expect(editor(page).getByLabel("Comment")).toHaveValue("mine");
    await expect(editor(page).getByRole("button", { name: "Save" })).toBeDisabled();
    expect(await (await client.get(`/v1/feedback/${id}`)).json()).toMatchObject({ comment: "theirs" });

    await conflict.getByRole("button", { name: "Keep my draft" }).click();
    await editor(page).getByRole("button", { name: "Save" }).click();
    await expect(editor(page)).toBeHidden();
    expect(await (await client.get(`/v1/feedback/${id}`)).json()).toMatchObject({ comment: "mine" });
    await expect(panel(page).getByRole("region", { name: "History" })).toContainText("theirs");
  });

  test("is deleted, and comes back byte for byte", async ({
    page,
    project,
    api,
    createKey,
    createMember,
    signIn,
  }) => {
    const client = await api(await createKey({ scopes: ["ingest", "read"] }));
    const ids = await recordVotes(
      client,
      awkwardVotes(3).map((vote) => ({ ...vote, project })),
    );
    await client.put(`/v1/feedback/${ids[1]}`, { data: { comment: "changed once" } });
    const get = async (path: string) => (await client.get(path)).text();
    const paths = [
      `/v1/feedback/${ids[1]}`,
      `/v1/feedback/${ids[1]}/revisions`,
      `/v1/feedback/accuracy?project=${project}`,
    ];
    const before = await Promise.all(paths.map(get));

    await signIn(page, await createMember({ role: "admin" }), `/feedback?project=${project}&vote=${ids[1]}`);
    await panel(page).getByRole("button", { name: "More" }).click();
    await page.getByRole("menuitem", { name: "Delete" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Delete" }).click();
    await expect(panel(page)).toBeHidden();
    await expect(rows(page)).toHaveCount(2);
    await expect(page.getByText("2 votes")).toBeVisible();
    expect((await client.get(`/v1/feedback/${ids[1]}`)).status()).toBe(404);

    await page.getByRole("button", { name: "Undo" }).click();
    await expect(rows(page)).toHaveCount(3);
    await expect(page.getByText("3 votes")).toBeVisible();
    expect(await Promise.all(paths.map(get))).toEqual(before);
  });
});

test.describe("downloads", () => {
  test("hold the selected or all matching votes, line by line as the API gives them", async ({
    page,
    project,
    api,
    createKey,
    createMember,
    signIn,
  }) => {
    const client = await api(await createKey({ scopes: ["ingest", "read"] }));
    await recordVotes(
      client,
      awkwardVotes(160).map((vote) => ({ ...vote, project, metadata: { n: 1 } })),
    );
    const votes = await listVotes(client, project);
    const member = await createMember({ role: "product_owner", projects: [project] });
    await signIn(page, member, "/feedback?model=model-1");
    const matching = votes.filter((vote) => vote.model === "model-1");
    await expect(page.getByText(`${matching.length} votes`)).toBeVisible();

    await page.getByRole("button", { name: "Download" }).click();
    const dialog = page.getByRole("dialog");
    await expect(dialog.getByText(`${matching.length} rows, about`)).toBeVisible();
    const csv = parseCsv(await read(await download(page)));
    expect(csv[0]).toEqual(feedbackColumns);
    expect(csv.slice(1)).toEqual(toCells(matching));
    expect(csv.flat().some((cell) => cell.startsWith("'=SUM"))).toBe(true);
    await expect(dialog.getByText(`${matching.length} rows written`)).toBeVisible();

    await dialog.getByRole("button", { name: "Download another" }).click();
    await dialog.getByRole("button", { name: "JSONL" }).click();
    const all = await download(page);
    expect(all.suggestedFilename()).toMatch(/^retune-votes-.*\.jsonl$/);
    expect(parseLines(await read(all))).toEqual(matching);
    await dialog.getByRole("button", { name: "Done" }).click();

    // Newest first on the screen: rows 1 to 3 are the last but one, two and three.
    await rows(page).nth(1).focus();
    await page.keyboard.press(" ");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Shift+ ");
    await expect(page.getByText("3 selected")).toBeVisible();
    await page.getByRole("button", { name: "Download" }).click();
    await expect(dialog.getByRole("button", { name: "Selected (3)" })).toHaveAttribute(
      "aria-pressed",
      "true",
    );
    await dialog.getByRole("button", { name: "As on screen" }).click();
    await dialog.getByRole("checkbox", { name: /Byte order mark/ }).click();
    const selected = await read(await download(page));
    expect(selected.startsWith("\uFEFF")).toBe(true);
    const chosen = ["query", "response", "model", "rating", "intent", "project", "created_at"] as const;
    expect(parseCsv(selected.slice(1))).toEqual([
      [...chosen],
      ...matching.slice(-4, -1).map((vote) => chosen.map((column) => toCell(vote[column]))),
    ]);

    // Other filters are another question: what was selected for the last one is not part of it.
    await dialog.getByRole("button", { name: "Done" }).click();
    await expect(page.getByText("3 selected")).toBeVisible();
    await page.getByRole("button", { name: "Thumbs up", exact: true }).click();
    await expect(page).toHaveURL("/feedback?model=model-1&rating=1");
    await expect(page.getByText("3 selected")).toBeHidden();
  });

  test("can be cancelled, and a broken connection leaves no file", async ({
    page,
    baseURL,
    project,
    api,
    createKey,
    createMember,
    signIn,
  }) => {
    const client = await api(await createKey({ scopes: ["ingest"] }));
    await recordVotes(
      client,
      // Texts that no compression makes short.
      Array.from({ length: 4_000 }, (_, n) => ({
        project,
        response: randomBytes(1_000).toString("base64"),
        created_at: minutesAgo(n),
      })),
    );
    await signIn(page, await createMember({ role: "product_owner", projects: [project] }), null);
    const between = await interfere(baseURL ?? "");
    try {
      await page.goto(`${between.url}/feedback?days=30`);
      const files: Download[] = [];
      page.on("download", (file) => files.push(file));
      const dialog = page.getByRole("dialog");
      const start = async () => {
        await page.getByRole("button", { name: "Download" }).click();
        await expect(dialog.getByText("4,000 rows, about")).toBeVisible();
      };

      await start();
      between.afterBytes = { bytes: 2_000_000, action: "stall" };
      await dialog.getByRole("button", { name: "Download", exact: true }).click();
      await between.stalled;
      await page.keyboard.press("Escape");
      await expect(dialog.getByRole("progressbar")).toBeVisible();
      await dialog.getByRole("button", { name: "Cancel" }).click();
      await expect(dialog.getByText(/^Cancelled after [\d,]+ rows\. No file was saved\.$/)).toBeVisible();
      await dialog.getByRole("button", { name: "Close", exact: true }).last().click();
      await expect(dialog).toBeHidden();

      between.afterBytes = null;
      await start();
      between.afterBytes = { bytes: 2_000_000, action: "cut" };
      await dialog.getByRole("button", { name: "Download", exact: true }).click();
      await expect(dialog.getByRole("alert")).toContainText("no file was saved");
      expect(files).toEqual([]);
    } finally {
      await between.close();
    }
  });
});

test("everything can be done by keyboard", async ({
  page,
  project,
  api,
  createKey,
  createMember,
  signIn,
}) => {
  const client = await api(await createKey({ scopes: ["ingest", "read"] }));
  const ids = await recordVotes(
    client,
    [0, 1, 2, 3].map((n) => ({ project, query: `question ${n}`, created_at: minutesAgo(n) })),
  );
  await signIn(page, await createMember({ role: "admin", projects: [project] }), "/feedback");
  await expect(rows(page)).toHaveCount(4);
  await rows(page).first().focus();
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(`/feedback?vote=${ids[1]}`);
  await expect(panel(page)).toContainText("question 1");
  await page.keyboard.press("ArrowDown");
  await expect(page).toHaveURL(`/feedback?vote=${ids[2]}`);
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await expect(panel(page)).toContainText("Vote 4 of 4");
  await page.keyboard.press("k");
  await expect(panel(page)).toContainText("question 2");
  await page.keyboard.press("e");
  await expect(editor(page).getByLabel("Corrected response")).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.type("j is no shortcut here");
  await page.keyboard.press("Control+Enter");
  await expect(editor(page)).toBeHidden();
  expect(await (await client.get(`/v1/feedback/${ids[2]}`)).json()).toMatchObject({
    comment: "j is no shortcut here",
  });
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toContainText("Next vote");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await expect(panel(page)).toBeHidden();
  await expect(rows(page).nth(2)).toBeFocused();
  await expect(page).toHaveURL("/feedback");
  // Back closes as Esc does; what is closed stays closed.
  await page.keyboard.press("Enter");
  await expect(panel(page)).toBeVisible();
  await page.goBack();
  await expect(panel(page)).toBeHidden();
  await expect(rows(page).nth(2)).toBeFocused();
  await expect(page).toHaveURL("/feedback");
  await page.goBack();
  await expect(page).not.toHaveURL(/\/feedback/);
  await page.goForward();
  await expect(rows(page)).toHaveCount(4);
  await expect(panel(page)).toBeHidden();
});

test("a model with a comma in its name is one choice, and the address opens it again", async ({
  page,
  project,
  api,
  createKey,
  createMember,
  signIn,
}) => {
  const client = await api(await createKey({ scopes: ["ingest"] }));
  await recordVotes(client, [
    { project, model: "acme, large\\v2", query: "of the one with a comma" },
    { project, model: "acme", query: "of another" },
    { project, model: "large", query: "of a third" },
  ]);
  await signIn(page, await createMember({ role: "reviewer", projects: [project] }), "/feedback");
  await expect(rows(page)).toHaveCount(3);
  await page.getByRole("combobox", { name: /^Model/ }).click();
  await page.getByRole("option", { name: /^acme, large/ }).click();
  await expect(rows(page)).toHaveCount(1);
  await page.reload();
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page).first()).toContainText("of the one with a comma");

  // A figure of the overview leads to the same votes.
  await page.goto("/");
  await page
    .getByRole("list", { name: "Accuracy per model" })
    .getByRole("link", { name: /^acme, large/ })
    .click();
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page).first()).toContainText("of the one with a comma");
});

test("has no barriers, and fits a phone", async ({ page, project, api, createKey, createMember, signIn }) => {
  // axe reads the whole page twelve times.
  test.slow();
  const client = await api(await createKey({ scopes: ["ingest", "read"] }));
  const ids = await recordVotes(
    client,
    awkwardVotes(40).map((vote) => ({ ...vote, project })),
  );
  await client.put(`/v1/feedback/${ids[39]}`, {
    data: { comment: "a note", corrected_response: "another answer" },
  });
  await signIn(page, await createMember({ role: "admin", projects: [project] }), "/feedback");
  await expect(rows(page).first()).toBeVisible();
  await expectNoViolations(page);
  await rows(page).first().click();
  await expect(panel(page).getByRole("region", { name: "History" })).toContainText("changed it");
  await expectNoViolations(page);
  await page.keyboard.press("e");
  await editor(page).getByLabel("Comment").fill("another note");
  await expectNoViolations(page);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Download" }).click();
  await expect(page.getByRole("dialog").getByText(/rows, about/)).toBeVisible();
  await expectNoViolations(page);

  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("/feedback");
  await expect(rows(page).first()).toBeVisible();
  await expectNoViolations(page);
  await expectNoSidewaysScroll(page);
  const grid = page.getByRole("grid").locator("xpath=..");
  expect(await grid.evaluate((element) => element.scrollWidth <= element.clientWidth)).toBe(true);
  await rows(page).nth(1).click();
  await expect(panel(page).getByRole("button", { name: "Edit", exact: true })).toBeVisible();
  expect((await panel(page).boundingBox())?.x).toBe(0);
  await expectNoViolations(page);
});
