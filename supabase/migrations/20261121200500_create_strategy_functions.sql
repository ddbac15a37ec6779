-- Purpose: strategies with their versions, which one a project composes with, and prompts kept to try them on.
-- Objects: private.{project_to_read,strategy_json,default_strategy_json,choose_default_strategy};
--          public.{list_strategies,find_strategy,find_running_experiment,save_strategy,set_default_strategy,list_test_cases,save_test_case,delete_test_case}.
-- Destructive: no.

-- A project that went back to the built-in strategy keeps its row, so that the version of its choice never repeats.
alter table public.default_strategies
  alter column name drop not null,
  alter column strategy_version drop not null,
  add check ((name is null) = (strategy_version is null));
comment on table public.default_strategies is
  'The strategy that a project composes with when none is named. A project without a row, or with a null name, has the built-in one.';
alter table public.prompt_strategies add check (name <> 'built-in');

create function private.project_to_read(caller private.principal_info, project text) returns text
language plpgsql stable
set search_path = ''
as $$
begin
  if project is not null and caller.projects is not null and not project = any (caller.projects) then
    raise sqlstate 'PT404' using message = 'there is no such project';
  end if;
  return private.project_for(caller, project);
end;
$$;
comment on function private.project_to_read(private.principal_info, text) is
  'The project that a caller asks about: the one it names, else its only one, else `default`. PT404 for another one, PT400 when it must be named.';

-- ---------------------------------------------------------------------------------------------------------------
-- Strategies
-- ---------------------------------------------------------------------------------------------------------------

create function private.strategy_json(s public.prompt_strategies) returns json
language sql stable
set search_path = ''
as $$
  select json_build_object('project', s.project, 'name', s.name, 'version', s.version, 'body', s.body, 'note', s.note,
    'is_default', exists (
      select from public.default_strategies d where d.project = s.project and d.name = s.name and d.strategy_version = s.version),
    'is_latest', not exists (
      select from public.prompt_strategies n where n.project = s.project and n.name = s.name and n.version > s.version),
    'created_by_label', s.created_by_label, 'created_at', s.created_at);
$$;
comment on function private.strategy_json(public.prompt_strategies) is 'A version of a strategy as the API shows it.';

create function private.default_strategy_json(of_project text) returns json
language sql stable
set search_path = ''
as $$
  select json_build_object('project', of_project, 'name', d.name, 'strategy_version', d.strategy_version,
    'version', coalesce(d.version, 0), 'updated_at', d.updated_at)
  from (select of_project as project) x left join public.default_strategies d using (project);
$$;
comment on function private.default_strategy_json(text) is 'What a project composes with; version 0 = nobody has chosen, and a null name = the built-in strategy.';

create function public.list_strategies(project text default null, name text default null) returns json
language plpgsql stable
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('read_config');
  asked text := private.project_to_read(caller, list_strategies.project);
begin
  return json_build_object(
    'data', (
      select coalesce(json_agg(private.strategy_json(s::public.prompt_strategies) order by s.name, s.version desc), '[]')
      from (
        select p.* from public.prompt_strategies p
        where p.project = asked and case when list_strategies.name is null
          then not exists (select from public.prompt_strategies n where n.project = p.project and n.name = p.name and n.version > p.version)
          else p.name = list_strategies.name end
        order by p.name, p.version desc limit 200
      ) s),
    'default', private.default_strategy_json(asked));
end;
$$;
comment on function public.list_strategies(text, text) is
  'The newest version of each strategy of a project by name, or the newest 200 versions of one; and the project''s default.';
grant execute on function public.list_strategies(text, text) to authenticated;

create function public.find_strategy(project text default null, strategy text default null, prompt_version text default null) returns json
language plpgsql stable
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('read_config');
  asked text := private.project_to_read(caller, find_strategy.project);
  asked_name text := regexp_replace(find_strategy.strategy, '@[0-9]{1,9}$', '');
  asked_version integer := substring(find_strategy.strategy from '@([0-9]{1,9})$')::integer;
  found_one public.prompt_strategies;
  replacing text;
