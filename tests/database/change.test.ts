import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { actAs, callAs, createKey, createMember, type Principal, uniqueName } from "./support/principals";
import { createScratch, type Scratch } from "./support/scratch";
import { readRollups, rebuildRollups, record, recordIds, vote } from "./support/votes";

let db: Scratch;
let admin: Principal;
let changer: Principal;

beforeAll(async () => {
  db = await createScratch();
  admin = await createMember(db.sql, "admin");
  changer = await createKey(db.sql, ["ingest", "read"]);
});
afterAll(() => db?.drop());

type Patch = Record<string, unknown>;

const update = (who: Principal | "stranger", id: string, patch: Patch, expected_updated_at?: Date) =>
  callAs<Record<string, unknown>>(db.sql, who, "update_feedback", {
    feedback_id: id,
    patch: JSON.stringify(patch),
    expected_updated_at,
  });
const remove = (who: Principal | "stranger", id: string) =>
  callAs(db.sql, who, "delete_feedback", { feedback_id: id });
const restore = (who: Principal | "stranger", id: string) =>
  callAs<Record<string, unknown>>(db.sql, who, "restore_feedback", { feedback_id: id });

/** The whole row as text: what differs in a byte, differs here. */
async function snapshot(id: string): Promise<string | undefined> {
  const [row] =
    await db.sql`select to_jsonb(f)::text as row, ctid is not null as here from public.feedback f where id = ${id}`;
  return row?.row;
}

async function newVote(project = uniqueName("p"), item = {}): Promise<string> {
  const [id = ""] = await recordIds(db.sql, admin, [vote({ project, ...item })]);
  return id;
}

describe("update_feedback", () => {
  const note = { comment: "why", corrected_response: "better" };
  const others: Patch[] = [
    { rating: -1 },
    { metadata: { a: 1 } },
    { intent: "code" },
    { intent: null },
    { project: "moved" },
  ];

  test("admins and keys that may ingest and read change every field", async () => {
    for (const who of [admin, changer]) {
      const id = await newVote(undefined, { intent: "general" });
      for (const patch of [note, ...others])
        expect(await update(who, id, patch)).toMatchObject({ id, ...patch });
    }
  });

  test("every member changes the note, and nothing else", async () => {
    const project = uniqueName("p");
    const id = await newVote(project);
    const members = [
      await createMember(db.sql, "reviewer"),
      await createMember(db.sql, "product_owner"),
      await createMember(db.sql, "reviewer", [project]),
    ];
    for (const who of members) {
      expect(await update(who, id, note)).toMatchObject(note);
      expect(await update(who, id, { comment: null })).toMatchObject({ comment: null });
      const before = await snapshot(id);
      for (const patch of others) {
        await expect(update(who, id, { ...note, ...patch })).rejects.toMatchObject({ code: "PT403" });
      }
      expect(await snapshot(id)).toBe(before);
    }
  });

  test("keys without both scopes, strangers and ended keys change nothing", async () => {
    const id = await newVote();
    const before = await snapshot(id);
    const refusals: [Principal | "stranger", string][] = [
      [await createKey(db.sql, ["read", "export"]), "PT403"],
      [await createKey(db.sql, ["ingest"]), "PT403"],
      [await createKey(db.sql, ["metrics"]), "PT403"],
      ["stranger", "PT403"],
      [await createKey(db.sql, ["ingest", "read"], { isRevoked: true }), "PT401"],
    ];
    for (const [who, code] of refusals) {
      await expect(update(who, id, note)).rejects.toMatchObject({ code });
      await expect(remove(who, id)).rejects.toMatchObject({ code });
      await expect(restore(who, id)).rejects.toMatchObject({ code });
    }
    expect(await snapshot(id)).toBe(before);
  });

  test("a vote of another project does not exist, and one's own cannot be moved there", async () => {
    const project = uniqueName("p");
    const [mine, theirs] = [await newVote(project), await newVote()];
    const limited = await createKey(db.sql, ["ingest", "read"], { project });
    const before = await snapshot(theirs);
    await expect(update(limited, theirs, note)).rejects.toMatchObject({ code: "PT404" });
    await expect(remove(limited, theirs)).rejects.toMatchObject({ code: "PT404" });
    expect(await snapshot(theirs)).toBe(before);
    await expect(update(limited, mine, { project: "elsewhere" })).rejects.toMatchObject({ code: "PT403" });
    await remove(admin, theirs);
    await expect(restore(limited, theirs)).rejects.toMatchObject({ code: "PT404" });
    await restore(admin, theirs);
    expect(await snapshot(theirs)).toBe(before);
  });

  test("keeps who changed what from which value, newest first, and no revision without a change", async () => {
    const id = await newVote(undefined, { intent: "code", comment: "first" });
    const meg = await createMember(db.sql, "reviewer");
    await update(meg, id, { comment: "second" });
    await update(meg, id, { comment: "second" });
    await update(meg, id, {});
    await update(admin, id, { rating: -1, intent: null });
    const revisions = await callAs<Record<string, unknown>[]>(db.sql, meg, "list_feedback_revisions", {
      feedback_id: id,
    });
    expect(revisions).toMatchObject([
      { editor_kind: "member", old_values: { rating: 1, intent: "code" } },
      { editor_kind: "member", editor_label: expect.stringContaining("@"), old_values: { comment: "first" } },
    ]);
    expect(revisions).toHaveLength(2);
    expect(revisions[0]?.old_values).toEqual({ rating: 1, intent: "code" });
  });

  test("refuses a change over somebody else's, when told what was read", async () => {
    const id = await newVote();
    const read = async () =>
      (await db.sql`select updated_at from public.feedback where id = ${id}`)[0]?.updated_at as Date;
    const seen = await read();
    await update(admin, id, { comment: "mine" }, seen);
    await expect(update(changer, id, { comment: "late" }, seen)).rejects.toMatchObject({ code: "PT409" });
    expect(await update(changer, id, { comment: "now" }, await read())).toMatchObject({ comment: "now" });
  });

  test("of two concurrent changes with the same read time one is refused", async () => {
    const id = await newVote();
    const [row] = await db.sql`select updated_at from public.feedback where id = ${id}`;
    const results = await Promise.allSettled(
      ["a", "b", "c"].map((comment) => update(admin, id, { comment }, row?.updated_at)),
    );
    expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(1);
  });

  test("moves the vote within the rollups and makes the new project known", async () => {
    const target = uniqueName("target");
    const id = await newVote();
    await update(admin, id, { project: target, intent: "code", rating: -1 });
    expect(await db.sql`select from public.projects where project = ${target}`).toHaveLength(1);
    const [daily] =
      await db.sql`select intent, positive::int, negative::int from public.feedback_daily where project = ${target}`;
    expect(daily).toEqual({ intent: "code", positive: 0, negative: 1 });
  });
});

