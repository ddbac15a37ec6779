-- Purpose: what a model costs at a time, and what interactions have cost: prices, pricing again, spend per day and per end user, what-if.
-- Objects: private.{find_price,price_periods,store_listed_prices,cost_where,cost_days,cost_users,cost_totals,list_unnamed_models,name_unpriced,new_costs}, type private.new_cost;
--          public.{list_model_prices,set_model_price,delete_model_price,costs_daily,costs_summary,costs_by_user,
--          list_unpriced,reprice_interactions,what_if_cost}.
-- Destructive: no.
--
-- Filters arrive as JSON text. Keys, all optional: from, to (timestamptz, half-open, whole UTC days), project, agent_type, channel_id,
-- user_id (arrays of text, any-of), model (array, null = interactions without a model).

-- A person's price and the price list's for the same time stand side by side: deleting the one lets the other hold again.
alter table public.model_prices drop constraint model_prices_model_valid_from_key;
alter table public.model_prices add constraint model_prices_key unique (model, valid_from, source);

-- ---------------------------------------------------------------------------------------------------------------
-- The price of a model at a time
-- ---------------------------------------------------------------------------------------------------------------

create or replace function private.find_price(model text, priced_as text, at timestamptz) returns public.model_prices
language sql stable
set search_path = ''
as $$
  select p.* from public.model_prices p
  where p.model in (find_price.model, find_price.priced_as) and p.valid_from <= find_price.at
  order by case
      when p.source = 'manual' and p.model = find_price.model then 1
      when p.source = 'manual' then 2
      -- The listed name knows the provider, the model's own does not.
      when p.model = find_price.priced_as then 3
      else 4 end, p.valid_from desc
  limit 1;
$$;
comment on function private.find_price(text, text, timestamptz) is
  'The price of a model at a time, null when there is none: the newest that a person has set for the model, else for the name the price list knows it by, else the list''s own for that name, else for the model.';

create function private.price_periods(model text, priced_as text)
returns table (valid_from timestamptz, valid_to timestamptz, price public.model_prices)
language sql stable
set search_path = ''
as $$
  select b.valid_from, lead(b.valid_from, 1, 'infinity') over (order by b.valid_from), private.find_price(price_periods.model, price_periods.priced_as, b.valid_from)
  from (select distinct p.valid_from from public.model_prices p where p.model in (price_periods.model, price_periods.priced_as)) b;
$$;
comment on function private.price_periods(text, text) is 'What private.find_price gives over all time: half-open periods without gaps from the first price on.';

-- ---------------------------------------------------------------------------------------------------------------
-- Prices
-- ---------------------------------------------------------------------------------------------------------------

create function private.price_json(p public.model_prices) returns json
language sql stable
set search_path = ''
as $$
  select json_build_object('id', p.id, 'model', p.model, 'provider', p.provider, 'input_usd_per_million', p.input_usd_per_million,
    'cached_usd_per_million', p.cached_usd_per_million, 'output_usd_per_million', p.output_usd_per_million, 'valid_from', p.valid_from,
    'source', p.source, 'updated_at', p.updated_at);
$$;
comment on function private.price_json(public.model_prices) is 'One price as the API shows it.';

create function public.list_model_prices(filter text default '{}') returns json
language plpgsql stable
set search_path = ''
as $$
declare
  f jsonb := filter::jsonb;
begin
  perform private.require('read');
  return (
    with used as (
      select m.model from (select distinct a.model from public.llm_analytics a where (f ->> 'used')::boolean and a.model is not null) m
      union
      -- The names that the newest interactions of each model were priced by.
      select n.priced_as
      from (select distinct a.model from public.llm_analytics a where (f ->> 'used')::boolean and a.model is not null) m
      cross join lateral (
        select i.priced_as from public.llm_interactions i where i.model = m.model order by i."timestamp" desc limit 100) n
    )
    select coalesce(json_agg(private.price_json(p) order by p.model collate "C", p.valid_from desc, p.source desc), '[]')
    from public.model_prices p
    where (not f ? 'model' or p.model in (select jsonb_array_elements_text(f -> 'model')))
      and (not f ? 'q' or position(lower(f ->> 'q') in lower(p.model)) > 0)
      and (not coalesce((f ->> 'used')::boolean, false) or p.model in (select u.model from used u)));
