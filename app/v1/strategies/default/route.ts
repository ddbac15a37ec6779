import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { setDefaultStrategyEndpoint } from "@/lib/learning/strategies/endpoints";
import { setDefaultStrategy } from "@/lib/learning/strategies/mutations";

// PUT /v1/strategies/default - what a project composes with
export const PUT = withRoute(setDefaultStrategyEndpoint, async ({ caller, body }) => ({
  body: await setDefaultStrategy(caller.client, body),
}));

export const { GET, POST, PATCH, DELETE } = otherMethods("PUT");
