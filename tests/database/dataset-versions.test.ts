import { spawn } from "node:child_process";
import { createHash, randomUUID } from "node:crypto";
import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { datasetDefinition } from "@/lib/datasets/definitions/schemas";
import { resolveSourceFilter } from "@/lib/datasets/definitions/source-filters";
import { type FreezeStore, freezeVersion } from "@/lib/datasets/versions/freeze";
import type { DatasetVersion, VersionFile } from "@/lib/datasets/versions/schemas";
import { AppError } from "@/lib/errors";
import { createSqlStore, freezeLeftVersions } from "../../scripts/dataset-freezing";
import { rootDir } from "../../supabase/local/paths";
import { callAs, createKey, createMember, type Principal, uniqueName } from "./support/principals";
import { createScratch, type Scratch } from "./support/scratch";

// Freezing is the same work whoever does it; here it is done on the database itself, as the jobs do.

let db: Scratch;
let admin: Principal;
const never = new AbortController().signal;

beforeAll(async () => {
  db = await createScratch();
  admin = await createMember(db.sql, "admin");
});
afterAll(() => db?.drop());

/** Votes of a project, one a minute, every third of them bad; each second bad one has a better answer. Two people by turns. */
async function storeVotes(project: string, count: number): Promise<void> {
  await db.sql`
    insert into public.feedback (project, query, response, model, intent, rating, user_id, session_id, corrected_response, created_at)
    select ${project}, 'Question ' || n % 40 || E' “ä” \u2028', 'Answer ' || n, 'model-a', 'sums', case when n % 3 = 0 then -1 else 1 end,
      ${`${project} person `} || n % 2, 'session ' || n / 4, case when n % 6 = 0 then 'Better ' || n end,
      timestamptz '2026-01-01' + n * interval '1 minute'
    from generate_series(1, ${count}) n`;
}

async function createDataset(project: string, definition: object = {}, caller = admin): Promise<string> {
  const parsed = datasetDefinition.parse({
    ...definition,
    filters: { project, ...(definition as { filters?: object }).filters },
  });
  const input = JSON.stringify({ name: "Weekly votes", definition: parsed, named_projects: [project] });
  return (await callAs<{ id: string }>(db.sql, caller, "create_dataset", { input })).id;
}

async function createVersion(
  datasetId: string,
  caller = admin,
  cutoff = new Date(),
): Promise<DatasetVersion> {
  const [row] = await db.sql`select definition, version from public.datasets where id = ${datasetId}`;
  const definition = datasetDefinition.parse(row?.definition);
  const resolved = resolveSourceFilter(definition.source, definition.filters, cutoff);
  return callAs(db.sql, caller, "create_dataset_version", {
    dataset_id: datasetId,
    dataset_version: row?.version,
    filters: JSON.stringify("filters" in resolved ? resolved.filters : {}),
    cutoff: cutoff.toISOString(),
  });
}

async function begin(
  count: number,
  definition: object = {},
): Promise<{ project: string; dataset: string; version: DatasetVersion }> {
  const project = uniqueName("p");
  await storeVotes(project, count);
  const dataset = await createDataset(project, definition);
  return { project, dataset, version: await createVersion(dataset) };
}

const store = (version: { id: string }, pageRows = 20, runner: string = randomUUID()): FreezeStore =>
  createSqlStore(db.sql, version.id, { runner, pageRows });

async function readVersion({ id }: { id: string }) {
  const [row] = await db.sql`select * from public.dataset_versions where id = ${id}`;
  if (!row) throw new Error("no such version");
  return row as Record<string, unknown> & { state: string; files: VersionFile[] | null };
}

/** The text of the file, worked out here from the rows as they are stored. */
async function readText({ id }: { id: string }, split: string | null = null): Promise<string> {
  const rows = await db.sql<{ body: string; copies: number }[]>`
    select body, copies from public.dataset_items where version_id = ${id} and (${split}::text is null or split = ${split}) order by position`;
  return rows.map(({ body, copies }) => body.repeat(copies)).join("");
}
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const fileOf = (files: VersionFile[] | null, split: string, container = "jsonl") =>
  files?.find((file) => file.split === split && file.container === container);

