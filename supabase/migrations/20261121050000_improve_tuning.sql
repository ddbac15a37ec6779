-- Purpose: whoever reviews and whoever moves a session keep out of each other's way; what became of a note reads a bounded number
--          of reviews and leaves the note's own turn out; turns on which reviewers differ come in pages; refusals of writes that
--          meet name what is in the way.
-- Objects: public.{save_review,undo_review,save_adjudication,record_improvement,delete_improvement,restore_improvement,
--          update_tuning_session} hold the session and call what they were, which is now in private;
--          public.{create_tuning_session,delete_review_queue,observe_improvement,list_disagreements};
--          private.{hold_session,hold_session_of_turn,insert_tuning_turns,move_session_rows}; index turn_reviews_done.
-- Destructive: no.

-- ---------------------------------------------------------------------------------------------------------------
-- Holding a session still
-- ---------------------------------------------------------------------------------------------------------------

create function private.hold_session(session_id uuid, is_moving boolean default false) returns void
language plpgsql
set search_path = ''
as $$
declare
  lock_id bigint := hashtextextended('session:' || session_id::text, 0);
begin
  -- No row lock: reviewers of one session need not wait for each other.
  if is_moving then
    perform pg_advisory_xact_lock(lock_id);
  else
    perform pg_advisory_xact_lock_shared(lock_id);
  end if;
end;
$$;
comment on function private.hold_session(uuid, boolean) is
  'Until the transaction ends: who writes reviews or notes of a session holds it where it is, side by side with others who do; who moves it, or changes what its queues are chosen by, has it alone. '
  'The first lock of a transaction, before the reviewer and every row. What is read of the session before it may be out of date.';

-- security definer: called before the caller's rights on the turn are known; tells nothing.
create function private.hold_session_of_turn(turn_id uuid) returns void
language plpgsql security definer
set search_path = ''
as $$
begin
  perform private.hold_session(t.session_id) from public.tuning_conversation_turns t where t.id = turn_id;
end;
$$;
comment on function private.hold_session_of_turn(uuid) is 'private.hold_session() for who writes of this turn; nothing where there is no such turn.';

alter function public.save_review(uuid, text, text, integer, uuid) set schema private;
revoke execute on function private.save_review(uuid, text, text, integer, uuid) from authenticated;
comment on function private.save_review(uuid, text, text, integer, uuid) is 'What public.save_review() does once the session is held still.';
-- security definer: as private.save_review, which checks the caller.
create function public.save_review(turn_id uuid, state text, content text default null, version integer default null, queue_id uuid default null) returns json
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.hold_session_of_turn(turn_id);
  return private.save_review(turn_id, state, content, version, queue_id);
end;
$$;
comment on function public.save_review(uuid, text, text, integer, uuid) is
  'Saves the caller''s review of a turn: draft (always taken, renews the claim), done (writes the form, the caller''s notes and places), skipped (gives places back). '
  'PT409 with stored_version when version is not the stored one; PT409 with is_taken when a queue of the turn has no place left for a finished review.';
grant execute on function public.save_review(uuid, text, text, integer, uuid) to authenticated;

alter function public.undo_review(uuid, integer) set schema private;
revoke execute on function private.undo_review(uuid, integer) from authenticated;
comment on function private.undo_review(uuid, integer) is 'What public.undo_review() does once the session is held still.';
-- security definer: as private.undo_review, which checks the caller.
create function public.undo_review(turn_id uuid, version integer) returns json
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.hold_session_of_turn(turn_id);
  return private.undo_review(turn_id, version);
end;
$$;
comment on function public.undo_review(uuid, integer) is
  'Takes the caller''s last done or skipped back: review, notes and places are as before, only the version grows. PT409 when the review was saved since, or nothing can be taken back.';
grant execute on function public.undo_review(uuid, integer) to authenticated;

alter function public.save_adjudication(uuid, text) set schema private;
revoke execute on function private.save_adjudication(uuid, text) from authenticated;
comment on function private.save_adjudication(uuid, text) is 'What public.save_adjudication() does once the session is held still.';
-- security definer: as private.save_adjudication, which checks the caller.
create function public.save_adjudication(turn_id uuid, input text) returns json
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.hold_session_of_turn(turn_id);
  return private.save_adjudication(turn_id, input);
end;
$$;
comment on function public.save_adjudication(uuid, text) is
  'Decides what holds of a turn where its reviewers differ; its metrics follow by trigger. PT404 outside of the caller''s projects.';
grant execute on function public.save_adjudication(uuid, text) to authenticated;

