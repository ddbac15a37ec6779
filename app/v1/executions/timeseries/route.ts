import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { getExecutionTimeseries } from "@/lib/learning/executions/endpoints";
import { summarizeExecutionsOverTime } from "@/lib/learning/executions/queries";

// GET /v1/executions/timeseries - success rate and the other figures over time
export const GET = withRoute(getExecutionTimeseries, async ({ caller, query }) => ({
  body: await summarizeExecutionsOverTime(caller.client, query),
}));

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
