-- Purpose: frozen versions of datasets: begun, written by whichever runner holds them, sealed, downloaded, compared, canceled; and people erased from them.
-- Objects: private.{dataset_version_json,visible_dataset_version,finished_dataset_version,held_dataset_version}; private and public
--          {claim,append_to,renew,finish,fail,reseal}_dataset_version, remove_dataset_items, read_dataset_file, read_dataset_hashes;
--          public.{create,cancel,list,get,diff}_dataset_version(s), get_dataset_seal, list_dataset_items,
--          record_dataset_download, private and public.set_dataset_version_total; export_user_page, erase_user (replaced).
-- Destructive: no.
--
-- Freezing is done outside of the database, page by page, by a runner that holds the version for 30 seconds at a time: one statement
-- stores a page's items, the cursor behind it and the account of the writer, and renews the hold. A runner that dies loses nothing that
-- is stored, and one that comes back late finds that the version is another's.
--
-- Order of locks: end users, the advisory lock of items, the row of datasets, then that of the version.

-- ---------------------------------------------------------------------------------------------------------------
-- A version as it is shown, and who may see it
-- ---------------------------------------------------------------------------------------------------------------

create function private.dataset_version_json(v public.dataset_versions) returns json
language sql stable
set search_path = ''
as $$
  select json_build_object('id', v.id, 'dataset_id', v.dataset_id, 'version', v.version, 'state', v.state, 'trigger', v.trigger,
    'scheduled_for', v.scheduled_for, 'definition', v.definition, 'cutoff', v.cutoff,
    'progress', json_build_object('considered', v.considered, 'total', v.total, 'examples', v.items, 'lines', v.lines),
    'error', v.error, 'files', v.files,
    'erased', case when v.erased_items > 0 then json_build_object('items', v.erased_items, 'at', v.erased_at) end,
    'created_by_label', v.created_by_label, 'created_at', v.created_at, 'started_at', v.started_at, 'finished_at', v.finished_at);
$$;
comment on function private.dataset_version_json(public.dataset_versions) is 'A version as the API shows it.';
grant execute on function private.dataset_version_json(public.dataset_versions) to authenticated;

create function private.visible_dataset_version(dataset_id uuid, version integer) returns public.dataset_versions
language plpgsql stable
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('datasets');
  found_version public.dataset_versions;
begin
  select v.* into found_version from public.dataset_versions v join public.datasets d on d.id = v.dataset_id
  where v.dataset_id = visible_dataset_version.dataset_id and v.version = visible_dataset_version.version and d.deleted_at is null
    and (caller.projects is null or d.projects <@ caller.projects);
  if not found then
    raise sqlstate 'PT404' using message = 'there is no such version';
  end if;
  return found_version;
end;
$$;
comment on function private.visible_dataset_version(uuid, integer) is
  'A version of a dataset that is not deleted and holds rows of no project but the caller''s; else PT404. PT403 for those who may not build datasets.';

create function private.visible_dataset_version(wanted uuid) returns public.dataset_versions
language plpgsql stable
set search_path = ''
as $$
declare
  found_version public.dataset_versions;
begin
  select v.* into found_version from public.dataset_versions v where v.id = wanted;
  return private.visible_dataset_version(found_version.dataset_id, found_version.version);
end;
$$;
comment on function private.visible_dataset_version(uuid) is 'The same by the id of the version.';

create function private.finished_dataset_version(v public.dataset_versions) returns public.dataset_versions
language plpgsql immutable
set search_path = ''
as $$
begin
  case v.state
    when 'ready' then return v;
    when 'expired' then
      raise sqlstate 'PT410' using message = format('the lines of version %s are gone: its schedule keeps newer ones', v.version),
        hint = 'its report and its manifest are still there';
    when 'failed' then
      raise sqlstate 'PT409' using message = format('version %s could not be frozen', v.version), hint = 'freeze the dataset again';
    when 'canceled' then
      raise sqlstate 'PT409' using message = format('the freezing of version %s was canceled', v.version), hint = 'freeze the dataset again';
    else
      raise sqlstate 'PT409' using message = format('version %s is still being frozen', v.version), hint = 'wait until it is ready';
  end case;
end;
$$;
comment on function private.finished_dataset_version(public.dataset_versions) is
  'The version, when its items can be read. PT409 while it is not ready, PT410 when its items are gone.';

-- ---------------------------------------------------------------------------------------------------------------
-- Freezing
-- ---------------------------------------------------------------------------------------------------------------

-- security definer: nobody holds a write policy; checks the principal and the projects of the dataset itself.
create function public.create_dataset_version(dataset_id uuid, dataset_version integer, filters text, cutoff timestamptz) returns json
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('datasets');
  d public.datasets;
  open_version integer;
  made public.dataset_versions;
begin
  select x.* into d from public.datasets x
  where x.id = create_dataset_version.dataset_id and x.deleted_at is null and (caller.projects is null or x.projects <@ caller.projects) for update;
  if not found then
    raise sqlstate 'PT404' using message = 'there is no such dataset';
  end if;
  if d.version <> dataset_version then
    raise sqlstate 'PT409' using message = 'this dataset was changed a moment ago', hint = 'try again',
      detail = jsonb_build_object('stored_version', d.version);
  end if;
  select v.version into open_version from public.dataset_versions v
  where v.dataset_id = d.id and v.state in ('queued', 'running') order by v.version desc limit 1;
  if open_version is not null then
    raise sqlstate 'PT409' using message = format('version %s is being frozen', open_version), hint = 'wait until it is ready, or cancel it',
      detail = jsonb_build_object('version', open_version);
  end if;
  insert into public.dataset_versions (dataset_id, version, trigger, definition, projects, cutoff, lease_until, created_by, created_by_label)
  values (d.id, 1 + coalesce((select max(v.version) from public.dataset_versions v where v.dataset_id = d.id), 0), caller.kind,
    jsonb_set(d.definition, '{filters}', filters::jsonb), d.projects, least(create_dataset_version.cutoff, now()),
    -- Whoever has asked for it begins at once; until then nobody else takes it for abandoned.
    clock_timestamp() + interval '30 seconds', caller.id, caller.label)
  returning * into made;
  perform private.audit('dataset.freeze', 'dataset_version', made.id::text, private.only_project(d.projects), jsonb_build_object(
    'dataset_id', d.id, 'version', made.version, 'source', made.definition -> 'source', 'format', made.definition -> 'format',
    'redaction', made.definition -> 'redaction', 'projects', d.projects));
  return private.dataset_version_json(made);
