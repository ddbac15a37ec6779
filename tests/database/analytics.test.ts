import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { callAs, createKey, createMember, type Principal, uniqueName } from "./support/principals";
import { createScratch, type Scratch } from "./support/scratch";
import { record, vote } from "./support/votes";

const DAY_MS = 86_400_000;

let db: Scratch;
let admin: Principal;
let reader: Principal;

beforeAll(async () => {
  db = await createScratch();
  admin = await createMember(db.sql, "admin");
  reader = await createKey(db.sql, ["read", "export"]);
});
afterAll(() => db?.drop());

/** Midnight (UTC) so many days from today, as the database's clock says. */
async function midnight(days: number): Promise<Date> {
  const [row] = await db.sql<
    { at: Date }[]
  >`select date_trunc('day', now(), 'UTC') + ${`${days} days`}::interval as at`;
  return row?.at as Date;
}

describe("feedback_accuracy", () => {
  test("groups by what is asked, largest first, with the interval", async () => {
    const project = uniqueName("accuracy");
    const votes = [
      ...Array.from({ length: 10 }, (_, n) =>
        vote({ project, model: "m1", intent: "code", rating: n < 8 ? 1 : -1 }),
      ),
      vote({ project, model: "m2", rating: -1 }),
    ];
    await record(db.sql, admin, votes);
    const by = (group_by?: string) =>
      callAs<Record<string, unknown>[]>(db.sql, reader, "feedback_accuracy", {
        filter: JSON.stringify({ project: [project] }),
        group_by,
      });
    const [first, second, ...rest] = await by();
    expect(first).toMatchObject({
      model: "m1",
      intent: "code",
      project,
      day: null,
      total: 10,
      positive: 8,
      negative: 2,
      accuracy: 0.8,
    });
    expect(first?.ci_low).toBeCloseTo(0.4901624715366418, 12);
    expect(first?.ci_high).toBeCloseTo(0.9433178485456247, 12);
    expect(second).toMatchObject({ model: "m2", intent: null, total: 1, accuracy: 0 });
    expect(rest).toEqual([]);
    expect(await by("project")).toMatchObject([{ model: null, intent: null, project, total: 11 }]);
    expect(await by("day,model")).toHaveLength(2);
    // Of a group whose only votes are filtered away nothing is left, not even a zero.
    const positive = await callAs(db.sql, reader, "feedback_accuracy", {
      filter: JSON.stringify({ project: [project], rating: 1 }),
    });
    expect(positive).toMatchObject([{ model: "m1", total: 8, accuracy: 1 }]);
  });
});

