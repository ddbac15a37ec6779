import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { type Interaction, type InteractionInput, interactionColumns } from "@/lib/interactions/schemas";
import { expectNoSidewaysScroll, expectNoViolations } from "./accessibility";
import { parseCsv } from "./csv";
import { expect, test } from "./fixtures";
import { noonBefore, recordInteractions } from "./interaction-rows";

const rows = (page: Page, name = "Interactions") => page.getByRole("grid", { name }).locator("[data-index]");
const panel = (page: Page) => page.getByRole("dialog", { name: /^(Interaction|Conversation)/ });
const turns = (page: Page) =>
  panel(page).getByRole("list", { name: "Interactions of the conversation" }).getByRole("article");

/** A conversation that is handed over after a suggested escalation, one that is not, and one without a price. */
const someInteractions = (project: string): Partial<InteractionInput>[] => [
  {
    project,
    external_conversation_id: "a",
    user_id: "ann",
    agent_type: "general",
    user_message: "Why does the build fail?",
    agent_response: "I am not sure.",
    timestamp: noonBefore(1),
    escalation_suggested: true,
    user_satisfaction: 2,
    response_time_ms: 840,
    domain_classification: "builds",
  },
  {
    project,
    external_conversation_id: "a",
    user_id: "ann",
    agent_type: "technical",
    user_message: "Please look again.",
    agent_response: "The lock file is out of date.",
    timestamp: noonBefore(1, 1),
    user_satisfaction: 5,
    response_time_ms: 1840,
    domain_classification: "builds",
    llm_metadata: { model: "large", tokens_used: 900, cost: 0.0042, cluster: "north" },
  },
  {
    project,
    external_conversation_id: "b",
    user_id: "bob, the builder",
    agent_type: "billing",
    user_message: "Where is my invoice?",
    agent_response: "In your mailbox.",
    timestamp: noonBefore(1, 2),
    channel_id: "slack",
    llm_metadata: { model: "unknown-model", tokens_used: 50 },
  },
];

test("filters and searches interactions; the URL holds all of it", async ({
  page,
  project,
  api,
  createKey,
  createMember,
  signIn,
}) => {
  await recordInteractions(await api(await createKey({ scopes: ["ingest"] })), someInteractions(project));
  await signIn(page, await createMember({ role: "reviewer", projects: [project] }), "/interactions");
  await expect(rows(page)).toHaveCount(3);
  await expect(page.getByText("3 interactions")).toBeVisible();
  await expect(rows(page).first()).toContainText("unpriced");
  await expect(rows(page).nth(1)).toContainText("technical handed over from general");
  await expect(rows(page).nth(2)).toContainText("Succeeded");
  await expect(page.getByRole("button", { name: "Download" })).toHaveCount(0);

  await page.getByRole("combobox", { name: /^Agent/ }).click();
  await page.getByRole("option", { name: /^technical/ }).click();
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL("/interactions?agent_type=technical");
  await expect(rows(page)).toHaveCount(1);
  // The list of agents, on its way out, has a "Clear" of its own.
  await page
    .getByRole("search", { name: "Filters" })
    .getByRole("button", { name: "Clear", exact: true })
    .click();

  await page.getByRole("combobox", { name: /^Rated/ }).click();
  await page.getByRole("option", { name: "Not rated" }).click();
  await page.keyboard.press("Escape");
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page)).toContainText("invoice");
  await page.goBack();
  await expect(rows(page)).toHaveCount(3);

  await page.getByRole("combobox", { name: "Hand-off" }).click();
  await page.getByRole("option", { name: "After a hand-off" }).click();
  await expect(page).toHaveURL("/interactions?is_handoff=true");
  await expect(rows(page)).toHaveCount(1);
  await page.keyboard.press("/");
  await page.keyboard.type("invoice");
  await expect(page).toHaveURL("/interactions?is_handoff=true&q=invoice");
  await expect(page.getByText("No interaction matches these filters")).toBeVisible();
  await page.goto("/interactions?user_id=bob%2C%20the%20builder&model=unknown-model&nonsense=1");
  await expect(rows(page)).toHaveCount(1);
  await expect(page.getByText("nonsense=1")).toBeVisible();
  await page.getByRole("button", { name: "Remove the filter User bob, the builder" }).click();
  await expect(page).toHaveURL("/interactions?model=unknown-model&nonsense=1");
});

