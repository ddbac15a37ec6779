-- Purpose: reviewing conversations: sessions, turns, improvements, reviews, queues, versions, the archive, and what keeps them right.
-- Objects: tables prompt_tuning_sessions, tuning_conversation_turns, tuning_improvements, turn_reviews, turn_review_revisions,
--          turn_adjudications, review_queues, review_queue_slots, prompt_versions, prompt_version_comparisons, settings,
--          member_preferences, the archive and trash tables; triggers.
-- Destructive: no.
-- Rollback: docs/tuning-rollback.md lists the statements, in the order of the seed's plan.

-- ---------------------------------------------------------------------------------------------------------------
-- Sessions, turns, improvements
-- ---------------------------------------------------------------------------------------------------------------

-- No generated columns, and the archive below has the same ones: `insert into ..._archive select * from ...` works.
create table public.prompt_tuning_sessions (
  id uuid primary key default gen_random_uuid(),
  session_start timestamptz not null default date_trunc('milliseconds', now()),
  session_end timestamptz,
  master_prompt_version text check (char_length(master_prompt_version) between 1 and 200),
  branch_name text default 'prompt-tuning' check (char_length(branch_name) between 1 and 200),
  total_turns integer not null default 0 check (total_turns >= 0),
  total_improvements integer not null default 0 check (total_improvements >= 0),
  tester_id text check (char_length(tester_id) between 1 and 200),
  tester_email text check (char_length(tester_email) between 1 and 320),
  tester_name text check (char_length(tester_name) between 1 and 200),
  metadata jsonb not null default '{}' check (jsonb_typeof(metadata) = 'object'),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  project text not null default 'default' check (char_length(project) between 1 and 200),
  constraint session_ends_after_it_starts check (session_end >= session_start)
);
comment on table public.prompt_tuning_sessions is 'One sitting in which a tester talks to the assistant.';
comment on column public.prompt_tuning_sessions.master_prompt_version is 'Version of the prompt when the session started, such as a Git commit.';
comment on column public.prompt_tuning_sessions.metadata is 'Anything else the caller knows of the session: deployment, environment.';
comment on column public.prompt_tuning_sessions.total_turns is 'Kept by triggers on the turns.';
comment on column public.prompt_tuning_sessions.total_improvements is 'Kept by triggers on the improvements.';
comment on column public.prompt_tuning_sessions.session_end is 'Null while the session is active.';
alter table public.prompt_tuning_sessions enable row level security;
-- GET /v1/tuning/sessions, newest first; keyset (session_start, id).
create index idx_tuning_sessions_start on public.prompt_tuning_sessions (session_start desc, id desc);
-- GET /v1/tuning/sessions?project=, and every caller limited to projects.
create index tuning_sessions_project on public.prompt_tuning_sessions (project, session_start desc, id desc);
-- GET /v1/tuning/sessions?tester_id=. The seed's index.
create index idx_tuning_sessions_tester on public.prompt_tuning_sessions (tester_id) where tester_id is not null;
-- GET /v1/tuning/sessions?tester_email= and the seed's statistics of one tester.
create index tuning_sessions_tester_email on public.prompt_tuning_sessions (lower(tester_email), session_start desc) where tester_email is not null;
-- GET /v1/tuning/sessions?branch_name=. The seed's index.
create index idx_tuning_sessions_branch on public.prompt_tuning_sessions (branch_name);
-- Comparison of versions, GET /v1/tuning/sessions?master_prompt_version=.
create index tuning_sessions_version on public.prompt_tuning_sessions (project, master_prompt_version);
-- The active session of a tester (seed). Unique: one active session per project and tester.
create unique index idx_tuning_sessions_active on public.prompt_tuning_sessions
  (project, coalesce('id:' || tester_id, 'email:' || lower(tester_email)))
  where session_end is null and (tester_id is not null or tester_email is not null);

create table public.tuning_conversation_turns (
  id uuid primary key default gen_random_uuid(),
  session_id uuid not null references public.prompt_tuning_sessions (id) on delete cascade,
  turn_number integer not null check (turn_number >= 1),
  user_message text not null check (char_length(user_message) <= 200000),
  era_response text not null check (char_length(era_response) <= 500000),
  "timestamp" timestamptz not null default date_trunc('milliseconds', now()),
  processing_time_ms integer check (processing_time_ms >= 0),
  search_results jsonb check (jsonb_typeof(search_results) = 'object'),
  avg_similarity double precision check (avg_similarity between -1 and 1),
  total_chunks integer check (total_chunks >= 0),
  confidence_score double precision check (confidence_score between 0 and 1),
  template_used text check (char_length(template_used) between 1 and 500),
  metadata jsonb not null default '{}' check (jsonb_typeof(metadata) = 'object'),
  has_policy_citation boolean,
  appropriate_action_suggested boolean,
  structure_complete boolean,
  professionalism_score integer check (professionalism_score between 1 and 5),
  empathy_score integer check (empathy_score between 1 and 5),
  clarity_score integer check (clarity_score between 1 and 5),
  intent text check (char_length(intent) between 1 and 200),
  model text check (char_length(model) between 1 and 200),
  rating smallint check (rating in (-1, 1)),
  project text not null default 'default' check (char_length(project) between 1 and 200),
  -- Serves the turns of a session in their order, and the averages of a session without reading the texts.
  constraint unique_session_turn unique (session_id, turn_number) include (avg_similarity, processing_time_ms)
);
comment on table public.tuning_conversation_turns is 'One question of the tester and the assistant''s answer.';
comment on column public.tuning_conversation_turns.search_results is 'What retrieval gave the assistant: {"results": [{chunk_id, document_title, chunk_text, similarity}]}.';
comment on column public.tuning_conversation_turns.avg_similarity is 'Mean similarity of the search results; derived when the caller leaves it out.';
comment on column public.tuning_conversation_turns.total_chunks is 'Number of search results; derived when the caller leaves it out.';
comment on column public.tuning_conversation_turns.metadata is 'Anything else the caller knows of the turn: user context, state of the conversation.';
comment on column public.tuning_conversation_turns.rating is 'The end user''s or tester''s own vote, if one was sent: 1 or -1. Reviewers'' thumbs are in turn_reviews.';
comment on column public.tuning_conversation_turns.clarity_score is 'As the other five metrics: the adjudicated value, else the only reviewer''s, else what both reviewers say alike. Kept by trigger.';
comment on column public.tuning_conversation_turns.project is 'The session''s project, kept by trigger.';
alter table public.tuning_conversation_turns enable row level security;
-- The seed's idx_tuning_turns_session is the index of unique_session_turn.
-- GET /v1/tuning/turns, newest first; keyset ("timestamp", id). The seed's index.
create index idx_tuning_turns_timestamp on public.tuning_conversation_turns ("timestamp" desc, id desc);
-- GET /v1/tuning/turns?similarity_below=. The seed's index.
create index idx_tuning_turns_similarity on public.tuning_conversation_turns (avg_similarity) where avg_similarity is not null;
-- GET /v1/tuning/turns?q=.
create index tuning_turns_search on public.tuning_conversation_turns
  using gin (to_tsvector('simple', left(user_message, 20000) || ' ' || left(era_response, 80000)));
