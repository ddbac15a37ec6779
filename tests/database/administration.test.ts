import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  actAs,
  callAs,
  createAccount,
  createKey,
  createMember,
  type Principal,
  uniqueName,
} from "./support/principals";
import { createScratch, type Scratch, waitForLock } from "./support/scratch";
import { recordIds, vote } from "./support/votes";

let db: Scratch;
let admin: Principal;

beforeAll(async () => {
  db = await createScratch();
  admin = await createMember(db.sql, "admin");
});
afterAll(() => db?.drop());

async function entriesAbout(targetId: string | null, action?: string) {
  return db.sql`
    select action, actor_kind, actor_id, actor_label, target_type, project, detail, address from public.audit_log
    where target_id is not distinct from ${targetId} and (${action ?? null}::text is null or action = ${action ?? null})
    order by id`;
}

describe("the last admin", () => {
  const lastAdmin = {
    code: "PT409",
    message: "the last admin cannot be removed, demoted or limited to projects",
  };

  test.each([
    ["demoted", "update public.members set role = 'reviewer' where user_id = $1"],
    ["limited to a project", "update public.members set projects = '{p}' where user_id = $1"],
    ["removed", "delete from public.members where user_id = $1"],
    ["removed with the account", "delete from auth.users where id = $1"],
  ])("is not %s, not even by the superuser", async (_, statement) => {
    await expect(db.sql.unsafe(statement, [admin.id])).rejects.toMatchObject(lastAdmin);
    const rows = await db.sql`select role, projects from public.members where user_id = ${admin.id}`;
    expect([...rows]).toEqual([{ role: "admin", projects: null }]);
  });

  test("is not demoted together with all others by one statement", async () => {
    const second = await createMember(db.sql, "admin");
    await expect(db.sql`update public.members set role = 'reviewer'`).rejects.toMatchObject(lastAdmin);
    await db.sql`delete from public.members where user_id = ${second.id}`;
  });

  test("an admin limited to projects does not count as one", async () => {
    const limited = await createMember(db.sql, "admin", ["p"]);
    await expect(
      db.sql`update public.members set role = 'reviewer' where user_id = ${admin.id}`,
    ).rejects.toMatchObject(lastAdmin);
    await db.sql`delete from public.members where user_id = ${limited.id}`;
  });

  test("survives two admins who demote each other at the same moment", async () => {
    const second = await createMember(db.sql, "admin");
    const demote = (who: Principal, whom: Principal) =>
      actAs(
        db.sql,
        who,
        (sql) => sql`update public.members set role = 'reviewer' where user_id = ${whom.id}`,
      );
    const results = await Promise.allSettled([demote(admin, second), demote(second, admin)]);
    const [left] = await db.sql`select count(*)::int as n from public.members where role = 'admin'`;
    expect(left?.n).toBe(1);
    // The loser is refused: by the rule, or because it was no admin any more when its turn came.
    expect(results.filter((result) => result.status === "rejected").length).toBeLessThanOrEqual(1);
    await db.sql`update public.members set role = 'admin' where user_id = ${admin.id}`;
    await db.sql`delete from public.members where user_id = ${second.id}`;
  });

  test("survives two demotions that overlap for certain", async () => {
    const second = await createMember(db.sql, "admin");
    const first = await db.sql.reserve();
    const other = await db.sql.reserve();
    try {
      await first`begin`;
      await first`update public.members set role = 'reviewer' where user_id = ${admin.id}`;
      // Waits for the first one's lock, and judges only when that has committed.
      const pending = other`update public.members set role = 'reviewer' where user_id = ${second.id}`.then(
        () => null,
        (error: unknown) => error,
      );
      await waitForLock(db.sql);
      await first`commit`;
      expect(await pending).toMatchObject(lastAdmin);
    } finally {
      first.release();
      other.release();
    }
    await db.sql`update public.members set role = 'admin' where user_id = ${admin.id}`;
    await db.sql`delete from public.members where user_id = ${second.id}`;
  });
});

