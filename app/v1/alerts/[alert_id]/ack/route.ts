import { acknowledgeAlertEndpoint } from "@/lib/costs/alerts/endpoints";
import { acknowledgeAlert } from "@/lib/costs/alerts/mutations";
import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";

// POST /v1/alerts/{alert_id}/ack - acknowledge an alert
export const POST = withRoute(acknowledgeAlertEndpoint, async ({ caller, params }) => ({
  body: await acknowledgeAlert(caller.client, params.alert_id),
}));

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
