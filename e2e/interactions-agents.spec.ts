import type { Page } from "@playwright/test";
import type { AgentRow } from "@/lib/interactions/agents/schemas";
import type { InteractionInput } from "@/lib/interactions/schemas";
import { expectNoSidewaysScroll, expectNoViolations } from "./accessibility";
import { csvOf, readRows, toCells } from "./chart-files";
import { expect, test } from "./fixtures";
import { noonBefore, recordInteractions } from "./interaction-rows";
import { recordVotes } from "./votes";

/** 70 interactions of two agents on days 1, 2 and 4, with ratings, labels, and two without a price. */
const someTraffic = (project: string): Partial<InteractionInput>[] =>
  Array.from({ length: 70 }, (_, n) => ({
    project,
    agent_type: n % 7 === 0 ? "billing" : "technical",
    timestamp: noonBefore([1, 2, 4][n % 3] ?? 1, n),
    user_satisfaction: n % 5 === 0 ? null : n % 7 === 0 ? 2 : 4 + (n % 2),
    response_time_ms: 500 + 10 * n,
    domain_classification: n % 4 === 0 ? "builds" : "invoices",
    domain_label: n % 2 === 0 ? "builds" : null,
    llm_metadata:
      n < 2
        ? { model: "unknown-model", tokens_used: 10 }
        : { model: n % 2 === 0 ? "large" : "small", tokens_used: 100 + n, cost: 0.001 * (n + 1) },
  }));

const card = (page: Page, name: string) => page.getByRole("region", { name, exact: true });

test("puts agents side by side with the API's numbers, and leads to the interactions behind them", async ({
  page,
  project,
  api,
  createKey,
  createMember,
  signIn,
}) => {
  const client = await api(await createKey({ scopes: ["ingest", "read"] }));
  await recordInteractions(client, someTraffic(project));
  await signIn(page, await createMember({ role: "reviewer", projects: [project] }), "/interactions/agents");
  const rows: AgentRow[] = await readRows(client, "/v1/analytics/agents", { project, days: "30" });
  expect(rows.map((row) => [row.agent_type, row.total_interactions])).toEqual([
    ["technical", 60],
    ["billing", 10],
  ]);
  const table = card(page, "Figures side by side");
  for (const row of rows) {
    const line = table.getByRole("row", { name: new RegExp(`^${row.agent_type}`) });
    await expect(line).toContainText(row.avg_user_satisfaction?.toFixed(2) ?? "?");
    await expect(line).toContainText(`n ${row.satisfaction_count}`);
    await expect(line).toContainText(`${((row.domain_classification_accuracy ?? -1) * 100).toFixed(1)}%`);
  }
  await expect(table.getByRole("row", { name: /^billing/ })).toContainText(", small sample");
  const csv = await csvOf(page, "Agents side by side");
  expect(csv).toEqual(toCells(rows, csv[0] ?? []));
  expect(csv[0]).toContain("escalation_success_ci_high");

  await table.getByRole("button", { name: "Satisfaction", exact: true }).click();
  await expect(page).toHaveURL("/interactions/agents?order=-satisfaction");
  await table.getByRole("button", { name: "Satisfaction", exact: true }).click();
  await expect(table.getByRole("rowheader").first()).toHaveText("billing");
  await table.getByRole("button", { name: "What “Domain accuracy” means" }).click();
  await expect(page.getByText("equals their domain_label")).toBeVisible();
  await page.keyboard.press("Escape");

  await page.getByRole("button", { name: "Model", exact: true }).click();
  await expect(table.getByRole("rowheader")).toHaveCount(3);
  await table.getByRole("link", { name: "2 unpriced" }).click();
  await expect(page).toHaveURL("/interactions?days=30&is_unpriced=true&model=unknown-model");
  await expect(page.getByText("2 interactions")).toBeVisible();

  // Another interaction changes the figures.
  await recordInteractions(client, [{ project, agent_type: "billing", timestamp: noonBefore(1, 200) }]);
  await page.goto("/interactions/agents");
  await expect(table.getByRole("row", { name: /^billing/ })).toContainText("11");
});