end;
$$;
comment on function public.create_dataset_version(uuid, integer, text, timestamptz) is
  'Begins the next version of a dataset as it stands (dataset_version: the one that was read), with its filters resolved. PT404; PT409 when the dataset was changed since, and while another version is open.';
grant execute on function public.create_dataset_version(uuid, integer, text, timestamptz) to authenticated;

create function private.claim_dataset_version(wanted uuid, by_runner uuid) returns json
language plpgsql volatile
set search_path = ''
as $$
declare
  v public.dataset_versions;
begin
  update public.dataset_versions x set state = 'running', runner = by_runner, lease_until = clock_timestamp() + interval '30 seconds',
    started_at = coalesce(x.started_at, clock_timestamp()), attempts = x.attempts + 1
  where x.id = wanted and x.state in ('queued', 'running')
    and (x.runner is null or x.runner = by_runner or coalesce(x.lease_until, '-infinity') < clock_timestamp())
    and exists (select from public.datasets d where d.id = x.dataset_id and d.deleted_at is null)
  returning * into v;
  if not found then
    return null;
  end if;
  if v.attempts > 5 then
    perform private.fail_dataset_version(v.id, by_runner, 'The work was taken up five times and got no further each time. The log of the server says more.');
    return null;
  end if;
  return json_build_object('definition', v.definition, 'projects', v.projects, 'cutoff', v.cutoff, 'cursor', v.cursor, 'total', v.total,
    'considered', v.considered, 'items', v.items, 'account', v.account);
end;
$$;
comment on function private.claim_dataset_version(uuid, uuid) is
  'Takes up an open version for 30 seconds and answers where it stands; null when another runner holds it, when it is over, or when its dataset is deleted. A version that five runners in a row got no further with fails.';

create function private.held_dataset_version(wanted uuid, by_runner uuid) returns public.dataset_versions
language plpgsql volatile
set search_path = ''
as $$
declare
  v public.dataset_versions;
begin
  select x.* into v from public.dataset_versions x join public.datasets d on d.id = x.dataset_id
  where x.id = wanted and x.state = 'running' and x.runner = by_runner and d.deleted_at is null for update of x;
  if not found then
    raise sqlstate 'PT409' using message = 'this version is not held by this runner any more';
  end if;
  return v;
end;
$$;
comment on function private.held_dataset_version(uuid, uuid) is
  'The version, locked, while this runner holds it. PT409 when it was canceled or taken up by another, or its dataset deleted: the runner ends.';

create function private.set_dataset_version_total(wanted uuid, by_runner uuid, new_total bigint) returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  perform private.held_dataset_version(wanted, by_runner);
  update public.dataset_versions x set total = new_total, lease_until = clock_timestamp() + interval '30 seconds' where x.id = wanted;
end;
$$;
comment on function private.set_dataset_version_total(uuid, uuid, bigint) is
  'Notes how many rows a version will consider, for its progress, and renews the hold. PT409 as private.held_dataset_version.';

create function private.has_source_row(source text, row_id uuid) returns boolean
language sql stable
set search_path = ''
as $$
  select case source
    when 'feedback' then exists (select from public.feedback f where f.id = row_id) or exists (select from public.feedback_trash f where f.id = row_id)
    when 'interactions' then exists (select from public.llm_interactions i where i.id = row_id)
    when 'executions' then exists (select from public.llm_feedback e where e.id = row_id)
    -- No end user speaks in a test session.
    else true end;
$$;
comment on function private.has_source_row(text, uuid) is 'Whether a row of a source of datasets is still stored, deleted votes included.';

create function private.append_to_dataset_version(
  wanted uuid, by_runner uuid, expected_cursor text, next_cursor text, new_considered bigint, new_items text, new_account text) returns bigint
language plpgsql volatile
set search_path = ''
as $$
declare
  v public.dataset_versions;
  rows public.dataset_items[];
  gone bigint := 0;
  last_position bigint;
  stored bigint;
  stored_lines bigint;
begin
  -- Together with other runners, but not while a person is being erased: what was read before must not be stored after.
  perform pg_advisory_xact_lock_shared(hashtext('retune.dataset_items'));
  v := private.held_dataset_version(wanted, by_runner);
  if v.cursor is distinct from expected_cursor then
    -- The answer to the same call was lost.
    if v.cursor is not distinct from next_cursor then
      return v.items;
    end if;
    raise sqlstate 'PT409' using message = 'this version has got further than this runner knows';
  end if;
  select coalesce(array_agg(x order by x.position), '{}') into rows from json_populate_recordset(null::public.dataset_items, new_items::json) x;
  -- Whose words came along although they are no longer known here, and neither is the row: they were erased since it was read.
  if exists (select from unnest(rows) r, unnest(r.user_ids) p where not exists (select from public.users u where u.id = p)) then
    select coalesce(array_agg(r order by r.position), '{}') into rows from unnest(rows) r
    where not exists (select from unnest(r.user_ids) p where not exists (select from public.users u where u.id = p))
      or (private.has_source_row(v.definition ->> 'source', r.source_id)
        and (r.other_id is null or private.has_source_row(v.definition ->> 'source', r.other_id)));
    gone := json_array_length(new_items::json) - cardinality(rows);
  end if;
  select coalesce(max(i.position), 0) into last_position from public.dataset_items i where i.version_id = v.id;
  with added as (
    insert into public.dataset_items (version_id, position, split, source_id, other_id, body, copies, lines, weight, kind, project, model, intent, rating,
      source_created_at, user_ids, content_hash, prompt_hash, lint)
    select v.id, last_position + row_number() over (order by r.position), r.split, r.source_id, r.other_id, r.body, r.copies, r.lines, r.weight, r.kind,
      r.project, r.model, r.intent, r.rating, r.source_created_at, r.user_ids, r.content_hash, r.prompt_hash, r.lint
    from unnest(rows) r order by r.position
    -- A row whose time was changed meanwhile comes again.
    on conflict (version_id, source_id) do nothing
    returning lines
  )
  select count(*), coalesce(sum(a.lines), 0) into stored, stored_lines from added a;
  update public.dataset_versions x set cursor = next_cursor, considered = x.considered + new_considered, items = x.items + stored,
    lines = x.lines + stored_lines, account = new_account::jsonb, attempts = 0, lease_until = clock_timestamp() + interval '30 seconds',
    erased_items = x.erased_items + gone, erased_at = case when gone > 0 then now() else x.erased_at end
  where x.id = v.id;
  return v.items + stored;
