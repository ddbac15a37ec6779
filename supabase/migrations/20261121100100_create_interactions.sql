-- Purpose: what models were asked and answered, what it cost, and what watches over both: tables, policies, indexes.
-- Objects: tables llm_conversations, llm_interactions, llm_analytics, llm_latency_daily, user_llm_daily, user_llm_profiles, model_prices,
--          budgets, budget_periods, alerts, webhooks, webhook_deliveries, project_settings.
-- Destructive: no.
--
-- The columns of seed 003 keep their names; times are timestamptz, token counts bigint, money numeric(20,10). Everyone writes through
-- functions that check them: no table here has a write policy.

create table public.project_settings (
  project text primary key check (char_length(project) between 1 and 200),
  privacy_mode text not null default 'redact' check (privacy_mode in ('off', 'redact', 'reject')),
  detectors text[] not null default '{email,card,iban,ip,phone}' check (detectors <@ array['email', 'card', 'iban', 'ip', 'phone', 'national_id']),
  phone_region text check (phone_region ~ '^[A-Z]{2}$'),
  patterns jsonb not null default '[]' check (jsonb_typeof(patterns) = 'array' and jsonb_array_length(patterns) <= 50),
  metadata_keys text[] check (cardinality(metadata_keys) <= 200),
  user_ids text not null default 'plain' check (user_ids in ('plain', 'hmac')),
  idle_minutes integer not null default 30 check (idle_minutes between 1 and 10080),
  version integer not null default 1,
  updated_at timestamptz not null default now(),
  updated_by uuid
);
comment on table public.project_settings is 'How a project treats what it is sent. A project without a row has the defaults.';
comment on column public.project_settings.privacy_mode is 'What happens to personal data in texts: off, redact (typed placeholders), reject (the request is refused).';
comment on column public.project_settings.phone_region is 'Country whose national numbers count as phone numbers when they carry an area code; null = only numbers with +.';
comment on column public.project_settings.patterns is 'Own patterns: [{name, pattern}], the name is the placeholder.';
comment on column public.project_settings.metadata_keys is 'The only keys that metadata may have at its first level; null = any.';
comment on column public.project_settings.user_ids is 'hmac: ids of end users are stored as HMAC-SHA-256 under a key of the installation.';
comment on column public.project_settings.idle_minutes is 'A conversation closes after so many minutes without an interaction.';
comment on column public.project_settings.version is 'Rises with each change; a change that names an older one is refused.';
alter table public.project_settings enable row level security;

-- ---------------------------------------------------------------------------------------------------------------
-- Conversations and interactions
-- ---------------------------------------------------------------------------------------------------------------

