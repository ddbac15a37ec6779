-- Purpose: the ground everything stands on: nothing is executable until it is granted, internals live in `private`.
-- Objects: schemas private, extensions; default privileges; private.touch_updated_at, public.update_updated_at_column.
-- Destructive: no.

create schema if not exists private;
comment on schema private is 'Predicates, triggers and internals. Not exposed by the API; policies call its functions.';
revoke all on schema private from public;
grant usage on schema private to authenticated, anon;

create schema if not exists extensions;
create extension if not exists pg_trgm with schema extensions;

-- Functions are executable by everyone unless both of these stand: the first covers PUBLIC,
-- the second what a Supabase project grants by default in `public`.
alter default privileges revoke execute on functions from public;
alter default privileges in schema public revoke execute on functions from public, anon, authenticated;
revoke execute on all functions in schema public from public, anon, authenticated;

create function public.update_updated_at_column() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  new.updated_at = now();
  return new;
end;
$$;
comment on function public.update_updated_at_column() is 'Trigger: sets updated_at to the time of the transaction.';

create function private.refuse_change() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  raise sqlstate 'PT403' using message = format('%I is append-only', tg_table_name);
end;
$$;
comment on function private.refuse_change() is 'Trigger: refuses update, delete and truncate on append-only tables, for every role.';
