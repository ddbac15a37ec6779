-- Purpose: what the API calls for feedback: record, list, count, change, delete and restore, analytics, export pages, erasure.
-- Objects: public.{record,list,get,count,update,delete,restore}_feedback, list_feedback_revisions, feedback_accuracy, feedback_stats,
--          feedback_timeseries, export_feedback_page, get_weekly_finetuning_dataset, erase_user; private helpers.
-- Destructive: no.
--
-- Filters arrive as JSON text (the local API hands jsonb parameters over as strings). Keys, all optional:
--   from, to (timestamptz, half-open), project, model, user_id, session_id, q (arrays of text, any-of), intent (array, null = votes
--   without an intent), rating (1 or -1), has_note (boolean), ids (array of uuid).
--
-- Functions that read public.feedback by filter are security definer: text search (@@) is not leakproof, so under row-level security
-- Postgres would not use the search index. Each asks private.require() first and adds the caller's projects to the condition itself.

create type private.feedback_input as (
  n integer, key text, hmac text, id uuid, query text, response text, model text, rating smallint, intent text, project text,
  user_id text, session_id text, response_id text, memory_used double precision, tools_called text[], metadata jsonb,
  comment text, corrected_response text, created_at timestamptz);

create function private.wilson_bound(positive numeric, total numeric, sign integer) returns double precision
language sql immutable
set search_path = ''
as $$
  -- Wilson (1927), 95 %: (p + z²/2n ± z·sqrt(p(1-p)/n + z²/4n²)) / (1 + z²/n), z = 1.959963984540054
  select case when total > 0 then
    greatest(0, least(1, (
      p + z * z / (2 * n) + sign * z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    ) / (1 + z * z / n)))
  end
  from (select positive::double precision / nullif(total, 0)::double precision, total::double precision, 1.959963984540054::double precision) x (p, n, z);
$$;
comment on function private.wilson_bound(numeric, numeric, integer) is
  'Lower (sign -1) or upper (sign 1) bound of the Wilson 95 % score interval for a fraction; null without observations.';

create function private.any_of(expression text, choices jsonb) returns text
language sql immutable
set search_path = ''
as $$
  select case
    when jsonb_array_length(choices) = 0 then 'false'
    when choices = '[null]' then expression || ' is null'
    -- A plain equality keeps the order of an index; any-of does not.
    when jsonb_array_length(choices) = 1 then format('%s = %L', expression, choices ->> 0)
    else format('(%s = any (%L::text[])%s)', expression, array(select jsonb_array_elements_text(choices)),
      case when choices @> '[null]' then ' or ' || expression || ' is null' else '' end)
  end;
$$;
comment on function private.any_of(text, jsonb) is 'SQL condition: the expression equals one of the texts of a JSON array; null in the array matches null. Values are quoted.';