/** The same as `store`, with one of its calls in the hands of the test. */
const withAppend = (
  inner: FreezeStore,
  append: (page: Parameters<FreezeStore["append"]>[0], inner: FreezeStore) => Promise<void>,
): FreezeStore => ({ ...inner, append: (page) => append(page, inner) });

/** As 30 seconds later. */
const endLease = ({ id }: { id: string }) =>
  db.sql`update public.dataset_versions set lease_until = clock_timestamp() - interval '1 second' where id = ${id}`;

/** What makes two versions the same file. */
const sealOf = async (version: { id: string }) => {
  const { state, files, report, items, lines, considered } = await readVersion(version);
  return { state, files, report, items, lines, considered };
};

describe("freezing", () => {
  test("writes every row once, in order, and seals what is stored", async () => {
    const { version } = await begin(100, {
      format: "openai-sft",
      weights: { positive: 1.5 },
      validation_share: 0.3,
    });
    expect(version).toMatchObject({ version: 1, state: "queued", trigger: "member", files: null });
    expect(await freezeVersion(store(version))).toBe("ready");
    const row = await readVersion(version);
    expect(row).toMatchObject({
      state: "ready",
      considered: "100",
      total: "100",
      cursor: "end",
      runner: null,
    });
    const report = row.report as {
      considered: number;
      written: number;
      skipped: { reason: string; count: number }[];
    };
    expect(report.considered).toBe(100);
    // 33 of 100 are bad, and half of these have no better answer.
    expect(report.skipped.find(({ reason }) => reason === "bad answer without a better one")?.count).toBe(17);
    for (const split of ["all", "train", "validation"] as const) {
      const text = await readText(version, split === "all" ? null : split);
      const lines = text.split("\n").length - 1;
      expect(lines).toBeGreaterThan(10);
      expect(fileOf(row.files, split)).toMatchObject({
        lines,
        bytes: Buffer.byteLength(text),
        sha256: sha256(text),
      });
    }
    expect(fileOf(row.files, "all")?.lines).toBe(report.written);
    const [unsorted] = await db.sql`
      select count(*)::int as n from (
        select (source_created_at, source_id) < lag((source_created_at, source_id)) over (order by position) as is_before
        from public.dataset_items where version_id = ${version.id}) x where is_before`;
    expect(unsorted?.n).toBe(0);
  });

  test("of the same rows is the same file; of a row that came later, it is not", async () => {
    const { project, dataset, version } = await begin(50);
    await freezeVersion(store(version));
    const second = await createVersion(dataset);
    await freezeVersion(store(second, 7));
    expect((await readVersion(second)).files).toEqual((await readVersion(version)).files);
    await db.sql`
      insert into public.feedback (project, query, response, model, rating, created_at)
      values (${project}, 'q', 'a', 'm', 1, '2026-01-01T00:00:30Z')`;
    const third = await createVersion(dataset);
    await freezeVersion(store(third));
    expect(fileOf((await readVersion(third)).files, "all")?.lines).toBe(51);
    // What was frozen stays as it is.
    expect(fileOf((await readVersion(version)).files, "all")?.sha256).toBe(sha256(await readText(version)));
  });

  test("of nothing is an empty file", async () => {
    const { version } = await begin(0);
    expect(await freezeVersion(store(version))).toBe("ready");
    expect(fileOf((await readVersion(version)).files, "all")).toMatchObject({
      lines: 0,
      bytes: 0,
      sha256: sha256(""),
    });
  });

  test("fails with the reason when its rows cannot be read", async () => {
    const { dataset, version } = await begin(5);
    const broken = {
      ...store(version),
      countRows: async () => Promise.reject(new AppError("bad_request", "No such thing.")),
    };
    expect(await freezeVersion(broken, { onError: () => {} })).toBe("failed");
    expect(await readVersion(version)).toMatchObject({ state: "failed", error: "No such thing." });
    // It can be frozen again, as the next version.
    expect((await createVersion(dataset)).version).toBe(2);
  });
});

