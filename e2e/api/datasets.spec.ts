import { requestsOf } from "../reviewing";
import { expect, test } from "../signed-in";

const monday = { weekday: 1, hour: 6, time_zone: "Europe/Berlin" };

test("a name alone is the weekly dataset: votes of seven days, as messages with weights 2.0 and 0.5", async ({
  api,
  createKey,
  project,
}) => {
  const program = await api(await createKey({ scopes: ["export"], project }));
  const created = await program.post("/v1/datasets", { data: { name: "Weekly votes" } });
  expect(created.status(), await created.text()).toBe(201);
  const dataset = await created.json();
  expect(dataset).toMatchObject({
    name: "Weekly votes",
    description: null,
    definition: {
      source: "feedback",
      filters: { days: 7 },
      format: "retune",
      weights: { positive: 2, negative: 0.5 },
    },
    projects: [project],
    version: 1,
    schedule: null,
    latest_version: null,
    versions: 0,
    warnings: [],
  });
  expect(await (await program.get(`/v1/datasets/${dataset.id}`)).json()).toEqual(dataset);
  const { data } = await (await program.get("/v1/datasets?q=weekly%20VOTES")).json();
  expect(data).toEqual([dataset]);
});

test("an admin changes a dataset and its schedule, is told of another's change, deletes and restores it", async ({
  as,
  createMember,
  project,
}) => {
  const admin = requestsOf(await as(await createMember({ role: "admin", projects: [project] })));
  const { id } = await (await admin.post("/v1/datasets", { name: "d" })).json();
  const path = `/v1/datasets/${id}`;
  const planned = await (await admin.patch(path, { schedule: monday, expected_version: 1 })).json();
  expect(planned).toMatchObject({
    version: 2,
    schedule: { ...monday, keep_versions: 8, is_active: true },
    warnings: [],
  });
  expect(Date.parse(planned.schedule.next_run_at)).toBeGreaterThan(Date.now());

  const late = await admin.patch(path, { name: "late", expected_version: 1 });
  expect(late.status()).toBe(409);
  expect(await late.json()).toMatchObject({ code: "conflict", stored_version: 2 });

  // A window that grows is allowed, and told.
  const growing = await (await admin.patch(path, { definition: { filters: {} } })).json();
  expect(growing).toMatchObject({ version: 3, warnings: [{ path: "definition.filters" }] });
  // The definition that stays has to go with the schedule that is sent, and the other way round.
  for (const patch of [
    { definition: { filters: { to: "2026-01-31" } } },
    { definition: { filters: { to: "2026-01-31" } }, schedule: monday },
  ]) {
    const refused = await admin.patch(path, patch);
    expect(refused.status()).toBe(400);
    expect((await refused.json()).issues).toMatchObject([{ path: "definition.filters.to" }]);
  }
  expect(
    (await admin.patch(path, { schedule: null, definition: { filters: { to: "2026-01-31" } } })).status(),
  ).toBe(200);
  expect((await admin.patch(path, { schedule: monday })).status()).toBe(400);

  const before = await (await admin.get(path)).json();
  expect((await admin.delete(path)).status()).toBe(204);
  expect((await admin.get(path)).status()).toBe(404);
  expect((await (await admin.get("/v1/datasets")).json()).data).toEqual([]);
  const restored = await admin.post(`${path}/restore`);
  expect(restored.status()).toBe(200);
  expect(await restored.json()).toEqual(before);
  expect((await admin.post(`${path}/restore`)).status()).toBe(404);
});

