-- Purpose: what the forecast of costs reads, and the alert that it raises.
-- Objects: public.cost_series; private.budget_series, private.raise_forecast_alert.
-- Destructive: no.

create function private.budget_series(b public.budgets) returns json
language sql stable
set search_path = ''
as $$
  select json_agg(json_build_object('date', d.day::date, 'usd', private.sum_budget_spend(b, d.day::date, d.day::date + 1)) order by d.day)
  from generate_series((now() at time zone 'UTC')::date - 180, (now() at time zone 'UTC')::date, interval '1 day') d (day);
$$;
comment on function private.budget_series(public.budgets) is 'USD within the scope of a budget per UTC day, the last 180 days and today, without gaps.';

-- Row-level security keeps other projects' rows and budgets out: the function runs as its caller.
create function public.cost_series(filter text default '{}', budget_id uuid default null) returns json
language plpgsql stable
set search_path = ''
as $$
declare
  today date := (now() at time zone 'UTC')::date;
  b public.budgets;
begin
  perform private.require(case when budget_id is null then 'read' else 'read_config' end);
  if budget_id is not null then
    select x.* into b from public.budgets x where x.id = cost_series.budget_id;
    if not found then
      raise sqlstate 'PT404' using message = 'there is no such budget';
    end if;
    return json_build_object('today', today, 'period', b.period, 'limit_usd', b.limit_usd, 'days', private.budget_series(b));
  end if;
  return json_build_object('today', today, 'period', 'month', 'limit_usd', null, 'days', (
    select json_agg(json_build_object('date', d.day::date, 'usd', coalesce(c.usd, 0)) order by d.day)
    from generate_series(today - 180, today, interval '1 day') d (day)
    left join (
      select x.date, sum(x.total_cost) as usd
      from private.cost_days(filter::jsonb || jsonb_build_object('from', today - 180)) x group by x.date
    ) c on c.date = d.day::date));
end;
$$;
comment on function public.cost_series(text, uuid) is
  'USD per UTC day of the last 180 days and today, under a filter of costs or within the scope of a budget, with the budget''s period and limit. PT404 for a budget that does not exist for the caller.';
grant execute on function public.cost_series(text, uuid) to authenticated;

create function private.raise_forecast_alert(wanted uuid, period_start date, amount numeric) returns uuid
language plpgsql volatile
set search_path = ''
as $$
declare
  b public.budgets;
begin
  -- Two processes that come to the same forecast at once raise one alert.
  select x.* into b from public.budgets x where x.id = wanted for no key update;
  if not found or exists (
    select from public.alerts a where a.budget_id = wanted and a.type = 'monthly_cost_forecast' and a.period_start = raise_forecast_alert.period_start
  ) then
    return null;
  end if;
  return private.raise_alert(b, 'monthly_cost_forecast', period_start, amount, b.limit_usd);
end;
$$;
comment on function private.raise_forecast_alert(uuid, date, numeric) is
  'Alerts that a budget''s running month is likely to end over its limit, once per budget and month; null when that was said before. For the jobs.';

-- cost_series runs with its caller's rights and uses these.
grant execute on function private.budget_series(public.budgets) to authenticated;
