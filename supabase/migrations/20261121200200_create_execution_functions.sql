-- Purpose: recording executions, what follows from each (its cost, its place in the rollups, the end users), the lists and the figures.
-- Objects: public.{record,list,count,get,update}_execution(s), export_executions_page, record_execution_export, execution_{stats,timeseries,breakdown,
--          versions}, refresh_llm_feedback; private.store_executions, the triggers that keep llm_feedback_daily and users;
--          private.{error_fingerprint,find_failure_pattern}, which the migration of failures fills in; get_ingest_settings, get_user_profile,
--          export_user_page and erase_user know executions.
-- Destructive: no.
--
-- Locks are taken in one order everywhere: users, failure patterns, executions, what triggers keep (by the names of the triggers), each sorted.
--
-- Filters arrive as JSON text. Keys, all optional: from, to (timestamptz, half-open), project, user_id, q (arrays of text, any-of), model, strategy,
-- version, error_class, variant (the same; null = without one), failure_pattern_id, example_id, experiment_id, ids (arrays of uuid), success,
-- is_corrected, is_retried (booleans). Figures know from, to (whole UTC days), project, model, strategy and version.

-- ---------------------------------------------------------------------------------------------------------------
-- Failures: what the migration of these fills in
-- ---------------------------------------------------------------------------------------------------------------

create function private.error_fingerprint(error text) returns text
language sql immutable
set search_path = ''
as $$
  select left(coalesce(nullif(btrim(error), ''), '(no message)'), 2000);
$$;
comment on function private.error_fingerprint(text) is 'What is left of an error without ids, numbers, quoted values and paths.';

create function private.find_failure_pattern(project text, error_class text, error text, version_label text, at timestamptz) returns uuid
language sql volatile
set search_path = ''
as $$
  select null::uuid;
$$;
comment on function private.find_failure_pattern(text, text, text, text, timestamptz) is
  'The pattern that an error belongs to, created when it is the first of its kind.';

create function private.hold_failure_pattern(project text, error_class text, error text, version_label text, at timestamptz) returns uuid
language plpgsql volatile
set search_path = ''
as $$
declare
  found_id uuid;
begin
  loop
    found_id := private.find_failure_pattern(project, error_class, error, version_label, at);
    -- One that an erasure takes away at this moment is gone after the wait.
    perform from public.failure_patterns p where p.id = found_id for key share;
    if found or found_id is null then
      return found_id;
    end if;
  end loop;
end;
$$;
comment on function private.hold_failure_pattern(text, text, text, text, timestamptz) is
  'The pattern that an error belongs to, which stays until the transaction ends.';

-- ---------------------------------------------------------------------------------------------------------------
-- End users
-- ---------------------------------------------------------------------------------------------------------------

create function private.hold_users(ids text[]) returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  wanted text[] := array(select distinct u from unnest(ids) u where u is not null order by u);
  held bigint;
begin
  if cardinality(wanted) = 0 then
    return;
  end if;
  loop
    insert into public.users (id) select u from unnest(wanted) u where not exists (select from public.users x where x.id = u) order by u
    on conflict do nothing;
    select count(*) into held from (select u.id from public.users u where u.id = any (wanted) order by u.id for key share) x;
    -- One that was erased at this moment is new again after the wait.
    exit when held = cardinality(wanted);
  end loop;
end;
$$;
comment on function private.hold_users(text[]) is 'Makes sure that end users are in public.users, and that they stay until the transaction ends; in sorted order.';

-- security definer: nobody holds a write policy on users.
create function private.add_users() returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  insert into public.users (id)
  select distinct n.user_id from new_rows n
  where n.user_id is not null and not exists (select from public.users u where u.id = n.user_id) order by 1
  on conflict do nothing;
  return null;
end;
$$;
comment on function private.add_users() is 'Trigger: end users who are seen for the first time. Ids that are known cost one probe of an index.';
-- By their names before the triggers that lock rollups.
create trigger feedback_add_users after insert on public.feedback
  referencing new table as new_rows for each statement execute function private.add_users();
create trigger llm_interactions_add_users after insert on public.llm_interactions
  referencing new table as new_rows for each statement execute function private.add_users();

insert into public.users (id, created_at)
select x.user_id, min(x.created_at) from (
  select f.user_id, f.created_at from public.feedback f where f.user_id is not null
  union all select i.user_id, i.created_at from public.llm_interactions i) x
group by x.user_id
on conflict do nothing;

-- ---------------------------------------------------------------------------------------------------------------
-- What is worked out of each row
-- ---------------------------------------------------------------------------------------------------------------

-- GET /v1/executions?q=: the words of every prompt, in any language.
create index llm_feedback_search on public.llm_feedback using gin (to_tsvector('pg_catalog.simple', left(user_prompt, 20000)));
-- Whom an experiment's outcome is about, where it is not the user anyway.
create index llm_feedback_subject on public.llm_feedback (subject) where subject is distinct from user_id;

create function private.has_complete_instructions(action_plan jsonb) returns boolean
language sql immutable
set search_path = ''
as $$
  select case when jsonb_typeof(action_plan -> 'operations') = 'array' and jsonb_array_length(action_plan -> 'operations') > 0 then (
    select bool_and(coalesce(jsonb_typeof(o.value -> 'execution_instructions' -> 'method') = 'string' and o.value -> 'execution_instructions' ->> 'method' <> ''
      and jsonb_typeof(o.value -> 'execution_instructions' -> 'args') = 'array'
      and jsonb_typeof(o.value -> 'execution_instructions' -> 'kwargs') = 'object', false))
    from jsonb_array_elements(action_plan -> 'operations') o (value)) end;
$$;
comment on function private.has_complete_instructions(jsonb) is
  'Whether every operation of a plan has execution_instructions with a method (text), args (array) and kwargs (object); null without operations.';

create function private.complete_execution() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if tg_op = 'INSERT' or new.action_plan is distinct from old.action_plan then
    new.instructions_complete := private.has_complete_instructions(new.action_plan);
  end if;
  return new;
end;
$$;
comment on function private.complete_execution() is 'Trigger: keeps instructions_complete.';
create trigger llm_feedback_complete before insert or update on public.llm_feedback
  for each row execute function private.complete_execution();
create trigger llm_feedback_update_updated_at before update on public.llm_feedback
  for each row execute function public.update_updated_at_column();

-- ---------------------------------------------------------------------------------------------------------------
-- The daily rollup
-- ---------------------------------------------------------------------------------------------------------------

create type private.execution_delta as (
  id uuid, date date, project text, model text, strategy text, version_label text, success boolean, error_class text, retries integer,
  is_corrected boolean, instructions_complete boolean, tokens_in bigint, tokens_out bigint, cost_usd numeric, sign integer);
comment on type private.execution_delta is
  'What one execution adds to (sign 1) or takes from (sign -1) the figures of its day. The rollup is a pure function of these, so that adding and taking away again is exact.';

create function private.execution_delta_columns() returns text
language sql immutable
set search_path = ''
as $$
  select $columns$i.id, (i.created_at at time zone 'UTC')::date, i.project, coalesce(i.model, ''), coalesce(i.strategy, ''), coalesce(i.version_label, ''),
    i.success, i.error_class, i.retries, i.user_correction is not null, i.instructions_complete,
    case when i.tokens_out is not null then i.tokens_in end, case when i.tokens_in is not null then i.tokens_out end, i.cost_usd$columns$;
$$;
comment on function private.execution_delta_columns() is 'The fields of private.execution_delta but its sign, of execution i. Tokens count where both numbers are known.';

create function private.lock_learning_rollups(deltas private.execution_delta[]) returns void
language plpgsql
set search_path = ''
as $$
declare
  bucket integer;
begin
  -- 256 locks stand for all keys, so that a large write cannot use up the server's lock table.
  for bucket in select distinct hashtext(concat_ws('|', d.date, d.project, d.model, d.strategy, d.version_label)) & 255 from unnest(deltas) d order by 1 loop
    perform pg_advisory_xact_lock(hashtext('retune.learning_rollups'), bucket);
  end loop;
end;
$$;
comment on function private.lock_learning_rollups(private.execution_delta[]) is
  'Takes the locks of the rollup rows that these executions count in, in sorted order, until the transaction ends.';

