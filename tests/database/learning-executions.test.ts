import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type ExecutionInput,
  execution,
  failure,
  readOutcomes,
  rebuildOutcomes,
  recordExecutions,
  storeRunningExperiment,
} from "./support/executions";
import { interaction, record as recordInteractions } from "./support/interactions";
import { callAs, createKey, createMember, type Principal } from "./support/principals";
import { createScratch, type Scratch } from "./support/scratch";
import { record as recordVotes, vote } from "./support/votes";

let db: Scratch;
let admin: Principal;

beforeAll(async () => {
  db = await createScratch();
  admin = await createMember(db.sql, "admin");
});
afterAll(() => db?.drop());

const newProject = () => `p-${randomUUID()}`;
const send = (items: ExecutionInput[], who: Principal = admin) => recordExecutions(db.sql, who, items);
const sendOne = async (values: ExecutionInput) => (await send([values])).row ?? {};
const patch = (id: unknown, changes: object, who: Principal = admin) =>
  callAs<Record<string, unknown>>(db.sql, who, "update_execution", {
    execution_id: String(id),
    patch: JSON.stringify(changes),
  });
const refusalsOf = async (items: ExecutionInput[]) => {
  const error = await send(items).then(
    () => null,
    (reason: { code: string; detail: string }) => reason,
  );
  expect(error?.code).toBe("PT409");
  return JSON.parse(error?.detail ?? "null");
};

