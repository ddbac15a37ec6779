import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { builtinBody } from "@/lib/learning/strategies/builtin";
import type { DefaultStrategy, Strategy } from "@/lib/learning/strategies/schemas";
import { callAs, createKey, createMember, type Principal, uniqueName } from "./support/principals";
import { createScratch, type Scratch } from "./support/scratch";

let db: Scratch;
let project: string;
let owner: Principal;
let mine: Principal;
let reviewer: Principal;
let reader: Principal;
let recorder: Principal;

beforeAll(async () => {
  db = await createScratch();
  owner = await createMember(db.sql, "product_owner");
});
afterAll(() => db?.drop());
beforeEach(async () => {
  project = uniqueName("p");
  mine = await createMember(db.sql, "product_owner", [project]);
  reviewer = await createMember(db.sql, "reviewer", [project]);
  reader = await createKey(db.sql, ["read"], { project });
  recorder = await createKey(db.sql, ["ingest"], { project });
});

const refused = { code: "PT403" };
const save = (input: Record<string, unknown> = {}, who: Principal = owner) =>
  callAs<Strategy>(db.sql, who, "save_strategy", {
    input: JSON.stringify({ project, name: "analyst", body: builtinBody, ...input }),
  });
const choose = (input: Record<string, unknown>, who: Principal = owner) =>
  callAs<DefaultStrategy>(db.sql, who, "set_default_strategy", {
    input: JSON.stringify({ project, ...input }),
  });
const list = (args: Record<string, string> = {}, who: Principal = owner) =>
  callAs<{ data: Strategy[]; default: DefaultStrategy }>(db.sql, who, "list_strategies", {
    project,
    ...args,
  });
const find = (strategy: string | null, args: Record<string, string> = {}, who: Principal = owner) =>
  callAs<{ project: string; name: string | null; version: number | null; prompt_text: string | null }>(
    db.sql,
    who,
    "find_strategy",
    { project, strategy, ...args },
  );
const auditOf = () =>
  db.sql<{ action: string; detail: unknown }[]>`
    select action, detail from public.audit_log where project = ${project} and action like 'strategy.%' order by id`;