create function private.apply_execution_deltas(deltas private.execution_delta[]) returns void
language plpgsql
set search_path = ''
as $$
begin
  perform private.lock_learning_rollups(deltas);
  with changed as (
    select d.date, d.project, d.model, d.strategy, d.version_label, sum(d.sign) as total,
      coalesce(sum(d.sign) filter (where d.success), 0) as successful,
      coalesce(sum(d.sign) filter (where not d.success and d.error_class = 'validation'), 0) as failed_validation,
      coalesce(sum(d.sign) filter (where not d.success and d.error_class = 'execution'), 0) as failed_execution,
      coalesce(sum(d.sign) filter (where not d.success and d.error_class = 'logic'), 0) as failed_logic,
      coalesce(sum(d.sign) filter (where not d.success and d.error_class is null), 0) as failed_unclassified,
      coalesce(sum(d.sign * d.retries), 0) as retries, coalesce(sum(d.sign) filter (where d.retries > 0), 0) as retried,
      coalesce(sum(d.sign) filter (where d.is_corrected), 0) as corrected,
      coalesce(sum(d.sign) filter (where d.instructions_complete is not null), 0) as instructions,
      coalesce(sum(d.sign) filter (where d.instructions_complete), 0) as complete,
      coalesce(sum(d.sign * d.tokens_in), 0) as tokens_in, coalesce(sum(d.sign * d.tokens_out), 0) as tokens_out,
      coalesce(sum(d.sign) filter (where d.tokens_in is not null), 0) as with_tokens,
      coalesce(sum(d.sign * d.cost_usd), 0) as cost, coalesce(sum(d.sign) filter (where d.cost_usd is not null), 0) as priced
    from unnest(deltas) d
    group by d.date, d.project, d.model, d.strategy, d.version_label
  )
  insert into public.llm_feedback_daily as t (date, project, model, strategy, version_label, total, successful, failed_validation, failed_execution,
    failed_logic, failed_unclassified, retries_sum, retried, corrected, instructions_count, instructions_complete, tokens_in_sum, tokens_out_sum,
    tokens_count, cost_sum, cost_count)
  select c.* from changed c
  where (c.total, c.successful, c.failed_validation, c.failed_execution, c.failed_logic, c.failed_unclassified, c.retries, c.retried, c.corrected,
    c.instructions, c.complete, c.tokens_in, c.tokens_out, c.with_tokens, c.cost, c.priced) <> (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
  order by c.date, c.project, c.model, c.strategy, c.version_label
  on conflict on constraint llm_feedback_daily_pkey do update set
    total = t.total + excluded.total,
    successful = t.successful + excluded.successful,
    failed_validation = t.failed_validation + excluded.failed_validation,
    failed_execution = t.failed_execution + excluded.failed_execution,
    failed_logic = t.failed_logic + excluded.failed_logic,
    failed_unclassified = t.failed_unclassified + excluded.failed_unclassified,
    retries_sum = t.retries_sum + excluded.retries_sum,
    retried = t.retried + excluded.retried,
    corrected = t.corrected + excluded.corrected,
    instructions_count = t.instructions_count + excluded.instructions_count,
    instructions_complete = t.instructions_complete + excluded.instructions_complete,
    tokens_in_sum = t.tokens_in_sum + excluded.tokens_in_sum,
    tokens_out_sum = t.tokens_out_sum + excluded.tokens_out_sum,
    tokens_count = t.tokens_count + excluded.tokens_count,
    cost_sum = t.cost_sum + excluded.cost_sum,
    cost_count = t.cost_count + excluded.cost_count;
  if exists (select from unnest(deltas) d where d.sign < 0) then
    delete from public.llm_feedback_daily t
    using (select distinct d.date, d.project, d.model, d.strategy, d.version_label from unnest(deltas) d where d.sign < 0) d
    where t.date = d.date and t.project = d.project and t.model = d.model and t.strategy = d.strategy and t.version_label = d.version_label and t.total = 0;
  end if;
end;
$$;
comment on function private.apply_execution_deltas(private.execution_delta[]) is
  'Adds executions to and takes them from the rollup. Rows that reach zero are removed, so that rebuild = incremental holds row for row.';

-- One trigger per event: Postgres allows transition tables on single-event triggers only.
-- security definer: nobody holds write policies on the rollup.
create function private.roll_up_executions() returns trigger
language plpgsql security definer
set search_path = ''
as $$
declare
  deltas private.execution_delta[];
begin
  if tg_op = 'INSERT' then
    execute format('select array(select row(%s, 1)::private.execution_delta from new_rows i)', private.execution_delta_columns()) into deltas;
  elsif tg_op = 'DELETE' then
    execute format('select array(select row(%s, -1)::private.execution_delta from old_rows i)', private.execution_delta_columns()) into deltas;
  else
    -- What people say of an example changes no figure, and then waits for nobody.
    execute format($query$
      with gone as (select row(%1$s, 1)::private.execution_delta as d from old_rows i),
        fresh as (select row(%1$s, 1)::private.execution_delta as d from new_rows i)
      select array(
        select row((g.d).id, (g.d).date, (g.d).project, (g.d).model, (g.d).strategy, (g.d).version_label, (g.d).success, (g.d).error_class, (g.d).retries,
          (g.d).is_corrected, (g.d).instructions_complete, (g.d).tokens_in, (g.d).tokens_out, (g.d).cost_usd, -1)::private.execution_delta
        from gone g where not exists (select from fresh f where (f.d).id = (g.d).id and f.d is not distinct from g.d)
      ) || array(
        select f.d from fresh f where not exists (select from gone g where (g.d).id = (f.d).id and g.d is not distinct from f.d))
    $query$, private.execution_delta_columns()) into deltas;
  end if;
  if cardinality(deltas) > 0 then
    perform private.apply_execution_deltas(deltas);
  end if;
  return null;
end;
$$;
comment on function private.roll_up_executions() is 'Trigger: the daily rollup follows the executions.';
create trigger llm_feedback_rollup_insert after insert on public.llm_feedback
  referencing new table as new_rows for each statement execute function private.roll_up_executions();
create trigger llm_feedback_rollup_delete after delete on public.llm_feedback
  referencing old table as old_rows for each statement execute function private.roll_up_executions();
create trigger llm_feedback_rollup_update after update on public.llm_feedback
  referencing old table as old_rows new table as new_rows for each statement execute function private.roll_up_executions();

create function private.rebuild_learning_rollups() returns bigint
language plpgsql security definer
set search_path = ''
as $$
declare
  day date;
  deltas private.execution_delta[];
begin
  -- Writers wait until the rebuilt rollup is committed; readers see the old one until then.
  lock table public.llm_feedback in share row exclusive mode;
  delete from public.llm_feedback_daily;
  -- Day by day, so that memory holds one day's executions.
  for day in select distinct (i.created_at at time zone 'UTC')::date from public.llm_feedback i order by 1 loop
    execute format($query$
      select array(select row(%s, 1)::private.execution_delta from public.llm_feedback i
        where i.created_at >= $1::timestamp at time zone 'UTC' and i.created_at < ($1 + 1)::timestamp at time zone 'UTC')
    $query$, private.execution_delta_columns()) into deltas using day;
    perform private.apply_execution_deltas(deltas);
  end loop;
  return (select coalesce(sum(d.total), 0) from public.llm_feedback_daily d);
end;
$$;
comment on function private.rebuild_learning_rollups() is
  'Works out the daily figures of executions anew from the rows; idempotent. Returns the number of executions. security definer: the command line holds no write rights of its own.';
grant execute on function private.rebuild_learning_rollups() to service_role;

-- security definer through private.rebuild_learning_rollups; checks the caller itself.
create function public.refresh_llm_feedback() returns bigint
language plpgsql security definer
set search_path = ''
as $$
begin
  if (private.require('administer')).projects is not null then
    raise sqlstate 'PT403' using message = 'rebuilding needs an admin of every project';
  end if;
  return private.rebuild_learning_rollups();
end;
$$;
comment on function public.refresh_llm_feedback() is 'Admins: rebuilds the figures of executions from the rows. Needed only after the triggers were switched off.';
grant execute on function public.refresh_llm_feedback() to authenticated;

-- ---------------------------------------------------------------------------------------------------------------
-- Reading
-- ---------------------------------------------------------------------------------------------------------------

create function private.execution_columns() returns text
language sql immutable
set search_path = ''
as $$
  select 'i.id, i.user_prompt, i.action_plan, i.execution_result, i.error, i.success, i.error_class, i.failure_pattern_id, i.response_text, i.project, '
    'i.user_id, i.model, i.tokens_in, i.tokens_out, i.cost_usd, i.response_time_ms, i.retries, i.user_correction, i.strategy, i.strategy_version, '
    'i.prompt_version, i.version_label, i.experiment_id, i.variant, i.subject, i.available_columns, i.example_ids, i.instructions_complete, i.metadata, '
    'i.interaction_id, i.example_status, i.is_pinned, i.better_action_plan, i.example_note, i.reviewed_by_label, i.reviewed_at, i.version, i.created_at, '
    'i.updated_at';
$$;
comment on function private.execution_columns() is 'The public columns of an execution i, in the order of the API.';

create function private.uuids_of(expression text, choices jsonb) returns text
language sql immutable
set search_path = ''
as $$
  select case when jsonb_array_length(choices) = 1
    -- A plain equality keeps the order of an index.
    then format('%s = %L::uuid', expression, choices ->> 0)
    else format('%s = any (%L::uuid[])', expression, array(select jsonb_array_elements_text(choices))) end;
$$;
comment on function private.uuids_of(text, jsonb) is 'SQL condition: the expression equals one of the UUIDs of a JSON array. Values are quoted.';

create function private.execution_where(filter jsonb, projects text[]) returns text
language sql stable
set search_path = ''
as $$
  select concat_ws(' and ', 'true',
    case when projects is not null then private.any_of('i.project', to_jsonb(projects)) end,
    case when filter ? 'from' then format('i.created_at >= %L::timestamptz', filter ->> 'from') end,
    case when filter ? 'to' then format('i.created_at < %L::timestamptz', filter ->> 'to') end,
    case when filter ? 'project' then private.any_of('i.project', filter -> 'project') end,
    case when filter ? 'model' then private.any_of('i.model', filter -> 'model') end,
    case when filter ? 'strategy' then private.any_of('i.strategy', filter -> 'strategy') end,
    case when filter ? 'version' then private.any_of('i.version_label', filter -> 'version') end,
    case when filter ? 'variant' then private.any_of('i.variant', filter -> 'variant') end,
    case when filter ? 'user_id' then private.any_of('i.user_id', filter -> 'user_id') end,
    case when filter ? 'success' then case when (filter ->> 'success')::boolean then 'i.success' else 'not i.success' end end,
    -- Without a class: failures alone; successful ones have none either.
    case when filter ? 'error_class' then private.any_of('i.error_class', filter -> 'error_class') || ' and not i.success' end,
    case when filter ? 'failure_pattern_id' then private.uuids_of('i.failure_pattern_id', filter -> 'failure_pattern_id') end,
    case when filter ? 'experiment_id' then private.uuids_of('i.experiment_id', filter -> 'experiment_id') end,
    case when filter ? 'example_id' then format('(i.example_ids && %L::uuid[] and i.example_ids <> ''{}'')',
      array(select jsonb_array_elements_text(filter -> 'example_id'))) end,
    case when (filter ->> 'is_corrected')::boolean then 'i.user_correction is not null'
         when not (filter ->> 'is_corrected')::boolean then 'i.user_correction is null' end,
    case when (filter ->> 'is_retried')::boolean then 'i.retries > 0' when not (filter ->> 'is_retried')::boolean then 'i.retries = 0' end,
    case when filter ? 'q' then (
      select '(' || string_agg(format('to_tsvector(''pg_catalog.simple'', left(i.user_prompt, 20000)) @@ %L::tsquery', private.search_query(t.q)), ' or ') || ')'
      from jsonb_array_elements_text(filter -> 'q') t (q)) end,
    case when filter ? 'ids' then private.uuids_of('i.id', filter -> 'ids') end
  );
$$;
comment on function private.execution_where(jsonb, text[]) is 'The filters of executions as an SQL condition on execution i. Every value is quoted.';

-- security definer: text search is not leakproof, so under row-level security Postgres would not use its index; asks private.require()
-- and adds the caller's projects to the condition itself.
create function private.execution_page(filter jsonb, action text, condition text, ascending boolean, page_limit integer, page_cursor text) returns json
language plpgsql stable security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require(action);
  result json;
  direction text := case when ascending then 'asc' else 'desc' end;
  after text := case when page_cursor is null then 'true'
    else format('(i.created_at, i.id) %s (%L::timestamptz, %L::uuid)', case when ascending then '>' else '<' end,
      split_part(page_cursor, '|', 1), split_part(page_cursor, '|', 2)) end;
begin
  -- A page ends at page_limit rows or after 8 MB of text, whichever comes first: rows may be large, memory may not.
  execute format($query$
    with page as (
      select %1$s from public.llm_feedback i where %2$s and %3$s and %7$s
      order by i.created_at %4$s, i.id %4$s limit %5$s
    ), sized as (
      select p.*, row_number() over w as n,
        sum(octet_length(p.user_prompt) + pg_column_size(p.action_plan) + coalesce(pg_column_size(p.execution_result), 0)
          + coalesce(octet_length(p.response_text), 0) + coalesce(octet_length(p.error), 0) + pg_column_size(p.metadata)
          + coalesce(octet_length(p.user_correction), 0) + coalesce(pg_column_size(p.better_action_plan), 0)) over w as bytes
      from page p window w as (order by p.created_at %4$s, p.id %4$s)
    ), kept as (
      select s.* from sized s where s.n <= %6$s and (s.n = 1 or s.bytes <= 8000000)
    )
    select json_build_object(
      'data', coalesce((select json_agg(row_to_json(i) order by i.created_at %4$s, i.id %4$s) from (select %1$s from kept i) i), '[]'),
      'next', case when (select count(*) from kept) < (select count(*) from page)
        then (select k.created_at || '|' || k.id from kept k order by k.n desc limit 1) end)
  $query$, private.execution_columns(), private.execution_where(filter, caller.projects), after, direction, page_limit + 1, page_limit, condition) into result;
  return result;
end;
$$;
comment on function private.execution_page(jsonb, text, text, boolean, integer, text) is
  'One keyset page {data, next}; next is the cursor after the last row, or null. condition: a further SQL condition on i of ours. PT403 unless the caller may do the action; only its projects are read.';

-- security definer: private.execution_page takes SQL, so that nobody else may call it.
create function public.list_executions(filter text, sort text default '-created_at', page_limit integer default 50, page_cursor text default null) returns json
language plpgsql stable security definer
set search_path = ''
as $$
begin
  return private.execution_page(filter::jsonb, 'read', 'true', sort = 'created_at', least(page_limit, 1000), page_cursor);
end;
$$;
comment on function public.list_executions(text, text, integer, text) is 'One page of executions {data, next}, newest first unless sort = created_at.';
grant execute on function public.list_executions(text, text, integer, text) to authenticated;

-- security definer: as public.list_executions.
create function public.get_execution(execution_id uuid) returns json
language plpgsql stable security definer
set search_path = ''
as $$
begin
  return private.execution_page(jsonb_build_object('ids', jsonb_build_array(execution_id)), 'read', 'true', true, 1, null) -> 'data' -> 0;
end;
$$;
comment on function public.get_execution(uuid) is 'One execution, or null when it does not exist for the caller.';
grant execute on function public.get_execution(uuid) to authenticated;

-- security definer: as private.execution_page.
create function public.count_executions(filter text) returns bigint
language plpgsql stable security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('read');
  f jsonb := filter::jsonb;
  total bigint;
begin
  if not exists (select from jsonb_object_keys(f) k where k not in ('from', 'to', 'project', 'model', 'strategy', 'version'))
    and coalesce((f ->> 'from')::timestamptz at time zone 'UTC' = date_trunc('day', (f ->> 'from')::timestamptz at time zone 'UTC'), true)
    and coalesce((f ->> 'to')::timestamptz at time zone 'UTC' = date_trunc('day', (f ->> 'to')::timestamptz at time zone 'UTC'), true) then
    -- Whole days and the dimensions of the rollup: its cost does not grow with the executions. Row-level security does not hold here.
    execute format('select coalesce(sum(x.total), 0)::bigint from public.llm_feedback_daily x where %s and %s', private.outcome_where(f),
      case when caller.projects is null then 'true' else private.any_of('x.project', to_jsonb(caller.projects)) end) into total;
  else
    execute format('select count(*) from public.llm_feedback i where %s', private.execution_where(f, caller.projects)) into total;
  end if;
  return total;
end;
$$;
comment on function public.count_executions(text) is 'How many executions match a filter. Only the caller''s projects are counted.';
grant execute on function public.count_executions(text) to authenticated;

-- security definer: as public.list_executions.
create function public.export_executions_page(filter text, page_limit integer default 1000, page_cursor text default null) returns json
language plpgsql stable security definer
set search_path = ''
as $$
declare
  page json := private.execution_page(filter::jsonb, 'datasets',
    'i.example_status <> ''retired'' and (i.better_action_plan is not null or (i.success and i.action_plan <> ''{}''))', true, least(page_limit, 5000), page_cursor);
begin
  return json_build_object('next', page -> 'next', 'data', (
    select coalesce(json_agg(json_build_object('prompt', e.value -> 'user_prompt',
      'response', case when json_typeof(e.value -> 'better_action_plan') = 'object' then e.value -> 'better_action_plan' else e.value -> 'action_plan' end) order by e.place), '[]')
    from json_array_elements(page -> 'data') with ordinality e (value, place)));
end;
$$;
comment on function public.export_executions_page(text, integer, text) is
  'One page {data: [{prompt, response}], next} of what may serve as an example, oldest first: successful executions, and those a reviewer has written a better plan for, which then is the response. Retired ones and those without a plan are left out.';
grant execute on function public.export_executions_page(text, integer, text) to authenticated;

create function public.record_execution_export(filter text) returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  perform private.require('datasets');
  -- Filters may hold end-user ids and searched words; the log keeps only which filters were set.
  perform private.audit('execution.export', 'execution', null, null,
    jsonb_build_object('format', 'prompt-response', 'filtered_by', (select jsonb_agg(k) from jsonb_object_keys(filter::jsonb) k)));
end;
$$;
comment on function public.record_execution_export(text) is 'Writes the audit entry of an export that begins.';
grant execute on function public.record_execution_export(text) to authenticated;

-- ---------------------------------------------------------------------------------------------------------------
-- Figures, all from the rollup. Row-level security keeps the rows of other projects out: these functions run as their caller.
-- ---------------------------------------------------------------------------------------------------------------

create function private.outcome_where(filter jsonb) returns text
language sql immutable
set search_path = ''
as $$
  select concat_ws(' and ', private.cost_range(filter, 'x.date'),
    case when filter ? 'project' then private.any_of('x.project', filter -> 'project') end,
    case when filter ? 'model' then private.any_of('nullif(x.model, '''')', filter -> 'model') end,
    case when filter ? 'strategy' then private.any_of('nullif(x.strategy, '''')', filter -> 'strategy') end,
    case when filter ? 'version' then private.any_of('nullif(x.version_label, '''')', filter -> 'version') end);
$$;
comment on function private.outcome_where(jsonb) is 'The filters of figures as an SQL condition on a row x of llm_feedback_daily. Every value is quoted.';

create function private.outcome_days(filter jsonb) returns setof public.llm_feedback_daily
language plpgsql stable
set search_path = ''
as $$
begin
  perform private.require('read');
  return query execute format('select x.* from public.llm_feedback_daily x where %s', private.outcome_where(filter));
end;
$$;
comment on function private.outcome_days(jsonb) is 'The rows of the daily rollup under a filter that the caller may read. PT403 without the right to read.';

create function private.outcome_json(d public.llm_feedback_daily) returns jsonb
language sql immutable
set search_path = ''
as $$
  select jsonb_build_object('total', d.total, 'successful', d.successful, 'success_rate', d.successful::double precision / nullif(d.total, 0),
    'ci_low', private.wilson_bound(d.successful, d.total, -1), 'ci_high', private.wilson_bound(d.successful, d.total, 1),
    'failed_validation', d.failed_validation, 'failed_execution', d.failed_execution, 'failed_logic', d.failed_logic,
    'failed_unclassified', d.failed_unclassified, 'retries', d.retries_sum, 'retried', d.retried, 'corrected', d.corrected,
    'instructions_count', d.instructions_count, 'response_quality', d.instructions_complete::double precision / nullif(d.instructions_count, 0),
    'tokens_count', d.tokens_count, 'tokens_per_request', (d.tokens_in_sum + d.tokens_out_sum)::double precision / nullif(d.tokens_count, 0),
    'tokens_in', d.tokens_in_sum, 'tokens_out', d.tokens_out_sum, 'cost_usd', d.cost_sum, 'cost_count', d.cost_count,
    'cost_per_request', (d.cost_sum / nullif(d.cost_count, 0))::double precision);
$$;
comment on function private.outcome_json(public.llm_feedback_daily) is
  'The figures of executions that a row of the rollup, or a sum of rows, stands for; with the Wilson 95 % bounds of the success rate. Ratios without a denominator are null.';

create function private.outcome_sums() returns text
language sql immutable
set search_path = ''
as $$
  select format('private.outcome_json(row(null, '''', '''', '''', '''', %s)::public.llm_feedback_daily)',
    string_agg(format('coalesce(sum(x.%I), 0)', c), ', ' order by place))
  from unnest(array['total', 'successful', 'failed_validation', 'failed_execution', 'failed_logic', 'failed_unclassified', 'retries_sum', 'retried',
    'corrected', 'instructions_count', 'instructions_complete', 'tokens_in_sum', 'tokens_out_sum', 'tokens_count', 'cost_sum', 'cost_count'])
    with ordinality u (c, place);
$$;
comment on function private.outcome_sums() is 'SQL: the figures of the rows x of the rollup, as an aggregate. Its columns are those of the table, in their order.';

create function private.outcome_totals(filter jsonb) returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  result jsonb;
begin
  execute format('select %s from private.outcome_days($1) x', private.outcome_sums()) into result using filter;
  return result;
end;
$$;
comment on function private.outcome_totals(jsonb) is 'The figures of all executions under a filter.';

create function public.execution_stats(filter text) returns json
language plpgsql stable
set search_path = ''
as $$
declare
  f jsonb := filter::jsonb;
  today timestamptz := date_trunc('day', now() at time zone 'UTC') at time zone 'UTC';
  range_start timestamptz := (f ->> 'from')::timestamptz;
  complete_end timestamptz := least((f ->> 'to')::timestamptz, today);
begin
  return private.outcome_totals(f) || jsonb_build_object(
    'complete', case when complete_end > range_start then private.outcome_totals(f || jsonb_build_object('to', complete_end)) end,
    'previous', case when complete_end > range_start then
      private.outcome_totals(f || jsonb_build_object('from', range_start - (complete_end - range_start), 'to', range_start)) end);
end;
$$;
comment on function public.execution_stats(text) is
  'Figures of the range; of its complete days; and of the same number of days before it. complete and previous are null when the range has no start or no complete day.';
grant execute on function public.execution_stats(text) to authenticated;

create function private.outcome_group(name text) returns text
language plpgsql immutable
set search_path = ''
as $$
begin
  return case name when 'model' then 'nullif(x.model, '''')' when 'strategy' then 'nullif(x.strategy, '''')'
    when 'version' then 'nullif(x.version_label, '''')' when 'project' then 'x.project' end;
end;
$$;
comment on function private.outcome_group(text) is 'SQL: the value by which rows x of the rollup are grouped; null for a name that is no group.';

create function public.execution_timeseries(filter text, granularity text default 'day', group_by text default null) returns json
language plpgsql stable
set search_path = ''
as $$
declare
  f jsonb := filter::jsonb;
  range_start date := ((f ->> 'from')::timestamptz at time zone 'UTC')::date;
  -- What ends later is not over.
  range_end date := least(((f ->> 'to')::timestamptz at time zone 'UTC')::date, (now() at time zone 'UTC')::date);
  series text := coalesce(private.outcome_group(group_by), 'null::text');
  result json;
begin
  if granularity not in ('day', 'week', 'month') then
    raise sqlstate 'PT400' using message = 'granularity must be day, week or month';
  end if;
  if group_by is not null and private.outcome_group(group_by) is null then
    raise sqlstate 'PT400' using message = 'group_by must be model, strategy, version or project';
  end if;
  execute format($query$
    with grouped as (
      select date_trunc(%1$L, x.date::timestamp)::date as bucket, %2$s as series, %3$s as figures
      from private.outcome_days($1) x group by 1, 2
    )
    select coalesce(json_agg(g.figures || jsonb_build_object('bucket', g.bucket, 'group', g.series,
        'partial', (g.bucket + %4$L::interval)::date > $3 or coalesce(g.bucket < $2, false))
      order by g.bucket, (g.figures ->> 'total')::bigint desc, g.series collate "C"), '[]') from grouped g
  $query$, granularity, series, private.outcome_sums(), '1 ' || granularity) into result using f, range_start, range_end;
  return result;
end;
$$;
comment on function public.execution_timeseries(text, text, text) is
  'Figures per UTC day, ISO week or month, optionally per model, strategy, version or project. Buckets without executions are absent.';
grant execute on function public.execution_timeseries(text, text, text) to authenticated;

create function public.execution_breakdown(filter text, group_by text[]) returns json
language plpgsql stable
set search_path = ''
as $$
declare
  result json;
  names text[] := array['model', 'strategy', 'version', 'project'];
begin
  if coalesce(cardinality(group_by), 0) = 0 or not group_by <@ names then
    raise sqlstate 'PT400' using message = 'group_by must be any of model, strategy, version and project';
  end if;
  execute format($query$
    with grouped as (
      select %s, %s as figures from private.outcome_days($1) x group by 1, 2, 3, 4
    )
    select coalesce(json_agg(g.figures || jsonb_build_object('model', g.model, 'strategy', g.strategy, 'version', g.version, 'project', g.project)
      order by (g.figures ->> 'total')::bigint desc, g.project collate "C", g.strategy collate "C", g.version collate "C", g.model collate "C"), '[]') from grouped g
  $query$, (select string_agg(format('%s as %I', case when n = any (group_by) then private.outcome_group(n) else 'null::text' end, n), ', ' order by place)
      from unnest(names) with ordinality u (n, place)),
    private.outcome_sums()) into result using filter::jsonb;
  return result;
end;
$$;
comment on function public.execution_breakdown(text, text[]) is
  'Figures per group of a range, most executions first. A dimension that is not among the groups is null, as is one that executions lack.';
grant execute on function public.execution_breakdown(text, text[]) to authenticated;

create function public.execution_versions(filter text) returns json
language plpgsql stable
set search_path = ''
as $$
declare
  f jsonb := filter::jsonb;
  -- The running day is not over.
  today date := (now() at time zone 'UTC')::date;
begin
  return (
    with known as (
      -- Over all time: a version that was there before the range does not come in it.
      select d.project, d.version_label, (array_agg(nullif(d.strategy, '') order by d.date desc, d.total desc))[1] as strategy,
        min(d.date) as first_seen_on, max(d.date) as last_seen_on, sum(d.total)::bigint as total
      from private.outcome_days(f - array['from', 'to']) d where d.version_label <> '' group by d.project, d.version_label
    ), arrived as (
      select k.* from known k
      where (f ->> 'from' is null or k.first_seen_on >= ((f ->> 'from')::timestamptz at time zone 'UTC')::date)
        and (f ->> 'to' is null or k.first_seen_on < ((f ->> 'to')::timestamptz at time zone 'UTC')::date)
      order by k.first_seen_on desc, k.project collate "C", k.version_label collate "C" limit 200
    )
    select coalesce(json_agg(json_build_object('version', a.version_label, 'strategy', a.strategy, 'project', a.project,
        'first_seen_on', a.first_seen_on, 'last_seen_on', a.last_seen_on, 'total', a.total,
        'before', private.outcome_totals((f - 'version') || jsonb_build_object('project', jsonb_build_array(a.project),
          'from', (a.first_seen_on - 7)::timestamp at time zone 'UTC', 'to', a.first_seen_on::timestamp at time zone 'UTC')),
        'after', case when a.first_seen_on < today then private.outcome_totals((f - 'version') || jsonb_build_object('project', jsonb_build_array(a.project),
          'from', a.first_seen_on::timestamp at time zone 'UTC', 'to', least(a.first_seen_on + 7, today)::timestamp at time zone 'UTC')) end)
      order by a.first_seen_on desc, a.project collate "C", a.version_label collate "C"), '[]')
    from arrived a);
end;
$$;
comment on function public.execution_versions(text) is
  'The 200 newest versions that were first seen in the range, newest first, with the figures of their project in the 7 days before and the first 7 complete days from then on. after is null for a version of today.';
grant execute on function public.execution_versions(text) to authenticated;

grant execute on function private.outcome_where(jsonb), private.outcome_days(jsonb), private.outcome_json(public.llm_feedback_daily), private.outcome_sums(),
  private.outcome_totals(jsonb), private.outcome_group(text) to authenticated;

-- ---------------------------------------------------------------------------------------------------------------
-- Recording and changing
-- ---------------------------------------------------------------------------------------------------------------

create type private.execution_input as (
  n integer, key text, hmac text, id uuid, user_prompt text, action_plan jsonb, execution_result jsonb, error text, success boolean, error_class text,
  response_text text, project text, user_id text, model text, priced_as text, tokens_in bigint, tokens_out bigint, cost numeric, response_time_ms integer,
  retries integer, user_correction text, strategy text, strategy_version integer, prompt_version text, experiment text, variant text, subject text,
  available_columns text[], example_ids uuid[], metadata jsonb, interaction_id uuid, created_at timestamptz,
  -- Worked out of what was sent.
  experiment_id uuid, failure_pattern_id uuid);
comment on type private.execution_input is 'One execution as it is sent, with its idempotency key, the HMAC of its body, and the name the price list knows its model by.';

create function private.read_executions(items jsonb, caller private.principal_info) returns private.execution_input[]
language plpgsql stable
set search_path = ''
as $$
declare
  input private.execution_input[];
  item private.execution_input;
  sent record;
  errors json[] := '{}';
begin
  for sent in
    select e.place::integer as n, jsonb_populate_record(null::private.execution_input, e.value) as item
    from jsonb_array_elements(items) with ordinality e (value, place) order by e.place
  loop
    item := sent.item;
    item.n := sent.n;
    item.id := coalesce(item.id, gen_random_uuid());
    -- Executions that came together without times keep their order.
    item.created_at := coalesce(date_trunc('milliseconds', item.created_at), date_trunc('milliseconds', now()) + (item.n - 1) * interval '1 microsecond');
    item.project := coalesce(item.project, case when caller.projects is null then 'default' when cardinality(caller.projects) = 1 then caller.projects[1] end);
    if item.project is null then
      errors := errors || json_build_object('index', item.n - 1, 'status', 400, 'path', 'project', 'message', 'is required: you are limited to several projects');
    elsif caller.projects is not null and not item.project = any (caller.projects) then
      errors := errors || json_build_object('index', item.n - 1, 'status', 403, 'path', 'project', 'message', 'is not one of yours');
    end if;
    item.subject := coalesce(item.subject, item.user_id);
    item.experiment_id := null;
    item.failure_pattern_id := null;
    input[item.n] := item;
  end loop;
  if coalesce(cardinality(input), 0) not between 1 and 1000 then
    raise sqlstate 'PT400' using message = 'items: 1 to 1,000 executions a call', detail = private.issue('items', 'must have 1 to 1,000 executions');
  end if;
  perform private.refuse_interactions(case when cardinality(errors) > 0 then array_to_json(errors) end);
  return input;
end;
$$;
comment on function private.read_executions(jsonb, private.principal_info) is
  'Executions as they are sent, each with an id, a time, a project and a subject. PT409 with the errors of all of them when the caller may not write there.';

create function private.place_in_experiments(input private.execution_input[]) returns private.execution_input[]
language plpgsql stable
set search_path = ''
as $$
declare
  found record;
  errors json[] := '{}';
begin
  for found in
    select r.n, r.ordinality as place, e.id, e.status, v.name as variant
    from unnest(input) with ordinality r
    left join lateral (
      select x.id, x.status from public.experiments x
      where x.project = r.project and (x.id::text = lower(r.experiment) or x.name = r.experiment)
      -- An id goes before a name that looks like one.
      order by (x.id::text = lower(r.experiment)) desc limit 1) e on true
    left join public.experiment_variants v on v.experiment_id = e.id and v.name = r.variant
    where r.experiment is not null order by r.n
  loop
    if found.id is null or found.status = 'draft' then
      errors := errors || json_build_object('index', found.n - 1, 'status', 400, 'path', 'experiment',
        'message', case when found.id is null then 'is not an experiment of the project' else 'has not been started' end);
    elsif found.variant is null then
      errors := errors || json_build_object('index', found.n - 1, 'status', 400, 'path', 'variant', 'message', 'is not a variant of the experiment');
    else
      input[found.place].experiment_id := found.id;
    end if;
  end loop;
  perform private.refuse_interactions(case when cardinality(errors) > 0 then array_to_json(errors) end);
  return input;
end;
$$;
comment on function private.place_in_experiments(private.execution_input[]) is
  'Executions with the ids of the experiments that they name by id or name. PT409 with all errors [{index, status, path, message}] in detail, each with status 400.';

create function private.insert_executions(input private.execution_input[]) returns setof public.llm_feedback
language plpgsql volatile
set search_path = ''
as $$
declare
  failed record;
  errors json;
begin
  input := private.place_in_experiments(input);
  insert into public.projects (project)
  select distinct r.project from unnest(input) r where not exists (select from public.projects p where p.project = r.project) order by r.project
  on conflict do nothing;
  perform private.hold_users(array(select r.user_id from unnest(input) r));
  -- In the order of the patterns, so that two batches with the same errors wait for each other instead of deadlocking.
  for failed in
    select r.ordinality as place, r.project, r.error_class, r.error, coalesce(r.prompt_version, r.strategy || coalesce('@' || r.strategy_version::text, '')) as version_label,
      r.created_at
    from unnest(input) with ordinality r where not r.success
    order by r.project collate "C", coalesce(r.error_class, ''), private.error_fingerprint(r.error) collate "C", r.created_at, r.n
  loop
    input[failed.place].failure_pattern_id :=
      private.hold_failure_pattern(failed.project, failed.error_class, failed.error, failed.version_label, failed.created_at);
  end loop;

  with written as (
    insert into public.llm_feedback (id, user_prompt, action_plan, execution_result, error, success, user_id, created_at, project, response_text, error_class,
      failure_pattern_id, model, tokens_in, tokens_out, cost_usd, cost_source, price, response_time_ms, retries, user_correction, strategy, strategy_version,
      prompt_version, experiment_id, variant, subject, available_columns, example_ids, metadata, interaction_id)
    select r.id, r.user_prompt, r.action_plan, r.execution_result, r.error, r.success, r.user_id, r.created_at, r.project, r.response_text, r.error_class,
      r.failure_pattern_id, r.model, r.tokens_in, r.tokens_out, (p.price).cost_usd, (p.price).cost_source, (p.price).price, r.response_time_ms,
      coalesce(r.retries, 0), r.user_correction, r.strategy, r.strategy_version, r.prompt_version, r.experiment_id, r.variant, r.subject,
      r.available_columns, coalesce(r.example_ids, '{}'), coalesce(r.metadata, '{}'), r.interaction_id
    from unnest(input) r
    cross join lateral (
      select private.price_interaction(r.model, r.priced_as, r.cost, r.tokens_in, null, r.tokens_out, r.created_at) as price offset 0) p
    order by r.id
    on conflict (id) do nothing
    returning id
  )
  select json_agg(json_build_object('index', x.n - 1, 'status', 409, 'path', 'id', 'message', 'is already taken') order by x.n) into errors
  from (select r.n, r.id, row_number() over (partition by r.id order by r.n) as use from unnest(input) r) x
  where x.use > 1 or not exists (select from written w where w.id = x.id);
  perform private.refuse_interactions(errors);
  return query select f.* from unnest(input) r join public.llm_feedback f on f.id = r.id order by r.n;
end;
$$;
comment on function private.insert_executions(private.execution_input[]) is
  'Writes executions (n: their places in the request, which refusals name) with their cost, end user, experiment and failure pattern, and returns the rows in their order. PT409 with all errors in detail when any is refused.';

create function private.store_executions(items jsonb, caller private.principal_info) returns setof public.llm_feedback
language sql volatile
set search_path = ''
as $$
  select * from private.insert_executions(private.read_executions(items, caller));
$$;
comment on function private.store_executions(jsonb, private.principal_info) is
  'Writes 1 to 1,000 executions, all or nothing, into the projects of the caller, and returns the rows. An item has the fields of POST /v1/executions, and may have priced_as (the name the price list knows its model by) and interaction_id. '
  'PT409 with [{index, status, path, message}] in detail when any is refused. Whoever calls it asks for the permission.';

create function private.execution_json(execution_id uuid) returns json
language plpgsql stable
set search_path = ''
as $$
declare
  result json;
begin
  execute format('select row_to_json(i) from (select %s from public.llm_feedback i where i.id = $1) i', private.execution_columns())
  into result using execution_id;
  return result;
end;
$$;
comment on function private.execution_json(uuid) is 'One execution as the API shows it.';

-- security definer: keys hold no write policies; checks principal, scope and project itself.
create function public.record_executions(items text) returns json
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('record');
  input private.execution_input[] := private.read_executions(items::jsonb, caller);
  total integer := cardinality(input);
  item private.execution_input;
  fresh private.execution_input[] := '{}';
  fresh_keys text[] := '{}';
  owner_of jsonb := '{}';
  -- Per item, by its position n (1-based).
  ids uuid[] := array_fill(null::uuid, array[total]);
  errors json[] := '{}';
  stored record;
begin
  -- Idempotency keys, in sorted order; a concurrent duplicate waits here for the first to commit.
  if exists (select from unnest(input) r where r.key is not null) then
    delete from public.idempotency_keys k where k.principal_id = caller.id and k.created_at < now() - interval '24 hours'
      and k.key in (select r.key from unnest(input) r);
    -- Each call clears away more expired keys than it adds.
    delete from public.idempotency_keys k where (k.principal_id, k.key) in (
      select e.principal_id, e.key from public.idempotency_keys e where e.created_at < now() - interval '24 hours'
      order by e.created_at limit 2 * total for update skip locked);
    with claimed as (
      insert into public.idempotency_keys (principal_id, key, body_hmac)
      select caller.id, r.key, r.hmac from (select distinct on (r.key) r.key, r.hmac from unnest(input) r where r.key is not null order by r.key, r.n) r
      order by r.key
      on conflict (principal_id, key) do nothing
      returning key
    )
    select coalesce(array_agg(c.key), '{}') into fresh_keys from claimed c;
  end if;
  for i in 1 .. total loop
    item := input[i];
    -- Only a run on the configured model has one.
    item.interaction_id := null;
    if item.key is null or (item.key = any (fresh_keys) and not owner_of ? item.key) then
      if item.key is not null then
        owner_of := owner_of || jsonb_build_object(item.key, item.id);
      end if;
      ids[i] := item.id;
      fresh := fresh || item;
      continue;
    end if;
    select k.body_hmac, k.row_ids[1] as row_id into stored from public.idempotency_keys k where k.principal_id = caller.id and k.key = item.key;
    if stored.body_hmac is distinct from item.hmac then
      errors := errors || json_build_object('index', i - 1, 'status', 409, 'path', case when item.key like 'execution-id:%' then 'id' end,
        'message', 'the same idempotency key or id was already used with a different body');
    elsif owner_of ? item.key then
      ids[i] := (owner_of ->> item.key)::uuid;
    elsif exists (select from public.llm_feedback x where x.id = stored.row_id and (caller.projects is null or x.project = any (caller.projects))) then
      ids[i] := stored.row_id;
    else
      errors := errors || json_build_object('index', i - 1, 'status', 409, 'path', null, 'message', 'this execution was recorded before and has been deleted since');
    end if;
  end loop;
  perform private.refuse_interactions(case when cardinality(errors) > 0 then array_to_json(errors) end);

  if cardinality(fresh) > 0 then
    perform private.insert_executions(fresh);
    update public.idempotency_keys k set row_ids = array[r.id] from unnest(fresh) r
    where k.principal_id = caller.id and k.key = r.key;
  end if;
  return json_build_object('ids', to_json(ids), 'row', case when total = 1 then private.execution_json(ids[1]) end);
end;
$$;
comment on function public.record_executions(text) is
  'Records 1 to 1,000 executions, all or nothing: {ids, row}; row is whole when there is one. '
  'PT409 with [{index, status, path, message}] in detail when any is refused. An item with a key (and the HMAC of its body) that was recorded before is answered with its id again.';
grant execute on function public.record_executions(text) to authenticated;

-- security definer: nobody holds a write policy; checks the caller and its projects itself.
create function public.update_execution(execution_id uuid, patch text) returns json
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('change');
  changes jsonb := patch::jsonb;
  unknown text;
  stored public.llm_feedback;
  wanted public.llm_feedback;
begin
  select k into unknown from jsonb_object_keys(changes) k
  where k not in ('success', 'error', 'error_class', 'execution_result', 'user_correction', 'retries') limit 1;
  if unknown is not null then
    raise sqlstate 'PT400' using message = format('%s cannot be changed', unknown), detail = private.issue(unknown, 'cannot be changed');
  end if;
  select f.* into stored from public.llm_feedback f
  where f.id = execution_id and (caller.projects is null or f.project = any (caller.projects)) for no key update;
  if not found then
    raise sqlstate 'PT404' using message = 'no such execution';
  end if;
  wanted := stored;
  wanted.success := coalesce((changes ->> 'success')::boolean, stored.success);
  foreach unknown in array array['error', 'error_class'] loop
    if wanted.success and changes ->> unknown is not null then
      raise sqlstate 'PT400' using message = format('%s does not belong to a successful execution', unknown),
        detail = private.issue(unknown, 'does not belong to a successful execution');
    end if;
  end loop;
  wanted.error := case when wanted.success then null when changes ? 'error' then changes ->> 'error' else stored.error end;
  wanted.error_class := case when wanted.success then null when changes ? 'error_class' then changes ->> 'error_class' else stored.error_class end;
  wanted.execution_result := case when changes ? 'execution_result' then nullif(changes -> 'execution_result', 'null') else stored.execution_result end;
  wanted.user_correction := case when changes ? 'user_correction' then changes ->> 'user_correction' else stored.user_correction end;
  wanted.retries := coalesce((changes ->> 'retries')::integer, stored.retries);
  if (wanted.success, wanted.error, wanted.error_class) is distinct from (stored.success, stored.error, stored.error_class) then
    wanted.failure_pattern_id := case when not wanted.success then
      private.hold_failure_pattern(stored.project, wanted.error_class, wanted.error, stored.version_label, stored.created_at) end;
  end if;
  update public.llm_feedback f set success = wanted.success, error = wanted.error, error_class = wanted.error_class,
    failure_pattern_id = wanted.failure_pattern_id, execution_result = wanted.execution_result, user_correction = wanted.user_correction,
    retries = wanted.retries
  where f.id = execution_id;
  return private.execution_json(execution_id);
end;
$$;
comment on function public.update_execution(uuid, text) is
  'Changes success, error, error_class, execution_result, user_correction or retries (only the keys present). Success clears the error and its class; PT400 when one is sent with it. Every figure follows. PT404 when the execution does not exist for the caller.';
grant execute on function public.update_execution(uuid, text) to authenticated;

-- ---------------------------------------------------------------------------------------------------------------
-- Personal data: what is known of, exported and erased of a person includes their executions
-- ---------------------------------------------------------------------------------------------------------------

-- security definer: programs and reviewers write under settings that they may not read; answers only what a write needs.
create or replace function public.get_ingest_settings(project text default null, target_type text default null, target_id uuid default null) returns json
language plpgsql stable security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.principal();
  target text := get_ingest_settings.project;
  settings jsonb;
begin
  if target_id is not null then
    select x.project into target from (
      select f.project from public.feedback f where target_type = 'feedback' and f.id = target_id
      union all select s.project from public.prompt_tuning_sessions s where target_type = 'session' and s.id = target_id
      union all select t.project from public.tuning_conversation_turns t where target_type = 'turn' and t.id = target_id
      union all select i.project from public.tuning_improvements i where target_type = 'improvement' and i.id = target_id
      union all select n.project from public.llm_interactions n where target_type = 'interaction' and n.id = target_id
      union all select e.project from public.llm_feedback e where target_type = 'execution' and e.id = target_id) x;
  elsif target is null then
    target := case when caller.projects is null then 'default' when cardinality(caller.projects) = 1 then caller.projects[1] end;
  end if;
  if caller.kind is null or not (private.can('record') or private.can('change') or private.can('annotate') or private.can('review'))
    or (caller.projects is not null and not target = any (caller.projects)) then
    target := null;
  end if;
  settings := private.project_settings_json(target);
  return (settings - array['idle_minutes', 'version', 'updated_at'])
    || jsonb_build_object('is_new', not exists (select from public.projects p where p.project = target));
end;
$$;
comment on function public.get_ingest_settings(text, text, uuid) is
  'How what is sent to a project (or to a row of it: feedback, session, turn, improvement, interaction, execution) is treated. Without either: the caller''s default project, as private.project_for. '
  'The defaults for what the caller may not write to: the write itself refuses that, in its own words. is_new: no such project is known yet.';

create or replace function public.get_user_profile(user_id text, alias text default null, projects text default null) returns json
language plpgsql stable
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('read');
  ids text[] := array_remove(array[get_user_profile.user_id, alias], null);
  wanted text[] := (select array_agg(p) from jsonb_array_elements_text(get_user_profile.projects::jsonb) p);
  votes record;
  talk record;
  spent record;
  tried record;
begin
  if caller.projects is not null then
    wanted := array(select p from unnest(caller.projects) p where wanted is null or p = any (wanted));
  end if;
  select count(*) as total, min(f.created_at) as first, max(f.created_at) as last into votes
  from public.feedback f where f.user_id = any (ids) and (wanted is null or f.project = any (wanted));
  select count(*) as total, min(c.started_at) as first, max(c.last_activity) as last into talk
  from public.llm_conversations c where c.user_id = any (ids) and (wanted is null or c.project = any (wanted));
  select coalesce(sum(d.total_interactions), 0) as total, coalesce(sum(d.total_cost), 0) as cost, coalesce(sum(d.total_tokens_used), 0) as tokens into spent
  from public.user_llm_daily d where d.user_id = any (ids) and (wanted is null or d.project = any (wanted));
  select count(*) as total, min(e.created_at) as first, max(e.created_at) as last into tried
  from public.llm_feedback e where (e.user_id = any (ids) or (e.subject = any (ids) and e.subject is distinct from e.user_id))
    and (wanted is null or e.project = any (wanted));
  if votes.total + talk.total + spent.total + tried.total = 0 then
    raise sqlstate 'PT404' using message = 'nothing is stored about this person';
  end if;
  return json_build_object(
    'user_id', get_user_profile.user_id,
    'stored', json_build_object(
      'feedback', votes.total, 'conversations', talk.total, 'interactions', spent.total, 'executions', tried.total,
      'first_seen_at', least(votes.first, talk.first, tried.first), 'last_seen_at', greatest(votes.last, talk.last, tried.last),
      'total_cost', spent.cost, 'total_tokens_used', spent.tokens),
    'profiles', coalesce((
      select json_agg(to_jsonb(p) order by p.total_interactions desc, p.project) from public.user_llm_profiles p
      where p.user_id = any (ids) and (wanted is null or p.project = any (wanted))), '[]'));
end;
$$;

-- security definer: reads what has no policy for anyone, such as the trash of others' projects; checks the caller and the projects itself.
create or replace function public.export_user_page(user_id text, alias text default null, section integer default 0, page_cursor text default '', page_limit integer default 50)
returns json
language plpgsql stable security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('administer');
  ids text[] := array_remove(array[export_user_page.user_id, alias], null);
  of_person constant text := 't.user_id = any ($1) and ($2 is null or t.project = any ($2))';
  -- What a line is called, the rows, the order they come in, which is unique, and what is not theirs to see.
  sections constant text[][] := array[
    ['vote', 'public.feedback', 't.id::text', of_person, 'search'],
    ['vote_revision', 'public.feedback_revisions', 'lpad(t.id::text, 20, ''0'')',
      't.feedback_id in (select f.id from public.feedback f where f.user_id = any ($1) union all select f.id from public.feedback_trash f where f.user_id = any ($1))'
      ' and ($2 is null or t.project = any ($2))', 'editor_id'],
    ['deleted_vote', 'public.feedback_trash', 't.id::text', of_person, 'deleted_by'],
    ['conversation', 'public.llm_conversations', 't.id::text', of_person, 'agent_counts'],
    ['interaction', 'public.llm_interactions', 't.id::text', of_person, 'search'],
    ['profile', 'public.user_llm_profiles', 't.project', of_person, ''],
    ['daily_figures', 'public.user_llm_daily', 'concat_ws(chr(31), t.date, t.project, t.user_id, t.agent_type, t.model)', of_person, ''],
    ['budget', 'public.budgets', 't.id::text', of_person, 'created_by'],
    ['execution', 'public.llm_feedback', 't.id::text',
      '(t.user_id = any ($1) or (t.subject = any ($1) and t.subject is distinct from t.user_id)) and ($2 is null or t.project = any ($2))', 'reviewed_by'],
    ['assignment', 'public.experiment_assignments', 't.experiment_id::text || t.subject',
      't.subject = any ($1) and exists (select from public.experiments e where e.id = t.experiment_id and ($2 is null or e.project = any ($2)))', ''],
    ['user', 'public.users', 't.id', 't.id = any ($1) and $2 is null', '']];
  lines jsonb[];
  next_cursor text;
begin
  if section < 0 or section >= array_length(sections, 1) then
    return json_build_object('data', '[]'::json, 'next', null, 'sections', array_length(sections, 1));
  end if;
  execute format(
    'select array_agg(x.line order by x.key), max(x.key) from (
       select (jsonb_build_object(''type'', %L::text) || to_jsonb(t)) - %L as line, %s collate "C" as key from %s t
       where %s and %s collate "C" > $3 order by 2 limit $4) x',
    sections[section + 1][1], sections[section + 1][5], sections[section + 1][3], sections[section + 1][2], sections[section + 1][4], sections[section + 1][3])
    into lines, next_cursor using ids, caller.projects, page_cursor, least(page_limit, 200);
  return json_build_object(
    'data', coalesce(array_to_json(lines), '[]'),
    'next', case when coalesce(cardinality(lines), 0) = least(page_limit, 200) then next_cursor end,
    'sections', array_length(sections, 1));
end;
$$;
comment on function public.export_user_page(text, text, integer, text, integer) is
  'Admins: one page {data, next, sections} of everything stored about an end user in their projects: section 0 are votes, then revisions, deleted votes, conversations, interactions, profiles, daily figures, budgets, executions, assignments and the row of users. next: the cursor within the section.';

-- security definer: reaches tables that nobody may write; admins of every project only.
create or replace function public.erase_user(user_id text, alias text default null) returns json
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('administer');
  ids text[] := array_remove(array[erase_user.user_id, alias], null);
  talks uuid[];
  votes uuid[];
  replies uuid[];
  gone_budgets uuid[];
  tries uuid[];
  patterns uuid[];
  held bigint;
  talks_erased bigint;
  profiles bigint;
  counts jsonb;
begin
  if caller.projects is not null then
    raise sqlstate 'PT403' using message = 'erasing a person needs an admin of every project';
  end if;

  -- In the order of every writer: end users, patterns, executions. Whoever records something of the person now waits, and then begins anew.
  -- A person who is not known yet is locked all the same, or one who is being recorded for the first time would slip past.
  loop
    insert into public.users (id) select distinct i from unnest(ids) i where not exists (select from public.users u where u.id = i) order by 1
    on conflict do nothing;
    select count(*) into held from (select u.id from public.users u where u.id = any (ids) order by u.id for update) x;
    exit when held = (select count(distinct i) from unnest(ids) i);
  end loop;
  select coalesce(array_agg(x.id), '{}') into patterns from (
    select p.id from public.failure_patterns p
    where p.id in (select e.failure_pattern_id from public.llm_feedback e where e.user_id = any (ids) or (e.subject = any (ids) and e.subject is distinct from e.user_id))
    order by p.project, coalesce(p.error_class, ''), p.pattern collate "C" for update) x;

  -- Votes.
  with gone as (delete from public.feedback f where f.user_id = any (ids) returning f.id),
    trashed as (delete from public.feedback_trash t where t.user_id = any (ids) returning t.id)
  select coalesce(array_agg(x.id), '{}') into votes from (select g.id from gone g union all select t.id from trashed t) x;
  delete from public.feedback_revisions r where r.feedback_id = any (votes);

  -- Interactions. Conversations are locked first and in order, as by everyone who writes to them.
  select coalesce(array_agg(x.id), '{}') into talks from (
    select c.id from public.llm_conversations c
    where c.user_id = any (ids) or c.id in (select i.conversation_id from public.llm_interactions i where i.user_id = any (ids))
    order by c.id for update) x;
  with gone as (delete from public.llm_interactions i where i.user_id = any (ids) returning i.id)
  select coalesce(array_agg(g.id), '{}') into replies from gone g;
  -- A conversation that others took part in is theirs from now on.
  update public.llm_conversations c set user_id = o.user_id, external_conversation_id = null, thread_ts = null, conversation_metadata = '{}'
  from (
    select distinct on (i.conversation_id) i.conversation_id, i.user_id from public.llm_interactions i
    where i.conversation_id = any (talks) order by i.conversation_id, i."timestamp", i.id) o
  where o.conversation_id = c.id and c.user_id = any (ids);
  delete from public.llm_conversations c where c.id = any (talks) and (c.user_id = any (ids)
    or not exists (select from public.llm_interactions i where i.conversation_id = c.id));
  get diagnostics talks_erased = row_count;
  -- The triggers have taken the figures away; this is for figures whose rows were removed without them.
  delete from public.user_llm_daily d where d.user_id = any (ids);
  delete from public.user_llm_profiles p where p.user_id = any (ids);
  get diagnostics profiles = row_count;

  -- Executions, and the variants the person was assigned to. An error of nobody else goes with them: its text may be theirs.
  with gone as (
    delete from public.llm_feedback e where e.user_id = any (ids) or (e.subject = any (ids) and e.subject is distinct from e.user_id) returning e.id)
  select coalesce(array_agg(g.id), '{}') into tries from gone g;
  delete from public.experiment_assignments a where a.subject = any (ids);
  delete from public.failure_patterns p where p.id = any (patterns) and not exists (select from public.llm_feedback e where e.failure_pattern_id = p.id);
  delete from public.users u where u.id = any (ids);

  -- What watches over the person, and what was told of it.
  select coalesce(array_agg(b.id), '{}') into gone_budgets from public.budgets b where b.user_id = any (ids);
  -- Before their budgets: afterwards nothing says whose they are.
  delete from public.alerts a where a.budget_id = any (gone_budgets)
    or a.id in (select unnest(t.alert_ids) from public.budgets_trash t where t.budget ->> 'user_id' = any (ids));
  delete from public.budgets_trash t where t.budget ->> 'user_id' = any (ids);
  delete from public.budgets b where b.id = any (gone_budgets);
  delete from public.webhook_deliveries d
  where exists (select from unnest(ids || gone_budgets::text[]) i where position(to_jsonb(i)::text in d.payload::text) > 0);

  -- Which requests made the rows, and views of them that members have saved.
  delete from public.idempotency_keys k where k.row_ids && (votes || replies || tries);
  delete from public.saved_views v where exists (
    select from unnest(ids) i, regexp_split_to_table(v.search, '[?&]') parameter
    where parameter like 'user_id=%' and private.decode_url(substring(parameter from 9)) = i)
    or exists (select from unnest(ids) i where private.decode_url(v.path) = '/interactions/people/' || i);

  counts := jsonb_build_object('feedback', cardinality(votes), 'interactions', cardinality(replies), 'conversations', talks_erased,
    'profiles', profiles, 'budgets', cardinality(gone_budgets), 'executions', cardinality(tries));
  -- The log says that it happened and how much, not who: the id is what was to be erased.
  perform private.audit('user.erase', 'user', null, null, counts);
  return counts;
end;
$$;
comment on function public.erase_user(text, text) is
  'Full admins: removes everything stored about an end user, in one transaction: votes with their revisions, interactions, conversations, profile, figures, budgets and what was told of them, executions and assignments. alias: the one-way form of the id. Answers the counts.';
