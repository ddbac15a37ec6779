import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { clearInteractions, interaction, record } from "./support/interactions";
import { callAs, createKey, createMember, type Principal } from "./support/principals";
import { createScratch, type Scratch } from "./support/scratch";

// Generated traffic: every figure is worked out a second time, here, from the list of what was sent.

let db: Scratch;
let admin: Principal;
let reader: Principal;
/** Reads project p0 alone. */
let limited: Principal;

beforeAll(async () => {
  db = await createScratch();
  admin = await createMember(db.sql, "admin");
  reader = await createKey(db.sql, ["read"]);
  limited = await createKey(db.sql, ["read"], { project: "p0" });
});
afterAll(() => db?.drop());
beforeEach(() => clearInteractions(db.sql));

type Item = {
  conversation: number;
  project: string;
  channel_id: string;
  user_id: string;
  timestamp: string;
  agent_type: string;
  model: string | null;
  cost: number | null;
  user_satisfaction: number | null;
  response_time_ms: number | null;
  escalation_suggested: boolean;
  context_size_tokens: number | null;
  domain_classification: string | null;
  domain_label: string | null;
};

const maybe = <T>(...values: T[]) => fc.constantFrom(null, ...values);
const traffic: fc.Arbitrary<Item[]> = fc
  .array(
    fc.record({
      conversation: fc.nat(5),
      agent_type: fc.constantFrom("general", "technical", "research"),
      model: maybe("model-a", "model-b"),
      cost: maybe(0, 0.25, 2),
      user_satisfaction: maybe(1, 3, 4, 5),
      response_time_ms: maybe(0, 1, 900, 1840, 60_000),
      escalation_suggested: fc.boolean(),
      context_size_tokens: maybe(0, 255, 256, 1024, 1025, 40_000),
      domain_classification: maybe("billing", "travel"),
      domain_label: maybe("billing", "travel"),
    }),
    { minLength: 1, maxLength: 60 },
  )
  .map((items) =>
    items.map((item, index) => ({
      ...item,
      project: `p${item.conversation % 2}`,
      channel_id: item.conversation % 3 === 0 ? "slack" : "api",
      user_id: `u${item.conversation % 4}`,
      // Seven hours apart, so that conversations go on over days.
      timestamp: new Date(Date.UTC(2026, 2, 1) + index * 7 * 3_600_000).toISOString(),
    })),
  );

type Filter = {
  from?: string;
  to?: string;
  project?: string[];
  agent_type?: string[];
  model?: (string | null)[];
  channel_id?: string[];
};
const anyFilter: fc.Arbitrary<Filter> = fc.record(
  {
    from: fc.constant("2026-03-03T00:00:00.000Z"),
    to: fc.constant("2026-03-11T00:00:00.000Z"),
    project: fc.constantFrom(["p0"], ["p0", "p1"], ["elsewhere"]),
    agent_type: fc.constantFrom(["general"], ["general", "research"]),
    model: fc.constantFrom(["model-a"], [null], ["model-b", null]),
    channel_id: fc.constantFrom(["slack"], ["api", "slack"]),
  },
  { requiredKeys: [] },
);

const send = (items: Item[]) =>
  record(
    db.sql,
    admin,
    items.map(({ conversation, model, cost, ...rest }) =>
      interaction({
        ...rest,
        external_conversation_id: `c${conversation}`,
        llm_metadata: { ...(model ? { model } : {}), ...(cost === null ? {} : { cost }) },
      }),
    ),
  );
const call = <T>(name: string, filter: Filter, more: Record<string, string | boolean> = {}, who = reader) =>
  callAs<T>(db.sql, who, name, { filter: JSON.stringify(filter), ...more });

/** What each item knows of its neighbours, and whether the filter lets it through. */
function follow(items: Item[], filter: Filter, projects: string[] = ["p0", "p1"]) {
  return items
    .map((item, index) => {
      const before = items.slice(0, index).findLast((other) => other.conversation === item.conversation);
      const outcomeOf = (from: number) =>
        items.findIndex(
          (other, at) =>
            at > from &&
            other.conversation === items[from]?.conversation &&
            other.agent_type !== items[from]?.agent_type,
        );
      return {
        ...item,
        before,
        outcome: items[outcomeOf(index)],
        isSuggested: items.some((other, at) => other.escalation_suggested && outcomeOf(at) === index),
      };
    })
    .filter(
      (item) =>
        projects.includes(item.project) &&
        (!filter.from || item.timestamp >= filter.from) &&
        (!filter.to || item.timestamp < filter.to) &&
        (!filter.project || filter.project.includes(item.project)) &&
        (!filter.agent_type || filter.agent_type.includes(item.agent_type)) &&
        (!filter.model || filter.model.includes(item.model)) &&
        (!filter.channel_id || filter.channel_id.includes(item.channel_id)),
    );
}

