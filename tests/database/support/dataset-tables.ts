import { randomUUID } from "node:crypto";
import type { Sql } from "postgres";
import { uniqueName } from "./principals";
import type { TableFixture, Values } from "./table-fixture";

const dataset = (project: string): Values => ({
  id: randomUUID(),
  name: uniqueName("dataset"),
  definition: {},
  projects: [project],
});

async function storeDataset(sql: Sql, project: string): Promise<string> {
  const row = dataset(project);
  await sql`insert into public.datasets ${sql(row)}`;
  return String(row.id);
}

// Ended, so that no job takes it up.
const version = async (sql: Sql, project: string): Promise<Values> => ({
  id: randomUUID(),
  dataset_id: await storeDataset(sql, project),
  version: 1,
  state: "canceled",
  definition: {},
  projects: [project],
  cutoff: "2026-01-01T00:00:00Z",
});

async function storeVersion(sql: Sql, project: string): Promise<string> {
  const row = await version(sql, project);
  await sql`insert into public.dataset_versions ${sql(row)}`;
  return String(row.id);
}

/** Tables of datasets. People and programs write to none of them but through functions. */
export const datasetTables: Record<string, TableFixture> = {
  datasets: {
    hasProject: true,
    key: ["id"],
    row: async (_, project) => dataset(project),
    change: { projects: null },
  },
  dataset_schedules: {
    hasProject: true,
    key: ["dataset_id"],
    // Inactive, so that it is never due.
    row: async (sql, project) => ({
      dataset_id: await storeDataset(sql, project),
      weekday: 1,
      hour: 6,
      is_active: false,
      next_run_at: "2126-01-01T00:00:00Z",
    }),
    change: { is_active: true },
  },
  dataset_versions: { hasProject: true, key: ["id"], row: version, change: { state: "ready" } },
  dataset_items: {
    hasProject: true,
    key: ["version_id", "position"],
    row: async (sql, project) => ({
      version_id: await storeVersion(sql, project),
      position: 1,
      source_id: randomUUID(),
      body: "{}\n",
      copies: 1,
      lines: 1,
      weight: 1,
      kind: "positive",
      project,
      source_created_at: "2026-01-01T00:00:00Z",
      content_hash: randomUUID(),
      prompt_hash: randomUUID(),
    }),
    change: { body: "forged" },
  },
};
