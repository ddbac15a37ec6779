-- Purpose: a token that was made for another service is nobody here, although the same secret signs it; nobody writes texts of
--          their own into the audit log by way of the functions that record downloads.
-- Objects: private.principal (replaced), constraint audit_log_downloads_hold_names.
-- Destructive: no.

-- security definer: reads members and api_keys for principals that may not read those tables themselves.
create or replace function private.principal() returns private.principal_info
language plpgsql stable security definer
set search_path = ''
as $$
declare
  caller uuid := (select auth.uid());
  audience jsonb := nullif(current_setting('request.jwt.claims', true), '')::jsonb -> 'aud';
  result private.principal_info;
  key record;
begin
  if caller is null then
    return null;
  end if;
  -- The REST API checks who signed a token, not for whom. A claim may be one audience or a list of them.
  if audience is not null and not audience @> '"authenticated"' then
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
  'The member or API key behind the request, null for strangers and for tokens made for another audience. A revoked or expired key raises PT401, so no cache can outlive a revocation.';

-- Whoever may download says so itself through the Supabase API, and what is in the log stays there: names, not texts. Entries that
-- are there already are not looked at.
alter table public.audit_log add constraint audit_log_downloads_hold_names check (
  not (action like '%.export' or action = 'dataset.download')
  or (
    coalesce(detail ->> 'format', '') ~ '^[A-Za-z0-9_.+-]{0,60}$'
    and coalesce(detail ->> 'purpose', '') ~ '^[A-Za-z0-9_.+-]{0,60}$'
    and coalesce(detail ->> 'container', '') ~ '^[A-Za-z0-9_.+-]{0,60}$'
    and coalesce(detail ->> 'split', '') ~ '^[A-Za-z0-9_.+-]{0,60}$'
    and pg_column_size(detail) < 4000
    and not jsonb_path_exists(detail, '$.filtered_by[*] ? (!(@ like_regex "^[A-Za-z0-9_.]{1,60}$"))')
  )
) not valid;
