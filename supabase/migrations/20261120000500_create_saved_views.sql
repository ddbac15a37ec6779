-- Purpose: views of a page (its address with filters) that people name and come back to.
-- Objects: table saved_views with its policies.
-- Destructive: no.

create table public.saved_views (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references public.members (user_id) on delete cascade,
  name text not null check (char_length(name) between 1 and 80),
  -- A path of this site, never an address of another one.
  path text not null check (path ~ '^/([a-z0-9-]+(/[a-z0-9-]+)*)?$' and char_length(path) <= 200),
  search text not null default '' check (char_length(search) <= 4000),
  created_at timestamptz not null default now(),
  constraint saved_views_owner_name_key unique (owner_id, name)
);
comment on table public.saved_views is 'Named views: a page of the dashboard with the filters of its address. Each belongs to one member.';
alter table public.saved_views enable row level security;

create policy "members see their own views" on public.saved_views for select to authenticated
  using (owner_id = (select auth.uid()) and (select private.can('read')));
create policy "members save views of their own" on public.saved_views for insert to authenticated
  with check (owner_id = (select auth.uid()) and (select private.can('read')));
create policy "members change their own views" on public.saved_views for update to authenticated
  using (owner_id = (select auth.uid()) and (select private.can('read'))) with check (owner_id = (select auth.uid()));
create policy "members delete their own views" on public.saved_views for delete to authenticated
  using (owner_id = (select auth.uid()) and (select private.can('read')));
