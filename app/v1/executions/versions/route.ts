import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { listExecutionVersions } from "@/lib/learning/executions/endpoints";
import { listVersions } from "@/lib/learning/executions/queries";

// GET /v1/executions/versions - when each version came, with the figures before and after
export const GET = withRoute(listExecutionVersions, async ({ caller, query }) => ({
  body: { data: await listVersions(caller.client, query.filter) },
}));

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
