-- Purpose: what the API calls for improvement notes and prompt versions.
-- Objects: public.{record,get,list,summarize,update,delete,restore}_improvement(s), list_turn_improvements, observe_improvement,
--          export_improvements_page, record_improvement_export, {list,get,put}_prompt_version(s), compare_prompt_versions,
--          keep_comparison, list_comparisons; private helpers; index tuning_turns_intent.
-- Destructive: no.
--
-- Filters arrive as JSON text (the local API hands jsonb parameters over as strings). Keys, all optional: from, to (timestamptz,
-- half-open), project, severity, status, master_prompt_version, branch_name, applied_in_version, q (arrays of text, any-of),
-- category (array, null = notes without one), session_id, turn_id, author_id, ids (arrays of uuid), is_mine (boolean).
--
-- Functions that read notes by filter are security definer: text search (@@) is not leakproof, so under row-level security Postgres
-- would not use the search index. Each asks private.require() first and adds the caller's projects and the rule of blind queues to
-- the condition itself.

-- A note is checked against turns with the same intent.
create index tuning_turns_intent on public.tuning_conversation_turns (project, intent) where intent is not null;

-- ---------------------------------------------------------------------------------------------------------------
-- Who may see and change a note
-- ---------------------------------------------------------------------------------------------------------------

create function private.finds_improvement(caller private.principal_info, note public.tuning_improvements) returns boolean
language sql stable
set search_path = ''
as $$
  select note.id is not null
    and private.allows(caller.kind, caller.role, caller.scopes, 'read')
    and (caller.projects is null or note.project = any (caller.projects))
    and (coalesce(note.author_id = caller.id, false) or private.allows(caller.kind, caller.role, caller.scopes, 'administer')
      or not private.is_blind(note.turn_id));
$$;
comment on function private.finds_improvement(private.principal_info, public.tuning_improvements) is
  'Whether the note exists for the caller: its project is, and no blind queue hides it.';

create function private.may_edit_improvement(caller private.principal_info, note public.tuning_improvements) returns boolean
language sql stable
set search_path = ''
as $$
  -- A note of the system has no author.
  select (coalesce(note.author_id = caller.id, false) and private.allows(caller.kind, caller.role, caller.scopes, 'review'))
    or (private.allows(caller.kind, caller.role, caller.scopes, 'change') and (caller.kind = 'member' or note.author_kind = 'key'));
$$;
comment on function private.may_edit_improvement(private.principal_info, public.tuning_improvements) is
  'Whether the caller may change or delete the note: its author, admins, and keys with ingest and read where a key wrote it. Its project is checked elsewhere.';

create function private.improvement_where(caller private.principal_info, filter jsonb) returns text
language sql stable
set search_path = ''
as $$
  select concat_ws(' and ', 'true',
    case when caller.projects is not null then private.any_of('i.project', to_jsonb(caller.projects)) end,
    private.visible_note('i', caller),
    case when filter ? 'from' then format('i."timestamp" >= %L::timestamptz', filter ->> 'from') end,
    case when filter ? 'to' then format('i."timestamp" < %L::timestamptz', filter ->> 'to') end,
    case when filter ? 'project' then private.any_of('i.project', filter -> 'project') end,
    case when filter ? 'category' then private.any_of('i.category', filter -> 'category') end,
    case when filter ? 'severity' then private.any_of('i.severity', filter -> 'severity') end,
    case when filter ? 'status' then private.any_of('i.status', filter -> 'status') end,
    case when filter ? 'applied_in_version' then private.any_of('i.applied_in_version', filter -> 'applied_in_version') end,
    case when filter ?| array['master_prompt_version', 'branch_name'] then format(
      'exists (select from public.prompt_tuning_sessions s where s.id = i.session_id%s%s)',
      ' and ' || case when filter ? 'master_prompt_version' then private.any_of('s.master_prompt_version', filter -> 'master_prompt_version') end,
      ' and ' || case when filter ? 'branch_name' then private.any_of('s.branch_name', filter -> 'branch_name') end) end,
    case when filter ? 'session_id' then format('i.session_id = any (%L::uuid[])', array(select jsonb_array_elements_text(filter -> 'session_id'))) end,
    case when filter ? 'turn_id' then format('i.turn_id = any (%L::uuid[])', array(select jsonb_array_elements_text(filter -> 'turn_id'))) end,
    case when filter ? 'author_id' then format('i.author_id = any (%L::uuid[])', array(select jsonb_array_elements_text(filter -> 'author_id'))) end,
    case when filter ? 'ids' then format('i.id = any (%L::uuid[])', array(select jsonb_array_elements_text(filter -> 'ids'))) end,
    case when (filter ->> 'is_mine')::boolean then format('i.author_id = %L::uuid', caller.id)
         when not (filter ->> 'is_mine')::boolean then format('i.author_id is distinct from %L::uuid', caller.id) end,
    case when filter ? 'q' then (
      select '(' || string_agg(format('to_tsvector(''simple'', i.improvement_note) @@ %L::tsquery', private.search_query(t.q)), ' or ') || ')'
      from jsonb_array_elements_text(filter -> 'q') t (q)) end
  );
