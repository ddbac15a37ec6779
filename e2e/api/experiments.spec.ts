import type { ExperimentResults } from "@/lib/learning/experiments/schemas";
import { ratioDifferenceInterval, sumSubjects } from "@/lib/stats/ratio";
import { pathsOf, requestsOf } from "../reviewing";
import { expect, test } from "../signed-in";

const variants = [
  { name: "control", weight: 1 },
  { name: "new", weight: 1 },
];

test("an owner plans and starts it, programs ask and report, and the results agree with what was sent", async ({
  as,
  api,
  createKey,
  createMember,
  project,
}) => {
  const owner = requestsOf(await as(await createMember({ role: "product_owner", projects: [project] })));
  const program = await api(await createKey({ scopes: ["ingest", "read"], project }));
  const created = await owner.post("/v1/experiments", {
    name: "Retrieved examples",
    variants,
    guardrails: [{ metric: "tokens", max_increase: 0.5 }],
  });
  expect(created.status(), await created.text()).toBe(201);
  const { id } = await created.json();
  const path = `/v1/experiments/${id}`;
  const assignment = (subject: string) =>
    program.get(`${path}/assignment?subject=${encodeURIComponent(subject)}`);
  expect((await assignment("s")).status()).toBe(409);
  expect(await (await owner.patch(path, { action: "start", expected_version: 1 })).json()).toMatchObject({
    status: "running",
    version: 2,
    variants: [{ strategy: "built-in", strategy_version: null }, {}],
  });

  const subjects = Array.from({ length: 240 }, (_, index) => `user-${index}, ü`);
  const variantOf = new Map<string, string>();
  for (const subject of subjects.slice(0, 20)) {
    const first = await (await assignment(subject)).json();
    expect(await (await assignment(subject)).json()).toEqual(first);
    variantOf.set(subject, first.variant);
  }
  expect(new Set(variantOf.values())).toEqual(new Set(["control", "new"]));
  const composed = await program.post("/v1/prompts/compose", {
    data: { user_prompt: "average sales", project, experiment: id, subject: subjects[0] },
  });
  expect(composed.status(), await composed.text()).toBe(200);
  const { report } = await composed.json();
  expect(report).toMatchObject({
    strategy: "built-in",
    experiment: id,
    variant: variantOf.get(subjects[0] as string),
    subject: subjects[0],
  });
  const sent = subjects.flatMap((subject, index) => {
    const variant = variantOf.get(subject) ?? (index % 2 ? "new" : "control");
    return Array.from({ length: 1 + (index % 3) }, (_, request) => ({
      subject,
      variant,
      success: (index * 7 + request) % 10 < (variant === "new" ? 8 : 4),
      tokens_in: 1000 + index,
    }));
  });
  const recorded = await program.post("/v1/executions/batch", {
    data: {
      items: sent.map((row) => ({
        ...row,
        user_prompt: "average sales by region",
        action_plan: { task: "group_by" },
        experiment: "Retrieved examples",
        ...(row.success ? {} : { error: "KeyError: region", error_class: "execution" }),
        tokens_out: 10,
      })),
    },
  });
  expect(recorded.status(), await recorded.text()).toBe(201);

  const answer = await program.get(`${path}/results`);
  expect(answer.status(), await answer.text()).toBe(200);
  const results = (await answer.json()) as ExperimentResults;
  const sums = (variant: string) => {
    const own = sent.filter((row) => row.variant === variant);
    return sumSubjects(
      [...new Set(own.map(({ subject }) => subject))].map((subject) => {
        const mine = own.filter((row) => row.subject === subject);
        return { n: mine.length, total: mine.filter(({ success }) => success).length };
      }),
    );
  };
  const interval = ratioDifferenceInterval(sums("new"), sums("control"));
  const [control, other] = results.variants;
  for (const variant of [control, other]) {
    const own = sums(variant?.name ?? "");
    expect(variant).toMatchObject({ subjects: own.subjects, requests: own.n, successes: own.total });
    expect(variant?.errors.execution).toBe(own.n - own.total);
  }
  expect(other?.difference?.ci_low).toBeCloseTo(interval?.low as number, 10);
  expect(other?.difference?.ci_high).toBeCloseTo(interval?.high as number, 10);
  expect(other).toMatchObject({ verdict: "better", is_control: false });
  expect(results).toMatchObject({
    winner: "new",
    crossovers: 0,
    guardrails: [{ variant: "new", state: "ok" }],
  });

  expect(await (await owner.patch(path, { action: "stop", reason: "decided" })).json()).toMatchObject({
    status: "stopped",
    stop_reason: "decided",
  });
  const listed = await (await program.get(`/v1/experiments?status=stopped&project=${project}`)).json();
  expect(listed.data).toMatchObject([{ id }]);
  expect((await assignment(subjects[0] as string)).status()).toBe(200);
});

