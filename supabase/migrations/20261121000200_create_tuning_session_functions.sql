-- Purpose: what the API calls for sessions and turns: start, end, record, import, list, statistics, export pages.
-- Objects: public.{create,update,get,list,import}_tuning_session(s), get_tuning_session_stats, find_active_tuning_session, check_tuning_import, record_tuning_turns,
--          list_tuning_session_turns, list_tuning_turns, get_tuning_turn, export_tuning_turns_page, record_tuning_export; private helpers.
-- Destructive: no.
--
-- JSON parameters arrive as text, as in the functions of feedback. A refusal that concerns a field says so in detail:
-- {"issues": [{"path": ..., "message": ...}]}.

create type private.tuning_turn_input as (
  n integer, id uuid, turn_number integer, user_message text, era_response text, "timestamp" timestamptz, intent text, model text, rating smallint,
  processing_time_ms integer, search_results jsonb, avg_similarity double precision, total_chunks integer, confidence_score double precision,
  template_used text, metadata jsonb, improvements jsonb);

create type private.tuning_improvement_input as (
  id uuid, improvement_note text, category text, severity text, "timestamp" timestamptz, metadata jsonb);

-- ---------------------------------------------------------------------------------------------------------------
-- Helpers
-- ---------------------------------------------------------------------------------------------------------------

create function private.issue(path text, message text) returns text
language sql immutable
set search_path = ''
as $$
  select json_build_object('issues', json_build_array(json_build_object('path', path, 'message', message)))::text;
$$;
comment on function private.issue(text, text) is 'The detail of a refusal that concerns one field.';

create function private.project_for(caller private.principal_info, project text) returns text
language plpgsql stable
set search_path = ''
as $$
begin
  if project is null then
    if caller.projects is null then
      return 'default';
    elsif cardinality(caller.projects) = 1 then
      return caller.projects[1];
    end if;
    raise sqlstate 'PT400' using message = 'project: is required, because you are limited to several projects',
      detail = private.issue('project', 'is required: you are limited to several projects');
  elsif caller.projects is not null and not project = any (caller.projects) then
    raise sqlstate 'PT403' using message = format('this %s may not write to another project', caller.kind),
      detail = private.issue('project', 'is not one of yours');
  end if;
  return project;
end;
$$;
comment on function private.project_for(private.principal_info, text) is
  'The project of a row the caller writes: the one it names, else its only one, else `default`. PT403 for another one, PT400 when it must be named.';

create function private.claim_idempotency_key(principal uuid, idempotency_key text, body text) returns uuid[]
language plpgsql volatile
set search_path = ''
as $$
declare
  known record;
begin
  delete from public.idempotency_keys k
  where k.principal_id = principal and k.key = idempotency_key and k.created_at < now() - interval '24 hours';
  -- Each call clears away more expired keys than it adds.
  delete from public.idempotency_keys k where (k.principal_id, k.key) in (
    select e.principal_id, e.key from public.idempotency_keys e where e.created_at < now() - interval '24 hours'
    order by e.created_at limit 2 for update skip locked);
  -- A concurrent duplicate waits here for the first to commit.
  insert into public.idempotency_keys (principal_id, key, body_hmac) values (principal, idempotency_key, body) on conflict do nothing;
  if found then
    return null;
  end if;
  select k.body_hmac, k.row_ids into known from public.idempotency_keys k where k.principal_id = principal and k.key = idempotency_key;
  if known.body_hmac is distinct from body then
    raise sqlstate 'PT409' using message = 'the same idempotency key or id was already used with a different body',
      detail = case when idempotency_key ~ '^(session|turn)-id:' then private.issue('id', 'was already used with a different body') else '{}' end;
  end if;
  return known.row_ids;
end;
$$;
comment on function private.claim_idempotency_key(uuid, text, text) is
  'Null when the key is new: the caller then writes and stores the ids with private.finish_idempotency_key(). Else the ids of the rows that the first request made; PT409 for another body.';

create function private.finish_idempotency_key(principal uuid, idempotency_key text, ids uuid[]) returns void
language sql volatile
set search_path = ''
as $$
  update public.idempotency_keys k set row_ids = ids where k.principal_id = principal and k.key = idempotency_key;
$$;
comment on function private.finish_idempotency_key(uuid, text, uuid[]) is 'Notes which rows the request of a key has made.';

create function private.derived_id(variadic parts text[]) returns uuid
language sql immutable
set search_path = ''
as $$
  -- RFC 9562 version 8: our own hash (SHA-256), with the bits of version and variant set.
  select encode(set_byte(set_byte(h, 6, (get_byte(h, 6) & 15) | 128), 8, (get_byte(h, 8) & 63) | 128), 'hex')::uuid
  from (select substring(sha256(convert_to(array_to_string(parts, chr(31)), 'UTF8')) for 16)) x (h);
$$;
comment on function private.derived_id(text[]) is 'A UUID that is always the same for the same parts.';

create function private.require_session_recorder() returns private.principal_info
language plpgsql stable
set search_path = ''
as $$
declare
  caller private.principal_info := private.principal();
begin
  if caller.kind = 'member' and private.allows(caller.kind, caller.role, caller.scopes, 'review') then
    return caller;
  end if;
  return private.require('record');
end;
$$;
comment on function private.require_session_recorder() is
  'The caller, if it may record sessions and turns: who may record, and every reviewing member in test sessions of their own (private.may_record_in).';

create function private.may_record_in(caller private.principal_info, tester_id text) returns boolean
language sql immutable
set search_path = ''
as $$
  select private.allows(caller.kind, caller.role, caller.scopes, 'record') or tester_id = caller.id::text;
$$;
comment on function private.may_record_in(private.principal_info, text) is 'Whether the caller may record in a session of this tester: any session, or its own.';

create function private.tuning_session_json(s public.prompt_tuning_sessions) returns json
language sql immutable
set search_path = ''
as $$
  select json_build_object('id', s.id, 'project', s.project, 'session_start', s.session_start, 'session_end', s.session_end,
    'master_prompt_version', s.master_prompt_version, 'branch_name', s.branch_name, 'total_turns', s.total_turns,
    'total_improvements', s.total_improvements, 'tester_id', s.tester_id, 'tester_email', s.tester_email, 'tester_name', s.tester_name,
    'metadata', s.metadata, 'created_at', s.created_at, 'updated_at', s.updated_at);
$$;
comment on function private.tuning_session_json(public.prompt_tuning_sessions) is 'A session as the API shows it.';