$$;
comment on function private.improvement_where(private.principal_info, jsonb) is
  'What the caller may see and the filter asks for, as an SQL condition on improvements i. Every value is quoted.';

create function private.improvement_page(caller private.principal_info, filter jsonb, ascending boolean, page_limit integer, page_cursor text) returns json
language plpgsql stable
set search_path = ''
as $$
declare
  result json;
  direction text := case when ascending then 'asc' else 'desc' end;
  after text := case when page_cursor is null then 'true'
    else format('(i."timestamp", i.id) %s (%L::timestamptz, %L::uuid)', case when ascending then '>' else '<' end,
      split_part(page_cursor, '|', 1), split_part(page_cursor, '|', 2)) end;
begin
  -- A page ends at page_limit rows or after 8 MB of text, whichever comes first. Texts are read for the rows that are kept only.
  execute format($query$
    with page as (
      select i.id, i."timestamp" as at, i.turn_id, i.author_id
      from public.tuning_improvements i
      where %1$s and %2$s
      order by i."timestamp" %3$s, i.id %3$s limit %4$s
    ), sized as (
      select p.id, p.at, row_number() over w as n,
        sum(octet_length(i.improvement_note) + octet_length(t.user_message) + octet_length(t.era_response) + coalesce(octet_length(r.better_response), 0)) over w as bytes
      from page p join public.tuning_improvements i on i.id = p.id join public.tuning_conversation_turns t on t.id = p.turn_id
        left join public.turn_reviews r on r.turn_id = p.turn_id and r.reviewer_id = p.author_id and r.state = 'done'
      window w as (order by p.at %3$s, p.id %3$s)
    ), kept as (
      select z.id, z.at, z.n from sized z where z.n <= %5$s and (z.n = 1 or z.bytes <= 8000000)
    )
    select json_build_object(
      'data', coalesce((
        select json_agg(row_to_json(x) order by x."timestamp" %3$s, x.id %3$s) from (
          select i.*, t.turn_number, t.user_message, t.era_response, r.better_response, t.intent, s.master_prompt_version, s.branch_name
          from kept k join public.tuning_improvements i on i.id = k.id join public.tuning_conversation_turns t on t.id = i.turn_id
            join public.prompt_tuning_sessions s on s.id = i.session_id
            left join public.turn_reviews r on r.turn_id = i.turn_id and r.reviewer_id = i.author_id and r.state = 'done') x), '[]'),
      'next', case when (select count(*) from kept) < (select count(*) from page)
        then (select k.at || '|' || k.id from kept k order by k.n desc limit 1) end)
  $query$, private.improvement_where(caller, filter), after, direction, page_limit + 1, page_limit) into result;
  return result;
end;
$$;
comment on function private.improvement_page(private.principal_info, jsonb, boolean, integer, text) is
  'One keyset page {data, next} of notes with their turns; next is the cursor after the last row, or null. Trusts the caller it is given: not callable through the API.';

-- ---------------------------------------------------------------------------------------------------------------
-- Notes: recording and reading
-- ---------------------------------------------------------------------------------------------------------------

-- security definer: nobody holds a write policy on notes; checks principal and project itself.
create function public.record_improvement(turn_id uuid, item text, key text default null, hmac text default null) returns json
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.principal();
  input public.tuning_improvements := json_populate_record(null::public.tuning_improvements, item::json);
  written public.tuning_improvements;
  replayed uuid[];
begin
  if not private.can('record') and not private.can('review') then
    caller := private.require(case when caller.kind = 'key' then 'record' else 'review' end);
  end if;
  if not exists (select from public.tuning_conversation_turns t where t.id = record_improvement.turn_id
      and (caller.projects is null or t.project = any (caller.projects))) then
    raise sqlstate 'PT404' using message = 'no such turn';
  end if;
  if key is not null then
    replayed := private.claim_idempotency_key(caller.id, key, hmac);
  end if;
  if replayed is not null then
    select * into written from public.tuning_improvements i where i.id = replayed[1];
    if written.id is null then
      raise sqlstate 'PT409' using message = 'this note was written before and has been deleted since';
    end if;
    return row_to_json(written);
  end if;
  begin
    insert into public.tuning_improvements (id, turn_id, improvement_note, category, severity, "timestamp", metadata, author_kind, author_id, author_label)
    values (coalesce(input.id, gen_random_uuid()), record_improvement.turn_id, input.improvement_note, input.category, input.severity,
      date_trunc('milliseconds', coalesce(input."timestamp", now())), coalesce(input.metadata, '{}'), caller.kind, caller.id, caller.label)
    returning * into written;
  exception
    when unique_violation then
      raise sqlstate 'PT409' using message = 'this id is already taken', detail = private.issue('id', 'is already taken');
    when foreign_key_violation then
      raise sqlstate 'PT404' using message = 'no such turn';
  end;
  perform private.finish_idempotency_key(caller.id, key, array[written.id]);
  return row_to_json(written);
