import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { runRetentionEndpoint } from "@/lib/tuning/retention/endpoints";
import { runRetention } from "@/lib/tuning/retention/mutations";

// POST /v1/tuning/retention/run - archive old sessions or delete old archives, or count them
export const POST = withRoute(runRetentionEndpoint, async ({ caller, body }) => ({
  body: await runRetention(caller.client, body),
}));

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
