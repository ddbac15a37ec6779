-- Purpose: errors of one kind are one failure pattern, found while a failure is recorded; what people say about it; when it came back.
-- Objects: private.{error_text,error_fingerprint,find_failure_pattern,regress_failure_pattern}, rollup triggers
--          llm_feedback_patterns_{insert,update,delete}, private.rebuild_failure_pattern_daily;
--          public.{list_failure_patterns,failure_heatmap,update_failure_pattern}; indexes failure_patterns_pattern, llm_feedback_version.
-- Destructive: no.

-- Patterns that read almost the same.
create index failure_patterns_pattern on public.failure_patterns using gin (pattern extensions.gin_trgm_ops);
-- When a version was first seen.
create index llm_feedback_version on public.llm_feedback (project, version_label, created_at) where version_label is not null;

-- ---------------------------------------------------------------------------------------------------------------
-- Fingerprints
-- ---------------------------------------------------------------------------------------------------------------

create function private.error_text(error text) returns text
language plpgsql immutable strict parallel safe
set search_path = ''
as $$
declare
  -- However long the text, the work is bounded: its ends say what happened.
  t text := replace(case when char_length(error) > 10000 then left(error, 5000) || E'\n' || right(error, 5000) else error end, E'\r', '');
  line text;
begin
  -- A Python traceback ends with the error; of other stack traces the first line is the error.
  if t ~ 'Traceback \(most recent call last\)' then
    select coalesce(
        (array_agg(l.line order by l.n desc) filter (where l.line ~ '^[A-Za-z_][A-Za-z0-9_.]*(Error|Exception|Warning|Exit|Interrupt|Iteration)\M'))[1],
        (array_agg(l.line order by l.n desc))[1])
      into line from regexp_split_to_table(t, '\n') with ordinality l (line, n) where l.line ~ '\S';
    t := coalesce(line, t);
  elsif t ~ '\n\s+at \S' then
    t := coalesce(substring(t from '^\s*([^\n]*\S)'), t);
  end if;
  -- Errors that are JSON (Zod's list of issues, the body of a provider's answer): their messages.
  if t ~ '^\s*[\[{]' and t ~ '"message"\s*:\s*"' then
    select coalesce(string_agg(distinct replace(replace(m.part[1], '\"', '"'), '\n', ' '), '; '), t) into t
    from regexp_matches(t, '"message"\s*:\s*"((?:[^"\\]|\\.)*)"', 'g') m (part);
  end if;
  return t;
end;
$$;
comment on function private.error_text(text) is
  'The part of an error that names it: of a Python traceback the last line, of another stack trace the first, of JSON its messages. Of more than 10,000 characters the first and last 5,000 count.';

create or replace function private.error_fingerprint(error text) returns text
language plpgsql immutable parallel safe
set search_path = ''
as $$
declare
  t text := coalesce(private.error_text(error), '');
  before text;
