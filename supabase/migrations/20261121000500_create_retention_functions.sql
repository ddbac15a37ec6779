-- Purpose: archiving old sessions, bringing them back, deleting old archives; by hand and by a schedule.
-- Objects: public.{get,update}_retention_policy, run_retention, list_archive, get_archived_session, restore_archived_session;
--          private.archive_sessions, delete_archived_sessions, restore_session, retention_candidates, run_scheduled_retention.
-- Destructive: the functions delete what an admin, or the policy an admin has set, tells them to.

-- ---------------------------------------------------------------------------------------------------------------
-- Moving sessions
-- ---------------------------------------------------------------------------------------------------------------

create type private.retention_counts as (sessions integer, turns integer, improvements integer, reviews integer);

create function private.archive_sessions(session_ids uuid[], archived_by uuid) returns private.retention_counts
language plpgsql volatile
set search_path = ''
as $$
declare
  moving uuid[];
  turn_ids uuid[];
  counts private.retention_counts;
begin
  -- A queue place is held before its turn, as reviewers do, and nobody can add anything to a session or turn that is locked here.
  perform from public.review_queue_slots q where q.session_id = any (session_ids) order by q.queue_id, q.turn_id, q.slot for update;
  perform from public.prompt_tuning_sessions s where s.id = any (session_ids) order by s.id for update;
  perform from public.tuning_conversation_turns t where t.session_id = any (session_ids) order by t.id for update;
  moving := array(select s.id from public.prompt_tuning_sessions s where s.id = any (session_ids));
  turn_ids := array(select t.id from public.tuning_conversation_turns t where t.session_id = any (moving));
  perform set_config('retune.is_restoring', 'on', true);

  insert into public.prompt_tuning_sessions_archive select s.* from public.prompt_tuning_sessions s where s.id = any (moving);
  insert into public.tuning_archive_entries (session_id, project, archived_by)
  select s.id, s.project, archive_sessions.archived_by from public.prompt_tuning_sessions s where s.id = any (moving);
  -- Each row is moved as it is deleted: what was saved a moment ago is in the archive, whatever a snapshot would show.
  with gone as (delete from public.review_queue_slots q where q.turn_id = any (turn_ids) returning q.*)
  insert into public.review_queue_slots_archive select g.* from gone g;
  with gone as (delete from public.turn_adjudications a where a.turn_id = any (turn_ids) returning a.*)
  insert into public.turn_adjudications_archive select g.* from gone g;
  with gone as (delete from public.turn_review_revisions v where v.turn_id = any (turn_ids) returning v.*)
  insert into public.turn_review_revisions_archive select g.* from gone g;
  with gone as (delete from public.turn_reviews r where r.turn_id = any (turn_ids) returning r.*)
  insert into public.turn_reviews_archive select g.* from gone g;
  get diagnostics counts.reviews = row_count;
  with gone as (delete from public.tuning_improvements i where i.turn_id = any (turn_ids) returning i.*)
  insert into public.tuning_improvements_archive select g.* from gone g;
  get diagnostics counts.improvements = row_count;
  with gone as (delete from public.tuning_conversation_turns t where t.id = any (turn_ids) returning t.*)
  insert into public.tuning_conversation_turns_archive select g.* from gone g;
  get diagnostics counts.turns = row_count;
  delete from public.prompt_tuning_sessions s where s.id = any (moving);
  get diagnostics counts.sessions = row_count;

  perform set_config('retune.is_restoring', '', true);
  return counts;
end;
$$;
comment on function private.archive_sessions(uuid[], uuid) is
  'Moves sessions with their turns, notes, reviews, revisions, adjudications and queue places into the archive, as they are. Checks nobody: its callers do.';

create function private.restore_session(session_id uuid) returns private.retention_counts
language plpgsql volatile
set search_path = ''
as $$
declare
  turn_ids uuid[];
  archived_at timestamptz;
  queue uuid;
  counts private.retention_counts;