alter function public.record_improvement(uuid, text, text, text) set schema private;
revoke execute on function private.record_improvement(uuid, text, text, text) from authenticated;
comment on function private.record_improvement(uuid, text, text, text) is 'What public.record_improvement() does once the session is held still.';
-- security definer: as private.record_improvement, which checks the caller.
create function public.record_improvement(turn_id uuid, item text, key text default null, hmac text default null) returns json
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.hold_session_of_turn(turn_id);
  return private.record_improvement(turn_id, item, key, hmac);
end;
$$;
comment on function public.record_improvement(uuid, text, text, text) is
  'Writes one note on a turn; the caller is its author. The same key with the same body answers the same note. PT404 when the turn does not exist for the caller.';
grant execute on function public.record_improvement(uuid, text, text, text) to authenticated;

alter function public.delete_improvement(uuid) set schema private;
revoke execute on function private.delete_improvement(uuid) from authenticated;
comment on function private.delete_improvement(uuid) is 'What public.delete_improvement() does once the session is held still.';
-- security definer: as private.delete_improvement, which checks the caller.
create function public.delete_improvement(improvement_id uuid) returns void
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.hold_session(i.session_id) from public.tuning_improvements i where i.id = improvement_id;
  perform private.delete_improvement(improvement_id);
end;
$$;
comment on function public.delete_improvement(uuid) is
  'Moves a note to the trash, where it can be restored from for 30 days. PT404 when it does not exist for the caller, PT403 when it is another''s.';
grant execute on function public.delete_improvement(uuid) to authenticated;

alter function public.restore_improvement(uuid) set schema private;
revoke execute on function private.restore_improvement(uuid) from authenticated;
comment on function private.restore_improvement(uuid) is 'What public.restore_improvement() does once the session is held still.';
-- security definer: as private.restore_improvement, which checks the caller.
create function public.restore_improvement(improvement_id uuid) returns json
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform private.hold_session(i.session_id) from public.tuning_improvements_trash i where i.id = improvement_id;
  return private.restore_improvement(improvement_id);
end;
$$;
comment on function public.restore_improvement(uuid) is
  'Undoes a deletion: the note comes back with its id, times and status, and counts again. PT404 when there is none for the caller, PT409 when its turn is gone.';
grant execute on function public.restore_improvement(uuid) to authenticated;

alter function public.update_tuning_session(uuid, text) set schema private;
revoke execute on function private.update_tuning_session(uuid, text) from authenticated;
comment on function private.update_tuning_session(uuid, text) is 'What public.update_tuning_session() does once the session is held still.';
-- security definer: as private.update_tuning_session, which checks the caller.
create function public.update_tuning_session(session_id uuid, patch text) returns json
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  -- These change rows of every turn: what the session is reviewed in, and where.
  if patch::jsonb ?| array['project', 'branch_name', 'master_prompt_version'] then
    perform private.hold_session(session_id, true);
  end if;
  return private.update_tuning_session(session_id, patch);
end;
$$;
comment on function public.update_tuning_session(uuid, text) is
  'Changes the fields present: session_end (the first end stays), metadata, master_prompt_version, branch_name, tester_name, project. Who may not change recorded rows, but record, may end a session and set its metadata. PT404 when it does not exist for the caller.';
grant execute on function public.update_tuning_session(uuid, text) to authenticated;

-- security definer: reaches rows of every author.
create or replace function private.move_session_rows() returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  update public.tuning_conversation_turns t set project = new.project where t.session_id = new.id;
  update public.tuning_improvements i set project = new.project where i.session_id = new.id;
  -- Deleted notes too: they are restored, and seen by admins, where their session is.
  update public.tuning_improvements_trash i set project = new.project where i.session_id = new.id;
  update public.turn_reviews r set project = new.project from public.tuning_conversation_turns t where t.session_id = new.id and r.turn_id = t.id;
  update public.turn_review_revisions r set project = new.project from public.tuning_conversation_turns t where t.session_id = new.id and r.turn_id = t.id;
  update public.turn_adjudications a set project = new.project from public.tuning_conversation_turns t where t.session_id = new.id and a.turn_id = t.id;
  -- Queues belong to one project: the places of the old one go.
  delete from public.review_queue_slots s using public.tuning_conversation_turns t where t.session_id = new.id and s.turn_id = t.id and s.project <> new.project;
  return null;
end;
$$;

-- ---------------------------------------------------------------------------------------------------------------
-- Refusals of writes that meet
-- ---------------------------------------------------------------------------------------------------------------

-- security definer: nobody holds write policies; checks principal, scope and project itself.
create or replace function public.create_tuning_session(item text, idempotency_key text default null, body_hmac text default null) returns json
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
      if violated <> 'idx_tuning_sessions_active' then
        raise sqlstate 'PT409' using message = 'this id is already taken', detail = private.issue('id', 'is already taken');
      elsif attempt = 3 then
        raise sqlstate 'PT503' using message = 'sessions of this tester are started and ended at this moment', hint = 'try again in a moment';
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

