-- Purpose: what the API calls for reviewing: the screen of a turn, drafts, finished reviews, undo, claims, queues, agreement, adjudication.
-- Objects: public.{get_review_screen,save_review,undo_review,renew_claim,release_claim,claim_next_turn}, public.{list,get,create,update,delete}_review_queue(s),
--          public.{review_agreement,list_disagreements,save_adjudication}; private helpers.
-- Destructive: no.
--
-- Contents, drafts, queues and adjudications arrive as JSON text (the local API hands jsonb parameters over as strings).
-- Locks, in this order everywhere: the reviewer (private.lock_reviewer), places, the review, notes, the turn, the session.

-- ---------------------------------------------------------------------------------------------------------------
-- Shared parts
-- ---------------------------------------------------------------------------------------------------------------

create function private.claim_time() returns timestamptz
language sql stable
set search_path = ''
as $$
  select date_trunc('milliseconds', now()) + interval '10 minutes';
$$;
comment on function private.claim_time() is 'When a claim that is made or renewed now is over.';

create function private.lock_reviewer(reviewer_id uuid) returns void
language sql
set search_path = ''
as $$
  select pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('reviewer:' || reviewer_id::text, 0));
$$;
comment on function private.lock_reviewer(uuid) is
  'Two tabs of one reviewer take turns until the end of the transaction: so none of them takes a second place of a turn, and versions grow one by one.';

-- security definer: called by functions that reach rows of every reviewer; checks the caller's projects itself.
create function private.turn_of(turn_id uuid, caller private.principal_info) returns public.tuning_conversation_turns
language plpgsql stable security definer
set search_path = ''
as $$
declare
  found_turn public.tuning_conversation_turns;
begin
  select * into found_turn from public.tuning_conversation_turns t
  where t.id = turn_of.turn_id and (caller.projects is null or t.project = any (caller.projects));
  if not found then
    raise sqlstate 'PT404' using message = 'no such turn';
  end if;
  return found_turn;
end;
$$;
comment on function private.turn_of(uuid, private.principal_info) is 'The turn, if it is in the caller''s projects; else PT404.';

create function private.review_content(review public.turn_reviews) returns jsonb
language sql stable
set search_path = ''
as $$
  select jsonb_build_object(
    'better_response', review.better_response, 'thumbs', review.thumbs,
    'professionalism_score', review.professionalism_score, 'empathy_score', review.empathy_score, 'clarity_score', review.clarity_score,
    'has_policy_citation', review.has_policy_citation, 'appropriate_action_suggested', review.appropriate_action_suggested,
    'structure_complete', review.structure_complete,
    'chunk_verdicts', jsonb_build_object('verdicts', review.chunk_verdicts - 'missing', 'missing', review.chunk_verdicts -> 'missing'),
    'improvements', (
      select coalesce(jsonb_agg(jsonb_build_object('id', i.id, 'improvement_note', i.improvement_note, 'category', i.category, 'severity', i.severity)
        order by i."timestamp", i.id), '[]')
      from public.tuning_improvements i
      where i.turn_id = review.turn_id and i.author_kind = 'member' and i.author_id = review.reviewer_id));
$$;
comment on function private.review_content(public.turn_reviews) is 'What a reviewer has finished saying of a turn, with their notes, in the shape of the review form.';

create function private.review_json(review public.turn_reviews) returns jsonb
language sql stable
set search_path = ''
as $$
  select jsonb_build_object(
    'turn_id', review.turn_id, 'reviewer_id', review.reviewer_id, 'reviewer_label', review.reviewer_label, 'state', review.state,
    'version', review.version, 'content', private.review_content(review), 'draft', review.draft, 'done_at', review.done_at, 'updated_at', review.updated_at);
$$;
comment on function private.review_json(public.turn_reviews) is 'A review as its own reviewer reads it.';

create function private.comparable_content(content jsonb) returns jsonb
language sql immutable
set search_path = ''
as $$
  select content || jsonb_build_object('improvements', (
    select coalesce(jsonb_agg(n || jsonb_build_object('id', lower(n ->> 'id')) order by lower(n ->> 'id')), '[]')
    from jsonb_array_elements(content -> 'improvements') n));
$$;
comment on function private.comparable_content(jsonb) is 'Content of a review with its notes in the order of their ids, so that equal contents are equal.';

-- ---------------------------------------------------------------------------------------------------------------
-- The screen of a turn
-- ---------------------------------------------------------------------------------------------------------------

-- security definer: finished reviews of others are in rows that nobody else may read; the caller, its projects and blindness are checked here.
create function public.get_review_screen(turn_id uuid) returns json
language plpgsql stable security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('read');
  shown public.tuning_conversation_turns := private.turn_of(turn_id, caller);
  is_blind boolean := private.is_blind(turn_id);
  sees_others boolean := not is_blind or private.is_admin();
begin
  return json_build_object(
    'turn', (
      select to_jsonb(shown) || jsonb_build_object('master_prompt_version', s.master_prompt_version, 'branch_name', s.branch_name,
        'tester_name', s.tester_name, 'session_turns', s.total_turns)
      from public.prompt_tuning_sessions s where s.id = shown.session_id),
    'review', (
      select private.review_json(r) from public.turn_reviews r
      where caller.kind = 'member' and r.turn_id = shown.id and r.reviewer_id = caller.id),
    'improvements', (
      select coalesce(jsonb_agg(to_jsonb(i) order by i."timestamp", i.id), '[]') from public.tuning_improvements i
      where i.turn_id = shown.id and (sees_others or i.author_id = caller.id)),
    'others', (
      select coalesce(jsonb_agg(private.review_json(r) - 'draft' - 'state' order by r.done_at, r.reviewer_id), '[]') from public.turn_reviews r
      where r.turn_id = shown.id and r.state = 'done' and sees_others and r.reviewer_id <> caller.id),
    'is_blind', is_blind,
    'claims', (
      select coalesce(jsonb_agg(jsonb_build_object('queue_id', s.queue_id, 'turn_id', s.turn_id, 'claimed_until', s.claimed_until) order by s.queue_id), '[]')
      from public.review_queue_slots s
      where s.turn_id = shown.id and s.reviewer_id = caller.id and s.state = 'claimed' and s.claimed_until >= now()));
end;
$$;
comment on function public.get_review_screen(uuid) is
  'All that the review screen shows of a turn. Never another''s draft; while an open blind queue waits for the turn, nothing that others said, but for admins. PT404 outside of the caller''s projects.';
