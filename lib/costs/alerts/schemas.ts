import { z } from "zod";
import { cursor } from "@/lib/query/cursor";
import { pageOf, rowId } from "@/lib/query/fields";
import { anyOf, flag, integer, single } from "@/lib/query/parameters";
import { timestamp } from "@/lib/query/timestamp";

export const alertTypes = [
  "daily_cost_warning",
  "daily_cost_exceeded",
  "monthly_cost_warning",
  "monthly_cost_exceeded",
  "monthly_cost_forecast",
] as const;

export const alert = z
  .object({
    id: rowId,
    type: z.enum(alertTypes),
    project: z.string().nullable(),
    budget_id: rowId.nullable(),
    budget_name: z.string(),
    period_start: z.string(),
    amount: z.coerce
      .number()
      .meta({ description: "USD spent, or forecast, when the threshold was crossed." }),
    threshold: z.coerce.number().meta({ description: "USD." }),
    created_at: timestamp,
    acknowledged_at: timestamp.nullable(),
    acknowledged_by: z
      .string()
      .nullable()
      .meta({ description: "Who acknowledged it: a person's e-mail or a key's name." }),
  })
  .meta({ id: "Alert" });
export type Alert = z.infer<typeof alert>;
export const alertPage = pageOf(alert).extend({
  open: z.coerce.number().meta({ description: "Alerts that nobody has acknowledged." }),
});
export type AlertPage = z.infer<typeof alertPage>;

export const alertsQuery = z.strictObject({
  project: anyOf("Project.").optional(),
  type: anyOf("Type.")
    .pipe(z.array(z.enum(alertTypes, `must be one of ${alertTypes.join(", ")}`)))
    .optional(),
  budget_id: single(rowId, "Budget.").optional(),
  acknowledged: flag("Only acknowledged (true) or open alerts.").optional(),
  limit: integer(1, 1000, "Rows a page.").default(50),
  cursor: single(cursor, "next_cursor of the page before.").optional(),
});
export type AlertsQuery = z.output<typeof alertsQuery>;
