import "server-only";
import { z } from "zod";
import { hmac } from "@/lib/auth/hmac";
import { AppError } from "@/lib/errors";
import { canonicalModel } from "@/lib/pricing/canonical-model";
import { protectInput, protectItems, protectKey } from "@/lib/privacy/ingest";
import { rowId } from "@/lib/query/fields";
import { type Client, callFunction } from "@/lib/supabase/client";
import { recordRowsExport } from "@/lib/supabase/export-rows";
import { toItemRefusal } from "@/lib/supabase/item-refusals";
import type { ExecutionFilter } from "../filter";
import { executionShape } from "./execution-shape";
import { type Execution, type ExecutionInput, type ExecutionUpdate, execution } from "./schemas";

type Idempotency = { key: string | undefined; body: string };
type Item = ExecutionInput & { priced_as: string | null; key?: string; hmac?: string };

const recorded = z.object({ ids: z.array(rowId), row: execution.nullable() });

/**
 * Records one execution; returns when it is committed. The same id or idempotency key with the same body answers as the first
 * time.
 * @throws AppError bad_request for an experiment or a variant that is not there; conflict when an id is taken or the key was
 * used with another body; forbidden for another project.
 */
export async function recordExecution(
  client: Client,
  input: ExecutionInput,
  idempotency: Idempotency,
): Promise<Execution> {
  const { body } = idempotency;
  const target = { project: input.project };
  const safe = await protectInput(client, target, input, executionShape);
  const key = await protectKey(client, target, idempotency.key);
  const item = key ? { ...priced(safe), key: `execution:${key}`, hmac: hmac(body) } : withOwnId(safe, input);
  const { row } = await record(client, [item], () => "");
  if (!row) throw new AppError("internal_error", "The database did not answer with the execution.");
  return row;
}

/**
 * Records up to 1,000 executions, all or nothing. `inserted` counts those recorded before by the same ids or key as well: a
 * repeated request is answered as the first.
 * @throws AppError with every issue by its index when any of them is refused; nothing is written then.
 */
export async function recordExecutionBatch(
  client: Client,
  items: ExecutionInput[],
  idempotency: Idempotency,
): Promise<{ inserted: number; ids: string[] }> {
  const { body } = idempotency;
  const key = await protectKey(client, { project: items[0]?.project }, idempotency.key);
  const bodyHmac = key && hmac(body);
  const safe = await protectItems(client, items, executionShape);
  const keyed = safe.map((input, index) =>
    bodyHmac
      ? { ...priced(input), key: `executions:${key}#${index}`, hmac: bodyHmac }
      : withOwnId(input, items[index] ?? input),
  );
  const { ids } = await record(client, keyed, (index) => `items.${index}`);
  return { inserted: ids.length, ids };
}

/** The name under which the price list knows the model goes with it, because the list is not in the database's hands. */
function priced({ provider, ...input }: ExecutionInput): Item {
  return { ...input, priced_as: input.model ? canonicalModel(input.model, provider) : null };
}

/** An execution with an id of the caller's is known again by it, alone or in a batch, and by what was sent. */
const withOwnId = (input: ExecutionInput, sent: ExecutionInput): Item =>
  input.id
    ? {
        ...priced(input),
        key: `execution-id:${input.id.toLowerCase()}`,
        hmac: hmac(JSON.stringify(sent)),
      }
    : priced(input);

async function record(client: Client, items: Item[], pathOf: (index: number) => string) {
  try {
    return await callFunction(client, "record_executions", { items: JSON.stringify(items) }, recorded);
  } catch (error) {
    throw toItemRefusal(error, pathOf);
  }
}

/**
 * Adds what is known later; every figure follows.
 * @throws AppError not_found when it does not exist for the caller; bad_request for an error of a successful execution;
 * forbidden.
 */
export async function updateExecution(
  client: Client,
  id: string,
  update: ExecutionUpdate,
): Promise<Execution> {
  const patch = await protectInput(client, { row: "execution", id }, update, executionShape);
  return callFunction(
    client,
    "update_execution",
    { execution_id: id, patch: JSON.stringify(patch) },
    execution,
  );
}

/**
 * Writes the audit entry of an export that begins.
 * @throws AppError forbidden when the caller may not export.
 */
export async function recordExecutionExport(client: Client, filter: ExecutionFilter): Promise<void> {
  await callFunction(client, "record_execution_export", { filter: JSON.stringify(filter) }, z.unknown());
}

/**
 * Writes the audit entry of a download of rows that begins.
 * @throws AppError forbidden when the caller may not export rows.
 */
export const recordExecutionRowsExport = (client: Client, filter: ExecutionFilter, format: string) =>
  recordRowsExport(client, "execution", filter, format);
