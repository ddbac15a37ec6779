import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { callAs, createKey, createMember, type Principal, uniqueName } from "./support/principals";
import { createScratch, type Scratch, waitForLock } from "./support/scratch";
import { type NewSpend, storeSpend } from "./support/spend";

let db: Scratch;
let owner: Principal;
let admin: Principal;
let project: string;

beforeAll(async () => {
  db = await createScratch();
  owner = await createMember(db.sql, "product_owner");
  admin = await createMember(db.sql, "admin");
});
afterAll(() => db?.drop());
beforeEach(async () => {
  project = uniqueName("p");
  // Budgets of the whole installation see the spend of every test.
  await db.sql`delete from public.budgets`;
  await db.sql`delete from public.webhooks`;
});

interface Budget {
  id: string;
  version: number;
  limit_usd: number;
  current: {
    period_start: string;
    period_end: string;
    spent_usd: number;
    remaining_usd: number;
    used_percent: number;
    state: string;
  };
  [column: string]: unknown;
}

const create = (input: Record<string, unknown>, who: Principal = owner) =>
  callAs<Budget>(db.sql, who, "create_budget", {
    input: JSON.stringify({ name: "b", scope: "project", project, period: "month", limit_usd: 10, ...input }),
  });
const update = (
  id: string,
  patch: Record<string, unknown>,
  expected_version?: number,
  who: Principal = owner,
) =>
  callAs<Budget>(db.sql, who, "update_budget", {
    budget_id: id,
    patch: JSON.stringify(patch),
    expected_version,
  });
const list = (filter: Record<string, unknown> = {}, who: Principal = owner) =>
  callAs<Budget[]>(db.sql, who, "list_budgets", { filter: JSON.stringify(filter) });
const spend = (cost_usd: number | null, rest: Partial<NewSpend> = {}) =>
  storeSpend(db.sql, [{ project, cost_usd, ...rest }]);
const spentBy = async (id: string) => (await list()).find((budget) => budget.id === id)?.current.spent_usd;
const alertsOf = async (id: string) =>
  (
    await db.sql<{ type: string; amount: string; threshold: string; period_start: string }[]>`
      select type, trim_scale(amount)::text as amount, trim_scale(threshold)::text as threshold, period_start::text
      from public.alerts where budget_id = ${id} order by created_at`
  ).map((row) => ({ ...row }));
const typesOf = async (id: string) => (await alertsOf(id)).map((alert) => alert.type);
const today = async () =>
  (
    await db.sql<{ day: string; month: string }[]>`
    select (now() at time zone 'utc')::date::text as day, date_trunc('month', now() at time zone 'utc')::date::text as month`
  )[0] as {
    day: string;
    month: string;
  };

