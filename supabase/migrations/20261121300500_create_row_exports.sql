-- Purpose: the rows of every list that people review as a file: executions, examples, failure patterns and people.
-- Objects: public.{export_execution_rows_page,export_examples_page,count_examples,export_failure_patterns_page,count_failure_patterns,
--          export_costs_by_user_page,record_rows_export}; private.example_where, example_ids, example_page; replaces public.list_examples and
--          private.failure_pattern_where, which also take ids now. Nothing is removed.

-- ---------------------------------------------------------------------------------------------------------------
-- The audit entry of a download
-- ---------------------------------------------------------------------------------------------------------------

create function public.record_rows_export(noun text, filter text, format text) returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  perform private.require('export_rows');
  if noun <> all (array['execution', 'example', 'failure_pattern', 'person']) then
    raise sqlstate 'PT400' using message = 'no such kind of rows';
  end if;
  -- Filters may hold end-user ids and searched words; the log keeps only which filters were set.
  perform private.audit(noun || '.export', noun, null, null,
    jsonb_build_object('purpose', 'rows', 'format', format, 'filtered_by', (select jsonb_agg(k) from jsonb_object_keys(filter::jsonb) k)));
end;
$$;
comment on function public.record_rows_export(text, text, text) is
  'Writes the audit entry of a download of rows that begins. noun: execution, example, failure_pattern or person. PT403 unless the caller may export rows.';
grant execute on function public.record_rows_export(text, text, text) to authenticated;

-- ---------------------------------------------------------------------------------------------------------------
-- Executions
-- ---------------------------------------------------------------------------------------------------------------

-- security definer: as public.list_executions.
create function public.export_execution_rows_page(filter text, page_limit integer default 1000, page_cursor text default null) returns json
language plpgsql stable security definer
set search_path = ''
as $$
begin
  return private.execution_page(filter::jsonb, 'export_rows', 'true', true, least(page_limit, 5000), page_cursor);
end;
$$;
comment on function public.export_execution_rows_page(text, integer, text) is 'One page of a download of executions {data, next}, oldest first.';
grant execute on function public.export_execution_rows_page(text, integer, text) to authenticated;

-- ---------------------------------------------------------------------------------------------------------------
-- Examples
-- ---------------------------------------------------------------------------------------------------------------

create function private.example_where(asked jsonb, projects text[]) returns text
language sql stable
set search_path = ''
as $$
  select concat_ws(' and ',
    '(f.success and f.user_correction is null and f.action_plan <> ''{}'' or f.example_status = ''approved'' or f.better_action_plan is not null)',
    case when projects is not null then private.any_of('f.project', to_jsonb(projects)) end,
    case when asked ? 'status' then private.any_of('f.example_status', asked -> 'status') end,
    case when asked ? 'is_pinned' then format('f.is_pinned = %L', asked ->> 'is_pinned') end,
    case when asked ? 'has_better_plan' then format('(f.better_action_plan is not null) = %L', asked ->> 'has_better_plan') end,
    case when asked ? 'ids' then format('f.id = any (%L::uuid[])', array(select jsonb_array_elements_text(asked -> 'ids'))) end);
$$;
comment on function private.example_where(jsonb, text[]) is 'What serves or could serve as an example under a filter, as an SQL condition on llm_feedback f. Every value is quoted.';

create function private.example_ids(asked jsonb, projects text[], result_limit integer) returns uuid[]
language sql stable
set search_path = ''
as $$
  select array(select r.id from private.rank_examples((select string_agg(q, ' ') from jsonb_array_elements_text(asked -> 'q') q),
    asked || jsonb_build_object('status', coalesce(asked -> 'status', '["unreviewed", "approved", "retired"]')), projects,
    least(result_limit, 50), 0, 0) with ordinality r (id, similarity, n) order by r.n);
$$;
comment on function private.example_ids(jsonb, text[], integer) is 'The examples that q of a filter finds, best first, at most 50.';

create function private.example_page(caller private.principal_info, asked jsonb, page_limit integer, page_cursor text) returns json
language plpgsql stable
set search_path = ''
as $$
declare
  projects text[] := private.asked_projects(caller, asked);
  result json;
begin
  if asked ? 'q' then
    return json_build_object('next', null, 'data', private.example_json(private.example_ids(asked, projects, page_limit)));
  end if;
  -- A page ends at page_limit rows or after 8 MB of text, whichever comes first.
  execute format($query$
    with page as (
      select f.id, f.created_at, octet_length(f.user_prompt) + coalesce(octet_length(f.response_text), 0) + pg_column_size(f.action_plan)
        + coalesce(pg_column_size(f.better_action_plan), 0) + coalesce(pg_column_size(f.execution_result), 0) as bytes
      from public.llm_feedback f where %1$s and %2$s
      order by f.created_at desc, f.id desc limit %3$s
    ), sized as (
      select p.*, row_number() over w as n, sum(p.bytes) over w as total from page p window w as (order by p.created_at desc, p.id desc)
    ), kept as (
      select s.* from sized s where s.n <= %4$s and (s.n = 1 or s.total <= 8000000)
    )
    select json_build_object('data', private.example_json(array(select k.id from kept k order by k.n)),
      'next', case when (select count(*) from kept) < (select count(*) from page)
        then (select k.created_at || '|' || k.id from kept k order by k.n desc limit 1) end)
  $query$, private.example_where(asked, projects),
    case when page_cursor is null then 'true'
      else format('(f.created_at, f.id) < (%L::timestamptz, %L::uuid)', split_part(page_cursor, '|', 1), split_part(page_cursor, '|', 2)) end,
    page_limit + 1, page_limit) into result;
  return result;
