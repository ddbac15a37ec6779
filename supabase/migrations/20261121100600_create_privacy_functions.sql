-- Purpose: how a project treats personal data, and what is known, exported and erased of a person.
-- Objects: table public.job_runs; public.get_project_settings, update_project_settings, get_ingest_settings, get_user_profile, export_user_page,
--          record_user_export, erase_user (replaced); private.project_settings_json, is_known_project, user_profile, refresh_user_profiles, decode_url.
-- Destructive: no.

-- ---------------------------------------------------------------------------------------------------------------
-- Settings of a project
-- ---------------------------------------------------------------------------------------------------------------

create function private.project_settings_json(target text) returns jsonb
language sql stable
set search_path = ''
as $$
  select jsonb_build_object(
    'project', target,
    'privacy_mode', coalesce(s.privacy_mode, 'redact'),
    'detectors', coalesce(s.detectors, '{email,card,iban,ip,phone}'),
    'phone_region', s.phone_region,
    'patterns', coalesce(s.patterns, '[]'),
    'metadata_keys', s.metadata_keys,
    'user_ids', coalesce(s.user_ids, 'plain'),
    'idle_minutes', coalesce(s.idle_minutes, 30),
    'version', coalesce(s.version, 0),
    'updated_at', s.updated_at)
  from (select 1) x (n) left join public.project_settings s on s.project = target;
$$;
comment on function private.project_settings_json(text) is 'The settings of a project as the API shows them; the defaults, as version 0, until some were set.';

create function private.is_known_project(target text) returns boolean
language sql stable
set search_path = ''
as $$
  select target = 'default' or exists (select from public.projects p where p.project = target)
    or exists (select from public.members m where target = any (m.projects))
    or exists (select from public.api_keys k where k.project = target and k.revoked_at is null);
$$;
comment on function private.is_known_project(text) is
  'Whether something was written to the project, or a member or an API key in use is limited to it. Settings of any other name are most likely a typo, which would leave the project that was meant as it is.';
grant execute on function private.is_known_project(text) to authenticated;

create function public.get_project_settings(project text) returns json
language plpgsql stable
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('administer');
begin
  if (caller.projects is not null and not get_project_settings.project = any (caller.projects))
    or not private.is_known_project(get_project_settings.project) then
    raise sqlstate 'PT404' using message = 'no such project';
  end if;
  return private.project_settings_json(get_project_settings.project);
end;
$$;
comment on function public.get_project_settings(text) is 'Admins: the settings of one of their projects. PT404 for another one, and for one that is not known (private.is_known_project).';
grant execute on function public.get_project_settings(text) to authenticated;

-- security definer: nobody holds a write policy on settings; checks the caller and the project itself.
create function public.update_project_settings(project text, patch text, expected_version integer default null) returns json
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('administer');
  target text := update_project_settings.project;
  changes jsonb := patch::jsonb;
  before jsonb;
  wanted jsonb;
begin
  if caller.projects is not null and not target = any (caller.projects) then
    raise sqlstate 'PT403' using message = 'this project is not one of yours', detail = private.issue('project', 'is not one of yours');
  end if;
  if not private.is_known_project(target) then
    raise sqlstate 'PT404' using message = 'no such project', hint = 'a project begins with the first write to it, or with a member or an API key that is limited to it';
  end if;
  -- Two admins at once: the second one reads what the first has written.
  perform pg_advisory_xact_lock(hashtext('retune.project_settings'), hashtext(target));
  before := private.project_settings_json(target);
  if (expected_version is not null and expected_version <> (before ->> 'version')::integer)
    -- The API shows times to the millisecond.
    or (changes ? 'updated_at' and (changes ->> 'updated_at')::timestamptz is distinct from
      date_trunc('milliseconds', (before ->> 'updated_at')::timestamptz)) then
    raise sqlstate 'PT409' using message = 'someone else has changed these settings since you read them', hint = 'read them again and repeat your change',
      detail = jsonb_build_object('version', before -> 'version')::text;
  end if;
  wanted := before || (changes - array['project', 'version', 'updated_at']);
  if wanted = before then
    return before;
  end if;
  insert into public.projects (project) values (target) on conflict do nothing;
  insert into public.project_settings as s (project, privacy_mode, detectors, phone_region, patterns, metadata_keys, user_ids, idle_minutes, version, updated_by)
  values (target, wanted ->> 'privacy_mode', array(select jsonb_array_elements_text(wanted -> 'detectors')), wanted ->> 'phone_region', wanted -> 'patterns',
    case when jsonb_typeof(wanted -> 'metadata_keys') = 'array' then array(select jsonb_array_elements_text(wanted -> 'metadata_keys')) end,
    wanted ->> 'user_ids', (wanted ->> 'idle_minutes')::integer, 1, caller.id)
  on conflict on constraint project_settings_pkey do update set
    privacy_mode = excluded.privacy_mode, detectors = excluded.detectors, phone_region = excluded.phone_region, patterns = excluded.patterns,
    metadata_keys = excluded.metadata_keys, user_ids = excluded.user_ids, idle_minutes = excluded.idle_minutes,
    version = s.version + 1, updated_at = now(), updated_by = excluded.updated_by;
  perform private.audit('project_settings.change', 'project', target, target, jsonb_build_object(
    'before', (select jsonb_object_agg(b.key, b.value) from jsonb_each(before) b where b.value is distinct from wanted -> b.key),
    'after', (select jsonb_object_agg(w.key, w.value) from jsonb_each(wanted) w where w.value is distinct from before -> w.key)));
  return private.project_settings_json(target);