describe("record_executions", () => {
  test("keeps every field, and works out the version, the subject, the quality and the cost", async () => {
    const project = newProject();
    await db.sql`
      insert into public.model_prices (model, input_usd_per_million, output_usd_per_million, valid_from)
      values (${project}, 2, 10, '2026-01-01')`;
    const example = randomUUID();
    const sent = {
      project,
      user_id: "ann",
      user_prompt: "what is the average of sales per region",
      action_plan: {
        task: "group_by",
        operations: [{ execution_instructions: { method: "pandas.groupby", args: ["region"], kwargs: {} } }],
      },
      execution_result: [1, "two"],
      model: project,
      tokens_in: 1000,
      tokens_out: 100,
      response_time_ms: 12,
      retries: 2,
      user_correction: "the mean, not the sum",
      strategy: "careful",
      strategy_version: 3,
      available_columns: ["region", "sales"],
      example_ids: [example],
      metadata: { app: "x" },
      created_at: "2026-03-01T10:00:00.123Z",
    };
    expect(await sendOne(execution(sent))).toMatchObject({
      ...sent,
      created_at: expect.stringMatching(/^2026-03-01T10:00:00\.123/),
      success: true,
      error: null,
      error_class: null,
      failure_pattern_id: null,
      cost_usd: 0.003,
      version_label: "careful@3",
      subject: "ann",
      instructions_complete: true,
      interaction_id: null,
      example_status: "unreviewed",
      version: 1,
    });
    const [known] = await db.sql`select created_at <= now() as is_known from public.users where id = 'ann'`;
    expect(known).toEqual({ is_known: true });
    const [listed] = await db.sql`select project from public.projects where project = ${project}`;
    expect(listed).toEqual({ project });
  });

  test.each([
    [{ prompt_version: "v7", strategy: "s", strategy_version: 2 }, "v7"],
    [{ strategy: "s" }, "s"],
    [{ strategy: "s", strategy_version: 2 }, "s@2"],
    [{}, null],
  ])("names the version of %j %s", async (values, label) => {
    expect(await sendOne(execution(values))).toMatchObject({ version_label: label });
  });

  test.each([
    [{}, null],
    [{ operations: [] }, null],
    [{ operations: "none" }, null],
    [{ operations: [{ execution_instructions: { method: "m", args: [], kwargs: {} } }] }, true],
    [{ operations: [{ execution_instructions: { method: "m", args: [] } }] }, false],
    [{ operations: [{ execution_instructions: { method: "", args: [], kwargs: {} } }] }, false],
    [{ operations: [{ execution_instructions: { method: "m", args: {}, kwargs: {} } }] }, false],
    [
      {
        operations: [{ execution_instructions: { method: "m", args: [], kwargs: {} } }, { type: "sort" }, 3],
      },
      false,
    ],
  ])("judges the instructions of %j as %s", async (action_plan, expected) => {
    expect(await sendOne(execution({ action_plan }))).toMatchObject({ instructions_complete: expected });
  });

  test("finds the experiment by id or name, in the project alone, and names what is wrong by place", async () => {
    const project = newProject();
    const running = await storeRunningExperiment(db.sql, project);
    const elsewhere = await storeRunningExperiment(db.sql, newProject());
    await db.sql`insert into public.experiments (project, name) values (${project}, 'draft')`;
    for (const named of [running.id, running.id.toUpperCase(), running.name]) {
      expect(
        await sendOne(execution({ project, experiment: named, variant: "candidate", subject: "s" })),
      ).toMatchObject({ experiment_id: running.id, variant: "candidate", subject: "s" });
    }
    const at = { project, subject: "s", variant: "control" };
    expect(
      await refusalsOf([
        execution({ project }),
        execution({ ...at, experiment: elsewhere.id }),
        execution({ ...at, experiment: "draft" }),
        execution({ ...at, experiment: running.id, variant: "third" }),
      ]),
    ).toEqual([
      { index: 1, status: 400, path: "experiment", message: "is not an experiment of the project" },
      { index: 2, status: 400, path: "experiment", message: "has not been started" },
      { index: 3, status: 400, path: "variant", message: "is not a variant of the experiment" },
    ]);
    const [left] =
      await db.sql`select count(*)::int as n from public.llm_feedback where project = ${project}`;
    expect(left).toEqual({ n: 3 });
  });

  test("takes an id once, and a key again with the same body", async () => {
    const id = randomUUID();
    await send([execution({ id })]);
    expect(await refusalsOf([execution(), execution({ id })])).toEqual([
      { index: 1, status: 409, path: "id", message: "is already taken" },
    ]);
    const keyed = execution({ key: `execution:${randomUUID()}`, hmac: "h" });
    const first = await send([keyed]);
    expect(await send([keyed])).toEqual(first);
    // A refusal counts the places among all, also when some were recorded before.
    expect(await refusalsOf([keyed, execution({ id })])).toMatchObject([{ index: 1, path: "id" }]);
    expect(await refusalsOf([{ ...keyed, hmac: "another" }])).toMatchObject([{ index: 0, status: 409 }]);
    await db.sql`delete from public.llm_feedback where id = ${first.ids[0] ?? ""}`;
    expect(await refusalsOf([keyed])).toMatchObject([{ message: expect.stringContaining("deleted since") }]);
  });

  test("is for admins and keys that ingest, in their projects", async () => {
    const project = newProject();
    const ofP = await createKey(db.sql, ["ingest"], { project });
    expect((await send([execution()], ofP)).row).toMatchObject({ project });
    const limited = await createMember(db.sql, "admin", [project, newProject()]);
    await expect(send([execution()], limited)).rejects.toMatchObject({
      code: "PT409",
      detail: expect.stringContaining('"status" : 400'),
    });
    await expect(send([execution({ project: "other" })], ofP)).rejects.toMatchObject({
      code: "PT409",
      detail: expect.stringContaining('"status" : 403'),
    });
    for (const who of [
      await createKey(db.sql, ["read", "export", "metrics"]),
      await createMember(db.sql, "product_owner"),
      await createMember(db.sql, "reviewer"),
    ])
      await expect(send([execution()], who)).rejects.toMatchObject({ code: "PT403" });
    await expect(send([])).rejects.toMatchObject({ code: "PT400" });
  });

  test("a program cannot say that it was a run on the configured model", async () => {
    expect(await sendOne(execution({ interaction_id: randomUUID() }))).toMatchObject({
      interaction_id: null,
    });
  });
});

describe("end users", () => {
  const seen = async (id: string) =>
    (await db.sql`select id from public.users where id = ${id}`).length === 1;

  test("are known from votes, interactions and executions alike", async () => {
    const [a, b, c] = [randomUUID(), randomUUID(), randomUUID()];
    await recordVotes(db.sql, admin, [vote({ user_id: a }), vote({ user_id: a }), vote()]);
    await recordInteractions(db.sql, admin, [interaction({ user_id: b }), interaction({ user_id: b })]);
    await send([execution({ user_id: c }), execution({ user_id: a }), execution()]);
    expect([await seen(a), await seen(b), await seen(c)]).toEqual([true, true, true]);
  });

  test("an erasure waits for a recording that is on its way, and the other way round nothing is lost", async () => {
    const user = randomUUID();
    await send([execution({ user_id: user })]);
    for (let round = 0; round < 20; round += 1) {
      await Promise.all([
        send([execution({ user_id: user }), failure({ user_id: user, error: user })]),
        callAs(db.sql, admin, "erase_user", { user_id: user, alias: null }),
        send([failure({ user_id: user, error: user })]),
      ]);
    }
    await callAs(db.sql, admin, "erase_user", { user_id: user, alias: null });
    const [left] = await db.sql`select count(*)::int as n from public.llm_feedback where user_id = ${user}`;
    expect([left?.n, await seen(user)]).toEqual([0, false]);
  });
});

