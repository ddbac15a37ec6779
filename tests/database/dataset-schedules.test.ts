import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { datasetDefinition } from "@/lib/datasets/definitions/schemas";
import { beginDueVersions } from "../../scripts/dataset-schedules";
import { createMember, type Principal } from "./support/principals";
import { createScratch, type Scratch } from "./support/scratch";
import { recordIds, vote } from "./support/votes";

// What npm run jobs does for the schedules of datasets, with real processes where it matters.

let db: Scratch;
let admin: Principal;
const signal = new AbortController().signal;
const DAY_MS = 86_400_000;

beforeAll(async () => {
  db = await createScratch();
  admin = await createMember(db.sql, "admin");
});
afterAll(() => db?.drop());
beforeEach(async () => {
  await db.sql`delete from public.datasets`;
  await db.sql`delete from public.webhooks`;
  await db.sql`delete from public.feedback`;
});

/** A dataset that was due on the Monday before, at 06:00 in Berlin; answers its id and that time. */
async function storeDue(definition: object, keep_versions = 8): Promise<{ id: string; planned: Date }> {
  const [row] = await db.sql<{ id: string; planned: Date }[]>`
    with made as (
      insert into public.datasets (name, definition) values ('Weekly', ${db.sql.json(datasetDefinition.parse(definition) as never)}) returning id
    )
    insert into public.dataset_schedules (dataset_id, weekday, hour, time_zone, keep_versions, next_run_at)
    select m.id, 1, 6, 'Europe/Berlin', ${keep_versions}, private.last_dataset_run(1, 6, 'Europe/Berlin', now()) from made m
    returning dataset_id as id, next_run_at as planned`;
  if (!row) throw new Error("not stored");
  return row;
}

/** Votes at these times, good and bad in turn. */
async function storeVotes(times: number[], values: Record<string, unknown> = {}): Promise<string[]> {
  const ids = await recordIds(
    db.sql,
    admin,
    times.map((_, n) => vote({ query: `q ${n}`, response: `a ${n}`, rating: n % 2 ? -1 : 1, ...values })),
  );
  for (const [n, id] of ids.entries())
    await db.sql`update public.feedback set created_at = ${new Date(times[n] as number)} where id = ${id}`;
  return ids;
}

const versions = () => db.sql`
  select version, state, definition, cutoff, error from public.dataset_versions order by version`;

describe("a run that is due", () => {
  test("ends at its planned time and begins seven days of the zone's calendar before", async () => {
    const { planned } = await storeDue({ filters: { days: 7, model: "m" } });
    expect(await beginDueVersions(db.sql, signal)).toEqual({ begun: 1, failed: 0, missed: 0 });
    const [row] = await versions();
    const [begin] = await db.sql`
      select (${planned}::timestamptz at time zone 'Europe/Berlin' - interval '7 days') at time zone 'Europe/Berlin' as at`;
    expect(row).toMatchObject({
      state: "queued",
      cutoff: planned,
      definition: { filters: { model: "m", from: begin?.at.toISOString(), to: planned.toISOString() } },
    });
    expect(row?.definition.filters).not.toHaveProperty("days");
    expect(await beginDueVersions(db.sql, signal)).toEqual({ begun: 0, failed: 0, missed: 0 });
  });

  test("without a range ends at its planned time, and begins nowhere", async () => {
    const { planned } = await storeDue({});
    await beginDueVersions(db.sql, signal);
    const [row] = await versions();
    expect(row?.definition.filters).toEqual({ to: planned.toISOString() });
  });

  test("is made once by four that look at the same moment", async () => {
    for (let n = 0; n < 5; n += 1) await storeDue({ filters: { days: 7 } });
    const counts = await Promise.all([1, 2, 3, 4].map(() => beginDueVersions(db.sql, signal)));
    expect(counts.reduce((sum, { begun }) => sum + begun, 0)).toBe(5);
    expect(await versions()).toHaveLength(5);
  });

  test.each([
    ["bad answers for KTO", { format: "trl-kto" }, /KTO/],
    ["pairs for DPO", { format: "openai-dpo" }, /DPO|preference/i],
    ["a filter that is no more", { filters: { days: 7, colour: "red" } }, /filters\.colour/],
    ["a format that is no more", { format: "parquet" }, /^format: /],
  ])("fails by name for want of %s, and the schedule goes on", async (_, change, reason) => {
    const { id, planned } = await storeDue({ filters: { days: 7 } });
    await storeVotes([planned.getTime() - DAY_MS], { rating: 1 });
    await db.sql`update public.datasets set definition = definition || ${db.sql.json(change as never)} where id = ${id}`;
    expect(await beginDueVersions(db.sql, signal)).toEqual({ begun: 0, failed: 1, missed: 0 });
    expect(await versions()).toMatchObject([{ state: "failed", error: expect.stringMatching(reason) }]);
    expect(await beginDueVersions(db.sql, signal)).toEqual({ begun: 0, failed: 0, missed: 0 });
  });

  test("judges by the rows of its window alone", async () => {
    const { planned } = await storeDue({ filters: { days: 7 }, format: "trl-kto" });
    // The bad answer is one second too late.
    await storeVotes([planned.getTime() - DAY_MS, planned.getTime() + 1000]);
    expect(await beginDueVersions(db.sql, signal)).toMatchObject({ begun: 0, failed: 1 });
  });
});