begin
  select e.archived_at into archived_at from public.prompt_tuning_sessions_archive s
  join public.tuning_archive_entries e on e.session_id = s.id where s.id = restore_session.session_id for update;
  if not found then
    raise sqlstate 'PT404' using message = 'no such archived session';
  end if;
  turn_ids := array(select t.id from public.tuning_conversation_turns_archive t where t.session_id = restore_session.session_id);
  perform set_config('retune.is_restoring', 'on', true);

  insert into public.prompt_tuning_sessions select s.* from public.prompt_tuning_sessions_archive s where s.id = restore_session.session_id;
  with back as (delete from public.tuning_conversation_turns_archive t where t.id = any (turn_ids) returning t.*)
  insert into public.tuning_conversation_turns select b.* from back b;
  get diagnostics counts.turns = row_count;
  with back as (delete from public.tuning_improvements_archive i where i.turn_id = any (turn_ids) returning i.*)
  insert into public.tuning_improvements select b.* from back b;
  get diagnostics counts.improvements = row_count;
  with back as (delete from public.turn_reviews_archive r where r.turn_id = any (turn_ids) returning r.*)
  insert into public.turn_reviews select b.* from back b;
  get diagnostics counts.reviews = row_count;
  with back as (delete from public.turn_review_revisions_archive v where v.turn_id = any (turn_ids) returning v.*)
  insert into public.turn_review_revisions overriding system value select b.* from back b;
  with back as (delete from public.turn_adjudications_archive a where a.turn_id = any (turn_ids) returning a.*)
  insert into public.turn_adjudications select b.* from back b;
  -- A queue that was deleted meanwhile has no places to give back.
  with back as (delete from public.review_queue_slots_archive q where q.turn_id = any (turn_ids) returning q.*)
  insert into public.review_queue_slots select b.* from back b where exists (select from public.review_queues q where q.id = b.queue_id);
  -- Takes the entry along.
  delete from public.prompt_tuning_sessions_archive s where s.id = restore_session.session_id;

  perform set_config('retune.is_restoring', '', true);
  -- Queues that were opened or changed meanwhile may ask for these turns too; the others have their places back as they were.
  for queue in select q.id from public.review_queues q where q.updated_at > archived_at order by q.id loop
    perform private.fill_review_queues(turn_ids, queue);
  end loop;
  counts.sessions := 1;
  return counts;
end;
$$;
comment on function private.restore_session(uuid) is 'Brings an archived session back with all that belongs to it, as it was. PT404 when there is none. Checks nobody: its callers do.';

create function private.delete_archived_sessions(session_ids uuid[]) returns private.retention_counts
language plpgsql volatile
set search_path = ''
as $$
declare
  going uuid[];
  turn_ids uuid[];
  counts private.retention_counts;
begin
  perform from public.prompt_tuning_sessions_archive s where s.id = any (session_ids) order by s.id for update;
  going := array(select s.id from public.prompt_tuning_sessions_archive s where s.id = any (session_ids));
  turn_ids := array(select t.id from public.tuning_conversation_turns_archive t where t.session_id = any (going));
  delete from public.review_queue_slots_archive q where q.turn_id = any (turn_ids);
  delete from public.turn_adjudications_archive a where a.turn_id = any (turn_ids);
  delete from public.turn_review_revisions_archive v where v.turn_id = any (turn_ids);
  delete from public.turn_reviews_archive r where r.turn_id = any (turn_ids);
  get diagnostics counts.reviews = row_count;
  delete from public.tuning_improvements_archive i where i.session_id = any (going);
  get diagnostics counts.improvements = row_count;
  -- For good: also what someone had deleted before the session was archived.
  delete from public.tuning_improvements_trash x where x.turn_id = any (turn_ids);
  delete from public.tuning_conversation_turns_archive t where t.id = any (turn_ids);
  get diagnostics counts.turns = row_count;
  delete from public.prompt_tuning_sessions_archive s where s.id = any (going);
  get diagnostics counts.sessions = row_count;
  return counts;
end;
$$;
comment on function private.delete_archived_sessions(uuid[]) is 'Deletes archived sessions with all that belongs to them, for good. Checks nobody: its callers do.';

