import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { storeListedPrices } from "../../scripts/listed-prices";
import {
  clearInteractions,
  type InteractionInput,
  interaction,
  readFigures,
  rebuildFigures,
  record,
} from "./support/interactions";
import { callAs, createKey, createMember, type Principal } from "./support/principals";
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
  await clearInteractions(db.sql);
  await db.sql`truncate public.model_prices`;
});

/** USD per million tokens: [model, from, input, cached, output]. */
type Price = [model: string, from: string, input: string, cached: string | null, output: string];
const prices: Price[] = [
  ["large", "1970-01-01T00:00:00Z", "2.5", "1.25", "10"],
  ["large", "2026-03-03T00:00:00Z", "3.0000000001", null, "12.5"],
  ["small", "2026-03-02T00:00:00Z", "0.15", null, "0.6"],
];

async function setPrices(rows: Price[] = prices): Promise<void> {
  for (const [model, valid_from, input, cached, output] of rows)
    await db.sql`
      insert into public.model_prices (model, valid_from, input_usd_per_million, cached_usd_per_million, output_usd_per_million)
      values (${model}, ${valid_from}, ${input}, ${cached}, ${output})`;
}

/** Money as a whole number of 1e-10 USD. */
const UNIT = 10n ** 10n;
function toUnits(text: string): bigint {
  const [whole = "", fraction = ""] = text.split(".");
  return BigInt(whole) * UNIT + BigInt(fraction.padEnd(10, "0"));
}
const toUsd = (units: bigint) => Number(`${units / UNIT}.${String(units % UNIT).padStart(10, "0")}`);

function priceOf(model: string | null, at: string): Price | undefined {
  return prices
    .filter(([name, from]) => name === model && from <= at)
    .sort((a, b) => (a[1] < b[1] ? 1 : -1))[0];
}

function tokenCost([, , input, cached, output]: Price, tokens: { i: number; c: number; o: number }): bigint {
  const sum =
    BigInt(tokens.i - tokens.c) * toUnits(input) +
    BigInt(tokens.c) * toUnits(cached ?? input) +
    BigInt(tokens.o) * toUnits(output);
  // Half away from zero, as numeric rounds.
  return (sum + 500_000n) / 1_000_000n;
}

type Sent = {
  day: number;
  project: string;
  agent: string;
  channel: string;
  user: string;
  model: string | null;
  tokens: { i: number; c: number; o: number } | null;
  cost: string | null;
  rating: number | null;
};

const anySent: fc.Arbitrary<Sent> = fc.record({
  day: fc.integer({ min: 1, max: 5 }),
  project: fc.constantFrom("p", "q"),
  agent: fc.constantFrom("general", "technical"),
  channel: fc.constantFrom("api", "slack"),
  user: fc.constantFrom("ann", "bo", "cy|1", "Ä, user"),
  model: fc.constantFrom(null, "large", "small", "unknown"),
  tokens: fc.option(
    fc
      .tuple(fc.nat(2_000_000), fc.nat(100), fc.nat(50_000))
      .map(([i, share, o]) => ({ i, c: Math.floor((i * share) / 100), o })),
  ),
  cost: fc.option(fc.constantFrom("0", "0.1", "0.2", "0.0000000001", "12.3456789"), { freq: 4 }),
  rating: fc.option(fc.integer({ min: 1, max: 5 })),
});

const timeOf = ({ day }: Sent) => `2026-03-0${day}T12:00:00.000Z`;
const dateOf = ({ day }: Sent) => `2026-03-0${day}`;

function costOf(sent: Sent): bigint | null {
  if (sent.cost !== null) return toUnits(sent.cost);
  const price = priceOf(sent.model, timeOf(sent));
  return price && sent.tokens ? tokenCost(price, sent.tokens) : null;
}

const toInput = (sent: Sent): InteractionInput =>
  interaction({
    project: sent.project,
    agent_type: sent.agent,
    channel_id: sent.channel,
    user_id: sent.user,
    timestamp: timeOf(sent),
    user_satisfaction: sent.rating,
    llm_metadata: {
      model: sent.model,
      ...(sent.tokens && {
        input_tokens: sent.tokens.i,
        cached_tokens: sent.tokens.c,
        output_tokens: sent.tokens.o,
      }),
      ...(sent.cost !== null && { cost: Number(sent.cost) }),
    },
  });

