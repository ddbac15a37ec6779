import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { getKnowledgeEndpoint, putKnowledgeEndpoint } from "@/lib/learning/knowledge/endpoints";
import { saveKnowledge } from "@/lib/learning/knowledge/mutations";
import { getKnowledge } from "@/lib/learning/knowledge/queries";

// GET /v1/knowledge - the knowledge base of a project
export const GET = withRoute(getKnowledgeEndpoint, async ({ caller, query }) => ({
  body: await getKnowledge(caller.client, query),
}));

// PUT /v1/knowledge - save a new version of it
export const PUT = withRoute(putKnowledgeEndpoint, async ({ caller, body }) => ({
  body: await saveKnowledge(caller.client, body),
}));

export const { POST, PATCH, DELETE } = otherMethods("GET", "PUT");
