-- Purpose: datasets: what goes into a training file, the frozen versions of it, and the schedule that freezes them.
-- Objects: datasets, dataset_schedules, dataset_versions, dataset_items and their policies.
-- Destructive: no.

create table public.datasets (
  id uuid primary key default gen_random_uuid(),
  name text not null check (char_length(name) between 1 and 200),
  description text check (char_length(description) between 1 and 2000),
  definition jsonb not null check (jsonb_typeof(definition) = 'object'),
  -- The cut that every read of source rows is limited to, whatever the filters say.
  projects text[] check (cardinality(projects) between 1 and 1000),
  version integer not null default 1 check (version >= 1),
  created_by uuid,
  created_by_label text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  deleted_by uuid
);
comment on table public.datasets is 'What goes into a training file: source, filters, format, weights, split. Its frozen versions are in dataset_versions.';
comment on column public.datasets.definition is 'As lib/datasets/definitions/schemas.ts checks it; relative ranges stay relative until a version is frozen.';
comment on column public.datasets.projects is 'The projects that its rows may come from; null = all. Only callers who may read every one of them see the dataset.';
comment on column public.datasets.version is 'Grows with every change; a change names the version it saw.';
comment on column public.datasets.deleted_at is 'Deleted datasets can be restored for 30 days.';
alter table public.datasets enable row level security;
-- GET /v1/datasets, newest first; keyset (created_at, id).
create index datasets_created_at on public.datasets (created_at desc, id desc);

create table public.dataset_schedules (
  dataset_id uuid primary key references public.datasets (id) on delete cascade,
  weekday integer not null check (weekday between 1 and 7),
  hour integer not null check (hour between 0 and 23),
  time_zone text not null default 'UTC' check (char_length(time_zone) between 1 and 100),
  keep_versions integer not null default 8 check (keep_versions between 1 and 1000),
  is_active boolean not null default true,
  next_run_at timestamptz not null,
  updated_at timestamptz not null default now(),
  updated_by uuid
);
comment on table public.dataset_schedules is 'Freezes a dataset every week: its filters end at the planned time, however late the jobs are.';
comment on column public.dataset_schedules.weekday is 'ISO: 1 = Monday … 7 = Sunday, in time_zone.';
comment on column public.dataset_schedules.keep_versions is 'So many frozen versions of the schedule keep their items; older ones keep report and manifest alone.';
alter table public.dataset_schedules enable row level security;
-- The jobs ask what is due.
create index dataset_schedules_due on public.dataset_schedules (next_run_at) where is_active;

create table public.dataset_versions (
  id uuid primary key default gen_random_uuid(),
  dataset_id uuid not null references public.datasets (id) on delete cascade,
  version integer not null check (version >= 1),
  state text not null default 'queued' check (state in ('queued', 'running', 'ready', 'failed', 'canceled', 'expired')),
  trigger text not null default 'member' check (trigger in ('member', 'key', 'schedule')),
  scheduled_for timestamptz,
  -- What was frozen: the definition with its range resolved, and the end of what was read.
  definition jsonb not null check (jsonb_typeof(definition) = 'object'),
  projects text[],
  cutoff timestamptz not null,
  -- Where the work stands. One transaction writes items, cursor and account, so that a killed runner leaves no half page.
  cursor text,
  total bigint check (total >= 0),
  considered bigint not null default 0,
  items bigint not null default 0,
  lines bigint not null default 0,
  account jsonb not null default '{}' check (jsonb_typeof(account) = 'object'),
  runner uuid,
  lease_until timestamptz,
  attempts integer not null default 0,
  error text check (char_length(error) between 1 and 2000),
  -- Of the finished version.
  report jsonb check (jsonb_typeof(report) = 'object'),
  files jsonb check (jsonb_typeof(files) = 'array'),
  original_files jsonb check (jsonb_typeof(original_files) = 'array'),
  erased_items bigint not null default 0,
  erased_at timestamptz,
  created_by uuid,
  created_by_label text,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz,
  unique (dataset_id, version),
  -- Several runners of a schedule make one version.
  unique (dataset_id, scheduled_for)
);
comment on table public.dataset_versions is 'A frozen version of a dataset, or the work of freezing it. Its lines are dataset_items.';
comment on column public.dataset_versions.state is
  'queued, running (a runner holds it until lease_until), ready, failed (error says why), canceled (its items are gone), expired (the schedule keeps newer ones; its items are gone).';
