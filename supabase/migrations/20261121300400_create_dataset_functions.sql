-- Purpose: datasets and their weekly schedules: made, changed, deleted, brought back, run and cleared away.
-- Objects: private.{dataset_json,dataset_audit,changeable_dataset,check_dataset_projects,next_dataset_run,last_dataset_run,save_dataset_schedule,
--          claim_due_dataset,create_scheduled_dataset_version,prune_dataset_versions,purge_deleted_datasets,tell_of_dataset_version};
--          public.{list,get,create,update,delete,restore}_dataset(s).
-- Destructive: no.
--
-- Order of locks: the row of datasets, then its schedule, then its versions.

-- ---------------------------------------------------------------------------------------------------------------
-- Times of a schedule
-- ---------------------------------------------------------------------------------------------------------------

create function private.dataset_runs_around(weekday integer, hour integer, time_zone text, moment timestamptz) returns setof timestamptz
language sql immutable
set search_path = ''
as $$
  -- Postgres reads an hour that the clocks skip as an hour later, and one that they repeat as its second time.
  select (l.day - (extract(isodow from l.day)::integer - weekday) + 7 * w.week + make_interval(hours => hour)) at time zone time_zone
  from (select (moment at time zone time_zone)::date) l (day), generate_series(-1, 1) w (week);
$$;
comment on function private.dataset_runs_around(integer, integer, text, timestamptz) is
  'The times of a weekly schedule in the local week of a time and in the weeks before and after.';

create function private.next_dataset_run(weekday integer, hour integer, time_zone text, after timestamptz) returns timestamptz
language sql immutable
set search_path = ''
as $$
  select min(r) from private.dataset_runs_around(weekday, hour, time_zone, after) r where r > after;
$$;
comment on function private.next_dataset_run(integer, integer, text, timestamptz) is
  'The first time after another at which it is this weekday (1 = Monday) and hour in the zone; an hour that the clocks skip is the one after it, of a repeated one the second.';

create function private.last_dataset_run(weekday integer, hour integer, time_zone text, until timestamptz) returns timestamptz
language sql immutable
set search_path = ''
as $$
  select max(r) from private.dataset_runs_around(weekday, hour, time_zone, until) r where r <= until;
$$;
comment on function private.last_dataset_run(integer, integer, text, timestamptz) is 'The newest such time that is not after another.';

-- ---------------------------------------------------------------------------------------------------------------
-- Datasets
-- ---------------------------------------------------------------------------------------------------------------

create function private.dataset_json(d public.datasets) returns json
language plpgsql stable
set search_path = ''
as $$
begin
  return json_build_object('id', d.id, 'name', d.name, 'description', d.description, 'definition', d.definition, 'projects', d.projects,
    'version', d.version,
    'schedule', (
      select json_build_object('weekday', s.weekday, 'hour', s.hour, 'time_zone', s.time_zone, 'keep_versions', s.keep_versions,
        'is_active', s.is_active, 'next_run_at', s.next_run_at)
      from public.dataset_schedules s where s.dataset_id = d.id),
    'latest_version', (
      select private.dataset_version_json(v) from public.dataset_versions v where v.dataset_id = d.id order by v.version desc limit 1),
    'versions', (select count(*) from public.dataset_versions v where v.dataset_id = d.id),
    'created_by_label', d.created_by_label, 'created_at', d.created_at, 'updated_at', d.updated_at);
end;
$$;
comment on function private.dataset_json(public.datasets) is 'A dataset with its schedule and newest version as the API shows it.';
grant execute on function private.dataset_json(public.datasets) to authenticated;

create function public.list_datasets(filter text default '{}', page_limit integer default 50, page_cursor text default null) returns json
language plpgsql stable
set search_path = ''
as $$
declare
  wanted jsonb := filter::jsonb;
  size integer := least(greatest(page_limit, 1), 200);