end;
$$;
comment on function public.record_improvement(uuid, text, text, text) is
  'Writes one note on a turn; the caller is its author. The same key with the same body answers the same note. PT404 when the turn does not exist for the caller.';
grant execute on function public.record_improvement(uuid, text, text, text) to authenticated;

-- security definer: reads by filter, see above.
create function public.list_improvements(filter text, sort text default '-timestamp', page_limit integer default 50, page_cursor text default null) returns json
language plpgsql stable security definer
set search_path = ''
as $$
begin
  return private.improvement_page(private.require('read'), filter::jsonb, sort = 'timestamp', least(page_limit, 1000), page_cursor);
end;
$$;
comment on function public.list_improvements(text, text, integer, text) is 'One page of notes with their turns {data, next}, newest first unless sort = timestamp.';
grant execute on function public.list_improvements(text, text, integer, text) to authenticated;

-- security definer: as list_improvements.
create function public.export_improvements_page(filter text, page_limit integer default 1000, page_cursor text default null) returns json
language plpgsql stable security definer
set search_path = ''
as $$
begin
  return private.improvement_page(private.require('export_rows'), filter::jsonb, true, least(page_limit, 5000), page_cursor);
end;
$$;
comment on function public.export_improvements_page(text, integer, text) is 'One page of a download of notes {data, next}, oldest first.';
grant execute on function public.export_improvements_page(text, integer, text) to authenticated;

create function public.record_improvement_export(filter text, format text) returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  perform private.require('export_rows');
  -- Filters may hold searched words; the log keeps only which filters were set.
  perform private.audit('improvement.export', 'improvement', null, null,
    jsonb_build_object('format', format, 'filtered_by', (select jsonb_agg(k) from jsonb_object_keys(filter::jsonb) k)));
end;
$$;
comment on function public.record_improvement_export(text, text) is 'Writes the audit entry of a download of notes that begins.';
grant execute on function public.record_improvement_export(text, text) to authenticated;

-- security definer: as list_improvements.
create function public.summarize_improvements(filter text) returns json
language plpgsql stable security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('read');
  result json;
begin
  execute format($query$
    select json_build_object('total', coalesce(sum(g.total), 0)::bigint,
      'data', coalesce(json_agg(row_to_json(g) order by g.category, g.status), '[]'))
    from (
      select i.category, i.status, count(*) as total
      from public.tuning_improvements i where %s group by i.category, i.status) g
  $query$, private.improvement_where(caller, filter::jsonb)) into result;
  return result;
end;
$$;
comment on function public.summarize_improvements(text) is 'Notes under a filter by category and status: {total, data}.';
grant execute on function public.summarize_improvements(text) to authenticated;

-- security definer: shows the better answer of the note's author, whose review the reader may not read otherwise.
create function public.get_improvement(improvement_id uuid) returns json
language plpgsql stable security definer
set search_path = ''
as $$
begin
  return private.improvement_page(private.require('read'), jsonb_build_object('ids', jsonb_build_array(improvement_id)), true, 1, null) -> 'data' -> 0;
end;
$$;
comment on function public.get_improvement(uuid) is 'One note with its turn, or null when it does not exist for the caller.';
grant execute on function public.get_improvement(uuid) to authenticated;

create function public.list_turn_improvements(turn_id uuid) returns json
language plpgsql stable
set search_path = ''
as $$
begin
  perform private.require('read');
  -- Row-level security hides the turns of other projects, and others' notes while a blind queue waits.
  if not exists (select from public.tuning_conversation_turns t where t.id = list_turn_improvements.turn_id) then
    raise sqlstate 'PT404' using message = 'no such turn';
  end if;
  return (
    select coalesce(json_agg(row_to_json(i) order by i."timestamp", i.id), '[]')
    from public.tuning_improvements i where i.turn_id = list_turn_improvements.turn_id);
end;
$$;
comment on function public.list_turn_improvements(uuid) is 'Notes of one turn, oldest first. PT404 when the turn does not exist for the caller.';
grant execute on function public.list_turn_improvements(uuid) to authenticated;

-- ---------------------------------------------------------------------------------------------------------------
-- Notes: changing, deleting, restoring
-- ---------------------------------------------------------------------------------------------------------------

