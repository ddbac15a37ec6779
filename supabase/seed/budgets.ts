import type { TransactionSql } from "postgres";
import { interactionStory } from "./interactions";
import { DEMO_OWNER } from "./people";
import { uuidOf } from "./random";

/** What the demo budgets tell; the tests hold it to this. */
export const budgetStory = {
  /** Within these days the strict budget was exceeded; its alerts are open, older ones are acknowledged. */
  openDays: 7,
  /** So long have the budgets been there. */
  daysAgo: 45,
  whole: "Whole installation",
  strict: "Research agent",
  wide: "Support bot",
} as const;

interface DemoBudget {
  name: string;
  scope: "all" | "agent" | "project";
  project: string | null;
  agent_type: string | null;
  period: "day" | "month";
  limit_usd: number;
  warn_percent: number;
  action: "notify" | "throttle" | "block";
}

/** The largest number of two digits that is not above: budgets are round. */
export function roundDown(usd: number): number {
  const step = 10 ** (Math.floor(Math.log10(usd)) - 1);
  return Number((Math.floor(usd / step + 1e-9) * step).toPrecision(2));
}

/**
 * Gives the demo interactions, which must be there, budgets that watch them: one for everything that will be used up about the end
 * of the month, one for an agent by day that was exceeded within the last week, and one that is wide enough. Their periods and
 * alerts are those that would have come about had the budgets been there while the interactions were recorded.
 */
export async function loadDemoBudgets(sql: TransactionSql): Promise<void> {
  const days = await sql<{ agent: number; project: number; whole: number; days_ago: number }[]>`
    select (now() at time zone 'UTC')::date - date as days_ago, sum(total_cost)::float8 as whole,
      coalesce(sum(total_cost) filter (where agent_type = ${interactionStory.worse.agent}), 0)::float8 as agent,
      coalesce(sum(total_cost) filter (where project = ${interactionStory.projects[0]}), 0)::float8 as project
    from public.llm_analytics where date < (now() at time zone 'UTC')::date and date >= (now() at time zone 'UTC')::date - 28
    group by date`;
  const aMonth = (of: "whole" | "project") => (days.reduce((sum, day) => sum + day[of], 0) / 28) * 30;
  const worstDay = Math.max(
    ...days.filter((day) => day.days_ago <= budgetStory.openDays).map(({ agent }) => agent),
  );
  const budgets: DemoBudget[] = [
    {
      name: budgetStory.whole,
      scope: "all",
      project: null,
      agent_type: null,
      period: "month",
      limit_usd: roundDown(aMonth("whole") * 0.98),
      warn_percent: 80,
      action: "notify",
    },
    {
      name: budgetStory.strict,
      scope: "agent",
      project: null,
      agent_type: interactionStory.worse.agent,
      period: "day",
      limit_usd: roundDown(worstDay * 0.95),
      warn_percent: 80,
      action: "throttle",
    },
    {
      name: budgetStory.wide,
      scope: "project",
      project: interactionStory.projects[0],
      agent_type: null,
      period: "month",
      limit_usd: roundDown(aMonth("project") * 1.6),
      warn_percent: 90,
      action: "block",
    },
  ];
  const rows = budgets.map((budget) => ({ ...budget, id: uuidOf(`demo budget ${budget.name}`) }));
  await sql`
    insert into public.budgets (id, name, scope, project, agent_type, period, limit_usd, warn_percent, action, counted_from, created_at, updated_at)
    select r.id, r.name, r.scope, r.project, r.agent_type, r.period, r.limit_usd, r.warn_percent, r.action,
      private.budget_period_start(r.period, m.made::date), m.made at time zone 'UTC', m.made at time zone 'UTC'
    from json_populate_recordset(null::public.budgets, ${JSON.stringify(rows)}::text::json) r,
      (select date_trunc('day', now() at time zone 'UTC') - ${budgetStory.daysAgo}::int * interval '1 day' + interval '9 hours') m (made)`;
  await sql`
    create temporary table demo_spend on commit drop as
    select b.id as budget_id, b.name, b.project, b.period, b.limit_usd, b.limit_usd * b.warn_percent / 100 as warning,
      private.budget_period_start(b.period, (i."timestamp" at time zone 'UTC')::date) as period_start, i."timestamp" as at,
      sum(i.cost_usd) over (partition by b.id, private.budget_period_start(b.period, (i."timestamp" at time zone 'UTC')::date)
        order by i."timestamp", i.id) as spent_usd
    from public.budgets b
    join public.llm_interactions i on i.cost_usd > 0 and (i."timestamp" at time zone 'UTC')::date >= b.counted_from
      and (b.project is null or i.project = b.project) and (b.agent_type is null or i.agent_type = b.agent_type)
    where b.id = any (${rows.map(({ id }) => id)}::uuid[])`;
  await sql`
    insert into public.budget_periods (budget_id, period_start, spent_usd, is_warned, is_exceeded)
    select s.budget_id, s.period_start, max(s.spent_usd), max(s.spent_usd) >= s.warning, max(s.spent_usd) >= s.limit_usd
    from demo_spend s group by s.budget_id, s.period_start, s.warning, s.limit_usd`;
  await sql`
    insert into public.alerts (id, type, project, budget_id, budget_name, period_start, amount, threshold, created_at, acknowledged_at, acknowledged_label)
    select private.derived_id('demo_alert', c.budget_id::text, c.type, c.period_start::text), c.type, c.project, c.budget_id, c.name, c.period_start, c.amount,
      c.threshold, c.at, c.seen_at, case when c.seen_at is not null then ${DEMO_OWNER}::text end
    from (
      select x.*, case when x.at < (now() at time zone 'UTC')::date - ${budgetStory.openDays}::int then x.at + interval '3 hours' end as seen_at
      from (
        select distinct on (s.budget_id, s.period_start, t.kind) s.*, t.threshold, s.spent_usd as amount,
          case s.period when 'day' then 'daily_cost_' else 'monthly_cost_' end || t.kind as type
        from demo_spend s cross join lateral (values ('warning', s.warning), ('exceeded', s.limit_usd)) t (kind, threshold)
        where s.spent_usd >= t.threshold
        order by s.budget_id, s.period_start, t.kind, s.at, s.spent_usd) x) c`;
}
