-- Purpose: finishing a review moves no note to the trash that its form has not shown, such as one made in another window after the draft began.
-- Objects: private.{removable_notes,holds_content} (new), private.{check_review_content,comparable_content,save_review_notes}, public.save_review.
-- Destructive: no. private.save_review_notes has a new parameter.
--
-- A form says by `removed_improvements` which notes were removed in it. Who leaves that out is taken to know what the draft began with.

create or replace function private.comparable_content(content jsonb) returns jsonb
language sql immutable
set search_path = ''
as $$
  select (content - 'removed_improvements') || jsonb_build_object('improvements', (
    select coalesce(jsonb_agg(n || jsonb_build_object('id', lower(n ->> 'id')) order by lower(n ->> 'id')), '[]')
    from jsonb_array_elements(content -> 'improvements') n));
$$;
comment on function private.comparable_content(jsonb) is
  'What a content of a review says, with its notes in the order of their ids, so that equal contents are equal.';

create or replace function private.check_review_content(content jsonb) returns void
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
  if content ? 'removed_improvements' and (jsonb_typeof(content -> 'removed_improvements') <> 'array'
    or jsonb_array_length(content -> 'removed_improvements') > 1000
    or exists (select from jsonb_array_elements_text(content -> 'removed_improvements') r where r !~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$')) then
    raise sqlstate 'PT400' using message = 'content.removed_improvements: must be at most 1000 ids of notes';
  end if;
  if exists (select from jsonb_each_text(content -> 'chunk_verdicts' -> 'verdicts') v where v.key !~ '^\d{1,3}$' or v.value not in ('used', 'irrelevant', 'misleading'))
    or jsonb_typeof(content -> 'chunk_verdicts' -> 'missing') not in ('string', 'null') or char_length(content -> 'chunk_verdicts' ->> 'missing') not between 1 and 20000 then
    raise sqlstate 'PT400' using message = 'content.chunk_verdicts: must be verdicts by position, and a text for what is missing';
  end if;
end;
$$;

create function private.removable_notes(turn_id uuid, reviewer_id uuid, review public.turn_reviews, given jsonb) returns uuid[]
language sql stable
set search_path = ''
as $$
  with draft as (
    -- Drafts are stored as they were typed: an id may be in capitals.
    select lower(n ->> 'id') as id from jsonb_array_elements(case jsonb_typeof(review.draft -> 'improvements') when 'array' then review.draft -> 'improvements' else '[]' end) n),
  began as (
    select greatest(review.created_at, max(v.created_at)) as at
    from public.turn_review_revisions v where v.turn_id = removable_notes.turn_id and v.reviewer_id = removable_notes.reviewer_id)
  select coalesce(array_agg(i.id), '{}') from public.tuning_improvements i
  where i.turn_id = removable_notes.turn_id and i.author_kind = 'member' and i.author_id = removable_notes.reviewer_id
    and case
      when given ? 'removed_improvements' then i.id::text in (select lower(r) from jsonb_array_elements_text(given -> 'removed_improvements') r)
      when review.draft is null then true
      else i.id::text in (select d.id from draft d) or i.updated_at <= (select b.at from began b)
    end;
$$;
comment on function private.removable_notes(uuid, uuid, public.turn_reviews, jsonb) is
  'The reviewer''s notes on a turn that a finished review may delete by leaving them out: those it names in removed_improvements; '
  'without that list all of them, but for notes that were made after the draft began and are not in it.';

create function private.holds_content(review public.turn_reviews, given jsonb) returns boolean
language sql stable
set search_path = ''
as $$
  with stored as (select private.review_content(review) as content),
  notes as (
    select n.value, exists (select from jsonb_array_elements(given -> 'improvements') g where lower(g ->> 'id') = n.value ->> 'id') as is_given
    from stored s, jsonb_array_elements(s.content -> 'improvements') n)
  select private.comparable_content(s.content || jsonb_build_object('improvements', (select coalesce(jsonb_agg(n.value), '[]') from notes n where n.is_given)))
      = private.comparable_content(given)
    -- A note beside those of the form: one that it had left alone, or that was made since.
    and not exists (
      select from notes n join public.tuning_improvements i on i.id = (n.value ->> 'id')::uuid
      left join public.turn_review_revisions v on v.turn_id = review.turn_id and v.reviewer_id = review.reviewer_id and v.version = review.version
      where not n.is_given and (
        coalesce(given -> 'removed_improvements' @> to_jsonb(i.id::text), false)
        or (i."timestamp" <= v.created_at + interval '1 millisecond'
          and not exists (select from jsonb_array_elements(v.improvements) b where (b ->> 'id')::uuid = i.id))))
  from stored s;
$$;
comment on function private.holds_content(public.turn_reviews, jsonb) is
  'Whether a finished review is what this content had made of it: the answer to it may have been lost.';

drop function private.save_review_notes(uuid, private.principal_info, jsonb);
create function private.save_review_notes(turn_id uuid, caller private.principal_info, notes jsonb, removable uuid[]) returns void
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
      and i.id = any (save_review_notes.removable)
      and not exists (select from jsonb_array_elements(notes) n where (n ->> 'id')::uuid = i.id) returning i.*)
  insert into public.tuning_improvements_trash select g.*, now(), caller.id from gone g;
end;
$$;
comment on function private.save_review_notes(uuid, private.principal_info, jsonb, uuid[]) is
  'Adds the new ones of the caller''s notes on a turn, changes the changed ones, and moves the removable ones that are not in the list to the trash.';

-- security definer: reviews, notes and places have no write policies; checks the caller itself and writes only what is theirs.
create or replace function public.save_review(turn_id uuid, state text, content text default null, version integer default null, queue_id uuid default null) returns json
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
  removable uuid[];
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
    or (save_review.state = 'done' and current.state = 'done' and current.draft is null and private.holds_content(current, given))
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

  if save_review.state = 'done' then
    removable := private.removable_notes(target.id, caller.id, current, given);
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
  perform private.save_review_notes(target.id, caller, given -> 'improvements', removable);
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