begin
  perform private.require('datasets');
  return (
    with page as (
      select d.* from public.datasets d
      where d.deleted_at is null
        and (wanted ->> 'q' is null or position(lower(wanted ->> 'q') in lower(d.name)) > 0)
        and (page_cursor is null or (d.created_at, d.id) < (split_part(page_cursor, '|', 1)::timestamptz, split_part(page_cursor, '|', 2)::uuid))
      order by d.created_at desc, d.id desc limit size + 1
    ), kept as (
      select p.* from page p order by p.created_at desc, p.id desc limit size
    )
    select json_build_object(
      'data', coalesce((select json_agg(private.dataset_json(k::public.datasets) order by k.created_at desc, k.id desc) from kept k), '[]'),
      'next', case when (select count(*) from page) > size then (select k.created_at || '|' || k.id from kept k order by k.created_at, k.id limit 1) end)
  );
end;
$$;
comment on function public.list_datasets(text, integer, text) is
  'A page of the datasets that the caller may build, newest first, {data, next}; filter: q, a part of the name.';
grant execute on function public.list_datasets(text, integer, text) to authenticated;

create function public.get_dataset(dataset_id uuid) returns json
language plpgsql stable
set search_path = ''
as $$
declare
  found_dataset public.datasets;
begin
  perform private.require('datasets');
  select d.* into found_dataset from public.datasets d where d.id = dataset_id and d.deleted_at is null;
  if not found then
    raise sqlstate 'PT404' using message = 'there is no such dataset';
  end if;
  return private.dataset_json(found_dataset);
end;
$$;
comment on function public.get_dataset(uuid) is 'One dataset. PT404 when it does not exist for the caller.';
grant execute on function public.get_dataset(uuid) to authenticated;

create function private.dataset_audit(d public.datasets) returns jsonb
language sql stable
set search_path = ''
as $$
  -- Filters may hold ids of end users, and the log holds none.
  select jsonb_build_object('name', d.name, 'source', d.definition -> 'source', 'format', d.definition -> 'format', 'projects', d.projects,
    'redaction', d.definition -> 'redaction', 'version', d.version,
    'schedule', (
      select jsonb_build_object('weekday', s.weekday, 'hour', s.hour, 'time_zone', s.time_zone, 'keep_versions', s.keep_versions, 'is_active', s.is_active)
      from public.dataset_schedules s where s.dataset_id = d.id));
$$;
comment on function private.dataset_audit(public.datasets) is 'What the audit log keeps of a dataset.';

create function private.only_project(projects text[]) returns text
language sql immutable
set search_path = ''
as $$
  select case when cardinality(projects) = 1 then projects[1] end;
$$;
comment on function private.only_project(text[]) is 'The project of what belongs to one alone, else null.';

create function private.changeable_dataset(caller private.principal_info, wanted uuid) returns public.datasets
language plpgsql
set search_path = ''
as $$
declare
  found_dataset public.datasets;
begin
  select d.* into found_dataset from public.datasets d
  where d.id = wanted and d.deleted_at is null and (caller.projects is null or d.projects <@ caller.projects) for update;
  if not found then
    raise sqlstate 'PT404' using message = 'there is no such dataset';
  end if;
  return found_dataset;
end;
$$;
comment on function private.changeable_dataset(private.principal_info, uuid) is
  'The dataset, locked; PT404 when it does not exist for the caller. One of all projects exists for callers of all.';

create function private.check_dataset_projects(allowed text[], named jsonb) returns void
language plpgsql immutable
set search_path = ''
as $$
declare
  foreign_project text;
begin
  -- Reads are cut to the projects anyway: a dataset that never has a row should not be made.
  select n.project into foreign_project from jsonb_array_elements_text(coalesce(nullif(named, 'null'), '[]')) n (project)
  where not n.project = any (allowed) limit 1;
  if foreign_project is not null then
    raise sqlstate 'PT403' using message = format('the filter names the project %s, of which this dataset may not hold rows', foreign_project),
      hint = format('its projects: %s', array_to_string(allowed, ', '));
  end if;
end;
$$;
comment on function private.check_dataset_projects(text[], jsonb) is 'PT403 when a filter names a project that is not among those a dataset may hold rows of.';

create function private.save_dataset_schedule(of_dataset uuid, given jsonb, by_caller uuid) returns void
language plpgsql
set search_path = ''
as $$
declare
  before public.dataset_schedules;
  next_run timestamptz;
