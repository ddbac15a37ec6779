import { randomUUID } from "node:crypto";
import type { Sql } from "postgres";
import { uniqueName } from "./principals";
import type { TableFixture, Values } from "./table-fixture";

/** A row of a table that others refer to, made once per call. */
async function store(sql: Sql, table: string, row: Values): Promise<void> {
  await sql`insert into ${sql(`public.${table}`)} ${sql(row)}`;
}

async function storePattern(sql: Sql, project: string): Promise<string> {
  const id = randomUUID();
  await store(sql, "failure_patterns", { id, project, pattern: uniqueName("error") });
  return id;
}

async function storeStrategy(sql: Sql, project: string): Promise<string> {
  const name = uniqueName("strategy").toLowerCase();
  await store(sql, "prompt_strategies", { project, name, version: 1, body: {} });
  return name;
}

async function storeExperiment(sql: Sql, project: string): Promise<string> {
  const id = randomUUID();
  await store(sql, "experiments", { id, project, name: uniqueName("experiment") });
  return id;
}

async function storeVariant(sql: Sql, project: string): Promise<string> {
  const experiment_id = await storeExperiment(sql, project);
  await store(sql, "experiment_variants", { experiment_id, name: "control", position: 0, weight: 1 });
  return experiment_id;
}

/** Tables of the learning loop. People and programs write to none of them but through functions. */
export const learningTables: Record<string, TableFixture> = {
  users: {
    hasProject: false,
    key: ["id"],
    row: async () => ({ id: uniqueName("end-user") }),
    change: { created_at: "2020-01-01T00:00:00Z" },
  },
  llm_feedback: {
    hasProject: true,
    key: ["id"],
    row: async (_, project) => ({
      id: randomUUID(),
      project,
      user_prompt: "p",
      action_plan: { task: "clean" },
      success: true,
    }),
    change: { user_correction: "forged" },
  },
  llm_feedback_daily: {
    hasProject: true,
    key: ["project", "model"],
    row: async (_, project) => ({ date: "2026-01-01", project, model: uniqueName("model"), total: 1 }),
    change: { successful: 1000 },
  },
  failure_patterns: {
    hasProject: true,
    key: ["id"],
    row: async (_, project) => ({ id: randomUUID(), project, pattern: uniqueName("error") }),
    change: { note: "forged" },
  },
  failure_pattern_daily: {
    hasProject: true,
    key: ["pattern_id"],
    row: async (sql, project) => ({
      pattern_id: await storePattern(sql, project),
      date: "2026-01-01",
      count: 1,
    }),
    change: { count: 1000 },
  },
  prompt_strategies: {
    hasProject: true,
    key: ["id"],
    row: async (_, project) => ({
      id: randomUUID(),
      project,
      name: uniqueName("strategy").toLowerCase(),
      version: 1,
      body: {},
    }),
    change: { note: "forged" },
  },
  default_strategies: {
    hasProject: true,
    key: ["project"],
    row: async (sql, project) => {
      await sql`delete from public.default_strategies where project = ${project}`;
      return { project, name: await storeStrategy(sql, project), strategy_version: 1 };
    },
    change: { version: 9 },
  },
  knowledge_versions: {
    hasProject: true,
    key: ["project"],
    row: async (sql, project) => {
      await sql`delete from public.knowledge_versions where project = ${project}`;
      return { project, version: 1, document: {} };
    },
    change: { note: "forged" },
  },
  prompt_test_cases: {
    hasProject: true,
    key: ["id"],
    row: async (_, project) => ({ id: randomUUID(), project, name: uniqueName("case"), input: {} }),
    change: { name: uniqueName("forged") },
  },
  experiments: {
    hasProject: true,
    key: ["id"],
    row: async (_, project) => ({ id: randomUUID(), project, name: uniqueName("experiment") }),
    change: { description: "forged" },
  },
  experiment_variants: {
    hasProject: true,
    key: ["experiment_id"],
    row: async (sql, project) => ({
      experiment_id: await storeExperiment(sql, project),
      name: "control",
      position: 0,
      weight: 1,
    }),
    change: { weight: 1000 },
  },
  experiment_assignments: {
    hasProject: true,
    key: ["experiment_id"],
    row: async (sql, project) => ({
      experiment_id: await storeVariant(sql, project),
      subject: "s",
      variant: "control",
    }),
    change: { assigned_at: "2020-01-01T00:00:00Z" },
  },
};
