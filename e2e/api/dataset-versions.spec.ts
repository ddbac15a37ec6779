import { createHash, randomUUID } from "node:crypto";
import { gunzipSync } from "node:zlib";
import type { APIRequestContext } from "@playwright/test";
import type { Sql } from "postgres";
import type { DatasetVersion, VersionFile } from "@/lib/datasets/versions/schemas";
import { parseCsv } from "../csv";
import { expectProblem } from "../problems";
import { expect, test } from "../signed-in";

const sha256 = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");

/** Votes of a project, one a minute, every third of them bad, with texts that files get wrong. Two people by turns. */
async function storeVotes(sql: Sql, project: string, count: number): Promise<void> {
  await sql`
    insert into public.feedback (project, query, response, model, intent, rating, user_id, session_id, corrected_response, created_at)
    select ${project}, '=Question ' || n || E' “ä” \u2028 مرحبا 😀', E'Answer\r\n' || n, 'model-a', 'sums', case when n % 3 = 0 then -1 else 1 end,
      ${`${project}-person-`} || n % 2, 'session ' || n / 4, case when n % 6 = 0 then 'Better ' || n end,
      timestamptz '2026-01-01' + n * interval '1 minute'
    from generate_series(1, ${count}) n`;
}

async function createDataset(client: APIRequestContext, definition: object, name = "Weekly votes – Käse") {
  const response = await client.post("/v1/datasets", { data: { name, definition } });
  expect(response.status(), await response.text()).toBe(201);
  return `/v1/datasets/${(await response.json()).id}/versions`;
}

async function getVersion(client: APIRequestContext, path: string): Promise<DatasetVersion> {
  const response = await client.get(path);
  expect(response.status(), await response.text()).toBe(200);
  return response.json();
}

/** Freezes the dataset and waits until it is ready. */
async function freeze(client: APIRequestContext, versions: string): Promise<DatasetVersion> {
  const begun = await client.post(versions);
  expect(begun.status(), await begun.text()).toBe(202);
  const { version } = await begun.json();
  await expect.poll(async () => (await getVersion(client, `${versions}/${version}`)).state).toBe("ready");
  return getVersion(client, `${versions}/${version}`);
}

const fileOf = (
  version: DatasetVersion,
  split: VersionFile["split"],
  container: VersionFile["container"],
) => {
  const file = version.files?.find((each) => each.split === split && each.container === container);
  if (!file) throw new Error("no such file");
  return file;
};

test("a frozen version downloads as it was sealed, in every container and split, each time the same bytes", async ({
  sql,
  api,
  createKey,
  project,
}) => {
  await storeVotes(sql, project, 4300);
  const client = await api(await createKey({ scopes: ["export"], project }));
  const versions = await createDataset(client, {
    format: "openai-sft",
    validation_share: 0.2,
    weights: { positive: 2.5 },
  });
  const version = await freeze(client, versions);
  expect(version).toMatchObject({
    version: 1,
    trigger: "key",
    progress: { considered: 4300, total: 4300 },
    error: null,
    erased: null,
  });
  for (const split of ["all", "train", "validation"] as const) {
    for (const container of ["jsonl", "csv"] as const) {
      const file = fileOf(version, split, container);
      const address = `${versions}/1/download?split=${split}&format=${container}`;
      const plain = await client.get(address);
      const bytes = await plain.body();
      expect(sha256(bytes)).toBe(file.sha256);
      expect(bytes.length).toBe(file.bytes);
      const suffix = split === "all" ? "" : `-${split}`;
      expect(plain.headers()).toMatchObject({
        "content-disposition": `attachment; filename="weekly-votes-kase-v1${suffix}.openai-sft.${container}"`,
        etag: `"${file.sha256}"`,
      });
      const packed = await client.get(`${address}.gz`);
      expect(packed.headers()).toMatchObject({
        "content-type": "application/gzip",
        "content-disposition": `attachment; filename="weekly-votes-kase-v1${suffix}.openai-sft.${container}.gz"`,
      });
      const compressed = await packed.body();
      expect(gunzipSync(compressed).equals(bytes)).toBe(true);
      expect((await (await client.get(`${address}.gz`)).body()).equals(compressed)).toBe(true);
    }
  }
  const [train, validation] = [fileOf(version, "train", "jsonl"), fileOf(version, "validation", "jsonl")];
  expect(train.lines + validation.lines).toBe(fileOf(version, "all", "jsonl").lines);
  expect(validation.lines).toBeGreaterThan(500);
  const rows = parseCsv(await (await client.get(`${versions}/1/download?format=csv`)).text());
  expect(rows).toHaveLength(fileOf(version, "all", "csv").lines + 1);

  const manifest = await (await client.get(`${versions}/1/manifest`)).json();
  expect(manifest).toMatchObject({
    dataset: { name: "Weekly votes – Käse" },
    version: 1,
    format: "openai-sft",
    projects: [project],
    cutoff: version.cutoff,
    from: null,
    generator: { name: "retune", version: expect.stringMatching(/^\d+\.\d+\.\d+/) },
    files: version.files,
    counts: [
      { split: "train", lines: train.lines, examples: train.examples },
      { split: "validation", lines: validation.lines, examples: validation.examples },
    ],
    erased: null,
  });
  const report = await (await client.get(`${versions}/1/report`)).json();
  expect(report).toMatchObject({ considered: 4300, written: fileOf(version, "all", "jsonl").lines });

  // Frozen again with the same filters: the same files.
  const again = await freeze(client, versions);
  expect(again.files).toEqual(version.files);
  const list = await (await client.get(`${versions}?limit=1`)).json();
  expect(list.data.map((each: DatasetVersion) => each.version)).toEqual([2]);
  const rest = await (await client.get(`${versions}?cursor=${list.next_cursor}`)).json();
  expect(rest).toMatchObject({ data: [{ version: 1 }], next_cursor: null });
  const log = await sql`
    select action, detail from public.audit_log where target_id = ${version.id} and action = 'dataset.download' order by id`;
  expect(log).toHaveLength(19);
  expect(log[1]?.detail).toMatchObject({ version: 1, container: "jsonl.gz", split: "all" });
});

