import { randomBytes, randomUUID } from "node:crypto";
import type { Sql } from "postgres";
import { uniqueName } from "./principals";
import type { TableFixture } from "./table-fixture";

async function storeConversation(sql: Sql, project: string): Promise<string> {
  const id = randomUUID();
  await sql`insert into public.llm_conversations (id, project, user_id) values (${id}, ${project}, 'u')`;
  return id;
}

async function storeBudget(sql: Sql, project: string): Promise<string> {
  const id = randomUUID();
  await sql`
    insert into public.budgets (id, name, scope, project, period, limit_usd, is_active)
    values (${id}, 'b', 'project', ${project}, 'month', 1, false)`;
  return id;
}

async function storeWebhook(sql: Sql): Promise<string> {
  const id = randomUUID();
  await sql`
    insert into public.webhooks (id, url, secret, events, is_active)
    values (${id}, 'https://hooks.example.test', 'whsec_test', '{daily_cost_exceeded}', false)`;
  return id;
}

const daily = (project: string) => ({
  date: "2026-01-01",
  agent_type: uniqueName("agent"),
  model: "m",
  project,
});

/** Tables of interactions, costs, budgets and privacy. People and programs write to none of them but through functions. */
export const interactionTables: Record<string, TableFixture> = {
  project_settings: {
    hasProject: true,
    key: ["project"],
    row: async (sql, project) => {
      await sql`delete from public.project_settings where project = ${project}`;
      return { project };
    },
    change: { privacy_mode: "off" },
  },
  llm_conversations: {
    hasProject: true,
    key: ["id"],
    row: async (_, project) => ({ id: randomUUID(), project, user_id: "u" }),
    change: { user_id: "forged" },
  },
  llm_interactions: {
    hasProject: true,
    key: ["id"],
    row: async (sql, project) => ({
      id: randomUUID(),
      conversation_id: await storeConversation(sql, project),
      project,
      user_id: "u",
      agent_type: "a",
      user_message: "q",
      agent_response: "r",
    }),
    change: { cost_usd: 0, cost_source: "sent" },
  },
  llm_analytics: {
    hasProject: true,
    key: ["project", "agent_type"],
    row: async (_, project) => ({ ...daily(project), channel_id: "api", total_interactions: 1 }),
    change: { total_cost: 1000 },
  },
  llm_latency_daily: {
    hasProject: true,
    key: ["project", "agent_type"],
    row: async (_, project) => ({ ...daily(project), channel_id: "api", histogram: 1 }),
    change: { histogram: 1000 },
  },
  user_llm_daily: {
    hasProject: true,
    key: ["project", "agent_type"],
    row: async (_, project) => ({ ...daily(project), user_id: "u", total_interactions: 1 }),
    change: { total_cost: 1000 },
  },
  user_llm_profiles: {
    hasProject: true,
    key: ["project", "user_id"],
    row: async (_, project) => ({ project, user_id: uniqueName("user") }),
    change: { skill_level: "advanced" },
  },
  model_prices: {
    hasProject: false,
    key: ["id"],
    row: async () => ({
      id: randomUUID(),
      model: uniqueName("model"),
      input_usd_per_million: 1,
      output_usd_per_million: 2,
    }),
    change: { input_usd_per_million: 0 },
  },
  budgets: {
    hasProject: true,
    key: ["id"],
    // Inactive, so that it watches over nothing.
    row: async (_, project) => ({
      id: randomUUID(),
      name: "b",
      scope: "project",
      project,
      period: "month",
      limit_usd: 1,
      is_active: false,
    }),
    change: { limit_usd: 1_000_000 },
  },
  budgets_trash: {
    hasProject: false,
    key: ["budget_id"],
    row: async () => ({ budget_id: randomUUID(), budget: {}, periods: [], alert_ids: [] }),
    change: { alert_ids: [] },
  },
  budget_periods: {
    hasProject: true,
    key: ["budget_id"],
    row: async (sql, project) => ({
      budget_id: await storeBudget(sql, project),
      period_start: "2026-01-01",
      spent_usd: 1,
    }),
    change: { spent_usd: 0 },
  },
  alerts: {
    hasProject: true,
    key: ["id"],
    row: async (_, project) => ({
      id: randomUUID(),
      type: "daily_cost_exceeded",
      project,
      budget_name: "b",
      period_start: "2026-01-01",
      amount: 2,
      threshold: 1,
    }),
    change: { acknowledged_at: "2026-01-02T00:00:00Z" },
  },
  webhooks: {
    hasProject: true,
    key: ["id"],
    row: async (_, project) => ({
      id: randomUUID(),
      url: "https://hooks.example.test",
      secret: `whsec_${randomBytes(24).toString("base64")}`,
      events: "{daily_cost_exceeded}",
      project,
      is_active: false,
    }),
    change: { url: "https://forged.example.test" },
  },
  webhook_deliveries: {
    hasProject: false,
    key: ["id"],
    // Delivered already, so that no job sends it.
    row: async (sql) => ({
      id: randomUUID(),
      webhook_id: await storeWebhook(sql),
      event: "daily_cost_exceeded",
      payload: {},
      state: "delivered",
    }),
    change: { state: "pending" },
  },
};
