import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { listStrategiesEndpoint, saveStrategyEndpoint } from "@/lib/learning/strategies/endpoints";
import { saveStrategy } from "@/lib/learning/strategies/mutations";
import { listStrategies } from "@/lib/learning/strategies/queries";

// GET /v1/strategies - strategies of a project, or the versions of one
export const GET = withRoute(listStrategiesEndpoint, async ({ caller, query }) => ({
  body: await listStrategies(caller.client, query),
}));

// POST /v1/strategies - save the next version
export const POST = withRoute(saveStrategyEndpoint, async ({ caller, body }) => ({
  status: 201,
  body: await saveStrategy(caller.client, body),
}));

export const { PUT, PATCH, DELETE } = otherMethods("GET", "POST");