end;
$$;
comment on function public.list_model_prices(text) is
  'Prices by model, newest first. Keys of the filter: model (array), q (part of the name), used (only models of interactions the caller may read).';
grant execute on function public.list_model_prices(text) to authenticated;

create function private.require_price_editor() returns private.principal_info
language plpgsql stable
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('change_config');
begin
  if caller.projects is not null then
    raise sqlstate 'PT403' using message = 'prices hold for every project, and you are limited to some',
      hint = 'ask a product owner or admin of every project';
  end if;
  return caller;
end;
$$;
comment on function private.require_price_editor() is 'The caller, if it may change prices; else PT403.';

-- security definer: nobody holds a write policy on prices; checks the caller itself.
create function public.set_model_price(input text) returns json
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require_price_editor();
  given public.model_prices := json_populate_record(null::public.model_prices, input::json);
  before public.model_prices;
  result public.model_prices;
begin
  given.valid_from := coalesce(given.valid_from, '1970-01-01T00:00:00Z');
  -- One writer of a model at a time, so that the audit entry's before is what was replaced.
  perform pg_advisory_xact_lock(hashtextextended('retune.price.' || given.model, 0));
  select * into before from public.model_prices p where p.model = given.model and p.valid_from = given.valid_from and p.source = 'manual';
  insert into public.model_prices as p (model, provider, input_usd_per_million, cached_usd_per_million, output_usd_per_million, valid_from, source, updated_by)
  values (given.model, given.provider, given.input_usd_per_million, given.cached_usd_per_million, given.output_usd_per_million, given.valid_from, 'manual', caller.id)
  on conflict (model, valid_from, source) do update set provider = excluded.provider, input_usd_per_million = excluded.input_usd_per_million,
    cached_usd_per_million = excluded.cached_usd_per_million, output_usd_per_million = excluded.output_usd_per_million,
    updated_at = now(), updated_by = excluded.updated_by
  returning * into result;
  perform private.audit('price.set', 'model_price', result.id::text, null, jsonb_build_object(
    'model', result.model, 'before', case when before.id is not null then private.price_json(before) end, 'after', private.price_json(result)));
  return private.price_json(result);
end;
$$;
comment on function public.set_model_price(text) is 'Sets what a model costs from a time on; a price that a person set for the same model and time is replaced. PT403 unless the caller changes settings of every project.';
grant execute on function public.set_model_price(text) to authenticated;

-- security definer: nobody holds a write policy on prices; checks the caller itself.
create function public.delete_model_price(price_id uuid) returns void
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require_price_editor();
  before public.model_prices;
begin
  select * into before from public.model_prices p where p.id = price_id for update;
  if before.id is null then
    raise sqlstate 'PT404' using message = 'there is no such price';
  end if;
  if before.source <> 'manual' then
    raise sqlstate 'PT409' using message = 'this price is of the price list and would come back', hint = 'set a price of your own, which is used instead';
  end if;
  delete from public.model_prices p where p.id = price_id;
  perform private.audit('price.delete', 'model_price', price_id::text, null,
    jsonb_build_object('model', before.model, 'before', private.price_json(before), 'after', null));
end;
$$;
comment on function public.delete_model_price(uuid) is 'Deletes a price that a person set. PT409 for one of the price list, PT404 when there is none.';
grant execute on function public.delete_model_price(uuid) to authenticated;

create function private.store_listed_prices(prices text) returns integer
language sql volatile
set search_path = ''
as $$
  with listed as (
    select r.* from json_populate_recordset(null::public.model_prices, prices::json) r
  ), stale as (
    -- Another date for a model that the list still has. What the list no longer has at all keeps its last price.
    delete from public.model_prices p
    where p.source = 'genai-prices' and p.model in (select l.model from listed l)
      and not exists (select from listed l where l.model = p.model and l.valid_from = p.valid_from)
    returning p.id
  ), stored as (
    insert into public.model_prices as p (model, provider, input_usd_per_million, cached_usd_per_million, output_usd_per_million, valid_from, source)
    select l.model, l.provider, l.input_usd_per_million, l.cached_usd_per_million, l.output_usd_per_million, l.valid_from, 'genai-prices'
    from listed l order by l.model, l.valid_from
    on conflict (model, valid_from, source) do update set provider = excluded.provider, input_usd_per_million = excluded.input_usd_per_million,
      cached_usd_per_million = excluded.cached_usd_per_million, output_usd_per_million = excluded.output_usd_per_million, updated_at = now()
    where (p.provider, p.input_usd_per_million, p.cached_usd_per_million, p.output_usd_per_million)
      is distinct from (excluded.provider, excluded.input_usd_per_million, excluded.cached_usd_per_million, excluded.output_usd_per_million)
    returning p.id
  )
  select ((select count(*) from stored) + (select count(*) from stale))::integer;
