import "server-only";
import { AppError } from "@/lib/errors";
import { type Client, callFunction } from "@/lib/supabase/client";
import {
  type KnowledgeBase,
  type KnowledgeDocument,
  type KnowledgeQuery,
  knowledgeBase,
  knowledgeDocument,
  type TaskExample,
} from "./schemas";
import { starterKnowledge } from "./starter";

/** A knowledge base as the database answers it: the starter, which it does not hold, has no document. */
export const storedKnowledge = knowledgeBase.extend({ document: knowledgeDocument.nullable() });

type StoredKnowledge = Omit<KnowledgeBase, "document"> & { document: KnowledgeDocument | null };

const starterVersion = { version: 0, note: null, created_by_label: null, created_at: null };

/** What the database answered, with the starter where it belongs. */
export const withStarter = (stored: StoredKnowledge): KnowledgeBase => ({
  ...stored,
  document: stored.document ?? starterKnowledge,
  versions: [...stored.versions, starterVersion],
});

/**
 * The newest version of a project's knowledge base, or the one asked for (0 = the starter), with its newest versions.
 * @throws AppError forbidden; not_found for a version or a project that the caller does not know; bad_request when a caller limited
 * to several projects names none.
 */
export async function getKnowledge(
  client: Client,
  { project, version }: KnowledgeQuery,
): Promise<KnowledgeBase> {
  return withStarter(await callFunction(client, "get_knowledge", { project, version }, storedKnowledge));
}

/** The newest knowledge base of a project (left out: the caller's only one, else default). @throws AppError as getKnowledge() */
export async function readKnowledge(
  client: Client,
  project?: string,
): Promise<{ version: number; document: KnowledgeDocument }> {
  const { version, document } = await getKnowledge(client, { project });
  return { version, document };
}

/** The curated examples of a task, in the order of the knowledge base. @throws AppError not_found for a task that it does not have. */
export async function listTaskExamples(
  client: Client,
  task: string,
  project?: string,
): Promise<TaskExample[]> {
  const { document } = await readKnowledge(client, project);
  const known = document.tasks.find(({ name }) => name === task);
  if (!known)
    throw new AppError("not_found", `The knowledge base has no task “${task}”.`, {
      issues: [{ path: "task", message: "is not a task of the knowledge base" }],
    });
  return known.examples.map(({ prompt, action_plan }) => ({
    prompt,
    task,
    execution_hint: known.description,
    action_plan: action_plan ?? null,
  }));
}
