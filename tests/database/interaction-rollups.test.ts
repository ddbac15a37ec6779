import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
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

beforeAll(async () => {
  db = await createScratch();
  admin = await createMember(db.sql, "admin");
});
afterAll(() => db?.drop());
beforeEach(() => clearInteractions(db.sql));

const minute = (n: number) => new Date(Date.UTC(2026, 2, 1, 23, 50 + n)).toISOString();
const maybe = <T>(...values: T[]) => fc.constantFrom(null, ...values);

/** Few conversations, agents and times, so that neighbours, ties and late arrivals are frequent; a day ends among the times. */
const anyInteraction: fc.Arbitrary<InteractionInput> = fc
  .record({
    external_conversation_id: fc.constantFrom("one", "two"),
    user_id: fc.constantFrom("ann", "bo"),
    channel_id: fc.constantFrom("api", "slack"),
    agent_type: fc.constantFrom("general", "technical", "research"),
    timestamp: fc.nat(20).map(minute),
    user_message: fc.constantFrom("Where is my bus?", "Where is my bus, please?", "No, that is wrong.", "ok"),
    agent_response: fc.constant("On its way."),
    user_satisfaction: maybe(1, 3, 4, 5),
    response_time_ms: maybe(0, 1, 8, 1840, 2_000_000_000),
    escalation_suggested: fc.boolean(),
    context_size_tokens: maybe(0, 500, 2_000_000_000),
    domain_classification: maybe("billing", "travel"),
    domain_label: maybe("billing", "travel"),
    llm_metadata: fc.record(
      {
        model: maybe("model-a", "model-b"),
        input_tokens: fc.constantFrom(0, 812),
        output_tokens: fc.constantFrom(0, 96),
        cached_tokens: fc.constant(0),
        cost: fc.constantFrom(0, 0.1, 0.2, 1e-10, 123.456789),
        avg_similarity: fc.constantFrom(0, 0.1, 0.7, 0.3333333333333333),
      },
      { requiredKeys: ["model"] },
    ),
  })
  .map((values) => values as unknown as InteractionInput);

/** Column assignments that move an interaction within conversations, rollups or both. */
const anyChange = fc.constantFrom(
  "agent_type = 'general'",
  "agent_type = 'technical'",
  '"timestamp" = "timestamp" - interval \'7 minutes\'',
  '"timestamp" = "timestamp" + interval \'11 minutes\'',
  '"timestamp" = "timestamp" + interval \'1 day\'',
  "conversation_id = (select id from public.llm_conversations order by id limit 1)",
  "conversation_id = (select id from public.llm_conversations order by id desc limit 1)",
  "cost_usd = 7.7, cost_source = 'price'",
  "cost_usd = null, cost_source = null",
  "user_satisfaction = 6 - user_satisfaction",
  "user_satisfaction = null",
  "escalation_suggested = not escalation_suggested",
  "domain_classification = 'weather'",
  "user_message = 'Where is my bus?'",
  "model = null",
  "user_id = 'cy'",
  "response_time_ms = 3",
  "confidence = 0.5",
);

const place = fc.nat(1000);
type Step =
  | { do: "record"; items: InteractionInput[] }
  | { do: "change"; at: number; set: string }
  | { do: "change many"; agent: string; set: string }
  | { do: "patch"; at: number; patch: Record<string, unknown> }
  | { do: "delete"; at: number }
  | { do: "delete many"; agent: string }
  | { do: "delete conversation"; at: number };

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("record" as const),
      items: fc.array(anyInteraction, { minLength: 1, maxLength: 7 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("change" as const), at: place, set: anyChange }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("change many" as const),
      agent: fc.constantFrom("general", "technical"),
      set: anyChange,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("patch" as const),
      at: place,
      patch: fc.record(
        {
          user_satisfaction: maybe(1, 5),
          domain_label: maybe("billing"),
          domain_classification: maybe("travel"),
          escalation_suggested: fc.boolean(),
        },
        { requiredKeys: [] },
      ),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("delete" as const), at: place }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant("delete many" as const), agent: fc.constantFrom("general") }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("delete conversation" as const), at: place }) },
);