comment on column public.dataset_versions.cursor is 'The last source row that was read, "<created_at>|<id>"; null = none yet, "end" = every one.';
comment on column public.dataset_versions.attempts is 'How many runners have taken it up since it last got on.';
comment on column public.dataset_versions.account is 'What the writer has counted so far; with the cursor it continues as if it had never stopped.';
comment on column public.dataset_versions.files is
  'Per split and container: lines, bytes and SHA-256. Null while unfinished, and after an erasure until they are counted again.';
comment on column public.dataset_versions.original_files is 'files as they were before people were erased from it; null while nobody was.';
alter table public.dataset_versions enable row level security;
-- Work that waits or whose runner died.
create index dataset_versions_open on public.dataset_versions (created_at) where state in ('queued', 'running');

create table public.dataset_items (
  version_id uuid not null references public.dataset_versions (id) on delete cascade,
  position bigint not null check (position >= 1),
  split text not null default 'train' check (split in ('train', 'validation')),
  source_id uuid not null,
  other_id uuid,
  body text not null,
  copies integer not null check (copies >= 1),
  lines integer not null check (lines >= 1),
  weight double precision not null,
  kind text not null check (kind in ('positive', 'negative', 'better', 'unrated')),
  project text not null,
  model text,
  intent text,
  rating smallint check (rating in (-1, 1)),
  source_created_at timestamptz not null,
  user_ids text[] not null default '{}',
  content_hash uuid not null,
  prompt_hash uuid not null,
  lint text[] not null default '{}',
  body_hash uuid not null generated always as (md5(body)::uuid) stored,
  primary key (version_id, position),
  -- Comparing two versions reads nothing but this index.
  unique (version_id, source_id) include (body_hash, copies, split)
);
comment on table public.dataset_items is 'What a frozen version says of one source row: the exact text of its lines, in the order of the file.';
comment on column public.dataset_items.other_id is 'The row of the preferred answer, when it is not source_id itself.';
comment on column public.dataset_items.body is 'The JSONL text, each line with its newline; the file holds it `copies` times.';
comment on column public.dataset_items.lines is 'Lines in the file: those of body times copies.';
comment on column public.dataset_items.kind is 'Which weight of the policy it took.';
comment on column public.dataset_items.user_ids is 'End users whose words it holds, for erasing them.';
comment on column public.dataset_items.content_hash is 'First half of the SHA-256 of what it says, without weight and provenance: the same twice is a duplicate.';
comment on column public.dataset_items.body_hash is 'With copies and split: whether a source row changed between versions.';
comment on column public.dataset_items.prompt_hash is 'First half of the SHA-256 of what stands before the answer.';
alter table public.dataset_items enable row level security;
-- Erasing a person; most items have at most one.
create index dataset_items_user_ids on public.dataset_items using gin (user_ids) where user_ids <> '{}';
-- The file of one split.
create index dataset_items_split on public.dataset_items (version_id, split, position);

-- ---------------------------------------------------------------------------------------------------------------
-- Policies. Everyone writes through functions that check them, admins too.
-- ---------------------------------------------------------------------------------------------------------------

-- security definer: policies ask it once per statement, and it reads the table that one of them guards.
create function private.visible_datasets() returns setof uuid
language sql stable security definer
set search_path = ''
as $$
  select d.id from public.datasets d
  where private.can('datasets') and (private.projects() is null or d.projects <@ private.projects());
$$;
comment on function private.visible_datasets() is
  'The datasets that the caller may build, freeze and download: those that hold rows of no project but its own. A dataset of all projects is seen by callers of all.';
grant execute on function private.visible_datasets() to authenticated;

create policy "builders see the datasets of their projects" on public.datasets for select to authenticated
  using (id in (select private.visible_datasets()));
create policy "builders see the schedules of their datasets" on public.dataset_schedules for select to authenticated
  using (dataset_id in (select private.visible_datasets()));
create policy "builders see the versions of their datasets" on public.dataset_versions for select to authenticated
  using (dataset_id in (select private.visible_datasets()));
create policy "builders see the items of their datasets" on public.dataset_items for select to authenticated
  using (version_id in (select v.id from public.dataset_versions v where v.dataset_id in (select private.visible_datasets())));
