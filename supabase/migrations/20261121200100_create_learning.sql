-- Purpose: the loop from what an application's model did to its next prompt: tables, policies, indexes.
-- Objects: tables users, llm_feedback, llm_feedback_daily, failure_patterns, failure_pattern_daily, prompt_strategies,
--          default_strategies, knowledge_versions, prompt_test_cases, experiments, experiment_variants, experiment_assignments.
-- Destructive: no.
--
-- The columns of seeds 000 and 001 keep their names; times are timestamptz, token counts bigint, money numeric(20,10). Everyone writes
-- through functions that check them: no table here has a write policy. Of the seed's policies, "service role can access" is what the
-- service role has anyway, and "users can only see their own feedback" has no reader: end users never sign in.

-- ---------------------------------------------------------------------------------------------------------------
-- End users
-- ---------------------------------------------------------------------------------------------------------------

create table public.users (
  id text primary key check (char_length(id) between 1 and 200),
  created_at timestamptz not null default now()
);
comment on table public.users is 'The end users of the applications, of every project. They never sign in; unrelated to auth.users.';
comment on column public.users.created_at is 'When the first row with this id was stored.';
alter table public.users enable row level security;
create policy "callers of every project read end users" on public.users for select to authenticated
  using ((select private.can('read')) and (select private.projects()) is null);

-- ---------------------------------------------------------------------------------------------------------------
-- Executions
-- ---------------------------------------------------------------------------------------------------------------

create table public.failure_patterns (
  id uuid primary key default gen_random_uuid(),
  project text not null default 'default' check (char_length(project) between 1 and 200),
  error_class text check (error_class in ('validation', 'execution', 'logic')),
  pattern text not null check (char_length(pattern) between 1 and 2000),
  status text not null default 'new' check (status in ('new', 'known', 'fixed', 'regressed')),
  fixed_in_version text check (char_length(fixed_in_version) between 1 and 420),
  fixed_at timestamptz,
  regressed_at timestamptz,
  regressed_in_version text,
  note text check (char_length(note) between 1 and 20000),
  version integer not null default 1,
  updated_by uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  check ((status = 'fixed') <= (fixed_at is not null))
);
comment on table public.failure_patterns is 'Errors of one kind: what is left of their texts without ids, numbers, quoted values and paths.';
comment on column public.failure_patterns.status is
  'new = nobody has looked; known; fixed (in fixed_in_version); regressed = came back after it was fixed, set by the recording of the failure.';
comment on column public.failure_patterns.fixed_in_version is 'Version label (llm_feedback.version_label) in which it was fixed; null = from fixed_at on.';
comment on column public.failure_patterns.version is 'Rises with each change by people; a change that names an older one is refused.';
alter table public.failure_patterns enable row level security;
create unique index failure_patterns_key on public.failure_patterns (project, coalesce(error_class, ''), md5(pattern));
create policy "people and programs read the patterns of their projects" on public.failure_patterns for select to authenticated
  using ((select private.can('read')) and ((select private.projects()) is null or project = any ((select private.projects())::text[])));