create function private.tuning_turn_json(t public.tuning_conversation_turns) returns json
language sql immutable
set search_path = ''
as $$
  select json_build_object('id', t.id, 'session_id', t.session_id, 'project', t.project, 'turn_number', t.turn_number,
    'user_message', t.user_message, 'era_response', t.era_response, 'timestamp', t."timestamp", 'intent', t.intent, 'model', t.model,
    'rating', t.rating, 'processing_time_ms', t.processing_time_ms, 'search_results', t.search_results, 'avg_similarity', t.avg_similarity,
    'total_chunks', t.total_chunks, 'confidence_score', t.confidence_score, 'template_used', t.template_used, 'metadata', t.metadata,
    'has_policy_citation', t.has_policy_citation, 'appropriate_action_suggested', t.appropriate_action_suggested,
    'structure_complete', t.structure_complete, 'professionalism_score', t.professionalism_score, 'empathy_score', t.empathy_score,
    'clarity_score', t.clarity_score);
$$;
comment on function private.tuning_turn_json(public.tuning_conversation_turns) is 'A turn as the API shows it.';

create function private.tuning_turn_bytes(t public.tuning_conversation_turns) returns bigint
language sql immutable
set search_path = ''
as $$
  select octet_length(t.user_message)::bigint + octet_length(t.era_response) + coalesce(octet_length(t.search_results::text), 0) + octet_length(t.metadata::text);
$$;
comment on function private.tuning_turn_bytes(public.tuning_conversation_turns) is 'Roughly how large a turn is in an answer. A page ends after 8 MB: rows may be large, memory may not.';

create function private.refuse_second_active_session(project text, tester_id text, tester_email text) returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  active uuid;
begin
  select s.id into active from public.prompt_tuning_sessions s
  where s.project = refuse_second_active_session.project and s.session_end is null
    and coalesce('id:' || s.tester_id, 'email:' || lower(s.tester_email))
      = coalesce('id:' || refuse_second_active_session.tester_id, 'email:' || lower(refuse_second_active_session.tester_email));
  if found then
    raise sqlstate 'PT409' using message = 'this tester has an active session in this project', hint = 'end it first',
      detail = json_build_object('session_id', active)::text;
  end if;
end;
$$;
comment on function private.refuse_second_active_session(text, text, text) is 'PT409 with the id of the tester''s active session, if there is one.';

create function private.tuning_session_where(filter jsonb, projects text[]) returns text
language sql stable
set search_path = ''
as $$
  select concat_ws(' and ', 'true',
    case when projects is not null then private.any_of('s.project', to_jsonb(projects)) end,
    case when filter ? 'from' then format('s.session_start >= %L::timestamptz', filter ->> 'from') end,
    case when filter ? 'to' then format('s.session_start < %L::timestamptz', filter ->> 'to') end,
    case when filter ? 'project' then private.any_of('s.project', filter -> 'project') end,
    case when filter ? 'tester_id' then private.any_of('s.tester_id', filter -> 'tester_id') end,
    case when filter ? 'tester_email' then private.any_of('lower(s.tester_email)',
      (select coalesce(jsonb_agg(lower(e)), '[]') from jsonb_array_elements_text(filter -> 'tester_email') e)) end,
    case when filter ? 'branch_name' then private.any_of('s.branch_name', filter -> 'branch_name') end,
    case when filter ? 'master_prompt_version' then private.any_of('s.master_prompt_version', filter -> 'master_prompt_version') end,
    case when (filter ->> 'is_active')::boolean then 's.session_end is null'
         when not (filter ->> 'is_active')::boolean then 's.session_end is not null' end,
    case when filter ? 'ids' then format('s.id = any (%L::uuid[])', array(select jsonb_array_elements_text(filter -> 'ids'))) end
  );
$$;
comment on function private.tuning_session_where(jsonb, text[]) is
  'The filters of sessions as an SQL condition on prompt_tuning_sessions s. Every value is quoted. Keys: from, to, project, tester_id, tester_email, branch_name, master_prompt_version, is_active, ids.';

-- ---------------------------------------------------------------------------------------------------------------
-- Sessions: start, end, change
-- ---------------------------------------------------------------------------------------------------------------

-- security definer: nobody holds write policies; checks principal, scope and project itself.
create function public.create_tuning_session(item text, idempotency_key text default null, body_hmac text default null) returns json
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require_session_recorder();
  input jsonb := item::jsonb;
  is_own boolean := not private.allows(caller.kind, caller.role, caller.scopes, 'record');
  session public.prompt_tuning_sessions;
  replayed uuid[];
  violated text;
begin
  session.project := private.project_for(caller, input ->> 'project');
  session.tester_id := input ->> 'tester_id';
  session.tester_email := input ->> 'tester_email';
  if is_own and (session.tester_id <> caller.id::text or lower(session.tester_email) <> lower(caller.label)) then
    raise sqlstate 'PT403' using message = 'you may start test sessions of your own only',
      detail = private.issue(case when session.tester_id <> caller.id::text then 'tester_id' else 'tester_email' end, 'is not you');
  end if;
  if is_own or (caller.kind = 'member' and session.tester_id is null and session.tester_email is null) then
    session.tester_id := caller.id::text;
    session.tester_email := caller.label;
  end if;

  if idempotency_key is not null then
    replayed := private.claim_idempotency_key(caller.id, idempotency_key, body_hmac);
    if replayed is not null then
      select * into session from public.prompt_tuning_sessions s
      where s.id = replayed[1] and (caller.projects is null or s.project = any (caller.projects));
      if not found then
        raise sqlstate 'PT409' using message = 'this session was started before and is gone since';
      end if;
      return json_build_object('status', 'replayed', 'row', private.tuning_session_json(session));
    end if;
  end if;

  session.id := coalesce((input ->> 'id')::uuid, gen_random_uuid());
  session.session_start := date_trunc('milliseconds', coalesce((input ->> 'session_start')::timestamptz, now()));
  insert into public.projects (project) values (session.project) on conflict do nothing;
  for attempt in 1 .. 3 loop
    perform private.refuse_second_active_session(session.project, session.tester_id, session.tester_email);
    if exists (select from public.prompt_tuning_sessions_archive a where a.id = session.id) then
      raise sqlstate 'PT409' using message = 'this id is already taken', detail = private.issue('id', 'is already taken');
    end if;
    begin
      insert into public.prompt_tuning_sessions (id, session_start, master_prompt_version, branch_name, tester_id, tester_email, tester_name, metadata, project)
      values (session.id, session.session_start, input ->> 'master_prompt_version',
        case when input ? 'branch_name' then input ->> 'branch_name' else 'prompt-tuning' end,
        session.tester_id, session.tester_email, input ->> 'tester_name',
        coalesce(nullif(input -> 'metadata', 'null'), '{}'), session.project)
      returning * into session;
      exit;
    exception when unique_violation then
      get stacked diagnostics violated = constraint_name;
      if violated <> 'idx_tuning_sessions_active' or attempt = 3 then
        raise sqlstate 'PT409' using message = 'this id is already taken', detail = private.issue('id', 'is already taken');
      end if;
      -- Another request started one at the same moment: the next round names it, unless it has ended already.
    end;
  end loop;
  if idempotency_key is not null then
    perform private.finish_idempotency_key(caller.id, idempotency_key, array[session.id]);
  end if;
  return json_build_object('status', 'created', 'row', private.tuning_session_json(session));