function groupBy<T>(items: T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return groups;
}
const numbers = (values: (number | null)[]) => values.filter((value) => value !== null);
const sum = (values: (number | null)[]) => numbers(values).reduce((total, value) => total + value, 0);

const check = async (property: (items: Item[], filter: Filter) => Promise<void>) =>
  fc.assert(
    fc.asyncProperty(traffic, anyFilter, async (items, filter) => {
      await clearInteractions(db.sql);
      await send(items);
      await property(items, filter);
    }),
    { numRuns: 25 },
  );

describe("summarize_agents", () => {
  type Row = Record<string, number | string | null>;

  test("adds up generated traffic, per group and under filters", async () => {
    const dimensions = {
      agent_type: (item: Item) => item.agent_type,
      model: (item: Item) => item.model,
      project: (item: Item) => item.project,
      channel_id: (item: Item) => item.channel_id,
      day: (item: Item) => item.timestamp.slice(0, 10),
    };
    type Dimension = keyof typeof dimensions;
    const all = Object.keys(dimensions) as Dimension[];
    await check(async (items, filter) => {
      for (const groups of [["agent_type"], ["day", "model"], all] as Dimension[][]) {
        const rows = await call<Row[]>("summarize_agents", filter, { group_by: groups.join(",") });
        const expected = groupBy(follow(items, filter), (item) =>
          JSON.stringify(all.map((name) => (groups.includes(name) ? dimensions[name](item) : null))),
        );
        expect(rows).toHaveLength(expected.size);
        for (const row of rows) {
          const group = expected.get(JSON.stringify(all.map((name) => row[name]))) ?? [];
          const satisfaction = numbers(group.map((item) => item.user_satisfaction));
          const labelled = group.filter((item) => item.domain_label !== null);
          const escalated = group.filter((item) => item.escalation_suggested);
          const rated = escalated.filter((item) => item.outcome?.user_satisfaction != null);
          const withContext = group.filter(
            (item) => (item.context_size_tokens ?? 0) > 0 && item.user_satisfaction !== null,
          );
          const times = numbers(group.map((item) => item.response_time_ms)).sort((a, b) => a - b);
          expect(row).toMatchObject({
            total_interactions: group.length,
            total_cost: sum(group.map((item) => item.cost)),
            unpriced_interactions: group.filter((item) => item.cost === null).length,
            response_time_sum_ms: sum(times),
            response_time_count: times.length,
            satisfaction_sum: sum(satisfaction),
            satisfaction_sum_squares: sum(satisfaction.map((value) => value ** 2)),
            satisfaction_count: satisfaction.length,
            satisfied: satisfaction.filter((value) => value >= 4).length,
            labelled: labelled.length,
            correctly_classified: labelled.filter((item) => item.domain_classification === item.domain_label)
              .length,
            escalations: escalated.length,
            escalations_rated: rated.length,
            escalations_successful: rated.filter((item) => (item.outcome?.user_satisfaction ?? 0) >= 4)
              .length,
            handoffs_in: group.filter((item) => item.before && item.before.agent_type !== item.agent_type)
              .length,
            context_rated: withContext.length,
            context_satisfied: withContext.filter((item) => (item.user_satisfaction ?? 0) >= 4).length,
            context_tokens_rated: sum(withContext.map((item) => item.context_size_tokens)),
          });
          for (const [name, part] of [
            ["response_time_p50_ms", 0.5],
            ["response_time_p95_ms", 0.95],
          ] as const) {
            const exact = times[Math.ceil(part * times.length - 1e-9) - 1];
            if (exact === undefined) expect(row[name]).toBeNull();
            else if (exact === 0) expect(row[name]).toBe(0);
            else expect(Math.abs((row[name] as number) / exact - 1)).toBeLessThan(0.0451);
          }
        }
      }
    });
  });

  test("counts nothing of projects that the caller may not read", async () => {
    await check(async (items, filter) => {
      const rows = await call<Row[]>("summarize_agents", filter, { group_by: "project" }, limited);
      const n = follow(items, filter, ["p0"]).length;
      expect(rows.map((row) => [row.project, row.total_interactions])).toEqual(n > 0 ? [["p0", n]] : []);
    });
  });
});

