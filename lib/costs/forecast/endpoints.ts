import { defineEndpoint } from "@/lib/http/endpoint";
import { forecastQuery, forecastResult } from "./schemas";

export const getCostForecast = defineEndpoint({
  method: "GET",
  path: "/v1/costs/forecast",
  tag: "costs",
  summary: "Forecast of the running month, or of a budget's period",
  description:
    "What the period will have cost at its end with an 80 % band, and the day on which the limit of the budget is crossed. Null with the reason where there is too little data. How good forecasts of one day were is under `backtest`.",
  access: { allowed: "Members, and keys with scope read or export; a budget needs scope read." },
  query: forecastQuery,
  responses: { 200: { description: "The forecast", schema: forecastResult } },
});
