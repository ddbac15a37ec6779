import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { actAs, createKey, createMember, type Principal } from "./support/principals";
import { createScratch, type Scratch } from "./support/scratch";
import { record, vote } from "./support/votes";

// The statements that the product's first documents print about votes, run as they are printed.

let db: Scratch;
let admin: Principal;

beforeAll(async () => {
  db = await createScratch();
  admin = await createMember(db.sql, "admin");
  await record(db.sql, admin, [
    vote({
      query: "Write hello world",
      response: 'print("Hello, World!")',
      model: "qwen-2.5-coder-7b",
      intent: "code",
      created_at: new Date(Date.now() - 3_600_000).toISOString(),
    }),
    vote({ rating: -1, intent: "reasoning", corrected_response: "better" }),
    vote({ created_at: new Date(Date.now() - 8 * 86_400_000).toISOString() }),
  ]);
});
afterAll(() => db?.drop());

describe("SELECT * FROM get_weekly_finetuning_dataset()", () => {
  const statement = "SELECT * FROM get_weekly_finetuning_dataset()";

  test("answers the weighted examples of the last seven days, oldest first", async () => {
    const rows = await actAs(db.sql, admin, (sql) => sql.unsafe(statement));
    expect(rows).toMatchObject([
      {
        messages: [
          { role: "user", content: "Write hello world" },
          { role: "assistant", content: 'print("Hello, World!")' },
        ],
        weight: 2,
        metadata: {
          intent: "code",
          project: "default",
          model: "qwen-2.5-coder-7b",
          created_at: expect.any(String),
          feedback_id: expect.any(String),
        },
      },
      { weight: 0.5, metadata: { intent: "reasoning" } },
    ]);
    expect(rows).toHaveLength(2);
  });

  test("takes other dates and weights, and is half-open", async () => {
    const rows = await actAs(
      db.sql,
      admin,
      (sql) =>
        sql`select weight from public.get_weekly_finetuning_dataset(now() - interval '30 days', now() - interval '7 days', 3, 0.25)`,
    );
    expect([...rows]).toEqual([{ weight: 3 }]);
  });

  test("is for those who may build datasets", async () => {
    const exporter = await createKey(db.sql, ["export"]);
    expect(await actAs(db.sql, exporter, (sql) => sql.unsafe(statement))).toHaveLength(2);
    for (const who of [await createMember(db.sql, "product_owner"), await createKey(db.sql, ["read"])]) {
      await expect(actAs(db.sql, who, (sql) => sql.unsafe(statement))).rejects.toMatchObject({
        code: "PT403",
      });
    }
  });
});

test("model_accuracy_by_intent has the columns of the accuracy endpoint", async () => {
  const rows = await actAs(db.sql, admin, (sql) =>
    sql.unsafe("SELECT * FROM model_accuracy_by_intent ORDER BY model, intent"),
  );
  expect(Object.keys(rows[0] ?? {})).toEqual([
    "model",
    "intent",
    "project",
    "total",
    "positive",
    "negative",
    "accuracy",
  ]);
  expect(rows).toMatchObject([
    {
      model: "model-a",
      intent: "reasoning",
      project: "default",
      total: "1",
      positive: "0",
      negative: "1",
      accuracy: 0,
    },
    { model: "model-a", intent: null, total: "1", accuracy: 1 },
    { model: "qwen-2.5-coder-7b", intent: "code", total: "1", accuracy: 1 },
  ]);
});

test("the table is verified as the document says", async () => {
  await expect(
    actAs(db.sql, admin, (sql) => sql.unsafe("SELECT * FROM feedback LIMIT 1")),
  ).resolves.toHaveLength(1);
  const indexes = await db.sql.unsafe(
    "SELECT indexname, indexdef \nFROM pg_indexes \nWHERE tablename = 'feedback';",
  );
  expect(indexes.length).toBeGreaterThanOrEqual(7);
});

test("changing a vote sets updated_at by the document's trigger", async () => {
  const [trigger] = await db.sql`
    select t.tgname as name, p.proname as function from pg_catalog.pg_trigger t join pg_catalog.pg_proc p on p.oid = t.tgfoid
    where t.tgrelid = 'public.feedback'::regclass and t.tgname = 'trigger_update_feedback_timestamp'`;
  expect(trigger).toEqual({
    name: "trigger_update_feedback_timestamp",
    function: "update_updated_at_column",
  });
  const [row] = await db.sql`
    update public.feedback set comment = 'c' where rating = -1 returning updated_at > created_at as is_later`;
  expect(row?.is_later).toBe(true);
});