end;
$$;
comment on function public.create_tuning_session(text, text, text) is
  'Starts a session: {status: created|replayed, row}. PT409 with {session_id} in detail while the tester has an active one in the project. A member who may not record for others becomes the tester.';
grant execute on function public.create_tuning_session(text, text, text) to authenticated;

-- security definer: as create_tuning_session.
create function public.update_tuning_session(session_id uuid, patch text) returns json
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.principal();
  changes jsonb := patch::jsonb;
  may_change boolean := coalesce(private.allows(caller.kind, caller.role, caller.scopes, 'change'), false);
  ends_at timestamptz := date_trunc('milliseconds', (changes ->> 'session_end')::timestamptz);
  session public.prompt_tuning_sessions;
begin
  if not may_change then
    caller := private.require_session_recorder();
  end if;
  select * into session from public.prompt_tuning_sessions s
  where s.id = update_tuning_session.session_id and (caller.projects is null or s.project = any (caller.projects)) for no key update;
  if not found then
    raise sqlstate 'PT404' using message = 'no such session';
  end if;
  if not may_change then
    if not coalesce(private.may_record_in(caller, session.tester_id), false) then
      raise sqlstate 'PT403' using message = 'you may change test sessions of your own only';
    elsif exists (select from jsonb_object_keys(changes) k where k not in ('session_end', 'metadata')) then
      raise sqlstate 'PT403' using message = format('this %s may only end a session and set its metadata', caller.kind),
        detail = (select private.issue(min(k), 'you may not change this') from jsonb_object_keys(changes) k where k not in ('session_end', 'metadata'));
    end if;
  end if;
  if changes ? 'project' then
    perform private.project_for(caller, changes ->> 'project');
    insert into public.projects (project) values (changes ->> 'project') on conflict do nothing;
  end if;
  if ends_at < session.session_start then
    -- Clocks of the sender and of the server may differ by as much as a time may lie in the future.
    if session.session_start - ends_at > interval '5 minutes' then
      raise sqlstate 'PT400' using message = 'session_end: must not be before session_start', detail = private.issue('session_end', 'must not be before session_start');
    end if;
    ends_at := session.session_start;
  end if;
  begin
    update public.prompt_tuning_sessions s set
      session_end = coalesce(s.session_end, ends_at),
      metadata = case when changes ? 'metadata' then changes -> 'metadata' else s.metadata end,
      master_prompt_version = case when changes ? 'master_prompt_version' then changes ->> 'master_prompt_version' else s.master_prompt_version end,
      branch_name = case when changes ? 'branch_name' then changes ->> 'branch_name' else s.branch_name end,
      tester_name = case when changes ? 'tester_name' then changes ->> 'tester_name' else s.tester_name end,
      project = case when changes ? 'project' then changes ->> 'project' else s.project end
    where s.id = session.id
      -- What changes nothing leaves updated_at alone.
      and ((ends_at is not null and s.session_end is null) or exists (select from jsonb_object_keys(changes) k where k <> 'session_end'));
  exception when unique_violation then
    perform private.refuse_second_active_session(changes ->> 'project', session.tester_id, session.tester_email);
    raise sqlstate 'PT409' using message = 'this tester has an active session in that project';
  end;
  select * into session from public.prompt_tuning_sessions s where s.id = session.id;
  return private.tuning_session_json(session);
end;
$$;
comment on function public.update_tuning_session(uuid, text) is
  'Changes the fields present: session_end (the first end stays), metadata, master_prompt_version, branch_name, tester_name, project. Who may not change recorded rows, but record, may end a session and set its metadata. PT404 when it does not exist for the caller.';
grant execute on function public.update_tuning_session(uuid, text) to authenticated;

-- ---------------------------------------------------------------------------------------------------------------
-- Turns: record, import
-- ---------------------------------------------------------------------------------------------------------------

create function private.insert_tuning_turns(caller private.principal_info, session public.prompt_tuning_sessions, input private.tuning_turn_input[], default_time timestamptz)
returns integer
language plpgsql volatile
set search_path = ''
as $$
declare
  problem text;
  added integer;
begin
  -- The session is locked: nobody else adds turns to it meanwhile. Everything that is in the way is named at once.
  select json_build_object('issues', json_agg(json_build_object('path', 'turns.' || (x.n - 1) || x.path, 'message', x.message) order by x.n, x.path))::text
  into problem
  from (
    select r.n, '.turn_number' as path, format('turn %s of this session is already recorded', r.turn_number) as message
    from unnest(input) r where exists (select from public.tuning_conversation_turns t where t.session_id = session.id and t.turn_number = r.turn_number)
    union all
    select r.n, '.turn_number', format('turn %s is in this request twice', r.turn_number)
    from (select r.n, r.turn_number, row_number() over (partition by r.turn_number order by r.n) as k from unnest(input) r) r where r.k > 1
    union all
    select r.n, '.id', 'is already taken' from unnest(input) r where exists (select from public.tuning_conversation_turns t where t.id = r.id)
      or exists (select from public.tuning_conversation_turns_archive a where a.id = r.id)
    union all
    select r.n, '.id', 'is in this request twice'
    from (select r.n, row_number() over (partition by r.id order by r.n) as k, row_number() over (partition by r.turn_number order by r.n) as m
      from unnest(input) r) r where r.k > 1 and r.m = 1
    order by 1, 2 limit 100
  ) x having count(*) > 0;
  if problem is not null then
    raise sqlstate 'PT409' using message = 'nothing was recorded: ' || (problem::json -> 'issues' -> 0 ->> 'path') || ': ' || (problem::json -> 'issues' -> 0 ->> 'message'),
      detail = problem;
  end if;
  begin
    insert into public.tuning_conversation_turns (id, session_id, turn_number, user_message, era_response, "timestamp", intent, model, rating,
      processing_time_ms, search_results, avg_similarity, total_chunks, confidence_score, template_used, metadata, project)
    select r.id, session.id, r.turn_number, r.user_message, r.era_response, date_trunc('milliseconds', coalesce(r."timestamp", default_time)), r.intent, r.model, r.rating,
      r.processing_time_ms, r.search_results, r.avg_similarity, r.total_chunks, r.confidence_score, r.template_used, coalesce(r.metadata, '{}'), session.project
    from unnest(input) r order by r.turn_number;
    get diagnostics added = row_count;
  exception when unique_violation then
    -- An id that another session took at the same moment.
    raise sqlstate 'PT409' using message = 'nothing was recorded: an id is already taken';
  end;
  return added;