const sum = (values: (number | bigint | null | undefined)[]) =>
  values.reduce<bigint>((total, value) => total + BigInt(value ?? 0), 0n);

function totalsOf(rows: Sent[]) {
  const ratings = rows.flatMap(({ rating }) => (rating === null ? [] : [rating]));
  return {
    total_interactions: rows.length,
    total_tokens: Number(sum(rows.map(({ tokens }) => (tokens ? tokens.i + tokens.o : 0)))),
    total_cost: toUsd(sum(rows.map(costOf))),
    unpriced: rows.filter((row) => costOf(row) === null).length,
    satisfaction_count: ratings.length,
    satisfied: ratings.filter((rating) => rating >= 4).length,
  };
}

const groupBy = <T>(rows: T[], key: (row: T) => string): [string, T[]][] =>
  Object.entries(Object.groupBy(rows, key)) as [string, T[]][];

const march = { from: "2026-03-02T00:00:00Z", to: "2026-03-05T00:00:00Z" };
const inMarch = ({ day }: Sent) => day >= 2 && day <= 4;

const daily = (who: Principal, filter: object, group_by?: string, granularity?: string) =>
  callAs<Record<string, unknown>[]>(db.sql, who, "costs_daily", {
    filter: JSON.stringify(filter),
    group_by,
    granularity,
  });
type Summary = Record<"whole" | "complete" | "previous", Record<string, unknown> | null>;
const summarize = (who: Principal, filter: object) =>
  callAs<Summary>(db.sql, who, "costs_summary", { filter: JSON.stringify(filter) });
type UserPage = { data: Record<string, unknown>[]; next: string | null; total: number };
const byUser = (
  filter: object,
  args: { sort?: string; page_limit?: number; page_cursor?: string | null } = {},
) => callAs<UserPage>(db.sql, admin, "costs_by_user", { filter: JSON.stringify(filter), ...args });
const unpriced = (who: Principal, filter: object = {}) =>
  callAs<{ data: Record<string, unknown>[]; total: number }>(db.sql, who, "list_unpriced", {
    filter: JSON.stringify(filter),
  });
const whatIf = (filter: object, to_model: string) =>
  callAs<Record<string, unknown>>(db.sql, admin, "what_if_cost", {
    filter: JSON.stringify(filter),
    to_model,
  });

type Progress = { repriced: number; still_unpriced: number; cost_added_usd: string; is_done: boolean };
async function reprice(who: Principal, input: Record<string, unknown> = {}): Promise<Progress> {
  let state: Progress | null = null;
  do {
    state = await callAs<Progress>(db.sql, who, "reprice_interactions", {
      input: JSON.stringify(input),
      progress: state === null ? undefined : JSON.stringify(state),
    });
  } while (!state.is_done);
  return state;
}

