import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { composePromptEndpoint } from "@/lib/learning/prompts/endpoints";
import { getComposedPrompt } from "@/lib/learning/prompts/queries";

// POST /v1/prompts/compose - a prompt made of what worked before
export const POST = withRoute(composePromptEndpoint, async ({ caller, body }) => ({
  body: await getComposedPrompt(caller.client, body),
}));

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