grant execute on function public.get_review_screen(uuid) to authenticated;

-- ---------------------------------------------------------------------------------------------------------------
-- Saving a review
-- ---------------------------------------------------------------------------------------------------------------

create function private.check_review_content(content jsonb) returns void
language plpgsql immutable
set search_path = ''
as $$
begin
  if jsonb_typeof(content) is distinct from 'object' or jsonb_typeof(content -> 'improvements') is distinct from 'array'
    or jsonb_typeof(content -> 'chunk_verdicts' -> 'verdicts') is distinct from 'object' then
    raise sqlstate 'PT400' using message = 'content: must hold improvements and chunk_verdicts';
  end if;
  if jsonb_array_length(content -> 'improvements') > 100 then
    raise sqlstate 'PT400' using message = 'content.improvements: has at most 100 notes';
  end if;
  if (select count(*) <> count(distinct lower(n ->> 'id')) from jsonb_array_elements(content -> 'improvements') n) then
    raise sqlstate 'PT400' using message = 'content.improvements: two notes have the same id';
  end if;
  if exists (select from jsonb_each_text(content -> 'chunk_verdicts' -> 'verdicts') v where v.key !~ '^\d{1,3}$' or v.value not in ('used', 'irrelevant', 'misleading'))
    or jsonb_typeof(content -> 'chunk_verdicts' -> 'missing') not in ('string', 'null') or char_length(content -> 'chunk_verdicts' ->> 'missing') not between 1 and 20000 then
    raise sqlstate 'PT400' using message = 'content.chunk_verdicts: must be verdicts by position, and a text for what is missing';
  end if;
end;
$$;
comment on function private.check_review_content(jsonb) is 'Refuses (PT400) what the columns of a review would not: the shape of its notes and verdicts.';

create function private.save_review_notes(turn_id uuid, caller private.principal_info, notes jsonb) returns void
language plpgsql
set search_path = ''
as $$
begin
  if exists (
    select from jsonb_array_elements(notes) n join public.tuning_improvements i on i.id = (n ->> 'id')::uuid
    where not (i.turn_id = save_review_notes.turn_id and i.author_kind = 'member' and i.author_id = caller.id)) then
    raise sqlstate 'PT409' using message = 'the id of a note is already taken by another one', hint = 'give new notes new ids';
  end if;
  -- A note that was deleted and is in the list again comes back as it was.
  with back as (
    delete from public.tuning_improvements_trash t using jsonb_array_elements(notes) n
    where t.id = (n ->> 'id')::uuid and t.turn_id = save_review_notes.turn_id and t.author_kind = 'member' and t.author_id = caller.id returning t.*)
  insert into public.tuning_improvements
  select i.* from back b cross join lateral jsonb_populate_record(null::public.tuning_improvements, to_jsonb(b)) i;
  update public.tuning_improvements i set improvement_note = n.improvement_note, category = n.category, severity = n.severity
  from jsonb_to_recordset(notes) n (id uuid, improvement_note text, category text, severity text)
  where i.id = n.id and (i.improvement_note, i.category, i.severity) is distinct from (n.improvement_note, n.category, n.severity);
  -- Microseconds keep the order in which the reviewer wrote them.
  insert into public.tuning_improvements (id, turn_id, improvement_note, category, severity, "timestamp", author_kind, author_id, author_label)
  select (n.value ->> 'id')::uuid, save_review_notes.turn_id, n.value ->> 'improvement_note', n.value ->> 'category', n.value ->> 'severity',
    date_trunc('milliseconds', now()) + n.ordinality * interval '1 microsecond', caller.kind, caller.id, caller.label
  from jsonb_array_elements(notes) with ordinality n
  where not exists (select from public.tuning_improvements i where i.id = (n.value ->> 'id')::uuid);
  with gone as (
    delete from public.tuning_improvements i
    where i.turn_id = save_review_notes.turn_id and i.author_kind = 'member' and i.author_id = caller.id
      and not exists (select from jsonb_array_elements(notes) n where (n ->> 'id')::uuid = i.id) returning i.*)
  insert into public.tuning_improvements_trash select g.*, now(), caller.id from gone g;
end;
$$;
comment on function private.save_review_notes(uuid, private.principal_info, jsonb) is
  'Makes the caller''s notes on a turn the ones of the list: new ones are added, changed ones changed, missing ones go to the trash.';

create function private.take_places(turn_id uuid, reviewer_id uuid, queue_id uuid) returns uuid
language plpgsql
set search_path = ''
as $$
declare
  queue record;
  has_place boolean;
  has_any boolean := false;
  full_queue uuid;
begin
  for queue in
    select distinct s.queue_id as id from public.review_queue_slots s join public.review_queues q on q.id = s.queue_id
    where s.turn_id = take_places.turn_id and (q.is_open or q.id = take_places.queue_id) order by 1
  loop
    -- for update, not skip locked: who is about to claim the place has it first, and its state is then checked again.
    with place as materialized (
      select s.slot from public.review_queue_slots s
      where s.queue_id = queue.id and s.turn_id = take_places.turn_id and s.state <> 'done'
        and (s.reviewer_id = take_places.reviewer_id or s.state = 'free' or s.claimed_until < now())
        and not exists (
          select from public.review_queue_slots mine where mine.queue_id = s.queue_id and mine.turn_id = s.turn_id
            and mine.reviewer_id = take_places.reviewer_id and mine.slot <> s.slot)
      order by (s.reviewer_id is not distinct from take_places.reviewer_id) desc, (s.state = 'free') desc, s.slot
      limit 1 for update)
    update public.review_queue_slots s set state = 'done', reviewer_id = take_places.reviewer_id, claimed_until = null
    from place where s.queue_id = queue.id and s.turn_id = take_places.turn_id and s.slot = place.slot;
    has_place := found or exists (
      select from public.review_queue_slots s where s.queue_id = queue.id and s.turn_id = take_places.turn_id
        and s.reviewer_id = take_places.reviewer_id and s.state = 'done');
    has_any := has_any or has_place;
    if not has_place and (full_queue is null or queue.id = take_places.queue_id) then
      full_queue := queue.id;
    end if;
  end loop;
  if full_queue = take_places.queue_id or not has_any then
    return full_queue;
  end if;
  return null;
end;
$$;
comment on function private.take_places(uuid, uuid, uuid) is
  'Gives a finished review its place in every open queue of the turn (its own, a free one, or one whose claim is over). Answers the queue that has none left: '
  'the one named, or any when there is no place at all; null when all is well.';

