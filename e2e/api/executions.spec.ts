import { randomUUID } from "node:crypto";
import { expectProblem } from "../problems";
import { expect, test } from "../signed-in";

const plan = {
  task: "clean",
  operations: [
    {
      type: "remove_duplicates",
      execution_instructions: { method: "pandas.drop_duplicates", args: [], kwargs: {} },
    },
  ],
};
const success = { user_prompt: "remove duplicates", action_plan: plan, success: true };
const failure = { ...success, success: false, error: "KeyError: 'Region'", error_class: "execution" };

test.describe("POST /v1/executions", () => {
  test("records an execution with all it can have", async ({ api, createKey, project }) => {
    const client = await api(await createKey({ scopes: ["ingest", "read"], project }));
    const full = {
      ...failure,
      execution_result: { rows: 3, list: [1, "two", null] },
      response_text: "```json\n{}\n```",
      user_id: "u-17",
      model: "gpt-4o-mini",
      tokens_in: 1000,
      tokens_out: 200,
      response_time_ms: 840,
      retries: 1,
      user_correction: "by name, please",
      strategy: "careful",
      strategy_version: 2,
      available_columns: ["region"],
      example_ids: [randomUUID()],
      metadata: { own: true },
      created_at: "2026-01-31T12:00:00.123+02:00",
    };
    const response = await client.post("/v1/executions", { data: full });
    expect(response.status(), await response.text()).toBe(201);
    const row = await response.json();
    expect(row).toMatchObject({
      ...full,
      project,
      created_at: "2026-01-31T10:00:00.123Z",
      subject: "u-17",
      version_label: "careful@2",
      // Per million tokens: 1,000 at 0.15, 200 of output at 0.60.
      cost_usd: 0.00027,
      instructions_complete: true,
      failure_pattern_id: expect.any(String),
      example_status: "unreviewed",
      better_action_plan: null,
      version: 1,
    });
    expect(response.headers().location).toBe(`/v1/executions/${row.id}`);
    expect(await (await client.get(`/v1/executions/${row.id}`)).json()).toEqual(row);
    const { data } = await (await client.get("/v1/executions")).json();
    expect(data).toEqual([row]);
  });

  test("takes what the seed's recorder inserts", async ({ api, createKey, project }) => {
    const client = await api(await createKey({ scopes: ["ingest"], project }));
    const created_at = new Date().toISOString();
    const worked = {
      user_prompt: "sum the amounts",
      action_plan: plan,
      execution_result: { sum: 3 },
      success: true,
      created_at,
    };
    expect(await (await client.post("/v1/executions", { data: worked })).json()).toMatchObject(worked);
    const failed = {
      user_prompt: "sort",
      action_plan: {},
      error: "no such column",
      success: false,
      created_at,
    };
    expect(await (await client.post("/v1/executions", { data: failed })).json()).toMatchObject(failed);
  });

  test("answers a repeated request as the first time, by id, by key and in a batch", async ({
    api,
    createKey,
    project,
  }) => {
    const client = await api(await createKey({ scopes: ["ingest", "read"], project }));
    const own = { ...success, id: randomUUID() };
    const first = await client.post("/v1/executions", { data: own });
    const again = await client.post("/v1/executions", { data: own });
    expect([first.status(), again.status()]).toEqual([201, 201]);
    expect(await again.json()).toEqual(await first.json());
    await expectProblem(await client.post("/v1/executions", { data: { ...own, retries: 1 } }), 409, "id");

    const headers = { "idempotency-key": randomUUID() };
    const batch = { items: [success, failure] };
    const made = await (await client.post("/v1/executions/batch", { data: batch, headers })).json();
    expect(made).toEqual({ inserted: 2, ids: [expect.any(String), expect.any(String)] });
    const repeated = await client.post("/v1/executions/batch", { data: batch, headers });
    expect(await repeated.json()).toEqual(made);
    await expectProblem(
      await client.post("/v1/executions/batch", { data: { items: [success] }, headers }),
      409,
    );
    expect(await (await client.get("/v1/executions/count")).json()).toEqual({ count: 3 });
  });

  test("names each field that is wrong, and records nothing of a batch with one bad item", async ({
    api,
    createKey,
    project,
  }) => {
    const client = await api(await createKey({ scopes: ["ingest", "read"], project }));
    const cases: [object, string][] = [
      [{ user_prompt: "" }, "user_prompt"],
      [{ action_plan: "text" }, "action_plan"],
      [{ action_plan: [] }, "action_plan"],
      [{ success: "yes" }, "success"],
      [{ error: "x" }, "error"],
      [{ error_class: "logic" }, "error_class"],
      [{ success: false, error_class: "other" }, "error_class"],
      [{ retries: -1 }, "retries"],
      [{ tokens_in: 1.5 }, "tokens_in"],
      [{ cost: -1 }, "cost"],
      [{ experiment: "e" }, "variant"],
      [{ variant: "v" }, "experiment"],
      [{ experiment: "e", variant: "v" }, "subject"],
      [{ experiment: "e", variant: "v", subject: "s" }, "experiment"],
      [{ strategy_version: 1 }, "strategy"],
      [{ example_ids: ["1"] }, "example_ids.0"],
      [{ created_at: "2026-01-01T00:00:00" }, "created_at"],
      [{ user_prompt: "nul \u0000" }, "user_prompt"],
      [{ surprise: 1 }, "surprise"],
    ];
    for (const [more, path] of cases) {
      const response = await client.post("/v1/executions", { data: { ...success, ...more } });
      const problem = await expectProblem(response, 400);
      const paths = (problem.issues as { path: string }[]).map((issue) => issue.path);
      expect(paths, JSON.stringify(more)).toContain(path);
    }
    const batch = await client.post("/v1/executions/batch", {
      data: { items: [success, { ...success, experiment: "e", variant: "v", subject: "s" }] },
    });
    await expectProblem(batch, 400, "items.1.experiment");
    expect(await (await client.get("/v1/executions/count")).json()).toEqual({ count: 0 });
  });

  test("is refused to who may not, and another project is not there", async ({ api, createKey, project }) => {
    const read = await api(await createKey({ scopes: ["read"], project }));
    await expectProblem(await read.post("/v1/executions", { data: success }), 403);
    const client = await api(await createKey({ scopes: ["ingest", "read"], project }));
    await expectProblem(
      await client.post("/v1/executions", { data: { ...success, project: `${project}-2` } }),
      403,
    );
    const row = await (await client.post("/v1/executions", { data: success })).json();
    const elsewhere = await api(await createKey({ scopes: ["ingest", "read"], project: `${project}-2` }));
    await expectProblem(await elsewhere.get(`/v1/executions/${row.id}`), 404);
    await expectProblem(await elsewhere.patch(`/v1/executions/${row.id}`, { data: { retries: 1 } }), 404);
    expect((await (await elsewhere.get("/v1/executions")).json()).data).toEqual([]);
    await expectProblem(await (await api()).post("/v1/executions", { data: success }), 401);
  });
});

