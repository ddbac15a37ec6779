-- Purpose: experiments from plan to promotion, and the sums from which their results are computed.
-- Objects: index feedback_experiment; trigger llm_feedback_subjects; private.{track_subjects,experiment_json,experiment_audit,changeable_experiment,
--          check_experiment_variants,freeze_experiment_variants,experiment_sums,list_guarded_experiments,stop_guarded_experiment,
--          prompt_strategy_from_version,strategy_name_of}; public.{list,get,create,update,delete}_experiment(s), get_experiment_sums, promote_variant.
-- Destructive: no.
--
-- A subject counts under the variant it was first seen with. Subjects are independent of each other, requests of one subject are not: what
-- leaves the database are sums over subjects of each one's totals and their squares and products, up to each day. They are all that the
-- interval of a ratio needs (lib/stats/ratio.ts), and as many for a million requests as for a hundred.

-- Votes of an experiment: those whose metadata names it. Plan: index scan with the id and the name as one condition.
create index feedback_experiment on public.feedback ((metadata ->> 'experiment'), created_at) where metadata ? 'experiment';

-- ---------------------------------------------------------------------------------------------------------------
-- Subjects
-- ---------------------------------------------------------------------------------------------------------------

create function private.track_subjects() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  insert into public.experiment_assignments (experiment_id, subject, variant, assigned_at)
  select distinct on (n.experiment_id, n.subject) n.experiment_id, n.subject, n.variant, n.created_at
  from new_rows n
  join public.experiments e on e.id = n.experiment_id and n.created_at >= e.started_at and (e.stopped_at is null or n.created_at <= e.stopped_at)
  where n.subject is not null
  -- Sorted, so that two batches with the same subjects wait for each other in the same order.
  order by n.experiment_id, n.subject, n.created_at, n.id
  on conflict (experiment_id, subject) do nothing;
  return null;
end;
$$;
comment on function private.track_subjects() is
  'Trigger: notes the variant that a subject of a running experiment is first seen with. Executions from before the start and after the stop do not count.';
create trigger llm_feedback_subjects after insert on public.llm_feedback
  referencing new table as new_rows for each statement execute function private.track_subjects();

-- ---------------------------------------------------------------------------------------------------------------
-- Reading
-- ---------------------------------------------------------------------------------------------------------------

create function private.experiment_json(e public.experiments) returns json
language sql stable
set search_path = ''
as $$
  select json_build_object('id', e.id, 'project', e.project, 'name', e.name, 'description', e.description, 'status', e.status, 'metric', e.metric,
    'variants', (
      select json_agg(json_build_object('name', v.name, 'weight', v.weight, 'is_control', v.position = 0, 'strategy', v.strategy,
        'strategy_version', v.strategy_version, 'prompt_version', v.prompt_version) order by v.position)
      from public.experiment_variants v where v.experiment_id = e.id),
    'minimum_effect', e.minimum_effect, 'guardrails', e.guardrails, 'stop_on_guardrail', e.stop_on_guardrail, 'started_at', e.started_at,
    'stopped_at', e.stopped_at, 'stop_reason', e.stop_reason, 'promoted_variant', e.promoted_variant, 'promoted_at', e.promoted_at,
    'version', e.version, 'created_by_label', e.created_by_label, 'created_at', e.created_at, 'updated_at', e.updated_at);
$$;
comment on function private.experiment_json(public.experiments) is 'An experiment with its variants as the API shows it.';
grant execute on function private.experiment_json(public.experiments) to authenticated;

create function public.list_experiments(filter text default '{}') returns json
language plpgsql stable
set search_path = ''
as $$
declare
  wanted jsonb := filter::jsonb;
begin
  perform private.require('read_config');
  return (
    select coalesce(json_agg(private.experiment_json(e)
      order by array_position(array['running', 'draft', 'stopped'], e.status), coalesce(e.stopped_at, e.started_at, e.created_at) desc, e.id), '[]')
    from public.experiments e
    where (not wanted ? 'project' or e.project in (select jsonb_array_elements_text(wanted -> 'project')))
      and (not wanted ? 'status' or e.status in (select jsonb_array_elements_text(wanted -> 'status')))
  );