async function take(step: Step): Promise<void> {
  const { sql } = db;
  if (step.do === "record") {
    await record(sql, admin, step.items);
  } else if (step.do === "change many") {
    await sql.unsafe(`update public.llm_interactions set ${step.set} where agent_type = $1`, [step.agent]);
  } else if (step.do === "delete many") {
    await sql`delete from public.llm_interactions where agent_type = ${step.agent}`;
  } else {
    const rows = await sql<{ id: string; conversation_id: string }[]>`
      select id, conversation_id from public.llm_interactions order by id`;
    const row = rows[step.at % Math.max(rows.length, 1)];
    if (!row) return;
    if (step.do === "change")
      await sql.unsafe(`update public.llm_interactions set ${step.set} where id = $1`, [row.id]);
    else if (step.do === "patch")
      await callAs(sql, admin, "update_interaction", {
        interaction_id: row.id,
        patch: JSON.stringify(step.patch),
      });
    else if (step.do === "delete") await sql`delete from public.llm_interactions where id = ${row.id}`;
    else await sql`delete from public.llm_conversations where id = ${row.conversation_id}`;
  }
}

interface Stored {
  id: string;
  conversation_id: string;
  agent_type: string;
  user_satisfaction: number | null;
  escalation_suggested: boolean;
  domain_classification: string | null;
  cost: string | null;
}

/** What follows from the rows, worked out in TypeScript by the definitions alone. */
function expectedLinks(rows: Stored[]) {
  return rows.map((row, index) => {
    const before = rows[index - 1];
    const previous = before?.conversation_id === row.conversation_id ? before : undefined;
    const outcome = row.escalation_suggested
      ? rows
          .slice(index + 1)
          .find((next) => next.conversation_id === row.conversation_id && next.agent_type !== row.agent_type)
      : undefined;
    return {
      id: row.id,
      previous_agent_type: previous?.agent_type ?? null,
      previous_domain: previous?.domain_classification ?? null,
      escalation_outcome_id: outcome?.id ?? null,
      escalation_satisfaction: outcome?.user_satisfaction ?? null,
    };
  });
}

/** Ten decimals as a whole number, so that sums are exact. */
const exact = (value: string | null) => BigInt((value ?? "0").replace(".", ""));

async function expectFiguresOfRows(): Promise<void> {
  const kept = await readFigures(db.sql);
  const rows = await db.sql<Stored[]>`
    select id, conversation_id, agent_type, user_satisfaction, escalation_suggested, domain_classification, cost_usd::text as cost
    from public.llm_interactions order by conversation_id, "timestamp", id`;
  const links = new Map(kept.links.map((link) => [link.id, link]));
  for (const link of expectedLinks([...rows])) expect(links.get(link.id)).toMatchObject(link);
  const total = rows.reduce((sum, row) => sum + exact(row.cost), 0n);
  for (const table of ["llm_analytics", "user_llm_daily", "llm_conversations"]) {
    const [summed] = await db.sql<{ cost: string; n: number }[]>`
      select coalesce(sum(total_cost), 0)::numeric(30,10)::text as cost, coalesce(sum(total_interactions), 0)::int as n
      from ${db.sql(`public.${table}`)}`;
    expect(exact(summed?.cost ?? null), table).toBe(total);
    expect(summed?.n, table).toBe(rows.length);
  }
  expect(kept).toEqual(await rebuildFigures(db.sql));
}

