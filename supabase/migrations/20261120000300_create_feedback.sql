-- Purpose: votes on answers, their revisions, the rollups that every chart reads, and what keeps those right.
-- Objects: tables feedback, feedback_revisions, feedback_trash, feedback_daily, feedback_daily_people, idempotency_keys;
--          view model_accuracy_by_intent; private.rebuild_feedback_rollups, public.refresh_model_accuracy; triggers.
-- Destructive: no.

create table public.feedback (
  id uuid primary key default gen_random_uuid(),
  query text not null check (char_length(query) <= 200000),
  response text not null check (char_length(response) <= 500000),
  model text not null check (char_length(model) between 1 and 200),
  rating smallint not null check (rating in (-1, 1)),
  intent text check (char_length(intent) between 1 and 200),
  project text not null default 'default' check (char_length(project) between 1 and 200),
  user_id text check (char_length(user_id) between 1 and 200),
  session_id text check (char_length(session_id) between 1 and 200),
  response_id text check (char_length(response_id) between 1 and 200),
  memory_used double precision check (memory_used >= 0 and memory_used <= 1e12),
  tools_called text[] not null default '{}' check (cardinality(tools_called) <= 200),
  metadata jsonb not null default '{}' check (jsonb_typeof(metadata) = 'object'),
  comment text check (char_length(comment) between 1 and 20000),
  corrected_response text check (char_length(corrected_response) between 1 and 500000),
  created_at timestamptz not null default date_trunc('milliseconds', now()),
  updated_at timestamptz not null default now(),
  -- 'simple': the texts come in any language. Cut, because one tsvector holds at most 1 MiB of words.
  search tsvector generated always as (
    to_tsvector('simple', left(query, 20000) || ' ' || left(response, 80000) || ' ' || coalesce(left(comment, 20000), ''))
  ) stored
);
comment on table public.feedback is 'One vote on one answer of an LLM application.';
comment on column public.feedback.rating is '1 = thumbs up, -1 = thumbs down.';
comment on column public.feedback.response_id is 'The caller''s id of the answer; with user_id, a second vote replaces the first.';
comment on column public.feedback.created_at is 'When the vote was given; whole milliseconds, so that a time read from the API selects exactly its row again.';
comment on column public.feedback.memory_used is 'Memory the application used for the answer, in MB.';
comment on column public.feedback.corrected_response is 'What the answer should have been.';
alter table public.feedback enable row level security;

-- GET /v1/feedback without filters, newest first; keyset (created_at, id). The seed's idx on created_at.
create index feedback_created_at on public.feedback (created_at desc, id desc);
-- GET /v1/feedback?project=, exports of a project; every member or key limited to projects. The seed's idx on project.
create index feedback_project_created_at on public.feedback (project, created_at desc, id desc);
-- GET /v1/feedback?model=: drill-down from a chart point. The seed's idx on model.
create index feedback_model_created_at on public.feedback (model, created_at desc, id desc);
-- GET /v1/feedback?rating=-1: "show me the thumbs-downs". Partial, because most votes are positive. The seed's idx on rating.
create index feedback_negative_created_at on public.feedback (created_at desc, id desc) where rating = -1;
-- GET /v1/feedback?user_id=, erase_user. The seed's idx on user_id.
create index feedback_user_id on public.feedback (user_id, created_at desc) where user_id is not null;
-- GET /v1/feedback?session_id=. The seed's idx on session_id.
create index feedback_session_id on public.feedback (session_id, created_at desc) where session_id is not null;
-- POST /v1/feedback with response_id and user_id: a second vote replaces the first.
create unique index feedback_response_user_key on public.feedback (project, response_id, user_id)
  where response_id is not null and user_id is not null;
-- GET /v1/feedback?q=.
create index feedback_search on public.feedback using gin (search);
-- GET /v1/feedback?has_note=true: reviewed votes are few.
create index feedback_with_note on public.feedback (created_at desc, id desc) where comment is not null or corrected_response is not null;
-- GET /v1/feedback?intent=: a rare intent is found without reading the others. The seed's idx on intent.
create index feedback_intent_created_at on public.feedback (intent, created_at desc, id desc);