$$;
comment on function private.store_listed_prices(text) is
  'Makes the rows of the price list what a JSON array says, and answers how many had to change. Prices that people set are left alone. For the owner of the database (npm run prices).';

-- ---------------------------------------------------------------------------------------------------------------
-- Spend
-- ---------------------------------------------------------------------------------------------------------------

create function private.cost_where(filter jsonb) returns text
language sql immutable
set search_path = ''
as $$
  select concat_ws(' and ', 'true',
    case when filter ? 'project' then private.any_of('x.project', filter -> 'project') end,
    case when filter ? 'agent_type' then private.any_of('x.agent_type', filter -> 'agent_type') end,
    case when filter ? 'model' then private.any_of('x.model', filter -> 'model') end,
    case when filter ? 'channel_id' then private.any_of('x.channel_id', filter -> 'channel_id') end,
    case when filter ? 'user_id' then private.any_of('x.user_id', filter -> 'user_id') end);
$$;
comment on function private.cost_where(jsonb) is 'The filter of costs, without its range, as an SQL condition on x. Every value is quoted.';

create function private.cost_range(filter jsonb, expression text) returns text
language sql immutable
set search_path = ''
as $$
  select concat_ws(' and ', 'true',
    case when filter ? 'from' then case when expression = 'x.date' then format('x.date >= %L::date', ((filter ->> 'from')::timestamptz at time zone 'UTC')::date)
      else format('%s >= %L::timestamptz', expression, filter ->> 'from') end end,
    case when filter ? 'to' then case when expression = 'x.date' then format('x.date < %L::date', ((filter ->> 'to')::timestamptz at time zone 'UTC')::date)
      else format('%s < %L::timestamptz', expression, filter ->> 'to') end end);
$$;
comment on function private.cost_range(jsonb, text) is 'The range of a filter as an SQL condition on x.date or x."timestamp".';

-- Row-level security keeps the rows of other projects out of what follows: every function here runs as its caller.
create function private.cost_days(filter jsonb) returns setof public.llm_analytics
language plpgsql stable
set search_path = ''
as $$
begin
  perform private.require('read');
  return query execute format('select x.* from public.llm_analytics x where %s and %s', private.cost_range(filter, 'x.date'), private.cost_where(filter));
end;
$$;
comment on function private.cost_days(jsonb) is 'The rows of the daily rollup under a filter that the caller may read. PT403 without the right to read.';

create function public.costs_daily(filter text, group_by text default null, granularity text default 'day') returns json
language plpgsql stable
set search_path = ''
as $$
declare
  f jsonb := filter::jsonb;
  range_start date := ((f ->> 'from')::timestamptz at time zone 'UTC')::date;
  -- What ends later is not over.
  range_end date := least(((f ->> 'to')::timestamptz at time zone 'UTC')::date, (now() at time zone 'UTC')::date);
  step interval := ('1 ' || granularity)::interval;
