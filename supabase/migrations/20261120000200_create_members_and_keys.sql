-- Purpose: who may do what. Members and API keys are the two kinds of principal; one function holds the permission matrix.
-- Objects: tables projects, members, invitations, api_keys, audit_log; private.principal, private.allows, private.can,
--          private.require, private.projects, private.audit; public.authenticate_api_key, public.current_principal, public.list_projects.
-- Destructive: no.

create table public.projects (
  project text primary key check (char_length(project) between 1 and 200),
  created_at timestamptz not null default now()
);
comment on table public.projects is 'Every project label that was ever written to or created; rows elsewhere carry the label, not a foreign key.';
alter table public.projects enable row level security;

create table public.members (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null unique references auth.users (id) on delete cascade,
  email text not null check (char_length(email) between 3 and 320),
  role text not null check (role in ('reviewer', 'product_owner', 'admin')),
  projects text[] check (cardinality(projects) between 1 and 100),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table public.members is 'People who may use this installation. A signed-in account without a row here sees nothing.';
comment on column public.members.projects is 'Projects the member is limited to; null = every project.';
create unique index members_email_key on public.members (lower(email));
alter table public.members enable row level security;

create table public.invitations (
  id uuid primary key default gen_random_uuid(),
  email text not null check (char_length(email) between 3 and 320),
  role text not null check (role in ('reviewer', 'product_owner', 'admin')),
  projects text[] check (cardinality(projects) between 1 and 100),
  token_sha256 text not null unique check (token_sha256 ~ '^[0-9a-f]{64}$'),
  invited_by uuid,
  expires_at timestamptz not null,
  accepted_at timestamptz,
  revoked_at timestamptz,
  created_at timestamptz not null default now()
);
comment on table public.invitations is 'Invitations by link. Only the SHA-256 of the link''s token is stored.';
alter table public.invitations enable row level security;

create table public.api_keys (
  id uuid primary key default gen_random_uuid(),
  name text not null check (char_length(name) between 1 and 200),
  key_prefix text not null check (key_prefix ~ '^rt_[A-Za-z0-9_-]{4,8}$'),
  key_sha256 text not null unique check (key_sha256 ~ '^[0-9a-f]{64}$'),
  scopes text[] not null check (cardinality(scopes) > 0 and scopes <@ array['ingest', 'read', 'export', 'metrics']),
  project text check (char_length(project) between 1 and 200),
  rate_per_second integer check (rate_per_second between 0 and 100000),
  expires_at timestamptz,
  revoked_at timestamptz,
  last_used_at timestamptz,
  created_by uuid,
  created_at timestamptz not null default now()
);
comment on table public.api_keys is 'Keys of programs. The key itself (rt_...) is shown once at creation; only its SHA-256 is stored.';
comment on column public.api_keys.project is 'The one project the key is limited to; null = every project.';
comment on column public.api_keys.rate_per_second is 'Sustained requests per second; null = the default (100), 0 = unlimited.';
comment on column public.api_keys.last_used_at is 'Written at most once a minute.';
alter table public.api_keys enable row level security;

create table public.audit_log (
  id bigint generated always as identity primary key,
  created_at timestamptz not null default now(),
  actor_kind text not null check (actor_kind in ('member', 'key', 'system')),
  actor_id uuid,
  actor_label text,
  action text not null check (char_length(action) between 1 and 100),
  target_type text not null check (char_length(target_type) between 1 and 100),
  target_id text,
  project text,
  detail jsonb not null default '{}',
  address text
);
comment on table public.audit_log is 'Who did what to which row, when and from where. Append-only; holds no message text and no end-user ids.';
comment on column public.audit_log.actor_kind is 'member, key, or system (the command line on the database itself).';
-- Serves the newest-first listing of the audit page and its CSV.
create index audit_log_created_at on public.audit_log (created_at desc, id desc);
alter table public.audit_log enable row level security;
create trigger audit_log_refuse_change before update or delete on public.audit_log
  for each row execute function private.refuse_change();
create trigger audit_log_refuse_truncate before truncate on public.audit_log
  for each statement execute function private.refuse_change();

-- ---------------------------------------------------------------------------------------------------------------
-- The principal of a request, and what it may do
-- ---------------------------------------------------------------------------------------------------------------

create type private.principal_info as (kind text, id uuid, label text, role text, scopes text[], projects text[]);

-- security definer: reads members and api_keys for principals that may not read those tables themselves.
create function private.principal() returns private.principal_info
language plpgsql stable security definer
set search_path = ''
as $$
declare
  caller uuid := (select auth.uid());
  result private.principal_info;
  key record;
begin
  if caller is null then
    return null;
  end if;
  select 'member', m.user_id, m.email, m.role, null::text[], m.projects into result
  from public.members m where m.user_id = caller;
  if found then
    return result;
  end if;
  select k.id, k.name, k.scopes, k.project, k.revoked_at, k.expires_at into key
  from public.api_keys k where k.id = caller;
  if not found then
    return null;
  end if;
  if key.revoked_at is not null then
    raise sqlstate 'PT401' using message = 'this API key was revoked';
  end if;
  if key.expires_at <= now() then
    raise sqlstate 'PT401' using message = 'this API key has expired';
  end if;
  result := row('key', key.id, key.name, null, key.scopes, case when key.project is not null then array[key.project] end);
  return result;
end;
$$;
comment on function private.principal() is
  'The member or API key behind the request, null for strangers. A revoked or expired key raises PT401, so no cache can outlive a revocation.';

create function private.allows(kind text, role text, scopes text[], action text) returns boolean
language sql immutable
set search_path = ''
as $$
  select case
    when kind = 'member' and role = 'admin' then action <> 'metrics'
    when kind = 'member' and role = 'product_owner' then action = any (array[
      'read', 'annotate', 'review', 'read_config', 'change_config', 'run', 'export_session', 'export_rows', 'export_chart'])
    when kind = 'member' and role = 'reviewer' then action = any (array[
      'read', 'annotate', 'review', 'read_config', 'export_session', 'export_chart'])
    when kind = 'key' then
      ('ingest' = any (scopes) and action = 'record')
      or ('read' = any (scopes) and action = any (array['read', 'read_config']))
      or ('ingest' = any (scopes) and 'read' = any (scopes) and action = any (array['change', 'run']))
      or ('export' = any (scopes) and action = any (array['read', 'export_session', 'export_rows', 'export_chart', 'datasets']))
      or ('metrics' = any (scopes) and action = 'metrics')
    else false
  end;
$$;
comment on function private.allows(text, text, text[], text) is
  'The permission matrix. Actions: read, record (ingest), change (a recorded row), annotate (a vote''s comment and corrected response), review, '
  'read_config, change_config, run, export_session, export_rows, export_chart, datasets, administer, metrics. Admins also hold edit_reviews.';

create function private.can(action text) returns boolean
language sql stable
set search_path = ''
as $$
  select coalesce(private.allows(p.kind, p.role, p.scopes, action), false) from private.principal() p;
$$;
comment on function private.can(text) is 'Whether the caller may do the action in the projects of private.projects(). False for strangers.';

create function private.projects() returns text[]
language sql stable
set search_path = ''
as $$
  select p.projects from private.principal() p;
$$;
comment on function private.projects() is 'The projects the caller is limited to; null = every project. Meaningless without private.can().';

create function private.is_admin() returns boolean
language sql stable
set search_path = ''
as $$
  select private.can('administer');
$$;
comment on function private.is_admin() is 'Whether the caller is a member with the role admin.';

create function private.is_full_admin() returns boolean
language sql stable
set search_path = ''
as $$
  select private.can('administer') and private.projects() is null;
$$;
comment on function private.is_full_admin() is
  'Whether the caller is an admin of every project. People, keys and the audit log belong to no project: an admin limited to projects who could change them could lift the limit.';

create function private.needed_for(kind text, action text) returns text
language sql immutable
set search_path = ''
as $$
  select case when kind = 'key' then
    case action
      when 'record' then 'scope ingest'
      when 'read' then 'scope read or export'
      when 'read_config' then 'scope read'
      when 'change' then 'the scopes ingest and read'
      when 'run' then 'the scopes ingest and read'
      when 'metrics' then 'scope metrics'
      when 'administer' then 'an admin'
      when 'review' then 'a member'
      when 'annotate' then 'a member'
      when 'change_config' then 'a product owner or admin'
      else 'scope export'
    end
  else
    case
      when action = 'metrics' then 'a key with scope metrics'
      when action in ('change_config', 'run', 'export_rows') then 'the role product owner or admin'
      else 'the role admin'
    end
  end;
$$;
comment on function private.needed_for(text, text) is 'Who may do an action, in the words of scopes and roles: for the sentence of a refusal.';

create function private.require(action text) returns private.principal_info
language plpgsql stable
set search_path = ''
as $$
declare
  caller private.principal_info := private.principal();
begin
  if caller.kind is null then
    raise sqlstate 'PT403' using message = 'this account is not a member of this installation', hint = 'ask an admin to add you';
  end if;
  if not private.allows(caller.kind, caller.role, caller.scopes, action) then
    raise sqlstate 'PT403' using message = format('this %s may not do that: it needs %s', caller.kind, private.needed_for(caller.kind, action));
  end if;
  return caller;
end;
$$;
comment on function private.require(text) is 'The caller, if it may do the action; else PT403. A revoked or expired key raises PT401.';

create function private.audit(action text, target_type text, target_id text, project text, detail jsonb default '{}') returns void
language plpgsql security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.principal();
begin
  insert into public.audit_log (actor_kind, actor_id, actor_label, action, target_type, target_id, project, detail, address)
  values (
    coalesce(caller.kind, 'system'), caller.id, caller.label, action, target_type, target_id, project, coalesce(detail, '{}'),
    nullif(current_setting('request.headers', true), '')::json ->> 'x-retune-address'
  );
end;
$$;
comment on function private.audit(text, text, text, text, jsonb) is
  'Appends to the audit log as the caller. security definer: nobody holds an insert policy on the log.';

-- ---------------------------------------------------------------------------------------------------------------
-- Policies
-- ---------------------------------------------------------------------------------------------------------------

create policy "people and programs see the projects they may read" on public.projects for select to authenticated
  using ((select private.can('read')) and ((select private.projects()) is null or project = any ((select private.projects())::text[])));
create policy "admins create projects" on public.projects for insert to authenticated
  with check ((select private.is_admin()) and ((select private.projects()) is null or project = any ((select private.projects())::text[])));

create policy "members see themselves, full admins see everyone" on public.members for select to authenticated
  using (user_id = (select auth.uid()) or (select private.is_full_admin()));
create policy "full admins add members" on public.members for insert to authenticated with check ((select private.is_full_admin()));
create policy "full admins change members" on public.members for update to authenticated
  using ((select private.is_full_admin())) with check ((select private.is_full_admin()));
create policy "full admins remove members" on public.members for delete to authenticated using ((select private.is_full_admin()));

create policy "full admins see invitations" on public.invitations for select to authenticated using ((select private.is_full_admin()));
create policy "full admins invite" on public.invitations for insert to authenticated with check ((select private.is_full_admin()));
create policy "full admins change invitations" on public.invitations for update to authenticated
  using ((select private.is_full_admin())) with check ((select private.is_full_admin()));
create policy "full admins delete invitations" on public.invitations for delete to authenticated using ((select private.is_full_admin()));

create policy "full admins see API keys" on public.api_keys for select to authenticated using ((select private.is_full_admin()));
create policy "full admins create API keys" on public.api_keys for insert to authenticated with check ((select private.is_full_admin()));
create policy "full admins change API keys" on public.api_keys for update to authenticated
  using ((select private.is_full_admin())) with check ((select private.is_full_admin()));
create policy "full admins delete API keys" on public.api_keys for delete to authenticated using ((select private.is_full_admin()));

create policy "full admins read the audit log" on public.audit_log for select to authenticated using ((select private.is_full_admin()));

-- ---------------------------------------------------------------------------------------------------------------
-- Triggers
-- ---------------------------------------------------------------------------------------------------------------

create trigger members_update_updated_at before update on public.members
  for each row execute function public.update_updated_at_column();

create function private.keep_one_admin() returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Serialises admin removals: two admins who demote each other at the same moment must not both succeed.
  perform pg_advisory_xact_lock(hashtext('retune.members.admins'));
  if not exists (select 1 from public.members where role = 'admin' and projects is null) then
    raise sqlstate 'PT409' using message = 'the last admin cannot be removed, demoted or limited to projects',
      hint = 'make someone else an admin first';
  end if;
  return null;
end;
$$;
comment on function private.keep_one_admin() is 'Trigger: refuses the change that would leave no unlimited admin. security definer: must count rows the caller may not see.';
create trigger members_keep_one_admin_on_update after update on public.members
  for each row when (old.role = 'admin' and old.projects is null and (new.role <> 'admin' or new.projects is not null))
  execute function private.keep_one_admin();
create trigger members_keep_one_admin_on_delete after delete on public.members
  for each row when (old.role = 'admin' and old.projects is null) execute function private.keep_one_admin();

create function private.audit_member() returns trigger
language plpgsql
set search_path = ''
as $$
declare
  before jsonb := case when tg_op <> 'INSERT' then jsonb_build_object('role', old.role, 'projects', old.projects) end;
  after jsonb := case when tg_op <> 'DELETE' then jsonb_build_object('role', new.role, 'projects', new.projects) end;
begin
  if before is distinct from after then
    perform private.audit('member.' || lower(tg_op), 'member', coalesce(new.id, old.id)::text, null,
      jsonb_build_object('email', coalesce(new.email, old.email), 'before', before, 'after', after));
  end if;
  return null;
end;
$$;
comment on function private.audit_member() is 'Trigger: records who was added, changed or removed.';
create trigger members_audit after insert or update or delete on public.members
  for each row execute function private.audit_member();

create function private.audit_api_key() returns trigger
language plpgsql
set search_path = ''
as $$
declare
  before jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) - array['key_sha256', 'last_used_at'] end;
  after jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) - array['key_sha256', 'last_used_at'] end;
