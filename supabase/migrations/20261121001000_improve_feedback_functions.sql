-- Purpose: totals of three periods in one pass over the rollups; a repeated vote answers as at its first time also when it had
--          replaced another; the columns of a vote are listed once.
-- Objects: public.{feedback_stats,record_feedback,delete_feedback,restore_feedback}; private.feedback_periods (instead of
--          private.feedback_summary), private.{feedback_column_names,feedback_columns}; idempotency_keys.has_replaced.
-- Destructive: no.

-- ---------------------------------------------------------------------------------------------------------------
-- Totals
-- ---------------------------------------------------------------------------------------------------------------

-- security definer: reads by filter; text search is not leakproof, so row-level security would keep it from its index. Asks
-- private.require() first and adds the caller's projects to the condition itself.
create function private.feedback_periods(filter jsonb, complete_end timestamptz, previous_start timestamptz)
returns table (period text, totals json)
language plpgsql stable security definer
set search_path = ''
-- One group per person: at a million sessions they stay in memory instead of going to disk and back.
set work_mem = '32MB'
as $$
declare
  caller private.principal_info := private.require('read');
  rating smallint := (filter ->> 'rating')::smallint;
  earliest timestamptz := coalesce(previous_start, (filter ->> 'from')::timestamptz);
  reach jsonb := case when previous_start is null then filter else filter || jsonb_build_object('from', previous_start) end;
  -- The range and the days before it fall into segments that do not overlap, one bit each: 1 before the range, 2 its complete days,
  -- 4 the rest of it. A row is looked at once, and a period is a set of segments.
  segment text := case when complete_end is null then '4'
    else 'case when %1$s < %2$L then 1 when %1$s < %3$L then 2 else 4 end' end;
  segment_of_day text := format(segment, 'f.day', ((filter ->> 'from')::timestamptz at time zone 'UTC')::date, (complete_end at time zone 'UTC')::date);
  segment_of_row text := format(segment, 'f.created_at', (filter ->> 'from')::timestamptz, complete_end);
  source text;
begin
  if private.is_rollup_filter(reach) then
    source := format($query$
      votes as (
        select f.model, %1$s as segment, case when %2$L::smallint = -1 then 0 else f.positive end as positive,
          case when %2$L::smallint = 1 then 0 else f.negative end as negative, f.memory_sum, f.memory_count
        from public.feedback_daily f where %3$s and f.day >= %4$L and f.day < %5$L
      ), %7$s, users as (
        select bit_or(%1$s) as segments from public.feedback_daily_people f
        where f.kind = 'user' and %3$s and f.day >= %4$L and f.day < %5$L and %6$s group by f.person
      ), sessions as (
        select bit_or(%1$s) as segments from public.feedback_daily_people f
        where f.kind = 'session' and %3$s and f.day >= %4$L and f.day < %5$L and %6$s group by f.person
      )
    $query$, segment_of_day, rating, private.feedback_where(filter - array['from', 'to', 'rating'], caller.projects),
      coalesce((earliest at time zone 'UTC')::date, '-infinity'), coalesce(((filter ->> 'to')::timestamptz at time zone 'UTC')::date, 'infinity'),
      case rating when 1 then 'f.positive > 0' when -1 then 'f.negative > 0' else 'true' end,
      case when rating is null then 'memory as (select v.segment, v.memory_sum, v.memory_count from votes v)'
        -- The rollup does not split memory by rating; this one figure reads the rows.
        else format('memory as (select %s as segment, f.memory_used::numeric as memory_sum, 1 as memory_count from public.feedback f where %s and f.memory_used is not null)',
          segment_of_row, private.feedback_where(reach, caller.projects)) end);
  else
    source := format($query$
      matching as materialized (
        select f.model, f.rating, f.memory_used, f.user_id, f.session_id, %1$s as segment from public.feedback f where %2$s
      ), votes as (
        select m.model, m.segment, (m.rating = 1)::integer as positive, (m.rating = -1)::integer as negative from matching m
      ), memory as (
        select m.segment, m.memory_used::numeric as memory_sum, 1 as memory_count from matching m where m.memory_used is not null
      ), users as (
        select bit_or(m.segment) as segments from matching m where m.user_id is not null group by m.user_id
      ), sessions as (
        select bit_or(m.segment) as segments from matching m where m.session_id is not null group by m.session_id
      )
    $query$, segment_of_row, private.feedback_where(reach, caller.projects));
  end if;

  return query execute 'with ' || source || $query$
    , models as (
      select v.model, v.segment, sum(v.positive) as positive, sum(v.negative) as negative from votes v group by v.model, v.segment
    ), memories as (
      select m.segment, sum(m.memory_sum) as total, sum(m.memory_count) as votes from memory m group by m.segment
    ), user_groups as (
      select u.segments, count(*) as n from users u group by u.segments
    ), session_groups as (
      select s.segments, count(*) as n from sessions s group by s.segments
    )
    select p.period, json_build_object(
      'total', v.positive + v.negative, 'positive', v.positive, 'negative', v.negative,
      'positive_pct', (100.0 * v.positive / nullif(v.positive + v.negative, 0))::double precision,
      'negative_pct', (100.0 * v.negative / nullif(v.positive + v.negative, 0))::double precision,
      'ci_low', private.wilson_bound(v.positive, v.positive + v.negative, -1),
      'ci_high', private.wilson_bound(v.positive, v.positive + v.negative, 1),
      'unique_users', (select coalesce(sum(g.n), 0)::bigint from user_groups g where g.segments & p.mask <> 0),
      'unique_sessions', (select coalesce(sum(g.n), 0)::bigint from session_groups g where g.segments & p.mask <> 0),
      'unique_models', v.models,
      'avg_memory_used', (select (sum(m.total) / nullif(sum(m.votes), 0))::double precision from memories m where m.segment & p.mask <> 0))
    from (values ('whole', 6), ('complete', 2), ('previous', 1)) p (period, mask)
    cross join lateral (
      select coalesce(sum(m.positive), 0)::bigint as positive, coalesce(sum(m.negative), 0)::bigint as negative,
        count(distinct m.model) filter (where m.positive + m.negative > 0) as models
      from models m where m.segment & p.mask <> 0
    ) v
  $query$;
