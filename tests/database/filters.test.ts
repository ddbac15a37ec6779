import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { callAs, createKey, createMember, type Principal } from "./support/principals";
import { createScratch, type Scratch } from "./support/scratch";
import { record, vote } from "./support/votes";

let db: Scratch;
let admin: Principal;
let reader: Principal;

beforeAll(async () => {
  db = await createScratch();
  admin = await createMember(db.sql, "admin");
  reader = await createKey(db.sql, ["read"]);
});
afterAll(() => db?.drop());

const count = (filter: Record<string, unknown>, principal = reader) =>
  callAs<number | string>(db.sql, principal, "count_feedback", { filter: JSON.stringify(filter) }).then(
    Number,
  );

async function listTexts(filter: Record<string, unknown>, principal = reader): Promise<string[]> {
  const page = await callAs<{ data: { query: string }[] }>(db.sql, principal, "list_feedback", {
    filter: JSON.stringify(filter),
    page_limit: 1000,
  });
  return page.data.map((row) => row.query).sort();
}

/** Texts that end a quotation, a statement or a search in somebody's code. */
const hostileTexts = [
  "'",
  "''",
  "' or '1'='1",
  "'); drop table public.feedback; --",
  "\\",
  "\\'",
  "\\' or true --",
  "%L",
  "%s %I $1 $$ $query$",
  "$query$; delete from public.feedback; $query$",
  '{"a":1}',
  '{,"}',
  '","',
  "{}",
  "null",
  "NULL",
  "a,b",
  "\u202e🙂 عربي",
  "line\nbreak\ttab",
];