describe("summarize_context", () => {
  type Cell = Record<string, number | null>;

  test("adds up generated traffic per doubling", async () => {
    await check(async (items, filter) => {
      const result = await call<{ cells: Cell[]; without_context: number }>("summarize_context", filter);
      const visible = follow(items, filter);
      expect(result.without_context).toBe(visible.filter((item) => item.context_size_tokens === null).length);
      const binOf = (tokens: number) => (tokens < 256 ? 0 : Math.floor(Math.log2(tokens)) - 7);
      const expected = groupBy(
        visible.filter((item) => item.context_size_tokens !== null),
        (item) => String(binOf(item.context_size_tokens ?? 0)),
      );
      const got = groupBy(result.cells, (cell) => String(cell.bin));
      expect([...got.keys()].sort()).toEqual([...expected.keys()].sort());
      for (const [bin, group] of expected) {
        const cells = got.get(bin) ?? [];
        const total = (name: string) => sum(cells.map((cell) => cell[name] as number));
        const rated = group.filter((item) => item.user_satisfaction !== null);
        expect(total("total_interactions")).toBe(group.length);
        expect(total("satisfaction_count")).toBe(rated.length);
        expect(total("satisfaction_sum")).toBe(sum(rated.map((item) => item.user_satisfaction)));
        expect(total("tokens_sum")).toBe(sum(rated.map((item) => item.context_size_tokens)));
        expect(total("log2_sum")).toBeCloseTo(
          sum(rated.map((item) => Math.log2(Math.max(1, item.context_size_tokens ?? 0)))),
          6,
        );
        expect(total("response_time_sum_ms")).toBe(sum(group.map((item) => item.response_time_ms)));
        expect(total("response_time_sum_squares")).toBe(
          sum(group.map((item) => (item.response_time_ms ?? 0) ** 2)),
        );
      }
    });
  });
});

describe("list_handoffs", () => {
  type Row = Record<string, number | string | null>;

  test("counts generated hand-offs, which were suggested, and how they went", async () => {
    await check(async (items, filter) => {
      for (const by_channel of [false, true]) {
        const rows = await call<Row[]>("list_handoffs", filter, { by_channel });
        const expected = groupBy(
          follow(items, filter).filter((item) => item.before && item.before.agent_type !== item.agent_type),
          (item) =>
            JSON.stringify([item.before?.agent_type, item.agent_type, by_channel ? item.channel_id : null]),
        );
        expect(rows).toHaveLength(expected.size);
        for (const row of rows) {
          const group = expected.get(JSON.stringify([row.from_agent, row.to_agent, row.channel_id])) ?? [];
          const rated = numbers(group.map((item) => item.user_satisfaction));
          const successful = rated.filter((value) => value >= 4).length;
          expect(row).toMatchObject({
            handoffs: group.length,
            suggested: group.filter((item) => item.isSuggested).length,
            satisfaction_count: rated.length,
          });
          if (rated.length === 0) {
            expect(row).toMatchObject({
              post_handoff_satisfaction: null,
              success_rate: null,
              success_ci_low: null,
              success_ci_high: null,
            });
          } else {
            expect(row.post_handoff_satisfaction).toBeCloseTo(sum(rated) / rated.length, 9);
            expect(row.success_rate).toBeCloseTo(successful / rated.length, 9);
          }
        }
      }
    });
  });
});

describe("list_domain_flow", () => {
  type Row = Record<string, number | string | boolean | null>;

  test("counts generated transitions, their shares, and the usual next one", async () => {
    await check(async (items, filter) => {
      const rows = await call<Row[]>("list_domain_flow", filter, { by_channel: true });
      const transitions = follow(items, filter).filter(
        (item) => item.before?.domain_classification && item.domain_classification,
      );
      const expected = groupBy(transitions, (item) =>
        JSON.stringify([item.before?.domain_classification, item.domain_classification, item.channel_id]),
      );
      expect(rows).toHaveLength(expected.size);
      for (const row of rows) {
        const n = expected.get(JSON.stringify([row.from_domain, row.to_domain, row.channel_id]))?.length ?? 0;
        const others = rows.filter(
          (other) => other.from_domain === row.from_domain && other.channel_id === row.channel_id,
        );
        const total = sum(others.map((other) => other.transitions as number));
        expect(row.transitions).toBe(n);
        expect(row.share).toBeCloseTo(n / total, 9);
        const usual = [...others].sort(
          (a, b) =>
            (b.transitions as number) - (a.transitions as number) ||
            String(a.to_domain).localeCompare(String(b.to_domain)),
        )[0];
        expect(row.is_usual_next).toBe(row === usual);
      }
    });
  });
});