begin
  if group_by is not null and group_by not in ('model', 'agent_type', 'project', 'channel_id') then
    raise sqlstate 'PT400' using message = 'group_by must be model, agent_type, project or channel_id';
  end if;
  return (
    with grouped as (
      select date_trunc(granularity, d.date::timestamp)::date as date,
        case group_by when 'model' then d.model when 'agent_type' then d.agent_type when 'project' then d.project when 'channel_id' then d.channel_id end as series,
        sum(d.total_interactions)::bigint as total_interactions, sum(d.total_tokens_used)::bigint as total_tokens, sum(d.input_tokens)::bigint as input_tokens,
        sum(d.output_tokens)::bigint as output_tokens, sum(d.cached_tokens)::bigint as cached_tokens, sum(d.total_cost) as total_cost,
        sum(d.unpriced_interactions)::bigint as unpriced, sum(d.satisfaction_count)::bigint as satisfaction_count, sum(d.satisfied)::bigint as satisfied
      from private.cost_days(f) d group by 1, 2
    )
    select coalesce(jsonb_agg(jsonb_build_object('date', g.date, 'total_interactions', g.total_interactions, 'total_tokens', g.total_tokens,
        'input_tokens', g.input_tokens, 'output_tokens', g.output_tokens, 'cached_tokens', g.cached_tokens, 'total_cost', g.total_cost,
        'unpriced', g.unpriced, 'satisfaction_count', g.satisfaction_count, 'satisfied', g.satisfied,
        'partial', (g.date + step)::date > range_end or coalesce(g.date < range_start, false))
      || case when group_by is null then '{}' else jsonb_build_object(group_by, g.series) end
      order by g.date, g.total_cost desc, g.total_interactions desc, g.series collate "C"), '[]')
    from grouped g);
end;
$$;
comment on function public.costs_daily(text, text, text) is
  'Cost, tokens and satisfaction per UTC day, ISO week or month, optionally per model, agent_type, project or channel_id; from the rollup. Buckets without interactions are absent.';
grant execute on function public.costs_daily(text, text, text) to authenticated;

create function private.cost_users(filter jsonb)
returns table (user_id text, total_interactions bigint, total_tokens bigint, total_cost numeric, unpriced bigint, satisfaction_sum bigint, satisfaction_count bigint)
language plpgsql stable
set search_path = ''
as $$
begin
  if not filter ? 'channel_id' then
    return query execute format($query$
      select x.user_id, sum(x.total_interactions)::bigint, sum(x.total_tokens_used)::bigint, sum(x.total_cost), sum(x.unpriced_interactions)::bigint,
        sum(x.satisfaction_sum)::bigint, sum(x.satisfaction_count)::bigint
      from public.user_llm_daily x where %s and %s group by x.user_id
    $query$, private.cost_range(filter, 'x.date'), private.cost_where(filter));
  else
    -- The rollup of end users has no channels.
    return query execute format($query$
      select x.user_id, count(*), coalesce(sum(x.tokens_used), 0)::bigint, coalesce(sum(x.cost_usd), 0), count(*) filter (where x.cost_usd is null),
        coalesce(sum(x.user_satisfaction), 0)::bigint, count(x.user_satisfaction)
      from public.llm_interactions x where %s and %s group by x.user_id
    $query$, private.cost_range(filter, 'x."timestamp"'), private.cost_where(filter));
  end if;
end;
$$;
comment on function private.cost_users(jsonb) is 'Sums per end user under a filter; from the rollup, or by channel from the rows.';

create function private.cost_totals(filter jsonb) returns json
language sql stable
set search_path = ''
as $$
  select json_build_object('from', filter -> 'from', 'to', filter -> 'to', 'total_interactions', d.total_interactions, 'total_tokens', d.total_tokens,
    'total_cost', d.total_cost, 'unpriced', d.unpriced,
    'cost_per_interaction', d.total_cost / nullif(d.total_interactions - d.unpriced, 0),
    'cost_per_success', d.total_cost / nullif(d.satisfied, 0), 'satisfied', d.satisfied, 'satisfaction_count', d.satisfaction_count,
    'users', u.users, 'satisfied_users', u.satisfied_users, 'cost_per_satisfied_user', d.total_cost / nullif(u.satisfied_users, 0))
  from (
    select coalesce(sum(x.total_interactions), 0)::bigint as total_interactions, coalesce(sum(x.total_tokens_used), 0)::bigint as total_tokens,
      coalesce(sum(x.total_cost), 0) as total_cost, coalesce(sum(x.unpriced_interactions), 0)::bigint as unpriced,
      coalesce(sum(x.satisfied), 0)::bigint as satisfied, coalesce(sum(x.satisfaction_count), 0)::bigint as satisfaction_count
    from private.cost_days(filter) x) d,
  (
    select count(*) as users, count(*) filter (where x.satisfaction_sum >= 4 * x.satisfaction_count and x.satisfaction_count > 0) as satisfied_users
    from private.cost_users(filter) x) u;
$$;
comment on function private.cost_totals(jsonb) is 'Totals under a filter. A satisfied end user is one whose mean satisfaction is at least 4; ratios without a denominator are null.';

