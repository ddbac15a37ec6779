import type { ChartTable } from "@/lib/format/table";
import type { CostsByUserRow } from "./schemas";

const names = [
  "user_id",
  "total_interactions",
  "total_tokens",
  "total_cost",
  "unpriced",
  "avg_satisfaction",
  "satisfaction_count",
  "cost_efficiency",
] as const;

/** The rows of GET /v1/costs/by-user as they are. */
export function tabulateUsers(rows: readonly CostsByUserRow[]): ChartTable {
  return {
    columns: names.map((name) => ({ name, label: name })),
    rows: rows.map((row) => ({ values: names.map((name) => row[name]) })),
  };
}