begin
  -- What one pass leaves may be read anew by the next (brackets within brackets), until nothing changes: then doing it again changes nothing.
  for pass in 1 .. 8 loop
    before := t;
    -- JSON.parse quotes what it was given, quotes and all.
    t := regexp_replace(t, '(\.\.\.)?".*"(\.\.\.)? is not valid JSON', '<value> is not valid JSON');
    -- Python's KeyError quotes the whole message of pandas.
    t := regexp_replace(t, '(KeyError: )"([^"]*\[[^"]*)"', '\1\2');
    t := regexp_replace(t, '\m[A-Za-z][A-Za-z0-9+.-]*://[^\s''"`<>)\]}]+', '<url>', 'g');
    t := regexp_replace(t, '\m[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+', '<email>', 'g');
    -- A quote within a word is an apostrophe.
    t := regexp_replace(t, '"(\\.|[^"\\\n])*"|`[^`\n]*`|“[^”\n]*”|‘[^’\n]*’|«[^»\n]*»', '<value>', 'g');
    t := regexp_replace(t, '(?<!\w)''(\\.|[^''\\\n])*''(?!\w)', '<value>', 'g');
    t := regexp_replace(t, '\[([^][]|\[<list>\])*\]', '[<list>]', 'g');
    t := regexp_replace(t, '\{([^{}]|\{<list>\})*\}', '{<list>}', 'g');
    -- Files and addresses within a document: C:\x\y, /x/y, ./x, data/x, x/y/z, x.csv; with the line and column that may follow.
    t := regexp_replace(t, '\m[A-Za-z]:\\[^\s''"<>|:*?,;()]*|\\\\[^\s''"<>|:*?,;()]+', '<path>', 'g');
    t := regexp_replace(t, '(?<![\w<>/])(~|\.{1,2})?(/[\w.@%+~-]+)+/?|^/(?!\S)', '<path>', 'g');
    t := regexp_replace(t, '(?<![\w<>/.-])(data(/[\w~.-]+)+|[\w.@-]+(/[\w.@~-]+){2,}/?|[\w.@-]+/[\w@~-]+\.[A-Za-z]\w{0,4}\M)', '<path>', 'g');
    t := regexp_replace(t, '(?<![\w<>/.])[\w-]+\.(csv|tsv|xlsx?|jsonl?|parquet|feather|pkl|txt|log|pdf|png|jpe?g|zip|gz|xml|ya?ml|html?|db|sqlite|py|[cm]?jsx?|[cm]?tsx?|sql|ipynb)\M',
      '<path>', 'g');
    t := regexp_replace(t, '<path>(:(\d+|<n>))+', '<path>', 'g');
    t := regexp_replace(t, '\m\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}([.,]\d+)?)?( ?(Z|UTC|[+-]\d{2}:?\d{2}))?)?\M|\m\d{1,2}:\d{2}:\d{2}([.,]\d+)?\M', '<time>', 'g');
    t := regexp_replace(t, '\m((Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? )?(\d{1,2} (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*|'
      '(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]* \d{1,2})\M(,? \d{4}\M)?(,? (\d{1,2}:\d{2}\M|<time>))?( (GMT|UTC)\M)?', '<time>', 'g');
    -- Ids: UUIDs, addresses in memory, hexadecimal of eight or more, and what follows a prefix (req_8f3k, user-42).
    t := regexp_replace(t, '\m([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}|0x[0-9a-fA-F]+|[0-9a-fA-F]{8,})\M', '<n>', 'g');
    t := regexp_replace(t, '\m([A-Za-z]{2,}_)(?=\w*\d)\w+', '\1<n>', 'g');
    t := regexp_replace(t, '\m([A-Za-z]{2,}-)(?=\w*\d)[A-Za-z0-9]{4,}\M', '\1<n>', 'g');
    t := regexp_replace(t, '\m(?=\w{6,})[A-Za-z_]*\d+[A-Za-z_]+\d\w*', '<n>', 'g');
    -- Cells of a sheet: B7, AB120.
    t := regexp_replace(t, '\m[A-Z]{1,3}\d+\M', '<n>', 'g');
    -- Numbers, with sign, fraction, exponent and unit: -3, 1,000.5, 1e-5, 5000ms, 10.0.0.1:8080. Digits at the end of a name leave the name.
    t := regexp_replace(t, '(?<![\w)>])[-+]?\d[\d.,:]*(?<=\d)([eE][-+]?\d+)?\w*', '<n>', 'g');
    t := regexp_replace(t, '\d+', '<n>', 'g');
    t := regexp_replace(t, '<n>(<n>|[-_.:/]<n>)+', '<n>', 'g');
    t := regexp_replace(t, '<n>\.? ([KMGT]i?)?B\M', '<n>', 'g');
    -- Lists without brackets have any length.
    t := regexp_replace(t, '<n>(( *, *(and |or )?| +(and|or) +)<n>)+', '<n>', 'g');
    t := regexp_replace(t, '<value>(( *, *(and |or )?| +(and|or) +)<value>)+', '<value>', 'g');
    t := regexp_replace(t, '<n>,\)', '<n>)', 'g');
    t := left(btrim(regexp_replace(t, '\s+', ' ', 'g')), 2000);
    exit when t = before;
  end loop;
  return case when t = '' then '(no message)' else t end;
end;
$$;
comment on function private.error_fingerprint(text) is
  'What errors of one kind have in common: without ids, numbers, times, quoted values, lists, paths, addresses; the class of the error and its words stay. At most 2,000 characters; "(no message)" for none.';

