-- Purpose: what datasets are made of: votes, reviewed turns, interactions and executions, each read as the same canonical example.
-- Objects: public.{read,count}_dataset_examples, public.find_dataset_needs, public.list_redaction_settings; the same in private without a check
--          of the caller, for the functions that check it; indexes for answers to the same question and for the turns of a project.
-- Destructive: no.
--
-- A page is read by the index on (time, id) of its source, wherever it begins. Of 100,000 votes (explain analyze, buffers):
--   Limit (rows=2001) -> Index Scan Backward using feedback_created_at on feedback f (rows=2001), Index Cond: created_at < … and
--   ROW(created_at, id) > ROW(…), Buffers: shared hit=175
-- Nothing is sorted; most of the time goes into writing the page as JSON. Context is looked up by (session, number) or (conversation, time):
-- the few exchanges before each row and no more. For a bad answer without a better one, the good answer to the same question is one probe
-- of an index; the other rows probe nothing (Index Searches: 0).

create function private.question_key(question text) returns uuid
language sql immutable
set search_path = ''
as $$
  -- NFKC first: it makes other white space, full-width signs and the ellipsis what the next steps know.
  select nullif(md5(rtrim(btrim(regexp_replace(lower(normalize(question, NFKC)), '\s+', ' ', 'g')), ' .?!')), md5(''))::uuid;
$$;
comment on function private.question_key(text) is
  'The same for questions that differ only in case, white space, compatibility forms of Unicode and the . ? ! at their end; null for those that hold nothing else.';

-- Whoever records a vote writes to the indexes below.
grant execute on function private.question_key(text) to authenticated;

-- The good answers to a question, newest first: what a bad answer to it may be compared with.
create index feedback_good_answers on public.feedback (project, private.question_key(query), created_at desc, id desc) where rating = 1;
create index tuning_turns_same_question on public.tuning_conversation_turns (project, private.question_key(user_message), "timestamp" desc, id desc);
create index llm_interactions_good_answers on public.llm_interactions (project, private.question_key(user_message), "timestamp" desc, id desc)
  where user_satisfaction >= 4;
create index llm_feedback_good_answers on public.llm_feedback (project, private.question_key(user_prompt), created_at desc, id desc)
  where success and example_status <> 'retired';
-- Turns of a project in order, for datasets and every caller limited to projects.
create index tuning_turns_project on public.tuning_conversation_turns (project, "timestamp" desc, id desc);

create function private.turn_rating(alias text) returns text
language sql immutable
set search_path = ''
as $$
  -- While a blind queue waits for reviews of a turn, those it has count for nobody: a file must not depend on who asks for it.
  select format('(select case when count(v.thumbs) = 0 then %1$I.rating when min(v.thumbs) = max(v.thumbs) then min(v.thumbs) end '
    'from public.turn_reviews v where v.turn_id = %1$I.id and v.state = ''done'' and v.turn_id not in (select private.blind_turns()))', alias);
$$;
comment on function private.turn_rating(text) is
  'SQL expression: what people made of a turn. What finished reviews say alike; null where they differ; without a thumb of theirs the turn''s own rating.';

