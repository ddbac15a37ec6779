import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { callAs, createKey, createMember, type Principal, uniqueName } from "./support/principals";
import { createScratch, type Scratch } from "./support/scratch";

let db: Scratch;
let admin: Principal;

beforeAll(async () => {
  db = await createScratch();
  admin = await createMember(db.sql, "admin");
});
afterAll(() => db?.drop());
beforeEach(async () => {
  await db.sql`delete from public.datasets`;
  await db.sql`delete from public.webhooks`;
});

interface Schedule {
  weekday: number;
  hour: number;
  time_zone: string;
  keep_versions: number;
  is_active: boolean;
  next_run_at: string;
}
interface Dataset {
  id: string;
  name: string;
  version: number;
  projects: string[] | null;
  schedule: Schedule | null;
  versions: number;
  latest_version: { version: number; state: string } | null;
}
const monday = { weekday: 1, hour: 6, time_zone: "UTC", keep_versions: 8, is_active: true };
const weekly = { source: "feedback", filters: { days: 7 }, format: "retune" };
const create = (input: Record<string, unknown> = {}, who: Principal | "stranger" | "anon" = admin) =>
  callAs<Dataset>(db.sql, who, "create_dataset", {
    input: JSON.stringify({ name: uniqueName("dataset"), definition: weekly, ...input }),
  });
const update = (id: string, patch: Record<string, unknown>, expected_version?: number, who = admin) =>
  callAs<Dataset>(db.sql, who, "update_dataset", {
    dataset_id: id,
    patch: JSON.stringify(patch),
    expected_version,
  });
const get = (id: string, who = admin) => callAs<Dataset>(db.sql, who, "get_dataset", { dataset_id: id });
const list = async (who = admin, args: Record<string, string | number> = {}) =>
  (await callAs<{ data: Dataset[]; next: string | null }>(db.sql, who, "list_datasets", args)).data;
const remove = (id: string, who = admin) => callAs(db.sql, who, "delete_dataset", { dataset_id: id });
const restore = (id: string, who = admin) =>
  callAs<Dataset>(db.sql, who, "restore_dataset", { dataset_id: id });

/** Everything that is stored of a dataset, to the last byte. */
async function everything(id: string): Promise<unknown> {
  const [row] = await db.sql`
    select to_jsonb(d) - array['deleted_at', 'deleted_by'] as dataset, to_jsonb(s) as schedule,
      (select jsonb_agg(to_jsonb(v) order by v.version) from public.dataset_versions v where v.dataset_id = d.id) as versions,
      (select jsonb_agg(to_jsonb(i) order by i.version_id, i.position) from public.dataset_items i
        join public.dataset_versions v on v.id = i.version_id where v.dataset_id = d.id) as items
    from public.datasets d left join public.dataset_schedules s on s.dataset_id = d.id where d.id = ${id}`;
  return row;
}

/** A ready version with that many items, past the functions that make one. */
async function storeVersion(
  dataset: string,
  version: number,
  values: { trigger?: string; state?: string; items?: number } = {},
): Promise<string> {
  const id = randomUUID();
  await db.sql`
    insert into public.dataset_versions (id, dataset_id, version, state, trigger, definition, cutoff, report, files)
    values (${id}, ${dataset}, ${version}, ${values.state ?? "ready"}, ${values.trigger ?? "schedule"}, '{}', now(), '{"considered": 1}', '[]')`;
  await db.sql`
    insert into public.dataset_items (version_id, position, source_id, body, copies, lines, weight, kind, project, source_created_at, content_hash, prompt_hash)
    select ${id}, n, gen_random_uuid(), '{}', 1, 1, 1, 'positive', 'p', now(), gen_random_uuid(), gen_random_uuid()
    from generate_series(1, ${values.items ?? 2}) n`;
  return id;
}