-- ---------------------------------------------------------------------------------------------------------------
-- Patterns
-- ---------------------------------------------------------------------------------------------------------------

create function private.lock_failure_patterns() returns void
language sql volatile
set search_path = ''
as $$
  select pg_advisory_xact_lock(hashtext('retune.failure_patterns'));
$$;
comment on function private.lock_failure_patterns() is
  'Patterns are made, and come back, one transaction after the other: rare, and one lock for all of them cannot deadlock with itself.';

create function private.regress_failure_pattern(pattern_id uuid, version_label text, at timestamptz) returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  p public.failure_patterns;
  fixed_seen timestamptz;
  this_seen timestamptz;
begin
  select * into p from public.failure_patterns f where f.id = regress_failure_pattern.pattern_id;
  if p.status <> 'fixed' or at < p.fixed_at then
    return;
  end if;
  if p.fixed_in_version is not null and version_label is distinct from p.fixed_in_version then
    -- A version is newer when it was first seen at or after the one with the fix; a fix that was never seen is newer than all.
    select min(l.created_at) into fixed_seen from public.llm_feedback l where l.project = p.project and l.version_label = p.fixed_in_version;
    select least(min(l.created_at), at) into this_seen from public.llm_feedback l
    where l.project = p.project and l.version_label = regress_failure_pattern.version_label;
    if version_label is null or fixed_seen is null or this_seen < fixed_seen then
      return;
    end if;
  end if;
  perform private.lock_failure_patterns();
  update public.failure_patterns f set status = 'regressed', regressed_at = at, regressed_in_version = version_label, updated_at = now()
  where f.id = p.id and f.status = 'fixed' and f.fixed_at = p.fixed_at returning * into p;
  if found then
    perform private.enqueue_webhooks('failure_regressed', p.project, clock_timestamp(), jsonb_build_object(
      'pattern_id', p.id, 'project', p.project, 'error_class', p.error_class, 'pattern', p.pattern,
      'fixed_in_version', p.fixed_in_version, 'regressed_in_version', p.regressed_in_version));
  end if;
end;
$$;
comment on function private.regress_failure_pattern(uuid, text, timestamptz) is
  'A failure at this time in this version: a pattern that was fixed before, in this version or one that was first seen no later, has come back, '
  'and webhooks are told so. A late failure of an older version, or of one that is not said while the fix has one, changes nothing.';

create or replace function private.find_failure_pattern(project text, error_class text, error text, version_label text, at timestamptz) returns uuid
language plpgsql volatile
set search_path = ''
-- How alike two patterns are that are taken for one; measured in tests/database/learning-failures.test.ts.
set pg_trgm.similarity_threshold = '0.9'
as $$
#variable_conflict use_column
declare
  fingerprint text := private.error_fingerprint(error);
  found_id uuid;
  found_status text;
begin
  for attempt in 1 .. 2 loop
    -- for key share: a pattern that loses its last failure at this moment is not removed under this one.
    select f.id, f.status into found_id, found_status from public.failure_patterns f
    where f.project = find_failure_pattern.project and coalesce(f.error_class, '') = coalesce(find_failure_pattern.error_class, '') and md5(f.pattern) = md5(fingerprint)
    for key share;
    if found_id is null then
      select f.id, f.status into found_id, found_status from public.failure_patterns f
      where f.project = find_failure_pattern.project and f.error_class is not distinct from find_failure_pattern.error_class
        and f.pattern operator(extensions.%) fingerprint
      order by extensions.similarity(f.pattern, fingerprint) desc, f.created_at, f.id limit 1
      for key share;
    end if;
    exit when found_id is not null or attempt = 2;
    -- Nobody has seen it. Whoever waits here finds what the other one made.
    perform private.lock_failure_patterns();
  end loop;
  if found_id is null then
    -- Texts that never repeat must not fill the table: past 10,000 patterns a project's new ones count together.
    if (select count(*) >= 10000 from (select from public.failure_patterns f where f.project = find_failure_pattern.project limit 10000) x) then
      fingerprint := '(other errors)';
    end if;
    insert into public.failure_patterns as f (project, error_class, pattern) values (find_failure_pattern.project, find_failure_pattern.error_class, fingerprint)
    on conflict (project, coalesce(error_class, ''), md5(pattern)) do update set pattern = excluded.pattern returning f.id into found_id;
  elsif found_status = 'fixed' then
    perform private.regress_failure_pattern(found_id, version_label, at);
  end if;
  return found_id;