describe("figures of generated traffic", () => {
  test("are those of its interactions, under filters and in groups", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anySent, { minLength: 1, maxLength: 40 }), async (sent) => {
        await clearInteractions(db.sql);
        await db.sql`truncate public.model_prices`;
        await setPrices();
        await record(db.sql, admin, sent.map(toInput));

        const rows = sent.filter(inMarch);
        const days = groupBy(rows, dateOf).sort(([a], [b]) => (a < b ? -1 : 1));
        expect(await daily(admin, march)).toEqual(
          days.map(([date, group]) => ({
            date,
            ...totalsOf(group),
            input_tokens: Number(sum(group.map(({ tokens }) => tokens?.i))),
            output_tokens: Number(sum(group.map(({ tokens }) => tokens?.o))),
            cached_tokens: Number(sum(group.map(({ tokens }) => tokens?.c))),
            partial: false,
          })),
        );
        for (const [group, value] of [
          ["model", ({ model }: Sent) => model],
          ["agent_type", ({ agent }: Sent) => agent],
          ["project", ({ project }: Sent) => project],
          ["channel_id", ({ channel }: Sent) => channel],
        ] as const) {
          const found = await daily(admin, march, group);
          const expected = groupBy(rows, (row) => `${dateOf(row)} ${value(row)}`);
          expect(
            Object.fromEntries(found.map((row) => [`${row.date} ${row[group]}`, row.total_cost])),
          ).toEqual(Object.fromEntries(expected.map(([key, each]) => [key, totalsOf(each).total_cost])));
        }

        // The same filter for every figure.
        const filter = { ...march, project: ["p"], model: ["large", null], agent_type: ["general"] };
        const kept = rows.filter(
          ({ project, model, agent }) =>
            project === "p" && (model === "large" || model === null) && agent === "general",
        );
        const people = groupBy(kept, ({ user }) => user).map(([user_id, group]) => {
          const ratings = group.flatMap(({ rating }) => (rating === null ? [] : [rating]));
          const total = ratings.reduce((all, rating) => all + rating, 0);
          const totals = totalsOf(group);
          return {
            user_id,
            ...totals,
            average: ratings.length ? total / ratings.length : null,
            efficiency:
              ratings.length && totals.unpriced < group.length
                ? (totals.total_cost * ratings.length) / total
                : null,
          };
        });
        const { whole } = await summarize(admin, filter);
        const totals = totalsOf(kept);
        const satisfied = people.filter(({ average }) => average !== null && average >= 4).length;
        expect(whole).toMatchObject({ ...totals, users: people.length, satisfied_users: satisfied });
        expect(whole?.cost_per_satisfied_user ?? null).toEqual(
          satisfied ? expect.closeTo(totals.total_cost / satisfied, 8) : null,
        );
        const { whole: byChannel } = await summarize(admin, { ...filter, channel_id: ["api", "slack"] });
        expect(byChannel).toEqual(whole);

        const page = await byUser(filter);
        expect(page.total).toBe(people.length);
        expect(Object.fromEntries(page.data.map((row) => [row.user_id, row]))).toEqual(
          Object.fromEntries(
            people.map(({ user_id, average, efficiency, satisfied: _, ...each }) => [
              user_id,
              {
                user_id,
                ...each,
                avg_satisfaction: average === null ? null : expect.closeTo(average, 10),
                cost_efficiency: efficiency === null ? null : expect.closeTo(efficiency, 8),
              },
            ]),
          ),
        );

        const missing = await unpriced(admin, march);
        expect(missing.total).toBe(totalsOf(rows).unpriced);
        const reasonOf = ({ model, tokens }: Sent) =>
          model === null ? "no_model" : tokens ? "unknown_model" : "no_tokens";
        expect(
          Object.fromEntries(
            missing.data.map((row) => [`${row.model} ${row.project} ${row.reason}`, row.total_interactions]),
          ),
        ).toEqual(
          Object.fromEntries(
            groupBy(
              rows.filter((row) => costOf(row) === null),
              (row) => `${row.model} ${row.project} ${reasonOf(row)}`,
            ).map(([key, group]) => [key, group.length]),
          ),
        );

        const comparable = rows.filter((row) => costOf(row) !== null && row.tokens);
        const onLarge = groupBy(comparable, (row) => priceOf("large", timeOf(row))?.[1] ?? "").map(
          ([, group]) =>
            tokenCost(priceOf("large", timeOf(group[0] as Sent)) as Price, {
              i: Number(sum(group.map(({ tokens }) => tokens?.i))),
              c: Number(sum(group.map(({ tokens }) => tokens?.c))),
              o: Number(sum(group.map(({ tokens }) => tokens?.o))),
            }),
        );
        expect(await whatIf(march, "large")).toMatchObject({
          interactions: comparable.length,
          left_out: rows.length - comparable.length,
          actual_cost: totalsOf(comparable).total_cost,
          what_if_cost: toUsd(sum(onLarge)),
        });
      }),
      { numRuns: 40 },
    );
  });

  test("of every order of end users come page by page, each once, those without an efficiency last", async () => {
    const users = Array.from({ length: 23 }, (_, index) => `user ${index % 5 ? index : `|${index}`}`);
    await record(
      db.sql,
      admin,
      users.map((user_id, index) =>
        interaction({
          user_id,
          timestamp: "2026-03-02T10:00:00Z",
          user_satisfaction: index % 3 ? (index % 5) + 1 : null,
          llm_metadata: { model: "m", cost: (index % 4) / 10 },
        }),
      ),
    );
    for (const sort of ["-total_cost", "cost_efficiency", "-cost_efficiency", "-total_interactions"]) {
      const seen: Record<string, unknown>[] = [];
      let page_cursor: string | null = null;
      do {
        const page: UserPage = await byUser(march, { sort, page_limit: 4, page_cursor });
        expect(page.total).toBe(23);
        expect(page.data.length).toBeLessThanOrEqual(4);
        seen.push(...page.data);
        page_cursor = page.next;
      } while (page_cursor !== null);
      expect(seen.map(({ user_id }) => user_id).sort()).toEqual([...users].sort());
      expect((await byUser(march, { sort, page_limit: 1000 })).data).toEqual(seen);
      const column = sort.replace("-", "");
      const ranks = seen.map((row) => row[column] as number | null);
      const known = ranks.filter((rank) => rank !== null);
      expect(ranks.slice(0, known.length)).toEqual(known);
      expect(known).toEqual([...known].sort((a, b) => (sort.startsWith("-") ? b - a : a - b)));
    }
  });
});