end;
$$;
comment on function private.append_to_dataset_version(uuid, uuid, text, text, bigint, text, text) is
  'Stores a page of items, the cursor behind it ("end": everything was read) and the account of the writer, and renews the hold; answers the items so far. '
  'Sent twice it stores once. PT409 when the runner does not hold the version, or it has got further. Examples of people who were erased since the page was read are left out.';

create function private.finish_dataset_version(wanted uuid, by_runner uuid, new_report text, new_files text, seen_items bigint) returns boolean
language plpgsql volatile
set search_path = ''
as $$
declare
  v public.dataset_versions := private.held_dataset_version(wanted, by_runner);
begin
  if v.items <> seen_items then
    return false;
  end if;
  update public.dataset_versions x set state = 'ready', report = new_report::jsonb, files = new_files::jsonb, finished_at = clock_timestamp(),
    account = '{}', runner = null, lease_until = null
  where x.id = v.id;
  return true;
end;
$$;
comment on function private.finish_dataset_version(uuid, uuid, text, text, bigint) is
  'Ends a version with its report and files; false when people were erased from it since seen_items were counted: count again. PT409 as private.held_dataset_version.';

create function private.fail_dataset_version(wanted uuid, by_runner uuid, reason text) returns void
language sql volatile
set search_path = ''
as $$
  update public.dataset_versions x set state = 'failed', error = left(reason, 2000), finished_at = clock_timestamp(), account = '{}', runner = null, lease_until = null
  where x.id = wanted and x.state = 'running' and x.runner = by_runner;
$$;
comment on function private.fail_dataset_version(uuid, uuid, text) is 'Ends a version that cannot be frozen, with the reason, if this runner holds it. Its items are removed afterwards.';

create function private.list_left_dataset_versions() returns setof uuid
language sql stable
set search_path = ''
as $$
  select v.id from public.dataset_versions v join public.datasets d on d.id = v.dataset_id
  where v.state in ('queued', 'running') and coalesce(v.lease_until, '-infinity') < clock_timestamp() and d.deleted_at is null
  order by v.created_at, v.id;
$$;
comment on function private.list_left_dataset_versions() is 'Versions that wait to be frozen, or whose runner has not been heard of for 30 seconds; oldest first.';

create function private.list_unsealed_dataset_versions() returns setof uuid
language sql stable
set search_path = ''
as $$
  select v.id from public.dataset_versions v where v.state = 'ready' and v.files is null order by v.erased_at, v.id;
$$;
comment on function private.list_unsealed_dataset_versions() is 'Versions that people were erased from, and whose files were not counted since.';
-- Few at any time.
create index dataset_versions_unsealed on public.dataset_versions (id) where state = 'ready' and files is null;

create function private.remove_dataset_items(wanted uuid, max_rows integer) returns bigint
language plpgsql volatile
set search_path = ''
as $$
declare
  removed bigint;
begin
  delete from public.dataset_items i
  using (select x.position from public.dataset_items x where x.version_id = wanted order by x.position limit max_rows) o
  where i.version_id = wanted and i.position = o.position
    and exists (select from public.dataset_versions v where v.id = wanted and v.state in ('failed', 'canceled', 'expired'));
  get diagnostics removed = row_count;
  return removed;
end;
$$;
comment on function private.remove_dataset_items(uuid, integer) is
  'Removes items of a version that failed, was canceled or has expired, at most so many; answers how many. In portions, so that nobody waits for a million rows.';

create function private.list_dataset_leftovers() returns setof uuid
language sql stable
set search_path = ''
as $$
  select v.id from public.dataset_versions v
  where v.state in ('failed', 'canceled', 'expired') and exists (select from public.dataset_items i where i.version_id = v.id);
$$;
comment on function private.list_dataset_leftovers() is 'Versions whose items are of no use any more and still there.';

-- What a runner of the API calls: each checks that the caller may see the version, then does the above. A runner holds the rights of
-- whoever asked for the version; those of the jobs hold the owner's and call the above directly.

-- security definer, this and those that follow: nobody holds a write policy; each asks private.visible_dataset_version().
create function public.claim_dataset_version(version_id uuid, runner uuid) returns json
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v public.dataset_versions := private.visible_dataset_version(version_id);
begin
  return private.claim_dataset_version(v.id, runner);
end;
$$;
comment on function public.claim_dataset_version(uuid, uuid) is 'private.claim_dataset_version for those who may build the dataset. PT403, PT404.';
grant execute on function public.claim_dataset_version(uuid, uuid) to authenticated;

create function public.set_dataset_version_total(version_id uuid, runner uuid, total bigint) returns void
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v public.dataset_versions := private.visible_dataset_version(version_id);
begin
  perform private.set_dataset_version_total(v.id, runner, total);
end;
$$;
comment on function public.set_dataset_version_total(uuid, uuid, bigint) is 'private.set_dataset_version_total for those who may build the dataset. PT403, PT404, PT409.';
grant execute on function public.set_dataset_version_total(uuid, uuid, bigint) to authenticated;

create function public.append_to_dataset_version(
  version_id uuid, runner uuid, expected_cursor text, next_cursor text, considered bigint, items text, account text) returns bigint
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v public.dataset_versions := private.visible_dataset_version(version_id);
begin
  return private.append_to_dataset_version(v.id, runner, expected_cursor, next_cursor, considered, items, account);
end;
$$;
comment on function public.append_to_dataset_version(uuid, uuid, text, text, bigint, text, text) is
  'private.append_to_dataset_version for those who may build the dataset. PT403, PT404, PT409.';
grant execute on function public.append_to_dataset_version(uuid, uuid, text, text, bigint, text, text) to authenticated;

create function public.finish_dataset_version(version_id uuid, runner uuid, report text, files text, seen_items bigint) returns boolean
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v public.dataset_versions := private.visible_dataset_version(version_id);
begin
  return private.finish_dataset_version(v.id, runner, report, files, seen_items);
end;
$$;
comment on function public.finish_dataset_version(uuid, uuid, text, text, bigint) is 'private.finish_dataset_version for those who may build the dataset. PT403, PT404, PT409.';
grant execute on function public.finish_dataset_version(uuid, uuid, text, text, bigint) to authenticated;