end;
$$;
comment on function public.list_experiments(text) is 'Experiments of the caller''s projects: running, drafts, stopped; newest first within each. filter: project, status (arrays).';
grant execute on function public.list_experiments(text) to authenticated;

create function public.get_experiment(experiment_id uuid) returns json
language plpgsql stable
set search_path = ''
as $$
declare
  wanted public.experiments;
begin
  perform private.require('read_config');
  select e.* into wanted from public.experiments e where e.id = get_experiment.experiment_id;
  if not found then
    raise sqlstate 'PT404' using message = 'there is no such experiment';
  end if;
  return private.experiment_json(wanted);
end;
$$;
comment on function public.get_experiment(uuid) is 'One experiment with its variants. PT404 when it does not exist for the caller.';
grant execute on function public.get_experiment(uuid) to authenticated;

-- ---------------------------------------------------------------------------------------------------------------
-- Planning, starting, stopping
-- ---------------------------------------------------------------------------------------------------------------

create function private.experiment_audit(e public.experiments) returns jsonb
language sql stable
set search_path = ''
as $$
  select jsonb_build_object('name', e.name, 'status', e.status, 'metric', e.metric, 'minimum_effect', e.minimum_effect, 'guardrails', e.guardrails,
    'stop_on_guardrail', e.stop_on_guardrail, 'variants', private.experiment_json(e)::jsonb -> 'variants');
$$;
comment on function private.experiment_audit(public.experiments) is 'What the audit log keeps of an experiment.';

create function private.changeable_experiment(caller private.principal_info, wanted uuid) returns public.experiments
language plpgsql
set search_path = ''
as $$
declare
  found_experiment public.experiments;
begin
  select e.* into found_experiment from public.experiments e
  where e.id = wanted and (caller.projects is null or e.project = any (caller.projects)) for update;
  if not found then
    raise sqlstate 'PT404' using message = 'there is no such experiment';
  end if;
  return found_experiment;
end;
$$;
comment on function private.changeable_experiment(private.principal_info, uuid) is 'The experiment, locked; PT404 when it does not exist for the caller.';

create function private.check_experiment_variants(e public.experiments) returns void
language plpgsql stable
set search_path = ''
as $$
declare
  v public.experiment_variants;
  path text;
  problem text;
begin
  for v in select x.* from public.experiment_variants x where x.experiment_id = e.id order by x.position loop
    path := null;
    if v.strategy is not null and v.strategy <> 'built-in' and not exists (
      select from public.prompt_strategies s where s.project = e.project and s.name = v.strategy
    ) then
      path := 'strategy';
      problem := format('the project %s has no strategy %s', e.project, v.strategy);
    elsif v.strategy = 'built-in' and v.strategy_version is not null then
      path := 'strategy_version';
      problem := 'the built-in strategy has no versions';
    elsif v.strategy_version is not null and not exists (
      select from public.prompt_strategies s where s.project = e.project and s.name = v.strategy and s.version = v.strategy_version
    ) then
      path := 'strategy_version';
      problem := format('the strategy %s has no version %s', v.strategy, v.strategy_version);
    elsif v.prompt_version is not null and not exists (
      select from public.prompt_versions p where p.project = e.project and p.version = v.prompt_version and p.prompt_text is not null
    ) then
      path := 'prompt_version';
      problem := format('the project %s has no text of the prompt version %s', e.project, v.prompt_version);
    end if;
    if path is not null then
      path := format('variants.%s.%s', v.position, path);
      raise sqlstate 'PT400' using message = path || ': ' || problem, detail = private.issue(path, problem);
    end if;
  end loop;
end;
$$;
comment on function private.check_experiment_variants(public.experiments) is 'PT400, naming the field, when a variant asks for a strategy or a prompt version that the project does not have.';

