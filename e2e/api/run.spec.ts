import { readFileSync } from "node:fs";
import type { APIRequestContext } from "@playwright/test";
import { builtinBody } from "@/lib/learning/strategies/builtin";
import type { StrategyBody } from "@/lib/learning/strategies/schemas";
import { type Step, standInModel } from "../../scripts/stand-in-model";
import { scriptModel } from "../model-script";
import { expectProblem } from "../problems";
import { test as base, expect } from "../signed-in";

type Model = StrategyBody["model"];
type Changes = Omit<Partial<StrategyBody>, "model"> & { model?: Partial<Model> };

const valid = {
  task: "summarize",
  operations: [
    { type: "describe", execution_instructions: { method: "pandas.describe", args: [], kwargs: {} } },
  ],
};
const wrong = { task: "invent", operations: [] };
const say = (plan: unknown, usage: [number, number] | null = [100, 20]): Step => ({
  say: typeof plan === "string" ? plan : JSON.stringify(plan),
  usage,
});

/** A key that may run, and a strategy of the project that asks once unless it is changed. */
const test = base.extend<{
  client: APIRequestContext;
  storeStrategy: (name: string, changes?: Changes) => Promise<void>;
  run: (data: Record<string, unknown>) => Promise<import("@playwright/test").APIResponse>;
  countRows: () => Promise<{ executions: number; interactions: number }>;
}>({
  client: async ({ api, createKey, project }, use) => {
    await use(await api(await createKey({ scopes: ["ingest", "read"], project })));
  },
  storeStrategy: async ({ sql, project }, use) => {
    await use(async (name, { model, ...changes } = {}) => {
      const body = {
        ...builtinBody,
        progressive: false,
        ...changes,
        model: { ...builtinBody.model, max_retries: 0, timeout_seconds: 30, ...model },
      };
      await sql`
        insert into public.prompt_strategies (project, name, version, body)
        values (${project}, ${name}, 1, ${sql.json(body)})`;
    });
  },
  run: async ({ client }, use) => {
    await use((data) => client.post("/v1/prompts/run", { data }));
  },
  countRows: async ({ sql, project }, use) => {
    await use(async () => {
      const [row] = await sql<{ executions: number; interactions: number }[]>`
        select (select count(*)::int from public.llm_feedback where project = ${project}) as executions,
          (select count(*)::int from public.llm_interactions where project = ${project}) as interactions`;
      return row as { executions: number; interactions: number };
    });
  },
});

const nothing = { executions: 0, interactions: 0 };

test("asks with the simple prompt, then the whole one, then with what was wrong; all of it is counted and recorded once", async ({
  run,
  storeStrategy,
  project,
  sql,
  client,
}) => {
  await storeStrategy("analyst", { progressive: true, model: { max_retries: 2 } });
  const model = await scriptModel(
    say("I would rather talk about it."),
    say(wrong),
    say(`Of course:\n\`\`\`json\n${JSON.stringify(valid)}\n\`\`\`\nAnything else?`, [150, 30]),
  );
  const response = await run({
    user_prompt: `describe the data ${model.mark}`,
    available_columns: ["region", "sales"],
    strategy: "analyst",
    user_id: "u-17",
  });
  expect(response.status(), await response.text()).toBe(200);
  const result = await response.json();
  expect(result).toMatchObject({
    success: true,
    action_plan: valid,
    issues: [],
    model: standInModel.name,
    tokens_in: 350,
    tokens_out: 70,
    prompt: { strategy: { name: "analyst", version: 1 } },
  });
  expect(result.attempts.map((attempt: { kind: string }) => attempt.kind)).toEqual([
    "simple",
    "full",
    "retry",
  ]);
  expect(result.attempts[0].issues[0].message).toMatch(/no JSON object/);
  expect(result.attempts[1].issues[0]).toMatchObject({ path: "/task", kind: "schema" });

  const { asked } = await model.read();
  const [simple, full, retry] = asked.map(({ prompt }) => prompt) as [string, string, string];
  expect(simple.length).toBeLessThan(full.length);
  expect(full).toContain("no JSON object");
  expect(retry).toContain(`/task: ${result.attempts[1].issues[0].message}`.slice(0, 40));

  const execution = await (await client.get(`/v1/executions/${result.execution_id}`)).json();
  expect(execution).toMatchObject({
    success: true,
    action_plan: valid,
    error: null,
    response_text: null,
    retries: 2,
    tokens_in: 350,
    tokens_out: 70,
    strategy: "analyst",
    strategy_version: 1,
    version_label: "analyst@1",
    model: standInModel.name,
    user_id: "u-17",
    available_columns: ["region", "sales"],
    interaction_id: result.interaction_id,
    metadata: { source: "run" },
    project,
  });
  const interaction = await (await client.get(`/v1/interactions/${result.interaction_id}`)).json();
  expect(interaction).toMatchObject({
    agent_type: "analyst",
    user_id: "u-17",
    model: standInModel.name,
    input_tokens: 350,
    output_tokens: 70,
    cost_source: "price",
    channel_id: "run",
  });
  const price = interaction.price as { input: number; output: number };
  expect(result.cost_usd).toBeCloseTo((350 * price.input + 70 * price.output) / 1e6, 10);
  expect(interaction.cost_usd).toBe(result.cost_usd);
  expect(execution.cost_usd).toBe(result.cost_usd);
  const [conversation] =
    await sql`select total_interactions from public.llm_conversations where id = ${interaction.conversation_id}`;
  expect(Number(conversation?.total_interactions)).toBe(1);
});