begin
  if asked_name is null then
    select s.* into found_one from public.default_strategies d
    join public.prompt_strategies s on s.project = d.project and s.name = d.name and s.version = d.strategy_version
    where d.project = asked;
  elsif asked_name <> 'built-in' or asked_version > 0 then
    select s.* into found_one from public.prompt_strategies s
    where s.project = asked and s.name = asked_name and (asked_version is null or s.version = asked_version)
    order by s.version desc limit 1;
    if not found then
      raise sqlstate 'PT400' using message = format('strategy: the project %s has no strategy %s', asked, find_strategy.strategy),
        detail = private.issue('strategy', 'does not exist in this project');
    end if;
  end if;
  if find_strategy.prompt_version is not null then
    select v.prompt_text into replacing from public.prompt_versions v where v.project = asked and v.version = find_strategy.prompt_version;
    if replacing is null then
      raise sqlstate 'PT409' using message = format('the prompt version %s has no stored text', find_strategy.prompt_version),
        hint = 'store it with PUT /v1/tuning/versions/{version}';
    end if;
  end if;
  return json_build_object('project', asked, 'name', found_one.name, 'version', found_one.version, 'body', found_one.body, 'prompt_text', replacing);
end;
$$;
comment on function public.find_strategy(text, text, text) is
  'What a strategy parameter means in a project: name = its newest version, name@3 = that one, null = the default; all null = the built-in one. '
  'With the text of a prompt version. PT400 naming strategy; PT409 for a prompt version without text.';
grant execute on function public.find_strategy(text, text, text) to authenticated;

create function public.find_running_experiment(experiment text, project text default null) returns json
language plpgsql stable
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('read_config');
  asked text := private.project_to_read(caller, find_running_experiment.project);
  found_one public.experiments;
begin
  select e.* into found_one from public.experiments e
  where e.project = asked and (e.name = experiment or e.id::text = lower(experiment))
  -- One may be named like the id of another: the id wins.
  order by e.id::text = lower(experiment) desc limit 1;
  if not found then
    raise sqlstate 'PT400' using message = format('experiment: the project %s has no experiment %s', asked, experiment),
      detail = private.issue('experiment', 'does not exist in this project');
  end if;
  if found_one.status <> 'running' then
    raise sqlstate 'PT409' using message = format('the experiment %s is not running', found_one.name),
      hint = case found_one.status when 'draft' then 'start it first' else 'it was stopped: compose without it' end,
      detail = json_build_object('experiment_id', found_one.id, 'experiment_status', found_one.status);
  end if;
  return json_build_object('id', found_one.id, 'project', asked, 'variants', (
    select json_agg(json_build_object('name', v.name, 'weight', v.weight, 'strategy', v.strategy, 'strategy_version', v.strategy_version,
      'prompt_version', v.prompt_version) order by v.position)
    from public.experiment_variants v where v.experiment_id = found_one.id));
end;
$$;
comment on function public.find_running_experiment(text, text) is
  'A running experiment by id or name, with its variants in their order. PT400 naming experiment; PT409 when it is a draft or stopped.';
grant execute on function public.find_running_experiment(text, text) to authenticated;

create function private.choose_default_strategy(
  caller private.principal_info, of_project text, chosen text, chosen_version integer, expected_version integer default null)
returns json
language plpgsql volatile
set search_path = ''
as $$
declare
  before public.default_strategies;
