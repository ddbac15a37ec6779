import { randomUUID } from "node:crypto";
import type { Sql } from "postgres";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { computeResults, type ExperimentSums, experimentSums } from "@/lib/learning/experiments/results";
import type { Experiment } from "@/lib/learning/experiments/schemas";
import { randomOf } from "@/lib/stats/random";
import { type RatioSums, sumSubjects } from "@/lib/stats/ratio";
import { stopBreachedExperiments } from "@/scripts/experiment-guards";
import { callAs, createKey, createMember, type Principal, uniqueName } from "./support/principals";
import { createScratch, type Scratch } from "./support/scratch";

let db: Scratch;
let owner: Principal;
let project: string;

beforeAll(async () => {
  db = await createScratch();
  owner = await createMember(db.sql, "product_owner");
});
afterAll(() => db?.drop());
beforeEach(() => {
  project = uniqueName("p");
});

const twoVariants = [
  { name: "control", weight: 1 },
  { name: "new", weight: 1 },
];
const create = (input: Record<string, unknown> = {}, who: Principal = owner) =>
  callAs<Experiment>(db.sql, who, "create_experiment", {
    input: JSON.stringify({ project, name: uniqueName("e"), variants: twoVariants, ...input }),
  });
const update = (
  id: string,
  patch: Record<string, unknown>,
  expected_version?: number,
  who: Principal = owner,
) =>
  callAs<Experiment>(db.sql, who, "update_experiment", {
    experiment_id: id,
    patch: JSON.stringify(patch),
    expected_version,
  });
const get = (id: string, who: Principal = owner) =>
  callAs<Experiment>(db.sql, who, "get_experiment", { experiment_id: id });
const sumsOf = async (id: string, who: Principal = owner): Promise<ExperimentSums> =>
  experimentSums.parse(await callAs(db.sql, who, "get_experiment_sums", { experiment_id: id }));
const promote = (id: string, variant: string, who: Principal = owner) =>
  callAs<Record<string, unknown>>(db.sql, who, "promote_variant", {
    experiment_id: id,
    variant,
    built_in: JSON.stringify({ system_role: "built in", budget_tokens: 1 }),
  });
const saveStrategy = (name: string, version: number, body: Record<string, unknown> = {}) =>
  db.sql`insert into public.prompt_strategies (project, name, version, body) values (${project}, ${name}, ${version}, ${db.sql.json(body as never)})`;
const auditOf = (id: string) =>
  db.sql<{ action: string; detail: Record<string, unknown> }[]>`
    select action, detail from public.audit_log where target_id = ${id} order by id`;

interface Execution {
  variant: string;
  subject: string | null;
  success: boolean;
  created_at: string;
  error_class?: string | null;
  retries?: number;
  tokens_in?: number | null;
  tokens_out?: number | null;
  cost_usd?: number | null;
  cost_source?: string | null;
  response_time_ms?: number | null;
}
const record = (experiment: Experiment, executions: Execution[], sql: Sql = db.sql) =>
  sql`insert into public.llm_feedback ${sql(
    executions.map((execution) => ({
      project: experiment.project,
      user_prompt: "p",
      action_plan: sql.json({ task: "clean" }) as never,
      experiment_id: experiment.id,
      error_class: null,
      retries: 0,
      tokens_in: null,
      tokens_out: null,
      cost_usd: null,
      cost_source: null,
      response_time_ms: null,
      ...execution,
    })) as never,
  )}`;
/** Started as if some days ago, so that outcomes may lie on several days. */
const startEarlier = async (input: Record<string, unknown> = {}): Promise<Experiment> => {
  const { id } = await create(input);
  await update(id, { action: "start" });
  await db.sql`update public.experiments set started_at = '2026-03-01T06:00:00Z' where id = ${id}`;
  return get(id);
};