-- security definer: nobody holds a write policy on notes; checks the caller per note itself.
create function public.update_improvements(ids text, patch text) returns json
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('read');
  wanted uuid[] := array(select w.id::uuid from jsonb_array_elements_text(ids::jsonb) with ordinality w (id, n) order by w.n);
  changes jsonb := patch::jsonb;
  only_status boolean := not exists (select from jsonb_object_keys(patch::jsonb) k where k not in ('status', 'applied_in_version'));
  may_set_status boolean := private.allows(caller.kind, caller.role, caller.scopes, 'change_config');
  missing jsonb;
  refused jsonb;
  versionless text;
  before json;
begin
  if cardinality(wanted) > 1000 then
    raise sqlstate 'PT413' using message = 'at most 1000 notes a call';
  end if;
  perform from public.tuning_improvements i where i.id = any (wanted) order by i.id for update;
  select
    jsonb_agg(jsonb_build_object('path', 'ids.' || (w.n - 1), 'message', 'no such note') order by w.n)
      filter (where not private.finds_improvement(caller, i)),
    jsonb_agg(jsonb_build_object('path', 'ids.' || (w.n - 1), 'message', 'is not yours to change') order by w.n)
      filter (where private.finds_improvement(caller, i) and not private.may_edit_improvement(caller, i) and not (only_status and may_set_status))
    into missing, refused
  from unnest(wanted) with ordinality w (id, n) left join public.tuning_improvements i on i.id = w.id;
  if missing is not null then
    raise sqlstate 'PT404' using message = case when cardinality(wanted) = 1 then 'no such note' else 'nothing was changed: some of the notes do not exist' end,
      detail = case when cardinality(wanted) > 1 then jsonb_build_object('issues', missing)::text else '' end;
  end if;
  if refused is not null then
    raise sqlstate 'PT403' using
      message = case when cardinality(wanted) = 1 then 'this note is not yours to change' else 'nothing was changed: some of the notes are not yours to change' end,
      hint = 'its author and admins may change a note, product owners its status',
      detail = case when cardinality(wanted) > 1 then jsonb_build_object('issues', refused)::text else '' end;
  end if;
  select coalesce(changes ->> 'status', i.status) into versionless from public.tuning_improvements i
  where i.id = any (wanted) and coalesce(changes ->> 'status', i.status) in ('applied', 'verified')
    and case when changes ? 'applied_in_version' then changes ->> 'applied_in_version' else i.applied_in_version end is null
  limit 1;
  if found then
    raise sqlstate 'PT400' using message = format('applied_in_version: is needed for the status %s', versionless),
      detail = private.issue('applied_in_version', format('is needed for the status %s', versionless));
  end if;
  select coalesce(json_agg(json_build_object('id', i.id, 'category', i.category, 'severity', i.severity, 'status', i.status,
      'applied_in_version', i.applied_in_version) order by w.n), '[]') into before
  from unnest(wanted) with ordinality w (id, n) join public.tuning_improvements i on i.id = w.id;
  if changes <> '{}' then
    update public.tuning_improvements i set
      improvement_note = case when changes ? 'improvement_note' then changes ->> 'improvement_note' else i.improvement_note end,
      category = case when changes ? 'category' then changes ->> 'category' else i.category end,
      severity = case when changes ? 'severity' then changes ->> 'severity' else i.severity end,
      status = case when changes ? 'status' then changes ->> 'status' else i.status end,
      applied_in_version = case when changes ? 'applied_in_version' then changes ->> 'applied_in_version' else i.applied_in_version end,
      metadata = case when changes ? 'metadata' then changes -> 'metadata' else i.metadata end
    where i.id = any (wanted);
  end if;
  return json_build_object('before', before,
    'row', case when cardinality(wanted) = 1 then (select row_to_json(i) from public.tuning_improvements i where i.id = wanted[1]) end);
end;
$$;
comment on function public.update_improvements(text, text) is
  'Changes the given fields of 1 to 1000 notes alike, all or nothing; answers what they were, and a single note as it is. PT404, PT403 with the positions of the ids, '
  'PT400 when a status would lack its version.';
grant execute on function public.update_improvements(text, text) to authenticated;

-- security definer: as update_improvements, and nobody holds a policy to write to the trash.
create function public.delete_improvement(improvement_id uuid) returns void
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('read');
  note public.tuning_improvements;
begin
  select * into note from public.tuning_improvements i where i.id = improvement_id for update;
  if not private.finds_improvement(caller, note) then
    raise sqlstate 'PT404' using message = 'no such note';
  end if;
  if not private.may_edit_improvement(caller, note) then
    raise sqlstate 'PT403' using message = 'this note is not yours to delete', hint = 'its author and admins may delete it';
  end if;
  delete from public.tuning_improvements_trash t where t.id = improvement_id or t.deleted_at < now() - interval '30 days';
  with gone as (delete from public.tuning_improvements i where i.id = improvement_id returning i.*)
  insert into public.tuning_improvements_trash select g.*, now(), caller.id from gone g;
  perform private.audit('improvement.delete', 'improvement', improvement_id::text, note.project);