end;
$$;
comment on function public.update_project_settings(text, text, integer) is
  'Admins: changes the given settings of one of their projects and notes before and after in the audit log. PT403 for another project, PT404 for one that is not known, PT409 when they changed since expected_version or since an updated_at in the patch.';
grant execute on function public.update_project_settings(text, text, integer) to authenticated;

-- security definer: programs and reviewers write under settings that they may not read; answers only what a write needs.
create function public.get_ingest_settings(project text default null, target_type text default null, target_id uuid default null) returns json
language plpgsql stable security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.principal();
  target text := get_ingest_settings.project;
  settings jsonb;
begin
  if target_id is not null then
    select x.project into target from (
      select f.project from public.feedback f where target_type = 'feedback' and f.id = target_id
      union all select s.project from public.prompt_tuning_sessions s where target_type = 'session' and s.id = target_id
      union all select t.project from public.tuning_conversation_turns t where target_type = 'turn' and t.id = target_id
      union all select i.project from public.tuning_improvements i where target_type = 'improvement' and i.id = target_id
      union all select n.project from public.llm_interactions n where target_type = 'interaction' and n.id = target_id) x;
  elsif target is null then
    target := case when caller.projects is null then 'default' when cardinality(caller.projects) = 1 then caller.projects[1] end;
  end if;
  if caller.kind is null or not (private.can('record') or private.can('change') or private.can('annotate') or private.can('review'))
    or (caller.projects is not null and not target = any (caller.projects)) then
    target := null;
  end if;
  settings := private.project_settings_json(target);
  return (settings - array['idle_minutes', 'version', 'updated_at'])
    || jsonb_build_object('is_new', not exists (select from public.projects p where p.project = target));
end;
$$;
comment on function public.get_ingest_settings(text, text, uuid) is
  'How what is sent to a project (or to a row of it: feedback, session, turn, improvement, interaction) is treated. Without either: the caller''s default project, as private.project_for. '
  'The defaults for what the caller may not write to: the write itself refuses that, in its own words. is_new: no such project is known yet.';
grant execute on function public.get_ingest_settings(text, text, uuid) to authenticated;

grant execute on function private.project_settings_json(text) to authenticated;

-- ---------------------------------------------------------------------------------------------------------------
-- What is known of a person
-- ---------------------------------------------------------------------------------------------------------------

create function public.get_user_profile(user_id text, alias text default null, projects text default null) returns json
language plpgsql stable
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('read');
  ids text[] := array_remove(array[get_user_profile.user_id, alias], null);
  wanted text[] := (select array_agg(p) from jsonb_array_elements_text(get_user_profile.projects::jsonb) p);
  votes record;
  talk record;
  spent record;
