-- Purpose: figures of agents and daily costs whose time does not grow with the number of interactions.
-- Objects: table llm_latency_daily in another shape; private.{latency_unit,latency_cells}; changed: private.apply_llm_deltas,
--          public.{summarize_agents,summarize_live,costs_daily}; more room in the pages of llm_analytics.
-- Destructive: no; the stored response times are converted exactly.
--
-- Response times were counted in one row per bucket, up to 250 for each day, project, agent, model and channel, and every question about
-- percentiles read them all. They are now one number for each: its decimal digits, twelve by twelve from the right, are the counts of the
-- buckets -1, 0, 1 and so on. Adding two of these numbers adds each pair of counts, so that a sum over days and groups is one sum()
-- over rows, whatever the traffic, and taking an interaction away again is exact. A count would have to reach 10^12 to spill over.

-- In the order in which writers lock, so that none is under way while its rollup is converted.
lock table public.llm_conversations, public.llm_interactions in share row exclusive mode;

create function private.latency_unit(response_time_ms integer) returns numeric
language sql immutable
set search_path = ''
as $$
  select ('1e' || 12 * (private.latency_bucket(response_time_ms) + 1))::numeric;
$$;
comment on function private.latency_unit(integer) is 'What one response time adds to a histogram of llm_latency_daily.';

create function private.latency_cells(histogram numeric) returns table (bucket integer, total bigint)
language sql immutable
set search_path = ''
as $$
  -- Bytes, for the n-th character of a text is found by counting from the first. Each step is one subquery (offset 0), so that it is worked out once.
  select c.bucket, c.total from (
    select g.place - 1 as bucket, convert_from(substring(d.digits from length(d.digits) - 12 * g.place - 11 for 12), 'UTF8')::bigint as total
    from (
      select convert_to(lpad(h.digits, (length(h.digits) + 11) / 12 * 12, '0'), 'UTF8') as digits,
        (length(h.digits) - length(rtrim(h.digits, '0'))) / 12 as lowest
      from (select histogram::text as digits offset 0) h
      offset 0) d
    cross join lateral generate_series(d.lowest, length(d.digits) / 12 - 1) g (place)
    offset 0) c
  where c.total > 0;
$$;
comment on function private.latency_cells(numeric) is 'The buckets of a histogram of llm_latency_daily that hold something.';
-- The functions that read run as their caller.
grant execute on function private.latency_cells(numeric) to authenticated;

alter table public.llm_latency_daily rename to llm_latency_buckets;
alter table public.llm_latency_buckets rename constraint llm_latency_daily_key to llm_latency_buckets_key;
create table public.llm_latency_daily (
  date date not null,
  agent_type text not null,
  model text,
  project text not null,
  channel_id text not null,
  histogram numeric not null,
  constraint llm_latency_daily_key unique nulls not distinct (date, project, agent_type, model, channel_id)
) with (fillfactor = 50);
comment on table public.llm_latency_daily is
  'Response times per UTC day, project, agent, model and channel. Kept by triggers on llm_interactions, as llm_analytics is.';
comment on column public.llm_latency_daily.histogram is
  'Counts per bucket, twelve decimal digits each, bucket -1 rightmost: the sum of histograms is the histogram of all. Bucket b holds times from 2^(b/8) '
  'up to 2^((b+1)/8) ms, so that a percentile is within 4.5 % of the true one; bucket -1 holds 0 ms. private.latency_cells reads it.';
alter table public.llm_latency_daily enable row level security;
create policy "readers see the response times of their projects" on public.llm_latency_daily for select to authenticated
  using ((select private.can('read')) and ((select private.projects()) is null or project = any ((select private.projects())::text[])));
insert into public.llm_latency_daily (date, agent_type, model, project, channel_id, histogram)
select b.date, b.agent_type, b.model, b.project, b.channel_id, sum(b.total * ('1e' || 12 * (b.bucket + 1))::numeric)
from public.llm_latency_buckets b where b.total <> 0
group by b.date, b.project, b.agent_type, b.model, b.channel_id
order by b.date, b.project, b.agent_type, b.model, b.channel_id;
drop table public.llm_latency_buckets;