create function private.freeze_experiment_variants(e public.experiments) returns void
language sql volatile
set search_path = ''
as $$
  update public.experiment_variants v set
    strategy = coalesce(v.strategy, d.name, 'built-in'),
    strategy_version = coalesce(v.strategy_version, case
      when v.strategy is null then d.strategy_version
      else (select max(s.version) from public.prompt_strategies s where s.project = e.project and s.name = v.strategy) end)
  from (select) one
  left join public.default_strategies d on d.project = e.project
  where v.experiment_id = e.id;
$$;
comment on function private.freeze_experiment_variants(public.experiments) is
  'Writes down what the variants mean at the start: the newest version of a strategy, and the project''s default where none is named. What is saved later does not change an experiment that runs.';

-- security definer: nobody holds a write policy; checks role and project itself.
create function public.create_experiment(input text) returns json
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('change_config');
  given jsonb := input::jsonb;
  own_project text := private.project_for(caller, given ->> 'project');
  made public.experiments;
begin
  insert into public.experiments (project, name, description, metric, minimum_effect, guardrails, stop_on_guardrail, created_by, created_by_label)
  values (own_project, given ->> 'name', given ->> 'description', coalesce(given ->> 'metric', 'success'), (given ->> 'minimum_effect')::double precision,
    coalesce(given -> 'guardrails', '[]'), coalesce((given ->> 'stop_on_guardrail')::boolean, false), caller.id, caller.label)
  on conflict (project, name) do nothing returning * into made;
  if not found then
    raise sqlstate 'PT409' using message = format('the project %s has an experiment of this name', own_project), hint = 'choose another name',
      detail = private.issue('name', 'is taken');
  end if;
  insert into public.experiment_variants (experiment_id, name, position, weight, strategy, strategy_version, prompt_version)
  select made.id, v.variant ->> 'name', v.place - 1, (v.variant ->> 'weight')::integer, v.variant ->> 'strategy',
    (v.variant ->> 'strategy_version')::integer, v.variant ->> 'prompt_version'
  from jsonb_array_elements(given -> 'variants') with ordinality v (variant, place);
  perform private.check_experiment_variants(made);
  insert into public.projects (project) values (own_project) on conflict do nothing;
  perform private.audit('experiment.create', 'experiment', made.id::text, made.project, private.experiment_audit(made));
  return private.experiment_json(made);
end;
$$;
comment on function public.create_experiment(text) is
  'Plans an experiment. PT400, naming the field, for a strategy or prompt version that the project does not have; PT403 for another project; PT409 for a name that is taken.';
grant execute on function public.create_experiment(text) to authenticated;

-- security definer: as create_experiment.
create function public.update_experiment(experiment_id uuid, patch text, expected_version integer default null) returns json
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('change_config');
  given jsonb := patch::jsonb;
  before public.experiments := private.changeable_experiment(caller, experiment_id);
  wish text := given ->> 'action';
  fixed text;
  changed public.experiments;
