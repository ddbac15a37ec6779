import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { followRetentionPolicy } from "../../scripts/retention";
import { callAs, createMember, type Principal, uniqueName } from "./support/principals";
import { createScratch, type Scratch, waitForLock } from "./support/scratch";

let db: Scratch;
let admin: Principal;

beforeAll(async () => {
  db = await createScratch();
  admin = await createMember(db.sql, "admin");
});
afterAll(() => db?.drop());
beforeEach(async () => {
  await db.sql`delete from public.settings`;
  await db.sql`delete from public.prompt_tuning_sessions`;
  await db.sql`delete from public.prompt_tuning_sessions_archive`;
  await db.sql`delete from public.tuning_conversation_turns_archive`;
  await db.sql`delete from public.turn_reviews_archive`;
});

const setPolicy = (policy: {
  is_enabled: boolean;
  archive_after_days: number | null;
  delete_after_days: number | null;
}) => callAs(db.sql, admin, "update_retention_policy", { policy: JSON.stringify(policy) });
const archiveAfter90 = { is_enabled: true, archive_after_days: 90, delete_after_days: null };

async function storeSession(daysAgo: number, turns = 1): Promise<string> {
  const id = randomUUID();
  await db.sql`
    insert into public.prompt_tuning_sessions (id, session_start, project)
    values (${id}, now() - make_interval(days => ${daysAgo}), ${uniqueName("p")})`;
  await db.sql`
    insert into public.tuning_conversation_turns (session_id, turn_number, user_message, era_response)
    select ${id}, n, 'q', 'a' from generate_series(1, ${turns}) n`;
  return id;
}

const count = async (table: string) =>
  (await db.sql.unsafe<{ n: number }[]>(`select count(*)::int as n from public.${table}`))[0]?.n;
const entries = async () =>
  (
    await db.sql`select actor_kind, action, detail ->> 'sessions' as sessions from public.audit_log
    where action in ('retention.archive', 'retention.delete_archived') order by id`
  ).map((row) => ({ ...row }));

describe("the scheduled retention", () => {
  test("does nothing without a policy, and nothing while it is off", async () => {
    await storeSession(1000);
    const none = { sessions: 0, turns: 0, improvements: 0, reviews: 0 };
    expect(await followRetentionPolicy(db.sql)).toEqual(none);
    await setPolicy({ ...archiveAfter90, is_enabled: false });
    expect(await followRetentionPolicy(db.sql)).toEqual(none);
    expect(await count("prompt_tuning_sessions")).toBe(1);
    expect(await entries()).toEqual([]);
  });

  test("archives what is older than the policy says, in batches, and deletes old archives", async () => {
    const before = (await entries()).length;
    for (const days of [100, 200, 300, 91]) await storeSession(days, 2);
    const recent = await storeSession(89);
    await setPolicy(archiveAfter90);
    expect(await followRetentionPolicy(db.sql, undefined, 3)).toEqual({
      sessions: 4,
      turns: 8,
      improvements: 0,
      reviews: 0,
    });
    expect((await db.sql`select id from public.prompt_tuning_sessions`).map((row) => row.id)).toEqual([
      recent,
    ]);
    expect((await entries()).slice(before)).toEqual([
      { actor_kind: "system", action: "retention.archive", sessions: "3" },
      { actor_kind: "system", action: "retention.archive", sessions: "1" },
    ]);
    expect(
      await db.sql`select from public.tuning_archive_entries where archived_by is not null`,
    ).toHaveLength(0);

    await setPolicy({ ...archiveAfter90, archive_after_days: null, delete_after_days: 30 });
    expect((await followRetentionPolicy(db.sql)).sessions).toBe(0);
    await db.sql`update public.tuning_archive_entries set archived_at = now() - interval '31 days'`;
    expect(await followRetentionPolicy(db.sql)).toMatchObject({ sessions: 4, turns: 8 });
    for (const table of [
      "prompt_tuning_sessions_archive",
      "tuning_conversation_turns_archive",
      "tuning_archive_entries",
    ])
      expect(await count(table), table).toBe(0);
  });

  test("two runners at once do the work once, with one audit entry", async () => {
    const before = (await entries()).length;
    for (let index = 0; index < 20; index += 1) await storeSession(100, 3);
    await setPolicy(archiveAfter90);
    const results = await Promise.all(Array.from({ length: 6 }, () => followRetentionPolicy(db.sql)));
    expect(results.reduce((sum, each) => sum + each.sessions, 0)).toBe(20);
    expect(await count("tuning_conversation_turns_archive")).toBe(60);
    expect((await entries()).slice(before)).toEqual([
      { actor_kind: "system", action: "retention.archive", sessions: "20" },
    ]);
  });

  test("a runner has nothing to do while another one is at it", async () => {
    await storeSession(100);
    await setPolicy(archiveAfter90);
    await db.sql.begin(async (other) => {
      await other`select private.run_scheduled_retention()`;
      expect((await followRetentionPolicy(db.sql)).sessions).toBe(0);
    });
    expect(await count("prompt_tuning_sessions")).toBe(0);
  });

  test("is not for members, and the functions that check nobody are not either", async () => {
    for (const call of [
      "run_scheduled_retention()",
      "archive_sessions('{}', null)",
      "restore_session(gen_random_uuid())",
      "delete_archived_sessions('{}')",
      "run_retention_batch('archive', now(), null, 1)",
    ]) {
      const attempt = db.sql.begin(async (transaction) => {
        await transaction`select set_config('request.jwt.claim.sub', ${admin.id}, true), set_config('role', 'authenticated', true)`;
        await transaction.unsafe(`select private.${call}`);
      });
      await expect(attempt, call).rejects.toMatchObject({ code: "42501" });
    }
  });
});

