import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { callAs, createKey, createMember, type Principal, uniqueName } from "./support/principals";
import { createScratch, type Scratch } from "./support/scratch";
import { importSession, turn } from "./support/sessions";

// Lists and exports of sessions and turns: pages add up to the whole, and hold what the caller may see and no more.

let db: Scratch;
let admin: Principal;
let meg: Principal;
let exporter: Principal;
const project = uniqueName("p");
const other = uniqueName("q");

interface Page<Row = Record<string, unknown>> {
  data: Row[];
  next: string | null;
}
interface Exported {
  session_id: string;
  turn_number: number;
  better_response: string | null;
  thumbs: number | null;
  search_results: object | null;
  notes: { improvement_note: string; better_response: string | null; reviewer: string | null }[];
}

beforeAll(async () => {
  db = await createScratch();
  admin = await createMember(db.sql, "admin");
  meg = await createMember(db.sql, "reviewer", [project]);
  exporter = await createKey(db.sql, ["export"], { project });
  const day = (n: number) => `2026-01-${String(n).padStart(2, "0")}T10:00:00Z`;
  for (let n = 1; n <= 9; n += 1) {
    await importSession(db.sql, admin, {
      project: n === 9 ? other : project,
      // Three sessions of the same moment: pages must not lose or repeat one.
      session_start: day(n <= 3 ? 1 : n),
      tester_email: n % 2 ? "Ann@example.com" : "bo@example.com",
      metadata: { n },
      turns: Array.from({ length: n === 5 ? 0 : n }, (_, index) =>
        turn({
          timestamp: day(n),
          search_results: { results: [{ chunk_text: "c", similarity: 0.5 }] },
          improvements: Array.from({ length: index % 3 }, (__, note) => ({
            improvement_note: `note ${note}`,
            timestamp: note === 0 ? "2026-02-02T00:00:00Z" : "2026-02-01T00:00:00Z",
          })),
        }),
      ),
    });
  }
});
afterAll(() => db?.drop());

async function all<Row>(
  who: Principal,
  name: string,
  args: Record<string, string | number | boolean>,
): Promise<Row[]> {
  const rows: Row[] = [];
  let page_cursor: string | null = null;
  do {
    const page: Page<Row> = await callAs(db.sql, who, name, { ...args, ...(page_cursor && { page_cursor }) });
    rows.push(...page.data);
    page_cursor = page.next;
  } while (page_cursor !== null);
  return rows;
}

describe("pages", () => {
  test.each([1, 2, 3, 1000])("of %i sessions add up to all of them, in either order", async (page_limit) => {
    const expected = await db.sql`
      select id from public.prompt_tuning_sessions where project = ${project} order by session_start desc, id desc`;
    const ids = expected.map((row) => row.id);
    const list = (sort: string) =>
      all<{ id: string }>(meg, "list_tuning_sessions", { filter: "{}", sort, page_limit });
    expect((await list("-session_start")).map((row) => row.id)).toEqual(ids);
    expect((await list("session_start")).map((row) => row.id)).toEqual([...ids].reverse());
  });

  test.each([1, 4, 1000])("of %i turns add up to all of them, newest first", async (page_limit) => {
    const expected = await db.sql`
      select id from public.tuning_conversation_turns where project = ${project} order by "timestamp" desc, id desc`;
    const rows = await all<{ id: string }>(meg, "list_tuning_turns", { filter: "{}", page_limit });
    expect(rows.map((row) => row.id)).toEqual(expected.map((row) => row.id));
  });

  test.each([1, 4, 5000])(
    "of %i exported turns are the seed's export of every session",
    async (page_limit) => {
      const rows = await all<Exported>(exporter, "export_tuning_turns_page", { filter: "{}", page_limit });
      const flat = rows.flatMap((row) =>
        row.notes.length === 0
          ? [[row.session_id, row.turn_number, null]]
          : row.notes.map((note) => [row.session_id, row.turn_number, note.improvement_note]),
      );
      const expected = await db.sql`
      select t.session_id, t.turn_number, i.improvement_note
      from public.prompt_tuning_sessions s join public.tuning_conversation_turns t on t.session_id = s.id
      left join public.tuning_improvements i on i.turn_id = t.id
      where s.project = ${project} order by s.session_start, s.id, t.turn_number, i.timestamp`;
      expect(flat).toEqual(expected.map((row) => [row.session_id, row.turn_number, row.improvement_note]));
      expect(flat.length).toBeGreaterThan(30);
    },
  );

  test("end early when rows are large, and lose nothing", async () => {
    const large = uniqueName("large");
    const key = await createKey(db.sql, ["ingest"]);
    const { id } = await importSession(db.sql, key, {
      project: large,
      turns: Array.from({ length: 45 }, () => turn({ era_response: "x".repeat(400_000) })),
    });
    const filter = JSON.stringify({ ids: [id] });
    const first = await callAs<Page>(db.sql, admin, "export_tuning_turns_page", { filter });
    expect(first.data.length).toBeLessThan(30);
    expect(await all(admin, "export_tuning_turns_page", { filter })).toHaveLength(45);
    const turns = await callAs<Page>(db.sql, admin, "list_tuning_session_turns", {
      session_id: id,
      page_limit: 1000,
    });
    expect([turns.data.length < 30, turns.next]).toEqual([true, String(turns.data.length)]);
    expect(
      await all(admin, "list_tuning_turns", {
        filter: JSON.stringify({ project: [large] }),
        page_limit: 1000,
      }),
    ).toHaveLength(45);
    await db.sql`delete from public.prompt_tuning_sessions where id = ${id}`;
  });
});