end;
$$;
comment on function public.delete_improvement(uuid) is 'Moves a note to the trash, where it can be restored from for 30 days. PT404 when it does not exist for the caller, PT403 when it is another''s.';
grant execute on function public.delete_improvement(uuid) to authenticated;

-- security definer: as delete_improvement.
create function public.restore_improvement(improvement_id uuid) returns json
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('read');
  note public.tuning_improvements;
begin
  select (jsonb_populate_record(null::public.tuning_improvements, to_jsonb(t))).* into note
  from public.tuning_improvements_trash t where t.id = improvement_id for update;
  if not private.finds_improvement(caller, note) then
    raise sqlstate 'PT404' using message = 'no such deleted note';
  end if;
  if not private.may_edit_improvement(caller, note) then
    raise sqlstate 'PT403' using message = 'this note is not yours to restore', hint = 'its author and admins may restore it';
  end if;
  delete from public.tuning_improvements_trash t where t.id = improvement_id;
  begin
    insert into public.tuning_improvements values (note.*) returning * into note;
  exception
    when unique_violation then
      raise sqlstate 'PT409' using message = 'a note with this id has been written since';
    when foreign_key_violation then
      raise sqlstate 'PT409' using message = 'the turn of this note is gone or archived';
  end;
  perform private.audit('improvement.restore', 'improvement', improvement_id::text, note.project);
  return row_to_json(note);
end;
$$;
comment on function public.restore_improvement(uuid) is
  'Undoes a deletion: the note comes back with its id, times and status, and counts again. PT404 when there is none for the caller, PT409 when its turn is gone.';
grant execute on function public.restore_improvement(uuid) to authenticated;

-- ---------------------------------------------------------------------------------------------------------------
-- What became of a note
-- ---------------------------------------------------------------------------------------------------------------

-- security definer: similarity is not leakproof, so under row-level security the index of questions would not be used; and it counts
-- reviews of everyone. The threshold is the default of pg_trgm, fixed so that nobody's setting changes figures.
create function public.observe_improvement(improvement_id uuid) returns json
language plpgsql stable security definer
set search_path = '' set pg_trgm.similarity_threshold = '0.3'
as $$
declare
  caller private.principal_info := private.require('read');
  note public.tuning_improvements;
  intent text;
  question text;
  applied_at timestamptz;
  result json;
begin
  select * into note from public.tuning_improvements i where i.id = improvement_id;
  if not private.finds_improvement(caller, note) then
    raise sqlstate 'PT404' using message = 'no such note';
  end if;
  select t.intent, t.user_message into intent, question from public.tuning_conversation_turns t where t.id = note.turn_id;
  select min(s.session_start) into applied_at from public.prompt_tuning_sessions s
  where s.project = note.project and s.master_prompt_version = note.applied_in_version;
  execute format($query$
    with versions as (
      select s.master_prompt_version as version, min(s.session_start) as first_session_start
      from public.prompt_tuning_sessions s where s.project = %1$L and s.master_prompt_version is not null group by 1
    ), matching as materialized (
      select t.id, t.session_id from public.tuning_conversation_turns t where t.project = %1$L and %2$s
    ), observed as (
      select m.id, s.master_prompt_version as version,
        s.master_prompt_version = %3$L or coalesce(v.first_session_start > %4$L::timestamptz, false) as is_after,
        exists (select from public.tuning_improvements n where n.turn_id = m.id and n.category is not distinct from %5$L) as is_noted
      from matching m
        join public.prompt_tuning_sessions s on s.id = m.session_id
        join versions v on v.version = s.master_prompt_version
      where exists (select from public.turn_reviews r where r.turn_id = m.id and r.state = 'done')
        -- For everyone alike, so that the figures do not tell what is hidden.
        and m.id not in (select private.blind_turns())
    )
    select json_build_object(
      'before_turns', count(*) filter (where not coalesce(o.is_after, false)), 'before_noted', count(*) filter (where o.is_noted and not coalesce(o.is_after, false)),
      'after_turns', count(*) filter (where o.is_after), 'after_noted', count(*) filter (where o.is_noted and o.is_after),
      'later_turns', coalesce((
        select json_agg(row_to_json(l) order by l.at desc, l.turn_id) from (
          select t.id as turn_id, t.session_id, t.turn_number, t.user_message, t.era_response, x.version as master_prompt_version,
            x.is_noted as has_same_note, t."timestamp" as at
          from observed x join public.tuning_conversation_turns t on t.id = x.id where x.is_after
          order by t."timestamp" desc, t.id limit 20) l), '[]'))
    from observed o
  $query$, note.project,
    case when intent is not null then format('t.intent = %L', intent) else format('t.user_message operator(extensions.%%) %L', question) end,
    note.applied_in_version, applied_at, note.category) into result;
  return jsonb_build_object('id', note.id, 'applied_in_version', note.applied_in_version, 'matched_by', case when intent is not null then 'intent' else 'question' end)
    || result::jsonb;