describe("datasets", () => {
  test("are made, read, listed and found by a part of their name", async () => {
    const first = await create({ name: "Weekly Votes", description: "d", schedule: monday });
    const second = await create({ name: "Pairs" });
    expect(first).toMatchObject({
      version: 1,
      projects: null,
      versions: 0,
      latest_version: null,
      schedule: monday,
    });
    expect(await get(first.id)).toEqual(first);
    expect((await list()).map((row) => row.id)).toEqual([second.id, first.id]);
    expect(await list(admin, { filter: '{"q": "ly vot"}' })).toEqual([first]);
    expect(await list(admin, { filter: '{"q": "%"}' })).toEqual([]);
  });

  test("come page by page, none twice and none left out, also of one instant", async () => {
    await db.sql`
      insert into public.datasets (name, definition, created_at) select 'd', '{}', '2026-01-01' from generate_series(1, 7)`;
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: { data: Dataset[]; next: string | null } = await callAs(db.sql, admin, "list_datasets", {
        page_limit: 3,
        ...(cursor && { page_cursor: cursor }),
      });
      seen.push(...page.data.map((row) => row.id));
      cursor = page.next;
    } while (cursor);
    expect(seen).toHaveLength(7);
    expect(new Set(seen).size).toBe(7);
  });

  test("show the newest version and how many there are", async () => {
    const { id } = await create();
    await storeVersion(id, 1);
    await storeVersion(id, 2, { state: "failed" });
    expect(await get(id)).toMatchObject({ versions: 2, latest_version: { version: 2, state: "failed" } });
  });

  test("are changed by whoever saw the newest version", async () => {
    const { id } = await create({ description: "d", schedule: monday });
    const changed = await update(id, { name: "n", description: null }, 1);
    expect(changed).toMatchObject({ name: "n", description: null, version: 2, schedule: monday });
    await expect(update(id, { name: "late" }, 1)).rejects.toMatchObject({
      code: "PT409",
      detail: expect.stringContaining('"stored_version": 2'),
    });
    expect(await update(id, { schedule: null })).toMatchObject({ name: "n", version: 3, schedule: null });
  });

  test("of two who change one at once, one is told", async () => {
    const { id } = await create();
    const results = await Promise.allSettled([update(id, { name: "a" }, 1), update(id, { name: "b" }, 1)]);
    expect(results.map((result) => result.status).sort()).toEqual(["fulfilled", "rejected"]);
    expect((await get(id)).version).toBe(2);
  });

  test("come back as they were, to the byte, with schedule, versions and items", async () => {
    const { id } = await create({ schedule: monday });
    await storeVersion(id, 1);
    const before = await everything(id);
    await remove(id);
    await expect(get(id)).rejects.toMatchObject({ code: "PT404" });
    await expect(update(id, { name: "n" })).rejects.toMatchObject({ code: "PT404" });
    await expect(remove(id)).rejects.toMatchObject({ code: "PT404" });
    expect(await list()).toEqual([]);
    const answer = await restore(id);
    expect(await everything(id)).toEqual(before);
    expect(await get(id)).toEqual(answer);
    await expect(restore(id)).rejects.toMatchObject({ code: "PT404" });
  });

  test("are gone for good after 30 days", async () => {
    const { id } = await create();
    const kept = await create();
    await storeVersion(id, 1);
    await remove(id);
    await db.sql`update public.datasets set deleted_at = now() - interval '30 days 1 second' where id = ${id}`;
    await expect(restore(id)).rejects.toMatchObject({ code: "PT404" });
    await db.sql`select private.purge_deleted_datasets()`;
    expect(await everything(id)).toBeUndefined();
    expect((await list()).map((row) => row.id)).toEqual([kept.id]);
    expect(await db.sql`select from public.dataset_items`).toHaveLength(0);
  });

  test("leave in the audit log who did what, and no filters", async () => {
    const key = await createKey(db.sql, ["export"]);
    const { id } = await create({ definition: { ...weekly, filters: { user_id: "someone", days: 7 } } }, key);
    await update(id, { definition: weekly });
    await remove(id);
    await restore(id);
    const rows = await db.sql`
      select action, actor_kind, detail::text from public.audit_log where target_id = ${id} order by id`;
    expect(rows.map((row) => [row.action, row.actor_kind])).toEqual([
      ["dataset.create", "key"],
      ["dataset.update", "member"],
      ["dataset.delete", "member"],
      ["dataset.restore", "member"],
    ]);
    expect(JSON.stringify(rows)).not.toContain("someone");
  });
});

