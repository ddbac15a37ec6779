import { createHash } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { datasetDefinition } from "@/lib/datasets/definitions/schemas";
import { runNode } from "../../scripts/child";
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

const beginDue = () => beginDueVersions(db.sql, { signal, secret: undefined });
const versions = () => db.sql`
  select version, state, definition, cutoff, error from public.dataset_versions order by version`;

describe("a run that is due", () => {
  test("ends at its planned time and begins seven days of the zone's calendar before", async () => {
    const { planned } = await storeDue({ filters: { days: 7, model: "m" } });
    expect(await beginDue()).toEqual({ begun: 1, failed: 0, missed: 0 });
    const [row] = await versions();
    const [begin] = await db.sql`
      select (${planned}::timestamptz at time zone 'Europe/Berlin' - interval '7 days') at time zone 'Europe/Berlin' as at`;
    expect(row).toMatchObject({
      state: "queued",
      cutoff: planned,
      definition: { filters: { model: "m", from: begin?.at.toISOString(), to: planned.toISOString() } },
    });
    expect(row?.definition.filters).not.toHaveProperty("days");
    expect(await beginDue()).toEqual({ begun: 0, failed: 0, missed: 0 });
  });

  test("without a range ends at its planned time, and begins nowhere", async () => {
    const { planned } = await storeDue({});
    await beginDue();
    const [row] = await versions();
    expect(row?.definition.filters).toEqual({ to: planned.toISOString() });
  });

  test("is made once by four that look at the same moment", async () => {
    for (let n = 0; n < 5; n += 1) await storeDue({ filters: { days: 7 } });
    const counts = await Promise.all([1, 2, 3, 4].map(() => beginDue()));
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
    expect(await beginDue()).toEqual({ begun: 0, failed: 1, missed: 0 });
    expect(await versions()).toMatchObject([{ state: "failed", error: expect.stringMatching(reason) }]);
    expect(await beginDue()).toEqual({ begun: 0, failed: 0, missed: 0 });
  });

  test("judges by the rows of its window alone", async () => {
    const { planned } = await storeDue({ filters: { days: 7 }, format: "trl-kto" });
    // The bad answer is one second too late.
    await storeVotes([planned.getTime() - DAY_MS, planned.getTime() + 1000]);
    expect(await beginDue()).toMatchObject({ begun: 0, failed: 1 });
  });
});

describe("npm run jobs", () => {
  const servers: Server[] = [];
  afterAll(async () => {
    for (const server of servers) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });

  /** A receiver of webhooks on this machine, and what it got. */
  async function receive(): Promise<{
    url: string;
    received: { headers: Record<string, string>; body: string }[];
  }> {
    const received: { headers: Record<string, string>; body: string }[] = [];
    const server = createServer(async (request, response) => {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part);
      received.push({
        headers: request.headers as Record<string, string>,
        body: Buffer.concat(parts).toString(),
      });
      response.end("thanks");
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, received };
  }

  const secret = `whsec_${Buffer.alloc(24, 9).toString("base64")}`;
  const listen = (url: string) => db.sql`
    insert into public.webhooks (url, secret, events) values (${url}, ${secret}, '{dataset_ready,dataset_failed}')`;
  const runJobs = () =>
    runNode(
      [
        "--import",
        "tsx",
        "scripts/jobs.ts",
        "--once",
        "--only",
        "schedules,datasets,webhooks",
        "--db-url",
        db.url,
      ],
      { env: { RETUNE_WEBHOOK_ALLOW_PRIVATE: "1" } },
    );

  test("two of them freeze what is due once, keep the newest and tell a webhook with its signature", async () => {
    const { url, received } = await receive();
    await listen(url);
    const { id, planned } = await storeDue({ filters: { days: 7 } }, 1);
    await db.sql`
      insert into public.dataset_versions (dataset_id, version, state, trigger, scheduled_for, definition, cutoff, report, files)
      values (${id}, 1, 'ready', 'schedule', ${new Date(planned.getTime() - 7 * DAY_MS)}, '{}', now(), '{}', '[]')`;
    const end = planned.getTime();
    const ids = await storeVotes([
      // In the window: two good, two bad. Not in it: the moment it ends, and before it.
      end - 1,
      end - DAY_MS,
      end - 2 * DAY_MS,
      end - 6 * DAY_MS,
      end,
      end - 9 * DAY_MS,
    ]);

    const outcomes = await Promise.all([runJobs(), runJobs()]);
    for (const { code, output } of outcomes) expect(code, output).toBe(0);
    expect(outcomes.map(({ output }) => output).join("")).toMatch(/^Schedules: began 1 versions/m);

    const [version] = await db.sql`
      select id, state, lines::int, files, report from public.dataset_versions where dataset_id = ${id} and version = 2`;
    expect(version).toMatchObject({
      state: "ready",
      lines: 4,
      report: { considered: 4, written: 4, positive: 2, negative: 2 },
    });
    const items = await db.sql`
      select source_id, weight, body from public.dataset_items where version_id = ${version?.id} order by position`;
    expect(items.map((item) => [item.source_id, item.weight])).toEqual(
      [ids[3], ids[2], ids[1], ids[0]].map((each, n) => [each, n % 2 ? 2 : 0.5]),
    );
    const file = items.map((item) => item.body).join("");
    const sha256 = createHash("sha256").update(file).digest("hex");
    expect(version?.files).toContainEqual(
      expect.objectContaining({
        split: "all",
        container: "jsonl",
        lines: 4,
        bytes: Buffer.byteLength(file),
        sha256,
      }),
    );

    // Told once, and signed.
    expect(received).toHaveLength(1);
    const [told] = received;
    expect(new Webhook(secret).verify(told?.body ?? "", told?.headers ?? {})).toMatchObject({
      type: "dataset_ready",
      data: {
        id: version?.id,
        dataset_id: id,
        dataset_name: "Weekly",
        version: 2,
        trigger: "schedule",
        lines: 4,
        files: expect.arrayContaining([expect.objectContaining({ sha256 })]),
      },
    });

    // The older version is not kept, and nothing is left to do.
    expect((await runJobs()).output).toBe("");
    const [old] =
      await db.sql`select state from public.dataset_versions where dataset_id = ${id} and version = 1`;
    expect(old?.state).toBe("expired");
    expect(received).toHaveLength(1);
  });

  test("a run that cannot be is told as a failure", async () => {
    const { url, received } = await receive();
    await listen(url);
    await storeDue({ filters: { days: 7 }, format: "trl-kto" });
    const { code, output } = await runJobs();
    expect(code, output).toBe(0);
    expect(output).toMatch(/^Schedules: 1 that were due cannot be frozen$/m);
    expect(received).toHaveLength(1);
    expect(JSON.parse(received[0]?.body ?? "")).toMatchObject({
      type: "dataset_failed",
      data: { version: 1, error: expect.stringMatching(/KTO/) },
    });
  });
});