test("draws a figure day by day; its file holds the API's rows", async ({
  page,
  project,
  api,
  createKey,
  createMember,
  signIn,
}) => {
  const client = await api(await createKey({ scopes: ["ingest", "read"] }));
  await recordInteractions(client, someTraffic(project));
  await recordVotes(client, [{ project, created_at: noonBefore(1) }]);
  await signIn(
    page,
    await createMember({ role: "reviewer", projects: [project] }),
    "/interactions/agents?days=7&figure=latency_p95",
  );
  const params = { project, days: "7" };
  const rows: AgentRow[] = await readRows(client, "/v1/analytics/agents", {
    ...params,
    group_by: "agent_type,day",
  });
  const csv = await csvOf(page, "Latency p95 day by day");
  expect(csv).toEqual(
    toCells(rows, ["day", "agent_type", "total_interactions", "response_time_p95_ms", "response_time_count"]),
  );
  const chart = page.getByRole("figure", { name: "Latency p95 per day, one line per agent" });
  // A press on a point opens the interactions behind it, and no other agent's.
  const pressed = noonBefore(4).slice(0, 10);
  await chart.locator('[data-point="technical"]').first().click();
  await expect(page).toHaveURL(`/interactions?agent_type=technical&from=${pressed}&to=${pressed}`);
  await page.goBack();
  // A message is in the page's font, closes from within, and leaves by itself.
  await page.getByRole("button", { name: "Latency p95 day by day: more" }).click();
  await page.getByRole("menuitem", { name: "Copy link" }).click();
  const message = page.locator("[data-sonner-toast]");
  await expect(message).toHaveCSS("font-family", /geist/i);
  const [box, close] = [
    await message.boundingBox(),
    await message.getByRole("button", { name: "Close toast" }).boundingBox(),
  ];
  if (!box || !close) throw new Error("There is no message.");
  expect(close.x + close.width).toBeLessThan(box.x + box.width);
  expect(close.y).toBeGreaterThan(box.y);
  await expect(message).toHaveCount(0);
  // One line per agent; the legend takes one away.
  await expect(chart.locator(".recharts-line")).toHaveCount(2);
  await page.getByRole("button", { name: "technical", exact: true }).click();
  await expect(chart.locator(".recharts-line")).toHaveCount(1);
  await page.getByRole("combobox", { name: "Figure" }).click();
  await page.getByRole("option", { name: "Cost each" }).click();
  await expect(page).toHaveURL("/interactions/agents?days=7&figure=cost_per_interaction");
  await expect(card(page, "Cost each day by day")).toBeVisible();

  await page.getByRole("button", { name: "Cost each day by day: show as table" }).click();
  const day = noonBefore(4).slice(0, 10);
  await card(page, "Cost each day by day, table").getByRole("link", { name: day }).first().click();
  await expect(page).toHaveURL(new RegExp(`/interactions\\?agent_type=[a-z]+&from=${day}&to=${day}`));
  await page.goBack();

  const rates = await readRows(client, "/v1/analytics/submission-rate", params);
  const file = await csvOf(page, "Feedback submission rate");
  expect(file).toEqual(toCells(rates, ["date", "votes", "interactions", "submission_rate", "partial"]));
  expect(file.some(([date, votes]) => date === noonBefore(1).slice(0, 10) && votes === "1")).toBe(true);
});

test("shows the running hour as it fills, and what has changed since yesterday and last week", async ({
  page,
  project,
  api,
  createKey,
  createMember,
  signIn,
}) => {
  const client = await api(await createKey({ scopes: ["ingest", "read"] }));
  const rated = (daysAgo: number, satisfaction: number) =>
    Array.from({ length: 20 }, (_, n) => ({
      project,
      timestamp: noonBefore(daysAgo, n),
      user_satisfaction: satisfaction - (n % 2),
      response_time_ms: 1000 + 10 * n,
    }));
  await recordInteractions(client, [...rated(1, 5), ...rated(2, 3), { project, agent_type: "technical" }]);
  await page.clock.install();
  await signIn(page, await createMember({ role: "reviewer", projects: [project] }), "/interactions/agents");
  const hour = card(page, "This hour");
  await expect(hour.getByRole("link", { name: /^technical/ })).toContainText("1");
  const trends = card(page, "Trends");
  await expect(trends.getByRole("listitem").first()).toContainText("+2.00 better");
  await expect(trends).toContainText("Satisfied interactions per dollar");
  await expect(trends.getByRole("listitem").filter({ hasText: "Response time" }).first()).toContainText(
    "not significant",
  );
  await recordInteractions(client, [{ project, agent_type: "billing" }]);
  await page.clock.runFor(15_000);
  await expect(hour.getByRole("link", { name: /^billing/ })).toBeVisible();
  await hour.getByRole("link", { name: /^billing/ }).click();
  await expect(page).toHaveURL(/\/interactions\?agent_type=billing&from=/);
  await expect(page.getByText("1 interaction", { exact: true })).toBeVisible();
});

test("is right on a phone and for everyone", async ({
  page,
  project,
  api,
  createKey,
  createMember,
  signIn,
}) => {
  await recordInteractions(await api(await createKey({ scopes: ["ingest"] })), someTraffic(project));
  await signIn(page, await createMember({ role: "reviewer", projects: [project] }), "/interactions/agents");
  await expect(card(page, "Figures side by side").getByRole("row")).toHaveCount(3);
  await expect(card(page, "Trends").getByRole("listitem").first()).toBeVisible();
  await expectNoViolations(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page);
  await expectNoViolations(page);
});
