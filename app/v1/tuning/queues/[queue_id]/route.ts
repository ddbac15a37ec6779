import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { deleteQueueEndpoint, getQueueEndpoint, updateQueueEndpoint } from "@/lib/tuning/queues/endpoints";
import { deleteQueue, updateQueue } from "@/lib/tuning/queues/mutations";
import { getQueue } from "@/lib/tuning/queues/queries";

// GET /v1/tuning/queues/{queue_id} - one queue with its progress
export const GET = withRoute(getQueueEndpoint, async ({ caller, params }) => ({
  body: await getQueue(caller.client, params.queue_id),
}));

// PATCH /v1/tuning/queues/{queue_id} - change a queue; its turns follow
export const PATCH = withRoute(updateQueueEndpoint, async ({ caller, params, body }) => ({
  body: await updateQueue(caller.client, params.queue_id, body),
}));

// DELETE /v1/tuning/queues/{queue_id} - delete a queue; reviews stay
export const DELETE = withRoute(deleteQueueEndpoint, async ({ caller, params }) => {
  await deleteQueue(caller.client, params.queue_id);
  return { status: 204 };
});

export const { POST, PUT } = otherMethods("GET", "PATCH", "DELETE");