begin
  insert into public.projects (project) values (of_project) on conflict do nothing;
  -- The row may not be there yet: two who choose at once wait for each other here.
  perform pg_advisory_xact_lock(hashtext('retune.default_strategies'), hashtext(of_project));
  select d.* into before from public.default_strategies d where d.project = of_project for update;
  if expected_version is not null and expected_version <> coalesce(before.version, 0) then
    raise sqlstate 'PT409' using message = 'the default of this project was changed since you opened it', hint = 'load it again',
      detail = json_build_object('stored_version', coalesce(before.version, 0));
  end if;
  insert into public.default_strategies as d (project, name, strategy_version, updated_by)
  values (of_project, chosen, chosen_version, caller.id)
  on conflict (project) do update set name = excluded.name, strategy_version = excluded.strategy_version, version = d.version + 1,
    updated_by = excluded.updated_by, updated_at = now();
  perform private.audit('strategy.default', 'strategy', chosen, of_project, jsonb_build_object(
    'before', case when before.name is not null then jsonb_build_object('name', before.name, 'strategy_version', before.strategy_version) end,
    'after', case when chosen is not null then jsonb_build_object('name', chosen, 'strategy_version', chosen_version) end));
  return private.default_strategy_json(of_project);
end;
$$;
comment on function private.choose_default_strategy(private.principal_info, text, text, integer, integer) is
  'Makes a version the default of a project (null = the built-in strategy), with an audit entry. PT409 with stored_version. Checks nobody: its callers do.';

-- security definer: nobody holds a write policy on strategies; checks principal and project itself.
create function public.save_strategy(input text) returns json
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('change_config');
  given jsonb := input::jsonb;
  target text := private.project_for(caller, given ->> 'project');
  expected integer := (given ->> 'expected_version')::integer;
  newest integer;
  saved public.prompt_strategies;
begin
  if given ->> 'name' = 'built-in' then
    raise sqlstate 'PT400' using message = 'name: built-in is the strategy that the product ships', hint = 'give yours another name',
      detail = private.issue('name', 'is the name of the strategy that the product ships');
  end if;
  insert into public.projects (project) values (target) on conflict do nothing;
  perform pg_advisory_xact_lock(hashtext('retune.prompt_strategies'), hashtext(target || '/' || (given ->> 'name')));
  select coalesce(max(s.version), 0) into newest from public.prompt_strategies s where s.project = target and s.name = given ->> 'name';
  if expected is not null and expected <> newest then
    raise sqlstate 'PT409' using message = format('version %s of this strategy was saved since you opened it', newest), hint = 'load it again',
      detail = json_build_object('stored_version', newest);
  end if;
  insert into public.prompt_strategies (project, name, version, body, note, created_by, created_by_label)
  values (target, given ->> 'name', newest + 1, given -> 'body', given ->> 'note', caller.id, caller.label) returning * into saved;
  perform private.audit('strategy.save', 'strategy', saved.name, target, jsonb_build_object('version', saved.version, 'note', saved.note));
  if (given ->> 'make_default')::boolean then
    perform private.choose_default_strategy(caller, target, saved.name, saved.version);
  end if;
  return private.strategy_json(saved);
end;
$$;
comment on function public.save_strategy(text) is
  'Saves the next version of a strategy (project, name, body, note, make_default, expected_version). PT403 for another project, PT409 with '
  'stored_version when someone has saved another since, PT400 for the name of the built-in one.';
grant execute on function public.save_strategy(text) to authenticated;

-- security definer: as save_strategy.
create function public.set_default_strategy(input text) returns json
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('change_config');
  given jsonb := input::jsonb;
  target text := private.project_for(caller, given ->> 'project');
  chosen public.prompt_strategies;
begin
  if given ->> 'name' is not null then
    select s.* into chosen from public.prompt_strategies s
    where s.project = target and s.name = given ->> 'name'
      and s.version = coalesce((given ->> 'strategy_version')::integer, s.version)
    order by s.version desc limit 1;
    if not found then
      raise sqlstate 'PT400' using
        message = format('the project %s has no strategy %s', target, concat_ws('@', given ->> 'name', given ->> 'strategy_version')),
        detail = private.issue(
          case when exists (select from public.prompt_strategies s where s.project = target and s.name = given ->> 'name') then 'strategy_version' else 'name' end,
          'does not exist in this project');
    end if;
  elsif given ->> 'strategy_version' is not null then
    raise sqlstate 'PT400' using message = 'strategy_version: the built-in strategy has no versions',
      detail = private.issue('strategy_version', 'does not belong to the built-in strategy');
  end if;
  return private.choose_default_strategy(caller, target, chosen.name, chosen.version, (given ->> 'expected_version')::integer);
