import type { Sql } from "postgres";
import { percentile } from "./measure";

const CALLS = 41;

/** Prompts whose words are rare, common, misspelled, only stop words, and many. */
const prompts: Record<string, string> = {
  "an ordinary prompt": "show me the average salary by department",
  "typing errors": "drop duplicted rows",
  "very common words only": "show the data",
  "many common words": "group by field_9 and sum profit, show a bar chart",
  "5,000 characters": Array.from(
    { length: 100 },
    (_, n) => `sort the data by field_${n} ascending and then month.`,
  )
    .join(" ")
    .slice(0, 5000),
  "nothing alike": "xylophone quintessence",
};

export type SimilarTiming = { prompt: string; scope: string; p50_ms: number; cpu_ms: number | null };

/**
 * Fills 100,000 executions of a data analyst (in two projects, of 90 % and 10 %) and times the search in the database, without
 * network and HTTP. `cpu_ms` is the time of `readCpuMs` (of the server process of this one connection) per call, median.
 */
export async function measureSimilar(
  sql: Sql,
  readCpuMs: ((pid: number) => number) | null,
): Promise<SimilarTiming[]> {
  await sql.begin(async (transaction) => {
    // The rollups of this throw-away database do not matter; the indexes are what is measured.
    await transaction`set local session_replication_role = replica`;
    await transaction`select setseed(0.42)`;
    await transaction`
      create function pg_temp.pick(choices text[], at double precision) returns text language sql as
        'select choices[1 + floor(at * cardinality(choices))::integer]'`;
    await transaction`
      create function pg_temp.column_name(at double precision) returns text language sql as $$
        select coalesce((string_to_array('sales revenue amount price quantity region city country customer product category date month year salary department age score rating discount profit cost', ' '))[1 + floor(at * 60)::integer],
          'field_' || floor(at * 4000)::integer % 400) $$`;
    await transaction`
      insert into public.llm_feedback (user_prompt, action_plan, success, project, created_at)
      select case i % 8
          when 0 then pg_temp.pick(array['remove', 'delete', 'drop', 'get rid of', 'eliminate'], a) || ' ' || pg_temp.pick(array['duplicate rows', 'empty rows', 'missing values', 'extra spaces', 'outliers'], b) || ' from the ' || c1 || ' ' || pg_temp.pick(array['column', 'field', 'data', 'table'], c)
          when 1 then 'show me the ' || pg_temp.pick(array['average', 'mean', 'sum', 'total', 'maximum', 'minimum', 'median'], a) || ' ' || c1 || ' by ' || c2
          when 2 then 'filter rows where ' || c1 || ' is ' || pg_temp.pick(array['greater than', 'less than', 'equal to', 'above', 'below'], a) || ' ' || floor(b * 1000)
          when 3 then 'sort the data by ' || c1 || ' ' || pg_temp.pick(array['ascending', 'descending', 'highest first', 'lowest first'], a) || ' and then ' || c2
          when 4 then 'group by ' || c1 || ' and ' || pg_temp.pick(array['sum', 'average', 'count'], a) || ' ' || c2 || ', show a ' || pg_temp.pick(array['bar', 'line', 'pie'], b) || ' chart'
          when 5 then 'summarize the data of ' || c1 || ' per ' || c2 || ' for field_' || floor(a * 400)
          when 6 then 'calculate ' || c1 || ' divided by ' || c2 || ' for each field_' || floor(a * 400)
          else 'create a new column ' || c1 || '_' || floor(a * 50) || ' from ' || c2 end,
        jsonb_build_object('task', 'task ' || i % 8), true, case when i % 10 = 0 then 'small' else 'large' end,
        now() - i * interval '1 second'
      from (
        select i, random() as a, random() as b, random() as c, pg_temp.column_name(random()) as c1, pg_temp.column_name(random()) as c2
        from generate_series(1, 100000) i) s`;
  });
  await sql`vacuum analyze public.llm_feedback`;
  const [backend] = await sql<{ pid: number }[]>`select pg_backend_pid() as pid`;
  const timings: SimilarTiming[] = [];
  for (const [name, prompt] of Object.entries(prompts)) {
    for (const scope of [null, "large", "small"]) {
      const times: number[] = [];
      const cpu: number[] = [];
      for (let call = 0; call < CALLS; call += 1) {
        const before = readCpuMs && backend ? readCpuMs(backend.pid) : 0;
        const started = performance.now();
        await sql`
          select id from private.rank_examples(${prompt}, '{"status": ["unreviewed", "approved"]}', ${scope ? [scope] : null}, 5, 0.3, 0)`;
        // The first ones fill the caches of plans and pages.
        if (call < 5) continue;
        times.push(performance.now() - started);
        if (readCpuMs && backend) cpu.push(readCpuMs(backend.pid) - before);
      }
      const median = (values: number[]) =>
        percentile(
          [...values].sort((a, b) => a - b),
          0.5,
        );
      timings.push({
        prompt: name,
        scope: scope ?? "all",
        p50_ms: median(times),
        cpu_ms: cpu.length > 0 ? median(cpu) : null,
      });
    }
  }
  return timings;
}

/** The timings as Markdown. */
export function renderSimilar(timings: readonly SimilarTiming[], load: number, cores: number): string {
  const busy =
    load > cores / 2
      ? `; the load of the machine (${cores} cores) was ${load.toFixed(1)} before the start: **it was busy with other work, so the elapsed times are provisional**`
      : "";
  return [
    `100,000 examples, five asked for; elapsed in the database and CPU time of its process, medians of ${CALLS - 5} calls${busy}.`,
    "",
    "| prompt | projects | p50 ms | CPU ms |",
    "| --- | --- | ---: | ---: |",
    ...timings.map(
      ({ prompt, scope, p50_ms, cpu_ms }) =>
        `| ${prompt} | ${scope} | ${p50_ms.toFixed(1)} | ${cpu_ms === null ? "–" : cpu_ms.toFixed(1)} |`,
    ),
  ].join("\n");
}
