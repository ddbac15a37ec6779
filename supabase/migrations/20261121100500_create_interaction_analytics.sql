-- Purpose: what the figures of interactions are read with: agents, the current hour, context sizes, hand-offs, flow between domains,
--          recommendations, submission rate, and the quality score of a conversation.
-- Objects: public.{summarize_agents, summarize_live, summarize_context, list_handoffs, list_domain_flow, list_recommendations,
--          summarize_submission_rate}; private.{traffic_where, conversation_quality}; index llm_interactions_handoffs.
-- Destructive: no.
--
-- Filters are JSON text with the keys from, to (timestamptz, whole UTC days, half-open), project, agent_type, model, channel_id (arrays of
-- text, any-of; null in model = interactions without one) and, for recommendations, user_id. The functions answer sums and counts; means
-- and intervals are worked out from those in lib/interactions. All are security invoker: row-level security leaves the caller's projects.
--
-- Agents, trends and submission rate read daily rollups only, so that their work does not grow with the number of interactions. Context,
-- flow and recommendations per domain read the index llm_interactions_figures alone over the range ("Index Only Scan using
-- llm_interactions_figures", row-level security included; only pages that vacuum has not seen yet are fetched), a second per several
-- 100,000 interactions. Hand-offs read llm_interactions_handoffs, which holds hand-offs only.

-- GET /v1/analytics/handoffs over a range, with the ids by which suggested escalations are found.
create index llm_interactions_handoffs on public.llm_interactions ("timestamp")
  include (project, channel_id, agent_type, model, previous_agent_type, user_satisfaction, id)
  where previous_agent_type <> agent_type;

create function private.traffic_where(filter jsonb, is_daily boolean) returns text
language sql stable
set search_path = ''
as $$
  select concat_ws(' and ', 'true',
    case when filter ? 'from' then case when is_daily
      then format('i.date >= %L::date', ((filter ->> 'from')::timestamptz at time zone 'UTC')::date)
      else format('i."timestamp" >= %L::timestamptz', (filter ->> 'from')::timestamptz) end end,
    case when filter ? 'to' then case when is_daily
      then format('i.date < %L::date', ((filter ->> 'to')::timestamptz at time zone 'UTC')::date)
      else format('i."timestamp" < %L::timestamptz', (filter ->> 'to')::timestamptz) end end,
    case when filter ? 'project' then private.any_of('i.project', filter -> 'project') end,
    case when filter ? 'agent_type' then private.any_of('i.agent_type', filter -> 'agent_type') end,
    case when filter ? 'model' then private.any_of('i.model', filter -> 'model') end,
    case when filter ? 'channel_id' then private.any_of('i.channel_id', filter -> 'channel_id') end,
    case when filter ? 'user_id' then private.any_of('i.user_id', filter -> 'user_id') end
  );
$$;
comment on function private.traffic_where(jsonb, boolean) is
  'A traffic filter as an SQL condition on i: rows of llm_interactions, or of a daily rollup with is_daily. Every value is quoted.';
-- The functions below run as their caller.
grant execute on function private.traffic_where(jsonb, boolean) to authenticated;

create function public.summarize_agents(filter text, group_by text default 'agent_type') returns json
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
    ), cells as (
      select %1$s, i.bucket, sum(i.total) as n
      from public.llm_latency_daily i where %2$s
      group by 1, 2, 3, 4, 5, 6
      having sum(i.total) > 0
    ), ranked as (
      select jsonb_build_array(c.agent_type, c.model, c.project, c.channel_id, c.day) as key, c.bucket,
        sum(c.n) over (w order by c.bucket) as rank, sum(c.n) over w as total
      from cells c window w as (partition by c.agent_type, c.model, c.project, c.channel_id, c.day)
    ), percentiles as (
      select r.key, min(r.bucket) filter (where r.rank >= 0.50 * r.total) as p50, min(r.bucket) filter (where r.rank >= 0.95 * r.total) as p95
      from ranked r group by r.key
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
grant execute on function public.summarize_agents(text, text) to authenticated;

create function public.summarize_live(filter text, at timestamptz default now()) returns json
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
    ), cells as (
      select p.name, i.bucket, sum(i.total)::double precision as n,
        case when i.bucket < 0 then 0 else power(2, i.bucket / 8.0::double precision) end as low,
        case when i.bucket < 0 then 0 else power(2, (i.bucket + 1) / 8.0::double precision) end as high
      from periods p join public.llm_latency_daily i on i.date >= p.from_date and i.date < p.to_date
      where i.date >= %1$L::date - 14 and i.date < %1$L::date and %2$s
      group by p.name, i.bucket
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
grant execute on function public.summarize_live(text, timestamptz) to authenticated;

create function public.summarize_context(filter text) returns json
language plpgsql stable
set search_path = ''
as $$
declare
  result json;
begin
  perform private.require('read');
  execute format($query$
    with cells as (
      select width_bucket(i.context_size_tokens,
          array[256, 512, 1024, 2048, 4096, 8192, 16384, 32768, 65536, 131072, 262144, 524288, 1048576, 2097152, 4194304, 8388608, 16777216,
            33554432, 67108864, 134217728, 268435456, 536870912, 1073741824]) as bin,
        -- Sixteenths of a doubling: fine enough to look for a bend, few enough to send. Contexts of 0 tokens have no logarithm.
        case when i.context_size_tokens > 0 then floor(16 * ln(i.context_size_tokens::double precision) / ln(2::double precision)) end as cell,
        count(*) as total_interactions, count(i.user_satisfaction) as satisfaction_count,
        coalesce(sum(i.user_satisfaction), 0) as satisfaction_sum,
        coalesce(sum(i.user_satisfaction * i.user_satisfaction), 0) as satisfaction_sum_squares,
        coalesce(sum(ln(greatest(i.context_size_tokens, 1)::double precision) / ln(2::double precision))
          filter (where i.user_satisfaction is not null), 0) as log2_sum,
        coalesce(sum(i.context_size_tokens::bigint) filter (where i.user_satisfaction is not null), 0) as tokens_sum,
        coalesce(sum(i.response_time_ms::bigint), 0) as response_time_sum_ms,
        coalesce(sum(i.response_time_ms::double precision * i.response_time_ms), 0) as response_time_sum_squares,
        count(i.response_time_ms) as response_time_count
      from public.llm_interactions i where %s
      group by 1, 2
    )
    select json_build_object(
      'cells', coalesce(json_agg(row_to_json(c) order by c.bin, c.cell) filter (where c.bin is not null), '[]'),
      'without_context', coalesce(sum(c.total_interactions) filter (where c.bin is null), 0))
    from cells c
  $query$, private.traffic_where(filter::jsonb, false)) into result;
  return result;
end;
$$;
comment on function public.summarize_context(text) is
  'Interactions by context size: bin 0 = below 256 tokens, then each doubling; cell = sixteenths of a doubling within it. Sums of rated ones and of response times.';
grant execute on function public.summarize_context(text) to authenticated;

create function public.list_handoffs(filter text, by_channel boolean default false) returns json
language plpgsql stable
set search_path = ''
as $$
declare
  result json;
begin
  perform private.require('read');
  execute format($query$
    with handoffs as (
      select i.id, i.previous_agent_type as from_agent, i.agent_type as to_agent, %1$s as channel_id, i.user_satisfaction
      from public.llm_interactions i where %2$s and i.previous_agent_type <> i.agent_type
    ), counted as (
      select h.from_agent, h.to_agent, h.channel_id, count(*) as handoffs,
        -- The outcome of a suggested escalation is the next interaction of another agent: the hand-off itself.
        count(*) filter (where exists (select from public.llm_interactions e where e.escalation_outcome_id = h.id)) as suggested,
        count(h.user_satisfaction) as satisfaction_count, avg(h.user_satisfaction)::double precision as post_handoff_satisfaction,
        count(*) filter (where h.user_satisfaction >= 4) as successful
      from handoffs h group by h.from_agent, h.to_agent, h.channel_id
      order by count(*) desc, h.from_agent, h.to_agent, h.channel_id limit 1000
    )
    select coalesce(json_agg(json_build_object('from_agent', c.from_agent, 'to_agent', c.to_agent, 'channel_id', c.channel_id,
      'handoffs', c.handoffs, 'suggested', c.suggested, 'post_handoff_satisfaction', c.post_handoff_satisfaction,
      'satisfaction_count', c.satisfaction_count, 'success_rate', c.successful::double precision / nullif(c.satisfaction_count, 0),
      'success_ci_low', private.wilson_bound(c.successful, c.satisfaction_count, -1),
      'success_ci_high', private.wilson_bound(c.successful, c.satisfaction_count, 1))
      order by c.handoffs desc, c.from_agent, c.to_agent, c.channel_id), '[]')
    from counted c
  $query$, case when by_channel then 'i.channel_id' else 'null::text' end, private.traffic_where(filter::jsonb, false)) into result;
  return result;
end;
$$;
comment on function public.list_handoffs(text, boolean) is
  'Hand-offs per pair of agents (and channel), the 1,000 most frequent; success = the interaction after it has a satisfaction of 4 or 5, among rated ones.';
grant execute on function public.list_handoffs(text, boolean) to authenticated;

create function public.list_domain_flow(filter text, by_channel boolean default false) returns json
language plpgsql stable
set search_path = ''
as $$
declare
  result json;
begin
  perform private.require('read');
  execute format($query$
    with pairs as (
      select i.previous_domain as from_domain, i.domain_classification as to_domain, %1$s as channel_id, count(*) as transitions
      from public.llm_interactions i where %2$s and i.previous_domain is not null and i.domain_classification is not null
      group by 1, 2, 3
    ), shares as (
      select p.*, sum(p.transitions) over w as total,
        row_number() over (w order by p.transitions desc, p.to_domain) = 1 as is_usual_next
      from pairs p window w as (partition by p.from_domain, p.channel_id)
    ), kept as (
      select s.* from shares s order by s.transitions desc, s.from_domain, s.to_domain, s.channel_id limit 1000
    )
    select coalesce(json_agg(json_build_object('from_domain', k.from_domain, 'to_domain', k.to_domain, 'channel_id', k.channel_id,
      'transitions', k.transitions, 'share', (k.transitions / k.total)::double precision,
      'share_ci_low', private.wilson_bound(k.transitions, k.total, -1), 'share_ci_high', private.wilson_bound(k.transitions, k.total, 1),
      'is_usual_next', k.is_usual_next)
      order by k.from_domain, k.channel_id, k.transitions desc, k.to_domain), '[]')
    from kept k
  $query$, case when by_channel then 'i.channel_id' else 'null::text' end, private.traffic_where(filter::jsonb, false)) into result;
  return result;
end;
$$;
comment on function public.list_domain_flow(text, boolean) is
  'Transitions between the domains of interactions that follow each other in a conversation, staying included; share of all transitions from that domain.';
grant execute on function public.list_domain_flow(text, boolean) to authenticated;

create function public.list_recommendations(filter text, by text default 'domain') returns json
language plpgsql stable
set search_path = ''
as $$
declare
  traffic jsonb := filter::jsonb;
  subject text := case by when 'user' then 'i.user_id' else 'i.domain_classification' end;
  condition text;
  result json;
begin
  perform private.require('read');
  condition := private.traffic_where(traffic, false);
  if by = 'user' and not traffic ?| array['user_id', 'channel_id'] then
    -- The busiest users are known by day; only their rows are read. The rollup does not know channels.
    execute format($query$
      select coalesce(json_agg(u.user_id), '[]') from (
        select i.user_id from public.user_llm_daily i where %s group by i.user_id
        order by sum(i.total_interactions) desc, i.user_id limit 500) u
    $query$, private.traffic_where(traffic, true)) into result;
    condition := private.traffic_where(traffic || jsonb_build_object('user_id', result), false);
  end if;
  execute format($query$
    with agents as (
      select %1$s as subject, i.agent_type, count(*) as total_interactions, count(i.user_satisfaction) as satisfaction_count,
        coalesce(sum(i.user_satisfaction), 0) as satisfaction_sum,
        coalesce(sum(i.user_satisfaction * i.user_satisfaction), 0) as satisfaction_sum_squares
      from public.llm_interactions i where %2$s and %1$s is not null
      group by 1, 2
    ), subjects as (
      select a.subject, sum(a.total_interactions) as total,
        json_agg(json_build_object('agent_type', a.agent_type, 'total_interactions', a.total_interactions,
          'satisfaction_count', a.satisfaction_count, 'satisfaction_sum', a.satisfaction_sum,
          'satisfaction_sum_squares', a.satisfaction_sum_squares)
          order by a.satisfaction_sum::numeric / nullif(a.satisfaction_count, 0) desc nulls last, a.agent_type) as agents
      from agents a group by a.subject
      order by 2 desc, 1 limit 500
    )
    select coalesce(json_agg(json_build_object('subject', s.subject, 'agents', s.agents) order by s.total desc, s.subject), '[]') from subjects s
  $query$, subject, condition) into result;
  return result;
end;
$$;
comment on function public.list_recommendations(text, text) is
  'Sums of satisfaction per agent for each domain (by = domain) or end user (by = user), the 500 with the most interactions.';
grant execute on function public.list_recommendations(text, text) to authenticated;

create function public.summarize_submission_rate(filter text) returns json
language plpgsql stable
set search_path = ''
as $$
declare
  traffic jsonb := filter::jsonb;
  result json;
begin
  perform private.require('read');
  execute format($query$
    select coalesce(json_agg(json_build_object('date', d.date, 'votes', d.votes, 'interactions', d.interactions,
      'submission_rate', d.votes::double precision / nullif(d.interactions, 0),
      'partial', d.date >= (now() at time zone 'UTC')::date) order by d.date), '[]')
    from (
      select x.date, sum(x.votes)::bigint as votes, sum(x.interactions)::bigint as interactions from (
        select i.date, i.positive + i.negative as votes, 0 as interactions
        from (select f.day as date, f.project, f.positive, f.negative from public.feedback_daily f) i where %1$s
        union all
        select i.date, 0, i.total_interactions from public.llm_analytics i where %1$s
      ) x group by x.date having sum(x.votes) > 0 or sum(x.interactions) > 0
    ) d
  $query$, private.traffic_where(jsonb_strip_nulls(jsonb_build_object('from', traffic -> 'from', 'to', traffic -> 'to', 'project', traffic -> 'project')), true))
  into result;
  return result;
end;
$$;
comment on function public.summarize_submission_rate(text) is
  'Votes, interactions and votes per interaction of each UTC day that has either. Votes know no agents, models of interactions or channels: only from, to and project count.';
grant execute on function public.summarize_submission_rate(text) to authenticated;

create or replace function private.conversation_quality(c public.llm_conversations) returns json
language sql immutable
set search_path = ''
as $$
  -- Each part is a share from 0 (bad) to 1 (good); docs/interactions.md gives the reasons for the weights.
  select json_build_object(
    'score', sum(p.weight * p.part) / sum(p.weight) filter (where p.part is not null),
    'score_without_satisfaction', sum(p.weight * p.part) filter (where p.name <> 'satisfaction')
      / sum(p.weight) filter (where p.part is not null and p.name <> 'satisfaction'),
    'satisfaction', max(p.part) filter (where p.name = 'satisfaction'),
    'no_escalation', max(p.part) filter (where p.name = 'no_escalation'),
    'no_repeats', max(p.part) filter (where p.name = 'no_repeats'),
    'no_corrections', max(p.part) filter (where p.name = 'no_corrections'),
    'latency', max(p.part) filter (where p.name = 'latency'))
  from (values
    ('satisfaction', 0.40::double precision, (c.satisfaction_sum::double precision / nullif(c.satisfaction_count, 0) - 1) / 4),
    ('no_escalation', 0.20, 1 - c.escalations::double precision / nullif(c.total_interactions, 0)),
    ('no_repeats', 0.15, 1 - c.repeats::double precision / nullif(greatest(c.total_interactions - 1, 0), 0)),
    ('no_corrections', 0.15, 1 - c.corrections::double precision / nullif(greatest(c.total_interactions - 1, 0), 0)),
    ('latency', 0.10, 1 / (1 + power(c.response_time_sum_ms::double precision / nullif(c.response_time_count, 0) / 8000, 2)))
  ) p (name, weight, part);
$$;
comment on function private.conversation_quality(public.llm_conversations) is
  'The quality score of a conversation, 0 to 1, with its parts: the weighted mean of those that can be measured. Weights: satisfaction 0.40, no_escalation 0.20, '
  'no_repeats 0.15, no_corrections 0.15, latency 0.10.';
