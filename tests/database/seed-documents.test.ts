import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ExecutionInput, execution, recordExecutions } from "./support/executions";
import { interaction, record as recordInteractions } from "./support/interactions";
import { actAs, createKey, createMember, type Principal } from "./support/principals";
import { createScratch, type Scratch } from "./support/scratch";
import { record, vote } from "./support/votes";

// The statements that the product's first documents print about votes, interactions and executions, run as they are printed.

let db: Scratch;
let admin: Principal;

beforeAll(async () => {
  db = await createScratch();
  admin = await createMember(db.sql, "admin");
  await record(db.sql, admin, [
    vote({
      query: "Write hello world",
      response: 'print("Hello, World!")',
      model: "qwen-2.5-coder-7b",
      intent: "code",
      created_at: new Date(Date.now() - 3_600_000).toISOString(),
    }),
    vote({ rating: -1, intent: "reasoning", corrected_response: "better" }),
    vote({ created_at: new Date(Date.now() - 8 * 86_400_000).toISOString() }),
  ]);
});
afterAll(() => db?.drop());

describe("SELECT * FROM get_weekly_finetuning_dataset()", () => {
  const statement = "SELECT * FROM get_weekly_finetuning_dataset()";

  test("answers the weighted examples of the last seven days, oldest first", async () => {
    const rows = await actAs(db.sql, admin, (sql) => sql.unsafe(statement));
    expect(rows).toMatchObject([
      {
        messages: [
          { role: "user", content: "Write hello world" },
          { role: "assistant", content: 'print("Hello, World!")' },
        ],
        weight: 2,
        metadata: {
          intent: "code",
          project: "default",
          model: "qwen-2.5-coder-7b",
          created_at: expect.any(String),
          feedback_id: expect.any(String),
        },
      },
      { weight: 0.5, metadata: { intent: "reasoning" } },
    ]);
    expect(rows).toHaveLength(2);
  });

  test("takes other dates and weights, and is half-open", async () => {
    const rows = await actAs(
      db.sql,
      admin,
      (sql) =>
        sql`select weight from public.get_weekly_finetuning_dataset(now() - interval '30 days', now() - interval '7 days', 3, 0.25)`,
    );
    expect([...rows]).toEqual([{ weight: 3 }]);
  });

  test("is for those who may build datasets", async () => {
    const exporter = await createKey(db.sql, ["export"]);
    expect(await actAs(db.sql, exporter, (sql) => sql.unsafe(statement))).toHaveLength(2);
    for (const who of [await createMember(db.sql, "product_owner"), await createKey(db.sql, ["read"])]) {
      await expect(actAs(db.sql, who, (sql) => sql.unsafe(statement))).rejects.toMatchObject({
        code: "PT403",
      });
    }
  });
});

test("model_accuracy_by_intent has the columns of the accuracy endpoint", async () => {
  const rows = await actAs(db.sql, admin, (sql) =>
    sql.unsafe("SELECT * FROM model_accuracy_by_intent ORDER BY model, intent"),
  );
  expect(Object.keys(rows[0] ?? {})).toEqual([
    "model",
    "intent",
    "project",
    "total",
    "positive",
    "negative",
    "accuracy",
  ]);
  expect(rows).toMatchObject([
    {
      model: "model-a",
      intent: "reasoning",
      project: "default",
      total: "1",
      positive: "0",
      negative: "1",
      accuracy: 0,
    },
    { model: "model-a", intent: null, total: "1", accuracy: 1 },
    { model: "qwen-2.5-coder-7b", intent: "code", total: "1", accuracy: 1 },
  ]);
});

test("the table is verified as the document says", async () => {
  await expect(
    actAs(db.sql, admin, (sql) => sql.unsafe("SELECT * FROM feedback LIMIT 1")),
  ).resolves.toHaveLength(1);
  const indexes = await db.sql.unsafe(
    "SELECT indexname, indexdef \nFROM pg_indexes \nWHERE tablename = 'feedback';",
  );
  expect(indexes.length).toBeGreaterThanOrEqual(7);
});