describe("a runner that ends", () => {
  const definition = {
    format: "openai-sft",
    validation_share: 0.3,
    deduplicate: true,
    weights: { positive: 2.5 },
  };

  /** The version of the same rows that nobody interrupted. */
  async function freezeWhole(dataset: string) {
    const whole = await createVersion(dataset);
    expect(await freezeVersion(store(whole))).toBe("ready");
    return sealOf(whole);
  }

  test("between two pages is followed by another, with the same file", async () => {
    const { dataset, version } = await begin(200, definition);
    let pages = 0;
    const dying = withAppend(store(version), async (page, inner) => {
      pages += 1;
      if (pages > 3) throw new AppError("unavailable", "The database is gone.");
      await inner.append(page);
    });
    expect(await freezeVersion(dying)).toBe("left");
    expect(await readVersion(version)).toMatchObject({ state: "running", considered: "60" });
    // Nobody else has it while its hold lasts.
    expect(await freezeVersion(store(version))).toBe("taken");
    await endLease(version);
    expect(await freezeVersion(store(version))).toBe("ready");
    expect(await sealOf(version)).toEqual(await freezeWhole(dataset));
  });

  test("before it hears that a page is stored does not store it twice", async () => {
    const { dataset, version } = await begin(200, definition);
    let pages = 0;
    const deaf = withAppend(store(version), async (page, inner) => {
      await inner.append(page);
      pages += 1;
      if (pages % 3 === 0) throw new AppError("unavailable", "The answer was lost.");
    });
    // Once it comes back itself, then another takes over.
    expect(await freezeVersion(deaf)).toBe("left");
    await endLease(version);
    expect(await freezeVersion(store(version))).toBe("ready");
    expect(await sealOf(version)).toEqual(await freezeWhole(dataset));
    const { expected_cursor, ...page } = {
      expected_cursor: null,
      next_cursor: "end",
      considered: 0,
      items: [],
      account: {},
    };
    await expect(store(version).append({ expected_cursor, ...page })).rejects.toMatchObject({
      code: "conflict",
    });
  });

  test("while it seals leaves the rest to another", async () => {
    const { dataset, version } = await begin(60, definition);
    const dying = { ...store(version), finish: () => Promise.reject(new AppError("unavailable", "Gone.")) };
    expect(await freezeVersion(dying)).toBe("left");
    expect(await readVersion(version)).toMatchObject({ state: "running", cursor: "end", files: null });
    await endLease(version);
    expect(await freezeVersion(store(version))).toBe("ready");
    expect(await sealOf(version)).toEqual(await freezeWhole(dataset));
  });

  test("by SIGKILL in the middle of a page is followed by the jobs, with the same file", async () => {
    const { dataset, version } = await begin(4500, definition);
    let pages = 0;
    const dying = withAppend(store(version), async (page, inner) => {
      pages += 1;
      if (pages > 3) throw new AppError("unavailable", "The database is gone.");
      await inner.append(page);
    });
    expect(await freezeVersion(dying)).toBe("left");
    await endLease(version);
    const startJobs = () =>
      spawn(
        process.execPath,
        ["--import", "tsx", "scripts/jobs.ts", "--once", "--only", "datasets", "--db-url", db.url],
        { cwd: rootDir, stdio: "ignore" },
      );
    const isWaiting = async () => {
      const [row] = await db.sql<{ n: number }[]>`
        select count(*)::int as n from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid() and state = 'active' and query like '%append_to_dataset_version%'`;
      return row?.n;
    };
    // The page waits for this lock: the process is killed while its statement is under way.
    await db.sql.begin(async (transaction) => {
      await transaction`select pg_advisory_xact_lock(hashtext('retune.dataset_items'))`;
      const child = startJobs();
      const ended = once(child, "exit");
      try {
        await expect.poll(isWaiting, { timeout: 60_000 }).toBe(1);
      } finally {
        child.kill("SIGKILL");
        await ended;
      }
    });
    // Whether what was sent is stored or not: nobody has heard.
    await expect.poll(isWaiting, { timeout: 60_000 }).toBe(0);
    expect((await readVersion(version)).state).toBe("running");
    await endLease(version);
    const second = startJobs();
    expect(await once(second, "exit")).toEqual([0, null]);
    expect(await sealOf(version)).toEqual(await freezeWhole(dataset));
  }, 180_000);

  test("again and again without getting on makes the version fail", async () => {
    const { version } = await begin(5);
    for (let n = 1; n <= 5; n += 1) {
      expect(await store(version).claim()).toMatchObject({ items: 0 });
      await endLease(version);
    }
    expect(await freezeVersion(store(version))).toBe("taken");
    expect(await readVersion(version)).toMatchObject({
      state: "failed",
      error: expect.stringContaining("five times"),
    });
  });
});

