import type { Sql, TransactionSql } from "postgres";
import { resolveRange } from "@/lib/query/range";
import { createParagraphs } from "./dataset";
import { compareSizes, timeQuestion } from "./measure-analytics";
import { loadHttp } from "./measure-writes";
import type { InteractionResults } from "./results";
import type { Subject } from "./subject";

type Row = InteractionResults["rows"][number];

const STEP = 20_000;
const DAYS = 90;
const RANGE_DAYS = 30;
const IN_A_CONVERSATION = 5;
const CONNECTIONS = [1, 10, 50];
const BATCH_ROWS = 500;
const BATCH_CONNECTIONS = 4;
const agents = ["general", "technical", "research"];
const models = ["gpt-4o-mini", "gpt-4o", "claude-haiku-4-5", "in-house-7b"];

/**
 * Fills the table up to `total` interactions in conversations of five: 3 agents, 4 models, 3 projects, 3 channels and 2,000 users, spread
 * over the 90 days before today. Runs through the table's own triggers, so that totals and rollups are what they would be.
 */
export async function fillInteractionsTo(sql: Sql, total: number, signal: AbortSignal): Promise<void> {
  const [{ known } = { known: 0 }] = await sql<{ known: number }[]>`
    select count(*)::int as known from public.llm_interactions`;
  const paragraphs = createParagraphs(200);
  if (known === 0) await createBudgets(sql);
  for (let from = known; from < total; from += STEP) {
    signal.throwIfAborted();
    const to = Math.min(total, from + STEP) - 1;
    await sql`
      insert into public.llm_conversations (id, project, user_id, channel_id, started_at, last_activity)
      select md5('bench conversation ' || c)::uuid, 'project-' || c % 3, 'user-' || c % 2000, (array['web', 'slack', 'api'])[1 + c % 3], now(), now()
      from generate_series(${Math.floor(from / IN_A_CONVERSATION)}::int, ${Math.floor(to / IN_A_CONVERSATION)}::int) c
      on conflict do nothing`;
    await sql`
      insert into public.llm_interactions (conversation_id, project, user_id, channel_id, "timestamp", agent_type, user_message, agent_response, model,
        input_tokens, output_tokens, tokens_used, cost_usd, cost_source, user_satisfaction, response_time_ms, escalation_suggested, context_size_tokens,
        domain_classification, domain_label, avg_similarity)
      select md5('bench conversation ' || x.c)::uuid, 'project-' || x.c % 3, 'user-' || x.c % 2000, (array['web', 'slack', 'api'])[1 + x.c % 3],
        date_trunc('day', now()) - (x.c::bigint * 7919) % (86400 * ${DAYS}::int) * interval '1 second' + (x.i % 5) * interval '40 seconds',
        (${agents}::text[])[1 + x.h % 3], 'How do I sort ' || x.i || ' rows by their number?', (${paragraphs}::text[])[1 + x.i % 200] || ' ' || x.i,
        (${models}::text[])[1 + x.h / 3 % 4], 400 + x.h % 3000, 60 + x.h % 500, 460 + x.h % 3000 + x.h % 500,
        case when x.h / 3 % 4 < 3 then (x.h % 90000) / 10000000.0 end, case when x.h / 3 % 4 < 3 then 'sent' end,
        case when x.h % 3 = 0 then 1 + x.h / 7 % 5 end, 200 + x.h % 9000, x.h % 10 = 0, 300 + x.h % 8000,
        (array['orders', 'code', 'writing', null])[1 + x.h / 11 % 4], case when x.h % 5 = 0 then 'code' end, (x.h % 1000) / 1000.0
      from (
        select i, i / ${IN_A_CONVERSATION}::int as c, ('x' || substr(md5(i::text), 1, 7))::bit(28)::integer as h
        from generate_series(${from}::int, ${to}::int) i) x
      order by x.i`;
  }
  await sql`vacuum analyze`;
}

