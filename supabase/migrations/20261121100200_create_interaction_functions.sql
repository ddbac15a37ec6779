-- Purpose: recording interactions, what follows from each (its neighbours, its price, its place in the rollups), and the lists.
-- Objects: public.{record,list,count,get,update}_interaction(s), export_interactions_page, record_interaction_export, list_conversations,
--          get_conversation, refresh_llm_analytics; private.llm_interaction_delta and the triggers that keep rollups, totals and neighbours;
--          private.{find_price,count_budget_spend,conversation_quality}, which later migrations fill in.
-- Destructive: no.
--
-- Locks are taken in one order everywhere: conversations (by id), interactions, rollups (by bucket), budgets. Who holds the row of a
-- conversation is the only writer of its interactions, so that neighbours and totals need no others.
--
-- Filters arrive as JSON text. Keys, all optional: from, to (timestamptz, half-open), project, agent_type, model, channel_id, user_id,
-- domain_classification, previous_agent_type, previous_domain, q (arrays of text, any-of; null = without one), conversation_id, ids (arrays of uuid), user_satisfaction (array of
-- 1 to 5 or null), escalation_suggested, is_handoff, is_unpriced (booleans), response_time_above, context_tokens_from, context_tokens_below.

-- ---------------------------------------------------------------------------------------------------------------
-- What one interaction adds to every sum
-- ---------------------------------------------------------------------------------------------------------------

create type private.llm_interaction_delta as (
  id uuid, conversation_id uuid, date date, project text, agent_type text, model text, channel_id text, user_id text,
  tokens_used bigint, input_tokens bigint, output_tokens bigint, cached_tokens bigint, cost_usd numeric, response_time_ms integer,
  user_satisfaction integer, is_labelled boolean, is_correctly_classified boolean, is_escalation boolean, escalation_satisfaction integer,
  is_handoff boolean, context_size_tokens integer, avg_similarity numeric, is_repeat boolean, is_correction boolean, sign integer);
comment on type private.llm_interaction_delta is
  'What one interaction adds to (sign 1) or takes from (sign -1) the sums. Every rollup is a pure function of these, so that adding and taking away again is exact.';

-- ---------------------------------------------------------------------------------------------------------------
-- Prices, budgets and quality: what the migrations of these fill in
-- ---------------------------------------------------------------------------------------------------------------

create function private.find_price(model text, priced_as text, at timestamptz) returns public.model_prices
language sql stable
set search_path = ''
as $$
  select null::public.model_prices;
$$;
comment on function private.find_price(text, text, timestamptz) is 'The price of a model at a time: its own, else that of the name the price list knows it by; null when there is none.';

create function private.count_budget_spend(deltas private.llm_interaction_delta[]) returns void
language plpgsql
set search_path = ''
as $$
begin
  return;
end;
$$;
comment on function private.count_budget_spend(private.llm_interaction_delta[]) is 'Adds what interactions cost to the budgets that cover them.';

create function private.conversation_quality(c public.llm_conversations) returns json
language sql stable
set search_path = ''
as $$
  select json_build_object('score', null, 'score_without_satisfaction', null, 'satisfaction', null, 'no_escalation', null, 'no_repeats', null,
    'no_corrections', null, 'latency', null);
$$;
comment on function private.conversation_quality(public.llm_conversations) is 'The quality score of a conversation with its parts.';

create function private.token_cost(price public.model_prices, input_tokens numeric, cached_tokens numeric, output_tokens numeric) returns numeric
language sql immutable
set search_path = ''
as $$
  select round((
      (input_tokens - coalesce(cached_tokens, 0)) * price.input_usd_per_million
      + coalesce(cached_tokens, 0) * coalesce(price.cached_usd_per_million, price.input_usd_per_million)
      + output_tokens * price.output_usd_per_million) / 1000000, 10);
$$;
comment on function private.token_cost(public.model_prices, numeric, numeric, numeric) is
  'USD for tokens, exact to 10 decimals; cached tokens are part of the input tokens. Null without a price or without either count.';

create type private.interaction_price as (cost_usd numeric, cost_source text, price_id uuid, price jsonb);

create function private.price_interaction(
  model text, priced_as text, sent_cost numeric, input_tokens bigint, cached_tokens bigint, output_tokens bigint, at timestamptz)
returns private.interaction_price
language plpgsql stable
set search_path = ''
as $$
declare
  found_price public.model_prices;
begin
  if sent_cost is not null then
    return row(round(sent_cost, 10), 'sent', null, null)::private.interaction_price;
  end if;
  if input_tokens is null or output_tokens is null or coalesce(model, priced_as) is null then
    return null;
  end if;
  found_price := private.find_price(model, priced_as, at);
  if found_price.id is null then
    return null;
  end if;
  return row(
    private.token_cost(found_price, input_tokens, cached_tokens, output_tokens),
    'price', found_price.id,
    jsonb_build_object('input', found_price.input_usd_per_million, 'cached', found_price.cached_usd_per_million,
      'output', found_price.output_usd_per_million, 'valid_from', found_price.valid_from))::private.interaction_price;
end;
$$;
comment on function private.price_interaction(text, text, numeric, bigint, bigint, bigint, timestamptz) is
  'What an interaction costs: as sent; else ((input - cached) x input price + cached x cached price + output x output price) / 1,000,000 USD; nulls when it has no price.';

-- ---------------------------------------------------------------------------------------------------------------
-- Rollups
-- ---------------------------------------------------------------------------------------------------------------

create function private.llm_delta_columns() returns text
language sql immutable
set search_path = ''
as $$
  select $columns$i.id, i.conversation_id, (i."timestamp" at time zone 'UTC')::date, i.project, i.agent_type, i.model, i.channel_id, i.user_id,
    i.tokens_used, i.input_tokens, i.output_tokens, i.cached_tokens, i.cost_usd, i.response_time_ms, i.user_satisfaction,
    i.domain_label is not null, i.domain_label is not null and i.domain_classification is not distinct from i.domain_label,
    i.escalation_suggested, case when i.escalation_suggested then i.escalation_satisfaction end,
    i.previous_agent_type is not null and i.previous_agent_type <> i.agent_type, i.context_size_tokens, i.avg_similarity::numeric,
    i.is_repeat, i.is_correction$columns$;
$$;
comment on function private.llm_delta_columns() is 'The fields of private.llm_interaction_delta but its sign, of interaction i.';

create function private.latency_bucket(response_time_ms integer) returns smallint
language sql immutable
set search_path = ''
as $$
  -- The small addition keeps powers of two in their own bucket, whatever the last digit of the logarithm.
  select case when response_time_ms > 0 then floor(8 * ln(response_time_ms::double precision) / ln(2::double precision) + 1e-9)::smallint else (-1)::smallint end;
$$;
comment on function private.latency_bucket(integer) is 'The bucket of llm_latency_daily that a response time counts in.';

create function private.lock_llm_rollups(deltas private.llm_interaction_delta[]) returns void
language plpgsql
set search_path = ''
as $$
declare
  bucket integer;
begin
  -- 256 locks stand for all keys. Day, project, agent and model are part of the key of every rollup, so that each row has one lock.
  for bucket in select distinct hashtext(concat_ws('|', d.date, d.project, d.agent_type, d.model)) & 255 from unnest(deltas) d order by 1 loop
    perform pg_advisory_xact_lock(hashtext('retune.llm_rollups'), bucket);
  end loop;
end;
$$;
comment on function private.lock_llm_rollups(private.llm_interaction_delta[]) is
  'Takes the locks of the rollup rows that these interactions count in, in sorted order, until the transaction ends.';

create function private.add_counts(counts jsonb, more jsonb) returns jsonb
language sql immutable
set search_path = ''
as $$
  select coalesce(jsonb_object_agg(s.key, s.total), '{}')
  from (
    select x.key, sum(x.value::bigint) as total
    from (select * from jsonb_each_text(counts) union all select * from jsonb_each_text(more)) x
    group by x.key having sum(x.value::bigint) <> 0) s;
$$;
comment on function private.add_counts(jsonb, jsonb) is 'The sum of two objects of counts; what reaches zero is left out.';

create function private.most_frequent(counts jsonb) returns text
language sql immutable
set search_path = ''
as $$
  select c.key from jsonb_each_text(counts) c order by c.value::bigint desc, c.key collate "C" limit 1;
$$;
comment on function private.most_frequent(jsonb) is 'The key with the largest count; of equals the first by name.';