test("an answer that never gets valid is a failed execution of class validation", async ({
  run,
  storeStrategy,
  client,
}) => {
  await storeStrategy("analyst", { model: { max_retries: 1 } });
  const model = await scriptModel(say(wrong), {
    say: '{"task": "clean", "oper',
    finish: "length",
    usage: null,
  });
  const result = await (await run({ user_prompt: `tidy up ${model.mark}`, strategy: "analyst" })).json();
  expect(result).toMatchObject({
    success: false,
    action_plan: null,
    // One of the attempts does not say its tokens.
    tokens_in: null,
    cost_usd: null,
    issues: [{ path: "", message: expect.stringMatching(/cut off/) }],
  });
  const execution = await (await client.get(`/v1/executions/${result.execution_id}`)).json();
  expect(execution).toMatchObject({
    success: false,
    error_class: "validation",
    error: expect.stringMatching(/cut off/),
    action_plan: {},
    response_text: '{"task": "clean", "oper',
    retries: 1,
    cost_usd: null,
  });
});

test("columns and methods are checked too, and what the plan holds cannot harm the database", async ({
  run,
  storeStrategy,
}) => {
  await storeStrategy("analyst");
  const plan = {
    task: "group_by",
    group_by_column: "regoin",
    note: "\u0000\ud800",
    operations: [
      { type: "x", execution_instructions: { method: "pandas.groupby", args: ["regoin"], kwargs: {} } },
    ],
  };
  const model = await scriptModel(say(plan));
  const result = await (
    await run({ user_prompt: model.mark, strategy: "analyst", available_columns: ["region"] })
  ).json();
  expect(result.success).toBe(false);
  expect(result.issues.map((issue: { kind: string }) => issue.kind)).toContain("unknown_column");
  expect(result.action_plan.note).toBe("\ufffd\ufffd");
});

test("Gemini is asked with the strategy's settings, and priced as Google's", async ({
  run,
  storeStrategy,
  client,
}) => {
  await storeStrategy("analyst", {
    model: {
      provider: "gemini",
      name: null,
      temperature: 0.3,
      top_p: 0.9,
      top_k: 40,
      max_output_tokens: 900,
    },
  });
  const model = await scriptModel(say(valid, [1000, 50]));
  const result = await (await run({ user_prompt: model.mark, strategy: "analyst" })).json();
  expect(result).toMatchObject({ success: true, model: standInModel.geminiName, tokens_in: 1000 });
  expect(result.cost_usd).toBeGreaterThan(0);
  const { asked } = await model.read();
  expect(asked[0]).toMatchObject({
    protocol: "gemini",
    body: { generationConfig: { temperature: 0.3, topP: 0.9, topK: 40, maxOutputTokens: 900 } },
  });
  const interaction = await (await client.get(`/v1/interactions/${result.interaction_id}`)).json();
  expect(interaction.model).toBe(standInModel.geminiName);
});