create function public.costs_summary(filter text) returns json
language plpgsql stable
set search_path = ''
as $$
declare
  f jsonb := filter::jsonb;
  today timestamptz := date_trunc('day', now() at time zone 'UTC') at time zone 'UTC';
  range_start timestamptz := (f ->> 'from')::timestamptz;
  range_end timestamptz := coalesce((f ->> 'to')::timestamptz, today + interval '24 hours');
  complete_end timestamptz := least(range_end, today);
  whole json;
  complete json;
  previous json;
begin
  perform private.require('read');
  if complete_end > range_start then
    complete := private.cost_totals(f || jsonb_build_object('to', complete_end));
    previous := private.cost_totals(f || jsonb_build_object('from', range_start - (complete_end - range_start), 'to', range_start));
  end if;
  -- Without a start: from the first day that there is.
  range_start := coalesce(range_start, (select min(d.date) from private.cost_days(f) d)::timestamp at time zone 'UTC', range_end);
  whole := private.cost_totals(f || jsonb_build_object('from', range_start, 'to', range_end));
  return json_build_object('whole', whole, 'complete', complete, 'previous', previous);
end;
$$;
comment on function public.costs_summary(text) is
  'Totals of the range; of its complete days; and of the same number of days before it. complete and previous are null when the range has no start or no complete day.';
grant execute on function public.costs_summary(text) to authenticated;

create function public.costs_by_user(filter text, sort text default '-total_cost', page_limit integer default 50, page_cursor text default null) returns json
language plpgsql stable
set search_path = ''
as $$
declare
  f jsonb := filter::jsonb;
  size integer := least(page_limit, 1000);
  last_rank numeric := nullif(split_part(page_cursor, '|', 1), '')::numeric;
  last_user text := substr(page_cursor, length(split_part(page_cursor, '|', 1)) + 2);
begin
  perform private.require('read');
  return (
    with people as (
      select u.user_id, u.total_interactions, u.total_tokens, u.total_cost, u.unpriced, u.satisfaction_count,
        u.satisfaction_sum::numeric / nullif(u.satisfaction_count, 0) as avg_satisfaction,
        -- sum(cost) / avg(satisfaction); nothing is known of what somebody costs while none of it has a price.
        case when u.total_interactions > u.unpriced then u.total_cost * u.satisfaction_count / nullif(u.satisfaction_sum, 0) end as cost_efficiency
      from private.cost_users(f) u
    ), ranked as (
      select p.*, case sort when 'cost_efficiency' then p.cost_efficiency when '-cost_efficiency' then -p.cost_efficiency
        when '-total_interactions' then -p.total_interactions::numeric else -p.total_cost end as rank
      from people p
    ), page as (
      select r.* from ranked r
      where page_cursor is null or case
        when last_rank is null then r.rank is null and r.user_id collate "C" > last_user
        else r.rank > last_rank or r.rank is null or (r.rank = last_rank and r.user_id collate "C" > last_user) end
      order by r.rank nulls last, r.user_id collate "C" limit size + 1
    ), kept as (
      select p.* from page p order by p.rank nulls last, p.user_id collate "C" limit size
    )
    select json_build_object(
      'data', (select coalesce(json_agg(json_build_object('user_id', k.user_id, 'total_interactions', k.total_interactions, 'total_tokens', k.total_tokens,
          'total_cost', k.total_cost, 'unpriced', k.unpriced, 'avg_satisfaction', k.avg_satisfaction, 'satisfaction_count', k.satisfaction_count,
          'cost_efficiency', k.cost_efficiency) order by k.rank nulls last, k.user_id collate "C"), '[]') from kept k),
      'next', case when (select count(*) from page) > size then (
        select coalesce(k.rank::text, '') || '|' || k.user_id from kept k order by k.rank desc nulls first, k.user_id collate "C" desc limit 1) end,
      'total', (select count(*) from people)));
end;
$$;
comment on function public.costs_by_user(text, text, integer, text) is
  'One keyset page {data, next, total} of end users by -total_cost, cost_efficiency, -cost_efficiency or -total_interactions; those without a cost efficiency come last. A cursor is "<rank>|<user_id>" of the last row.';
grant execute on function public.costs_by_user(text, text, integer, text) to authenticated;

