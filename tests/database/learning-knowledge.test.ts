import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { callAs, createKey, createMember, type Principal, uniqueName } from "./support/principals";
import { createScratch, type Scratch } from "./support/scratch";

let db: Scratch;
let project: string;
let owner: Principal;

beforeAll(async () => {
  db = await createScratch();
});
afterAll(() => db?.drop());
beforeEach(async () => {
  project = uniqueName("p");
  owner = await createMember(db.sql, "product_owner", [project]);
});

type Stored = {
  project: string;
  version: number;
  document: unknown;
  note: string | null;
  created_by_label: string | null;
  versions: { version: number }[];
};
const get = (who: Principal, args: Record<string, string | number> = {}) =>
  callAs<Stored>(db.sql, who, "get_knowledge", args);
const save = (who: Principal, document: unknown, args: Record<string, string | number> = {}) =>
  callAs<Stored>(db.sql, who, "save_knowledge", { document: JSON.stringify(document), ...args });

describe("the knowledge base", () => {
  test("has no document before it is saved, and each save is a version that stays", async () => {
    expect(await get(owner)).toMatchObject({ project, version: 0, document: null, versions: [] });
    expect(await save(owner, { n: 1 }, { note: "first", expected_version: 0 })).toMatchObject({
      project,
      version: 1,
      document: { n: 1 },
      note: "first",
      versions: [{ version: 1 }],
    });
    expect(await save(owner, { n: 2 })).toMatchObject({
      version: 2,
      versions: [{ version: 2 }, { version: 1 }],
    });
    expect(await get(owner, { version: 1 })).toMatchObject({ version: 1, document: { n: 1 } });
    expect(await get(owner, { version: 0 })).toMatchObject({ version: 0, document: null });
    await expect(get(owner, { version: 3 })).rejects.toMatchObject({ code: "PT404" });
    await expect(save(owner, { n: 3 }, { expected_version: 1 })).rejects.toMatchObject({
      code: "PT409",
      detail: expect.stringContaining("2"),
    });
    const log =
      await db.sql`select detail from public.audit_log where action = 'knowledge.save' and project = ${project} order by id`;
    expect(log.map(({ detail }) => detail)).toEqual([{ version: 1 }, { version: 2 }]);
  });

  test("only an object is one, and not a huge one", async () => {
    await expect(save(owner, [])).rejects.toMatchObject({ code: "23514" });
    const noise = Array.from({ length: 700_000 }, () => Math.random().toString(36).slice(2, 8));
    await expect(save(owner, { noise })).rejects.toMatchObject({ code: "23514" });
  });

  test("is read by members and reading keys, saved by product owners and admins, each in their projects", async () => {
    const reviewer = await createMember(db.sql, "reviewer", [project]);
    const reader = await createKey(db.sql, ["read"], { project });
    const writer = await createKey(db.sql, ["ingest", "export"], { project });
    await save(await createMember(db.sql, "admin", [project]), { n: 1 });
    for (const who of [reviewer, reader]) {
      expect((await get(who)).version).toBe(1);
      await expect(save(who, {})).rejects.toMatchObject({ code: "PT403" });
      await expect(get(who, { project: "other" })).rejects.toMatchObject({ code: "PT404" });
    }
    await expect(get(writer)).rejects.toMatchObject({ code: "PT403" });
    await expect(save(owner, {}, { project: "other" })).rejects.toMatchObject({ code: "PT403" });
    const several = await createMember(db.sql, "product_owner", [project, "other"]);
    await expect(get(several)).rejects.toMatchObject({ code: "PT400" });
    expect((await get(several, { project })).version).toBe(1);
  });
});
