import { listAlertsEndpoint } from "@/lib/costs/alerts/endpoints";
import { listAlerts } from "@/lib/costs/alerts/queries";
import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";

// GET /v1/alerts - alerts, newest first
export const GET = withRoute(listAlertsEndpoint, async ({ caller, query }) => ({
  body: await listAlerts(caller.client, query),
}));

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
