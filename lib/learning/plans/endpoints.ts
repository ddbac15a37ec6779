import { defineEndpoint } from "@/lib/http/endpoint";
import { planCheck, planCheckInput } from "./schemas";

export const validatePlanEndpoint = defineEndpoint({
  method: "POST",
  path: "/v1/action-plans/validate",
  tag: "learning",
  summary: "Check an action plan",
  description:
    "Against the JSON Schema of the strategy (2020-12; the action-plan schema where it brings none), then what the plan means: columns that are not among `available_columns` (checked when given), methods that the knowledge base does not allow for the task, operations whose execution instructions are not complete. Each issue says where (JSON pointer) and, in a sentence that can be sent back to the model, what is expected and what was given; at most 100. An operation `type` may be anything. Stores nothing. The plan is given as JSON, not as text.",
  access: { allowed: "Members, and keys with scope read." },
  body: planCheckInput,
  responses: { 200: { description: "Whether the plan is valid, and why not", schema: planCheck } },
});