-- security definer: reviews, notes and places have no write policies; checks the caller itself and writes only what is theirs.
create function public.save_review(turn_id uuid, state text, content text default null, version integer default null, queue_id uuid default null) returns json
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('review');
  target public.tuning_conversation_turns := private.turn_of(turn_id, caller);
  given jsonb := content::jsonb;
  current public.turn_reviews;
  places jsonb;
  notes jsonb;
  full_queue uuid;
begin
  if state not in ('draft', 'done', 'skipped') or (state <> 'skipped' and jsonb_typeof(given) is distinct from 'object') then
    raise sqlstate 'PT400' using message = 'state: must be draft or done with a content, or skipped';
  end if;
  if octet_length(content) > 16000000 then
    raise sqlstate 'PT413' using message = 'this review is too long';
  end if;
  if state = 'done' then
    perform private.check_review_content(given);
  end if;
  perform private.lock_reviewer(caller.id);
  select * into current from public.turn_reviews r where r.turn_id = target.id and r.reviewer_id = caller.id for update;

  -- A save that is sent again because its answer was lost: it is stored already.
  if current.version = coalesce(save_review.version + 1, current.version) and (
    (save_review.state = 'draft' and current.draft = given)
    or (save_review.state = 'done' and current.state = 'done' and current.draft is null
      and private.comparable_content(private.review_content(current)) = private.comparable_content(given))
    or (save_review.state = 'skipped' and current.state = 'skipped')) then
    if save_review.state = 'draft' then
      perform private.renew_own_claims(target.id, caller.id, save_review.queue_id);
    end if;
    return private.review_json(current);
  end if;
  if save_review.version <> coalesce(current.version, 0) then
    raise sqlstate 'PT409' using message = 'this review was saved in another window since you opened it', hint = 'load it again, or save without a version to replace it',
      detail = jsonb_build_object('stored_version', coalesce(current.version, 0));
  end if;

  if save_review.state = 'draft' then
    if current.id is null then
      insert into public.turn_reviews (turn_id, reviewer_id, reviewer_label, draft) values (target.id, caller.id, caller.label, given) returning * into current;
    else
      update public.turn_reviews r set draft = given, version = r.version + 1, reviewer_label = caller.label where r.id = current.id returning * into current;
    end if;
    perform private.renew_own_claims(target.id, caller.id, save_review.queue_id);
    return private.review_json(current);
  end if;

  if save_review.state = 'skipped' and current.state = 'done' then
    raise sqlstate 'PT409' using message = 'you have already finished this turn', hint = 'undo it, or change your review';
  end if;

  -- What undo brings back: the review as it was the moment before, with everything that was typed by then.
  select coalesce(jsonb_agg(to_jsonb(s) order by s.queue_id, s.slot), '[]') into places
  from public.review_queue_slots s where s.turn_id = target.id;
  select coalesce(jsonb_agg(to_jsonb(i) order by i."timestamp", i.id), '[]') into notes
  from public.tuning_improvements i where i.turn_id = target.id and i.author_kind = 'member' and i.author_id = caller.id;
  if current.id is null then
    insert into public.turn_reviews (turn_id, reviewer_id, reviewer_label, version) values (target.id, caller.id, caller.label, 1) returning * into current;
  else
    current.version := current.version + 1;
  end if;
  if save_review.state = 'done'
    and private.comparable_content(coalesce(current.draft, private.review_content(current))) is distinct from private.comparable_content(given) then
    current.draft := given;
  end if;
  insert into public.turn_review_revisions (turn_id, reviewer_id, project, version, review, improvements, slots)
  values (target.id, caller.id, target.project, current.version, to_jsonb(current) || jsonb_build_object('version', current.version - 1), notes, places);

  if save_review.state = 'skipped' then
    update public.review_queue_slots s set state = 'free', reviewer_id = null, claimed_until = null
    where s.turn_id = target.id and s.reviewer_id = caller.id and s.state = 'claimed';
    update public.turn_reviews r set state = 'skipped', version = current.version, reviewer_label = caller.label where r.id = current.id returning * into current;
    return private.review_json(current);
  end if;

  full_queue := private.take_places(target.id, caller.id, save_review.queue_id);
  -- Who changes a finished review takes no further place.
  if full_queue is not null and current.state <> 'done' then
    raise sqlstate 'PT409' using message = 'someone else has reviewed this turn meanwhile', hint = 'go on with the next one',
      detail = jsonb_build_object('is_taken', true, 'queue_id', full_queue, 'queue', (select q.name from public.review_queues q where q.id = full_queue));
  end if;
  perform private.save_review_notes(target.id, caller, given -> 'improvements');
  update public.turn_reviews r set
    state = 'done', version = current.version, draft = null, done_at = case when r.state = 'done' then r.done_at else date_trunc('milliseconds', now()) end,
    better_response = given ->> 'better_response', thumbs = (given ->> 'thumbs')::smallint,
    professionalism_score = (given ->> 'professionalism_score')::integer, empathy_score = (given ->> 'empathy_score')::integer,
    clarity_score = (given ->> 'clarity_score')::integer, has_policy_citation = (given ->> 'has_policy_citation')::boolean,
    appropriate_action_suggested = (given ->> 'appropriate_action_suggested')::boolean, structure_complete = (given ->> 'structure_complete')::boolean,
    chunk_verdicts = (given -> 'chunk_verdicts' -> 'verdicts') || jsonb_strip_nulls(jsonb_build_object('missing', given -> 'chunk_verdicts' -> 'missing')),
    reviewer_label = caller.label
  where r.id = current.id returning * into current;
  return private.review_json(current);
end;
$$;
comment on function public.save_review(uuid, text, text, integer, uuid) is
  'Saves the caller''s review of a turn: draft (always taken, renews the claim), done (writes the form, the caller''s notes and places), skipped (gives places back). '
  'PT409 with stored_version when version is not the stored one; PT409 with is_taken when a queue of the turn has no place left for a finished review.';
grant execute on function public.save_review(uuid, text, text, integer, uuid) to authenticated;

-- ---------------------------------------------------------------------------------------------------------------
-- Undo
-- ---------------------------------------------------------------------------------------------------------------

create function private.restore_review_notes(revision public.turn_review_revisions) returns void
language plpgsql
set search_path = ''
as $$
declare
  untouched uuid[];
