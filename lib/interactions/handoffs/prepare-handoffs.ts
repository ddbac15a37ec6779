import { formatCount, formatInterval, formatPercent, NO_VALUE } from "@/lib/format/number";
import type { ChartTable, TableValue } from "@/lib/format/table";
import { writeChoices } from "@/lib/query/parameters";
import { SMALL_SAMPLE } from "@/lib/stats/wilson";
import type { HandoffRow } from "./schemas";

type HrefOf = (patch: Record<string, string>) => string;

/** Bands that a reader can still tell apart. */
export const MAX_LINKS = 24;

/** How much goes from one name to another. */
export type Flow<Row> = { key: string; from: string; to: string; value: number; rows: Row[] };

/** Flows with the rows of their channels together, the largest first: at most 24 of them to draw, and all. */
export function collectFlows<Row>(
  rows: readonly Row[],
  read: (row: Row) => { from: string; to: string; value: number },
): { flows: Flow<Row>[]; all: Flow<Row>[] } {
  const byPair = new Map<string, Flow<Row>>();
  for (const row of rows) {
    const { from, to, value } = read(row);
    const key = JSON.stringify([from, to]);
    const flow = byPair.get(key) ?? { key, from, to, value: 0, rows: [] };
    flow.value += value;
    flow.rows.push(row);
    byPair.set(key, flow);
  }
  const all = [...byPair.values()].sort((a, b) => b.value - a.value || (a.key < b.key ? -1 : 1));
  return { flows: all.slice(0, MAX_LINKS), all };
}

/** Hand-offs from agent to agent, whatever the channel. */
export const prepareHandoffs = (rows: readonly HandoffRow[]) =>
  collectFlows(rows, ({ from_agent, to_agent, handoffs }) => ({
    from: from_agent,
    to: to_agent,
    value: handoffs,
  }));

/** The interactions after these hand-offs, as parameters of the list. */
export function filterOfHandoff(from: string, to: string, channel: string | null): Record<string, string> {
  return {
    previous_agent_type: writeChoices([from]),
    agent_type: writeChoices([to]),
    is_handoff: "true",
    ...(channel === null ? {} : { channel_id: writeChoices([channel]) }),
  };
}

/** "technical to billing: 12 hand-offs, 8 of them rated, mean 4.25." */
export function describeHandoffs({ from, to, value, rows }: Flow<HandoffRow>): string {
  const rated = rows.reduce((sum, row) => sum + row.satisfaction_count, 0);
  const total = rows.reduce(
    (sum, row) => sum + (row.post_handoff_satisfaction ?? 0) * row.satisfaction_count,
    0,
  );
  const rating =
    rated === 0
      ? "none rated afterwards"
      : `rated ${(total / rated).toFixed(2)} afterwards, n ${formatCount(rated)}`;
  return `${from} to ${to}: ${formatCount(value)} ${value === 1 ? "hand-off" : "hand-offs"}, ${rating}`;
}

/** What stands in a line of the table of hand-offs. */
export type HandoffLine = {
  key: string;
  row: HandoffRow;
  satisfaction: string;
  success: string;
  interval: string;
  isSmall: boolean;
};

export function prepareHandoffLines(rows: readonly HandoffRow[]): HandoffLine[] {
  return rows.map((row) => ({
    key: JSON.stringify([row.from_agent, row.to_agent, row.channel_id]),
    row,
    satisfaction:
      row.post_handoff_satisfaction === null ? NO_VALUE : row.post_handoff_satisfaction.toFixed(2),
    success: formatPercent(row.success_rate),
    interval: formatInterval(row.success_ci_low, row.success_ci_high),
    isSmall: row.satisfaction_count < SMALL_SAMPLE,
  }));
}

const count = (value: TableValue) => formatCount(Number(value));
const percent = (value: TableValue) => formatPercent(value === null ? null : Number(value));

/** The rows of the API as a table; the channel only when they are split by it. */
export function tabulateHandoffs(
  rows: readonly HandoffRow[],
  byChannel: boolean,
  hrefOf: HrefOf,
): ChartTable {
  const columns = [
    { name: "from_agent", label: "From" },
    { name: "to_agent", label: "To" },
    ...(byChannel ? [{ name: "channel_id", label: "Channel" }] : []),
    { name: "handoffs", label: "Hand-offs", isNumeric: true, format: count },
    { name: "suggested", label: "Suggested", isNumeric: true, format: count },
    {
      name: "post_handoff_satisfaction",
      label: "Satisfaction after",
      isNumeric: true,
      format: (value: TableValue) => (value === null ? NO_VALUE : Number(value).toFixed(2)),
    },
    { name: "satisfaction_count", label: "n", isNumeric: true, format: count },
    { name: "success_rate", label: "Success", isNumeric: true, format: percent },
    { name: "success_ci_low", label: "95% from", isNumeric: true, format: percent },
    { name: "success_ci_high", label: "to", isNumeric: true, format: percent },
  ];
  return {
    columns,
    rows: rows.map((row) => ({
      href: hrefOf(filterOfHandoff(row.from_agent, row.to_agent, row.channel_id)),
      values: columns.map(({ name }) => row[name as keyof HandoffRow]),
    })),
  };
}
