import { z } from "zod";
import { defineEndpoint } from "@/lib/http/endpoint";
import { rowId } from "@/lib/query/fields";
import { alert, alertPage, alertsQuery } from "./schemas";

const tag = "costs";

export const listAlertsEndpoint = defineEndpoint({
  method: "GET",
  path: "/v1/alerts",
  tag,
  summary: "List alerts, newest first",
  description:
    "One alert for each time that spend crosses the warning or the limit of a budget. A caller limited to projects sees those of budgets that name one of them.",
  access: { allowed: "Members, and keys with scope read." },
  query: alertsQuery,
  responses: { 200: { description: "A page of alerts", schema: alertPage } },
});

export const acknowledgeAlertEndpoint = defineEndpoint({
  method: "POST",
  path: "/v1/alerts/{alert_id}/ack",
  tag,
  summary: "Acknowledge an alert",
  description: "Whoever acknowledges it first stays; doing it again changes nothing.",
  access: { allowed: "Product owners and admins." },
  params: z.object({ alert_id: rowId }),
  responses: { 200: { description: "The alert", schema: alert } },
});