describe("what a caller sees", () => {
  test("is its projects, whatever the filter names", async () => {
    for (const filter of [{}, { project: [other] }, { project: [project, other] }]) {
      const args = { filter: JSON.stringify(filter) };
      for (const rows of [
        await all<{ project: string }>(meg, "list_tuning_sessions", args),
        await all<{ project: string }>(meg, "list_tuning_turns", args),
      ]) {
        expect(rows.every((row) => row.project === project)).toBe(true);
      }
    }
    const [foreign] = await db.sql`select id from public.prompt_tuning_sessions where project = ${other}`;
    const filter = JSON.stringify({ ids: [foreign?.id] });
    expect(await all(exporter, "export_tuning_turns_page", { filter })).toHaveLength(0);
    expect(await callAs(db.sql, meg, "get_tuning_session", { session_id: foreign?.id })).toBeNull();
    expect(await callAs(db.sql, meg, "get_tuning_session_stats", { session_id: foreign?.id })).toBeNull();
    await expect(
      callAs(db.sql, meg, "list_tuning_session_turns", { session_id: foreign?.id }),
    ).rejects.toMatchObject({ code: "PT404" });
    expect(await callAs(db.sql, admin, "get_tuning_session", { session_id: foreign?.id })).not.toBeNull();
  });

  test("is refused to who may not read or export", async () => {
    const ingest = await createKey(db.sql, ["ingest"]);
    const reader = await createKey(db.sql, ["read"]);
    for (const [who, name, args] of [
      [ingest, "list_tuning_sessions", { filter: "{}" }],
      [ingest, "list_tuning_turns", { filter: "{}" }],
      [ingest, "get_tuning_session", { session_id: randomUUID() }],
      [ingest, "get_tuning_turn", { turn_id: randomUUID() }],
      [ingest, "get_tuning_session_stats", { session_id: randomUUID() }],
      [ingest, "find_active_tuning_session", { tester_id: "t" }],
      [ingest, "list_tuning_session_turns", { session_id: randomUUID() }],
      [ingest, "export_tuning_turns_page", { filter: "{}" }],
      [reader, "export_tuning_turns_page", { filter: "{}" }],
      [reader, "record_tuning_export", { filter: "{}", format: "csv" }],
    ] as [Principal, string, Record<string, string>][]) {
      await expect(callAs(db.sql, who, name, args), name).rejects.toMatchObject({ code: "PT403" });
      await expect(callAs(db.sql, "stranger", name, args), name).rejects.toMatchObject({ code: "PT403" });
    }
  });

  test("of texts that try to be SQL is nothing", async () => {
    const evil = "x') or true --";
    for (const column of ["tester_id", "tester_email", "branch_name", "master_prompt_version", "project"]) {
      const args = { filter: JSON.stringify({ [column]: [evil, "%1$s"] }) };
      expect(await all(admin, "list_tuning_sessions", args), column).toHaveLength(0);
    }
    for (const column of ["intent", "model", "category", "branch_name", "q"]) {
      const args = { filter: JSON.stringify({ [column]: [evil, "%1$s"] }) };
      expect(await all(admin, "list_tuning_turns", args), column).toHaveLength(0);
    }
  });

  test("search results travel only when asked for", async () => {
    const get = (with_search_results: boolean) =>
      all<Exported>(exporter, "export_tuning_turns_page", { filter: "{}", with_search_results });
    expect((await get(false)).every((row) => row.search_results === null)).toBe(true);
    expect((await get(true)).every((row) => row.search_results !== null)).toBe(true);
  });
});