create function private.apply_llm_deltas_to_conversations(deltas private.llm_interaction_delta[]) returns void
language sql
set search_path = ''
as $$
  with changed as (
    select d.conversation_id, sum(d.sign) as interactions, coalesce(sum(d.sign * d.tokens_used), 0) as tokens, coalesce(sum(d.sign * d.cost_usd), 0) as cost,
      coalesce(sum(d.sign) filter (where d.cost_usd is null), 0) as unpriced, coalesce(sum(d.sign) filter (where d.is_handoff), 0) as handoffs,
      coalesce(sum(d.sign * d.user_satisfaction), 0) as satisfaction, coalesce(sum(d.sign) filter (where d.user_satisfaction is not null), 0) as rated,
      coalesce(sum(d.sign * d.avg_similarity), 0) as similarity, coalesce(sum(d.sign) filter (where d.avg_similarity is not null), 0) as with_similarity,
      coalesce(sum(d.sign * d.response_time_ms), 0) as response_time, coalesce(sum(d.sign) filter (where d.response_time_ms is not null), 0) as timed,
      coalesce(sum(d.sign) filter (where d.is_escalation), 0) as escalations, coalesce(sum(d.sign) filter (where d.is_repeat), 0) as repeats,
      coalesce(sum(d.sign) filter (where d.is_correction), 0) as corrections
    from unnest(deltas) d
    group by d.conversation_id
  ), agents as (
    select a.conversation_id, jsonb_object_agg(a.agent_type, a.total) as counts
    from (
      select d.conversation_id, d.agent_type, sum(d.sign) as total from unnest(deltas) d
      group by d.conversation_id, d.agent_type having sum(d.sign) <> 0) a
    group by a.conversation_id
  ), due as (
    select h.*, private.add_counts(c.agent_counts, coalesce(a.counts, '{}')) as agent_counts,
      -- Two probes of an index: what is left after a deletion, or where a late interaction belongs. One without any keeps its times.
      coalesce(earliest."timestamp", c.started_at) as started_at, coalesce(latest."timestamp", c.last_activity) as last_activity
    from changed h
    join public.llm_conversations c on c.id = h.conversation_id
    left join agents a on a.conversation_id = h.conversation_id
    left join lateral (
      select i."timestamp" from public.llm_interactions i where i.conversation_id = h.conversation_id order by i."timestamp", i.id limit 1) earliest on true
    left join lateral (
      select i."timestamp" from public.llm_interactions i where i.conversation_id = h.conversation_id order by i."timestamp" desc, i.id desc limit 1) latest on true
    where a.counts is not null or (earliest."timestamp", latest."timestamp") is distinct from (c.started_at, c.last_activity)
      or (h.interactions, h.tokens, h.cost, h.unpriced, h.handoffs, h.satisfaction, h.rated, h.similarity, h.with_similarity, h.response_time, h.timed,
        h.escalations, h.repeats, h.corrections) <> (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
  )
  update public.llm_conversations c set
    total_interactions = c.total_interactions + d.interactions,
    total_tokens_used = c.total_tokens_used + d.tokens,
    total_cost = c.total_cost + d.cost,
    unpriced_interactions = c.unpriced_interactions + d.unpriced,
    agent_handoffs = c.agent_handoffs + d.handoffs,
    satisfaction_sum = c.satisfaction_sum + d.satisfaction,
    satisfaction_count = c.satisfaction_count + d.rated,
    similarity_sum = c.similarity_sum + d.similarity,
    similarity_count = c.similarity_count + d.with_similarity,
    response_time_sum_ms = c.response_time_sum_ms + d.response_time,
    response_time_count = c.response_time_count + d.timed,
    escalations = c.escalations + d.escalations,
    repeats = c.repeats + d.repeats,
    corrections = c.corrections + d.corrections,
    agent_counts = d.agent_counts,
    primary_agent = private.most_frequent(d.agent_counts),
    started_at = d.started_at,
    -- A new interaction opens a closed conversation again.
    conversation_status = case when d.last_activity > c.last_activity then 'active' else c.conversation_status end,
    last_activity = d.last_activity
  from due d
  where c.id = d.conversation_id;
$$;
comment on function private.apply_llm_deltas_to_conversations(private.llm_interaction_delta[]) is
  'Changes the totals of conversations by difference. Whoever calls it holds their rows.';

create function private.apply_llm_deltas(deltas private.llm_interaction_delta[]) returns void
language plpgsql
set search_path = ''
as $$
begin
  perform private.apply_llm_deltas_to_conversations(deltas);
  perform private.lock_llm_rollups(deltas);

  with changed as (
    select d.date, d.project, d.agent_type, d.model, d.channel_id,
      sum(d.sign) as interactions, coalesce(sum(d.sign * d.tokens_used), 0) as tokens, coalesce(sum(d.sign * d.cost_usd), 0) as cost,
      coalesce(sum(d.sign) filter (where d.cost_usd is null), 0) as unpriced, coalesce(sum(d.sign * d.input_tokens), 0) as input,
      coalesce(sum(d.sign * d.output_tokens), 0) as output, coalesce(sum(d.sign * d.cached_tokens), 0) as cached,
      coalesce(sum(d.sign * d.response_time_ms), 0) as response_time, coalesce(sum(d.sign) filter (where d.response_time_ms is not null), 0) as timed,
      coalesce(sum(d.sign * d.user_satisfaction), 0) as satisfaction, coalesce(sum(d.sign * d.user_satisfaction * d.user_satisfaction), 0) as squares,
      coalesce(sum(d.sign) filter (where d.user_satisfaction is not null), 0) as rated, coalesce(sum(d.sign) filter (where d.user_satisfaction >= 4), 0) as satisfied,
      coalesce(sum(d.sign) filter (where d.is_labelled), 0) as labelled, coalesce(sum(d.sign) filter (where d.is_correctly_classified), 0) as correct,
      coalesce(sum(d.sign) filter (where d.is_escalation), 0) as escalations,
      coalesce(sum(d.sign) filter (where d.escalation_satisfaction is not null), 0) as escalations_rated,
      coalesce(sum(d.sign) filter (where d.escalation_satisfaction >= 4), 0) as escalations_successful,
      coalesce(sum(d.sign) filter (where d.is_handoff), 0) as handoffs,
      coalesce(sum(d.sign) filter (where d.context_size_tokens > 0 and d.user_satisfaction is not null), 0) as context_rated,
      coalesce(sum(d.sign) filter (where d.context_size_tokens > 0 and d.user_satisfaction >= 4), 0) as context_satisfied,
      coalesce(sum(d.sign * d.context_size_tokens::bigint) filter (where d.user_satisfaction is not null), 0) as context_tokens,
      coalesce(sum(d.sign * d.avg_similarity), 0) as similarity, coalesce(sum(d.sign) filter (where d.avg_similarity is not null), 0) as with_similarity
    from unnest(deltas) d
    group by d.date, d.project, d.agent_type, d.model, d.channel_id
  )
  insert into public.llm_analytics as t (date, project, agent_type, model, channel_id, total_interactions, total_tokens_used, total_cost,
    unpriced_interactions, input_tokens, output_tokens, cached_tokens, response_time_sum_ms, response_time_count, satisfaction_sum,
    satisfaction_sum_squares, satisfaction_count, satisfied, labelled, correctly_classified, escalations, escalations_rated, escalations_successful,
    handoffs_in, context_rated, context_satisfied, context_tokens_rated, similarity_sum, similarity_count)
  select c.* from changed c
  where (c.interactions, c.tokens, c.cost, c.unpriced, c.input, c.output, c.cached, c.response_time, c.timed, c.satisfaction, c.squares, c.rated,
      c.satisfied, c.labelled, c.correct, c.escalations, c.escalations_rated, c.escalations_successful, c.handoffs, c.context_rated,
      c.context_satisfied, c.context_tokens, c.similarity, c.with_similarity)
    <> (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
  order by c.date, c.project, c.agent_type, c.model, c.channel_id
  on conflict on constraint llm_analytics_key do update set
    total_interactions = t.total_interactions + excluded.total_interactions,
    total_tokens_used = t.total_tokens_used + excluded.total_tokens_used,
    total_cost = t.total_cost + excluded.total_cost,
    unpriced_interactions = t.unpriced_interactions + excluded.unpriced_interactions,
    input_tokens = t.input_tokens + excluded.input_tokens,
    output_tokens = t.output_tokens + excluded.output_tokens,
    cached_tokens = t.cached_tokens + excluded.cached_tokens,
    response_time_sum_ms = t.response_time_sum_ms + excluded.response_time_sum_ms,
    response_time_count = t.response_time_count + excluded.response_time_count,
    satisfaction_sum = t.satisfaction_sum + excluded.satisfaction_sum,
    satisfaction_sum_squares = t.satisfaction_sum_squares + excluded.satisfaction_sum_squares,
    satisfaction_count = t.satisfaction_count + excluded.satisfaction_count,
    satisfied = t.satisfied + excluded.satisfied,
    labelled = t.labelled + excluded.labelled,
    correctly_classified = t.correctly_classified + excluded.correctly_classified,
    escalations = t.escalations + excluded.escalations,
    escalations_rated = t.escalations_rated + excluded.escalations_rated,
    escalations_successful = t.escalations_successful + excluded.escalations_successful,
    handoffs_in = t.handoffs_in + excluded.handoffs_in,
    context_rated = t.context_rated + excluded.context_rated,
    context_satisfied = t.context_satisfied + excluded.context_satisfied,
    context_tokens_rated = t.context_tokens_rated + excluded.context_tokens_rated,
    similarity_sum = t.similarity_sum + excluded.similarity_sum,
    similarity_count = t.similarity_count + excluded.similarity_count;

  insert into public.llm_latency_daily as t (date, project, agent_type, model, channel_id, bucket, total)
  select d.date, d.project, d.agent_type, d.model, d.channel_id, private.latency_bucket(d.response_time_ms), sum(d.sign)
  from unnest(deltas) d
  where d.response_time_ms is not null
  group by 1, 2, 3, 4, 5, 6
  having sum(d.sign) <> 0
  order by 1, 2, 3, 4, 5, 6
  on conflict on constraint llm_latency_daily_key do update set total = t.total + excluded.total;

  with changed as (
    select d.date, d.user_id, d.project, d.agent_type, d.model, sum(d.sign) as interactions, coalesce(sum(d.sign * d.tokens_used), 0) as tokens,
      coalesce(sum(d.sign * d.cost_usd), 0) as cost, coalesce(sum(d.sign) filter (where d.cost_usd is null), 0) as unpriced,
      coalesce(sum(d.sign * d.user_satisfaction), 0) as satisfaction, coalesce(sum(d.sign) filter (where d.user_satisfaction is not null), 0) as rated,
      coalesce(sum(d.sign) filter (where d.user_satisfaction >= 4), 0) as satisfied
    from unnest(deltas) d
    group by d.date, d.user_id, d.project, d.agent_type, d.model
  )
  insert into public.user_llm_daily as t (date, user_id, project, agent_type, model, total_interactions, total_tokens_used, total_cost,
    unpriced_interactions, satisfaction_sum, satisfaction_count, satisfied)
  select c.* from changed c
  where (c.interactions, c.tokens, c.cost, c.unpriced, c.satisfaction, c.rated, c.satisfied) <> (0, 0, 0, 0, 0, 0, 0)
  order by c.date, c.project, c.user_id, c.agent_type, c.model
  on conflict on constraint user_llm_daily_key do update set
    total_interactions = t.total_interactions + excluded.total_interactions,
    total_tokens_used = t.total_tokens_used + excluded.total_tokens_used,
    total_cost = t.total_cost + excluded.total_cost,
    unpriced_interactions = t.unpriced_interactions + excluded.unpriced_interactions,
    satisfaction_sum = t.satisfaction_sum + excluded.satisfaction_sum,
    satisfaction_count = t.satisfaction_count + excluded.satisfaction_count,
    satisfied = t.satisfied + excluded.satisfied;

  if exists (select from unnest(deltas) d where d.sign < 0) then
    delete from public.llm_analytics t
    using (select distinct d.date, d.project, d.agent_type, d.model, d.channel_id from unnest(deltas) d where d.sign < 0) d
    where t.date = d.date and t.project = d.project and t.agent_type = d.agent_type and t.model is not distinct from d.model
      and t.channel_id = d.channel_id and t.total_interactions = 0;
    delete from public.llm_latency_daily t
    using (select distinct d.date, d.project, d.agent_type, d.model, d.channel_id from unnest(deltas) d where d.sign < 0 and d.response_time_ms is not null) d
    where t.date = d.date and t.project = d.project and t.agent_type = d.agent_type and t.model is not distinct from d.model
      and t.channel_id = d.channel_id and t.total = 0;
    delete from public.user_llm_daily t
    using (select distinct d.date, d.user_id, d.project, d.agent_type, d.model from unnest(deltas) d where d.sign < 0) d
    where t.date = d.date and t.user_id = d.user_id and t.project = d.project and t.agent_type = d.agent_type
      and t.model is not distinct from d.model and t.total_interactions = 0;
  end if;
end;
$$;
comment on function private.apply_llm_deltas(private.llm_interaction_delta[]) is
  'Adds interactions to and takes them from the totals of conversations and the rollups. Rows that reach zero are removed, so that rebuild = incremental holds row for row.';

-- ---------------------------------------------------------------------------------------------------------------
-- Neighbours: what an interaction knows of the one before it, and a suggested escalation of what came of it
-- ---------------------------------------------------------------------------------------------------------------

create function private.is_correction(message text) returns boolean
language sql immutable
set search_path = ''
as $$
  -- A small list of English openings. "No" alone is one unless it goes on as thanks or reassurance do.
  select left(message, 200) ~* (
    '^[^[:alnum:]]*('
    '(no|nope|nah)\M(?![[:punct:][:space:]]*(problem|problems|worries|thanks|thank|need|rush|doubt|idea|longer|more|one|matter|wonder|further|other|questions?)\M)'
    '|(wrong|incorrect|false)\M'
    '|not[[:space:]]+(right|correct|true|quite|really|what|that|this|exactly)\M'
    '|(that|this|it)([''’]s|[[:space:]]+(is|was))([[:space:]]+(just|simply|still))?[[:space:]]+(wrong|incorrect|false|not)\M'
    '|(that|this|it)[[:space:]]+(isn|wasn|doesn|didn|does not|did not)([''’]?t)?\M'
    '|you([''’]re|[[:space:]]+are|[[:space:]]+were)[[:space:]]+(wrong|mistaken|incorrect|not)\M'
    '|you[[:space:]]+(misunderstood|misread|missed|did[[:space:]]+not|didn[''’]?t)\M'
    '|i[[:space:]]+(said|meant|asked|did[[:space:]]+not[[:space:]]+(ask|say|mean)|didn[''’]?t[[:space:]]+(ask|say|mean))\M'
    '|actually\M'
    ')');
$$;
comment on function private.is_correction(text) is
  'Whether a message opens with a contradiction: no (not "no thanks"), wrong, not right, that is not, you misunderstood, I meant, actually and the like. English only; an indication, not a proof.';

create function private.is_repeat(message text, previous text) returns boolean
language sql immutable
set search_path = ''
as $$
  select coalesce(char_length(message) >= 10 and char_length(previous) >= 10
    and extensions.similarity(left(message, 1000), left(previous, 1000)) >= 0.7, false);
$$;
comment on function private.is_repeat(text, text) is
  'Whether a message asks again what the one before it asked: trigram similarity of at least 0.7 of their first 1,000 characters, both of 10 characters or more.';

create type private.llm_interaction_place as (id uuid, conversation_id uuid, "timestamp" timestamptz);
comment on type private.llm_interaction_place is 'Where an interaction stands, or stood, in its conversation.';

create type private.llm_interaction_links as (id uuid, previous_agent_type text, previous_domain text, is_repeat boolean, is_correction boolean,
  escalation_outcome_id uuid, escalation_satisfaction integer);
comment on type private.llm_interaction_links is 'What an interaction knows of its neighbours.';

create function private.link_inserted_interaction() returns trigger
language plpgsql
set search_path = ''
as $$
declare
  before record;
begin
  select p.agent_type, p.domain_classification, p.user_message into before
  from public.llm_interactions p
  where p.conversation_id = new.conversation_id and (p."timestamp", p.id) < (new."timestamp", new.id)
  order by p."timestamp" desc, p.id desc limit 1;
  new.previous_agent_type := before.agent_type;
  new.previous_domain := before.domain_classification;
  new.is_repeat := private.is_repeat(new.user_message, before.user_message);
  new.is_correction := before.agent_type is not null and private.is_correction(new.user_message);
  new.escalation_outcome_id := null;
  new.escalation_satisfaction := null;
  return new;
end;
$$;
comment on function private.link_inserted_interaction() is 'Trigger: what an interaction knows of the one before it, by one probe of an index.';
create trigger llm_interactions_link before insert on public.llm_interactions
  for each row execute function private.link_inserted_interaction();

create function private.write_llm_links(links private.llm_interaction_links[]) returns private.llm_interaction_delta[]
language plpgsql
set search_path = ''
as $$
declare
  deltas private.llm_interaction_delta[];
begin
  if coalesce(cardinality(links), 0) = 0 then
    return '{}';
  end if;
  -- What changes here is counted by whoever asked for it, together with the rest and under sorted locks, not by the trigger of this statement.
  perform set_config('retune.relinking', 'on', true);
  -- The main query still sees the rows as they were.
  execute format($query$
    with changed as (
      update public.llm_interactions i set previous_agent_type = l.previous_agent_type, previous_domain = l.previous_domain, is_repeat = l.is_repeat,
        is_correction = l.is_correction, escalation_outcome_id = l.escalation_outcome_id, escalation_satisfaction = l.escalation_satisfaction
      from unnest($1) l where i.id = l.id
      returning i.*
    )
    select array(select row(%1$s, -1)::private.llm_interaction_delta from public.llm_interactions i where i.id in (select l.id from unnest($1) l))
      || array(select row(%1$s, 1)::private.llm_interaction_delta from changed i)
  $query$, private.llm_delta_columns()) into deltas using links;
  perform set_config('retune.relinking', 'off', true);
  return deltas;
end;
$$;
comment on function private.write_llm_links(private.llm_interaction_links[]) is 'Writes links and answers what that changes in the sums, for the caller to apply.';

create function private.relink_predecessors(places private.llm_interaction_place[], includes_own boolean) returns private.llm_interaction_delta[]
language sql
set search_path = ''
as $$
  with affected as (
    select s.id from unnest(places) p
    cross join lateral (
      select i.id from public.llm_interactions i
      where i.conversation_id = p.conversation_id and (i."timestamp", i.id) > (p."timestamp", p.id)
      order by i."timestamp", i.id limit 1) s
    union
    select p.id from unnest(places) p where includes_own
  ), linked as (
    select i.id, before.agent_type as previous_agent_type, before.domain_classification as previous_domain,
      private.is_repeat(i.user_message, before.user_message) as is_repeat,
      before.agent_type is not null and private.is_correction(i.user_message) as is_correction,
      i.escalation_outcome_id, i.escalation_satisfaction
    from public.llm_interactions i
    left join lateral (
      select p.agent_type, p.domain_classification, p.user_message from public.llm_interactions p
      where p.conversation_id = i.conversation_id and (p."timestamp", p.id) < (i."timestamp", i.id)
      order by p."timestamp" desc, p.id desc limit 1) before on true
    where i.id in (select a.id from affected a)
  )
  select private.write_llm_links(array(
    select row(l.*)::private.llm_interaction_links from linked l join public.llm_interactions i on i.id = l.id
    where (l.previous_agent_type, l.previous_domain, l.is_repeat, l.is_correction)
      is distinct from (i.previous_agent_type, i.previous_domain, i.is_repeat, i.is_correction)
    order by l.id));
$$;
comment on function private.relink_predecessors(private.llm_interaction_place[], boolean) is
  'Corrects what the successors of these places, and with includes_own the interactions there, know of the ones before them.';

create function private.relink_outcomes(gone private.llm_interaction_place[], fresh private.llm_interaction_place[]) returns private.llm_interaction_delta[]
language sql
set search_path = ''
as $$
  with affected as (
    select i.id from public.llm_interactions i where i.escalation_outcome_id in (select g.id from unnest(gone) g)
    union
    select f.id from unnest(fresh) f
  ), linked as (
    select i.id, i.previous_agent_type, i.previous_domain, i.is_repeat, i.is_correction, outcome.id as escalation_outcome_id,
      outcome.user_satisfaction as escalation_satisfaction
    from public.llm_interactions i
    left join lateral (
      select o.id, o.user_satisfaction from public.llm_interactions o
      where i.escalation_suggested and o.conversation_id = i.conversation_id and (o."timestamp", o.id) > (i."timestamp", i.id) and o.agent_type <> i.agent_type
      order by o."timestamp", o.id limit 1) outcome on true
    where i.id in (select a.id from affected a) and (i.escalation_suggested or i.escalation_outcome_id is not null)
  )
  select private.write_llm_links(array(
    select row(l.*)::private.llm_interaction_links from linked l join public.llm_interactions i on i.id = l.id
    where (l.escalation_outcome_id, l.escalation_satisfaction) is distinct from (i.escalation_outcome_id, i.escalation_satisfaction)
    order by l.id));
$$;
comment on function private.relink_outcomes(private.llm_interaction_place[], private.llm_interaction_place[]) is
  'Finds the outcome of the suggested escalations among fresh, and of those whose outcome was among gone.';

create function private.offer_as_outcomes(fresh private.llm_interaction_place[]) returns private.llm_interaction_delta[]
language plpgsql
set search_path = ''
as $$
declare
  deltas private.llm_interaction_delta[] := '{}';
  outcome record;
  escalation record;
  links private.llm_interaction_links[];
begin
  -- The outcome of an escalation is the first interaction after its run of one agent. So only one that begins a run can be an outcome,
  -- and only of escalations in the run right before it; further back, each has an outcome before this one, and the search ends there.
  for outcome in
    select i.id, i.conversation_id, i."timestamp", i.user_satisfaction from public.llm_interactions i
    where i.id in (select f.id from unnest(fresh) f) and i.previous_agent_type <> i.agent_type
    order by i.conversation_id, i."timestamp", i.id
  loop
    links := '{}';
    for escalation in
      select e.id, e.previous_agent_type, e.previous_domain, e.is_repeat, e.is_correction, e.escalation_outcome_id,
        (o."timestamp", o.id) < (outcome."timestamp", outcome.id) as is_settled
      from public.llm_interactions e left join public.llm_interactions o on o.id = e.escalation_outcome_id
      where e.conversation_id = outcome.conversation_id and e.escalation_suggested and (e."timestamp", e.id) < (outcome."timestamp", outcome.id)
      order by e."timestamp" desc, e.id desc
    loop
      exit when escalation.is_settled;
      if escalation.escalation_outcome_id is distinct from outcome.id then
        links := links || row(escalation.id, escalation.previous_agent_type, escalation.previous_domain, escalation.is_repeat, escalation.is_correction,
          outcome.id, outcome.user_satisfaction)::private.llm_interaction_links;
      end if;
    end loop;
    deltas := deltas || private.write_llm_links(links);
  end loop;
  return deltas;
end;
$$;
comment on function private.offer_as_outcomes(private.llm_interaction_place[]) is 'Makes these interactions the outcome of earlier escalations that have none, or a later one.';

-- One trigger per event: Postgres allows transition tables on single-event triggers only.
-- security definer: nobody holds write policies on what is kept here.
create function private.follow_llm_interactions() returns trigger
language plpgsql security definer
set search_path = ''
as $$
declare
  deltas private.llm_interaction_delta[];
  gone private.llm_interaction_place[] := '{}';
  fresh private.llm_interaction_place[] := '{}';
begin
  if tg_op = 'UPDATE' and current_setting('retune.relinking', true) = 'on' then
    return null;
  end if;
  if tg_op = 'INSERT' then
    execute format('select array(select row(%s, 1)::private.llm_interaction_delta from new_rows i)', private.llm_delta_columns()) into deltas;
    fresh := array(select row(n.id, n.conversation_id, n."timestamp")::private.llm_interaction_place from new_rows n);
  elsif tg_op = 'DELETE' then
    execute format('select array(select row(%s, -1)::private.llm_interaction_delta from old_rows i)', private.llm_delta_columns()) into deltas;
    gone := array(select row(o.id, o.conversation_id, o."timestamp")::private.llm_interaction_place from old_rows o);
  else
    execute format('select array(select row(%1$s, -1)::private.llm_interaction_delta from old_rows i) || array(select row(%1$s, 1)::private.llm_interaction_delta from new_rows i)',
      private.llm_delta_columns()) into deltas;
    select coalesce(array_agg(row(o.id, o.conversation_id, o."timestamp")::private.llm_interaction_place), '{}'),
      coalesce(array_agg(row(n.id, n.conversation_id, n."timestamp")::private.llm_interaction_place), '{}')
    into gone, fresh
    from old_rows o join new_rows n on n.id = o.id
    where (o.conversation_id, o."timestamp", o.agent_type, o.domain_classification, o.escalation_suggested, o.user_satisfaction)
        is distinct from (n.conversation_id, n."timestamp", n.agent_type, n.domain_classification, n.escalation_suggested, n.user_satisfaction)
      or o.user_message is distinct from n.user_message;
  end if;
  if cardinality(deltas) = 0 then
    return null;
  end if;
  perform from public.llm_conversations c where c.id in (select d.conversation_id from unnest(deltas) d) order by c.id for no key update;
  if cardinality(gone) + cardinality(fresh) > 0 then
    deltas := deltas || private.relink_predecessors(gone || fresh, tg_op = 'UPDATE');
    deltas := deltas || private.relink_outcomes(gone, fresh);
    deltas := deltas || private.offer_as_outcomes(fresh);
  end if;
  perform private.apply_llm_deltas(deltas);
  perform private.count_budget_spend(deltas);
  return null;
end;
$$;
comment on function private.follow_llm_interactions() is 'Trigger: neighbours, totals of conversations, rollups and budgets follow the interactions.';
create trigger llm_interactions_follow_insert after insert on public.llm_interactions
  referencing new table as new_rows for each statement execute function private.follow_llm_interactions();
create trigger llm_interactions_follow_delete after delete on public.llm_interactions
  referencing old table as old_rows for each statement execute function private.follow_llm_interactions();
create trigger llm_interactions_follow_update after update on public.llm_interactions
  referencing old table as old_rows new table as new_rows for each statement execute function private.follow_llm_interactions();

create function private.rebuild_llm_rollups() returns bigint
language plpgsql security definer
set search_path = ''
as $$
declare
  day date;
  deltas private.llm_interaction_delta[];
begin
  -- Writers wait until the rebuilt rollups are committed; readers see the old ones until then. In the order in which writers lock.
  lock table public.llm_conversations, public.llm_interactions in share row exclusive mode;
  perform set_config('retune.relinking', 'on', true);
  with known as (
    select i.id, lag(i.agent_type) over w as previous_agent_type, lag(i.domain_classification) over w as previous_domain,
      private.is_repeat(i.user_message, lag(i.user_message) over w) as is_repeat,
      row_number() over w > 1 and private.is_correction(i.user_message) as is_correction
    from public.llm_interactions i window w as (partition by i.conversation_id order by i."timestamp", i.id)
  ), linked as (
    select k.*, outcome.id as escalation_outcome_id, outcome.user_satisfaction as escalation_satisfaction
    from known k
    join public.llm_interactions i on i.id = k.id
    left join lateral (
      select o.id, o.user_satisfaction from public.llm_interactions o
      where i.escalation_suggested and o.conversation_id = i.conversation_id and (o."timestamp", o.id) > (i."timestamp", i.id) and o.agent_type <> i.agent_type
      order by o."timestamp", o.id limit 1) outcome on true
  )
  update public.llm_interactions i set previous_agent_type = l.previous_agent_type, previous_domain = l.previous_domain, is_repeat = l.is_repeat,
    is_correction = l.is_correction, escalation_outcome_id = l.escalation_outcome_id, escalation_satisfaction = l.escalation_satisfaction
  from linked l
  where i.id = l.id
    and (i.previous_agent_type, i.previous_domain, i.is_repeat, i.is_correction, i.escalation_outcome_id, i.escalation_satisfaction)
      is distinct from (l.previous_agent_type, l.previous_domain, l.is_repeat, l.is_correction, l.escalation_outcome_id, l.escalation_satisfaction);
  perform set_config('retune.relinking', 'off', true);

  delete from public.llm_analytics;
  delete from public.llm_latency_daily;
  delete from public.user_llm_daily;
  update public.llm_conversations c set total_interactions = 0, total_tokens_used = 0, total_cost = 0, unpriced_interactions = 0, agent_handoffs = 0,
    satisfaction_sum = 0, satisfaction_count = 0, similarity_sum = 0, similarity_count = 0, response_time_sum_ms = 0, response_time_count = 0,
    escalations = 0, repeats = 0, corrections = 0, agent_counts = '{}', primary_agent = null
  where c.agent_counts <> '{}' or c.total_interactions <> 0;
  -- Day by day, so that memory holds one day's interactions.
  for day in select distinct (i."timestamp" at time zone 'UTC')::date from public.llm_interactions i order by 1 loop
    execute format($query$
      select array(select row(%s, 1)::private.llm_interaction_delta from public.llm_interactions i
        where i."timestamp" >= $1::timestamp at time zone 'UTC' and i."timestamp" < ($1 + 1)::timestamp at time zone 'UTC')
    $query$, private.llm_delta_columns()) into deltas using day;
    perform private.apply_llm_deltas(deltas);
  end loop;
  return (select coalesce(sum(a.total_interactions), 0) from public.llm_analytics a);
end;
$$;
comment on function private.rebuild_llm_rollups() is
  'Works out neighbours, totals of conversations and rollups anew from the interactions; idempotent. Returns the number of interactions. Budgets keep what they have counted.';
grant execute on function private.rebuild_llm_rollups() to service_role;

-- security definer through private.rebuild_llm_rollups; checks the caller itself.
create function public.refresh_llm_analytics() returns bigint
language plpgsql security definer
set search_path = ''
as $$
begin
  if (private.require('administer')).projects is not null then
    raise sqlstate 'PT403' using message = 'rebuilding needs an admin of every project';
  end if;
  return private.rebuild_llm_rollups();
end;
$$;
comment on function public.refresh_llm_analytics() is 'Admins: rebuilds the rollups of interactions from the rows. Needed only after the triggers were switched off.';
grant execute on function public.refresh_llm_analytics() to authenticated;

create function private.close_idle_conversations() returns bigint
language sql volatile security definer
set search_path = ''
as $$
  with due as (
    select c.id from public.llm_conversations c
    where c.conversation_status = 'active'
      and c.last_activity <= now() - make_interval(mins => coalesce((select s.idle_minutes from public.project_settings s where s.project = c.project), 30))
    order by c.id for no key update skip locked
  ), closed as (
    update public.llm_conversations c set conversation_status = 'closed' from due d where c.id = d.id returning c.id
  )
  select count(*) from closed;
$$;
comment on function private.close_idle_conversations() is
  'Closes conversations that have been idle for as long as their project says; a new interaction opens them again. Returns how many. security definer: the jobs need no write rights of their own.';
grant execute on function private.close_idle_conversations() to service_role;

-- ---------------------------------------------------------------------------------------------------------------
-- Reading
-- ---------------------------------------------------------------------------------------------------------------

create function private.interaction_columns() returns text
language sql immutable
set search_path = ''
as $$
  select 'i.id, i.conversation_id, i.project, i.user_id, i.channel_id, i."timestamp", i.agent_type, i.user_message, i.agent_response, i.model, i.tokens_used, '
    'i.input_tokens, i.output_tokens, i.cached_tokens, i.cost_usd, i.cost_source, i.price, i.response_time_ms, i.user_satisfaction, i.escalation_suggested, '
    'i.escalation_metadata, i.escalation_outcome_id, i.escalation_satisfaction, i.context_size_tokens, i.avg_similarity, i.confidence, '
    'i.domain_classification, i.domain_label, i.user_skill_assessment, i.previous_agent_type, i.is_repeat, i.is_correction, i.llm_metadata, '
    'i.created_at, i.updated_at';
$$;
comment on function private.interaction_columns() is 'The public columns of an interaction i, in the order of the API and of CSV files.';

create function private.interaction_where(filter jsonb, projects text[]) returns text
language sql stable
set search_path = ''
as $$
  select concat_ws(' and ', 'true',
    case when projects is not null then private.any_of('i.project', to_jsonb(projects)) end,
    case when filter ? 'from' then format('i."timestamp" >= %L::timestamptz', filter ->> 'from') end,
    case when filter ? 'to' then format('i."timestamp" < %L::timestamptz', filter ->> 'to') end,
    case when filter ? 'project' then private.any_of('i.project', filter -> 'project') end,
    case when filter ? 'agent_type' then private.any_of('i.agent_type', filter -> 'agent_type') end,
    case when filter ? 'model' then private.any_of('i.model', filter -> 'model') end,
    case when filter ? 'channel_id' then private.any_of('i.channel_id', filter -> 'channel_id') end,
    case when filter ? 'user_id' then private.any_of('i.user_id', filter -> 'user_id') end,
    case when filter ? 'domain_classification' then private.any_of('i.domain_classification', filter -> 'domain_classification') end,
    case when filter ? 'previous_agent_type' then private.any_of('i.previous_agent_type', filter -> 'previous_agent_type') end,
    case when filter ? 'previous_domain' then private.any_of('i.previous_domain', filter -> 'previous_domain') end,
    case when filter ? 'conversation_id' then case when jsonb_array_length(filter -> 'conversation_id') = 1
      -- A plain equality keeps the order of the index.
      then format('i.conversation_id = %L::uuid', filter -> 'conversation_id' ->> 0)
      else format('i.conversation_id = any (%L::uuid[])', array(select jsonb_array_elements_text(filter -> 'conversation_id'))) end end,
    case when filter ? 'user_satisfaction' then format('(i.user_satisfaction = any (%L::integer[])%s)',
      array(select jsonb_array_elements_text(filter -> 'user_satisfaction')),
      case when filter -> 'user_satisfaction' @> '[null]' then ' or i.user_satisfaction is null' else '' end) end,
    case when filter ? 'escalation_suggested' then format('i.escalation_suggested = %L::boolean', filter ->> 'escalation_suggested') end,
    case when (filter ->> 'is_handoff')::boolean then 'i.previous_agent_type <> i.agent_type'
         when not (filter ->> 'is_handoff')::boolean then '(i.previous_agent_type is null or i.previous_agent_type = i.agent_type)' end,
    case when (filter ->> 'is_unpriced')::boolean then 'i.cost_usd is null'
         when not (filter ->> 'is_unpriced')::boolean then 'i.cost_usd is not null' end,
    case when filter ? 'response_time_above' then format('i.response_time_ms > %s', (filter ->> 'response_time_above')::integer) end,
    case when filter ? 'context_tokens_from' then format('i.context_size_tokens >= %s', (filter ->> 'context_tokens_from')::integer) end,
    case when filter ? 'context_tokens_below' then format('i.context_size_tokens < %s', (filter ->> 'context_tokens_below')::integer) end,
    case when filter ? 'q' then (
      select '(' || string_agg(format('i.search @@ %L::tsquery', private.search_query(t.q)), ' or ') || ')'
      from jsonb_array_elements_text(filter -> 'q') t (q)) end,
    case when filter ? 'ids' then format('i.id = any (%L::uuid[])', array(select jsonb_array_elements_text(filter -> 'ids'))) end
  );
$$;
comment on function private.interaction_where(jsonb, text[]) is 'The filters of interactions as an SQL condition on interaction i. Every value is quoted.';

-- security definer: text search is not leakproof, so under row-level security Postgres would not use its index; asks private.require()
-- and adds the caller's projects to the condition itself.
create function private.interaction_page(filter jsonb, action text, ascending boolean, page_limit integer, page_cursor text) returns json
language plpgsql stable security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require(action);
  result json;
  direction text := case when ascending then 'asc' else 'desc' end;
  after text := case when page_cursor is null then 'true'
    else format('(i."timestamp", i.id) %s (%L::timestamptz, %L::uuid)', case when ascending then '>' else '<' end,
      split_part(page_cursor, '|', 1), split_part(page_cursor, '|', 2)) end;
begin
  -- A page ends at page_limit rows or after 8 MB of text, whichever comes first: rows may be large, memory may not.
  execute format($query$
    with page as (
      select %1$s from public.llm_interactions i where %2$s and %3$s
      order by i."timestamp" %4$s, i.id %4$s limit %5$s
    ), sized as (
      select p.*, row_number() over w as n,
        sum(octet_length(p.user_message) + octet_length(p.agent_response) + pg_column_size(p.llm_metadata)) over w as bytes
      from page p window w as (order by p."timestamp" %4$s, p.id %4$s)
    ), kept as (
      select s.* from sized s where s.n <= %6$s and (s.n = 1 or s.bytes <= 8000000)
    )
    select json_build_object(
      'data', coalesce((select json_agg(row_to_json(i) order by i."timestamp" %4$s, i.id %4$s) from (select %1$s from kept i) i), '[]'),
      'next', case when (select count(*) from kept) < (select count(*) from page)
        then (select k."timestamp" || '|' || k.id from kept k order by k.n desc limit 1) end)
  $query$, private.interaction_columns(), private.interaction_where(filter, caller.projects), after, direction, page_limit + 1, page_limit) into result;
  return result;
end;
$$;
comment on function private.interaction_page(jsonb, text, boolean, integer, text) is
  'One keyset page {data, next}; next is the cursor after the last row, or null. PT403 unless the caller may do the action; only its projects are read.';

create function public.list_interactions(filter text, sort text default '-timestamp', page_limit integer default 50, page_cursor text default null) returns json
language plpgsql stable
set search_path = ''
as $$
begin
  return private.interaction_page(filter::jsonb, 'read', sort = 'timestamp', least(page_limit, 1000), page_cursor);
end;
$$;
comment on function public.list_interactions(text, text, integer, text) is 'One page of interactions {data, next}, newest first unless sort = timestamp.';
grant execute on function public.list_interactions(text, text, integer, text) to authenticated;

create function public.get_interaction(interaction_id uuid) returns json
language plpgsql stable
set search_path = ''
as $$
begin
  return private.interaction_page(jsonb_build_object('ids', jsonb_build_array(interaction_id)), 'read', true, 1, null) -> 'data' -> 0;
end;
$$;
comment on function public.get_interaction(uuid) is 'One interaction, or null when it does not exist for the caller.';
grant execute on function public.get_interaction(uuid) to authenticated;

-- security definer: as private.interaction_page.
create function public.count_interactions(filter text) returns bigint
language plpgsql stable security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('read');
  f jsonb := filter::jsonb;
  total bigint;
begin
  if not exists (select from jsonb_object_keys(f) k where k not in ('from', 'to', 'project', 'agent_type', 'model', 'channel_id'))
    and coalesce((f ->> 'from')::timestamptz at time zone 'UTC' = date_trunc('day', (f ->> 'from')::timestamptz at time zone 'UTC'), true)
    and coalesce((f ->> 'to')::timestamptz at time zone 'UTC' = date_trunc('day', (f ->> 'to')::timestamptz at time zone 'UTC'), true) then
    -- Whole days and the dimensions of the rollup: its cost does not grow with the interactions.
    execute format('select coalesce(sum(i.total_interactions), 0)::bigint from public.llm_analytics i where %s and i.date >= %L and i.date < %L',
      private.interaction_where(f - array['from', 'to'], caller.projects),
      coalesce(((f ->> 'from')::timestamptz at time zone 'UTC')::date, '-infinity'), coalesce(((f ->> 'to')::timestamptz at time zone 'UTC')::date, 'infinity'))
    into total;
  else
    execute format('select count(*) from public.llm_interactions i where %s', private.interaction_where(f, caller.projects)) into total;
  end if;
  return total;
end;
$$;
comment on function public.count_interactions(text) is 'How many interactions match a filter.';
grant execute on function public.count_interactions(text) to authenticated;

create function public.export_interactions_page(filter text, page_limit integer default 1000, page_cursor text default null) returns json
language plpgsql stable
set search_path = ''
as $$
begin
  return private.interaction_page(filter::jsonb, 'export_rows', true, least(page_limit, 5000), page_cursor);
end;
$$;
comment on function public.export_interactions_page(text, integer, text) is 'One page of an export {data, next}, oldest first.';
grant execute on function public.export_interactions_page(text, integer, text) to authenticated;

create function public.record_interaction_export(filter text, format text) returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  perform private.require('export_rows');
  -- Filters may hold end-user ids and searched words; the log keeps only which filters were set.
  perform private.audit('interaction.export', 'interaction', null, null,
    jsonb_build_object('format', format, 'filtered_by', (select jsonb_agg(k) from jsonb_object_keys(filter::jsonb) k)));
end;
$$;
comment on function public.record_interaction_export(text, text) is 'Writes the audit entry of an export that begins.';
grant execute on function public.record_interaction_export(text, text) to authenticated;

create function private.conversation_status_expression() returns text
language sql immutable
set search_path = ''
as $$
  select $expression$case when c.last_activity > now() - make_interval(mins => coalesce(
    (select s.idle_minutes from public.project_settings s where s.project = c.project), 30)) then 'active' else 'closed' end$expression$;
$$;

create function private.conversation_where(filter jsonb, projects text[]) returns text
language sql stable
set search_path = ''
as $$
  select concat_ws(' and ', 'true',
    case when projects is not null then private.any_of('c.project', to_jsonb(projects)) end,
    case when filter ? 'from' then format('c.last_activity >= %L::timestamptz', filter ->> 'from') end,
    case when filter ? 'to' then format('c.last_activity < %L::timestamptz', filter ->> 'to') end,
    case when filter ? 'project' then private.any_of('c.project', filter -> 'project') end,
    case when filter ? 'channel_id' then private.any_of('c.channel_id', filter -> 'channel_id') end,
    case when filter ? 'user_id' then private.any_of('c.user_id', filter -> 'user_id') end,
    case when filter ? 'primary_agent' then private.any_of('c.primary_agent', filter -> 'primary_agent') end,
    case when filter ? 'conversation_status' then format('%s = %L', private.conversation_status_expression(), filter ->> 'conversation_status') end,
    case when (filter ->> 'has_handoff')::boolean then 'c.agent_handoffs > 0' when not (filter ->> 'has_handoff')::boolean then 'c.agent_handoffs = 0' end,
    case when (filter ->> 'has_escalation')::boolean then 'c.escalations > 0' when not (filter ->> 'has_escalation')::boolean then 'c.escalations = 0' end,
    case when filter ? 'q' then (
      select 'c.id in (select i.conversation_id from public.llm_interactions i where '
        || string_agg(format('i.search @@ %L::tsquery', private.search_query(t.q)), ' or ') || ')'
      from jsonb_array_elements_text(filter -> 'q') t (q)) end,
    case when filter ? 'ids' then format('c.id = any (%L::uuid[])', array(select jsonb_array_elements_text(filter -> 'ids'))) end
  );
$$;
comment on function private.conversation_where(jsonb, text[]) is
  'The filters of conversations as an SQL condition on conversation c; from and to are over last_activity. Every value is quoted.';
comment on function private.conversation_status_expression() is 'The status of conversation c at this moment, whenever the jobs last ran.';

-- security definer: as private.interaction_page; and readers do not see the settings that the status depends on.
create function private.conversation_page(filter jsonb, ascending boolean, page_limit integer, page_cursor text) returns json
language plpgsql stable security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('read');
  result json;
  direction text := case when ascending then 'asc' else 'desc' end;
  after text := case when page_cursor is null then 'true'
    else format('(c.last_activity, c.id) %s (%L::timestamptz, %L::uuid)', case when ascending then '>' else '<' end,
      split_part(page_cursor, '|', 1), split_part(page_cursor, '|', 2)) end;
begin
  execute format($query$
    with page as (
      select c from public.llm_conversations c where %1$s and %2$s order by c.last_activity %3$s, c.id %3$s limit %4$s
    ), kept as (
      select (p.c).*, p.c as whole, row_number() over (order by (p.c).last_activity %3$s, (p.c).id %3$s) as n from page p
    )
    select json_build_object(
      'data', coalesce((
        select json_agg(json_build_object('id', c.id, 'project', c.project, 'external_conversation_id', c.external_conversation_id, 'user_id', c.user_id,
          'channel_id', c.channel_id, 'thread_ts', c.thread_ts, 'started_at', c.started_at, 'last_activity', c.last_activity,
          'conversation_status', %5$s, 'primary_agent', c.primary_agent, 'total_interactions', c.total_interactions,
          'agent_handoffs', c.agent_handoffs, 'total_tokens_used', c.total_tokens_used, 'total_cost', c.total_cost,
          'unpriced_interactions', c.unpriced_interactions, 'user_satisfaction_avg', c.user_satisfaction_avg, 'satisfaction_count', c.satisfaction_count,
          'context_quality_score', c.context_quality_score, 'avg_response_time_ms', c.response_time_sum_ms::numeric / nullif(c.response_time_count, 0),
          'escalations', c.escalations, 'quality', private.conversation_quality(c.whole), 'conversation_metadata', c.conversation_metadata,
          'created_at', c.created_at, 'updated_at', c.updated_at) order by c.n)
        from kept c where c.n <= %6$s), '[]'),
      'next', (select k.last_activity || '|' || k.id from kept k where k.n = %6$s and exists (select from kept m where m.n > %6$s)))
  $query$, private.conversation_where(filter, caller.projects), after, direction, page_limit + 1, private.conversation_status_expression(), page_limit)
  into result;
  return result;
end;
$$;
comment on function private.conversation_page(jsonb, boolean, integer, text) is
  'One keyset page of conversations {data, next}, with their status at this moment and their quality. Only the caller''s projects are read.';

create function public.list_conversations(filter text, sort text default '-last_activity', page_limit integer default 50, page_cursor text default null) returns json
language plpgsql stable
set search_path = ''
as $$
begin
  return private.conversation_page(filter::jsonb, sort = 'last_activity', least(page_limit, 1000), page_cursor);
end;
$$;
comment on function public.list_conversations(text, text, integer, text) is 'One page of conversations {data, next}, newest activity first unless sort = last_activity.';
grant execute on function public.list_conversations(text, text, integer, text) to authenticated;

-- security definer: as private.conversation_page.
create function public.count_conversations(filter text) returns bigint
language plpgsql stable security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('read');
  total bigint;
begin
  execute format('select count(*) from public.llm_conversations c where %s', private.conversation_where(filter::jsonb, caller.projects)) into total;
  return total;
end;
$$;
comment on function public.count_conversations(text) is 'How many conversations match a filter. Only the caller''s projects are counted.';
grant execute on function public.count_conversations(text) to authenticated;

create function public.get_conversation(conversation_id uuid) returns json
language plpgsql stable
set search_path = ''
as $$
declare
  conversation json := private.conversation_page(jsonb_build_object('ids', jsonb_build_array(conversation_id)), true, 1, null) -> 'data' -> 0;
begin
  return case when conversation is not null then json_build_object('conversation', conversation,
    'interactions', private.interaction_page(jsonb_build_object('conversation_id', jsonb_build_array(conversation_id)), 'read', true, 200, null)) end;
end;
$$;
comment on function public.get_conversation(uuid) is
  '{conversation, interactions: {data, next}} with its first 200 interactions in order, or null when it does not exist for the caller.';
grant execute on function public.get_conversation(uuid) to authenticated;

grant execute on function private.interaction_page(jsonb, text, boolean, integer, text), private.conversation_page(jsonb, boolean, integer, text) to authenticated;

-- ---------------------------------------------------------------------------------------------------------------
-- Recording and changing
-- ---------------------------------------------------------------------------------------------------------------

create type private.interaction_input as (
  n integer, key text, hmac text, id uuid, conversation_id uuid, external_conversation_id text, user_id text, channel_id text, thread_ts text, project text,
  "timestamp" timestamptz, agent_type text, user_message text, agent_response text, llm_metadata jsonb, user_satisfaction integer, response_time_ms integer,
  escalation_suggested boolean, escalation_metadata jsonb, context_size_tokens integer, domain_classification text, domain_label text,
  user_skill_assessment text, conversation_metadata jsonb, priced_as text);
comment on type private.interaction_input is 'One interaction as it is sent, with its idempotency key, the HMAC of its body, and the name the price list knows its model by.';

create function private.place_interaction(item private.interaction_input, caller private.principal_info) returns private.interaction_input
language plpgsql stable
set search_path = ''
as $$
declare
  known_id uuid;
  known_project text;
  known_channel text;
begin
  if item.conversation_id is not null then
    select c.project, c.channel_id into known_project, known_channel from public.llm_conversations c
    where c.id = item.conversation_id and (caller.projects is null or c.project = any (caller.projects));
  end if;
  item.project := coalesce(item.project, known_project,
    case when caller.projects is null then 'default' when cardinality(caller.projects) = 1 then caller.projects[1] end);
  if item.external_conversation_id is not null then
    select c.id, c.channel_id into known_id, known_channel from public.llm_conversations c
    where c.project = item.project and c.external_conversation_id = item.external_conversation_id;
    -- Two requests that create it at the same moment mean the same id.
    item.conversation_id := coalesce(known_id, private.derived_id('llm_conversation', 'external', item.project, item.external_conversation_id));
  elsif item.conversation_id is null and item.thread_ts is not null then
    item.conversation_id := private.derived_id('llm_conversation', 'thread', item.project, coalesce(item.channel_id, 'api'), item.thread_ts);
  end if;
  item.conversation_id := coalesce(item.conversation_id, gen_random_uuid());
  item.channel_id := coalesce(item.channel_id, known_channel, 'api');
  return item;
end;
$$;
comment on function private.place_interaction(private.interaction_input, private.principal_info) is
  'The interaction with its project (null when the caller must name one), conversation and channel. The conversation is the one of conversation_id, of external_conversation_id, or of channel_id and thread_ts; else a new one.';

create function private.lock_conversations_of(input private.interaction_input[]) returns json
language plpgsql volatile
set search_path = ''
as $$
begin
  insert into public.llm_conversations (id, project, external_conversation_id, user_id, channel_id, thread_ts, started_at, last_activity)
  select f.conversation_id, f.project, f.external_conversation_id, f.user_id, f.channel_id, f.thread_ts, f."timestamp", f."timestamp"
  from (select distinct on (r.conversation_id) r.* from unnest(input) r order by r.conversation_id, r."timestamp", r.n) f
  order by f.conversation_id
  on conflict do nothing;
  perform from public.llm_conversations c where c.id in (select r.conversation_id from unnest(input) r) order by c.id for no key update;
  return (
    select json_agg(json_build_object('index', r.n - 1, 'status', 409,
      'path', case when r.external_conversation_id is not null then 'external_conversation_id' else 'conversation_id' end,
      'message', 'is taken by a conversation of another project') order by r.n)
    from unnest(input) r
    where not exists (select from public.llm_conversations c where c.id = r.conversation_id and c.project = r.project));
end;
$$;
comment on function private.lock_conversations_of(private.interaction_input[]) is
  'Creates the conversations that are not there yet and takes the rows of all, sorted by id. Answers an error for each interaction whose conversation is not in its project, null when there is none.';

create function private.refuse_interactions(errors json) returns void
language plpgsql
set search_path = ''
as $$
begin
  if errors is not null then
    raise sqlstate 'PT409' using message = 'nothing was recorded', detail = errors::text;
  end if;
end;
$$;
comment on function private.refuse_interactions(json) is 'PT409 with all errors [{index, status, path, message}] in detail, unless there is none.';

create function private.insert_interactions(input private.interaction_input[]) returns json
language sql volatile
set search_path = ''
as $$
  with written as (
    insert into public.llm_interactions (id, conversation_id, project, user_id, channel_id, "timestamp", agent_type, user_message, agent_response,
      llm_metadata, user_satisfaction, response_time_ms, escalation_suggested, escalation_metadata, context_size_tokens, domain_classification, domain_label,
      user_skill_assessment, model, tokens_used, input_tokens, output_tokens, cached_tokens, confidence, avg_similarity, priced_as,
      cost_usd, cost_source, price_id, price)
    select r.id, r.conversation_id, r.project, r.user_id, r.channel_id, r."timestamp", r.agent_type, r.user_message, r.agent_response,
      coalesce(r.llm_metadata, '{}'), r.user_satisfaction, r.response_time_ms, coalesce(r.escalation_suggested, false), r.escalation_metadata,
      r.context_size_tokens, coalesce(r.domain_classification, m.domain), r.domain_label, r.user_skill_assessment, m.model,
      coalesce(m.tokens, m.input + m.output, m.input, m.output), m.input, m.output, m.cached, m.confidence, m.similarity,
      nullif(r.priced_as, m.model), (p.price).cost_usd, (p.price).cost_source, (p.price).price_id, (p.price).price
    from unnest(input) r
    cross join lateral (
      select nullif(r.llm_metadata ->> 'model', '') as model, (r.llm_metadata ->> 'tokens_used')::bigint as tokens,
        (r.llm_metadata ->> 'input_tokens')::bigint as input, (r.llm_metadata ->> 'output_tokens')::bigint as output,
        (r.llm_metadata ->> 'cached_tokens')::bigint as cached, (r.llm_metadata ->> 'confidence')::double precision as confidence,
        (r.llm_metadata ->> 'avg_similarity')::double precision as similarity, (r.llm_metadata ->> 'cost')::numeric as cost,
        case when jsonb_typeof(r.llm_metadata -> 'domain_classification') = 'string'
          and char_length(r.llm_metadata ->> 'domain_classification') between 1 and 200 then r.llm_metadata ->> 'domain_classification' end as domain) m
    cross join lateral (
      select private.price_interaction(m.model, r.priced_as, m.cost, m.input, m.cached, m.output, r."timestamp") as price offset 0) p
    -- In the order of the conversations, so that each finds the one before it.
    order by r.conversation_id, r."timestamp", r.id
    on conflict (id) do nothing
    returning id
  )
  select json_agg(json_build_object('index', x.n - 1, 'status', 409, 'path', 'id', 'message', 'is already taken') order by x.n)
  from (select r.n, r.id, row_number() over (partition by r.id order by r."timestamp", r.n) as use from unnest(input) r) x
  where x.use > 1 or not exists (select from written w where w.id = x.id);
$$;
comment on function private.insert_interactions(private.interaction_input[]) is
  'Writes interactions with their price. Answers an error for each id that is taken, null when there is none.';

create function private.interaction_json(interaction_id uuid) returns json
language plpgsql stable
set search_path = ''
as $$
declare
  result json;
begin
  execute format('select row_to_json(i) from (select %s from public.llm_interactions i where i.id = $1) i', private.interaction_columns())
  into result using interaction_id;
  return result;
end;
$$;
comment on function private.interaction_json(uuid) is 'One interaction as the API shows it.';

-- security definer: keys hold no write policies; checks principal, scope and project itself.
create function public.record_interactions(items text) returns json
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('record');
  input private.interaction_input[];
  item private.interaction_input;
  fresh private.interaction_input[] := '{}';
  fresh_keys text[] := '{}';
  owner_of jsonb := '{}';
  -- Per item, by its position n (1-based).
  ids uuid[];
  errors json[] := '{}';
  stored record;
  total integer := 0;
begin
  for stored in
    select e.place::integer as n, jsonb_populate_record(null::private.interaction_input, e.value) as item
    from jsonb_array_elements(items::jsonb) with ordinality e (value, place) order by e.place
  loop
    total := stored.n;
    item := stored.item;
    item.n := total;
    item.id := coalesce(item.id, gen_random_uuid());
    -- Interactions that came together without times keep their order.
    item."timestamp" := coalesce(date_trunc('milliseconds', item."timestamp"), date_trunc('milliseconds', now()) + (total - 1) * interval '1 microsecond');
    item := private.place_interaction(item, caller);
    if item.project is null then
      errors := errors || json_build_object('index', total - 1, 'status', 400, 'path', 'project', 'message', 'is required: you are limited to several projects');
    elsif caller.projects is not null and not item.project = any (caller.projects) then
      errors := errors || json_build_object('index', total - 1, 'status', 403, 'path', 'project', 'message', 'is not one of yours');
    end if;
    input[total] := item;
  end loop;
  if total not between 1 and 1000 then
    raise sqlstate 'PT400' using message = 'items: 1 to 1,000 interactions a call', detail = private.issue('items', 'must have 1 to 1,000 interactions');
  end if;
  perform private.refuse_interactions(case when cardinality(errors) > 0 then array_to_json(errors) end);
  ids := array_fill(null::uuid, array[total]);

  -- Idempotency keys, in sorted order; a concurrent duplicate waits here for the first to commit.
  if exists (select from unnest(input) r where r.key is not null) then
    delete from public.idempotency_keys k where k.principal_id = caller.id and k.created_at < now() - interval '24 hours'
      and k.key in (select r.key from unnest(input) r);
    -- Each call clears away more expired keys than it adds.
    delete from public.idempotency_keys k where (k.principal_id, k.key) in (
      select e.principal_id, e.key from public.idempotency_keys e where e.created_at < now() - interval '24 hours'
      order by e.created_at limit 2 * total for update skip locked);
    with claimed as (
      insert into public.idempotency_keys (principal_id, key, body_hmac)
      select caller.id, r.key, r.hmac from (select distinct on (r.key) r.key, r.hmac from unnest(input) r where r.key is not null order by r.key, r.n) r
      order by r.key
      on conflict (principal_id, key) do nothing
      returning key
    )
    select coalesce(array_agg(c.key), '{}') into fresh_keys from claimed c;
  end if;
  for i in 1 .. total loop
    item := input[i];
    if item.key is null or (item.key = any (fresh_keys) and not owner_of ? item.key) then
      if item.key is not null then
        owner_of := owner_of || jsonb_build_object(item.key, item.id);
      end if;
      ids[i] := item.id;
      fresh := fresh || item;
      continue;
    end if;
    select k.body_hmac, k.row_ids[1] as row_id into stored from public.idempotency_keys k where k.principal_id = caller.id and k.key = item.key;
    if stored.body_hmac is distinct from item.hmac then
      errors := errors || json_build_object('index', i - 1, 'status', 409, 'path', case when item.key like 'interaction-id:%' then 'id' end,
        'message', 'the same idempotency key or id was already used with a different body');
    elsif owner_of ? item.key then
      ids[i] := (owner_of ->> item.key)::uuid;
    elsif exists (select from public.llm_interactions x where x.id = stored.row_id and (caller.projects is null or x.project = any (caller.projects))) then
      ids[i] := stored.row_id;
    else
      errors := errors || json_build_object('index', i - 1, 'status', 409, 'path', null, 'message', 'this interaction was recorded before and has been deleted since');
    end if;
  end loop;
  perform private.refuse_interactions(case when cardinality(errors) > 0 then array_to_json(errors) end);

  if cardinality(fresh) > 0 then
    insert into public.projects (project)
    select distinct r.project from unnest(fresh) r where not exists (select from public.projects p where p.project = r.project) order by r.project
    on conflict do nothing;
    perform private.refuse_interactions(private.lock_conversations_of(fresh));
    update public.llm_conversations c set conversation_metadata = m.conversation_metadata
    from (
      select distinct on (r.conversation_id) r.conversation_id, r.conversation_metadata from unnest(fresh) r
      where r.conversation_metadata is not null order by r.conversation_id, r."timestamp" desc, r.n desc) m
    where c.id = m.conversation_id and c.conversation_metadata <> m.conversation_metadata;
    perform private.refuse_interactions(private.insert_interactions(fresh));
    update public.idempotency_keys k set row_ids = array[r.id] from unnest(fresh) r
    where k.principal_id = caller.id and k.key = r.key;
  end if;
  return json_build_object('ids', to_json(ids), 'row', case when total = 1 then private.interaction_json(ids[1]) end);
end;
$$;
comment on function public.record_interactions(text) is
  'Records 1 to 1,000 interactions, all or nothing, and creates or continues their conversations: {ids, row}; row is whole when there is one. '
  'PT409 with [{index, status, path, message}] in detail when any is refused. An item with a key (and the HMAC of its body) that was recorded before is answered with its id again.';
grant execute on function public.record_interactions(text) to authenticated;

-- security definer: keys hold no write policies; checks the caller and its projects itself.
create function public.update_interaction(interaction_id uuid, patch text) returns json
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('change');
  changes jsonb := patch::jsonb;
  unknown text;
begin
  select k into unknown from jsonb_object_keys(changes) k
  where k not in ('user_satisfaction', 'domain_label', 'domain_classification', 'escalation_suggested', 'escalation_metadata') limit 1;
  if unknown is not null then
    raise sqlstate 'PT400' using message = format('%s cannot be changed', unknown), detail = private.issue(unknown, 'cannot be changed');
  end if;
  -- The conversation first, as every writer does.
  perform from public.llm_conversations c
  where c.id = (select i.conversation_id from public.llm_interactions i where i.id = interaction_id) for no key update;
  update public.llm_interactions i set
    user_satisfaction = case when changes ? 'user_satisfaction' then (changes ->> 'user_satisfaction')::integer else i.user_satisfaction end,
    domain_label = case when changes ? 'domain_label' then changes ->> 'domain_label' else i.domain_label end,
    domain_classification = case when changes ? 'domain_classification' then changes ->> 'domain_classification' else i.domain_classification end,
    escalation_suggested = case when changes ? 'escalation_suggested' then (changes ->> 'escalation_suggested')::boolean else i.escalation_suggested end,
    escalation_metadata = case when changes ? 'escalation_metadata' then nullif(changes -> 'escalation_metadata', 'null') else i.escalation_metadata end
  where i.id = interaction_id and (caller.projects is null or i.project = any (caller.projects));
  if not found then
    raise sqlstate 'PT404' using message = 'no such interaction';
  end if;
  return private.interaction_json(interaction_id);
end;
$$;
comment on function public.update_interaction(uuid, text) is
  'Changes user_satisfaction, domain_label, domain_classification, escalation_suggested or escalation_metadata (only the keys present). Every figure follows. PT404 when the interaction does not exist for the caller.';
grant execute on function public.update_interaction(uuid, text) to authenticated;
