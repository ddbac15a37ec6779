import { randomBytes, randomUUID } from "node:crypto";
import type { Sql } from "postgres";
import { datasetTables } from "./dataset-tables";
import { interactionTables } from "./interaction-tables";
import { learningTables } from "./learning-tables";
import { createAccount, createMember, uniqueName } from "./principals";
import type { TableFixture } from "./table-fixture";

const sha = () => randomBytes(32).toString("hex");
const vote = (project: string) => ({
  id: randomUUID(),
  query: "q",
  response: "r",
  model: uniqueName("model"),
  rating: 1,
  project,
});

type Ids = { session_id: string; turn_id: string };

/** A session with one turn, for rows that belong to them. */
async function storeTurn(sql: Sql, project: string): Promise<Ids> {
  const ids = { session_id: randomUUID(), turn_id: randomUUID() };
  await sql`insert into public.prompt_tuning_sessions (id, project) values (${ids.session_id}, ${project})`;
  await sql`
    insert into public.tuning_conversation_turns (id, session_id, turn_number, user_message, era_response)
    values (${ids.turn_id}, ${ids.session_id}, 1, 'q', 'a')`;
  return ids;
}

async function storeQueue(sql: Sql, project: string): Promise<string> {
  const id = randomUUID();
  // Closed, so that it takes no turns by itself.
  await sql`insert into public.review_queues (id, project, name, is_open) values (${id}, ${project}, ${uniqueName("queue")}, false)`;
  return id;
}

const turnOf = ({ session_id }: Ids) => ({
  id: randomUUID(),
  session_id,
  turn_number: 2,
  user_message: "q",
  era_response: "a",
});
const noteOf = (ids: Ids, project: string) => ({
  ...ids,
  id: randomUUID(),
  improvement_note: "n",
  author_kind: "member",
  author_id: randomUUID(),
  project,
});
const reviewOf = (ids: Pick<Ids, "turn_id">, project: string) => ({
  id: randomUUID(),
  turn_id: ids.turn_id,
  reviewer_id: randomUUID(),
  project,
});
const revisionOf = (ids: Pick<Ids, "turn_id">, project: string) => ({
  turn_id: ids.turn_id,
  reviewer_id: randomUUID(),
  project,
  version: 1,
  review: {},
});
const slotOf = async (sql: Sql, project: string) => {
  const { turn_id, session_id } = await storeTurn(sql, project);
  return {
    queue_id: await storeQueue(sql, project),
    turn_id,
    session_id,
    slot: 1,
    project,
    sort_key: 0,
    turn_number: 1,
  };
};
const somewhere = (): Ids => ({ session_id: randomUUID(), turn_id: randomUUID() });