-- ---------------------------------------------------------------------------------------------------------------
-- What has no cost, and pricing it
-- ---------------------------------------------------------------------------------------------------------------

create function public.list_unpriced(filter text) returns json
language plpgsql stable
set search_path = ''
as $$
declare
  f jsonb := filter::jsonb;
  result json;
begin
  perform private.require('read');
  execute format($query$
    with unpriced as (
      select x.model, x.priced_as, x.project, x."timestamp", x.tokens_used,
        case when x.model is null then 'no_model'
          when coalesce(x.tokens_used, x.input_tokens, x.output_tokens) is null then 'no_tokens'
          when x.input_tokens is null or x.output_tokens is null then 'tokens_not_split' end as reason
      from public.llm_interactions x where x.cost_usd is null and %s and %s
    ), names as (
      select n.model, n.priced_as, (select min(p.valid_from) from public.model_prices p where p.model in (n.model, n.priced_as)) as first_price
      from (select distinct u.model, u.priced_as from unpriced u where u.reason is null) n
    ), grouped as (
      select u.model, u.project, coalesce(u.reason, case when u."timestamp" >= n.first_price then 'not_repriced' else 'unknown_model' end) as reason,
        count(*) as total_interactions, coalesce(sum(u.tokens_used), 0)::bigint as total_tokens, min(u."timestamp") as first_seen_at, max(u."timestamp") as last_seen_at
      from unpriced u
      left join names n on u.reason is null and n.model = u.model and n.priced_as is not distinct from u.priced_as
      group by 1, 2, 3
    )
    select json_build_object(
      'data', coalesce(json_agg(row_to_json(g) order by g.total_interactions desc, g.model collate "C", g.project collate "C", g.reason), '[]'),
      'total', coalesce(sum(g.total_interactions), 0)::bigint)
    from grouped g
  $query$, private.cost_range(f, 'x."timestamp"'), private.cost_where(f)) into result;
  return result;
end;
$$;
comment on function public.list_unpriced(text) is
  'Interactions without a cost per model, project and reason, most first, and how many there are: no_model, no_tokens, tokens_not_split, unknown_model (no price for its time), not_repriced (there is one now).';
grant execute on function public.list_unpriced(text) to authenticated;

create function private.list_unnamed_models() returns table (model text, provider text)
language sql stable
set search_path = ''
as $$
  select distinct i.model, i.llm_metadata ->> 'provider' from public.llm_interactions i
  where i.cost_usd is null and i.priced_as is null and i.model is not null and i.input_tokens is not null and i.output_tokens is not null;
$$;
comment on function private.list_unnamed_models() is 'Models, at their providers, of interactions that have tokens but no cost and no name in the price list: a newer list may have one.';

create function private.name_unpriced(names text, size integer) returns integer
language plpgsql volatile
set search_path = ''
as $$
declare
  ids uuid[];
  total integer;
begin
  ids := array(
    select i.id from public.llm_interactions i
    join json_to_recordset(names::json) n (model text, provider text, priced_as text)
      on n.model = i.model and n.provider is not distinct from i.llm_metadata ->> 'provider'
    where i.cost_usd is null and i.priced_as is null
      -- Only a name that has a price.
      and exists (select from public.model_prices p where p.model = n.priced_as)
    limit size);
  -- In the order of every writer of interactions.
  perform from public.llm_conversations c
    where c.id in (select i.conversation_id from public.llm_interactions i where i.id = any (ids)) order by c.id for no key update;
  perform from public.llm_interactions i where i.id = any (ids) order by i.id for no key update;
  update public.llm_interactions i set priced_as = n.priced_as
  from json_to_recordset(names::json) n (model text, provider text, priced_as text)
  where i.id = any (ids) and n.model = i.model and n.provider is not distinct from i.llm_metadata ->> 'provider';
  get diagnostics total = row_count;
  return total;
end;
$$;
comment on function private.name_unpriced(text, integer) is
  'Gives up to `size` interactions without a cost the name of their model in the price list ([{model, provider, priced_as}] as JSON), and answers how many; pricing again finds them then. For the owner of the database.';

create type private.new_cost as (id uuid, cost_usd numeric, price_id uuid, price jsonb, cost_added numeric, is_still_unpriced boolean);
comment on type private.new_cost is 'What pricing an interaction again gives: its cost and price as they are now (null = unchanged), and the difference.';

