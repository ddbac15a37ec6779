-- Purpose: how a project treats personal data, and what is known, exported and erased of a person.
-- Objects: private.project_settings_json; public.get_project_settings, update_project_settings, get_ingest_settings.
-- Destructive: no.

-- ---------------------------------------------------------------------------------------------------------------
-- Settings of a project
-- ---------------------------------------------------------------------------------------------------------------

create function private.project_settings_json(target text) returns jsonb
language sql stable
set search_path = ''
as $$
  select jsonb_build_object(
    'project', target,
    'privacy_mode', coalesce(s.privacy_mode, 'redact'),
    'detectors', coalesce(s.detectors, '{email,card,iban,ip,phone}'),
    'phone_region', s.phone_region,
    'patterns', coalesce(s.patterns, '[]'),
    'metadata_keys', s.metadata_keys,
    'user_ids', coalesce(s.user_ids, 'plain'),
    'idle_minutes', coalesce(s.idle_minutes, 30),
    'version', coalesce(s.version, 0),
    'updated_at', s.updated_at)
  from (select 1) x (n) left join public.project_settings s on s.project = target;
$$;
comment on function private.project_settings_json(text) is 'The settings of a project as the API shows them; the defaults, as version 0, until some were set.';

create function public.get_project_settings(project text) returns json
language plpgsql stable
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('administer');
begin
  if caller.projects is not null and not get_project_settings.project = any (caller.projects) then
    raise sqlstate 'PT404' using message = 'no such project';
  end if;
  return private.project_settings_json(get_project_settings.project);
end;
$$;
comment on function public.get_project_settings(text) is 'Admins: the settings of one of their projects. PT404 for another one.';
grant execute on function public.get_project_settings(text) to authenticated;

-- security definer: nobody holds a write policy on settings; checks the caller and the project itself.
create function public.update_project_settings(project text, patch text, expected_version integer default null) returns json
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('administer');
  target text := update_project_settings.project;
  changes jsonb := patch::jsonb;
  before jsonb;
  wanted jsonb;
begin
  if caller.projects is not null and not target = any (caller.projects) then
    raise sqlstate 'PT403' using message = 'this project is not one of yours', detail = private.issue('project', 'is not one of yours');
  end if;
  -- Two admins at once: the second one reads what the first has written.
  perform pg_advisory_xact_lock(hashtext('retune.project_settings'), hashtext(target));
  before := private.project_settings_json(target);
  if expected_version is not null and expected_version <> (before ->> 'version')::integer then
    raise sqlstate 'PT409' using message = 'someone else has changed these settings since you read them', hint = 'read them again and repeat your change',
      detail = jsonb_build_object('version', before -> 'version')::text;
  end if;
  wanted := before || (changes - array['project', 'version', 'updated_at']);
  if wanted = before then
    return before;
  end if;
  insert into public.projects (project) values (target) on conflict do nothing;
  insert into public.project_settings as s (project, privacy_mode, detectors, phone_region, patterns, metadata_keys, user_ids, idle_minutes, version, updated_by)
  values (target, wanted ->> 'privacy_mode', array(select jsonb_array_elements_text(wanted -> 'detectors')), wanted ->> 'phone_region', wanted -> 'patterns',
    case when jsonb_typeof(wanted -> 'metadata_keys') = 'array' then array(select jsonb_array_elements_text(wanted -> 'metadata_keys')) end,
    wanted ->> 'user_ids', (wanted ->> 'idle_minutes')::integer, 1, caller.id)
  on conflict on constraint project_settings_pkey do update set
    privacy_mode = excluded.privacy_mode, detectors = excluded.detectors, phone_region = excluded.phone_region, patterns = excluded.patterns,
    metadata_keys = excluded.metadata_keys, user_ids = excluded.user_ids, idle_minutes = excluded.idle_minutes,
    version = s.version + 1, updated_at = now(), updated_by = excluded.updated_by;
  perform private.audit('project_settings.change', 'project', target, target, jsonb_build_object(
    'before', (select jsonb_object_agg(b.key, b.value) from jsonb_each(before) b where b.value is distinct from wanted -> b.key),
    'after', (select jsonb_object_agg(w.key, w.value) from jsonb_each(wanted) w where w.value is distinct from before -> w.key)));
  return private.project_settings_json(target);
end;
$$;
comment on function public.update_project_settings(text, text, integer) is
  'Admins: changes the given settings of one of their projects and notes before and after in the audit log. PT403 for another project, PT409 when they changed since expected_version.';
grant execute on function public.update_project_settings(text, text, integer) to authenticated;

-- security definer: programs and reviewers write under settings that they may not read; answers only what a write needs.
create function public.get_ingest_settings(project text default null, target_type text default null, target_id uuid default null) returns json
language plpgsql stable security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.principal();
  target text := get_ingest_settings.project;
  settings jsonb;
begin
  if target_id is not null then
    select x.project into target from (
      select f.project from public.feedback f where target_type = 'feedback' and f.id = target_id
      union all select s.project from public.prompt_tuning_sessions s where target_type = 'session' and s.id = target_id
      union all select t.project from public.tuning_conversation_turns t where target_type = 'turn' and t.id = target_id
      union all select i.project from public.tuning_improvements i where target_type = 'improvement' and i.id = target_id
      union all select n.project from public.llm_interactions n where target_type = 'interaction' and n.id = target_id) x;
  elsif target is null then
    target := case when caller.projects is null then 'default' when cardinality(caller.projects) = 1 then caller.projects[1] end;
  end if;
  if caller.kind is null or not (private.can('record') or private.can('change') or private.can('annotate') or private.can('review'))
    or (caller.projects is not null and not target = any (caller.projects)) then
    target := null;
  end if;
  settings := private.project_settings_json(target);
  return (settings - array['idle_minutes', 'version', 'updated_at'])
    || jsonb_build_object('is_new', not exists (select from public.projects p where p.project = target));
end;
$$;
comment on function public.get_ingest_settings(text, text, uuid) is
  'How what is sent to a project (or to a row of it: feedback, session, turn, improvement, interaction) is treated. Without either: the caller''s default project, as private.project_for. '
  'The defaults for what the caller may not write to: the write itself refuses that, in its own words. is_new: no such project is known yet.';
grant execute on function public.get_ingest_settings(text, text, uuid) to authenticated;

grant execute on function private.project_settings_json(text) to authenticated;
