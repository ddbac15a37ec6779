import { randomBytes, randomUUID } from "node:crypto";
import type { Sql } from "postgres";
import { createAccount, createMember, uniqueName } from "./principals";

type Values = Record<string, unknown>;

/** How the access test makes a row of one table, and what it changes in it. */
export interface TableFixture {
  /** False when rows belong to the installation rather than to a project. */
  hasProject: boolean;
  /** Columns that find the row again. */
  key: string[];
  /** The column that says whose row it is, in tables of which people see their own rows only. */
  owner?: string;
  /** A row that may be inserted; somebody else's where the table has an owner. */
  row(sql: Sql, project: string): Promise<Values>;
  change: Values;
}

const sha = () => randomBytes(32).toString("hex");
const vote = (project: string) => ({
  id: randomUUID(),
  query: "q",
  response: "r",
  model: uniqueName("model"),
  rating: 1,
  project,
});

/** Every table in `public` and `private`. A table that is missing here fails the access test. */
export const tables: Record<string, TableFixture> = {
  projects: {
    hasProject: true,
    key: ["project"],
    row: async (_, project) => ({ project }),
    change: { created_at: "2020-01-01T00:00:00Z" },
  },
  members: {
    hasProject: false,
    key: ["user_id"],
    owner: "user_id",
    row: async (sql) => {
      const { id, email } = await createAccount(sql);
      return { user_id: id, email, role: "reviewer" };
    },
    change: { role: "product_owner" },
  },
  saved_views: {
    hasProject: false,
    key: ["name"],
    owner: "owner_id",
    row: async (sql) => ({
      owner_id: (await createMember(sql, "reviewer")).id,
      name: uniqueName("view"),
      path: "/feedback",
    }),
    change: { search: "?days=7" },
  },
  invitations: {
    hasProject: false,
    key: ["id"],
    row: async () => ({
      id: randomUUID(),
      email: "new@example.test",
      role: "admin",
      token_sha256: sha(),
      expires_at: "2030-01-01T00:00:00Z",
    }),
    change: { role: "reviewer" },
  },
  api_keys: {
    hasProject: false,
    key: ["id"],
    row: async () => ({
      id: randomUUID(),
      name: "n",
      key_prefix: "rt_abcd",
      key_sha256: sha(),
      scopes: ["read"],
    }),
    change: { name: "renamed" },
  },
  audit_log: {
    hasProject: false,
    key: ["target_id"],
    row: async () => ({
      actor_kind: "system",
      action: "test.access",
      target_type: "test",
      target_id: randomUUID(),
    }),
    change: { action: "forged" },
  },
  feedback: {
    hasProject: true,
    key: ["id"],
    row: async (_, project) => vote(project),
    change: { rating: -1 },
  },
  feedback_revisions: {
    hasProject: true,
    key: ["feedback_id"],
    row: async (_, project) => ({
      feedback_id: randomUUID(),
      project,
      editor_kind: "system",
      old_values: { rating: 1 },
    }),
    change: { old_values: {} },
  },
  feedback_trash: {
    hasProject: true,
    key: ["id"],
    row: async (_, project) => ({
      ...vote(project),
      tools_called: [],
      metadata: {},
      created_at: "2026-01-01T00:00:00Z",
      updated_at: "2026-01-01T00:00:00Z",
    }),
    change: { comment: "forged" },
  },
  feedback_daily: {
    hasProject: true,
    key: ["project", "model"],
    row: async (_, project) => ({ day: "2026-01-01", project, model: uniqueName("model"), positive: 1 }),
    change: { positive: 1000 },
  },
  feedback_daily_people: {
    hasProject: true,
    key: ["project", "person"],
    row: async (_, project) => ({
      day: "2026-01-01",
      kind: "user",
      person: uniqueName("user"),
      project,
      model: "m",
      positive: 1,
    }),
    change: { positive: 1000 },
  },
  idempotency_keys: {
    hasProject: false,
    key: ["principal_id"],
    row: async () => ({ principal_id: randomUUID(), key: "k", body_hmac: "h" }),
    change: { body_hmac: "forged" },
  },
};
