import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { listTestCasesEndpoint, saveTestCaseEndpoint } from "@/lib/learning/prompts/endpoints";
import { saveTestCase } from "@/lib/learning/prompts/mutations";
import { listTestCases } from "@/lib/learning/prompts/queries";

// GET /v1/test-cases - prompts that were kept to try strategies on
export const GET = withRoute(listTestCasesEndpoint, async ({ caller, query }) => ({
  body: { data: await listTestCases(caller.client, query.project) },
}));

// POST /v1/test-cases - keep one
export const POST = withRoute(saveTestCaseEndpoint, async ({ caller, body }) => ({
  status: 201,
  body: await saveTestCase(caller.client, body),
}));

export const { PUT, PATCH, DELETE } = otherMethods("GET", "POST");
