import { formatUsd } from "@/lib/format/number";
import type { Alert } from "./schemas";

/** Types of alerts as people read them. */
export const alertTypeNames: Record<Alert["type"], string> = {
  daily_cost_warning: "Day near its limit",
  daily_cost_exceeded: "Day over its limit",
  monthly_cost_warning: "Month near its limit",
  monthly_cost_exceeded: "Month over its limit",
  monthly_cost_forecast: "Month likely to pass its limit",
};

/** How bad it is, for its colour. */
export const alertTone = (type: Alert["type"]) => (type.endsWith("_exceeded") ? "negative" : "warning");

/** What was crossed: "$12.00 spent, threshold $10.00". */
export const describeAlert = ({ type, amount, threshold }: Alert): string =>
  `${formatUsd(amount)} ${type === "monthly_cost_forecast" ? "expected" : "spent"}, ${type.endsWith("_warning") ? "warns at" : "limit"} ${formatUsd(threshold)}`;