create function private.new_costs(ids uuid[]) returns setof private.new_cost
language sql stable
set search_path = ''
as $$
  select c.id, case when c.is_changed then c.new_cost end, c.price_id, c.new_price,
    case when c.is_changed then c.new_cost - coalesce(c.cost_usd, 0) else 0 end, c.cost_usd is null and c.new_cost is null
  from (
    select n.*, (p.found).cost_usd as new_cost, (p.found).price_id, (p.found).price as new_price,
      -- Without valid_from, whose text depends on the time zone of the session that wrote it.
      (p.found).cost_usd is not null
        and (n.cost_usd is distinct from (p.found).cost_usd or n.price - 'valid_from' is distinct from (p.found).price - 'valid_from') as is_changed
    from (
      select i.id, i.model, i."timestamp", i.input_tokens, i.cached_tokens, i.output_tokens, i.cost_usd, i.price, i.priced_as
      from public.llm_interactions i
      where i.id = any (ids) and i.cost_source is distinct from 'sent'
    ) n
    cross join lateral (
      -- offset 0: called once, not once per field.
      select private.price_interaction(n.model, n.priced_as, null, n.input_tokens, n.cached_tokens, n.output_tokens, n."timestamp") as found offset 0) p
  ) c;
$$;
comment on function private.new_costs(uuid[]) is 'What interactions cost by the prices of now for their times. Costs that were sent are not among them; what has no price any more keeps the cost it has.';

-- security definer: nobody holds a write policy on interactions; checks the caller and its projects itself.
create function public.reprice_interactions(input text, progress text default null) returns json
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('change_config');
  options jsonb := input::jsonb;
  state jsonb := coalesce(progress::jsonb, '{"after": "00000000-0000-0000-0000-000000000000", "repriced": 0, "still_unpriced": 0, "cost_added_usd": "0"}');
  is_dry_run boolean := coalesce((options ->> 'dry_run')::boolean, false);
  size integer := least(coalesce((options ->> 'size')::integer, 2000), 5000);
  ids uuid[];
  costs private.new_cost[];
begin
  if options ->> 'project' is not null and caller.projects is not null and not options ->> 'project' = any (caller.projects) then
    raise sqlstate 'PT403' using message = format('this %s may not write to another project', caller.kind);
  end if;
  if progress is null and not is_dry_run then
    perform private.audit('costs.reprice', 'llm_interaction', null, options ->> 'project',
      jsonb_build_object('model', options -> 'model', 'include_priced', options -> 'include_priced'));
  end if;

  execute format('select array_agg(i.id) from (select x.id from public.llm_interactions x where %s and x.id > $1 %s %s %s order by x.id limit $2) i',
    case when (options ->> 'include_priced')::boolean then '(x.cost_usd is null or x.cost_source = ''price'')' else 'x.cost_usd is null' end,
    case when caller.projects is not null then format('and x.project = any (%L)', caller.projects) end,
    case when options ->> 'project' is not null then format('and x.project = %L', options ->> 'project') end,
    case when options ->> 'model' is not null then format('and x.model = %L', options ->> 'model') end)
  into ids using (state ->> 'after')::uuid, size;

  if not is_dry_run then
    -- In the order of every writer of interactions: conversations, then interactions, then (by the triggers) what sums them up.
    perform from public.llm_conversations c
      where c.id in (select i.conversation_id from public.llm_interactions i where i.id = any (ids)) order by c.id for no key update;
    perform from public.llm_interactions i where i.id = any (ids) order by i.id for no key update;
  end if;
  select array_agg(c) into costs from private.new_costs(ids) c;
  if not is_dry_run then
    update public.llm_interactions i
    set cost_usd = c.cost_usd, cost_source = 'price', price_id = c.price_id, price = c.price
    from unnest(costs) c where i.id = c.id and c.cost_usd is not null;
  end if;
  return (
    select json_build_object(
      'repriced', (state ->> 'repriced')::bigint + count(*) filter (where c.cost_usd is not null),
      'still_unpriced', (state ->> 'still_unpriced')::bigint + count(*) filter (where c.is_still_unpriced),
      -- As text, so that no sum on the way to the last call is rounded.
      'cost_added_usd', ((state ->> 'cost_added_usd')::numeric + coalesce(sum(c.cost_added), 0))::text,
      'after', ids[cardinality(ids)], 'is_done', coalesce(cardinality(ids), 0) < size)
    from unnest(costs) c);