create function private.run_retention_batch(action text, before timestamptz, actor uuid, batch_size integer) returns private.retention_counts
language plpgsql volatile
set search_path = ''
as $$
declare
  due uuid[];
  counts private.retention_counts;
begin
  if action = 'archive' then
    due := array(
      select x.id from (
        select s.id, s.session_start, sum(s.total_turns) over w as turns, row_number() over w as n
        from (select o.id, o.session_start, o.total_turns from public.prompt_tuning_sessions o
          where o.session_start < before order by o.session_start, o.id limit batch_size) s
        window w as (order by s.session_start, s.id)) x
      -- A transaction stays short whatever the sessions are: about 5000 turns, and one session at least.
      where x.n = 1 or x.turns <= 5000);
    counts := private.archive_sessions(due, actor);
  else
    due := array(select e.session_id from public.tuning_archive_entries e where e.archived_at < before order by e.archived_at, e.session_id limit batch_size);
    counts := private.delete_archived_sessions(due);
  end if;
  if counts.sessions > 0 then
    perform private.audit('retention.' || action, 'tuning_session', null, null,
      jsonb_build_object('before', before, 'sessions', counts.sessions, 'turns', counts.turns, 'improvements', counts.improvements, 'reviews', counts.reviews));
  end if;
  return counts;
end;
$$;
comment on function private.run_retention_batch(text, timestamptz, uuid, integer) is
  'Archives, or deletes from the archive, up to batch_size sessions, oldest first, with an audit entry; archives about 5000 turns at most. Checks nobody: its callers do.';

-- ---------------------------------------------------------------------------------------------------------------
-- By hand
-- ---------------------------------------------------------------------------------------------------------------

create function private.require_full_admin() returns private.principal_info
language plpgsql stable
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('administer');
begin
  if caller.projects is not null then
    raise sqlstate 'PT403' using message = 'this needs an admin of every project';
  end if;
  return caller;
end;
$$;
comment on function private.require_full_admin() is 'The caller, if it is an admin of every project; else PT403.';

-- security definer: moves rows of every author; full admins only.
create function public.run_retention(action text, older_than_days integer, is_dry_run boolean default true, before timestamptz default null) returns json
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require_full_admin();
  limit_at timestamptz := coalesce(before, date_trunc('milliseconds', now() - make_interval(days => older_than_days)));
  counts private.retention_counts;
begin
  if limit_at > now() then
    raise sqlstate 'PT400' using message = 'before must not be in the future';
  end if;
  if action not in ('archive', 'delete_archived') then
    raise sqlstate 'PT400' using message = 'action must be archive or delete_archived';
  end if;
  if not is_dry_run then
    counts := private.run_retention_batch(action, limit_at, caller.id, 500);
  elsif action = 'archive' then
    select count(*), coalesce(sum(s.total_turns), 0), coalesce(sum(s.total_improvements), 0),
      (select count(*) from public.turn_reviews r join public.tuning_conversation_turns t on t.id = r.turn_id
        join public.prompt_tuning_sessions o on o.id = t.session_id where o.session_start < limit_at)
      into counts
    from public.prompt_tuning_sessions s where s.session_start < limit_at;
  else
    select count(*), coalesce(sum(s.total_turns), 0), coalesce(sum(s.total_improvements), 0),
      (select count(*) from public.turn_reviews_archive r join public.tuning_conversation_turns_archive t on t.id = r.turn_id
        join public.tuning_archive_entries o on o.session_id = t.session_id where o.archived_at < limit_at)
      into counts
    from public.tuning_archive_entries e join public.prompt_tuning_sessions_archive s on s.id = e.session_id where e.archived_at < limit_at;
  end if;
  return json_build_object('action', action, 'dry_run', is_dry_run, 'sessions', counts.sessions, 'turns', counts.turns,
    'improvements', counts.improvements, 'reviews', counts.reviews, 'before', limit_at);
end;
$$;
comment on function public.run_retention(text, integer, boolean, timestamptz) is
  'Archives sessions that started, or deletes sessions that were archived, more than older_than_days ago: up to 500 a call; repeat it with the before it answered until none is left. '
  'A dry run counts all of them. PT403 but for admins of every project.';