describe("update_execution", () => {
  test("changes what is sent; success clears the error, and a failure finds its pattern", async () => {
    const { id } = await sendOne(execution({ user_prompt: "sort" }));
    const failed = await patch(id, { success: false, error: "no such column", error_class: "execution" });
    expect(failed).toMatchObject({ success: false, error: "no such column", error_class: "execution" });
    expect(await patch(id, { retries: 3, user_correction: "by name", execution_result: [1] })).toMatchObject({
      ...failed,
      retries: 3,
      user_correction: "by name",
      execution_result: [1],
      updated_at: expect.anything(),
    });
    expect(await patch(id, { success: true, error: null })).toMatchObject({
      success: true,
      error: null,
      error_class: null,
      failure_pattern_id: null,
      retries: 3,
    });
    expect(await patch(id, { user_correction: null, execution_result: null })).toMatchObject({
      user_correction: null,
      execution_result: null,
    });
  });

  test("names the field that does not fit", async () => {
    const { id } = await sendOne(execution());
    for (const [changes, path] of [
      [{ error: "x" }, "error"],
      [{ success: true, error_class: "logic" }, "error_class"],
      [{ user_prompt: "forged" }, "user_prompt"],
    ] as const)
      await expect(patch(id, changes)).rejects.toMatchObject({
        code: "PT400",
        detail: expect.stringContaining(`"${path}"`),
      });
  });

  test("is for admins and keys with ingest and read, in their projects", async () => {
    const project = newProject();
    const { id } = await sendOne(execution({ project }));
    const both = await createKey(db.sql, ["ingest", "read"], { project });
    expect(await patch(id, { retries: 1 }, both)).toMatchObject({ retries: 1 });
    await expect(
      patch(id, { retries: 2 }, await createKey(db.sql, ["ingest", "read"], { project: newProject() })),
    ).rejects.toMatchObject({ code: "PT404" });
    for (const who of [
      await createKey(db.sql, ["ingest"]),
      await createKey(db.sql, ["read"]),
      await createMember(db.sql, "product_owner"),
      await createMember(db.sql, "reviewer"),
    ])
      await expect(patch(id, { retries: 2 }, who)).rejects.toMatchObject({ code: "PT403" });
  });
});

const call = <T>(name: string, args: Record<string, string | number | null>, who: Principal = admin) =>
  callAs<T>(db.sql, who, name, args);