describe("archiving beside reviewers", () => {
  test("a draft that is saved at the same moment is in the archive", async () => {
    const id = await storeSession(100);
    const reviewer = randomUUID();
    const [turn] = await db.sql<
      { id: string }[]
    >`select id from public.tuning_conversation_turns where session_id = ${id}`;
    const turnId = turn?.id ?? "";
    await db.sql`insert into public.turn_reviews (turn_id, reviewer_id, draft) values (${turnId}, ${reviewer}, '{"n": 1}')`;
    let archiving: Promise<unknown> = Promise.resolve();
    await db.sql.begin(async (saving) => {
      await saving`update public.turn_reviews set draft = '{"n": 2}' where turn_id = ${turnId}`;
      archiving = callAs(db.sql, admin, "run_retention", {
        action: "archive",
        older_than_days: 90,
        is_dry_run: false,
      });
      await waitForLock(db.sql);
    });
    await archiving;
    expect(
      (await db.sql`select draft from public.turn_reviews_archive where turn_id = ${turnId}`)[0]?.draft,
    ).toEqual({ n: 2 });
  });

  test("a turn that is recorded at the same moment is in the archive, or refused", async () => {
    const id = await storeSession(100);
    let archiving: Promise<unknown> = Promise.resolve();
    await db.sql.begin(async (recording) => {
      await recording`
        insert into public.tuning_conversation_turns (session_id, turn_number, user_message, era_response) values (${id}, 2, 'q', 'a')`;
      archiving = callAs(db.sql, admin, "run_retention", {
        action: "archive",
        older_than_days: 90,
        is_dry_run: false,
      });
      await waitForLock(db.sql);
    });
    await archiving;
    expect(await count("tuning_conversation_turns_archive")).toBe(2);
    const [row] =
      await db.sql`select total_turns from public.prompt_tuning_sessions_archive where id = ${id}`;
    expect(row?.total_turns).toBe(2);
    const late = db.sql`
      insert into public.tuning_conversation_turns (session_id, turn_number, user_message, era_response) values (${id}, 3, 'q', 'a')`;
    await expect(late).rejects.toMatchObject({ code: "23503" });
  });
});