-- An applied note is checked against later turns with a similar question.
create index tuning_turns_question on public.tuning_conversation_turns using gin (user_message extensions.gin_trgm_ops);

create table public.tuning_improvements (
  id uuid primary key default gen_random_uuid(),
  turn_id uuid not null references public.tuning_conversation_turns (id) on delete cascade,
  improvement_note text not null check (char_length(improvement_note) between 1 and 20000),
  category text check (category in ('tone', 'content', 'citation', 'clarity', 'structure', 'action')),
  "timestamp" timestamptz not null default date_trunc('milliseconds', now()),
  metadata jsonb not null default '{}' check (jsonb_typeof(metadata) = 'object'),
  severity text check (severity in ('low', 'medium', 'high')),
  status text not null default 'open' check (status in ('open', 'applied', 'verified', 'reopened')),
  applied_in_version text check (char_length(applied_in_version) between 1 and 200),
  author_kind text not null default 'system' check (author_kind in ('member', 'key', 'system')),
  author_id uuid,
  author_label text,
  updated_at timestamptz not null default now(),
  session_id uuid not null references public.prompt_tuning_sessions (id) on delete cascade,
  project text not null default 'default' check (char_length(project) between 1 and 200),
  constraint applied_notes_name_their_version check (status in ('open', 'reopened') or applied_in_version is not null)
);
comment on table public.tuning_improvements is 'What someone would change about an answer.';
comment on column public.tuning_improvements.category is 'tone, content, citation, clarity, structure, action, or null.';
comment on column public.tuning_improvements.metadata is 'Anything else, such as a suggested change.';
comment on column public.tuning_improvements.status is 'Its life: open -> applied (in a version) -> verified or reopened.';
comment on column public.tuning_improvements.author_id is 'The member (auth user id) or API key that wrote the note.';
comment on column public.tuning_improvements.session_id is 'The turn''s session, kept by trigger.';
comment on column public.tuning_improvements.project is 'The session''s project, kept by trigger.';
alter table public.tuning_improvements enable row level security;
-- Notes of a turn. The seed's index.
create index idx_tuning_improvements_turn on public.tuning_improvements (turn_id, "timestamp");
-- GET /v1/tuning/improvements?category=. The seed's index.
create index idx_tuning_improvements_category on public.tuning_improvements (category, "timestamp" desc, id desc) where category is not null;
-- GET /v1/tuning/improvements, newest first; keyset ("timestamp", id). The seed's index.
create index idx_tuning_improvements_timestamp on public.tuning_improvements ("timestamp" desc, id desc);
-- Cascade from a session; notes of one session.
create index tuning_improvements_session on public.tuning_improvements (session_id);
-- GET /v1/tuning/improvements?q=.
create index tuning_improvements_search on public.tuning_improvements using gin (to_tsvector('simple', improvement_note));

create table public.tuning_improvements_trash (
  like public.tuning_improvements,
  deleted_at timestamptz not null default now(),
  deleted_by uuid,
  primary key (id)
);
comment on table public.tuning_improvements_trash is 'Deleted notes, kept 30 days so that a deletion can be undone.';
alter table public.tuning_improvements_trash enable row level security;
-- Serves the expiry of deleted notes.
create index tuning_improvements_trash_deleted_at on public.tuning_improvements_trash (deleted_at);

-- ---------------------------------------------------------------------------------------------------------------
-- Reviews and queues
-- ---------------------------------------------------------------------------------------------------------------

create table public.turn_reviews (
  id uuid primary key default gen_random_uuid(),
  turn_id uuid not null references public.tuning_conversation_turns (id) on delete cascade,
  reviewer_id uuid not null,
  reviewer_label text,
  project text not null default 'default' check (char_length(project) between 1 and 200),
  state text not null default 'draft' check (state in ('draft', 'done', 'skipped')),
  draft jsonb check (jsonb_typeof(draft) = 'object'),
  better_response text check (char_length(better_response) between 1 and 500000),
  thumbs smallint check (thumbs in (-1, 1)),
  professionalism_score integer check (professionalism_score between 1 and 5),
  empathy_score integer check (empathy_score between 1 and 5),
  clarity_score integer check (clarity_score between 1 and 5),
  has_policy_citation boolean,
  appropriate_action_suggested boolean,
  structure_complete boolean,
  chunk_verdicts jsonb not null default '{}' check (jsonb_typeof(chunk_verdicts) = 'object'),
  version integer not null default 1 check (version >= 1),
  done_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint turn_reviews_turn_reviewer_key unique (turn_id, reviewer_id)
);
comment on table public.turn_reviews is 'What one reviewer says of one turn. Notes are in tuning_improvements.';
comment on column public.turn_reviews.draft is 'What the reviewer has typed and not yet finished, as the form sends it; nobody else sees it.';
comment on column public.turn_reviews.better_response is 'What the answer should have been.';
comment on column public.turn_reviews.thumbs is '1 = good answer, -1 = bad answer.';
comment on column public.turn_reviews.chunk_verdicts is 'Per position of a search result (0-based): used, irrelevant or misleading; under "missing" what should have been found.';
comment on column public.turn_reviews.version is 'Grows with every save; a save names the version it saw.';
alter table public.turn_reviews enable row level security;
-- What a reviewer did, newest first; "never the same turn twice".
create index turn_reviews_reviewer on public.turn_reviews (reviewer_id, updated_at desc);