begin
  if expected_version is not null and expected_version <> before.version then
    raise sqlstate 'PT409' using message = 'this experiment was changed since you opened it', hint = 'load it again',
      detail = jsonb_build_object('stored_version', before.version);
  end if;
  if wish = 'start' and before.status <> 'draft' then
    raise sqlstate 'PT409' using message = case before.status when 'running' then 'this experiment runs already' else 'an experiment that was stopped does not start again' end,
      hint = case before.status when 'running' then 'load it again' else 'plan a new one' end;
  elsif wish = 'stop' and before.status <> 'running' then
    raise sqlstate 'PT409' using message = case before.status when 'draft' then 'this experiment has not started' else 'this experiment was stopped already' end;
  end if;
  if before.status <> 'draft' then
    select f.field into fixed from unnest(array['name', 'minimum_effect', 'guardrails', 'stop_on_guardrail']) f (field) where given ? f.field limit 1;
    if found then
      raise sqlstate 'PT409' using message = format('%s: is fixed once the experiment has started', fixed), detail = private.issue(fixed, 'is fixed once the experiment has started');
    end if;
  end if;
  if given ? 'name' and exists (
    select from public.experiments e where e.project = before.project and e.name = given ->> 'name' and e.id <> before.id
  ) then
    raise sqlstate 'PT409' using message = format('the project %s has an experiment of this name', before.project), hint = 'choose another name',
      detail = private.issue('name', 'is taken');
  end if;
  update public.experiments e set
    name = coalesce(given ->> 'name', e.name),
    description = case when given ? 'description' then given ->> 'description' else e.description end,
    minimum_effect = case when given ? 'minimum_effect' then (given ->> 'minimum_effect')::double precision else e.minimum_effect end,
    guardrails = coalesce(given -> 'guardrails', e.guardrails),
    stop_on_guardrail = coalesce((given ->> 'stop_on_guardrail')::boolean, e.stop_on_guardrail),
    status = case wish when 'start' then 'running' when 'stop' then 'stopped' else e.status end,
    -- Whole milliseconds, as the times of executions are.
    started_at = case wish when 'start' then date_trunc('milliseconds', now()) else e.started_at end,
    stopped_at = case wish when 'stop' then greatest(date_trunc('milliseconds', now()), e.started_at) else e.stopped_at end,
    stop_reason = case wish when 'stop' then given ->> 'reason' else e.stop_reason end,
    version = e.version + 1, updated_at = now()
  where e.id = before.id returning * into changed;
  if wish = 'start' then
    perform private.check_experiment_variants(changed);
    perform private.freeze_experiment_variants(changed);
  end if;
  perform private.audit('experiment.' || coalesce(wish, 'update'), 'experiment', changed.id::text, changed.project,
    case when wish = 'stop' then jsonb_build_object('name', changed.name)
    else jsonb_build_object('before', private.experiment_audit(before), 'after', private.experiment_audit(changed)) end);
  return private.experiment_json(changed);
end;
$$;
comment on function public.update_experiment(uuid, text, integer) is
  'Changes, starts or stops an experiment; an absent field stays, null clears. PT409 for what its state or another''s change forbids, PT400 when a strategy has gone, PT404.';
grant execute on function public.update_experiment(uuid, text, integer) to authenticated;

-- security definer: as create_experiment.
create function public.delete_experiment(experiment_id uuid) returns void
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('change_config');
  before public.experiments := private.changeable_experiment(caller, experiment_id);
begin
  if before.status <> 'draft' or exists (select from public.llm_feedback f where f.experiment_id = before.id) then
    raise sqlstate 'PT409' using message = 'an experiment that has started is kept with what it measured';
  end if;
  perform private.audit('experiment.delete', 'experiment', before.id::text, before.project, private.experiment_audit(before));
  delete from public.experiments e where e.id = before.id;
end;
$$;
comment on function public.delete_experiment(uuid) is 'Deletes a draft. PT404; PT409 once it has started.';
grant execute on function public.delete_experiment(uuid) to authenticated;

-- ---------------------------------------------------------------------------------------------------------------
-- Results
-- ---------------------------------------------------------------------------------------------------------------