describe("the audit log", () => {
  test.each([
    ["superuser", null],
    ["service_role", "service_role"],
    ["authenticated", "authenticated"],
  ])("cannot be changed, emptied or cut by %s", async (_, role) => {
    for (const statement of [
      "update public.audit_log set action = 'forged'",
      "delete from public.audit_log",
      "truncate public.audit_log",
      "truncate public.members, public.audit_log cascade",
    ]) {
      const before = await db.sql`select count(*)::int as n, min(action) as first from public.audit_log`;
      const attempt = db.sql.begin(async (sql) => {
        if (role)
          await sql`select set_config('role', ${role}, true), set_config('request.jwt.claim.sub', ${admin.id}, true)`;
        await sql.unsafe(statement);
      });
      // Without a policy a row is not even seen, so that nothing happens; with rights on all rows it is refused.
      if (role === "authenticated" && !statement.startsWith("truncate")) await attempt;
      else
        await expect(attempt).rejects.toMatchObject({
          code: statement.includes("members") && role ? expect.any(String) : "PT403",
        });
      expect([
        ...(await db.sql`select count(*)::int as n, min(action) as first from public.audit_log`),
      ]).toEqual([...before]);
    }
  });

  test("takes no entries from those who may only read it", async () => {
    const forge = actAs(
      db.sql,
      admin,
      (sql) =>
        sql`insert into public.audit_log (actor_kind, action, target_type) values ('system', 'x', 'y')`,
    );
    await expect(forge).rejects.toMatchObject({ code: "42501" });
  });

  test("says who added, changed and removed a member, and what it was before", async () => {
    const { id, email } = await createAccount(db.sql);
    const rowId = await actAs(db.sql, admin, async (sql) => {
      const [row] =
        await sql`insert into public.members (user_id, email, role) values (${id}, ${email}, 'reviewer') returning id`;
      await sql`update public.members set role = 'product_owner', projects = '{p}' where user_id = ${id}`;
      await sql`update public.members set email = email where user_id = ${id}`;
      await sql`delete from public.members where user_id = ${id}`;
      return row?.id;
    });
    const entries = await entriesAbout(rowId);
    expect(entries.map((entry) => [entry.action, entry.detail])).toEqual([
      ["member.insert", { email, before: null, after: { role: "reviewer", projects: null } }],
      [
        "member.update",
        {
          email,
          before: { role: "reviewer", projects: null },
          after: { role: "product_owner", projects: ["p"] },
        },
      ],
      ["member.delete", { email, before: { role: "product_owner", projects: ["p"] }, after: null }],
    ]);
    for (const entry of entries) expect(entry).toMatchObject({ actor_kind: "member", actor_id: admin.id });
  });

  test("says who created, revoked and removed a key, never its hash, and not that it was used", async () => {
    const hash = randomBytes(32).toString("hex");
    const id = await actAs(db.sql, admin, async (sql) => {
      const [row] = await sql`
        insert into public.api_keys (name, key_prefix, key_sha256, scopes, project) values ('n', 'rt_abcd', ${hash}, '{read}', 'p') returning id`;
      return row?.id as string;
    });
    await callAs(db.sql, "anon", "authenticate_api_key", { key_sha256: hash });
    await actAs(db.sql, admin, async (sql) => {
      await sql`update public.api_keys set revoked_at = now() where id = ${id}`;
      await sql`delete from public.api_keys where id = ${id}`;
    });
    const entries = await entriesAbout(id);
    expect(entries.map((entry) => entry.action)).toEqual(["key.insert", "key.update", "key.delete"]);
    expect(entries[0]).toMatchObject({ project: "p", detail: { before: null, after: { scopes: ["read"] } } });
    expect(JSON.stringify(entries)).not.toContain(hash);
  });

  test("says who deleted and restored a vote, and holds none of its text", async () => {
    const key = await createKey(db.sql, ["ingest", "read"]);
    const [id = ""] = await recordIds(db.sql, key, [
      vote({ query: "SECRET-TEXT", project: "p", user_id: "SECRET-USER" }),
    ]);
    await callAs(db.sql, key, "delete_feedback", { feedback_id: id });
    await callAs(db.sql, key, "restore_feedback", { feedback_id: id });
    const entries = await entriesAbout(id);
    expect(entries).toMatchObject([
      { action: "feedback.delete", actor_kind: "key", actor_id: key.id, project: "p" },
      { action: "feedback.restore", actor_kind: "key", actor_id: key.id, project: "p" },
    ]);
    expect(JSON.stringify([...(await db.sql`select * from public.audit_log`)])).not.toContain("SECRET");
  });

  test("says who exported, by which kinds of filters, and not what was searched for", async () => {
    await actAs(db.sql, admin, async (sql) => {
      await sql`select set_config('request.headers', '{"x-retune-address": "203.0.113.9"}', true)`;
      await sql`select public.record_export('{"q": ["SECRET"], "user_id": ["ann"]}', 'finetuning', 'retune')`;
    });
    const [entry] =
      await db.sql`select * from public.audit_log where action = 'feedback.export' order by id desc limit 1`;
    expect(entry).toMatchObject({
      actor_id: admin.id,
      detail: { purpose: "finetuning", format: "retune", filtered_by: ["q", "user_id"] },
      address: "203.0.113.9",
    });
    expect(JSON.stringify(entry)).not.toMatch(/SECRET|ann/);
  });

  test("names the command line as the system", async () => {
    const member = await createMember(db.sql, "reviewer");
    expect(await entriesAbout(member.rowId)).toMatchObject([{ actor_kind: "system", actor_id: null }]);
  });
});