create table public.llm_feedback (
  id uuid primary key default gen_random_uuid(),
  user_prompt text not null check (char_length(user_prompt) between 1 and 200000),
  action_plan jsonb not null check (jsonb_typeof(action_plan) = 'object'),
  execution_result jsonb,
  error text check (char_length(error) between 1 and 100000),
  success boolean not null,
  user_id text references public.users (id) on delete set null,
  created_at timestamptz not null default date_trunc('milliseconds', now()),
  project text not null default 'default' check (char_length(project) between 1 and 200),
  response_text text check (char_length(response_text) <= 500000),
  error_class text check (error_class in ('validation', 'execution', 'logic')),
  failure_pattern_id uuid references public.failure_patterns (id),
  model text check (char_length(model) between 1 and 200),
  tokens_in bigint check (tokens_in >= 0),
  tokens_out bigint check (tokens_out >= 0),
  cost_usd numeric(20,10) check (cost_usd >= 0),
  cost_source text check (cost_source in ('sent', 'price')),
  price jsonb check (jsonb_typeof(price) = 'object'),
  response_time_ms integer check (response_time_ms >= 0),
  retries integer not null default 0 check (retries between 0 and 1000),
  user_correction text check (char_length(user_correction) between 1 and 200000),
  strategy text check (char_length(strategy) between 1 and 200),
  strategy_version integer check (strategy_version >= 1),
  prompt_version text check (char_length(prompt_version) between 1 and 200),
  version_label text generated always as (coalesce(prompt_version, strategy || coalesce('@' || strategy_version::text, ''))) stored,
  experiment_id uuid,
  variant text check (char_length(variant) between 1 and 200),
  subject text check (char_length(subject) between 1 and 200),
  available_columns text[] check (cardinality(available_columns) <= 1000),
  example_ids uuid[] not null default '{}' check (cardinality(example_ids) <= 200),
  instructions_complete boolean,
  metadata jsonb not null default '{}' check (jsonb_typeof(metadata) = 'object'),
  interaction_id uuid,
  -- What people made of it as an example for later prompts.
  example_status text not null default 'unreviewed' check (example_status in ('unreviewed', 'approved', 'retired')),
  is_pinned boolean not null default false,
  better_action_plan jsonb check (jsonb_typeof(better_action_plan) = 'object'),
  example_note text check (char_length(example_note) between 1 and 20000),
  reviewed_by uuid,
  reviewed_by_label text,
  reviewed_at timestamptz,
  version integer not null default 1,
  updated_at timestamptz not null default now(),
  check (not (success and (error is not null or error_class is not null))),
  check ((cost_usd is null) = (cost_source is null)),
  check ((experiment_id is null) = (variant is null)),
  check (strategy is not null or strategy_version is null)
);
comment on table public.llm_feedback is 'Executions: what was asked of a model, the action plan it answered with, and whether carrying it out worked.';
comment on column public.llm_feedback.action_plan is 'The plan as an object; {} when the model gave none, and response_text then holds what it said.';
comment on column public.llm_feedback.error_class is 'validation = the plan is not one; execution = carrying it out failed; logic = it ran and did the wrong thing. Null = not said.';
comment on column public.llm_feedback.cost_usd is 'USD; null = unpriced.';
comment on column public.llm_feedback.retries is 'How often the model was asked again before this result.';
comment on column public.llm_feedback.user_correction is 'What the user said was wrong with it, in their words.';
comment on column public.llm_feedback.version_label is 'prompt_version, else strategy@version: what failures and charts are told apart by.';
comment on column public.llm_feedback.subject is 'Who was assigned to the variant: the unit of analysis of an experiment. As sent, else user_id.';
comment on column public.llm_feedback.example_ids is 'The examples that the prompt held: ids of other rows of this table.';
comment on column public.llm_feedback.instructions_complete is
  'Whether every operation of the plan has execution_instructions with a method, args (array) and kwargs (object); null without operations. Kept by trigger.';
comment on column public.llm_feedback.interaction_id is 'The interaction that a run on the configured model was recorded as.';
comment on column public.llm_feedback.better_action_plan is 'What a reviewer says the plan should have been: examples show it instead of action_plan.';
comment on column public.llm_feedback.version is 'Rises with each change by people; a change that names an older one is refused.';
alter table public.llm_feedback enable row level security;
create policy "people and programs read the executions of their projects" on public.llm_feedback for select to authenticated
  using ((select private.can('read')) and ((select private.projects()) is null or project = any ((select private.projects())::text[])));
-- The seed's indexes. idx_llm_feedback_prompt (the words of every prompt) comes with the search, over examples only.
create index idx_llm_feedback_success on public.llm_feedback (success, created_at);
create index idx_llm_feedback_user_id on public.llm_feedback (user_id);
-- GET /v1/executions, newest first; keyset (created_at, id).
create index idx_llm_feedback_created_at on public.llm_feedback (created_at desc, id desc);
create index llm_feedback_project_created_at on public.llm_feedback (project, created_at desc, id desc);
create index llm_feedback_failures on public.llm_feedback (failure_pattern_id, created_at desc, id desc) where failure_pattern_id is not null;
create index llm_feedback_experiment on public.llm_feedback (experiment_id, created_at) where experiment_id is not null;
-- Success with and without an example.
create index llm_feedback_example_ids on public.llm_feedback using gin (example_ids) where example_ids <> '{}';