describe("private.wilson_bound", () => {
  // Computed with 50 digits from Wilson (1927) for z = 1.959963984540054.
  test.each([
    [8, 10, 0.4901624715366417, 0.9433178485456247],
    [0, 10, 0, 0.2775327998628892],
    [10, 10, 0.7224672001371107, 1],
    [1, 1, 0.20654931437723742, 1],
    [0, 1, 0, 0.7934506856227626],
    [50, 100, 0.4038315303659956, 0.5961684696340044],
    [999999, 1000000, 0.9999943350881957, 0.9999998234754233],
  ])("of %d in %d", async (positive, total, low, high) => {
    const [row] = await db.sql`
      select private.wilson_bound(${positive}, ${total}, -1) as low, private.wilson_bound(${positive}, ${total}, 1) as high`;
    expect(row?.low).toBeCloseTo(low, 12);
    expect(row?.high).toBeCloseTo(high, 12);
  });

  test("without observations there is no interval", async () => {
    const [row] =
      await db.sql`select private.wilson_bound(0, 0, -1) as low, private.wilson_bound(null, null, 1) as high`;
    expect(row).toEqual({ low: null, high: null });
  });

  test("always holds the fraction, within 0 and 1, and narrows as observations come", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 10_000_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        async (total, share) => {
          const positive = Math.round(total * share);
          const [row] = await db.sql`
          select private.wilson_bound(${positive}, ${total}, -1) as low, private.wilson_bound(${positive}, ${total}, 1) as high,
            private.wilson_bound(${positive * 4}, ${total * 4}, 1) - private.wilson_bound(${positive * 4}, ${total * 4}, -1) as narrower`;
          expect(row?.low).toBeGreaterThanOrEqual(0);
          expect(row?.high).toBeLessThanOrEqual(1);
          expect(row?.low).toBeLessThanOrEqual(positive / total + 1e-12);
          expect(row?.high).toBeGreaterThanOrEqual(positive / total - 1e-12);
          expect(row?.narrower).toBeLessThan(row?.high - row?.low);
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe("private.search_query", () => {
  const search = async (q: string) =>
    (await db.sql`select private.search_query(${q})::text as q`)[0]?.q as string;

  test.each([
    ["index", "'index':*"],
    ["slow index", "'slow' & 'index':*"],
    ["slow index ", "'slow' & 'index'"],
    ['"slow index"', "'slow' <-> 'index'"],
    ["index -slow", "'index' & !'slow':*"],
    ["this or that", "'this' | 'that':*"],
    ["", ""],
    ["   ", ""],
  ])("reads %j", async (typed, query) => {
    expect(await search(typed)).toBe(query);
  });

  test("bears whatever is typed", async () => {
    const typed = fc.oneof(
      fc
        .string({ unit: "binary", maxLength: 60 })
        .filter((text) => text.isWellFormed() && !text.includes("\0")),
      fc
        .array(
          fc.constantFrom(
            "'",
            '"',
            "\\",
            ":",
            "*",
            "&",
            "|",
            "!",
            "<->",
            "(",
            ")",
            "-",
            "or",
            " ",
            "a",
            "ä",
            ":*",
            "'':*",
          ),
          { maxLength: 15 },
        )
        .map((parts) => parts.join("")),
      fc.constantFrom(...hostileTexts),
    );
    await fc.assert(
      fc.asyncProperty(typed, async (q) => {
        await search(q);
      }),
      { numRuns: 400 },
    );
  });

  test("finds words in question, answer and comment, by their beginning while one types", async () => {
    await record(db.sql, admin, [
      vote({ project: "search", query: "Wie heißt der Überweisungsträger?" }),
      vote({ project: "search", query: "two", response: "It's the migration-script's fault" }),
      vote({ project: "search", query: "three", comment: "übersetzung falsch" }),
    ]);
    const find = (...q: string[]) => listTexts({ project: ["search"], q });
    expect(await find("überw")).toEqual(["Wie heißt der Überweisungsträger?"]);
    expect(await find("über")).toEqual(["Wie heißt der Überweisungsträger?", "three"]);
    expect(await find("it's")).toEqual(["two"]);
    expect(await find("migration-script")).toEqual(["two"]);
    expect(await find("falsch -über")).toEqual([]);
    expect(await find("falsch", "migration")).toEqual(["three", "two"]);
    expect(await find("")).toEqual([]);
  });
});

describe("filters", () => {
  const columns = ["project", "model", "intent", "user_id", "session_id"] as const;

  test.each(columns)("%s is compared as a text, whatever it holds", async (column) => {
    const rows = hostileTexts.map((text, n) =>
      vote({ project: `hostile-${column}`, query: String(n), [column]: text }),
    );
    await record(db.sql, admin, rows);
    const before = await count({});
    for (const [n, text] of hostileTexts.entries()) {
      const found = await listTexts({
        [column]: [text],
        ...(column !== "project" && { project: [`hostile-${column}`] }),
      });
      expect(found, text).toEqual([String(n)]);
    }
    expect(await listTexts({ [column]: hostileTexts.slice(0, 3) })).toEqual(["0", "1", "2"]);
    expect(await listTexts({ [column]: [...hostileTexts, "absent"] })).toHaveLength(hostileTexts.length);
    expect(await count({})).toBe(before);
  });

  test.each(["q", "from", "to", "rating", "ids", "has_note"])("%s takes no SQL", async (name) => {
    const before = await count({});
    for (const text of hostileTexts) {
      const value = name === "q" || name === "ids" ? [text] : text;
      // Either it means nothing, or it is refused as a value; it is never run.
      await count({ [name]: value }).catch((error) => expect(error.code).toMatch(/^22/));
    }
    expect(await count({})).toBe(before);
  });

  test("the page cursor takes no SQL", async () => {
    const before = await count({});
    for (const text of [...hostileTexts, "2026-01-01|x", "x|y", "|", "2026-01-01 00:00:00+00|' or true --"]) {
      const page = callAs(db.sql, reader, "list_feedback", { filter: "{}", page_cursor: text });
      await expect(page, text).rejects.toMatchObject({ code: expect.stringMatching(/^22/) });
    }
    expect(await count({})).toBe(before);
  });

  test("null among the intents means votes without one", async () => {
    const project = ["nulls"];
    await record(db.sql, admin, [
      vote({ project: "nulls", query: "none" }),
      vote({ project: "nulls", query: "code", intent: "code" }),
      vote({ project: "nulls", query: "text null", intent: "null" }),
    ]);
    expect(await listTexts({ project, intent: [null] })).toEqual(["none"]);
    expect(await listTexts({ project, intent: ["null"] })).toEqual(["text null"]);
    expect(await listTexts({ project, intent: [null, "code"] })).toEqual(["code", "none"]);
    expect(await listTexts({ project, intent: ["code", "null"] })).toEqual(["code", "text null"]);
    expect(await listTexts({ project, intent: [] })).toEqual([]);
    // The rollup answers as the rows do.
    expect(await count({ project, intent: [null, "code"] })).toBe(2);
  });

  test("rating, notes, ids and half-open times", async () => {
    const project = ["kinds"];
    const ids = ["00000000-0000-4000-8000-00000000000a", "00000000-0000-4000-8000-00000000000b"];
    await record(db.sql, admin, [
      vote({ project: "kinds", query: "a", id: ids[0], rating: -1, created_at: "2026-05-01T00:00:00Z" }),
      vote({
        project: "kinds",
        query: "b",
        id: ids[1],
        comment: "c",
        created_at: "2026-05-01T23:59:59.999Z",
      }),
      vote({ project: "kinds", query: "c", corrected_response: "x", created_at: "2026-05-02T00:00:00Z" }),
    ]);
    expect(await listTexts({ project, rating: -1 })).toEqual(["a"]);
    expect(await listTexts({ project, rating: 1 })).toEqual(["b", "c"]);
    expect(await listTexts({ project, has_note: true })).toEqual(["b", "c"]);
    expect(await listTexts({ project, has_note: false })).toEqual(["a"]);
    expect(await listTexts({ project, ids })).toEqual(["a", "b"]);
    expect(await listTexts({ project, ids: [] })).toEqual([]);
    const day = { from: "2026-05-01T00:00:00Z", to: "2026-05-02T00:00:00Z" };
    expect(await listTexts({ project, ...day })).toEqual(["a", "b"]);
    expect(await count({ project, ...day })).toBe(2);
    expect(await count({ project, ...day, has_note: false })).toBe(1);
    expect(await count({ project, from: "2026-05-01T00:00:00.001Z", to: "2026-05-02T00:00:00.001Z" })).toBe(
      2,
    );
  });

  test("a caller limited to a project sees nothing of another one, by whatever filter", async () => {
    const limited = await createKey(db.sql, ["read", "export"], { project: "kinds" });
    for (const filter of [
      {},
      { project: ["same"] },
      { project: ["same", "kinds"] },
      { user_id: ["u1"] },
      { q: ["four"] },
    ]) {
      const found = await listTexts(filter, limited);
      expect(found.filter((text) => !["a", "b", "c"].includes(text))).toEqual([]);
    }
    expect(await count({}, limited)).toBe(3);
    expect(await count({ project: ["same"] }, limited)).toBe(0);
  });
});