describe("two runners", () => {
  test("at once: one freezes, the other finds it taken", async () => {
    const { version } = await begin(100);
    const outcomes = await Promise.all([freezeVersion(store(version)), freezeVersion(store(version))]);
    expect(outcomes.sort()).toEqual(["ready", "taken"]);
    expect(fileOf((await readVersion(version)).files, "all")?.lines).toBe(100);
  });

  test("one after the other: the first, back late, stores nothing", async () => {
    const { version } = await begin(100);
    let resume = () => {};
    let pause = () => {};
    const paused = new Promise<void>((resolve) => {
      pause = resolve;
    });
    const late = withAppend(store(version), async (page, inner) => {
      if (page.expected_cursor !== null) {
        pause();
        await new Promise<void>((resolve) => {
          resume = resolve;
        });
      }
      await inner.append(page);
    });
    const first = freezeVersion(late);
    await paused;
    await endLease(version);
    expect(await freezeVersion(store(version))).toBe("ready");
    const sealed = await sealOf(version);
    resume();
    expect(await first).toBe("taken");
    expect(await sealOf(version)).toEqual(sealed);
  });
});

describe("canceling", () => {
  test("stops the runner at its next page; the items go, the number stays", async () => {
    const { dataset, version } = await begin(100);
    const canceled = withAppend(store(version), async (page, inner) => {
      if (page.expected_cursor !== null)
        await callAs(db.sql, admin, "cancel_dataset_version", { dataset_id: dataset, version: 1 });
      await inner.append(page);
    });
    expect(await freezeVersion(canceled)).toBe("taken");
    expect(await readVersion(version)).toMatchObject({ state: "canceled", considered: "20", runner: null });
    await freezeLeftVersions(db.sql, { signal: never, secret: undefined });
    const [left] =
      await db.sql`select count(*)::int as n from public.dataset_items where version_id = ${version.id}`;
    expect(left?.n).toBe(0);
    await expect(
      callAs(db.sql, admin, "cancel_dataset_version", { dataset_id: dataset, version: 1 }),
    ).rejects.toMatchObject({ code: "PT409" });
    expect((await createVersion(dataset)).version).toBe(2);
    const log = await db.sql`select action from public.audit_log where target_id = ${version.id} order by id`;
    expect(log.map(({ action }) => action)).toEqual(["dataset.freeze", "dataset.cancel"]);
  });

  test("the dataset's deletion stops the runner, too, and its return lets the version go on", async () => {
    const { dataset, version } = await begin(100);
    const deleted = withAppend(store(version), async (page, inner) => {
      if (page.expected_cursor !== null)
        await callAs(db.sql, admin, "delete_dataset", { dataset_id: dataset });
      await inner.append(page);
    });
    expect(await freezeVersion(deleted)).toBe("taken");
    await endLease(version);
    expect(await freezeVersion(store(version))).toBe("taken");
    await callAs(db.sql, admin, "restore_dataset", { dataset_id: dataset });
    expect(await freezeVersion(store(version))).toBe("ready");
    expect((await readVersion(version)).items).toBe("100");
  });
});