end;
$$;
comment on function public.observe_improvement(uuid) is
  'Reviewed turns of the note''s project with the same intent, else a similar question (trigram similarity of at least 0.3), and how many have a note of the same category: '
  'in versions that first appeared before the version in which the note was applied, and since. Sessions without a version and turns a blind queue waits for are left out. PT404 when the note does not exist for the caller.';
grant execute on function public.observe_improvement(uuid) to authenticated;

-- ---------------------------------------------------------------------------------------------------------------
-- Prompt versions
-- ---------------------------------------------------------------------------------------------------------------

create function private.prompt_versions_known(only_project text, only_version text)
returns table (project text, version text, prompt_text text, sessions bigint, turns bigint, first_session_start timestamptz, last_session_start timestamptz, at timestamptz)
language sql stable
set search_path = ''
as $$
  select coalesce(s.project, v.project), coalesce(s.version, v.version), v.prompt_text, coalesce(s.sessions, 0), coalesce(s.turns, 0),
    s.first_session_start, s.last_session_start, coalesce(s.last_session_start, v.updated_at)
  from (
    select x.project, x.master_prompt_version as version, count(*) as sessions, sum(x.total_turns) as turns,
      min(x.session_start) as first_session_start, max(x.session_start) as last_session_start
    from public.prompt_tuning_sessions x
    where x.master_prompt_version is not null and (only_project is null or x.project = only_project)
      and (only_version is null or x.master_prompt_version = only_version)
    group by 1, 2) s
  full join (
    select p.project, p.version, p.prompt_text, p.updated_at from public.prompt_versions p
    where (only_project is null or p.project = only_project) and (only_version is null or p.version = only_version)) v
    on v.project = s.project and v.version = s.version;
$$;
comment on function private.prompt_versions_known(text, text) is 'Versions that sessions name or whose text was sent, in the projects that the caller may read (row-level security).';

create function public.list_prompt_versions(project text default null) returns json
language plpgsql stable
set search_path = ''
as $$
begin
  perform private.require('read');
  return (
    select coalesce(json_agg(json_build_object('project', x.project, 'version', x.version,
      -- Texts may be large, memory may not: the newest 4 MB.
      'prompt_text', case when x.bytes <= 4000000 then x.prompt_text end, 'has_prompt_text', x.prompt_text is not null,
      'sessions', x.sessions, 'turns', x.turns, 'first_session_start', x.first_session_start, 'last_session_start', x.last_session_start) order by x.n), '[]')
    from (
      select k.*, row_number() over w as n, sum(octet_length(k.prompt_text)) over w as bytes
      from private.prompt_versions_known(list_prompt_versions.project, null) k
      window w as (order by k.at desc, k.project, k.version)
      order by n limit 1000) x);
end;
$$;
comment on function public.list_prompt_versions(text) is 'The newest 1000 prompt versions with their counts of sessions and turns; texts until 4 MB are reached.';
grant execute on function public.list_prompt_versions(text) to authenticated;

create function public.get_prompt_version(version text, project text default null) returns json
language plpgsql stable
set search_path = ''
as $$
declare
  known json[];
begin
  perform private.require('read');
  known := array(
    select json_build_object('project', k.project, 'version', k.version, 'prompt_text', k.prompt_text, 'has_prompt_text', k.prompt_text is not null,
      'sessions', k.sessions, 'turns', k.turns, 'first_session_start', k.first_session_start, 'last_session_start', k.last_session_start)
    from private.prompt_versions_known(get_prompt_version.project, get_prompt_version.version) k limit 2);
  if cardinality(known) > 1 then
    raise sqlstate 'PT400' using message = 'project: is required: several of your projects have this version',
      detail = private.issue('project', 'is required: several of your projects have this version');
  end if;
  return known[1];
end;
$$;
comment on function public.get_prompt_version(text, text) is 'One version with its text, or null. PT400 when several projects of the caller have it and none is named.';
grant execute on function public.get_prompt_version(text, text) to authenticated;

-- security definer: nobody holds a write policy on versions; checks principal and project itself.
create function public.put_prompt_version(version text, prompt_text text, project text default null) returns json
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.principal();
  target text;