grant execute on function public.run_retention(text, integer, boolean, timestamptz) to authenticated;

-- security definer: reaches the archive; admins of the project only.
create function public.restore_archived_session(session_id uuid) returns json
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('read');
  project text;
  counts private.retention_counts;
begin
  select e.project into project from public.tuning_archive_entries e
  where e.session_id = restore_archived_session.session_id and (caller.projects is null or e.project = any (caller.projects));
  if not found then
    raise sqlstate 'PT404' using message = 'no such archived session';
  end if;
  perform private.require('administer');
  begin
    counts := private.restore_session(restore_archived_session.session_id);
  exception when unique_violation then
    raise sqlstate 'PT409' using message = 'the tester has another active session, or a session with the same id has been recorded since',
      hint = 'end or delete that one first';
  end;
  perform private.audit('retention.restore', 'tuning_session', restore_archived_session.session_id::text, project);
  return json_build_object('session_id', restore_archived_session.session_id, 'turns', counts.turns, 'improvements', counts.improvements, 'reviews', counts.reviews);
end;
$$;
comment on function public.restore_archived_session(uuid) is
  'Brings an archived session back as it was; answers how much came back. PT404 when there is none for the caller, PT403 but for admins, PT409 when its place is taken.';
grant execute on function public.restore_archived_session(uuid) to authenticated;

create function public.list_archive(filter text, page_limit integer default 50, page_cursor text default null) returns json
language plpgsql stable
set search_path = ''
as $$
declare
  wanted text[] := case when filter::jsonb ? 'project' then array(select jsonb_array_elements_text(filter::jsonb -> 'project')) end;
  size integer := least(page_limit, 1000);
begin
  perform private.require('read');
  return (
    with page as (
      select s.*, e.archived_at, row_number() over (order by e.archived_at desc, e.session_id desc) as n
      from public.tuning_archive_entries e join public.prompt_tuning_sessions_archive s on s.id = e.session_id
      where (wanted is null or e.project = any (wanted))
        and (page_cursor is null
          or (e.archived_at, e.session_id) < (split_part(page_cursor, '|', 1)::timestamptz, split_part(page_cursor, '|', 2)::uuid))
      order by e.archived_at desc, e.session_id desc limit size + 1
    )
    select json_build_object(
      'data', coalesce((select json_agg(to_jsonb(p) - 'n' order by p.n) from page p where p.n <= size), '[]'),
      'next', case when (select count(*) from page) > size then (select p.archived_at || '|' || p.id from page p where p.n = size) end));
end;
$$;
comment on function public.list_archive(text, integer, text) is 'One page of archived sessions {data, next}, last archived first, in the projects of the caller (row-level security).';
grant execute on function public.list_archive(text, integer, text) to authenticated;

create function public.get_archived_session(session_id uuid) returns json
language plpgsql stable
set search_path = ''
as $$
begin
  perform private.require('read');
  -- Row-level security hides the sessions of other projects, and others' notes from all but admins.
  return (
    select json_build_object(
      'session', to_jsonb(s) || jsonb_build_object('archived_at', e.archived_at),
      'turns', (select coalesce(json_agg(row_to_json(t) order by t.turn_number), '[]')
        from public.tuning_conversation_turns_archive t where t.session_id = s.id),
      'improvements', (select coalesce(json_agg(row_to_json(i) order by i."timestamp", i.id), '[]')
        from public.tuning_improvements_archive i where i.session_id = s.id))
    from public.prompt_tuning_sessions_archive s join public.tuning_archive_entries e on e.session_id = s.id
    where s.id = get_archived_session.session_id);
end;
$$;
comment on function public.get_archived_session(uuid) is 'An archived session with its turns and notes, or null when it does not exist for the caller.';
grant execute on function public.get_archived_session(uuid) to authenticated;

-- ---------------------------------------------------------------------------------------------------------------
-- The policy, and the schedule that follows it
-- ---------------------------------------------------------------------------------------------------------------

