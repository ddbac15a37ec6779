import { expect, test } from "../fixtures";
import { expectProblem } from "../problems";

const question = { user_id: "u-1", agent_type: "writer", user_message: "Again?", agent_response: "Again." };

test("GET /v1/costs/forecast forecasts the month and a budget from what was sent", async ({
  api,
  createKey,
  project,
}) => {
  const client = await api(await createKey({ scopes: ["ingest", "read"], project }));
  const item = (day: number, cost: number) => ({
    ...question,
    timestamp: new Date(Date.now() - day * 86_400_000).toISOString(),
    llm_metadata: { cost },
  });

  const empty = await (await client.get("/v1/costs/forecast")).json();
  expect(empty).toMatchObject({ forecast: null, reason: "no_spend", spent_usd: 0, backtest: null });
  await client.post("/v1/interactions/batch", { data: { items: [item(1, 10), item(0, 1)] } });
  const young = await (await client.get("/v1/costs/forecast")).json();
  expect(young).toMatchObject({ forecast: null, reason: "too_little_data" });

  const items = Array.from({ length: 69 }, (_, day) => item(day + 2, 10));
  expect((await client.post("/v1/interactions/batch", { data: { items } })).status()).toBe(201);
  const month = await (await client.get("/v1/costs/forecast")).json();
  const days = Math.round((Date.parse(month.period_end) - Date.parse(month.period_start)) / 86_400_000);
  expect(month.reason).toBeNull();
  expect(month.forecast.total_usd).toBeCloseTo(days * 10, 4);
  expect(month.days).toHaveLength(days);
  expect(month.backtest).toMatchObject({ points: 42, mae_usd: expect.closeTo(0, 6), coverage: 1 });
  const other = await (await client.get("/v1/costs/forecast?agent_type=nobody")).json();
  expect(other).toMatchObject({ reason: "no_spend" });
});

test("GET /v1/costs/forecast names what is wrong and refuses who may not", async ({
  api,
  createKey,
  project,
}) => {
  const client = await api(await createKey({ scopes: ["read"], project }));
  await expectProblem(await client.get("/v1/costs/forecast?budget_id=x"), 400, "budget_id");
  await expectProblem(await client.get("/v1/costs/forecast?days=7"), 400, "days");
  const unknown = "00000000-0000-4000-8000-000000000000";
  await expectProblem(await client.get(`/v1/costs/forecast?budget_id=${unknown}&model=m`), 400, "budget_id");
  await expectProblem(await client.get(`/v1/costs/forecast?budget_id=${unknown}`), 404);
  const ingest = await api(await createKey({ scopes: ["ingest"], project }));
  await expectProblem(await ingest.get("/v1/costs/forecast"), 403);
  await expectProblem(await (await api()).get("/v1/costs/forecast"), 401);
});