create table public.llm_feedback_daily (
  date date not null,
  project text not null,
  model text not null default '',
  strategy text not null default '',
  version_label text not null default '',
  total bigint not null default 0,
  successful bigint not null default 0,
  failed_validation bigint not null default 0,
  failed_execution bigint not null default 0,
  failed_logic bigint not null default 0,
  failed_unclassified bigint not null default 0,
  retries_sum bigint not null default 0,
  retried bigint not null default 0,
  corrected bigint not null default 0,
  instructions_count bigint not null default 0,
  instructions_complete bigint not null default 0,
  tokens_in_sum bigint not null default 0,
  tokens_out_sum bigint not null default 0,
  tokens_count bigint not null default 0,
  cost_sum numeric(20,10) not null default 0,
  cost_count bigint not null default 0,
  primary key (date, project, model, strategy, version_label)
);
comment on table public.llm_feedback_daily is 'Executions per UTC day, kept by triggers on llm_feedback, by difference. An empty label = none.';
comment on column public.llm_feedback_daily.retried is 'Executions with at least one retry.';
comment on column public.llm_feedback_daily.tokens_count is 'Executions that say their tokens: tokens per request = (tokens_in_sum + tokens_out_sum) / tokens_count.';
alter table public.llm_feedback_daily enable row level security;
create policy "people and programs read the figures of their projects" on public.llm_feedback_daily for select to authenticated
  using ((select private.can('read')) and ((select private.projects()) is null or project = any ((select private.projects())::text[])));

create table public.failure_pattern_daily (
  pattern_id uuid not null references public.failure_patterns (id) on delete cascade,
  date date not null,
  version_label text not null default '',
  count bigint not null default 0,
  primary key (pattern_id, date, version_label)
);
comment on table public.failure_pattern_daily is 'Failures of a pattern per UTC day and version, kept by triggers on llm_feedback, by difference.';
alter table public.failure_pattern_daily enable row level security;
create policy "people and programs read the figures of their patterns" on public.failure_pattern_daily for select to authenticated
  using (exists (select from public.failure_patterns p where p.id = pattern_id));

-- ---------------------------------------------------------------------------------------------------------------
-- Strategies, knowledge, test cases
-- ---------------------------------------------------------------------------------------------------------------

create table public.prompt_strategies (
  id uuid primary key default gen_random_uuid(),
  project text not null default 'default' check (char_length(project) between 1 and 200),
  name text not null check (name ~ '^[a-z0-9][a-z0-9-]{0,99}$'),
  version integer not null check (version >= 1),
  body jsonb not null check (jsonb_typeof(body) = 'object' and pg_column_size(body) <= 1048576),
  note text check (char_length(note) between 1 and 20000),
  created_by uuid,
  created_by_label text,
  created_at timestamptz not null default now(),
  unique (project, name, version)
);
comment on table public.prompt_strategies is 'Versions of strategies: how a prompt is put together. A version never changes.';
alter table public.prompt_strategies enable row level security;
create policy "people and programs read the strategies of their projects" on public.prompt_strategies for select to authenticated
  using ((select private.can('read_config')) and ((select private.projects()) is null or project = any ((select private.projects())::text[])));

create table public.default_strategies (
  project text primary key check (char_length(project) between 1 and 200),
  name text not null,
  strategy_version integer not null,
  version integer not null default 1,
  updated_by uuid,
  updated_at timestamptz not null default now(),
  foreign key (project, name, strategy_version) references public.prompt_strategies (project, name, version)
);
comment on table public.default_strategies is 'The strategy that a project composes with when none is named. A project without a row has the built-in one.';
alter table public.default_strategies enable row level security;
create policy "people and programs read the default of their projects" on public.default_strategies for select to authenticated
  using ((select private.can('read_config')) and ((select private.projects()) is null or project = any ((select private.projects())::text[])));

create table public.knowledge_versions (
  project text not null default 'default' check (char_length(project) between 1 and 200),
  version integer not null check (version >= 1),
  document jsonb not null check (jsonb_typeof(document) = 'object' and pg_column_size(document) <= 4194304),
  note text check (char_length(note) between 1 and 20000),
  created_by uuid,
  created_by_label text,
  created_at timestamptz not null default now(),
  primary key (project, version)
);
comment on table public.knowledge_versions is
  'The knowledge base of a project: {tasks, patterns, formulas}. Each save is a new version; a project without one has the starter that the product ships.';
alter table public.knowledge_versions enable row level security;
create policy "people and programs read the knowledge of their projects" on public.knowledge_versions for select to authenticated
  using ((select private.can('read_config')) and ((select private.projects()) is null or project = any ((select private.projects())::text[])));