describe("who may", () => {
  test("builders of every project of the dataset; for others there is no such version", async () => {
    const project = uniqueName("p");
    await storeVotes(project, 10);
    const owner = await createMember(db.sql, "admin", [project]);
    const dataset = await createDataset(project, {}, owner);
    const version = await createVersion(dataset, owner);
    await freezeVersion(store(version));
    const reads: [name: string, args: Record<string, string | number>][] = [
      ["get_dataset_version", { dataset_id: dataset, version: 1 }],
      ["get_dataset_seal", { dataset_id: dataset, version: 1 }],
      ["list_dataset_versions", { dataset_id: dataset }],
      ["list_dataset_items", { dataset_id: dataset, version: 1 }],
      ["read_dataset_file", { version_id: version.id }],
      ["read_dataset_hashes", { version_id: version.id }],
      ["diff_dataset_versions", { dataset_id: dataset, version: 1, other: 1 }],
      ["record_dataset_download", { version_id: version.id, container: "jsonl", split: "all" }],
    ];
    const writes: typeof reads = [
      [
        "create_dataset_version",
        { dataset_id: dataset, dataset_version: 1, filters: "{}", cutoff: "2026-01-01" },
      ],
      ["cancel_dataset_version", { dataset_id: dataset, version: 1 }],
      ["claim_dataset_version", { version_id: version.id, runner: randomUUID() }],
      ["set_dataset_version_total", { version_id: version.id, runner: randomUUID(), total: 1 }],
      ["renew_dataset_version", { version_id: version.id, runner: randomUUID() }],
      [
        "append_to_dataset_version",
        {
          version_id: version.id,
          runner: randomUUID(),
          expected_cursor: "a",
          next_cursor: "b",
          considered: 0,
          items: "[]",
          account: "{}",
        },
      ],
      [
        "finish_dataset_version",
        { version_id: version.id, runner: randomUUID(), report: "{}", files: "[]", seen_items: 0 },
      ],
      ["fail_dataset_version", { version_id: version.id, runner: randomUUID(), reason: "no" }],
      ["remove_dataset_items", { version_id: version.id }],
      ["reseal_dataset_version", { version_id: version.id, files: "[]", seen_items: 0 }],
    ];
    const key = await createKey(db.sql, ["export"], { project });
    for (const [name, args] of reads)
      for (const caller of [admin, owner, key])
        await expect(callAs(db.sql, caller, name, args), name).resolves.not.toThrow();
    const elsewhere = await createMember(db.sql, "admin", [uniqueName("p")]);
    const otherKey = await createKey(db.sql, ["export"], { project: uniqueName("p") });
    for (const [name, args] of [...reads, ...writes])
      for (const caller of [elsewhere, otherKey])
        await expect(callAs(db.sql, caller, name, args), name).rejects.toMatchObject({ code: "PT404" });
    const weak = [
      await createMember(db.sql, "product_owner", [project]),
      await createMember(db.sql, "reviewer", [project]),
      await createKey(db.sql, ["ingest", "read"], { project }),
      "stranger" as const,
    ];
    for (const [name, args] of [...reads, ...writes])
      for (const caller of weak)
        await expect(callAs(db.sql, caller, name, args), name).rejects.toMatchObject({ code: "PT403" });
  });

  test("rows of other projects are never in it, whatever its filters say", async () => {
    const [own, other] = [uniqueName("p"), uniqueName("p")];
    await storeVotes(own, 10);
    await storeVotes(other, 10);
    const limited = await createMember(db.sql, "admin", [own]);
    const dataset = await createDataset(own, {}, limited);
    const version = await callAs<DatasetVersion>(db.sql, limited, "create_dataset_version", {
      dataset_id: dataset,
      dataset_version: 1,
      filters: JSON.stringify({ project: [own, other] }),
      cutoff: new Date().toISOString(),
    });
    await freezeVersion(store(version));
    const rows =
      await db.sql`select distinct project from public.dataset_items where version_id = ${version.id}`;
    expect(rows.map(({ project }) => project)).toEqual([own]);
  });

  test("one version of a dataset at a time, and of the dataset as it was read", async () => {
    const { dataset, version } = await begin(5);
    await expect(createVersion(dataset)).rejects.toMatchObject({
      code: "PT409",
      message: "version 1 is being frozen",
    });
    await freezeVersion(store(version));
    await expect(
      callAs(db.sql, admin, "create_dataset_version", {
        dataset_id: dataset,
        dataset_version: 7,
        filters: "{}",
        cutoff: "2026-01-01",
      }),
    ).rejects.toMatchObject({ code: "PT409", message: "this dataset was changed a moment ago" });
  });
});

