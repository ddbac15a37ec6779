-- Purpose: finding examples for a prompt; what people make of executions as examples, and how executions went that held them.
-- Objects: indexes idx_llm_feedback_prompt, llm_feedback_trigrams, llm_feedback_with_examples; private.example_words, example_trigrams,
--          example_frequencies, example_probes, rank_examples, example_rows; public.find_similar_examples, list_examples, get_example, update_example.
-- Destructive: no.
--
-- How a prompt is looked up, and what bounds the work whatever the prompt and however many rows there are:
--   1. The prompt is taken apart into words (English stems) and trigrams, at most 32 of each, the rarest first; how rare one is, the
--      statistics of the index say (pg_stats.most_common_elems), so nothing is counted.
--   2. Probes of the index, the most telling first: the rarest words together, all but one of them, then single words, then pairs and triples
--      of those that are too common alone. Each reads at most 150 rows, all of them 300 (trigrams 200), and what they read of the index is
--      bounded, too. A project is one of the words of its rows, so the rows of other projects are not read.
--   3. The best 30 of each are scored exactly: by the sum of the weights (idf) of the words that are there, and by similarity(). The four closest
--      vote for what their plans do; the newest plans that do the same join: prompts for it in other words.
--   4. The three ranks are fused: 1 / (60 + rank), summed (reciprocal rank fusion; Cormack, Clarke and Buettcher, SIGIR 2009), that of the plan
--      with the weight 1.5 (chosen on bench/retrieval-set.ts).
--      How alike a prompt is to the one asked for is another figure, `similarity`: the larger of sqrt(share of the weight of the asked
--      prompt's words that it has x share of its words that the asked one has), and the trigram similarity of the stems, which stop words are
--      not among. What has less than 0.15 is no candidate; what came by its plan has at least half the likeness of the prompt that vouches.
--   5. Prompts that say the same count once; the first ones are ordered by maximal marginal relevance (Carbonell and Goldstein, SIGIR 1998)
--      over similarity(). Reviewers' better plans, then pinned ones come first, among those that are at least half as close as the
--      closest: one that has nothing to do with the prompt takes nobody's place.
-- The plan of a probe, 100,000 rows:
--   Limit (actual rows=150.00 loops=1)
--     ->  Bitmap Heap Scan on llm_feedback f (actual rows=150.00 loops=1)
--           Recheck Cond: ((private.example_words(project, user_prompt) @@ '...'::tsquery) AND (what may serve as an example))
--           Heap Blocks: exact=145
--           ->  Bitmap Index Scan on idx_llm_feedback_prompt (actual rows=441.00 loops=1)
--                 Index Cond: (private.example_words(project, user_prompt) @@ '...'::tsquery)
--
-- ---------------------------------------------------------------------------------------------------------------
-- What is searched
-- ---------------------------------------------------------------------------------------------------------------

create function private.example_words(project text, prompt text) returns tsvector
language sql immutable parallel safe
set search_path = ''
as $$
  select pg_catalog.to_tsvector('pg_catalog.english', pg_catalog.left(prompt, 1000)) || pg_catalog.array_to_tsvector(array[E'\x01' || project]);
$$;
comment on function private.example_words(text, text) is
  'The English words of the first 1,000 characters of a prompt, and its project as a word that no text contains.';

create function private.example_trigrams(project text, prompt text) returns tsvector
language sql immutable parallel safe
set search_path = ''
as $$
  select pg_catalog.array_to_tsvector(extensions.show_trgm(pg_catalog.left(prompt, 300)) || (E'\x01' || project));
$$;
comment on function private.example_trigrams(text, text) is
  'The trigrams (pg_trgm) of the first 300 characters of a prompt, and its project. As words, so that a probe asks for the rare ones only: the operators of pg_trgm read the rows of every trigram.';

create function private.plan_shape(plan jsonb) returns bigint
language sql immutable parallel safe
set search_path = ''
as $$
  select pg_catalog.hashtextextended(pg_catalog.concat_ws('|', plan ->> 'task', s.steps), 0) from (
    select case when pg_catalog.jsonb_typeof(plan -> 'operations') = 'array' then (
      select pg_catalog.string_agg(pg_catalog.concat(o.value ->> 'type', ':', o.value #>> '{execution_instructions,method}'), ',' order by o.n)
      from pg_catalog.jsonb_array_elements(plan -> 'operations') with ordinality o (value, n)) end) s (steps)
  where pg_catalog.jsonb_typeof(plan -> 'task') = 'string' or s.steps is not null;
$$;
comment on function private.plan_shape(jsonb) is
  'What a plan does, without what it does it to: a hash of its task and of the types and methods of its operations. Null for a plan without these.';

-- The seed's index over the words of prompts, of what may serve as an example. fastupdate is off: a list of pending entries would be read
-- by every search.
create index idx_llm_feedback_prompt on public.llm_feedback using gin (private.example_words(project, user_prompt)) with (fastupdate = off)
  where (success and user_correction is null and action_plan <> '{}' or example_status = 'approved' or better_action_plan is not null);
create index llm_feedback_trigrams on public.llm_feedback using gin (private.example_trigrams(project, user_prompt)) with (fastupdate = off)
  where (success and user_correction is null and action_plan <> '{}' or example_status = 'approved' or better_action_plan is not null);
-- The newest plans of a shape.
create index llm_feedback_plan_shape on public.llm_feedback (project, private.plan_shape(coalesce(better_action_plan, action_plan)), created_at desc)
  where (success and user_correction is null and action_plan <> '{}' or example_status = 'approved' or better_action_plan is not null);
-- Executions with any examples, per project and day, without reading the rows: what an example's executions are compared with.
create index llm_feedback_with_examples on public.llm_feedback (project, created_at) include (success) where example_ids <> '{}';

create function private.example_source(execution public.llm_feedback) returns text
language sql immutable
set search_path = ''
as $$
  select case when execution.better_action_plan is not null then 'reviewer' when execution.example_status = 'approved' then 'approved' else 'successful' end;
$$;
comment on function private.example_source(public.llm_feedback) is 'Why an execution may serve as an example.';

create function private.asked_projects(caller private.principal_info, filter jsonb) returns text[]
language sql immutable
set search_path = ''
as $$
  select case
    when not filter ? 'project' then caller.projects
    else array(select p from jsonb_array_elements_text(filter -> 'project') p where caller.projects is null or p = any (caller.projects))
  end;
$$;
comment on function private.asked_projects(private.principal_info, jsonb) is
  'The projects that a filter names, of those of the caller; null = every project.';

create function private.example_terms(index_name text, terms text[], out sorted text[], out freqs double precision[])
language sql stable security definer
set search_path = ''
as $$
  with statistics as materialized (
    select s.most_common_elems::text::text[] as elems, s.most_common_elem_freqs as freqs
    from pg_catalog.pg_stats s where s.schemaname = 'public' and s.tablename = index_name
  ), known as (
    select u.elem, u.freq from statistics s, unnest(s.elems, s.freqs) u (elem, freq) where u.elem is not null
  ), rarest as (
    -- The array of shares ends with the smallest and the largest: what is not kept is rarer than the smallest.
    select t.term, coalesce(k.freq, (select s.freqs[cardinality(s.elems) + 1] / 2 from statistics s), 0) as freq
    from unnest(example_terms.terms) t (term) left join known k on k.elem = t.term
    order by 2, 1 limit 32
  )
  select coalesce(array_agg(r.term order by r.freq, r.term), '{}'), coalesce(array_agg(r.freq order by r.freq, r.term), '{}') from rarest r;
$$;
comment on function private.example_terms(text, text[]) is
  'The 32 rarest of some terms, the rarest first, and the share of the rows of an index that hold each, from its statistics; 0 as long as it was never analyzed. security definer: statistics of a table are for its owner.';

create function private.example_probes(terms text[], freqs double precision[], entries double precision, share double precision, scope tsquery, max_rows integer, max_reads integer)
returns table (query tsquery, single integer, mask bigint, is_last_resort boolean)
language plpgsql immutable
set search_path = ''
as $$
declare
  n integer := cardinality(terms);
  parts tsquery[] := array(select quote_literal(t.term)::tsquery from unnest(terms) with ordinality t (term, n) order by t.n);
  -- The project is one more term of every probe.
  also double precision[] := case when scope is null then '{}' else array[share] end;
  -- What a probe of several terms costs, in entries of the index: it looks up each entry of the rarest term in the lists of the others, or
  -- reads all of them, which is five times as fast; and about 300 for the probe itself.
  reads double precision := 0;
  m integer := least(n, 6);
  kept double precision[];
  common integer[] := '{}';
  pair tsquery;
begin
  is_last_resort := false;
  -- The terms are sorted, the rarest first. The first six together, then all but one of them.
  for leave in 0 .. case when m > 2 and max_reads > 5000 then m else least(m, 1) - 1 end loop
    kept := also || array(select f from unnest(freqs[1:m]) with ordinality k (f, i) where i <> leave);
    reads := reads + 300 + entries * (select least(min(f) * count(*), 0.2 * sum(f)) from unnest(kept) f);
    exit when reads > max_reads * case when leave = 0 then 3 else 1 end;
    query := scope;
    mask := 0;
    for i in 1 .. m loop
      continue when i = leave;
      query := case when query is null then parts[i] else query && parts[i] end;
      mask := mask | (1::bigint << (i - 1));
    end loop;
    return next;
  end loop;
  for i in 1 .. n loop
    if freqs[i] * share * entries <= max_rows then
      query := case when scope is null then parts[i] else scope && parts[i] end;
      single := i;
      mask := 1::bigint << (i - 1);
      return next;
    elsif cardinality(common) < 6 then
      common := common || i;
    end if;
  end loop;
  single := null;
  -- Terms that are too common alone: in pairs, and in triples where a pair is still too common.
  <<pairs>>
  for a in 1 .. cardinality(common) loop
    for b in a + 1 .. cardinality(common) loop
      pair := case when scope is null then parts[common[a]] && parts[common[b]] else scope && parts[common[a]] && parts[common[b]] end;
      mask := (1::bigint << (common[a] - 1)) | (1::bigint << (common[b] - 1));
      if freqs[common[a]] * freqs[common[b]] * share * entries <= max_rows then
        kept := also || array[freqs[common[a]], freqs[common[b]]];
        reads := reads + 300 + entries * (select least(min(f) * count(*), 0.2 * sum(f)) from unnest(kept) f);
        exit pairs when reads > max_reads;
        query := pair;
        return next;
      else
        for c in b + 1 .. cardinality(common) loop
          kept := also || array[freqs[common[a]], freqs[common[b]], freqs[common[c]]];
          reads := reads + 300 + entries * (select least(min(f) * count(*), 0.2 * sum(f)) from unnest(kept) f);
          exit pairs when reads > max_reads;
          query := pair && parts[common[c]];
          mask := (1::bigint << (common[a] - 1)) | (1::bigint << (common[b] - 1)) | (1::bigint << (common[c] - 1));
          return next;
        end loop;
      end if;
    end loop;
  end loop;
  is_last_resort := true;
  for i in 1 .. least(cardinality(common), 1) loop
    query := case when scope is null then parts[common[i]] else scope && parts[common[i]] end;
    single := common[i];
    mask := 1::bigint << (common[i] - 1);
    return next;
  end loop;
end;
$$;
comment on function private.example_probes(text[], double precision[], double precision, double precision, tsquery, integer, integer) is
  'What to ask an index for, the most telling first. mask = the terms that a row of the answer holds for sure, as bits; single = the only term; is_last_resort = only when the others find little.';

-- security definer: text search is not leakproof, so under row-level security the indexes would not be used. Callers check.
create function private.gather_examples(
  index_name text, terms text[], freqs double precision[], entries double precision, share double precision, scope tsquery, projects text[], filter jsonb, max_rows integer, max_reads integer,
  out ids uuid[], out weights double precision[]
)
language plpgsql stable security definer
set search_path = '' set plan_cache_mode = 'force_generic_plan' set enable_seqscan = off
as $$
declare
  is_words boolean := index_name = 'idx_llm_feedback_prompt';
  statuses text[] := array(select jsonb_array_elements_text(filter -> 'status'));
  pinned boolean := (filter ->> 'is_pinned')::boolean;
  better boolean := (filter ->> 'has_better_plan')::boolean;
  counts double precision[] := array_fill(null::double precision, array[greatest(cardinality(terms), 1)]);
  remaining integer := max_rows;
  probe record;
  hits uuid[];
  hit_keys bigint[];
  hit_times timestamptz[];
  all_hits uuid[] := '{}';
  -- Prompts that say the same have the same key, unless people made more of one of them.
  all_keys bigint[] := '{}';
  all_times timestamptz[] := '{}';
  masks bigint[] := '{}';
begin
  for probe in select * from private.example_probes(terms, freqs, entries, share, scope, max_rows, max_reads) loop
    exit when probe.is_last_resort and (not is_words or cardinality(all_hits) >= 5);
    if is_words then
      select array_agg(r.id), array_agg(r.key), array_agg(r.created_at) into hits, hit_keys, hit_times from (
        select f.id, f.created_at, hashtextextended(lower(pg_catalog.left(f.user_prompt, 300)),
            4 * (f.better_action_plan is not null)::integer + 2 * f.is_pinned::integer + (f.example_status = 'approved')::integer) as key
        from public.llm_feedback f
        where (f.success and f.user_correction is null and f.action_plan <> '{}' or f.example_status = 'approved' or f.better_action_plan is not null)
          and private.example_words(f.project, f.user_prompt) @@ probe.query
          and (projects is null or f.project = any (projects)) and f.example_status = any (statuses) and (pinned is null or f.is_pinned = pinned)
          and (better is null or (f.better_action_plan is not null) = better)
        limit least(150, remaining)) r;
    else
      select array_agg(r.id), array_agg(r.key), array_agg(r.created_at) into hits, hit_keys, hit_times from (
        select f.id, f.created_at, hashtextextended(lower(pg_catalog.left(f.user_prompt, 300)),
            4 * (f.better_action_plan is not null)::integer + 2 * f.is_pinned::integer + (f.example_status = 'approved')::integer) as key
        from public.llm_feedback f
        where (f.success and f.user_correction is null and f.action_plan <> '{}' or f.example_status = 'approved' or f.better_action_plan is not null)
          and private.example_trigrams(f.project, f.user_prompt) @@ probe.query
          and (projects is null or f.project = any (projects)) and f.example_status = any (statuses) and (pinned is null or f.is_pinned = pinned)
          and (better is null or (f.better_action_plan is not null) = better)
        limit least(150, remaining)) r;
    end if;
    if probe.single is not null then
      counts[probe.single] := coalesce(cardinality(hits), 0);
    end if;
    if hits is not null then
      all_hits := all_hits || hits;
      all_keys := all_keys || hit_keys;
      all_times := all_times || hit_times;
      masks := masks || array_fill(probe.mask, array[cardinality(hits)]);
      remaining := remaining - cardinality(hits);
      exit when remaining <= 0;
    end if;
  end loop;
  -- The idf of BM25; where every row of a term was read, by their number.
  select array_agg(ln(1 + (n.total - least(n.total, d.df) + 0.5) / (d.df + 0.5)) order by d.n) into weights
  from (select greatest(entries * share, cardinality(all_hits)) as total) n, lateral (
    select t.n, case when counts[t.n] < 150 then counts[t.n] else t.freq * n.total end as df from unnest(freqs) with ordinality t (freq, n)) d;
  with merged as materialized (
    select h.id, min(h.key) as key, min(h.created_at) as created_at, bit_or(h.mask) as mask
    from unnest(all_hits, all_keys, all_times, masks) h (id, key, created_at, mask) group by h.id
  ), valued as materialized (
    select m.mask, sum(w.weight) as score from (select distinct mask from merged) m
      join unnest(gather_examples.weights) with ordinality w (weight, n) on m.mask & (1::bigint << (w.n - 1)::integer) <> 0
    group by m.mask
  ), distinct_prompts as (
    select distinct on (m.key) m.id, v.score, m.created_at from merged m join valued v on v.mask = m.mask order by m.key, v.score desc, m.created_at desc, m.id
  )
  select coalesce(array_agg(b.id), '{}') into ids from (select d.id from distinct_prompts d order by d.score desc, d.created_at desc, d.id limit 30) b;
end;
$$;
comment on function private.gather_examples(text, text[], double precision[], double precision, double precision, tsquery, text[], jsonb, integer, integer) is
  'Up to 30 rows that share the most telling terms with a prompt, by one of the two indexes; reads at most max_rows rows. weights = what each term is worth.';

-- security definer: as gather_examples.
create function private.rank_examples(prompt text, filter jsonb, projects text[], result_limit integer, diversity double precision, min_similarity double precision)
returns table (id uuid, similarity double precision)
language plpgsql stable security definer
set search_path = '' set plan_cache_mode = 'force_generic_plan'
as $$
declare
  scope tsquery;
  share double precision := 1;
  entries double precision;
  opening text := pg_catalog.left(prompt, 300);
  -- Less likeness than this is chance (chosen on bench/retrieval-set.ts: with more, right ones are lost).
  least_likeness constant double precision := 0.15;
  asked_words text[] := tsvector_to_array(to_tsvector('pg_catalog.english', pg_catalog.left(prompt, 1000)));
  asked_stems text := array_to_string(tsvector_to_array(to_tsvector('pg_catalog.english', pg_catalog.left(prompt, 300))), ' ');
  asked_key text := lower(pg_catalog.left(prompt, 1000));
  least_weight double precision;
  asked_weight double precision;
  by_words record;
  by_trigrams record;
  pool_ids uuid[];
  prompts text[];
  scores double precision[];
  likenesses double precision[];
  tiers integer[];
  nearest double precision[];
  best integer;
  best_value double precision;
  value double precision;
begin
  if projects is not null then
    select string_agg(quote_literal(E'\x01' || p), '|')::tsquery into scope from unnest(projects) p;
    if scope is null then
      return;
    end if;
    select least(1, sum(f)) into share from private.example_terms('idx_llm_feedback_prompt', array(select E'\x01' || p from unnest(projects) p)) t, unnest(t.freqs) f;
  end if;
  -- Most rows are theirs anyway: reading the others, too, is cheaper than the list of all of theirs.
  if share > 0.5 then
    scope := null;
    share := 1;
  end if;
  select greatest(c.reltuples, 0) into entries from pg_catalog.pg_class c where c.oid = 'public.idx_llm_feedback_prompt'::regclass;
  select * into by_words from private.example_terms('idx_llm_feedback_prompt', tsvector_to_array(to_tsvector('pg_catalog.english', prompt))) t,
    private.gather_examples('idx_llm_feedback_prompt', t.sorted, t.freqs, entries, share, scope, projects, filter, 300, 6000);
  select * into by_trigrams from private.example_terms('llm_feedback_trigrams', extensions.show_trgm(opening)) t,
    private.gather_examples('llm_feedback_trigrams', t.sorted, t.freqs, entries, share, scope, projects, filter, 200, 3000);

  -- Of the words that are not among the rarest each is worth as much as the least of those.
  select min(w) into least_weight from unnest(by_words.weights) w;
  select sum(coalesce(t.weight, least_weight)) into asked_weight
  from unnest(asked_words) a (term) left join unnest(by_words.sorted, by_words.weights) t (term, weight) on t.term = a.term;

  with terms as materialized (
    select t.term, t.weight from unnest(by_words.sorted, by_words.weights) t (term, weight)
  ), common as materialized (
    select a.term, coalesce(t.weight, least_weight) as weight from unnest(asked_words) a (term) left join terms t on t.term = a.term
  ), near as materialized (
    select n.* from (
      select f.id, f.project, private.plan_shape(coalesce(f.better_action_plan, f.action_plan)) as shape, l.*
      from public.llm_feedback f, lateral (
        select w.word_score, extensions.similarity(pg_catalog.left(f.user_prompt, 300), opening) as trigram_score,
          case when lower(pg_catalog.left(f.user_prompt, 1000)) = asked_key then 1 else greatest(
            coalesce(sqrt(least(1, w.weight / nullif(asked_weight, 0)) * w.common / nullif(w.words, 0)), 0),
            extensions.similarity(
              array_to_string(tsvector_to_array(to_tsvector('pg_catalog.english', pg_catalog.left(f.user_prompt, 300))), ' '), asked_stems)) end as likeness
        from (
          select sum(t.weight) as word_score, sum(c.weight) as weight, count(c.term)::double precision as common, count(*)::double precision as words
          from unnest(to_tsvector('pg_catalog.english', pg_catalog.left(f.user_prompt, 1000))) x
            left join terms t on t.term = x.lexeme left join common c on c.term = x.lexeme) w) l where f.id = any (by_words.ids || by_trigrams.ids)) n
    where n.likeness >= least_likeness
  ), neighbours as (
    select n.project, n.shape, n.likeness, coalesce(n.word_score / nullif(max(n.word_score) over (), 0), 0) + coalesce(n.trigram_score / nullif(max(n.trigram_score) over (), 0), 0) as closeness
    from near n order by closeness desc, n.id limit 4
  ), votes as materialized (
    select v.* from (
      select n.project, n.shape, max(n.likeness) as likeness, sum(n.closeness ^ 3) as vote, max(sum(n.closeness ^ 3)) over () as most from neighbours n where n.shape is not null group by 1, 2
    ) v where v.vote >= 0.2 * v.most order by v.vote desc limit 2
  ), far as materialized (
    select r.* from votes v cross join lateral (
      select f.id, f.project, v.shape, l.*
      from public.llm_feedback f, lateral (
        select w.word_score, extensions.similarity(pg_catalog.left(f.user_prompt, 300), opening) as trigram_score,
          case when lower(pg_catalog.left(f.user_prompt, 1000)) = asked_key then 1 else greatest(
            coalesce(sqrt(least(1, w.weight / nullif(asked_weight, 0)) * w.common / nullif(w.words, 0)), 0),
            extensions.similarity(
              array_to_string(tsvector_to_array(to_tsvector('pg_catalog.english', pg_catalog.left(f.user_prompt, 300))), ' '), asked_stems)) end as likeness
        from (
          select sum(t.weight) as word_score, sum(c.weight) as weight, count(c.term)::double precision as common, count(*)::double precision as words
          from unnest(to_tsvector('pg_catalog.english', pg_catalog.left(f.user_prompt, 1000))) x
            left join terms t on t.term = x.lexeme left join common c on c.term = x.lexeme) w) l
      where (f.success and f.user_correction is null and f.action_plan <> '{}' or f.example_status = 'approved' or f.better_action_plan is not null)
        and f.project = v.project and private.plan_shape(coalesce(f.better_action_plan, f.action_plan)) = v.shape
      order by f.created_at desc limit 10) r
    where r.id not in (select n.id from near n)
  ), rows as (
    -- A plan like that of a prompt that is alike: half as alike as that prompt.
    select a.*, v.vote, round(greatest(a.likeness, 0.5 * v.likeness)::numeric, 6)::double precision as similarity, f.created_at, pg_catalog.left(f.user_prompt, 300) as head,
      -- What people made of it: a better plan counts more than a pin, a pin more than an approval.
      4 * (f.better_action_plan is not null)::integer + 2 * f.is_pinned::integer + (f.example_status = 'approved')::integer as tier,
      -- Prompts that differ in case, spaces and punctuation only are one example.
      lower(translate(pg_catalog.left(f.user_prompt, 1000), E' \t\r\n.,;:!?"''`()[]{}-_', '')) as key
    from (select * from near union all select * from far) a join public.llm_feedback f on f.id = a.id
      left join votes v on v.project = a.project and v.shape = a.shape
    where f.example_status = any (array(select jsonb_array_elements_text(filter -> 'status')))
      and (not filter ? 'is_pinned' or f.is_pinned = (filter ->> 'is_pinned')::boolean)
      and (not filter ? 'has_better_plan' or (f.better_action_plan is not null) = (filter ->> 'has_better_plan')::boolean)
  ), copies as (
    select r.*, row_number() over (partition by r.key order by r.tier desc, r.created_at desc, r.id) as copy from rows r
  ), ranked as (
    select r.*, case when r.word_score > 0 then rank() over (order by r.word_score desc nulls last, r.likeness desc) end as word_rank,
      case when r.trigram_score > 0 then rank() over (order by r.trigram_score desc) end as trigram_rank,
      case when r.vote > 0 then dense_rank() over (order by r.vote desc nulls last) end as plan_rank,
      coalesce(r.word_score / nullif(max(r.word_score) over (), 0), 0) + coalesce(r.trigram_score / nullif(max(r.trigram_score) over (), 0), 0) as closeness
    from copies r where r.copy = 1
  ), fused as (
    select r.*, (coalesce(1 / (60.0 + r.word_rank), 0) + coalesce(1 / (60.0 + r.trigram_rank), 0) + coalesce(1.5 / (60.0 + r.plan_rank), 0)) * 61 / 3.5 as fused from ranked r
  )
  select array_agg(p.id), array_agg(p.head), array_agg(p.fused), array_agg(p.similarity), array_agg(p.tier) into pool_ids, prompts, scores, likenesses, tiers from (
    select f.id, f.head, f.fused::double precision, f.similarity,
      -- Only among those about as close as the closest.
      case when f.closeness >= 0.5 * max(f.closeness) over () then f.tier / 2 else 0 end as tier
    from fused f where f.similarity >= rank_examples.min_similarity
    order by 5 desc, f.fused desc, f.created_at desc, f.id limit greatest(40, 2 * result_limit)) p;
  nearest := array_fill(0::double precision, array[coalesce(cardinality(pool_ids), 0)]);
  for picked in 1 .. least(result_limit, coalesce(cardinality(pool_ids), 0)) loop
    best := null;
    for i in 1 .. cardinality(pool_ids) loop
      continue when pool_ids[i] is null;
      value := tiers[i] * 10 + (1 - diversity) * scores[i] - diversity * nearest[i];
      if best is null or value > best_value then
        best := i;
        best_value := value;
      end if;
    end loop;
    id := pool_ids[best];
    similarity := likenesses[best];
    return next;
    pool_ids[best] := null;
    if diversity > 0 and picked < result_limit then
      for i in 1 .. cardinality(pool_ids) loop
        if pool_ids[i] is not null then
          nearest[i] := greatest(nearest[i], extensions.similarity(prompts[i], prompts[best]));
        end if;
      end loop;
    end if;
  end loop;
end;
$$;
comment on function private.rank_examples(text, jsonb, text[], integer, double precision, double precision) is
  'Examples for a prompt, best first, each prompt once. similarity: how alike the prompts are, 1 = the same words; the order is that of the fused ranks, not of it. projects: null = all. filter: {status, is_pinned, has_better_plan}.';

-- security definer: as gather_examples; checks the principal and its projects itself.
create function public.find_similar_examples(
  prompt text, filter text default '{}', result_limit integer default 5, diversity double precision default 0.3, min_similarity double precision default 0
) returns json
language plpgsql stable security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('read');
  result json;
begin
  select coalesce(json_agg(json_build_object(
    'id', f.id, 'prompt', f.user_prompt, 'action_plan', coalesce(f.better_action_plan, f.action_plan), 'similarity', r.similarity,
    'source', private.example_source(f), 'is_pinned', f.is_pinned, 'created_at', f.created_at) order by r.n), '[]') into result
  from private.rank_examples(prompt, '{"status": ["unreviewed", "approved"]}', private.asked_projects(caller, filter::jsonb),
    least(result_limit, 100), diversity, min_similarity) with ordinality r (id, similarity, n)
    join public.llm_feedback f on f.id = r.id;
  return result;
end;
$$;
comment on function public.find_similar_examples(text, text, integer, double precision, double precision) is
  'Examples for a prompt, best first. similarity: how alike the prompts are, 0 to 1; below 0.15 a prompt is none, min_similarity leaves out more. filter: {project: [...]}; a project that is not the caller''s has none. PT403 without the right to read.';
grant execute on function public.find_similar_examples(text, text, integer, double precision, double precision) to authenticated;

-- ---------------------------------------------------------------------------------------------------------------
-- Examples as people see them
-- ---------------------------------------------------------------------------------------------------------------

-- security definer: counts executions for lists that have checked the caller.
create function private.example_effects(ids uuid[])
returns table (id uuid, with_n bigint, with_successful bigint, without_n bigint, without_successful bigint)
language sql stable security definer
set search_path = ''
as $$
  with used as materialized (
    select e.id, e.project, (f.created_at at time zone 'UTC')::date as day, count(*) as n, count(*) filter (where f.success) as successful
    from public.llm_feedback e join public.llm_feedback f on f.example_ids @> array[e.id] and f.example_ids <> '{}' and f.project = e.project
    where e.id = any (ids) group by 1, 2, 3
  ), days as (
    select d.project, d.day, t.n, t.successful from (select distinct u.project, u.day from used u) d cross join lateral (
      select count(*) as n, count(*) filter (where f.success) as successful from public.llm_feedback f
      where f.project = d.project and f.created_at >= d.day::timestamp at time zone 'UTC' and f.created_at < (d.day + 1)::timestamp at time zone 'UTC'
        and f.example_ids <> '{}') t
  )
  select u.id, sum(u.n)::bigint, sum(u.successful)::bigint, (sum(d.n) - sum(u.n))::bigint, (sum(d.successful) - sum(u.successful))::bigint
  from used u join days d on d.project = u.project and d.day = u.day group by u.id;
$$;
comment on function private.example_effects(uuid[]) is
  'Executions whose prompt held each example, and those of the same project and UTC days that held others but not it; of both how many were successful. No row for an example that was never used.';

-- security definer: as example_effects.
create function private.example_json(ids uuid[]) returns jsonb
language sql stable security definer
set search_path = ''
as $$
  select coalesce(jsonb_agg(to_jsonb(f) - 'price' - 'cost_source' - 'reviewed_by' || jsonb_build_object('effect', jsonb_build_object(
    'with_n', coalesce(e.with_n, 0), 'with_successful', coalesce(e.with_successful, 0),
    'without_n', coalesce(e.without_n, 0), 'without_successful', coalesce(e.without_successful, 0))) order by o.n), '[]')
  from unnest(ids) with ordinality o (id, n) join public.llm_feedback f on f.id = o.id left join private.example_effects(ids) e on e.id = f.id;
$$;
comment on function private.example_json(uuid[]) is 'Executions as examples with their effect, in the order of the ids.';

-- security definer: as find_similar_examples.
create function public.list_examples(filter text default '{}', page_limit integer default 50, page_cursor text default null) returns json
language plpgsql stable security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('read');
  asked jsonb := filter::jsonb;
  projects text[] := private.asked_projects(caller, asked);
  statuses jsonb := coalesce(asked -> 'status', '["unreviewed", "approved", "retired"]');
  shown integer := least(page_limit, 1000);
  result json;
begin
  if asked ? 'q' then
    return json_build_object('next', null, 'data', private.example_json(array(
      select r.id from private.rank_examples((select string_agg(q, ' ') from jsonb_array_elements_text(asked -> 'q') q), asked || jsonb_build_object('status', statuses),
        projects, least(shown, 50), 0, 0) with ordinality r (id, similarity, n) order by r.n)));
  end if;
  -- A page ends at page_limit rows or after 8 MB of text, whichever comes first.
  execute format($query$
    with page as (
      select f.id, f.created_at, octet_length(f.user_prompt) + coalesce(octet_length(f.response_text), 0) + pg_column_size(f.action_plan)
        + coalesce(pg_column_size(f.better_action_plan), 0) + coalesce(pg_column_size(f.execution_result), 0) as bytes
      from public.llm_feedback f
      where (f.success and f.user_correction is null and f.action_plan <> '{}' or f.example_status = 'approved' or f.better_action_plan is not null)
        and %1$s and %2$s and %3$s and %4$s and %5$s
      order by f.created_at desc, f.id desc limit %6$s
    ), sized as (
      select p.*, row_number() over w as n, sum(p.bytes) over w as total from page p window w as (order by p.created_at desc, p.id desc)
    ), kept as (
      select s.* from sized s where s.n <= %7$s and (s.n = 1 or s.total <= 8000000)
    )
    select json_build_object('data', private.example_json(array(select k.id from kept k order by k.n)),
      'next', case when (select count(*) from kept) < (select count(*) from page)
        then (select k.created_at || '|' || k.id from kept k order by k.n desc limit 1) end)
  $query$,
    case when projects is null then 'true' else private.any_of('f.project', to_jsonb(projects)) end,
    private.any_of('f.example_status', statuses),
    case when asked ? 'is_pinned' then format('f.is_pinned = %L', asked ->> 'is_pinned') else 'true' end,
    case when asked ? 'has_better_plan' then format('(f.better_action_plan is not null) = %L', asked ->> 'has_better_plan') else 'true' end,
    case when page_cursor is null then 'true'
      else format('(f.created_at, f.id) < (%L::timestamptz, %L::uuid)', split_part(page_cursor, '|', 1), split_part(page_cursor, '|', 2)) end,
    shown + 1, shown) into result;
  return result;
end;
$$;
comment on function public.list_examples(text, integer, text) is
  'Executions that serve or could serve as examples, newest first, {data, next}; with q in the filter the best of them instead, at most 50. filter: {project, status, is_pinned, has_better_plan, q}.';
grant execute on function public.list_examples(text, integer, text) to authenticated;

-- security definer: as find_similar_examples.
create function public.get_example(execution_id uuid) returns json
language plpgsql stable security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('read');
begin
  if not exists (select from public.llm_feedback f where f.id = execution_id and (caller.projects is null or f.project = any (caller.projects))) then
    raise sqlstate 'PT404' using message = 'no such execution';
  end if;
  return private.example_json(array[execution_id]) -> 0;
end;
$$;
comment on function public.get_example(uuid) is 'An execution as an example, with its effect. PT404 when there is none for the caller.';
grant execute on function public.get_example(uuid) to authenticated;

-- security definer: members hold no write policies; checks principal and project itself.
create function public.update_example(execution_id uuid, patch text, expected_version integer default null) returns json
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('review');
  given jsonb := patch::jsonb;
  before public.llm_feedback;
  changed public.llm_feedback;
begin
  select * into before from public.llm_feedback f where f.id = execution_id and (caller.projects is null or f.project = any (caller.projects)) for update;
  if not found then
    raise sqlstate 'PT404' using message = 'no such execution';
  end if;
  if expected_version is not null and expected_version <> before.version then
    raise sqlstate 'PT409' using message = 'this example was changed since you opened it', hint = 'load it again',
      detail = jsonb_build_object('stored_version', before.version);
  end if;
  if given -> 'better_action_plan' = '{}' then
    raise sqlstate 'PT400' using message = 'better_action_plan must not be empty';
  end if;
  update public.llm_feedback f set
    example_status = coalesce(given ->> 'status', f.example_status),
    is_pinned = coalesce((given ->> 'is_pinned')::boolean, f.is_pinned),
    better_action_plan = case when given ? 'better_action_plan' then nullif(given -> 'better_action_plan', 'null') else f.better_action_plan end,
    example_note = case when given ? 'example_note' then given ->> 'example_note' else f.example_note end,
    reviewed_by = caller.id,
    reviewed_by_label = caller.label,
    reviewed_at = now(),
    version = f.version + 1,
    updated_at = now()
  where f.id = before.id returning * into changed;
  perform private.audit(
    case when changed.example_status = before.example_status then 'example.update'
      else case changed.example_status when 'approved' then 'example.approve' when 'retired' then 'example.retire' else 'example.reopen' end end,
    'execution', changed.id::text, changed.project,
    jsonb_build_object(
      'before', jsonb_build_object('status', before.example_status, 'is_pinned', before.is_pinned, 'has_better_plan', before.better_action_plan is not null),
      'after', jsonb_build_object('status', changed.example_status, 'is_pinned', changed.is_pinned, 'has_better_plan', changed.better_action_plan is not null)));
  return private.example_json(array[changed.id]) -> 0;
end;
$$;
comment on function public.update_example(uuid, text, integer) is
  'Members: approves, pins, retires or corrects an execution as an example; the audit log keeps it. PT404; PT409 with stored_version when expected_version is not the stored one.';
grant execute on function public.update_example(uuid, text, integer) to authenticated;