test("shows the whole conversation of an interaction, and goes on by keys", async ({
  page,
  project,
  api,
  createKey,
  createMember,
  signIn,
}) => {
  const client = await api(await createKey({ scopes: ["ingest", "read"] }));
  const ids = await recordInteractions(client, someInteractions(project));
  await signIn(page, await createMember({ role: "reviewer", projects: [project] }), "/interactions");
  await rows(page).nth(1).click();
  await expect(page).toHaveURL(`/interactions?interaction=${ids[1]}`);
  await expect(turns(page)).toHaveCount(2);
  await expect(turns(page).nth(1)).toHaveAttribute("aria-current", "true");
  await expect(turns(page).nth(1)).toContainText("900 tokens");
  await expect(turns(page).nth(1)).toContainText("$0.0042");
  await expect(panel(page)).toContainText("Handed over from general to technical");
  await expect(turns(page).first()).toContainText("technical took over: rated 5 of 5, a success");
  await turns(page).nth(1).getByRole("button", { name: "Details" }).click();
  await expect(turns(page).nth(1)).toContainText("cluster");
  // Reviewers read; the rating is for others to set.
  await expect(panel(page).getByRole("group", { name: "Satisfaction" })).toHaveCount(0);
  await expect(turns(page).nth(1)).toContainText("Rated 5 of 5");
  await expect(panel(page).getByRole("link", { name: "ann" })).toHaveAttribute(
    "href",
    "/interactions/people/ann",
  );

  await page.keyboard.press("k");
  await expect(page).toHaveURL(`/interactions?interaction=${ids[2]}`);
  await expect(turns(page)).toHaveCount(1);
  await expect(turns(page)).toContainText("unpriced");
  await page.keyboard.press("Escape");
  await expect(panel(page)).toHaveCount(0);
  await expect(rows(page).first()).toBeFocused();
});

test("an admin rates an answer later; totals, quality and what came of the escalation follow", async ({
  page,
  project,
  api,
  createKey,
  createMember,
  signIn,
}) => {
  const client = await api(await createKey({ scopes: ["ingest", "read"] }));
  const ids = await recordInteractions(client, someInteractions(project));
  await signIn(page, await createMember({ role: "admin" }), `/interactions?project=${project}`);
  await rows(page).nth(1).click();
  const facts = panel(page).getByRole("region", { name: "Conversation" });
  await expect(facts).toContainText("3.5 of 5, n 2");
  await turns(page)
    .nth(1)
    .getByRole("group", { name: "Satisfaction" })
    .getByRole("button", { name: "1 of 5" })
    .click();
  await expect(facts).toContainText("1.5 of 5, n 2");
  await expect(turns(page).first()).toContainText("rated 1 of 5, no success");
  await expect(rows(page).nth(1)).toContainText("1/5");
  const stored = await (await client.get(`/v1/interactions/${ids[1]}`)).json();
  expect(stored.user_satisfaction).toBe(1);

  const score = facts.getByRole("button", { name: /^Quality/ });
  const conversation = await (await client.get(`/v1/conversations/${stored.conversation_id}`)).json();
  await expect(score).toHaveText(conversation.quality.score.toFixed(2));
  await score.click();
  await expect(page.getByRole("row", { name: /^Satisfaction/ })).toContainText(
    conversation.quality.satisfaction.toFixed(2),
  );
});