describe("lists", () => {
  type Page = { data: { id: string; user_prompt: string }[]; next: string | null };
  const list = async (filter: object, who: Principal = admin) =>
    (await call<Page>("list_executions", { filter: JSON.stringify(filter) }, who)).data.map(
      (row) => row.user_prompt,
    );

  test("every filter finds its rows and no others, and the count is that of the list", async () => {
    const project = newProject();
    const experiment = await storeRunningExperiment(db.sql, project);
    const example = randomUUID();
    const day = (n: number) => `2026-03-0${n}T12:00:00Z`;
    const { ids } = await send([
      execution({
        project,
        user_prompt: "one dog's bowl",
        model: "m",
        strategy: "s",
        strategy_version: 1,
        created_at: day(1),
      }),
      failure({ project, user_prompt: "two", error_class: null, user_id: "ann, b", created_at: day(2) }),
      failure({
        project,
        user_prompt: "three cats",
        error_class: "logic",
        retries: 1,
        created_at: day(3),
        prompt_version: "v",
      }),
      execution({
        project,
        user_prompt: "four",
        example_ids: [example],
        user_correction: "c",
        created_at: day(4),
      }),
      execution({
        project,
        user_prompt: "five",
        experiment: experiment.id,
        variant: "control",
        subject: "s",
        created_at: day(5),
      }),
    ]);
    const cases: [object, string[]][] = [
      [{}, ["five", "four", "three cats", "two", "one dog's bowl"]],
      [{ model: ["m"] }, ["one dog's bowl"]],
      [{ model: [null], success: true }, ["five", "four"]],
      [{ strategy: ["s"] }, ["one dog's bowl"]],
      [{ version: ["s@1", "v"] }, ["three cats", "one dog's bowl"]],
      [{ version: [null] }, ["five", "four", "two"]],
      [{ success: false }, ["three cats", "two"]],
      [{ error_class: [null] }, ["two"]],
      [{ error_class: ["logic", null] }, ["three cats", "two"]],
      [{ example_id: [example] }, ["four"]],
      [{ experiment_id: [experiment.id] }, ["five"]],
      [{ variant: ["control"] }, ["five"]],
      [{ user_id: ["ann, b"] }, ["two"]],
      [{ is_corrected: true }, ["four"]],
      [{ is_retried: true }, ["three cats"]],
      [{ is_retried: false, is_corrected: false, success: false }, ["two"]],
      [{ q: ["dog"] }, ["one dog's bowl"]],
      [{ q: ["cat", "bow"] }, ["three cats", "one dog's bowl"]],
      [{ q: ["dog' and 1=1 --"] }, []],
      [{ from: day(2), to: day(4) }, ["three cats", "two"]],
      [{ ids: [ids[0], ids[4]] }, ["five", "one dog's bowl"]],
      [{ failure_pattern_id: [randomUUID()] }, []],
    ];
    for (const [more, expected] of cases) {
      const filter = { project: [project], ...more };
      expect(await list(filter), JSON.stringify(more)).toEqual(expected);
      const n = await call<string>("count_executions", { filter: JSON.stringify(filter) });
      expect(Number(n), JSON.stringify(more)).toBe(expected.length);
    }
    const whole = { project: [project], from: "2026-03-02T00:00:00Z", to: "2026-03-05T00:00:00Z" };
    expect(Number(await call<string>("count_executions", { filter: JSON.stringify(whole) }))).toBe(3);
  });

  test("pages follow each other in either order, and another project is not there", async () => {
    const project = newProject();
    const { ids } = await send(
      Array.from({ length: 7 }, (_, n) => execution({ project, user_prompt: String(n) })),
    );
    for (const sort of ["created_at", "-created_at"]) {
      const seen: string[] = [];
      let cursor: string | null = null;
      do {
        const page: Page = await call("list_executions", {
          filter: JSON.stringify({ project: [project] }),
          sort,
          page_limit: 3,
          page_cursor: cursor,
        });
        seen.push(...page.data.map((row) => row.user_prompt));
        cursor = page.next;
      } while (cursor);
      const order = sort === "created_at" ? [0, 1, 2, 3, 4, 5, 6] : [6, 5, 4, 3, 2, 1, 0];
      expect(seen).toEqual(order.map(String));
    }
    const reader = await createKey(db.sql, ["read"], { project: newProject() });
    expect(await list({ project: [project] }, reader)).toEqual([]);
    expect(
      Number(await call("count_executions", { filter: JSON.stringify({ project: [project] }) }, reader)),
    ).toBe(0);
    expect(await call("get_execution", { execution_id: ids[0] ?? "" }, reader)).toBeNull();
    await expect(list({}, await createKey(db.sql, ["ingest"]))).rejects.toMatchObject({ code: "PT403" });
  });

  test("a page ends after 8 MB", async () => {
    const project = newProject();
    const huge = "x".repeat(400_000);
    for (let round = 0; round < 3; round += 1)
      await send(Array.from({ length: 10 }, () => execution({ project, response_text: huge })));
    const page = await call<Page>("list_executions", { filter: JSON.stringify({ project: [project] }) });
    expect([page.data.length, page.next !== null]).toEqual([19, true]);
  });
});

