import { randomUUID } from "node:crypto";
import { expectProblem } from "../problems";
import { expect, test } from "../signed-in";

const PRICES = "/v1/prices";
const price = (model: string, values: object = {}) => ({
  model,
  input_usd_per_million: 1.5,
  output_usd_per_million: 3,
  ...values,
});

test("a price is set, replaced, listed and deleted", async ({ as, createMember }) => {
  const owner = await as(await createMember({ role: "product_owner" }));
  const model = `model ${randomUUID()}, ä`;
  const put = await owner.put(PRICES, { data: price(model) });
  expect(put.status(), await put.text()).toBe(200);
  const first = await put.json();
  expect(first).toEqual({
    id: expect.any(String),
    model,
    provider: null,
    input_usd_per_million: 1.5,
    cached_usd_per_million: null,
    output_usd_per_million: 3,
    valid_from: "1970-01-01T00:00:00.000Z",
    source: "manual",
    updated_at: expect.any(String),
  });
  const second = await (
    await owner.put(PRICES, { data: price(model, { provider: "acme", cached_usd_per_million: 0.15 }) })
  ).json();
  expect(second).toMatchObject({ id: first.id, provider: "acme", cached_usd_per_million: 0.15 });
  const later = await (
    await owner.put(PRICES, { data: price(model, { valid_from: "2026-01-31T12:00:00+01:00" }) })
  ).json();
  expect(later).toMatchObject({ valid_from: "2026-01-31T11:00:00.000Z" });
  expect(later.id).not.toBe(first.id);

  const search = new URLSearchParams({ q: model.toUpperCase() });
  expect((await (await owner.get(`${PRICES}?${search}`)).json()).data).toEqual([later, second]);
  const removed = await owner.delete(`${PRICES}/${later.id}`);
  expect([removed.status(), await removed.text()]).toEqual([204, ""]);
  expect((await (await owner.get(`${PRICES}?${search}`)).json()).data).toEqual([second]);
  await expectProblem(await owner.delete(`${PRICES}/${later.id}`), 404);
  await owner.delete(`${PRICES}/${first.id}`);
});

test("the price list is there, and its prices cannot be deleted", async ({ as, createMember }) => {
  const admin = await as(await createMember({ role: "admin" }));
  const { data } = await (await admin.get(`${PRICES}?model=gpt-4o`)).json();
  expect(data).toMatchObject([
    { model: "gpt-4o", provider: "openai", source: "genai-prices", input_usd_per_million: 2.5 },
  ]);
  const problem = await expectProblem(await admin.delete(`${PRICES}/${data[0].id}`), 409);
  expect(problem.detail).toContain("price list");
});

test("what is wrong with a price is named", async ({ as, createMember }) => {
  const owner = await as(await createMember({ role: "product_owner" }));
  for (const [body, path] of [
    [{ ...price("m"), model: "" }, "model"],
    [{ ...price("m"), model: "m".repeat(201) }, "model"],
    [price("m", { input_usd_per_million: -1 }), "input_usd_per_million"],
    [price("m", { input_usd_per_million: "1" }), "input_usd_per_million"],
    [price("m", { output_usd_per_million: 1_000_001 }), "output_usd_per_million"],
    [price("m", { output_usd_per_million: undefined }), "output_usd_per_million"],
    [price("m", { cached_usd_per_million: -0.1 }), "cached_usd_per_million"],
    [price("m", { valid_from: "2026-01-31" }), "valid_from"],
    [price("m", { valid_from: "1969-12-31T23:59:59Z" }), "valid_from"],
    [price("m", { source: "genai-prices" }), "source"],
  ] as const) {
    await expectProblem(await owner.put(PRICES, { data: body }), 400, path);
  }
  await expectProblem(await owner.get(`${PRICES}?used=maybe`), 400, "used");
  await expectProblem(await owner.get(`${PRICES}?colour=red`), 400, "colour");
  await expectProblem(await owner.delete(`${PRICES}/1`), 404);
});

test("prices are changed by people who change settings of every project", async ({
  api,
  as,
  createKey,
  createMember,
  createStranger,
  project,
}) => {
  const owner = await as(await createMember({ role: "product_owner" }));
  const model = `model-${randomUUID()}`;
  const { id } = await (await owner.put(PRICES, { data: price(model) })).json();
  const refused = [
    await as(await createMember({ role: "reviewer" })),
    await as(await createMember({ role: "product_owner", projects: [project] })),
    await as(await createMember({ role: "admin", projects: [project] })),
    await api(await createKey({ scopes: ["ingest", "read", "export"] })),
  ];
  for (const client of refused) {
    await expectProblem(await client.put(PRICES, { data: price(model) }), 403);
    await expectProblem(await client.delete(`${PRICES}/${id}`), 403);
    expect((await (await client.get(`${PRICES}?model=${model}`)).json()).data).toHaveLength(1);
  }
  await expectProblem(await (await api()).get(PRICES), 401);
  await expectProblem(await (await as(await createStranger())).get(PRICES), 403);
  await expectProblem(await (await api(await createKey({ scopes: ["ingest"] }))).get(PRICES), 403);
  await owner.delete(`${PRICES}/${id}`);
});
