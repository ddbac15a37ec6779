import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { storeListedPrices } from "../../scripts/listed-prices";
import { clearInteractions, interaction, record } from "./support/interactions";
import { callAs, createKey, createMember, type Principal, uniqueName } from "./support/principals";
import { createScratch, type Scratch } from "./support/scratch";

let db: Scratch;
let admin: Principal;
let owner: Principal;

beforeAll(async () => {
  db = await createScratch();
  admin = await createMember(db.sql, "admin");
  owner = await createMember(db.sql, "product_owner");
});
afterAll(() => db?.drop());
beforeEach(async () => {
  await db.sql`truncate public.model_prices`;
  await clearInteractions(db.sql);
});

type Price = Record<string, unknown> & { id: string };

const set = (who: Principal, values: Record<string, unknown>) =>
  callAs<Price>(db.sql, who, "set_model_price", {
    input: JSON.stringify({ input_usd_per_million: 1, output_usd_per_million: 2, ...values }),
  });
const list = (who: Principal, filter: Record<string, unknown> = {}) =>
  callAs<Price[]>(db.sql, who, "list_model_prices", { filter: JSON.stringify(filter) });
const remove = (who: Principal, price_id: string) => callAs(db.sql, who, "delete_model_price", { price_id });

async function store(...rows: Record<string, unknown>[]): Promise<number | undefined> {
  const prices = rows.map((row) => ({
    provider: "acme",
    input_usd_per_million: 10,
    output_usd_per_million: 20,
    valid_from: "1970-01-01T00:00:00Z",
    ...row,
  }));
  const [row] = await db.sql<
    { changed: number }[]
  >`select private.store_listed_prices(${JSON.stringify(prices)}) as changed`;
  return row?.changed;
}

async function find(model: string | null, pricedAs: string | null, at: string): Promise<number | null> {
  const [row] = await db.sql<{ input: string | null }[]>`
    select input_usd_per_million as input from private.find_price(${model}, ${pricedAs}, ${at})`;
  return row?.input == null ? null : Number(row.input);
}

describe("the price of a model at a time", () => {
  test("is the newest that holds by then", async () => {
    await store(
      { model: "m", valid_from: "2025-01-01T00:00:00Z", input_usd_per_million: 1 },
      { model: "m", valid_from: "2026-01-01T00:00:00Z", input_usd_per_million: 2 },
    );
    expect(await find("m", null, "2024-12-31T23:59:59.999Z")).toBeNull();
    expect(await find("m", null, "2025-01-01T00:00:00Z")).toBe(1);
    expect(await find("m", null, "2025-12-31T23:59:59.999Z")).toBe(1);
    expect(await find("m", null, "2026-01-01T00:00:00Z")).toBe(2);
    expect(await find("x", null, "2026-01-01T00:00:00Z")).toBeNull();
    expect(await find(null, null, "2026-01-01T00:00:00Z")).toBeNull();
  });

  test("is a person's before the list's, and the listed name's before the model's own", async () => {
    await store(
      { model: "m", input_usd_per_million: 1 },
      { model: "acme/m", input_usd_per_million: 2 },
      { model: "m", valid_from: "2026-01-01T00:00:00Z", input_usd_per_million: 3 },
    );
    const at = "2026-06-01T00:00:00Z";
    expect(await find("m", null, at)).toBe(3);
    expect(await find("m", "acme/m", at)).toBe(2);
    expect(await find("snapshot", "m", at)).toBe(3);
    await set(owner, { model: "acme/m", input_usd_per_million: 4 });
    expect(await find("m", "acme/m", at)).toBe(4);
    expect(await find("m", null, at)).toBe(3);
    await set(owner, { model: "m", input_usd_per_million: 5 });
    expect(await find("m", "acme/m", at)).toBe(5);
    // Older than the list's newest, and a person's all the same.
    expect(await find("m", null, at)).toBe(5);
    await set(owner, { model: "m", input_usd_per_million: 6, valid_from: "2026-05-01T00:00:00Z" });
    expect(await find("m", null, at)).toBe(6);
    expect(await find("m", null, "2026-04-30T00:00:00Z")).toBe(5);
  });
});

