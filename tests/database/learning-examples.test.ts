import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { measureRetrieval } from "../../bench/measure-retrieval";
import { type ExecutionInput, execution, failure, recordExecutions } from "./support/executions";
import { callAs, createKey, createMember, type Principal } from "./support/principals";
import { createScratch, type Scratch } from "./support/scratch";

let db: Scratch;
let admin: Principal;

beforeAll(async () => {
  db = await createScratch();
  admin = await createMember(db.sql, "admin");
});
afterAll(() => db?.drop());

const newProject = () => `p-${randomUUID()}`;

type Found = { id: string; prompt: string; action_plan: object; similarity: number; source: string };

/** Records executions of a project, a second apart, and answers their ids. */
async function record(project: string, items: (Partial<ExecutionInput> & { user_prompt: string })[]) {
  const { ids } = await recordExecutions(
    db.sql,
    admin,
    items.map((item, index) => {
      const created_at = new Date(Date.UTC(2026, 0, 1, 0, 0, index)).toISOString();
      return item.success === false
        ? failure({ project, created_at, ...item })
        : execution({ project, created_at, ...item });
    }),
  );
  return ids;
}

const find = (
  prompt: string,
  project: string | string[] | null,
  options: { result_limit?: number; diversity?: number; min_similarity?: number } = {},
  who: Principal | "stranger" | "anon" = admin,
) =>
  callAs<Found[]>(db.sql, who, "find_similar_examples", {
    prompt,
    filter: JSON.stringify(project === null ? {} : { project: [project].flat() }),
    ...options,
  });
const promptsOf = async (...args: Parameters<typeof find>) => (await find(...args)).map((row) => row.prompt);
const update = (id: unknown, patch: object, who: Principal = admin, expected_version?: number) =>
  callAs<Record<string, unknown>>(db.sql, who, "update_example", {
    execution_id: String(id),
    patch: JSON.stringify(patch),
    expected_version,
  });