describe("feedback_stats", () => {
  interface Stats {
    whole: {
      total: number;
      positive_pct: number | null;
      unique_users: number;
      unique_sessions: number;
      avg_memory_used: number | null;
    };
    complete: { total: number } | null;
    previous: { total: number } | null;
    complete_to: string;
    previous_from: string;
    previous_to: string;
  }
  const stats = (filter: Record<string, unknown>) =>
    callAs<Stats>(db.sql, reader, "feedback_stats", { filter: JSON.stringify(filter) });
  const iso = (text: string) => new Date(text.replace(" ", "T")).toISOString();

  /** One vote a day, three times as many on earlier days so that each day is told apart by its count. */
  async function seed(): Promise<string> {
    const project = uniqueName("stats");
    const start = (await midnight(0)).getTime();
    const perDay = { 0: 1, 1: 2, 2: 4, 3: 8, 4: 16, 5: 32, 6: 64 };
    const votes = Object.entries(perDay).flatMap(([day, n]) =>
      Array.from({ length: n }, (_, index) =>
        // At the edges of the day: its first and its last millisecond, but never in the future.
        vote({
          project,
          created_at: new Date(
            start - Number(day) * DAY_MS + (index === 0 || day === "0" ? 0 : DAY_MS - 1),
          ).toISOString(),
        }),
      ),
    );
    await record(db.sql, admin, votes);
    return project;
  }

  test("compares complete days with as many days right before the range", async () => {
    const project = [await seed()];
    const from = (await midnight(-2)).toISOString();
    const to = (await midnight(1)).toISOString();
    const result = await stats({ project, from, to });
    expect(result.whole.total).toBe(1 + 2 + 4);
    expect(result.complete?.total).toBe(2 + 4);
    // Two complete days, so two days before.
    expect(result.previous?.total).toBe(8 + 16);
    expect(iso(result.complete_to)).toBe((await midnight(0)).toISOString());
    expect(iso(result.previous_from)).toBe((await midnight(-4)).toISOString());
    expect(iso(result.previous_to)).toBe(from);
  });

  test("leaves nothing out of a range that lies in the past", async () => {
    const project = [await seed()];
    const result = await stats({
      project,
      from: (await midnight(-2)).toISOString(),
      to: (await midnight(0)).toISOString(),
    });
    expect(result.whole.total).toBe(2 + 4);
    expect(result.complete).toEqual(result.whole);
    expect(result.previous?.total).toBe(8 + 16);
  });

  test("has nothing to compare when the range is today alone", async () => {
    const project = [await seed()];
    const result = await stats({
      project,
      from: (await midnight(0)).toISOString(),
      to: (await midnight(1)).toISOString(),
    });
    expect(result).toMatchObject({ whole: { total: 1 }, complete: null, previous: null });
  });

  test("has nothing to compare without a beginning", async () => {
    const project = [await seed()];
    const result = await stats({ project, to: (await midnight(1)).toISOString() });
    expect(result).toMatchObject({ whole: { total: 127 }, complete: null, previous: null });
  });

  test("counts people once over several days, models and intents", async () => {
    const project = uniqueName("people");
    const [today, before] = [await midnight(-1), await midnight(-2)];
    await record(db.sql, admin, [
      vote({
        project,
        user_id: "ann",
        session_id: "s1",
        model: "m1",
        created_at: before.toISOString(),
        memory_used: 0.1,
      }),
      vote({
        project,
        user_id: "ann",
        session_id: "s2",
        model: "m2",
        created_at: today.toISOString(),
        memory_used: 0.2,
      }),
      vote({
        project,
        user_id: "bo",
        session_id: "s2",
        intent: "code",
        created_at: today.toISOString(),
        rating: -1,
      }),
      vote({ project, created_at: today.toISOString() }),
    ]);
    const { whole } = await stats({ project: [project] });
    expect(whole).toMatchObject({
      total: 4,
      positive_pct: 75,
      negative_pct: 25,
      unique_users: 2,
      unique_sessions: 2,
      unique_models: 3,
    });
    expect(whole.avg_memory_used).toBeCloseTo(0.15, 12);
    expect((await stats({ project: [project], rating: -1 })).whole).toMatchObject({
      total: 1,
      unique_users: 1,
      unique_sessions: 1,
      avg_memory_used: null,
    });
    expect((await stats({ project: ["none"] })).whole).toMatchObject({
      total: 0,
      positive_pct: null,
      ci_low: null,
      avg_memory_used: null,
    });
  });

  test("rollup, rows and definition agree for every period, under every filter of the rollup", async () => {
    const project = uniqueName("periods");
    const today = (await midnight(0)).getTime();
    const rows = Array.from({ length: 160 }, (_, n) => ({
      project,
      model: `m${1 + (n % 3)}`,
      intent: [null, "code", "general"][n % 7] ?? null,
      rating: n % 4 ? 1 : -1,
      // Some come on many days, some on one; every vote has a user, so that naming them all excludes none.
      user_id: `u${n % 9 < 6 ? n % 9 : n % 40}`,
      session_id: n % 6 ? `s${Math.floor(n / 3)}` : null,
      memory_used: n % 5 ? n / 8 : null,
      at: today - (n % 8) * DAY_MS + (n % 8 === 0 ? 0 : (n % 24) * 3_600_000),
    }));
    await record(
      db.sql,
      admin,
      rows.map(({ at, ...row }) => vote({ ...row, created_at: new Date(at).toISOString() })),
    );
    const users = [...new Set(rows.map((row) => row.user_id))];
    const distinct = (values: (string | null)[]) => new Set(values.filter((value) => value !== null)).size;
    const share = (part: number, total: number) =>
      total === 0 ? null : expect.closeTo((100 * part) / total, 10);

    type Range = { from?: number; to?: number };
    const summarize = (filter: Filter, { from = -Infinity, to = Infinity }: Range) => {
      const found = rows.filter(
        (row) =>
          row.at >= from &&
          row.at < to &&
          (filter.model?.includes(row.model) ?? true) &&
          (filter.intent?.includes(row.intent) ?? true) &&
          (filter.rating === undefined || row.rating === filter.rating),
      );
      const positive = found.filter((row) => row.rating === 1).length;
      const memory = found.flatMap((row) => row.memory_used ?? []);
      return {
        total: found.length,
        positive,
        negative: found.length - positive,
        positive_pct: share(positive, found.length),
        negative_pct: share(found.length - positive, found.length),
        unique_users: distinct(found.map((row) => row.user_id)),
        unique_sessions: distinct(found.map((row) => row.session_id)),
        unique_models: distinct(found.map((row) => row.model)),
        avg_memory_used:
          memory.length === 0
            ? null
            : expect.closeTo(memory.reduce((sum, value) => sum + value, 0) / memory.length, 8),
      };
    };

    const anyOf = <T>(...values: T[]) =>
      fc.option(fc.uniqueArray(fc.constantFrom(...values), { minLength: 1 }), { nil: undefined });
    const filters = fc.record({
      model: anyOf("m1", "m2", "m3", "none"),
      intent: anyOf(null, "code", "general"),
      rating: fc.constantFrom(undefined, 1, -1),
      from: fc.constantFrom(undefined, -7, -5, -3, -1, 0),
      to: fc.constantFrom(undefined, -2, 0, 1, 3),
    });
    type Filter = typeof filters extends fc.Arbitrary<infer Value> ? Value : never;
    await fc.assert(
      fc.asyncProperty(filters, async (filter) => {
        const from = filter.from === undefined ? undefined : today + filter.from * DAY_MS;
        const to = filter.to === undefined ? undefined : today + filter.to * DAY_MS;
        const asked = {
          ...filter,
          project: [project],
          from: from === undefined ? undefined : new Date(from).toISOString(),
          to: to === undefined ? undefined : new Date(to).toISOString(),
        };
        const end = Math.min(to ?? Infinity, today);
        const days = from === undefined ? 0 : end - from;
        const expected = {
          whole: summarize(filter, { from, to }),
          complete: from !== undefined && days > 0 ? summarize(filter, { from, to: end }) : null,
          previous:
            from !== undefined && days > 0 ? summarize(filter, { from: from - days, to: from }) : null,
        };
        expect(await stats(asked)).toMatchObject(expected);
        // Naming every user makes it read the rows.
        expect(await stats({ ...asked, user_id: users })).toMatchObject(expected);
      }),
      { numRuns: 60 },
    );
  });
});