end;
$$;
comment on function private.insert_tuning_turns(private.principal_info, public.prompt_tuning_sessions, private.tuning_turn_input[], timestamptz) is
  'Adds turns that have ids and numbers to a session that the caller of this function has locked. PT409 naming every id or number that is taken.';

create function private.insert_tuning_improvements(caller private.principal_info, session_id uuid, input private.tuning_turn_input[], skips_known boolean)
returns integer
language plpgsql volatile
set search_path = ''
as $$
declare
  added integer;
  problem text;
begin
  if not exists (select from unnest(input) r where jsonb_array_length(r.improvements) > 0) then
    return 0;
  end if;
  with given as (
    select r.n, r.id as turn_id, r."timestamp" as turn_time, e.place, i.id, i.improvement_note, i.category, i.severity, i."timestamp", i.metadata
    from unnest(input) r
    cross join lateral jsonb_array_elements(r.improvements) with ordinality e (value, place)
    cross join lateral jsonb_populate_record(null::private.tuning_improvement_input, e.value) i
  ), identified as (
    -- In an import a note without id is known again by its place.
    select g.*, coalesce(g.id, case when skips_known then private.derived_id('improvement', g.turn_id::text, g.place::text) else gen_random_uuid() end) as new_id from given g
  ), fresh as (
    select i.* from identified i
    where not skips_known
      or not exists (select from public.tuning_improvements k where k.id = i.new_id and k.turn_id = i.turn_id)
      -- A note that someone has deleted does not come back by importing again.
      and not exists (select from public.tuning_improvements_trash k where k.id = i.new_id and k.turn_id = i.turn_id)
  ), taken as (
    select f.n, f.place from fresh f
    where exists (select from public.tuning_improvements k where k.id = f.new_id)
      or exists (select from public.tuning_improvements_trash k where k.id = f.new_id)
      or exists (select from public.tuning_improvements_archive k where k.id = f.new_id)
      or exists (select from fresh g where g.new_id = f.new_id and (g.n, g.place) < (f.n, f.place))
  ), written as (
    insert into public.tuning_improvements (id, turn_id, session_id, improvement_note, category, severity, "timestamp", metadata, author_kind, author_id, author_label)
    select f.new_id, f.turn_id, insert_tuning_improvements.session_id, f.improvement_note, f.category, f.severity,
      -- Notes that came together without times keep their order.
      coalesce(date_trunc('milliseconds', f."timestamp"),
        date_trunc('milliseconds', coalesce(case when skips_known then f.turn_time end, now())) + f.place * interval '1 microsecond'),
      coalesce(f.metadata, '{}'), caller.kind, caller.id, caller.label
    from fresh f where not exists (select from taken)
    order by f.new_id
    returning id
  )
  select (select count(*) from written),
    (select json_build_object('issues', json_agg(json_build_object('path', format('turns.%s.improvements.%s.id', t.n - 1, t.place - 1), 'message', 'is already taken')))::text
      from taken t having count(*) > 0)
  into added, problem;
  if problem is not null then
    raise sqlstate 'PT409' using message = 'nothing was recorded: the id of an improvement is already taken', detail = problem;
  end if;
  return added;
exception when unique_violation then
  raise sqlstate 'PT409' using message = 'nothing was recorded: the id of an improvement is already taken';
end;
$$;
comment on function private.insert_tuning_improvements(private.principal_info, uuid, private.tuning_turn_input[], boolean) is
  'Adds the improvements that came with turns, the caller being their author. With skips_known (an import) those that are there, or were deleted, are passed over; else PT409 naming every id that is taken.';

-- security definer: as create_tuning_session.
create function public.record_tuning_turns(session_id uuid, items text, idempotency_key text default null, body_hmac text default null) returns json
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require_session_recorder();
  input private.tuning_turn_input[];
  session public.prompt_tuning_sessions;
  last_number integer;
  ids uuid[];
  known record;
begin
  for known in
    select e.place::integer as n, jsonb_populate_record(null::private.tuning_turn_input, e.value) as turn
    from jsonb_array_elements(items::jsonb) with ordinality e (value, place) order by e.place
  loop
    input[known.n] := known.turn;
    input[known.n].n := known.n;
  end loop;
  if coalesce(cardinality(input), 0) not between 1 and 1000 then
    raise sqlstate 'PT400' using message = 'turns: 1 to 1000 turns a call', detail = private.issue('turns', 'must have 1 to 1,000 turns');
  end if;

  select * into session from public.prompt_tuning_sessions s
  where s.id = record_tuning_turns.session_id and (caller.projects is null or s.project = any (caller.projects));
  if not found then
    raise sqlstate 'PT404' using message = 'no such session';
  end if;
  if not coalesce(private.may_record_in(caller, session.tester_id), false) then
    raise sqlstate 'PT403' using message = 'you may record turns in test sessions of your own only';
  end if;

  if idempotency_key is not null then
    ids := private.claim_idempotency_key(caller.id, idempotency_key, body_hmac);
    if ids is not null then
      return private.recorded_turns_json(session.id, ids, 'replayed');
    end if;
  end if;

  -- Numbers are given out one writer after the other.
  select * into session from public.prompt_tuning_sessions s
  where s.id = session.id and (caller.projects is null or s.project = any (caller.projects)) for no key update;
  if not found then
    raise sqlstate 'PT404' using message = 'no such session';
  end if;
  select coalesce(max(t.turn_number), 0) into last_number from public.tuning_conversation_turns t where t.session_id = session.id;
  for i in 1 .. cardinality(input) loop
    input[i].turn_number := coalesce(input[i].turn_number, last_number + 1);
    last_number := greatest(last_number, input[i].turn_number);
    input[i].id := coalesce(input[i].id, gen_random_uuid());
  end loop;
  perform private.insert_tuning_turns(caller, session, input, now());
  perform private.insert_tuning_improvements(caller, session.id, input, false);
  ids := array(select r.id from unnest(input) r order by r.n);
  if idempotency_key is not null then
    perform private.finish_idempotency_key(caller.id, idempotency_key, ids);
  end if;
  return private.recorded_turns_json(session.id, ids, 'recorded');