create function public.fail_dataset_version(version_id uuid, runner uuid, reason text) returns void
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v public.dataset_versions := private.visible_dataset_version(version_id);
begin
  perform private.fail_dataset_version(v.id, runner, reason);
end;
$$;
comment on function public.fail_dataset_version(uuid, uuid, text) is 'private.fail_dataset_version for those who may build the dataset. PT403, PT404.';
grant execute on function public.fail_dataset_version(uuid, uuid, text) to authenticated;

create function public.cancel_dataset_version(dataset_id uuid, version integer) returns json
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v public.dataset_versions := private.visible_dataset_version(dataset_id, version);
begin
  update public.dataset_versions x set state = 'canceled', finished_at = clock_timestamp(), account = '{}', runner = null, lease_until = null
  where x.id = v.id and x.state in ('queued', 'running') returning * into v;
  if not found then
    raise sqlstate 'PT409' using message = format('version %s is not being frozen', version);
  end if;
  perform private.audit('dataset.cancel', 'dataset_version', v.id::text, private.only_project(v.projects), jsonb_build_object(
    'dataset_id', v.dataset_id, 'version', v.version, 'considered', v.considered, 'total', v.total));
  return private.dataset_version_json(v);
end;
$$;
comment on function public.cancel_dataset_version(uuid, integer) is
  'Stops the freezing of a version: its runner ends at its next page, and its items are removed afterwards. PT403, PT404; PT409 when it is over.';
grant execute on function public.cancel_dataset_version(uuid, integer) to authenticated;

create function public.remove_dataset_items(version_id uuid) returns bigint
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v public.dataset_versions := private.visible_dataset_version(version_id);
begin
  return private.remove_dataset_items(v.id, 20000);
end;
$$;
comment on function public.remove_dataset_items(uuid) is 'Removes up to 20,000 items of a version that failed, was canceled or has expired; answers how many. PT403, PT404.';
grant execute on function public.remove_dataset_items(uuid) to authenticated;

-- ---------------------------------------------------------------------------------------------------------------
-- Reading
-- ---------------------------------------------------------------------------------------------------------------

create function public.list_dataset_versions(dataset_id uuid, page_limit integer default 50, page_cursor text default null) returns json
language plpgsql stable security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('datasets');
  size integer := least(greatest(page_limit, 1), 200);
begin
  if not exists (
    select from public.datasets d
    where d.id = list_dataset_versions.dataset_id and d.deleted_at is null and (caller.projects is null or d.projects <@ caller.projects)) then
    raise sqlstate 'PT404' using message = 'there is no such dataset';
  end if;
  return (
    with page as (
      select v.* from public.dataset_versions v
      where v.dataset_id = list_dataset_versions.dataset_id and (page_cursor is null or v.version < page_cursor::integer)
      order by v.version desc limit size + 1
    ), kept as (
      select p.* from page p order by p.version desc limit size
    )
    select json_build_object(
      'data', coalesce((select json_agg(private.dataset_version_json(k::public.dataset_versions) order by k.version desc) from kept k), '[]'),
      'next', case when (select count(*) from page) > size then (select min(k.version)::text from kept k) end));
end;
$$;
comment on function public.list_dataset_versions(uuid, integer, text) is 'A page {data, next} of the versions of a dataset, newest first. PT403, PT404.';
grant execute on function public.list_dataset_versions(uuid, integer, text) to authenticated;

create function public.get_dataset_version(dataset_id uuid, version integer) returns json
language plpgsql stable security definer
set search_path = ''
as $$
declare
  v public.dataset_versions := private.visible_dataset_version(dataset_id, version);
begin
  return json_build_object('version', private.dataset_version_json(v),
    'is_left', v.state in ('queued', 'running') and coalesce(v.lease_until, '-infinity') < clock_timestamp(),
    'has_leftovers', v.state in ('failed', 'canceled', 'expired') and exists (select from public.dataset_items i where i.version_id = v.id));
end;
$$;
comment on function public.get_dataset_version(uuid, integer) is
  'A version {version, is_left, has_leftovers}. is_left: it is not finished, and no runner holds it. has_leftovers: items that are of no use are still there. PT403, PT404.';
grant execute on function public.get_dataset_version(uuid, integer) to authenticated;

create function public.get_dataset_seal(dataset_id uuid, version integer) returns json
language plpgsql stable security definer
set search_path = ''
as $$
declare
  v public.dataset_versions := private.visible_dataset_version(dataset_id, version);
begin
  if v.report is null then
    perform private.finished_dataset_version(v);
  end if;
  return json_build_object('version', private.dataset_version_json(v), 'report', v.report, 'projects', v.projects, 'items', v.items,
    'original_files', v.original_files, 'dataset', (select json_build_object('id', d.id, 'name', d.name) from public.datasets d where d.id = v.dataset_id));
end;
$$;
comment on function public.get_dataset_seal(uuid, integer) is
  'What is kept of a finished version, expired ones too: {version, report, projects, items, original_files, dataset}. PT403, PT404; PT409 while it is not ready.';
grant execute on function public.get_dataset_seal(uuid, integer) to authenticated;

create function private.read_dataset_file(wanted uuid, only_split text, with_columns boolean, after bigint) returns json
language sql stable
set search_path = ''
as $$
  -- A page ends after 2,000 items or 4 MB of text. Bodies are measured without being read.
  with page as materialized (
    select i.version_id, i.position, sum(octet_length(i.body)) over (order by i.position) as bytes, row_number() over (order by i.position) as n
    from public.dataset_items i
    where i.version_id = wanted and i.position > after and (only_split is null or i.split = only_split)
    order by i.position limit 2000
  ), kept as (
    select i.* from page p join public.dataset_items i on i.version_id = p.version_id and i.position = p.position
    where p.n = 1 or p.bytes <= 4000000
  )
  select json_build_object(
    'data', coalesce(json_agg(
      case when with_columns then json_build_object('position', k.position, 'split', k.split, 'source_id', k.source_id, 'copies', k.copies,
          'lines', k.lines, 'weight', k.weight, 'kind', k.kind, 'project', k.project, 'model', k.model, 'intent', k.intent, 'rating', k.rating,
          'source_created_at', k.source_created_at, 'body', k.body)
        else json_build_object('copies', k.copies, 'body', k.body) end order by k.position), '[]'),
    'next', max(k.position),
    'items', (select v.items from public.dataset_versions v where v.id = wanted))
  from kept k;
