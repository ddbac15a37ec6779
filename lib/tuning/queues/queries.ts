import "server-only";
import { z } from "zod";
import { type Client, callFunction } from "@/lib/supabase/client";
import { type Queue, type QueueListQuery, type QueueSummary, queue, queueSummary } from "./schemas";

/** Queues of the caller's projects with their progress; open ones first, by name. */
export async function listQueues(client: Client, query: QueueListQuery): Promise<Queue[]> {
  return callFunction(client, "list_review_queues", query, z.array(queue));
}

/**
 * One queue with its progress.
 * @throws AppError not_found when it does not exist for the caller.
 */
export async function getQueue(client: Client, id: string): Promise<Queue> {
  return callFunction(client, "get_review_queue", { queue_id: id }, queue);
}

/**
 * What the caller has said of the turns of a queue.
 * @throws AppError not_found when the queue does not exist for the caller.
 */
export async function summarizeMyReviews(client: Client, id: string): Promise<QueueSummary> {
  return callFunction(client, "summarize_my_reviews", { queue_id: id }, queueSummary);
}