create function private.experiment_sums(e public.experiments) returns json
language sql stable
set search_path = ''
as $$
  with outcomes as materialized (
    select f.subject, f.variant, (f.created_at at time zone 'utc')::date as day, f.success, f.error_class, f.retries, f.response_time_ms,
      f.tokens_in + f.tokens_out as tokens, f.cost_usd
    from public.llm_feedback f
    where f.experiment_id = e.id and f.created_at >= e.started_at and f.created_at <= coalesce(e.stopped_at, 'infinity') and f.subject is not null
  ), votes as materialized (
    select coalesce(f.metadata ->> 'subject', f.user_id) as subject, f.metadata ->> 'variant' as variant, f.created_at, f.id,
      (f.created_at at time zone 'utc')::date as day, f.rating
    from public.feedback f
    where f.metadata ? 'experiment' and f.metadata ->> 'experiment' = any (array[e.id::text, e.name]) and f.project = e.project
      and f.created_at >= e.started_at and f.created_at <= coalesce(e.stopped_at, 'infinity')
      and coalesce(f.metadata ->> 'subject', f.user_id) is not null
      and f.metadata ->> 'variant' in (select v.name from public.experiment_variants v where v.experiment_id = e.id)
  ), first_seen as materialized (
    select a.subject, a.variant from public.experiment_assignments a where a.experiment_id = e.id
    union all
    -- Those of whom there is nothing but votes.
    (select distinct on (v.subject) v.subject, v.variant from votes v
     where not exists (select from public.experiment_assignments a where a.experiment_id = e.id and a.subject = v.subject)
     order by v.subject, v.created_at, v.id)
  ), per_day as (
    select o.subject, o.day, count(*) as n, count(*) filter (where o.success) as successes, count(*) filter (where o.retries > 0) as retried,
      count(o.tokens) as tokens_n, sum(o.tokens) as tokens, count(o.cost_usd) as cost_n, sum(o.cost_usd) as cost,
      count(o.response_time_ms) as time_n, sum(o.response_time_ms) as time
    from outcomes o group by o.subject, o.day
  ), cells as (
    select d.subject, d.day, m.metric, m.n::double precision as n, coalesce(m.total, 0)::double precision as total
    from per_day d cross join lateral (values
      ('success', d.n, d.successes::numeric), ('retried', d.n, d.retried), ('tokens', d.tokens_n, d.tokens), ('cost', d.cost_n, d.cost),
      ('response_time', d.time_n, d.time)) m (metric, n, total)
    where m.n > 0
    union all
    select v.subject, v.day, 'feedback', count(*), count(*) filter (where v.rating = 1) from votes v group by v.subject, v.day
  ), so_far as (
    select c.*, s.variant, sum(c.n) over w as n_after, sum(c.total) over w as total_after
    from cells c join first_seen s on s.subject = c.subject
    window w as (partition by c.metric, c.subject order by c.day)
  ), steps as (
    -- What a day adds to each sum over subjects: (after² - before²), not the square of the day.
    select s.metric, s.variant, s.day, count(*) filter (where s.n_after = s.n) as subjects, sum(s.n) as n, sum(s.total) as total,
      sum(s.n_after * s.n_after - (s.n_after - s.n) * (s.n_after - s.n)) as n_squares,
      sum(s.total_after * s.total_after - (s.total_after - s.total) * (s.total_after - s.total)) as total_squares,
      sum(s.n_after * s.total_after - (s.n_after - s.n) * (s.total_after - s.total)) as products
    from so_far s group by s.metric, s.variant, s.day
  ), sums as (
    select s.metric, s.variant, s.day as date, lead(s.day) over w is null as is_last, sum(s.subjects) over w as subjects, sum(s.n) over w as n,
      sum(s.total) over w as total, sum(s.n_squares) over w as n_squares, sum(s.total_squares) over w as total_squares, sum(s.products) over w as products
    from steps s window w as (partition by s.metric, s.variant order by s.day)
  ), watched as (
    select e.metric union
    select case g.value ->> 'metric' when 'failure_rate' then 'success' when 'retry_rate' then 'retried' else g.value ->> 'metric' end
    from jsonb_array_elements(e.guardrails) g
  )
  select json_build_object(
    'experiment', private.experiment_json(e),
    'now', now(),
    'sums', coalesce((
      select json_agg(json_build_object('metric', s.metric, 'variant', s.variant, 'date', s.date, 'subjects', s.subjects, 'n', s.n, 'total', s.total,
        'n_squares', s.n_squares, 'total_squares', s.total_squares, 'products', s.products) order by s.metric, s.variant, s.date)
      -- Of what nobody watches over time only the last.
      from sums s where s.is_last or s.metric in (select w.metric from watched w)), '[]'),
    'counts', (
      select json_agg(json_build_object('variant', v.name, 'assigned', (select count(*) from first_seen s where s.variant = v.name), 'requests', o.n,
        'retries', o.retries, 'validation', o.validation, 'execution', o.execution, 'logic', o.logic, 'unclassified', o.unclassified) order by v.position)
      from public.experiment_variants v
      cross join lateral (
        select count(*) as n, coalesce(sum(x.retries), 0) as retries, count(*) filter (where x.error_class = 'validation') as validation,
          count(*) filter (where x.error_class = 'execution') as execution, count(*) filter (where x.error_class = 'logic') as logic,
          count(*) filter (where not x.success and x.error_class is null) as unclassified
        from outcomes x join first_seen s on s.subject = x.subject where s.variant = v.name
      ) o
      where v.experiment_id = e.id),
    'crossovers', (
      select count(distinct x.subject) from (
        select o.subject, o.variant from outcomes o union all select v.subject, v.variant from votes v
      ) x join first_seen s on s.subject = x.subject where s.variant <> x.variant));