create function private.dataset_turn_where(filter jsonb, projects text[]) returns text
language sql stable
set search_path = ''
as $$
  select concat_ws(' and ', 'true',
    case when projects is not null then private.any_of('t.project', to_jsonb(projects)) end,
    case when filter ? 'from' then format('t."timestamp" >= %L::timestamptz', filter ->> 'from') end,
    case when filter ? 'to' then format('t."timestamp" < %L::timestamptz', filter ->> 'to') end,
    case when filter ? 'project' then private.any_of('t.project', filter -> 'project') end,
    case when filter ? 'session_id' then private.uuids_of('t.session_id', filter -> 'session_id') end,
    case when filter ? 'branch_name' then private.any_of('s.branch_name', filter -> 'branch_name') end,
    case when filter ? 'master_prompt_version' then private.any_of('s.master_prompt_version', filter -> 'master_prompt_version') end,
    case when filter ? 'intent' then private.any_of('t.intent', filter -> 'intent') end,
    case when filter ? 'model' then private.any_of('t.model', filter -> 'model') end,
    case when filter ? 'category' then format(
      'exists (select from public.tuning_improvements n where n.turn_id = t.id and n.turn_id not in (select private.blind_turns()) and %s)',
      private.any_of('n.category', filter -> 'category')) end,
    case when filter ? 'has_note' then format(
      '%sexists (select from public.tuning_improvements n where n.turn_id = t.id and n.turn_id not in (select private.blind_turns()))',
      case when (filter ->> 'has_note')::boolean then '' else 'not ' end) end,
    case when filter ? 'is_reviewed' then format(
      '%sexists (select from public.turn_reviews v where v.turn_id = t.id and v.state = ''done'' and v.turn_id not in (select private.blind_turns()))',
      case when (filter ->> 'is_reviewed')::boolean then '' else 'not ' end) end,
    case when filter ? 'has_better_answer' then format(
      '%sexists (select from public.turn_reviews v where v.turn_id = t.id and v.state = ''done'' and v.better_response is not null and v.turn_id not in (select private.blind_turns()))',
      case when (filter ->> 'has_better_answer')::boolean then '' else 'not ' end) end,
    case when filter ? 'rating' then format('%s = %s', private.turn_rating('t'), (filter ->> 'rating')::smallint) end,
    case when filter ? 'q' then (
      select '(' || string_agg(format('to_tsvector(''pg_catalog.simple'', left(t.user_message, 20000) || '' '' || left(t.era_response, 80000)) @@ %L::tsquery',
        private.search_query(q.q)), ' or ') || ')' from jsonb_array_elements_text(filter -> 'q') q (q)) end
  );
$$;
comment on function private.dataset_turn_where(jsonb, text[]) is
  'The filters of turns as an SQL condition on turn t of session s. Every value is quoted. Keys: from, to, project, session_id, branch_name, master_prompt_version, intent, model, category, has_note, is_reviewed, has_better_answer, rating, q.';

create function private.dataset_range(expression text, filter jsonb) returns text
language sql immutable
set search_path = ''
as $$
  select concat_ws(' and ', 'true',
    case when filter ? 'from' then format('%s >= %L::timestamptz', expression, filter ->> 'from') end,
    case when filter ? 'to' then format('%s < %L::timestamptz', expression, filter ->> 'to') end);
$$;
comment on function private.dataset_range(text, jsonb) is 'The range of a filter alone, as an SQL condition on a time.';