create or replace function private.insert_tuning_turns(caller private.principal_info, session public.prompt_tuning_sessions, input private.tuning_turn_input[], default_time timestamptz)
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
    -- An id that another session took at the same moment: this statement sees it.
    select json_build_object('issues', json_agg(json_build_object('path', 'turns.' || (r.n - 1) || '.id', 'message', 'is already taken') order by r.n))::text
    into problem from unnest(input) r where exists (select from public.tuning_conversation_turns k where k.id = r.id);
    raise sqlstate 'PT409' using message = 'nothing was recorded: an id is already taken', detail = problem;
  end;
  return added;
end;
$$;

-- security definer: as create_review_queue.
create or replace function public.delete_review_queue(queue_id uuid) returns void
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('change_config');
  gone public.review_queues;
  turns uuid[];
begin
  -- Whoever adds turns to the queue at this moment is through, or does not see it.
  perform private.lock_queues(array[q.project], 'define') from public.review_queues q where q.id = delete_review_queue.queue_id;
  select array_agg(distinct s.turn_id) into turns from public.review_queue_slots s where s.queue_id = delete_review_queue.queue_id;
  delete from public.review_queues q
  where q.id = delete_review_queue.queue_id and (caller.projects is null or q.project = any (caller.projects)) returning * into gone;
  if not found then
    raise sqlstate 'PT404' using message = 'no such queue';
  end if;
  if gone.is_blind then
    perform private.refresh_queue_metrics(turns);
  end if;
  perform private.audit('queue.delete', 'queue', gone.id::text, gone.project, jsonb_build_object('name', gone.name));
end;
$$;

-- ---------------------------------------------------------------------------------------------------------------
-- What became of a note
-- ---------------------------------------------------------------------------------------------------------------

-- What was finished last in a project, newest first.
create index turn_reviews_done on public.turn_reviews (project, done_at desc, id desc) where state = 'done';

-- security definer: counts reviews of everyone; asks private.require() and checks the note's project itself.
create or replace function public.observe_improvement(improvement_id uuid) returns json
language plpgsql stable security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('read');
  max_reviews constant integer := 5000;
  note public.tuning_improvements;
  wanted_intent text;
  wanted_question text;
  applied_at timestamptz;
  result jsonb;
begin
  select * into note from public.tuning_improvements i where i.id = improvement_id;
  if not private.finds_improvement(caller, note) then
    raise sqlstate 'PT404' using message = 'no such note';
  end if;
  select t.intent, left(t.user_message, 1000) into wanted_intent, wanted_question from public.tuning_conversation_turns t where t.id = note.turn_id;
  select min(s.session_start) into applied_at from public.prompt_tuning_sessions s
  where s.project = note.project and s.master_prompt_version = note.applied_in_version;
  with reviewed as materialized (
    -- So many rows, and no more, whatever the project holds.
    select r.turn_id from public.turn_reviews r
    where r.project = note.project and r.state = 'done' order by r.done_at desc, r.id desc limit max_reviews + 1
  ), matching as materialized (
    select t.id, t.session_id from (select distinct v.turn_id from (select * from reviewed limit max_reviews) v) r
    join public.tuning_conversation_turns t on t.id = r.turn_id
    -- The note's own turn has a note of its category by definition.
    where t.id <> note.turn_id
      and case when wanted_intent is not null then t.intent = wanted_intent
        else extensions.similarity(left(t.user_message, 1000), wanted_question) >= 0.3 end
      -- For everyone alike, so that the figures do not tell what is hidden.
      and t.id not in (select private.blind_turns())
  ), versions as (
    select s.master_prompt_version as version, min(s.session_start) as first_session_start
    from public.prompt_tuning_sessions s where s.project = note.project and s.master_prompt_version is not null group by 1
  ), observed as (
    select m.id, s.master_prompt_version as version,
      s.master_prompt_version = note.applied_in_version or coalesce(v.first_session_start > applied_at, false) as is_after,
      exists (select from public.tuning_improvements n where n.turn_id = m.id and n.category is not distinct from note.category) as is_noted
    from matching m
      join public.prompt_tuning_sessions s on s.id = m.session_id
      join versions v on v.version = s.master_prompt_version
  )
  select jsonb_build_object(
    'before_turns', count(*) filter (where not coalesce(o.is_after, false)), 'before_noted', count(*) filter (where o.is_noted and not coalesce(o.is_after, false)),
    'after_turns', count(*) filter (where o.is_after), 'after_noted', count(*) filter (where o.is_noted and o.is_after),
    'is_limited', (select count(*) > max_reviews from reviewed),
    'later_turns', coalesce((
      select json_agg(row_to_json(l) order by l.at desc, l.turn_id) from (
        select t.id as turn_id, t.session_id, t.turn_number, t.user_message, t.era_response, x.version as master_prompt_version,
          x.is_noted as has_same_note, t."timestamp" as at
        from observed x join public.tuning_conversation_turns t on t.id = x.id where x.is_after
        order by t."timestamp" desc, t.id limit 20) l), '[]'))
  into result from observed o;
  return jsonb_build_object('id', note.id, 'applied_in_version', note.applied_in_version, 'matched_by', case when wanted_intent is not null then 'intent' else 'question' end)
    || result;