describe("who may", () => {
  test("admins and keys with export; nobody else", async () => {
    const { id } = await create();
    const may = [await createMember(db.sql, "admin"), await createKey(db.sql, ["export"])];
    const mayNot = [
      await createMember(db.sql, "reviewer"),
      await createMember(db.sql, "product_owner"),
      await createKey(db.sql, ["ingest", "read", "metrics"]),
      "stranger" as const,
    ];
    for (const who of may) {
      expect((await get(id, who)).id).toBe(id);
      await update(id, { description: "d" }, undefined, who);
      await remove(id, who);
      await restore(id, who);
      await create({}, who);
    }
    for (const who of mayNot as Principal[]) {
      for (const attempt of [
        () => create({}, who),
        () => list(who),
        () => get(id, who),
        () => update(id, { name: "n" }, undefined, who),
        () => remove(id, who),
        () => restore(id, who),
      ])
        await expect(attempt()).rejects.toMatchObject({ code: "PT403" });
    }
  });

  test("one who is limited to projects has the datasets of these alone, and makes no others", async () => {
    const [p, q] = [uniqueName("p"), uniqueName("q")];
    const ofP = await createMember(db.sql, "admin", [p]);
    const ofBoth = await createMember(db.sql, "admin", [p, q]);
    const keyOfP = await createKey(db.sql, ["export"], { project: p });
    const everybodys = await create();
    const own = await create({ named_projects: [p] }, ofP);
    const both = await create({}, ofBoth);
    expect(own.projects).toEqual([p]);
    expect((await list(ofP)).map((row) => row.id)).toEqual([own.id]);
    expect((await list(keyOfP)).map((row) => row.id)).toEqual([own.id]);
    expect((await list(ofBoth)).map((row) => row.id)).toEqual([both.id, own.id]);
    for (const id of [everybodys.id, both.id]) {
      for (const attempt of [
        () => get(id, ofP),
        () => update(id, { name: "n" }, undefined, ofP),
        () => remove(id, ofP),
      ])
        await expect(attempt()).rejects.toMatchObject({ code: "PT404" });
      await remove(id);
      await expect(restore(id, ofP)).rejects.toMatchObject({ code: "PT404" });
    }
    await expect(create({ named_projects: [p, q] }, ofP)).rejects.toMatchObject({ code: "PT403" });
    // Also somebody who may read every project keeps a dataset within its own.
    await expect(update(own.id, { named_projects: [q] })).rejects.toMatchObject({ code: "PT403" });
    expect((await update(own.id, { name: "n" })).projects).toEqual([p]);
  });
});

const next = async (weekday: number, hour: number, zone: string, after: string) => {
  const [row] = await db.sql<{ at: Date }[]>`
    select private.next_dataset_run(${weekday}, ${hour}, ${zone}, ${after}) as at`;
  return row?.at.toISOString();
};