end;
$$;
comment on function private.example_page(private.principal_info, jsonb, integer, text) is
  'One page {data, next} of examples of the caller''s projects, newest first; with q in the filter the best of them instead, at most 50. Whether the caller may read them is the caller''s to check.';

-- security definer: as find_similar_examples.
create or replace function public.list_examples(filter text default '{}', page_limit integer default 50, page_cursor text default null) returns json
language plpgsql stable security definer
set search_path = ''
as $$
begin
  return private.example_page(private.require('read'), filter::jsonb, least(page_limit, 1000), page_cursor);
end;
$$;
comment on function public.list_examples(text, integer, text) is
  'Executions that serve or could serve as examples, newest first, {data, next}; with q in the filter the best of them instead, at most 50. filter: {project, status, is_pinned, has_better_plan, q, ids}.';

-- security definer: as list_examples.
create function public.export_examples_page(filter text, page_limit integer default 1000, page_cursor text default null) returns json
language plpgsql stable security definer
set search_path = ''
as $$
begin
  return private.example_page(private.require('export_rows'), filter::jsonb, least(page_limit, 1000), page_cursor);
end;
$$;
comment on function public.export_examples_page(text, integer, text) is 'One page of a download of examples {data, next}, in the order of list_examples.';
grant execute on function public.export_examples_page(text, integer, text) to authenticated;

-- security definer: as list_examples.
create function public.count_examples(filter text default '{}') returns bigint
language plpgsql stable security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('read');
  asked jsonb := filter::jsonb;
  projects text[] := private.asked_projects(caller, asked);
  total bigint;
begin
  if asked ? 'q' then
    return cardinality(private.example_ids(asked, projects, 50));
  end if;
  execute format('select count(*) from public.llm_feedback f where %s', private.example_where(asked, projects)) into total;
  return total;
end;
$$;
comment on function public.count_examples(text) is 'How many examples list_examples has under a filter. Only the caller''s projects are counted.';
grant execute on function public.count_examples(text) to authenticated;

-- ---------------------------------------------------------------------------------------------------------------
-- Failure patterns
-- ---------------------------------------------------------------------------------------------------------------

create or replace function private.failure_pattern_where(filter jsonb, projects text[]) returns text
language sql stable
set search_path = ''
as $$
  select concat_ws(' and ', 'true',
    case when projects is not null then private.any_of('p.project', to_jsonb(projects)) end,
    case when filter ? 'project' then private.any_of('p.project', filter -> 'project') end,
    case when filter ? 'status' then private.any_of('p.status', filter -> 'status') end,
    case when filter ? 'error_class' then private.any_of('p.error_class', filter -> 'error_class') end,
    case when filter ? 'ids' then format('p.id = any (%L::uuid[])', array(select jsonb_array_elements_text(filter -> 'ids'))) end);
$$;

create function public.export_failure_patterns_page(filter text, page_limit integer default 500, page_cursor text default null) returns json
language plpgsql stable
set search_path = ''
as $$
begin
  perform private.require('export_rows');
  return public.list_failure_patterns(filter, page_limit, page_cursor);
end;
$$;
comment on function public.export_failure_patterns_page(text, integer, text) is
  'One page of a download of failure patterns {data, next}, most failures first. Whoever may export rows may read.';
grant execute on function public.export_failure_patterns_page(text, integer, text) to authenticated;

-- security definer: as list_failure_patterns.
create function public.count_failure_patterns(filter text default '{}') returns bigint
language plpgsql stable security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('read');
begin
  return (select count(distinct c.pattern_id) from private.failure_counts(filter::jsonb, caller.projects) c);
end;
$$;
comment on function public.count_failure_patterns(text) is 'How many patterns of the caller''s projects have a failure in the range.';
grant execute on function public.count_failure_patterns(text) to authenticated;

-- ---------------------------------------------------------------------------------------------------------------
-- People
-- ---------------------------------------------------------------------------------------------------------------

create function public.export_costs_by_user_page(filter text, sort text default '-total_cost', page_limit integer default 1000, page_cursor text default null) returns json
language plpgsql stable
set search_path = ''
as $$
begin
  perform private.require('export_rows');
  return public.costs_by_user(filter, sort, page_limit, page_cursor);
end;
$$;
comment on function public.export_costs_by_user_page(text, text, integer, text) is
  'One page of a download of end users with what they cost {data, next, total}, in the order of costs_by_user. Whoever may export rows may read.';
grant execute on function public.export_costs_by_user_page(text, text, integer, text) to authenticated;