test("examples of a version are listed in the order of the file, by split and by finding", async ({
  sql,
  api,
  createKey,
  project,
}) => {
  await storeVotes(sql, project, 30);
  await sql`update public.feedback set query = 'same', response = 'same' where project = ${project} and created_at < '2026-01-01T00:03:00Z'`;
  const client = await api(await createKey({ scopes: ["export"], project }));
  const versions = await createDataset(client, { format: "openai-sft" });
  await freeze(client, versions);
  const found: { position: number; body: string }[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const page = await (
      await client.get(`${versions}/1/items?limit=7${cursor && `&cursor=${cursor}`}`)
    ).json();
    found.push(...page.data);
    cursor = page.next_cursor;
  }
  // Ten are bad, five of these without a better answer.
  expect(found.map(({ position }) => position)).toEqual(Array.from({ length: 25 }, (_, index) => index + 1));
  expect(found[0]).toMatchObject({
    source: "feedback",
    kind: "positive",
    lines: 2,
    project,
    readable: {
      messages: [{ role: "user", content: "same" }],
      answers: [{ label: "answer", content: "same" }],
    },
  });
  const duplicates = await (await client.get(`${versions}/1/items?lint=duplicate`)).json();
  expect(duplicates.data.map((item: { position: number }) => item.position)).toEqual([2]);
  expect((await (await client.get(`${versions}/1/items?split=validation`)).json()).data).toEqual([]);
  await expectProblem(await client.get(`${versions}/1/items?cursor=x`), 400, "cursor");
});

test("work that its process has left is taken up by whoever asks for the version", async ({
  sql,
  api,
  createKey,
  project,
}) => {
  await storeVotes(sql, project, 50);
  const client = await api(await createKey({ scopes: ["export"], project }));
  const versions = await createDataset(client, {});
  const version = await freeze(client, versions);
  await sql`delete from public.dataset_items where version_id = ${version.id}`;
  await sql`
    update public.dataset_versions set state = 'running', runner = ${randomUUID()}, lease_until = now() - interval '1 second', cursor = null,
      account = '{}', considered = 0, items = 0, lines = 0, files = null, report = null, finished_at = null
    where id = ${version.id}`;
  const path = `${versions}/1`;
  expect((await getVersion(client, path)).state).toBe("running");
  await expect.poll(async () => (await getVersion(client, path)).state).toBe("ready");
  expect((await getVersion(client, path)).files).toEqual(version.files);
});

