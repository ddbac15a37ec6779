import "server-only";
import { z } from "zod";
import { hmac } from "@/lib/auth/hmac";
import { AppError } from "@/lib/errors";
import { protectInput, protectKey } from "@/lib/privacy/ingest";
import type { Shape } from "@/lib/privacy/protect";
import { type Client, callFunction } from "@/lib/supabase/client";
import {
  type Improvement,
  type ImprovementBulkResult,
  type ImprovementBulkUpdate,
  type ImprovementFilter,
  type ImprovementInput,
  type ImprovementUpdate,
  improvement,
  improvementBulkResult,
} from "./schemas";

/** What the fields of a note are to the protection of personal data. */
const noteShape: Shape = {
  metadata: ["metadata"],
  kept: ["id", "timestamp", "category", "severity", "status"],
};

/**
 * Writes a note on a turn; the caller is its author. The same id or idempotency key with the same body answers as the first time.
 * @throws AppError not_found when the turn does not exist for the caller; conflict when the id is taken or the key was used with another body.
 */
export async function recordImprovement(
  client: Client,
  turnId: string,
  input: ImprovementInput,
  idempotency: { key: string | undefined; body: string },
): Promise<Improvement> {
  const target = { row: "turn", id: turnId } as const;
  const safe = await protectInput(client, target, input, noteShape);
  const sentKey = await protectKey(client, target, idempotency.key);
  const key = sentKey ? `note:${sentKey}` : input.id && `note-id:${input.id.toLowerCase()}`;
  return callFunction(
    client,
    "record_improvement",
    {
      turn_id: turnId,
      item: JSON.stringify(safe),
      // The turn is part of the request, although not of its body.
      ...(key ? { key, hmac: hmac(`${turnId.toLowerCase()} ${idempotency.body}`) } : {}),
    },
    improvement,
  );
}

const changed = z.object({ before: improvementBulkResult.shape.before, row: improvement.nullable() });

/**
 * Changes the given fields of a note.
 * @throws AppError not_found; forbidden for a note that is not the caller's to change; bad_request when a status would lack its version.
 */
export async function updateImprovement(
  client: Client,
  id: string,
  update: ImprovementUpdate,
): Promise<Improvement> {
  const patch = await protectInput(client, { row: "improvement", id }, update, noteShape);
  const { row } = await callFunction(
    client,
    "update_improvements",
    { ids: JSON.stringify([id]), patch: JSON.stringify(patch) },
    changed,
  );
  if (!row) throw new AppError("internal_error", "The database did not answer with the note.");
  return row;
}

/**
 * Changes notes alike, all or nothing; answers what they were.
 * @throws AppError as updateImprovement(), with an issue per id that was refused.
 */
export async function updateImprovements(
  client: Client,
  { ids, ...update }: ImprovementBulkUpdate,
): Promise<ImprovementBulkResult> {
  const given = JSON.stringify([...new Set(ids)]);
  // What is stored is the same in every note, so it has to be what each of their projects may store.
  const projects = await callFunction(
    client,
    "list_improvement_projects",
    { ids: given },
    z.array(z.string()),
  );
  let patch = update;
  for (const project of projects) patch = await protectInput(client, { project }, patch, noteShape);
  const { before } = await callFunction(
    client,
    "update_improvements",
    { ids: given, patch: JSON.stringify(patch) },
    changed,
  );
  return { updated: before.length, before };
}

/**
 * Deletes a note; restoreImprovement() brings it back within 30 days.
 * @throws AppError not_found; forbidden for a note that is not the caller's to delete.
 */
export async function deleteImprovement(client: Client, id: string): Promise<void> {
  await callFunction(client, "delete_improvement", { improvement_id: id }, z.unknown());
}

/**
 * Undoes deleteImprovement(): the note comes back with its id, times and status, and counts again.
 * @throws AppError not_found when there is no such deleted note for the caller; conflict when its turn is gone.
 */
export async function restoreImprovement(client: Client, id: string): Promise<Improvement> {
  return callFunction(client, "restore_improvement", { improvement_id: id }, improvement);
}

/**
 * Writes the audit entry of a download that begins.
 * @throws AppError forbidden when the caller may not download rows.
 */
export async function recordImprovementExport(
  client: Client,
  filter: ImprovementFilter,
  format: string,
): Promise<void> {
  await callFunction(
    client,
    "record_improvement_export",
    { filter: JSON.stringify(filter), format },
    z.unknown(),
  );
}