create table public.feedback_revisions (
  id bigint generated always as identity primary key,
  feedback_id uuid not null,
  project text not null,
  editor_kind text not null check (editor_kind in ('member', 'key', 'system')),
  editor_id uuid,
  editor_label text,
  old_values jsonb not null,
  created_at timestamptz not null default now()
);
comment on table public.feedback_revisions is 'What a vote''s fields were before each change (only those that changed). Outlives the deletion of its vote for as long as that can be undone.';
-- GET /v1/feedback/{id}/revisions.
create index feedback_revisions_feedback_id on public.feedback_revisions (feedback_id, id desc);
alter table public.feedback_revisions enable row level security;

create table public.feedback_trash (
  like public.feedback,
  deleted_at timestamptz not null default now(),
  deleted_by uuid,
  primary key (id)
);
alter table public.feedback_trash drop column search;
comment on table public.feedback_trash is 'Deleted votes, kept 30 days so that a deletion can be undone.';
alter table public.feedback_trash enable row level security;

create table public.feedback_daily (
  day date not null,
  project text not null,
  model text not null,
  intent text,
  positive bigint not null default 0,
  negative bigint not null default 0,
  memory_sum numeric not null default 0,
  memory_count bigint not null default 0,
  -- Serves every range over days; a null intent is a value of its own.
  constraint feedback_daily_key unique nulls not distinct (day, project, model, intent)
);
comment on table public.feedback_daily is 'Votes per UTC day, project, model and intent. Kept by triggers on feedback; rebuilt by refresh_model_accuracy().';
alter table public.feedback_daily enable row level security;

create table public.feedback_daily_people (
  day date not null,
  kind text not null check (kind in ('user', 'session')),
  person text not null,
  project text not null,
  model text not null,
  intent text,
  positive bigint not null default 0,
  negative bigint not null default 0,
  constraint feedback_daily_people_key unique nulls not distinct (day, kind, person, project, model, intent)
);
comment on table public.feedback_daily_people is 'Votes per UTC day and user or session, for exact distinct counts over a range. Kept by triggers on feedback.';
alter table public.feedback_daily_people enable row level security;

create table public.idempotency_keys (
  principal_id uuid not null,
  key text not null check (char_length(key) between 1 and 300),
  body_hmac text not null,
  row_ids uuid[] not null default '{}',
  created_at timestamptz not null default now(),
  primary key (principal_id, key)
);
comment on table public.idempotency_keys is 'Which request made which rows, for 24 hours. Holds an HMAC of the body, never the body or the answer. No policies: only record functions use it.';
alter table public.idempotency_keys enable row level security;
-- Serves the deletion of expired keys.
create index idempotency_keys_created_at on public.idempotency_keys (created_at);

create view public.model_accuracy_by_intent with (security_invoker = on) as
select
  d.model,
  d.intent,
  d.project,
  sum(d.positive + d.negative)::bigint as total,
  sum(d.positive)::bigint as positive,
  sum(d.negative)::bigint as negative,
  (sum(d.positive) / nullif(sum(d.positive + d.negative), 0))::double precision as accuracy
from public.feedback_daily d
group by d.model, d.intent, d.project;
comment on view public.model_accuracy_by_intent is 'Accuracy (fraction of positive votes) per model, intent and project over all time, from the rollup.';

-- ---------------------------------------------------------------------------------------------------------------
-- Policies. Keys have no write policies: they write through record_feedback, update_feedback and delete_feedback.
-- ---------------------------------------------------------------------------------------------------------------

create policy "readers see the votes of their projects" on public.feedback for select to authenticated
  using ((select private.can('read')) and ((select private.projects()) is null or project = any ((select private.projects())::text[])));
create policy "admins record votes in their projects" on public.feedback for insert to authenticated
  with check ((select private.is_admin()) and ((select private.projects()) is null or project = any ((select private.projects())::text[])));
