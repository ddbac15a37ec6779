import type { Sql } from "postgres";
import { z } from "zod";
import { signKeyToken } from "@/lib/auth/tokens";
import { testEnvironment } from "./environment";
import { createKey, type KeyOptions, type Role, type Scope, uniqueName } from "./principals";

/** Somebody who calls the REST API. */
export interface Caller {
  /** auth.uid() of the token; null for anon. */
  id: string | null;
  token: string | null;
}

export interface RestAnswer {
  status: number;
  /** The parsed body; null when there is none. */
  body: unknown;
  /** The error's code, such as 42501. */
  code: string | null;
}

const errorBody = z.object({ code: z.string() });

/** One request to the Supabase REST API with the publishable key and, unless anonymous, the caller's token. */
export async function rest(
  caller: Caller,
  method: "GET" | "POST" | "PATCH" | "DELETE",
  path: string,
  options: { body?: unknown; headers?: Record<string, string> } = {},
): Promise<RestAnswer> {
  const env = testEnvironment();
  const response = await fetch(`${env.SUPABASE_URL}/rest/v1/${path}`, {
    method,
    headers: {
      apikey: env.SUPABASE_PUBLISHABLE_KEY,
      // Without it, an insert would need the right to read the row as well.
      prefer: "return=minimal",
      ...(caller.token && { authorization: `Bearer ${caller.token}` }),
      ...(options.body !== undefined && { "content-type": "application/json" }),
      ...options.headers,
    },
    ...(options.body !== undefined && { body: JSON.stringify(options.body) }),
  });
  const text = await response.text();
  const body: unknown = text ? JSON.parse(text) : null;
  const error = response.ok ? null : errorBody.safeParse(body);
  return { status: response.status, body, code: error?.success ? error.data.code : null };
}

export const anonymous: Caller = { id: null, token: null };

const signUpAnswer = z.object({
  access_token: z.string(),
  user: z.object({ id: z.uuid(), email: z.string() }),
});

/** A person who has signed up through the Auth API and holds its token; a member when a role is given. */
export async function signUpPerson(sql: Sql, role?: Role, projects: string[] | null = null): Promise<Caller> {
  const env = testEnvironment();
  const response = await fetch(`${env.SUPABASE_URL}/auth/v1/signup`, {
    method: "POST",
    headers: { apikey: env.SUPABASE_PUBLISHABLE_KEY, "content-type": "application/json" },
    body: JSON.stringify({ email: `${uniqueName("person")}@example.test`, password: uniqueName("password") }),
  });
  const { access_token, user } = signUpAnswer.parse(await response.json());
  if (role) {
    await sql`insert into public.members (user_id, email, role, projects) values (${user.id}, ${user.email}, ${role}, ${projects})`;
  }
  return { id: user.id, token: access_token };
}

/** An API key as the web application presents it to the database: a short-lived token for its id. */
export async function issueKey(sql: Sql, scopes: Scope[], options: KeyOptions = {}): Promise<Caller> {
  const { id } = await createKey(sql, scopes, options);
  return { id, token: await signKeyToken(id) };
}

/** Removes people, keys and rows that a test file has made on the shared database. The audit log keeps its entries. */
export async function removeFixtures(sql: Sql, callers: Caller[], projects: string[]): Promise<void> {
  const ids = callers.flatMap((caller) => (caller.id ? [caller.id] : []));
  await sql.begin(async (transaction) => {
    await transaction`delete from public.feedback where project = any (${projects})`;
    // Without triggers: the last admin among them may go, and it is no event for the audit log.
    await transaction`set local session_replication_role = replica`;
    for (const table of [
      "feedback_trash",
      "feedback_revisions",
      "feedback_daily",
      "feedback_daily_people",
      "prompt_tuning_sessions",
      "tuning_conversation_turns",
      "tuning_improvements",
      "tuning_improvements_trash",
      "turn_reviews",
      "turn_review_revisions",
      "turn_adjudications",
      "review_queues",
      "review_queue_slots",
      "prompt_versions",
      "prompt_version_comparisons",
      "prompt_tuning_sessions_archive",
      "tuning_conversation_turns_archive",
      "tuning_improvements_archive",
      "turn_reviews_archive",
      "turn_review_revisions_archive",
      "turn_adjudications_archive",
      "review_queue_slots_archive",
      "tuning_archive_entries",
      "project_settings",
      "llm_conversations",
      "llm_interactions",
      "llm_analytics",
      "llm_latency_daily",
      "user_llm_daily",
      "user_llm_profiles",
      "budgets",
      "alerts",
      "webhooks",
      "projects",
    ]) {
      await transaction`delete from ${transaction(`public.${table}`)} where project = any (${projects})`;
    }
    await transaction`delete from public.idempotency_keys where principal_id = any (${ids}::uuid[])`;
    await transaction`delete from public.settings where key like 'test\_%'`;
    await transaction`delete from public.member_preferences where user_id = any (${ids}::uuid[])`;
    await transaction`delete from public.members where user_id = any (${ids}::uuid[])`;
    await transaction`delete from public.api_keys where id = any (${ids}::uuid[])`;
    await transaction`set local session_replication_role = origin`;
    await transaction`delete from auth.users where id = any (${ids}::uuid[])`;
  });
}