test("the export is of what may serve as an example: a reviewer's plan first, retired ones and those without a plan left out", async () => {
  const project = newProject();
  const better = { task: "sort" };
  const { ids } = await send([
    execution({ project, user_prompt: "plain" }),
    execution({ project, user_prompt: "improved" }),
    execution({ project, user_prompt: "retired" }),
    failure({ project, user_prompt: "failed" }),
    failure({ project, user_prompt: "failed, but improved" }),
    execution({ project, user_prompt: "nothing", action_plan: {} }),
  ]);
  await db.sql`update public.llm_feedback set better_action_plan = ${db.sql.json(better)} where id in ${db.sql([ids[1] ?? "", ids[4] ?? ""])}`;
  await db.sql`update public.llm_feedback set example_status = 'retired' where id = ${ids[2] ?? ""}`;
  type Page = { data: { prompt: string; response: object }[]; next: string | null };
  const filter = JSON.stringify({ project: [project] });
  const first = await call<Page>("export_executions_page", { filter, page_limit: 2 });
  const second = await call<Page>("export_executions_page", {
    filter,
    page_limit: 2,
    page_cursor: first.next,
  });
  expect([...first.data, ...second.data]).toEqual([
    { prompt: "plain", response: { task: "clean" } },
    { prompt: "improved", response: better },
    { prompt: "failed, but improved", response: better },
  ]);
  expect(second.next).toBeNull();
  const exporter = await createKey(db.sql, ["export"]);
  expect((await call<Page>("export_executions_page", { filter }, exporter)).data).toHaveLength(3);
  await call("record_execution_export", { filter }, exporter);
  const [entry] = await db.sql`select action, detail from public.audit_log where actor_id = ${exporter.id}`;
  expect(entry).toEqual({
    action: "execution.export",
    detail: { format: "prompt-response", filtered_by: ["project"] },
  });
  for (const who of [
    await createMember(db.sql, "product_owner"),
    await createMember(db.sql, "reviewer"),
    await createKey(db.sql, ["read"]),
  ]) {
    await expect(call("export_executions_page", { filter }, who)).rejects.toMatchObject({ code: "PT403" });
    await expect(call("record_execution_export", { filter }, who)).rejects.toMatchObject({ code: "PT403" });
  }
});

