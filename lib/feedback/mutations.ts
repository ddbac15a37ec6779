import "server-only";
import DataLoader from "dataloader";
import { z } from "zod";
import { hmac } from "@/lib/auth/hmac";
import { AppError, codeForStatus } from "@/lib/errors";
import { protectInput, protectItems, protectKey } from "@/lib/privacy/ingest";
import type { Shape } from "@/lib/privacy/protect";
import { rowId } from "@/lib/query/fields";
import { timestamp } from "@/lib/query/timestamp";
import { type Client, callFunction } from "@/lib/supabase/client";
import { toItemRefusal } from "@/lib/supabase/item-refusals";
import type { FeedbackFilter } from "./filter";
import { type Feedback, type FeedbackInput, type FeedbackUpdate, feedback } from "./schemas";

const outcome = z.union([
  z.object({
    status: z.literal("inserted"),
    id: rowId,
    project: z.string(),
    created_at: timestamp,
    updated_at: timestamp,
  }),
  z.object({ status: z.enum(["updated", "replayed"]), id: rowId, row: feedback }),
  z.object({ error: z.object({ status: z.int(), path: z.string().nullish(), message: z.string() }) }),
]);
type Outcome = z.infer<typeof outcome>;
type Item = FeedbackInput & { key?: string; hmac?: string };

/** What the fields of a vote are to the protection of personal data. */
const voteShape: Shape = {
  userIds: ["user_id"],
  ids: ["session_id", "response_id"],
  metadata: ["metadata"],
  // Of a vote in an experiment, whom it is about: the same subject as that of the executions.
  userIdInMetadata: { key: "subject", beside: "experiment" },
  kept: ["id", "created_at"],
};

/** Votes larger than this go to the database alone: a coalesced call stays small whatever strangers send beside it. */
const COALESCE_MAX_CHARS = 32_768;
const COALESCE_MAX_ITEMS = 100;

/** Calls under way at once per principal; votes that arrive meanwhile travel together in the next one. */
const COALESCE_MAX_CALLS = 3;

/**
 * Small votes that arrive while earlier ones are being written travel in one call, one loader per principal (its client):
 * each caller still waits for the commit and gets its own result. A vote that finds nothing under way does not wait. A call
 * that fails as a whole is repeated vote by vote, so that one bad row never fails a stranger's request.
 */
const loaders = new WeakMap<Client, DataLoader<Item, Outcome>>();

function loaderFor(client: Client): DataLoader<Item, Outcome> {
  const existing = loaders.get(client);
  if (existing) return existing;
  let calls = 0;
  const waiting: (() => void)[] = [];
  const loader = new DataLoader<Item, Outcome>(
    async (items) => {
      calls += 1;
      try {
        return await recordTogether(client, items);
      } finally {
        calls -= 1;
        waiting.shift()?.();
      }
    },
    {
      cache: false,
      maxBatchSize: COALESCE_MAX_ITEMS,
      batchScheduleFn: (dispatch) => {
        if (calls < COALESCE_MAX_CALLS) setImmediate(dispatch);
        else waiting.push(dispatch);
      },
    },
  );
  loaders.set(client, loader);
  return loader;
}

async function recordTogether(client: Client, items: readonly Item[]): Promise<(Outcome | Error)[]> {
  try {
    return await send(client, items, false);
  } catch (error) {
    if (items.length === 1) return [toError(error)];
    return Promise.all(
      items.map((item) => send(client, [item], false).then(([only]) => only ?? missing(), toError)),
    );
  }
}

async function send(client: Client, items: readonly Item[], atomic: boolean): Promise<Outcome[]> {
  const outcomes = await callFunction(
    client,
    "record_feedback",
    { items: JSON.stringify(items), atomic },
    z.array(outcome),
  );
  if (outcomes.length !== items.length) throw missing();
  return outcomes;
}

const missing = () => new AppError("internal_error", "The database did not answer for every vote.");
const toError = (error: unknown) => (error instanceof Error ? error : new Error(String(error)));

/**
 * Records one vote; returns when it is committed. `isNew` is false when it replaced the user's earlier vote on the same answer.
 * The same id or idempotency key with the same body answers as the first time, `isNew` included.
 * @throws AppError conflict when the id is taken or the key was used with another body; forbidden for another project;
 * bad_request where the project refuses personal data.
 */