end;
$$;
comment on function public.observe_improvement(uuid) is
  'Among the 5000 reviews of the note''s project that were finished last: other turns with the same intent, else a similar question (trigram similarity of the first 1000 characters of at least 0.3), and how many have a note of the same category: '
  'in versions that first appeared before the version in which the note was applied, and since. is_limited when there are more reviews. '
  'Sessions without a version and turns a blind queue waits for are left out. PT404 when the note does not exist for the caller.';

-- ---------------------------------------------------------------------------------------------------------------
-- Turns on which reviewers differ
-- ---------------------------------------------------------------------------------------------------------------

drop function public.list_disagreements(text, uuid, text, boolean, integer);
create function public.list_disagreements(
  project text default null, queue_id uuid default null, category text default null, side text default null, is_adjudicated boolean default null,
  page_limit integer default 50, page_cursor text default null) returns json
language sql stable
set search_path = ''
as $$
  with page as (
    select t.id as turn_id, t."timestamp", row_number() over (order by t."timestamp" desc, t.id desc) as n, jsonb_build_object(
      'turn_id', t.id, 'session_id', t.session_id, 'turn_number', t.turn_number, 'user_message', t.user_message, 'era_response', t.era_response,
      'first', jsonb_build_object('reviewer_id', d.reviewers[1], 'reviewer_label', d.labels[1], 'categories', d.first_categories),
      'second', jsonb_build_object('reviewer_id', d.reviewers[2], 'reviewer_label', d.labels[2], 'categories', d.second_categories),
      'differs_in', d.differs_in, 'adjudication', private.adjudication_json(a)) as item,
      octet_length(t.user_message) + octet_length(t.era_response) as bytes
    from (
      select r.*, array(
        select c.category from unnest(array['tone', 'content', 'citation', 'clarity', 'structure', 'action']) with ordinality c (category, n)
        where (c.category = any (r.first_categories)) <> (c.category = any (r.second_categories)) order by c.n) as differs_in
      from private.twice_reviewed_turns(list_disagreements.project, list_disagreements.queue_id) r) d
    join public.tuning_conversation_turns t on t.id = d.turn_id
    left join public.turn_adjudications a on a.turn_id = t.id
    where cardinality(d.differs_in) > 0
      and (list_disagreements.category is null or list_disagreements.category = any (d.differs_in))
      and (list_disagreements.side is null or list_disagreements.category is null
        or list_disagreements.category = any (case list_disagreements.side when 'first' then d.first_categories else d.second_categories end))
      and (list_disagreements.is_adjudicated is null or (a.turn_id is not null) = list_disagreements.is_adjudicated)
      and (page_cursor is null or (t."timestamp", t.id) < (split_part(page_cursor, '|', 1)::timestamptz, split_part(page_cursor, '|', 2)::uuid))
    order by t."timestamp" desc, t.id desc limit least(greatest(page_limit, 1), 1000) + 1
  ), sized as (
    select p.*, sum(p.bytes) over (order by p.n) as total_bytes from page p
  ), kept as (
    -- A page ends after 8 MB of text: rows may be large, memory may not.
    select s.* from sized s where s.n <= least(greatest(page_limit, 1), 1000) and (s.n = 1 or s.total_bytes <= 8000000)
  )
  select json_build_object(
    'data', coalesce((select json_agg(k.item order by k.n) from kept k), '[]'),
    'next', case when (select count(*) from kept) < (select count(*) from page)
      then (select k."timestamp" || '|' || k.turn_id from kept k order by k.n desc limit 1) end);
$$;
comment on function public.list_disagreements(text, uuid, text, text, boolean, integer, text) is
  'One page {data, next} of the turns whose first two reviewers differ in a category, newest first, with the decision if there is one. With side, those where only that reviewer (first or second) has a note of the category.';
grant execute on function public.list_disagreements(text, uuid, text, text, boolean, integer, text) to authenticated;