create function private.search_query(q text) returns tsquery
language sql immutable
set search_path = ''
as $$
  -- Web search syntax ("a phrase", -not, or); the last word also matches as a prefix, so that results come while one types.
  select case when w.text ~ '''$' and q !~ '["\s]$' then (w.text || ':*')::tsquery else w.text::tsquery end
  from (select pg_catalog.websearch_to_tsquery('pg_catalog.simple', q)::text) w (text);
$$;
comment on function private.search_query(text) is 'Full-text query for what a person typed into the search field.';

create function private.feedback_where(filter jsonb, projects text[]) returns text
language sql stable
set search_path = ''
as $$
  select concat_ws(' and ', 'true',
    case when projects is not null then private.any_of('f.project', to_jsonb(projects)) end,
    case when filter ? 'from' then format('f.created_at >= %L::timestamptz', filter ->> 'from') end,
    case when filter ? 'to' then format('f.created_at < %L::timestamptz', filter ->> 'to') end,
    case when filter ? 'project' then private.any_of('f.project', filter -> 'project') end,
    case when filter ? 'model' then private.any_of('f.model', filter -> 'model') end,
    case when filter ? 'intent' then private.any_of('f.intent', filter -> 'intent') end,
    case when filter ? 'user_id' then private.any_of('f.user_id', filter -> 'user_id') end,
    case when filter ? 'session_id' then private.any_of('f.session_id', filter -> 'session_id') end,
    case when filter ? 'rating' then format('f.rating = %s', (filter ->> 'rating')::smallint) end,
    case when (filter ->> 'has_note')::boolean then '(f.comment is not null or f.corrected_response is not null)'
         when not (filter ->> 'has_note')::boolean then '(f.comment is null and f.corrected_response is null)' end,
    case when filter ? 'q' then (
      select '(' || string_agg(format('f.search @@ %L::tsquery', private.search_query(t.q)), ' or ') || ')'
      from jsonb_array_elements_text(filter -> 'q') t (q)) end,
    case when filter ? 'ids' then format('f.id = any (%L::uuid[])', array(select jsonb_array_elements_text(filter -> 'ids'))) end
  );
$$;
comment on function private.feedback_where(jsonb, text[]) is 'The one filter grammar as an SQL condition on feedback f. Every value is quoted.';

create function private.feedback_columns() returns text
language sql immutable
set search_path = ''
as $$
  select 'f.id, f.query, f.response, f.model, f.rating, f.intent, f.project, f.user_id, f.session_id, f.response_id, f.memory_used, '
    'f.tools_called, f.metadata, f.comment, f.corrected_response, f.created_at, f.updated_at';
$$;
comment on function private.feedback_columns() is 'The public columns of a vote, in the order of the API and of CSV files.';

create function private.feedback_json(feedback_id uuid) returns json
language sql stable
set search_path = ''
as $$
  select row_to_json(r) from (
    select f.id, f.query, f.response, f.model, f.rating, f.intent, f.project, f.user_id, f.session_id, f.response_id, f.memory_used,
      f.tools_called, f.metadata, f.comment, f.corrected_response, f.created_at, f.updated_at
    from public.feedback f where f.id = feedback_id) r;
$$;
comment on function private.feedback_json(uuid) is 'One vote as the API shows it.';

create function private.feedback_page(filter jsonb, action text, ascending boolean, page_limit integer, page_cursor text) returns json
language plpgsql stable security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require(action);
  result json;
  direction text := case when ascending then 'asc' else 'desc' end;
  after text := case when page_cursor is null then 'true'
    else format('(f.created_at, f.id) %s (%L::timestamptz, %L::uuid)', case when ascending then '>' else '<' end,
      split_part(page_cursor, '|', 1), split_part(page_cursor, '|', 2)) end;
begin
  -- A page ends at page_limit rows or after 8 MB of text, whichever comes first: rows may be large, memory may not.
  execute format($query$
    with page as (
      select %1$s from public.feedback f where %2$s and %3$s
      order by f.created_at %4$s, f.id %4$s limit %5$s
    ), sized as (
      select p.*, row_number() over w as n, sum(octet_length(p.query) + octet_length(p.response) + coalesce(octet_length(p.corrected_response), 0)) over w as bytes
      from page p window w as (order by p.created_at %4$s, p.id %4$s)
    ), kept as (
      select s.* from sized s where s.n <= %6$s and (s.n = 1 or s.bytes <= 8000000)
    )
    select json_build_object(
      'data', coalesce((select json_agg(row_to_json(f) order by f.created_at %4$s, f.id %4$s) from (select %1$s from kept f) f), '[]'),
      'next', case when (select count(*) from kept) < (select count(*) from page)
        then (select k.created_at || '|' || k.id from kept k order by k.n desc limit 1) end)
  $query$, private.feedback_columns(), private.feedback_where(filter, caller.projects), after, direction, page_limit + 1, page_limit) into result;
  return result;
end;
$$;
comment on function private.feedback_page(jsonb, text, boolean, integer, text) is
  'One keyset page {data, next}; next is the cursor after the last row, or null. PT403 unless the caller may do the action; only its projects are read.';

-- ---------------------------------------------------------------------------------------------------------------
-- Recording
-- ---------------------------------------------------------------------------------------------------------------

-- security definer: keys hold no write policies; checks principal, scope and project itself.
create function public.record_feedback(items text, atomic boolean default false) returns json
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
      select k.body_hmac, k.row_ids into stored from public.idempotency_keys k where k.principal_id = caller.id and k.key = item.key;
      if stored.body_hmac is distinct from item.hmac then
        errors[i] := json_build_object('status', 409, 'path', case when item.key like 'id:%' then 'id' end,
          'message', 'the same idempotency key or id was already used with a different body');
      elsif owner_of ? item.key then
        statuses[i] := 'replayed';
      elsif not exists (select from public.feedback f where f.id = stored.row_ids[1]
          and (caller.projects is null or f.project = any (caller.projects))) then
        errors[i] := json_build_object('status', 409, 'message', 'this vote was recorded before and has been deleted since');
      else
        statuses[i] := 'replayed';
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
          update public.idempotency_keys k set row_ids = array[ids[i]] where k.principal_id = caller.id and k.key = item.key;
        else
          delete from public.idempotency_keys k where k.principal_id = caller.id and k.key = item.key;
        end if;
      elsif statuses[i] = 'replayed' and ids[i] is null then
        ids[i] := ids[(owner_of ->> item.key)::integer];
        if ids[i] is null then
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
comment on function public.record_feedback(text, boolean) is
  'Records 1 to 1000 votes. Answers one element per item, in order: {status: inserted|updated|replayed, id, ...} or {error: {status, path, message}}. '
  'With atomic, any error raises PT409 with all of them as JSON in detail, and nothing is written.';
grant execute on function public.record_feedback(text, boolean) to authenticated;

-- ---------------------------------------------------------------------------------------------------------------
-- Reading
-- ---------------------------------------------------------------------------------------------------------------

create function public.list_feedback(filter text, sort text default '-created_at', page_limit integer default 50, page_cursor text default null) returns json
language plpgsql stable
set search_path = ''
as $$
begin
  return private.feedback_page(filter::jsonb, 'read', sort = 'created_at', least(page_limit, 1000), page_cursor);
end;
$$;
comment on function public.list_feedback(text, text, integer, text) is 'One page of votes {data, next}, newest first unless sort = created_at.';
grant execute on function public.list_feedback(text, text, integer, text) to authenticated;

create function public.get_feedback(feedback_id uuid) returns json
language plpgsql stable
set search_path = ''
as $$
begin
  perform private.require('read');
  -- Row-level security hides the votes of other projects.
  return private.feedback_json(feedback_id);
end;
$$;
comment on function public.get_feedback(uuid) is 'One vote, or null when it does not exist for the caller.';
grant execute on function public.get_feedback(uuid) to authenticated;

create function public.list_feedback_revisions(feedback_id uuid) returns json
language plpgsql stable
set search_path = ''
as $$
begin
  perform private.require('read');
  return (
    select coalesce(json_agg(json_build_object('id', r.id, 'editor_kind', r.editor_kind, 'editor_label', r.editor_label,
      'old_values', r.old_values, 'created_at', r.created_at) order by r.id desc), '[]')
    from public.feedback_revisions r where r.feedback_id = list_feedback_revisions.feedback_id);
end;
$$;
comment on function public.list_feedback_revisions(uuid) is 'Changes of one vote, newest first: who, when, and what the changed fields were before.';
grant execute on function public.list_feedback_revisions(uuid) to authenticated;

create function private.is_rollup_filter(filter jsonb) returns boolean
language sql immutable
set search_path = ''
as $$
  select not filter ?| array['user_id', 'session_id', 'q', 'has_note', 'ids']
    and coalesce((filter ->> 'from')::timestamptz at time zone 'UTC' = date_trunc('day', (filter ->> 'from')::timestamptz at time zone 'UTC'), true)
    and coalesce((filter ->> 'to')::timestamptz at time zone 'UTC' = date_trunc('day', (filter ->> 'to')::timestamptz at time zone 'UTC'), true);
$$;
comment on function private.is_rollup_filter(jsonb) is 'Whether the filter names only what the daily rollup holds, over whole UTC days.';

create type private.feedback_totals as (day date, project text, model text, intent text, positive bigint, negative bigint, memory_sum numeric, memory_count bigint);

create function private.feedback_daily_matching(filter jsonb) returns setof private.feedback_totals
language plpgsql stable security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('read');
begin
  if private.is_rollup_filter(filter) then
    return query execute format($query$
      select f.day, f.project, f.model, f.intent,
        case when %1$L::smallint = -1 then 0 else f.positive end, case when %1$L::smallint = 1 then 0 else f.negative end, f.memory_sum, f.memory_count
      from public.feedback_daily f where %2$s and f.day >= %3$L and f.day < %4$L
    $query$, filter ->> 'rating', private.feedback_where(filter - array['from', 'to', 'rating'], caller.projects),
      coalesce(((filter ->> 'from')::timestamptz at time zone 'UTC')::date, '-infinity'), coalesce(((filter ->> 'to')::timestamptz at time zone 'UTC')::date, 'infinity'));
  else
    return query execute format($query$
      select (f.created_at at time zone 'UTC')::date, f.project, f.model, f.intent,
        count(*) filter (where f.rating = 1), count(*) filter (where f.rating = -1), coalesce(sum(f.memory_used::numeric), 0), count(f.memory_used)
      from public.feedback f where %s group by 1, 2, 3, 4
    $query$, private.feedback_where(filter, caller.projects));
  end if;
end;
$$;
comment on function private.feedback_daily_matching(jsonb) is
  'Daily totals under a filter: from the rollup when it can answer, else from the rows by index. With a rating filter and the rollup, memory covers all ratings.';

create function public.feedback_accuracy(filter text, group_by text default 'model,intent,project') returns json
language plpgsql stable
set search_path = ''
as $$
declare
  dimensions text[] := string_to_array(group_by, ',');
begin
  return (
    select coalesce(json_agg(row_to_json(a) order by a.total desc, a.model, a.intent, a.project, a.day), '[]')
    from (
      select d.model, d.intent, d.project, d.day, sum(d.positive + d.negative)::bigint as total, sum(d.positive)::bigint as positive,
        sum(d.negative)::bigint as negative, (sum(d.positive) / sum(d.positive + d.negative))::double precision as accuracy,
        private.wilson_bound(sum(d.positive), sum(d.positive + d.negative), -1) as ci_low,
        private.wilson_bound(sum(d.positive), sum(d.positive + d.negative), 1) as ci_high
      from (
        select case when 'model' = any (dimensions) then m.model end as model, case when 'intent' = any (dimensions) then m.intent end as intent,
          case when 'project' = any (dimensions) then m.project end as project, case when 'day' = any (dimensions) then m.day end as day,
          m.positive, m.negative
        from private.feedback_daily_matching(filter::jsonb) m
      ) d
      group by d.model, d.intent, d.project, d.day
      having sum(d.positive + d.negative) > 0
    ) a);
end;
$$;
comment on function public.feedback_accuracy(text, text) is
  'Accuracy (fraction 0-1 of positive votes) with its Wilson 95 % interval per group; dimensions not grouped by are null.';
grant execute on function public.feedback_accuracy(text, text) to authenticated;

create function private.feedback_summary(filter jsonb) returns json
language plpgsql stable security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('read');
  totals record;
  people record;
  rating smallint := (filter ->> 'rating')::smallint;
begin
  select coalesce(sum(m.positive), 0)::bigint as positive, coalesce(sum(m.negative), 0)::bigint as negative,
    count(distinct m.model) filter (where m.positive + m.negative > 0) as models, sum(m.memory_sum) as memory_sum, sum(m.memory_count) as memory_count
  into totals from private.feedback_daily_matching(filter) m;
  if private.is_rollup_filter(filter) then
    execute format($query$
      select count(*) filter (where d.kind = 'user') as users, count(*) filter (where d.kind = 'session') as sessions
      from (
        select distinct f.kind, f.person from public.feedback_daily_people f
        where %s and f.day >= %L and f.day < %L and %s) d
    $query$, private.feedback_where(filter - array['from', 'to', 'rating'], caller.projects),
      coalesce(((filter ->> 'from')::timestamptz at time zone 'UTC')::date, '-infinity'), coalesce(((filter ->> 'to')::timestamptz at time zone 'UTC')::date, 'infinity'),
      case rating when 1 then 'f.positive > 0' when -1 then 'f.negative > 0' else 'true' end) into people;
  else
    execute format('select count(distinct f.user_id) as users, count(distinct f.session_id) as sessions from public.feedback f where %s',
      private.feedback_where(filter, caller.projects)) into people;
  end if;
  if rating is not null and private.is_rollup_filter(filter) then
    -- The rollup does not split memory by rating; this one figure reads the rows.
    execute format('select avg(f.memory_used::numeric) as memory_sum, 1 as memory_count from public.feedback f where %s', private.feedback_where(filter, caller.projects))
      into totals.memory_sum, totals.memory_count;
  end if;
  return json_build_object(
    'total', totals.positive + totals.negative, 'positive', totals.positive, 'negative', totals.negative,
    'positive_pct', (100.0 * totals.positive / nullif(totals.positive + totals.negative, 0))::double precision,
    'negative_pct', (100.0 * totals.negative / nullif(totals.positive + totals.negative, 0))::double precision,
    'ci_low', private.wilson_bound(totals.positive, totals.positive + totals.negative, -1),
    'ci_high', private.wilson_bound(totals.positive, totals.positive + totals.negative, 1),
    'unique_users', people.users, 'unique_sessions', people.sessions, 'unique_models', totals.models,
    'avg_memory_used', (totals.memory_sum / nullif(totals.memory_count, 0))::double precision);
end;
$$;
comment on function private.feedback_summary(jsonb) is 'Totals, percentages, exact distinct users and sessions, and average memory (MB) under a filter.';

create function public.feedback_stats(filter text) returns json
language plpgsql stable
set search_path = ''
as $$
declare
  f jsonb := filter::jsonb;
  range_start timestamptz := (f ->> 'from')::timestamptz;
  range_end timestamptz := (f ->> 'to')::timestamptz;
  today timestamptz := date_trunc('day', now() at time zone 'UTC') at time zone 'UTC';
  complete_end timestamptz := least(range_end, today);
  whole json := private.feedback_summary(f);
  complete json;
  previous json;
begin
  if complete_end > range_start then
    complete := case when complete_end = range_end then whole else private.feedback_summary(f || jsonb_build_object('to', complete_end)) end;
    previous := private.feedback_summary(f || jsonb_build_object('from', range_start - (complete_end - range_start), 'to', range_start));
  end if;
  return json_build_object('whole', whole, 'complete', complete, 'complete_to', complete_end,
    'previous', previous, 'previous_from', range_start - (complete_end - range_start), 'previous_to', range_start);
end;
$$;
comment on function public.feedback_stats(text) is
  'Totals of the range; of its complete days; and of the same number of days before it. complete and previous are null when the range has no complete day.';
grant execute on function public.feedback_stats(text) to authenticated;

create function public.count_feedback(filter text) returns bigint
language plpgsql stable
set search_path = ''
as $$
begin
  return (select coalesce(sum(m.positive + m.negative), 0)::bigint from private.feedback_daily_matching(filter::jsonb) m);
end;
$$;
comment on function public.count_feedback(text) is 'How many votes match a filter.';
grant execute on function public.count_feedback(text) to authenticated;

create function private.feedback_hourly_matching(filter jsonb)
returns table (bucket timestamptz, project text, model text, intent text, positive bigint, negative bigint)
language plpgsql stable security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('read');
begin
  return query execute format($query$
    select date_trunc('hour', f.created_at), f.project, f.model, f.intent, count(*) filter (where f.rating = 1), count(*) filter (where f.rating = -1)
    from public.feedback f where %s group by 1, 2, 3, 4
  $query$, private.feedback_where(filter, caller.projects));
end;
$$;
comment on function private.feedback_hourly_matching(jsonb) is 'Hourly totals under a filter, from the rows by index; meant for ranges up to two days.';

create function public.feedback_timeseries(filter text, granularity text, group_by text default null) returns json
language plpgsql stable
set search_path = ''
as $$
declare
  f jsonb := filter::jsonb;
  range_start timestamptz := (f ->> 'from')::timestamptz;
  range_end timestamptz := (f ->> 'to')::timestamptz;
  step interval := ('1 ' || granularity)::interval;
begin
  return (
    with source as (
      select m.bucket, m.project, m.model, m.intent, m.positive, m.negative from private.feedback_hourly_matching(f) m where granularity = 'hour'
      union all
      select date_trunc(granularity, m.day::timestamp) at time zone 'UTC', m.project, m.model, m.intent, m.positive, m.negative
      from private.feedback_daily_matching(f) m where granularity <> 'hour'
    ), grouped as (
      select s.bucket, case group_by when 'model' then s.model when 'intent' then s.intent when 'project' then s.project end as series,
        sum(s.positive)::bigint as positive, sum(s.positive + s.negative)::bigint as total
      from source s group by 1, 2 having sum(s.positive + s.negative) > 0
    )
    select coalesce(json_agg(json_build_object('bucket', g.bucket, 'series', g.series, 'total', g.total, 'positive', g.positive,
      'accuracy', g.positive::double precision / g.total, 'ci_low', private.wilson_bound(g.positive, g.total, -1), 'ci_high', private.wilson_bound(g.positive, g.total, 1),
      -- A bucket that is not over yet, or that the range covers only in part.
      'partial', ((g.bucket at time zone 'UTC') + step) at time zone 'UTC' > least(range_end, now()) or g.bucket < range_start) order by g.bucket, g.series), '[]')
    from grouped g);
end;
$$;
comment on function public.feedback_timeseries(text, text, text) is
  'Votes and accuracy per bucket (hour, day, ISO week, month; UTC), optionally per model, intent or project. Buckets without votes are absent.';
grant execute on function public.feedback_timeseries(text, text, text) to authenticated;

-- ---------------------------------------------------------------------------------------------------------------
-- Changing, deleting, restoring, erasing
-- ---------------------------------------------------------------------------------------------------------------

-- security definer: reviewers may change two columns of a row and keys hold no write policies; checks both itself.
create function public.update_feedback(feedback_id uuid, patch text, expected_updated_at timestamptz default null) returns json
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('read');
  changes jsonb := patch::jsonb;
  may_change boolean := private.can('change');
  current public.feedback;
begin
  if not may_change and not private.can('annotate') then
    raise sqlstate 'PT403' using message = format('this %s may not change votes', caller.kind);
  end if;
  select * into current from public.feedback f
  where f.id = feedback_id and (caller.projects is null or f.project = any (caller.projects)) for update;
  if not found then
    raise sqlstate 'PT404' using message = 'no such vote';
  end if;
  if not may_change and exists (select from jsonb_object_keys(changes) k where k not in ('comment', 'corrected_response')) then
    raise sqlstate 'PT403' using message = 'you may change only the comment and the corrected response of a vote';
  end if;
  if changes ? 'project' and caller.projects is not null and not changes ->> 'project' = any (caller.projects) then
    raise sqlstate 'PT403' using message = format('this %s may not move a vote to another project', caller.kind);
  end if;
  if expected_updated_at is not null and date_trunc('milliseconds', current.updated_at) <> date_trunc('milliseconds', expected_updated_at) then
    raise sqlstate 'PT409' using message = 'this vote was changed by someone else since you read it', hint = 'read it again and repeat your change';
  end if;
  if exists (select from jsonb_object_keys(changes)) then
    update public.feedback f set
      rating = case when changes ? 'rating' then (changes ->> 'rating')::smallint else f.rating end,
      metadata = case when changes ? 'metadata' then changes -> 'metadata' else f.metadata end,
      comment = case when changes ? 'comment' then changes ->> 'comment' else f.comment end,
      corrected_response = case when changes ? 'corrected_response' then changes ->> 'corrected_response' else f.corrected_response end,
      intent = case when changes ? 'intent' then changes ->> 'intent' else f.intent end,
      project = case when changes ? 'project' then changes ->> 'project' else f.project end
    where f.id = feedback_id;
    insert into public.projects (project) select changes ->> 'project' where changes ? 'project' on conflict do nothing;
  end if;
  return private.feedback_json(feedback_id);
end;
$$;
comment on function public.update_feedback(uuid, text, timestamptz) is
  'Changes rating, metadata, comment, corrected_response, intent or project (only the keys present) and keeps a revision. PT404 when the vote does not exist for the caller, PT409 when it changed since expected_updated_at.';
grant execute on function public.update_feedback(uuid, text, timestamptz) to authenticated;

-- security definer: keys hold no write policies and nobody holds one on the trash; checks the caller itself.
create function public.delete_feedback(feedback_id uuid) returns void
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('change');
  gone public.feedback;
begin
  delete from public.feedback f where f.id = feedback_id and (caller.projects is null or f.project = any (caller.projects)) returning * into gone;
  if not found then
    raise sqlstate 'PT404' using message = 'no such vote';
  end if;
  insert into public.feedback_trash (id, query, response, model, rating, intent, project, user_id, session_id, response_id, memory_used, tools_called,
    metadata, comment, corrected_response, created_at, updated_at, deleted_by)
  values (gone.id, gone.query, gone.response, gone.model, gone.rating, gone.intent, gone.project, gone.user_id, gone.session_id, gone.response_id,
    gone.memory_used, gone.tools_called, gone.metadata, gone.comment, gone.corrected_response, gone.created_at, gone.updated_at, caller.id);
  with expired as (delete from public.feedback_trash t where t.deleted_at < now() - interval '30 days' returning t.id)
  delete from public.feedback_revisions r using expired e where r.feedback_id = e.id;
  perform private.audit('feedback.delete', 'feedback', feedback_id::text, gone.project);
end;
$$;
comment on function public.delete_feedback(uuid) is 'Moves a vote to the trash, where it can be restored from for 30 days. PT404 when it does not exist for the caller.';
grant execute on function public.delete_feedback(uuid) to authenticated;
-- Serves the expiry above.
create index feedback_trash_deleted_at on public.feedback_trash (deleted_at);

-- security definer: as delete_feedback.
create function public.restore_feedback(feedback_id uuid) returns json
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('change');
  back public.feedback_trash;
begin
  delete from public.feedback_trash t where t.id = feedback_id and (caller.projects is null or t.project = any (caller.projects)) returning * into back;
  if not found then
    raise sqlstate 'PT404' using message = 'no such deleted vote';
  end if;
  begin
    insert into public.feedback (id, query, response, model, rating, intent, project, user_id, session_id, response_id, memory_used, tools_called,
      metadata, comment, corrected_response, created_at, updated_at)
    values (back.id, back.query, back.response, back.model, back.rating, back.intent, back.project, back.user_id, back.session_id, back.response_id,
      back.memory_used, back.tools_called, back.metadata, back.comment, back.corrected_response, back.created_at, back.updated_at);
  exception when unique_violation then
    raise sqlstate 'PT409' using message = 'the same user has voted on the same answer again since';
  end;
  perform private.audit('feedback.restore', 'feedback', feedback_id::text, back.project);
  return private.feedback_json(feedback_id);
end;
$$;
comment on function public.restore_feedback(uuid) is 'Undoes a deletion: the vote comes back with its id, times, revisions and counts. PT404 when there is none for the caller.';
grant execute on function public.restore_feedback(uuid) to authenticated;

-- security definer: reaches the trash and the revisions; admins only.
create function public.erase_user(user_id text) returns json
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('administer');
  erased uuid[];
  votes bigint;
begin
  if caller.projects is not null then
    raise sqlstate 'PT403' using message = 'erasing a person needs an admin of every project';
  end if;
  with gone as (delete from public.feedback f where f.user_id = erase_user.user_id returning f.id),
    trashed as (delete from public.feedback_trash t where t.user_id = erase_user.user_id returning t.id)
  select array_agg(x.id) into erased from (select g.id from gone g union all select t.id from trashed t) x;
  votes := coalesce(cardinality(erased), 0);
  delete from public.feedback_revisions r where r.feedback_id = any (erased);
  -- The log says that it happened and how much, not who: the id is what was to be erased.
  perform private.audit('user.erase', 'user', null, null, jsonb_build_object('feedback', votes));
  return json_build_object('feedback', votes);
end;
$$;
comment on function public.erase_user(text) is 'Removes every vote of an end user with its revisions and its place in the rollups, in one transaction; answers the counts.';
grant execute on function public.erase_user(text) to authenticated;
-- Serves erase_user.
create index feedback_trash_user_id on public.feedback_trash (user_id) where user_id is not null;

-- ---------------------------------------------------------------------------------------------------------------
-- Export
-- ---------------------------------------------------------------------------------------------------------------

create function public.export_feedback_page(filter text, purpose text, page_limit integer default 1000, page_cursor text default null) returns json
language plpgsql stable
set search_path = ''
as $$
begin
  return private.feedback_page(filter::jsonb, case purpose when 'rows' then 'export_rows' else 'datasets' end, true, least(page_limit, 5000), page_cursor);
end;
$$;
comment on function public.export_feedback_page(text, text, integer, text) is
  'One page of an export {data, next}, oldest first. purpose: rows (the rows on screen) or finetuning (training files).';
grant execute on function public.export_feedback_page(text, text, integer, text) to authenticated;

create function public.record_export(filter text, purpose text, format text) returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  perform private.require(case purpose when 'rows' then 'export_rows' else 'datasets' end);
  -- Filters may hold end-user ids and searched words; the log keeps only which filters were set.
  perform private.audit('feedback.export', 'feedback', null, null,
    jsonb_build_object('purpose', purpose, 'format', format, 'filtered_by', (select jsonb_agg(k) from jsonb_object_keys(filter::jsonb) k)));
end;
$$;
comment on function public.record_export(text, text, text) is 'Writes the audit entry of an export that begins.';
grant execute on function public.record_export(text, text, text) to authenticated;

create function public.get_weekly_finetuning_dataset(
  start_date timestamptz default now() - interval '7 days', end_date timestamptz default now(),
  positive_weight double precision default 2.0, negative_weight double precision default 0.5)
returns table (messages jsonb, weight double precision, metadata jsonb)
language plpgsql stable
set search_path = ''
as $$
begin
  perform private.require('datasets');
  return query
    select
      jsonb_build_array(jsonb_build_object('role', 'user', 'content', f.query), jsonb_build_object('role', 'assistant', 'content', f.response)),
      case when f.rating = 1 then positive_weight else negative_weight end,
      jsonb_build_object('intent', f.intent, 'project', f.project, 'model', f.model, 'created_at', f.created_at, 'feedback_id', f.id)
    from public.feedback f
    where f.created_at >= start_date and f.created_at < end_date
    order by f.created_at, f.id;
end;
$$;
comment on function public.get_weekly_finetuning_dataset(timestamptz, timestamptz, double precision, double precision) is
  'The seed''s weekly dataset: one weighted training example per vote of the last seven days. The API streams the same rows in pages.';
grant execute on function public.get_weekly_finetuning_dataset(timestamptz, timestamptz, double precision, double precision) to authenticated;

grant execute on function private.wilson_bound(numeric, numeric, integer), private.any_of(text, jsonb), private.search_query(text),
  private.feedback_where(jsonb, text[]), private.feedback_columns(), private.feedback_json(uuid),
  private.feedback_page(jsonb, text, boolean, integer, text), private.is_rollup_filter(jsonb), private.feedback_daily_matching(jsonb),
  private.feedback_summary(jsonb), private.feedback_hourly_matching(jsonb) to authenticated;
