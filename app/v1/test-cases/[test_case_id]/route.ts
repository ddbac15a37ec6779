import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { deleteTestCaseEndpoint } from "@/lib/learning/prompts/endpoints";
import { deleteTestCase } from "@/lib/learning/prompts/mutations";

// DELETE /v1/test-cases/{test_case_id} - remove one
export const DELETE = withRoute(deleteTestCaseEndpoint, async ({ caller, params }) => {
  await deleteTestCase(caller.client, params.test_case_id);
  return { status: 204 };
});

export const { GET, POST, PUT, PATCH } = otherMethods("DELETE");