describe("comparing", () => {
  type Diff = {
    added: number;
    removed: number;
    changed: number;
    unchanged: number;
    next: string | null;
    data: {
      change: string;
      source_id: string;
      before: { body: string } | null;
      after: { body: string } | null;
    }[];
  };

  test("counts and lists what is added, removed and changed, page by page", async () => {
    const { project, dataset, version } = await begin(60);
    await freezeVersion(store(version));
    const rows = await db.sql<
      { id: string }[]
    >`select id from public.feedback where project = ${project} and rating = 1 order by created_at limit 4`;
    const [gone, changed, moved, rerated] = rows.map(({ id }) => id) as [string, string, string, string];
    await db.sql`delete from public.feedback where id = ${gone}`;
    await db.sql`update public.feedback set response = 'Another answer' where id in ${db.sql([changed, moved])}`;
    // The same text with another weight is another line.
    await db.sql`update public.feedback set rating = -1 where id = ${rerated}`;
    await db.sql`
      insert into public.feedback (project, query, response, model, rating) values (${project}, 'q', 'a', 'm', 1), (${project}, 'q', 'b', 'm', 1)`;
    const second = await createVersion(dataset);
    await freezeVersion(store(second));
    const diff = (args: object) =>
      callAs<Diff>(db.sql, admin, "diff_dataset_versions", {
        dataset_id: dataset,
        version: 2,
        other: 1,
        ...args,
      });
    const whole = await diff({});
    expect(whole).toMatchObject({
      before: 1,
      after: 2,
      added: 2,
      removed: 1,
      changed: 3,
      unchanged: 56,
      next: null,
    });
    expect(whole.data).toHaveLength(6);
    expect(
      whole.data
        .filter(({ change }) => change === "changed")
        .map(({ source_id }) => source_id)
        .sort(),
    ).toEqual([changed, moved, rerated].sort());
    for (const { change, before, after } of whole.data) {
      expect(before === null).toBe(change === "added");
      expect(after === null).toBe(change === "removed");
      expect(before?.body).not.toBe(after?.body);
    }
    const found: string[] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page: Diff = await diff({ page_limit: 2, page_cursor: cursor });
      expect(page).toMatchObject({ added: 2, removed: 1, changed: 3, unchanged: 56 });
      found.push(...page.data.map(({ source_id }) => source_id));
      cursor = page.next;
    }
    expect(found).toEqual(whole.data.map(({ source_id }) => source_id));
    expect((await diff({ change: "removed" })).data.map(({ source_id }) => source_id)).toEqual([gone]);
    expect(
      await callAs(db.sql, admin, "diff_dataset_versions", { dataset_id: dataset, version: 1, other: 1 }),
    ).toMatchObject({
      added: 0,
      removed: 0,
      changed: 0,
      unchanged: 60,
      data: [],
    });
  });
});