end;
$$;
comment on function private.find_failure_pattern(text, text, text, text, timestamptz) is
  'The pattern of a failure: the one with its fingerprint, else the most alike of its project and class from a trigram similarity of 0.9 on, else a new one. '
  'Writers of the same new error make one. A pattern that was fixed before this failure comes back.';

-- ---------------------------------------------------------------------------------------------------------------
-- Rollup
-- ---------------------------------------------------------------------------------------------------------------

create type private.failure_delta as (pattern_id uuid, date date, version_label text, sign integer);

create function private.apply_failure_deltas(deltas private.failure_delta[], may_remove_touched boolean) returns void
language plpgsql
set search_path = ''
as $$
declare
  abandoned uuid[];
begin
  insert into public.failure_pattern_daily as t (pattern_id, date, version_label, count)
  select d.pattern_id, d.date, d.version_label, sum(d.sign) from unnest(deltas) d
  group by 1, 2, 3 having sum(d.sign) <> 0 order by 1, 2, 3
  on conflict (pattern_id, date, version_label) do update set count = t.count + excluded.count;
  if not exists (select from unnest(deltas) d where d.sign < 0) then
    return;
  end if;
  delete from public.failure_pattern_daily t using (select distinct d.pattern_id, d.date, d.version_label from unnest(deltas) d where d.sign < 0) d
  where t.pattern_id = d.pattern_id and t.date = d.date and t.version_label = d.version_label and t.count = 0;
  -- A pattern is made of what an error said: it goes with its last failure. One that is being recorded at this moment is skipped.
  select array_agg(x.id) into abandoned from (
    select f.id from public.failure_patterns f
    where f.id in (select d.pattern_id from unnest(deltas) d where d.sign < 0) and (may_remove_touched or (f.status = 'new' and f.version = 1))
      and not exists (select from public.llm_feedback l where l.failure_pattern_id = f.id)
    order by f.id for update skip locked) x;
  delete from public.failure_patterns f where f.id = any (abandoned) and not exists (select from public.llm_feedback l where l.failure_pattern_id = f.id);
end;
$$;
comment on function private.apply_failure_deltas(private.failure_delta[], boolean) is
  'Adds failures (sign 1) to and takes failures (sign -1) from the daily counts. A pattern without any failure left is removed; one that people have judged only when its failures were deleted.';

-- One trigger per event: Postgres allows transition tables on single-event triggers only.
-- security definer: whoever deletes an execution holds no write policy on the counts.
create function private.count_inserted_failures() returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  perform private.apply_failure_deltas(array(
    select row(n.failure_pattern_id, (n.created_at at time zone 'UTC')::date, coalesce(n.version_label, ''), 1)::private.failure_delta
    from new_rows n where n.failure_pattern_id is not null), false);
  return null;
end;
$$;
create function private.count_deleted_failures() returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  perform private.apply_failure_deltas(array(
    select row(o.failure_pattern_id, (o.created_at at time zone 'UTC')::date, coalesce(o.version_label, ''), -1)::private.failure_delta
    from old_rows o where o.failure_pattern_id is not null), true);
  return null;
end;
$$;
create function private.count_updated_failures() returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  perform private.apply_failure_deltas(array(
    select row(x.failure_pattern_id, (x.created_at at time zone 'UTC')::date, coalesce(x.version_label, ''), x.sign)::private.failure_delta
    from (
      select o.failure_pattern_id, o.created_at, o.version_label, -1 as sign from old_rows o
      union all
      select n.failure_pattern_id, n.created_at, n.version_label, 1 from new_rows n
    ) x where x.failure_pattern_id is not null), false);
  return null;