describe("better answers in an export", () => {
  test("are the author's, else of the first finished review; drafts are nobody's business", async () => {
    const { id } = await importSession(db.sql, admin, {
      project,
      turns: [turn({ improvements: [{ improvement_note: "of a bot" }] }), turn(), turn()],
    });
    const turns =
      await db.sql`select id from public.tuning_conversation_turns where session_id = ${id} order by turn_number`;
    const [first, second, third] = turns.map((row) => row.id as string);
    const [ann, bo] = [randomUUID(), randomUUID()];
    await db.sql`insert into public.tuning_improvements (turn_id, session_id, improvement_note, author_kind, author_id, author_label)
      values (${first ?? ""}, ${id}, 'of bo', 'member', ${bo}, 'bo'), (${first ?? ""}, ${id}, 'of ann', 'member', ${ann}, 'ann')`;
    await db.sql`insert into public.turn_reviews (turn_id, reviewer_id, reviewer_label, state, better_response, thumbs, done_at) values
      (${first ?? ""}, ${ann}, 'ann', 'done', 'ann''s', 1, '2026-01-01'), (${first ?? ""}, ${bo}, 'bo', 'done', 'bo''s', -1, '2026-01-02'),
      (${second ?? ""}, ${ann}, 'ann', 'draft', 'draft', 1, null), (${third ?? ""}, ${bo}, 'bo', 'done', 'bo''s', -1, '2026-01-02')`;
    const rows = await all<Exported>(exporter, "export_tuning_turns_page", {
      filter: JSON.stringify({ ids: [id] }),
    });
    expect(
      Object.fromEntries((rows[0]?.notes ?? []).map((note) => [note.improvement_note, note.better_response])),
    ).toEqual({
      "of a bot": "ann's",
      "of bo": "bo's",
      "of ann": "ann's",
    });
    expect(rows.slice(1)).toMatchObject([
      { better_response: null, thumbs: null, notes: [] },
      { better_response: "bo's", thumbs: -1, reviewer: "bo" },
    ]);
  });

  test("and notes of a turn that a blind queue waits for are seen by their author and admins alone", async () => {
    const { id } = await importSession(db.sql, admin, { project, turns: [turn()] });
    const [{ turn_id } = { turn_id: "" }] = await db.sql`
      select id as turn_id from public.tuning_conversation_turns where session_id = ${id}`;
    await db.sql`insert into public.review_queues (project, name, is_blind, reviewers_per_turn) values (${project}, 'blind', true, 2)`;
    await db.sql`select private.fill_review_queues(array[${turn_id}]::uuid[])`;
    const ann = await createMember(db.sql, "reviewer");
    for (const who of [ann, meg]) {
      await db.sql`insert into public.tuning_improvements (turn_id, session_id, improvement_note, category, author_kind, author_id)
        values (${turn_id}, ${id}, ${who.id}, 'tone', 'member', ${who.id})`;
      await db.sql`insert into public.turn_reviews (turn_id, reviewer_id, state, better_response, done_at)
        values (${turn_id}, ${who.id}, 'done', ${who.id}, now())`;
    }
    const see = async (who: Principal) => {
      const [row] = await all<Exported>(who, "export_tuning_turns_page", {
        filter: JSON.stringify({ ids: [id] }),
      });
      return [row?.better_response, ...(row?.notes ?? []).map((note) => note.improvement_note)];
    };
    expect(await see(ann)).toEqual([ann.id, ann.id]);
    expect(await see(meg)).toEqual([meg.id, meg.id]);
    expect(await see(exporter)).toEqual([null]);
    expect((await see(admin)).slice(1).sort()).toEqual([ann.id, meg.id].sort());
    // Nor does a filter tell that there is a note.
    const noted = (who: Principal, filter: object) =>
      all(who, "list_tuning_turns", { filter: JSON.stringify({ session_id: [id], ...filter }) });
    expect(await noted(exporter, { has_note: true })).toHaveLength(0);
    expect(await noted(exporter, { category: ["tone"] })).toHaveLength(0);
    expect(await noted(meg, { category: ["tone"] })).toHaveLength(1);
    await db.sql`update public.review_queue_slots set state = 'done', reviewer_id = gen_random_uuid() where turn_id = ${turn_id}`;
    expect((await see(exporter)).length).toBe(3);
    expect(await noted(exporter, { has_note: true })).toHaveLength(1);
  });
});