describe("a bucket and a period", () => {
  const now = new Date();
  const today = now.toISOString().slice(0, 10);
  const dayBefore = (days: number) =>
    new Date(Date.parse(`${today}T00:00:00Z`) - days * 86_400_000).toISOString();

  test("weeks and months hold their days; one that is cut by the range or not over is partial", async () => {
    await record(
      db.sql,
      admin,
      ["2026-03-01", "2026-03-02", "2026-03-08", "2026-03-09"].map((date) =>
        interaction({ timestamp: `${date}T23:59:59Z`, llm_metadata: { cost: 1 } }),
      ),
    );
    const range = { from: "2026-03-01T00:00:00Z", to: "2026-03-10T00:00:00Z" };
    const shown = (rows: Record<string, unknown>[]) =>
      rows.map(({ date, total_cost, partial }) => [date, total_cost, partial]);
    expect(shown(await daily(admin, range, undefined, "week"))).toEqual([
      ["2026-02-23", 1, true],
      ["2026-03-02", 2, false],
      ["2026-03-09", 1, true],
    ]);
    expect(shown(await daily(admin, range, undefined, "month"))).toEqual([["2026-03-01", 4, true]]);
    expect(shown(await daily(admin, { ...range, to: "2026-04-01T00:00:00Z" }, undefined, "month"))).toEqual([
      ["2026-03-01", 4, false],
    ]);
  });

  test("the running day is partial, and is compared on neither side", async () => {
    const at = (days: number, cost: number) =>
      interaction({ timestamp: dayBefore(days), llm_metadata: { cost } });
    await record(db.sql, admin, [at(0, 1), at(1, 10), at(2, 100), at(3, 1000), at(4, 10000), at(5, 100000)]);
    const filter = { from: dayBefore(2), to: dayBefore(-1) };
    const rows = await daily(admin, filter);
    expect(rows.map(({ partial }) => partial)).toEqual([false, false, true]);
    const { whole, complete, previous } = await summarize(admin, filter);
    expect([whole?.total_cost, complete?.total_cost, previous?.total_cost]).toEqual([111, 110, 11000]);
    expect(Date.parse(String(complete?.to))).toBe(Date.parse(dayBefore(0)));
    expect(Date.parse(String(previous?.from))).toBe(Date.parse(dayBefore(4)));
    const open = await summarize(admin, {});
    expect(open).toMatchObject({ whole: { total_cost: 111111 }, complete: null, previous: null });
    expect(Date.parse(String(open.whole?.from))).toBe(Date.parse(dayBefore(5)));
    expect(Date.parse(String(open.whole?.to))).toBe(Date.parse(dayBefore(-1)));
    const { whole: nothing, complete: none } = await summarize(admin, {
      from: dayBefore(0),
      to: dayBefore(-1),
      project: ["x"],
    });
    expect([nothing?.total_interactions, nothing?.cost_per_interaction, none]).toEqual([0, null, null]);
  });
});

