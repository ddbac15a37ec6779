import { starterKnowledge } from "@/lib/learning/knowledge/starter";
import { actionPlanSchema } from "@/lib/learning/plans/action-plan-schema";
import { expectProblem } from "../problems";
import { expect, test } from "../signed-in";

const small = {
  tasks: [
    {
      name: "clean",
      keywords: ["clean"],
      description: "Mend the data.",
      output: "A plan.",
      allowed_methods: ["pandas.dropna"],
      examples: [
        {
          prompt: "drop empty rows",
          action_plan: { task: "clean" },
          explanation: null,
          available_columns: null,
        },
        { prompt: "only a prompt" },
      ],
    },
  ],
  patterns: [{ name: "empty", pattern: "empty rows", correct_task: "clean", reason: "They are a fault." }],
  formulas: [{ category: "aggregation", name: "sum", keywords: ["total"] }],
};

test.describe("the knowledge base", () => {
  test("is the starter until one is saved, keeps its versions, and takes back what it answered", async ({
    as,
    api,
    createKey,
    createMember,
    project,
    sql,
  }) => {
    const owner = await as(await createMember({ role: "product_owner", projects: [project] }));
    const read = async (search = "") => (await owner.get(`/v1/knowledge${search}`)).json();
    const starter = { version: 0, note: null, created_by_label: null, created_at: null };
    expect(await read()).toEqual({ project, document: starterKnowledge, ...starter, versions: [starter] });

    const first = await owner.put("/v1/knowledge", {
      data: { document: small, note: "Ours", expected_version: 0 },
    });
    expect(first.status(), await first.text()).toBe(200);
    const saved = await first.json();
    expect(saved).toMatchObject({ project, version: 1, note: "Ours", document: small });
    expect(saved.versions.map(({ version }: { version: number }) => version)).toEqual([1, 0]);
    const changed = { ...saved.document, formulas: [] };
    const again = await owner.put("/v1/knowledge", {
      data: { document: changed, expected_version: 1, project },
    });
    expect(await again.json()).toMatchObject({ version: 2, note: null, document: changed });
    expect(await read("?version=1")).toMatchObject({ version: 1, document: small });
    expect((await read("?version=0")).document).toEqual(starterKnowledge);
    await expectProblem(await owner.get("/v1/knowledge?version=9"), 404, "version");

    const late = await owner.put("/v1/knowledge", { data: { document: small, expected_version: 1 } });
    expect(await expectProblem(late, 409)).toMatchObject({ stored_version: 2 });
    expect((await read()).version).toBe(2);

    const key = await api(await createKey({ scopes: ["read"], project }));
    expect((await (await key.get("/v1/knowledge")).json()).version).toBe(2);
    const examples = await (await key.get("/v1/knowledge/examples?task=clean")).json();
    expect(examples.data).toEqual([
      {
        prompt: "drop empty rows",
        task: "clean",
        execution_hint: "Mend the data.",
        action_plan: { task: "clean" },
      },
      { prompt: "only a prompt", task: "clean", execution_hint: "Mend the data.", action_plan: null },
    ]);
    const unknown = await expectProblem(await key.get("/v1/knowledge/examples?task=sort"), 404, "task");
    expect(unknown.detail).toContain("sort");
    await expectProblem(await key.get("/v1/knowledge/examples"), 400, "task");

    const log =
      await sql`select detail from public.audit_log where action = 'knowledge.save' and project = ${project} order by id`;
    expect(log.map(({ detail }) => detail)).toEqual([{ version: 1 }, { version: 2 }]);
  });

  test("two that are saved at once do not become one", async ({ as, createMember, project }) => {
    const owner = await as(await createMember({ role: "product_owner", projects: [project] }));
    const save = (expected_version?: number) =>
      owner.put("/v1/knowledge", { data: { document: small, expected_version } });
    const answers = await Promise.all([save(0), save(0), save(0)]);
    expect(answers.map((answer) => answer.status()).sort()).toEqual([200, 409, 409]);
    await Promise.all([save(), save()]);
    expect((await (await owner.get("/v1/knowledge")).json()).version).toBe(3);
  });

  test("says which field is wrong", async ({ as, createMember, project }) => {
    const owner = await as(await createMember({ role: "admin", projects: [project] }));
    const [task] = small.tasks;
    const bad: [object, string][] = [
      [{ document: { tasks: [], patterns: [] } }, "document.formulas"],
      [{ document: { ...small, more: 1 } }, "document.more"],
      [{ document: { ...small, tasks: [task, task] } }, "document.tasks.1.name"],
      [{ document: { ...small, tasks: [{ ...task, name: "" }] } }, "document.tasks.0.name"],
      [
        { document: { ...small, tasks: [{ ...task, examples: [{ prompt: "" }] }] } },
        "document.tasks.0.examples.0.prompt",
      ],
      [
        { document: { ...small, tasks: [{ ...task, examples: [{ prompt: "a", action_plan: [] }] }] } },
        "document.tasks.0.examples.0.action_plan",
      ],
      [{ document: { ...small, tasks: [] } }, "document.patterns.0.correct_task"],
      [
        { document: { ...small, patterns: [{ ...small.patterns[0], pattern: "" }] } },
        "document.patterns.0.pattern",
      ],
      [{ document: { ...small, formulas: [{ name: "sum", keywords: [] }] } }, "document.formulas.0.category"],
      [
        { document: { ...small, formulas: [{ ...small.formulas[0], keywords: ["x".repeat(201)] }] } },
        "document.formulas.0.keywords.0",
      ],
      [{ document: small, expected_version: -1 }, "expected_version"],
      [{ document: small, note: "" }, "note"],
      [{}, "document"],
    ];
    for (const [data, path] of bad)
      await expectProblem(await owner.put("/v1/knowledge", { data }), 400, path);
    const text = "x".repeat(5 * 1024 * 1024);
    await expectProblem(await owner.put("/v1/knowledge", { data: { document: small, note: text } }), 413);
    expect((await (await owner.get("/v1/knowledge")).json()).version).toBe(0);
    await expectProblem(await owner.get("/v1/knowledge?version=x"), 400, "version");
    await expectProblem(await owner.get("/v1/knowledge?versoin=1"), 400, "versoin");
  });

  test("is saved by product owners and admins alone, and only in their projects", async ({
    as,
    api,
    createKey,
    createMember,
    project,
  }) => {
    const other = `${project}-other`;
    const data = { document: small, project };
    const reviewer = await as(await createMember({ role: "reviewer", projects: [project] }));
    expect((await reviewer.get("/v1/knowledge")).status()).toBe(200);
    await expectProblem(await reviewer.put("/v1/knowledge", { data }), 403);
    const key = await api(await createKey({ scopes: ["ingest", "read", "export"], project }));
    await expectProblem(await key.put("/v1/knowledge", { data }), 403);
    await expectProblem(await key.get(`/v1/knowledge?project=${other}`), 404);
    await expectProblem(await key.get(`/v1/knowledge/examples?task=clean&project=${other}`), 404);
    await expectProblem(
      await (await api(await createKey({ scopes: ["ingest"], project }))).get("/v1/knowledge"),
      403,
    );
    const owner = await as(await createMember({ role: "product_owner", projects: [project] }));
    await expectProblem(await owner.put("/v1/knowledge", { data: { ...data, project: other } }), 403);
    await expectProblem(await (await api()).get("/v1/knowledge"), 401);
    const several = await as(await createMember({ role: "product_owner", projects: [project, other] }));
    await expectProblem(await several.get("/v1/knowledge"), 400, "project");
  });
});

