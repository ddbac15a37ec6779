import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { alertOnForecasts } from "../../scripts/forecast-alerts";
import { callAs, createKey, createMember, type Principal, uniqueName } from "./support/principals";
import { createScratch, type Scratch } from "./support/scratch";
import { storeSpend } from "./support/spend";

let db: Scratch;
let owner: Principal;
let project: string;

beforeAll(async () => {
  db = await createScratch();
  owner = await createMember(db.sql, "product_owner");
});
afterAll(() => db?.drop());
beforeEach(async () => {
  project = uniqueName("p");
  await db.sql`delete from public.budgets`;
  await db.sql`delete from public.webhooks`;
});

type Series = {
  today: string;
  period: string;
  limit_usd: number | null;
  days: { date: string; usd: number }[];
};
const series = (args: { filter?: object; budget_id?: string }, who = owner) =>
  callAs<Series>(db.sql, who, "cost_series", {
    filter: JSON.stringify(args.filter ?? {}),
    budget_id: args.budget_id,
  });
const createBudget = (input: Record<string, unknown>) =>
  callAs<{ id: string }>(db.sql, owner, "create_budget", {
    input: JSON.stringify({ name: "b", scope: "project", project, period: "month", limit_usd: 10, ...input }),
  });
const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);
const of = (found: Series, days: number) =>
  found.days.find(({ date }) => date === daysAgo(days).toISOString().slice(0, 10))?.usd;

describe("cost_series", () => {
  test("is the spend of every day up to today, without gaps, under the filter", async () => {
    await storeSpend(db.sql, [
      { project, cost_usd: 1.25, timestamp: daysAgo(3) },
      { project, cost_usd: 2, agent_type: "writer", timestamp: daysAgo(3) },
      { project, cost_usd: null, timestamp: daysAgo(2) },
      { project, cost_usd: 4, timestamp: daysAgo(0) },
      { project, cost_usd: 8, timestamp: daysAgo(200) },
      { project: `${project}-other`, cost_usd: 16, timestamp: daysAgo(3) },
    ]);
    const found = await series({ filter: { project: [project] } });
    expect(found).toMatchObject({ period: "month", limit_usd: null });
    expect(found.days).toHaveLength(181);
    expect(found.days.at(-1)?.date).toBe(found.today);
    expect([of(found, 3), of(found, 2), of(found, 0)]).toEqual([3.25, 0, 4]);
    expect(found.days.reduce((sum, { usd }) => sum + usd, 0)).toBe(7.25);
    expect(of(await series({ filter: { project: [project], agent_type: ["writer"] } }), 3)).toBe(2);
  });

  test("is the spend within the scope of a budget, also of an end user's", async () => {
    await storeSpend(db.sql, [
      { project, cost_usd: 1, user_id: "u1", timestamp: daysAgo(1) },
      { project, cost_usd: 2, user_id: "u2", timestamp: daysAgo(1) },
    ]);
    const whole = await createBudget({ period: "day", limit_usd: 5 });
    expect(await series({ budget_id: whole.id })).toMatchObject({ period: "day", limit_usd: 5 });
    expect(of(await series({ budget_id: whole.id }), 1)).toBe(3);
    const one = await createBudget({ scope: "user", user_id: "u2" });
    expect(of(await series({ budget_id: one.id }), 1)).toBe(2);
  });

  test("keeps other projects and their budgets from callers limited to theirs, and strangers out", async () => {
    await storeSpend(db.sql, [{ project, cost_usd: 1, timestamp: daysAgo(1) }]);
    const { id } = await createBudget({});
    const elsewhere = await createKey(db.sql, ["read"], { project: `${project}-other` });
    const here = await createKey(db.sql, ["read"], { project });
    const ingest = await createKey(db.sql, ["ingest"], { project });
    expect(of(await series({ filter: { project: [project] } }, elsewhere), 1)).toBe(0);
    await expect(series({ budget_id: id }, elsewhere)).rejects.toMatchObject({ code: "PT404" });
    expect(of(await series({ budget_id: id }, here), 1)).toBe(1);
    await expect(series({}, ingest)).rejects.toMatchObject({ code: "PT403" });
    await expect(series({ budget_id: id }, ingest)).rejects.toMatchObject({ code: "PT403" });
  });
});

describe("alerts of the forecast", () => {
  const spendDaily = () =>
    storeSpend(
      db.sql,
      Array.from({ length: 60 }, (_, day) => ({ project, cost_usd: 10, timestamp: daysAgo(day + 1) })),
    );
  const alerts = () => db.sql`
    select type, threshold::float8, amount::float8 from public.alerts where project = ${project} and type = 'monthly_cost_forecast'`;
  const { signal } = new AbortController();

  test("come once per budget and month, where the month is likely to end over the limit", async () => {
    await spendDaily();
    const now = new Date();
    const month = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 0)).getUTCDate() * 10;
    await createBudget({ limit_usd: month * 2 });
    await createBudget({ limit_usd: month * 0.5, is_active: false });
    await createBudget({ limit_usd: 1, period: "day" });
    expect(await alertOnForecasts(db.sql, signal)).toBe(0);
    // Above what is spent so far, below what the month will cost.
    await createBudget({ limit_usd: month - 5 });
    expect(await alertOnForecasts(db.sql, signal)).toBe(1);
    expect(await alerts()).toEqual([
      { type: "monthly_cost_forecast", threshold: month - 5, amount: expect.closeTo(month, 5) },
    ]);
    // Said once; two processes at once say no more.
    expect(await Promise.all([alertOnForecasts(db.sql, signal), alertOnForecasts(db.sql, signal)])).toEqual([
      0, 0,
    ]);
    expect(await alerts()).toHaveLength(1);
  });

  test("do not come for a limit that is crossed already, nor with too little data", async () => {
    await storeSpend(db.sql, [{ project, cost_usd: 10, timestamp: daysAgo(0) }]);
    await createBudget({ limit_usd: 20 });
    expect(await alertOnForecasts(db.sql, signal)).toBe(0);
    await spendDaily();
    await createBudget({ limit_usd: 9 });
    await db.sql`delete from public.budgets where limit_usd = 20`;
    expect(await alertOnForecasts(db.sql, signal)).toBe(0);
  });
});