describe("API keys", () => {
  async function authenticate(hash: string) {
    return db.sql.begin(async (sql) => {
      await sql`select set_config('role', 'anon', true)`;
      return sql`select * from public.authenticate_api_key(${hash})`;
    });
  }
  async function insertKey(columns: Record<string, unknown>): Promise<string> {
    const hash = randomBytes(32).toString("hex");
    const row = {
      name: uniqueName("key"),
      key_prefix: "rt_abcd",
      key_sha256: hash,
      scopes: ["read"],
      ...columns,
    };
    await db.sql`insert into public.api_keys ${db.sql(row)}`;
    return hash;
  }

  test("are found by their hash while they live, and by nothing else", async () => {
    const live = await insertKey({ rate_per_second: 7, project: "p" });
    expect(await authenticate(live)).toMatchObject([{ scopes: ["read"], project: "p", rate_per_second: 7 }]);
    expect(await authenticate(live.toUpperCase())).toHaveLength(0);
    expect(await authenticate("")).toHaveLength(0);
    expect(await authenticate(await insertKey({ revoked_at: new Date() }))).toHaveLength(0);
    expect(await authenticate(await insertKey({ expires_at: new Date() }))).toHaveLength(0);
  });

  test("note their use at most once a minute", async () => {
    const hash = await insertKey({});
    const lastUse = async () =>
      (await db.sql`select last_used_at from public.api_keys where key_sha256 = ${hash}`)[0]?.last_used_at;
    await authenticate(hash);
    const first = await lastUse();
    expect(first).toBeInstanceOf(Date);
    await authenticate(hash);
    expect(await lastUse()).toEqual(first);
    await db.sql`update public.api_keys set last_used_at = now() - interval '61 seconds' where key_sha256 = ${hash}`;
    await authenticate(hash);
    expect((await lastUse()).getTime()).toBeGreaterThan(Date.now() - 30_000);
  });

  test("cannot have an unknown scope or none", async () => {
    for (const scopes of [["read", "admin"], []]) {
      await expect(insertKey({ scopes })).rejects.toMatchObject({ code: "23514" });
    }
  });

  test("name themselves, with their scopes and project; a stranger is nobody", async () => {
    const key = await createKey(db.sql, ["ingest", "read"], { project: "p" });
    const who = await actAs(db.sql, key, (sql) => sql`select * from public.current_principal()`);
    expect(who).toMatchObject([{ kind: "key", id: key.id, scopes: ["ingest", "read"], projects: ["p"] }]);
    expect(
      await actAs(db.sql, "stranger", (sql) => sql`select * from public.current_principal()`),
    ).toHaveLength(0);
  });
});