create table public.turn_review_revisions (
  id bigint generated always as identity primary key,
  turn_id uuid not null references public.tuning_conversation_turns (id) on delete cascade,
  reviewer_id uuid not null,
  project text not null,
  version integer not null,
  review jsonb not null,
  improvements jsonb not null default '[]',
  slots jsonb not null default '[]',
  created_at timestamptz not null default now(),
  constraint turn_review_revisions_key unique (turn_id, reviewer_id, version)
);
comment on table public.turn_review_revisions is 'A review, its notes and its queue slots as they were before they were marked done or skipped: what undo brings back.';
comment on column public.turn_review_revisions.version is 'The version that the change made; undoing that version restores this revision.';
alter table public.turn_review_revisions enable row level security;

create table public.turn_adjudications (
  turn_id uuid primary key references public.tuning_conversation_turns (id) on delete cascade,
  project text not null default 'default' check (char_length(project) between 1 and 200),
  adjudicator_id uuid not null,
  adjudicator_label text,
  categories text[] not null default '{}' check (categories <@ array['tone', 'content', 'citation', 'clarity', 'structure', 'action']),
  has_policy_citation boolean,
  appropriate_action_suggested boolean,
  structure_complete boolean,
  professionalism_score integer check (professionalism_score between 1 and 5),
  empathy_score integer check (empathy_score between 1 and 5),
  clarity_score integer check (clarity_score between 1 and 5),
  note text check (char_length(note) between 1 and 20000),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table public.turn_adjudications is 'What holds where two reviewers of a turn disagreed.';
alter table public.turn_adjudications enable row level security;
create trigger turn_adjudications_update_updated_at before update on public.turn_adjudications
  for each row execute function public.update_updated_at_column();

create table public.review_queues (
  id uuid primary key default gen_random_uuid(),
  project text not null default 'default' check (char_length(project) between 1 and 200),
  name text not null check (char_length(name) between 1 and 200),
  instructions text check (char_length(instructions) between 1 and 20000),
  branch_names text[] check (cardinality(branch_names) between 1 and 100),
  master_prompt_versions text[] check (cardinality(master_prompt_versions) between 1 and 100),
  similarity_below double precision check (similarity_below between -1 and 1),
  latency_above_ms integer check (latency_above_ms >= 0),
  confidence_below double precision check (confidence_below between 0 and 1),
  is_not_rated_well boolean not null default false,
  reviewers_per_turn smallint not null default 1 check (reviewers_per_turn in (1, 2)),
  is_blind boolean not null default false,
  order_by text not null default 'oldest' check (order_by in ('oldest', 'lowest_similarity', 'random')),
  is_open boolean not null default true,
  created_by uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint review_queues_name_key unique (project, name)
);
comment on table public.review_queues is 'Which turns are to be reviewed, by how many people each, and how.';
comment on column public.review_queues.instructions is 'Markdown, shown to reviewers.';
comment on column public.review_queues.is_not_rated_well is 'Only turns without a positive rating.';
comment on column public.review_queues.is_blind is 'Nobody but admins sees another''s review or notes of a turn until the turn is reviewed by everyone the queue asks for.';
comment on column public.review_queues.order_by is 'random: by a hash of queue and turn, the same every time.';
alter table public.review_queues enable row level security;
create trigger review_queues_update_updated_at before update on public.review_queues
  for each row execute function public.update_updated_at_column();

create table public.review_queue_slots (
  queue_id uuid not null references public.review_queues (id) on delete cascade,
  turn_id uuid not null references public.tuning_conversation_turns (id) on delete cascade,
  slot smallint not null check (slot in (1, 2)),
  project text not null,
  -- The order of the queue: sort_key, session_id, turn_number, turn_id.
  sort_key double precision not null,
  session_id uuid not null,
  turn_number integer not null,
  state text not null default 'free' check (state in ('free', 'claimed', 'done')),
  reviewer_id uuid,
  claimed_until timestamptz,
  primary key (queue_id, turn_id, slot),
  constraint a_slot_is_somebodys_or_free check ((state = 'free') = (reviewer_id is null) and (state = 'claimed') = (claimed_until is not null))
);
comment on table public.review_queue_slots is
  'One row per turn of a queue and person it asks for. A claim or a finished review takes a row, so that no more people than rows can hold a turn.';
comment on column public.review_queue_slots.claimed_until is 'A claim that is over may be taken by anyone; until then its holder may still finish.';
alter table public.review_queue_slots enable row level security;
-- A reviewer takes one place of a turn, never both.
create unique index review_queue_slots_reviewer_key on public.review_queue_slots (queue_id, turn_id, reviewer_id) where reviewer_id is not null;
-- POST /v1/tuning/queues/{id}/next: the first place that is free or whose claim is over.
create index review_queue_slots_open on public.review_queue_slots (queue_id, sort_key, session_id, turn_number, turn_id, slot) where state <> 'done';
-- Slots of a turn: saving a review, blind notes.
create index review_queue_slots_turn on public.review_queue_slots (turn_id);
-- Live claims of a reviewer: resume.
create index review_queue_slots_claims on public.review_queue_slots (reviewer_id, queue_id) where reviewer_id is not null;

-- ---------------------------------------------------------------------------------------------------------------
-- Versions, settings, preferences
-- ---------------------------------------------------------------------------------------------------------------

create table public.prompt_versions (
  project text not null default 'default' check (char_length(project) between 1 and 200),
  version text not null check (char_length(version) between 1 and 200),
  prompt_text text check (char_length(prompt_text) between 1 and 500000),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (project, version)
);
comment on table public.prompt_versions is 'The text of a prompt version, where it was sent.';
alter table public.prompt_versions enable row level security;
create trigger prompt_versions_update_updated_at before update on public.prompt_versions
  for each row execute function public.update_updated_at_column();

create table public.prompt_version_comparisons (
  id uuid primary key default gen_random_uuid(),
  version_a text not null check (char_length(version_a) between 1 and 200),
  version_b text not null check (char_length(version_b) between 1 and 200),
  metric_name text not null check (char_length(metric_name) between 1 and 200),
  version_a_score double precision,
  version_b_score double precision,
  comparison_date timestamptz not null default now(),
  project text not null default 'default' check (char_length(project) between 1 and 200),
  difference double precision,
  ci_low double precision,
  ci_high double precision,
  version_a_n integer,
  version_b_n integer,
  method text check (char_length(method) <= 100),
  created_by uuid
);
comment on table public.prompt_version_comparisons is 'Comparisons of two prompt versions that someone kept; one row per metric, one comparison_date per comparison.';
comment on column public.prompt_version_comparisons.difference is 'version_b_score - version_a_score, with its 95 % interval ci_low, ci_high.';
alter table public.prompt_version_comparisons enable row level security;
-- Kept comparisons, newest first.
create index prompt_version_comparisons_date on public.prompt_version_comparisons (project, comparison_date desc);

create table public.settings (
  key text primary key check (key ~ '^[a-z_]{1,100}$'),
  value jsonb not null check (jsonb_typeof(value) = 'object'),
  updated_at timestamptz not null default now(),
  updated_by uuid
);
comment on table public.settings is 'Settings of the installation, one JSON object per key, such as tuning_retention.';
alter table public.settings enable row level security;
create trigger settings_update_updated_at before update on public.settings
  for each row execute function public.update_updated_at_column();

create table public.member_preferences (
  user_id uuid primary key references public.members (user_id) on delete cascade,
  dismissed_hints text[] not null default '{}' check (cardinality(dismissed_hints) <= 100)
);
comment on table public.member_preferences is 'What a member has chosen for themselves on every device.';
alter table public.member_preferences enable row level security;

-- ---------------------------------------------------------------------------------------------------------------
-- The archive: the same columns, so that nothing is lost and everything can come back
-- ---------------------------------------------------------------------------------------------------------------

create table public.prompt_tuning_sessions_archive (like public.prompt_tuning_sessions including defaults including constraints including comments, primary key (id));
comment on table public.prompt_tuning_sessions_archive is 'Archived sessions.';
create table public.tuning_conversation_turns_archive (like public.tuning_conversation_turns including defaults, primary key (id));
comment on table public.tuning_conversation_turns_archive is 'Turns of archived sessions.';
create table public.tuning_improvements_archive (like public.tuning_improvements including defaults, primary key (id));
comment on table public.tuning_improvements_archive is 'Improvements of archived sessions.';
create table public.turn_reviews_archive (like public.turn_reviews including defaults, primary key (id));
comment on table public.turn_reviews_archive is 'Reviews of archived sessions.';
create table public.turn_review_revisions_archive (like public.turn_review_revisions, primary key (id));
comment on table public.turn_review_revisions_archive is 'Review revisions of archived sessions.';
create table public.turn_adjudications_archive (like public.turn_adjudications including defaults, primary key (turn_id));
comment on table public.turn_adjudications_archive is 'Adjudications of archived sessions.';
create table public.review_queue_slots_archive (like public.review_queue_slots including defaults, primary key (queue_id, turn_id, slot));
comment on table public.review_queue_slots_archive is 'Queue slots of archived sessions.';
create table public.tuning_archive_entries (
  session_id uuid primary key references public.prompt_tuning_sessions_archive (id) on delete cascade,
  project text not null,
  archived_at timestamptz not null default now(),
  archived_by uuid
);
comment on table public.tuning_archive_entries is 'When a session was archived, and by whom (null = the schedule).';
-- GET /v1/tuning/archive, newest first; deletion of old archives.
create index tuning_archive_entries_archived_at on public.tuning_archive_entries (archived_at desc, session_id);
-- Reading and restoring an archived session.
create index tuning_conversation_turns_archive_session on public.tuning_conversation_turns_archive (session_id, turn_number);
create index tuning_improvements_archive_session on public.tuning_improvements_archive (session_id);
create index turn_reviews_archive_turn on public.turn_reviews_archive (turn_id);
create index turn_review_revisions_archive_turn on public.turn_review_revisions_archive (turn_id);
create index review_queue_slots_archive_turn on public.review_queue_slots_archive (turn_id);

alter table public.prompt_tuning_sessions_archive enable row level security;
alter table public.tuning_conversation_turns_archive enable row level security;
alter table public.tuning_improvements_archive enable row level security;
alter table public.turn_reviews_archive enable row level security;
alter table public.turn_review_revisions_archive enable row level security;
alter table public.turn_adjudications_archive enable row level security;
alter table public.review_queue_slots_archive enable row level security;
alter table public.tuning_archive_entries enable row level security;

-- ---------------------------------------------------------------------------------------------------------------
-- Predicates
-- ---------------------------------------------------------------------------------------------------------------

create function private.may_read_project(project text) returns boolean
language sql stable
set search_path = ''
as $$
  select private.can('read') and (private.projects() is null or project = any (private.projects()));
$$;
comment on function private.may_read_project(text) is 'Whether the caller may read rows of the project. For single rows; policies use the parts, so that they run once per statement.';

-- security definer: policies of improvements and reviews ask it, whatever the caller may see of queues.
create function private.is_blind(turn_id uuid) returns boolean
language sql stable security definer
set search_path = ''
as $$
  select exists (
    select from public.review_queue_slots s join public.review_queues q on q.id = s.queue_id
    where s.turn_id = is_blind.turn_id and s.state <> 'done' and q.is_blind and q.is_open);
$$;
comment on function private.is_blind(uuid) is 'Whether an open blind queue still waits for reviews of the turn: then nobody but admins sees another''s.';

-- security definer: as is_blind. A set, so that a policy asks once per statement instead of once per row.
create function private.blind_turns() returns setof uuid
language sql stable security definer
set search_path = ''
as $$
  select s.turn_id from public.review_queue_slots s join public.review_queues q on q.id = s.queue_id
  where s.state <> 'done' and q.is_blind and q.is_open;
$$;
comment on function private.blind_turns() is 'Every turn for which private.is_blind() is true.';

create function private.is_restoring() returns boolean
language sql stable
set search_path = ''
as $$
  select coalesce(current_setting('retune.is_restoring', true), '') = 'on';
$$;
comment on function private.is_restoring() is
  'Whether this transaction archives or restores rows as they are: triggers then leave totals, times and queue slots alone. Set by set_config(''retune.is_restoring'', ''on'', true).';

grant execute on function private.may_read_project(text), private.is_blind(uuid), private.blind_turns(), private.is_restoring() to authenticated;

-- ---------------------------------------------------------------------------------------------------------------
-- Policies. Everyone writes through functions that check them, admins too.
-- ---------------------------------------------------------------------------------------------------------------

create policy "readers see the sessions of their projects" on public.prompt_tuning_sessions for select to authenticated
  using ((select private.can('read')) and ((select private.projects()) is null or project = any ((select private.projects())::text[])));
create policy "readers see the turns of their projects" on public.tuning_conversation_turns for select to authenticated
  using ((select private.can('read')) and ((select private.projects()) is null or project = any ((select private.projects())::text[])));

create policy "readers see the improvements of their projects, but for blind ones" on public.tuning_improvements for select to authenticated
  using ((select private.can('read')) and ((select private.projects()) is null or project = any ((select private.projects())::text[]))
    and (author_id = (select auth.uid()) or (select private.is_admin()) or turn_id not in (select private.blind_turns())));
create policy "admins see deleted improvements of their projects" on public.tuning_improvements_trash for select to authenticated
  using ((select private.is_admin()) and ((select private.projects()) is null or project = any ((select private.projects())::text[])));

-- Nobody else, not even an admin, reads the table: a row holds the draft. Finished reviews of others come from get_review_screen().
create policy "reviewers see their own reviews" on public.turn_reviews for select to authenticated
  using ((select private.can('read')) and ((select private.projects()) is null or project = any ((select private.projects())::text[]))
    and reviewer_id = (select auth.uid()));
create policy "reviewers see the revisions of their own reviews" on public.turn_review_revisions for select to authenticated
  using ((select private.can('read')) and ((select private.projects()) is null or project = any ((select private.projects())::text[]))
    and reviewer_id = (select auth.uid()));
create policy "readers see the adjudications of their projects" on public.turn_adjudications for select to authenticated
  using ((select private.can('read')) and ((select private.projects()) is null or project = any ((select private.projects())::text[])));

create policy "readers see the queues of their projects" on public.review_queues for select to authenticated
  using ((select private.can('read')) and ((select private.projects()) is null or project = any ((select private.projects())::text[])));
create policy "readers see the queue slots of their projects" on public.review_queue_slots for select to authenticated
  using ((select private.can('read')) and ((select private.projects()) is null or project = any ((select private.projects())::text[])));

create policy "readers see the prompt versions of their projects" on public.prompt_versions for select to authenticated
  using ((select private.can('read')) and ((select private.projects()) is null or project = any ((select private.projects())::text[])));
create policy "readers see the comparisons of their projects" on public.prompt_version_comparisons for select to authenticated
  using ((select private.can('read')) and ((select private.projects()) is null or project = any ((select private.projects())::text[])));

create policy "full admins read settings" on public.settings for select to authenticated using ((select private.is_full_admin()));
create policy "members see their own preferences" on public.member_preferences for select to authenticated using (user_id = (select auth.uid()));

create policy "readers see archived sessions of their projects" on public.prompt_tuning_sessions_archive for select to authenticated
  using ((select private.can('read')) and ((select private.projects()) is null or project = any ((select private.projects())::text[])));
create policy "readers see archived turns of their projects" on public.tuning_conversation_turns_archive for select to authenticated
  using ((select private.can('read')) and ((select private.projects()) is null or project = any ((select private.projects())::text[])));
create policy "readers see archived improvements of their projects" on public.tuning_improvements_archive for select to authenticated
  using ((select private.can('read')) and ((select private.projects()) is null or project = any ((select private.projects())::text[]))
    and (author_id = (select auth.uid()) or (select private.is_admin())));
create policy "readers see archive entries of their projects" on public.tuning_archive_entries for select to authenticated
  using ((select private.can('read')) and ((select private.projects()) is null or project = any ((select private.projects())::text[])));
-- turn_reviews_archive, turn_review_revisions_archive, turn_adjudications_archive, review_queue_slots_archive: no policies;
-- only archiving and restoring reach them.

-- ---------------------------------------------------------------------------------------------------------------
-- Triggers: what a row takes from its session
-- ---------------------------------------------------------------------------------------------------------------

create trigger update_sessions_updated_at before update on public.prompt_tuning_sessions
  for each row when (not private.is_restoring()) execute function public.update_updated_at_column();
create trigger tuning_improvements_update_updated_at before update on public.tuning_improvements
  for each row when (not private.is_restoring()) execute function public.update_updated_at_column();
create trigger turn_reviews_update_updated_at before update on public.turn_reviews
  for each row when (not private.is_restoring()) execute function public.update_updated_at_column();

create function private.complete_turn() returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  if tg_op = 'INSERT' or new.session_id is distinct from old.session_id then
    select s.project into new.project from public.prompt_tuning_sessions s where s.id = new.session_id;
    -- A missing session is reported by the foreign key.
    new.project := coalesce(new.project, 'default');
  end if;
  if jsonb_typeof(new.search_results -> 'results') = 'array' then
    new.total_chunks := coalesce(new.total_chunks, jsonb_array_length(new.search_results -> 'results'));
    new.avg_similarity := coalesce(new.avg_similarity, (
      select avg((r ->> 'similarity')::double precision) from jsonb_array_elements(new.search_results -> 'results') r
      where jsonb_typeof(r -> 'similarity') = 'number'));
  end if;
  return new;
end;
$$;
comment on function private.complete_turn() is
  'Trigger: a turn has its session''s project; average similarity and number of chunks are derived when absent. security definer: must find the session.';
create trigger tuning_turns_complete before insert or update of session_id, search_results on public.tuning_conversation_turns
  for each row when (not private.is_restoring()) execute function private.complete_turn();

create function private.complete_improvement() returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  select t.session_id, t.project into new.session_id, new.project from public.tuning_conversation_turns t where t.id = new.turn_id;
  if not found then
    raise foreign_key_violation using message = 'no such turn';
  end if;
  return new;
end;
$$;
comment on function private.complete_improvement() is 'Trigger: an improvement has its turn''s session and project. security definer: must find the turn.';
create trigger tuning_improvements_complete before insert or update of turn_id on public.tuning_improvements
  for each row when (not private.is_restoring()) execute function private.complete_improvement();

create function private.complete_review() returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  select t.project into new.project from public.tuning_conversation_turns t where t.id = new.turn_id;
  new.project := coalesce(new.project, 'default');
  return new;
end;
$$;
comment on function private.complete_review() is 'Trigger: a review or adjudication has its turn''s project. security definer: must find the turn.';
create trigger turn_reviews_complete before insert on public.turn_reviews
  for each row when (not private.is_restoring()) execute function private.complete_review();
create trigger turn_adjudications_complete before insert on public.turn_adjudications
  for each row when (not private.is_restoring()) execute function private.complete_review();

create function private.move_session_rows() returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  update public.tuning_conversation_turns t set project = new.project where t.session_id = new.id;
  update public.tuning_improvements i set project = new.project where i.session_id = new.id;
  update public.turn_reviews r set project = new.project from public.tuning_conversation_turns t where t.session_id = new.id and r.turn_id = t.id;
  update public.turn_review_revisions r set project = new.project from public.tuning_conversation_turns t where t.session_id = new.id and r.turn_id = t.id;
  update public.turn_adjudications a set project = new.project from public.tuning_conversation_turns t where t.session_id = new.id and a.turn_id = t.id;
  -- Queues belong to one project: the places of the old one go.
  delete from public.review_queue_slots s using public.tuning_conversation_turns t where t.session_id = new.id and s.turn_id = t.id and s.project <> new.project;
  return null;
end;
$$;
comment on function private.move_session_rows() is 'Trigger: what belongs to a session follows it into another project. security definer: reaches rows of every author.';
create trigger tuning_sessions_move_rows after update of project on public.prompt_tuning_sessions
  for each row when (old.project is distinct from new.project) execute function private.move_session_rows();

-- ---------------------------------------------------------------------------------------------------------------
-- Triggers: totals of a session, by difference
-- ---------------------------------------------------------------------------------------------------------------

create type private.session_delta as (session_id uuid, turns integer, improvements integer);

create function private.apply_session_deltas(deltas private.session_delta[]) returns void
language plpgsql
set search_path = ''
as $$
begin
  -- In sorted order, so that two writers of the same sessions wait for each other instead of deadlocking.
  perform from public.prompt_tuning_sessions s
  where s.id in (select d.session_id from unnest(deltas) d) order by s.id for no key update;
  update public.prompt_tuning_sessions s set
    total_turns = s.total_turns + d.turns,
    total_improvements = s.total_improvements + d.improvements
  from (select d.session_id, sum(d.turns) as turns, sum(d.improvements) as improvements from unnest(deltas) d group by d.session_id) d
  where s.id = d.session_id and (d.turns <> 0 or d.improvements <> 0);
end;
$$;
comment on function private.apply_session_deltas(private.session_delta[]) is 'Adds differences to the totals of sessions. Sessions that are gone are passed over.';

-- security definer: who writes a turn or a note need not be allowed to change the session.
create function public.update_session_metrics() returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  if private.is_restoring() then
    return null;
  end if;
  if tg_op = 'INSERT' then
    perform private.apply_session_deltas(array(select row(n.session_id, count(*), 0)::private.session_delta from new_rows n group by n.session_id));
  elsif tg_op = 'DELETE' then
    perform private.apply_session_deltas(array(select row(o.session_id, -count(*), 0)::private.session_delta from old_rows o group by o.session_id));
  elsif exists (select from old_rows o join new_rows n on n.id = o.id where n.session_id <> o.session_id) then
    perform private.apply_session_deltas(array(
      select row(x.session_id, sum(x.n), 0)::private.session_delta from (
        select o.session_id, -1 as n from old_rows o union all select n.session_id, 1 from new_rows n) x group by x.session_id));
    -- The notes follow; their own trigger moves their counts.
    update public.tuning_improvements i set session_id = n.session_id, project = n.project from new_rows n where i.turn_id = n.id and i.session_id <> n.session_id;
    -- Into another project the reviews follow; the places in queues of the old one go.
    update public.turn_reviews r set project = n.project from new_rows n where r.turn_id = n.id and r.project <> n.project;
    update public.turn_review_revisions r set project = n.project from new_rows n where r.turn_id = n.id and r.project <> n.project;
    update public.turn_adjudications a set project = n.project from new_rows n where a.turn_id = n.id and a.project <> n.project;
    delete from public.review_queue_slots s using new_rows n where s.turn_id = n.id and s.project <> n.project;
    update public.review_queue_slots s set session_id = n.session_id, turn_number = n.turn_number from new_rows n where s.turn_id = n.id and s.session_id <> n.session_id;
  end if;
  return null;
end;
$$;
comment on function public.update_session_metrics() is 'Trigger: keeps total_turns by difference on insert, delete and move.';
create trigger trigger_update_turn_count after insert on public.tuning_conversation_turns
  referencing new table as new_rows for each statement execute function public.update_session_metrics();
create trigger trigger_update_turn_count_on_delete after delete on public.tuning_conversation_turns
  referencing old table as old_rows for each statement execute function public.update_session_metrics();
create trigger trigger_update_turn_count_on_move after update on public.tuning_conversation_turns
  referencing old table as old_rows new table as new_rows for each statement execute function public.update_session_metrics();

-- security definer: as update_session_metrics.
create function public.update_improvement_count() returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  if private.is_restoring() then
    return null;
  end if;
  if tg_op = 'INSERT' then
    perform private.apply_session_deltas(array(select row(n.session_id, 0, count(*))::private.session_delta from new_rows n group by n.session_id));
  elsif tg_op = 'DELETE' then
    perform private.apply_session_deltas(array(select row(o.session_id, 0, -count(*))::private.session_delta from old_rows o group by o.session_id));
  elsif exists (select from old_rows o join new_rows n on n.id = o.id where n.session_id <> o.session_id) then
    perform private.apply_session_deltas(array(
      select row(x.session_id, 0, sum(x.n))::private.session_delta from (
        select o.session_id, -1 as n from old_rows o union all select n.session_id, 1 from new_rows n) x group by x.session_id));
  end if;
  return null;
end;
$$;
comment on function public.update_improvement_count() is 'Trigger: keeps total_improvements by difference on insert, delete and move.';
create trigger trigger_update_improvement_count after insert on public.tuning_improvements
  referencing new table as new_rows for each statement execute function public.update_improvement_count();
create trigger trigger_update_improvement_count_on_delete after delete on public.tuning_improvements
  referencing old table as old_rows for each statement execute function public.update_improvement_count();
create trigger trigger_update_improvement_count_on_move after update on public.tuning_improvements
  referencing old table as old_rows new table as new_rows for each statement execute function public.update_improvement_count();

-- ---------------------------------------------------------------------------------------------------------------
-- Triggers: the turns of a queue, and the metrics of a turn
-- ---------------------------------------------------------------------------------------------------------------

create function private.queue_turns(turn_ids uuid[], only_queue uuid default null)
returns table (queue_id uuid, turn_id uuid, project text, reviewers smallint, sort_key double precision, session_id uuid, turn_number integer)
language sql stable
set search_path = ''
as $$
  select q.id, t.id, q.project, q.reviewers_per_turn,
    case q.order_by
      when 'oldest' then extract(epoch from s.session_start)
      when 'lowest_similarity' then coalesce(t.avg_similarity, 2)
      else hashtextextended(q.id::text || t.id::text, 0)::double precision end,
    t.session_id, t.turn_number
  from public.review_queues q
  -- Two branches instead of "turn_ids is null or ...": a plan that does not know the parameter would read every turn.
  join (
    select t.* from public.tuning_conversation_turns t where turn_ids is null
    union all
    select t.* from unnest(turn_ids) u (id) join public.tuning_conversation_turns t on t.id = u.id
  ) t on t.project = q.project
  join public.prompt_tuning_sessions s on s.id = t.session_id
  where (only_queue is null or q.id = only_queue)
    and (q.branch_names is null or s.branch_name = any (q.branch_names))
    and (q.master_prompt_versions is null or s.master_prompt_version = any (q.master_prompt_versions))
    and (q.similarity_below is null or t.avg_similarity < q.similarity_below)
    and (q.latency_above_ms is null or t.processing_time_ms > q.latency_above_ms)
    and (q.confidence_below is null or t.confidence_score < q.confidence_below)
    and (not q.is_not_rated_well or t.rating is distinct from 1);
$$;
comment on function private.queue_turns(uuid[], uuid) is
  'The rules of queues: which turns (null = all) belong to which queue (null = all), and their place in its order.';

create function private.fill_review_queues(turn_ids uuid[], only_queue uuid default null) returns void
language sql security definer
set search_path = ''
as $$
  insert into public.review_queue_slots (queue_id, turn_id, slot, project, sort_key, session_id, turn_number)
  select m.queue_id, m.turn_id, n.slot, m.project, m.sort_key, m.session_id, m.turn_number
  from private.queue_turns(turn_ids, only_queue) m
  join public.review_queues q on q.id = m.queue_id and q.is_open
  cross join lateral generate_series(1, m.reviewers) n (slot)
  order by m.queue_id, m.turn_id, n.slot
  on conflict (queue_id, turn_id, slot) do nothing;
  -- A review that was finished before its turn came into the queue counts in it.
  with finished as (
    select s.queue_id, s.turn_id, r.reviewer_id, row_number() over (partition by s.queue_id, s.turn_id order by r.done_at, r.reviewer_id) as n
    from public.turn_reviews r
    join (
      select distinct x.queue_id, x.turn_id from (
        select x.* from public.review_queue_slots x where turn_ids is null
        union all
        select x.* from unnest(turn_ids) u (id) join public.review_queue_slots x on x.turn_id = u.id
      ) x join public.review_queues q on q.id = x.queue_id and q.is_open
      where x.state = 'free' and (only_queue is null or x.queue_id = only_queue)
    ) s on s.turn_id = r.turn_id
    where r.state = 'done' and not exists (
      select from public.review_queue_slots x where x.queue_id = s.queue_id and x.turn_id = s.turn_id and x.reviewer_id = r.reviewer_id)
  ), free as (
    select x.queue_id, x.turn_id, x.slot, row_number() over (partition by x.queue_id, x.turn_id order by x.slot) as n
    from public.review_queue_slots x join (select distinct f.queue_id, f.turn_id from finished f) f on f.queue_id = x.queue_id and f.turn_id = x.turn_id
    where x.state = 'free'
  )
  update public.review_queue_slots s set state = 'done', reviewer_id = finished.reviewer_id
  from finished join free on free.queue_id = finished.queue_id and free.turn_id = finished.turn_id and free.n = finished.n
  where s.queue_id = free.queue_id and s.turn_id = free.turn_id and s.slot = free.slot and s.state = 'free';
$$;
comment on function private.fill_review_queues(uuid[], uuid) is
  'Adds the places of turns (null = all) to the open queues (or one) whose rules they meet, and gives finished reviews theirs. security definer: whoever records a turn need not see queues.';

create function private.lock_queues(projects text[], mode text) returns void
language plpgsql
set search_path = ''
as $$
declare
  label text;
begin
  for label in select distinct p from unnest(projects) p order by 1 loop
    if mode = 'define' then
      perform pg_advisory_xact_lock(hashtextextended('review_queues:' || label, 0));
    else
      perform pg_advisory_xact_lock_shared(hashtextextended('review_queues:' || label, 0));
    end if;
  end loop;
end;
$$;
comment on function private.lock_queues(text[], text) is
  'Whoever adds turns to a project (mode fill) and whoever makes or changes a queue of it (define) wait for each other: else a turn and a queue that come at the same moment would not see each other.';

create function private.fill_review_queues_with_turns() returns trigger
language plpgsql security definer
set search_path = ''
as $$
declare
  ids uuid[];
  labels text[];
begin
  if private.is_restoring() then
    return null;
  end if;
  if tg_op = 'INSERT' then
    select array_agg(n.id), array_agg(distinct n.project) into ids, labels from new_rows n;
  else
    -- Only what the rules of queues look at: the metrics of a turn change with every review.
    select array_agg(n.id), array_agg(distinct n.project) into ids, labels from new_rows n join old_rows o on o.id = n.id
    where (n.session_id, n.project, n.avg_similarity, n.processing_time_ms, n.confidence_score, n.rating)
      is distinct from (o.session_id, o.project, o.avg_similarity, o.processing_time_ms, o.confidence_score, o.rating);
  end if;
  if ids is not null then
    perform private.lock_queues(labels, 'fill');
    -- A statement of its own, so that it sees a queue that was made while this one waited.
    if exists (select from public.review_queues q where q.is_open and q.project = any (labels)) then
      perform private.fill_review_queues(ids);
    end if;
  end if;
  return null;
end;
$$;
comment on function private.fill_review_queues_with_turns() is 'Trigger: new and changed turns enter the open queues whose rules they meet. security definer: as fill_review_queues.';
create trigger tuning_turns_fill_queues after insert on public.tuning_conversation_turns
  referencing new table as new_rows for each statement execute function private.fill_review_queues_with_turns();
create trigger tuning_turns_fill_queues_on_update after update on public.tuning_conversation_turns
  referencing old table as old_rows new table as new_rows for each statement execute function private.fill_review_queues_with_turns();

create function private.fill_review_queues_with_session() returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  perform private.lock_queues(array[new.project], 'fill');
  perform private.fill_review_queues(array(select t.id from public.tuning_conversation_turns t where t.session_id = new.id));
  return null;
end;
$$;
comment on function private.fill_review_queues_with_session() is 'Trigger: turns of a session that changed its branch, version or project enter queues. security definer: as fill_review_queues.';
-- Named after tuning_sessions_move_rows: triggers run in the order of their names, and the turns must have their new project first.
create trigger tuning_sessions_refill_queues after update of branch_name, master_prompt_version, project on public.prompt_tuning_sessions
  for each row when (not private.is_restoring() and (old.branch_name, old.master_prompt_version, old.project) is distinct from (new.branch_name, new.master_prompt_version, new.project))
  execute function private.fill_review_queues_with_session();

create function private.refresh_turn_metrics(turn_id uuid) returns void
language plpgsql security definer
set search_path = ''
as $$
declare
  hidden boolean;
begin
  -- Two who finish at the same moment wait for each other here; the later one sees what the earlier one said.
  perform from public.tuning_conversation_turns t where t.id = refresh_turn_metrics.turn_id for no key update;
  hidden := private.is_blind(turn_id);
  update public.tuning_conversation_turns t set
    has_policy_citation = m.has_policy_citation, appropriate_action_suggested = m.appropriate_action_suggested,
    structure_complete = m.structure_complete, professionalism_score = m.professionalism_score,
    empathy_score = m.empathy_score, clarity_score = m.clarity_score
  from (
    select a.has_policy_citation, a.appropriate_action_suggested, a.structure_complete, a.professionalism_score, a.empathy_score, a.clarity_score
    from public.turn_adjudications a where a.turn_id = refresh_turn_metrics.turn_id
    union all
    -- Nulls say nothing: what the reviewers who answered say alike.
    select
      case when count(distinct r.has_policy_citation) = 1 then bool_and(r.has_policy_citation) end,
      case when count(distinct r.appropriate_action_suggested) = 1 then bool_and(r.appropriate_action_suggested) end,
      case when count(distinct r.structure_complete) = 1 then bool_and(r.structure_complete) end,
      case when count(distinct r.professionalism_score) = 1 then min(r.professionalism_score) end,
      case when count(distinct r.empathy_score) = 1 then min(r.empathy_score) end,
      case when count(distinct r.clarity_score) = 1 then min(r.clarity_score) end
    from public.turn_reviews r
    where r.turn_id = refresh_turn_metrics.turn_id and r.state = 'done' and not hidden
      and not exists (select from public.turn_adjudications a where a.turn_id = refresh_turn_metrics.turn_id)
    having not exists (select from public.turn_adjudications a where a.turn_id = refresh_turn_metrics.turn_id)
  ) m
  where t.id = refresh_turn_metrics.turn_id
    and (t.has_policy_citation, t.appropriate_action_suggested, t.structure_complete, t.professionalism_score, t.empathy_score, t.clarity_score)
      is distinct from (m.has_policy_citation, m.appropriate_action_suggested, m.structure_complete, m.professionalism_score, m.empathy_score, m.clarity_score);
end;
$$;
comment on function private.refresh_turn_metrics(uuid) is
  'Sets the six metrics of a turn: the adjudicated values, else what its finished reviews say alike; nothing while a blind queue waits. security definer: reads reviews of others.';

create function private.refresh_metrics_of_turn() returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  if not private.is_restoring() then
    perform private.refresh_turn_metrics(coalesce(new.turn_id, old.turn_id));
  end if;
  return null;
end;
$$;
comment on function private.refresh_metrics_of_turn() is 'Trigger: reviews and adjudications keep the metrics of their turn. security definer: as refresh_turn_metrics.';
-- Drafts are saved every second and say nothing of the metrics.
create trigger turn_reviews_refresh_metrics after insert on public.turn_reviews
  for each row when (new.state = 'done') execute function private.refresh_metrics_of_turn();
create trigger turn_reviews_refresh_metrics_on_update after update on public.turn_reviews
  for each row when (old.state = 'done' or new.state = 'done') execute function private.refresh_metrics_of_turn();
create trigger turn_reviews_refresh_metrics_on_delete after delete on public.turn_reviews
  for each row when (old.state = 'done') execute function private.refresh_metrics_of_turn();
create trigger turn_adjudications_refresh_metrics after insert or update or delete on public.turn_adjudications
  for each row execute function private.refresh_metrics_of_turn();
-- The last review of a blind turn makes its metrics public; one that is taken back hides them again.
create trigger review_queue_slots_refresh_metrics after update of state on public.review_queue_slots
  for each row when ((old.state = 'done') <> (new.state = 'done')) execute function private.refresh_metrics_of_turn();