test("rows that SQL has loaded with ids of their own kind are listed, found and shown like any other", async ({
  api,
  createKey,
  project,
  sql,
}) => {
  const client = await api(await createKey({ scopes: ["ingest", "read"], project }));
  // Postgres stores them; the version and variant of RFC 9562 they have not.
  const odd = (letter: string) =>
    `${letter.repeat(8)}${randomUUID().slice(8, 14)}0000-0000${randomUUID().slice(23)}`;
  const [id, pattern] = [odd("a"), odd("b")];
  await sql`
    insert into public.failure_patterns (id, project, error_class, pattern) values (${pattern}, ${project}, 'execution', 'loaded')`;
  await sql`
    insert into public.llm_feedback (id, user_prompt, action_plan, success, error, error_class, failure_pattern_id, project)
    values (${id}, 'loaded by SQL', '{}', false, 'loaded', 'execution', ${pattern}, ${project})`;
  const response = await client.get("/v1/executions", {
    params: { success: "false", failure_pattern_id: pattern },
  });
  expect(response.status(), await response.text()).toBe(200);
  expect((await response.json()).data).toMatchObject([{ id, failure_pattern_id: pattern }]);
  expect((await client.get(`/v1/executions/${id}`)).status()).toBe(200);
  expect(await (await client.get("/v1/executions/failure-patterns")).json()).toMatchObject({
    data: [{ id: pattern, examples: [{ execution_id: id }] }],
  });
  await expectProblem(await client.get("/v1/executions/not-an-id"), 404);
});

test("PATCH adds what is known later, and every figure follows", async ({ api, createKey, project }) => {
  const client = await api(await createKey({ scopes: ["ingest", "read"], project }));
  const row = await (await client.post("/v1/executions", { data: failure })).json();
  const stats = async () => (await client.get("/v1/executions/stats?days=1")).json();
  expect(await stats()).toMatchObject({ total: 1, successful: 0, failed_execution: 1 });
  const corrected = await client.patch(`/v1/executions/${row.id}`, {
    data: { success: true, user_correction: "I meant the average." },
  });
  expect(await corrected.json()).toMatchObject({ success: true, error: null, error_class: null });
  expect(await stats()).toMatchObject({ total: 1, successful: 1, failed_execution: 0, corrected: 1 });
  await expectProblem(await client.patch(`/v1/executions/${row.id}`, { data: { error: "x" } }), 400, "error");
  await expectProblem(await client.patch(`/v1/executions/${row.id}`, { data: {} }), 400);
  await expectProblem(await client.patch(`/v1/executions/${randomUUID()}`, { data: { retries: 1 } }), 404);
  const ingest = await api(await createKey({ scopes: ["ingest"], project }));
  await expectProblem(await ingest.patch(`/v1/executions/${row.id}`, { data: { retries: 1 } }), 403);
});

