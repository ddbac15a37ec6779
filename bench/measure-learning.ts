import type { Sql, TransactionSql } from "postgres";
import { resolveRange } from "@/lib/query/range";
import { compareSizes, timeQuestion } from "./measure-analytics";
import { loadHttp } from "./measure-writes";
import type { LearningResults } from "./results";
import type { Subject } from "./subject";

type Row = LearningResults["rows"][number];

const STEP = 20_000;
const DAYS = 90;
const RANGE_DAYS = 30;
const CONNECTIONS = [1, 10, 50];
const BATCH_ROWS = 500;
const BATCH_CONNECTIONS = 4;
const PATTERNS = 40;
const models = ["gpt-4o-mini", "gemini-2.5-flash", "in-house-7b"];
const verbs = ["sum", "average", "sort", "filter", "group", "plot", "clean", "compare"];
const nouns = [
  "revenue",
  "orders",
  "latency",
  "discounts",
  "visits",
  "returns",
  "salaries",
  "stock",
  "prices",
];
const places = ["region", "team", "month", "product", "customer", "channel", "country"];

/**
 * Fills the table up to `total` executions: 3 projects, 3 models, 3 versions of a strategy, 2,000 users and 40 kinds of errors, three of
 * four successful, spread over the 90 days before today. Runs through the table's own triggers, so that figures are what they would be.
 */
export async function fillExecutionsTo(sql: Sql, total: number, signal: AbortSignal): Promise<void> {
  const [{ known } = { known: 0 }] = await sql<{ known: number }[]>`
    select count(*)::int as known from public.llm_feedback`;
  await sql`
    insert into public.users (id) select 'user-' || u from generate_series(0, 1999) u on conflict do nothing`;
  await sql`
    insert into public.failure_patterns (id, project, error_class, pattern)
    select md5('bench pattern ' || p || ' ' || j)::uuid, 'project-' || j, 'execution', 'Bench error of kind ' || chr(97 + p % 26) || chr(97 + p / 26)
    from generate_series(0, ${PATTERNS - 1}::int) p, generate_series(0, 2) j on conflict do nothing`;
  for (let from = known; from < total; from += STEP) {
    signal.throwIfAborted();
    const to = Math.min(total, from + STEP) - 1;
    await sql`
      insert into public.llm_feedback (user_prompt, action_plan, success, error, error_class, failure_pattern_id, project, user_id, created_at, model,
        tokens_in, tokens_out, cost_usd, cost_source, retries, strategy, strategy_version)
      select (${verbs}::text[])[1 + x.h % 8] || ' the ' || (${nouns}::text[])[1 + x.h / 8 % 9] || ' for each ' || (${places}::text[])[1 + x.h / 72 % 7]
          || ' of table ' || x.i % 5000,
        jsonb_build_object('task', (${verbs}::text[])[1 + x.h % 8], 'operations', jsonb_build_array(jsonb_build_object('type', 'step',
          'execution_instructions', jsonb_build_object('method', 'pandas.m' || x.h % 30, 'args', '[]'::jsonb, 'kwargs', '{}'::jsonb)))),
        x.h % 4 <> 0, case when x.h % 4 = 0 then 'Bench error ' || x.i end, case when x.h % 4 = 0 then 'execution' end,
        case when x.h % 4 = 0 then md5('bench pattern ' || x.h / 4 % ${PATTERNS}::int || ' ' || x.i % 3)::uuid end, 'project-' || x.i % 3, 'user-' || x.i % 2000,
        date_trunc('day', now()) - (x.i::bigint * 7919) % (86400 * ${DAYS}::int) * interval '1 second', (${models}::text[])[1 + x.h % 3],
        800 + x.h % 1500, 60 + x.h % 200, (x.h % 9000) / 10000000.0, 'sent', case when x.h % 9 = 0 then 1 else 0 end, 'analyst', 1 + x.h % 3
      from (select i, ('x' || substr(md5(i::text), 1, 7))::bit(28)::integer as h from generate_series(${from}::int, ${to}::int) i) x
      order by x.i`;
  }
  await sql`vacuum analyze`;
}

