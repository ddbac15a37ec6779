import { randomUUID } from "node:crypto";
import type { APIRequestContext } from "@playwright/test";
import { expectProblem } from "../problems";
import { expect, test } from "../signed-in";

type Item = Record<string, unknown> & { llm_metadata?: object };

const interaction = (project: string, values: Item = {}) => ({
  project,
  user_id: "ann",
  agent_type: "general",
  user_message: "Where is my bus?",
  agent_response: "On its way.",
  timestamp: "2026-03-02T10:00:00Z",
  ...values,
});

async function record(client: APIRequestContext, project: string, items: Item[]): Promise<void> {
  const response = await client.post("/v1/interactions/batch", {
    data: { items: items.map((item) => interaction(project, item)) },
  });
  expect(response.status(), await response.text()).toBe(201);
}

const get = async (client: APIRequestContext, path: string) => {
  const response = await client.get(path);
  expect(response.status(), await response.text()).toBe(200);
  return response.json();
};

const RANGE = "from=2026-03-01&to=2026-03-07";
const tokens = { input_tokens: 1_000_000, output_tokens: 100_000 };

test("cost per day, in groups, in sum and by end user", async ({ api, createKey, project }) => {
  const client = await api(await createKey({ scopes: ["ingest", "read"], project }));
  await record(client, project, [
    // 1 x 2.5 + 0.1 x 10, of which 400,000 from the cache: - 0.4 x 1.25
    {
      user_satisfaction: 5,
      llm_metadata: { model: "gpt-4o-2024-08-06", ...tokens, cached_tokens: 400_000 },
    },
    { user_id: "bo", user_satisfaction: 2, llm_metadata: { model: "gpt-4o", cost: 0.1 } },
    { user_id: "bo", timestamp: "2026-03-04T23:59:59Z", llm_metadata: { model: "gpt-4o", cost: 0.2 } },
    { timestamp: "2026-03-04T00:00:00Z", agent_type: "technical", channel_id: "slack" },
    { timestamp: "2026-03-08T00:00:00Z", llm_metadata: { cost: 1000 } },
  ]);
  const { data } = await get(client, `/v1/costs/daily?${RANGE}`);
  expect(data).toEqual([
    {
      date: "2026-03-02",
      total_interactions: 2,
      total_tokens: 1_100_000,
      input_tokens: 1_000_000,
      output_tokens: 100_000,
      cached_tokens: 400_000,
      total_cost: 3.1,
      unpriced: 0,
      satisfaction_count: 2,
      satisfied: 1,
      partial: false,
    },
    expect.objectContaining({ date: "2026-03-04", total_interactions: 2, total_cost: 0.2, unpriced: 1 }),
  ]);
  const groups = async (by: string) =>
    (await get(client, `/v1/costs/daily?${RANGE}&granularity=week&group_by=${by}`)).data.map(
      (row: Record<string, unknown>) => [row.date, row[by], row.total_cost, row.partial],
    );
  expect(await groups("model")).toEqual([
    ["2026-03-02", "gpt-4o-2024-08-06", 3, true],
    ["2026-03-02", "gpt-4o", 0.3, true],
    ["2026-03-02", null, 0, true],
  ]);
  expect(await groups("channel_id")).toEqual([
    ["2026-03-02", "api", 3.3, true],
    ["2026-03-02", "slack", 0, true],
  ]);
  expect((await get(client, `/v1/costs/daily?${RANGE}&model=(none)`)).data).toHaveLength(1);

  const summary = await get(client, `/v1/costs/summary?${RANGE}`);
  const totals = {
    from: "2026-03-01T00:00:00.000Z",
    to: "2026-03-08T00:00:00.000Z",
    total_interactions: 4,
    total_tokens: 1_100_000,
    total_cost: 3.3,
    unpriced: 1,
    cost_per_interaction: 1.1,
    cost_per_success: 3.3,
    satisfied: 1,
    satisfaction_count: 2,
    users: 2,
    satisfied_users: 1,
    cost_per_satisfied_user: 3.3,
  };
  expect(summary).toEqual({
    ...totals,
    complete: totals,
    previous: expect.objectContaining({
      from: "2026-02-22T00:00:00.000Z",
      to: "2026-03-01T00:00:00.000Z",
      total_cost: 0,
      cost_per_interaction: null,
    }),
  });

  const page = await get(client, `/v1/costs/by-user?${RANGE}&limit=1`);
  expect(page).toMatchObject({ total: 2, data: [{ user_id: "ann", total_cost: 3, cost_efficiency: 0.6 }] });
  expect(await get(client, `/v1/costs/by-user?${RANGE}&limit=1&cursor=${page.next_cursor}`)).toMatchObject({
    total: 2,
    next_cursor: null,
    data: [{ user_id: "bo", total_cost: 0.3, avg_satisfaction: 2, unpriced: 0 }],
  });
  const best = await get(client, `/v1/costs/by-user?${RANGE}&sort=cost_efficiency&user_id=ann&user_id=bo`);
  expect(best.data.map(({ user_id }: { user_id: string }) => user_id)).toEqual(["bo", "ann"]);
});