$$;
comment on function private.experiment_sums(public.experiments) is
  'What results are computed from: per metric, variant and UTC day the sums over subjects up to the end of that day, {subjects, n, total, n_squares, total_squares, products}; '
  'errors and retries per variant; crossovers. Outcomes from the start to the stop, a subject under its first variant.';

-- security definer: the votes of an experiment are found by an index that row-level security would not use; checks role and project itself.
create function public.get_experiment_sums(experiment_id uuid) returns json
language plpgsql stable security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('read_config');
  wanted public.experiments;
begin
  select e.* into wanted from public.experiments e
  where e.id = get_experiment_sums.experiment_id and (caller.projects is null or e.project = any (caller.projects));
  if not found then
    raise sqlstate 'PT404' using message = 'there is no such experiment';
  end if;
  return private.experiment_sums(wanted);
end;
$$;
comment on function public.get_experiment_sums(uuid) is 'The sums from which the results of an experiment are computed (private.experiment_sums). PT404.';
grant execute on function public.get_experiment_sums(uuid) to authenticated;

-- ---------------------------------------------------------------------------------------------------------------
-- Guardrails, for the jobs: nobody who calls the API may execute these
-- ---------------------------------------------------------------------------------------------------------------

create function private.list_guarded_experiments() returns setof public.experiments
language sql stable
set search_path = ''
as $$
  select e.* from public.experiments e where e.status = 'running' and e.stop_on_guardrail and e.guardrails <> '[]' order by e.id;
$$;
comment on function private.list_guarded_experiments() is 'Experiments that run and are to be stopped when a guardrail is breached.';

create function private.stop_guarded_experiment(experiment_id uuid, reason text) returns boolean
language plpgsql volatile
set search_path = ''
as $$
declare
  changed public.experiments;
begin
  update public.experiments e set status = 'stopped', stopped_at = greatest(date_trunc('milliseconds', now()), e.started_at), stop_reason = reason,
    version = e.version + 1, updated_at = now()
  where e.id = experiment_id and e.status = 'running' and e.stop_on_guardrail returning * into changed;
  if not found then
    return false;
  end if;
  perform private.audit('experiment.stop', 'experiment', changed.id::text, changed.project, jsonb_build_object('name', changed.name, 'reason', reason));
  return true;
end;
$$;
comment on function private.stop_guarded_experiment(uuid, text) is 'Stops an experiment whose guardrail was breached; false when it does not run any more.';

-- ---------------------------------------------------------------------------------------------------------------
-- Promotion
-- ---------------------------------------------------------------------------------------------------------------

create function private.strategy_name_of(label text) returns text
language sql immutable
set search_path = ''
as $$
  select coalesce(nullif(trim(both '-' from left(regexp_replace(lower(label), '[^a-z0-9]+', '-', 'g'), 100)), ''), 'experiment');
$$;
comment on function private.strategy_name_of(text) is 'A name that a strategy may have, from any label.';

create function private.prompt_strategy_from_version(e public.experiments, v public.experiment_variants, built_in jsonb, caller private.principal_info)
returns public.prompt_strategies
language plpgsql volatile
set search_path = ''
as $$
declare
  own_name text := case when v.strategy = 'built-in' then private.strategy_name_of(e.name) else v.strategy end;
  role_text text := (select p.prompt_text from public.prompt_versions p where p.project = e.project and p.version = v.prompt_version);
  wanted jsonb;
  made public.prompt_strategies;