describe("delete and restore", () => {
  test("bring back every byte of the row, its revisions and its counts", async () => {
    const id = await newVote(undefined, {
      user_id: "ann",
      session_id: "s",
      response_id: uniqueName("answer"),
      intent: "code",
      memory_used: 0.1,
      tools_called: ["a", "b,c"],
      metadata: { nested: { ключ: [1, null] } },
      comment: "=SUM(A1)",
      query: "عربي\r\n",
      created_at: "2026-01-01T00:00:00.123Z",
    });
    await update(admin, id, { comment: "changed" });
    const before = { row: await snapshot(id), rollups: await readRollups(db.sql) };
    const revisions = await db.sql`select * from public.feedback_revisions where feedback_id = ${id}`;

    await remove(changer, id);
    expect(await snapshot(id)).toBeUndefined();
    expect(await callAs(db.sql, admin, "get_feedback", { feedback_id: id })).toBeNull();
    expect(await readRollups(db.sql)).not.toEqual(before.rollups);
    await expect(remove(changer, id)).rejects.toMatchObject({ code: "PT404" });

    expect(await restore(changer, id)).toMatchObject({ id, comment: "changed" });
    expect({ row: await snapshot(id), rollups: await readRollups(db.sql) }).toEqual(before);
    expect(await rebuildRollups(db.sql)).toEqual(before.rollups);
    expect([...(await db.sql`select * from public.feedback_revisions where feedback_id = ${id}`)]).toEqual([
      ...revisions,
    ]);
    await expect(restore(changer, id)).rejects.toMatchObject({ code: "PT404" });
    expect(await db.sql`select from public.feedback_trash where id = ${id}`).toHaveLength(0);
  });

  test("keeps a deleted vote when the same user has voted on the same answer again", async () => {
    const project = uniqueName("p");
    const item = { project, response_id: "answer", user_id: "ann" };
    const first = await newVote(project, item);
    await remove(admin, first);
    const second = await newVote(project, item);
    expect(second).not.toBe(first);
    await expect(restore(admin, first)).rejects.toMatchObject({ code: "PT409" });
    expect(await db.sql`select from public.feedback_trash where id = ${first}`).toHaveLength(1);
    await remove(admin, second);
    expect(await restore(admin, first)).toMatchObject({ id: first });
  });

  test("is over after 30 days, then with the revisions too", async () => {
    const [old, fresh] = [await newVote(), await newVote()];
    for (const id of [old, fresh]) {
      await update(admin, id, { comment: "c" });
      await remove(admin, id);
    }
    await db.sql`update public.feedback_trash set deleted_at = now() - interval '30 days 1 minute' where id = ${old}`;
    await remove(admin, await newVote());
    await expect(restore(admin, old)).rejects.toMatchObject({ code: "PT404" });
    expect(await db.sql`select from public.feedback_revisions where feedback_id = ${old}`).toHaveLength(0);
    expect(await restore(admin, fresh)).toMatchObject({ id: fresh, comment: "c" });
  });

  test("of one vote at the same moment happen once", async () => {
    const id = await newVote();
    const removed = await Promise.allSettled([1, 2, 3].map(() => remove(admin, id)));
    expect(removed.filter((result) => result.status === "fulfilled")).toHaveLength(1);
    const restored = await Promise.allSettled([1, 2, 3].map(() => restore(admin, id)));
    expect(restored.filter((result) => result.status === "fulfilled")).toHaveLength(1);
    expect(await readRollups(db.sql)).toEqual(await rebuildRollups(db.sql));
  });
});