begin
  if caller.projects is not null then
    wanted := array(select p from unnest(caller.projects) p where wanted is null or p = any (wanted));
  end if;
  select count(*) as total, min(f.created_at) as first, max(f.created_at) as last into votes
  from public.feedback f where f.user_id = any (ids) and (wanted is null or f.project = any (wanted));
  select count(*) as total, min(c.started_at) as first, max(c.last_activity) as last into talk
  from public.llm_conversations c where c.user_id = any (ids) and (wanted is null or c.project = any (wanted));
  select coalesce(sum(d.total_interactions), 0) as total, coalesce(sum(d.total_cost), 0) as cost, coalesce(sum(d.total_tokens_used), 0) as tokens into spent
  from public.user_llm_daily d where d.user_id = any (ids) and (wanted is null or d.project = any (wanted));
  if votes.total + talk.total + spent.total = 0 then
    raise sqlstate 'PT404' using message = 'nothing is stored about this person';
  end if;
  return json_build_object(
    'user_id', get_user_profile.user_id,
    'stored', json_build_object(
      'feedback', votes.total, 'conversations', talk.total, 'interactions', spent.total,
      'first_seen_at', least(votes.first, talk.first), 'last_seen_at', greatest(votes.last, talk.last),
      'total_cost', spent.cost, 'total_tokens_used', spent.tokens),
    'profiles', coalesce((
      select json_agg(to_jsonb(p) order by p.total_interactions desc, p.project) from public.user_llm_profiles p
      where p.user_id = any (ids) and (wanted is null or p.project = any (wanted))), '[]'));
end;
$$;
comment on function public.get_user_profile(text, text, text) is
  'What is stored of an end user in the caller''s projects (or those of a JSON list), and their profile per project. alias: the one-way form of the id. PT404 when there is nothing.';
grant execute on function public.get_user_profile(text, text, text) to authenticated;

create table public.job_runs (
  job text primary key,
  ran_at timestamptz not null
);
comment on table public.job_runs is 'When a job has last done its work, so that it goes on from there.';
alter table public.job_runs enable row level security;

-- What changed since the last run, without a cost to speak of for each write.
create index llm_interactions_updated_at on public.llm_interactions using brin (updated_at) with (autosummarize = on);

create function private.user_profile(target_project text, target_user text, brief double precision, detailed double precision)
returns public.user_llm_profiles
language plpgsql stable
set search_path = ''
as $$
declare
  result public.user_llm_profiles;
begin
  result.project := target_project;
  result.user_id := target_user;
  with own as materialized (
    select i.conversation_id, i.channel_id, i."timestamp" as at, i.id, i.agent_type, i.domain_classification as domain, i.previous_agent_type, i.previous_domain,
      i.user_satisfaction as rated, i.user_skill_assessment as skill, i.context_size_tokens as context, char_length(i.user_message) as length,
      case i.user_skill_assessment when 'beginner' then 1 when 'intermediate' then 2 when 'advanced' then 3 end as skill_points,
      to_char(i."timestamp" at time zone 'UTC', 'YYYY-MM') as month, extract(hour from i."timestamp" at time zone 'UTC')::integer as hour
    from public.llm_interactions i where i.user_id = target_user and i.project = target_project
  ), agents as (
    select o.agent_type, count(*) as total, avg(o.rated) as average, count(o.rated) as rated from own o group by 1
  ), moves as (
    select distinct on (o.previous_domain) o.previous_domain, o.domain
    from own o where o.previous_domain is not null and o.domain is not null
    group by o.previous_domain, o.domain order by o.previous_domain, count(*) desc, o.domain
  )
  select
    (select o.skill from (select s.skill, s.at from own s where s.skill is not null order by s.at desc, s.id desc limit 20) o
      group by o.skill order by count(*) desc, max(o.at) desc limit 1),
    (select case when count(*) < 3 or brief is null then null when avg(o.length) <= brief then 'brief' when avg(o.length) >= detailed then 'detailed' else 'balanced' end
      from (select l.length from own l order by l.at desc, l.id desc limit 100) o),
    coalesce(
      (select a.agent_type from agents a where a.rated >= 5 order by a.average desc, a.rated desc, a.agent_type limit 1),
      (select a.agent_type from agents a order by a.total desc, a.agent_type limit 1)),
    coalesce((select jsonb_object_agg(a.agent_type, jsonb_build_object('average', round(a.average, 3), 'n', a.rated)) from agents a where a.rated > 0), '{}'),
    (select jsonb_build_object(
      'conversations', count(distinct o.conversation_id),
      'interactions_per_conversation', round(count(*)::numeric / nullif(count(distinct o.conversation_id), 0), 3),
      'handoffs_per_conversation',
        round(count(*) filter (where o.previous_agent_type <> o.agent_type)::numeric / nullif(count(distinct o.conversation_id), 0), 3),
      'busiest_hour_utc', mode() within group (order by o.hour),
      'channels', (select coalesce(jsonb_object_agg(c.channel_id, c.n), '{}') from (select x.channel_id, count(*) as n from own x group by 1 order by 2 desc, 1 limit 20) c),
      'domains', (select coalesce(jsonb_object_agg(c.domain, c.n), '{}')
        from (select x.domain, count(*) as n from own x where x.domain is not null group by 1 order by 2 desc, 1 limit 20) c),
      'usual_next_domain', (select coalesce(jsonb_object_agg(m.previous_domain, m.domain), '{}') from moves m)) from own o),
    array(select o.domain from own o where o.domain is not null group by o.domain
      having count(*) >= 5 and (avg(o.skill_points) >= 2.5 or avg(o.rated) >= 4) order by count(*) desc, o.domain limit 20),
    coalesce((select jsonb_agg(jsonb_build_object('month', m.month, 'skill', m.skill, 'satisfaction', m.satisfaction, 'n', m.n) order by m.month)
      from (select o.month, round(avg(o.skill_points), 3) as skill, round(avg(o.rated), 3) as satisfaction, count(*) as n
        from own o group by o.month order by o.month desc limit 24) m), '[]'),
    (select jsonb_build_object('avg_context_tokens', round(avg(o.context), 1),
      'best_context_tokens', case when count(*) filter (where o.rated >= 4 and o.context is not null) >= 5 then
        percentile_cont(0.5) within group (order by o.context) filter (where o.rated >= 4) end,
      'n', count(*) filter (where o.rated >= 4 and o.context is not null)) from own o),
    (select count(*) from own)
  into result.skill_level, result.communication_style, result.preferred_agent, result.agent_satisfaction_scores, result.conversation_patterns,
    result.expertise_areas, result.learning_progress, result.context_preferences, result.total_interactions;
  return result;