create policy "admins change votes of their projects" on public.feedback for update to authenticated
  using ((select private.is_admin()) and ((select private.projects()) is null or project = any ((select private.projects())::text[])))
  with check ((select private.is_admin()) and ((select private.projects()) is null or project = any ((select private.projects())::text[])));
create policy "admins delete votes of their projects" on public.feedback for delete to authenticated
  using ((select private.is_admin()) and ((select private.projects()) is null or project = any ((select private.projects())::text[])));

create policy "readers see the revisions of their projects" on public.feedback_revisions for select to authenticated
  using ((select private.can('read')) and ((select private.projects()) is null or project = any ((select private.projects())::text[])));
create policy "admins see deleted votes of their projects" on public.feedback_trash for select to authenticated
  using ((select private.is_admin()) and ((select private.projects()) is null or project = any ((select private.projects())::text[])));
create policy "readers see the rollup of their projects" on public.feedback_daily for select to authenticated
  using ((select private.can('read')) and ((select private.projects()) is null or project = any ((select private.projects())::text[])));
create policy "readers count the people of their projects" on public.feedback_daily_people for select to authenticated
  using ((select private.can('read')) and ((select private.projects()) is null or project = any ((select private.projects())::text[])));

-- ---------------------------------------------------------------------------------------------------------------
-- Rollups
-- ---------------------------------------------------------------------------------------------------------------

create type private.feedback_delta as (day date, project text, model text, intent text, user_id text, session_id text,
  rating smallint, memory_used double precision, sign integer);

create function private.lock_feedback_rollups(deltas private.feedback_delta[]) returns void
language plpgsql
set search_path = ''
as $$
declare
  bucket integer;
begin
  -- 256 locks stand for all keys, so that a large write cannot use up the server's lock table.
  for bucket in select distinct hashtext(concat_ws('|', d.day, d.project, d.model, d.intent)) & 255 from unnest(deltas) d order by 1 loop
    perform pg_advisory_xact_lock(hashtext('retune.feedback_rollups'), bucket);
  end loop;
end;
$$;
comment on function private.lock_feedback_rollups(private.feedback_delta[]) is
  'Takes the locks of the rollup rows that these votes count in, in sorted order, until the transaction ends. A transaction that writes in several statements '
  'calls it first for all of them: two opposite ones then wait for each other instead of deadlocking.';

