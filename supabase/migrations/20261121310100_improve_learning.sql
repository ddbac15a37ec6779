-- Purpose: what the learning loop answers to unknown projects, taking a judgement back exactly, drafts of experiments, the list of failure
--          patterns at any number of failures, votes of an experiment.
-- Objects: replaces private.{is_known_project,project_to_read,failure_examples,feedback_where,is_rollup_filter}, public.{get_knowledge,
--          list_failure_patterns,update_failure_pattern,update_experiment}; private.write_experiment_variants, public.get_failure_pattern; index
--          failure_pattern_daily_date.
-- Destructive: no.

-- ---------------------------------------------------------------------------------------------------------------
-- Projects that nobody has
-- ---------------------------------------------------------------------------------------------------------------

-- security definer: callers who may not list members and keys are to know a project that is only theirs by now; the answer is yes or no.
create or replace function private.is_known_project(target text) returns boolean
language sql stable security definer
set search_path = ''
as $$
  select target = 'default' or exists (select from public.projects p where p.project = target)
    or exists (select from public.members m where target = any (m.projects))
    or exists (select from public.api_keys k where k.project = target and k.revoked_at is null);
$$;

create or replace function private.project_to_read(caller private.principal_info, project text) returns text
language plpgsql stable
set search_path = ''
as $$
begin
  if project is not null and not coalesce(project = any (caller.projects), private.is_known_project(project)) then
    raise sqlstate 'PT404' using message = 'there is no such project', detail = private.issue('project', 'is not known'),
      hint = 'a project begins with the first write to it, or with a member or an API key that is limited to it';
  end if;
  return private.project_for(caller, project);
end;
$$;
comment on function private.project_to_read(private.principal_info, text) is
  'The project that a caller asks about: the one it names, else its only one, else `default`. PT404 for another one and for one that is not known (private.is_known_project): most likely a typo, which would be answered with defaults. PT400 when it must be named.';

create or replace function public.get_knowledge(project text default null, version integer default null) returns json
language plpgsql stable
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('read_config');
  target text := private.project_to_read(caller, get_knowledge.project);
  found_version public.knowledge_versions;
begin
  select k.* into found_version from public.knowledge_versions k
  where k.project = target and (get_knowledge.version is null or k.version = get_knowledge.version)
  order by k.version desc limit 1;
  if found_version.version is null and get_knowledge.version > 0 then
    raise sqlstate 'PT404' using message = format('the knowledge base has no version %s', get_knowledge.version),
      detail = private.issue('version', 'does not exist');
  end if;
  return json_build_object('project', target, 'version', coalesce(found_version.version, 0), 'document', found_version.document,
    'note', found_version.note, 'created_by_label', found_version.created_by_label, 'created_at', found_version.created_at,
    'versions', (
      select coalesce(json_agg(json_build_object('version', v.version, 'note', v.note, 'created_by_label', v.created_by_label,
        'created_at', v.created_at) order by v.version desc), '[]')
      from (select k.* from public.knowledge_versions k where k.project = target order by k.version desc limit 99) v));
end;
$$;

-- ---------------------------------------------------------------------------------------------------------------
-- Failure patterns
-- ---------------------------------------------------------------------------------------------------------------

-- A range of days without the days before it.
create index failure_pattern_daily_date on public.failure_pattern_daily (date) include (pattern_id, version_label, count);

create or replace function private.failure_examples(wanted uuid, filter jsonb) returns json
language plpgsql stable
set search_path = ''
as $$
declare
  range text := concat_ws(' and ', 'true',
    case when filter ? 'from' then format('f.created_at >= %L::timestamptz', filter ->> 'from') end,
    case when filter ? 'to' then format('f.created_at < %L::timestamptz', filter ->> 'to') end);
  source text := format('select f.* from public.llm_feedback f where f.failure_pattern_id = %L and %s order by f.created_at desc, f.id desc', wanted, range);
  result json;