end;
$$;
comment on function private.user_profile(text, text, double precision, double precision) is
  'The profile of an end user, worked out from all of their interactions in a project. brief, detailed: the terciles of message lengths in the project, in characters. The rules are in docs/interactions.md.';

create function private.refresh_user_profiles() returns bigint
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  begun timestamptz := now();
  since timestamptz;
  each_project record;
  terciles double precision[];
  total bigint := 0;
  changed bigint;
begin
  -- One run at a time; a second one finds nothing left to do.
  perform pg_advisory_xact_lock(hashtext('retune.refresh_user_profiles'));
  -- A transaction that was open at the last run may have committed rows of before it since.
  select r.ran_at - interval '15 minutes' into since from public.job_runs r where r.job = 'refresh_user_profiles';
  for each_project in
    select i.project, array_agg(distinct i.user_id order by i.user_id) as users from public.llm_interactions i
    where since is null or i.updated_at >= since group by i.project order by i.project
  loop
    select percentile_cont(array[1 / 3.0, 2 / 3.0]) within group (order by l.length) into terciles
    from (select char_length(i.user_message) as length from public.llm_interactions i where i.project = each_project.project
      order by i."timestamp" desc limit 10000) l;
    insert into public.user_llm_profiles as t (user_id, project, skill_level, communication_style, preferred_agent, agent_satisfaction_scores,
      conversation_patterns, expertise_areas, learning_progress, context_preferences, total_interactions)
    select p.user_id, p.project, p.skill_level, p.communication_style, p.preferred_agent, p.agent_satisfaction_scores,
      p.conversation_patterns, p.expertise_areas, p.learning_progress, p.context_preferences, p.total_interactions
    from unnest(each_project.users) u (user_id)
    cross join lateral private.user_profile(each_project.project, u.user_id, terciles[1], terciles[2]) p
    -- In the order of the key, so that two writers wait for each other instead of deadlocking.
    order by p.project, p.user_id
    on conflict (project, user_id) do update set
      skill_level = excluded.skill_level, communication_style = excluded.communication_style, preferred_agent = excluded.preferred_agent,
      agent_satisfaction_scores = excluded.agent_satisfaction_scores, conversation_patterns = excluded.conversation_patterns,
      expertise_areas = excluded.expertise_areas, learning_progress = excluded.learning_progress, context_preferences = excluded.context_preferences,
      total_interactions = excluded.total_interactions, updated_at = now();
    get diagnostics changed = row_count;
    total := total + changed;
  end loop;
  insert into public.job_runs (job, ran_at) values ('refresh_user_profiles', begun) on conflict (job) do update set ran_at = excluded.ran_at;
  return total;
