import { defineEndpoint } from "@/lib/http/endpoint";
import { runInput, runResult } from "../prompts/schemas";

export const runPromptEndpoint = defineEndpoint({
  method: "POST",
  path: "/v1/prompts/run",
  tag: "learning",
  summary: "Compose a prompt, ask the configured model, and ask again until its plan is valid",
  description:
    "A progressive strategy asks with the simple prompt first; an invalid plan is asked for again with the full prompt, then up to max_retries times with what was wrong. The result is recorded as an interaction (tokens and cost of all attempts) and an execution, both or neither. An answer that never gets valid is a 200 with success false. When the model gives no answer at all, nothing is recorded; when it fails after an invalid answer, what was answered is recorded as failed, and the problem names execution_id and interaction_id. Closing the connection cancels the run.",
  access: { allowed: "Product owners and admins, and keys with the scopes ingest and read." },
  body: runInput,
  responses: {
    200: { description: "The last attempt's plan, or why it is none", schema: runResult },
    502: {
      description: "The model's server failed, refused, cannot be reached, or gave no answer (model_failed)",
    },
    503: {
      description:
        "No model is connected (model_not_connected), or it is asked too often (model_busy, with its Retry-After)",
    },
    504: { description: "The model did not answer within the strategy's time (model_timeout)" },
  },
});