create function private.apply_feedback_deltas(deltas private.feedback_delta[]) returns void
language plpgsql
set search_path = ''
as $$
begin
  perform private.lock_feedback_rollups(deltas);
  -- memory_sum is numeric, so that adding and taking away again is exact.
  with changed as (
    select d.day, d.project, d.model, d.intent,
      sum(d.sign) filter (where d.rating = 1) as positive,
      sum(d.sign) filter (where d.rating = -1) as negative,
      sum(d.sign * d.memory_used::numeric) as memory_sum,
      sum(d.sign) filter (where d.memory_used is not null) as memory_count
    from unnest(deltas) d
    group by d.day, d.project, d.model, d.intent
  )
  insert into public.feedback_daily as t (day, project, model, intent, positive, negative, memory_sum, memory_count)
  select c.day, c.project, c.model, c.intent, coalesce(c.positive, 0), coalesce(c.negative, 0), coalesce(c.memory_sum, 0), coalesce(c.memory_count, 0)
  from changed c
  where coalesce(c.positive, 0) <> 0 or coalesce(c.negative, 0) <> 0 or coalesce(c.memory_count, 0) <> 0 or coalesce(c.memory_sum, 0) <> 0
  order by c.day, c.project, c.model, c.intent
  on conflict on constraint feedback_daily_key do update set
    positive = t.positive + excluded.positive,
    negative = t.negative + excluded.negative,
    memory_sum = t.memory_sum + excluded.memory_sum,
    memory_count = t.memory_count + excluded.memory_count;

  with people as (
    select d.day, 'session' as kind, d.session_id as person, d.project, d.model, d.intent, d.rating, d.sign from unnest(deltas) d where d.session_id is not null
    union all
    select d.day, 'user', d.user_id, d.project, d.model, d.intent, d.rating, d.sign from unnest(deltas) d where d.user_id is not null
  ), changed as (
    select p.day, p.kind, p.person, p.project, p.model, p.intent,
      coalesce(sum(p.sign) filter (where p.rating = 1), 0) as positive,
      coalesce(sum(p.sign) filter (where p.rating = -1), 0) as negative
    from people p
    group by p.day, p.kind, p.person, p.project, p.model, p.intent
  )
  insert into public.feedback_daily_people as t (day, kind, person, project, model, intent, positive, negative)
  select c.day, c.kind, c.person, c.project, c.model, c.intent, c.positive, c.negative
  from changed c
  where c.positive <> 0 or c.negative <> 0
  order by c.day, c.kind, c.person, c.project, c.model, c.intent
  on conflict on constraint feedback_daily_people_key do update set
    positive = t.positive + excluded.positive,
    negative = t.negative + excluded.negative;

  if exists (select from unnest(deltas) d where d.sign < 0) then
    delete from public.feedback_daily t
    using (select distinct d.day, d.project, d.model, d.intent from unnest(deltas) d where d.sign < 0) d
    where t.day = d.day and t.project = d.project and t.model = d.model and t.intent is not distinct from d.intent
      and t.positive = 0 and t.negative = 0;
    delete from public.feedback_daily_people t
    using (
      select d.day, 'user' as kind, d.user_id as person, d.project, d.model, d.intent from unnest(deltas) d where d.sign < 0 and d.user_id is not null
      union
      select d.day, 'session', d.session_id, d.project, d.model, d.intent from unnest(deltas) d where d.sign < 0 and d.session_id is not null
    ) d
    where t.day = d.day and t.kind = d.kind and t.person = d.person and t.project = d.project and t.model = d.model
      and t.intent is not distinct from d.intent and t.positive = 0 and t.negative = 0;
  end if;
end;
$$;
comment on function private.apply_feedback_deltas(private.feedback_delta[]) is
  'Adds votes (sign 1) to and takes votes (sign -1) from the rollups; rows that reach zero are removed, so that rebuild = incremental holds row for row.';

-- One trigger per event: Postgres allows transition tables on single-event triggers only.
-- security definer: an admin may write votes, but nobody holds write policies on the rollups.
create function private.roll_up_inserted_feedback() returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  perform private.apply_feedback_deltas(array(
    select row((n.created_at at time zone 'UTC')::date, n.project, n.model, n.intent, n.user_id, n.session_id, n.rating, n.memory_used, 1)::private.feedback_delta
    from new_rows n));
  return null;
end;
$$;
create function private.roll_up_deleted_feedback() returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  perform private.apply_feedback_deltas(array(
    select row((o.created_at at time zone 'UTC')::date, o.project, o.model, o.intent, o.user_id, o.session_id, o.rating, o.memory_used, -1)::private.feedback_delta
    from old_rows o));
  return null;
end;
$$;
create function private.roll_up_updated_feedback() returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  perform private.apply_feedback_deltas(array(
    select row((x.created_at at time zone 'UTC')::date, x.project, x.model, x.intent, x.user_id, x.session_id, x.rating, x.memory_used, x.sign)::private.feedback_delta
    from (
      select o.created_at, o.project, o.model, o.intent, o.user_id, o.session_id, o.rating, o.memory_used, -1 as sign, o.id from old_rows o
      union all
      select n.created_at, n.project, n.model, n.intent, n.user_id, n.session_id, n.rating, n.memory_used, 1, n.id from new_rows n
    ) x));
  return null;