const failures: [string, Step, number, string, RegExp][] = [
  ["refuses for now", { status: 429, headers: { "retry-after": "7" } }, 503, "model_busy", /429/],
  ["refuses the key", { status: 401 }, 502, "model_failed", /MODEL_KEY/],
  ["does not know the model", { status: 404 }, 502, "model_failed", /MODEL_NAME/],
  ["fails", { status: 500 }, 502, "model_failed", /500/],
  ["answers nonsense", { garbage: "<html>no</html>" }, 502, "model_failed", /is not one/],
  ["breaks off", { cut: true }, 502, "model_failed", /broke off/],
  ["hangs", { hang: true }, 504, "model_timeout", /1 s/],
];

for (const [what, step, status, code, detail] of failures) {
  test(`a model that ${what} is told as that, and leaves nothing behind`, async ({
    run,
    storeStrategy,
    countRows,
  }) => {
    await storeStrategy("analyst", { model: { timeout_seconds: 1, max_retries: 2 } });
    const model = await scriptModel(step);
    const response = await run({ user_prompt: model.mark, strategy: "analyst" });
    const problem = await expectProblem(response, status);
    expect(problem).toMatchObject({ code, detail: expect.stringMatching(detail) });
    expect(response.headers()["retry-after"]).toBe(code === "model_busy" ? "7" : undefined);
    expect(problem).not.toHaveProperty("execution_id");
    // It is not asked again: only invalid plans are.
    expect((await model.read()).asked).toHaveLength(1);
    expect(await countRows()).toEqual(nothing);
  });
}

test("no key of a provider and nothing that it said is in an answer or in the log", async ({
  run,
  storeStrategy,
}) => {
  await storeStrategy("analyst");
  await storeStrategy("gemini", { model: { provider: "gemini" } });
  let answers = "";
  for (const strategy of ["analyst", "gemini"])
    for (const step of [{ status: 401 }, { status: 400 }, { garbage: "{" }, say(valid)] satisfies Step[]) {
      const model = await scriptModel(step);
      answers += await (await run({ user_prompt: model.mark, strategy })).text();
    }
  const log = readFileSync(process.env.RETUNE_TEST_LOG_FILE ?? "", "utf8");
  expect(log).toContain("model_failed");
  for (const text of [answers, log])
    for (const secret of [standInModel.key, standInModel.geminiKey, "sk-secret-of-the-provider"])
      expect(text).not.toContain(secret);
});

test("a failure after an answer: what was answered is recorded as failed, and the problem names it", async ({
  run,
  storeStrategy,
  client,
  countRows,
}) => {
  await storeStrategy("analyst", { model: { max_retries: 1 } });
  const model = await scriptModel(say(wrong), { status: 500 });
  const problem = await expectProblem(await run({ user_prompt: model.mark, strategy: "analyst" }), 502);
  const execution = await (await client.get(`/v1/executions/${problem.execution_id}`)).json();
  expect(execution).toMatchObject({
    success: false,
    error_class: "validation",
    action_plan: wrong,
    tokens_in: 100,
    tokens_out: 20,
    metadata: { source: "run", ended_by: "refused" },
    interaction_id: problem.interaction_id,
  });
  expect(execution.cost_usd).toBeGreaterThan(0);
  expect(await countRows()).toEqual({ executions: 1, interactions: 1 });
});

test("a caller who goes away ends the run: nothing is recorded before an answer, what was answered after one", async ({
  baseURL,
  createKey,
  project,
  storeStrategy,
  countRows,
}) => {
  await storeStrategy("analyst", { model: { max_retries: 1 } });
  const key = await createKey({ scopes: ["ingest", "read"], project });
  const leave = async (...steps: Step[]) => {
    const model = await scriptModel(...steps);
    const leaving = new AbortController();
    const asked = fetch(`${baseURL}/v1/prompts/run`, {
      method: "POST",
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      body: JSON.stringify({ user_prompt: model.mark, strategy: "analyst" }),
      signal: leaving.signal,
    });
    asked.catch(() => {});
    await expect.poll(async () => (await model.read()).asked.length).toBe(steps.length);
    leaving.abort();
    // The provider sees it too: nobody pays for an answer that nobody reads.
    await expect.poll(async () => (await model.read()).left).toBe(1);
  };
  await leave(say(wrong), { hang: true });
  await expect.poll(countRows).toEqual({ executions: 1, interactions: 1 });
  await leave({ hang: true });
  expect(await countRows()).toEqual({ executions: 1, interactions: 1 });
});

