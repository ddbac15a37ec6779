import type { APIRequestContext } from "@playwright/test";
import type { Sql } from "postgres";
import type { Dataset, DatasetVersion } from "@/lib/datasets/versions/schemas";
import { expect } from "./fixtures";

/** Makes a dataset through the API; votes of all time in the format retune unless `input` says otherwise. */
export async function createDataset(client: APIRequestContext, input: object = {}): Promise<Dataset> {
  const response = await client.post("/v1/datasets", {
    data: { name: "All votes", definition: {}, ...input },
  });
  expect(response.status(), await response.text()).toBe(201);
  return response.json();
}

/** Freezes the next version and waits until it is ready. */
export async function freezeVersion(client: APIRequestContext, datasetId: string): Promise<DatasetVersion> {
  const versions = `/v1/datasets/${datasetId}/versions`;
  const begun = await client.post(versions);
  expect(begun.status(), await begun.text()).toBe(202);
  const { version } = (await begun.json()) as DatasetVersion;
  const read = async () => (await (await client.get(`${versions}/${version}`)).json()) as DatasetVersion;
  await expect.poll(async () => (await read()).state, { timeout: 30_000 }).toBe("ready");
  return read();
}

/** Stores a version that another process is freezing: 400 of its 1,000 rows are done. */
export async function storeRunningVersion(sql: Sql, dataset: Dataset, version: number): Promise<void> {
  await sql`
    insert into public.dataset_versions (dataset_id, version, state, definition, projects, cutoff, total, considered, items, lines, runner,
      lease_until, started_at, created_by_label)
    values (${dataset.id}, ${version}, 'running', ${sql.json(dataset.definition as never)}, ${dataset.projects}, now(), 1000, 400, 390, 395,
      gen_random_uuid(), now() + interval '1 hour', now(), 'ann@example.com')`;
}