end;
$$;
comment on function private.count_inserted_failures() is 'Trigger: counts recorded failures under their patterns.';
comment on function private.count_deleted_failures() is 'Trigger: takes deleted failures from their patterns.';
comment on function private.count_updated_failures() is 'Trigger: moves changed failures between patterns, days and versions.';
create trigger llm_feedback_patterns_insert after insert on public.llm_feedback
  referencing new table as new_rows for each statement execute function private.count_inserted_failures();
create trigger llm_feedback_patterns_delete after delete on public.llm_feedback
  referencing old table as old_rows for each statement execute function private.count_deleted_failures();
create trigger llm_feedback_patterns_update after update on public.llm_feedback
  referencing old table as old_rows new table as new_rows for each statement execute function private.count_updated_failures();

create function private.rebuild_failure_pattern_daily() returns bigint
language plpgsql security definer
set search_path = ''
as $$
declare
  failures bigint;
begin
  -- Writers wait until the rebuilt counts are committed; readers see the old ones until then.
  lock table public.llm_feedback in share row exclusive mode;
  delete from public.failure_pattern_daily;
  insert into public.failure_pattern_daily (pattern_id, date, version_label, count)
  select l.failure_pattern_id, (l.created_at at time zone 'UTC')::date, coalesce(l.version_label, ''), count(*)
  from public.llm_feedback l where l.failure_pattern_id is not null group by 1, 2, 3;
  select coalesce(sum(d.count), 0) into failures from public.failure_pattern_daily d;
  return failures;
end;
$$;
comment on function private.rebuild_failure_pattern_daily() is
  'Counts the failures of every pattern again from the rows; idempotent. Returns how many there are. security definer: nobody holds write policies on the counts.';

-- ---------------------------------------------------------------------------------------------------------------
-- Reading
-- ---------------------------------------------------------------------------------------------------------------

-- Filters arrive as JSON text: from, to (whole UTC days, half-open), project, model, strategy, version, status, error_class
-- (arrays, any-of; null = without one). security definer functions: a policy that looks up the pattern of each count would be asked
-- for every row; each asks private.require() first and adds the caller's projects to the condition itself.

create function private.failure_pattern_where(filter jsonb, projects text[]) returns text
language sql stable
set search_path = ''
as $$
  select concat_ws(' and ', 'true',
    case when projects is not null then private.any_of('p.project', to_jsonb(projects)) end,
    case when filter ? 'project' then private.any_of('p.project', filter -> 'project') end,
    case when filter ? 'status' then private.any_of('p.status', filter -> 'status') end,
    case when filter ? 'error_class' then private.any_of('p.error_class', filter -> 'error_class') end);
$$;
comment on function private.failure_pattern_where(jsonb, text[]) is 'The filters that a pattern answers itself, as an SQL condition on failure_patterns p. Every value is quoted.';

create function private.failure_counts(filter jsonb, projects text[]) returns table (pattern_id uuid, date date, version_label text, count bigint)
language plpgsql stable
set search_path = ''
as $$
declare
  patterns text := private.failure_pattern_where(filter, projects);