describe("list_recommendations", () => {
  type Row = { subject: string; channel_id: string | null; agents: Record<string, number | string>[] };

  test("sums ratings per agent, by domain and by end user, and per channel of these", async () => {
    await check(async (items, filter) => {
      for (const [by, by_channel] of [
        ["domain", false],
        ["user", false],
        ["domain", true],
        ["user", true],
      ] as const) {
        const rows = await call<Row[]>("list_recommendations", filter, { by, by_channel });
        const subjectOf = (item: Item) => (by === "user" ? item.user_id : item.domain_classification);
        const visible = follow(items, filter).filter((item) => subjectOf(item) !== null);
        const keyOf = (subject: string | null, channel: string | null) => JSON.stringify([subject, channel]);
        const subjects = groupBy(visible, (item) =>
          keyOf(subjectOf(item), by_channel ? item.channel_id : null),
        );
        expect(rows.map((row) => keyOf(row.subject, row.channel_id)).sort()).toEqual(
          [...subjects.keys()].sort(),
        );
        for (const { subject, channel_id, agents } of rows) {
          const expected = groupBy(subjects.get(keyOf(subject, channel_id)) ?? [], (item) => item.agent_type);
          expect(agents.map((agent) => agent.agent_type).sort()).toEqual([...expected.keys()].sort());
          for (const agent of agents) {
            const group = expected.get(agent.agent_type as string) ?? [];
            const rated = numbers(group.map((item) => item.user_satisfaction));
            expect(agent).toMatchObject({
              total_interactions: group.length,
              satisfaction_count: rated.length,
              satisfaction_sum: sum(rated),
              satisfaction_sum_squares: sum(rated.map((value) => value ** 2)),
            });
          }
        }
      }
    });
  });
});

describe("summarize_live", () => {
  type Live = {
    from: string;
    agents: Record<string, number | string>[];
    periods: Record<string, Record<string, number>>;
  };
  const at = "2026-03-20T10:30:00Z";
  const live = (filter: Filter = {}) => call<Live>("summarize_live", filter, { at });
  const item = (timestamp: string, values: Record<string, unknown> = {}) =>
    interaction({ timestamp, project: "p0", ...values });

  test("has the hour's edges and the days' edges right", async () => {
    const times = [
      "2026-03-20T09:59:59.999Z",
      "2026-03-20T10:00:00.000Z",
      "2026-03-20T10:59:59.999Z",
      "2026-03-20T11:00:00.000Z",
      "2026-03-20T00:00:00.000Z",
      "2026-03-19T23:59:59.999Z",
      "2026-03-19T00:00:00.000Z",
      "2026-03-18T23:59:59.999Z",
      "2026-03-13T00:00:00.000Z",
      "2026-03-12T23:59:59.999Z",
      "2026-03-06T00:00:00.000Z",
      "2026-03-05T23:59:59.999Z",
    ];
    await record(
      db.sql,
      admin,
      times.map((time) => item(time, { user_satisfaction: 4 })),
    );
    const result = await live();
    expect(new Date(result.from).toISOString()).toBe("2026-03-20T10:00:00.000Z");
    expect(result.agents).toMatchObject([{ agent_type: "general", total_interactions: 2 }]);
    const counts = Object.fromEntries(
      Object.entries(result.periods).map(([name, period]) => [name, period.satisfaction_count]),
    );
    // A week holds yesterday and the day before as well.
    expect(counts).toEqual({ yesterday: 2, day_before: 1, week: 4, week_before: 2 });
  });

  test("narrows both the hour and the trends", async () => {
    await record(db.sql, admin, [
      item("2026-03-20T10:01:00Z", { channel_id: "slack", llm_metadata: { model: "m", cost: 0.5 } }),
      item("2026-03-20T10:02:00Z"),
      item("2026-03-19T10:02:00Z", { channel_id: "slack", llm_metadata: { model: "m", cost: 0.5 } }),
      item("2026-03-19T10:02:00Z", { project: "p1", channel_id: "slack" }),
    ]);
    const result = await live({ channel_id: ["slack"], model: ["m"], project: ["p0"] });
    expect(result.agents).toMatchObject([
      { total_interactions: 1, total_cost: 0.5, unpriced_interactions: 0 },
    ]);
    expect(result.periods.yesterday).toMatchObject({ total_cost: 0.5 });
    expect((await live({ model: [null] })).agents).toMatchObject([
      { total_interactions: 1, unpriced_interactions: 1 },
    ]);
  });

  test("the spread of response times comes within a few percent from the buckets", async () => {
    const times = Array.from({ length: 400 }, (_, n) => 200 + ((n * 7919) % 4000));
    await record(
      db.sql,
      admin,
      times.map((response_time_ms) => item("2026-03-19T10:00:00Z", { response_time_ms })),
    );
    const period = (await live()).periods.yesterday ?? {};
    const variance = (n: number, total: number, squares: number) => (squares - total ** 2 / n) / (n - 1);
    const exact = variance(400, sum(times), sum(times.map((time) => time ** 2)));
    const binned = variance(400, period.bucket_sum_ms ?? 0, period.bucket_sum_squares ?? 0);
    expect(period.response_time_sum_ms).toBe(sum(times));
    expect(Math.abs(Math.sqrt(binned / exact) - 1)).toBeLessThan(0.03);
  });
});