describe("the times of a schedule", () => {
  test.each([
    ["later the same week", 3, 6, "UTC", "2026-11-16T05:00:00Z", "2026-11-18T06:00:00.000Z"],
    ["later the same day", 1, 6, "UTC", "2026-11-16T05:59:59Z", "2026-11-16T06:00:00.000Z"],
    ["never the time itself", 1, 6, "UTC", "2026-11-16T06:00:00Z", "2026-11-23T06:00:00.000Z"],
    ["over the end of a year", 7, 23, "UTC", "2026-12-30T00:00:00Z", "2027-01-03T23:00:00.000Z"],
    // Sunday has begun there already.
    ["on the other side of midnight", 7, 1, "Asia/Tokyo", "2026-11-21T15:30:00Z", "2026-11-21T16:00:00.000Z"],
    ["in a zone of half hours", 1, 0, "Asia/Kolkata", "2026-11-16T00:00:00Z", "2026-11-22T18:30:00.000Z"],
    [
      "before the clocks go forward",
      7,
      2,
      "Europe/Berlin",
      "2026-03-16T00:00:00Z",
      "2026-03-22T01:00:00.000Z",
    ],
    [
      "at an hour that does not exist: the one after it",
      7,
      2,
      "Europe/Berlin",
      "2026-03-22T01:00:00Z",
      "2026-03-29T01:00:00.000Z",
    ],
    [
      "after the clocks went forward",
      7,
      2,
      "Europe/Berlin",
      "2026-03-29T01:00:00Z",
      "2026-04-05T00:00:00.000Z",
    ],
    [
      "at an hour that comes twice: the second time",
      7,
      2,
      "Europe/Berlin",
      "2026-10-18T00:00:00Z",
      "2026-10-25T01:00:00.000Z",
    ],
    [
      "only once at an hour that comes twice",
      7,
      2,
      "Europe/Berlin",
      "2026-10-25T01:00:00Z",
      "2026-11-01T01:00:00.000Z",
    ],
  ])("%s", async (_, weekday, hour, zone, after, expected) => {
    expect(await next(weekday, hour, zone, after)).toBe(expected);
  });

  test("a year of them is 52 or 53 times on that weekday and hour there, each after the one before", async () => {
    for (const zone of ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC"]) {
      const [row] = await db.sql`
        with recursive runs (at, n) as (
          select private.next_dataset_run(7, 2, ${zone}, '2026-01-01'), 1
          union all select private.next_dataset_run(7, 2, ${zone}, r.at), r.n + 1 from runs r where r.at < '2027-01-01'
        )
        select count(*)::int as n, count(*) filter (where extract(isodow from at at time zone ${zone}) <> 7)::int as elsewhere,
          count(*) filter (where extract(hour from at at time zone ${zone}) not in (2, 3))::int as late,
          count(*) filter (where private.last_dataset_run(7, 2, ${zone}, at) <> at)::int as unsteady
        from runs`;
      expect(row, zone).toEqual({ n: 53, elsewhere: 0, late: 0, unsteady: 0 });
    }
  });

  test("a zone that the database does not know is refused by name", async () => {
    await expect(create({ schedule: { ...monday, time_zone: "Mars/Olympus" } })).rejects.toMatchObject({
      code: "PT400",
      detail: expect.stringContaining("schedule.time_zone"),
    });
  });

  test("what is due stays due when other things change, and a new time begins from now", async () => {
    const { id } = await create({ schedule: monday });
    const due = "2026-11-16T06:00:00+00:00";
    await db.sql`update public.dataset_schedules set next_run_at = ${due}`;
    expect((await update(id, { schedule: { ...monday, keep_versions: 3 } })).schedule).toMatchObject({
      keep_versions: 3,
      next_run_at: due,
    });
    const moved = (await update(id, { schedule: { ...monday, hour: 7 } })).schedule?.next_run_at ?? "";
    expect(Date.parse(moved)).toBeGreaterThan(Date.now());
    // Weeks in which it was off are not made up for.
    await update(id, { schedule: { ...monday, is_active: false } });
    await db.sql`update public.dataset_schedules set next_run_at = ${due}`;
    const on = (await update(id, { schedule: monday })).schedule?.next_run_at ?? "";
    expect(Date.parse(on)).toBeGreaterThan(Date.now());
  });
});

interface Due {
  dataset_id: string;
  planned_at: Date;
  window_from: Date | null;
  missed: number;
}
/** What the jobs do, with the definition as it is. */
const runDue = (problem: string | null = null) =>
  db.sql.begin(async (sql) => {
    const [due] = await sql<Due[]>`select * from private.claim_due_dataset()`;
    if (!due) return null;
    const [made] = await sql<{ id: string | null }[]>`
      select private.create_scheduled_dataset_version(${due.dataset_id}, ${due.planned_at}, '{"format": "retune"}', ${due.missed}, ${problem}) as id`;
    return { ...due, version_id: made?.id ?? null };
  });