begin
  if before is distinct from after then
    perform private.audit('key.' || lower(tg_op), 'api_key', coalesce(new.id, old.id)::text, coalesce(new.project, old.project),
      jsonb_build_object('before', before, 'after', after));
  end if;
  return null;
end;
$$;
comment on function private.audit_api_key() is 'Trigger: records creation, change, revocation and removal of keys; a use of the key is not a change.';
create trigger api_keys_audit after insert or update or delete on public.api_keys
  for each row execute function private.audit_api_key();

-- ---------------------------------------------------------------------------------------------------------------
-- What the API may call
-- ---------------------------------------------------------------------------------------------------------------

-- security definer: called before there is a principal; a caller needs the SHA-256 of at least 128 random bits to learn anything.
create function public.authenticate_api_key(key_sha256 text)
returns table (id uuid, name text, scopes text[], project text, rate_per_second integer, expires_at timestamptz)
language plpgsql volatile security definer
set search_path = ''
as $$
#variable_conflict use_column
begin
  update public.api_keys k set last_used_at = now()
  where k.key_sha256 = authenticate_api_key.key_sha256
    and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())
    and (k.last_used_at is null or k.last_used_at < now() - interval '1 minute');
  return query
    select k.id, k.name, k.scopes, k.project, k.rate_per_second, k.expires_at from public.api_keys k
    where k.key_sha256 = authenticate_api_key.key_sha256
      and k.revoked_at is null and (k.expires_at is null or k.expires_at > now());
end;
$$;
comment on function public.authenticate_api_key(text) is 'The live key with this SHA-256, or no row; notes its use at most once a minute.';
grant execute on function public.authenticate_api_key(text) to anon, authenticated;

create function public.current_principal()
returns table (kind text, id uuid, label text, role text, scopes text[], projects text[])
language sql stable
set search_path = ''
as $$
  select p.kind, p.id, p.label, p.role, p.scopes, p.projects from private.principal() p where p.kind is not null;
$$;
comment on function public.current_principal() is 'Who the caller is: a member with a role or an API key with scopes; no row for strangers.';
grant execute on function public.current_principal() to authenticated;

create function public.list_projects() returns json
language plpgsql stable
set search_path = ''
as $$
begin
  perform private.require('read');
  return (select coalesce(json_agg(p.project order by p.project), '[]') from public.projects p);
end;
$$;
comment on function public.list_projects() is 'Names of the projects the caller may read, sorted.';
grant execute on function public.list_projects() to authenticated;

grant execute on function private.principal(), private.allows(text, text, text[], text), private.can(text), private.projects(),
  private.is_admin(), private.is_full_admin(), private.needed_for(text, text), private.require(text), private.audit(text, text, text, text, jsonb) to authenticated;