describe("figures", () => {
  const midnight = Math.floor(Date.now() / 86_400_000) * 86_400_000;
  const at = (daysAgo: number) =>
    new Date(midnight - daysAgo * 86_400_000 + (daysAgo ? 3_600_000 : 0)).toISOString();
  const day = (daysAgo: number) => new Date(midnight - daysAgo * 86_400_000).toISOString();
  const range = (project: string, from: number, more: object = {}) =>
    JSON.stringify({ project: [project], from: day(from), to: day(-1), ...more });
  const plan = (isComplete: boolean) => ({
    operations: [
      { execution_instructions: { method: "m", args: [], ...(isComplete ? { kwargs: {} } : {}) } },
    ],
  });

  async function storeWeek() {
    const project = newProject();
    const common = {
      project,
      model: "m1",
      strategy: "s",
      strategy_version: 1,
      tokens_in: 90,
      tokens_out: 10,
      cost: 0.02,
    };
    await send([
      execution({ ...common, created_at: at(9) }),
      failure({ ...common, created_at: at(8), error_class: "validation" }),
      execution({ ...common, created_at: at(5), action_plan: plan(true), retries: 2 }),
      execution({ ...common, created_at: at(5), action_plan: plan(false), user_correction: "no" }),
      failure({
        ...common,
        strategy_version: 2,
        created_at: at(3),
        error_class: "logic",
        cost: null,
        tokens_out: null,
      }),
      execution({ ...common, strategy_version: 2, model: null, created_at: at(0) }),
    ]);
    return project;
  }

  test("of a range, its complete days and as many before", async () => {
    const project = await storeWeek();
    const stats = await call<Record<string, never>>("execution_stats", { filter: range(project, 5) });
    expect(stats).toMatchObject({
      total: 4,
      successful: 3,
      success_rate: 0.75,
      failed_validation: 0,
      failed_logic: 1,
      retries: 2,
      retried: 1,
      corrected: 1,
      instructions_count: 2,
      response_quality: 0.5,
      tokens_count: 3,
      tokens_per_request: 100,
      tokens_in: 270,
      cost_usd: 0.06,
      cost_count: 3,
      complete: { total: 3, successful: 2 },
      previous: { total: 2, successful: 1, failed_validation: 1, response_quality: null },
    });
    expect(stats.cost_per_request).toBeCloseTo(0.02);
    // Wilson (1927), 3 of 4.
    expect([stats.ci_low, stats.ci_high].map((value) => Math.round(Number(value) * 1e4) / 1e4)).toEqual([
      0.3006, 0.9544,
    ]);
    const today = JSON.stringify({ project: [project], from: day(0), to: day(-1) });
    expect(await call("execution_stats", { filter: today })).toMatchObject({
      total: 1,
      complete: null,
      previous: null,
    });
    const none = await call<object>("execution_stats", { filter: range(newProject(), 5) });
    expect(none).toMatchObject({ total: 0, success_rate: null, ci_low: null, tokens_per_request: null });
  });

  test("per bucket and group, with the running day marked", async () => {
    const project = await storeWeek();
    const series = await call<object[]>("execution_timeseries", { filter: range(project, 5) });
    expect(series).toMatchObject([
      { bucket: day(5).slice(0, 10), group: null, total: 2, partial: false },
      { bucket: day(3).slice(0, 10), total: 1, success_rate: 0, partial: false },
      { bucket: day(0).slice(0, 10), total: 1, partial: true },
    ]);
    const grouped = await call<object[]>("execution_timeseries", {
      filter: range(project, 9),
      granularity: "month",
      group_by: "version",
    });
    const sums = grouped as { group: string; total: number }[];
    const totals: Record<string, number> = {};
    for (const { group, total } of sums) totals[group] = (totals[group] ?? 0) + total;
    expect(totals).toEqual({ "s@1": 4, "s@2": 2 });
    const wrong: Record<string, string>[] = [{ granularity: "hour" }, { group_by: "user_id" }];
    for (const args of wrong)
      await expect(
        call("execution_timeseries", { filter: range(project, 9), ...args }),
      ).rejects.toMatchObject({ code: "PT400" });
  });

  test("per group, most first, and under a filter", async () => {
    const project = await storeWeek();
    const breakdown = (group_by: string, more: object = {}) =>
      call<object[]>("execution_breakdown", { filter: range(project, 9, more), group_by });
    expect(await breakdown("{model}")).toMatchObject([
      { model: "m1", version: null, project: null, total: 5 },
      { model: null, total: 1 },
    ]);
    expect(await breakdown("{version,model}", { version: ["s@2"] })).toMatchObject([
      { model: "m1", version: "s@2", total: 1 },
      { model: null, version: "s@2", total: 1 },
    ]);
    await expect(breakdown("{user_id}")).rejects.toMatchObject({ code: "PT400" });
    await expect(breakdown("{}")).rejects.toMatchObject({ code: "PT400" });
  });

  test("of the versions that came, before and after", async () => {
    const project = await storeWeek();
    expect(await call("execution_versions", { filter: range(project, 8) })).toMatchObject([
      {
        version: "s@2",
        strategy: "s",
        project,
        first_seen_on: day(3).slice(0, 10),
        last_seen_on: day(0).slice(0, 10),
        total: 2,
        before: { total: 4, successful: 3 },
        after: { total: 1, successful: 0 },
      },
    ]);
    await send([execution({ project, prompt_version: "today", created_at: at(0) })]);
    expect(await call("execution_versions", { filter: range(project, 0) })).toMatchObject([
      { version: "today", after: null },
    ]);
  });

  test("are the caller's projects', for those who may read", async () => {
    const project = await storeWeek();
    const reader = await createKey(db.sql, ["read"], { project: newProject() });
    expect(await call("execution_stats", { filter: range(project, 9) }, reader)).toMatchObject({ total: 0 });
    expect(await call("execution_timeseries", { filter: range(project, 9) }, reader)).toEqual([]);
    const ingest = await createKey(db.sql, ["ingest"]);
    for (const [name, more] of [
      ["execution_stats", {}],
      ["execution_timeseries", {}],
      ["execution_versions", {}],
      ["execution_breakdown", { group_by: "{model}" }],
    ] as const)
      await expect(call(name, { filter: range(project, 9), ...more }, ingest)).rejects.toMatchObject({
        code: "PT403",
      });
  });

  test("are rebuilt by full admins", async () => {
    expect(Number(await call("refresh_llm_feedback", {}))).toBeGreaterThan(0);
    for (const who of [
      await createMember(db.sql, "admin", ["p"]),
      await createMember(db.sql, "product_owner"),
    ])
      await expect(call("refresh_llm_feedback", {}, who)).rejects.toMatchObject({ code: "PT403" });
  });
});