describe("people who are erased", () => {
  test("are gone from frozen versions; the files are counted again, and the first ones kept in words", async () => {
    const { project, dataset, version } = await begin(40);
    await freezeVersion(store(version));
    const before = await readVersion(version);
    const exported = await callAs<{ data: Record<string, unknown>[]; sections: number }>(
      db.sql,
      admin,
      "export_user_page",
      {
        user_id: `${project} person 1`,
        section: 11,
      },
    );
    expect(exported.data).toHaveLength(20);
    expect(exported.data[0]).toMatchObject({
      type: "dataset_item",
      dataset: "Weekly votes",
      version: 1,
      project,
    });
    expect(exported.data[0]).not.toHaveProperty("user_ids");
    const counts = await callAs<{ dataset_items: number }>(db.sql, admin, "erase_user", {
      user_id: `${project} person 1`,
    });
    expect(counts.dataset_items).toBe(20);
    expect(await readVersion(version)).toMatchObject({
      state: "ready",
      files: null,
      items: "20",
      erased_items: "20",
      original_files: before.files,
    });
    expect(await freezeLeftVersions(db.sql, { signal: never, secret: undefined })).toMatchObject({
      resealed: 1,
    });
    const after = await readVersion(version);
    expect(fileOf(after.files, "all")).toMatchObject({
      examples: 20,
      lines: 20,
      sha256: sha256(await readText(version)),
    });
    // Once more: the first files are still those of the beginning.
    await callAs(db.sql, admin, "erase_user", { user_id: `${project} person 0` });
    expect(await readVersion(version)).toMatchObject({
      items: "0",
      erased_items: "40",
      original_files: before.files,
    });
    expect(await callAs(db.sql, admin, "list_dataset_versions", { dataset_id: dataset })).toMatchObject({
      data: [{ erased: { items: 40 } }],
    });
  });

  test("while a version is being frozen come into it no more, nor with a page that was read before", async () => {
    const { project, version } = await begin(40);
    const erasing = withAppend(store(version), async (page, inner) => {
      if (page.expected_cursor !== null)
        await callAs(db.sql, admin, "erase_user", { user_id: `${project} person 1` });
      await inner.append(page);
    });
    expect(await freezeVersion(erasing)).toBe("ready");
    const row = await readVersion(version);
    expect(row).toMatchObject({ items: "20", erased_items: "20", state: "ready" });
    expect(fileOf(row.files, "all")).toMatchObject({ lines: 20, sha256: sha256(await readText(version)) });
    const [left] = await db.sql`
      select count(*)::int as n from public.dataset_items where version_id = ${version.id} and ${`${project} person 1`} = any (user_ids)`;
    expect(left?.n).toBe(0);
  });

  test("while it is sealed are not in what is sealed", async () => {
    const { project, version } = await begin(40);
    let isFirst = true;
    const inner = store(version);
    const erasing: FreezeStore = {
      ...inner,
      finish: async (result) => {
        if (isFirst) await callAs(db.sql, admin, "erase_user", { user_id: `${project} person 1` });
        isFirst = false;
        return inner.finish(result);
      },
    };
    expect(await freezeVersion(erasing)).toBe("ready");
    expect(fileOf((await readVersion(version)).files, "all")).toMatchObject({
      lines: 20,
      sha256: sha256(await readText(version)),
    });
  });

  test("are gone from the filters, which then match nobody instead of everybody", async () => {
    const project = uniqueName("p");
    await storeVotes(project, 10);
    const ann = `${project} person 1`;
    const dataset = await createDataset(project, { filters: { user_id: `ben,${ann}` } });
    const version = await createVersion(dataset);
    await callAs(db.sql, admin, "erase_user", { user_id: ann });
    const [row] =
      await db.sql`select definition -> 'filters' as filters, version from public.datasets where id = ${dataset}`;
    expect(row).toMatchObject({ filters: { user_id: "ben,(erased)", project }, version: 2 });
    expect((await readVersion(version)).definition).toMatchObject({ filters: { user_id: "ben,(erased)" } });
  });
});

describe("a version that is not kept", () => {
  test("has report and manifest, and says of its lines that they are gone", async () => {
    const { dataset, version } = await begin(10);
    await expect(
      callAs(db.sql, admin, "get_dataset_seal", { dataset_id: dataset, version: 1 }),
    ).rejects.toMatchObject({
      code: "PT409",
      message: "version 1 is still being frozen",
    });
    await freezeVersion(store(version));
    await db.sql`update public.dataset_versions set state = 'expired' where id = ${version.id}`;
    await freezeLeftVersions(db.sql, { signal: never, secret: undefined });
    const [left] =
      await db.sql`select count(*)::int as n from public.dataset_items where version_id = ${version.id}`;
    expect(left?.n).toBe(0);
    expect(
      await callAs(db.sql, admin, "get_dataset_seal", { dataset_id: dataset, version: 1 }),
    ).toMatchObject({
      report: { considered: 10 },
      version: { state: "expired" },
    });
    for (const [name, args] of [
      ["list_dataset_items", { dataset_id: dataset, version: 1 }],
      ["read_dataset_file", { version_id: version.id }],
      ["diff_dataset_versions", { dataset_id: dataset, version: 1, other: 1 }],
    ] as const)
      await expect(callAs(db.sql, admin, name, args), name).rejects.toMatchObject({ code: "PT410" });
  });
});