test("freezing is canceled; its items are removed, and its lines cannot be had", async ({
  sql,
  api,
  createKey,
  project,
}) => {
  await storeVotes(sql, project, 50);
  const client = await api(await createKey({ scopes: ["export"], project }));
  const versions = await createDataset(client, {});
  await sql.begin(async (transaction) => {
    // No runner gets on while this is held.
    await transaction`select pg_advisory_xact_lock(hashtext('retune.dataset_items'))`;
    expect((await client.post(versions)).status()).toBe(202);
    await expectProblem(await client.post(versions), 409);
    await expectProblem(await client.get(`${versions}/1/download`), 409);
    await expectProblem(await client.get(`${versions}/1/manifest`), 409);
    const canceled = await client.post(`${versions}/1/cancel`);
    expect(canceled.status(), await canceled.text()).toBe(200);
    expect(await canceled.json()).toMatchObject({ state: "canceled" });
  });
  await expectProblem(await client.post(`${versions}/1/cancel`), 409);
  await expectProblem(await client.get(`${versions}/1/items`), 409);
  await expect
    .poll(async () => {
      await getVersion(client, `${versions}/1`);
      const [row] = await sql`
        select count(*)::int as n from public.dataset_items i join public.dataset_versions v on v.id = i.version_id
        where ${project} = any (v.projects)`;
      return row?.n;
    })
    .toBe(0);
  expect((await freeze(client, versions)).version).toBe(2);
});

test("a definition that cannot work is refused before anything is written", async ({
  sql,
  api,
  createKey,
  project,
}) => {
  await sql`
    insert into public.feedback (project, query, response, model, rating) values (${project}, 'q', 'a', 'm', 1), (${project}, 'r', 'b', 'm', 1)`;
  const client = await api(await createKey({ scopes: ["export"], project }));
  for (const format of ["trl-kto", "openai-dpo"]) {
    const versions = await createDataset(client, { format });
    const problem = await expectProblem(await client.post(versions), 409);
    expect(problem.problems).toEqual([{ path: "format", message: expect.stringMatching(/^There is no /) }]);
    expect((await (await client.get(versions)).json()).data).toEqual([]);
  }
});

test("an erased person is gone from frozen versions, and the manifest says so", async ({
  sql,
  api,
  createKey,
  as,
  createMember,
  project,
}) => {
  await storeVotes(sql, project, 40);
  const client = await api(await createKey({ scopes: ["export"], project }));
  const versions = await createDataset(client, { filters: { project } });
  const version = await freeze(client, versions);
  const person = `${project}-person-1`;
  const admin = await as(await createMember({ role: "admin" }));
  const told = await (await admin.get(`/v1/users/${person}/export`)).text();
  const places = told
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line))
    .filter(({ type }) => type === "dataset_item");
  expect(places).toHaveLength(20);
  expect(places[0]).toMatchObject({ dataset: "Weekly votes – Käse", version: 1, project });
  const erased = await admin.delete(`/v1/users/${person}`);
  expect(await erased.json()).toMatchObject({ feedback: 20, dataset_items: 20 });
  const manifest = await (await client.get(`${versions}/1/manifest`)).json();
  expect(manifest.erased).toMatchObject({ items: 20, original_files: version.files });
  const bytes = await (await client.get(`${versions}/1/download`)).body();
  expect(bytes.toString().split("\n")).toHaveLength(21);
  const file = manifest.files.find((each: VersionFile) => each.split === "all" && each.container === "jsonl");
  expect(file).toMatchObject({ examples: 20, lines: 20, sha256: sha256(bytes) });
  expect((await getVersion(client, `${versions}/1`)).files).toEqual(manifest.files);
});