describe("summarize_submission_rate", () => {
  test("sets votes against interactions of the same day and project", async () => {
    await db.sql`truncate public.feedback, public.feedback_daily, public.feedback_daily_people`;
    await record(db.sql, admin, [
      interaction({ timestamp: "2026-03-02T10:00:00Z", project: "p0" }),
      interaction({ timestamp: "2026-03-02T11:00:00Z", project: "p0" }),
      interaction({ timestamp: "2026-03-02T11:00:00Z", project: "p1" }),
      interaction({ timestamp: "2026-03-04T11:00:00Z", project: "p0" }),
    ]);
    await db.sql`
      insert into public.feedback (query, response, model, rating, project, created_at)
      values ('q', 'r', 'm', 1, 'p0', '2026-03-02T23:59:59Z'), ('q', 'r', 'm', -1, 'p0', '2026-03-03T00:00:00Z'), ('q', 'r', 'm', 1, 'p1', '2026-03-02T00:00:00Z')`;
    const day = (date: string, votes: number, interactions: number) => ({
      date,
      votes,
      interactions,
      submission_rate: interactions > 0 ? votes / interactions : null,
      partial: false,
    });
    const rate = (filter: Filter, who = reader) => call("summarize_submission_rate", filter, {}, who);
    const p0 = [day("2026-03-02", 1, 2), day("2026-03-03", 1, 0), day("2026-03-04", 0, 1)];
    expect(await rate({ project: ["p0"] })).toEqual(p0);
    expect(await rate({}, limited)).toEqual(p0);
    expect(await rate({ to: "2026-03-03T00:00:00Z" })).toEqual([day("2026-03-02", 2, 3)]);
  });

  test("marks the running day", async () => {
    await record(db.sql, admin, [interaction({ project: "today" })]);
    expect(await call("summarize_submission_rate", { project: ["today"] })).toMatchObject([
      { partial: true },
    ]);
  });
});

describe("who may read figures", () => {
  const functions = [
    "summarize_agents",
    "summarize_live",
    "summarize_context",
    "list_handoffs",
    "list_domain_flow",
    "list_recommendations",
    "summarize_submission_rate",
  ];

  test.each(functions)("%s refuses strangers and keys that only record", async (name) => {
    const recorder = await createKey(db.sql, ["ingest"]);
    await expect(call(name, {}, {}, recorder)).rejects.toMatchObject({ code: "PT403" });
    await expect(callAs(db.sql, "stranger", name, { filter: "{}" })).rejects.toMatchObject({ code: "PT403" });
    await expect(callAs(db.sql, "anon", name, { filter: "{}" })).rejects.toMatchObject({ code: "42501" });
    await expect(call(name, {})).resolves.toBeDefined();
  });

  test("a value of a filter stays a value", async () => {
    for (const name of functions) {
      await expect(
        call(name, { project: ["p0' or true --"], channel_id: ["x'); drop table public.feedback; --"] }),
      ).resolves.toBeDefined();
    }
  });
});
