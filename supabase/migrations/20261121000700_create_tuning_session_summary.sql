-- Purpose: how many sessions match a filter, and what there is to filter by.
-- Objects: public.summarize_tuning_sessions.
-- Destructive: no.

create function public.summarize_tuning_sessions(filter text) returns json
language plpgsql stable
set search_path = ''
as $$
declare
  f jsonb := filter::jsonb;
begin
  perform private.require('read');
  return (
    with matching as (
      select s.tester_email, s.branch_name, s.master_prompt_version, s.total_turns, s.total_improvements, s.session_end is null as is_active,
        -- Each choice is counted under all filters but its own, so that a second one can be chosen.
        not f ? 'tester_email' or lower(s.tester_email) = any (array(select lower(v) from jsonb_array_elements_text(f -> 'tester_email') v)) as of_tester,
        not f ? 'branch_name' or s.branch_name = any (array(select v from jsonb_array_elements_text(f -> 'branch_name') v)) as of_branch,
        not f ? 'master_prompt_version' or s.master_prompt_version = any (array(select v from jsonb_array_elements_text(f -> 'master_prompt_version') v)) as of_version
      from public.prompt_tuning_sessions s
      where (not f ? 'from' or s.session_start >= (f ->> 'from')::timestamptz)
        and (not f ? 'to' or s.session_start < (f ->> 'to')::timestamptz)
        and (not f ? 'project' or s.project = any (array(select v from jsonb_array_elements_text(f -> 'project') v)))
        and (not f ? 'tester_id' or s.tester_id = any (array(select v from jsonb_array_elements_text(f -> 'tester_id') v)))
        and (not f ? 'is_active' or (s.session_end is null) = (f ->> 'is_active')::boolean)
    )
    select json_build_object(
      'total', count(*) filter (where m.of_tester and m.of_branch and m.of_version),
      'active', count(*) filter (where m.of_tester and m.of_branch and m.of_version and m.is_active),
      'turns', coalesce(sum(m.total_turns) filter (where m.of_tester and m.of_branch and m.of_version), 0),
      'improvements', coalesce(sum(m.total_improvements) filter (where m.of_tester and m.of_branch and m.of_version), 0),
      'testers', (select coalesce(json_agg(json_build_object('value', x.value, 'total', x.total) order by x.total desc, x.value), '[]') from (
        select lower(n.tester_email) as value, count(*) as total from matching n
        where n.tester_email is not null and n.of_branch and n.of_version group by 1 order by 2 desc, 1 limit 500) x),
      'branches', (select coalesce(json_agg(json_build_object('value', x.value, 'total', x.total) order by x.total desc, x.value), '[]') from (
        select n.branch_name as value, count(*) as total from matching n
        where n.branch_name is not null and n.of_tester and n.of_version group by 1 order by 2 desc, 1 limit 500) x),
      'versions', (select coalesce(json_agg(json_build_object('value', x.value, 'total', x.total) order by x.total desc, x.value), '[]') from (
        select n.master_prompt_version as value, count(*) as total from matching n
        where n.master_prompt_version is not null and n.of_tester and n.of_branch group by 1 order by 2 desc, 1 limit 500) x))
    from matching m);
end;
$$;
comment on function public.summarize_tuning_sessions(text) is
  'Totals of the sessions under a filter, and testers (by e-mail), branches and versions with their sessions, each under all filters but its own; the 500 largest.';
grant execute on function public.summarize_tuning_sessions(text) to authenticated;
