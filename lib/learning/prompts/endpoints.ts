import { z } from "zod";
import { defineEndpoint } from "@/lib/http/endpoint";
import { rowId } from "@/lib/query/fields";
import {
  composedPrompt,
  composeInput,
  testCase,
  testCaseInput,
  testCaseList,
  testCaseQuery,
} from "./schemas";

const tag = "learning";
const readers = { allowed: "Members, and keys with scope read." };
const owners = { allowed: "Product owners and admins, in their projects." };

export const composePromptEndpoint = defineEndpoint({
  method: "POST",
  path: "/v1/prompts/compose",
  tag,
  summary: "Compose a prompt of what worked before",
  description:
    "One system message with the sections of the strategy, each within its budget of tokens, and the user's prompt as it is. `trace` says where each part came from and what was left out; `report` is what to send with POST /v1/executions. 400 naming `user_prompt` when it alone is larger than the whole budget, `strategy` or `experiment` when there is none; 409 for an experiment that is not running. Stores nothing.",
  access: readers,
  body: composeInput,
  responses: { 200: { description: "The prompt", schema: composedPrompt } },
});

export const listTestCasesEndpoint = defineEndpoint({
  method: "GET",
  path: "/v1/test-cases",
  tag,
  summary: "List the test cases of a project",
  description: "Prompts that were kept to try strategies on, by name, at most 200.",
  access: readers,
  query: testCaseQuery,
  responses: { 200: { description: "The test cases", schema: testCaseList } },
});

export const saveTestCaseEndpoint = defineEndpoint({
  method: "POST",
  path: "/v1/test-cases",
  tag,
  summary: "Keep a prompt as a test case",
  description:
    "`input` can be sent to POST /v1/prompts/compose as it is. 409 when the project has one of the name, or the id is taken.",
  access: owners,
  body: testCaseInput,
  responses: { 201: { description: "Kept", schema: testCase } },
});

export const deleteTestCaseEndpoint = defineEndpoint({
  method: "DELETE",
  path: "/v1/test-cases/{test_case_id}",
  tag,
  summary: "Remove a test case",
  description: "Sending it again with its id brings it back.",
  access: owners,
  params: z.object({ test_case_id: rowId }),
  responses: { 204: { description: "Removed" } },
});