test("changing a vote sets updated_at by the document's trigger", async () => {
  const [trigger] = await db.sql`
    select t.tgname as name, p.proname as function from pg_catalog.pg_trigger t join pg_catalog.pg_proc p on p.oid = t.tgfoid
    where t.tgrelid = 'public.feedback'::regclass and t.tgname = 'trigger_update_feedback_timestamp'`;
  expect(trigger).toEqual({
    name: "trigger_update_feedback_timestamp",
    function: "update_updated_at_column",
  });
  const [row] = await db.sql`
    update public.feedback set comment = 'c' where rating = -1 returning updated_at > created_at as is_later`;
  expect(row?.is_later).toBe(true);
});

describe("the analytics of interactions", () => {
  const agentPerformance = (total: string) => `
SELECT 
    agent_type,
    COUNT(*) as interactions,
    AVG(user_satisfaction) as avg_satisfaction,
    ${total} as total_tokens,
    SUM((llm_metadata->>'cost')::DECIMAL) as total_cost,
    AVG(response_time_ms) as avg_response_time
FROM llm_interactions 
WHERE DATE(timestamp) = CURRENT_DATE
GROUP BY agent_type
ORDER BY avg_satisfaction DESC;`;

  beforeAll(async () => {
    const send = (more: Partial<ReturnType<typeof interaction>>) =>
      interaction({
        external_conversation_id: "c",
        llm_metadata: { model: "gpt-4", tokens_used: 100, cost: 0.1 },
        response_time_ms: 1000,
        context_size_tokens: 500,
        ...more,
      });
    await recordInteractions(db.sql, admin, [
      send({ user_satisfaction: 2, escalation_suggested: true }),
      send({ agent_type: "technical", user_satisfaction: 4, llm_metadata: { tokens_used: 50, cost: 0.2 } }),
    ]);
  });

  const run = (statement: string) => actAs(db.sql, admin, (sql) => sql.unsafe(statement));

  test("agent performance is wrong as printed: it casts the sum of a text instead of summing numbers", async () => {
    await expect(run(agentPerformance("SUM(llm_metadata->>'tokens_used')::INTEGER"))).rejects.toMatchObject({
      code: "42883",
    });
    expect([...(await run(agentPerformance("SUM((llm_metadata->>'tokens_used')::INTEGER)")))]).toMatchObject([
      { agent_type: "technical", interactions: "1", total_tokens: "50", total_cost: "0.2" },
      { agent_type: "general", interactions: "1", total_tokens: "100", total_cost: "0.1" },
    ]);
  });

  test.each([
    [
      "context effectiveness",
      `SELECT 
    context_size_tokens,
    AVG(user_satisfaction) as satisfaction,
    AVG(response_time_ms) as response_time,
    COUNT(*) as sample_size
FROM llm_interactions
WHERE context_size_tokens > 0
GROUP BY context_size_tokens
ORDER BY context_size_tokens;`,
      [{ context_size_tokens: 500, sample_size: "2" }],
    ],
    [
      "escalation success",
      `SELECT 
    i1.agent_type as from_agent,
    i2.agent_type as to_agent,
    COUNT(*) as handoffs,
    AVG(i2.user_satisfaction) as post_handoff_satisfaction
FROM llm_interactions i1
JOIN llm_interactions i2 ON i1.conversation_id = i2.conversation_id
WHERE i1.escalation_suggested = TRUE 
    AND i2.timestamp > i1.timestamp
GROUP BY i1.agent_type, i2.agent_type;`,
      [{ from_agent: "general", to_agent: "technical", handoffs: "1" }],
    ],
    [
      "daily cost",
      `SELECT 
    DATE(timestamp) as date,
    agent_type,
    COUNT(*) as interactions,
    SUM((llm_metadata->>'tokens_used')::INTEGER) as total_tokens,
    SUM((llm_metadata->>'cost')::DECIMAL) as total_cost,
    AVG((llm_metadata->>'cost')::DECIMAL) as avg_cost_per_interaction
FROM llm_interactions
WHERE timestamp >= CURRENT_DATE - INTERVAL '30 days'
GROUP BY DATE(timestamp), agent_type
ORDER BY date DESC, total_cost DESC;`,
      [
        { agent_type: "technical", total_cost: "0.2" },
        { agent_type: "general", total_cost: "0.1" },
      ],
    ],
    [
      "cost efficiency of users",
      `SELECT 
    c.user_id,
    COUNT(i.*) as total_interactions,
    SUM((i.llm_metadata->>'tokens_used')::INTEGER) as total_tokens,
    SUM((i.llm_metadata->>'cost')::DECIMAL) as total_cost,
    AVG(i.user_satisfaction) as avg_satisfaction,
    (SUM((i.llm_metadata->>'cost')::DECIMAL) / AVG(i.user_satisfaction)) as cost_efficiency
FROM llm_conversations c
JOIN llm_interactions i ON c.id = i.conversation_id
WHERE c.started_at >= CURRENT_DATE - INTERVAL '30 days'
GROUP BY c.user_id
ORDER BY cost_efficiency ASC;`,
      [{ user_id: "ann", total_interactions: "2", total_tokens: "150", total_cost: "0.3" }],
    ],
  ])("%s runs as printed", async (_, statement, expected) => {
    expect([...(await run(statement))]).toMatchObject(expected);
  });
});