describe("the life of an experiment", () => {
  test("is planned, changed, started and stopped, and the audit log keeps each step", async () => {
    const made = await create({ description: "why", minimum_effect: 0.02 });
    expect(made).toMatchObject({
      project,
      status: "draft",
      metric: "success",
      version: 1,
      started_at: null,
      variants: [
        { name: "control", is_control: true, strategy: null },
        { name: "new", is_control: false },
      ],
    });
    const changed = await update(made.id, { description: null, minimum_effect: 0.05, name: "renamed" }, 1);
    expect(changed).toMatchObject({ description: null, minimum_effect: 0.05, name: "renamed", version: 2 });
    await expect(update(made.id, { description: "late" }, 1)).rejects.toMatchObject({ code: "PT409" });
    const running = await update(made.id, { action: "start" });
    expect(running).toMatchObject({ status: "running", stopped_at: null });
    expect(running.started_at).not.toBeNull();
    const stopped = await update(made.id, { action: "stop", reason: "enough" });
    expect(stopped).toMatchObject({ status: "stopped", stop_reason: "enough" });
    expect((await auditOf(made.id)).map(({ action }) => action)).toEqual([
      "experiment.create",
      "experiment.update",
      "experiment.start",
      "experiment.stop",
    ]);
    expect(
      await callAs<Experiment[]>(db.sql, owner, "list_experiments", {
        filter: JSON.stringify({ project: [project], status: ["stopped"] }),
      }),
    ).toHaveLength(1);
  });

  test("the variants of a draft are replaced as a whole, and the audit log keeps both", async () => {
    await saveStrategy("few-shot", 1);
    const { id } = await create();
    const variants = [
      { name: "new", weight: 3, strategy: "few-shot" },
      { name: "control", weight: 1 },
      { name: "third", weight: 1 },
    ];
    expect((await update(id, { variants })).variants).toMatchObject([
      { name: "new", weight: 3, is_control: true, strategy: "few-shot" },
      { name: "control", is_control: false },
      { name: "third" },
    ]);
    await expect(
      update(id, { variants: [twoVariants[0], { name: "x", weight: 1, strategy: "nobodys" }] }),
    ).rejects.toMatchObject({
      code: "PT400",
      message: expect.stringMatching(/^variants\.1\.strategy: /),
    });
    expect((await get(id)).variants).toHaveLength(3);
    const [, changed] = await auditOf(id);
    expect(changed?.detail).toMatchObject({
      before: { variants: [{ name: "control" }, { name: "new" }] },
      after: { variants: [{ name: "new" }, { name: "control" }, { name: "third" }] },
    });
    expect((await update(id, { action: "start" })).variants[0]).toMatchObject({ strategy_version: 1 });
  });

  test("what has started is fixed but for its description, and does not start twice or again", async () => {
    const { id } = await create();
    await expect(update(id, { action: "stop" })).rejects.toMatchObject({ code: "PT409" });
    await update(id, { action: "start" });
    for (const patch of [
      { action: "start" },
      { name: "other" },
      { variants: twoVariants },
      { minimum_effect: 0.1 },
      { guardrails: [] },
      { stop_on_guardrail: true },
    ])
      await expect(update(id, patch), JSON.stringify(patch)).rejects.toMatchObject({ code: "PT409" });
    expect((await update(id, { description: "still may" })).description).toBe("still may");
    await expect(callAs(db.sql, owner, "delete_experiment", { experiment_id: id })).rejects.toMatchObject({
      code: "PT409",
    });
    await update(id, { action: "stop" });
    for (const action of ["start", "stop"])
      await expect(update(id, { action })).rejects.toMatchObject({ code: "PT409" });
    const draft = await create();
    await callAs(db.sql, owner, "delete_experiment", { experiment_id: draft.id });
    await expect(get(draft.id)).rejects.toMatchObject({ code: "PT404" });
  });

  test("the start writes down what the variants mean; what is saved later changes nothing", async () => {
    await saveStrategy("few-shot", 1);
    await saveStrategy("few-shot", 2);
    await saveStrategy("base", 1);
    await db.sql`insert into public.default_strategies (project, name, strategy_version) values (${project}, 'base', 1)`;
    const { id, variants } = await create({
      variants: [
        { name: "control", weight: 1 },
        { name: "newest", weight: 1, strategy: "few-shot" },
        { name: "first", weight: 2, strategy: "few-shot", strategy_version: 1 },
        { name: "shipped", weight: 1, strategy: "built-in" },
      ],
    });
    expect(variants.map(({ strategy_version }) => strategy_version)).toEqual([null, null, 1, null]);
    await update(id, { action: "start" });
    await saveStrategy("few-shot", 3);
    expect((await get(id)).variants.map((each) => [each.strategy, each.strategy_version])).toEqual([
      ["base", 1],
      ["few-shot", 2],
      ["few-shot", 1],
      ["built-in", null],
    ]);
    const other = await (async () => {
      project = uniqueName("p");
      const { id } = await create();
      return update(id, { action: "start" });
    })();
    expect(other.variants.map(({ strategy }) => strategy)).toEqual(["built-in", "built-in"]);
  });

  test("names the variant that asks for what the project does not have", async () => {
    await saveStrategy("mine", 1);
    for (const [variant, field] of [
      [{ strategy: "nowhere" }, "strategy"],
      [{ strategy: "mine", strategy_version: 2 }, "strategy_version"],
      [{ strategy: "built-in", strategy_version: 1 }, "strategy_version"],
      [{ prompt_version: "v9" }, "prompt_version"],
    ] as const) {
      const wish = create({ variants: [twoVariants[0], { name: "b", weight: 1, ...variant }] });
      await expect(wish, field).rejects.toMatchObject({
        code: "PT400",
        detail: expect.stringContaining(`variants.1.${field}`),
      });
    }
    await create({ name: "taken" });
    await expect(create({ name: "taken" })).rejects.toMatchObject({ code: "PT409" });
    const second = await create({ name: "free" });
    await expect(update(second.id, { name: "taken" })).rejects.toMatchObject({ code: "PT409" });
  });

  test("is for owners of the project alone; reviewers and reading keys see it, others do not", async () => {
    const made = await create();
    const reviewer = await createMember(db.sql, "reviewer", [project]);
    const reader = await createKey(db.sql, ["read"], { project });
    const writer = await createKey(db.sql, ["ingest"], { project });
    const stranger = await createMember(db.sql, "product_owner", [uniqueName("p")]);
    for (const who of [reviewer, reader]) {
      expect((await get(made.id, who)).id).toBe(made.id);
      expect((await sumsOf(made.id, who)).sums).toEqual([]);
      for (const wish of [
        () => create({}, who),
        () => update(made.id, { description: "x" }, undefined, who),
        () => promote(made.id, "new", who),
        () => callAs(db.sql, who, "delete_experiment", { experiment_id: made.id }),
      ])
        await expect(wish()).rejects.toMatchObject({ code: "PT403" });
    }
    await expect(get(made.id, writer)).rejects.toMatchObject({ code: "PT403" });
    await expect(create({}, stranger)).rejects.toMatchObject({ code: "PT403" });
    for (const wish of [
      () => get(made.id, stranger),
      () => sumsOf(made.id, stranger),
      () => update(made.id, { action: "start" }, undefined, stranger),
      () => promote(made.id, "new", stranger),
      () => callAs(db.sql, stranger, "delete_experiment", { experiment_id: made.id }),
    ])
      await expect(wish()).rejects.toMatchObject({ code: "PT404" });
    expect(await callAs(db.sql, stranger, "list_experiments", {})).toEqual([]);
  });
});