describe("who sees what", () => {
  test("members and keys see the figures of their projects, others none", async () => {
    await record(db.sql, admin, [
      interaction({ project: "p", timestamp: "2026-03-02T10:00:00Z", llm_metadata: { model: "m", cost: 1 } }),
      interaction({ project: "q", timestamp: "2026-03-02T10:00:00Z", llm_metadata: { model: "m", cost: 2 } }),
      interaction({ project: "q", timestamp: "2026-03-02T10:00:00Z", llm_metadata: { model: "x" } }),
    ]);
    for (const who of [
      await createMember(db.sql, "reviewer", ["p"]),
      await createKey(db.sql, ["read"], { project: "p" }),
    ]) {
      expect(await daily(who, march)).toMatchObject([{ total_cost: 1 }]);
      expect((await summarize(who, march)).whole).toMatchObject({ total_cost: 1, users: 1 });
      expect(await unpriced(who)).toEqual({ data: [], total: 0 });
      expect(await callAs(db.sql, who, "costs_by_user", { filter: JSON.stringify(march) })).toMatchObject({
        data: [{ total_cost: 1 }],
      });
      expect(
        await callAs(db.sql, who, "what_if_cost", { filter: JSON.stringify(march), to_model: "m" }),
      ).toMatchObject({ left_out: 1 });
    }
    for (const who of ["stranger", await createKey(db.sql, ["ingest"])] as const) {
      for (const [name, args] of [
        ["costs_daily", {}],
        ["costs_summary", {}],
        ["costs_by_user", {}],
        ["list_unpriced", {}],
        ["what_if_cost", { to_model: "m" }],
      ] as const) {
        await expect(callAs(db.sql, who, name, { filter: "{}", ...args }), name).rejects.toMatchObject({
          code: "PT403",
        });
      }
    }
  });
});

const split = { input_tokens: 1_000_000, output_tokens: 0 };

