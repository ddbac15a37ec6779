import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { listTaskExamplesEndpoint } from "@/lib/learning/knowledge/endpoints";
import { listTaskExamples } from "@/lib/learning/knowledge/queries";

// GET /v1/knowledge/examples - curated examples of a task
export const GET = withRoute(listTaskExamplesEndpoint, async ({ caller, query }) => ({
  body: { data: await listTaskExamples(caller.client, query.task, query.project) },
}));

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