describe("subjects", () => {
  test("belong to the variant they were first seen with, while it runs", async () => {
    const experiment = await startEarlier();
    const at = (hour: number) => `2026-03-02T${String(hour).padStart(2, "0")}:00:00Z`;
    const one = { success: true };
    await record(experiment, [
      { ...one, subject: "a", variant: "new", created_at: at(9) },
      { ...one, subject: "a", variant: "control", created_at: at(8) },
      { ...one, subject: "b", variant: "new", created_at: at(8) },
      { ...one, subject: "early", variant: "new", created_at: "2026-03-01T05:59:59Z" },
      { ...one, subject: null, variant: "new", created_at: at(8) },
    ]);
    await record(experiment, [{ ...one, subject: "b", variant: "control", created_at: at(7) }]);
    await update(experiment.id, { action: "stop" });
    await db.sql`update public.experiments set stopped_at = '2026-03-03T00:00:00Z' where id = ${experiment.id}`;
    await record(experiment, [
      { ...one, subject: "late", variant: "new", created_at: "2026-03-03T00:00:01Z" },
      { ...one, subject: "b", variant: "new", created_at: "2026-03-03T00:00:01Z" },
    ]);
    const rows = await db.sql<{ subject: string; variant: string }[]>`
      select subject, variant from public.experiment_assignments where experiment_id = ${experiment.id} order by subject`;
    expect(rows.map((row) => ({ ...row }))).toEqual([
      { subject: "a", variant: "control" },
      { subject: "b", variant: "new" },
    ]);
    const sums = await sumsOf(experiment.id);
    expect(sums.crossovers).toBe(2);
    expect(sums.counts.map(({ variant, assigned, requests }) => [variant, assigned, requests])).toEqual([
      ["control", 1, 2],
      ["new", 1, 2],
    ]);
  });

  test("of batches in opposite order at once are noted without a deadlock", async () => {
    const experiment = await startEarlier();
    const subjects = Array.from({ length: 200 }, (_, index) => `s-${index}`);
    const batch = (list: string[]) =>
      list.map((subject) => ({ subject, variant: "new", success: true, created_at: "2026-03-02T08:00:00Z" }));
    const reversed = [...subjects].reverse();
    await Promise.all(
      Array.from({ length: 8 }, (_, index) => record(experiment, batch(index % 2 ? subjects : reversed))),
    );
    const [row] = await db.sql<{ n: number }[]>`
      select count(*)::int as n from public.experiment_assignments where experiment_id = ${experiment.id}`;
    expect(row?.n).toBe(200);
  });
});