test("what cannot work is refused by the name of the field", async ({ api, createKey, project }) => {
  const program = await api(await createKey({ scopes: ["export"], project }));
  const cases: [data: Record<string, unknown>, path: string][] = [
    [{}, "name"],
    [{ name: "" }, "name"],
    [{ name: "d", definition: { format: "parquet" } }, "definition.format"],
    [{ name: "d", definition: { source: "votes" } }, "definition.source"],
    [{ name: "d", definition: { weights: { positive: -1 } } }, "definition.weights.positive"],
    [
      { name: "d", definition: { weights: { categories: { mood: 1 } } } },
      "definition.weights.categories.mood",
    ],
    [{ name: "d", definition: { validation_share: 0.6 } }, "definition.validation_share"],
    [{ name: "d", definition: { filters: { colour: "red" } } }, "definition.filters.colour"],
    [{ name: "d", definition: { filters: { rating: 5 } } }, "definition.filters.rating"],
    [{ name: "d", definition: { filters: { days: 7, to: "2026-01-01" } } }, "definition.filters.days"],
    [{ name: "d", definition: { format: "prompt-response" } }, "definition.format"],
    [{ name: "d", schedule: { weekday: 0 } }, "schedule.weekday"],
    [{ name: "d", schedule: { hour: 24 } }, "schedule.hour"],
    [{ name: "d", schedule: { time_zone: "Mars/Olympus" } }, "schedule.time_zone"],
    [{ name: "d", schedule: { keep_versions: 0 } }, "schedule.keep_versions"],
    [{ name: "d", schedule: {}, definition: { filters: { to: "2026-01-31" } } }, "definition.filters.to"],
    [{ name: "d", colour: "red" }, "colour"],
  ];
  for (const [data, path] of cases) {
    const answer = await program.post("/v1/datasets", { data });
    expect(answer.status(), JSON.stringify(data)).toBe(400);
    const { issues } = await answer.json();
    expect(
      issues.map((issue: { path: string }) => issue.path),
      JSON.stringify(data),
    ).toContain(path);
  }
  expect((await (await program.get("/v1/datasets")).json()).data).toEqual([]);
});

test("nobody else sees or changes a dataset", async ({ as, api, createKey, createMember, project }) => {
  const other = `${project}-other`;
  const owner = await api(await createKey({ scopes: ["export"], project }));
  const { id } = await (await owner.post("/v1/datasets", { data: { name: "d" } })).json();
  const everybodys = await (
    await (await api(await createKey({ scopes: ["export"] }))).post("/v1/datasets", { data: { name: "all" } })
  ).json();
  expect(everybodys.projects).toBeNull();
  const path = `/v1/datasets/${id}`;
  const attempts = (of: string): [method: string, path: string, data?: unknown][] => [
    ["GET", of],
    ["PATCH", of, { name: "n" }],
    ["DELETE", of],
    ["POST", `${of}/restore`],
  ];

  // Who may not build datasets at all.
  const strangers = [
    await as(await createMember({ role: "reviewer" })),
    await as(await createMember({ role: "product_owner" })),
    await api(await createKey({ scopes: ["ingest", "read", "metrics"] })),
  ];
  for (const caller of strangers) {
    for (const [method, of, data] of [
      ...attempts(path),
      ["GET", "/v1/datasets"],
      ["POST", "/v1/datasets", { name: "n" }],
    ] as ReturnType<typeof attempts>)
      expect((await caller.fetch(of, { method, data })).status(), `${method} ${of}`).toBe(403);
  }

  // Who is limited to other projects, and who to one of many.
  const limited = [
    await as(await createMember({ role: "admin", projects: [other] })),
    await api(await createKey({ scopes: ["export"], project: other })),
  ];
  for (const caller of limited) {
    for (const of of [path, `/v1/datasets/${everybodys.id}`])
      for (const [method, address, data] of attempts(of))
        expect((await caller.fetch(address, { method, data })).status(), `${method} ${address}`).toBe(404);
    const foreign = await caller.post("/v1/datasets", {
      data: { name: "n", definition: { filters: { project } } },
    });
    expect(foreign.status(), await foreign.text()).toBe(403);
    expect((await (await caller.get("/v1/datasets")).json()).data).toEqual([]);
  }
  expect((await owner.get(`/v1/datasets/${everybodys.id}`)).status()).toBe(404);
  expect((await owner.get(path)).status()).toBe(200);
});
