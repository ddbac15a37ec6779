import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { budgetStory, loadDemoBudgets, roundDown } from "../../supabase/seed/budgets";
import { LONG_CONVERSATION, loadAwkwardInteractions } from "../../supabase/seed/interaction-awkward";
import {
  composeDemoInteractions,
  interactionStory,
  loadDemoInteractions,
} from "../../supabase/seed/interactions";
import { readFigures, rebuildFigures } from "./support/interactions";
import { createScratch, type Scratch } from "./support/scratch";

describe("the interactions of the demo", () => {
  let db: Scratch;
  beforeAll(async () => {
    db = await createScratch();
    await db.sql.begin(loadDemoInteractions);
  });
  afterAll(() => db?.drop());

  test("are the same for the same day", () => {
    const now = new Date("2026-03-04T15:00:00Z");
    expect(composeDemoInteractions(now)).toEqual(composeDemoInteractions(now));
  });

  test("fill every figure through the triggers of the table", async () => {
    const kept = await readFigures(db.sql);
    expect(kept.analytics.length).toBeGreaterThan(500);
    expect(kept).toEqual(await rebuildFigures(db.sql));
  });

  test("cover 90 days up to the current hour, and every figure has something to show", async () => {
    const [row] = await db.sql`
      select count(*)::int as n, count(distinct ("timestamp" at time zone 'UTC')::date)::int as days, max("timestamp") <= now() as are_past,
        bool_or("timestamp" > now() - interval '10 minutes') as go_on, count(distinct agent_type)::int as agents,
        bool_or(cost_source = 'sent') as have_sent, bool_or(cost_source = 'price') as have_priced,
        bool_and((model = ${interactionStory.unpricedModel} and cost_source is distinct from 'sent') = (cost_usd is null)
          or llm_metadata ? 'tokens_used') as unpriced_as_told,
        bool_or(is_repeat) as have_repeats, bool_or(is_correction) as have_corrections,
        bool_or(escalation_satisfaction >= 4) as have_successes, bool_or(escalation_satisfaction < 4) as have_failures,
        bool_or(user_message || agent_response like '%[[%') as have_slots
      from public.llm_interactions`;
    expect(row).toMatchObject({
      days: interactionStory.days,
      are_past: true,
      go_on: true,
      agents: 3,
      have_sent: true,
      have_priced: true,
      unpriced_as_told: true,
      have_repeats: true,
      have_corrections: true,
      have_successes: true,
      have_failures: true,
      have_slots: false,
    });
    expect(row?.n).toBeGreaterThan(4_500);
    expect(row?.n).toBeLessThan(9_000);
  });

  test("tell of one agent that got worse, and of no other", async () => {
    const rows = await db.sql<{ agent_type: string; before: number; after: number }[]>`
      select agent_type,
        avg(user_satisfaction) filter (where "timestamp" < current_date - ${interactionStory.worse.daysAgo}::int)::float as before,
        avg(user_satisfaction) filter (where "timestamp" >= current_date - ${interactionStory.worse.daysAgo - 1}::int)::float as after
      from public.llm_interactions group by 1`;
    for (const { agent_type, before, after } of rows) {
      if (agent_type === interactionStory.worse.agent) expect(before - after).toBeGreaterThan(0.5);
      else expect(Math.abs(before - after), agent_type).toBeLessThan(0.25);
    }
  });
});

describe("the budgets of the demo", () => {
  let db: Scratch;
  beforeAll(async () => {
    db = await createScratch();
    await db.sql.begin(async (sql) => {
      await loadDemoInteractions(sql);
      await loadDemoBudgets(sql);
    });
  });
  afterAll(() => db?.drop());

  const readPeriods = () =>
    db.sql`select b.name, p.period_start, p.spent_usd::text, p.is_warned, p.is_exceeded
      from public.budget_periods p join public.budgets b on b.id = p.budget_id order by 1, 2`;

  test("have spent what the interactions cost: counting them again changes and alerts nothing", async () => {
    const [{ n } = { n: 0 }] = await db.sql<{ n: number }[]>`select count(*)::int as n from public.alerts`;
    const kept = [...(await readPeriods())];
    await db.sql`select private.recount_budgets()`;
    // Counting anew writes the following period as well, which has spent nothing yet.
    const counted = [...(await readPeriods())].filter((row) => Number(row.spent_usd) > 0);
    expect(counted).toEqual(kept);
    expect(await db.sql`select count(*)::int as n from public.alerts`).toEqual([{ n }]);
  });

  test("hold one that was exceeded within the last week, with open alerts, and one that is wide enough", async () => {
    const alerts = await db.sql<
      { id: string; budget_name: string; type: string; is_open: boolean; is_recent: boolean }[]
    >`
      select id, budget_name, type, acknowledged_at is null as is_open,
        created_at >= (now() at time zone 'UTC')::date - ${budgetStory.openDays}::int as is_recent
      from public.alerts`;
    // As the API checks what it shows.
    for (const { id } of alerts) z.uuid().parse(id);
    const open = alerts.filter((alert) => alert.is_open && alert.budget_name === budgetStory.strict);
    expect(new Set(open.map(({ type }) => type))).toEqual(
      new Set(["daily_cost_warning", "daily_cost_exceeded"]),
    );
    expect(alerts.every((alert) => alert.is_open === alert.is_recent)).toBe(true);
    expect(alerts.filter((alert) => alert.budget_name === budgetStory.wide)).toEqual([]);
  });

  test.each([
    [0.0347, 0.034],
    [9.99, 9.9],
    [10, 10],
    [1234, 1200],
  ])("%d is %d when it is round", (usd, round) => expect(roundDown(usd)).toBe(round));
});

describe("the awkward interactions", () => {
  test("are all stored, sums stay exact, and one conversation is longer than a page", async () => {
    const db = await createScratch();
    try {
      await db.sql.begin(loadAwkwardInteractions);
      const [row] = await db.sql`
        select max(total_interactions)::int as longest, sum(total_cost)::text as cost,
          (select sum(cost_usd)::text from public.llm_interactions) as of_rows from public.llm_conversations`;
      expect(row?.longest).toBe(LONG_CONVERSATION);
      expect(row?.cost).toBe(row?.of_rows);
      expect(await readFigures(db.sql)).toEqual(await rebuildFigures(db.sql));
    } finally {
      await db.drop();
    }
  });
});