describe("a schedule that is due", () => {
  test("makes one version, however many processes ask, and goes on to its next time", async () => {
    const ids = await Promise.all([1, 2, 3].map(async () => (await create({ schedule: monday })).id));
    await db.sql`update public.dataset_schedules set next_run_at = date_trunc('hour', now()) - interval '2 hours'`;
    const runs = (await Promise.all(Array.from({ length: 12 }, () => runDue()))).filter(
      (run) => run !== null,
    );
    expect(runs.map((run) => run.dataset_id).sort()).toEqual([...ids].sort());
    expect(await runDue()).toBeNull();
    const versions = await db.sql`select dataset_id, version, state, trigger from public.dataset_versions`;
    expect(versions.map((row) => row.dataset_id).sort()).toEqual([...ids].sort());
    expect(versions[0]).toMatchObject({ version: 1, state: "queued", trigger: "schedule" });
    const waiting = await db.sql`select from public.dataset_schedules where next_run_at > now()`;
    expect(waiting).toHaveLength(3);
  });

  test("after missed weeks makes up for the newest alone, and says how many it left out", async () => {
    const { id } = await create({
      definition: { ...weekly, filters: { days: "7" } },
      schedule: { ...monday, time_zone: "Europe/Berlin" },
    });
    await db.sql`
      update public.dataset_schedules set next_run_at = private.last_dataset_run(1, 6, 'Europe/Berlin', now() - interval '3 weeks')`;
    const [planned] = await db.sql`select private.last_dataset_run(1, 6, 'Europe/Berlin', now()) as at`;
    const run = await runDue();
    expect(run).toMatchObject({ dataset_id: id, planned_at: planned?.at, missed: 3 });
    const [row] = await db.sql`select scheduled_for, cutoff from public.dataset_versions`;
    expect(row).toEqual({ scheduled_for: planned?.at, cutoff: planned?.at });
    const [entry] = await db.sql`
      select actor_kind, detail from public.audit_log where action = 'dataset_version.create' and target_id = ${run?.version_id ?? ""}`;
    expect(entry).toMatchObject({ actor_kind: "system", detail: { missed: 3 } });
    expect(await runDue()).toBeNull();
  });

  test("has windows that touch, also where the clocks change", async () => {
    const { id } = await create({ schedule: { ...monday, time_zone: "Europe/Berlin" } });
    const [row] = await db.sql`
      with runs as (
        select private.last_dataset_run(1, 6, 'Europe/Berlin', '2026-10-20') as before, private.last_dataset_run(1, 6, 'Europe/Berlin', '2026-10-27') as after)
      select before, after, extract(epoch from after - before)::int / 3600 as hours,
        ((after at time zone 'Europe/Berlin') - interval '7 days') at time zone 'Europe/Berlin' as begins from runs`;
    expect(row?.hours).toBe(169);
    expect(row?.begins).toEqual(row?.before);
    await db.sql`
      update public.dataset_schedules set next_run_at = private.last_dataset_run(1, 6, 'Europe/Berlin', now())`;
    const [previous] = await db.sql`
      select private.last_dataset_run(1, 6, 'Europe/Berlin', next_run_at - interval '1 second') as at from public.dataset_schedules`;
    expect(await runDue()).toMatchObject({ dataset_id: id, window_from: previous?.at });
  });

  test("has a window only where its range is relative", async () => {
    await create({ definition: { ...weekly, filters: { from: "2026-01-01" } }, schedule: monday });
    await db.sql`update public.dataset_schedules set next_run_at = now() - interval '1 hour'`;
    expect(await runDue()).toMatchObject({ window_from: null });
  });

  test("rests while its dataset is deleted or it is off", async () => {
    const deleted = await create({ schedule: monday });
    await create({ schedule: { ...monday, is_active: false } });
    await db.sql`update public.dataset_schedules set next_run_at = now() - interval '1 hour'`;
    await remove(deleted.id);
    expect(await runDue()).toBeNull();
    await restore(deleted.id);
    expect(await runDue()).toMatchObject({ dataset_id: deleted.id });
  });

  test("is left to whoever holds the dataset", async () => {
    const { id } = await create({ schedule: monday });
    await db.sql`update public.dataset_schedules set next_run_at = now() - interval '1 hour'`;
    await db.sql.begin(async (sql) => {
      await sql`select from public.datasets where id = ${id} for update`;
      expect(await runDue()).toBeNull();
    });
    expect(await runDue()).toMatchObject({ dataset_id: id });
  });
});

