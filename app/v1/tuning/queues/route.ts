import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { createQueueEndpoint, listQueuesEndpoint } from "@/lib/tuning/queues/endpoints";
import { createQueue } from "@/lib/tuning/queues/mutations";
import { listQueues } from "@/lib/tuning/queues/queries";

// GET /v1/tuning/queues - queues with their progress
export const GET = withRoute(listQueuesEndpoint, async ({ caller, query }) => ({
  body: { data: await listQueues(caller.client, query) },
}));

// POST /v1/tuning/queues - create a queue
export const POST = withRoute(createQueueEndpoint, async ({ caller, body }) => {
  const made = await createQueue(caller.client, body);
  return { status: 201, body: made, headers: { location: `/v1/tuning/queues/${made.id}` } };
});

export const { PUT, PATCH, DELETE } = otherMethods("GET", "POST");