begin
  if coalesce(given, 'null') = 'null' then
    delete from public.dataset_schedules s where s.dataset_id = of_dataset;
    return;
  end if;
  begin
    next_run := private.next_dataset_run((given ->> 'weekday')::integer, (given ->> 'hour')::integer, given ->> 'time_zone', now());
  exception when invalid_parameter_value then
    raise sqlstate 'PT400' using message = 'schedule.time_zone: is not a time zone that the database knows',
      detail = private.issue('schedule.time_zone', 'is not a time zone that the database knows');
  end;
  select s.* into before from public.dataset_schedules s where s.dataset_id = of_dataset;
  -- What is due and waits for the jobs stays due, unless the time itself was changed.
  if before.is_active and (before.weekday, before.hour, before.time_zone)
    = ((given ->> 'weekday')::integer, (given ->> 'hour')::integer, given ->> 'time_zone') then
    next_run := before.next_run_at;
  end if;
  insert into public.dataset_schedules as s (dataset_id, weekday, hour, time_zone, keep_versions, is_active, next_run_at, updated_by)
  values (of_dataset, (given ->> 'weekday')::integer, (given ->> 'hour')::integer, given ->> 'time_zone',
    (given ->> 'keep_versions')::integer, (given ->> 'is_active')::boolean, next_run, by_caller)
  on conflict (dataset_id) do update set weekday = excluded.weekday, hour = excluded.hour, time_zone = excluded.time_zone,
    keep_versions = excluded.keep_versions, is_active = excluded.is_active, next_run_at = excluded.next_run_at,
    updated_at = now(), updated_by = excluded.updated_by;
end;
$$;
comment on function private.save_dataset_schedule(uuid, jsonb, uuid) is
  'Stores the schedule of a dataset, whose row is locked by the caller; null removes it. PT400 naming schedule.time_zone. Weeks in which it was off are not made up for.';

-- security definer: nobody holds a write policy; checks the principal itself, and the dataset takes the projects of its caller.
create function public.create_dataset(input text) returns json
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('datasets');
  given jsonb := input::jsonb;
  made public.datasets;
begin
  perform private.check_dataset_projects(caller.projects, given -> 'named_projects');
  insert into public.datasets (name, description, definition, projects, created_by, created_by_label)
  values (given ->> 'name', given ->> 'description', given -> 'definition', caller.projects, caller.id, caller.label) returning * into made;
  perform private.save_dataset_schedule(made.id, given -> 'schedule', caller.id);
  perform private.audit('dataset.create', 'dataset', made.id::text, private.only_project(made.projects), private.dataset_audit(made));
  return private.dataset_json(made);
end;
$$;
comment on function public.create_dataset(text) is
  'Makes a dataset {name, description, definition, schedule} of the caller''s projects, for good. named_projects: those that its filters name; PT403 for another than the caller''s.';
grant execute on function public.create_dataset(text) to authenticated;

-- security definer: as create_dataset.
create function public.update_dataset(dataset_id uuid, patch text, expected_version integer default null) returns json
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('datasets');
  given jsonb := patch::jsonb;
  before public.datasets := private.changeable_dataset(caller, dataset_id);
  before_audit jsonb := private.dataset_audit(before);
  changed public.datasets;
begin
  if expected_version is not null and expected_version <> before.version then
    raise sqlstate 'PT409' using message = 'this dataset was changed since you opened it', hint = 'load it again',
      detail = jsonb_build_object('stored_version', before.version);
  end if;
  perform private.check_dataset_projects(before.projects, given -> 'named_projects');
  update public.datasets d set
    name = coalesce(given ->> 'name', d.name),
    description = case when given ? 'description' then given ->> 'description' else d.description end,
    definition = coalesce(given -> 'definition', d.definition),
    version = d.version + 1,
    updated_at = now()
  where d.id = before.id returning * into changed;
  if given ? 'schedule' then
    perform private.save_dataset_schedule(changed.id, given -> 'schedule', caller.id);
  end if;
  perform private.audit('dataset.update', 'dataset', changed.id::text, private.only_project(changed.projects), jsonb_build_object(
    'before', before_audit, 'after', private.dataset_audit(changed), 'definition_changed', before.definition <> changed.definition));
  return private.dataset_json(changed);