describe("prices that people set", () => {
  test("replace one another by model and time, and each change is in the audit log", async () => {
    const model = uniqueName("model");
    const first = await set(owner, { model });
    expect(first).toMatchObject({
      model,
      provider: null,
      input_usd_per_million: 1,
      cached_usd_per_million: null,
      output_usd_per_million: 2,
      source: "manual",
    });
    const second = await set(owner, { model, cached_usd_per_million: 0.0000000001, provider: "acme" });
    expect(second).toMatchObject({ id: first.id, cached_usd_per_million: 1e-10, provider: "acme" });
    await remove(admin, first.id);
    expect(await list(owner, { model: [model] })).toEqual([]);
    const log = await db.sql`
      select action, detail #>> '{before,cached_usd_per_million}' as before, detail #>> '{after,cached_usd_per_million}' as after
      from public.audit_log where detail ->> 'model' = ${model} order by id`;
    expect([...log]).toEqual([
      { action: "price.set", before: null, after: null },
      { action: "price.set", before: null, after: "0.0000000001" },
      { action: "price.delete", before: "0.0000000001", after: null },
    ]);
  });

  test("stand beside the list's, which holds again without them and cannot be deleted", async () => {
    await store({ model: "m", input_usd_per_million: 9 });
    const own = await set(owner, { model: "m" });
    expect(await list(owner, { model: ["m"] })).toHaveLength(2);
    expect(await find("m", null, "2026-01-01T00:00:00Z")).toBe(1);
    await remove(owner, own.id);
    expect(await find("m", null, "2026-01-01T00:00:00Z")).toBe(9);
    const [listed] = await list(owner, { model: ["m"] });
    await expect(remove(owner, listed?.id ?? "")).rejects.toMatchObject({ code: "PT409" });
    await expect(remove(owner, own.id)).rejects.toMatchObject({ code: "PT404" });
  });

  test("are changed by product owners and admins of every project alone", async () => {
    const own = await set(admin, { model: "m" });
    const others = await Promise.all([
      createMember(db.sql, "reviewer"),
      createMember(db.sql, "product_owner", ["p"]),
      createMember(db.sql, "admin", ["p"]),
      createKey(db.sql, ["ingest", "read", "export"]),
    ]);
    for (const who of others) {
      await expect(set(who, { model: "m" })).rejects.toMatchObject({ code: "PT403" });
      await expect(remove(who, own.id)).rejects.toMatchObject({ code: "PT403" });
    }
    expect(await list(admin)).toHaveLength(1);
    for (const who of others) expect(await list(who)).toHaveLength(1);
    const metrics = await createKey(db.sql, ["metrics"]);
    await expect(list(metrics)).rejects.toMatchObject({ code: "PT403" });
  });

  test("are found by model, by a part of the name, and by whether interactions have them", async () => {
    await store({ model: "one" }, { model: "two_%" }, { model: "acme/three" });
    await set(owner, { model: "ONE", valid_from: "2026-01-01T00:00:00Z" });
    const models = async (filter: Record<string, unknown>, who = owner) =>
      (await list(who, filter)).map(({ model }) => model);
    expect(await models({})).toEqual(["ONE", "acme/three", "one", "two_%"]);
    expect(await models({ q: "One" })).toEqual(["ONE", "one"]);
    expect(await models({ q: "_%" })).toEqual(["two_%"]);
    expect(await models({ model: ["one", "two_%"] })).toEqual(["one", "two_%"]);
    expect(await models({ used: true })).toEqual([]);
    await record(db.sql, admin, [
      interaction({ project: "p", llm_metadata: { model: "one" } }),
      interaction({ project: "q", llm_metadata: { model: "snapshot" }, priced_as: "acme/three" }),
    ]);
    expect(await models({ used: true })).toEqual(["acme/three", "one"]);
    expect(await models({ used: true }, await createMember(db.sql, "reviewer", ["p"]))).toEqual(["one"]);
  });
});

describe("the price list", () => {
  test("is stored once, and what people set stays", async () => {
    expect(await storeListedPrices(db.sql)).toBeGreaterThan(1000);
    const own = await set(owner, { model: "gpt-4o", input_usd_per_million: 7 });
    expect(await storeListedPrices(db.sql)).toBe(0);
    expect(await list(owner, { model: ["gpt-4o"] })).toMatchObject([
      { id: own.id, source: "manual", input_usd_per_million: 7 },
      {
        source: "genai-prices",
        provider: "openai",
        input_usd_per_million: 2.5,
        cached_usd_per_million: 1.25,
      },
    ]);
  });

  test("changes what has changed, and keeps what it no longer has", async () => {
    expect(
      await store({ model: "a" }, { model: "b", valid_from: "2026-01-01T00:00:00Z" }, { model: "c" }),
    ).toBe(3);
    const before = await db.sql`select id, model, updated_at from public.model_prices order by model`;
    expect(
      await store(
        { model: "a" },
        // Another date: the old row goes, a new one comes.
        { model: "b", valid_from: "2026-02-01T00:00:00Z" },
      ),
    ).toBe(2);
    const after =
      await db.sql`select id, model, updated_at, valid_from from public.model_prices order by model`;
    expect(after.map(({ model }) => model)).toEqual(["a", "b", "c"]);
    expect(after[0]).toMatchObject({ ...before[0] });
    expect(after[2]).toMatchObject({ ...before[2] });
    expect(after[1]?.valid_from).toEqual(new Date("2026-02-01T00:00:00Z"));
    expect(await store({ model: "a", cached_usd_per_million: 1 })).toBe(1);
    expect(await list(owner, { model: ["a"] })).toMatchObject([{ cached_usd_per_million: 1 }]);
  });

  test("may be stored by several at a time", async () => {
    await Promise.all(Array.from({ length: 5 }, () => storeListedPrices(db.sql)));
    expect(await storeListedPrices(db.sql)).toBe(0);
  });

  test("is nobody's to store through the API", async () => {
    await expect(
      db.sql.begin(async (sql) => {
        await sql`select set_config('role', 'authenticated', true)`;
        await sql`select private.store_listed_prices('[]')`;
      }),
    ).rejects.toMatchObject({ code: "42501" });
  });
});