begin
  -- Notes that came with the change go; those written elsewhere afterwards stay.
  delete from public.tuning_improvements i
  where i.turn_id = revision.turn_id and i.author_kind = 'member' and i.author_id = revision.reviewer_id
    and i."timestamp" <= revision.created_at + interval '1 millisecond'
    and not exists (select from jsonb_array_elements(revision.improvements) n where (n ->> 'id')::uuid = i.id);
  -- A note that someone has given another status since keeps it.
  select coalesce(array_agg(i.id), '{}') into untouched from public.tuning_improvements i
  where i.turn_id = revision.turn_id and i.author_id = revision.reviewer_id and i.updated_at <= revision.created_at;
  update public.tuning_improvements i set improvement_note = n.improvement_note, category = n.category, severity = n.severity
  from jsonb_populate_recordset(null::public.tuning_improvements, revision.improvements) n
  where i.id = n.id and i.turn_id = revision.turn_id and (i.improvement_note, i.category, i.severity) is distinct from (n.improvement_note, n.category, n.severity);
  delete from public.tuning_improvements_trash t using jsonb_array_elements(revision.improvements) n where t.id = (n ->> 'id')::uuid;
  insert into public.tuning_improvements
  select n.* from jsonb_populate_recordset(null::public.tuning_improvements, revision.improvements) n
  where not exists (select from public.tuning_improvements i where i.id = n.id);
  -- Only the time: totals and metrics were kept by the triggers above.
  perform set_config('retune.is_restoring', 'on', true);
  update public.tuning_improvements i set updated_at = n.updated_at
  from jsonb_populate_recordset(null::public.tuning_improvements, revision.improvements) n where i.id = n.id and i.id = any (untouched);
  perform set_config('retune.is_restoring', '', true);
end;
$$;
comment on function private.restore_review_notes(public.turn_review_revisions) is 'Makes a reviewer''s notes on a turn what they were before a change.';

create function private.restore_places(revision public.turn_review_revisions, state text) returns void
language plpgsql
set search_path = ''
as $$
begin
  if state <> 'done' then
    update public.review_queue_slots s set
      state = case when b.reviewer_id is null then 'free' else 'claimed' end,
      reviewer_id = b.reviewer_id, claimed_until = case when b.reviewer_id is not null then private.claim_time() end
    from public.review_queue_slots x
    left join jsonb_populate_recordset(null::public.review_queue_slots, revision.slots) b
      on b.queue_id = x.queue_id and b.slot = x.slot and b.state = 'claimed' and b.reviewer_id = revision.reviewer_id
    where s.turn_id = revision.turn_id and s.state = 'done' and s.reviewer_id = revision.reviewer_id
      and x.queue_id = s.queue_id and x.turn_id = s.turn_id and x.slot = s.slot;
  end if;
  -- Places that were given back, if nobody has taken them.
  update public.review_queue_slots s set state = 'claimed', reviewer_id = revision.reviewer_id, claimed_until = private.claim_time()
  from jsonb_populate_recordset(null::public.review_queue_slots, revision.slots) b
  where s.queue_id = b.queue_id and s.turn_id = revision.turn_id and s.slot = b.slot and b.state = 'claimed' and b.reviewer_id = revision.reviewer_id
    and (s.state = 'free' or (s.state = 'claimed' and s.claimed_until < now()))
    and not exists (select from public.review_queue_slots mine where mine.queue_id = s.queue_id and mine.turn_id = s.turn_id and mine.reviewer_id = revision.reviewer_id);
end;
$$;
comment on function private.restore_places(public.turn_review_revisions, text) is
  'Gives a reviewer''s places of a turn back the state they had before a change: a claim is live again for 10 minutes, unless someone else has taken the place.';

-- security definer: as save_review.
create function public.undo_review(turn_id uuid, version integer) returns json
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('review');
  target public.tuning_conversation_turns := private.turn_of(turn_id, caller);
  current public.turn_reviews;
  earlier public.turn_reviews;
  revision public.turn_review_revisions;
begin
  perform private.lock_reviewer(caller.id);
  select * into current from public.turn_reviews r where r.turn_id = target.id and r.reviewer_id = caller.id for update;
  select * into revision from public.turn_review_revisions v where v.turn_id = target.id and v.reviewer_id = caller.id and v.version = undo_review.version;
  if current.id is null or revision.id is null then
    raise sqlstate 'PT409' using message = 'there is nothing to take back', detail = jsonb_build_object('stored_version', coalesce(current.version, 0));
  end if;
  earlier := jsonb_populate_record(current, revision.review);
  earlier.version := undo_review.version + 1;
  -- Sent again because its answer was lost.
  if current = earlier then
    return private.review_json(current);
  end if;
  if current.version <> undo_review.version then
    raise sqlstate 'PT409' using message = 'this review was saved since', hint = 'only the last change can be taken back',
      detail = jsonb_build_object('stored_version', current.version);
  end if;
  -- Locks in the order of the header; what is written begins with the review, because a finished one would be given its place again.
  perform from public.review_queue_slots s where s.turn_id = target.id order by s.queue_id, s.slot for update;
  update public.turn_reviews r set
    state = earlier.state, draft = earlier.draft, better_response = earlier.better_response, thumbs = earlier.thumbs,
    professionalism_score = earlier.professionalism_score, empathy_score = earlier.empathy_score, clarity_score = earlier.clarity_score,
    has_policy_citation = earlier.has_policy_citation, appropriate_action_suggested = earlier.appropriate_action_suggested,
    structure_complete = earlier.structure_complete, chunk_verdicts = earlier.chunk_verdicts, version = earlier.version, done_at = earlier.done_at,
    reviewer_label = earlier.reviewer_label
  where r.id = current.id;
  perform private.restore_review_notes(revision);
  perform private.restore_places(revision, earlier.state);
  perform set_config('retune.is_restoring', 'on', true);
  update public.turn_reviews r set updated_at = earlier.updated_at where r.id = current.id returning * into current;
  perform set_config('retune.is_restoring', '', true);
  return private.review_json(current);
end;
$$;
comment on function public.undo_review(uuid, integer) is
  'Takes the caller''s last done or skipped back: review, notes and places are as before, only the version grows. PT409 when the review was saved since, or nothing can be taken back.';
grant execute on function public.undo_review(uuid, integer) to authenticated;

-- ---------------------------------------------------------------------------------------------------------------
-- Claims
-- ---------------------------------------------------------------------------------------------------------------

create function private.renew_own_claims(turn_id uuid, reviewer_id uuid, queue_id uuid) returns void
language sql
set search_path = ''
as $$
  update public.review_queue_slots s set claimed_until = private.claim_time()
  where s.turn_id = renew_own_claims.turn_id and s.reviewer_id = renew_own_claims.reviewer_id and s.state = 'claimed'
    and (renew_own_claims.queue_id is null or s.queue_id = renew_own_claims.queue_id);