create table public.llm_conversations (
  id uuid primary key default gen_random_uuid(),
  project text not null default 'default' check (char_length(project) between 1 and 200),
  external_conversation_id text check (char_length(external_conversation_id) between 1 and 200),
  user_id text not null check (char_length(user_id) between 1 and 200),
  channel_id text not null default 'api' check (char_length(channel_id) between 1 and 200),
  thread_ts text check (char_length(thread_ts) between 1 and 200),
  started_at timestamptz not null default now(),
  last_activity timestamptz not null default now(),
  conversation_status text not null default 'active' check (conversation_status in ('active', 'closed')),
  primary_agent text,
  agent_handoffs integer not null default 0,
  total_tokens_used bigint not null default 0,
  total_cost numeric(20,10) not null default 0,
  user_satisfaction_avg numeric generated always as (satisfaction_sum::numeric / nullif(satisfaction_count, 0)) stored,
  context_quality_score numeric generated always as (similarity_sum / nullif(similarity_count, 0)) stored,
  conversation_metadata jsonb not null default '{}' check (jsonb_typeof(conversation_metadata) = 'object'),
  total_interactions bigint not null default 0,
  unpriced_interactions bigint not null default 0,
  satisfaction_sum bigint not null default 0,
  satisfaction_count bigint not null default 0,
  similarity_sum numeric not null default 0,
  similarity_count bigint not null default 0,
  response_time_sum_ms bigint not null default 0,
  response_time_count bigint not null default 0,
  escalations bigint not null default 0,
  repeats bigint not null default 0,
  corrections bigint not null default 0,
  agent_counts jsonb not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table public.llm_conversations is 'A conversation of one end user with the agents of an application. Its totals are kept by triggers on llm_interactions, by difference.';
comment on column public.llm_conversations.external_conversation_id is 'The caller''s own id; unique within a project.';
comment on column public.llm_conversations.conversation_status is 'As of the last run of the jobs; the API works it out from last_activity and the project''s idle_minutes at the moment of reading.';
comment on column public.llm_conversations.primary_agent is 'The agent with the most interactions; of equals the first by name.';
comment on column public.llm_conversations.agent_handoffs is 'How often an interaction has another agent than the one before it.';
comment on column public.llm_conversations.total_cost is 'USD, of the interactions that have a price; unpriced_interactions counts the others.';
comment on column public.llm_conversations.context_quality_score is 'Mean retrieval similarity of the interactions that have one, 0 to 1.';
comment on column public.llm_conversations.agent_counts is 'Interactions per agent, for primary_agent.';
alter table public.llm_conversations enable row level security;
create unique index llm_conversations_external_key on public.llm_conversations (project, external_conversation_id) where external_conversation_id is not null;
-- GET /v1/conversations, newest activity first; keyset (last_activity, id).
create index llm_conversations_last_activity on public.llm_conversations (last_activity desc, id desc);
create index llm_conversations_project_last_activity on public.llm_conversations (project, last_activity desc, id desc);
-- GET /v1/conversations?user_id=, erasing and exporting a person.
create index llm_conversations_user_id on public.llm_conversations (user_id, last_activity desc);
-- Closing idle conversations.
create index llm_conversations_active on public.llm_conversations (last_activity) where conversation_status = 'active';

create table public.llm_interactions (
  id uuid primary key default gen_random_uuid(),
  conversation_id uuid not null references public.llm_conversations (id) on delete cascade,
  project text not null default 'default' check (char_length(project) between 1 and 200),
  user_id text not null check (char_length(user_id) between 1 and 200),
  channel_id text not null default 'api' check (char_length(channel_id) between 1 and 200),
  "timestamp" timestamptz not null default date_trunc('milliseconds', now()),
  agent_type text not null check (char_length(agent_type) between 1 and 200),
  user_message text not null check (char_length(user_message) <= 200000),
  agent_response text not null check (char_length(agent_response) <= 500000),
  llm_metadata jsonb not null default '{}' check (jsonb_typeof(llm_metadata) = 'object'),
  user_satisfaction integer check (user_satisfaction between 1 and 5),
  response_time_ms integer check (response_time_ms >= 0),
  escalation_suggested boolean not null default false,
  escalation_metadata jsonb check (jsonb_typeof(escalation_metadata) = 'object'),
  context_size_tokens integer check (context_size_tokens >= 0),
  domain_classification text check (char_length(domain_classification) between 1 and 200),
  domain_label text check (char_length(domain_label) between 1 and 200),
  user_skill_assessment text check (user_skill_assessment in ('beginner', 'intermediate', 'advanced')),
  -- Typed copies of llm_metadata, which stays as it was sent.
  model text check (char_length(model) between 1 and 200),
  tokens_used bigint check (tokens_used >= 0),
  input_tokens bigint check (input_tokens >= 0),
  output_tokens bigint check (output_tokens >= 0),
  cached_tokens bigint check (cached_tokens >= 0),
  confidence double precision check (confidence between 0 and 1),
  avg_similarity double precision check (avg_similarity between -1 and 1),
  cost_usd numeric(20,10) check (cost_usd >= 0),
  cost_source text check (cost_source in ('sent', 'price')),
  priced_as text check (char_length(priced_as) between 1 and 200),
  price_id uuid,
  price jsonb check (jsonb_typeof(price) = 'object'),
  -- What the interaction before it in the conversation was, and what came of a suggested escalation. Kept by triggers.
  previous_agent_type text,
  previous_domain text,
  escalation_outcome_id uuid,
  escalation_satisfaction integer,
  is_repeat boolean not null default false,
  is_correction boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  check ((cost_usd is null) = (cost_source is null)),
  check (cached_tokens <= input_tokens),
  search tsvector generated always as (to_tsvector('simple', left(user_message, 20000) || ' ' || left(agent_response, 80000))) stored
);
comment on table public.llm_interactions is 'One question to an agent and its answer, with what it took.';
comment on column public.llm_interactions.tokens_used is 'As sent, else input_tokens + output_tokens.';
comment on column public.llm_interactions.cached_tokens is 'Input tokens that came from a cache; part of input_tokens.';
comment on column public.llm_interactions.avg_similarity is 'Mean similarity of what retrieval gave, 0 to 1; null without retrieval.';
comment on column public.llm_interactions.cost_usd is 'USD; null = unpriced.';
comment on column public.llm_interactions.cost_source is 'sent = by the caller; price = worked out from tokens and the price stored beside it.';
comment on column public.llm_interactions.priced_as is 'The name under which the price list knows the model, when it is not the model''s own.';
comment on column public.llm_interactions.price is 'The price that was used, USD per million tokens: {input, cached, output, valid_from}.';
comment on column public.llm_interactions.previous_agent_type is 'Agent of the interaction before it in the conversation; null for the first.';
comment on column public.llm_interactions.escalation_outcome_id is 'For a suggested escalation: the next interaction of another agent in the conversation.';
comment on column public.llm_interactions.escalation_satisfaction is 'Satisfaction of that interaction.';
comment on column public.llm_interactions.is_repeat is 'The user asked again what they had asked just before.';
comment on column public.llm_interactions.is_correction is 'The user contradicted the answer before it.';
alter table public.llm_interactions enable row level security;
-- GET /v1/interactions, newest first; keyset (timestamp, id).
create index llm_interactions_timestamp on public.llm_interactions ("timestamp" desc, id desc);
create index llm_interactions_project_timestamp on public.llm_interactions (project, "timestamp" desc, id desc);
create index llm_interactions_model_timestamp on public.llm_interactions (model, "timestamp" desc, id desc);
create index llm_interactions_agent_timestamp on public.llm_interactions (agent_type, "timestamp" desc, id desc);
-- A conversation in order, and the neighbours of an interaction.
create index llm_interactions_conversation on public.llm_interactions (conversation_id, "timestamp", id);
create index llm_interactions_user_id on public.llm_interactions (user_id, "timestamp" desc);
create index llm_interactions_search on public.llm_interactions using gin (search);
-- GET /v1/costs/unpriced and pricing again.
create index llm_interactions_unpriced on public.llm_interactions (model, "timestamp") include (project, priced_as, tokens_used, input_tokens, output_tokens)
  where cost_usd is null;
-- Suggested escalations whose outcome a new interaction may be, and the other way round.
create index llm_interactions_escalations on public.llm_interactions (conversation_id, "timestamp") where escalation_suggested;
create index llm_interactions_escalation_outcome on public.llm_interactions (escalation_outcome_id) where escalation_outcome_id is not null;
-- Context, hand-offs, flow, recommendations and what-if over a range read this index alone.
create index llm_interactions_figures on public.llm_interactions ("timestamp")
  include (project, channel_id, agent_type, model, previous_agent_type, domain_classification, previous_domain, user_satisfaction, response_time_ms,
    context_size_tokens, input_tokens, cached_tokens, output_tokens, cost_usd);

-- ---------------------------------------------------------------------------------------------------------------
-- Rollups. Each is a sum of what single rows say, so that adding and taking away again is exact.
-- ---------------------------------------------------------------------------------------------------------------

create table public.llm_analytics (
  id uuid primary key default gen_random_uuid(),
  date date not null,
  agent_type text not null,
  model text,
  project text not null,
  channel_id text not null,
  total_interactions bigint not null default 0,
  total_tokens_used bigint not null default 0,
  total_cost numeric(20,10) not null default 0,
  unpriced_interactions bigint not null default 0,
  input_tokens bigint not null default 0,
  output_tokens bigint not null default 0,
  cached_tokens bigint not null default 0,
  response_time_sum_ms bigint not null default 0,
  response_time_count bigint not null default 0,
  satisfaction_sum bigint not null default 0,
  satisfaction_sum_squares bigint not null default 0,
  satisfaction_count bigint not null default 0,
  satisfied bigint not null default 0,
  labelled bigint not null default 0,
  correctly_classified bigint not null default 0,
  escalations bigint not null default 0,
  escalations_rated bigint not null default 0,
  escalations_successful bigint not null default 0,
  handoffs_in bigint not null default 0,
  context_rated bigint not null default 0,
  context_satisfied bigint not null default 0,
  context_tokens_rated bigint not null default 0,
  similarity_sum numeric not null default 0,
  similarity_count bigint not null default 0,
  avg_response_time_ms numeric generated always as (response_time_sum_ms::numeric / nullif(response_time_count, 0)) stored,
  avg_user_satisfaction numeric generated always as (satisfaction_sum::numeric / nullif(satisfaction_count, 0)) stored,
  domain_classification_accuracy numeric generated always as (correctly_classified::numeric / nullif(labelled, 0)) stored,
  escalation_success_rate numeric generated always as (escalations_successful::numeric / nullif(escalations_rated, 0)) stored,
  context_efficiency_score numeric generated always as (1000 * context_satisfied::numeric / nullif(context_tokens_rated, 0)) stored,
  cost_per_interaction numeric generated always as (total_cost / nullif(total_interactions - unpriced_interactions, 0)) stored,
  tokens_per_interaction numeric generated always as (total_tokens_used::numeric / nullif(total_interactions, 0)) stored,
  constraint llm_analytics_key unique nulls not distinct (date, project, agent_type, model, channel_id)
);
comment on table public.llm_analytics is 'Interactions per UTC day, project, agent, model and channel. Kept by triggers on llm_interactions; averages are worked out from sums and counts.';
comment on column public.llm_analytics.satisfied is 'Interactions with a satisfaction of 4 or 5.';
comment on column public.llm_analytics.escalations_successful is 'Suggested escalations whose next interaction of another agent has a satisfaction of 4 or 5; escalations_rated counts those with any.';
comment on column public.llm_analytics.handoffs_in is 'Interactions whose predecessor in the conversation has another agent.';
comment on column public.llm_analytics.context_efficiency_score is 'Share of rated interactions with 4 or 5 per 1,000 context tokens, over those with a context size.';
comment on column public.llm_analytics.cost_per_interaction is 'USD per priced interaction.';
alter table public.llm_analytics enable row level security;

create table public.llm_latency_daily (
  date date not null,
  agent_type text not null,
  model text,
  project text not null,
  channel_id text not null,
  bucket smallint not null,
  total bigint not null default 0,
  constraint llm_latency_daily_key unique nulls not distinct (date, project, agent_type, model, channel_id, bucket)
);
comment on table public.llm_latency_daily is
  'Response times per UTC day in buckets: bucket b holds times from 2^(b/8) up to 2^((b+1)/8) ms, so that a percentile is within 4.5 % of the true one. Bucket -1 holds 0 ms.';
alter table public.llm_latency_daily enable row level security;

create table public.user_llm_daily (
  date date not null,
  user_id text not null,
  project text not null,
  agent_type text not null,
  model text,
  total_interactions bigint not null default 0,
  total_tokens_used bigint not null default 0,
  total_cost numeric(20,10) not null default 0,
  unpriced_interactions bigint not null default 0,
  satisfaction_sum bigint not null default 0,
  satisfaction_count bigint not null default 0,
  satisfied bigint not null default 0,
  constraint user_llm_daily_key unique nulls not distinct (date, project, user_id, agent_type, model)
);
comment on table public.user_llm_daily is 'Interactions per UTC day and end user. Kept by triggers on llm_interactions.';
alter table public.user_llm_daily enable row level security;
create index user_llm_daily_user_id on public.user_llm_daily (user_id, date);

create table public.user_llm_profiles (
  user_id text not null check (char_length(user_id) between 1 and 200),
  project text not null default 'default',
  skill_level text check (skill_level in ('beginner', 'intermediate', 'advanced')),
  communication_style text check (communication_style in ('brief', 'balanced', 'detailed')),
  preferred_agent text,
  agent_satisfaction_scores jsonb not null default '{}',
  conversation_patterns jsonb not null default '{}',
  expertise_areas text[] not null default '{}',
  learning_progress jsonb not null default '[]',
  context_preferences jsonb not null default '{}',
  total_interactions bigint not null default 0,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (project, user_id)
);
comment on table public.user_llm_profiles is 'What the interactions of an end user say about them, per project; worked out again every night from the rows.';
comment on column public.user_llm_profiles.agent_satisfaction_scores is '{agent: {average, n}} over rated interactions.';
alter table public.user_llm_profiles enable row level security;
create index user_llm_profiles_user_id on public.user_llm_profiles (user_id);

-- ---------------------------------------------------------------------------------------------------------------
-- Prices
-- ---------------------------------------------------------------------------------------------------------------

create table public.model_prices (
  id uuid primary key default gen_random_uuid(),
  model text not null check (char_length(model) between 1 and 200),
  provider text check (char_length(provider) between 1 and 200),
  input_usd_per_million numeric(20,10) not null check (input_usd_per_million >= 0),
  cached_usd_per_million numeric(20,10) check (cached_usd_per_million >= 0),
  output_usd_per_million numeric(20,10) not null check (output_usd_per_million >= 0),
  valid_from timestamptz not null default '1970-01-01T00:00:00Z',
  source text not null default 'manual' check (source in ('manual', 'genai-prices')),
  updated_at timestamptz not null default now(),
  updated_by uuid,
  unique (model, valid_from)
);
comment on table public.model_prices is 'What a model costs from a time on, until its next row. Prices set by people win over those of the price list.';
comment on column public.model_prices.cached_usd_per_million is 'USD per million input tokens from the cache; null = as input.';
alter table public.model_prices enable row level security;

-- ---------------------------------------------------------------------------------------------------------------
-- Budgets and alerts
-- ---------------------------------------------------------------------------------------------------------------

create table public.budgets (
  id uuid primary key default gen_random_uuid(),
  name text not null check (char_length(name) between 1 and 200),
  scope text not null check (scope in ('all', 'project', 'agent', 'model', 'user')),
  project text check (char_length(project) between 1 and 200),
  agent_type text check (char_length(agent_type) between 1 and 200),
  model text check (char_length(model) between 1 and 200),
  user_id text check (char_length(user_id) between 1 and 200),
  period text not null check (period in ('day', 'month')),
  limit_usd numeric(20,10) not null check (limit_usd > 0),
  warn_percent integer not null default 80 check (warn_percent between 1 and 100),
  action text not null default 'notify' check (action in ('notify', 'throttle', 'block')),
  is_active boolean not null default true,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  created_by uuid,
  updated_at timestamptz not null default now(),
  -- A project narrows the scopes agent, model and user; `all` has none.
  check (case scope when 'all' then num_nonnulls(project, agent_type, model, user_id) = 0
    when 'project' then project is not null and num_nonnulls(agent_type, model, user_id) = 0
    when 'agent' then agent_type is not null and num_nonnulls(model, user_id) = 0
    when 'model' then model is not null and num_nonnulls(agent_type, user_id) = 0
    else user_id is not null and num_nonnulls(agent_type, model) = 0 end)
);
comment on table public.budgets is 'How much may be spent in a UTC day or month, by everyone or within one scope.';
comment on column public.budgets.warn_percent is 'Percent of the limit at which a warning is given.';
alter table public.budgets enable row level security;

create table public.budget_periods (
  budget_id uuid not null references public.budgets (id) on delete cascade,
  period_start date not null,
  spent_usd numeric(20,10) not null default 0,
  primary key (budget_id, period_start)
);
comment on table public.budget_periods is 'What a budget has spent in each of its periods. Kept by triggers on llm_interactions, so that a check is one look-up.';
alter table public.budget_periods enable row level security;

create table public.alerts (
  id uuid primary key default gen_random_uuid(),
  type text not null check (type in ('daily_cost_warning', 'daily_cost_exceeded', 'monthly_cost_warning', 'monthly_cost_exceeded', 'monthly_cost_forecast')),
  project text,
  budget_id uuid references public.budgets (id) on delete set null,
  budget_name text not null,
  period_start date not null,
  amount numeric(20,10) not null,
  threshold numeric(20,10) not null,
  created_at timestamptz not null default now(),
  acknowledged_at timestamptz,
  acknowledged_by uuid,
  acknowledged_label text
);
comment on table public.alerts is 'A threshold was crossed: one row per crossing.';
comment on column public.alerts.amount is 'USD spent (or forecast) when the threshold was crossed.';
alter table public.alerts enable row level security;
create index alerts_created_at on public.alerts (created_at desc, id desc);
create index alerts_open on public.alerts (created_at desc) where acknowledged_at is null;
create index alerts_budget on public.alerts (budget_id, period_start, type);

create table public.webhooks (
  id uuid primary key default gen_random_uuid(),
  url text not null check (char_length(url) between 8 and 2000),
  secret text not null check (secret ~ '^whsec_'),
  events text[] not null check (cardinality(events) > 0),
  project text check (char_length(project) between 1 and 200),
  is_active boolean not null default true,
  created_at timestamptz not null default now(),
  created_by uuid,
  updated_at timestamptz not null default now()
);
comment on table public.webhooks is 'Addresses that are told of events. The secret signs deliveries (Standard Webhooks) and is shown once: no policy lets anyone read this table.';
comment on column public.webhooks.project is 'Only events of this project; null = every event.';
alter table public.webhooks enable row level security;

create table public.webhook_deliveries (
  id uuid primary key default gen_random_uuid(),
  webhook_id uuid not null references public.webhooks (id) on delete cascade,
  event text not null,
  payload jsonb not null,
  state text not null default 'pending' check (state in ('pending', 'delivered', 'failed')),
  attempts integer not null default 0,
  next_attempt_at timestamptz not null default now(),
  response_status integer,
  error text,
  created_at timestamptz not null default now(),
  delivered_at timestamptz
);
comment on table public.webhook_deliveries is 'One event for one webhook, with what became of it. Written with the event in one transaction, sent by the jobs.';
alter table public.webhook_deliveries enable row level security;
create index webhook_deliveries_due on public.webhook_deliveries (next_attempt_at) where state = 'pending';
create index webhook_deliveries_webhook on public.webhook_deliveries (webhook_id, created_at desc);

-- ---------------------------------------------------------------------------------------------------------------
-- Policies
-- ---------------------------------------------------------------------------------------------------------------

create policy "readers see the conversations of their projects" on public.llm_conversations for select to authenticated
  using ((select private.can('read')) and ((select private.projects()) is null or project = any ((select private.projects())::text[])));
create policy "readers see the interactions of their projects" on public.llm_interactions for select to authenticated
  using ((select private.can('read')) and ((select private.projects()) is null or project = any ((select private.projects())::text[])));
create policy "readers see the figures of their projects" on public.llm_analytics for select to authenticated
  using ((select private.can('read')) and ((select private.projects()) is null or project = any ((select private.projects())::text[])));
create policy "readers see the response times of their projects" on public.llm_latency_daily for select to authenticated
  using ((select private.can('read')) and ((select private.projects()) is null or project = any ((select private.projects())::text[])));
create policy "readers see the end users of their projects" on public.user_llm_daily for select to authenticated
  using ((select private.can('read')) and ((select private.projects()) is null or project = any ((select private.projects())::text[])));
create policy "readers see the profiles of their projects" on public.user_llm_profiles for select to authenticated
  using ((select private.can('read')) and ((select private.projects()) is null or project = any ((select private.projects())::text[])));
create policy "readers see prices" on public.model_prices for select to authenticated using ((select private.can('read')));
create policy "readers see the budgets of their projects" on public.budgets for select to authenticated
  using ((select private.can('read_config')) and ((select private.projects()) is null or project = any ((select private.projects())::text[])));
create policy "readers see what the budgets of their projects have spent" on public.budget_periods for select to authenticated
  using (exists (select from public.budgets b where b.id = budget_id));
create policy "readers see the alerts of their projects" on public.alerts for select to authenticated
  using ((select private.can('read_config')) and ((select private.projects()) is null or project = any ((select private.projects())::text[])));
create policy "admins see the settings of their projects" on public.project_settings for select to authenticated
  using ((select private.is_admin()) and ((select private.projects()) is null or project = any ((select private.projects())::text[])));
-- webhooks and webhook_deliveries have no policy: the functions show them to admins of every project without the secret.

create trigger llm_conversations_update_updated_at before update on public.llm_conversations
  for each row execute function public.update_updated_at_column();
create trigger llm_interactions_update_updated_at before update on public.llm_interactions
  for each row execute function public.update_updated_at_column();
create trigger budgets_update_updated_at before update on public.budgets
  for each row execute function public.update_updated_at_column();
