-- Purpose: budgets that are kept while interactions are recorded, the alerts of their crossings, and webhooks that are told of them.
-- Objects: private.count_budget_spend (its body), private.{lock_budgets,recount_budget,recount_budgets,judge_budget_period,raise_alert,enqueue_webhooks,
--          claim_webhook_delivery,settle_webhook_delivery,purge_webhook_deliveries} and helpers;
--          public.{list,create,update,delete,check}_budgets, list_alerts, acknowledge_alert,
--          {list,create,update,delete,test}_webhook(s), list_webhook_deliveries.
-- Destructive: no.
--
-- A budget is counted exactly once for each interaction, whatever happens at the same time: whoever counts holds the budgets' lock shared,
-- and whoever makes, changes or removes a budget holds it alone. A new budget therefore reads the rollups when every counted interaction is
-- committed, and every later one sees the budget. Order of locks: rollups, then the budgets' lock, then budget_periods in sorted order.

alter table public.budgets
  add column target text not null generated always as (
    case scope when 'all' then 'all' when 'project' then 'project:' || project when 'agent' then 'agent:' || agent_type
      when 'model' then 'model:' || model else 'user:' || user_id end) stored,
  add column counted_from date not null default (now() at time zone 'utc')::date;
comment on column public.budgets.target is 'What it watches, in one word: the budgets of an interaction are found with one look-up of all, project:…, agent:…, model:… and user:….';
comment on column public.budgets.counted_from is 'Interactions of earlier days do not count: the first day of the period in which it was made or switched on again.';
create index budgets_target on public.budgets (target) where is_active;

alter table public.budget_periods
  add column is_warned boolean not null default false,
  add column is_exceeded boolean not null default false;
comment on column public.budget_periods.is_warned is 'Spend is at or above the warning, and an alert has said so. Cleared when it falls below, so that the next crossing alerts again.';
comment on column public.budget_periods.is_exceeded is 'The same of the limit.';

-- ---------------------------------------------------------------------------------------------------------------
-- Periods and sums
-- ---------------------------------------------------------------------------------------------------------------

create function private.budget_period_start(period text, day date) returns date
language sql immutable
set search_path = ''
as $$
  select case period when 'day' then day else date_trunc('month', day::timestamp)::date end;
$$;
comment on function private.budget_period_start(text, date) is 'First day of the day or month that holds a day.';

create function private.budget_period_end(period text, period_start date) returns date
language sql immutable
set search_path = ''
as $$
  select (period_start + case period when 'day' then interval '1 day' else interval '1 month' end)::date;
$$;
comment on function private.budget_period_end(text, date) is 'First day after a period.';

create function private.running_period(period text) returns date
language sql stable
set search_path = ''
as $$
  select private.budget_period_start(period, (now() at time zone 'utc')::date);
$$;
comment on function private.running_period(text) is 'First day of the running UTC day or month.';

create function private.sum_budget_spend(b public.budgets, from_date date, to_date date) returns numeric
language sql stable
set search_path = ''
as $$
  select case when b.scope = 'user' then (
    select coalesce(sum(d.total_cost), 0) from public.user_llm_daily d
    where d.user_id = b.user_id and d.date >= from_date and d.date < to_date and (b.project is null or d.project = b.project))
  else (
    select coalesce(sum(d.total_cost), 0) from public.llm_analytics d
    where d.date >= from_date and d.date < to_date and (b.project is null or d.project = b.project)
      and (b.agent_type is null or d.agent_type = b.agent_type) and (b.model is null or d.model = b.model))
  end;
$$;
comment on function private.sum_budget_spend(public.budgets, date, date) is 'USD within the scope of a budget from a day to before another, from the rollups.';

create function private.lock_budgets() returns void
language sql volatile
set search_path = ''
-- Recording stands still while this waits for the writes that are under way; a long one among them must not stop it for long.
set lock_timeout = '10s'
as $$
  select pg_advisory_xact_lock(hashtext('retune.budgets'));
$$;
comment on function private.lock_budgets() is
  'Until the transaction ends nobody else counts or changes budgets. Taken before budgets are made, changed or removed, and before anything that counts. '
  'After ten seconds of waiting it gives up (55P03).';

-- ---------------------------------------------------------------------------------------------------------------
-- Webhooks: what is to be sent
-- ---------------------------------------------------------------------------------------------------------------

create function private.announce_webhook_deliveries() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  perform pg_notify('retune_webhooks', '');
  return null;
end;
$$;
comment on function private.announce_webhook_deliveries() is 'Trigger: wakes the jobs that send.';
create trigger webhook_deliveries_announce after insert on public.webhook_deliveries
  for each statement execute function private.announce_webhook_deliveries();