-- The rows of a day change with every interaction of that day. A page with room for the next version of each row stays one page, and the rows
-- of a day stay together.
alter table public.llm_analytics set (fillfactor = 50);

create or replace function private.apply_llm_deltas(deltas private.llm_interaction_delta[]) returns void
language plpgsql
set search_path = ''
as $$
begin
  perform private.apply_llm_deltas_to_conversations(deltas);
  perform private.lock_llm_rollups(deltas);

  with changed as (
    select d.date, d.project, d.agent_type, d.model, d.channel_id,
      sum(d.sign) as interactions, coalesce(sum(d.sign * d.tokens_used), 0) as tokens, coalesce(sum(d.sign * d.cost_usd), 0) as cost,
      coalesce(sum(d.sign) filter (where d.cost_usd is null), 0) as unpriced, coalesce(sum(d.sign * d.input_tokens), 0) as input,
      coalesce(sum(d.sign * d.output_tokens), 0) as output, coalesce(sum(d.sign * d.cached_tokens), 0) as cached,
      coalesce(sum(d.sign * d.response_time_ms), 0) as response_time, coalesce(sum(d.sign) filter (where d.response_time_ms is not null), 0) as timed,
      coalesce(sum(d.sign * d.user_satisfaction), 0) as satisfaction, coalesce(sum(d.sign * d.user_satisfaction * d.user_satisfaction), 0) as squares,
      coalesce(sum(d.sign) filter (where d.user_satisfaction is not null), 0) as rated, coalesce(sum(d.sign) filter (where d.user_satisfaction >= 4), 0) as satisfied,
      coalesce(sum(d.sign) filter (where d.is_labelled), 0) as labelled, coalesce(sum(d.sign) filter (where d.is_correctly_classified), 0) as correct,
      coalesce(sum(d.sign) filter (where d.is_escalation), 0) as escalations,
      coalesce(sum(d.sign) filter (where d.escalation_satisfaction is not null), 0) as escalations_rated,
      coalesce(sum(d.sign) filter (where d.escalation_satisfaction >= 4), 0) as escalations_successful,
      coalesce(sum(d.sign) filter (where d.is_handoff), 0) as handoffs,
      coalesce(sum(d.sign) filter (where d.context_size_tokens > 0 and d.user_satisfaction is not null), 0) as context_rated,
      coalesce(sum(d.sign) filter (where d.context_size_tokens > 0 and d.user_satisfaction >= 4), 0) as context_satisfied,
      coalesce(sum(d.sign * d.context_size_tokens::bigint) filter (where d.user_satisfaction is not null), 0) as context_tokens,
      coalesce(sum(d.sign * d.avg_similarity), 0) as similarity, coalesce(sum(d.sign) filter (where d.avg_similarity is not null), 0) as with_similarity
    from unnest(deltas) d
    group by d.date, d.project, d.agent_type, d.model, d.channel_id
  )
  insert into public.llm_analytics as t (date, project, agent_type, model, channel_id, total_interactions, total_tokens_used, total_cost,
    unpriced_interactions, input_tokens, output_tokens, cached_tokens, response_time_sum_ms, response_time_count, satisfaction_sum,
    satisfaction_sum_squares, satisfaction_count, satisfied, labelled, correctly_classified, escalations, escalations_rated, escalations_successful,
    handoffs_in, context_rated, context_satisfied, context_tokens_rated, similarity_sum, similarity_count)
  select c.* from changed c
  where (c.interactions, c.tokens, c.cost, c.unpriced, c.input, c.output, c.cached, c.response_time, c.timed, c.satisfaction, c.squares, c.rated,
      c.satisfied, c.labelled, c.correct, c.escalations, c.escalations_rated, c.escalations_successful, c.handoffs, c.context_rated,
      c.context_satisfied, c.context_tokens, c.similarity, c.with_similarity)
    <> (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
  order by c.date, c.project, c.agent_type, c.model, c.channel_id
  on conflict on constraint llm_analytics_key do update set
    total_interactions = t.total_interactions + excluded.total_interactions,
    total_tokens_used = t.total_tokens_used + excluded.total_tokens_used,
    total_cost = t.total_cost + excluded.total_cost,
    unpriced_interactions = t.unpriced_interactions + excluded.unpriced_interactions,
    input_tokens = t.input_tokens + excluded.input_tokens,
    output_tokens = t.output_tokens + excluded.output_tokens,
    cached_tokens = t.cached_tokens + excluded.cached_tokens,
    response_time_sum_ms = t.response_time_sum_ms + excluded.response_time_sum_ms,
    response_time_count = t.response_time_count + excluded.response_time_count,
    satisfaction_sum = t.satisfaction_sum + excluded.satisfaction_sum,
    satisfaction_sum_squares = t.satisfaction_sum_squares + excluded.satisfaction_sum_squares,
    satisfaction_count = t.satisfaction_count + excluded.satisfaction_count,
    satisfied = t.satisfied + excluded.satisfied,
    labelled = t.labelled + excluded.labelled,
    correctly_classified = t.correctly_classified + excluded.correctly_classified,
    escalations = t.escalations + excluded.escalations,
    escalations_rated = t.escalations_rated + excluded.escalations_rated,
    escalations_successful = t.escalations_successful + excluded.escalations_successful,
    handoffs_in = t.handoffs_in + excluded.handoffs_in,
    context_rated = t.context_rated + excluded.context_rated,
    context_satisfied = t.context_satisfied + excluded.context_satisfied,
    context_tokens_rated = t.context_tokens_rated + excluded.context_tokens_rated,
    similarity_sum = t.similarity_sum + excluded.similarity_sum,
    similarity_count = t.similarity_count + excluded.similarity_count;

  insert into public.llm_latency_daily as t (date, project, agent_type, model, channel_id, histogram)
  select d.date, d.project, d.agent_type, d.model, d.channel_id, sum(d.sign * private.latency_unit(d.response_time_ms))
  from unnest(deltas) d
  where d.response_time_ms is not null
  group by 1, 2, 3, 4, 5
  having sum(d.sign * private.latency_unit(d.response_time_ms)) <> 0
  order by 1, 2, 3, 4, 5
  on conflict on constraint llm_latency_daily_key do update set histogram = t.histogram + excluded.histogram;

  with changed as (
    select d.date, d.user_id, d.project, d.agent_type, d.model, sum(d.sign) as interactions, coalesce(sum(d.sign * d.tokens_used), 0) as tokens,
      coalesce(sum(d.sign * d.cost_usd), 0) as cost, coalesce(sum(d.sign) filter (where d.cost_usd is null), 0) as unpriced,
      coalesce(sum(d.sign * d.user_satisfaction), 0) as satisfaction, coalesce(sum(d.sign) filter (where d.user_satisfaction is not null), 0) as rated,
      coalesce(sum(d.sign) filter (where d.user_satisfaction >= 4), 0) as satisfied
    from unnest(deltas) d
    group by d.date, d.user_id, d.project, d.agent_type, d.model
  )
  insert into public.user_llm_daily as t (date, user_id, project, agent_type, model, total_interactions, total_tokens_used, total_cost,
    unpriced_interactions, satisfaction_sum, satisfaction_count, satisfied)
  select c.* from changed c
  where (c.interactions, c.tokens, c.cost, c.unpriced, c.satisfaction, c.rated, c.satisfied) <> (0, 0, 0, 0, 0, 0, 0)
  order by c.date, c.project, c.user_id, c.agent_type, c.model
  on conflict on constraint user_llm_daily_key do update set
    total_interactions = t.total_interactions + excluded.total_interactions,
    total_tokens_used = t.total_tokens_used + excluded.total_tokens_used,
    total_cost = t.total_cost + excluded.total_cost,
    unpriced_interactions = t.unpriced_interactions + excluded.unpriced_interactions,
    satisfaction_sum = t.satisfaction_sum + excluded.satisfaction_sum,
    satisfaction_count = t.satisfaction_count + excluded.satisfaction_count,
    satisfied = t.satisfied + excluded.satisfied;

  if exists (select from unnest(deltas) d where d.sign < 0) then
    delete from public.llm_analytics t
    using (select distinct d.date, d.project, d.agent_type, d.model, d.channel_id from unnest(deltas) d where d.sign < 0) d
    where t.date = d.date and t.project = d.project and t.agent_type = d.agent_type and t.model is not distinct from d.model
      and t.channel_id = d.channel_id and t.total_interactions = 0;
    delete from public.llm_latency_daily t
    using (select distinct d.date, d.project, d.agent_type, d.model, d.channel_id from unnest(deltas) d where d.sign < 0 and d.response_time_ms is not null) d
    where t.date = d.date and t.project = d.project and t.agent_type = d.agent_type and t.model is not distinct from d.model
      and t.channel_id = d.channel_id and t.histogram = 0;
    delete from public.user_llm_daily t
    using (select distinct d.date, d.user_id, d.project, d.agent_type, d.model from unnest(deltas) d where d.sign < 0) d
    where t.date = d.date and t.user_id = d.user_id and t.project = d.project and t.agent_type = d.agent_type
      and t.model is not distinct from d.model and t.total_interactions = 0;
  end if;
end;
$$;
comment on function private.apply_llm_deltas(private.llm_interaction_delta[]) is
  'Adds interactions to and takes them from the totals of conversations and the rollups. Rows that reach zero are removed, so that rebuild = incremental holds row for row.';

create or replace function public.summarize_agents(filter text, group_by text default 'agent_type') returns json
language plpgsql stable
set search_path = ''
as $$
declare
  dimensions text[] := string_to_array(group_by, ',');
  grouped text := (
    select string_agg(case when d.name = any (dimensions) then d.expression else 'null::text' end || ' as ' || d.name, ', ' order by d.n)
    from (values (1, 'agent_type', 'i.agent_type'), (2, 'model', 'i.model'), (3, 'project', 'i.project'), (4, 'channel_id', 'i.channel_id'),
      (5, 'day', 'i.date::text')) d (n, name, expression));
  result json;
begin
  perform private.require('read');
  execute format($query$
    with sums as (
      select %1$s,
        sum(i.total_interactions)::bigint as total_interactions, sum(i.total_tokens_used)::bigint as total_tokens_used,
        sum(i.total_cost) as total_cost, sum(i.unpriced_interactions)::bigint as unpriced_interactions,
        sum(i.response_time_sum_ms)::bigint as response_time_sum_ms, sum(i.response_time_count)::bigint as response_time_count,
        sum(i.satisfaction_sum)::bigint as satisfaction_sum, sum(i.satisfaction_sum_squares)::bigint as satisfaction_sum_squares,
        sum(i.satisfaction_count)::bigint as satisfaction_count, sum(i.satisfied)::bigint as satisfied,
        sum(i.labelled)::bigint as labelled, sum(i.correctly_classified)::bigint as correctly_classified,
        sum(i.escalations)::bigint as escalations, sum(i.escalations_rated)::bigint as escalations_rated,
        sum(i.escalations_successful)::bigint as escalations_successful, sum(i.handoffs_in)::bigint as handoffs_in,
        sum(i.context_rated)::bigint as context_rated, sum(i.context_satisfied)::bigint as context_satisfied,
        sum(i.context_tokens_rated)::bigint as context_tokens_rated,
        sum(i.similarity_sum) as similarity_sum, sum(i.similarity_count)::bigint as similarity_count
      from public.llm_analytics i where %2$s
      group by 1, 2, 3, 4, 5
      having sum(i.total_interactions) > 0
    ), times as (
      select %1$s, sum(i.histogram) as histogram
      from public.llm_latency_daily i where %2$s
      group by 1, 2, 3, 4, 5
    ), percentiles as (
      select jsonb_build_array(t.agent_type, t.model, t.project, t.channel_id, t.day) as key, p.p50, p.p95
      from times t cross join lateral (
        select min(r.bucket) filter (where r.rank >= 0.50 * r.total) as p50, min(r.bucket) filter (where r.rank >= 0.95 * r.total) as p95
        from (
          select c.bucket, sum(c.total) over (order by c.bucket) as rank, sum(c.total) over () as total
          from private.latency_cells(t.histogram) c) r) p
    )
    select coalesce(json_agg(to_jsonb(s) || jsonb_build_object(
        -- The middle of the bucket, by ratio: at most a sixteenth of a doubling from any time in it.
        'response_time_p50_ms', case when p.p50 < 0 then 0 else power(2, (p.p50 + 0.5::double precision) / 8) end,
        'response_time_p95_ms', case when p.p95 < 0 then 0 else power(2, (p.p95 + 0.5::double precision) / 8) end)
      order by s.day, s.total_interactions desc, s.agent_type, s.model, s.project, s.channel_id), '[]')
    from sums s
    left join percentiles p on p.key = jsonb_build_array(s.agent_type, s.model, s.project, s.channel_id, s.day)
  $query$, grouped, private.traffic_where(filter::jsonb, true)) into result;
  return result;
end;
$$;
comment on function public.summarize_agents(text, text) is
  'Sums per group of agent_type, model, project, channel_id and day (by comma), from the daily rollups; dimensions not grouped by are null. '
  'Percentiles are those of nearest rank to within 4.5 %: the middle of the bucket that holds them.';

create or replace function public.summarize_live(filter text, at timestamptz default now()) returns json
language plpgsql stable
set search_path = ''
as $$
declare
  hour timestamptz := date_trunc('hour', at, 'UTC');
  today date := (at at time zone 'UTC')::date;
  traffic jsonb := filter::jsonb - array['from', 'to'];
  agents json;
  periods json;
begin
  perform private.require('read');
  execute format($query$
    select coalesce(json_agg(row_to_json(a) order by a.total_interactions desc, a.agent_type), '[]') from (
      select i.agent_type, count(*) as total_interactions, coalesce(sum(i.tokens_used), 0)::bigint as total_tokens_used,
        coalesce(sum(i.cost_usd), 0) as total_cost, count(*) filter (where i.cost_usd is null) as unpriced_interactions,
        coalesce(sum(i.response_time_ms), 0)::bigint as response_time_sum_ms, count(i.response_time_ms) as response_time_count,
        coalesce(sum(i.user_satisfaction), 0)::bigint as satisfaction_sum, count(i.user_satisfaction) as satisfaction_count,
        count(*) filter (where i.user_satisfaction >= 4 and i.context_size_tokens > 0) as context_satisfied,
        coalesce(sum(i.context_size_tokens) filter (where i.user_satisfaction is not null), 0)::bigint as context_tokens_rated
      from public.llm_interactions i where %s and i."timestamp" >= %L and i."timestamp" < %L
      group by i.agent_type) a
  $query$, private.traffic_where(traffic, false), hour, hour + interval '1 hour') into agents;
  -- Response times have no sum of squares by day. Their spread comes from the buckets, each taken as evenly filled.
  execute format($query$
    with periods (name, from_date, to_date) as (
      values ('yesterday', %1$L::date - 1, %1$L::date), ('day_before', %1$L::date - 2, %1$L::date - 1),
        ('week', %1$L::date - 7, %1$L::date), ('week_before', %1$L::date - 14, %1$L::date - 7)
    ), sums as (
      select p.name, sum(i.total_cost) as total_cost, sum(i.satisfied) as satisfied,
        sum(i.satisfaction_sum) as satisfaction_sum, sum(i.satisfaction_sum_squares) as satisfaction_sum_squares,
        sum(i.satisfaction_count) as satisfaction_count, sum(i.labelled) as labelled, sum(i.correctly_classified) as correctly_classified,
        sum(i.escalations_rated) as escalations_rated, sum(i.escalations_successful) as escalations_successful,
        sum(i.response_time_sum_ms) as response_time_sum_ms, sum(i.response_time_count) as response_time_count
      from periods p join public.llm_analytics i on i.date >= p.from_date and i.date < p.to_date
      where i.date >= %1$L::date - 14 and i.date < %1$L::date and %2$s
      group by p.name
    ), times as (
      select p.name, sum(i.histogram) as histogram
      from periods p join public.llm_latency_daily i on i.date >= p.from_date and i.date < p.to_date
      where i.date >= %1$L::date - 14 and i.date < %1$L::date and %2$s
      group by p.name
    ), cells as (
      select t.name, c.total::double precision as n,
        case when c.bucket < 0 then 0 else power(2, c.bucket / 8.0::double precision) end as low,
        case when c.bucket < 0 then 0 else power(2, (c.bucket + 1) / 8.0::double precision) end as high
      from times t cross join lateral private.latency_cells(t.histogram) c
    ), spread as (
      select c.name, sum(c.n * (c.low + c.high) / 2) as bucket_sum_ms,
        sum(c.n * (c.low * c.low + c.low * c.high + c.high * c.high) / 3) as bucket_sum_squares
      from cells c group by c.name
    )
    select coalesce(json_object_agg(s.name, to_jsonb(s) - 'name'
      || jsonb_build_object('bucket_sum_ms', coalesce(b.bucket_sum_ms, 0), 'bucket_sum_squares', coalesce(b.bucket_sum_squares, 0))), '{}')
    from sums s left join spread b on b.name = s.name
  $query$, today, private.traffic_where(traffic, true)) into periods;
  return json_build_object('from', hour, 'to', hour + interval '1 hour', 'agents', agents, 'periods', periods);
end;
$$;
comment on function public.summarize_live(text, timestamptz) is
  'Sums per agent of the UTC hour that `at` lies in, from the rows, and of four periods of complete UTC days before it, from the rollups: yesterday, '
  'day_before, week (7 days), week_before. A period without interactions is absent.';

create or replace function public.costs_daily(filter text, group_by text default null, granularity text default 'day') returns json
language plpgsql stable
set search_path = ''
as $$
declare
  f jsonb := filter::jsonb;
  range_start date := ((f ->> 'from')::timestamptz at time zone 'UTC')::date;
  -- What ends later is not over.
  range_end date := least(((f ->> 'to')::timestamptz at time zone 'UTC')::date, (now() at time zone 'UTC')::date);
  step interval := ('1 ' || granularity)::interval;
  result json;
begin
  if group_by is not null and group_by not in ('model', 'agent_type', 'project', 'channel_id') then
    raise sqlstate 'PT400' using message = 'group_by must be model, agent_type, project or channel_id';
  end if;
  perform private.require('read');
  execute format($query$
    with grouped as (
      select date_trunc(%1$L, x.date::timestamp)::date as date, %2$s as series,
        sum(x.total_interactions)::bigint as total_interactions, sum(x.total_tokens_used)::bigint as total_tokens, sum(x.input_tokens)::bigint as input_tokens,
        sum(x.output_tokens)::bigint as output_tokens, sum(x.cached_tokens)::bigint as cached_tokens, sum(x.total_cost) as total_cost,
        sum(x.unpriced_interactions)::bigint as unpriced, sum(x.satisfaction_count)::bigint as satisfaction_count, sum(x.satisfied)::bigint as satisfied
      from public.llm_analytics x where %3$s and %4$s group by 1, 2
    )
    select coalesce(jsonb_agg(jsonb_build_object('date', g.date, 'total_interactions', g.total_interactions, 'total_tokens', g.total_tokens,
        'input_tokens', g.input_tokens, 'output_tokens', g.output_tokens, 'cached_tokens', g.cached_tokens, 'total_cost', g.total_cost,
        'unpriced', g.unpriced, 'satisfaction_count', g.satisfaction_count, 'satisfied', g.satisfied,
        'partial', (g.date + $1)::date > $2 or coalesce(g.date < $3, false))
      || case when $4 is null then '{}' else jsonb_build_object($4, g.series) end
      order by g.date, g.total_cost desc, g.total_interactions desc, g.series collate "C"), '[]')
    from grouped g
  $query$, granularity, coalesce('x.' || group_by, 'null::text'), private.cost_range(f, 'x.date'), private.cost_where(f))
  into result using step, range_end, range_start, group_by;
  return result;
end;
$$;
comment on function public.costs_daily(text, text, text) is
  'Cost, tokens and satisfaction per UTC day, ISO week or month, optionally per model, agent_type, project or channel_id; from the rollup. Buckets without interactions are absent.';