end;
$$;
comment on function public.reprice_interactions(text, text) is
  'Prices the next (up to 5,000) interactions by the prices of now for their times; called again with its answer as progress until is_done. Each call is one transaction and exact by itself; '
  'input: project, model, include_priced (also those with a cost by price), dry_run (count only), size. PT403 for another project.';
grant execute on function public.reprice_interactions(text, text) to authenticated;

-- ---------------------------------------------------------------------------------------------------------------
-- The same traffic on another model
-- ---------------------------------------------------------------------------------------------------------------

create function public.what_if_cost(filter text, to_model text, priced_as text default null) returns json
language plpgsql stable
set search_path = ''
as $$
declare
  f jsonb := filter::jsonb;
  at_end timestamptz := least((f ->> 'to')::timestamptz - interval '1 microsecond', now());
  shown public.model_prices := private.find_price(to_model, priced_as, at_end);
  has_price boolean := shown.id is not null;
  totals record;
  quality json;
begin
  perform private.require('read');
  execute format($query$
    with periods as (
      select p.valid_from, p.valid_to, p.price from private.price_periods($1, $2) p where $3
      union all
      -- Without any price the traffic is summed up all the same.
      select '-infinity', 'infinity', null where not $3
    ), sums as (
      select p.price, t.*
      from periods p
      -- One scan of the index per period, instead of looking up the period of each row.
      cross join lateral (
        select count(*) as interactions, sum(x.cost_usd) as actual_cost, sum(x.input_tokens) as input_tokens,
          coalesce(sum(x.cached_tokens), 0) as cached_tokens, sum(x.output_tokens) as output_tokens
        from public.llm_interactions x
        where x.cost_usd is not null and x.input_tokens is not null and x.output_tokens is not null
          and x."timestamp" >= p.valid_from and x."timestamp" < p.valid_to and %1$s and %2$s) t
    )
    select coalesce(sum(s.interactions), 0)::bigint as interactions, coalesce(sum(s.actual_cost), 0) as actual_cost,
      case when $3 then coalesce(sum(private.token_cost(s.price, s.input_tokens, s.cached_tokens, s.output_tokens)), 0) end as what_if_cost
    from sums s
  $query$, private.cost_range(f, 'x."timestamp"'), private.cost_where(f)) into totals using to_model, priced_as, has_price;

  quality := (
    select json_build_object(
      'current', (
        select json_build_array(coalesce(sum(d.satisfaction_count), 0), coalesce(sum(d.satisfaction_sum), 0), coalesce(sum(d.satisfaction_sum_squares), 0))
        from private.cost_days(f) d where d.model is distinct from to_model),
      'to_model', (
        select json_build_array(coalesce(sum(d.satisfaction_count), 0), coalesce(sum(d.satisfaction_sum), 0), coalesce(sum(d.satisfaction_sum_squares), 0))
        from private.cost_days(f || jsonb_build_object('model', json_build_array(to_model))) d)));
  return json_build_object('price', case when shown.id is not null then private.price_json(shown) end,
    'interactions', totals.interactions,
    'left_out', (select coalesce(sum(d.total_interactions), 0)::bigint from private.cost_days(f) d) - totals.interactions,
    'actual_cost', totals.actual_cost, 'what_if_cost', totals.what_if_cost, 'difference', totals.what_if_cost - totals.actual_cost, 'quality', quality);
end;
$$;
comment on function public.what_if_cost(text, text, text) is
  'What interactions with a cost and split tokens have cost, and what they would have at the other model''s price of their time; the rest, and what is older than its first price, is left out. '
  'quality: [n, sum, sum of squares] of the satisfaction under the same filter, without the model and with it alone.';
grant execute on function public.what_if_cost(text, text, text) to authenticated;

-- Functions of `private` that run as the caller.
grant execute on function private.find_price(text, text, timestamptz), private.price_periods(text, text),
  private.token_cost(public.model_prices, numeric, numeric, numeric), private.price_json(public.model_prices), private.require_price_editor(),
  private.cost_where(jsonb), private.cost_range(jsonb, text), private.cost_days(jsonb), private.cost_users(jsonb), private.cost_totals(jsonb)
  to authenticated;