test("a download is read as fast as it is taken, and breaks off when a person is erased from it meanwhile", async ({
  sql,
  api,
  as,
  baseURL,
  createKey,
  createMember,
  project,
}) => {
  const person = `${project}-person`;
  // 36 MB: more than all buffers between the database and a client that waits.
  await sql`
    insert into public.feedback (project, query, response, model, rating, user_id, created_at)
    select ${project}, 'Question ' || n, repeat('x', 12000), 'm', 1, case when n = 3000 then ${person} end, timestamptz '2026-01-01' + n * interval '1 minute'
    from generate_series(1, 3000) n`;
  const key = await createKey({ scopes: ["export"], project });
  const versions = await createDataset(await api(key), { filters: { project } });
  await freeze(await api(key), versions);
  const start = async () => {
    const response = await fetch(`${baseURL}${versions}/1/download`, {
      headers: { authorization: `Bearer ${key}` },
    });
    const reader = response.body?.getReader();
    const first = await reader?.read();
    const readRest = async () => {
      let bytes = first?.value?.length ?? 0;
      for (let next = await reader?.read(); next && !next.done; next = await reader?.read())
        bytes += next.value.length;
      return bytes;
    };
    return { readRest };
  };
  const whole = await start();
  expect(await whole.readRest()).toBeGreaterThan(36_000_000);
  const waiting = await start();
  const admin = await as(await createMember({ role: "admin" }));
  expect(await (await admin.delete(`/v1/users/${person}`)).json()).toMatchObject({ dataset_items: 1 });
  await expect(waiting.readRest()).rejects.toThrow();
});

test("two versions are compared by source row; of one that has expired only report and manifest are left", async ({
  sql,
  api,
  createKey,
  project,
}) => {
  await storeVotes(sql, project, 20);
  const client = await api(await createKey({ scopes: ["export"], project }));
  const versions = await createDataset(client, {});
  const first = await freeze(client, versions);
  await sql`
    update public.feedback set response = 'Another' where id = (select id from public.feedback where project = ${project} order by created_at limit 1)`;
  await sql`
    insert into public.feedback (project, query, response, model, rating) values (${project}, 'new', 'a', 'm', 1)`;
  await freeze(client, versions);
  const diff = await (await client.get(`${versions}/1/diff?with=2`)).json();
  expect(diff).toMatchObject({
    before: 1,
    after: 2,
    added: 1,
    removed: 0,
    changed: 1,
    unchanged: 19,
    next_cursor: null,
  });
  const changed = diff.data.find((each: { change: string }) => each.change === "changed");
  expect(changed.after.readable.answers).toEqual([{ label: "answer", content: "Another" }]);
  const paged = await (await client.get(`${versions}/1/diff?with=2&limit=1`)).json();
  const next = await (
    await client.get(`${versions}/1/diff?with=2&limit=1&cursor=${paged.next_cursor}`)
  ).json();
  expect([...paged.data, ...next.data]).toEqual(diff.data);
  await expectProblem(await client.get(`${versions}/1/diff`), 400, "with");
  await expectProblem(await client.get(`${versions}/1/diff?with=9`), 404);

  await sql`update public.dataset_versions set state = 'expired' where id = ${first.id}`;
  const gone = await expectProblem(await client.get(`${versions}/1/download`), 410);
  expect(gone).toMatchObject({
    code: "gone",
    detail: expect.stringContaining("its report and its manifest"),
  });
  await expectProblem(await client.get(`${versions}/1/items`), 410);
  expect(await (await client.get(`${versions}/1/manifest`)).json()).toMatchObject({ files: first.files });
  expect((await client.get(`${versions}/1/report`)).status()).toBe(200);
});

test("only builders of the dataset's projects see its versions", async ({
  sql,
  api,
  as,
  createKey,
  createMember,
  project,
}) => {
  await storeVotes(sql, project, 5);
  const client = await api(await createKey({ scopes: ["export"], project }));
  const versions = await createDataset(client, {});
  await freeze(client, versions);
  const addresses = ["", "/1", "/1/items", "/1/download", "/1/report", "/1/manifest", "/1/diff?with=1"];
  const strangers = [
    { status: 403, client: await api(await createKey({ scopes: ["ingest", "read"], project })) },
    { status: 404, client: await api(await createKey({ scopes: ["export"], project: `${project}-other` })) },
    { status: 401, client: await api() },
    { status: 403, client: await as(await createMember({ role: "product_owner", projects: [project] })) },
  ];
  for (const { status, client: other } of strangers) {
    for (const address of addresses) await expectProblem(await other.get(`${versions}${address}`), status);
    await expectProblem(await other.post(versions), status);
    await expectProblem(await other.post(`${versions}/1/cancel`), status);
  }
  const admin = await as(await createMember({ role: "admin" }));
  for (const address of addresses) expect((await admin.get(`${versions}${address}`)).status()).toBe(200);
  await expectProblem(await client.get(`${versions}/2`), 404);
  await expectProblem(await client.get(`${versions}/x`), 404);
});