create function private.dataset_rows(source text, filter jsonb, projects text[]) returns text
language plpgsql stable
set search_path = ''
as $$
begin
  -- What is not selected from these is not computed: they are flattened into the query around them.
  return case source
    when 'feedback' then format($query$
      select f.id, f.created_at as at, coalesce(f.session_id, f.id::text) as conversation, f.query as question, f.response as answer,
        null::jsonb as answer_object, f.corrected_response as better_answer, null::jsonb as better_object, f.rating::integer as rating,
        '{}'::text[] as categories, f.project, f.model, f.intent, null::text as prompt_version, f.user_id, null::uuid as thread,
        null::integer as place,
        octet_length(f.query) + octet_length(f.response) + coalesce(octet_length(f.corrected_response), 0) as bytes
      from public.feedback f where %s $query$, private.feedback_where(filter, projects))
    when 'turns' then format($query$
      select t.id, t."timestamp" as at, t.session_id::text as conversation, t.user_message as question, t.era_response as answer,
        null::jsonb as answer_object, (
          -- Of several the adjudicator's own, else the newest.
          select v.better_response from public.turn_reviews v left join public.turn_adjudications a on a.turn_id = v.turn_id
          where v.turn_id = t.id and v.state = 'done' and v.better_response is not null and v.turn_id not in (select private.blind_turns())
          order by (v.reviewer_id = a.adjudicator_id) desc nulls last, v.done_at desc, v.id desc limit 1) as better_answer,
        null::jsonb as better_object, (%2$s)::integer as rating,
        coalesce(
          (select a.categories from public.turn_adjudications a where a.turn_id = t.id and a.categories <> '{}'),
          (select array_agg(distinct n.category order by n.category) from public.tuning_improvements n
            where n.turn_id = t.id and n.category is not null and n.turn_id not in (select private.blind_turns())), '{}') as categories,
        t.project, t.model, t.intent, s.master_prompt_version as prompt_version, s.tester_id as user_id, t.session_id as thread,
        t.turn_number as place, octet_length(t.user_message) + octet_length(t.era_response) as bytes
      from public.tuning_conversation_turns t join public.prompt_tuning_sessions s on s.id = t.session_id
      where %1$s $query$, private.dataset_turn_where(filter, projects), private.turn_rating('t'))
    when 'interactions' then format($query$
      select i.id, i."timestamp" as at, i.conversation_id::text as conversation, i.user_message as question, i.agent_response as answer,
        null::jsonb as answer_object, null::text as better_answer, null::jsonb as better_object,
        case when i.user_satisfaction >= 4 then 1 when i.user_satisfaction <= 2 then -1 end as rating, '{}'::text[] as categories,
        i.project, i.model, i.domain_classification as intent, null::text as prompt_version, i.user_id, i.conversation_id as thread,
        null::integer as place, octet_length(i.user_message) + octet_length(i.agent_response) as bytes
      from public.llm_interactions i where %s $query$, private.interaction_where(filter, projects))
    when 'executions' then format($query$
      select i.id, i.created_at as at, i.id::text as conversation, i.user_prompt as question, null::text as answer,
        i.action_plan as answer_object, null::text as better_answer, i.better_action_plan as better_object,
        case when i.success then 1 else -1 end as rating, '{}'::text[] as categories, i.project, i.model, null::text as intent,
        i.version_label as prompt_version, coalesce(i.user_id, i.subject) as user_id, null::uuid as thread, null::integer as place,
        -- The plan goes out as an object and as its text.
        octet_length(i.user_prompt) + 3 * (pg_column_size(i.action_plan) + coalesce(pg_column_size(i.better_action_plan), 0)) as bytes
      from public.llm_feedback i where i.example_status <> 'retired' and %s $query$, private.execution_where(filter, projects))
  end;
end;
$$;
comment on function private.dataset_rows(text, jsonb, text[]) is
  'The rows of a source under a filter as an SQL query of one shape; null for a source that does not exist. projects: the only ones read, null = all.';

create function private.dataset_preferred(source text, filter jsonb) returns text
language sql stable
set search_path = ''
as $$
  select case source
    when 'feedback' then format($query$
      select g.id, g.response as answer, g.user_id from public.feedback g
      where g.rating = 1 and g.project = o.project and private.question_key(g.query) = o.question_key and %s
      order by g.created_at desc, g.id desc limit 1 $query$, private.dataset_range('g.created_at', filter))
    when 'turns' then format($query$
      select g.id, g.era_response as answer, s.tester_id as user_id
      from public.tuning_conversation_turns g join public.prompt_tuning_sessions s on s.id = g.session_id
      where %2$s = 1 and g.project = o.project and private.question_key(g.user_message) = o.question_key and %1$s
      order by g."timestamp" desc, g.id desc limit 1 $query$, private.dataset_range('g."timestamp"', filter), private.turn_rating('g'))
    when 'interactions' then format($query$
      select g.id, g.agent_response as answer, g.user_id from public.llm_interactions g
      where g.user_satisfaction >= 4 and g.project = o.project and private.question_key(g.user_message) = o.question_key and %s
      order by g."timestamp" desc, g.id desc limit 1 $query$, private.dataset_range('g."timestamp"', filter))
    when 'executions' then format($query$
      select g.id, g.action_plan::text as answer, coalesce(g.user_id, g.subject) as user_id from public.llm_feedback g
      where g.success and g.example_status <> 'retired' and g.action_plan <> '{}' and g.project = o.project
        and private.question_key(g.user_prompt) = o.question_key and %s
      order by g.created_at desc, g.id desc limit 1 $query$, private.dataset_range('g.created_at', filter))
  end;
