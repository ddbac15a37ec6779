import { z } from "zod";
import { label, rowId } from "@/lib/query/fields";
import { anyOf, flag, single } from "@/lib/query/parameters";
import { timestamp } from "@/lib/query/timestamp";

export const budgetScopes = ["all", "project", "agent", "model", "user"] as const;
export const budgetPeriods = ["day", "month"] as const;
export const budgetActions = ["notify", "throttle", "block"] as const;

const money = z.coerce.number().meta({ description: "USD" });
const limit = z.number().positive("must be more than 0").max(1e9, "must be at most 1,000,000,000");
const warnPercent = z.int().min(1, "must be from 1 to 100").max(100, "must be from 1 to 100");

export const budgetInput = z
  .strictObject({
    name: label("name"),
    scope: z.enum(budgetScopes, `must be one of ${budgetScopes.join(", ")}`),
    project: label("project")
      .nullish()
      .meta({ description: "Needed for scope project; narrows agent, model and user." }),
    agent_type: label("agent_type").nullish(),
    model: label("model").nullish(),
    user_id: label("user_id").nullish(),
    period: z.enum(budgetPeriods, "must be day or month"),
    limit_usd: limit,
    warn_percent: warnPercent.default(80),
    action: z.enum(budgetActions, `must be one of ${budgetActions.join(", ")}`).default("notify"),
    is_active: z.boolean().default(true),
  })
  .superRefine((value, context) => {
    const own = { all: null, project: "project", agent: "agent_type", model: "model", user: "user_id" }[
      value.scope
    ];
    const issue = (path: string, message: string) =>
      context.addIssue({ code: "custom", path: [path], message });
    for (const name of ["project", "agent_type", "model", "user_id"] as const) {
      if (name === own && value[name] == null) issue(name, `is required for scope ${value.scope}`);
      const mayNarrow = name === "project" && value.scope !== "all";
      if (name !== own && !mayNarrow && value[name] != null)
        issue(name, `does not belong to scope ${value.scope}`);
    }
  })
  .meta({
    id: "BudgetInput",
    example: { name: "Everything, a month", scope: "all", period: "month", limit_usd: 500 },
  });
export type BudgetInput = z.infer<typeof budgetInput>;

export const budgetUpdate = z
  .strictObject({
    name: label("name").optional(),
    limit_usd: limit.optional(),
    warn_percent: warnPercent.optional(),
    action: z.enum(budgetActions).optional(),
    is_active: z.boolean().optional(),
    expected_version: z
      .int()
      .optional()
      .meta({ description: "The version you read; 409 when someone has changed the budget since." }),
  })
  .meta({ id: "BudgetUpdate" });
export type BudgetUpdate = z.infer<typeof budgetUpdate>;

const spend = z.object({
  period_start: z.string(),
  period_end: z.string().meta({ description: "First UTC day after the period." }),
  spent_usd: money,
  remaining_usd: money.meta({ description: "Never below 0." }),
  used_percent: z.coerce.number(),
  state: z.enum(["ok", "warning", "exceeded"]),
});
export const budget = z
  .object({
    id: rowId,
    name: z.string(),
    scope: z.enum(budgetScopes),
    project: z.string().nullable(),
    agent_type: z.string().nullable(),
    model: z.string().nullable(),
    user_id: z.string().nullable(),
    period: z.enum(budgetPeriods),
    limit_usd: money,
    warn_percent: z.int(),
    action: z.enum(budgetActions),
    is_active: z.boolean(),
    version: z.int(),
    current: spend.meta({ description: "The running period." }),
    created_at: timestamp,
    updated_at: timestamp,
  })
  .meta({ id: "Budget" });
export type Budget = z.infer<typeof budget>;
export const budgetsResult = z.object({ data: z.array(budget) });

export const budgetCheckQuery = z.strictObject({
  project: single(
    label("project"),
    "Project; left out: the only one of the caller, else default.",
  ).optional(),
  model: single(label("model"), "Model.").optional(),
  agent_type: single(label("agent_type"), "Agent.").optional(),
  user_id: single(label("user_id"), "End user.").optional(),
});
export type BudgetCheckQuery = z.output<typeof budgetCheckQuery>;

/** GET /v1/budgets/check: the strictest of what the matching budgets say. */
export const budgetCheck = z
  .object({
    action: z.enum(["allow", "warn", "throttle", "block"]),
    retry_after_seconds: z
      .int()
      .nullable()
      .meta({ description: "Until the period of the budget that throttles or blocks is over." }),
    budgets: z.array(
      z.object({
        id: rowId,
        name: z.string().meta({
          description: "“Installation budget” for one that the caller may not see; its amounts are null.",
        }),
        scope: z.enum(budgetScopes),
        period: z.enum(budgetPeriods),
        action: z.enum(["allow", "warn", "throttle", "block"]),
        limit_usd: money.nullable(),
        spent_usd: money.nullable(),
        remaining_usd: money.nullable(),
        used_percent: z.coerce.number(),
        period_end: z.string(),
      }),
    ),
  })
  .meta({ id: "BudgetCheck" });
export type BudgetCheck = z.infer<typeof budgetCheck>;

export const budgetsQuery = z.strictObject({
  project: anyOf("Project.").optional(),
  is_active: flag("Only budgets in force (true), or the others.").optional(),
});
export type BudgetsQuery = z.output<typeof budgetsQuery>;