$$;
comment on function private.renew_own_claims(uuid, uuid, uuid) is 'Renews a reviewer''s claims on a turn that nobody has taken, also those that are over.';

-- security definer: places have no write policies; checks the caller itself.
create function public.renew_claim(turn_id uuid, queue_id uuid) returns json
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('review');
  target public.tuning_conversation_turns := private.turn_of(turn_id, caller);
  held public.review_queue_slots;
begin
  perform private.lock_reviewer(caller.id);
  update public.review_queue_slots s set claimed_until = private.claim_time()
  where s.queue_id = renew_claim.queue_id and s.turn_id = target.id and s.reviewer_id = caller.id and s.state = 'claimed' returning * into held;
  if not found then
    if not exists (select from public.review_queue_slots s where s.queue_id = renew_claim.queue_id and s.turn_id = target.id) then
      raise sqlstate 'PT404' using message = 'this turn is not in this queue';
    end if;
    if exists (select from public.review_queue_slots s where s.queue_id = renew_claim.queue_id and s.turn_id = target.id and s.reviewer_id = caller.id) then
      raise sqlstate 'PT409' using message = 'you have already finished this turn';
    end if;
    raise sqlstate 'PT409' using message = 'your claim on this turn is over', hint = 'what you type is kept as a draft; you can still finish while nobody else takes the turn',
      detail = jsonb_build_object('is_lost', true, 'is_free', exists (
        select from public.review_queue_slots s where s.queue_id = renew_claim.queue_id and s.turn_id = target.id
          and (s.state = 'free' or (s.state = 'claimed' and s.claimed_until < now()))));
  end if;
  return json_build_object('queue_id', held.queue_id, 'turn_id', held.turn_id, 'claimed_until', held.claimed_until);
end;
$$;
comment on function public.renew_claim(uuid, uuid) is
  'Makes the caller''s claim last 10 more minutes, also one that is over but that nobody took. PT409 when it was given back or taken, PT404 when the turn is not in the queue.';
grant execute on function public.renew_claim(uuid, uuid) to authenticated;

-- security definer: as renew_claim.
create function public.release_claim(turn_id uuid, queue_id uuid) returns void
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('review');
  target public.tuning_conversation_turns := private.turn_of(turn_id, caller);
begin
  perform private.lock_reviewer(caller.id);
  update public.review_queue_slots s set state = 'free', reviewer_id = null, claimed_until = null
  where s.queue_id = release_claim.queue_id and s.turn_id = target.id and s.reviewer_id = caller.id and s.state = 'claimed';
end;
$$;
comment on function public.release_claim(uuid, uuid) is 'Gives the caller''s claim back; harmless when there is none.';
grant execute on function public.release_claim(uuid, uuid) to authenticated;

create function private.queue_progress(queue public.review_queues, reviewer_id uuid) returns json
language sql stable
set search_path = ''
as $$
  select json_build_object(
    'total', count(*), 'done', count(*) filter (where x.is_done), 'in_progress', count(*) filter (where x.is_begun and not x.is_done),
    'my_done', count(*) filter (where r.state = 'done'), 'my_skipped', count(*) filter (where r.state = 'skipped'),
    'my_remaining', count(*) filter (where queue.is_open and r.state is null and x.is_available))
  from (
    select s.turn_id, bool_and(s.state = 'done') as is_done, bool_or(s.state = 'done' or s.claimed_until >= now()) as is_begun,
      bool_or(s.state = 'free' or (s.state = 'claimed' and (s.claimed_until < now() or s.reviewer_id = queue_progress.reviewer_id))) as is_available
    from public.review_queue_slots s where s.queue_id = queue.id group by s.turn_id) x
  left join public.turn_reviews r on r.turn_id = x.turn_id and r.reviewer_id = queue_progress.reviewer_id and r.state in ('done', 'skipped');
$$;
comment on function private.queue_progress(public.review_queues, uuid) is 'How far a queue is, in turns, for everyone and for one reviewer.';

-- security definer: as renew_claim.
create function public.claim_next_turn(queue_id uuid) returns json
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('review');
  queue public.review_queues;
  held public.review_queue_slots;
  reason text := 'claimed';
begin
  select * into queue from public.review_queues q
  where q.id = claim_next_turn.queue_id and (caller.projects is null or q.project = any (caller.projects));
  if not found then
    raise sqlstate 'PT404' using message = 'no such queue';
  end if;
  perform private.lock_reviewer(caller.id);
  if not queue.is_open then
    reason := 'closed';
  else
    -- Resume: a claim of one's own, also one that is over but that nobody took. The state is checked again if someone is just taking it.
    update public.review_queue_slots s set claimed_until = private.claim_time()
    where s.reviewer_id = caller.id and s.state = 'claimed' and s.queue_id = queue.id and (s.turn_id, s.slot) = (
      select m.turn_id, m.slot from public.review_queue_slots m
      where m.reviewer_id = caller.id and m.queue_id = queue.id and m.state = 'claimed'
      order by m.sort_key, m.session_id, m.turn_number, m.turn_id limit 1)
    returning * into held;
    if held.turn_id is null then
      -- One statement. All that makes a place free is in its own row, so that PostgreSQL checks it again on the row it locks;
      -- rows that others are claiming at this moment are passed over. lock_reviewer() keeps what the two "not exists" look at still.
      -- Plan: review_queue_slots_open from its beginning, one probe of turn_reviews_turn_reviewer_key per open place, until the first fits.
      -- Measured at 100,000 places of which 60,000 are done: 0.1 ms, 1.2 ms before a vacuum; behind 10,000 turns that this reviewer
      -- has skipped: 24 ms. A mark of where the reviewer is would save that, but would hand out what came free before it last.
      with place as materialized (
        select s.turn_id, s.slot from public.review_queue_slots s
        where s.queue_id = queue.id and s.state <> 'done' and (s.state = 'free' or (s.state = 'claimed' and s.claimed_until < now()))
          and not exists (
            select from public.turn_reviews r where r.turn_id = s.turn_id and r.reviewer_id = caller.id and r.state in ('done', 'skipped'))
          and not exists (
            select from public.review_queue_slots mine where mine.queue_id = s.queue_id and mine.turn_id = s.turn_id and mine.reviewer_id = caller.id)
        order by s.sort_key, s.session_id, s.turn_number, s.turn_id, s.slot
        limit 1 for update of s skip locked)
      update public.review_queue_slots s set state = 'claimed', reviewer_id = caller.id, claimed_until = private.claim_time()
      from place where s.queue_id = queue.id and s.turn_id = place.turn_id and s.slot = place.slot
      returning s.* into held;
    end if;
    if held.turn_id is null then
      reason := case when exists (
        select from public.review_queue_slots s where s.queue_id = queue.id and s.state <> 'done'
          and not exists (select from public.turn_reviews r where r.turn_id = s.turn_id and r.reviewer_id = caller.id and r.state in ('done', 'skipped'))
          and not exists (select from public.review_queue_slots mine where mine.queue_id = s.queue_id and mine.turn_id = s.turn_id and mine.reviewer_id = caller.id)
      ) then 'others_are_reviewing' else 'finished' end;
    end if;
  end if;
  return json_build_object('turn_id', held.turn_id, 'session_id', held.session_id, 'claimed_until', held.claimed_until,
    'progress', private.queue_progress(queue, caller.id), 'reason', reason);