$$;
comment on function private.read_dataset_file(uuid, text, boolean, bigint) is
  'Items of a version after a position, in the order of the file, {data, next, items}: bodies and copies, or every column. next: where to go on; '
  'null = there was none left. items: how many the version has; another number than before = people were erased from it meanwhile.';

create function public.read_dataset_file(version_id uuid, split text default null, with_columns boolean default false, after bigint default 0, runner uuid default null)
returns json
language plpgsql stable security definer
set search_path = ''
as $$
declare
  v public.dataset_versions := private.visible_dataset_version(version_id);
begin
  -- The runner that has written it reads it before it is ready.
  if v.runner is null or v.runner is distinct from read_dataset_file.runner then
    v := private.finished_dataset_version(v);
  end if;
  return private.read_dataset_file(v.id, split, with_columns, after);
end;
$$;
comment on function public.read_dataset_file(uuid, text, boolean, bigint, uuid) is
  'private.read_dataset_file for those who may build the dataset. PT403, PT404; PT409 while it is not ready, PT410 when its items are gone.';
grant execute on function public.read_dataset_file(uuid, text, boolean, bigint, uuid) to authenticated;

create function private.renew_dataset_version(wanted uuid, by_runner uuid) returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  perform private.held_dataset_version(wanted, by_runner);
  update public.dataset_versions x set lease_until = clock_timestamp() + interval '30 seconds' where x.id = wanted;
end;
$$;
comment on function private.renew_dataset_version(uuid, uuid) is 'Holds a version for another 30 seconds. PT409 as private.held_dataset_version.';

create function public.renew_dataset_version(version_id uuid, runner uuid) returns void
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v public.dataset_versions := private.visible_dataset_version(version_id);
begin
  perform private.renew_dataset_version(v.id, runner);
end;
$$;
comment on function public.renew_dataset_version(uuid, uuid) is 'private.renew_dataset_version for those who may build the dataset. PT403, PT404, PT409.';
grant execute on function public.renew_dataset_version(uuid, uuid) to authenticated;

create function private.read_dataset_hashes(wanted uuid, after bigint) returns json
language sql stable
set search_path = ''
as $$
  with page as (
    select i.position, i.content_hash, i.prompt_hash, i.split from public.dataset_items i
    where i.version_id = wanted and i.position > after order by i.position limit 20000
  )
  select json_build_object(
    'data', coalesce(json_agg(json_build_array(p.content_hash, p.prompt_hash, p.split) order by p.position), '[]'), 'next', max(p.position))
  from page p;
$$;
comment on function private.read_dataset_hashes(uuid, bigint) is
  'What a runner that takes a version up must know of its items, up to 20,000 after a position: {data: [[content_hash, prompt_hash, split]], next}; next null = there was none left.';

create function public.read_dataset_hashes(version_id uuid, after bigint default 0) returns json
language plpgsql stable security definer
set search_path = ''
as $$
declare
  v public.dataset_versions := private.visible_dataset_version(version_id);
begin
  return private.read_dataset_hashes(v.id, after);
end;
$$;
comment on function public.read_dataset_hashes(uuid, bigint) is 'private.read_dataset_hashes for those who may build the dataset. PT403, PT404.';
grant execute on function public.read_dataset_hashes(uuid, bigint) to authenticated;

create function private.dataset_item_json(i public.dataset_items, source text) returns json
language sql stable
set search_path = ''
as $$
  select json_build_object('position', i.position, 'split', i.split, 'source', source, 'source_id', i.source_id, 'other_id', i.other_id, 'kind', i.kind,
    'weight', i.weight, 'lines', i.lines, 'body', i.body, 'lint', i.lint, 'project', i.project, 'model', i.model, 'intent', i.intent,
    'created_at', i.source_created_at)
  where i.version_id is not null;
$$;
comment on function private.dataset_item_json(public.dataset_items, text) is 'An item as the API shows it, without how it reads; null for none.';

create function public.list_dataset_items(
  dataset_id uuid, version integer, split text default null, lint text default null, page_limit integer default 50, page_cursor bigint default 0)
returns json
language plpgsql stable security definer
set search_path = ''
as $$
declare
  v public.dataset_versions := private.finished_dataset_version(private.visible_dataset_version(dataset_id, version));
  size integer := least(greatest(page_limit, 1), 200);
begin
  return (
    with page as materialized (
      select i.version_id, i.position, sum(octet_length(i.body)) over (order by i.position) as bytes, row_number() over (order by i.position) as n
      from public.dataset_items i
      where i.version_id = v.id and i.position > page_cursor
        and (list_dataset_items.split is null or i.split = list_dataset_items.split)
        -- The first condition is that of an index.
        and (list_dataset_items.lint is null or (i.lint <> '{}' and i.lint @> array[list_dataset_items.lint]))
      order by i.position limit size + 1
    ), kept as (
      select i.* from page p join public.dataset_items i on i.version_id = p.version_id and i.position = p.position
      where p.n = 1 or (p.n <= size and p.bytes <= 8000000)
    )
    select json_build_object(
      'data', coalesce((select json_agg(private.dataset_item_json(k::public.dataset_items, v.definition ->> 'source') order by k.position) from kept k), '[]'),
      'next', case when (select count(*) from page) > (select count(*) from kept) then (select max(k.position)::text from kept k) end));
end;
$$;
comment on function public.list_dataset_items(uuid, integer, text, text, integer, bigint) is
  'A page {data, next} of the items of a version, in the order of the file; of one split, or with one finding of lint. Shorter than page_limit when lines are long. PT403, PT404; PT409 while it is not ready, PT410 when its items are gone.';
grant execute on function public.list_dataset_items(uuid, integer, text, text, integer, bigint) to authenticated;
-- ?lint=: a few of many.
create index dataset_items_lint on public.dataset_items (version_id, position) where lint <> '{}';

create function public.record_dataset_download(version_id uuid, container text, split text) returns void
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v public.dataset_versions := private.finished_dataset_version(private.visible_dataset_version(version_id));
begin
  perform private.audit('dataset.download', 'dataset_version', v.id::text, private.only_project(v.projects), jsonb_build_object(
    'dataset_id', v.dataset_id, 'version', v.version, 'container', container, 'split', split, 'lines', v.lines));
end;
$$;
comment on function public.record_dataset_download(uuid, text, text) is
  'Writes the audit entry of a download that begins. PT403, PT404; PT409 while the version is not ready, PT410 when its items are gone.';
