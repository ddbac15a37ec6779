import "server-only";
import { z } from "zod";
import { type Client, callFunction } from "@/lib/supabase/client";
import { type NextTurn, nextTurn, type Queue, type QueueInput, type QueueUpdate, queue } from "./schemas";

/**
 * Makes a queue and fills it with the turns that meet its rules.
 * @throws AppError forbidden; conflict naming `name` when the project has a queue of this name.
 */
export async function createQueue(client: Client, input: QueueInput): Promise<Queue> {
  return callFunction(client, "create_review_queue", { input: JSON.stringify(input) }, queue);
}

/**
 * Changes the given fields of a queue; its turns follow.
 * @throws AppError not_found; forbidden; conflict when the name is taken or it changed since `expected_updated_at`.
 */
export async function updateQueue(client: Client, id: string, update: QueueUpdate): Promise<Queue> {
  const { expected_updated_at, ...patch } = update;
  return callFunction(
    client,
    "update_review_queue",
    { queue_id: id, patch: JSON.stringify(patch), expected_updated_at },
    queue,
  );
}

/** Deletes a queue; reviews and notes stay. @throws AppError not_found, forbidden */
export async function deleteQueue(client: Client, id: string): Promise<void> {
  await callFunction(client, "delete_review_queue", { queue_id: id }, z.unknown());
}

/**
 * Claims the next turn of a queue for 10 minutes, or says why there is none.
 * @throws AppError not_found when the queue does not exist for the caller.
 */
export async function claimNextTurn(client: Client, id: string): Promise<NextTurn> {
  return callFunction(client, "claim_next_turn", { queue_id: id }, nextTurn);
}