end;
$$;
comment on function private.feedback_periods(jsonb, timestamptz, timestamptz) is
  'Totals, percentages, exact distinct users and sessions, and average memory (MB) under a filter for three periods: whole = the filter''s range, complete = the range '
  'up to complete_end, previous = from previous_start up to the range. Without complete_end there is nothing in the other two.';
grant execute on function private.feedback_periods(jsonb, timestamptz, timestamptz) to authenticated;

create or replace function public.feedback_stats(filter text) returns json
language plpgsql stable
set search_path = ''
as $$
declare
  f jsonb := filter::jsonb;
  range_start timestamptz := (f ->> 'from')::timestamptz;
  range_end timestamptz := (f ->> 'to')::timestamptz;
  today timestamptz := date_trunc('day', now() at time zone 'UTC') at time zone 'UTC';
  complete_end timestamptz := least(range_end, today);
  previous_start timestamptz := range_start - (complete_end - range_start);
  has_complete boolean := coalesce(complete_end > range_start, false);
  periods json;
begin
  select json_object_agg(p.period, p.totals) into periods
  from private.feedback_periods(f, case when has_complete then complete_end end, case when has_complete then previous_start end) p;
  return json_build_object('whole', periods -> 'whole', 'complete', case when has_complete then periods -> 'complete' end, 'complete_to', complete_end,
    'previous', case when has_complete then periods -> 'previous' end, 'previous_from', previous_start, 'previous_to', range_start);
end;
$$;

drop function private.feedback_summary(jsonb);

-- ---------------------------------------------------------------------------------------------------------------
-- Recording
-- ---------------------------------------------------------------------------------------------------------------

alter table public.idempotency_keys add column has_replaced boolean not null default false;
comment on column public.idempotency_keys.has_replaced is 'Whether the vote replaced an earlier one, so that a repetition is answered as the first time.';

-- security definer: keys hold no write policies; checks principal, scope and project itself.
create or replace function public.record_feedback(items text, atomic boolean default false) returns json
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('record');
  input private.feedback_input[];
  fresh_keys text[];
  item private.feedback_input;
  stored record;
  total integer;
  -- Per item, by its position n (1-based): what became of it.
  ids uuid[];
  statuses text[];
  errors json[];
  owner_of jsonb := '{}';
  winner_of jsonb := '{}';
  problem text;