describe("pricing again", () => {
  test("prices what had no price for its time, and changes neither sent costs nor prices that still hold", async () => {
    await record(db.sql, admin, [
      interaction({ timestamp: "2026-03-01T10:00:00Z", llm_metadata: { model: "small", ...split } }),
      interaction({ timestamp: "2026-03-02T10:00:00Z", llm_metadata: { model: "small", ...split } }),
      interaction({ timestamp: "2026-03-02T10:00:00Z", llm_metadata: { model: "small", cost: 7, ...split } }),
      interaction({ timestamp: "2026-03-02T10:00:00Z", llm_metadata: { model: "small", tokens_used: 9 } }),
      interaction({ timestamp: "2026-03-02T10:00:00Z", llm_metadata: { model: "other", ...split } }),
    ]);
    await setPrices();
    expect((await unpriced(admin)).data.map(({ model, reason }) => [model, reason]).sort()).toEqual([
      ["other", "unknown_model"],
      ["small", "not_repriced"],
      ["small", "tokens_not_split"],
      ["small", "unknown_model"],
    ]);
    const before = await readFigures(db.sql);
    const dry = await reprice(owner, { dry_run: true });
    expect(dry).toMatchObject({ repriced: 1, still_unpriced: 3, cost_added_usd: "0.1500000000" });
    expect(await readFigures(db.sql)).toEqual(before);
    expect(await reprice(owner)).toEqual(dry);
    const costs = await db.sql`
      select cost_usd::text as cost, cost_source, price ->> 'input' as input from public.llm_interactions where cost_usd is not null order by cost_usd`;
    expect([...costs]).toEqual([
      { cost: "0.1500000000", cost_source: "price", input: "0.1500000000" },
      { cost: "7.0000000000", cost_source: "sent", input: null },
    ]);
    // Nothing is left to do, whatever is asked for.
    expect(await reprice(owner, { include_priced: true })).toMatchObject({
      repriced: 0,
      cost_added_usd: "0",
    });
    const [entry] =
      await db.sql`select detail from public.audit_log where action = 'costs.reprice' order by id limit 1`;
    expect(entry?.detail).toMatchObject({ include_priced: null });
  });

  test("gives what is priced another price only when asked to", async () => {
    await setPrices();
    await record(db.sql, admin, [
      interaction({ timestamp: "2026-03-02T10:00:00Z", llm_metadata: { model: "large", ...split } }),
      interaction({ timestamp: "2026-03-04T10:00:00Z", llm_metadata: { model: "large", ...split } }),
      interaction({ timestamp: "2026-03-04T10:00:00Z", llm_metadata: { model: "large", cost: 5, ...split } }),
    ]);
    await db.sql`update public.model_prices set input_usd_per_million = 1 where model = 'large' and valid_from > '2026-01-01'`;
    expect(await reprice(owner)).toMatchObject({ repriced: 0 });
    expect(await reprice(owner, { include_priced: true })).toMatchObject({
      repriced: 1,
      cost_added_usd: "-2.0000000001",
    });
    expect((await daily(admin, {})).map(({ total_cost }) => total_cost)).toEqual([2.5, 6]);
    // A price that is gone takes no cost away.
    await db.sql`delete from public.model_prices`;
    expect(await reprice(owner, { include_priced: true })).toMatchObject({ repriced: 0, still_unpriced: 0 });
  });

  test("finds the price under a name that only a newer price list has", async () => {
    const llm_metadata = { ...split, provider: "azure" };
    const models = ["gpt-4o-2024-08-06", "gpt-4o-2024-08-06", "in-house", "gpt-4o"];
    await record(
      db.sql,
      admin,
      models.map((model) =>
        interaction({ timestamp: "2026-03-02T10:00:00Z", llm_metadata: { ...llm_metadata, model } }),
      ),
    );
    const reasons = async () =>
      Object.fromEntries((await unpriced(admin)).data.map(({ model, reason }) => [model, reason]));
    expect(new Set(Object.values(await reasons()))).toEqual(new Set(["unknown_model"]));
    const before = await readFigures(db.sql);
    await storeListedPrices(db.sql);
    expect(await readFigures(db.sql)).toEqual(before);
    expect(await reasons()).toEqual({
      "gpt-4o-2024-08-06": "not_repriced",
      "gpt-4o": "not_repriced",
      "in-house": "unknown_model",
    });
    const [named] = await db.sql`
      select priced_as from public.llm_interactions where model = 'gpt-4o-2024-08-06' limit 1`;
    const [price] = await db.sql<{ input: string }[]>`
      select input_usd_per_million::text as input from public.model_prices where model = ${named?.priced_as}`;
    expect(await reprice(owner, { model: "gpt-4o-2024-08-06" })).toMatchObject({
      repriced: 2,
      still_unpriced: 0,
      cost_added_usd: String((2 * Number(price?.input)).toFixed(10)),
    });
    expect(await reprice(owner)).toMatchObject({ repriced: 1, still_unpriced: 1 });
  });

  test("in parts gives the same as at once, and every sum follows exactly", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anySent, { minLength: 1, maxLength: 30 }),
        fc.integer({ min: 1, max: 7 }),
        async (sent, size) => {
          await clearInteractions(db.sql);
          await db.sql`truncate public.model_prices`;
          await record(
            db.sql,
            admin,
            sent.map((each, index) => ({
              ...toInput(each),
              external_conversation_id: `${each.project} ${index % 3}`,
            })),
          );
          await setPrices();
          const answer = await reprice(owner, { size });
          const priced = sent.filter((each) => each.cost === null && costOf(each) !== null);
          expect(answer).toMatchObject({
            repriced: priced.length,
            still_unpriced: sent.filter((each) => costOf(each) === null).length,
          });
          expect(toUnits(answer.cost_added_usd)).toBe(sum(priced.map(costOf)));
          const [kept] = await db.sql<
            { total: string }[]
          >`select sum(total_cost)::text as total from public.llm_analytics`;
          expect(toUnits(kept?.total ?? "")).toBe(sum(sent.map(costOf)));
          const figures = await readFigures(db.sql);
          expect(await rebuildFigures(db.sql)).toEqual(figures);
        },
      ),
      { numRuns: 25 },
    );
  });

  test("counts in the budgets, and crosses their limit once", async () => {
    const budget = await callAs<{ id: string }>(db.sql, owner, "create_budget", {
      input: JSON.stringify({ name: "b", scope: "project", project: "p", period: "day", limit_usd: 0.4 }),
    });
    const items = (project: string, count: number) =>
      Array.from({ length: count }, () =>
        interaction({ project, llm_metadata: { model: "small", ...split } }),
      );
    await record(db.sql, admin, [...items("p", 5), ...items("q", 3)]);
    await setPrices();
    await reprice(owner, { size: 2 });
    const spent = async () => {
      const rows =
        await db.sql`select spent_usd::text as spent from public.budget_periods where budget_id = ${budget.id} and spent_usd <> 0`;
      return rows.map((row) => row.spent);
    };
    expect(await spent()).toEqual(["0.7500000000"]);
    const alerts = await db.sql`select type from public.alerts where budget_id = ${budget.id} order by type`;
    expect(alerts.map(({ type }) => type)).toEqual(["daily_cost_exceeded", "daily_cost_warning"]);
    await db.sql`update public.model_prices set input_usd_per_million = 0.05 where model = 'small'`;
    await reprice(owner, { include_priced: true });
    expect(await spent()).toEqual(["0.2500000000"]);
  });

  test("is for those who change settings, in their projects", async () => {
    await record(db.sql, admin, [
      interaction({
        project: "p",
        timestamp: "2026-03-04T10:00:00Z",
        llm_metadata: { model: "large", ...split },
      }),
      interaction({
        project: "q",
        timestamp: "2026-03-04T10:00:00Z",
        llm_metadata: { model: "large", ...split },
      }),
    ]);
    await setPrices();
    for (const who of [
      await createMember(db.sql, "reviewer"),
      await createKey(db.sql, ["ingest", "read", "export"]),
    ]) {
      await expect(reprice(who)).rejects.toMatchObject({ code: "PT403" });
    }
    const limited = await createMember(db.sql, "product_owner", ["p"]);
    await expect(reprice(limited, { project: "q" })).rejects.toMatchObject({ code: "PT403" });
    expect(await reprice(limited)).toMatchObject({ repriced: 1 });
    const rows = await db.sql`select project from public.llm_interactions where cost_usd is not null`;
    expect([...rows]).toEqual([{ project: "p" }]);
    expect(await reprice(owner, { model: "small" })).toMatchObject({ repriced: 0, still_unpriced: 0 });
    expect(await reprice(owner, { project: "q", model: "large" })).toMatchObject({ repriced: 1 });
  });

  test("goes on beside 50 writers of the same conversations", async () => {
    const items = (count: number) =>
      Array.from({ length: count }, (_, index) =>
        interaction({
          external_conversation_id: `c${index % 7}`,
          agent_type: index % 2 ? "general" : "technical",
          timestamp: `2026-03-0${2 + (index % 3)}T10:00:00Z`,
          llm_metadata: { model: index % 3 ? "large" : "small", ...split },
        }),
      );
    await record(db.sql, admin, items(200));
    await setPrices();
    const writers = Array.from({ length: 50 }, (_, index) =>
      record(db.sql, admin, index % 2 ? items(9) : items(9).reverse()),
    );
    const repricers = [reprice(owner, { size: 20 }), reprice(owner, { size: 33, include_priced: true })];
    await Promise.all([...writers, ...repricers]);
    await reprice(owner);
    expect((await unpriced(admin)).total).toBe(0);
    const figures = await readFigures(db.sql);
    expect(await rebuildFigures(db.sql)).toEqual(figures);
    const [row] = await db.sql`select sum(total_interactions)::int as n from public.llm_analytics`;
    expect(row?.n).toBe(650);
  });
});

