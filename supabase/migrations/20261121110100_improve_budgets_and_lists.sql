-- Purpose: undoing the deletion of a budget; recommendations per channel; conversations by what happened in them, and as files; the projects of notes.
-- Objects: table public.budgets_trash; public.{restore_budget,export_conversations_page,record_conversation_export,list_improvement_projects};
--          private.purge_deleted_budgets; changed: public.{delete_budget,list_recommendations}, private.conversation_where.
-- Destructive: no.

-- ---------------------------------------------------------------------------------------------------------------
-- A deleted budget comes back as it was
-- ---------------------------------------------------------------------------------------------------------------

create table public.budgets_trash (
  budget_id uuid primary key,
  budget jsonb not null,
  periods jsonb not null,
  alert_ids uuid[] not null,
  deleted_at timestamptz not null default now()
);
comment on table public.budgets_trash is
  'Deleted budgets with what they had counted and which alerts were theirs, kept for an hour so that a deletion can be undone.';
-- Without a policy: only the functions below read it.
alter table public.budgets_trash enable row level security;

create function private.purge_deleted_budgets() returns integer
language sql volatile
set search_path = ''
as $$
  with purged as (
    delete from public.budgets_trash d where d.deleted_at < now() - interval '1 hour' returning 1
  )
  select count(*)::integer from purged;
$$;
comment on function private.purge_deleted_budgets() is 'Removes deleted budgets that can no longer be brought back; answers how many.';

-- security definer: as create_budget.
create or replace function public.delete_budget(budget_id uuid) returns void
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('change_config');
  removed public.budgets;
begin
  perform private.lock_budgets();
  removed := private.changeable_budget(caller, budget_id);
  perform private.purge_deleted_budgets();
  insert into public.budgets_trash (budget_id, budget, periods, alert_ids)
  values (removed.id, to_jsonb(removed),
    (select coalesce(jsonb_agg(to_jsonb(p)), '[]') from public.budget_periods p where p.budget_id = removed.id),
    array(select a.id from public.alerts a where a.budget_id = removed.id));
  delete from public.budgets b where b.id = removed.id;
  perform private.audit('budget.delete', 'budget', removed.id::text, removed.project, private.budget_audit(removed));
end;
$$;
comment on function public.delete_budget(uuid) is 'Removes a budget with its counts; its alerts stay. restore_budget() undoes it for an hour. PT404.';

-- security definer: as create_budget.
create function public.restore_budget(budget_id uuid) returns json
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('change_config');
  kept public.budgets_trash;
  restored public.budgets;
begin
  perform private.lock_budgets();
  select d.* into kept from public.budgets_trash d
  where d.budget_id = restore_budget.budget_id and d.deleted_at >= now() - interval '1 hour'
    and (caller.projects is null or d.budget ->> 'project' = any (caller.projects)) for update;
  if not found then
    raise sqlstate 'PT404' using message = 'no such budget was deleted within the last hour';
  end if;
  insert into public.budgets (id, name, scope, project, agent_type, model, user_id, period, limit_usd, warn_percent, action, is_active, version,
    created_at, created_by, updated_at, counted_from)
  select b.id, b.name, b.scope, b.project, b.agent_type, b.model, b.user_id, b.period, b.limit_usd, b.warn_percent, b.action, b.is_active, b.version,
    b.created_at, b.created_by, b.updated_at, b.counted_from
  from jsonb_populate_record(null::public.budgets, kept.budget) b returning * into restored;
  insert into public.budget_periods select p.* from jsonb_populate_recordset(null::public.budget_periods, kept.periods) p;
  update public.alerts a set budget_id = restored.id where a.id = any (kept.alert_ids) and a.budget_id is null;
  delete from public.budgets_trash d where d.budget_id = restored.id;
  perform private.audit('budget.restore', 'budget', restored.id::text, restored.project, private.budget_audit(restored));
  if restored.is_active then
    -- What was spent while it was away counts, and alerts.
    perform private.recount_budget(restored);
    perform private.judge_budget(restored);
  end if;
  return private.budget_json(restored);
end;
$$;
comment on function public.restore_budget(uuid) is
  'Undoes delete_budget() within an hour: the budget comes back with its id, version and times, its periods and its alerts; what was spent meanwhile counts. PT404.';
grant execute on function public.restore_budget(uuid) to authenticated;

-- ---------------------------------------------------------------------------------------------------------------
-- Recommendations per channel
-- ---------------------------------------------------------------------------------------------------------------

drop function public.list_recommendations(text, text);
create function public.list_recommendations(filter text, by text default 'domain', by_channel boolean default false) returns json
language plpgsql stable
set search_path = ''
as $$
declare
  traffic jsonb := filter::jsonb;
  subject text := case by when 'user' then 'i.user_id' else 'i.domain_classification' end;
  condition text;
  result json;