$$;
comment on function private.dataset_preferred(text, jsonb) is
  'SQL query: the newest good answer {id, answer, user_id} of the range to the question of row o {project, question_key}.';

create function private.dataset_context(source text, turns integer) returns text
language sql immutable
set search_path = ''
as $$
  select case when turns > 0 then case source
    when 'turns' then format($query$
      select e.user_message as question, e.era_response as answer, row_number() over (order by e.turn_number desc) as distance
      from public.tuning_conversation_turns e where e.session_id = o.thread and e.turn_number < o.place
      order by e.turn_number desc limit %s $query$, turns)
    when 'interactions' then format($query$
      -- Of the same person alone: erasing somebody must find every line that holds their words.
      select e.user_message as question, e.agent_response as answer, row_number() over (order by e."timestamp" desc, e.id desc) as distance
      from public.llm_interactions e where e.conversation_id = o.thread and (e."timestamp", e.id) < (o.at, o.id) and e.user_id = o.user_id
      order by e."timestamp" desc, e.id desc limit %s $query$, turns)
  end end;
$$;
comment on function private.dataset_context(text, integer) is
  'SQL query: the exchanges {question, answer, distance} before row o, nearest first; null for a source without any.';

create function private.read_dataset_examples(source text, filter jsonb, projects text[], options jsonb, page_limit integer, page_cursor text) returns json
language plpgsql stable
set search_path = ''
as $$
declare
  size integer := least(greatest(page_limit, 1), 2000);
  context text := private.dataset_context(source, coalesce((options ->> 'context_turns')::integer, 0));
  after text := case when page_cursor is null then 'true'
    else format('(r.at, r.id) > (%L::timestamptz, %L::uuid)', split_part(page_cursor, '|', 1), split_part(page_cursor, '|', 2)) end;
  rows text := private.dataset_rows(source, filter, projects);
  result json;