describe("an admin's own statements", () => {
  test("on the table keep rollups and revisions as well", async () => {
    const project = uniqueName("direct");
    await actAs(db.sql, admin, async (sql) => {
      await sql`insert into public.feedback (query, response, model, rating, project) values ('q', 'r', 'm', 1, ${project}), ('q', 'r', 'm', 1, ${project})`;
      await sql`update public.feedback set rating = -1 where project = ${project}`;
    });
    const [daily] =
      await db.sql`select positive::int, negative::int from public.feedback_daily where project = ${project}`;
    expect(daily).toEqual({ positive: 0, negative: 2 });
    expect(
      await db.sql`select from public.feedback_revisions where project = ${project} and editor_id = ${admin.id}`,
    ).toHaveLength(2);
    await actAs(db.sql, admin, (sql) => sql`delete from public.feedback where project = ${project}`);
    expect(await db.sql`select from public.feedback_daily where project = ${project}`).toHaveLength(0);
  });
});

describe("erase_user", () => {
  /** Every row of every table of ours that holds the text anywhere. */
  async function traces(text: string): Promise<string[]> {
    const tables = await db.sql<{ name: string }[]>`
      select c.oid::regclass::text as name from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where n.nspname in ('public', 'private') and c.relkind = 'r'`;
    const found: string[] = [];
    for (const { name } of tables) {
      const [row] = await db.sql.unsafe(
        `select count(*)::int as n from ${name} t where strpos(to_jsonb(t)::text, $1) > 0`,
        [text],
      );
      if (row?.n) found.push(name);
    }
    return found;
  }

  test("leaves nothing of the person in any table, and everybody else's votes as they are", async () => {
    const user = uniqueName("erase-me");
    const project = uniqueName("p");
    const item = {
      project,
      user_id: user,
      session_id: `session of ${user}`,
      query: `I am ${user}`,
      response_id: "answer",
    };
    const replaced = await newVote(project, { ...item, comment: `note about ${user}` });
    await record(db.sql, changer, [vote({ ...item, rating: -1, key: "key:1", hmac: "h" })]);
    await update(admin, replaced, { comment: "another", metadata: { name: user } });
    const deleted = await newVote(project, { ...item, response_id: "answer 2" });
    await update(admin, deleted, { comment: user });
    await remove(admin, deleted);
    const kept = await newVote(project, { user_id: `${user}-not` });
    const before = await snapshot(kept);
    expect(await traces(user)).toEqual(
      expect.arrayContaining(["feedback", "feedback_trash", "feedback_revisions", "feedback_daily_people"]),
    );

    expect(await callAs(db.sql, admin, "erase_user", { user_id: user })).toMatchObject({ feedback: 2 });

    expect(await snapshot(kept)).toBe(before);
    await db.sql`delete from public.feedback where id = ${kept}`;
    // Somebody else, whose id begins alike, goes on being known.
    await db.sql`delete from public.users where id = ${`${user}-not`}`;
    expect(await traces(user)).toEqual([]);
    for (const id of [replaced, deleted]) {
      expect(await db.sql`select from public.feedback_revisions where feedback_id = ${id}`).toHaveLength(0);
      await expect(restore(admin, id)).rejects.toMatchObject({ code: "PT404" });
    }
    expect(await readRollups(db.sql)).toEqual(await rebuildRollups(db.sql));
    const [entry] =
      await db.sql`select actor_id, detail from public.audit_log where action = 'user.erase' order by id desc limit 1`;
    expect(entry).toMatchObject({ actor_id: admin.id, detail: { feedback: 2 } });
  });

  test("of somebody unknown erases nothing and says so", async () => {
    expect(await callAs(db.sql, admin, "erase_user", { user_id: "nobody at all" })).toMatchObject({
      feedback: 0,
    });
  });

  test("is for admins of every project alone", async () => {
    const mayNot = [
      await createMember(db.sql, "admin", ["p"]),
      await createMember(db.sql, "product_owner"),
      await createKey(db.sql, ["ingest", "read", "export", "metrics"]),
      "stranger" as const,
    ];
    for (const who of mayNot) {
      await expect(callAs(db.sql, who, "erase_user", { user_id: "ann" })).rejects.toMatchObject({
        code: "PT403",
      });
    }
  });
});
