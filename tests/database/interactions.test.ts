import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { clearInteractions, interaction, record } from "./support/interactions";
import { callAs, createKey, createMember, type Principal, uniqueName } from "./support/principals";
import { createScratch, type Scratch } from "./support/scratch";

let db: Scratch;
let admin: Principal;
let ingest: Principal;

beforeAll(async () => {
  db = await createScratch();
  admin = await createMember(db.sql, "admin");
  ingest = await createKey(db.sql, ["ingest"]);
});
afterAll(() => db?.drop());
beforeEach(() => clearInteractions(db.sql));

const errorsOf = async (work: Promise<unknown>): Promise<unknown> => {
  const error = await work.then(
    () => null,
    (reason: { code: string; detail: string }) => reason,
  );
  expect(error?.code).toBe("PT409");
  return JSON.parse(error?.detail ?? "null");
};

describe("record_interactions", () => {
  test("is for admins and keys with scope ingest", async () => {
    for (const who of [admin, ingest]) await record(db.sql, who, [interaction()]);
    for (const who of [
      await createMember(db.sql, "product_owner"),
      await createMember(db.sql, "reviewer"),
      await createKey(db.sql, ["read", "export", "metrics"]),
    ])
      await expect(record(db.sql, who, [interaction()])).rejects.toMatchObject({ code: "PT403" });
    for (const who of [
      await createKey(db.sql, ["ingest"], { isRevoked: true }),
      await createKey(db.sql, ["ingest"], { isExpired: true }),
    ])
      await expect(record(db.sql, who, [interaction()])).rejects.toMatchObject({ code: "PT401" });
  });

  test("writes into the caller's project, and names the items whose project is not one of theirs", async () => {
    const limited = await createKey(db.sql, ["ingest"], { project: "mine" });
    const { row } = await record(db.sql, limited, [interaction()]);
    expect(row?.project).toBe("mine");
    expect(
      await errorsOf(record(db.sql, limited, [interaction(), interaction({ project: "theirs" })])),
    ).toEqual([{ index: 1, status: 403, path: "project", message: "is not one of yours" }]);
    const both = await createMember(db.sql, "admin", ["one", "two"]);
    expect(await errorsOf(record(db.sql, both, [interaction()]))).toMatchObject([
      { index: 0, status: 400, path: "project" },
    ]);
    // In a conversation that exists the project goes without saying.
    const known = await record(db.sql, both, [interaction({ project: "two" })]);
    const next = await record(db.sql, both, [interaction({ conversation_id: known.row?.conversation_id })]);
    expect(next.row?.project).toBe("two");
  });

  test("does not tell whether a conversation of another project exists but by refusing its id", async () => {
    const { row } = await record(db.sql, admin, [interaction({ project: "theirs" })]);
    const limited = await createKey(db.sql, ["ingest"], { project: "mine" });
    expect(
      await errorsOf(record(db.sql, limited, [interaction({ conversation_id: row?.conversation_id })])),
    ).toEqual([
      {
        index: 0,
        status: 409,
        path: "conversation_id",
        message: "is taken by a conversation of another project",
      },
    ]);
    // The same name in another project is another conversation.
    const a = await record(db.sql, admin, [
      interaction({ project: "theirs", external_conversation_id: "x" }),
    ]);
    const b = await record(db.sql, limited, [interaction({ external_conversation_id: "x" })]);
    expect(a.row?.conversation_id).not.toBe(b.row?.conversation_id);
  });

  test("an id that was recorded and deleted since is not recorded again under its key", async () => {
    const id = randomUUID();
    const items = [interaction({ id, key: `interaction-id:${id}`, hmac: "h" })];
    await record(db.sql, ingest, items);
    await db.sql`delete from public.llm_interactions where id = ${id}`;
    expect(await errorsOf(record(db.sql, ingest, items))).toMatchObject([{ index: 0, status: 409 }]);
  });

  test("keys are those of one principal, and end after a day", async () => {
    const key = uniqueName("interaction");
    const items = (message: string) => [interaction({ key, hmac: message, user_message: message })];
    const first = await record(db.sql, ingest, items("one"));
    expect(await record(db.sql, ingest, items("one"))).toEqual(first);
    expect(await errorsOf(record(db.sql, ingest, items("two")))).toMatchObject([{ index: 0, status: 409 }]);
    const other = await record(db.sql, admin, items("two"));
    expect(other.ids).not.toEqual(first.ids);
    await db.sql`update public.idempotency_keys set created_at = now() - interval '25 hours' where key = ${key}`;
    expect((await record(db.sql, ingest, items("two"))).ids).not.toEqual(first.ids);
  });

  test("takes 1 to 1,000 at a time", async () => {
    const many = (n: number) => Array.from({ length: n }, () => interaction());
    expect((await record(db.sql, ingest, many(1000))).ids).toHaveLength(1000);
    for (const n of [0, 1001])
      await expect(record(db.sql, ingest, many(n))).rejects.toMatchObject({ code: "PT400" });
  });

  test("keeps the price beside what it was worked out from", async () => {
    await db.sql`insert into public.model_prices (model, input_usd_per_million, cached_usd_per_million, output_usd_per_million)
      values ('house', 0.1, null, 0.3)`;
    const llm_metadata = { model: "house", input_tokens: 3, cached_tokens: 1, output_tokens: 7 };
    const { row } = await record(db.sql, ingest, [interaction({ llm_metadata })]);
    expect(row).toMatchObject({ cost_source: "price", price: { input: 0.1, cached: null, output: 0.3 } });
    const [stored] = await db.sql<
      { cost: string }[]
    >`select cost_usd::text as cost from public.llm_interactions`;
    expect(stored?.cost).toBe("0.0000024000");
    for (const unpriced of [
      { model: "house", tokens_used: 10 },
      { model: "house", input_tokens: 10 },
      { model: "unknown", input_tokens: 3, output_tokens: 7 },
      {},
    ]) {
      const answer = await record(db.sql, ingest, [interaction({ llm_metadata: unpriced })]);
      expect(answer.row).toMatchObject({ cost_usd: null, cost_source: null, price: null });
    }
  });
});