end;
$$;
comment on function private.refresh_user_profiles() is
  'Works out the profiles of the end users whose interactions are new or changed since the last run; answers how many. security definer: nobody holds a write policy on profiles.';
grant execute on function private.refresh_user_profiles() to service_role;

-- ---------------------------------------------------------------------------------------------------------------
-- Exporting and erasing a person
-- ---------------------------------------------------------------------------------------------------------------

-- security definer: reads what has no policy for anyone, such as the trash of others' projects; checks the caller and the projects itself.
create function public.export_user_page(user_id text, alias text default null, section integer default 0, page_cursor text default '', page_limit integer default 50)
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
    ['budget', 'public.budgets', 't.id::text', of_person, 'created_by']];
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
  'Admins: one page {data, next, sections} of everything stored about an end user in their projects: section 0 are votes, then revisions, deleted votes, conversations, interactions, profiles, daily figures and budgets. next: the cursor within the section.';
grant execute on function public.export_user_page(text, text, integer, text, integer) to authenticated;

create function public.record_user_export(alias text) returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  perform private.require('administer');
  -- The one-way form: the log holds no ids of end users.
  perform private.audit('user.export', 'user', alias, null);
end;
$$;
comment on function public.record_user_export(text) is 'Writes the audit entry of an export of a person that begins. alias: the one-way form of their id.';
grant execute on function public.record_user_export(text) to authenticated;

-- Takes the place of the one that knew feedback alone.
drop function public.erase_user(text);

-- security definer: reaches tables that nobody may write; admins of every project only.
create function public.erase_user(user_id text, alias text default null) returns json
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
  talks_erased bigint;
  profiles bigint;
  counts jsonb;
begin
  if caller.projects is not null then
    raise sqlstate 'PT403' using message = 'erasing a person needs an admin of every project';
  end if;

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

  -- What watches over the person, and what was told of it.
  select coalesce(array_agg(b.id), '{}') into gone_budgets from public.budgets b where b.user_id = any (ids);
  -- Before their budgets: afterwards nothing says whose they are.
  delete from public.alerts a where a.budget_id = any (gone_budgets);
  delete from public.budgets b where b.id = any (gone_budgets);
  delete from public.webhook_deliveries d
  where exists (select from unnest(ids || gone_budgets::text[]) i where position(to_jsonb(i)::text in d.payload::text) > 0);

  -- Which requests made the rows, and views of them that members have saved.
  delete from public.idempotency_keys k where k.row_ids && (votes || replies);
  delete from public.saved_views v where exists (
    select from unnest(ids) i, regexp_split_to_table(v.search, '[?&]') parameter
    where parameter like 'user_id=%' and private.decode_url(substring(parameter from 9)) = i)
    or exists (select from unnest(ids) i where private.decode_url(v.path) = '/interactions/people/' || i);

  counts := jsonb_build_object('feedback', cardinality(votes), 'interactions', cardinality(replies), 'conversations', talks_erased,
    'profiles', profiles, 'budgets', cardinality(gone_budgets));
  -- The log says that it happened and how much, not who: the id is what was to be erased.
  perform private.audit('user.erase', 'user', null, null, counts);
  return counts;
end;
$$;
comment on function public.erase_user(text, text) is
  'Full admins: removes everything stored about an end user, in one transaction: votes with their revisions, interactions, conversations, profile, figures, budgets and what was told of them. alias: the one-way form of the id. Answers the counts.';
grant execute on function public.erase_user(text, text) to authenticated;

create function private.decode_url(text text) returns text
language plpgsql immutable
set search_path = ''
as $$
declare
  bytes bytea := '';
  part text;
begin
  for part in select (regexp_matches(replace($1, '+', ' '), '(%[0-9A-Fa-f]{2}|[^%]+|%)', 'g'))[1] loop
    bytes := bytes || case when part ~ '^%[0-9A-Fa-f]{2}$' then decode(substring(part from 2), 'hex') else convert_to(part, 'UTF8') end;
  end loop;
  return convert_from(bytes, 'UTF8');
exception when others then
  -- Not an encoding of any text.
  return $1;
end;
$$;
comment on function private.decode_url(text) is 'The text that a percent-encoded part of an address stands for; the part itself when it stands for none.';