test("figures over time, per group and per version are those of the list", async ({
  api,
  createKey,
  project,
}) => {
  const client = await api(await createKey({ scopes: ["ingest", "read"], project }));
  const now = Date.now();
  const at = (daysAgo: number) => new Date(now - daysAgo * 86_400_000).toISOString();
  const items = [
    { ...success, prompt_version: "v1", created_at: at(6) },
    { ...failure, prompt_version: "v1", created_at: at(6) },
    { ...failure, prompt_version: "v1", created_at: at(5), error_class: null },
    { ...success, prompt_version: "v2", model: "m", created_at: at(2), tokens_in: 3, tokens_out: 1 },
    { ...success, created_at: at(0), retries: 2 },
  ];
  expect((await client.post("/v1/executions/batch", { data: { items } })).status()).toBe(201);
  const get = async (path: string) => (await client.get(`/v1/executions${path}`)).json();

  const series = await get("/timeseries?days=7");
  expect(series.granularity).toBe("day");
  expect(series.data).toMatchObject([
    { bucket: at(6).slice(0, 10), total: 2, successful: 1, success_rate: 0.5, partial: false },
    { bucket: at(5).slice(0, 10), total: 1, success_rate: 0, failed_unclassified: 1 },
    { bucket: at(2).slice(0, 10), total: 1, tokens_per_request: 4 },
    { bucket: at(0).slice(0, 10), total: 1, retried: 1, retries: 2, partial: true },
  ]);
  const { data: breakdown } = await get("/breakdown?days=7&group_by=version,model");
  expect(breakdown).toMatchObject([
    { version: "v1", model: null, total: 3 },
    { version: "v2", model: "m", total: 1, success_rate: 1 },
    { version: null, model: null, total: 1 },
  ]);
  const { data: versions } = await get("/versions?days=7");
  expect(versions).toMatchObject([
    { version: "v2", before: { total: 3, successful: 1 }, after: { total: 1, successful: 1 } },
    { version: "v1", before: { total: 0 }, after: { total: 4 } },
  ]);
  expect(await get("/stats?days=7&version=(none)")).toMatchObject({ total: 1 });
  expect(await get("/stats?days=4&version=v1,v2")).toMatchObject({ total: 1, previous: { total: 3 } });
  expect((await get("/timeseries?days=7&group_by=model&model=m")).data).toMatchObject([{ group: "m" }]);
  expect(
    (await get("/?version=v1&success=false&sort=created_at&limit=1".replace("/?", "?"))).data,
  ).toMatchObject([{ created_at: at(6), success: false }]);
  for (const path of [
    "/timeseries?granularity=hour",
    "/breakdown?group_by=user_id",
    "/stats?from=x",
    "?limit=0",
    "?cursor=x",
  ])
    await expectProblem(await client.get(`/v1/executions${path}`), 400);
  const ingest = await api(await createKey({ scopes: ["ingest"], project }));
  for (const path of ["", "/count", "/stats", "/timeseries", "/breakdown", "/versions"])
    await expectProblem(await ingest.get(`/v1/executions${path}`), 403);
});

test("the export is a few-shot file: {prompt, response} a line, for those who may build datasets", async ({
  api,
  as,
  createKey,
  createMember,
  project,
  sql,
}) => {
  const client = await api(await createKey({ scopes: ["ingest", "read"], project }));
  const items = [
    success,
    failure,
    { ...success, user_prompt: "sort by\u2028name" },
    { ...success, user_prompt: "retired" },
  ];
  const { ids } = await (await client.post("/v1/executions/batch", { data: { items } })).json();
  await sql`update public.llm_feedback set example_status = 'retired' where id = ${ids[3]}`;
  await sql`update public.llm_feedback set better_action_plan = '{"task": "sort"}' where id = ${ids[2]}`;
  const exporter = await api(await createKey({ scopes: ["export"], project }));
  const response = await exporter.get("/v1/executions/export.jsonl?success=true");
  expect(response.headers()["content-type"]).toContain("application/x-ndjson");
  expect(response.headers()["content-disposition"]).toMatch(/retune-examples-.*\.jsonl/);
  const lines = (await response.text()).trimEnd().split("\n");
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    { prompt: "remove duplicates", response: plan },
    { prompt: "sort by\u2028name", response: { task: "sort" } },
  ]);
  await expectProblem(await client.get("/v1/executions/export.jsonl"), 403);
  const owner = await as(await createMember({ role: "product_owner", projects: [project] }));
  await expectProblem(await owner.get("/v1/executions/export.jsonl"), 403);
});