test("what has no price is listed, priced when there is one, and only then", async ({
  api,
  as,
  createKey,
  createMember,
  project,
}) => {
  const key = await api(await createKey({ scopes: ["ingest", "read"], project }));
  const owner = await as(await createMember({ role: "product_owner" }));
  const model = `in-house-${randomUUID()}`;
  await record(key, project, [
    { llm_metadata: { model, ...tokens } },
    { llm_metadata: { model, ...tokens, cost: 9 } },
    { llm_metadata: { model, tokens_used: 5 } },
  ]);
  const reasons = async () =>
    (await get(key, "/v1/costs/unpriced")).data.map((row: Record<string, unknown>) => [
      row.reason,
      row.total_interactions,
      row.total_tokens,
      row.first_seen_at,
    ]);
  const at = "2026-03-02T10:00:00.000Z";
  expect(await reasons()).toEqual([
    ["tokens_not_split", 1, 5, at],
    ["unknown_model", 1, 1_100_000, at],
  ]);
  const reprice = async (body: object = {}) =>
    (await owner.post("/v1/costs/reprice", { data: { project, ...body } })).json();
  expect(await reprice()).toEqual({ repriced: 0, still_unpriced: 2, cost_added_usd: 0 });
  const put = { model, input_usd_per_million: 0.1, output_usd_per_million: 1 };
  const { id } = await (await owner.put("/v1/prices", { data: put })).json();
  expect((await reasons()).map(([reason]: string[]) => reason).sort()).toEqual([
    "not_repriced",
    "tokens_not_split",
  ]);
  const done = { repriced: 1, still_unpriced: 1, cost_added_usd: 0.2 };
  expect(await reprice({ dry_run: true })).toEqual(done);
  expect(await reprice()).toEqual(done);
  expect(await reprice()).toEqual({ repriced: 0, still_unpriced: 1, cost_added_usd: 0 });
  expect(await get(key, "/v1/costs/summary?from=2026-03-02&to=2026-03-02")).toMatchObject({
    total_cost: 9.2,
    unpriced: 1,
  });
  const { data } = await get(key, `/v1/interactions?model=${model}&is_unpriced=false`);
  expect(data.map((row: Record<string, unknown>) => [row.cost_usd, row.cost_source]).sort()).toEqual([
    [0.2, "price"],
    [9, "sent"],
  ]);
  await owner.put("/v1/prices", { data: { ...put, output_usd_per_million: 2 } });
  expect(await reprice()).toMatchObject({ repriced: 0 });
  expect(await reprice({ include_priced: true, model })).toMatchObject({ repriced: 1, cost_added_usd: 0.1 });
  await owner.delete(`/v1/prices/${id}`);
});

test("what the same traffic would cost on another model, with the quality beside it", async ({
  api,
  createKey,
  project,
}) => {
  const client = await api(await createKey({ scopes: ["ingest", "read"], project }));
  await record(client, project, [
    ...[5, 4, 4].map((user_satisfaction) => ({
      user_satisfaction,
      llm_metadata: { model: "gpt-4o", ...tokens },
    })),
    ...[3, 4].map((user_satisfaction) => ({
      user_satisfaction,
      llm_metadata: { model: "gpt-4o-mini", cost: 1 },
    })),
  ]);
  const path = `/v1/costs/what-if?${RANGE}&model=gpt-4o`;
  const answer = await get(client, `${path}&to_model=gpt-4o-mini`);
  expect(answer).toMatchObject({
    to_model: "gpt-4o-mini",
    price: { model: "gpt-4o-mini", source: "genai-prices" },
    interactions: 3,
    left_out: 0,
    actual_cost: 10.5,
    // 3 x (1 x 0.15 + 0.1 x 0.6)
    what_if_cost: 0.63,
    difference: -9.87,
    quality: { to_model: { average: 3.5, n: 2 }, difference: expect.closeTo(-5 / 6, 10) },
  });
  expect(answer.quality.current.average).toBeCloseTo(13 / 3, 10);
  expect(answer.quality.ci_low).toBeLessThan(answer.quality.difference);
  expect(answer.quality.ci_high).toBeGreaterThan(answer.quality.difference);
  expect(await get(client, `${path}&to_model=no-such-model`)).toMatchObject({
    price: null,
    actual_cost: 10.5,
    what_if_cost: null,
    difference: null,
    quality: { to_model: { average: null, n: 0 }, difference: null, ci_low: null },
  });
});