begin
  if filter ?| array['model', 'strategy', 'version'] then
    -- Looks through the newest thousand of the range at most, so that a rare model among many failures does not cost a scan.
    source := format('select l.* from (%s limit 1000) l where %s order by l.created_at desc, l.id desc', source, concat_ws(' and ', 'true',
      case when filter ? 'model' then private.any_of('l.model', filter -> 'model') end,
      case when filter ? 'strategy' then private.any_of('l.strategy', filter -> 'strategy') end,
      case when filter ? 'version' then private.any_of('l.version_label', filter -> 'version') end));
  end if;
  execute format($query$
    select coalesce(json_agg(json_build_object('execution_id', x.id, 'user_prompt', left(x.user_prompt, 500), 'error', left(x.error, 1000),
      'created_at', x.created_at) order by x.created_at desc, x.id desc), '[]') from (%s limit 3) x
  $query$, source) into result;
  return result;
end;
$$;

-- What grows with the failures is read from the daily counts alone, each of them once.
-- security definer: as failure_counts.
create or replace function public.list_failure_patterns(filter text default '{}', page_limit integer default 50, page_cursor text default null) returns json
language plpgsql stable security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('read');
  f jsonb := filter::jsonb;
  range_start timestamptz := (f ->> 'from')::timestamptz;
  complete_end timestamptz := least((f ->> 'to')::timestamptz, date_trunc('day', now() at time zone 'UTC') at time zone 'UTC');
  -- As many days before the range as it has complete ones; none without a first day.
  previous jsonb := case when complete_end > range_start then
    f || jsonb_build_object('from', range_start - (complete_end - range_start), 'to', range_start) end;
  size integer := least(greatest(page_limit, 1), 500);
  after_count bigint := split_part(page_cursor, '|', 1)::bigint;
  after_id uuid := split_part(page_cursor, '|', 2)::uuid;
begin
  return (
    with counts as materialized (
      select c.pattern_id, c.date, c.version_label, c.count from private.failure_counts(f, caller.projects) c
    ), page as materialized (
      select c.pattern_id as id, sum(c.count)::bigint as count,
        coalesce(sum(c.count) filter (where complete_end is null or c.date < (complete_end at time zone 'UTC')::date), 0) as current
      from counts c group by c.pattern_id
      having page_cursor is null or (sum(c.count)::bigint, c.pattern_id) < (after_count, after_id)
      order by 2 desc, 1 desc limit size + 1
    ), kept as materialized (
      select p.* from page p order by p.count desc, p.id desc limit size
    ), earlier as materialized (
      select c.pattern_id, sum(c.count)::bigint as count from private.failure_counts(
        previous || jsonb_build_object('ids', (select coalesce(jsonb_agg(k.id), '[]') from kept k)), caller.projects) c
      where previous is not null group by c.pattern_id
    ), days as materialized (
      select d.pattern_id, jsonb_agg(jsonb_build_object('date', d.date, 'count', d.count) order by d.date) as daily
      from (select c.pattern_id, c.date, sum(c.count) as count from counts c join kept k on k.id = c.pattern_id group by 1, 2) d group by d.pattern_id
    ), versions as materialized (
      select v.pattern_id, jsonb_agg(jsonb_build_object('version', nullif(v.version_label, ''), 'count', v.count) order by v.count desc, v.version_label) as versions
      from (
        select c.pattern_id, c.version_label, sum(c.count) as count,
          row_number() over (partition by c.pattern_id order by sum(c.count) desc, c.version_label) as place
        from counts c join kept k on k.id = c.pattern_id group by 1, 2) v
      where v.place <= 10 group by v.pattern_id
    )
    select json_build_object(
      'data', coalesce((select json_agg(private.failure_pattern_json(p) || jsonb_build_object(
          'count', k.count,
          'trend', jsonb_build_object('current', k.current, 'previous', coalesce(e.count, 0), 'daily', d.daily),
          'versions', v.versions,
          'examples', private.failure_examples(k.id, f)) order by k.count desc, k.id desc)
        from kept k join public.failure_patterns p on p.id = k.id join days d on d.pattern_id = k.id join versions v on v.pattern_id = k.id
          left join earlier e on e.pattern_id = k.id), '[]'),
      'next', case when (select count(*) from page) > size then (select k.count || '|' || k.id from kept k order by k.count, k.id limit 1) end));
end;
$$;

-- security definer: as list_failure_patterns.
create function public.get_failure_pattern(pattern_id uuid) returns json
language plpgsql stable security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('read');
  wanted public.failure_patterns;
begin
  select * into wanted from public.failure_patterns p where p.id = pattern_id and (caller.projects is null or p.project = any (caller.projects));
  if not found then
    raise sqlstate 'PT404' using message = 'there is no such failure pattern';
  end if;
  return private.failure_pattern_json(wanted);