end;
$$;
comment on function public.record_tuning_turns(uuid, text, text, text) is
  'Records 1 to 1000 turns with their improvements, all or nothing: {status: recorded|replayed, turns: [{id, turn_number}], turn}; turn is whole when there is one. '
  'A turn without a number gets the next one. PT409 names every number and id that is taken.';
grant execute on function public.record_tuning_turns(uuid, text, text, text) to authenticated;

create function private.recorded_turns_json(session_id uuid, ids uuid[], status text) returns json
language plpgsql volatile
set search_path = ''
as $$
begin
  if (select count(*) from public.tuning_conversation_turns t where t.id = any (ids) and t.session_id = recorded_turns_json.session_id) < cardinality(ids) then
    raise sqlstate 'PT409' using message = 'these turns were recorded before and are gone since';
  end if;
  return json_build_object('status', status,
    'turns', (select json_agg(json_build_object('id', t.id, 'turn_number', t.turn_number) order by u.place)
      from unnest(ids) with ordinality u (id, place) join public.tuning_conversation_turns t on t.id = u.id),
    'turn', (select private.tuning_turn_json(t) from public.tuning_conversation_turns t where cardinality(ids) = 1 and t.id = ids[1]));
end;
$$;
comment on function private.recorded_turns_json(uuid, uuid[], text) is 'What record_tuning_turns answers. PT409 when one of the turns is gone.';

-- security definer: as create_tuning_session.
create function public.import_tuning_session(item text) returns json
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('record');
  source jsonb := item::jsonb;
  input private.tuning_turn_input[];
  fresh private.tuning_turn_input[];
  session public.prompt_tuning_sessions;
  is_new boolean;
  last_number integer := 0;
  last_time timestamptz;
  known record;
  turns integer := 0;
  improvements integer;
begin
  session.project := private.project_for(caller, source ->> 'project');
  -- A line without an id is known again by what it says.
  session.id := coalesce((source ->> 'id')::uuid, private.derived_id('session', session.project, (source - 'project')::text));

  -- Numbers in the order of the line.
  for known in
    select e.place::integer as n, jsonb_populate_record(null::private.tuning_turn_input, e.value) as turn
    from jsonb_array_elements(coalesce(source -> 'turns', '[]')) with ordinality e (value, place) order by e.place
  loop
    input[known.n] := known.turn;
    input[known.n].n := known.n;
    input[known.n].turn_number := coalesce((known.turn).turn_number, last_number + 1);
    last_number := greatest(last_number, input[known.n].turn_number);
  end loop;
  input := coalesce(input, '{}');

  if exists (select from public.prompt_tuning_sessions_archive a where a.id = session.id and (caller.projects is null or a.project = any (caller.projects))) then
    raise sqlstate 'PT409' using message = 'this session is in the archive', hint = 'restore it first', detail = private.issue('id', 'is a session in the archive');
  end if;
  session.session_start := date_trunc('milliseconds', coalesce((source ->> 'session_start')::timestamptz, (select min(r."timestamp") from unnest(input) r), now()));
  select max(r."timestamp") into last_time from unnest(input) r;
  session.session_end := date_trunc('milliseconds', coalesce((source ->> 'session_end')::timestamptz, greatest(last_time, session.session_start)));
  if session.session_end < session.session_start then
    raise sqlstate 'PT400' using message = 'session_end: must not be before session_start', detail = private.issue('session_end', 'must not be before session_start');
  end if;
  insert into public.projects (project) values (session.project) on conflict do nothing;
  insert into public.prompt_tuning_sessions (id, session_start, session_end, master_prompt_version, branch_name, tester_id, tester_email, tester_name, metadata, project)
  select session.id, session.session_start, session.session_end, source ->> 'master_prompt_version',
    case when source ? 'branch_name' then source ->> 'branch_name' else 'prompt-tuning' end,
    source ->> 'tester_id', source ->> 'tester_email', source ->> 'tester_name', coalesce(nullif(source -> 'metadata', 'null'), '{}'), session.project
  where not exists (select from public.prompt_tuning_sessions_archive a where a.id = session.id)
  on conflict (id) do nothing;
  is_new := found;
  select * into session from public.prompt_tuning_sessions s
  where s.id = session.id and (caller.projects is null or s.project = any (caller.projects)) for no key update;
  if not found then
    raise sqlstate 'PT409' using message = 'id: is already taken', detail = private.issue('id', 'is already taken');
  end if;

  -- A turn without an id is the one with its number, or gets an id by its number.
  if not is_new then
    for known in
      select r.n, t.id from unnest(input) r join public.tuning_conversation_turns t on t.session_id = session.id and t.turn_number = r.turn_number where r.id is null
    loop
      input[known.n].id := known.id;
    end loop;
  end if;
  for i in 1 .. cardinality(input) loop
    input[i].id := coalesce(input[i].id, private.derived_id('turn', session.id::text, input[i].turn_number::text));
    input[i]."timestamp" := coalesce(input[i]."timestamp", session.session_start);
  end loop;
  select r.n into known from unnest(input) r join public.tuning_conversation_turns t on t.id = r.id where t.session_id <> session.id order by r.n limit 1;
  if found then
    raise sqlstate 'PT409' using message = format('turns.%s.id: is a turn of another session', known.n - 1),
      detail = private.issue(format('turns.%s.id', known.n - 1), 'is a turn of another session');
  end if;
  fresh := array(select r from unnest(input) r where is_new or not exists (select from public.tuning_conversation_turns t where t.id = r.id) order by r.n);
  if cardinality(fresh) > 0 then
    turns := private.insert_tuning_turns(caller, session, fresh, session.session_start);
  end if;
  improvements := private.insert_tuning_improvements(caller, session.id, input, true);
  -- A session that goes on after its end ends with its last turn, unless the line says when.
  if not is_new and turns > 0 and source ->> 'session_end' is null then
    update public.prompt_tuning_sessions s set session_end = date_trunc('milliseconds', last_time) where s.id = session.id and s.session_end < last_time;
  end if;
  return json_build_object(
    'status', case when is_new then 'imported' when turns + improvements > 0 then 'extended' else 'unchanged' end,
    'id', session.id, 'turns', turns, 'improvements', improvements);