describe("results", () => {
  test("are sums over subjects up to each day, as a recomputation from the rows has them", async () => {
    const experiment = await startEarlier({ guardrails: [{ metric: "tokens", max_increase: 0.1 }] });
    const random = randomOf("sums of an experiment");
    const executions: Execution[] = Array.from({ length: 1500 }, () => {
      const subject = Math.floor(60 * random() ** 2);
      const success = random() < 0.6;
      const hasTokens = random() < 0.8;
      const day = 1 + Math.floor(random() * 6);
      return {
        subject: `s-${subject}`,
        variant: subject % 3 === 0 ? "control" : "new",
        success,
        error_class: success ? null : ([null, "validation", "logic"][Math.floor(random() * 3)] ?? null),
        retries: random() < 0.3 ? 2 : 0,
        tokens_in: hasTokens ? Math.floor(4000 * random()) : null,
        tokens_out: hasTokens ? 10 : null,
        cost_usd: hasTokens ? 0.001 : null,
        cost_source: hasTokens ? "sent" : null,
        response_time_ms: Math.floor(2000 * random()),
        created_at: `2026-03-0${day}T${String(7 + Math.floor(random() * 16)).padStart(2, "0")}:00:00Z`,
      };
    });
    await record(experiment, executions);
    const sums = await sumsOf(experiment.id);
    const recomputed = (
      variant: string,
      date: string,
      value: (row: Execution) => number | null,
    ): RatioSums => {
      const subjects = new Map<string, { n: number; total: number }>();
      for (const row of executions) {
        const amount = value(row);
        if (row.variant !== variant || row.created_at.slice(0, 10) > date || amount === null) continue;
        const sofar = subjects.get(row.subject ?? "") ?? { n: 0, total: 0 };
        subjects.set(row.subject ?? "", { n: sofar.n + 1, total: sofar.total + amount });
      }
      return sumSubjects([...subjects.values()]);
    };
    const values: Record<string, (row: Execution) => number | null> = {
      success: (row) => Number(row.success),
      tokens: (row) => (row.tokens_in == null ? null : row.tokens_in + (row.tokens_out ?? 0)),
      cost: (row) => row.cost_usd ?? null,
      response_time: (row) => row.response_time_ms ?? null,
      retried: (row) => Number((row.retries ?? 0) > 0),
    };
    // Of what is watched every day, of the rest the last.
    expect(sums.sums.filter(({ metric }) => metric === "success")).toHaveLength(12);
    expect(sums.sums.filter(({ metric }) => metric === "tokens")).toHaveLength(12);
    expect(sums.sums.filter(({ metric }) => metric === "cost")).toHaveLength(2);
    expect(sums.sums).toHaveLength(30);
    for (const { metric, variant, date, ...got } of sums.sums) {
      const expected = recomputed(variant, date, values[metric] as never);
      for (const [name, value] of Object.entries(expected)) {
        const relative = (got[name as keyof typeof got] - value) / Math.max(1, Math.abs(value));
        expect(Math.abs(relative), `${metric} ${variant} ${date} ${name}`).toBeLessThan(1e-9);
      }
    }
    for (const counts of sums.counts) {
      const own = executions.filter(({ variant }) => variant === counts.variant);
      expect(counts).toMatchObject({
        requests: own.length,
        retries: own.reduce((sum, row) => sum + (row.retries ?? 0), 0),
        validation: own.filter(({ error_class }) => error_class === "validation").length,
        logic: own.filter(({ error_class }) => error_class === "logic").length,
        unclassified: own.filter((row) => !row.success && row.error_class === null).length,
        assigned: new Set(own.map(({ subject }) => subject)).size,
      });
    }
    const results = computeResults(sums);
    expect(results.variants.map(({ requests }) => requests).reduce((a, b) => a + b)).toBe(1500);
    expect(results.timeline.filter(({ variant }) => variant === "new")).toHaveLength(6);
  });

  test("of votes count those whose metadata names the experiment and the variant", async () => {
    const experiment = await startEarlier({ metric: "feedback" });
    await record(experiment, [
      { subject: "u1", variant: "new", success: true, created_at: "2026-03-02T08:00:00Z" },
    ]);
    const vote = (user_id: string | null, rating: number, metadata: Record<string, unknown>, day = 2) => ({
      project,
      query: "q",
      response: "r",
      model: "m",
      rating,
      user_id,
      metadata: db.sql.json(metadata as never) as never,
      created_at: `2026-03-0${day}T09:00:00Z`,
    });
    const named = (variant: string) => ({ experiment: experiment.name, variant });
    await db.sql`insert into public.feedback ${db.sql([
      vote("u1", 1, { experiment: experiment.id, variant: "new" }),
      // First seen with the other variant: counts there.
      vote("u1", -1, named("control"), 3),
      vote("u2", 1, named("control")),
      vote(null, 1, { ...named("control"), subject: "s3" }),
      vote(null, 1, named("control")),
      vote("u4", 1, named("unknown")),
      vote("u5", 1, { experiment: "another", variant: "new" }),
      { ...vote("u6", 1, named("new")), project: uniqueName("p") },
      { ...vote("u7", 1, named("new")), created_at: "2026-02-01T00:00:00Z" },
    ] as never)}`;
    const sums = await sumsOf(experiment.id);
    const last = (variant: string) =>
      sums.sums.filter((row) => row.metric === "feedback" && row.variant === variant).at(-1);
    expect(last("new")).toMatchObject({ subjects: 1, n: 2, total: 1, n_squares: 4, date: "2026-03-03" });
    expect(last("control")).toMatchObject({ subjects: 2, n: 2, total: 2 });
    expect(sums.crossovers).toBe(1);
    expect(computeResults(sums).variants[1]).toMatchObject({ requests: 2, successes: 1, rate: 0.5 });
  });

  test("of a draft are empty", async () => {
    const { id } = await create();
    const results = computeResults(await sumsOf(id));
    expect(results).toMatchObject({ winner: null, timeline: [], crossovers: 0, days_to_decision: null });
    expect(results.variants.map(({ verdict, subjects }) => [verdict, subjects])).toEqual([
      [null, 0],
      ["too_few", 0],
    ]);
  });
});

