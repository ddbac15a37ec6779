import { z } from "zod";
import { defineEndpoint } from "@/lib/http/endpoint";
import { rowId } from "@/lib/query/fields";
import { nextTurn, queue, queueInput, queueList, queueListQuery, queueSummary, queueUpdate } from "./schemas";

const tag = "tuning";
const queueId = z.object({ queue_id: rowId });
const readers = { allowed: "Members, and keys with scope read or export." };
const reviewers = { allowed: "Members." };
const owners = { allowed: "Product owners and admins." };

export const listQueuesEndpoint = defineEndpoint({
  method: "GET",
  path: "/v1/tuning/queues",
  tag,
  summary: "List review queues with their progress",
  access: readers,
  query: queueListQuery,
  responses: { 200: { description: "The queues, open ones first, by name", schema: queueList } },
});

export const createQueueEndpoint = defineEndpoint({
  method: "POST",
  path: "/v1/tuning/queues",
  tag,
  summary: "Create a review queue",
  description:
    "The turns of the project that meet every rule enter it, now and when they are recorded later. 409 when the project has a queue of this name.",
  access: owners,
  body: queueInput,
  responses: { 201: { description: "Created", schema: queue } },
});

export const getQueueEndpoint = defineEndpoint({
  method: "GET",
  path: "/v1/tuning/queues/{queue_id}",
  tag,
  summary: "Read a review queue with its progress",
  access: readers,
  params: queueId,
  responses: { 200: { description: "The queue", schema: queue } },
});

export const updateQueueEndpoint = defineEndpoint({
  method: "PATCH",
  path: "/v1/tuning/queues/{queue_id}",
  tag,
  summary: "Change a review queue",
  description:
    "Only the fields sent are changed. Turns that now meet the rules enter; turns that no longer do leave unless someone has begun them. 409 when `expected_updated_at` is not the stored time.",
  access: owners,
  params: queueId,
  body: queueUpdate,
  responses: { 200: { description: "The changed queue", schema: queue } },
});

export const deleteQueueEndpoint = defineEndpoint({
  method: "DELETE",
  path: "/v1/tuning/queues/{queue_id}",
  tag,
  summary: "Delete a review queue",
  description: "Reviews and notes stay.",
  access: owners,
  params: queueId,
  responses: { 204: { description: "Deleted" } },
});

export const claimNextTurnEndpoint = defineEndpoint({
  method: "POST",
  path: "/v1/tuning/queues/{queue_id}/next",
  tag,
  summary: "Claim the next turn",
  description:
    "Your own live claim comes first; then the first free turn in the order of the queue that you have neither done nor skipped. A claim lasts 10 minutes and is renewed by every saved draft and by POST .../claim. Without a turn, `reason` says why.",
  access: reviewers,
  params: queueId,
  responses: { 200: { description: "The turn, or none", schema: nextTurn } },
});

export const getQueueSummaryEndpoint = defineEndpoint({
  method: "GET",
  path: "/v1/tuning/queues/{queue_id}/summary",
  tag,
  summary: "Read what you have said of the turns of a queue",
  description: "Your finished and skipped turns, your notes by category, and your better answers.",
  access: reviewers,
  params: queueId,
  responses: { 200: { description: "Your totals", schema: queueSummary } },
});