begin
  if role_text is null then
    raise sqlstate 'PT409' using message = format('the text of the prompt version %s is not stored any more', v.prompt_version);
  end if;
  perform pg_advisory_xact_lock(hashtext('retune.prompt_strategies'), hashtext(e.project || '/' || own_name));
  select case when v.strategy = 'built-in' then built_in else (
    select s.body from public.prompt_strategies s where s.project = e.project and s.name = v.strategy and s.version = v.strategy_version
  ) end || jsonb_build_object('system_role', role_text) into wanted;
  -- Whoever promotes it again gets the version that was made for it the first time.
  select s.* into made from public.prompt_strategies s where s.project = e.project and s.name = own_name and s.body = wanted order by s.version desc limit 1;
  if not found then
    insert into public.prompt_strategies (project, name, version, body, note, created_by, created_by_label)
    select e.project, own_name, coalesce(max(s.version), 0) + 1, wanted,
      format('The prompt version %s, from the variant %s of the experiment %s.', v.prompt_version, v.name, e.name), caller.id, caller.label
    from public.prompt_strategies s where s.project = e.project and s.name = own_name
    returning * into made;
  end if;
  return made;
end;
$$;
comment on function private.prompt_strategy_from_version(public.experiments, public.experiment_variants, jsonb, private.principal_info) is
  'A version of a strategy with the text of a variant''s prompt version as its system role; made unless there is one. PT409 when the text is gone.';

-- security definer: as create_experiment.
create function public.promote_variant(experiment_id uuid, variant text, built_in text) returns json
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('change_config');
  e public.experiments := private.changeable_experiment(caller, experiment_id);
  v public.experiment_variants;
  previous public.default_strategies;
  made public.prompt_strategies;
  own_name text;
  own_version integer;
  chosen json;
begin
  if e.status = 'draft' then
    raise sqlstate 'PT409' using message = 'this experiment has not started', hint = 'there is nothing to promote yet';
  end if;
  select x.* into v from public.experiment_variants x where x.experiment_id = e.id and x.name = promote_variant.variant;
  if not found then
    raise sqlstate 'PT400' using message = format('variant: the experiment has no variant %s', variant), detail = private.issue('variant', 'is not a variant of this experiment');
  end if;
  own_name := v.strategy;
  own_version := v.strategy_version;
  if v.prompt_version is not null then
    made := private.prompt_strategy_from_version(e, v, built_in::jsonb, caller);
    own_name := made.name;
    own_version := made.version;
  end if;
  -- As private.choose_default_strategy() does: what was before is read under the same lock.
  perform pg_advisory_xact_lock(hashtext('retune.default_strategies'), hashtext(e.project));
  select d.* into previous from public.default_strategies d where d.project = e.project;
  -- The built-in strategy has no version; as a default it has no name either.
  chosen := private.choose_default_strategy(caller, e.project, case when own_version is not null then own_name end, own_version);
  update public.experiments x set promoted_variant = v.name, promoted_at = now(), version = x.version + 1, updated_at = now() where x.id = e.id;
  perform private.audit('experiment.promote', 'experiment', e.id::text, e.project, jsonb_build_object('name', e.name, 'variant', v.name,
    'strategy', own_name, 'strategy_version', own_version, 'previous', jsonb_build_object('name', previous.name, 'strategy_version', previous.strategy_version)));
  return json_build_object('experiment_id', e.id, 'variant', v.name, 'project', e.project, 'strategy', own_name, 'strategy_version', coalesce(own_version, 0),
    'default_version', (chosen ->> 'version')::integer, 'previous', json_build_object('name', previous.name, 'strategy_version', previous.strategy_version));
end;
$$;
comment on function public.promote_variant(uuid, text, text) is
  'Makes the strategy of a variant the default of the project; built_in is the body of the built-in strategy, for a variant that puts another role into it. '
  'PT400 for a variant that it does not have, PT404, PT409 while it is a draft.';
grant execute on function public.promote_variant(uuid, text, text) to authenticated;