describe("promotion", () => {
  test("makes a variant's strategy the default, and another promotion takes it back", async () => {
    await saveStrategy("base", 1);
    await saveStrategy("few-shot", 1);
    await saveStrategy("few-shot", 2);
    await db.sql`insert into public.default_strategies (project, name, strategy_version) values (${project}, 'base', 1)`;
    const { id } = await create({
      variants: [twoVariants[0], { name: "new", weight: 1, strategy: "few-shot" }],
    });
    await expect(promote(id, "new")).rejects.toMatchObject({ code: "PT409" });
    await update(id, { action: "start" });
    await expect(promote(id, "nobody")).rejects.toMatchObject({
      code: "PT400",
      detail: expect.stringContaining("variant"),
    });
    expect(await promote(id, "new")).toMatchObject({
      strategy: "few-shot",
      strategy_version: 2,
      default_version: 2,
      previous: { name: "base", strategy_version: 1 },
    });
    expect(await get(id)).toMatchObject({ promoted_variant: "new", status: "running" });
    expect(await promote(id, "control")).toMatchObject({
      strategy: "base",
      strategy_version: 1,
      default_version: 3,
      previous: { name: "few-shot", strategy_version: 2 },
    });
    const promoted = (await auditOf(id)).filter(({ action }) => action === "experiment.promote");
    expect(promoted.map(({ detail }) => [detail.variant, detail.previous])).toEqual([
      ["new", { name: "base", strategy_version: 1 }],
      ["control", { name: "few-shot", strategy_version: 2 }],
    ]);
  });

  test("of a prompt version makes a strategy version with its text, once", async () => {
    await saveStrategy("base", 1, { system_role: "old", budget_tokens: 7 });
    await db.sql`insert into public.prompt_versions (project, version, prompt_text) values (${project}, 'v2', 'new role')`;
    const { id } = await create({
      name: "Roles: a trial!",
      variants: [
        { name: "control", weight: 1, strategy: "base" },
        { name: "new", weight: 1, strategy: "base", prompt_version: "v2" },
        { name: "shipped", weight: 1, prompt_version: "v2" },
      ],
    });
    await update(id, { action: "start" });
    expect(await promote(id, "new")).toMatchObject({ strategy: "base", strategy_version: 2 });
    expect(await promote(id, "new")).toMatchObject({ strategy: "base", strategy_version: 2 });
    expect(await promote(id, "shipped")).toMatchObject({ strategy: "roles-a-trial", strategy_version: 1 });
    const rows = await db.sql<{ name: string; version: number; body: unknown }[]>`
      select name, version, body from public.prompt_strategies where project = ${project} order by name, version`;
    expect(rows.map((row) => ({ ...row }))).toEqual([
      { name: "base", version: 1, body: { system_role: "old", budget_tokens: 7 } },
      { name: "base", version: 2, body: { system_role: "new role", budget_tokens: 7 } },
      { name: "roles-a-trial", version: 1, body: { system_role: "new role", budget_tokens: 1 } },
    ]);
    await db.sql`delete from public.prompt_versions where project = ${project}`;
    await expect(promote(id, "new")).rejects.toMatchObject({ code: "PT409" });
  });

  test("of the built-in strategy takes the project back to it", async () => {
    const { id } = await create();
    await update(id, { action: "start" });
    await saveStrategy("base", 1);
    await db.sql`insert into public.default_strategies (project, name, strategy_version) values (${project}, 'base', 1)`;
    expect(await promote(id, "new")).toMatchObject({
      strategy: "built-in",
      strategy_version: 0,
      default_version: 2,
      previous: { name: "base", strategy_version: 1 },
    });
    const [row] =
      await db.sql`select name, strategy_version from public.default_strategies where project = ${project}`;
    expect(row).toMatchObject({ name: null, strategy_version: null });
  });
});