end;
$$;
comment on function public.set_default_strategy(text) is
  'What a project composes with (project, name or null for the built-in one, strategy_version, expected_version). PT400 naming name or '
  'strategy_version; PT403 for another project; PT409 with stored_version.';
grant execute on function public.set_default_strategy(text) to authenticated;

-- ---------------------------------------------------------------------------------------------------------------
-- Test cases
-- ---------------------------------------------------------------------------------------------------------------

create function private.test_case_json(c public.prompt_test_cases) returns json
language sql stable
set search_path = ''
as $$
  select json_build_object('id', c.id, 'project', c.project, 'name', c.name, 'input', c.input, 'expected_action_plan', c.expected_action_plan,
    'created_by_label', c.created_by_label, 'created_at', c.created_at);
$$;
comment on function private.test_case_json(public.prompt_test_cases) is 'A test case as the API shows it.';

create function public.list_test_cases(project text default null) returns json
language plpgsql stable
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('read_config');
  asked text := private.project_to_read(caller, list_test_cases.project);
begin
  return (
    select coalesce(json_agg(private.test_case_json(c::public.prompt_test_cases) order by lower(c.name), c.id), '[]')
    from (select t.* from public.prompt_test_cases t where t.project = asked order by lower(t.name), t.id limit 200) c);
end;
$$;
comment on function public.list_test_cases(text) is 'The test cases of a project by name, at most 200.';
grant execute on function public.list_test_cases(text) to authenticated;

-- security definer: as save_strategy.
create function public.save_test_case(input text) returns json
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('change_config');
  given jsonb := input::jsonb;
  target text := private.project_for(caller, given ->> 'project');
  wanted uuid := coalesce((given ->> 'id')::uuid, gen_random_uuid());
  saved public.prompt_test_cases;
begin
  insert into public.projects (project) values (target) on conflict do nothing;
  insert into public.prompt_test_cases (id, project, name, input, expected_action_plan, created_by, created_by_label)
  values (wanted, target, given ->> 'name', given -> 'input', nullif(given -> 'expected_action_plan', 'null'), caller.id, caller.label)
  on conflict do nothing returning * into saved;
  if not found then
    if exists (select from public.prompt_test_cases c where c.id = wanted) then
      raise sqlstate 'PT409' using message = 'this id is already taken';
    end if;
    raise sqlstate 'PT409' using message = format('the project %s already has a test case of the name %s', target, given ->> 'name'),
      hint = 'give it another name';
  end if;
  return private.test_case_json(saved);
end;
$$;
comment on function public.save_test_case(text) is
  'Keeps a prompt to try strategies on (id, project, name, input, expected_action_plan). PT403 for another project; PT409 for a name or id that is taken.';
grant execute on function public.save_test_case(text) to authenticated;

-- security definer: as save_strategy.
create function public.delete_test_case(test_case_id uuid) returns void
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('change_config');
begin
  delete from public.prompt_test_cases c
  where c.id = test_case_id and (caller.projects is null or c.project = any (caller.projects));
  if not found then
    raise sqlstate 'PT404' using message = 'there is no such test case';
  end if;
end;
$$;
comment on function public.delete_test_case(uuid) is 'Removes a test case; saving it with its id brings it back. PT404.';
grant execute on function public.delete_test_case(uuid) to authenticated;

-- Used within functions that run with the rights of the caller.
grant execute on function private.project_for(private.principal_info, text), private.project_to_read(private.principal_info, text), private.issue(text, text),
  private.strategy_json(public.prompt_strategies), private.default_strategy_json(text), private.test_case_json(public.prompt_test_cases) to authenticated;