describe("versions of a schedule", () => {
  const stateOf = async (id: string) => {
    const [row] = await db.sql`
      select state, report, files, (select count(*)::int from public.dataset_items i where i.version_id = v.id) as items
      from public.dataset_versions v where v.id = ${id}`;
    return row;
  };
  const prune = async () => (await db.sql`select private.prune_dataset_versions() as n`)[0]?.n;

  test("beyond the newest N end: their items may go, report and files stay; others are not counted", async () => {
    const { id } = await create({ schedule: { ...monday, keep_versions: 2 } });
    const byMember = await storeVersion(id, 1, { trigger: "member" });
    const old = await storeVersion(id, 2);
    const failed = await storeVersion(id, 3, { state: "failed", items: 0 });
    const kept = [await storeVersion(id, 4), await storeVersion(id, 5)];
    expect(await prune()).toBe(1);
    expect(await stateOf(old)).toMatchObject({ state: "expired", report: { considered: 1 }, files: [] });
    expect(await db.sql`select private.list_dataset_leftovers() as id`).toEqual([{ id: old }]);
    for (const version of [byMember, ...kept])
      expect(await stateOf(version)).toMatchObject({ state: "ready", items: 2 });
    expect(await stateOf(failed)).toMatchObject({ state: "failed" });
    expect(await prune()).toBe(0);
  });

  test("of a deleted dataset stay as long as it can come back", async () => {
    const { id } = await create({ schedule: { ...monday, keep_versions: 1 } });
    await storeVersion(id, 1);
    await storeVersion(id, 2);
    await remove(id);
    expect(await prune()).toBe(0);
    await restore(id);
    expect(await prune()).toBe(1);
  });
});

describe("webhooks", () => {
  const listen = async (project: string | null) => {
    const [row] = await db.sql<{ id: string }[]>`
      insert into public.webhooks (url, secret, events, project)
      values ('https://example.com', 'whsec_x', '{dataset_ready,dataset_failed}', ${project}) returning id`;
    return row?.id ?? "";
  };
  const told = (webhook: string) =>
    db.sql`select event, payload -> 'data' as data from public.webhook_deliveries where webhook_id = ${webhook} order by created_at, id`;

  test("hear once of a version that is ready, and of one that failed", async () => {
    const everyone = await listen(null);
    const { id } = await create({ name: "Weekly" });
    const first = await storeVersion(id, 1, { state: "running" });
    const second = await storeVersion(id, 2, { state: "queued" });
    await db.sql`update public.dataset_versions set state = 'ready', items = 2, lines = 4 where id = ${first}`;
    await db.sql`update public.dataset_versions set state = 'expired' where id = ${first}`;
    await db.sql`update public.dataset_versions set state = 'failed', error = 'no rows' where id = ${second}`;
    expect(await told(everyone)).toMatchObject([
      {
        event: "dataset_ready",
        data: {
          id: first,
          dataset_id: id,
          dataset_name: "Weekly",
          version: 1,
          examples: 2,
          lines: 4,
          error: null,
        },
      },
      { event: "dataset_failed", data: { id: second, version: 2, error: "no rows" } },
    ]);
  });

  test("hear of a planned version that failed before it began", async () => {
    const everyone = await listen(null);
    await create({ schedule: monday });
    await db.sql`update public.dataset_schedules set next_run_at = now() - interval '1 hour'`;
    const run = await runDue("there are no pairs");
    expect(await told(everyone)).toMatchObject([
      {
        event: "dataset_failed",
        data: { id: run?.version_id, trigger: "schedule", error: "there are no pairs" },
      },
    ]);
    const [row] = await db.sql`select state, finished_at is not null as is_over from public.dataset_versions`;
    expect(row).toEqual({ state: "failed", is_over: true });
  });

  test("of one project hear only of versions that hold no other", async () => {
    const p = uniqueName("p");
    const ofP = await createMember(db.sql, "admin", [p]);
    const listening = await listen(p);
    for (const dataset of [await create({}, ofP), await create()]) {
      const version = await storeVersion(dataset.id, 1, { state: "running" });
      await db.sql`update public.dataset_versions set projects = ${dataset.projects} where id = ${version}`;
      await db.sql`update public.dataset_versions set state = 'ready' where id = ${version}`;
    }
    expect(await told(listening)).toMatchObject([{ data: { project: p } }]);
  });
});
