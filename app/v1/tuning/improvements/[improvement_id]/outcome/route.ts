import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { getImprovementOutcome } from "@/lib/tuning/improvements/endpoints";
import { observeImprovement } from "@/lib/tuning/improvements/queries";

// GET /v1/tuning/improvements/{improvement_id}/outcome - turns before and after a note was applied
export const GET = withRoute(getImprovementOutcome, async ({ caller, params }) => ({
  body: await observeImprovement(caller.client, params.improvement_id),
}));

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