test("lists conversations, takes what both views know along, and opens the same panel", async ({
  page,
  project,
  api,
  createKey,
  createMember,
  signIn,
}) => {
  await recordInteractions(await api(await createKey({ scopes: ["ingest"] })), someInteractions(project));
  await signIn(
    page,
    await createMember({ role: "product_owner", projects: [project] }),
    "/interactions?is_handoff=true&is_unpriced=false",
  );
  await page.getByRole("button", { name: "Conversations", exact: true }).click();
  await expect(page).toHaveURL("/interactions?has_handoff=true&view=conversations");
  await expect(rows(page, "Conversations")).toHaveCount(1);
  await expect(page.getByText("1 conversation", { exact: true })).toBeVisible();
  await expect(rows(page, "Conversations")).toContainText("ann");
  await page.getByRole("button", { name: "Clear", exact: true }).click();
  await expect(rows(page, "Conversations")).toHaveCount(2);
  const unpriced = rows(page, "Conversations").filter({ hasText: "bob" });
  await expect(unpriced).toContainText("unpriced");
  await expect(unpriced).not.toContainText("$0.00");
  await expect(page.getByText("2 conversations", { exact: true })).toBeVisible();
  await page.getByRole("combobox", { name: /^Model/ }).click();
  await page.getByRole("option", { name: "large" }).click();
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL(/model=large/);
  await expect(rows(page, "Conversations")).toHaveCount(1);
  await page.getByRole("button", { name: "Download" }).click();
  const dialog = page.getByRole("dialog", { name: "Download conversations" });
  await expect(dialog).toContainText("All matching (1)");
  await dialog.getByRole("button", { name: "JSONL" }).click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    dialog.getByRole("button", { name: "Download", exact: true }).click(),
  ]);
  const lines = readFileSync(await download.path(), "utf8")
    .split("\n")
    .filter(Boolean);
  expect(lines.map((line) => JSON.parse(line).user_id)).toEqual(["ann"]);
  // While it is written, the dialog stays.
  await expect(dialog).toContainText("1 row written");
  await page.keyboard.press("Escape");
  await page
    .getByRole("search", { name: "Filters" })
    .getByRole("button", { name: "Clear", exact: true })
    .click();
  // One turn without a rating or a time: nothing to give a score for.
  await expect(
    rows(page, "Conversations")
      .filter({ hasText: "bob" })
      .getByRole("button", { name: "Quality – 1/5 parts measured: show its parts" }),
  ).toHaveText("– 1/5");
  await page.getByRole("button", { name: "Active", exact: true }).click();
  await expect(page.getByText("No conversation matches these filters")).toBeVisible();
  await page.getByRole("button", { name: "Closed", exact: true }).click();
  await rows(page, "Conversations").filter({ hasText: "ann" }).click();
  await expect(turns(page)).toHaveCount(2);
  await expect(panel(page)).toContainText("1 hand-off");
});

test("does not shift under the reader when interactions arrive", async ({
  page,
  project,
  api,
  createKey,
  createMember,
  signIn,
}) => {
  const client = await api(await createKey({ scopes: ["ingest"] }));
  await recordInteractions(client, someInteractions(project));
  await page.clock.install();
  await signIn(page, await createMember({ role: "reviewer", projects: [project] }), "/interactions");
  await expect(rows(page)).toHaveCount(3);
  await recordInteractions(client, [{ project, user_message: "And now?" }]);
  await page.clock.runFor(10_000);
  const pill = page.getByRole("button", { name: "1 new interaction" });
  await expect(pill).toBeVisible();
  await expect(rows(page)).toHaveCount(3);
  await pill.click();
  await expect(rows(page).first()).toContainText("And now?");
  await expect(page.getByText("4 interactions")).toBeVisible();
});

test("downloads exactly what is on screen", async ({
  page,
  project,
  api,
  createKey,
  createMember,
  signIn,
}) => {
  const client = await api(await createKey({ scopes: ["ingest", "read"] }));
  await recordInteractions(client, someInteractions(project));
  await signIn(
    page,
    await createMember({ role: "product_owner", projects: [project] }),
    "/interactions?is_unpriced=false",
  );
  await expect(rows(page)).toHaveCount(2);
  await page.getByRole("button", { name: "Download" }).click();
  const dialog = page.getByRole("dialog", { name: "Download interactions" });
  await expect(dialog).toContainText("All matching (2)");
  await expect(dialog).toContainText(/2 rows, about [\d.]+ k?B/);
  await expect(dialog.getByRole("checkbox", { name: "Cost (USD)" })).toBeChecked();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    dialog.getByRole("button", { name: "Download", exact: true }).click(),
  ]);
  await expect(dialog.getByText("2 rows written")).toBeVisible();
  const params = { project, is_unpriced: "false", sort: "timestamp" };
  const { data } = await (await client.get("/v1/interactions", { params })).json();
  const cells = (data as Interaction[]).map((row) =>
    interactionColumns.map((column) => {
      const value = row[column];
      return value === null ? "" : typeof value === "object" ? JSON.stringify(value) : String(value);
    }),
  );
  expect(parseCsv(readFileSync(await download.path(), "utf8"))).toEqual([[...interactionColumns], ...cells]);
});

test("says how to send the first interaction, and is right on a phone and for everyone", async ({
  page,
  project,
  api,
  createKey,
  createMember,
  signIn,
}) => {
  await signIn(page, await createMember({ role: "reviewer", projects: [project] }), "/interactions");
  await expect(page.getByText("curl -X POST")).toContainText("/v1/interactions");
  await recordInteractions(await api(await createKey({ scopes: ["ingest"] })), someInteractions(project));
  await page.reload();
  await rows(page).nth(1).click();
  await expect(turns(page)).toHaveCount(2);
  await expectNoViolations(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("/interactions?view=conversations");
  await expect(rows(page, "Conversations")).toHaveCount(2);
  await expectNoSidewaysScroll(page);
  await expectNoViolations(page);
});