test("what is wrong with a request is named", async ({ api, as, createKey, createMember }) => {
  const client = await api(await createKey({ scopes: ["read"] }));
  for (const [path, name] of [
    ["daily?group_by=user_id", "group_by"],
    ["daily?granularity=hour", "granularity"],
    ["daily?from=2026-03-01T10:00:00Z", "from"],
    ["daily?from=2026-03-02&to=2026-03-01", "to"],
    ["daily?days=0", "days"],
    ["daily?colour=red", "colour"],
    ["summary?to=yesterday", "to"],
    ["by-user?sort=user_id", "sort"],
    ["by-user?limit=1001", "limit"],
    ["by-user?cursor=abc", "cursor"],
    ["by-user?channel_id=api", "channel_id"],
    ["unpriced?from=2026-02-31", "from"],
    ["what-if", "to_model"],
    ["what-if?to_model=", "to_model"],
  ]) {
    await expectProblem(await client.get(`/v1/costs/${path}`), 400, name);
  }
  const owner = await as(await createMember({ role: "product_owner" }));
  for (const [data, name] of [
    [{ dry_run: "yes" }, "dry_run"],
    [{ project: "" }, "project"],
    [{ names: [] }, "names"],
  ] as const) {
    await expectProblem(await owner.post("/v1/costs/reprice", { data }), 400, name);
  }
});

test("figures are of one's own projects; pricing again is for those who change settings", async ({
  api,
  as,
  createKey,
  createMember,
  createStranger,
  project,
}) => {
  const other = `${project}-other`;
  const admin = await api(await createKey({ scopes: ["ingest", "read"] }));
  await record(admin, project, [{ llm_metadata: { model: "m", cost: 1 } }]);
  await record(admin, other, [{ llm_metadata: { model: "m", cost: 2 } }, { llm_metadata: { model: "m" } }]);
  const reviewer = await as(await createMember({ role: "reviewer", projects: [project] }));
  for (const client of [reviewer, await api(await createKey({ scopes: ["export"], project }))]) {
    expect((await get(client, `/v1/costs/daily?${RANGE}`)).data).toMatchObject([{ total_cost: 1 }]);
    expect(await get(client, `/v1/costs/summary?${RANGE}&project=${other}`)).toMatchObject({
      total_interactions: 0,
      users: 0,
    });
    expect(await get(client, `/v1/costs/by-user?${RANGE}`)).toMatchObject({ total: 1 });
    expect(await get(client, "/v1/costs/unpriced")).toEqual({ data: [], total: 0 });
    expect(await get(client, `/v1/costs/what-if?${RANGE}&to_model=m`)).toMatchObject({ left_out: 1 });
    await expectProblem(await client.post("/v1/costs/reprice", { data: { project } }), 403);
  }
  const limited = await as(await createMember({ role: "product_owner", projects: [project] }));
  await expectProblem(await limited.post("/v1/costs/reprice", { data: { project: other } }), 403);
  const own = await limited.post("/v1/costs/reprice", { data: {} });
  expect(await own.json()).toEqual({ repriced: 0, still_unpriced: 0, cost_added_usd: 0 });

  const nobody = await api();
  const ingest = await api(await createKey({ scopes: ["ingest"] }));
  const stranger = await as(await createStranger());
  for (const path of ["daily", "summary", "by-user", "unpriced", "what-if?to_model=m"]) {
    await expectProblem(await nobody.get(`/v1/costs/${path}`), 401);
    await expectProblem(await ingest.get(`/v1/costs/${path}`), 403);
    await expectProblem(await stranger.get(`/v1/costs/${path}`), 403);
  }
});