describe("totals, rollups and neighbours", () => {
  test("hold after any sequence of writes what the rows say, and what a rebuild makes of them", async () => {
    await fc.assert(
      fc
        .asyncProperty(fc.array(anyStep, { minLength: 1, maxLength: 12 }), async (steps) => {
          for (const step of steps) await take(step);
          await expectFiguresOfRows();
        })
        .beforeEach(() => clearInteractions(db.sql)),
      { numRuns: 60 },
    );
  });

  test("lose every trace of interactions that are gone, and keep the conversation's times", async () => {
    await record(
      db.sql,
      admin,
      [1, 2, 3].map((n) =>
        interaction({ external_conversation_id: "c", timestamp: minute(n), response_time_ms: n }),
      ),
    );
    await db.sql`delete from public.llm_interactions`;
    const { analytics, latency, users, conversations } = await readFigures(db.sql);
    expect({ analytics, latency, users }).toEqual({ analytics: [], latency: [], users: [] });
    expect(conversations).toMatchObject([
      { total_interactions: 0, agent_counts: {}, primary_agent: null, user_satisfaction_avg: null },
    ]);
  });

  test("put an interaction into the UTC day of its time, whatever zone it was sent in", async () => {
    await record(db.sql, admin, [
      interaction({ timestamp: "2026-03-02T00:30:00+01:00" }),
      interaction({ timestamp: "2026-03-01T20:30:00-05:00" }),
    ]);
    const { analytics } = await readFigures(db.sql);
    expect(analytics).toMatchObject([{ date: "2026-03-01" }, { date: "2026-03-02" }]);
  });

  test("are rebuilt to the same rows by refresh_llm_analytics(), for admins of every project alone", async () => {
    await record(db.sql, admin, [interaction(), interaction({ agent_type: "technical" })]);
    const kept = await readFigures(db.sql);
    await db.sql`update public.llm_analytics set total_interactions = 77`;
    expect(Number(await callAs(db.sql, admin, "refresh_llm_analytics", {}))).toBe(2);
    expect(await readFigures(db.sql)).toEqual(kept);
    for (const who of [
      await createMember(db.sql, "product_owner"),
      await createMember(db.sql, "admin", ["one"]),
      await createKey(db.sql, ["ingest", "read", "export", "metrics"]),
    ]) {
      await expect(callAs(db.sql, who, "refresh_llm_analytics", {})).rejects.toMatchObject({ code: "PT403" });
    }
  });
});

describe("neighbours", () => {
  const rowsOf = (columns: string) =>
    db.sql.unsafe(`select ${columns} from public.llm_interactions order by "timestamp", id`);

  test("a late interaction steps between those that were there, and takes its place as the outcome of an escalation", async () => {
    const at = (n: number, agent_type: string, more = {}) =>
      interaction({ external_conversation_id: "c", timestamp: minute(n), agent_type, ...more });
    await record(db.sql, admin, [
      at(1, "general", { escalation_suggested: true }),
      at(2, "general", { escalation_suggested: true }),
      at(5, "technical", { user_satisfaction: 2 }),
    ]);
    expect(await rowsOf("escalation_satisfaction as s, previous_agent_type as p")).toEqual([
      { s: 2, p: null },
      { s: 2, p: "general" },
      { s: null, p: "general" },
    ]);
    await record(db.sql, admin, [at(3, "research", { user_satisfaction: 5 })]);
    expect(await rowsOf("escalation_satisfaction as s, previous_agent_type as p")).toEqual([
      { s: 5, p: null },
      { s: 5, p: "general" },
      { s: null, p: "general" },
      { s: null, p: "research" },
    ]);
    const [conversation] = await db.sql`select agent_handoffs, primary_agent from public.llm_conversations`;
    expect(conversation).toEqual({ agent_handoffs: 2, primary_agent: "general" });
    await expectFiguresOfRows();
  });

  test("a satisfaction that arrives later reaches the escalations it is the outcome of", async () => {
    const { ids } = await record(db.sql, admin, [
      interaction({ external_conversation_id: "c", timestamp: minute(1), escalation_suggested: true }),
      interaction({ external_conversation_id: "c", timestamp: minute(2), agent_type: "technical" }),
    ]);
    await callAs(db.sql, admin, "update_interaction", {
      interaction_id: ids[1],
      patch: '{"user_satisfaction":4}',
    });
    const { analytics } = await readFigures(db.sql);
    expect(analytics.find((row) => row.agent_type === "general")).toMatchObject({
      escalations: 1,
      escalations_rated: 1,
      escalations_successful: 1,
    });
    await expectFiguresOfRows();
  });

  test.each([
    ["No, that is not what I asked", true],
    ["no.", true],
    ["Nope", true],
    ["Wrong!", true],
    ["That's not right", true],
    ["This is wrong", true],
    ["It isn't", true],
    ["Actually I need it on Monday", true],
    ["I meant the other one", true],
    ["You misunderstood me", true],
    ["No problem, thanks", false],
    ["No, thanks!", false],
    ["No worries", false],
    ["Now show me the next", false],
    ["Nothing else", false],
    ["Thanks, that is right", false],
    ["Notes please", false],
    ["", false],
    ["ok", false],
  ])("“%s” opens with a contradiction: %s", async (message, expected) => {
    const [row] = await db.sql<{ is: boolean }[]>`select private.is_correction(${message}) as is`;
    expect(row?.is).toBe(expected);
  });

  test("the first message of a conversation corrects and repeats nothing", async () => {
    await record(db.sql, admin, [interaction({ user_message: "No, that is wrong" })]);
    expect(await rowsOf("is_correction, is_repeat")).toEqual([{ is_correction: false, is_repeat: false }]);
  });
});