export async function recordFeedback(
  client: Client,
  sent: FeedbackInput,
  idempotency: { key: string | undefined; body: string },
): Promise<{ vote: Feedback; isNew: boolean }> {
  const target = { project: sent.project };
  const input = await protectInput(client, target, sent, voteShape);
  const key = await protectKey(client, target, idempotency.key);
  const item = withKey(input, key && `key:${key}`, idempotency.body);
  const result =
    idempotency.body.length > COALESCE_MAX_CHARS
      ? ((await send(client, [item], false))[0] ?? missing())
      : await loaderFor(client).load(item);
  if (result instanceof Error) throw result;
  if ("error" in result) {
    const { status, path, message } = result.error;
    throw new AppError(
      codeForStatus(status),
      `${message.charAt(0).toUpperCase()}${message.slice(1)}.`,
      path ? { issues: [{ path, message }] } : {},
    );
  }
  if ("row" in result) return { vote: result.row, isNew: result.status === "replayed" };
  return { vote: composeVote(input, result), isNew: true };
}

/** A new row is what was sent and the few values the database added; it does not travel back. */
function composeVote(input: FeedbackInput, stored: Extract<Outcome, { status: "inserted" }>): Feedback {
  return {
    id: stored.id,
    query: input.query,
    response: input.response,
    model: input.model,
    rating: input.rating,
    intent: input.intent ?? null,
    project: stored.project,
    user_id: input.user_id ?? null,
    session_id: input.session_id ?? null,
    response_id: input.response_id ?? null,
    memory_used: input.memory_used ?? null,
    tools_called: input.tools_called ?? [],
    metadata: input.metadata ?? {},
    comment: input.comment ?? null,
    corrected_response: input.corrected_response ?? null,
    created_at: stored.created_at,
    updated_at: stored.updated_at,
  };
}

function withKey(input: FeedbackInput, key: string | undefined, body: string): Item {
  const name = key || (input.id && `id:${input.id.toLowerCase()}`);
  return name ? { ...input, key: name, hmac: hmac(body) } : input;
}

/**
 * Records up to 1,000 votes, all or nothing.
 * @throws AppError with every issue by its index when any of them is refused; nothing is written then.
 */
export async function recordFeedbackBatch(
  client: Client,
  items: FeedbackInput[],
  idempotency: { key: string | undefined; body: string },
): Promise<{ inserted: number; updated: number; ids: string[] }> {
  const { body } = idempotency;
  const key = await protectKey(client, { project: items[0]?.project }, idempotency.key);
  const safe = await protectItems(client, items, voteShape);
  const keyed = safe.map((item, index) =>
    // A repeated item is known by what was sent, whatever the settings are by then.
    withKey(item, key && `batch:${key}#${index}`, key ? body : JSON.stringify(items[index])),
  );
  let outcomes: Outcome[];
  try {
    outcomes = await send(client, keyed, true);
  } catch (error) {
    throw toItemRefusal(error, (index) => `items.${index}`);
  }
  const ids: string[] = [];
  let inserted = 0;
  for (const result of outcomes) {
    if ("error" in result) throw missing();
    ids.push(result.id);
    if (result.status !== "updated") inserted += 1;
  }
  return { inserted, updated: outcomes.length - inserted, ids };
}

/**
 * Changes the given fields of a vote and keeps a revision of what they were.
 * @throws AppError not_found; forbidden for fields the caller may not change; conflict when the vote changed since `expected_updated_at`.
 */
export async function updateFeedback(client: Client, id: string, update: FeedbackUpdate): Promise<Feedback> {
  const { expected_updated_at, ...sent } = update;
  const kept = await protectInput(client, { row: "feedback", id }, sent, voteShape);
  // A vote that moves comes under the settings of its new project as well.
  const patch = sent.project ? await protectInput(client, { project: sent.project }, kept, voteShape) : kept;
  return callFunction(
    client,
    "update_feedback",
    { feedback_id: id, patch: JSON.stringify(patch), expected_updated_at },
    feedback,
  );
}

/**
 * Deletes a vote; restoreFeedback() brings it back within 30 days.
 * @throws AppError not_found when it does not exist for the caller.
 */
export async function deleteFeedback(client: Client, id: string): Promise<void> {
  await callFunction(client, "delete_feedback", { feedback_id: id }, z.unknown());
}

/**
 * Undoes deleteFeedback(): the vote comes back with its id, times, revisions and counts.
 * @throws AppError not_found when there is no such deleted vote for the caller; conflict when the same user voted on the same answer since.
 */
export async function restoreFeedback(client: Client, id: string): Promise<Feedback> {
  return callFunction(client, "restore_feedback", { feedback_id: id }, feedback);
}

/**
 * Writes the audit entry of an export that begins.
 * @throws AppError forbidden when the caller may not export.
 */
export async function recordExport(
  client: Client,
  filter: FeedbackFilter,
  purpose: "rows" | "finetuning",
  format: string,
): Promise<void> {
  await callFunction(
    client,
    "record_export",
    { filter: JSON.stringify(filter), purpose, format },
    z.unknown(),
  );
}