test.describe("POST /v1/action-plans/validate", () => {
  test("checks form, columns, methods and instructions by the knowledge of the project", async ({
    as,
    api,
    createKey,
    createMember,
    project,
  }) => {
    const key = await api(await createKey({ scopes: ["read"], project }));
    const check = async (data: object) => {
      const answer = await key.post("/v1/action-plans/validate", { data });
      expect(answer.status(), await answer.text()).toBe(200);
      return answer.json();
    };
    const plan = (method: string) => ({
      task: "clean",
      operations: [
        {
          type: "remove_duplicates",
          execution_instructions: { method, args: [], kwargs: { subset: ["regoin"] } },
        },
      ],
    });
    expect(await check({ action_plan: plan("pandas.drop_duplicates") })).toEqual({
      valid: true,
      issues: [],
      strategy: { name: "built-in", version: 0 },
    });
    expect(await check({ action_plan: plan("pandas.dedupe"), available_columns: ["region"] })).toMatchObject({
      valid: false,
      issues: [
        { path: "/operations/0/execution_instructions/kwargs/subset/0", kind: "unknown_column" },
        { path: "/operations/0/execution_instructions/method", kind: "unknown_method" },
      ],
    });
    for (const action_plan of [null, "{}", [], 5])
      expect(await check({ action_plan })).toMatchObject({
        valid: false,
        issues: [{ path: "", kind: "schema" }],
      });

    const owner = await as(await createMember({ role: "product_owner", projects: [project] }));
    await owner.put("/v1/knowledge", { data: { document: small } });
    expect((await check({ action_plan: plan("pandas.drop_duplicates") })).issues).toMatchObject([
      { kind: "unknown_method", message: expect.stringContaining('Allowed are "pandas.dropna"') },
    ]);

    const builtin = (await (await owner.get("/v1/strategies?name=built-in")).json()).data[0].body;
    const output_schema = { ...actionPlanSchema, required: ["task", "reason"] };
    const saved = await owner.post("/v1/strategies", {
      data: { name: "strict", body: { ...builtin, output_schema } },
    });
    expect(saved.status(), await saved.text()).toBe(201);
    expect(await check({ action_plan: { task: "clean" }, strategy: "strict@1" })).toMatchObject({
      valid: false,
      issues: [{ path: "", kind: "schema", message: 'The plan must have "reason".' }],
      strategy: { name: "strict", version: 1 },
    });
  });

  test("refuses what is no question, and whom it does not know", async ({ api, createKey, project }) => {
    const key = await api(await createKey({ scopes: ["read"], project }));
    const post = (data: object) => key.post("/v1/action-plans/validate", { data });
    const { detail } = await expectProblem(await post({}), 400, "action_plan");
    expect(detail).toContain("action_plan: is missing.");
    await expectProblem(await post({ action_plan: {}, available_columns: [1] }), 400, "available_columns.0");
    await expectProblem(await post({ action_plan: {}, strategy: "gone" }), 400, "strategy");
    await expectProblem(await post({ action_plan: {}, more: 1 }), 400, "more");
    await expectProblem(await post({ action_plan: {}, project: `${project}-other` }), 404);
    const ingest = await api(await createKey({ scopes: ["ingest"], project }));
    await expectProblem(await ingest.post("/v1/action-plans/validate", { data: { action_plan: {} } }), 403);
    await expectProblem(
      await (await api()).post("/v1/action-plans/validate", { data: { action_plan: {} } }),
      401,
    );
  });
});