begin
  if filter ? 'model' or filter ? 'strategy' then
    -- The counts do not tell models and strategies apart: the rows do, by the index of failures.
    return query execute format($query$
      select l.failure_pattern_id, (l.created_at at time zone 'UTC')::date, coalesce(l.version_label, ''), count(*)
      from public.failure_patterns p join public.llm_feedback l on l.failure_pattern_id = p.id
      where %s and %s group by 1, 2, 3
    $query$, patterns, concat_ws(' and ', 'true',
      case when filter ? 'from' then format('l.created_at >= %L::timestamptz', filter ->> 'from') end,
      case when filter ? 'to' then format('l.created_at < %L::timestamptz', filter ->> 'to') end,
      case when filter ? 'model' then private.any_of('l.model', filter -> 'model') end,
      case when filter ? 'strategy' then private.any_of('l.strategy', filter -> 'strategy') end,
      case when filter ? 'version' then private.any_of('l.version_label', filter -> 'version') end));
    return;
  end if;
  return query execute format($query$
    select d.pattern_id, d.date, d.version_label, d.count
    from public.failure_patterns p join public.failure_pattern_daily d on d.pattern_id = p.id
    where %s and %s
  $query$, patterns, concat_ws(' and ', 'true',
    case when filter ? 'from' then format('d.date >= %L', ((filter ->> 'from')::timestamptz at time zone 'UTC')::date) end,
    case when filter ? 'to' then format('d.date < %L', ((filter ->> 'to')::timestamptz at time zone 'UTC')::date) end,
    case when filter ? 'version' then private.any_of('nullif(d.version_label, '''')', filter -> 'version') end));
end;
$$;
comment on function private.failure_counts(jsonb, text[]) is
  'Failures per pattern, UTC day and version under a filter: from the daily counts, or from the rows when a model or strategy is asked for. The caller is the caller''s to check.';

create function private.failure_pattern_json(p public.failure_patterns) returns jsonb
language sql stable
set search_path = ''
as $$
  select jsonb_build_object('id', p.id, 'project', p.project, 'error_class', p.error_class, 'pattern', p.pattern, 'status', p.status,
    'fixed_in_version', p.fixed_in_version, 'fixed_at', p.fixed_at, 'regressed_at', p.regressed_at, 'regressed_in_version', p.regressed_in_version,
    'note', p.note, 'version', p.version, 'updated_at', p.updated_at,
    'first_seen_at', (select l.created_at from public.llm_feedback l where l.failure_pattern_id = p.id order by l.created_at, l.id limit 1),
    'last_seen_at', (select l.created_at from public.llm_feedback l where l.failure_pattern_id = p.id order by l.created_at desc, l.id desc limit 1));
$$;
comment on function private.failure_pattern_json(public.failure_patterns) is 'A pattern as the API shows it, without the figures of a range.';

create function private.failure_examples(wanted uuid, filter jsonb) returns json
language plpgsql stable
set search_path = ''
as $$
declare
  result json;
begin
  -- Looks through the newest thousand of the range at most, so that a rare model among many failures does not cost a scan.
  execute format($query$
    select coalesce(json_agg(json_build_object('execution_id', x.id, 'user_prompt', left(x.user_prompt, 500), 'error', left(x.error, 1000),
      'created_at', x.created_at) order by x.created_at desc, x.id desc), '[]')
    from (
      select l.id, l.user_prompt, l.error, l.created_at from (
        select f.* from public.llm_feedback f where f.failure_pattern_id = %L and %s order by f.created_at desc, f.id desc limit 1000) l
      where %s order by l.created_at desc, l.id desc limit 3) x
  $query$, wanted, concat_ws(' and ', 'true',
      case when filter ? 'from' then format('f.created_at >= %L::timestamptz', filter ->> 'from') end,
      case when filter ? 'to' then format('f.created_at < %L::timestamptz', filter ->> 'to') end),
    concat_ws(' and ', 'true',
      case when filter ? 'model' then private.any_of('l.model', filter -> 'model') end,
      case when filter ? 'strategy' then private.any_of('l.strategy', filter -> 'strategy') end,
      case when filter ? 'version' then private.any_of('l.version_label', filter -> 'version') end)) into result;
  return result;
end;
$$;
comment on function private.failure_examples(uuid, jsonb) is 'The newest three failures of a pattern under a filter; prompts end after 500 characters, errors after 1,000.';

-- security definer: see above.
create function public.list_failure_patterns(filter text default '{}', page_limit integer default 50, page_cursor text default null) returns json
language plpgsql stable security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('read');
  f jsonb := filter::jsonb;
  range_start timestamptz := (f ->> 'from')::timestamptz;
  complete_end timestamptz := least((f ->> 'to')::timestamptz, date_trunc('day', now() at time zone 'UTC') at time zone 'UTC');
  -- As many days before the range as it has complete ones; none without a first day.
  previous jsonb := case when complete_end > range_start then
    f || jsonb_build_object('from', range_start - (complete_end - range_start), 'to', range_start) end;
  size integer := least(greatest(page_limit, 1), 500);
  after_count bigint := split_part(page_cursor, '|', 1)::bigint;
  after_id uuid := split_part(page_cursor, '|', 2)::uuid;
begin
  return (
    with counts as materialized (
      select c.pattern_id, c.date, c.version_label, c.count from private.failure_counts(f, caller.projects) c
    ), page as (
      select c.pattern_id as id, sum(c.count)::bigint as count from counts c group by c.pattern_id
      having page_cursor is null or (sum(c.count)::bigint, c.pattern_id) < (after_count, after_id)
      order by 2 desc, 1 desc limit size + 1
    ), kept as (
      select p.* from page p order by p.count desc, p.id desc limit size
    ), earlier as (
      select c.pattern_id, sum(c.count)::bigint as count from private.failure_counts(previous, caller.projects) c where previous is not null group by c.pattern_id
    )
    select json_build_object(
      'data', coalesce((select json_agg(private.failure_pattern_json(p) || jsonb_build_object(
          'count', k.count,
          'trend', jsonb_build_object(
            'current', coalesce((select sum(c.count) from counts c
              where c.pattern_id = k.id and (complete_end is null or c.date < (complete_end at time zone 'UTC')::date)), 0),
            'previous', coalesce((select e.count from earlier e where e.pattern_id = k.id), 0),
            'daily', (select jsonb_agg(jsonb_build_object('date', d.date, 'count', d.count) order by d.date)
              from (select c.date, sum(c.count) as count from counts c where c.pattern_id = k.id group by c.date) d)),
          'versions', (select jsonb_agg(jsonb_build_object('version', nullif(v.version_label, ''), 'count', v.count) order by v.count desc, v.version_label)
            from (select c.version_label, sum(c.count) as count from counts c where c.pattern_id = k.id
              group by 1 order by 2 desc, 1 limit 10) v),
          'examples', private.failure_examples(k.id, f)) order by k.count desc, k.id desc)
        from kept k join public.failure_patterns p on p.id = k.id), '[]'),
      'next', case when (select count(*) from page) > size then (select k.count || '|' || k.id from kept k order by k.count, k.id limit 1) end));
end;
$$;
comment on function public.list_failure_patterns(text, integer, text) is
  'A page {data, next} of the patterns of the caller''s projects with a failure in the range, most failures first. first_seen_at and last_seen_at are of all time, '
  'every other figure is of the range; days without a failure are absent from the trend.';
grant execute on function public.list_failure_patterns(text, integer, text) to authenticated;

-- security definer: see above.
create function public.failure_heatmap(filter text default '{}', max_patterns integer default 20, max_versions integer default 12) returns json
language plpgsql stable security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('read');
  f jsonb := filter::jsonb;
  result json;
begin
  execute format($query$
    with counts as materialized (
      select c.pattern_id, c.version_label, sum(c.count)::bigint as count from private.failure_counts($1, $2) c group by 1, 2
    ), ranked as (
      select c.pattern_id as id, sum(c.count)::bigint as count from counts c group by 1
    ), patterns as (
      select r.* from ranked r order by r.count desc, r.id desc limit $3
    ), used as (
      select t.version_label, t.project, sum(t.total)::bigint as total from public.llm_feedback_daily t where %1$s and %2$s group by 1, 2
    ), dated as (
      select u.version_label, sum(u.total)::bigint as total,
        json_agg(json_build_object('project', u.project, 'total', u.total) order by u.project) as projects,
        (select min(t.date) from public.llm_feedback_daily t where t.version_label = u.version_label and %1$s) as first_seen_on
      from used u where u.total > 0 group by u.version_label
    ), versions as (
      select d.* from dated d order by d.first_seen_on desc, d.version_label desc limit $4
    )
    select json_build_object(
      'patterns', coalesce((select json_agg(json_build_object('id', p.id, 'project', p.project, 'error_class', p.error_class, 'pattern', p.pattern,
        'status', p.status, 'count', r.count) order by r.count desc, r.id desc) from patterns r join public.failure_patterns p on p.id = r.id), '[]'),
      'total_patterns', (select count(*) from ranked),
      'versions', coalesce((select json_agg(json_build_object('version', nullif(v.version_label, ''), 'first_seen_on', v.first_seen_on, 'total', v.total,
        'projects', v.projects) order by v.first_seen_on, v.version_label) from versions v), '[]'),
      'total_versions', (select count(*) from dated),
      'cells', coalesce((select json_agg(json_build_object('pattern_id', c.pattern_id, 'version', nullif(c.version_label, ''), 'count', c.count)
        order by r.count desc, r.id desc, v.first_seen_on, v.version_label)
        from counts c join patterns r on r.id = c.pattern_id join versions v on v.version_label = c.version_label), '[]'))
  $query$,
    concat_ws(' and ', 'true',
      case when caller.projects is not null then private.any_of('t.project', to_jsonb(caller.projects)) end,
      case when f ? 'project' then private.any_of('t.project', f -> 'project') end),
    concat_ws(' and ', 'true',
      case when f ? 'from' then format('t.date >= %L', ((f ->> 'from')::timestamptz at time zone 'UTC')::date) end,
      case when f ? 'to' then format('t.date < %L', ((f ->> 'to')::timestamptz at time zone 'UTC')::date) end,
      case when f ? 'model' then private.any_of('nullif(t.model, '''')', f -> 'model') end,
      case when f ? 'strategy' then private.any_of('nullif(t.strategy, '''')', f -> 'strategy') end,
      case when f ? 'version' then private.any_of('nullif(t.version_label, '''')', f -> 'version') end))
  using f, caller.projects, least(greatest(max_patterns, 1), 100), least(greatest(max_versions, 1), 50) into result;
  return result;
