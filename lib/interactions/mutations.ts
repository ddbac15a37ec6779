import "server-only";
import { z } from "zod";
import { hmac } from "@/lib/auth/hmac";
import { AppError } from "@/lib/errors";
import { canonicalModel } from "@/lib/pricing/canonical-model";
import { protectInput, protectItems, protectKey } from "@/lib/privacy/ingest";
import type { Shape } from "@/lib/privacy/protect";
import { rowId } from "@/lib/query/fields";
import { type Client, callFunction } from "@/lib/supabase/client";
import { toItemRefusal } from "@/lib/supabase/item-refusals";
import type { InteractionFilter } from "./filter";
import { type Interaction, type InteractionInput, type InteractionUpdate, interaction } from "./schemas";

type Idempotency = { key: string | undefined; body: string };
type Item = InteractionInput & { priced_as: string | null; key?: string; hmac?: string };

/** What the fields of an interaction are to the protection of personal data. */
const interactionShape: Shape = {
  userIds: ["user_id"],
  ids: ["external_conversation_id", "channel_id", "thread_ts"],
  metadata: ["escalation_metadata", "conversation_metadata"],
  free: {
    llm_metadata: [
      "tokens_used",
      "input_tokens",
      "output_tokens",
      "cached_tokens",
      "cost",
      "confidence",
      "avg_similarity",
    ],
  },
  kept: ["id", "conversation_id", "timestamp", "user_skill_assessment"],
};

const recorded = z.object({ ids: z.array(rowId), row: interaction.nullable() });

/**
 * Records one interaction and creates or continues its conversation; returns when it is committed. The same id or idempotency key
 * with the same body answers as the first time.
 * @throws AppError conflict when an id is taken or the key was used with another body; forbidden for another project.
 */
export async function recordInteraction(
  client: Client,
  input: InteractionInput,
  idempotency: Idempotency,
): Promise<Interaction> {
  const { body } = idempotency;
  const target = { project: input.project };
  const safe = await protectInput(client, target, input, interactionShape);
  const key = await protectKey(client, target, idempotency.key);
  const item = key
    ? { ...priced(safe), key: `interaction:${key}`, hmac: hmac(body) }
    : withOwnId(safe, input);
  const { row } = await record(client, [item], () => "");
  if (!row) throw new AppError("internal_error", "The database did not answer with the interaction.");
  return row;
}

/**
 * Records up to 1,000 interactions, all or nothing. `inserted` counts those recorded before by the same ids or key as well: a
 * repeated request is answered as the first.
 * @throws AppError with every issue by its index when any of them is refused; nothing is written then.
 */
export async function recordInteractionBatch(
  client: Client,
  items: InteractionInput[],
  idempotency: Idempotency,
): Promise<{ inserted: number; ids: string[] }> {
  const { body } = idempotency;
  const key = await protectKey(client, { project: items[0]?.project }, idempotency.key);
  const bodyHmac = key && hmac(body);
  const safe = await protectItems(client, items, interactionShape);
  const keyed = safe.map((input, index) =>
    bodyHmac
      ? { ...priced(input), key: `interactions:${key}#${index}`, hmac: bodyHmac }
      : withOwnId(input, items[index] ?? input),
  );
  const { ids } = await record(client, keyed, (index) => `items.${index}`);
  return { inserted: ids.length, ids };
}

/** The name under which the price list knows the model goes with it, because the list is not in the database's hands. */
function priced(input: InteractionInput): Item {
  const { model, provider } = input.llm_metadata ?? {};
  return { ...input, priced_as: model ? canonicalModel(model, provider) : null };
}

/** An interaction with an id of the caller's is known again by it, alone or in a batch, and by what was sent. */
const withOwnId = (input: InteractionInput, sent: InteractionInput): Item =>
  input.id
    ? {
        ...priced(input),
        key: `interaction-id:${input.id.toLowerCase()}`,
        hmac: hmac(JSON.stringify(sent)),
      }
    : priced(input);

async function record(client: Client, items: Item[], pathOf: (index: number) => string) {
  try {
    return await callFunction(client, "record_interactions", { items: JSON.stringify(items) }, recorded);
  } catch (error) {
    throw toItemRefusal(error, pathOf);
  }
}

/**
 * Adds what is known later; every figure follows.
 * @throws AppError not_found when it does not exist for the caller; forbidden.
 */
export async function updateInteraction(
  client: Client,
  id: string,
  update: InteractionUpdate,
): Promise<Interaction> {
  const patch = await protectInput(client, { row: "interaction", id }, update, interactionShape);
  return callFunction(
    client,
    "update_interaction",
    { interaction_id: id, patch: JSON.stringify(patch) },
    interaction,
  );
}

/**
 * Writes the audit entry of an export that begins.
 * @throws AppError forbidden when the caller may not export.
 */
export async function recordInteractionExport(
  client: Client,
  filter: InteractionFilter,
  format: string,
): Promise<void> {
  await callFunction(
    client,
    "record_interaction_export",
    { filter: JSON.stringify(filter), format },
    z.unknown(),
  );
}