test("a run in an experiment counts for the variant of its subject", async ({
  run,
  storeStrategy,
  sql,
  project,
  client,
}) => {
  await storeStrategy("one");
  await storeStrategy("two");
  const [experiment] = await sql<{ id: string }[]>`
    insert into public.experiments (project, name, status, started_at)
    values (${project}, 'Which', 'running', now() - interval '1 minute') returning id`;
  for (const [position, name] of ["one", "two"].entries())
    await sql`
      insert into public.experiment_variants (experiment_id, name, position, weight, strategy, strategy_version)
      values (${experiment?.id ?? ""}, ${name}, ${position}, 1, ${name}, 1)`;
  const model = await scriptModel(say(valid));
  const result = await (
    await run({ user_prompt: model.mark, experiment: "Which", subject: "u-3", user_id: "u-3" })
  ).json();
  const execution = await (await client.get(`/v1/executions/${result.execution_id}`)).json();
  expect(execution).toMatchObject({ experiment_id: experiment?.id, subject: "u-3", success: true });
  expect(execution.strategy).toBe(execution.variant);
  const assignments =
    await sql`select subject, variant from public.experiment_assignments where experiment_id = ${experiment?.id ?? ""}`;
  expect(assignments).toEqual([{ subject: "u-3", variant: execution.variant }]);
});

test("what a project refuses is refused before the model is asked; what the model says is redacted", async ({
  run,
  storeStrategy,
  sql,
  project,
  client,
  countRows,
}) => {
  await storeStrategy("analyst");
  await sql`insert into public.project_settings (project, privacy_mode) values (${project}, 'reject')`;
  const unasked = await scriptModel(say(valid));
  await expectProblem(
    await run({ user_prompt: `mail alice@example.com ${unasked.mark}`, strategy: "analyst" }),
    400,
    "user_prompt",
  );
  expect((await unasked.read()).asked).toHaveLength(0);
  expect(await countRows()).toEqual(nothing);
  const model = await scriptModel(say({ ...valid, note: "bob@example.com" }));
  const result = await (await run({ user_prompt: model.mark, strategy: "analyst" })).json();
  const execution = await (await client.get(`/v1/executions/${result.execution_id}`)).json();
  expect(execution.action_plan).toEqual({ ...valid, note: "[EMAIL]" });
});

test("bad input names the field", async ({ run, storeStrategy }) => {
  await storeStrategy("analyst");
  const user_prompt = "describe";
  await expectProblem(await run({ user_prompt: "" }), 400, "user_prompt");
  await expectProblem(await run({ user_prompt, user_id: "" }), 400, "user_id");
  await expectProblem(await run({ user_prompt, subject: "u" }), 400, "experiment");
  await expectProblem(await run({ user_prompt, strategy: "analyst", experiment: "x" }), 400, "strategy");
  await expectProblem(await run({ user_prompt, strategy: "unknown" }), 400, "strategy");
  await expectProblem(await run({ user_prompt, model: "gpt" }), 400, "model");
});

test("who may not run is refused before the model is asked", async ({
  as,
  api,
  createKey,
  createMember,
  project,
  storeStrategy,
  countRows,
}) => {
  await storeStrategy("analyst");
  const model = await scriptModel(say(valid), say(valid), say(valid));
  const data = { user_prompt: model.mark, strategy: "analyst", project };
  const path = "/v1/prompts/run";
  const reviewer = await as(await createMember({ role: "reviewer", projects: [project] }));
  await expectProblem(await reviewer.post(path, { data }), 403);
  for (const scopes of [["ingest"], ["read"], ["export"]] as const) {
    const key = await api(await createKey({ scopes: [...scopes], project }));
    await expectProblem(await key.post(path, { data }), 403);
  }
  const other = await api(await createKey({ scopes: ["ingest", "read"], project: `${project}-other` }));
  await expectProblem(await other.post(path, { data }), 403);
  await expectProblem(await (await api()).post(path, { data }), 401);
  expect((await model.read()).asked).toHaveLength(0);
  expect(await countRows()).toEqual(nothing);
  for (const role of ["product_owner", "admin"] as const) {
    const person = await as(await createMember({ role, projects: [project] }));
    expect((await person.post(path, { data })).status()).toBe(200);
  }
});
