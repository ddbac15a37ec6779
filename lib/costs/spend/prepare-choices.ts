import { type CostGroup, type CostsDailyRow, NO_MODEL } from "./schemas";

/** The values of a group with their interactions, the most first. */
export function countGroups(
  rows: readonly CostsDailyRow[],
  group: CostGroup,
): { value: string; label: string; count: number }[] {
  const totals = new Map<string, number>();
  for (const row of rows) {
    const value = row[group] ?? NO_MODEL;
    totals.set(value, (totals.get(value) ?? 0) + row.total_interactions);
  }
  return [...totals]
    .sort(([a, x], [b, y]) => y - x || a.localeCompare(b))
    .map(([value, count]) => ({ value, label: value === NO_MODEL ? "No model" : value, count }));
}