begin
  select array_agg(r order by r.n) into input from json_populate_recordset(null::private.feedback_input, items::json) r;
  total := coalesce(cardinality(input), 0);
  if total = 0 then
    return '[]';
  end if;
  if total > 1000 then
    raise sqlstate 'PT413' using message = 'at most 1000 items a call';
  end if;
  ids := array_fill(null::uuid, array[total]);
  statuses := array_fill(null::text, array[total]);
  errors := array_fill(null::json, array[total]);

  -- 1. Projects: an omitted one means the caller's only project, or 'default' when unlimited.
  for i in 1 .. total loop
    item := input[i];
    item.n := i;
    if item.project is null then
      if caller.projects is null then
        item.project := 'default';
      elsif cardinality(caller.projects) = 1 then
        item.project := caller.projects[1];
      else
        errors[i] := json_build_object('status', 400, 'path', 'project', 'message', 'project is required: you are limited to several projects');
      end if;
    elsif caller.projects is not null and not item.project = any (caller.projects) then
      errors[i] := json_build_object('status', 403, 'path', 'project', 'message', format('this %s may not write to another project', caller.kind));
    end if;
    item.id := coalesce(item.id, gen_random_uuid());
    item.created_at := date_trunc('milliseconds', coalesce(item.created_at, now()));
    input[i] := item;
  end loop;

  -- 2. Idempotency keys, in sorted order; a concurrent duplicate waits here for the first to commit.
  if exists (select from unnest(input) r where r.key is not null) then
    delete from public.idempotency_keys k where k.principal_id = caller.id and k.created_at < now() - interval '24 hours'
      and k.key in (select r.key from unnest(input) r);
    -- Each call clears away more expired keys than it adds, so that the table holds about a day's.
    delete from public.idempotency_keys k where (k.principal_id, k.key) in (
      select e.principal_id, e.key from public.idempotency_keys e where e.created_at < now() - interval '24 hours'
      order by e.created_at limit 2 * total for update skip locked);
    with claimed as (
      insert into public.idempotency_keys (principal_id, key, body_hmac)
      select caller.id, r.key, r.hmac from (
        select distinct on (r.key) r.key, r.hmac from unnest(input) r where r.key is not null and errors[r.n] is null order by r.key, r.n) r
      order by r.key
      on conflict (principal_id, key) do nothing
      returning key
    )
    select coalesce(array_agg(c.key), '{}') into fresh_keys from claimed c;

    for i in 1 .. total loop
      item := input[i];
      continue when item.key is null or errors[i] is not null;
      if item.key = any (fresh_keys) and not owner_of ? item.key then
        owner_of := owner_of || jsonb_build_object(item.key, i);
        continue;
      end if;
      select k.body_hmac, k.row_ids, k.has_replaced into stored from public.idempotency_keys k where k.principal_id = caller.id and k.key = item.key;
      if stored.body_hmac is distinct from item.hmac then
        errors[i] := json_build_object('status', 409, 'path', case when item.key like 'id:%' then 'id' end,
          'message', 'the same idempotency key or id was already used with a different body');
      elsif owner_of ? item.key then
        statuses[i] := 'replayed';
      elsif not exists (select from public.feedback f where f.id = stored.row_ids[1]
          and (caller.projects is null or f.project = any (caller.projects))) then
        errors[i] := json_build_object('status', 409, 'message', 'this vote was recorded before and has been deleted since');
      else
        -- What had replaced a vote answers so again.
        statuses[i] := case when stored.has_replaced then 'updated' else 'replayed' end;
        ids[i] := stored.row_ids[1];
      end if;
    end loop;
  end if;

  if atomic then
    select json_agg(json_build_object('index', e.n - 1, 'status', e.error ->> 'status', 'path', e.error ->> 'path', 'message', e.error ->> 'message') order by e.n)::text
      into problem from unnest(errors) with ordinality e (error, n) where e.error is not null;
    if problem is not null then
      raise sqlstate 'PT409' using message = 'nothing was recorded', detail = problem;
    end if;
  end if;

  insert into public.projects (project)
  select distinct r.project from unnest(input) r
  where errors[r.n] is null and not exists (select from public.projects p where p.project = r.project)
  order by r.project
  on conflict do nothing;

  -- 3a. Votes on an identified answer by an identified user: the last in arrival order wins.
  if exists (select from unnest(input) r where r.response_id is not null and r.user_id is not null) then
    -- Replacing and adding are two statements below; what they and the replaced votes count in is locked at once.
    with replaced as (
      select f.created_at, f.project, f.model, f.intent from public.feedback f
      where (f.project, f.response_id, f.user_id) in (
        select r.project, r.response_id, r.user_id from unnest(input) r where errors[r.n] is null and statuses[r.n] is null)
      order by f.project, f.response_id, f.user_id
      for update
    )
    select private.lock_feedback_rollups(array_agg(
        row((x.created_at at time zone 'UTC')::date, x.project, x.model, x.intent, null, null, null, null, 0)::private.feedback_delta))
      into stored
    from (
      select o.created_at, o.project, o.model, o.intent from replaced o
      union all
      select r.created_at, r.project, r.model, r.intent from unnest(input) r where errors[r.n] is null and statuses[r.n] is null
    ) x;
    select coalesce(jsonb_object_agg(w.n, w.winner), '{}') into winner_of from (
      select r.n, last_value(r.n) over (partition by r.project, r.response_id, r.user_id order by r.n
        rows between unbounded preceding and unbounded following) as winner
      from unnest(input) r
      where errors[r.n] is null and statuses[r.n] is null and r.response_id is not null and r.user_id is not null) w;
    for stored in
      with written as (
        insert into public.feedback as f (id, query, response, model, rating, intent, project, user_id, session_id, response_id, memory_used,
          tools_called, metadata, comment, corrected_response, created_at)
        select r.id, r.query, r.response, r.model, r.rating, r.intent, r.project, r.user_id, r.session_id, r.response_id, r.memory_used,
          coalesce(r.tools_called, '{}'), coalesce(r.metadata, '{}'), r.comment, r.corrected_response, r.created_at
        from unnest(input) r
        where (winner_of ->> r.n::text)::integer = r.n
        order by r.project, r.response_id, r.user_id
        on conflict (project, response_id, user_id) where response_id is not null and user_id is not null do update set
          query = excluded.query, response = excluded.response, model = excluded.model, rating = excluded.rating, intent = excluded.intent,
          session_id = excluded.session_id, memory_used = excluded.memory_used, tools_called = excluded.tools_called, metadata = excluded.metadata,
          -- A vote that says nothing about the note does not erase what a person wrote.
          comment = coalesce(excluded.comment, f.comment), corrected_response = coalesce(excluded.corrected_response, f.corrected_response)
        returning f.id, f.project, f.response_id, f.user_id
      )
      select w.id, r.n, r.id = w.id as is_new from written w
      join unnest(input) r on r.project = w.project and r.response_id = w.response_id and r.user_id = w.user_id
        and (winner_of ->> r.n::text)::integer = r.n
    loop
      ids[stored.n] := stored.id;
      statuses[stored.n] := case when stored.is_new then 'inserted' else 'updated' end;
    end loop;
    for i in 1 .. total loop
      if winner_of ? i::text and statuses[i] is null then
        ids[i] := ids[(winner_of ->> i::text)::integer];
        statuses[i] := 'updated';
      end if;
    end loop;
  end if;

  -- 3b. All other votes are new.
  for stored in
    with written as (
      insert into public.feedback (id, query, response, model, rating, intent, project, user_id, session_id, response_id, memory_used,
        tools_called, metadata, comment, corrected_response, created_at)
      select r.id, r.query, r.response, r.model, r.rating, r.intent, r.project, r.user_id, r.session_id, r.response_id, r.memory_used,
        coalesce(r.tools_called, '{}'), coalesce(r.metadata, '{}'), r.comment, r.corrected_response, r.created_at
      from unnest(input) r
      where errors[r.n] is null and statuses[r.n] is null
      order by r.id
      on conflict (id) do nothing
      returning id
    )
    select w.id, min(r.n) as n from written w join unnest(input) r on r.id = w.id and statuses[r.n] is null and errors[r.n] is null group by w.id
  loop
    ids[stored.n] := stored.id;
    statuses[stored.n] := 'inserted';
  end loop;
  for i in 1 .. total loop
    if statuses[i] is null and errors[i] is null then
      if atomic then
        raise sqlstate 'PT409' using message = 'nothing was recorded',
          detail = json_build_array(json_build_object('index', i - 1, 'status', 409, 'path', 'id', 'message', 'this id is already taken'))::text;
      end if;
      errors[i] := json_build_object('status', 409, 'path', 'id', 'message', 'this id is already taken');
    end if;
  end loop;

  -- 4. Remember which rows the keys made; a key whose item failed may be used again.
  if fresh_keys <> '{}' then
    for i in 1 .. total loop
      item := input[i];
      continue when item.key is null;
      if (owner_of ->> item.key)::integer = i then
        if errors[i] is null then
          update public.idempotency_keys k set row_ids = array[ids[i]], has_replaced = statuses[i] = 'updated' where k.principal_id = caller.id and k.key = item.key;
        else
          delete from public.idempotency_keys k where k.principal_id = caller.id and k.key = item.key;
        end if;
      elsif statuses[i] = 'replayed' and ids[i] is null then
        ids[i] := ids[(owner_of ->> item.key)::integer];
        if statuses[(owner_of ->> item.key)::integer] = 'updated' then
          statuses[i] := 'updated';
        elsif ids[i] is null then
          statuses[i] := null;
          errors[i] := errors[(owner_of ->> item.key)::integer];
        end if;
      end if;
    end loop;
  end if;

  -- A new row is its input plus these few values; only replaced and replayed rows travel back whole.
  return (
    select json_agg(case when errors[i] is not null then json_build_object('error', errors[i])
      when statuses[i] = 'inserted' then json_build_object('status', 'inserted', 'id', ids[i], 'project', input[i].project,
        'created_at', input[i].created_at, 'updated_at', now())
      else json_build_object('status', statuses[i], 'id', ids[i], 'row', private.feedback_json(ids[i])) end order by i)
    from generate_series(1, total) i
  );