describe("find_similar_examples", () => {
  test("finds by words, by their stems and across typing errors, the closest first", async () => {
    const project = newProject();
    await record(project, [
      { user_prompt: "drop duplicate rows" },
      { user_prompt: "sort by price" },
      { user_prompt: "filter rows where region is north" },
      { user_prompt: "average of sales per region" },
    ]);
    expect((await promptsOf("sorting the prices", project))[0]).toBe("sort by price");
    expect((await promptsOf("drop duplciates", project))[0]).toBe("drop duplicate rows");
    expect((await promptsOf("what is the average of sales per region?", project))[0]).toBe(
      "average of sales per region",
    );
    expect(await promptsOf("xyzzy", project)).toEqual([]);
    // Words without a meaning of their own find nothing by themselves.
    expect(await find("", project)).toEqual([]);
  });

  test("holds only what worked or what people vouch for, and never what they retired", async () => {
    const project = newProject();
    const ids = await record(project, [
      { user_prompt: "sum of sales one" },
      { user_prompt: "sum of sales two", success: false },
      { user_prompt: "sum of sales three", success: false },
      { user_prompt: "sum of sales four", success: false },
      { user_prompt: "sum of sales five" },
      { user_prompt: "sum of sales six", user_correction: "the mean, not the sum" },
      { user_prompt: "sum of sales seven", action_plan: {} },
    ]);
    await update(ids[2], { better_action_plan: { task: "formula" } });
    await update(ids[3], { status: "approved" });
    await update(ids[4], { status: "retired" });
    const found = await find("sum of sales", project, { result_limit: 20 });
    expect(new Map(found.map((row) => [row.id, [row.source, row.action_plan]]))).toEqual(
      new Map([
        [ids[0], ["successful", { task: "clean" }]],
        [ids[2], ["reviewer", { task: "formula" }]],
        [ids[3], ["approved", { task: "clean" }]],
      ]),
    );
    await update(ids[4], { status: "unreviewed" });
    expect(await find("sum of sales", project, { result_limit: 20 })).toHaveLength(4);
  });

  test("reviewers' better plans come first, then pinned ones, but none that is about something else", async () => {
    const project = newProject();
    const ids = await record(project, [
      { user_prompt: "average sales per region" },
      { user_prompt: "average sales of every region" },
      { user_prompt: "average of sales for each region" },
      { user_prompt: "remove duplicates from sales" },
      { user_prompt: "sort names of the customers alphabetically" },
    ]);
    await update(ids[1], { is_pinned: true });
    await update(ids[2], { better_action_plan: { task: "group_by" } });
    await update(ids[3], { is_pinned: true });
    await update(ids[4], { is_pinned: true, better_action_plan: { task: "sort" } });
    const found = await find("average sales per region", project, { diversity: 0 });
    expect(found.slice(0, 3).map((row) => row.id)).toEqual([ids[2], ids[1], ids[0]]);
  });

  test("the same prompt counts once: the one that people vouch for, else the newest", async () => {
    const project = newProject();
    const ids = await record(project, [
      { user_prompt: "Show   the total!" },
      { user_prompt: "show the total", action_plan: { task: "older" } },
      { user_prompt: "show the TOTAL." },
      { user_prompt: "show the totals per day" },
    ]);
    const prompts = await find("show the total", project);
    expect(prompts.map((row) => row.id)).toEqual([ids[2], ids[3]]);
    await update(ids[0], { status: "approved" });
    expect((await find("show the total", project))[0]?.id).toBe(ids[0]);
  });

  test("diversity trades likeness for difference", async () => {
    const project = newProject();
    await record(project, [
      ...["one", "two", "three", "four"].map((n) => ({ user_prompt: `delete duplicate rows of sheet ${n}` })),
      { user_prompt: "duplicates are to be removed, keep the newest order of each client" },
    ]);
    const asked = "delete duplicate rows of sheet five";
    const other = "duplicates are to be removed, keep the newest order of each client";
    expect(await promptsOf(asked, project, { result_limit: 3, diversity: 0 })).not.toContain(other);
    expect(await promptsOf(asked, project, { result_limit: 3, diversity: 0.9 })).toContain(other);
  });

  test("plans that do what the closest ones do bring prompts in other words", async () => {
    const project = newProject();
    const plan = (type: string) => ({
      task: "clean",
      operations: [{ type, execution_instructions: { method: `pandas.${type}`, args: [], kwargs: {} } }],
    });
    await record(project, [
      { user_prompt: "remove duplicates", action_plan: plan("drop_duplicates") },
      { user_prompt: "every customer should occur once", action_plan: plan("drop_duplicates") },
      { user_prompt: "every customer should get a number", action_plan: plan("number") },
    ]);
    const found = await promptsOf("remove all duplicates please", project);
    expect(found).toEqual(["remove duplicates", "every customer should occur once"]);
    // It has no word in common: half as alike as the one that vouches for its plan.
    const [close, vouched] = await find("remove all duplicates please", project);
    expect(vouched?.similarity).toBeCloseTo((close?.similarity ?? 0) / 2, 5);
  });

  test("likeness has bounds, and a floor can be asked for", async () => {
    const project = newProject();
    await record(project, [{ user_prompt: "sort by price" }, { user_prompt: "price of the region" }]);
    const found = await find("sort by price", project, { diversity: 0 });
    expect(found[0]?.similarity).toBeCloseTo(1);
    expect(found[1]?.similarity).toBeGreaterThan(0);
    expect(found[1]?.similarity).toBeLessThan(1);
    expect(await find("sort by price", project, { min_similarity: 0.999 })).toHaveLength(1);
  });

  test("likeness is of what prompts say, so that a floor keeps out what is about something else", async () => {
    const project = newProject();
    await record(project, [
      { user_prompt: "drop rows that appear twice in the list of orders" },
      { user_prompt: "show the first of the rows and the last of the rows" },
      { user_prompt: "what is the mean of the price and of the cost" },
      { user_prompt: "sort the orders by price" },
    ]);
    const odd = "'; drop table x; -- & | ! :* ()";
    for (const { similarity } of await find(odd, project)) expect(similarity).toBeLessThan(0.3);
    expect(await find(odd, project, { min_similarity: 0.3 })).toEqual([]);
    expect(await find("the of and", project)).toEqual([]);
    // The same, and the same but for stop words, order and endings.
    for (const same of ["sort the orders by price", "Sorting prices of an order!"])
      expect((await find(same, project, { min_similarity: 1 })).map((row) => row.similarity)).toEqual([1]);
    // A prompt without words is like itself only.
    await record(project, [{ user_prompt: "to be or not to be" }]);
    expect((await find("to be or not to be", project))[0]).toMatchObject({
      prompt: "to be or not to be",
      similarity: 1,
    });
    expect(await find("to be and to be", project)).toEqual([]);
    // As alike as a few of its words.
    const [row] = await find("orders sorted", project);
    expect(row?.prompt).toBe("sort the orders by price");
    expect(row?.similarity).toBeGreaterThan(0.5);
    expect(row?.similarity).toBeLessThan(1);
  });

  test("prompts of any characters are prompts", async () => {
    const project = newProject();
    await record(project, [{ user_prompt: "it's the \"sum\" of a:* & b | !c \\ 'd' <-> (e)" }]);
    for (const prompt of [
      "it's the \"sum\" of a:* & b | !c \\ 'd' <-> (e)",
      "' or 1=1 --",
      "sum:* & !'\\",
      "\u0001p",
      "日本語のデータ 🙂",
      `${"sum ".repeat(5000)}`,
      "%_$1 {} [] ::tsquery",
    ]) {
      const found = await find(prompt, project);
      expect(Array.isArray(found), prompt).toBe(true);
    }
    expect(await find('the "sum" of', project)).toHaveLength(1);
  });

  test("only rows of the caller's projects, and only of those that are named", async () => {
    const [a, b] = [newProject(), newProject()];
    await record(a, [{ user_prompt: "sort by price a" }]);
    await record(b, [{ user_prompt: "sort by price b" }]);
    const key = await createKey(db.sql, ["read"], { project: a });
    expect(await promptsOf("sort by price", null, {}, key)).toEqual(["sort by price a"]);
    expect(await promptsOf("sort by price", [a, b], {}, key)).toEqual(["sort by price a"]);
    expect(await promptsOf("sort by price", b, {}, key)).toEqual([]);
    expect(await promptsOf("sort by price", [a, b])).toHaveLength(2);
    // A project's name is no word of its prompts.
    expect(await promptsOf(a, b)).toEqual([]);
    const ingest = await createKey(db.sql, ["ingest"]);
    for (const who of [ingest, "stranger"] as const)
      await expect(find("sort", a, {}, who)).rejects.toMatchObject({ code: "PT403" });
    await expect(find("sort", a, {}, "anon")).rejects.toMatchObject({ code: "42501" });
  });

  test("among many rows of common words it reads few, by the index, and finds the rare one", async () => {
    const project = newProject();
    await db.sql`
      insert into public.llm_feedback (project, user_prompt, action_plan, success)
      select ${project}, 'show the data of column ' || i % 50 || ' by month ' || i, '{"task": "summarize"}', true
      from generate_series(1, 20000) i`;
    await record(project, [{ user_prompt: "show the volatility of the data by month" }]);
    await db.sql`analyze public.llm_feedback`;
    const found = await promptsOf("show me volatility by month", project);
    expect(found[0]).toBe("show the volatility of the data by month");
    expect(await find("show the data", project)).not.toHaveLength(0);
    await db.sql.begin(async (sql) => {
      await sql`set local enable_seqscan = off`;
      const plan = await sql.unsafe(`
        explain select f.id from public.llm_feedback f
        where (f.success and f.user_correction is null and f.action_plan <> '{}' or f.example_status = 'approved' or f.better_action_plan is not null)
          and private.example_words(f.project, f.user_prompt) @@ 'volatil'::tsquery`);
      expect(JSON.stringify(plan)).toContain("idx_llm_feedback_prompt");
    });
    const [probes] = await db.sql`
      select count(*)::int as n, count(*) filter (where not is_last_resort)::int as usual
      from private.example_probes(array['volatil', 'month', 'data', 'show'], array[0.00005, 1, 1, 1], 20000, 1, null, 300, 6000)`;
    expect(probes?.usual).toBeLessThan(30);
    await db.sql`delete from public.llm_feedback where project = ${project}`;
  });
});