end;
$$;
comment on function private.roll_up_inserted_feedback() is 'Trigger: adds inserted votes to the rollups.';
comment on function private.roll_up_deleted_feedback() is 'Trigger: takes deleted votes from the rollups.';
comment on function private.roll_up_updated_feedback() is 'Trigger: moves changed votes within the rollups.';
create trigger feedback_roll_up_insert after insert on public.feedback
  referencing new table as new_rows for each statement execute function private.roll_up_inserted_feedback();
create trigger feedback_roll_up_delete after delete on public.feedback
  referencing old table as old_rows for each statement execute function private.roll_up_deleted_feedback();
create trigger feedback_roll_up_update after update on public.feedback
  referencing old table as old_rows new table as new_rows for each statement execute function private.roll_up_updated_feedback();

create function private.rebuild_feedback_rollups() returns bigint
language plpgsql security definer
set search_path = ''
as $$
declare
  votes bigint;
begin
  -- Writers wait until the rebuilt rollups are committed; readers see the old ones until then.
  lock table public.feedback in share row exclusive mode;
  delete from public.feedback_daily;
  delete from public.feedback_daily_people;
  insert into public.feedback_daily (day, project, model, intent, positive, negative, memory_sum, memory_count)
  select (f.created_at at time zone 'UTC')::date, f.project, f.model, f.intent,
    count(*) filter (where f.rating = 1), count(*) filter (where f.rating = -1), coalesce(sum(f.memory_used::numeric), 0), count(f.memory_used)
  from public.feedback f
  group by 1, 2, 3, 4;
  insert into public.feedback_daily_people (day, kind, person, project, model, intent, positive, negative)
  select (f.created_at at time zone 'UTC')::date, p.kind, p.person, f.project, f.model, f.intent,
    count(*) filter (where f.rating = 1), count(*) filter (where f.rating = -1)
  from public.feedback f
  cross join lateral (values ('user', f.user_id), ('session', f.session_id)) p (kind, person)
  where p.person is not null
  group by 1, 2, 3, 4, 5, 6;
  select coalesce(sum(d.positive + d.negative), 0) into votes from public.feedback_daily d;
  return votes;
end;
$$;
comment on function private.rebuild_feedback_rollups() is 'Rebuilds the rollups from the rows; idempotent. Returns the number of votes counted.';

-- security definer through private.rebuild_feedback_rollups; checks the caller itself.
create function public.refresh_model_accuracy() returns bigint
language plpgsql security definer
set search_path = ''
as $$
begin
  perform private.require('administer');
  return private.rebuild_feedback_rollups();
end;
$$;
comment on function public.refresh_model_accuracy() is 'Admins: rebuilds the accuracy rollups from the votes. Needed only after the triggers were switched off.';
grant execute on function public.refresh_model_accuracy() to authenticated;

-- ---------------------------------------------------------------------------------------------------------------
-- Revisions and times
-- ---------------------------------------------------------------------------------------------------------------

create function private.keep_feedback_revision() returns trigger
language plpgsql security definer
set search_path = ''
as $$
declare
  caller private.principal_info;
  before jsonb;
begin
  -- The texts of query and response are not editable by PUT; a replacing vote may change them, and then the old ones are kept too.
  select jsonb_object_agg(o.key, o.value) into before
  from jsonb_each(to_jsonb(old) - array['id', 'user_id', 'created_at', 'updated_at', 'search']) o
  where o.value is distinct from to_jsonb(new) -> o.key;
  if before is not null then
    caller := private.principal();
    insert into public.feedback_revisions (feedback_id, project, editor_kind, editor_id, editor_label, old_values)
    values (old.id, new.project, coalesce(caller.kind, 'system'), caller.id, caller.label, before);
  end if;
  return null;
end;
$$;
comment on function private.keep_feedback_revision() is
  'Trigger: keeps the old values of what a change overwrites. security definer: nobody holds an insert policy on revisions.';
create trigger feedback_keep_revision after update on public.feedback
  for each row execute function private.keep_feedback_revision();
create trigger trigger_update_feedback_timestamp before update on public.feedback
  for each row execute function public.update_updated_at_column();

grant execute on function private.rebuild_feedback_rollups() to service_role;
