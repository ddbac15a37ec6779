import { getCostForecast } from "@/lib/costs/forecast/endpoints";
import { forecastCosts } from "@/lib/costs/forecast/queries";
import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";

// GET /v1/costs/forecast - the running month, or a budget's period, with its 80 % band
export const GET = withRoute(getCostForecast, async ({ caller, query }) => ({
  body: await forecastCosts(caller.client, query),
}));

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
