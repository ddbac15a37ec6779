import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { interaction, record } from "./support/interactions";
import { callAs, createKey, createMember, type Principal } from "./support/principals";
import { createScratch, type Scratch } from "./support/scratch";

let db: Scratch;
let admin: Principal;
beforeAll(async () => {
  db = await createScratch();
  admin = await createMember(db.sql, "admin");
});
afterAll(() => db?.drop());

type Settings = { project: string | null; privacy_mode: string; is_new: boolean; version?: number };
const ingest = (who: Principal | "stranger", args: Record<string, string | undefined> = {}) =>
  callAs<Settings>(db.sql, who, "get_ingest_settings", args);
const update = (who: Principal, project: string, patch: object, expected_version?: number) =>
  callAs<Settings>(db.sql, who, "update_project_settings", {
    project,
    patch: JSON.stringify(patch),
    expected_version,
  });

/** A project that something was written to. */
async function createProject(): Promise<string> {
  const project = `p-${randomUUID()}`;
  await db.sql`insert into public.projects (project) values (${project})`;
  return project;
}

/** A project that refuses personal data, with one row of each kind; answers their ids. */
async function arrange(): Promise<{ project: string; rows: Record<string, string | undefined> }> {
  const project = await createProject();
  await update(admin, project, { privacy_mode: "reject" });
  const [vote] = await callAs<{ id: string }[]>(db.sql, admin, "record_feedback", {
    items: JSON.stringify([{ project, query: "q", response: "a", model: "m", rating: 1 }]),
  });
  const [session] = await db.sql<{ id: string }[]>`
    insert into public.prompt_tuning_sessions (project) values (${project}) returning id`;
  const [turn] = await db.sql<{ id: string }[]>`
    insert into public.tuning_conversation_turns (session_id, turn_number, user_message, era_response)
    values (${session?.id ?? null}, 1, 'q', 'a') returning id`;
  const [note] = await db.sql<{ id: string }[]>`
    insert into public.tuning_improvements (turn_id, improvement_note) values (${turn?.id ?? null}, 'n') returning id`;
  const { ids } = await record(db.sql, admin, [interaction({ project })]);
  return {
    project,
    rows: {
      feedback: vote?.id,
      session: session?.id,
      turn: turn?.id,
      improvement: note?.id,
      interaction: ids[0],
    },
  };
}

describe("get_ingest_settings", () => {
  test("are those of the project that is named, of the caller's own one, or of the row that is written to", async () => {
    const { project, rows } = await arrange();
    const key = await createKey(db.sql, ["ingest"], { project });
    const reviewer = await createMember(db.sql, "reviewer", [project]);
    for (const who of [key, reviewer, admin]) {
      expect(await ingest(who, { project })).toMatchObject({
        project,
        privacy_mode: "reject",
        is_new: false,
      });
      for (const [target_type, target_id] of Object.entries(rows))
        expect(await ingest(who, { target_type, target_id }), target_type).toMatchObject({
          project,
          privacy_mode: "reject",
        });
    }
    expect(await ingest(key)).toMatchObject({ project, privacy_mode: "reject" });
    expect(await ingest(admin)).toMatchObject({ project: "default" });
    expect(await ingest(admin, { project: `new-${randomUUID()}` })).toMatchObject({
      privacy_mode: "redact",
      is_new: true,
    });
  });

  test("of what the caller may not write to are the defaults, never off, and say nothing of it", async () => {
    const { project, rows } = await arrange();
    await update(admin, project, { privacy_mode: "off" });
    const elsewhere = await createKey(db.sql, ["ingest", "read"], { project: `${project}-other` });
    const reading = await createKey(db.sql, ["read", "export"], { project });
    for (const who of [elsewhere, reading, "stranger" as const]) {
      expect(await ingest(who, { project })).toMatchObject({ project: null, privacy_mode: "redact" });
      for (const [target_type, target_id] of Object.entries(rows))
        expect(await ingest(who, { target_type, target_id })).toMatchObject({
          project: null,
          privacy_mode: "redact",
        });
    }
    expect(await ingest(admin, { target_type: "feedback", target_id: randomUUID() })).toMatchObject({
      project: null,
      privacy_mode: "redact",
    });
    const several = await createKey(db.sql, ["ingest"]);
    expect(Object.keys(await ingest(several)).sort()).toEqual([
      "detectors",
      "is_new",
      "metadata_keys",
      "patterns",
      "phone_region",
      "privacy_mode",
      "project",
      "user_ids",
    ]);
  });
});

describe("update_project_settings", () => {
  test("two changes of the same version: the second is refused, and both stand in the log", async () => {
    const project = await createProject();
    expect(await update(admin, project, { user_ids: "hmac" }, 0)).toMatchObject({ version: 1 });
    await expect(update(admin, project, { user_ids: "plain" }, 0)).rejects.toMatchObject({ code: "PT409" });
    expect(await update(admin, project, { idle_minutes: 5 }, 1)).toMatchObject({
      version: 2,
      user_ids: "hmac",
    });
    // A change that changes nothing makes no version and no entry.
    expect(await update(admin, project, { idle_minutes: 5 })).toMatchObject({ version: 2 });
    const log = await db.sql`select detail from public.audit_log where target_id = ${project} order by id`;
    expect(log.map((row) => row.detail)).toEqual([
      { before: { user_ids: "plain" }, after: { user_ids: "hmac" } },
      { before: { idle_minutes: 30 }, after: { idle_minutes: 5 } },
    ]);
  });

  test("are of known projects alone: written to, of a member, of a key in use, or the default one", async () => {
    const read = (who: Principal, project: string) =>
      callAs<Settings>(db.sql, who, "get_project_settings", { project });
    const typo = `p-${randomUUID()}`;
    await expect(read(admin, typo)).rejects.toMatchObject({ code: "PT404" });
    await expect(update(admin, typo, { idle_minutes: 5 })).rejects.toMatchObject({ code: "PT404" });
    expect(await db.sql`select from public.projects where project = ${typo}`).toHaveLength(0);

    const [ofMember, ofKey, ofRevoked] = [`p-${randomUUID()}`, `p-${randomUUID()}`, `p-${randomUUID()}`];
    const own = await createMember(db.sql, "admin", [ofMember]);
    await createKey(db.sql, ["ingest"], { project: ofKey });
    await createKey(db.sql, ["ingest"], { project: ofRevoked });
    await db.sql`update public.api_keys set revoked_at = now() where project = ${ofRevoked}`;
    expect(await read(own, ofMember)).toMatchObject({ version: 0 });
    expect(await update(own, ofMember, { idle_minutes: 5 })).toMatchObject({ version: 1 });
    expect(await read(admin, ofKey)).toMatchObject({ version: 0 });
    expect(await read(admin, "default")).toMatchObject({ project: "default" });
    await expect(read(admin, ofRevoked)).rejects.toMatchObject({ code: "PT404" });
  });

  test("values that the table does not take are refused", async () => {
    for (const patch of [
      { privacy_mode: "maybe" },
      { idle_minutes: 0 },
      { detectors: ["nothing"] },
      { phone_region: "us" },
    ])
      await expect(update(admin, await createProject(), patch)).rejects.toMatchObject({ code: "23514" });
  });
});