describe("many writers at once", () => {
  test("count right in one conversation and on one hot key", async () => {
    const key = await createKey(db.sql, ["ingest"]);
    await Promise.all(
      Array.from({ length: 20 }, async (_, writer) => {
        for (let n = 0; n < 5; n++)
          await record(db.sql, key, [
            interaction({
              external_conversation_id: "hot",
              agent_type: writer % 2 ? "general" : "technical",
              llm_metadata: { cost: 0.1 },
              escalation_suggested: n === 0,
            }),
          ]);
      }),
    );
    const { conversations } = await readFigures(db.sql);
    expect(conversations).toMatchObject([{ total_interactions: 100, total_cost: 10 }]);
    await expectFiguresOfRows();
  });

  test("do not deadlock on opposite batches", async () => {
    const key = await createKey(db.sql, ["ingest"]);
    const names = ["c1", "c2", "c3", "c4", "new"];
    const batch = (order: string[], suffix: string) =>
      order.flatMap((name, index) => [
        interaction({
          external_conversation_id: name === "new" ? `new-${suffix}` : name,
          agent_type: `agent-${name}`,
          timestamp: minute(index % 3),
          escalation_suggested: true,
        }),
        interaction({
          external_conversation_id: name,
          agent_type: "general",
          timestamp: minute(3 - (index % 3)),
        }),
      ]);
    const rounds = async (order: string[]) => {
      for (let round = 0; round < 8; round++) await record(db.sql, key, batch(order, String(round)));
    };
    await Promise.all([
      rounds(names),
      rounds([...names].reverse()),
      rounds(names),
      rounds([...names].reverse()),
      (async () => {
        for (let n = 0; n < 3; n++) await callAs(db.sql, admin, "refresh_llm_analytics", {});
      })(),
    ]);
    await expectFiguresOfRows();
  });

  test("create a conversation once, and a repeated request records once", async () => {
    const key = await createKey(db.sql, ["ingest"]);
    const id = randomUUID();
    const items = [
      interaction({ id, key: `interaction-id:${id}`, hmac: "h", external_conversation_id: "same" }),
    ];
    const answers = await Promise.all(Array.from({ length: 8 }, () => record(db.sql, key, items)));
    expect(new Set(answers.map((answer) => answer.ids[0]))).toEqual(new Set([id]));
    const { conversations } = await readFigures(db.sql);
    expect(conversations).toMatchObject([{ total_interactions: 1, external_conversation_id: "same" }]);
  });
});