describe("versions", () => {
  test("each save is the next one, the old ones stay, and an outdated save is refused", async () => {
    const first = await save({ note: "first", expected_version: 0 });
    expect(first).toMatchObject({ version: 1, note: "first", is_latest: true, is_default: false });
    expect(await save({ expected_version: 1 })).toMatchObject({ version: 2 });
    await expect(save({ expected_version: 1 })).rejects.toMatchObject({
      code: "PT409",
      detail: expect.stringContaining('"stored_version" : 2'),
    });
    await save({ name: "other" });
    expect((await list()).data.map(({ name, version }) => [name, version])).toEqual([
      ["analyst", 2],
      ["other", 1],
    ]);
    const versions = (await list({ name: "analyst" })).data;
    expect(versions.map(({ version, is_latest }) => [version, is_latest])).toEqual([
      [2, true],
      [1, false],
    ]);
    expect(versions[1]?.body).toEqual(builtinBody);
  });

  test("who save at once get different versions", async () => {
    const saved = await Promise.all(Array.from({ length: 6 }, () => save()));
    expect(saved.map(({ version }) => version).sort()).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test("nobody takes the name of the built-in strategy", async () => {
    await expect(save({ name: "built-in" })).rejects.toMatchObject({
      code: "PT400",
      detail: expect.stringContaining('"path" : "name"'),
    });
  });
});

describe("the default", () => {
  test("is the built-in one until a version is chosen, and pins that version", async () => {
    expect((await list()).default).toMatchObject({ project, name: null, strategy_version: null, version: 0 });
    await save();
    expect(await save({ make_default: true })).toMatchObject({ version: 2, is_default: true });
    await save();
    expect(await find(null)).toMatchObject({ name: "analyst", version: 2 });
    expect(await choose({ name: "analyst", strategy_version: 1, expected_version: 1 })).toMatchObject({
      strategy_version: 1,
      version: 2,
    });
    expect(await choose({ name: "analyst" })).toMatchObject({ strategy_version: 3, version: 3 });
    await expect(choose({ name: "analyst", expected_version: 2 })).rejects.toMatchObject({ code: "PT409" });
    expect(await choose({ name: null })).toMatchObject({ name: null, version: 4 });
    expect(await find(null)).toMatchObject({ name: null, version: null });
    expect((await auditOf()).map(({ action }) => action)).toEqual([
      "strategy.save",
      "strategy.save",
      "strategy.default",
      "strategy.save",
      "strategy.default",
      "strategy.default",
      "strategy.default",
    ]);
    expect((await auditOf()).at(-1)?.detail).toEqual({
      before: { name: "analyst", strategy_version: 3 },
      after: null,
    });
  });

  test("must exist in the project", async () => {
    await save();
    const path = (name: string) => ({ code: "PT400", detail: expect.stringContaining(`"path" : "${name}"`) });
    await expect(choose({ name: "missing" })).rejects.toMatchObject(path("name"));
    await expect(choose({ name: "analyst", strategy_version: 2 })).rejects.toMatchObject(
      path("strategy_version"),
    );
    await expect(choose({ name: null, strategy_version: 1 })).rejects.toMatchObject(path("strategy_version"));
    await expect(
      choose({ project: uniqueName("p"), name: "analyst", strategy_version: 1 }),
    ).rejects.toMatchObject(path("name"));
  });

  test("who choose first at once do not overwrite each other unseen", async () => {
    await save();
    const results = await Promise.allSettled(
      Array.from({ length: 4 }, () => choose({ name: "analyst", expected_version: 0 })),
    );
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });
});

describe("finding a strategy", () => {
  test("by name, by name and version, and the built-in one", async () => {
    await save();
    await save();
    expect(await find("analyst")).toMatchObject({ project, version: 2 });
    expect(await find("analyst@1")).toMatchObject({ name: "analyst", version: 1 });
    expect(await find("built-in")).toMatchObject({ name: null });
    expect(await find("built-in@0")).toMatchObject({ name: null });
    for (const wrong of ["missing", "analyst@3", "analyst@0", "built-in@1", "@1", "analyst@", "a'b"])
      await expect(find(wrong)).rejects.toMatchObject({
        code: "PT400",
        detail: expect.stringContaining('"path" : "strategy"'),
      });
  });

  test("a project that nobody has is not answered with defaults", async () => {
    const unknown = { code: "PT404", detail: expect.stringContaining('"path" : "project"') };
    const typo = { project: `${project}-typo` };
    await expect(find(null, typo)).rejects.toMatchObject(unknown);
    await expect(list(typo)).rejects.toMatchObject(unknown);
    await expect(callAs(db.sql, owner, "get_knowledge", typo)).rejects.toMatchObject(unknown);
    await expect(find(null, typo, mine)).rejects.toMatchObject(unknown);
    // Known by a member of it, or by a key, before anything was written.
    expect(await find(null, {}, mine)).toMatchObject({ project, name: null });
    const key = await createKey(db.sql, ["read"]);
    expect(await find(null, {}, key)).toMatchObject({ project, name: null });
    expect(await find(null, { project: "default" }, key)).toMatchObject({ project: "default" });
  });

  test("with the text of a prompt version", async () => {
    await expect(find(null, { prompt_version: "v1" })).rejects.toMatchObject({ code: "PT409" });
    await callAs(db.sql, owner, "put_prompt_version", { project, version: "v1", prompt_text: "Be brief." });
    expect(await find(null, { prompt_version: "v1" })).toMatchObject({ prompt_text: "Be brief." });
  });
});

describe("a running experiment", () => {
  test("is found by id and name, and one that does not run is refused", async () => {
    const seek = (experiment: string, who: Principal = owner) =>
      callAs<{ id: string; variants: { name: string }[] }>(db.sql, who, "find_running_experiment", {
        experiment,
        project,
      });
    const store = async (name: string, status: string) => {
      const id = randomUUID();
      await db.sql`insert into public.experiments (id, project, name, status, started_at, stopped_at)
        values (${id}, ${project}, ${name}, ${status}, ${status === "draft" ? null : new Date()}, ${status === "stopped" ? new Date() : null})`;
      await db.sql`insert into public.experiment_variants (experiment_id, name, position, weight)
        values (${id}, 'new', 1, 2), (${id}, 'control', 0, 1)`;
      return id;
    };
    const running = await store("running", "running");
    await store("draft", "draft");
    await store("stopped", "stopped");
    expect((await seek("running")).variants.map(({ name }) => name)).toEqual(["control", "new"]);
    expect((await seek(running.toUpperCase(), reader)).id).toBe(running);
    for (const name of ["draft", "stopped"])
      await expect(seek(name)).rejects.toMatchObject({
        code: "PT409",
        message: expect.stringContaining(name),
      });
    await expect(seek("missing")).rejects.toMatchObject({ code: "PT400" });
    await expect(seek("running", recorder)).rejects.toMatchObject(refused);
    const elsewhere = await createMember(db.sql, "reviewer", [uniqueName("p")]);
    await expect(seek("running", elsewhere)).rejects.toMatchObject({ code: "PT404" });
  });
});

describe("test cases", () => {
  const keep = (input: Record<string, unknown> = {}, who: Principal = mine) =>
    callAs<{ id: string; project: string }>(db.sql, who, "save_test_case", {
      input: JSON.stringify({ name: "one", input: { user_prompt: "q" }, ...input }),
    });
  const listCases = (who: Principal = mine, of: string | null = null) =>
    callAs<{ name: string }[]>(db.sql, who, "list_test_cases", { project: of });

  test("are kept, listed, removed and brought back", async () => {
    const kept = await keep();
    expect(kept.project).toBe(project);
    await keep({ name: "Another", expected_action_plan: { task: "clean" } });
    expect(await listCases(reader)).toMatchObject([
      { name: "Another", expected_action_plan: { task: "clean" } },
      { name: "one", input: { user_prompt: "q" }, expected_action_plan: null },
    ]);
    await expect(keep()).rejects.toMatchObject({ code: "PT409" });
    await expect(keep({ id: kept.id, name: "two" })).rejects.toMatchObject({ code: "PT409" });
    await callAs(db.sql, mine, "delete_test_case", { test_case_id: kept.id });
    await expect(callAs(db.sql, mine, "delete_test_case", { test_case_id: kept.id })).rejects.toMatchObject({
      code: "PT404",
    });
    expect((await keep({ id: kept.id })).id).toBe(kept.id);
  });

  test("are changed by product owners of the project alone", async () => {
    const { id } = await keep();
    const remove = (who: Principal) => callAs(db.sql, who, "delete_test_case", { test_case_id: id });
    for (const who of [reviewer, reader, recorder]) {
      await expect(keep({ name: "x" }, who)).rejects.toMatchObject(refused);
      await expect(remove(who)).rejects.toMatchObject(refused);
    }
    const elsewhere = await createMember(db.sql, "product_owner", [uniqueName("p")]);
    await expect(keep({ project }, elsewhere)).rejects.toMatchObject(refused);
    await expect(remove(elsewhere)).rejects.toMatchObject({ code: "PT404" });
    await expect(listCases(elsewhere, project)).rejects.toMatchObject({ code: "PT404" });
    await expect(listCases(recorder)).rejects.toMatchObject(refused);
  });
});

test("strategies are read by who may read settings, and saved by product owners of the project alone", async () => {
  await save({}, mine);
  for (const who of [reviewer, reader]) {
    expect((await list({}, who)).data).toHaveLength(1);
    expect(await find("analyst", {}, who)).toMatchObject({ version: 1 });
    await expect(save({}, who)).rejects.toMatchObject(refused);
    await expect(choose({ name: "analyst" }, who)).rejects.toMatchObject(refused);
  }
  await expect(list({}, recorder)).rejects.toMatchObject(refused);
  await expect(find("analyst", {}, recorder)).rejects.toMatchObject(refused);
  const elsewhere = await createMember(db.sql, "product_owner", [uniqueName("p")]);
  await expect(save({}, elsewhere)).rejects.toMatchObject(refused);
  await expect(choose({ name: null }, elsewhere)).rejects.toMatchObject(refused);
  await expect(list({}, elsewhere)).rejects.toMatchObject({ code: "PT404" });
  await expect(find("analyst", {}, elsewhere)).rejects.toMatchObject({ code: "PT404" });
});