end;
$$;
comment on function public.claim_next_turn(uuid) is
  'Claims the next turn of a queue for 10 minutes: the caller''s own claim, else the first free place of a turn that they have neither done nor skipped. '
  'Live claims and finished reviews of a turn never exceed its places. PT404 outside of the caller''s projects.';
grant execute on function public.claim_next_turn(uuid) to authenticated;

-- ---------------------------------------------------------------------------------------------------------------
-- Queues
-- ---------------------------------------------------------------------------------------------------------------

create function private.queue_json(queue public.review_queues, reviewer_id uuid) returns jsonb
language sql stable
set search_path = ''
as $$
  select to_jsonb(queue) - 'created_by' || jsonb_build_object('progress', private.queue_progress(queue, reviewer_id));
$$;
comment on function private.queue_json(public.review_queues, uuid) is 'A queue as the API shows it, with its progress for everyone and for one reviewer.';

create function public.list_review_queues(project text default null, is_open boolean default null) returns json
language plpgsql stable
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('read');
begin
  return (
    select coalesce(json_agg(private.queue_json(q, caller.id) order by q.is_open desc, q.name, q.project), '[]') from public.review_queues q
    where (list_review_queues.project is null or q.project = list_review_queues.project)
      and (list_review_queues.is_open is null or q.is_open = list_review_queues.is_open));
end;
$$;
comment on function public.list_review_queues(text, boolean) is 'Queues of the caller''s projects with their progress; open ones first, by name.';
grant execute on function public.list_review_queues(text, boolean) to authenticated;

create function public.get_review_queue(queue_id uuid) returns json
language plpgsql stable
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('read');
  found_queue public.review_queues;
begin
  select * into found_queue from public.review_queues q where q.id = queue_id;
  if not found then
    raise sqlstate 'PT404' using message = 'no such queue';
  end if;
  return private.queue_json(found_queue, caller.id);
end;
$$;
comment on function public.get_review_queue(uuid) is 'A queue with its progress. PT404 when it does not exist for the caller.';
grant execute on function public.get_review_queue(uuid) to authenticated;

create function private.check_queue_input(input jsonb, allowed text[]) returns void
language plpgsql immutable
set search_path = ''
as $$
declare
  unknown text;
begin
  select k into unknown from jsonb_object_keys(input) k where k <> all (allowed) limit 1;
  if unknown is not null then
    raise sqlstate 'PT400' using message = format('%s: unknown field', unknown);
  end if;
end;
$$;
comment on function private.check_queue_input(jsonb, text[]) is 'Refuses (PT400) a field of a queue that the caller may not set.';

create function private.refresh_queue_metrics(turn_ids uuid[]) returns void
language plpgsql
set search_path = ''
as $$
begin
  perform private.refresh_turn_metrics(t.id)
  from (select u.id from unnest(turn_ids) u (id) order by u.id) t
  where exists (select from public.turn_reviews r where r.turn_id = t.id and r.state = 'done');
end;
$$;
comment on function private.refresh_queue_metrics(uuid[]) is 'Metrics of turns whose blindness may have changed: hidden or shown anew.';

-- security definer: queues have no write policies; checks role and project itself.
create function public.create_review_queue(input text) returns json
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('change_config');
  given jsonb := input::jsonb;
  label text := given ->> 'project';
  made public.review_queues;
begin
  perform private.check_queue_input(given, array['project', 'name', 'instructions', 'branch_names', 'master_prompt_versions', 'similarity_below',
    'latency_above_ms', 'confidence_below', 'is_not_rated_well', 'reviewers_per_turn', 'is_blind', 'order_by', 'is_open']);
  if label is null then
    if cardinality(caller.projects) > 1 then
      raise sqlstate 'PT400' using message = 'project: is required: you are limited to several projects';
    end if;
    label := coalesce(caller.projects[1], 'default');
  end if;
  if caller.projects is not null and not label = any (caller.projects) then
    raise sqlstate 'PT403' using message = format('this %s may not write to this project', caller.kind);
  end if;
  perform private.lock_queues(array[label], 'define');
  insert into public.projects (project) values (label) on conflict do nothing;
  begin
    insert into public.review_queues
    select n.* from jsonb_populate_record(null::public.review_queues,
      jsonb_build_object('is_not_rated_well', false, 'reviewers_per_turn', 1, 'is_blind', false, 'order_by', 'oldest', 'is_open', true) || given
        || jsonb_build_object('project', label, 'id', gen_random_uuid(), 'created_by', caller.id, 'created_at', now(), 'updated_at', now())) n
    returning * into made;
  exception when unique_violation then
    raise sqlstate 'PT409' using message = 'name: this project already has a queue of this name',
      detail = '{"issues": [{"path": "name", "message": "this project already has a queue of this name"}]}';
  end;
  perform private.fill_review_queues(null, made.id);
  if made.is_blind then
    perform private.refresh_queue_metrics(array(select distinct s.turn_id from public.review_queue_slots s where s.queue_id = made.id));
  end if;
  perform private.audit('queue.create', 'queue', made.id::text, made.project, jsonb_build_object('name', made.name));
  return private.queue_json(made, caller.id);
end;
$$;
comment on function public.create_review_queue(text) is
  'Makes a queue and fills it with the turns that meet its rules. PT409 naming name when the project has one of this name; PT403 for another project.';
grant execute on function public.create_review_queue(text) to authenticated;