grant execute on function public.record_dataset_download(uuid, text, text) to authenticated;

create function private.reseal_dataset_version(wanted uuid, new_files text, seen_items bigint) returns boolean
language plpgsql volatile
set search_path = ''
as $$
begin
  update public.dataset_versions x set files = new_files::jsonb
  where x.id = wanted and x.state = 'ready' and x.files is null and x.items = seen_items;
  return found;
end;
$$;
comment on function private.reseal_dataset_version(uuid, text, bigint) is
  'Stores the files of a version that people were erased from, as they were counted again; false when that was not needed, or more were erased since.';

create function public.reseal_dataset_version(version_id uuid, files text, seen_items bigint) returns boolean
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v public.dataset_versions := private.visible_dataset_version(version_id);
begin
  return private.reseal_dataset_version(v.id, files, seen_items);
end;
$$;
comment on function public.reseal_dataset_version(uuid, text, bigint) is 'private.reseal_dataset_version for those who may build the dataset. PT403, PT404.';
grant execute on function public.reseal_dataset_version(uuid, text, bigint) to authenticated;

-- ---------------------------------------------------------------------------------------------------------------
-- Comparing
-- ---------------------------------------------------------------------------------------------------------------

create function public.diff_dataset_versions(
  dataset_id uuid, version integer, other integer, change text default null, page_limit integer default 50, page_cursor text default null)
returns json
language plpgsql stable security definer
set search_path = ''
as $$
declare
  before public.dataset_versions := private.finished_dataset_version(private.visible_dataset_version(dataset_id, least(version, other)));
  after public.dataset_versions := private.finished_dataset_version(private.visible_dataset_version(dataset_id, greatest(version, other)));
  size integer := least(greatest(page_limit, 1), 200);
  -- "<added>.<removed>.<changed>.<unchanged>|<source_id>": the counts are those of the first page.
  counts bigint[] := string_to_array(split_part(page_cursor, '|', 1), '.')::bigint[];
  last_id uuid := coalesce(nullif(split_part(page_cursor, '|', 2), '')::uuid, '00000000-0000-0000-0000-000000000000');
  result json;
begin
  if page_cursor is null then
    -- Both sides come from an index that holds all that is compared.
    select array[count(*) filter (where b.source_id is null), count(*) filter (where a.source_id is null),
        count(*) filter (where b.body_hash <> a.body_hash or b.copies <> a.copies or b.split <> a.split),
        count(*) filter (where b.body_hash = a.body_hash and b.copies = a.copies and b.split = a.split)]
    into counts
    from (select i.source_id, i.body_hash, i.copies, i.split from public.dataset_items i where i.version_id = before.id) b
    full join (select i.source_id, i.body_hash, i.copies, i.split from public.dataset_items i where i.version_id = after.id) a on a.source_id = b.source_id;
  end if;
  with removed_or_changed as (
    select b.source_id, case when a.source_id is null then 'removed' else 'changed' end as change
    from public.dataset_items b left join public.dataset_items a on a.version_id = after.id and a.source_id = b.source_id
    where b.version_id = before.id and b.source_id > last_id
      and (a.source_id is null or b.body_hash <> a.body_hash or b.copies <> a.copies or b.split <> a.split)
      and (diff_dataset_versions.change is null
        or (diff_dataset_versions.change = 'removed' and a.source_id is null) or (diff_dataset_versions.change = 'changed' and a.source_id is not null))
    order by b.source_id limit size + 1
  ), added as (
    select a.source_id, 'added' as change
    from public.dataset_items a
    where a.version_id = after.id and a.source_id > last_id and (diff_dataset_versions.change is null or diff_dataset_versions.change = 'added')
      and not exists (select from public.dataset_items b where b.version_id = before.id and b.source_id = a.source_id)
    order by a.source_id limit size + 1
  ), page as (
    select x.* from (select r.* from removed_or_changed r union all select d.* from added d) x order by x.source_id limit size + 1
  ), sides as (
    select p.source_id, p.change, b, a, row_number() over w as n,
      sum(coalesce(octet_length(b.body), 0) + coalesce(octet_length(a.body), 0)) over w as bytes
    from page p
    left join public.dataset_items b on b.version_id = before.id and b.source_id = p.source_id
    left join public.dataset_items a on a.version_id = after.id and a.source_id = p.source_id
    window w as (order by p.source_id)
  ), kept as (
    select x.* from sides x where x.n = 1 or (x.n <= size and x.bytes <= 8000000)
  )
  select json_build_object('before', before.version, 'after', after.version, 'added', counts[1], 'removed', counts[2], 'changed', counts[3],
    'unchanged', counts[4],
    'formats', json_build_array(before.definition ->> 'format', after.definition ->> 'format'),
    'data', coalesce(json_agg(json_build_object('change', k.change, 'source_id', k.source_id,
      'before', private.dataset_item_json(k.b, before.definition ->> 'source'),
      'after', private.dataset_item_json(k.a, after.definition ->> 'source')) order by k.n), '[]'),
    'next', case when (select count(*) from page) > count(*)
      then array_to_string(counts, '.') || '|' || (array_agg(k.source_id order by k.n desc))[1] end)
  into result from kept k;
  return result;
end;
$$;
comment on function public.diff_dataset_versions(uuid, integer, integer, text, integer, text) is
  'What two versions of a dataset say of the same source rows: counts, and a page {data, next} of the differences by source_id. changed: another text, another number of copies, or the other split. '
  'before is the version with the lower number. PT403, PT404; PT409 while one is not ready, PT410 when the items of one are gone.';
grant execute on function public.diff_dataset_versions(uuid, integer, integer, text, integer, text) to authenticated;

-- ---------------------------------------------------------------------------------------------------------------
-- People: what is exported and erased of them includes what frozen versions say
-- ---------------------------------------------------------------------------------------------------------------

