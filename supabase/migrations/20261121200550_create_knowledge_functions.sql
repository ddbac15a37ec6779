-- Purpose: reading and saving the knowledge base of a project.
-- Objects: public.get_knowledge, public.save_knowledge.
-- Destructive: no.

create function public.get_knowledge(project text default null, version integer default null) returns json
language plpgsql stable
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('read_config');
  target text;
  found_version public.knowledge_versions;
begin
  if get_knowledge.project is not null and caller.projects is not null and not get_knowledge.project = any (caller.projects) then
    raise sqlstate 'PT404' using message = 'there is no such project', detail = private.issue('project', 'is not known');
  end if;
  target := private.project_for(caller, get_knowledge.project);
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
comment on function public.get_knowledge(text, integer) is
  'The newest version of a project''s knowledge base, or the one asked for, and its newest 99 versions. Version 0, whose document is null, is the starter that the product ships. PT404 for a version or a project that the caller does not know.';
grant execute on function public.get_knowledge(text, integer) to authenticated;

-- security definer: nobody holds a write policy on versions; checks principal and project itself.
create function public.save_knowledge(document text, project text default null, note text default null, expected_version integer default null)
returns json
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('change_config');
  target text := private.project_for(caller, save_knowledge.project);
  stored integer;
begin
  -- Two saves at once would both become the next version.
  perform pg_advisory_xact_lock(hashtext('retune.knowledge'), hashtext(target));
  select coalesce(max(k.version), 0) into stored from public.knowledge_versions k where k.project = target;
  if expected_version <> stored then
    raise sqlstate 'PT409' using message = 'someone has saved another version of the knowledge base since you read it',
      detail = json_build_object('stored_version', stored)::text, hint = 'read it again and make your change to the newest version';
  end if;
  insert into public.projects (project) values (target) on conflict do nothing;
  insert into public.knowledge_versions (project, version, document, note, created_by, created_by_label)
  values (target, stored + 1, save_knowledge.document::jsonb, save_knowledge.note, caller.id, caller.label);
  perform private.audit('knowledge.save', 'knowledge', target, target, jsonb_build_object('version', stored + 1));
  return public.get_knowledge(target, stored + 1);
end;
$$;
comment on function public.save_knowledge(text, text, text, integer) is
  'Saves a document as the next version of a project''s knowledge base. PT409 when expected_version is not the newest; PT403 for another project.';
grant execute on function public.save_knowledge(text, text, text, integer) to authenticated;
