import { fetchJson } from "@/lib/http/fetch-json";
import type { PlanCheck, PlanCheckInput } from "./schemas";

/** POST /v1/action-plans/validate. @throws ApiError */
export const checkPlan = (input: PlanCheckInput) =>
  fetchJson<PlanCheck>("/v1/action-plans/validate", { method: "POST", body: input });
