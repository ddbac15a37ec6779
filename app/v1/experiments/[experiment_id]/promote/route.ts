import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { promoteVariantEndpoint } from "@/lib/learning/experiments/endpoints";
import { promoteVariant } from "@/lib/learning/experiments/mutations";

// POST /v1/experiments/{experiment_id}/promote - make a variant the default of the project
export const POST = withRoute(promoteVariantEndpoint, async ({ caller, params, body }) => ({
  body: await promoteVariant(caller.client, params.experiment_id, body.variant),
}));

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