test("a guarded experiment is stopped once, with the reason", async () => {
  const guarded = await create({
    stop_on_guardrail: true,
    guardrails: [{ metric: "cost", max_increase: 0.1 }],
  });
  const free = await create({ guardrails: [{ metric: "cost", max_increase: 0.1 }] });
  for (const { id } of [guarded, free]) await update(id, { action: "start" });
  const listed = await db.sql<{ id: string }[]>`select id from private.list_guarded_experiments()`;
  expect(listed.map(({ id }) => id)).toContain(guarded.id);
  expect(listed.map(({ id }) => id)).not.toContain(free.id);
  const stop = async (id: string) =>
    (await db.sql<{ done: boolean }[]>`select private.stop_guarded_experiment(${id}, 'too dear') as done`)[0]
      ?.done;
  expect(await stop(guarded.id)).toBe(true);
  expect(await stop(guarded.id)).toBe(false);
  expect(await stop(free.id)).toBe(false);
  expect(await stop(randomUUID())).toBe(false);
  expect(await get(guarded.id)).toMatchObject({ status: "stopped", stop_reason: "too dear" });
  expect((await auditOf(guarded.id)).at(-1)).toMatchObject({ action: "experiment.stop" });
});

test("the jobs stop an experiment that surely costs more than is allowed, and leave the others", async () => {
  const guardrails = [{ metric: "cost", max_increase: 0.2 }];
  const dear = await startEarlier({ guardrails, stop_on_guardrail: true });
  const cheap = await startEarlier({ guardrails, stop_on_guardrail: true });
  const watched = await startEarlier({ guardrails });
  for (const experiment of [dear, cheap, watched]) {
    const factor = experiment === cheap ? 1.05 : 2;
    const random = randomOf(`costs ${factor} times as much`);
    await record(
      experiment,
      Array.from({ length: 600 }, (_, index) => ({
        subject: `s-${index % 200}`,
        variant: index % 2 ? "new" : "control",
        success: true,
        cost_usd: Math.round(1e6 * (0.01 + 0.002 * random()) * (index % 2 ? factor : 1)) / 1e6,
        cost_source: "sent",
        created_at: "2026-03-02T08:00:00Z",
      })),
    );
  }
  const signal = new AbortController().signal;
  expect(await stopBreachedExperiments(db.sql, signal)).toBe(1);
  expect(await stopBreachedExperiments(db.sql, signal)).toBe(0);
  const stopped = await get(dear.id);
  expect(stopped.status).toBe("stopped");
  expect(stopped.stop_reason).toMatch(
    /^Guardrail: cost per request of “new” is (9|10)\d\.\d % above the control/,
  );
  expect([(await get(cheap.id)).status, (await get(watched.id)).status]).toEqual(["running", "running"]);
});