/** A budget of every scope, so that a check has something to look up and recording something to keep. */
async function createBudgets(sql: Sql): Promise<void> {
  await sql`
    insert into public.budgets (name, scope, project, agent_type, model, user_id, period, limit_usd, action)
    values ('all', 'all', null, null, null, null, 'month', 1000000, 'notify'), ('project', 'project', 'project-0', null, null, null, 'month', 1000000, 'block'),
      ('agent', 'agent', null, 'general', null, null, 'day', 1000000, 'throttle'), ('model', 'model', null, null, 'gpt-4o', null, 'month', 1000000, 'notify'),
      ('user', 'user', null, null, null, 'user-0', 'day', 1000000, 'block')`;
}

/** Times the figures of 30 days, as the cost and agent pages ask for them, at the present number of interactions. */
export async function measureInteractionFigures(
  subject: Subject,
  interactions: number,
  signal: AbortSignal,
): Promise<Row[]> {
  const filter = JSON.stringify(resolveRange({ days: RANGE_DAYS }, null));
  const questions = [
    {
      question: "costs, daily",
      path: `/v1/costs/daily?days=${RANGE_DAYS}`,
      ask: (sql: TransactionSql) => sql`select public.costs_daily(${filter})`,
    },
    {
      question: "agents",
      path: `/v1/analytics/agents?days=${RANGE_DAYS}`,
      ask: (sql: TransactionSql) => sql`select public.summarize_agents(${filter}, 'agent_type')`,
    },
    {
      question: "budget check",
      path: "/v1/budgets/check?project=project-0&model=gpt-4o&agent_type=general&user_id=user-0",
      ask: (sql: TransactionSql) =>
        sql`select public.check_budgets('project-0', 'gpt-4o', 'general', 'user-0')`,
    },
  ];
  const rows: Row[] = [];
  for (const { question, ...asked } of questions)
    rows.push({ question, interactions, ...(await timeQuestion(subject, asked, signal)) });
  return rows;
}

/** How much slower each figure is at the largest number of interactions than at the smallest. */
export const compareFigures = (rows: readonly Row[]): InteractionResults["growth"] =>
  compareSizes(rows.map(({ interactions, ...row }) => ({ ...row, votes: interactions })));

let sent = 0;

/** An interaction that no other equals: every fourth begins a conversation, the others continue it. */
function createInteraction() {
  sent += 1;
  return {
    project: "bench-writes",
    external_conversation_id: `bench-${Math.floor(sent / 4)}`,
    user_id: `user-${sent % 2000}`,
    agent_type: agents[sent % agents.length],
    user_message: `How do I sort ${sent} rows by their number, newest first?`,
    agent_response: `With order by and the column, then desc. ${sent}`,
    llm_metadata: {
      model: models[sent % models.length],
      input_tokens: 400 + (sent % 900),
      output_tokens: 60 + (sent % 300),
    },
    response_time_ms: 900 + (sent % 3000),
  };
}

/** Measures how fast interactions are recorded, priced and counted, one by one and in batches. */
export async function measureInteractionWrites(
  subject: Subject,
  seconds: number,
  log: (line: string) => void,
  signal: AbortSignal,
): Promise<Pick<InteractionResults, "single" | "batch">> {
  const load = (connections: number, over: number, path: string, createBody: () => object) =>
    loadHttp(subject, { connections, seconds: over, path, createBody, signal });
  await load(10, Math.min(3, seconds), "/v1/interactions", createInteraction);
  const single: InteractionResults["single"] = [];
  for (const connections of CONNECTIONS) {
    log(`Recording single interactions at ${connections} connection${connections === 1 ? "" : "s"}`);
    single.push({
      connections,
      timing: await load(connections, seconds, "/v1/interactions", createInteraction),
    });
  }
  log("Recording batches of interactions");
  const timing = await load(BATCH_CONNECTIONS, seconds, "/v1/interactions/batch", () => ({
    items: Array.from({ length: BATCH_ROWS }, createInteraction),
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