end;
$$;
comment on function public.get_failure_pattern(uuid) is 'A failure pattern without the figures of a range. PT404.';
grant execute on function public.get_failure_pattern(uuid) to authenticated;

-- security definer: nobody holds a write policy; checks role and project itself.
create or replace function public.update_failure_pattern(pattern_id uuid, patch text, expected_version integer default null) returns json
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('change_config');
  changes jsonb := patch::jsonb;
  wanted text := changes ->> 'status';
  -- Sent when a judgement is taken back: the time that it had.
  wanted_fix timestamptz := (changes ->> 'fixed_at')::timestamptz;
  before public.failure_patterns;
  after public.failure_patterns;
begin
  -- no key update: failures that refer to it may be recorded meanwhile.
  select * into before from public.failure_patterns p
  where p.id = pattern_id and (caller.projects is null or p.project = any (caller.projects)) for no key update;
  if not found then
    raise sqlstate 'PT404' using message = 'there is no such failure pattern';
  end if;
  if expected_version is not null and expected_version <> before.version then
    raise sqlstate 'PT409' using message = 'this failure pattern was changed since you opened it', hint = 'load it again',
      detail = jsonb_build_object('stored_version', before.version);
  end if;
  if wanted = 'regressed' and before.regressed_at is null then
    raise sqlstate 'PT409' using message = 'this failure pattern has never come back', hint = 'regressed is found by recording; it can only be put back';
  end if;
  if wanted_fix is not null and wanted is distinct from 'fixed' and wanted is distinct from 'regressed' then
    raise sqlstate 'PT400' using message = 'fixed_at: goes with status fixed or regressed', detail = private.issue('fixed_at', 'goes with status fixed or regressed');
  elsif wanted_fix > now() + interval '5 minutes' then
    raise sqlstate 'PT400' using message = 'fixed_at: must not be later than now', detail = private.issue('fixed_at', 'must not be later than now');
  end if;
  update public.failure_patterns p set
    status = coalesce(wanted, p.status),
    -- new and known say that it is not fixed; regressed keeps in which version it was.
    fixed_at = case when wanted in ('new', 'known') then null when wanted_fix is not null then wanted_fix
      when wanted = 'fixed' then coalesce(case when p.status = 'fixed' then p.fixed_at end, date_trunc('milliseconds', clock_timestamp())) else p.fixed_at end,
    fixed_in_version = case when changes ? 'fixed_in_version' then changes ->> 'fixed_in_version'
      when wanted in ('new', 'known') or (wanted = 'fixed' and p.status <> 'fixed') then null else p.fixed_in_version end,
    note = case when changes ? 'note' then changes ->> 'note' else p.note end,
    version = p.version + 1, updated_by = caller.id, updated_at = now()
  where p.id = before.id returning * into after;
  -- The log holds no text that people wrote.
  perform private.audit('failure_pattern.update', 'failure_pattern', after.id::text, after.project, jsonb_build_object(
    'before', jsonb_build_object('status', before.status, 'fixed_in_version', before.fixed_in_version),
    'after', jsonb_build_object('status', after.status, 'fixed_in_version', after.fixed_in_version),
    'note_changed', before.note is distinct from after.note));
  return private.failure_pattern_json(after);
end;
$$;
comment on function public.update_failure_pattern(uuid, text, integer) is
  'Sets status, fixed_in_version, fixed_at (with status fixed or regressed; now when left out) and note of a pattern (only the keys present). PT404; PT409 with '
  'stored_version when expected_version is not the stored one, and for the status regressed of a pattern that never came back.';

-- ---------------------------------------------------------------------------------------------------------------
-- Experiments
-- ---------------------------------------------------------------------------------------------------------------

create function private.write_experiment_variants(experiment_id uuid, variants jsonb) returns void
language sql volatile
set search_path = ''
as $$
  delete from public.experiment_variants v where v.experiment_id = write_experiment_variants.experiment_id;
  insert into public.experiment_variants (experiment_id, name, position, weight, strategy, strategy_version, prompt_version)
  select write_experiment_variants.experiment_id, v.variant ->> 'name', v.place - 1, (v.variant ->> 'weight')::integer, v.variant ->> 'strategy',
    (v.variant ->> 'strategy_version')::integer, v.variant ->> 'prompt_version'
  from jsonb_array_elements(variants) with ordinality v (variant, place);