describe("feedback_timeseries", () => {
  interface Bucket {
    bucket: string;
    series: string | null;
    total: number;
    positive: number;
    accuracy: number;
    partial: boolean;
  }
  const series = (filter: Record<string, unknown>, granularity: string, group_by?: string) =>
    callAs<Bucket[]>(db.sql, reader, "feedback_timeseries", {
      filter: JSON.stringify(filter),
      granularity,
      group_by,
    });
  const day = (bucket: Bucket) => bucket.bucket.slice(0, 10);

  async function seedDays(days: string[]): Promise<string[]> {
    const project = uniqueName("series");
    await record(
      db.sql,
      admin,
      days.map((at, n) =>
        vote({ project, rating: n % 2 ? -1 : 1, model: n % 2 ? "odd" : "even", created_at: at }),
      ),
    );
    return [project];
  }

  test("weeks begin on Monday; those that the range cuts are partial", async () => {
    // 2026-03-02 is a Monday.
    const project = await seedDays([
      "2026-03-01T23:00:00Z",
      "2026-03-02T00:00:00Z",
      "2026-03-08T23:59:59.999Z",
      "2026-03-09T00:00:00Z",
      "2026-03-11T12:00:00Z",
    ]);
    const range = { from: "2026-03-01T00:00:00Z", to: "2026-03-12T00:00:00Z" };
    const weeks = await series({ project, ...range }, "week");
    expect(weeks.map((week) => [day(week), week.total, week.partial])).toEqual([
      ["2026-02-23", 1, true],
      ["2026-03-02", 2, false],
      ["2026-03-09", 2, true],
    ]);
  });

  test("months have their own lengths", async () => {
    const project = await seedDays([
      "2026-01-31T23:59:59Z",
      "2026-02-01T00:00:00Z",
      "2026-02-28T23:59:59Z",
      "2026-03-01T00:00:00Z",
    ]);
    const months = await series(
      { project, from: "2026-01-01T00:00:00Z", to: "2026-03-31T00:00:00Z" },
      "month",
    );
    expect(months.map((month) => [day(month), month.total, month.partial])).toEqual([
      ["2026-01-01", 1, false],
      ["2026-02-01", 2, false],
      ["2026-03-01", 1, true],
    ]);
  });

  test("days without votes are absent, and the running day is partial", async () => {
    const [today, earlier] = [await midnight(0), await midnight(-3)];
    const project = await seedDays([today.toISOString(), earlier.toISOString()]);
    const days = await series(
      { project, from: (await midnight(-6)).toISOString(), to: (await midnight(1)).toISOString() },
      "day",
    );
    expect(days.map((each) => [day(each), each.partial])).toEqual([
      [earlier.toISOString().slice(0, 10), false],
      [today.toISOString().slice(0, 10), true],
    ]);
  });

  test("hours are read from the rows, also when the range begins within one", async () => {
    const project = await seedDays([
      "2026-03-01T10:15:00Z",
      "2026-03-01T10:59:59.999Z",
      "2026-03-01T11:00:00Z",
    ]);
    const hours = await series({ project, from: "2026-03-01T10:30:00Z", to: "2026-03-01T12:00:00Z" }, "hour");
    expect(
      hours.map((hour) => [hour.bucket.slice(0, 16).replace("T", " "), hour.total, hour.partial]),
    ).toEqual([
      ["2026-03-01 10:00", 1, true],
      ["2026-03-01 11:00", 1, false],
    ]);
  });

  test("one line per model when grouped so", async () => {
    const project = await seedDays(["2026-03-01T10:00:00Z", "2026-03-01T11:00:00Z", "2026-03-02T10:00:00Z"]);
    const grouped = await series({ project }, "day", "model");
    expect(grouped.map((each) => [day(each), each.series, each.total, each.accuracy])).toEqual([
      ["2026-03-01", "even", 1, 1],
      ["2026-03-01", "odd", 1, 0],
      ["2026-03-02", "even", 1, 1],
    ]);
  });

  test("an unknown granularity is refused", async () => {
    await expect(series({}, "fortnight; drop table public.feedback")).rejects.toMatchObject({
      code: expect.stringMatching(/^22/),
    });
  });
});