describe("update_interaction", () => {
  test("is for admins and keys with ingest and read, within their projects", async () => {
    const { ids } = await record(db.sql, admin, [interaction({ project: "mine" })]);
    const change = (who: Principal, patch = '{"user_satisfaction":5}') =>
      callAs<Record<string, unknown>>(db.sql, who, "update_interaction", { interaction_id: ids[0], patch });
    for (const who of [
      admin,
      await createMember(db.sql, "admin", ["mine"]),
      await createKey(db.sql, ["ingest", "read"]),
      await createKey(db.sql, ["ingest", "read"], { project: "mine" }),
    ])
      expect(await change(who)).toMatchObject({ user_satisfaction: 5 });
    for (const who of [
      await createMember(db.sql, "product_owner"),
      await createMember(db.sql, "reviewer"),
      ingest,
      await createKey(db.sql, ["read", "export"]),
    ])
      await expect(change(who)).rejects.toMatchObject({ code: "PT403" });
    for (const who of [
      await createMember(db.sql, "admin", ["other"]),
      await createKey(db.sql, ["ingest", "read"], { project: "other" }),
    ])
      await expect(change(who, '{"user_satisfaction":1}')).rejects.toMatchObject({ code: "PT404" });
    await expect(change(admin, '{"cost_usd":0}')).rejects.toMatchObject({ code: "PT400" });
    const [row] = await db.sql`select user_satisfaction from public.llm_interactions`;
    expect(row).toEqual({ user_satisfaction: 5 });
  });
});

describe("close_idle_conversations", () => {
  test("closes after the project's idle time, and a new interaction opens the conversation again", async () => {
    const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
    await db.sql`insert into public.project_settings (project, idle_minutes) values ('slow', 120)`;
    const send = (name: string, project: string, minutes: number) =>
      record(db.sql, ingest, [
        interaction({ external_conversation_id: name, project, timestamp: ago(minutes) }),
      ]);
    await send("quick", "quick", 31);
    await send("fresh", "quick", 29);
    await send("slow", "slow", 31);
    const close = async () => {
      const [row] = await db.sql<{ n: string }[]>`select private.close_idle_conversations() as n`;
      return Number(row?.n);
    };
    expect(await close()).toBe(1);
    expect(await close()).toBe(0);
    const statuses = async () =>
      Object.fromEntries(
        (
          await db.sql`select external_conversation_id as name, conversation_status as status from public.llm_conversations`
        ).map((row) => [row.name, row.status]),
      );
    expect(await statuses()).toEqual({ quick: "closed", fresh: "active", slow: "active" });
    await send("quick", "quick", 1);
    expect(await statuses()).toMatchObject({ quick: "active" });
  });
});