create function private.refit_review_queue(queue public.review_queues) returns void
language plpgsql
set search_path = ''
as $$
begin
  -- Turns that no longer belong here leave, unless someone has begun them.
  delete from public.review_queue_slots s
  where s.queue_id = queue.id and s.state = 'free'
    and not exists (select from public.review_queue_slots x where x.queue_id = s.queue_id and x.turn_id = s.turn_id and x.state <> 'free')
    and s.turn_id not in (select m.turn_id from private.queue_turns(null, queue.id) m);
  if queue.reviewers_per_turn = 1 then
    -- Of two places one goes: never one that is held or done; the second before the first.
    delete from public.review_queue_slots s using (
      select distinct on (x.turn_id) x.turn_id, x.slot from public.review_queue_slots x
      where x.queue_id = queue.id and (x.state = 'free' or (x.state = 'claimed' and x.claimed_until < now()))
        and (select count(*) from public.review_queue_slots y where y.queue_id = x.queue_id and y.turn_id = x.turn_id) > 1
      order by x.turn_id, (x.state = 'free') desc, x.slot desc) gone
    where s.queue_id = queue.id and s.turn_id = gone.turn_id and s.slot = gone.slot
      and (s.state = 'free' or (s.state = 'claimed' and s.claimed_until < now()));
  end if;
  update public.review_queue_slots s set sort_key = m.sort_key
  from private.queue_turns(null, queue.id) m where s.queue_id = queue.id and m.turn_id = s.turn_id and s.sort_key <> m.sort_key;
  perform private.fill_review_queues(null, queue.id);
end;
$$;
comment on function private.refit_review_queue(public.review_queues) is 'Makes the places of a queue those that its changed rules ask for, without touching what anyone has begun.';

-- security definer: as create_review_queue.
create function public.update_review_queue(queue_id uuid, patch text, expected_updated_at timestamptz default null) returns json
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('change_config');
  given jsonb := patch::jsonb;
  before public.review_queues;
  changed public.review_queues;
  shown_before uuid[];
begin
  perform private.check_queue_input(given, array['name', 'instructions', 'branch_names', 'master_prompt_versions', 'similarity_below',
    'latency_above_ms', 'confidence_below', 'is_not_rated_well', 'reviewers_per_turn', 'is_blind', 'order_by', 'is_open']);
  select * into before from public.review_queues q where q.id = update_review_queue.queue_id and (caller.projects is null or q.project = any (caller.projects));
  if not found then
    raise sqlstate 'PT404' using message = 'no such queue';
  end if;
  -- Before the row's own lock, as in create_review_queue. A queue does not change its project.
  perform private.lock_queues(array[before.project], 'define');
  select * into before from public.review_queues q where q.id = update_review_queue.queue_id for update;
  if not found then
    raise sqlstate 'PT404' using message = 'no such queue';
  end if;
  if expected_updated_at is not null and date_trunc('milliseconds', before.updated_at) <> date_trunc('milliseconds', expected_updated_at) then
    raise sqlstate 'PT409' using message = 'this queue was changed by someone else since you read it', hint = 'read it again and repeat your change';
  end if;
  changed := jsonb_populate_record(before, given);
  if changed = before then
    return private.queue_json(before, caller.id);
  end if;
  begin
    update public.review_queues q set
      name = changed.name, instructions = changed.instructions, branch_names = changed.branch_names, master_prompt_versions = changed.master_prompt_versions,
      similarity_below = changed.similarity_below, latency_above_ms = changed.latency_above_ms, confidence_below = changed.confidence_below,
      is_not_rated_well = changed.is_not_rated_well, reviewers_per_turn = changed.reviewers_per_turn, is_blind = changed.is_blind,
      order_by = changed.order_by, is_open = changed.is_open
    where q.id = before.id returning * into changed;
  exception when unique_violation then
    raise sqlstate 'PT409' using message = 'name: this project already has a queue of this name',
      detail = '{"issues": [{"path": "name", "message": "this project already has a queue of this name"}]}';
  end;
  if changed.is_open and given ?| array['branch_names', 'master_prompt_versions', 'similarity_below', 'latency_above_ms', 'confidence_below',
    'is_not_rated_well', 'reviewers_per_turn', 'order_by', 'is_open'] then
    perform private.refit_review_queue(changed);
  end if;
  if before.is_blind or changed.is_blind then
    perform private.refresh_queue_metrics(array(select distinct s.turn_id from public.review_queue_slots s where s.queue_id = changed.id));
  end if;
  perform private.audit('queue.update', 'queue', changed.id::text, changed.project,
    jsonb_build_object('name', changed.name, 'changed', (select jsonb_agg(k) from jsonb_object_keys(given) k)));
  return private.queue_json(changed, caller.id);
end;
$$;
comment on function public.update_review_queue(uuid, text, timestamptz) is
  'Changes a queue (only the keys present). While it is open, newly matching turns enter, and turns that no longer match leave unless someone has begun them. '
  'PT404 when it does not exist for the caller, PT409 when the name is taken or it changed since expected_updated_at.';
grant execute on function public.update_review_queue(uuid, text, timestamptz) to authenticated;

-- security definer: as create_review_queue.
create function public.delete_review_queue(queue_id uuid) returns void
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('change_config');
  gone public.review_queues;
  turns uuid[];
begin
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
comment on function public.delete_review_queue(uuid) is 'Deletes a queue with its places; reviews and notes stay. PT404 when it does not exist for the caller.';
grant execute on function public.delete_review_queue(uuid) to authenticated;

-- ---------------------------------------------------------------------------------------------------------------
-- Agreement and adjudication
-- ---------------------------------------------------------------------------------------------------------------

-- security definer: reads finished reviews of everyone; checks the caller itself, and leaves out turns that are still blind.
create function private.twice_reviewed_turns(project text, queue_id uuid)
returns table (turn_id uuid, reviewers uuid[], labels text[], first_categories text[], second_categories text[])
language plpgsql stable security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('read');
begin
  return query
    with pairs as (
      select r.turn_id, (array_agg(r.reviewer_id order by r.done_at, r.reviewer_id))[1:2] as reviewers,
        (array_agg(r.reviewer_label order by r.done_at, r.reviewer_id))[1:2] as labels
      from public.turn_reviews r
      where r.state = 'done' and (caller.projects is null or r.project = any (caller.projects))
        and (twice_reviewed_turns.project is null or r.project = twice_reviewed_turns.project)
        and (twice_reviewed_turns.queue_id is null
          or r.turn_id in (select s.turn_id from public.review_queue_slots s where s.queue_id = twice_reviewed_turns.queue_id))
        and r.turn_id not in (select private.blind_turns())
      group by r.turn_id having count(*) >= 2)
    select p.turn_id, p.reviewers, p.labels,
      array(select distinct i.category from public.tuning_improvements i where i.turn_id = p.turn_id and i.author_id = p.reviewers[1] and i.category is not null),
      array(select distinct i.category from public.tuning_improvements i where i.turn_id = p.turn_id and i.author_id = p.reviewers[2] and i.category is not null)
    from pairs p;