end;
$$;

-- ---------------------------------------------------------------------------------------------------------------
-- Deleting and restoring
-- ---------------------------------------------------------------------------------------------------------------

create function private.feedback_column_names() returns text
language sql immutable
set search_path = ''
as $$
  select 'id, query, response, model, rating, intent, project, user_id, session_id, response_id, memory_used, tools_called, metadata, comment, '
    'corrected_response, created_at, updated_at';
$$;
comment on function private.feedback_column_names() is 'The public columns of a vote, in the order of the API and of CSV files.';
grant execute on function private.feedback_column_names() to authenticated;

create or replace function private.feedback_columns() returns text
language sql immutable
set search_path = ''
as $$
  select 'f.' || replace(private.feedback_column_names(), ', ', ', f.');
$$;
comment on function private.feedback_columns() is 'The public columns of feedback f.';

-- security definer: keys hold no write policies and nobody holds one on the trash; checks the caller itself.
create or replace function public.delete_feedback(feedback_id uuid) returns void
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('change');
  project text;
begin
  execute format($query$
    with gone as (delete from public.feedback f where f.id = $1 and ($2 is null or f.project = any ($2)) returning %2$s)
    insert into public.feedback_trash (%1$s, deleted_by) select g.*, $3 from gone g returning project
  $query$, private.feedback_column_names(), private.feedback_columns()) into project using feedback_id, caller.projects, caller.id;
  if project is null then
    raise sqlstate 'PT404' using message = 'no such vote';
  end if;
  with expired as (delete from public.feedback_trash t where t.deleted_at < now() - interval '30 days' returning t.id)
  delete from public.feedback_revisions r using expired e where r.feedback_id = e.id;
  perform private.audit('feedback.delete', 'feedback', feedback_id::text, project);
end;
$$;

-- security definer: as delete_feedback.
create or replace function public.restore_feedback(feedback_id uuid) returns json
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('change');
  project text;
begin
  begin
    execute format($query$
      with back as (delete from public.feedback_trash f where f.id = $1 and ($2 is null or f.project = any ($2)) returning %2$s)
      insert into public.feedback (%1$s) select b.* from back b returning project
    $query$, private.feedback_column_names(), private.feedback_columns()) into project using feedback_id, caller.projects;
  exception when unique_violation then
    raise sqlstate 'PT409' using message = 'the same user has voted on the same answer again since';
  end;
  if project is null then
    raise sqlstate 'PT404' using message = 'no such deleted vote';
  end if;
  perform private.audit('feedback.restore', 'feedback', feedback_id::text, project);
  return private.feedback_json(feedback_id);
end;
$$;