end;
$$;
comment on function public.import_tuning_session(text) is
  'Stores one whole session, or what a known one lacks: {status: imported|extended|unchanged, id, turns, improvements}, the counts being what was added. '
  'Ids that are left out are derived from project and content (session), number (turn) and place (improvement), so that the same line again adds nothing.';
grant execute on function public.import_tuning_session(text) to authenticated;

create function public.check_tuning_import() returns void
language plpgsql stable
set search_path = ''
as $$
begin
  perform private.require('record');
end;
$$;
comment on function public.check_tuning_import() is 'PT403 unless the caller may import: asked once before the first line.';
grant execute on function public.check_tuning_import() to authenticated;

-- ---------------------------------------------------------------------------------------------------------------
-- Reading
-- ---------------------------------------------------------------------------------------------------------------

create function public.get_tuning_session(session_id uuid) returns json
language plpgsql stable
set search_path = ''
as $$
begin
  perform private.require('read');
  -- Row-level security hides the sessions of other projects.
  return (select private.tuning_session_json(s) from public.prompt_tuning_sessions s where s.id = session_id);
end;
$$;
comment on function public.get_tuning_session(uuid) is 'One session, or null when it does not exist for the caller.';
grant execute on function public.get_tuning_session(uuid) to authenticated;

create function public.find_active_tuning_session(tester_email text default null, tester_id text default null, project text default null) returns json
language plpgsql stable
set search_path = ''
as $$
begin
  perform private.require('read');
  return (
    select private.tuning_session_json(s) from public.prompt_tuning_sessions s
    where s.session_end is null
      and (lower(s.tester_email) = lower(find_active_tuning_session.tester_email) or s.tester_id = find_active_tuning_session.tester_id)
      and (find_active_tuning_session.project is null or s.project = find_active_tuning_session.project)
    order by s.session_start desc, s.id desc limit 1);
end;
$$;
comment on function public.find_active_tuning_session(text, text, text) is 'The active session of a tester, by e-mail or id; the one that started last of several; null without one.';
grant execute on function public.find_active_tuning_session(text, text, text) to authenticated;

create function public.get_tuning_session_stats(session_id uuid) returns json
language plpgsql stable
set search_path = ''
as $$
begin
  perform private.require('read');
  return (
    select json_build_object('id', s.id, 'session_start', s.session_start, 'session_end', s.session_end, 'branch_name', s.branch_name,
      'total_turns', s.total_turns, 'total_improvements', s.total_improvements,
      'duration_minutes', extract(epoch from (coalesce(s.session_end, now()) - s.session_start)) / 60,
      'avg_rag_similarity', a.similarity, 'avg_processing_time_ms', a.processing_time_ms)
    from public.prompt_tuning_sessions s
    cross join lateral (
      select avg(t.avg_similarity) as similarity, avg(t.processing_time_ms)::double precision as processing_time_ms
      from public.tuning_conversation_turns t where t.session_id = s.id) a
    where s.id = get_tuning_session_stats.session_id);
end;
$$;
comment on function public.get_tuning_session_stats(uuid) is 'The seed''s session statistics of one session, or null when it does not exist for the caller.';
grant execute on function public.get_tuning_session_stats(uuid) to authenticated;

-- security definer: counts reviews of every reviewer, and filters by what is not leakproof; asks private.require() and adds the caller's projects itself.
create function public.list_tuning_sessions(filter text, sort text default '-session_start', page_limit integer default 50, page_cursor text default null) returns json
language plpgsql stable security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('read');
  size integer := least(page_limit, 1000);
  is_ascending boolean := sort = 'session_start';
  direction text := case when is_ascending then 'asc' else 'desc' end;
  after text := case when page_cursor is null then 'true'
    else format('(s.session_start, s.id) %s (%L::timestamptz, %L::uuid)', case when is_ascending then '>' else '<' end,
      split_part(page_cursor, '|', 1), split_part(page_cursor, '|', 2)) end;
  result json;
begin
  execute format($query$
    with page as (
      select s.* from public.prompt_tuning_sessions s where %1$s and %2$s order by s.session_start %3$s, s.id %3$s limit %4$s
    ), kept as (
      select p.* from page p order by p.session_start %3$s, p.id %3$s limit %5$s
    )
    select json_build_object(
      'data', coalesce((select json_agg(json_build_object('id', s.id, 'project', s.project, 'session_start', s.session_start, 'session_end', s.session_end,
          'master_prompt_version', s.master_prompt_version, 'branch_name', s.branch_name, 'total_turns', s.total_turns,
          'total_improvements', s.total_improvements, 'tester_id', s.tester_id, 'tester_email', s.tester_email, 'tester_name', s.tester_name,
          'metadata', s.metadata, 'created_at', s.created_at, 'updated_at', s.updated_at,
          'duration_minutes', extract(epoch from (coalesce(s.session_end, now()) - s.session_start)) / 60,
          'avg_rag_similarity', a.similarity, 'avg_processing_time_ms', a.processing_time_ms, 'reviewed_turns', r.n) order by s.session_start %3$s, s.id %3$s)
        from kept s
        cross join lateral (
          select avg(t.avg_similarity) as similarity, avg(t.processing_time_ms)::double precision as processing_time_ms
          from public.tuning_conversation_turns t where t.session_id = s.id) a
        cross join lateral (
          select count(distinct v.turn_id) as n from public.tuning_conversation_turns t
          join public.turn_reviews v on v.turn_id = t.id and v.state = 'done' where t.session_id = s.id) r), '[]'),
      'next', case when (select count(*) from page) > %5$s
        then (select k.session_start || '|' || k.id from kept k order by k.session_start %6$s, k.id %6$s limit 1) end)
  $query$, private.tuning_session_where(filter::jsonb, caller.projects), after, direction, size + 1, size, case when is_ascending then 'desc' else 'asc' end)
  into result;
  return result;
end;
$$;
comment on function public.list_tuning_sessions(text, text, integer, text) is
  'One page of sessions {data, next} with the seed''s statistics and the number of reviewed turns, newest first unless sort = session_start.';
grant execute on function public.list_tuning_sessions(text, text, integer, text) to authenticated;

create function public.get_tuning_turn(turn_id uuid) returns json
language plpgsql stable
set search_path = ''
as $$
begin
  perform private.require('read');
  return (select private.tuning_turn_json(t) from public.tuning_conversation_turns t where t.id = turn_id);
end;
$$;
comment on function public.get_tuning_turn(uuid) is 'One turn, or null when it does not exist for the caller.';
grant execute on function public.get_tuning_turn(uuid) to authenticated;