end;
$$;
comment on function public.failure_heatmap(text, integer, integer) is
  'Failures of the most frequent patterns by version: the newest versions with an execution in the range, in the order in which they were first seen. Cells without a failure are absent.';
grant execute on function public.failure_heatmap(text, integer, integer) to authenticated;

-- ---------------------------------------------------------------------------------------------------------------
-- Judging
-- ---------------------------------------------------------------------------------------------------------------

-- security definer: nobody holds a write policy; checks role and project itself.
create function public.update_failure_pattern(pattern_id uuid, patch text, expected_version integer default null) returns json
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('change_config');
  changes jsonb := patch::jsonb;
  wanted text := changes ->> 'status';
  before public.failure_patterns;
  after public.failure_patterns;
begin
  -- no key update: failures that refer to it may be recorded meanwhile.
  select * into before from public.failure_patterns p
  where p.id = pattern_id and (caller.projects is null or p.project = any (caller.projects)) for no key update;
  if not found then
    raise sqlstate 'PT404' using message = 'there is no such failure pattern';
  end if;
  if expected_version is not null and expected_version <> before.version then
    raise sqlstate 'PT409' using message = 'this failure pattern was changed since you opened it', hint = 'load it again',
      detail = jsonb_build_object('stored_version', before.version);
  end if;
  if wanted = 'regressed' and before.regressed_at is null then
    raise sqlstate 'PT409' using message = 'this failure pattern has never come back', hint = 'regressed is found by recording; it can only be put back';
  end if;
  update public.failure_patterns p set
    status = coalesce(wanted, p.status),
    -- new and known say that it is not fixed; regressed keeps in which version it was.
    fixed_at = case when wanted = 'fixed' then coalesce(case when p.status = 'fixed' then p.fixed_at end, date_trunc('milliseconds', clock_timestamp()))
      when wanted in ('new', 'known') then null else p.fixed_at end,
    fixed_in_version = case when changes ? 'fixed_in_version' then changes ->> 'fixed_in_version'
      when wanted in ('new', 'known') or (wanted = 'fixed' and p.status <> 'fixed') then null else p.fixed_in_version end,
    note = case when changes ? 'note' then changes ->> 'note' else p.note end,
    version = p.version + 1, updated_by = caller.id, updated_at = now()
  where p.id = before.id returning * into after;
  -- The log holds no text that people wrote.
  perform private.audit('failure_pattern.update', 'failure_pattern', after.id::text, after.project, jsonb_build_object(
    'before', jsonb_build_object('status', before.status, 'fixed_in_version', before.fixed_in_version),
    'after', jsonb_build_object('status', after.status, 'fixed_in_version', after.fixed_in_version),
    'note_changed', before.note is distinct from after.note));
  return private.failure_pattern_json(after);
end;
$$;
comment on function public.update_failure_pattern(uuid, text, integer) is
  'Sets status, fixed_in_version and note of a pattern (only the keys present). PT404; PT409 with stored_version when expected_version is not the stored one, '
  'and for the status regressed of a pattern that never came back.';
grant execute on function public.update_failure_pattern(uuid, text, integer) to authenticated;