create function private.without_person(filters jsonb, ids text[]) returns jsonb
language sql immutable
set search_path = ''
as $$
  -- Left out, a filter would match everybody: a word that is nobody's id stands for the person.
  select coalesce(jsonb_object_agg(f.key, case
    when jsonb_typeof(f.value) = 'array' then (
      select coalesce(jsonb_agg(case when e.value #>> '{}' = any (ids) then '"(erased)"' else e.value end order by e.n), '[]')
      from jsonb_array_elements(f.value) with ordinality e (value, n))
    when jsonb_typeof(f.value) <> 'string' then f.value
    when f.value #>> '{}' = any (ids) then '"(erased)"'
    -- Several ids by comma; one that holds a comma has a backslash before it.
    when f.key = 'user_id' then (
      select to_jsonb(string_agg(case when btrim(p.value) = any (ids) then '(erased)' else p.value end, ',' order by p.n))
      from unnest(string_to_array(
        case when ids[1] ~ '[,\\]' then replace(f.value #>> '{}', replace(replace(ids[1], '\', '\\'), ',', '\,'), '(erased)') else f.value #>> '{}' end,
        ',')) with ordinality p (value, n))
    else f.value end), '{}')
  from jsonb_each(filters) f;
$$;
comment on function private.without_person(jsonb, text[]) is 'Filters of a dataset in which an end user is replaced by a word that matches nobody.';

create function private.names_person(definition jsonb, ids text[]) returns boolean
language sql immutable
set search_path = ''
as $$
  select coalesce(private.without_person(definition -> 'filters', ids) <> definition -> 'filters', false);
$$;
comment on function private.names_person(jsonb, text[]) is 'Whether the filters of a definition of a dataset name an end user.';

-- security definer: reads what has no policy for anyone, such as the trash of others' projects; checks the caller and the projects itself.
create or replace function public.export_user_page(user_id text, alias text default null, section integer default 0, page_cursor text default '', page_limit integer default 50)
returns json
language plpgsql stable security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('administer');
  ids text[] := array_remove(array[export_user_page.user_id, alias], null);
  of_person constant text := 't.user_id = any ($1) and ($2 is null or t.project = any ($2))';
  -- What a line is called, the rows, the order they come in, which is unique, and what is not theirs to see.
  sections constant text[][] := array[
    ['vote', 'public.feedback', 't.id::text', of_person, 'search'],
    ['vote_revision', 'public.feedback_revisions', 'lpad(t.id::text, 20, ''0'')',
      't.feedback_id in (select f.id from public.feedback f where f.user_id = any ($1) union all select f.id from public.feedback_trash f where f.user_id = any ($1))'
      ' and ($2 is null or t.project = any ($2))', 'editor_id'],
    ['deleted_vote', 'public.feedback_trash', 't.id::text', of_person, 'deleted_by'],
    ['conversation', 'public.llm_conversations', 't.id::text', of_person, 'agent_counts'],
    ['interaction', 'public.llm_interactions', 't.id::text', of_person, 'search'],
    ['profile', 'public.user_llm_profiles', 't.project', of_person, ''],
    ['daily_figures', 'public.user_llm_daily', 'concat_ws(chr(31), t.date, t.project, t.user_id, t.agent_type, t.model)', of_person, ''],
    ['budget', 'public.budgets', 't.id::text', of_person, 'created_by'],
    ['execution', 'public.llm_feedback', 't.id::text',
      '(t.user_id = any ($1) or (t.subject = any ($1) and t.subject is distinct from t.user_id)) and ($2 is null or t.project = any ($2))', 'reviewed_by'],
    ['assignment', 'public.experiment_assignments', 't.experiment_id::text || t.subject',
      't.subject = any ($1) and exists (select from public.experiments e where e.id = t.experiment_id and ($2 is null or e.project = any ($2)))', ''],
    ['user', 'public.users', 't.id', 't.id = any ($1) and $2 is null', ''],
    -- Where their words are; the words themselves are those of the rows above.
    ['dataset_item',
      '(select i.version_id, d.id as dataset_id, d.name as dataset, v.version, i.position, i.split, i.source_id, i.other_id, i.kind, i.project,
          i.source_created_at, i.user_ids
        from public.dataset_items i join public.dataset_versions v on v.id = i.version_id join public.datasets d on d.id = v.dataset_id)',
      't.version_id::text || lpad(t.position::text, 20, ''0'')',
      't.user_ids <> ''{}'' and t.user_ids && $1 and ($2 is null or t.project = any ($2))', 'user_ids']];
  lines jsonb[];
  next_cursor text;
begin
  if section < 0 or section >= array_length(sections, 1) then
    return json_build_object('data', '[]'::json, 'next', null, 'sections', array_length(sections, 1));
  end if;
  execute format(
    'select array_agg(x.line order by x.key), max(x.key) from (
       select (jsonb_build_object(''type'', %L::text) || to_jsonb(t)) - %L as line, %s collate "C" as key from %s t
       where %s and %s collate "C" > $3 order by 2 limit $4) x',
    sections[section + 1][1], sections[section + 1][5], sections[section + 1][3], sections[section + 1][2], sections[section + 1][4], sections[section + 1][3])
    into lines, next_cursor using ids, caller.projects, page_cursor, least(page_limit, 200);
  return json_build_object(
    'data', coalesce(array_to_json(lines), '[]'),
    'next', case when coalesce(cardinality(lines), 0) = least(page_limit, 200) then next_cursor end,
    'sections', array_length(sections, 1));
end;
$$;
comment on function public.export_user_page(text, text, integer, text, integer) is
  'Admins: one page {data, next, sections} of everything stored about an end user in their projects: section 0 are votes, then revisions, deleted votes, conversations, interactions, profiles, daily figures, budgets, executions, assignments, the row of users, and the places in frozen versions of datasets that hold their words. next: the cursor within the section.';

-- security definer: reaches tables that nobody may write; admins of every project only.
create or replace function public.erase_user(user_id text, alias text default null) returns json
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('administer');
  ids text[] := array_remove(array[erase_user.user_id, alias], null);
  talks uuid[];
  votes uuid[];
  replies uuid[];
  gone_budgets uuid[];
  tries uuid[];
  patterns uuid[];
  held bigint;
  talks_erased bigint;
  profiles bigint;
  lines_erased bigint;
  counts jsonb;
begin
  if caller.projects is not null then
    raise sqlstate 'PT403' using message = 'erasing a person needs an admin of every project';
  end if;

  -- In the order of every writer: end users, patterns, executions. Whoever records something of the person now waits, and then begins anew.
  -- A person who is not known yet is locked all the same, or one who is being recorded for the first time would slip past.
  loop
    insert into public.users (id) select distinct i from unnest(ids) i where not exists (select from public.users u where u.id = i) order by 1
    on conflict do nothing;
    select count(*) into held from (select u.id from public.users u where u.id = any (ids) order by u.id for update) x;
    exit when held = (select count(distinct i) from unnest(ids) i);
  end loop;
  select coalesce(array_agg(x.id), '{}') into patterns from (
    select p.id from public.failure_patterns p
    where p.id in (select e.failure_pattern_id from public.llm_feedback e where e.user_id = any (ids) or (e.subject = any (ids) and e.subject is distinct from e.user_id))
    order by p.project, coalesce(p.error_class, ''), p.pattern collate "C" for update) x;

  -- Votes.
  with gone as (delete from public.feedback f where f.user_id = any (ids) returning f.id),
    trashed as (delete from public.feedback_trash t where t.user_id = any (ids) returning t.id)
  select coalesce(array_agg(x.id), '{}') into votes from (select g.id from gone g union all select t.id from trashed t) x;
  delete from public.feedback_revisions r where r.feedback_id = any (votes);

  -- Interactions. Conversations are locked first and in order, as by everyone who writes to them.
  select coalesce(array_agg(x.id), '{}') into talks from (
    select c.id from public.llm_conversations c
    where c.user_id = any (ids) or c.id in (select i.conversation_id from public.llm_interactions i where i.user_id = any (ids))
    order by c.id for update) x;
  with gone as (delete from public.llm_interactions i where i.user_id = any (ids) returning i.id)
  select coalesce(array_agg(g.id), '{}') into replies from gone g;
  -- A conversation that others took part in is theirs from now on.
  update public.llm_conversations c set user_id = o.user_id, external_conversation_id = null, thread_ts = null, conversation_metadata = '{}'
  from (
    select distinct on (i.conversation_id) i.conversation_id, i.user_id from public.llm_interactions i
    where i.conversation_id = any (talks) order by i.conversation_id, i."timestamp", i.id) o
  where o.conversation_id = c.id and c.user_id = any (ids);
  delete from public.llm_conversations c where c.id = any (talks) and (c.user_id = any (ids)
    or not exists (select from public.llm_interactions i where i.conversation_id = c.id));
  get diagnostics talks_erased = row_count;
  -- The triggers have taken the figures away; this is for figures whose rows were removed without them.
  delete from public.user_llm_daily d where d.user_id = any (ids);
  delete from public.user_llm_profiles p where p.user_id = any (ids);
  get diagnostics profiles = row_count;

  -- Executions, and the variants the person was assigned to. An error of nobody else goes with them: its text may be theirs.
  with gone as (
    delete from public.llm_feedback e where e.user_id = any (ids) or (e.subject = any (ids) and e.subject is distinct from e.user_id) returning e.id)
  select coalesce(array_agg(g.id), '{}') into tries from gone g;
  delete from public.experiment_assignments a where a.subject = any (ids);
  delete from public.failure_patterns p where p.id = any (patterns) and not exists (select from public.llm_feedback e where e.failure_pattern_id = p.id);
  delete from public.users u where u.id = any (ids);

  -- What watches over the person, and what was told of it.
  select coalesce(array_agg(b.id), '{}') into gone_budgets from public.budgets b where b.user_id = any (ids);
  -- Before their budgets: afterwards nothing says whose they are.
  delete from public.alerts a where a.budget_id = any (gone_budgets)
    or a.id in (select unnest(t.alert_ids) from public.budgets_trash t where t.budget ->> 'user_id' = any (ids));
  delete from public.budgets_trash t where t.budget ->> 'user_id' = any (ids);
  delete from public.budgets b where b.id = any (gone_budgets);
  delete from public.webhook_deliveries d
  where exists (select from unnest(ids || gone_budgets::text[]) i where position(to_jsonb(i)::text in d.payload::text) > 0);

  -- Frozen versions of datasets. No runner stores what it read before: it waits for the end of this, and then finds the person gone.
  perform pg_advisory_xact_lock(hashtext('retune.dataset_items'));
  perform from public.datasets d where private.names_person(d.definition, ids) order by d.id for update;
  update public.datasets d set definition = jsonb_set(d.definition, '{filters}', private.without_person(d.definition -> 'filters', ids)), version = d.version + 1
  where private.names_person(d.definition, ids);
  with gone as (
    delete from public.dataset_items i where i.user_ids <> '{}' and i.user_ids && ids returning i.version_id, i.lines
  ), counted as (
    select g.version_id, count(*) as items, sum(g.lines) as lines from gone g group by g.version_id
  ), held as materialized (
    select v.id from public.dataset_versions v
    where v.id in (select c.version_id from counted c) or private.names_person(v.definition, ids) order by v.id for update
  ), changed as (
    -- The files are counted again by the jobs, or by who asks for them next.
    update public.dataset_versions v set
      definition = case when private.names_person(v.definition, ids)
        then jsonb_set(v.definition, '{filters}', private.without_person(v.definition -> 'filters', ids)) else v.definition end,
      items = v.items - coalesce(c.items, 0), lines = v.lines - coalesce(c.lines, 0), erased_items = v.erased_items + coalesce(c.items, 0),
      erased_at = case when c.items > 0 then now() else v.erased_at end,
      original_files = case when c.items > 0 then coalesce(v.original_files, v.files) else v.original_files end,
      files = case when c.items > 0 and v.state = 'ready' then null else v.files end
    from held h left join counted c on c.version_id = h.id
    where v.id = h.id
  )
  select coalesce(sum(c.items), 0) into lines_erased from counted c;

  -- Which requests made the rows, and views of them that members have saved.
  delete from public.idempotency_keys k where k.row_ids && (votes || replies || tries);
  delete from public.saved_views v where exists (
    select from unnest(ids) i, regexp_split_to_table(v.search, '[?&]') parameter
    where parameter like 'user_id=%' and private.decode_url(substring(parameter from 9)) = i)
    or exists (select from unnest(ids) i where private.decode_url(v.path) = '/interactions/people/' || i);

  counts := jsonb_build_object('feedback', cardinality(votes), 'interactions', cardinality(replies), 'conversations', talks_erased,
    'profiles', profiles, 'budgets', cardinality(gone_budgets), 'executions', cardinality(tries), 'dataset_items', lines_erased);
  -- The log says that it happened and how much, not who: the id is what was to be erased.
  perform private.audit('user.erase', 'user', null, null, counts);
  return counts;
end;
$$;
comment on function public.erase_user(text, text) is
  'Full admins: removes everything stored about an end user, in one transaction: votes with their revisions, interactions, conversations, profile, figures, budgets and what was told of them, executions, assignments, and what frozen versions of datasets say of them. alias: the one-way form of the id. Answers the counts.';