test("retrieval beats looking for common words clearly", async () => {
  const { figures, stored } = await measureRetrieval(db.sql);
  expect(stored).toBeGreaterThanOrEqual(120);
  expect(figures.ours.all.n).toBeGreaterThanOrEqual(80);
  // The keyword method that looks at the newest rows only, and the same over every row.
  expect(figures.ours.all.recall_at_5).toBeGreaterThan(10 * figures.newest.all.recall_at_5);
  expect(figures.ours.all.recall_at_5).toBeGreaterThan(2 * figures.keywords.all.recall_at_5);
  expect(figures.ours.all.mrr).toBeGreaterThan(1.1 * figures.keywords.all.mrr);
  for (const group of ["first", "second", "hard", "easy"] as const) {
    expect(figures.ours[group].recall_at_5).toBeGreaterThan(figures.keywords[group].recall_at_5);
    expect(figures.ours[group].mrr).toBeGreaterThan(figures.keywords[group].mrr);
  }
});

describe("list_examples and update_example", () => {
  const list = (filter: object, page: { page_limit?: number; page_cursor?: string } = {}, who = admin) =>
    callAs<{ data: { id: string; effect: object }[]; next: string | null }>(db.sql, who, "list_examples", {
      filter: JSON.stringify(filter),
      ...page,
    });

  test("pages of what may serve, newest first, by status, pin and better plan, or the closest", async () => {
    const project = newProject();
    const ids = await record(project, [
      { user_prompt: "one", action_plan: { task: "sort" } },
      { user_prompt: "two", action_plan: { task: "filter" } },
      { user_prompt: "three", success: false },
      { user_prompt: "four words about sorting" },
    ]);
    await update(ids[0], { status: "retired" });
    await update(ids[1], { is_pinned: true });
    const idsOf = async (filter: object) =>
      (await list({ project: [project], ...filter })).data.map(({ id }) => id);
    expect(await idsOf({})).toEqual([ids[3], ids[1], ids[0]]);
    expect(await idsOf({ status: ["retired"] })).toEqual([ids[0]]);
    expect(await idsOf({ is_pinned: true })).toEqual([ids[1]]);
    expect(await idsOf({ has_better_plan: true })).toEqual([]);
    expect(await idsOf({ q: ["sort words"] })).toEqual([ids[3]]);
    expect(await idsOf({ q: ["one"], status: ["retired"] })).toEqual([ids[0]]);
    const first = await list({ project: [project] }, { page_limit: 2 });
    expect(first.data.map(({ id }) => id)).toEqual([ids[3], ids[1]]);
    const second = await list({ project: [project] }, { page_limit: 2, page_cursor: first.next ?? "" });
    expect(second).toMatchObject({ data: [{ id: ids[0] }], next: null });
  });

  test("the effect counts executions of the same days that held it, and those that held others", async () => {
    const project = newProject();
    const [a, b] = await record(project, [{ user_prompt: "a" }, { user_prompt: "b" }]);
    const used = (example_ids: unknown[], success: boolean, created_at: string, where = project) =>
      recordExecutions(db.sql, admin, [
        success
          ? execution({ project: where, example_ids, created_at })
          : failure({ project: where, example_ids, created_at }),
      ]);
    await used([a], true, "2026-02-01T01:00:00Z");
    await used([a, b], true, "2026-02-01T02:00:00Z");
    await used([a], false, "2026-02-02T23:59:59Z");
    await used([b], false, "2026-02-01T03:00:00Z");
    await used([b], true, "2026-02-02T03:00:00Z");
    // Of another day, without examples, and of another project.
    await used([b], false, "2026-02-03T00:00:00Z");
    await used([], false, "2026-02-01T04:00:00Z");
    await used([a], false, "2026-02-01T04:00:00Z", newProject());
    const get = (id: unknown) =>
      callAs<{ effect: object }>(db.sql, admin, "get_example", { execution_id: String(id) });
    expect((await get(a)).effect).toEqual({
      with_n: 3,
      with_successful: 2,
      without_n: 2,
      without_successful: 1,
    });
    expect((await get(b)).effect).toEqual({
      with_n: 4,
      with_successful: 2,
      without_n: 2,
      without_successful: 1,
    });
    const unused = (await record(project, [{ user_prompt: "c" }]))[0];
    expect((await get(unused)).effect).toEqual({
      with_n: 0,
      with_successful: 0,
      without_n: 0,
      without_successful: 0,
    });
  });

  test("a change is kept with who made it, in the audit log too, and can be taken back", async () => {
    const project = newProject();
    const [id] = await record(project, [{ user_prompt: "one" }]);
    const reviewer = await createMember(db.sql, "reviewer", [project]);
    const approved = await update(id, { status: "approved", example_note: "clear" }, reviewer, 1);
    expect(approved).toMatchObject({ example_status: "approved", example_note: "clear", version: 2 });
    expect(approved.reviewed_by_label).toMatch(/@/);
    expect(approved.reviewed_at).not.toBeNull();
    await update(id, { status: "retired" }, reviewer);
    const back = await update(id, { status: "unreviewed", example_note: null }, reviewer);
    expect(back).toMatchObject({ example_status: "unreviewed", example_note: null, version: 4 });
    const corrected = await update(id, { better_action_plan: { task: "sort" }, is_pinned: true }, reviewer);
    expect(corrected).toMatchObject({ better_action_plan: { task: "sort" }, is_pinned: true });
    expect(await update(id, { better_action_plan: null }, reviewer)).toMatchObject({
      better_action_plan: null,
      is_pinned: true,
    });
    const log = await db.sql`
      select action, project, detail from public.audit_log where target_id = ${String(id)} order by id`;
    expect(log.map(({ action }) => action)).toEqual([
      "example.approve",
      "example.retire",
      "example.reopen",
      "example.update",
      "example.update",
    ]);
    expect(JSON.stringify(log)).not.toContain("one");
  });

  test("refuses keys, other projects, what someone else changed meanwhile, and an empty plan", async () => {
    const project = newProject();
    const [id] = await record(project, [{ user_prompt: "one" }]);
    const key = await createKey(db.sql, ["ingest", "read"], { project });
    await expect(update(id, { status: "approved" }, key)).rejects.toMatchObject({ code: "PT403" });
    const elsewhere = await createMember(db.sql, "product_owner", [newProject()]);
    await expect(update(id, { status: "approved" }, elsewhere)).rejects.toMatchObject({ code: "PT404" });
    await expect(
      callAs(db.sql, elsewhere, "get_example", { execution_id: String(id) }),
    ).rejects.toMatchObject({
      code: "PT404",
    });
    await expect(update(id, { status: "approved" }, admin, 7)).rejects.toMatchObject({
      code: "PT409",
      detail: '{"stored_version": 1}',
    });
    await expect(update(id, { better_action_plan: {} })).rejects.toMatchObject({ code: "PT400" });
    await expect(update(randomUUID(), { status: "approved" })).rejects.toMatchObject({ code: "PT404" });
    const [row] =
      await db.sql`select version, example_status from public.llm_feedback where id = ${id ?? ""}`;
    expect(row).toEqual({ version: 1, example_status: "unreviewed" });
  });
});