describe("the daily rollup", () => {
  const maybe = <T>(...values: T[]) => fc.constantFrom(null, ...values);
  const anyExecution: fc.Arbitrary<ExecutionInput> = fc
    .record({
      success: fc.boolean(),
      error_class: maybe("validation", "execution", "logic"),
      error: maybe("a 1", "b 2"),
      project: fc.constantFrom("r-1", "r-2"),
      model: maybe("m"),
      strategy: maybe("s"),
      prompt_version: maybe("v"),
      user_id: maybe("ann", "bo"),
      tokens_in: maybe(0, 7),
      tokens_out: maybe(0, 5),
      cost: maybe(0, 0.1, 1e-10),
      retries: maybe(0, 2),
      user_correction: maybe("no"),
      created_at: fc.constantFrom("2026-03-01T23:59:59.999Z", "2026-03-02T00:00:00Z"),
      action_plan: fc.constantFrom({}, { operations: [{}] }),
    })
    .map((values) => execution(values.success ? { ...values, error: null, error_class: null } : values));
  const anyChange = fc.constantFrom(
    "success = true, error = null, error_class = null",
    "success = false, error_class = 'logic'",
    "created_at = created_at + interval '1 day'",
    "project = 'r-1'",
    "tokens_in = null",
    "cost_usd = 7.7, cost_source = 'price'",
    "cost_usd = null, cost_source = null",
    "retries = 1 - least(retries, 1)",
    "user_correction = null",
    `action_plan = '{"operations": [{"execution_instructions": {"method": "m", "args": [], "kwargs": {}}}]}'`,
    "strategy = 's2', prompt_version = null",
    "is_pinned = not is_pinned",
  );
  const anyStep = fc.oneof(
    { weight: 4, arbitrary: fc.record({ items: fc.array(anyExecution, { minLength: 1, maxLength: 6 }) }) },
    { weight: 4, arbitrary: fc.record({ set: anyChange, at: fc.nat(100) }) },
    { weight: 1, arbitrary: fc.record({ all: anyChange }) },
    { weight: 1, arbitrary: fc.record({ remove: fc.nat(100) }) },
    { weight: 1, arbitrary: fc.record({ erase: fc.constantFrom("ann", "bo") }) },
  );

  test("rebuilt is the same as kept, row for row, whatever was written", async () => {
    await db.sql`delete from public.llm_feedback`;
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep, { minLength: 1, maxLength: 12 }), async (steps) => {
        await db.sql`delete from public.llm_feedback`;
        expect(await readOutcomes(db.sql)).toEqual([]);
        for (const step of steps) {
          if ("items" in step) await send(step.items);
          else if ("all" in step) await db.sql.unsafe(`update public.llm_feedback set ${step.all}`);
          else if ("erase" in step)
            await callAs(db.sql, admin, "erase_user", { user_id: step.erase, alias: null });
          else {
            const rows = await db.sql<
              { id: string }[]
            >`select id from public.llm_feedback order by created_at, id`;
            const id = rows[("set" in step ? step.at : step.remove) % Math.max(rows.length, 1)]?.id;
            if (!id) continue;
            if ("set" in step)
              await db.sql.unsafe(`update public.llm_feedback set ${step.set} where id = $1`, [id]);
            else await db.sql`delete from public.llm_feedback where id = ${id}`;
          }
        }
        const kept = await readOutcomes(db.sql);
        expect(kept).toEqual(await rebuildOutcomes(db.sql));
      }),
      { numRuns: 40 },
    );
  });

  test("batches in opposite order wait for each other", async () => {
    const items = Array.from({ length: 40 }, (_, n) =>
      n % 2
        ? failure({ model: `m${n}`, user_id: `w${n}`, error: `failed in step ${"abcdefghij"[n % 10]}` })
        : execution({ model: `m${n}`, user_id: `w${n}` }),
    );
    const rounds = Array.from({ length: 8 }, (_, n) => send(n % 2 ? [...items].reverse() : items));
    const results = await Promise.allSettled(rounds);
    expect(results.filter((result) => result.status === "rejected")).toEqual([]);
    const kept = await readOutcomes(db.sql);
    expect(kept).toEqual(await rebuildOutcomes(db.sql));
  });
});
