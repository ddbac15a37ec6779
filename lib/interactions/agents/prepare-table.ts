import type { ChartTable } from "@/lib/format/table";
import { filterOf, type GroupKey, groupNames } from "./prepare-address";
import { agentFigures } from "./prepare-figures";
import { type AgentRow, agentRow } from "./schemas";

const dimensions = ["agent_type", "model", "project", "channel_id", "day"];
const names = Object.keys(agentRow.shape) as (keyof AgentRow)[];
const labels = new Map<string, string>(agentFigures.map(({ value, label }) => [value, label]));
/** A column's name in words: "handoffs in". */
const inWords = (name: string) => name.replaceAll("_", " ");

/** Groups side by side with everything the API says of them, under its names. */
export function tabulateAgents(
  rows: readonly AgentRow[],
  group: GroupKey,
  hrefOf: (patch: Record<string, string>) => string,
): ChartTable {
  const columns = [
    { name: group, label: groupNames[group].one },
    ...names
      .filter((name) => !dimensions.includes(name))
      .map((name) => ({ name, label: labels.get(name) ?? inWords(name), isNumeric: true })),
  ];
  return {
    columns,
    rows: rows.map((row) => ({
      href: hrefOf(filterOf(row, group)),
      values: columns.map(({ name }) => row[name as keyof AgentRow]),
    })),
  };
}
