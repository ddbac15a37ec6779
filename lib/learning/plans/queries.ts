import "server-only";
import type { Client } from "@/lib/supabase/client";
import { readKnowledge } from "../knowledge/queries";
import { findStrategy } from "../strategies/queries";
import { actionPlanSchema } from "./action-plan-schema";
import type { PlanCheck, PlanCheckInput } from "./schemas";
import { validatePlan } from "./validate";

/**
 * What is wrong with a plan by the schema of a strategy (the action-plan schema where it brings none), the knowledge base of the
 * project, and the columns where they are given.
 * @throws AppError bad_request for a strategy that there is not; not_found for a project that the caller does not know.
 */
export async function checkPlan(
  client: Client,
  { action_plan, available_columns, strategy, project }: PlanCheckInput,
): Promise<PlanCheck> {
  const [found, knowledge] = await Promise.all([
    findStrategy(client, { project, strategy }),
    readKnowledge(client, project),
  ]);
  const issues = validatePlan(action_plan, {
    schema: found.body.output_schema ?? actionPlanSchema,
    knowledge: knowledge.document,
    availableColumns: available_columns ?? null,
  });
  return { valid: issues.length === 0, issues, strategy: { name: found.name, version: found.version } };
}