begin
  if not private.can('record') and not private.can('change_config') then
    caller := private.require(case when caller.kind = 'key' then 'record' else 'change_config' end);
  end if;
  target := private.project_for(caller, put_prompt_version.project);
  insert into public.projects (project) values (target) on conflict do nothing;
  insert into public.prompt_versions as v (project, version, prompt_text) values (target, put_prompt_version.version, put_prompt_version.prompt_text)
  on conflict on constraint prompt_versions_pkey do update set prompt_text = excluded.prompt_text;
  return (
    select json_build_object('project', k.project, 'version', k.version, 'prompt_text', k.prompt_text, 'has_prompt_text', true, 'sessions', k.sessions,
      'turns', k.turns, 'first_session_start', k.first_session_start, 'last_session_start', k.last_session_start)
    from private.prompt_versions_known(target, put_prompt_version.version) k);
end;
$$;
comment on function public.put_prompt_version(text, text, text) is 'Stores or replaces the text of a version; answers it with its counts. PT403 for another project.';
grant execute on function public.put_prompt_version(text, text, text) to authenticated;

-- security definer: counts the reviews and notes of everyone, but no single one is shown.
create function public.compare_prompt_versions(a text, b text, project text default null, is_to_be_kept boolean default false) returns json
language plpgsql stable security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require(case when is_to_be_kept then 'change_config' else 'read' end);
  target text := case when is_to_be_kept then private.project_for(caller, compare_prompt_versions.project) else compare_prompt_versions.project end;
  among text[] := case when target is null then caller.projects else array[target] end;
  result json;
begin
  if compare_prompt_versions.project is not null and caller.projects is not null and not compare_prompt_versions.project = any (caller.projects) then
    raise sqlstate 'PT404' using message = 'no such project';
  end if;
  with sides (side, version) as (values ('a', a), ('b', b)),
  blind as materialized (select x.turn_id from private.blind_turns() x (turn_id)),
  sessions as materialized (
    -- Sessions beyond 1000 share a bunch; bunches of sessions are as independent of each other as sessions are.
    select d.side, s.id, (row_number() over (partition by d.side order by s.id) - 1) % 1000 as bunch
    from sides d join public.prompt_tuning_sessions s on s.master_prompt_version = d.version
    where among is null or s.project = any (among)
  ),
  turns as materialized (
    select s.side, s.bunch, t.id, t.avg_similarity, t.processing_time_ms, t.confidence_score, t.rating, t.has_policy_citation,
      t.appropriate_action_suggested, t.structure_complete, t.professionalism_score, t.empathy_score, t.clarity_score,
      -- Null while a blind queue waits: neither reviews nor notes of the turn may be told.
      case when not exists (select from blind h where h.turn_id = t.id) then true end as is_open
    from sessions s join public.tuning_conversation_turns t on t.session_id = s.id
  ),
  reviews as materialized (
    select r.turn_id, case when count(distinct r.thumbs) = 1 then min(r.thumbs) end as thumbs
    from turns t join public.turn_reviews r on r.turn_id = t.id where t.is_open and r.state = 'done' group by r.turn_id
  ),
  notes as materialized (
    select i.turn_id, coalesce(i.category, 'none') as category, count(*) as n
    from turns t join public.tuning_improvements i on i.turn_id = t.id where t.is_open group by 1, 2
  ),
  observations as (
    select t.side, t.bunch, m.metric, m.value::numeric as value
    from turns t left join reviews r on r.turn_id = t.id
    cross join lateral (values
      ('turns', 1), ('pending_turns', 1 - coalesce(t.is_open::integer, 0)), ('reviewed_turns', case when r.turn_id is not null then 1 end),
      ('avg_similarity', t.avg_similarity), ('processing_time_ms', t.processing_time_ms), ('confidence_score', t.confidence_score),
      ('professionalism_score', t.professionalism_score), ('empathy_score', t.empathy_score), ('clarity_score', t.clarity_score),
      ('has_policy_citation', t.has_policy_citation::integer), ('appropriate_action_suggested', t.appropriate_action_suggested::integer),
      ('structure_complete', t.structure_complete::integer), ('thumbs_up', (r.thumbs > 0)::integer), ('rated_up', (t.rating > 0)::integer)
    ) m (metric, value)
    where m.value is not null
    union all
    -- Of reviewed turns alone: where nobody looked, no note means nothing. Those without a note of a category are its zeros;
    -- "reviewed_turns" has their number.
    select t.side, t.bunch, 'improvements_per_reviewed_turn_' || n.category, n.n
    from turns t join reviews r on r.turn_id = t.id join notes n on n.turn_id = t.id
    union all
    select t.side, t.bunch, 'improvements_per_reviewed_turn', sum(n.n)
    from turns t join reviews r on r.turn_id = t.id join notes n on n.turn_id = t.id group by t.side, t.bunch, t.id
  ),
  sums as materialized (
    -- Exact, as numeric is, so that the same rows give the same figures in whatever order they are read.
    select o.side, o.bunch, o.metric, count(*) as n, sum(o.value) as total, sum(o.value * o.value) as squares
    from observations o group by o.side, o.bunch, o.metric
  ),
  totals as (select u.side, u.metric, sum(u.total) as total from sums u group by u.side, u.metric)
  select json_build_object(
    'project', target,
    'sides', (
      select json_object_agg(d.side, json_build_object('version', d.version,
        'sessions', (select count(*) from sessions s where s.side = d.side),
        'turns', coalesce((select u.total from totals u where u.side = d.side and u.metric = 'turns'), 0),
        'pending_turns', coalesce((select u.total from totals u where u.side = d.side and u.metric = 'pending_turns'), 0),
        'reviewed_turns', coalesce((select u.total from totals u where u.side = d.side and u.metric = 'reviewed_turns'), 0),
        'improvements', (select coalesce(sum(n.n), 0) from turns t join notes n on n.turn_id = t.id where t.side = d.side),
        'is_known', exists (select from sessions s where s.side = d.side) or exists (
          select from public.prompt_versions v where v.version = d.version and (among is null or v.project = any (among))),
        -- Without a project, a text only where all projects agree on it.
        'prompt_text', (select case when count(distinct v.prompt_text) = 1 then min(v.prompt_text) end
          from public.prompt_versions v where v.version = d.version and (among is null or v.project = any (among)))))
      from sides d),
    'sums', coalesce((select json_agg(json_build_array(s.side, s.bunch, s.metric, s.n, s.total, s.squares) order by s.side, s.bunch, s.metric) from sums s), '[]')
  ) into result;
  return result;