describe("the same traffic on another model", () => {
  test("has no price when none is known by then, and leaves out what is older than the first", async () => {
    await setPrices();
    await record(db.sql, admin, [
      interaction({ timestamp: "2026-03-01T10:00:00Z", llm_metadata: { model: "a", cost: 1, ...split } }),
      interaction({ timestamp: "2026-03-02T10:00:00Z", llm_metadata: { model: "a", cost: 2, ...split } }),
      interaction({ timestamp: "2026-03-02T10:00:00Z", llm_metadata: { model: "a", cost: 4 } }),
    ]);
    expect(await whatIf({}, "small")).toMatchObject({
      price: { model: "small", input_usd_per_million: 0.15 },
      interactions: 1,
      left_out: 2,
      actual_cost: 2,
      what_if_cost: 0.15,
      difference: -1.85,
    });
    const early = { to: "2026-03-02T00:00:00Z" };
    for (const answer of [await whatIf(early, "small"), await whatIf(early, "unknown")])
      expect(answer).toMatchObject({
        price: null,
        interactions: 1,
        left_out: 0,
        actual_cost: 1,
        what_if_cost: null,
        difference: null,
      });
  });

  test("has the satisfaction of the other model's own traffic beside it", async () => {
    const rated = (model: string, ...ratings: number[]) =>
      ratings.map((user_satisfaction) =>
        interaction({
          timestamp: "2026-03-02T10:00:00Z",
          user_satisfaction,
          llm_metadata: { model, cost: 1 },
        }),
      );
    await record(db.sql, admin, [...rated("a", 1, 2, 5), ...rated("b", 4, 5), ...rated("c", 3)]);
    expect((await whatIf({ model: ["a"] }, "b")).quality).toEqual({
      current: [3, 8, 30],
      to_model: [2, 9, 41],
    });
    expect((await whatIf({}, "b")).quality).toEqual({ current: [4, 11, 39], to_model: [2, 9, 41] });
  });
});