begin
  perform private.require('read');
  condition := private.traffic_where(traffic, false);
  if by = 'user' and not traffic ?| array['user_id', 'channel_id'] then
    -- The busiest users are known by day; only their rows are read. The rollup does not know channels.
    execute format($query$
      select coalesce(json_agg(u.user_id), '[]') from (
        select i.user_id from public.user_llm_daily i where %s group by i.user_id
        order by sum(i.total_interactions) desc, i.user_id limit 500) u
    $query$, private.traffic_where(traffic, true)) into result;
    condition := private.traffic_where(traffic || jsonb_build_object('user_id', result), false);
  end if;
  execute format($query$
    with agents as (
      select %1$s as subject, %3$s as channel_id, i.agent_type, count(*) as total_interactions, count(i.user_satisfaction) as satisfaction_count,
        coalesce(sum(i.user_satisfaction), 0) as satisfaction_sum,
        coalesce(sum(i.user_satisfaction * i.user_satisfaction), 0) as satisfaction_sum_squares
      from public.llm_interactions i where %2$s and %1$s is not null
      group by 1, 2, 3
    ), subjects as (
      select a.subject, a.channel_id, sum(a.total_interactions) as total,
        json_agg(json_build_object('agent_type', a.agent_type, 'total_interactions', a.total_interactions,
          'satisfaction_count', a.satisfaction_count, 'satisfaction_sum', a.satisfaction_sum,
          'satisfaction_sum_squares', a.satisfaction_sum_squares)
          order by a.satisfaction_sum::numeric / nullif(a.satisfaction_count, 0) desc nulls last, a.agent_type) as agents
      from agents a group by a.subject, a.channel_id
      order by 3 desc, 1, 2 limit 500
    )
    select coalesce(json_agg(json_build_object('subject', s.subject, 'channel_id', s.channel_id, 'agents', s.agents)
      order by s.total desc, s.subject, s.channel_id), '[]') from subjects s
  $query$, subject, condition, case when by_channel then 'i.channel_id' else 'null::text' end) into result;
  return result;
end;
$$;
comment on function public.list_recommendations(text, text, boolean) is
  'Sums of satisfaction per agent for each domain (by = domain) or end user (by = user), and per channel of these when asked; the 500 with the most interactions.';
grant execute on function public.list_recommendations(text, text, boolean) to authenticated;

-- ---------------------------------------------------------------------------------------------------------------
-- Conversations
-- ---------------------------------------------------------------------------------------------------------------

create or replace function private.conversation_where(filter jsonb, projects text[]) returns text
language sql stable
set search_path = ''
as $$
  select concat_ws(' and ', 'true',
    case when projects is not null then private.any_of('c.project', to_jsonb(projects)) end,
    case when filter ? 'from' then format('c.last_activity >= %L::timestamptz', filter ->> 'from') end,
    case when filter ? 'to' then format('c.last_activity < %L::timestamptz', filter ->> 'to') end,
    case when filter ? 'project' then private.any_of('c.project', filter -> 'project') end,
    case when filter ? 'channel_id' then private.any_of('c.channel_id', filter -> 'channel_id') end,
    case when filter ? 'user_id' then private.any_of('c.user_id', filter -> 'user_id') end,
    case when filter ? 'primary_agent' then private.any_of('c.primary_agent', filter -> 'primary_agent') end,
    case when filter ? 'conversation_status' then format('%s = %L', private.conversation_status_expression(), filter ->> 'conversation_status') end,
    case when (filter ->> 'has_handoff')::boolean then 'c.agent_handoffs > 0' when not (filter ->> 'has_handoff')::boolean then 'c.agent_handoffs = 0' end,
    case when (filter ->> 'has_escalation')::boolean then 'c.escalations > 0' when not (filter ->> 'has_escalation')::boolean then 'c.escalations = 0' end,
    case when filter ?| array['model', 'user_satisfaction', 'domain_classification'] then (
      select format('exists (select from public.llm_interactions i where i.conversation_id = c.id and %s)',
        private.interaction_where(jsonb_object_agg(k.key, k.value), null))
      from jsonb_each(filter) k where k.key in ('model', 'user_satisfaction', 'domain_classification')) end,
    case when filter ? 'q' then (
      select 'c.id in (select i.conversation_id from public.llm_interactions i where '
        || string_agg(format('i.search @@ %L::tsquery', private.search_query(t.q)), ' or ') || ')'
      from jsonb_array_elements_text(filter -> 'q') t (q)) end,
    case when filter ? 'ids' then format('c.id = any (%L::uuid[])', array(select jsonb_array_elements_text(filter -> 'ids'))) end
  );
$$;
comment on function private.conversation_where(jsonb, text[]) is
  'The filters of conversations as an SQL condition on conversation c; from and to are over last_activity; model, user_satisfaction and domain_classification '
  'ask for one interaction that has them all. Every value is quoted.';

create function public.export_conversations_page(filter text, page_limit integer default 1000, page_cursor text default null) returns json
language plpgsql stable
set search_path = ''
as $$
begin
  perform private.require('export_rows');
  return private.conversation_page(filter::jsonb, true, least(page_limit, 1000), page_cursor);
end;
$$;
comment on function public.export_conversations_page(text, integer, text) is 'One page of an export {data, next}, oldest activity first.';
grant execute on function public.export_conversations_page(text, integer, text) to authenticated;

create function public.record_conversation_export(filter text, format text) returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  perform private.require('export_rows');
  -- Filters may hold end-user ids and searched words; the log keeps only which filters were set.
  perform private.audit('conversation.export', 'conversation', null, null,
    jsonb_build_object('format', format, 'filtered_by', (select jsonb_agg(k) from jsonb_object_keys(filter::jsonb) k)));
end;
$$;
comment on function public.record_conversation_export(text, text) is 'Writes the audit entry of an export that begins.';
grant execute on function public.record_conversation_export(text, text) to authenticated;

-- ---------------------------------------------------------------------------------------------------------------
-- Notes
-- ---------------------------------------------------------------------------------------------------------------

create function public.list_improvement_projects(ids text) returns json
language plpgsql stable
set search_path = ''
as $$
begin
  perform private.require('read');
  return (
    select coalesce(json_agg(distinct i.project), '[]') from public.tuning_improvements i
    where i.id = any (array(select w.id::uuid from jsonb_array_elements_text(ids::jsonb) w (id))));
end;
$$;
comment on function public.list_improvement_projects(text) is 'The projects that these notes are in, as far as the caller may read them: whose settings hold for a change of all.';
grant execute on function public.list_improvement_projects(text) to authenticated;