describe("executions", () => {
  const dashboard = `
-- Success rate over time
SELECT 
    DATE(created_at) as date,
    COUNT(*) as total,
    SUM(CASE WHEN success THEN 1 ELSE 0 END) as successful,
    ROUND(100.0 * SUM(CASE WHEN success THEN 1 ELSE 0 END) / COUNT(*), 2) as success_rate
FROM llm_feedback
GROUP BY DATE(created_at)
ORDER BY date DESC;`;

  beforeAll(async () => {
    const at = (daysAgo: number) =>
      new Date(Math.floor(Date.now() / 86_400_000) * 86_400_000 - daysAgo * 86_400_000 + 1000).toISOString();
    // What record_success and record_failure of the document insert, with the plan as an object instead of a text.
    const plan = { task: "clean", chart_type: "bar" };
    const success = (daysAgo: number): ExecutionInput => ({
      user_prompt: "remove duplicates and create dashboard",
      action_plan: plan,
      execution_result: { rows: 3 },
      success: true,
      created_at: at(daysAgo),
    });
    const failure = (daysAgo: number): ExecutionInput => ({
      user_prompt: "sort",
      action_plan: plan,
      error: "no such column",
      success: false,
      created_at: at(daysAgo),
    });
    await recordExecutions(db.sql, admin, [
      success(1),
      success(1),
      failure(1),
      failure(3),
      success(4),
      execution({ user_id: "ann", created_at: at(0) }),
    ]);
  });
  const run = (statement: string) => actAs(db.sql, admin, (sql) => sql.unsafe(statement));

  test("the table is verified as the document says", async () => {
    const rows = await run("SELECT * FROM llm_feedback LIMIT 1;");
    expect(Object.keys(rows[0] ?? {})).toEqual(
      expect.arrayContaining([
        "id",
        "user_prompt",
        "action_plan",
        "execution_result",
        "error",
        "success",
        "user_id",
        "created_at",
      ]),
    );
    const indexes = await db.sql.unsafe<{ indexname: string }[]>(
      "SELECT indexname, indexdef \nFROM pg_indexes \nWHERE tablename = 'llm_feedback';",
    );
    expect(indexes.map((index) => index.indexname)).toEqual(
      expect.arrayContaining([
        "idx_llm_feedback_success",
        "idx_llm_feedback_user_id",
        "idx_llm_feedback_created_at",
        "idx_llm_feedback_prompt",
      ]),
    );
  });

  test("the dashboard query is the time series of the API", async () => {
    const printed = await run(dashboard);
    type Row = { bucket: string; total: number; successful: number; success_rate: number };
    const [answer] = await actAs(
      db.sql,
      admin,
      (sql) => sql<{ rows: Row[] }[]>`select public.execution_timeseries('{}', 'day') as rows`,
    );
    expect(printed).toHaveLength(4);
    expect(
      printed.map(({ total, successful, success_rate }) => [Number(total), Number(successful), success_rate]),
    ).toEqual(
      (answer?.rows ?? [])
        .toReversed()
        .map(({ total, successful, success_rate }) => [total, successful, (100 * success_rate).toFixed(2)]),
    );
  });
});