end;
$$;
comment on function public.update_dataset(uuid, text, integer) is
  'Changes name, description, definition and schedule (null removes it); frozen versions stay. PT404; PT403 as create_dataset; PT409 with stored_version.';
grant execute on function public.update_dataset(uuid, text, integer) to authenticated;

-- security definer: as create_dataset.
create function public.delete_dataset(dataset_id uuid) returns void
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('datasets');
  removed public.datasets := private.changeable_dataset(caller, dataset_id);
begin
  update public.datasets d set deleted_at = now(), deleted_by = caller.id where d.id = removed.id;
  perform private.audit('dataset.delete', 'dataset', removed.id::text, private.only_project(removed.projects), private.dataset_audit(removed));
end;
$$;
comment on function public.delete_dataset(uuid) is 'Hides a dataset with its versions; its schedule rests. restore_dataset() undoes it for 30 days. PT404.';
grant execute on function public.delete_dataset(uuid) to authenticated;

-- security definer: as create_dataset.
create function public.restore_dataset(dataset_id uuid) returns json
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('datasets');
  restored public.datasets;
begin
  update public.datasets d set deleted_at = null, deleted_by = null
  where d.id = dataset_id and d.deleted_at >= now() - interval '30 days' and (caller.projects is null or d.projects <@ caller.projects)
  returning * into restored;
  if not found then
    raise sqlstate 'PT404' using message = 'no such dataset was deleted within the last 30 days';
  end if;
  perform private.audit('dataset.restore', 'dataset', restored.id::text, private.only_project(restored.projects), private.dataset_audit(restored));
  return private.dataset_json(restored);
end;
$$;
comment on function public.restore_dataset(uuid) is 'Undoes delete_dataset(): everything is as it was, to the byte. PT404 when no such dataset of the caller''s was deleted within 30 days.';
grant execute on function public.restore_dataset(uuid) to authenticated;

-- ---------------------------------------------------------------------------------------------------------------
-- What is due, and what is over
-- ---------------------------------------------------------------------------------------------------------------

create function private.claim_due_dataset()
returns table (dataset_id uuid, definition jsonb, projects text[], planned_at timestamptz, window_from timestamptz, missed integer)
language plpgsql volatile
set search_path = ''
as $$
declare
  chosen public.datasets;
  schedule public.dataset_schedules;
