import { randomUUID } from "node:crypto";
import type { APIRequestContext, APIResponse } from "@playwright/test";
import type { Sql } from "postgres";

/** Records a session with `count` turns in the database; answers the ids of its turns, in order. */
export async function recordTurns(sql: Sql, project: string, count: number): Promise<string[]> {
  const sessionId = randomUUID();
  const ids = Array.from({ length: count }, () => randomUUID());
  await sql`insert into public.projects (project) values (${project}) on conflict do nothing`;
  await sql`insert into public.prompt_tuning_sessions (id, project, master_prompt_version) values (${sessionId}, ${project}, 'fc26922')`;
  await sql`insert into public.tuning_conversation_turns ${sql(
    ids.map((id, index) => ({
      id,
      session_id: sessionId,
      turn_number: index + 1,
      user_message: `Question ${index + 1}`,
      era_response: `Answer ${index + 1}`,
    })),
  )}`;
  return ids;
}

/** The form of a review that says nothing but `fields`. */
export const emptyReview = (fields: Record<string, unknown> = {}) => ({
  better_response: null,
  thumbs: null,
  professionalism_score: null,
  empathy_score: null,
  clarity_score: null,
  has_policy_citation: null,
  appropriate_action_suggested: null,
  structure_complete: null,
  chunk_verdicts: { verdicts: {}, missing: null },
  improvements: [],
  ...fields,
});

/** Requests to /v1 of somebody who is signed in, with JSON bodies. */
export function requestsOf(client: APIRequestContext) {
  return {
    get: (path: string) => client.get(path),
    post: (path: string, data: unknown = {}) => client.post(path, { data }),
    put: (path: string, data: unknown) => client.put(path, { data }),
    patch: (path: string, data: unknown) => client.patch(path, { data }),
    delete: (path: string) => client.delete(path),
  };
}

/** The dotted paths that a refusal names. */
export async function pathsOf(response: APIResponse): Promise<string[]> {
  const { issues = [] } = (await response.json()) as { issues?: { path: string }[] };
  return issues.map((issue) => issue.path);
}