/** Tables of reviewing. People and programs write to none of them but through functions. */
const tuningTables: Record<string, TableFixture> = {
  prompt_tuning_sessions: {
    hasProject: true,
    key: ["id"],
    row: async (_, project) => ({ id: randomUUID(), project }),
    change: { tester_name: "forged" },
  },
  tuning_conversation_turns: {
    hasProject: true,
    key: ["id"],
    row: async (sql, project) => turnOf(await storeTurn(sql, project)),
    change: { era_response: "forged" },
  },
  tuning_improvements: {
    hasProject: true,
    key: ["id"],
    row: async (sql, project) => noteOf(await storeTurn(sql, project), project),
    change: { improvement_note: "forged" },
  },
  tuning_improvements_trash: {
    hasProject: true,
    key: ["id"],
    row: async (_, project) => ({
      ...noteOf(somewhere(), project),
      timestamp: "2026-01-01T00:00:00Z",
      metadata: {},
      status: "open",
      updated_at: "2026-01-01T00:00:00Z",
    }),
    change: { improvement_note: "forged" },
  },
  turn_reviews: {
    hasProject: true,
    key: ["id"],
    owner: "reviewer_id",
    row: async (sql, project) => reviewOf(await storeTurn(sql, project), project),
    change: { better_response: "forged" },
  },
  turn_review_revisions: {
    hasProject: true,
    key: ["turn_id"],
    owner: "reviewer_id",
    row: async (sql, project) => revisionOf(await storeTurn(sql, project), project),
    change: { review: { thumbs: 1 } },
  },
  turn_adjudications: {
    hasProject: true,
    key: ["turn_id"],
    row: async (sql, project) => ({
      turn_id: (await storeTurn(sql, project)).turn_id,
      project,
      adjudicator_id: randomUUID(),
    }),
    change: { note: "forged" },
  },
  review_queues: {
    hasProject: true,
    key: ["id"],
    row: async (_, project) => ({ id: randomUUID(), project, name: uniqueName("queue"), is_open: false }),
    change: { instructions: "forged" },
  },
  review_queue_slots: {
    hasProject: true,
    key: ["queue_id"],
    row: slotOf,
    change: { sort_key: -1 },
  },
  prompt_versions: {
    hasProject: true,
    key: ["version"],
    row: async (_, project) => ({ project, version: uniqueName("version"), prompt_text: "p" }),
    change: { prompt_text: "forged" },
  },
  prompt_version_comparisons: {
    hasProject: true,
    key: ["id"],
    row: async (_, project) => ({
      id: randomUUID(),
      version_a: "a",
      version_b: "b",
      metric_name: "m",
      project,
    }),
    change: { version_a_score: 5 },
  },
  settings: {
    hasProject: false,
    key: ["key"],
    row: async () => ({
      key: `test_${uniqueName("")
        .replace(/\d/g, (digit) => "ghijklmnop"[Number(digit)] ?? "")
        .replace("-", "")}`,
      value: {},
    }),
    change: { value: { days: 1 } },
  },
  member_preferences: {
    hasProject: false,
    // The user's id would find the row that is there already.
    key: ["dismissed_hints"],
    owner: "user_id",
    row: async (sql) => ({
      user_id: (await createMember(sql, "reviewer")).id,
      dismissed_hints: `{${uniqueName("hint")}}`,
    }),
    change: { dismissed_hints: [] },
  },
  prompt_tuning_sessions_archive: {
    hasProject: true,
    key: ["id"],
    row: async (_, project) => ({ id: randomUUID(), project }),
    change: { tester_name: "forged" },
  },
  tuning_conversation_turns_archive: {
    hasProject: true,
    key: ["id"],
    row: async (_, project) => ({ ...turnOf(somewhere()), project }),
    change: { era_response: "forged" },
  },
  tuning_improvements_archive: {
    hasProject: true,
    key: ["id"],
    owner: "author_id",
    row: async (_, project) => noteOf(somewhere(), project),
    change: { improvement_note: "forged" },
  },
  turn_reviews_archive: {
    hasProject: true,
    key: ["id"],
    row: async (_, project) => reviewOf(somewhere(), project),
    change: { better_response: "forged" },
  },
  turn_review_revisions_archive: {
    hasProject: true,
    key: ["turn_id"],
    row: async (_, project) => ({
      ...revisionOf(somewhere(), project),
      id: randomBytes(4).readUInt32BE(),
      improvements: "[]",
      slots: "[]",
      created_at: "2026-01-01T00:00:00Z",
    }),
    change: { version: 9 },
  },
  turn_adjudications_archive: {
    hasProject: true,
    key: ["turn_id"],
    row: async (_, project) => ({ turn_id: randomUUID(), project, adjudicator_id: randomUUID() }),
    change: { note: "forged" },
  },
  review_queue_slots_archive: {
    hasProject: true,
    key: ["queue_id"],
    row: async (_, project) => ({
      ...somewhere(),
      queue_id: randomUUID(),
      slot: 1,
      project,
      sort_key: 0,
      turn_number: 1,
    }),
    change: { sort_key: -1 },
  },
  tuning_archive_entries: {
    hasProject: true,
    key: ["session_id"],
    row: async (sql, project) => {
      const session_id = randomUUID();
      await sql`insert into public.prompt_tuning_sessions_archive (id, project) values (${session_id}, ${project})`;
      return { session_id, project };
    },
    change: { archived_at: "2020-01-01T00:00:00Z" },
  },
};

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
  job_runs: {
    hasProject: false,
    key: ["job"],
    row: async () => ({ job: uniqueName("job"), ran_at: "2026-01-01T00:00:00Z" }),
    change: { ran_at: "2026-02-01T00:00:00Z" },
  },
  ...tuningTables,
  ...interactionTables,
  ...learningTables,
  ...datasetTables,
};