create table public.prompt_test_cases (
  id uuid primary key default gen_random_uuid(),
  project text not null default 'default' check (char_length(project) between 1 and 200),
  name text not null check (char_length(name) between 1 and 200),
  input jsonb not null check (jsonb_typeof(input) = 'object' and pg_column_size(input) <= 1048576),
  expected_action_plan jsonb check (jsonb_typeof(expected_action_plan) = 'object'),
  created_by uuid,
  created_by_label text,
  created_at timestamptz not null default now(),
  unique (project, name)
);
comment on table public.prompt_test_cases is 'Prompts kept to try strategies on. input is the body of POST /v1/prompts/compose without strategy and experiment.';
alter table public.prompt_test_cases enable row level security;
create policy "people and programs read the test cases of their projects" on public.prompt_test_cases for select to authenticated
  using ((select private.can('read_config')) and ((select private.projects()) is null or project = any ((select private.projects())::text[])));

-- ---------------------------------------------------------------------------------------------------------------
-- Experiments
-- ---------------------------------------------------------------------------------------------------------------

create table public.experiments (
  id uuid primary key default gen_random_uuid(),
  project text not null default 'default' check (char_length(project) between 1 and 200),
  name text not null check (char_length(name) between 1 and 200),
  description text check (char_length(description) between 1 and 20000),
  status text not null default 'draft' check (status in ('draft', 'running', 'stopped')),
  metric text not null default 'success' check (metric in ('success', 'feedback')),
  minimum_effect double precision check (minimum_effect > 0 and minimum_effect < 1),
  guardrails jsonb not null default '[]' check (jsonb_typeof(guardrails) = 'array' and jsonb_array_length(guardrails) <= 10),
  stop_on_guardrail boolean not null default false,
  started_at timestamptz,
  stopped_at timestamptz,
  stop_reason text check (char_length(stop_reason) between 1 and 2000),
  promoted_variant text,
  promoted_at timestamptz,
  version integer not null default 1,
  created_by uuid,
  created_by_label text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (project, name),
  check ((status = 'draft') = (started_at is null)),
  check ((status = 'stopped') = (stopped_at is not null))
);
comment on table public.experiments is 'A comparison of strategies or prompt versions on real requests. Variants and weights are fixed once it has started.';
comment on column public.experiments.metric is 'success = share of successful executions; feedback = share of thumbs up of the votes whose metadata names experiment and variant.';
comment on column public.experiments.minimum_effect is 'A difference below this (fraction) does not matter: the experiment may end with "no difference".';
comment on column public.experiments.guardrails is '[{metric, max_increase}]: what must not get worse than the control by more than this (relative for tokens, cost and response time, else absolute).';
alter table public.experiments enable row level security;
create policy "people and programs read the experiments of their projects" on public.experiments for select to authenticated
  using ((select private.can('read_config')) and ((select private.projects()) is null or project = any ((select private.projects())::text[])));

create table public.experiment_variants (
  experiment_id uuid not null references public.experiments (id) on delete cascade,
  name text not null check (char_length(name) between 1 and 200),
  position integer not null check (position >= 0),
  weight integer not null check (weight between 1 and 1000),
  strategy text,
  strategy_version integer,
  prompt_version text check (char_length(prompt_version) between 1 and 200),
  primary key (experiment_id, name),
  unique (experiment_id, position),
  check (strategy is not null or strategy_version is null)
);
comment on table public.experiment_variants is 'What subjects may be assigned to. The variant at position 0 is the control.';
comment on column public.experiment_variants.strategy is 'The strategy that prompts are composed with; null = the project''s default as it was at the start.';
comment on column public.experiment_variants.prompt_version is 'A version of the prompt whose text (PUT /v1/tuning/versions/{version}) takes the place of the strategy''s system role.';
alter table public.experiment_variants enable row level security;
create policy "people and programs read the variants of their experiments" on public.experiment_variants for select to authenticated
  using (exists (select from public.experiments e where e.id = experiment_id));

create table public.experiment_assignments (
  experiment_id uuid not null references public.experiments (id) on delete cascade,
  subject text not null check (char_length(subject) between 1 and 200),
  variant text not null,
  assigned_at timestamptz not null default now(),
  primary key (experiment_id, subject),
  foreign key (experiment_id, variant) references public.experiment_variants (experiment_id, name)
);
comment on table public.experiment_assignments is
  'The variant that a subject was first seen with, written when its first outcome is recorded. Results count a subject under it.';
alter table public.experiment_assignments enable row level security;
create policy "people and programs read the assignments of their experiments" on public.experiment_assignments for select to authenticated
  using ((select private.can('read')) and exists (select from public.experiments e where e.id = experiment_id));

alter table public.llm_feedback add foreign key (experiment_id, variant) references public.experiment_variants (experiment_id, name);