begin
  if rows is null then
    raise sqlstate 'PT400' using message = format('there is no source %L', source);
  end if;
  -- A page ends at its number of rows or after 8 MB of text, whichever comes first: rows may be large, memory may not. An example's
  -- context ends where it would hold more than 4 MB.
  execute format($query$
    with page as materialized (
      select r.* from (%1$s) r where %2$s order by r.at, r.id limit %3$s + 1
    ), own as (
      select p.*, case when %4$L::boolean and p.rating = -1 and p.better_answer is null and p.better_object is null
          then private.question_key(p.question) end as question_key,
        row_number() over w as n, sum(p.bytes) over w as own_bytes
      from page p window w as (order by p.at, p.id)
    ), near as materialized (
      select o.*, g.id as preferred_id, g.answer as preferred_answer, g.user_id as preferred_user_id, %5$s as context_bytes
      from (select x.* from own x where x.n <= %3$s and (x.n = 1 or x.own_bytes <= 8000000)) o
      left join lateral (%6$s) g on o.question_key is not null
    ), sized as (
      select x.*, sum(x.bytes + x.context_bytes + coalesce(octet_length(x.preferred_answer), 0)) over (order by x.n) as all_bytes from near x
    ), kept as (
      select x.* from sized x where x.n = 1 or x.all_bytes <= 8000000
    )
    select json_build_object(
      'data', coalesce((select json_agg(json_build_object(
          'id', o.id, 'conversation', o.conversation, 'context', %7$s,
          'answer', coalesce(o.answer, nullif(o.answer_object, '{}')::text, ''), 'answer_object', nullif(o.answer_object, '{}'),
          'better_answer', coalesce(o.better_answer, o.better_object::text), 'better_object', o.better_object, 'rating', o.rating,
          'categories', o.categories,
          'preferred', case when o.preferred_id is not null
            then json_build_object('id', o.preferred_id, 'answer', o.preferred_answer, 'user_id', o.preferred_user_id) end,
          'provenance', json_build_object('source', %8$L, 'project', o.project, 'model', o.model, 'intent', o.intent,
            'prompt_version', o.prompt_version, 'user_id', o.user_id, 'created_at', o.at)) order by o.n)
        from kept o), '[]'),
      'next', case when (select count(*) from kept) < (select count(*) from page)
        then (select to_char(k.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '|' || k.id from kept k order by k.n desc limit 1) end)
  $query$, rows, after, size, coalesce((options ->> 'pairs')::boolean, false),
    case when context is null then '0'
      else format('(select least(4000000, coalesce(sum(octet_length(c.question) + octet_length(c.answer)), 0)) from (%s) c)', context) end,
    private.dataset_preferred(source, filter),
    case when context is null then 'json_build_array(json_build_object(''role'', ''user'', ''content'', o.question))'
      else format($context$(
        select json_agg(json_build_object('role', m.role, 'content', m.content) order by m.distance desc, m.place) from (
          select c.distance, x.place, x.role, x.content
          from (select c.*, sum(octet_length(c.question) + octet_length(c.answer)) over (order by c.distance) as bytes from (%s) c) c
          cross join lateral (values (1, 'user', c.question), (2, 'assistant', c.answer)) x (place, role, content)
          where c.bytes <= 4000000
          union all select 0, 1, 'user', o.question) m)$context$, context) end,
    source) into result;
  return result;
end;
$$;
comment on function private.read_dataset_examples(text, jsonb, text[], jsonb, integer, text) is
  'One keyset page {data, next} of canonical examples, oldest first, of at most 2,000 rows and 8 MB. Asks nobody: projects are the only ones read, null = all. options: pairs (look up preferred answers), context_turns.';

create function private.count_dataset_examples(source text, filter jsonb, projects text[]) returns bigint
language plpgsql stable
set search_path = ''
as $$
declare
  rows text := private.dataset_rows(source, filter, projects);
  total bigint;
begin
  if rows is null then
    raise sqlstate 'PT400' using message = format('there is no source %L', source);
  end if;
  execute format('select count(*) from (%s) r', rows) into total;
  return total;
end;
$$;
comment on function private.count_dataset_examples(text, jsonb, text[]) is 'How many rows of a source match a filter. Asks nobody, as private.read_dataset_examples.';

create function private.dataset_has(source text, filter jsonb, projects text[], need text) returns boolean
language plpgsql stable
set search_path = ''
as $$
declare
  rows text := private.dataset_rows(source, filter, projects);
  result boolean;
begin
  if rows is null then
    raise sqlstate 'PT400' using message = format('there is no source %L', source);
  end if;
  execute case need
    when 'bad' then format('select exists (select from (%s) r where r.rating = -1)', rows)
    when 'better' then format('select exists (select from (%s) r where r.better_answer is not null or r.better_object is not null)', rows)
    when 'votes' then format($query$
      select exists (
        select from (select r.project, private.question_key(r.question) as question_key from (%1$s) r
          where r.rating = -1 and r.better_answer is null and r.better_object is null) o
        where o.question_key is not null and exists (%2$s)) $query$, rows, private.dataset_preferred(source, filter))
    when 'plans' then format(
      'select exists (select from (%s) r where r.better_object is not null or (r.rating = 1 and r.answer_object <> ''{}''))', rows)
  end into result;
  return result;
end;
$$;
comment on function private.dataset_has(text, jsonb, text[], text) is
  'Whether some row under a filter gives what a format cannot do without: bad (an answer called bad), better (a better answer), votes (a good answer to the question of a bad one), plans (an action plan that worked or was corrected).';

create function private.list_redaction_settings(projects text[]) returns json
language sql stable
set search_path = ''
as $$
  select coalesce(json_agg(json_build_object('project', s.project, 'detectors', s.detectors, 'phone_region', s.phone_region, 'patterns', s.patterns)
    order by s.project), '[]')
  from public.project_settings s where projects is null or s.project = any (projects);
$$;
comment on function private.list_redaction_settings(text[]) is
  'What personal data is in each project that has settings: [{project, detectors, phone_region, patterns}]. Asks nobody; projects null = all.';

-- ---------------------------------------------------------------------------------------------------------------
-- What the API calls
-- ---------------------------------------------------------------------------------------------------------------

create function private.dataset_projects(caller private.principal_info, options jsonb) returns text[]
language sql immutable
set search_path = ''
as $$
  select case
    when jsonb_typeof(options -> 'projects') is distinct from 'array' then caller.projects
    when caller.projects is null then array(select jsonb_array_elements_text(options -> 'projects'))
    else array(select p from jsonb_array_elements_text(options -> 'projects') p where p = any (caller.projects)) end;
$$;
comment on function private.dataset_projects(private.principal_info, jsonb) is
  'The projects a read is limited to: the caller''s, and of these those of the option projects. null = all.';

-- security definer: text search is not leakproof, so under row-level security Postgres would not use its index, and reviews of others
-- are readable to nobody; asks private.require() and reads the caller's projects alone.
create function public.read_dataset_examples(source text, filter text, options text default '{}', page_limit integer default 2000, page_cursor text default null) returns json
language plpgsql stable security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('datasets');
begin
  return private.read_dataset_examples(source, filter::jsonb, private.dataset_projects(caller, options::jsonb), options::jsonb, page_limit, page_cursor);
end;
$$;
comment on function public.read_dataset_examples(text, text, text, integer, text) is
  'One page {data, next} of the canonical examples of a source (feedback, turns, interactions, executions), oldest first. options: pairs, context_turns, projects (a further limit).';
grant execute on function public.read_dataset_examples(text, text, text, integer, text) to authenticated;

-- security definer: as public.read_dataset_examples.
create function public.count_dataset_examples(source text, filter text, options text default '{}') returns bigint
language plpgsql stable security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('datasets');
begin
  return private.count_dataset_examples(source, filter::jsonb, private.dataset_projects(caller, options::jsonb));
end;
$$;
comment on function public.count_dataset_examples(text, text, text) is 'How many examples read_dataset_examples would give. options: projects.';
grant execute on function public.count_dataset_examples(text, text, text) to authenticated;

-- security definer: as public.read_dataset_examples.
create function public.find_dataset_needs(source text, filter text, needs text, options text default '{}') returns json
language plpgsql stable security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('datasets');
begin
  return (
    select coalesce(json_object_agg(n, private.dataset_has(source, filter::jsonb, private.dataset_projects(caller, options::jsonb), n)), '{}')
    from (select distinct n from json_array_elements_text(needs::json) n where n in ('bad', 'better', 'votes', 'plans')) x (n));
end;
$$;
comment on function public.find_dataset_needs(text, text, text, text) is
  'Which of the needs (an array of bad, better, votes, plans) some example meets: {need: boolean}. Asked before a file is begun that could not be written.';
grant execute on function public.find_dataset_needs(text, text, text, text) to authenticated;

-- security definer: keys hold no policy on project_settings; asks private.require() and answers for the caller's projects alone.
create function public.list_redaction_settings(options text default '{}') returns json
language plpgsql stable security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('datasets');
begin
  return private.list_redaction_settings(private.dataset_projects(caller, options::jsonb));
end;
$$;
comment on function public.list_redaction_settings(text) is
  'What counts as personal data in each of the caller''s projects that has settings, for files that are written without it. options: projects.';
grant execute on function public.list_redaction_settings(text) to authenticated;