test("promotion changes the default strategy, is written down, and can be taken back", async ({
  as,
  createMember,
  project,
  sql,
}) => {
  const owner = requestsOf(await as(await createMember({ role: "product_owner", projects: [project] })));
  await sql`insert into public.prompt_strategies (project, name, version, body) values
    (${project}, 'base', 1, '{}'), (${project}, 'few-shot', 1, '{}')`;
  await sql`insert into public.default_strategies (project, name, strategy_version) values (${project}, 'base', 1)`;
  const { id } = await (
    await owner.post("/v1/experiments", {
      name: "e",
      variants: [variants[0], { name: "new", weight: 1, strategy: "few-shot" }],
    })
  ).json();
  const promote = (variant: string) => owner.post(`/v1/experiments/${id}/promote`, { variant });
  expect((await promote("new")).status()).toBe(409);
  await owner.patch(`/v1/experiments/${id}`, { action: "start" });
  expect(await pathsOf(await promote("nobody"))).toEqual(["variant"]);
  const done = await promote("new");
  expect(done.status(), await done.text()).toBe(200);
  expect(await done.json()).toMatchObject({
    strategy: "few-shot",
    strategy_version: 1,
    previous: { name: "base", strategy_version: 1 },
    verdict: "too_few",
    subjects: 0,
    warning: expect.stringMatching(/^Nothing is decided yet: “control” has 0, “new” has 0 subjects\./),
  });
  const current = async () =>
    (await sql`select name, strategy_version from public.default_strategies where project = ${project}`)[0];
  expect(await current()).toMatchObject({ name: "few-shot" });
  expect(await (await promote("control")).json()).toMatchObject({ strategy: "base" });
  expect(await current()).toMatchObject({ name: "base" });
  const audit = await sql<{ detail: { variant: string } }[]>`
    select detail from public.audit_log where action = 'experiment.promote' and target_id = ${id} order by id`;
  expect(audit.map(({ detail }) => detail.variant)).toEqual(["new", "control"]);
});

test("bad input names the field, and who may not is refused", async ({
  as,
  api,
  createKey,
  createMember,
  project,
}) => {
  const owner = requestsOf(await as(await createMember({ role: "product_owner", projects: [project] })));
  const reviewer = requestsOf(await as(await createMember({ role: "reviewer", projects: [project] })));
  const stranger = requestsOf(
    await as(await createMember({ role: "product_owner", projects: [`${project}-other`] })),
  );
  const valid = { name: "e", variants };
  const second = (change: object) => ({ variants: [variants[0], { ...variants[1], ...change }] });
  for (const [change, field] of [
    [{ name: "" }, "name"],
    [{ variants: [variants[0]] }, "variants"],
    [{ variants: [variants[0], variants[0]] }, "variants.1.name"],
    [second({ weight: 0 }), "variants.1.weight"],
    [second({ weight: 0.5 }), "variants.1.weight"],
    [second({ strategy: "No Such" }), "variants.1.strategy"],
    [second({ strategy: "missing" }), "variants.1.strategy"],
    [second({ prompt_version: "v9" }), "variants.1.prompt_version"],
    [{ metric: "mood" }, "metric"],
    [{ minimum_effect: 1 }, "minimum_effect"],
    [{ guardrails: [{ metric: "mood", max_increase: 1 }] }, "guardrails.0.metric"],
    [{ guardrails: [{ metric: "cost", max_increase: -1 }] }, "guardrails.0.max_increase"],
    [{ colour: "red" }, "colour"],
  ] as const) {
    const answer = await owner.post("/v1/experiments", { ...valid, ...change });
    expect(answer.status(), field).toBe(400);
    expect(await pathsOf(answer), field).toContain(field);
  }
  const { id } = await (await owner.post("/v1/experiments", valid)).json();
  const path = `/v1/experiments/${id}`;
  expect((await owner.post("/v1/experiments", valid)).status()).toBe(409);
  for (const [body, field] of [
    [{}, ""],
    [{ action: "pause" }, "action"],
    [{ reason: "because" }, "reason"],
    [{ variants: variants.slice(0, 1) }, "variants"],
  ] as const) {
    const answer = await owner.patch(path, body);
    expect(answer.status(), JSON.stringify(body)).toBe(400);
    expect(await pathsOf(answer)).toContain(field);
  }
  expect(await pathsOf(await owner.get("/v1/experiments?status=old"))).toEqual(["status"]);
  expect(await pathsOf(await owner.get(`${path}/assignment`))).toEqual(["subject"]);
  expect((await owner.get("/v1/experiments/not-an-id")).status()).toBe(404);

  const keys = await api(await createKey({ scopes: ["ingest", "read"], project }));
  for (const who of [reviewer, { ...requestsOf(keys) }]) {
    expect((await who.get(path)).status()).toBe(200);
    expect((await who.get(`${path}/results`)).status()).toBe(200);
    expect((await who.post("/v1/experiments", { ...valid, name: "mine" })).status()).toBe(403);
    expect((await who.patch(path, { action: "start" })).status()).toBe(403);
    expect((await who.post(`${path}/promote`, { variant: "new" })).status()).toBe(403);
    expect((await who.delete(path)).status()).toBe(403);
  }
  expect((await stranger.post("/v1/experiments", { ...valid, project })).status()).toBe(403);
  for (const answer of [
    await stranger.get(path),
    await stranger.get(`${path}/results`),
    await stranger.get(`${path}/assignment?subject=s`),
    await stranger.patch(path, { action: "start" }),
    await stranger.post(`${path}/promote`, { variant: "new" }),
    await stranger.delete(path),
  ])
    expect(answer.status(), answer.url()).toBe(404);
  expect((await (await stranger.get("/v1/experiments")).json()).data).toEqual([]);
  expect((await owner.delete(path)).status()).toBe(204);
  expect((await owner.get(path)).status()).toBe(404);
});
