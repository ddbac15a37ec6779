import { formatCount } from "@/lib/format/number";
import type { ExportReport } from "./schemas";

const parts = new Map([
  [0.25, "a quarter"],
  [0.5, "half"],
  [0.75, "three quarters"],
]);

/**
 * What weights do, in one sentence: "1,240 rows: 800 × 2, 300 × 1, 140 half → 1,970 lines". Where lines hold their weight:
 * "1,240 rows: 800 with weight 2, 440 with weight 0.5 → 1,240 lines". Rows that something else left out are not in it.
 */
export function describeWeights(weights: ExportReport["weights"], carriesWeight: boolean): string {
  const byWeight = new Map<number, number>();
  let rows = 0;
  let lines = 0;
  for (const entry of weights) {
    byWeight.set(entry.weight, (byWeight.get(entry.weight) ?? 0) + entry.examples);
    rows += entry.examples;
    lines += entry.lines;
  }
  const said = [...byWeight]
    .sort(([a], [b]) => b - a)
    .map(([weight, examples]) => `${formatCount(examples)} ${describeWeight(weight, carriesWeight)}`);
  const start = `${formatCount(rows)} ${rows === 1 ? "row" : "rows"}`;
  const end = `${formatCount(lines)} ${lines === 1 ? "line" : "lines"}`;
  return `${start}${said.length > 0 ? `: ${said.join(", ")}` : ""} → ${end}`;
}

function describeWeight(weight: number, carriesWeight: boolean): string {
  if (weight === 0) return "left out";
  if (carriesWeight) return `with weight ${weight}`;
  return parts.get(weight) ?? `× ${weight}`;
}
