import { z } from "zod";
import { label, projectField } from "@/lib/query/fields";

/** POST /v1/action-plans/validate. */
export const planCheckInput = z
  .strictObject({
    action_plan: z.json().meta({ description: "The plan as the model gave it: any JSON.", override: {} }),
    available_columns: z.array(z.string().max(500)).max(1000).nullish(),
    strategy: label("strategy")
      .nullish()
      .meta({ description: "name or name@version; left out: the project's default." }),
    project: projectField,
  })
  .meta({ id: "PlanCheckInput" });
export type PlanCheckInput = z.infer<typeof planCheckInput>;

/** schema = against the JSON Schema; the others are about what the plan means. */
export const planIssueKinds = [
  "schema",
  "unknown_column",
  "unknown_method",
  "incomplete_instructions",
] as const;
export const planIssue = z.object({
  path: z.string().meta({ description: "JSON pointer (RFC 6901) into the plan; empty = the whole." }),
  message: z.string().meta({ description: "A sentence that a model can act on." }),
  kind: z.enum(planIssueKinds),
});
export type PlanIssue = z.infer<typeof planIssue>;

export const planCheck = z
  .object({
    valid: z.boolean(),
    issues: z.array(planIssue),
    strategy: z.object({ name: z.string(), version: z.int() }),
  })
  .meta({ id: "PlanCheck" });
export type PlanCheck = z.infer<typeof planCheck>;