create function private.enqueue_webhooks(event text, event_project text, happened_at timestamptz, data jsonb) returns void
language plpgsql
set search_path = ''
as $$
declare
  body jsonb := jsonb_build_object('type', event, 'timestamp', to_char(happened_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'data', data);
begin
  -- Most events have no listener, and then nobody is woken.
  if not exists (select from public.webhooks w where w.is_active and event = any (w.events)) then
    return;
  end if;
  -- for key share: a webhook that is being removed at this moment is left out instead of failing the write that raised the event.
  insert into public.webhook_deliveries (webhook_id, event, payload)
  select w.id, event, body from public.webhooks w
  where w.is_active and event = any (w.events) and (w.project is null or w.project = event_project)
  order by w.id for key share;
end;
$$;
comment on function private.enqueue_webhooks(text, text, timestamptz, jsonb) is
  'Adds a delivery of an event {type, timestamp, data} for each webhook in force that listens to it, in the transaction of the event.';

-- ---------------------------------------------------------------------------------------------------------------
-- Alerts and counting
-- ---------------------------------------------------------------------------------------------------------------

create function private.alert_json(a public.alerts) returns json
language sql stable
set search_path = ''
as $$
  select json_build_object('id', a.id, 'type', a.type, 'project', a.project, 'budget_id', a.budget_id, 'budget_name', a.budget_name,
    'period_start', a.period_start, 'amount', trim_scale(a.amount), 'threshold', trim_scale(a.threshold), 'created_at', a.created_at,
    'acknowledged_at', a.acknowledged_at, 'acknowledged_by', a.acknowledged_label);
$$;
comment on function private.alert_json(public.alerts) is 'An alert as the API shows it.';

create function private.raise_alert(b public.budgets, alert_type text, period_start date, amount numeric, threshold numeric) returns uuid
language plpgsql
set search_path = ''
as $$
declare
  raised public.alerts;
begin
  insert into public.alerts (type, project, budget_id, budget_name, period_start, amount, threshold, created_at)
  values (alert_type, b.project, b.id, b.name, period_start, amount, threshold, clock_timestamp()) returning * into raised;
  perform private.enqueue_webhooks(raised.type, raised.project, raised.created_at, jsonb_build_object(
    'id', raised.id, 'project', raised.project, 'budget_id', b.id, 'budget_name', b.name, 'scope', b.scope, 'period', b.period,
    'period_start', raised.period_start, 'period_end', private.budget_period_end(b.period, raised.period_start),
    'amount', trim_scale(raised.amount), 'threshold', trim_scale(raised.threshold), 'limit_usd', trim_scale(b.limit_usd)));
  return raised.id;
end;
$$;
comment on function private.raise_alert(public.budgets, text, date, numeric, numeric) is
  'Records that a threshold of a budget was crossed and adds the deliveries to webhooks, in one transaction. That it was not crossed before is the caller''s to know.';

create function private.judge_budget_period(b public.budgets, p public.budget_periods, as_written boolean) returns void
language plpgsql
set search_path = ''
as $$
declare
  warning numeric := b.limit_usd * b.warn_percent / 100;
  reaches_warning boolean := p.spent_usd >= warning;
  reaches_limit boolean := p.spent_usd >= b.limit_usd;
  kind text := case b.period when 'day' then 'daily' else 'monthly' end;
begin
  if (reaches_warning, reaches_limit) = (p.is_warned, p.is_exceeded) then
    return;
  end if;
  update public.budget_periods t set is_warned = reaches_warning, is_exceeded = reaches_limit
  where t.budget_id = p.budget_id and t.period_start = p.period_start;
  -- Spend passes both on its way up. A budget that is found past both was near its limit at no time: one alert says it all.
  if reaches_warning and not p.is_warned and not (as_written and reaches_limit and not p.is_exceeded) then
    perform private.raise_alert(b, kind || '_cost_warning', p.period_start, p.spent_usd, warning);
  end if;
  if reaches_limit and not p.is_exceeded then
    perform private.raise_alert(b, kind || '_cost_exceeded', p.period_start, p.spent_usd, b.limit_usd);
  end if;
end;
$$;
comment on function private.judge_budget_period(public.budgets, public.budget_periods, boolean) is
  'Alerts for each threshold that this period of a budget has newly reached, once per crossing; as_written, when the budget and not the spend is what changed: only for the limit where both are reached. The period''s row is locked by the caller.';

create or replace function private.count_budget_spend(deltas private.llm_interaction_delta[]) returns void
language plpgsql
set search_path = ''
as $$
declare
  crossed record;
begin
  -- A changed satisfaction takes and adds the same cost.
  if not exists (
    select from unnest(deltas) d group by d.date, d.project, d.agent_type, d.model, d.user_id having sum(d.sign * d.cost_usd) <> 0
  ) then
    return;
  end if;
  perform pg_advisory_xact_lock_shared(hashtext('retune.budgets'));
  if not exists (select from public.budgets b where b.is_active) then
    return;
  end if;
  for crossed in
    with costs as (
      select d.date, d.project, d.agent_type, d.model, d.user_id, sum(d.sign * d.cost_usd) as cost_usd
      from unnest(deltas) d group by d.date, d.project, d.agent_type, d.model, d.user_id
    ), spent as (
      select b.id, private.budget_period_start(b.period, c.date) as period_start, sum(c.cost_usd) as cost_usd
      from costs c
      join public.budgets b on b.is_active and c.date >= b.counted_from and (b.project is null or b.project = c.project)
        and b.target = any (array['all', 'project:' || c.project, 'agent:' || c.agent_type, 'model:' || c.model, 'user:' || c.user_id])
      group by 1, 2 having sum(c.cost_usd) <> 0
    ), written as (
      insert into public.budget_periods as p (budget_id, period_start, spent_usd)
      select s.id, s.period_start, s.cost_usd from spent s order by s.id, s.period_start
      on conflict (budget_id, period_start) do update set spent_usd = p.spent_usd + excluded.spent_usd
      returning p.*
    )
    select b as budget, w::public.budget_periods as period
    from written w
    join public.budgets b on b.id = w.budget_id
    where w.is_warned <> (w.spent_usd >= b.limit_usd * b.warn_percent / 100) or w.is_exceeded <> (w.spent_usd >= b.limit_usd)
    order by b.id, w.period_start
  loop
    perform private.judge_budget_period(crossed.budget, crossed.period, as_written => false);
  end loop;
end;
$$;
comment on function private.count_budget_spend(private.llm_interaction_delta[]) is
  'Adds what interactions cost to the budgets in force that cover them, by their UTC date, and alerts for each threshold that is crossed. '
  'Exact under concurrency: a crossing is seen under the lock of the period''s row.';

create function private.judge_budget(b public.budgets) returns void
language plpgsql
set search_path = ''
as $$
declare
  period public.budget_periods;
begin
  for period in
    select p.* from public.budget_periods p
    where p.budget_id = b.id and p.period_start >= private.running_period(b.period) order by p.period_start for update
  loop
    perform private.judge_budget_period(b, period, as_written => true);
  end loop;
end;
$$;
comment on function private.judge_budget(public.budgets) is
  'Alerts for what the running period of a budget has reached, and a later one where an interaction came early: past both thresholds, only for the limit.';

create function private.recount_budget(b public.budgets) returns void
language plpgsql
set search_path = ''
as $$
declare
  running date := private.running_period(b.period);
  following date := private.budget_period_end(b.period, running);
begin
  insert into public.budget_periods as p (budget_id, period_start, spent_usd)
  select b.id, s.period_start, s.spent_usd
  from (
    -- Interactions may be up to five minutes ahead, and so in the next period already.
    select running, private.sum_budget_spend(b, running, following)
    union all
    select following, private.sum_budget_spend(b, following, private.budget_period_end(b.period, following))
  ) s (period_start, spent_usd)
  on conflict (budget_id, period_start) do update set spent_usd = excluded.spent_usd;
end;
$$;
comment on function private.recount_budget(public.budgets) is
  'What a budget has spent in the running period and the one after it, from the rollups. Call private.lock_budgets() first, in a statement of its own.';

create function private.recount_budgets() returns integer
language plpgsql
set search_path = ''
as $$
declare
  budget public.budgets;
  counted integer := 0;
begin
  perform private.lock_budgets();
  for budget in select b.* from public.budgets b where b.is_active order by b.id loop
    perform private.recount_budget(budget);
    perform private.judge_budget(budget);
    counted := counted + 1;
  end loop;
  return counted;
end;
$$;
comment on function private.recount_budgets() is 'Counts every budget in force again, as after the rollups were rebuilt; answers how many there are.';

-- ---------------------------------------------------------------------------------------------------------------
-- Budgets
-- ---------------------------------------------------------------------------------------------------------------

create function private.budget_json(b public.budgets) returns json
language sql stable
set search_path = ''
as $$
  select json_build_object('id', b.id, 'name', b.name, 'scope', b.scope, 'project', b.project, 'agent_type', b.agent_type, 'model', b.model,
    'user_id', b.user_id, 'period', b.period, 'limit_usd', trim_scale(b.limit_usd), 'warn_percent', b.warn_percent, 'action', b.action,
    'is_active', b.is_active, 'version', b.version, 'created_at', b.created_at, 'updated_at', b.updated_at,
    'current', json_build_object(
      'period_start', r.period_start, 'period_end', r.period_end, 'spent_usd', trim_scale(s.spent_usd),
      'remaining_usd', trim_scale(greatest(b.limit_usd - s.spent_usd, 0)), 'used_percent', round(100 * s.spent_usd / b.limit_usd, 2),
      'state', case when s.spent_usd >= b.limit_usd then 'exceeded' when s.spent_usd >= b.limit_usd * b.warn_percent / 100 then 'warning' else 'ok' end))
  from (select x.period_start, private.budget_period_end(b.period, x.period_start) from (select private.running_period(b.period)) x (period_start)) r (period_start, period_end)
  cross join lateral (
    -- One that is switched off is not counted along.
    select case when b.is_active then coalesce((
      select p.spent_usd from public.budget_periods p where p.budget_id = b.id and p.period_start = r.period_start), 0)
    else private.sum_budget_spend(b, r.period_start, r.period_end) end
  ) s (spent_usd);
$$;
comment on function private.budget_json(public.budgets) is 'A budget with its running period as the API shows it.';

create function public.list_budgets(filter text default '{}') returns json
language plpgsql stable
set search_path = ''
as $$
declare
  wanted jsonb := filter::jsonb;
begin
  perform private.require('read_config');
  return (
    select coalesce(json_agg(private.budget_json(b) order by b.is_active desc, lower(b.name), b.id), '[]')
    from public.budgets b
    where (not wanted ? 'project' or b.project in (select jsonb_array_elements_text(wanted -> 'project')))
      and (not wanted ? 'is_active' or b.is_active = (wanted ->> 'is_active')::boolean)
  );
end;
$$;
comment on function public.list_budgets(text) is 'Budgets of the caller''s projects with what they have spent; filter: project (array), is_active.';
grant execute on function public.list_budgets(text) to authenticated;

create function private.changeable_budget(caller private.principal_info, wanted uuid) returns public.budgets
language plpgsql
set search_path = ''
as $$
declare
  found_budget public.budgets;
begin
  select b.* into found_budget from public.budgets b where b.id = wanted and (caller.projects is null or b.project = any (caller.projects)) for update;
  if not found then
    raise sqlstate 'PT404' using message = 'there is no such budget';
  end if;
  return found_budget;
end;
$$;
comment on function private.changeable_budget(private.principal_info, uuid) is 'The budget, locked; PT404 when it does not exist for the caller.';

-- security definer: nobody holds a write policy; checks role and project itself, and counts over every row of the scope.
create function public.create_budget(input text) returns json
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('change_config');
  given public.budgets := json_populate_record(null::public.budgets, input::json);
  made public.budgets;
begin
  if caller.projects is not null and (given.project is null or not given.project = any (caller.projects)) then
    raise sqlstate 'PT403' using message = 'you are limited to projects and may make budgets only for one of them',
      hint = format('name a project: %s', array_to_string(caller.projects, ', '));
  end if;
  perform private.lock_budgets();
  insert into public.budgets (name, scope, project, agent_type, model, user_id, period, limit_usd, warn_percent, action, is_active, counted_from, created_by)
  values (given.name, given.scope, given.project, given.agent_type, given.model, given.user_id, given.period, given.limit_usd,
    coalesce(given.warn_percent, 80), coalesce(given.action, 'notify'), coalesce(given.is_active, true), private.running_period(given.period), caller.id)
  returning * into made;
  if made.project is not null then
    insert into public.projects (project) values (made.project) on conflict do nothing;
  end if;
  perform private.audit('budget.create', 'budget', made.id::text, made.project, private.budget_audit(made));
  if made.is_active then
    perform private.recount_budget(made);
    perform private.judge_budget(made);
  end if;
  return private.budget_json(made);
end;
$$;
comment on function public.create_budget(text) is
  'Makes a budget; what its running period has spent already counts, and alerts. PT403 for a caller limited to projects who names none of them.';
grant execute on function public.create_budget(text) to authenticated;

create function private.budget_audit(b public.budgets) returns jsonb
language sql stable
set search_path = ''
as $$
  -- The log holds no ids of end users.
  select jsonb_build_object('name', b.name, 'scope', b.scope, 'agent_type', b.agent_type, 'model', b.model, 'period', b.period,
    'limit_usd', trim_scale(b.limit_usd), 'warn_percent', b.warn_percent, 'action', b.action, 'is_active', b.is_active);
$$;
comment on function private.budget_audit(public.budgets) is 'What the audit log keeps of a budget.';

-- security definer: as create_budget.
create function public.update_budget(budget_id uuid, patch text, expected_version integer default null) returns json
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('change_config');
  given public.budgets := json_populate_record(null::public.budgets, patch::json);
  before public.budgets;
  changed public.budgets;
begin
  perform private.lock_budgets();
  before := private.changeable_budget(caller, budget_id);
  if expected_version is not null and expected_version <> before.version then
    raise sqlstate 'PT409' using message = 'this budget was changed since you opened it', hint = 'load it again',
      detail = jsonb_build_object('stored_version', before.version);
  end if;
  update public.budgets b set
    name = coalesce(given.name, b.name),
    limit_usd = coalesce(given.limit_usd, b.limit_usd),
    warn_percent = coalesce(given.warn_percent, b.warn_percent),
    action = coalesce(given.action, b.action),
    is_active = coalesce(given.is_active, b.is_active),
    counted_from = case when given.is_active and not b.is_active then private.running_period(b.period) else b.counted_from end,
    version = b.version + 1
  where b.id = before.id returning * into changed;
  perform private.audit('budget.update', 'budget', changed.id::text, changed.project,
    jsonb_build_object('before', private.budget_audit(before), 'after', private.budget_audit(changed)));
  if changed.is_active then
    if not before.is_active then
      perform private.recount_budget(changed);
    end if;
    perform private.judge_budget(changed);
  end if;
  return private.budget_json(changed);
end;
$$;
comment on function public.update_budget(uuid, text, integer) is
  'Changes name, limit_usd, warn_percent, action and is_active. PT404; PT409 with stored_version when expected_version is not the stored one. '
  'A limit at or below what is spent alerts. One that is switched on again counts what its running period has spent meanwhile.';
grant execute on function public.update_budget(uuid, text, integer) to authenticated;

-- security definer: as create_budget.
create function public.delete_budget(budget_id uuid) returns void
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('change_config');
  removed public.budgets;
begin
  perform private.lock_budgets();
  removed := private.changeable_budget(caller, budget_id);
  delete from public.budgets b where b.id = removed.id;
  perform private.audit('budget.delete', 'budget', removed.id::text, removed.project, private.budget_audit(removed));
end;
$$;
comment on function public.delete_budget(uuid) is 'Removes a budget with its counts; its alerts stay. PT404.';
grant execute on function public.delete_budget(uuid) to authenticated;

-- security definer: a caller limited to projects is also judged by the budgets of the whole installation, which it may not see.
create function public.check_budgets(
  project text default null, model text default null, agent_type text default null, user_id text default null, user_alias text default null)
returns json
language plpgsql stable security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('read_config');
  asked text := coalesce(check_budgets.project,
    case when caller.projects is null then 'default' when cardinality(caller.projects) = 1 then caller.projects[1] end);
  -- Worked out once here: this is asked before every call to a model, and a function call for each budget would cost more than the look-up.
  today date := (now() at time zone 'utc')::date;
  month_start date := date_trunc('month', today::timestamp)::date;
  month_end date := (month_start + interval '1 month')::date;
begin
  if asked is null then
    raise sqlstate 'PT400' using message = 'project is required: you are limited to several projects';
  elsif not asked = any (caller.projects) then
    raise sqlstate 'PT404' using message = 'there is no such project';
  end if;
  return (
    select json_build_object(
      'action', (array['allow', 'warn', 'throttle', 'block'])[coalesce(max(j.level), 0) + 1],
      'retry_after_seconds', case when max(j.level) >= 2 then
        max(ceil(extract(epoch from (j.period_end::timestamp at time zone 'utc') - now()))::integer) filter (where j.level = j.strictest) end,
      'budgets', coalesce(json_agg(json_build_object(
        'id', j.id, 'name', case when j.is_hidden then 'Installation budget' else j.name end, 'scope', j.scope, 'period', j.period,
        'action', (array['allow', 'warn', 'throttle', 'block'])[j.level + 1],
        'limit_usd', case when not j.is_hidden then trim_scale(j.limit_usd) end,
        'spent_usd', case when not j.is_hidden then trim_scale(j.spent_usd) end,
        'remaining_usd', case when not j.is_hidden then trim_scale(greatest(j.limit_usd - j.spent_usd, 0)) end,
        'used_percent', round(100 * j.spent_usd / j.limit_usd, 2), 'period_end', j.period_end
      ) order by j.level desc, j.spent_usd / j.limit_usd desc, j.id), '[]'))
    from (
      select m.*, max(m.level) over () as strictest
      from (
        select b.id, b.name, b.scope, b.period, b.limit_usd, coalesce(p.spent_usd, 0) as spent_usd,
          case b.period when 'day' then today + 1 else month_end end as period_end,
          caller.projects is not null and b.project is null as is_hidden,
          case when p.spent_usd >= b.limit_usd then case b.action when 'block' then 3 when 'throttle' then 2 else 1 end
            when p.spent_usd >= b.limit_usd * b.warn_percent / 100 then 1 else 0 end as level
        from public.budgets b
        left join public.budget_periods p on p.budget_id = b.id and p.period_start = case b.period when 'day' then today else month_start end
        where b.is_active and (b.project is null or b.project = asked)
          and b.target = any (array['all', 'project:' || asked, 'agent:' || check_budgets.agent_type, 'model:' || check_budgets.model,
            'user:' || check_budgets.user_id, 'user:' || user_alias])
      ) m
    ) j
  );
end;
$$;
comment on function public.check_budgets(text, text, text, text, text) is
  'The strictest of what the matching budgets say, from kept sums: past the limit the budget''s action (notify: warn), past the warning warn. '
  'user_alias: the one-way form of user_id. PT404 for a project that does not exist for the caller.';
grant execute on function public.check_budgets(text, text, text, text, text) to authenticated;

-- ---------------------------------------------------------------------------------------------------------------
-- Alerts
-- ---------------------------------------------------------------------------------------------------------------

create function public.list_alerts(filter text default '{}', page_limit integer default 50, page_cursor text default null) returns json
language plpgsql stable
set search_path = ''
as $$
declare
  wanted jsonb := filter::jsonb;
  scope text := concat_ws(' and ', 'true',
    case when wanted ? 'project' then private.any_of('a.project', wanted -> 'project') end,
    case when wanted ? 'type' then private.any_of('a.type', wanted -> 'type') end,
    case when wanted ? 'budget_id' then format('a.budget_id = %L::uuid', wanted ->> 'budget_id') end);
  result json;
begin
  perform private.require('read_config');
  execute format($query$
    with page as (
      select a.* from public.alerts a where %1$s and %2$s and %3$s order by a.created_at desc, a.id desc limit %4$s
    ), kept as (
      select p.* from page p order by p.created_at desc, p.id desc limit %5$s
    )
    select json_build_object(
      'data', coalesce((select json_agg(private.alert_json(k::public.alerts) order by k.created_at desc, k.id desc) from kept k), '[]'),
      'next', case when (select count(*) from page) > %5$s then (select k.created_at || '|' || k.id from kept k order by k.created_at, k.id limit 1) end,
      'open', (select count(*) from public.alerts a where %1$s and a.acknowledged_at is null))
  $query$, scope,
    case when wanted ? 'acknowledged' then format('a.acknowledged_at is %s null', case when (wanted ->> 'acknowledged')::boolean then 'not' else '' end) else 'true' end,
    case when page_cursor is null then 'true' else format('(a.created_at, a.id) < (%L::timestamptz, %L::uuid)', split_part(page_cursor, '|', 1), split_part(page_cursor, '|', 2)) end,
    least(greatest(page_limit, 1), 1000) + 1, least(greatest(page_limit, 1), 1000)) into result;
  return result;
end;
$$;
comment on function public.list_alerts(text, integer, text) is
  'A page of alerts of the caller''s projects, newest first, {data, next, open}; filter: project and type (arrays), budget_id, acknowledged. open counts what nobody has acknowledged, whatever acknowledged says.';
grant execute on function public.list_alerts(text, integer, text) to authenticated;

-- security definer: nobody holds a write policy; checks role and project itself.
create function public.acknowledge_alert(alert_id uuid) returns json
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('change_config');
  stored public.alerts;
begin
  update public.alerts a set acknowledged_at = now(), acknowledged_by = caller.id, acknowledged_label = caller.label
  where a.id = alert_id and a.acknowledged_at is null and (caller.projects is null or a.project = any (caller.projects)) returning * into stored;
  if not found then
    select a.* into stored from public.alerts a where a.id = alert_id and (caller.projects is null or a.project = any (caller.projects));
    if not found then
      raise sqlstate 'PT404' using message = 'there is no such alert';
    end if;
  end if;
  return private.alert_json(stored);
end;
$$;
comment on function public.acknowledge_alert(uuid) is 'Notes who has seen an alert. The first stays; again changes nothing. PT404.';
grant execute on function public.acknowledge_alert(uuid) to authenticated;

-- ---------------------------------------------------------------------------------------------------------------
-- Webhooks
-- ---------------------------------------------------------------------------------------------------------------

create function private.webhook_json(w public.webhooks) returns json
language sql stable
set search_path = ''
as $$
  select json_build_object('id', w.id, 'url', w.url, 'events', w.events, 'project', w.project, 'is_active', w.is_active,
    'created_at', w.created_at, 'updated_at', w.updated_at);
$$;
comment on function private.webhook_json(public.webhooks) is 'A webhook as the API shows it, without its secret.';

create function private.webhook_audit(w public.webhooks) returns jsonb
language sql stable
set search_path = ''
as $$
  -- The path of an address may be a secret itself.
  select jsonb_build_object('origin', substring(w.url from '^[a-z]+://[^/?#]+'), 'events', w.events, 'is_active', w.is_active);
$$;
comment on function private.webhook_audit(public.webhooks) is 'What the audit log keeps of a webhook.';

create function private.delivery_json(d public.webhook_deliveries) returns json
language sql stable
set search_path = ''
as $$
  select json_build_object('id', d.id, 'webhook_id', d.webhook_id, 'event', d.event, 'state', d.state, 'attempts', d.attempts,
    'next_attempt_at', case when d.state = 'pending' then d.next_attempt_at end, 'response_status', d.response_status, 'error', d.error,
    'created_at', d.created_at, 'delivered_at', d.delivered_at);
$$;
comment on function private.delivery_json(public.webhook_deliveries) is 'A delivery as the API shows it.';

create function private.stored_webhook(wanted uuid) returns public.webhooks
language plpgsql
set search_path = ''
as $$
declare
  stored public.webhooks;
begin
  select w.* into stored from public.webhooks w where w.id = wanted for update;
  if not found then
    raise sqlstate 'PT404' using message = 'there is no such webhook';
  end if;
  return stored;
end;
$$;
comment on function private.stored_webhook(uuid) is 'The webhook, locked; PT404.';

-- security definer: nobody may read the table, for it holds secrets; full admins only.
create function public.list_webhooks() returns json
language plpgsql stable security definer
set search_path = ''
as $$
begin
  perform private.require_full_admin();
  return (select coalesce(json_agg(private.webhook_json(w) order by w.created_at, w.id), '[]') from public.webhooks w);
end;
$$;
comment on function public.list_webhooks() is 'Every webhook without its secret, oldest first. PT403 unless the caller is an admin of every project.';
grant execute on function public.list_webhooks() to authenticated;

-- security definer: as list_webhooks.
create function public.create_webhook(input text, secret text) returns json
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require_full_admin();
  given public.webhooks := json_populate_record(null::public.webhooks, input::json);
  made public.webhooks;
begin
  insert into public.webhooks (url, secret, events, project, is_active, created_by)
  values (given.url, create_webhook.secret, given.events, given.project, coalesce(given.is_active, true), caller.id) returning * into made;
  perform private.audit('webhook.create', 'webhook', made.id::text, made.project, private.webhook_audit(made));
  return private.webhook_json(made);
end;
$$;
comment on function public.create_webhook(text, text) is 'Makes a webhook; its secret is the caller''s to make up and to show. PT403.';
grant execute on function public.create_webhook(text, text) to authenticated;

-- security definer: as list_webhooks.
create function public.update_webhook(webhook_id uuid, patch text) returns json
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require_full_admin();
  given public.webhooks := json_populate_record(null::public.webhooks, patch::json);
  before public.webhooks := private.stored_webhook(webhook_id);
  changed public.webhooks;
begin
  update public.webhooks w set url = coalesce(given.url, w.url), events = coalesce(given.events, w.events),
    is_active = coalesce(given.is_active, w.is_active), updated_at = now()
  where w.id = before.id returning * into changed;
  perform private.audit('webhook.update', 'webhook', changed.id::text, changed.project,
    jsonb_build_object('before', private.webhook_audit(before), 'after', private.webhook_audit(changed)));
  if changed.is_active and not before.is_active then
    -- What has waited is due.
    perform pg_notify('retune_webhooks', '');
  end if;
  return private.webhook_json(changed);
end;
$$;
comment on function public.update_webhook(uuid, text) is 'Changes url, events and is_active. PT403, PT404.';
grant execute on function public.update_webhook(uuid, text) to authenticated;

-- security definer: as list_webhooks.
create function public.delete_webhook(webhook_id uuid) returns void
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require_full_admin();
  removed public.webhooks := private.stored_webhook(webhook_id);
begin
  delete from public.webhooks w where w.id = removed.id;
  perform private.audit('webhook.delete', 'webhook', removed.id::text, removed.project, private.webhook_audit(removed));
end;
$$;
comment on function public.delete_webhook(uuid) is 'Removes a webhook with its deliveries. PT403, PT404.';
grant execute on function public.delete_webhook(uuid) to authenticated;

-- security definer: as list_webhooks.
create function public.test_webhook(webhook_id uuid) returns json
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require_full_admin();
  stored public.webhooks := private.stored_webhook(webhook_id);
  added public.webhook_deliveries;
begin
  if not stored.is_active then
    raise sqlstate 'PT409' using message = 'this webhook is switched off', hint = 'switch it on first';
  end if;
  insert into public.webhook_deliveries (webhook_id, event, payload)
  values (stored.id, 'webhook.test', jsonb_build_object('type', 'webhook.test',
    'timestamp', to_char(now() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'data', jsonb_build_object('webhook_id', stored.id)))
  returning * into added;
  return private.delivery_json(added);
end;
$$;
comment on function public.test_webhook(uuid) is 'Adds a delivery of the event webhook.test. PT403, PT404, PT409 while the webhook is off.';
grant execute on function public.test_webhook(uuid) to authenticated;

-- security definer: as list_webhooks.
create function public.list_webhook_deliveries(webhook_id uuid, page_limit integer default 50, page_cursor text default null) returns json
language plpgsql stable security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require_full_admin();
  size integer := least(greatest(page_limit, 1), 1000);
begin
  if not exists (select from public.webhooks w where w.id = list_webhook_deliveries.webhook_id) then
    raise sqlstate 'PT404' using message = 'there is no such webhook';
  end if;
  return (
    with page as (
      select d.* from public.webhook_deliveries d
      where d.webhook_id = list_webhook_deliveries.webhook_id
        and (page_cursor is null or (d.created_at, d.id) < (split_part(page_cursor, '|', 1)::timestamptz, split_part(page_cursor, '|', 2)::uuid))
      order by d.created_at desc, d.id desc limit size + 1
    ), kept as (
      select p.* from page p order by p.created_at desc, p.id desc limit size
    )
    select json_build_object(
      'data', coalesce((select json_agg(private.delivery_json(k::public.webhook_deliveries) order by k.created_at desc, k.id desc) from kept k), '[]'),
      'next', case when (select count(*) from page) > size then (select k.created_at || '|' || k.id from kept k order by k.created_at, k.id limit 1) end)
  );
end;
$$;
comment on function public.list_webhook_deliveries(uuid, integer, text) is 'A page of what was sent to a webhook, newest first, {data, next}. PT403, PT404.';
grant execute on function public.list_webhook_deliveries(uuid, integer, text) to authenticated;

-- ---------------------------------------------------------------------------------------------------------------
-- Sending, for the jobs: nobody who calls the API may execute these
-- ---------------------------------------------------------------------------------------------------------------

create function private.claim_webhook_delivery() returns table (id uuid, attempt integer, url text, secret text, body text)
language sql volatile
set search_path = ''
as $$
  -- The attempt counts before it is made, and the claim lapses after a minute: a process that dies while it sends loses an attempt, not the event.
  with due as (
    select d.id, w.url, w.secret from public.webhook_deliveries d
    join public.webhooks w on w.id = d.webhook_id and w.is_active
    where d.state = 'pending' and d.next_attempt_at <= now()
    order by d.next_attempt_at limit 1 for update of d skip locked
  )
  update public.webhook_deliveries d set attempts = d.attempts + 1, next_attempt_at = clock_timestamp() + interval '1 minute'
  from due where d.id = due.id
  returning d.id, d.attempts, due.url, due.secret, d.payload::text;
$$;
comment on function private.claim_webhook_delivery() is
  'The delivery that has been due longest, for one attempt, or no row. Several processes may ask at once: each gets another one.';

create function private.settle_webhook_delivery(delivery_id uuid, attempt integer, outcome text, response_status integer, error text) returns void
language sql volatile
set search_path = ''
as $$
  update public.webhook_deliveries d set
    state = case when outcome = 'delivered' then 'delivered' when outcome = 'refused' or w.pause is null then 'failed' else 'pending' end,
    next_attempt_at = coalesce(clock_timestamp() + w.pause, d.next_attempt_at),
    response_status = settle_webhook_delivery.response_status,
    error = settle_webhook_delivery.error,
    delivered_at = case when outcome = 'delivered' then clock_timestamp() end
  from (select (array[interval '5 seconds', '1 minute', '10 minutes', '1 hour', '6 hours', '24 hours'])[attempt]) w (pause)
  -- Not when the claim has lapsed and somebody else has made a later attempt.
  where d.id = delivery_id and d.attempts = attempt and d.state = 'pending';
$$;
comment on function private.settle_webhook_delivery(uuid, integer, text, integer, text) is
  'What became of an attempt: delivered; failed, tried again after 5 s, 1 min, 10 min, 1 h, 6 h and 24 h, then given up; refused, given up at once.';

create function private.next_webhook_attempt() returns timestamptz
language sql stable
set search_path = ''
as $$
  select min(d.next_attempt_at) from public.webhook_deliveries d join public.webhooks w on w.id = d.webhook_id and w.is_active where d.state = 'pending';
$$;
comment on function private.next_webhook_attempt() is 'When the next delivery is due; null when nothing is pending.';

create function private.purge_webhook_deliveries() returns integer
language sql volatile
set search_path = ''
as $$
  with purged as (
    delete from public.webhook_deliveries d where d.state <> 'pending' and d.created_at < now() - interval '90 days' returning 1
  )
  select count(*)::integer from purged;
$$;
comment on function private.purge_webhook_deliveries() is 'Removes deliveries that ended and are older than 90 days; answers how many.';

-- Functions of the API that run with the caller's rights use these.
grant execute on function private.budget_period_start(text, date), private.budget_period_end(text, date), private.running_period(text),
  private.sum_budget_spend(public.budgets, date, date), private.budget_json(public.budgets), private.alert_json(public.alerts) to authenticated;