describe("pages", () => {
  interface Page {
    data: { id: string; created_at: string; query: string }[];
    next: string | null;
  }

  async function walk(name: string, args: Record<string, string | number>): Promise<Page["data"][]> {
    const pages: Page["data"][] = [];
    let page_cursor: string | undefined;
    do {
      const page: Page = await callAs(db.sql, reader, name, { ...args, page_cursor });
      pages.push(page.data);
      page_cursor = page.next ?? undefined;
    } while (page_cursor);
    return pages;
  }

  test("visit every row exactly once, in order, when many have the same time", async () => {
    const project = uniqueName("pages");
    const times = ["2026-02-01T00:00:00.000Z", "2026-02-01T00:00:00.001Z", "2026-02-01T00:00:00.002Z"];
    const votes = Array.from({ length: 101 }, (_, n) => vote({ project, created_at: times[n % 3] }));
    await record(db.sql, admin, votes);
    const filter = JSON.stringify({ project: [project] });
    for (const page_limit of [1, 7, 100, 101, 1000]) {
      const down = (await walk("list_feedback", { filter, page_limit })).flat();
      const up = (await walk("list_feedback", { filter, page_limit, sort: "created_at" })).flat();
      const exported = (await walk("export_feedback_page", { filter, page_limit, purpose: "rows" })).flat();
      expect(new Set(down.map((row) => row.id)).size).toBe(101);
      expect(down).toHaveLength(101);
      expect(up.map((row) => row.id)).toEqual(down.map((row) => row.id).reverse());
      expect(exported.map((row) => row.id)).toEqual(up.map((row) => row.id));
    }
  });

  test("skip and repeat nothing that was there, when rows come and go between them", async () => {
    const project = uniqueName("moving");
    const at = (n: number) => new Date(Date.UTC(2026, 1, 1, 0, n)).toISOString();
    await record(
      db.sql,
      admin,
      Array.from({ length: 20 }, (_, n) => vote({ project, query: String(n), created_at: at(n) })),
    );
    const filter = JSON.stringify({ project: [project] });
    const first: Page = await callAs(db.sql, reader, "list_feedback", { filter, page_limit: 8 });
    await record(db.sql, admin, [vote({ project, query: "newer", created_at: at(60) })]);
    await db.sql`delete from public.feedback where project = ${project} and query = ${first.data[7]?.query ?? ""}`;
    const second: Page = await callAs(db.sql, reader, "list_feedback", {
      filter,
      page_limit: 100,
      page_cursor: first.next,
    });
    expect([...first.data, ...second.data].map((row) => Number(row.query))).toEqual(
      Array.from({ length: 20 }, (_, n) => 19 - n),
    );
    expect(second.next).toBeNull();
  });

  test("hold at most 8 MB of text, and always at least one row", async () => {
    const project = uniqueName("large");
    const text = "x".repeat(500_000);
    for (let n = 0; n < 6; n++) {
      await record(
        db.sql,
        admin,
        Array.from({ length: 4 }, () =>
          vote({ project, query: "", response: text, corrected_response: text }),
        ),
      );
    }
    const pages = await walk("list_feedback", {
      filter: JSON.stringify({ project: [project] }),
      page_limit: 1000,
    });
    expect(pages.map((page) => page.length)).toEqual([8, 8, 8]);
  });

  test("have at most 1,000 rows in a list and 5,000 in an export, whatever is asked", async () => {
    const project = uniqueName("many");
    await db.sql`
      insert into public.feedback (query, response, model, rating, project)
      select 'q', 'r', 'm', 1, ${project} from generate_series(1, 5001)`;
    const filter = JSON.stringify({ project: [project] });
    const list: Page = await callAs(db.sql, reader, "list_feedback", { filter, page_limit: 1_000_000 });
    const rows: Page = await callAs(db.sql, reader, "export_feedback_page", {
      filter,
      purpose: "rows",
      page_limit: 1_000_000,
    });
    expect(list.data).toHaveLength(1000);
    expect(rows.data).toHaveLength(5000);
    expect(rows.next).not.toBeNull();
  });

  test("are for readers only, and exports for exporters only", async () => {
    const ingest = await createKey(db.sql, ["ingest"]);
    const read = await createKey(db.sql, ["read"]);
    const owner = await createMember(db.sql, "product_owner");
    const reviewer = await createMember(db.sql, "reviewer");
    const list = (who: Principal) => callAs(db.sql, who, "list_feedback", { filter: "{}" });
    const rows = (who: Principal) =>
      callAs(db.sql, who, "export_feedback_page", { filter: "{}", purpose: "rows" });
    const training = (who: Principal) =>
      callAs(db.sql, who, "export_feedback_page", { filter: "{}", purpose: "finetuning" });
    const refused = { code: "PT403" };
    await expect(list(ingest)).rejects.toMatchObject(refused);
    await expect(list(read)).resolves.toBeDefined();
    for (const who of [ingest, read, reviewer]) await expect(rows(who)).rejects.toMatchObject(refused);
    for (const who of [owner, admin, reader]) await expect(rows(who)).resolves.toBeDefined();
    for (const who of [ingest, read, reviewer, owner])
      await expect(training(who)).rejects.toMatchObject(refused);
    for (const who of [admin, reader]) await expect(training(who)).resolves.toBeDefined();
  });
});