create function public.get_retention_policy() returns json
language plpgsql stable
set search_path = ''
as $$
begin
  perform private.require_full_admin();
  return coalesce(
    (select (s.value || jsonb_build_object('updated_at', s.updated_at))::json from public.settings s where s.key = 'tuning_retention'),
    '{"is_enabled": false, "archive_after_days": null, "delete_after_days": null, "updated_at": null}');
end;
$$;
comment on function public.get_retention_policy() is 'The retention policy; off until someone sets one. PT403 but for admins of every project.';
grant execute on function public.get_retention_policy() to authenticated;

-- security definer: nobody holds a write policy on settings; full admins only.
create function public.update_retention_policy(policy text, is_checked boolean default false, expected_updated_at timestamptz default null) returns json
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require_full_admin();
  wanted jsonb := policy::jsonb;
  current public.settings;
begin
  -- The first policy has no row to lock.
  perform pg_advisory_xact_lock(hashtext('retune.settings.tuning_retention'));
  select * into current from public.settings s where s.key = 'tuning_retention';
  if is_checked and date_trunc('milliseconds', current.updated_at) is distinct from date_trunc('milliseconds', expected_updated_at) then
    raise sqlstate 'PT409' using message = 'the policy was changed by someone else since you read it', hint = 'read it again and repeat your change';
  end if;
  wanted := jsonb_build_object('is_enabled', (wanted ->> 'is_enabled')::boolean,
    'archive_after_days', (wanted ->> 'archive_after_days')::integer, 'delete_after_days', (wanted ->> 'delete_after_days')::integer);
  if (wanted ->> 'archive_after_days')::integer < 1 or (wanted ->> 'delete_after_days')::integer < 1 or wanted ->> 'is_enabled' is null then
    raise sqlstate 'PT400' using message = 'the policy is not valid';
  end if;
  insert into public.settings as s (key, value, updated_by) values ('tuning_retention', wanted, caller.id)
  on conflict (key) do update set value = excluded.value, updated_by = excluded.updated_by;
  perform private.audit('retention.policy', 'setting', 'tuning_retention', null, jsonb_build_object('before', current.value, 'after', wanted));
  return public.get_retention_policy();
end;
$$;
comment on function public.update_retention_policy(text, boolean, timestamptz) is
  'Sets the retention policy. When is_checked, PT409 unless its updated_at is still expected_updated_at (null = there is none). PT403 but for admins of every project.';
grant execute on function public.update_retention_policy(text, boolean, timestamptz) to authenticated;

create function private.run_scheduled_retention(batch_size integer default 500) returns private.retention_counts
language plpgsql volatile
set search_path = ''
as $$
declare
  policy jsonb;
  archived private.retention_counts;
  deleted private.retention_counts;
begin
  -- One runner at a time, however many instances there are; the others have nothing to do.
  if not pg_try_advisory_xact_lock(hashtext('retune.retention')) then
    return null;
  end if;
  select s.value into policy from public.settings s where s.key = 'tuning_retention';
  if not coalesce((policy ->> 'is_enabled')::boolean, false) then
    return null;
  end if;
  if (policy ->> 'archive_after_days')::integer >= 1 then
    archived := private.run_retention_batch('archive', now() - make_interval(days => (policy ->> 'archive_after_days')::integer), null, batch_size);
  end if;
  if (policy ->> 'delete_after_days')::integer >= 1 then
    deleted := private.run_retention_batch('delete_archived', now() - make_interval(days => (policy ->> 'delete_after_days')::integer), null, batch_size);
  end if;
  return row(coalesce(archived.sessions, 0) + coalesce(deleted.sessions, 0), coalesce(archived.turns, 0) + coalesce(deleted.turns, 0),
    coalesce(archived.improvements, 0) + coalesce(deleted.improvements, 0), coalesce(archived.reviews, 0) + coalesce(deleted.reviews, 0))::private.retention_counts;
end;
$$;
comment on function private.run_scheduled_retention(integer) is
  'Follows the policy for up to batch_size sessions each way; repeat it until it answers no sessions. Null when the policy is off or another runner is at work. For the schedule, which is no caller of the API.';

grant execute on function private.require_full_admin() to authenticated;