create function public.list_tuning_session_turns(session_id uuid, page_limit integer default 50, after_turn integer default 0) returns json
language plpgsql stable
set search_path = ''
as $$
declare
  size integer := least(page_limit, 1000);
begin
  perform private.require('read');
  if not exists (select from public.prompt_tuning_sessions s where s.id = list_tuning_session_turns.session_id) then
    raise sqlstate 'PT404' using message = 'no such session';
  end if;
  return (
    with page as (
      select t from public.tuning_conversation_turns t
      where t.session_id = list_tuning_session_turns.session_id and t.turn_number > after_turn
      order by t.turn_number limit size + 1
    ), sized as (
      select p.t, (p.t).turn_number as turn_number, row_number() over w as n, sum(private.tuning_turn_bytes(p.t)) over w as bytes
      from page p window w as (order by (p.t).turn_number)
    ), kept as (
      select s.* from sized s where s.n <= size and (s.n = 1 or s.bytes <= 8000000)
    )
    select json_build_object(
      'data', coalesce((select json_agg(private.tuning_turn_json(k.t) order by k.turn_number) from kept k), '[]'),
      'next', case when (select count(*) from kept) < (select count(*) from page) then (select max(k.turn_number)::text from kept k) end));
end;
$$;
comment on function public.list_tuning_session_turns(uuid, integer, integer) is
  'One page of the turns of a session {data, next} in their order; next is the last turn_number of the page. PT404 when the session does not exist for the caller.';
grant execute on function public.list_tuning_session_turns(uuid, integer, integer) to authenticated;

create function private.visible_note(alias text, caller private.principal_info) returns text
language sql stable
set search_path = ''
as $$
  select case when private.allows(caller.kind, caller.role, caller.scopes, 'administer') then 'true'
    else format('(%1$I.author_id = %2$L::uuid or %1$I.turn_id not in (select private.blind_turns()))', alias, caller.id) end;
$$;
comment on function private.visible_note(text, private.principal_info) is 'SQL condition: the caller may see the improvement. The same as the policy on tuning_improvements.';

-- security definer: text search is not leakproof, so under row-level security Postgres would not use its index; asks private.require() and adds the caller's projects itself.
create function public.list_tuning_turns(filter text, page_limit integer default 50, page_cursor text default null) returns json
language plpgsql stable security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('read');
  f jsonb := filter::jsonb;
  size integer := least(page_limit, 1000);
  note text := 'exists (select from public.tuning_improvements i where i.turn_id = t.id and ' || private.visible_note('i', caller) || '%s)';
  done text := 'public.turn_reviews r where r.turn_id = t.id and r.state = ''done'' and t.id not in (select private.blind_turns())';
  -- The figure as the comparison of versions counts it, the lowest speaking most against the version; null where a turn has none.
  rank text := '(' || case
    when f ->> 'figure' = 'processing_time_ms' then '-t.processing_time_ms'
    when f ->> 'figure' = 'thumbs_up' then '(select case when min(r.thumbs) = max(r.thumbs) then min(r.thumbs) end from ' || done || ')'
    when f ->> 'figure' = 'rated_up' then 't.rating'
    when f ->> 'figure' = 'improvements_per_reviewed_turn' then 'case when exists (select from ' || done
      || ') then (select -count(*) from public.tuning_improvements i where i.turn_id = t.id) end'
    when f ->> 'figure' in ('has_policy_citation', 'appropriate_action_suggested', 'structure_complete') then format('t.%I::integer', f ->> 'figure')
    when f ->> 'figure' in ('avg_similarity', 'confidence_score', 'professionalism_score', 'empathy_score', 'clarity_score') then format('t.%I', f ->> 'figure')
    end || ')::double precision';
  condition text := concat_ws(' and ', 'true',
    rank || ' is not null',
    case when caller.projects is not null then private.any_of('t.project', to_jsonb(caller.projects)) end,
    case when f ? 'from' then format('t."timestamp" >= %L::timestamptz', f ->> 'from') end,
    case when f ? 'to' then format('t."timestamp" < %L::timestamptz', f ->> 'to') end,
    case when f ? 'project' then private.any_of('t.project', f -> 'project') end,
    case when f ? 'session_id' then format('t.session_id = any (%L::uuid[])', array(select jsonb_array_elements_text(f -> 'session_id'))) end,
    case when f ?| array['branch_name', 'master_prompt_version'] then format(
      'exists (select from public.prompt_tuning_sessions s where s.id = t.session_id%s%s)',
      case when f ? 'branch_name' then ' and ' || private.any_of('s.branch_name', f -> 'branch_name') end,
      case when f ? 'master_prompt_version' then ' and ' || private.any_of('s.master_prompt_version', f -> 'master_prompt_version') end) end,
    case when f ? 'intent' then private.any_of('t.intent', f -> 'intent') end,
    case when f ? 'model' then private.any_of('t.model', f -> 'model') end,
    case when f ? 'category' then format(note, ' and ' || private.any_of('i.category',
      (select coalesce(jsonb_agg(nullif(c, '(none)')), '[]') from jsonb_array_elements_text(f -> 'category') c))) end,
    case when (f ->> 'has_note')::boolean then format(note, '') when not (f ->> 'has_note')::boolean then 'not ' || format(note, '') end,
    case when f ? 'q' then (
      select '(' || string_agg(format('to_tsvector(''simple'', left(t.user_message, 20000) || '' '' || left(t.era_response, 80000)) @@ %L::tsquery',
        private.search_query(q.q)), ' or ') || ')' from jsonb_array_elements_text(f -> 'q') q (q)) end,
    case when page_cursor is not null then format(case when rank is null then '%3$s' else '(%1$s > %2$L::double precision or %1$s = %2$L::double precision and %3$s)' end,
      rank, split_part(page_cursor, '|', 3),
      format('(t."timestamp", t.id) < (%L::timestamptz, %L::uuid)', split_part(page_cursor, '|', 1), split_part(page_cursor, '|', 2))) end);
  result json;
