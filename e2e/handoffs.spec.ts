import type { Page } from "@playwright/test";
import type { FlowRow, HandoffRow, RecommendationRow } from "@/lib/interactions/handoffs/schemas";
import type { InteractionInput } from "@/lib/interactions/schemas";
import { expectNoSidewaysScroll, expectNoViolations } from "./accessibility";
import { csvOf, readRows, toCells } from "./chart-files";
import { expect, test } from "./fixtures";
import { noonBefore, recordInteractions } from "./interaction-rows";

const card = (page: Page, name: string) => page.getByRole("region", { name, exact: true });

/** Conversations of two turns: 12 from technical to billing that please, 3 back that do not; channels a and b in turn. */
const someConversations = (project: string): Partial<InteractionInput>[] =>
  Array.from({ length: 15 }, (_, n) => {
    const isBack = n >= 12;
    const of = { project, external_conversation_id: `c${n}`, channel_id: n % 2 === 0 ? "a" : "b" };
    return [
      {
        ...of,
        agent_type: isBack ? "billing" : "technical",
        user_id: "ann",
        timestamp: noonBefore(1 + (n % 4), n),
        domain_classification: "builds",
        user_satisfaction: isBack ? 3 : 1 + (n % 2),
      },
      {
        ...of,
        agent_type: isBack ? "technical" : "billing",
        user_id: "ann",
        timestamp: noonBefore(1 + (n % 4), n + 1),
        domain_classification: n % 5 === 0 ? "builds" : "invoices",
        user_satisfaction: isBack ? 2 : 5,
      },
    ];
  }).flat();

