-- Purpose: recording interactions, what follows from each (its neighbours, its price, its place in the rollups), and the lists.
-- Objects: private.llm_interaction_delta; private.{find_price,price_interaction,count_budget_spend,conversation_quality} and others.
-- Destructive: no.

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
