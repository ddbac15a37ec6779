-- Purpose: what a run of a prompt on the configured model leaves behind: an interaction and an execution, both or neither.
-- Objects: public.start_run, record_run.
-- Destructive: no.

-- security definer: asks private.project_for, which callers have no grant on; reads and writes nothing else.
create function public.start_run(project text default null) returns text
language plpgsql stable security definer
set search_path = ''
as $$
begin
  return private.project_for(private.require('run'), start_run.project);
end;
$$;
comment on function public.start_run(text) is
  'The project that a run counts in: the one named, else the caller''s only one, else default. PT403 for callers who may not run and for a project that is not theirs: asked before the model is, because that costs money.';
grant execute on function public.start_run(text) to authenticated;

-- security definer: nobody holds write policies; checks the caller and its projects itself.
create function public.record_run(run text) returns json
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('run');
  body jsonb := run::jsonb;
  target text := private.project_for(caller, body ->> 'project');
  item private.interaction_input := jsonb_populate_record(null::private.interaction_input, body -> 'interaction');
  recorded_cost numeric;
  execution_id uuid;
begin
  insert into public.projects (project) select target where not exists (select from public.projects p where p.project = target) on conflict do nothing;
  perform private.hold_users(array[item.user_id, body #>> '{execution,user_id}']);
  -- A conversation of its own, so that no lock is taken that somebody else waits for with another one in hand.
  item.n := 1;
  item.id := gen_random_uuid();
  item.conversation_id := gen_random_uuid();
  item.project := target;
  item.channel_id := 'run';
  item.key := null;
  item."timestamp" := date_trunc('milliseconds', now());
  perform private.refuse_interactions(private.lock_conversations_of(array[item]));
  perform private.refuse_interactions(private.insert_interactions(array[item]));
  select i.cost_usd into recorded_cost from public.llm_interactions i where i.id = item.id;

  select e.id into execution_id
  from private.store_executions(jsonb_build_array((body -> 'execution') || jsonb_build_object(
    'project', target, 'interaction_id', item.id, 'cost', recorded_cost, 'created_at', item."timestamp")), caller) e;
  return json_build_object('interaction_id', item.id, 'execution_id', execution_id, 'cost_usd', recorded_cost);
end;
$$;
comment on function public.record_run(text) is
  'Records a run {project, interaction, execution} as an interaction in a conversation of its own and as an execution that names it, in one transaction: {interaction_id, execution_id, cost_usd}. '
  'The tokens are those of all attempts, and so is the cost; the execution carries that of the interaction.';
grant execute on function public.record_run(text) to authenticated;