test("shows where conversations go and what came of it, and leads to what is behind", async ({
  page,
  project,
  api,
  createKey,
  createMember,
  signIn,
}) => {
  const client = await api(await createKey({ scopes: ["ingest", "read"] }));
  await recordInteractions(client, someConversations(project));
  await signIn(page, await createMember({ role: "reviewer", projects: [project] }), "/interactions/handoffs");
  const params = { project, days: "30" };
  const handoffs: HandoffRow[] = await readRows(client, "/v1/analytics/handoffs", params);
  expect(handoffs.map((row) => [row.from_agent, row.to_agent, row.handoffs])).toEqual([
    ["technical", "billing", 12],
    ["billing", "technical", 3],
  ]);
  const columns = (await csvOf(page, "From agent to agent"))[0] ?? [];
  expect(columns).not.toContain("channel_id");
  expect(await csvOf(page, "From agent to agent")).toEqual(toCells(handoffs, columns));

  const outcomes = card(page, "Outcomes of hand-offs");
  const line = outcomes.getByRole("row", { name: /technical.*billing/ }).first();
  await expect(line).toContainText("12");
  await expect(line).toContainText("5.00");
  await expect(line).toContainText("n 12");
  await expect(line).toContainText("100.0%, small sample");
  await expect(line).toContainText(`${((handoffs[0]?.success_ci_low ?? 0) * 100).toFixed(1)}–100.0%`);

  // Every band is a link; what it says is shown while it has the focus.
  const chart = page.getByRole("figure", { name: "Hand-offs from agent to agent" });
  await expect(chart.getByRole("link")).toHaveCount(2);
  const back = chart.getByRole("link", {
    name: "billing to technical: 3 hand-offs, rated 2.00 afterwards, n 3",
  });
  await back.focus();
  await expect(card(page, "From agent to agent").locator("p").last()).toHaveText(/^billing to technical: 3/);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(
    "/interactions?agent_type=technical&days=30&is_handoff=true&previous_agent_type=billing",
  );
  await expect(page.getByText("3 interactions", { exact: true })).toBeVisible();
  await page.goBack();

  const flow: FlowRow[] = await readRows(client, "/v1/analytics/flow", params);
  const flowColumns = (await csvOf(page, "From domain to domain"))[0] ?? [];
  expect(await csvOf(page, "From domain to domain")).toEqual(toCells(flow, flowColumns));
  const usual = flow.find((row) => row.is_usual_next && row.from_domain === "builds");
  const next = card(page, "Usually next per domain").getByRole("row", { name: /^builds/ });
  await expect(next).toContainText("invoices");
  await expect(next).toContainText(`${((usual?.share ?? 0) * 100).toFixed(0)}%`);
  await expect(next).toContainText("n 15");
  await next.getByRole("link", { name: "invoices" }).click();
  await expect(page).toHaveURL("/interactions?days=30&domain_classification=invoices&previous_domain=builds");
  await expect(page.getByText(`${usual?.transitions} interactions`, { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Remove the filter After the domain builds" }).click();
  await expect(page).toHaveURL("/interactions?days=30&domain_classification=invoices");
});

test("splits by channel, and recommends the agent that has done best with how sure that is", async ({
  page,
  project,
  api,
  createKey,
  createMember,
  signIn,
}) => {
  const client = await api(await createKey({ scopes: ["ingest", "read"] }));
  await recordInteractions(client, someConversations(project));
  await signIn(
    page,
    await createMember({ role: "reviewer", projects: [project] }),
    "/interactions/handoffs?days=7",
  );
  const outcomes = card(page, "Outcomes of hand-offs");
  await expect(outcomes.getByRole("row")).toHaveCount(3);
  await page.getByRole("switch", { name: "Split by channel" }).click();
  await expect(page).toHaveURL("/interactions/handoffs?days=7&group_by=channel_id");
  await expect(outcomes.getByRole("row")).toHaveCount(5);
  const split = await readRows(client, "/v1/analytics/handoffs", {
    project,
    days: "7",
    group_by: "channel_id",
  });
  const columns = (await csvOf(page, "What came of them"))[0] ?? [];
  expect(columns).toContain("channel_id");
  expect(await csvOf(page, "What came of them")).toEqual(toCells(split, columns));
  // The chart keeps the channels together.
  const chart = page.getByRole("figure", { name: "Hand-offs from agent to agent" });
  await expect(chart.getByRole("link", { name: /^technical to billing: 12 hand-offs/ })).toBeVisible();
  await page.goto("/interactions/handoffs?days=7&channel_id=a");
  await expect(chart.getByRole("link", { name: /^technical to billing: 6 hand-offs/ })).toBeVisible();

  await page.goto("/interactions/handoffs?days=7&by=user&group_by=channel_id");
  // Ten ratings are not reached within a channel.
  await expect(card(page, "Recommended agents").getByRole("row", { name: /^ann.* b / })).toContainText(
    "too little to tell",
  );
  await page.goto("/interactions/handoffs?days=7");
  const recommended = card(page, "Recommended agents");
  await expect(card(page, "Recommended agent")).toContainText("An observation, not an experiment");
  await page.getByRole("button", { name: "By user", exact: true }).click();
  await expect(page).toHaveURL("/interactions/handoffs?days=7&by=user");
  const rows: RecommendationRow[] = await readRows(client, "/v1/analytics/recommendations", {
    project,
    days: "7",
    by: "user",
  });
  expect(rows).toMatchObject([{ subject: "ann", recommended_agent: "billing", is_distinct: true }]);
  const ann = recommended.getByRole("row", { name: /^ann/ });
  await expect(ann).toContainText("billing");
  await expect(ann).toContainText(rows[0]?.agents[0]?.avg_user_satisfaction?.toFixed(2) ?? "?");
  await expect(ann).toContainText("n 15");
  await expect(ann).toContainText("distinct");
  const cells = (rows[0]?.agents ?? []).map((agent) => ({ ...rows[0], ...agent }));
  const file = await csvOf(page, "Recommended agent");
  expect(file).toEqual(toCells(cells, file[0] ?? []));
  await ann.getByRole("link", { name: "ann" }).click();
  await expect(page).toHaveURL("/interactions/people/ann");
});

test("is right on a phone and for everyone", async ({
  page,
  project,
  api,
  createKey,
  createMember,
  signIn,
}) => {
  await recordInteractions(await api(await createKey({ scopes: ["ingest"] })), someConversations(project));
  await signIn(page, await createMember({ role: "reviewer", projects: [project] }), "/interactions/handoffs");
  const chart = page.getByRole("figure", { name: "Hand-offs from agent to agent" });
  await expect(chart.getByRole("link")).toHaveCount(2);
  await expectNoViolations(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(chart.getByRole("link")).toHaveCount(2);
  await expectNoSidewaysScroll(page);
  await expectNoViolations(page);
});