end;
$$;
comment on function public.compare_prompt_versions(text, text, text, boolean) is
  'What the comparison of two versions is computed from: per side counts and text, and per side, session (at most 1000 bunches of them) and metric the number of turns, their sum and sum of squares. '
  'One that is to be kept belongs to one project, as every row that is written '
  '([side, bunch, metric, n, total, squares]; notes are of reviewed turns alone, which metric "reviewed_turns" counts).';
grant execute on function public.compare_prompt_versions(text, text, text, boolean) to authenticated;

-- security definer: nobody holds a write policy on comparisons; checks principal and project itself.
create function public.keep_comparison(a text, b text, metrics text, project text default null) returns json
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('change_config');
  target text := private.project_for(caller, keep_comparison.project);
begin
  insert into public.prompt_version_comparisons (version_a, version_b, metric_name, version_a_score, version_b_score, version_a_n, version_b_n,
    difference, ci_low, ci_high, method, project, created_by)
  select keep_comparison.a, keep_comparison.b, m.metric_name, m.a, m.b, m.a_n, m.b_n, m.difference, m.ci_low, m.ci_high, m.method, target, caller.id
  from json_to_recordset(metrics::json) m (metric_name text, a double precision, b double precision, a_n integer, b_n integer,
    difference double precision, ci_low double precision, ci_high double precision, method text)
  limit 200;
  perform private.audit('comparison.keep', 'prompt_version_comparison', null, target, jsonb_build_object('a', a, 'b', b));
  return json_build_object('project', target, 'comparison_date', now());
end;
$$;
comment on function public.keep_comparison(text, text, text, text) is 'Keeps a computed comparison, one row per metric, all with the same comparison_date.';
grant execute on function public.keep_comparison(text, text, text, text) to authenticated;

create function public.list_comparisons(project text default null) returns json
language plpgsql stable
set search_path = ''
as $$
begin
  perform private.require('read');
  return (
    select coalesce(json_agg(json_build_object('project', x.project, 'version_a', x.version_a, 'version_b', x.version_b,
      'comparison_date', x.comparison_date, 'metrics', x.metrics) order by x.comparison_date desc, x.project, x.version_a, x.version_b), '[]')
    from (
      select c.project, c.version_a, c.version_b, c.comparison_date,
        json_agg(json_build_object('metric_name', c.metric_name, 'version_a_score', c.version_a_score, 'version_b_score', c.version_b_score,
          'version_a_n', c.version_a_n, 'version_b_n', c.version_b_n, 'difference', c.difference, 'ci_low', c.ci_low, 'ci_high', c.ci_high,
          'method', c.method) order by c.metric_name collate "C") as metrics
      from public.prompt_version_comparisons c
      where list_comparisons.project is null or c.project = list_comparisons.project
      group by 1, 2, 3, 4 order by c.comparison_date desc limit 200) x);
end;
$$;
comment on function public.list_comparisons(text) is 'The newest 200 kept comparisons, each with its metrics.';
grant execute on function public.list_comparisons(text) to authenticated;

-- private.improvement_page, private.finds_improvement and private.may_edit_improvement trust the caller they are given: the
-- functions above, which are security definer, call them; nobody else.
grant execute on function private.prompt_versions_known(text, text), private.issue(text, text) to authenticated;
