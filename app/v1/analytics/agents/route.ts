import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { summarizeAgentsEndpoint } from "@/lib/interactions/agents/endpoints";
import { summarizeAgents } from "@/lib/interactions/agents/queries";

// GET /v1/analytics/agents - agents side by side, or per model, project, channel or day
export const GET = withRoute(summarizeAgentsEndpoint, async ({ caller, query }) => ({
  body: { data: await summarizeAgents(caller.client, query) },
}));

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