$$;
comment on function private.write_experiment_variants(uuid, jsonb) is 'The variants of a draft, in place of those it had; the first is the control.';

-- security definer: as create_experiment.
create or replace function public.update_experiment(experiment_id uuid, patch text, expected_version integer default null) returns json
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('change_config');
  given jsonb := patch::jsonb;
  before public.experiments := private.changeable_experiment(caller, experiment_id);
  before_audit jsonb := private.experiment_audit(before);
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
    select f.field into fixed from unnest(array['name', 'variants', 'minimum_effect', 'guardrails', 'stop_on_guardrail']) f (field) where given ? f.field limit 1;
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
  if given ? 'variants' then
    perform private.write_experiment_variants(changed.id, given -> 'variants');
  end if;
  if wish = 'start' or given ? 'variants' then
    perform private.check_experiment_variants(changed);
  end if;
  if wish = 'start' then
    perform private.freeze_experiment_variants(changed);
  end if;
  perform private.audit('experiment.' || coalesce(wish, 'update'), 'experiment', changed.id::text, changed.project,
    case when wish = 'stop' then jsonb_build_object('name', changed.name)
    else jsonb_build_object('before', before_audit, 'after', private.experiment_audit(changed)) end);
  return private.experiment_json(changed);
end;
$$;
comment on function public.update_experiment(uuid, text, integer) is
  'Changes, starts or stops an experiment; an absent field stays, null clears; variants, of a draft, are replaced as a whole. PT409 for what its state or another''s change forbids, PT400 for a strategy or prompt version that the project does not have, PT404.';

-- ---------------------------------------------------------------------------------------------------------------
-- Votes of an experiment
-- ---------------------------------------------------------------------------------------------------------------

create or replace function private.feedback_where(filter jsonb, projects text[]) returns text
language sql stable
set search_path = ''
as $$
  select concat_ws(' and ', 'true',
    case when projects is not null then private.any_of('f.project', to_jsonb(projects)) end,
    case when filter ? 'from' then format('f.created_at >= %L::timestamptz', filter ->> 'from') end,
    case when filter ? 'to' then format('f.created_at < %L::timestamptz', filter ->> 'to') end,
    case when filter ? 'project' then private.any_of('f.project', filter -> 'project') end,
    case when filter ? 'model' then private.any_of('f.model', filter -> 'model') end,
    case when filter ? 'intent' then private.any_of('f.intent', filter -> 'intent') end,
    case when filter ? 'user_id' then private.any_of('f.user_id', filter -> 'user_id') end,
    case when filter ? 'session_id' then private.any_of('f.session_id', filter -> 'session_id') end,
    case when filter ? 'rating' then format('f.rating = %s', (filter ->> 'rating')::smallint) end,
    case when (filter ->> 'has_note')::boolean then '(f.comment is not null or f.corrected_response is not null)'
         when not (filter ->> 'has_note')::boolean then '(f.comment is null and f.corrected_response is null)' end,
    -- The first part is the condition of the index.
    case when filter ? 'experiment' then 'f.metadata ? ''experiment'' and ' || private.any_of('(f.metadata ->> ''experiment'')', filter -> 'experiment') end,
    case when filter ? 'variant' then private.any_of('(f.metadata ->> ''variant'')', filter -> 'variant') end,
    case when filter ? 'q' then (
      select '(' || string_agg(format('f.search @@ %L::tsquery', private.search_query(t.q)), ' or ') || ')'
      from jsonb_array_elements_text(filter -> 'q') t (q)) end,
    case when filter ? 'ids' then format('f.id = any (%L::uuid[])', array(select jsonb_array_elements_text(filter -> 'ids'))) end
  );
$$;

create or replace function private.is_rollup_filter(filter jsonb) returns boolean
language sql immutable
set search_path = ''
as $$
  select not filter ?| array['user_id', 'session_id', 'q', 'has_note', 'experiment', 'variant', 'ids']
    and coalesce((filter ->> 'from')::timestamptz at time zone 'UTC' = date_trunc('day', (filter ->> 'from')::timestamptz at time zone 'UTC'), true)
    and coalesce((filter ->> 'to')::timestamptz at time zone 'UTC' = date_trunc('day', (filter ->> 'to')::timestamptz at time zone 'UTC'), true);
$$;