/** Times what the pages and the next prompt ask for, at the present number of executions. */
export async function measureLearningFigures(
  subject: Subject,
  executions: number,
  signal: AbortSignal,
): Promise<Row[]> {
  const filter = JSON.stringify(resolveRange({ days: RANGE_DAYS }, null));
  const prompt = "what is the average of orders per region";
  const questions = [
    {
      question: "success over time",
      path: `/v1/executions/timeseries?days=${RANGE_DAYS}`,
      ask: (sql: TransactionSql) => sql`select public.execution_timeseries(${filter})`,
    },
    {
      question: "figures and the period before",
      path: `/v1/executions/stats?days=${RANGE_DAYS}`,
      ask: (sql: TransactionSql) => sql`select public.execution_stats(${filter})`,
    },
    {
      question: "the newest 50 failures",
      path: "/v1/executions?success=false&limit=50",
      ask: (sql: TransactionSql) => sql`select public.list_executions('{"success": false}')`,
    },
    {
      question: "failure patterns",
      path: `/v1/executions/failure-patterns?days=${RANGE_DAYS}`,
      ask: (sql: TransactionSql) => sql`select public.list_failure_patterns(${filter})`,
    },
    {
      question: "similar examples",
      path: `/v1/executions/similar?prompt=${encodeURIComponent(prompt)}`,
      ask: (sql: TransactionSql) => sql`select public.find_similar_examples(${prompt})`,
    },
  ];
  const rows: Row[] = [];
  for (const { question, ...asked } of questions)
    rows.push({ question, executions, ...(await timeQuestion(subject, asked, signal)) });
  return rows;
}

/** How much slower each figure is at the largest number of executions than at the smallest. */
export const compareLearning = (rows: readonly Row[]): LearningResults["growth"] =>
  compareSizes(rows.map(({ executions, ...row }) => ({ ...row, votes: executions })));

let sent = 0;

/** An execution that no other equals; every fifth failed, with an error of one of ten kinds. */
function createExecution() {
  sent += 1;
  const isFailure = sent % 5 === 0;
  const letter = "abcdefghij"[Math.floor(sent / 5) % 10];
  return {
    project: "bench-writes",
    user_prompt: `${verbs[sent % 8]} the ${nouns[sent % 9]} of upload ${sent}`,
    action_plan: {
      task: "clean",
      operations: [{ type: "x", execution_instructions: { method: "pandas.dropna", args: [], kwargs: {} } }],
    },
    success: !isFailure,
    ...(isFailure ? { error: `Step ${letter} failed for upload ${sent}`, error_class: "execution" } : {}),
    user_id: `user-${sent % 2000}`,
    model: models[sent % models.length],
    tokens_in: 800 + (sent % 900),
    tokens_out: 60 + (sent % 100),
    strategy: "analyst",
    strategy_version: 3,
  };
}

/** Measures how fast executions are recorded, priced and counted, one by one and in batches. */
export async function measureLearningWrites(
  subject: Subject,
  seconds: number,
  log: (line: string) => void,
  signal: AbortSignal,
): Promise<Pick<LearningResults, "single" | "batch">> {
  const load = (connections: number, over: number, path: string, createBody: () => object) =>
    loadHttp(subject, { connections, seconds: over, path, createBody, signal });
  await load(10, Math.min(3, seconds), "/v1/executions", createExecution);
  const single: LearningResults["single"] = [];
  for (const connections of CONNECTIONS) {
    log(`Recording single executions at ${connections} connection${connections === 1 ? "" : "s"}`);
    single.push({
      connections,
      timing: await load(connections, seconds, "/v1/executions", createExecution),
    });
  }
  log("Recording batches of executions");
  const timing = await load(BATCH_CONNECTIONS, seconds, "/v1/executions/batch", () => ({
    items: Array.from({ length: BATCH_ROWS }, createExecution),
  }));
  return {
    single,
    batch: {
      rows_per_request: BATCH_ROWS,
      connections: BATCH_CONNECTIONS,
      rows_per_second: timing.rate * BATCH_ROWS,
    },
  };
}
