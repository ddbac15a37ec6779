import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { runPromptEndpoint } from "@/lib/learning/run/endpoints";
import { runPrompt } from "@/lib/learning/run/mutations";

// POST /v1/prompts/run - composes a prompt, asks the configured model until its plan is valid, and records the result
export const POST = withRoute(runPromptEndpoint, async ({ caller, body, request }) => ({
  body: await runPrompt(caller.client, body, request.signal),
}));

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