describe("what a budget counts", () => {
  test("each scope counts its own, a project narrows it, and unpriced interactions cost nothing", async () => {
    const other = uniqueName("p");
    const agent = uniqueName("agent");
    const model = uniqueName("model");
    const user = uniqueName("user");
    const budgets = {
      all: await create({ scope: "all", project: null }),
      project: await create({}),
      agent: await create({ scope: "agent", project: null, agent_type: agent }),
      "agent here": await create({ scope: "agent", agent_type: agent }),
      model: await create({ scope: "model", project: null, model }),
      "model here": await create({ scope: "model", model }),
      user: await create({ scope: "user", project: null, user_id: user }),
      "user here": await create({ scope: "user", user_id: user, period: "day" }),
    };
    const before = await spentBy(budgets.all.id);
    await storeSpend(db.sql, [
      { project, cost_usd: 0.1 },
      { project, cost_usd: 0.02, agent_type: agent },
      { project, cost_usd: 0.003, model },
      { project, cost_usd: 0.0004, user_id: user },
      { project: other, cost_usd: 0.00005, agent_type: agent, model, user_id: user },
      { project, cost_usd: null, agent_type: agent, model: null, user_id: user },
    ]);
    const spent = Object.fromEntries(
      await Promise.all(Object.entries(budgets).map(async ([name, { id }]) => [name, await spentBy(id)])),
    );
    expect(Number(spent.all) - Number(before)).toBeCloseTo(0.12345, 10);
    expect(spent).toMatchObject({
      project: 0.1234,
      agent: 0.02005,
      "agent here": 0.02,
      model: 0.00305,
      "model here": 0.003,
      user: 0.00045,
      "user here": 0.0004,
    });
  });

  test("by the UTC date of the interaction; what is before the budget's first period does not count", async () => {
    const { month } = await today();
    const monthly = await create({});
    const daily = await create({ period: "day" });
    await spend(1, { timestamp: new Date(`${month}T00:00:00Z`) });
    await spend(2, { timestamp: new Date(Date.parse(`${month}T00:00:00Z`) - 1) });
    await spend(4);
    const isFirst = (await today()).day === month;
    expect(await spentBy(monthly.id)).toBe(5);
    expect(await spentBy(daily.id)).toBe(isFirst ? 5 : 4);
    expect(monthly.current).toMatchObject({ period_start: month });
    expect(
      await db.sql`select from public.budget_periods where budget_id = ${monthly.id} and period_start < ${month} and spent_usd <> 0`,
    ).toHaveLength(0);
  });

  test("a new budget, and one that is switched on again, know what the running period has spent", async () => {
    await spend(3);
    const budget = await create({ limit_usd: 5 });
    expect(budget.current).toMatchObject({ spent_usd: 3, remaining_usd: 2, used_percent: 60, state: "ok" });
    await update(budget.id, { is_active: false });
    await spend(3);
    expect(await typesOf(budget.id)).toEqual([]);
    expect(await spentBy(budget.id)).toBe(6);
    const again = await update(budget.id, { is_active: true });
    expect(again.current).toMatchObject({
      spent_usd: 6,
      remaining_usd: 0,
      used_percent: 120,
      state: "exceeded",
    });
    // Found past both thresholds: one alert.
    expect(await typesOf(budget.id)).toEqual(["monthly_cost_exceeded"]);
    const late = await create({ limit_usd: 4 });
    expect(await typesOf(late.id)).toEqual(["monthly_cost_exceeded"]);
    const near = await create({ limit_usd: 6.5 });
    expect(await typesOf(near.id)).toEqual(["monthly_cost_warning"]);
  });

  test("a deleted or re-priced interaction is taken back exactly", async () => {
    const budget = await create({});
    const [id] = await spend(0.1);
    await spend(0.2);
    await db.sql`update public.llm_interactions set cost_usd = 0.7 where id = ${id as string}`;
    expect(await spentBy(budget.id)).toBe(0.9);
    await db.sql`update public.llm_interactions set user_satisfaction = 5 where id = ${id as string}`;
    await db.sql`delete from public.llm_interactions where id = ${id as string}`;
    expect(await spentBy(budget.id)).toBe(0.2);
  });

  test("equals the sum of the rows after any sequence of writes, and a recount changes nothing", async () => {
    const write = fc.record({
      kind: fc.constantFrom("add", "add", "reprice", "delete"),
      cost: fc.integer({ min: 0, max: 1_000_000 }),
      agent: fc.constantFrom("a", "b"),
      model: fc.constantFrom("m", null),
      user: fc.constantFrom("u", "v"),
      pick: fc.nat(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(write, { minLength: 1, maxLength: 12 }), async (writes) => {
        const own = uniqueName("p");
        const budgets = await Promise.all([
          create({ project: own }),
          create({ project: own, scope: "agent", agent_type: "a", period: "day" }),
          create({ project: own, scope: "model", model: "m" }),
          create({ project: own, scope: "user", user_id: "u" }),
        ]);
        let ids: string[] = [];
        for (const { kind, cost, agent, model, user, pick } of writes) {
          const chosen = ids[pick % Math.max(ids.length, 1)];
          if (kind === "add" || !chosen)
            ids.push(
              ...(await storeSpend(db.sql, [
                { project: own, cost_usd: cost / 1e6, agent_type: agent, model, user_id: user },
              ])),
            );
          else if (kind === "reprice")
            await db.sql`update public.llm_interactions set cost_usd = ${cost / 1e6} where id = ${chosen}`;
          else {
            await db.sql`delete from public.llm_interactions where id = ${chosen}`;
            ids = ids.filter((id) => id !== chosen);
          }
        }
        const [sums] = await db.sql`
          select coalesce(sum(cost_usd), 0)::text as a, coalesce(sum(cost_usd) filter (where agent_type = 'a'), 0)::text as b,
            coalesce(sum(cost_usd) filter (where model = 'm'), 0)::text as c, coalesce(sum(cost_usd) filter (where user_id = 'u'), 0)::text as d
          from public.llm_interactions where project = ${own}`;
        const expected = Object.values(sums ?? {}).map(Number);
        const read = async () => {
          const rows = await list({ project: [own] });
          return budgets.map(({ id }) => rows.find((row) => row.id === id)?.current.spent_usd);
        };
        expect(await read()).toEqual(expected);
        await db.sql`select private.recount_budgets()`;
        expect(await read()).toEqual(expected);
      }),
      { numRuns: 15 },
    );
  });
});

describe("alerts", () => {
  test("one for each crossing, with the amount and the threshold; one that falls below and crosses again is a new one", async () => {
    const budget = await create({ limit_usd: 10, warn_percent: 50 });
    const { month } = await today();
    await spend(4.99);
    expect(await alertsOf(budget.id)).toEqual([]);
    await spend(0.01);
    await spend(1);
    expect(await alertsOf(budget.id)).toEqual([
      { type: "monthly_cost_warning", amount: "5", threshold: "5", period_start: month },
    ]);
    const [large] = await spend(7);
    await spend(1);
    expect((await alertsOf(budget.id)).slice(1)).toEqual([
      { type: "monthly_cost_exceeded", amount: "13", threshold: "10", period_start: month },
    ]);
    await db.sql`delete from public.llm_interactions where id = ${large as string}`;
    await spend(7);
    expect(await typesOf(budget.id)).toEqual([
      "monthly_cost_warning",
      "monthly_cost_exceeded",
      "monthly_cost_exceeded",
    ]);
  });

  test("a limit that is set below the spend alerts, a raised one does not, and both at once for a jump", async () => {
    const budget = await create({ period: "day", limit_usd: 100 });
    await spend(20);
    expect(await typesOf(budget.id)).toEqual([]);
    await update(budget.id, { limit_usd: 25 });
    expect(await typesOf(budget.id)).toEqual(["daily_cost_warning"]);
    await update(budget.id, { limit_usd: 20 });
    await update(budget.id, { limit_usd: 19 });
    expect(await typesOf(budget.id)).toEqual(["daily_cost_warning", "daily_cost_exceeded"]);
    await update(budget.id, { limit_usd: 1000 });
    await spend(1000);
    expect((await typesOf(budget.id)).slice(2)).toEqual(["daily_cost_warning", "daily_cost_exceeded"]);
  });

  test("50 writers around the limit: one alert of each kind, and nothing is lost", async () => {
    const budget = await create({ limit_usd: 1 });
    const daily = await create({ limit_usd: 1, period: "day", scope: "user", user_id: "u1" });
    await Promise.all(Array.from({ length: 50 }, () => spend(0.03)));
    expect(await spentBy(budget.id)).toBe(1.5);
    expect(await spentBy(daily.id)).toBe(1.5);
    expect(await typesOf(budget.id)).toEqual(["monthly_cost_warning", "monthly_cost_exceeded"]);
    expect(await typesOf(daily.id)).toEqual(["daily_cost_warning", "daily_cost_exceeded"]);
    expect((await alertsOf(budget.id)).map((alert) => alert.amount)).toEqual(["0.81", "1.02"]);
  });

  test("opposite batches over the same budgets do not deadlock", async () => {
    const names = Array.from({ length: 6 }, () => uniqueName("p"));
    for (const name of names) await create({ project: name });
    const batch = (order: string[]) =>
      storeSpend(
        db.sql,
        order.map((name) => ({ project: name, cost_usd: 1 })),
      );
    await Promise.all(Array.from({ length: 20 }, (_, n) => batch(n % 2 ? names : [...names].reverse())));
    const rows = await list({ project: names });
    expect(rows.map((row) => row.current.spent_usd)).toEqual(names.map(() => 20));
  });
});

describe("a budget that is made while interactions are recorded", () => {
  test("waits for a write that has counted and not committed, and counts it once", async () => {
    await create({});
    let made: Promise<Budget> | undefined;
    await db.sql.begin(async (writer) => {
      const conversation = randomUUID();
      await writer`insert into public.llm_conversations (id, project, user_id) values (${conversation}, ${project}, 'u1')`;
      await writer`
        insert into public.llm_interactions (conversation_id, project, user_id, agent_type, user_message, agent_response, model, cost_usd, cost_source)
        values (${conversation}, ${project}, 'u1', 'a', 'q', 'a', 'm', 2, 'sent')`;
      made = create({ name: "late" });
      await waitForLock(db.sql);
    });
    const budget = (await made) as Budget;
    expect(budget.current.spent_usd).toBe(2);
    expect(await spentBy(budget.id)).toBe(2);
  });

  test("budgets made, switched off and on among many writers all end with the sum of the rows", async () => {
    await create({});
    const jobs: Promise<unknown>[] = [];
    for (let n = 0; n < 60; n += 1) {
      jobs.push(spend(0.25));
      if (n % 10 === 5) jobs.push(create({ name: `n${n}` }));
      if (n % 10 === 8)
        jobs.push(
          create({ name: `s${n}` }).then(async ({ id }) => {
            await update(id, { is_active: false });
            await update(id, { is_active: true });
          }),
        );
    }
    await Promise.all(jobs);
    const rows = await list({ project: [project] });
    expect(rows).toHaveLength(13);
    expect(new Set(rows.map((row) => row.current.spent_usd))).toEqual(new Set([15]));
  });
});

describe("who may change budgets", () => {
  test("product owners and admins; one limited to projects only those that name one of them", async () => {
    const mine = await createMember(db.sql, "product_owner", [project]);
    const reviewer = await createMember(db.sql, "reviewer");
    const reader = await createKey(db.sql, ["read", "ingest"]);
    const refused = { code: "PT403" };
    await expect(create({}, reviewer)).rejects.toMatchObject(refused);
    await expect(create({}, reader)).rejects.toMatchObject(refused);
    await expect(create({ scope: "all", project: null }, mine)).rejects.toMatchObject(refused);
    await expect(create({ project: uniqueName("p") }, mine)).rejects.toMatchObject(refused);
    await expect(create({ scope: "agent", project: null, agent_type: "a" }, mine)).rejects.toMatchObject(
      refused,
    );
    const own = await create({ scope: "agent", agent_type: "a" }, mine);
    const everything = await create({ scope: "all", project: null }, admin);
    const theirs = await create({ project: uniqueName("p") }, admin);
    expect((await list({}, mine)).map((row) => row.id)).toEqual([own.id]);
    for (const { id } of [everything, theirs]) {
      await expect(update(id, { limit_usd: 1 }, undefined, mine)).rejects.toMatchObject({ code: "PT404" });
      await expect(callAs(db.sql, mine, "delete_budget", { budget_id: id })).rejects.toMatchObject({
        code: "PT404",
      });
    }
    await expect(update(own.id, { limit_usd: 1 }, undefined, reviewer)).rejects.toMatchObject(refused);
    expect((await update(own.id, { limit_usd: 1 }, undefined, mine)).limit_usd).toBe(1);
    await callAs(db.sql, mine, "delete_budget", { budget_id: own.id });
    expect((await list()).map((row) => row.id).sort()).toEqual([everything.id, theirs.id].sort());
  });

  test("an older version is refused, and the audit log keeps every change without ids of end users", async () => {
    const budget = await create({ scope: "user", user_id: "someone@example.test" });
    const changed = await update(budget.id, { limit_usd: 20, name: "renamed" }, budget.version);
    expect(changed).toMatchObject({ version: 2, name: "renamed", limit_usd: 20 });
    await expect(update(budget.id, { limit_usd: 30 }, budget.version)).rejects.toMatchObject({
      code: "PT409",
      detail: expect.stringContaining('"stored_version": 2'),
    });
    await callAs(db.sql, owner, "delete_budget", { budget_id: budget.id });
    const entries = await db.sql<{ action: string; text: string }[]>`
      select action, detail::text as text from public.audit_log where target_id = ${budget.id} order by id`;
    expect(entries.map((entry) => entry.action)).toEqual(["budget.create", "budget.update", "budget.delete"]);
    expect(entries.map((entry) => entry.text).join()).not.toContain("someone");
  });
});

describe("restore_budget", () => {
  const remove = (budget_id: string, who = owner) => callAs(db.sql, who, "delete_budget", { budget_id });
  const restore = (budget_id: string, who = owner) =>
    callAs<Budget>(db.sql, who, "restore_budget", { budget_id });
  const stored = (id: string) => db.sql`
    select to_jsonb(b)::text as budget,
      (select jsonb_agg(to_jsonb(p) order by p.period_start)::text from public.budget_periods p where p.budget_id = b.id) as periods,
      (select jsonb_agg(to_jsonb(a) order by a.id)::text from public.alerts a where a.budget_id = b.id) as alerts
    from public.budgets b where b.id = ${id}`;

  test("brings back the same budget, byte for byte, with its periods and alerts", async () => {
    const { id } = await create({ limit_usd: 5 });
    await spend(6);
    await update(id, { name: "renamed", warn_percent: 70 });
    const [before] = await stored(id);
    expect(before?.alerts).not.toBeNull();
    await remove(id);
    expect(await stored(id)).toHaveLength(0);
    expect(await restore(id)).toMatchObject({
      id,
      name: "renamed",
      current: { spent_usd: 6, state: "exceeded" },
    });
    expect(await stored(id)).toEqual([before]);
    await expect(restore(id)).rejects.toMatchObject({ code: "PT404" });
    const actions = await db.sql<{ action: string }[]>`
      select action from public.audit_log where target_id = ${id} order by id`;
    expect(actions.map(({ action }) => action)).toEqual([
      "budget.create",
      "budget.update",
      "budget.delete",
      "budget.restore",
    ]);
  });

  test("counts what was spent while it was away, and alerts of that", async () => {
    const { id } = await create({ limit_usd: 10 });
    await remove(id);
    await spend(12);
    expect((await restore(id)).current).toMatchObject({ spent_usd: 12, state: "exceeded" });
    const alerts = await db.sql`select type from public.alerts where budget_id = ${id}`;
    expect(alerts).toEqual([{ type: "monthly_cost_exceeded" }]);
  });

  test("leaves one that was off as it was", async () => {
    const { id } = await create({ is_active: false });
    const [before] = await stored(id);
    await remove(id);
    await restore(id);
    expect(await stored(id)).toEqual([before]);
  });

  test("is for those who may change it, and for an hour", async () => {
    const mine = await createMember(db.sql, "product_owner", [project]);
    const reviewer = await createMember(db.sql, "reviewer");
    const theirs = await create({ project: uniqueName("p") }, admin);
    const own = await create({});
    await remove(theirs.id, admin);
    await remove(own.id);
    await expect(restore(theirs.id, mine)).rejects.toMatchObject({ code: "PT404" });
    await expect(restore(own.id, reviewer)).rejects.toMatchObject({ code: "PT403" });
    await expect(restore(randomUUID())).rejects.toMatchObject({ code: "PT404" });
    expect((await restore(own.id, mine)).id).toBe(own.id);
    await db.sql`update public.budgets_trash set deleted_at = now() - interval '61 minutes' where budget_id = ${theirs.id}`;
    await expect(restore(theirs.id, admin)).rejects.toMatchObject({ code: "PT404" });
    expect(await db.sql`select private.purge_deleted_budgets() as purged`).toEqual([{ purged: 1 }]);
  });
});

interface Check {
  action: string;
  retry_after_seconds: number | null;
  budgets: {
    id: string;
    name: string;
    action: string;
    limit_usd: number | null;
    spent_usd: number | null;
    used_percent: number;
  }[];
}
const check = (args: Record<string, string>, who: Principal = owner) =>
  callAs<Check>(db.sql, who, "check_budgets", args);

describe("the check", () => {
  test("the strictest matching budget wins; a notifying one only warns; the wait is that of the strictest", async () => {
    expect(await check({ project })).toEqual({ action: "allow", retry_after_seconds: null, budgets: [] });
    await create({ name: "notes", limit_usd: 10 });
    await spend(8);
    expect(await check({ project })).toMatchObject({ action: "warn", retry_after_seconds: null });
    await spend(2);
    expect(await check({ project })).toMatchObject({
      action: "warn",
      budgets: [{ name: "notes", action: "warn" }],
    });
    await create({ name: "slow", limit_usd: 10, action: "throttle", scope: "agent", agent_type: "planner" });
    await create({ name: "off", limit_usd: 1, action: "block", is_active: false });
    expect((await check({ project })).action).toBe("warn");
    expect((await check({ project, agent_type: "another" })).action).toBe("warn");
    const throttled = await check({ project, agent_type: "planner" });
    expect(throttled).toMatchObject({ action: "throttle" });
    expect(throttled.retry_after_seconds).toBeGreaterThan(0);
    await create({
      name: "stop",
      limit_usd: 9,
      action: "block",
      scope: "user",
      user_id: "u1",
      period: "day",
    });
    const blocked = await check({ project, agent_type: "planner", user_id: "u1", model: "gpt-x" });
    expect(blocked.action).toBe("block");
    expect(blocked.budgets.map((row) => row.name)).toEqual(["stop", "slow", "notes"]);
    expect(blocked.retry_after_seconds).toBeLessThanOrEqual(86_400);
  });

  test("a caller limited to projects is judged by the installation's budgets without seeing them", async () => {
    const key = await createKey(db.sql, ["read"], { project });
    await create(
      { name: "secret plan", scope: "all", project: null, limit_usd: 0.01, action: "block" },
      admin,
    );
    await spend(1);
    const answer = await check({}, key);
    expect(answer).toMatchObject({
      action: "block",
      budgets: [{ name: "Installation budget", limit_usd: null, spent_usd: null, action: "block" }],
    });
    await expect(check({ project: uniqueName("p") }, key)).rejects.toMatchObject({ code: "PT404" });
    const ingest = await createKey(db.sql, ["ingest"]);
    await expect(check({ project }, ingest)).rejects.toMatchObject({ code: "PT403" });
    await expect(check({ project }, "stranger" as unknown as Principal)).rejects.toMatchObject({
      code: "PT403",
    });
    const two = await createMember(db.sql, "reviewer", [project, uniqueName("p")]);
    await expect(check({}, two)).rejects.toMatchObject({ code: "PT400" });
  });
});

interface AlertPage {
  data: { id: string; type: string; acknowledged_by: string | null }[];
  next: string | null;
  open: number;
}
const alerts = (
  who: Principal,
  filter: Record<string, unknown> = {},
  page_limit?: number,
  page_cursor?: string,
) =>
  callAs<AlertPage>(db.sql, who, "list_alerts", { filter: JSON.stringify(filter), page_limit, page_cursor });
const acknowledge = (who: Principal, alert_id: string) =>
  callAs<AlertPage["data"][number]>(db.sql, who, "acknowledge_alert", { alert_id });

describe("the list of alerts", () => {
  test("pages by time, filters, and the first who acknowledges stays", async () => {
    const budget = await create({ limit_usd: 1 });
    await spend(2);
    await update(budget.id, { limit_usd: 100 });
    await update(budget.id, { limit_usd: 1 });
    const filter = { project: [project] };
    const all = await alerts(owner, filter);
    expect(all.data.map((row) => row.type)).toEqual([
      "monthly_cost_exceeded",
      "monthly_cost_exceeded",
      "monthly_cost_warning",
    ]);
    const first = await alerts(owner, filter, 2);
    const second = await alerts(owner, filter, 2, first.next ?? "");
    expect([...first.data, ...second.data].map((row) => row.id)).toEqual(all.data.map((row) => row.id));
    expect(second.next).toBeNull();

    const [newest] = all.data as [AlertPage["data"][number]];
    const done = await acknowledge(owner, newest.id);
    expect(done.acknowledged_by).toContain("@");
    expect(await acknowledge(admin, newest.id)).toEqual(done);
    expect(await alerts(owner, { ...filter, acknowledged: true })).toMatchObject({ data: [done], open: 2 });
    expect((await alerts(owner, { ...filter, acknowledged: false })).data).toHaveLength(2);
    expect((await alerts(owner, { ...filter, type: ["monthly_cost_warning"] })).data).toHaveLength(1);

    await callAs(db.sql, owner, "delete_budget", { budget_id: budget.id });
    expect((await alerts(owner, filter)).data).toHaveLength(3);
  });

  test("another project's alert does not exist, and reviewers and keys acknowledge none", async () => {
    await create({ limit_usd: 1 });
    await spend(2);
    const [alert] = (await alerts(owner, { project: [project] })).data as [AlertPage["data"][number]];
    const elsewhere = await createMember(db.sql, "product_owner", [uniqueName("p")]);
    expect((await alerts(elsewhere)).data).toEqual([]);
    await expect(acknowledge(elsewhere, alert.id)).rejects.toMatchObject({ code: "PT404" });
    await expect(acknowledge(await createMember(db.sql, "reviewer"), alert.id)).rejects.toMatchObject({
      code: "PT403",
    });
    await expect(acknowledge(await createKey(db.sql, ["read", "ingest"]), alert.id)).rejects.toMatchObject({
      code: "PT403",
    });
    expect((await alerts(owner, { project: [project] })).open).toBe(2);
  });
});