begin
  execute format($query$
    with page as (
      select t, %4$s as rank from public.tuning_conversation_turns t where %1$s order by %5$s t."timestamp" desc, t.id desc limit %2$s
    ), sized as (
      select p.t, p.rank, row_number() over w as n, sum(private.tuning_turn_bytes(p.t)) over w as bytes
      from page p window w as (order by p.rank, (p.t)."timestamp" desc, (p.t).id desc)
    ), kept as (
      select s.* from sized s where s.n <= %3$s and (s.n = 1 or s.bytes <= 8000000)
    )
    select json_build_object(
      'data', coalesce((select json_agg(private.tuning_turn_json(k.t) order by k.n) from kept k), '[]'),
      'next', case when (select count(*) from kept) < (select count(*) from page)
        then (select concat_ws('|', (k.t)."timestamp", (k.t).id, k.rank) from kept k order by k.n desc limit 1) end)
  $query$, condition, size + 1, size, coalesce(rank, 'null::double precision'), rank || ',') into result;
  return result;
end;
$$;
comment on function public.list_tuning_turns(text, integer, text) is
  'One page of turns {data, next} of all sessions, newest first; under the filter figure those that speak most against their version first. Filter keys: from, to, project, session_id, branch_name, master_prompt_version, intent, model, category, q, has_note, figure. Notes the caller may not see do not count.';
grant execute on function public.list_tuning_turns(text, integer, text) to authenticated;

-- ---------------------------------------------------------------------------------------------------------------
-- Export
-- ---------------------------------------------------------------------------------------------------------------

-- security definer: joins notes with their authors' reviews; asks private.require() and adds the caller's projects and the rule of blind queues itself.
create function public.export_tuning_turns_page(filter text, with_search_results boolean default false, page_limit integer default 1000, page_cursor text default null) returns json
language plpgsql stable security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('export_session');
  size integer := least(page_limit, 5000);
  is_admin boolean := private.allows(caller.kind, caller.role, caller.scopes, 'administer');
  -- "<session_start>|<session id>|<turn number>"
  at text[] := string_to_array(page_cursor, '|');
  after text := case when page_cursor is null then 'true' else format(
    's.session_start >= %1$L::timestamptz and ((s.session_start, s.id) > (%1$L::timestamptz, %2$L::uuid) or (s.id = %2$L::uuid and t.turn_number > %3$L::integer))',
    at[1], at[2], at[3]) end;
  result json;
begin
  execute format($query$
    with page as (
      select t, s.session_start, s.master_prompt_version, s.branch_name, s.tester_email
      from public.prompt_tuning_sessions s join public.tuning_conversation_turns t on t.session_id = s.id
      where %1$s and %2$s
      order by s.session_start, s.id, t.turn_number limit %3$s
    ), sized as (
      select p.*, row_number() over w as n, sum(private.tuning_turn_bytes(p.t)) over w as bytes
      from page p window w as (order by p.session_start, (p.t).session_id, (p.t).turn_number)
    ), kept as (
      select z.* from sized z where z.n <= %4$s and (z.n = 1 or z.bytes <= 8000000)
    ), reviews as (
      -- Finished reviews that the caller may know of, the first first.
      select v.turn_id, v.reviewer_id, v.reviewer_label, v.better_response, v.thumbs, row_number() over (partition by v.turn_id order by v.done_at, v.id) as n
      from kept k join public.turn_reviews v on v.turn_id = (k.t).id
      where v.state = 'done' and (%5$L::boolean or v.reviewer_id = %6$L::uuid or v.turn_id not in (select private.blind_turns()))
    )
    select json_build_object(
      'data', coalesce((select json_agg(json_build_object(
          'session_id', (k.t).session_id, 'session_start', k.session_start, 'turn_id', (k.t).id, 'turn_number', (k.t).turn_number, 'user_message', (k.t).user_message, 'era_response', (k.t).era_response,
          'professionalism_score', (k.t).professionalism_score, 'empathy_score', (k.t).empathy_score, 'clarity_score', (k.t).clarity_score,
          'has_policy_citation', (k.t).has_policy_citation, 'appropriate_action_suggested', (k.t).appropriate_action_suggested,
          'structure_complete', (k.t).structure_complete, 'search_results', case when %7$L::boolean then (k.t).search_results end,
          'avg_similarity', (k.t).avg_similarity, 'processing_time_ms', (k.t).processing_time_ms, 'confidence_score', (k.t).confidence_score,
          'master_prompt_version', k.master_prompt_version, 'branch_name', k.branch_name, 'tester_email', k.tester_email,
          'intent', (k.t).intent, 'model', (k.t).model,
          'reviewer', f.reviewer_label, 'better_response', f.better_response, 'thumbs', f.thumbs,
          'notes', (
            select coalesce(json_agg(json_build_object('improvement_note', i.improvement_note, 'category', i.category, 'timestamp', i."timestamp",
                'severity', i.severity, 'status', i.status, 'applied_in_version', i.applied_in_version, 'reviewer', i.author_label,
                'better_response', coalesce(v.better_response, f.better_response), 'thumbs', coalesce(v.thumbs, f.thumbs)) order by i."timestamp", i.id), '[]')
            from public.tuning_improvements i
            left join reviews v on v.turn_id = i.turn_id and v.reviewer_id = i.author_id
            where i.turn_id = (k.t).id and %8$s)) order by k.n)
        from kept k left join reviews f on f.turn_id = (k.t).id and f.n = 1), '[]'),
      'next', case when (select count(*) from kept) < (select count(*) from page)
        then (select k.session_start || '|' || (k.t).session_id || '|' || (k.t).turn_number from kept k order by k.n desc limit 1) end)
  $query$, private.tuning_session_where(filter::jsonb, caller.projects), after, size + 1, size, is_admin, caller.id, with_search_results,
    private.visible_note('i', caller)) into result;
  return result;
end;
$$;
comment on function public.export_tuning_turns_page(text, boolean, integer, text) is
  'One page {data, next} of the turns of the sessions under a filter, oldest session first, each with the notes the caller may see. '
  'A note''s better answer is its author''s; a turn''s, and that of a note whose author has none, is the first finished review''s.';
grant execute on function public.export_tuning_turns_page(text, boolean, integer, text) to authenticated;

create function public.record_tuning_export(filter text, format text) returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  perform private.require('export_session');
  -- Filters may hold people's names; the log keeps only which filters were set.
  perform private.audit('tuning.export', 'tuning_session', null, null,
    jsonb_build_object('format', format, 'filtered_by', (select jsonb_agg(k) from jsonb_object_keys(filter::jsonb) k)));
end;
$$;
comment on function public.record_tuning_export(text, text) is 'Writes the audit entry of a download of several sessions that begins.';
grant execute on function public.record_tuning_export(text, text) to authenticated;

grant execute on function private.tuning_session_json(public.prompt_tuning_sessions), private.tuning_turn_json(public.tuning_conversation_turns),
  private.tuning_turn_bytes(public.tuning_conversation_turns) to authenticated;