end;
$$;
comment on function private.twice_reviewed_turns(text, uuid) is
  'Turns that at least two people have finished, with the first two of them in the order in which they finished, and the categories of their notes.';

create function public.review_agreement(project text default null, queue_id uuid default null) returns json
language sql stable
set search_path = ''
as $$
  with t as materialized (select * from private.twice_reviewed_turns(project, queue_id))
  select json_build_object(
    'n', (select count(*) from t),
    'disagreements', (select count(*) from t where not (t.first_categories <@ t.second_categories and t.second_categories <@ t.first_categories)),
    'adjudicated', (select count(*) from t join public.turn_adjudications a on a.turn_id = t.turn_id),
    'data', (
      select json_agg(json_build_object('category', c.category,
        'both', (select count(*) from t where c.category = any (t.first_categories) and c.category = any (t.second_categories)),
        'only_first', (select count(*) from t where c.category = any (t.first_categories) and c.category <> all (t.second_categories)),
        'only_second', (select count(*) from t where c.category <> all (t.first_categories) and c.category = any (t.second_categories)),
        'neither', (select count(*) from t where c.category <> all (t.first_categories) and c.category <> all (t.second_categories))) order by c.n)
      from unnest(array['tone', 'content', 'citation', 'clarity', 'structure', 'action']) with ordinality c (category, n)));
$$;
comment on function public.review_agreement(text, uuid) is
  'How often two reviewers of a turn both, one or neither have a note of a category. Not of turns that an open blind queue still waits for.';
grant execute on function public.review_agreement(text, uuid) to authenticated;

create function private.adjudication_json(adjudication public.turn_adjudications) returns jsonb
language sql stable
set search_path = ''
as $$
  select case when adjudication.turn_id is not null then to_jsonb(adjudication) - 'project' - 'adjudicator_id' - 'created_at' end;
$$;
comment on function private.adjudication_json(public.turn_adjudications) is 'A decision as the API shows it; null stays null.';

create function public.list_disagreements(
  project text default null, queue_id uuid default null, category text default null, is_adjudicated boolean default null, page_limit integer default 50) returns json
language sql stable
set search_path = ''
as $$
  select coalesce(json_agg(x.item order by x."timestamp" desc, x.turn_id desc), '[]') from (
    select t.id as turn_id, t."timestamp", jsonb_build_object(
      'turn_id', t.id, 'session_id', t.session_id, 'turn_number', t.turn_number, 'user_message', t.user_message, 'era_response', t.era_response,
      'first', jsonb_build_object('reviewer_id', d.reviewers[1], 'reviewer_label', d.labels[1], 'categories', d.first_categories),
      'second', jsonb_build_object('reviewer_id', d.reviewers[2], 'reviewer_label', d.labels[2], 'categories', d.second_categories),
      'differs_in', d.differs_in, 'adjudication', private.adjudication_json(a)) as item
    from (
      select r.*, array(
        select c.category from unnest(array['tone', 'content', 'citation', 'clarity', 'structure', 'action']) with ordinality c (category, n)
        where (c.category = any (r.first_categories)) <> (c.category = any (r.second_categories)) order by c.n) as differs_in
      from private.twice_reviewed_turns(list_disagreements.project, list_disagreements.queue_id) r) d
    join public.tuning_conversation_turns t on t.id = d.turn_id
    left join public.turn_adjudications a on a.turn_id = t.id
    where cardinality(d.differs_in) > 0
      and (list_disagreements.category is null or list_disagreements.category = any (d.differs_in))
      and (list_disagreements.is_adjudicated is null or (a.turn_id is not null) = list_disagreements.is_adjudicated)
    order by t."timestamp" desc, t.id desc limit least(greatest(page_limit, 1), 1000)) x;
$$;
comment on function public.list_disagreements(text, uuid, text, boolean, integer) is
  'Turns whose first two reviewers differ in a category, newest first, with the decision if there is one.';
grant execute on function public.list_disagreements(text, uuid, text, boolean, integer) to authenticated;

-- security definer: decisions have no write policies; checks role and project itself.
create function public.save_adjudication(turn_id uuid, input text) returns json
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('change_config');
  target public.tuning_conversation_turns := private.turn_of(turn_id, caller);
  given public.turn_adjudications := jsonb_populate_record(null::public.turn_adjudications, input::jsonb);
  saved public.turn_adjudications;
begin
  insert into public.turn_adjudications as a (turn_id, adjudicator_id, adjudicator_label, categories, has_policy_citation, appropriate_action_suggested,
    structure_complete, professionalism_score, empathy_score, clarity_score, note)
  values (target.id, caller.id, caller.label, coalesce(given.categories, '{}'), given.has_policy_citation, given.appropriate_action_suggested,
    given.structure_complete, given.professionalism_score, given.empathy_score, given.clarity_score, given.note)
  on conflict on constraint turn_adjudications_pkey do update set
    adjudicator_id = excluded.adjudicator_id, adjudicator_label = excluded.adjudicator_label, categories = excluded.categories,
    has_policy_citation = excluded.has_policy_citation, appropriate_action_suggested = excluded.appropriate_action_suggested,
    structure_complete = excluded.structure_complete, professionalism_score = excluded.professionalism_score, empathy_score = excluded.empathy_score,
    clarity_score = excluded.clarity_score, note = excluded.note
  returning * into saved;
  perform private.audit('turn.adjudicate', 'turn', target.id::text, target.project);
  return private.adjudication_json(saved);
end;
$$;
comment on function public.save_adjudication(uuid, text) is
  'Decides what holds of a turn where its reviewers differ; its metrics follow by trigger. PT404 outside of the caller''s projects.';
grant execute on function public.save_adjudication(uuid, text) to authenticated;

-- What functions that run with the caller's rights call.
grant execute on function private.queue_progress(public.review_queues, uuid), private.queue_json(public.review_queues, uuid),
  private.twice_reviewed_turns(text, uuid), private.adjudication_json(public.turn_adjudications) to authenticated;