begin
  loop
    -- Several processes may ask at once: each gets another one, until its transaction ends.
    select d.* into chosen from public.datasets d
    join public.dataset_schedules s on s.dataset_id = d.id
    where s.is_active and s.next_run_at <= now() and d.deleted_at is null
    order by s.next_run_at, d.id limit 1 for update of d skip locked;
    if not found then
      return;
    end if;
    -- Read again under the lock: who had it before may have run or changed it.
    select s.* into schedule from public.dataset_schedules s where s.dataset_id = chosen.id and s.is_active and s.next_run_at <= now();
    continue when not found;
    dataset_id := chosen.id;
    definition := chosen.definition;
    projects := chosen.projects;
    planned_at := greatest(schedule.next_run_at, private.last_dataset_run(schedule.weekday, schedule.hour, schedule.time_zone, now()));
    -- Days of the calendar of the schedule, so that neither an hour of the clocks' change is in two windows nor in none.
    window_from := case when chosen.definition #>> '{filters,days}' ~ '^[0-9]{1,3}$' then
      ((planned_at at time zone schedule.time_zone) - make_interval(days => (chosen.definition #>> '{filters,days}')::integer)) at time zone schedule.time_zone end;
    missed := round(extract(epoch from planned_at - schedule.next_run_at) / 604800);
    return next;
    return;
  end loop;
end;
$$;
comment on function private.claim_due_dataset() is
  'A dataset whose schedule is due, held by this transaction, or no row: the newest planned time that has come, where a relative range of days that '
  'ends there begins, and how many earlier runs nobody made. create_scheduled_dataset_version() is the other half.';

create function private.create_scheduled_dataset_version(of_dataset uuid, planned_at timestamptz, resolved jsonb, missed integer, problem text) returns uuid
language plpgsql volatile
set search_path = ''
as $$
declare
  d public.datasets;
  schedule public.dataset_schedules;
  made public.dataset_versions;
begin
  select x.* into d from public.datasets x where x.id = of_dataset for update;
  update public.dataset_schedules s set next_run_at = private.next_dataset_run(s.weekday, s.hour, s.time_zone, planned_at)
  where s.dataset_id = of_dataset returning * into schedule;
  insert into public.dataset_versions (dataset_id, version, state, trigger, scheduled_for, definition, projects, cutoff, error, created_by_label, finished_at)
  values (of_dataset, 1 + coalesce((select max(v.version) from public.dataset_versions v where v.dataset_id = of_dataset), 0),
    case when problem is null then 'queued' else 'failed' end, 'schedule', planned_at, resolved, d.projects, planned_at, left(problem, 2000),
    'Schedule', case when problem is not null then clock_timestamp() end)
  on conflict (dataset_id, scheduled_for) do nothing returning * into made;
  if made.id is not null then
    perform private.audit('dataset_version.create', 'dataset_version', made.id::text, private.only_project(d.projects), jsonb_build_object(
      'dataset_id', d.id, 'version', made.version, 'trigger', 'schedule', 'scheduled_for', planned_at, 'missed', missed));
  end if;
  return made.id;
end;
$$;
comment on function private.create_scheduled_dataset_version(uuid, timestamptz, jsonb, integer, text) is
  'The version of a planned time, to be frozen by the jobs, or failed at once with the problem; the schedule goes on to its next time. Null when that time has its version already.';

create function private.prune_dataset_versions() returns integer
language sql volatile
set search_path = ''
as $$
  with ranked as (
    select v.id, s.keep_versions, row_number() over (partition by v.dataset_id order by v.version desc) as place
    from public.dataset_versions v
    join public.dataset_schedules s on s.dataset_id = v.dataset_id
    join public.datasets d on d.id = v.dataset_id and d.deleted_at is null
    where v.trigger = 'schedule' and v.state = 'ready'
  ), expired as (
    update public.dataset_versions v set state = 'expired' from ranked r
    where v.id = r.id and r.place > r.keep_versions and v.state = 'ready' returning v.id
  )
  select count(*)::integer from expired;
$$;
comment on function private.prune_dataset_versions() is
  'Ends scheduled versions beyond those that their schedule keeps: their items are of no use from now on (list_dataset_leftovers), report and manifest stay. Answers how many.';

create function private.purge_deleted_datasets() returns integer
language sql volatile
set search_path = ''
as $$
  with purged as (
    delete from public.datasets d where d.deleted_at < now() - interval '30 days' returning 1
  )
  select count(*)::integer from purged;
$$;
comment on function private.purge_deleted_datasets() is 'Removes datasets that can no longer be brought back, with everything of theirs; answers how many.';
create index datasets_deleted_at on public.datasets (deleted_at) where deleted_at is not null;

create function private.tell_of_dataset_version() returns trigger
language plpgsql
set search_path = ''
as $$
declare
  d public.datasets;
begin
  select x.* into d from public.datasets x where x.id = new.dataset_id;
  perform private.enqueue_webhooks('dataset_' || new.state, private.only_project(new.projects), clock_timestamp(), jsonb_build_object(
    'id', new.id, 'dataset_id', d.id, 'dataset_name', d.name, 'version', new.version, 'trigger', new.trigger, 'scheduled_for', new.scheduled_for,
    'project', private.only_project(new.projects), 'format', new.definition -> 'format', 'examples', new.items, 'lines', new.lines,
    'files', new.files, 'error', new.error));
  return null;
end;
$$;
comment on function private.tell_of_dataset_version() is
  'Trigger: dataset_ready or dataset_failed to the webhooks that listen, in the transaction in which a version ends. A webhook of one project hears of versions of that project alone.';
create trigger dataset_versions_tell_made after insert on public.dataset_versions
  for each row when (new.state = 'failed') execute function private.tell_of_dataset_version();
create trigger dataset_versions_tell after update of state on public.dataset_versions
  for each row when (new.state in ('ready', 'failed') and old.state in ('queued', 'running')) execute function private.tell_of_dataset_version();
