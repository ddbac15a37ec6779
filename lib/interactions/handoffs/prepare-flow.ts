import { formatCount, formatInterval, formatPercent } from "@/lib/format/number";
import type { ChartTable, TableValue } from "@/lib/format/table";
import { writeChoices } from "@/lib/query/parameters";
import { SMALL_SAMPLE } from "@/lib/stats/wilson";
import { collectFlows, type Flow } from "./prepare-handoffs";
import type { FlowRow } from "./schemas";

type HrefOf = (patch: Record<string, string>) => string;

/** Transitions between domains, whatever the channel. */
export const prepareFlow = (rows: readonly FlowRow[]) =>
  collectFlows(rows, ({ from_domain, to_domain, transitions }) => ({
    from: from_domain,
    to: to_domain,
    value: transitions,
  }));

/** The interactions at the end of these transitions, as parameters of the list. */
export function filterOfTransition(from: string, to: string, channel: string | null): Record<string, string> {
  return {
    previous_domain: writeChoices([from]),
    domain_classification: writeChoices([to]),
    ...(channel === null ? {} : { channel_id: writeChoices([channel]) }),
  };
}

/** "builds to invoices: 12 transitions"; staying in a domain is said so. */
export function describeTransitions({ from, to, value }: Flow<FlowRow>): string {
  const noun = value === 1 ? "transition" : "transitions";
  return from === to
    ? `${from}, staying: ${formatCount(value)} ${noun}`
    : `${from} to ${to}: ${formatCount(value)} ${noun}`;
}

/** The most frequent next domain of one (and its channel), with its share of all transitions from there. */
export type UsualNext = {
  key: string;
  from: string;
  to: string;
  channel: string | null;
  share: string;
  interval: string;
  /** All transitions from the domain. */
  n: number;
  isStaying: boolean;
  isSmall: boolean;
  filter: Record<string, string>;
};

/** "Usually next" of every domain, the busiest first. */
export function prepareUsualNext(rows: readonly FlowRow[]): UsualNext[] {
  return rows
    .filter((row) => row.is_usual_next)
    .map((row) => {
      // The share is of all transitions from there, also those that the API leaves out as too rare.
      const n = Math.round(row.transitions / row.share);
      return {
        key: JSON.stringify([row.from_domain, row.channel_id]),
        from: row.from_domain,
        to: row.to_domain,
        channel: row.channel_id,
        share: formatPercent(row.share, 0),
        interval: formatInterval(row.share_ci_low, row.share_ci_high, 0),
        n,
        isStaying: row.from_domain === row.to_domain,
        isSmall: n < SMALL_SAMPLE,
        filter: filterOfTransition(row.from_domain, row.to_domain, row.channel_id),
      };
    })
    .sort((a, b) => b.n - a.n || (a.key < b.key ? -1 : 1));
}

const count = (value: TableValue) => formatCount(Number(value));
const percent = (value: TableValue) => formatPercent(Number(value));

/** The rows of the API as a table; the channel only when they are split by it. */
export function tabulateFlow(rows: readonly FlowRow[], byChannel: boolean, hrefOf: HrefOf): ChartTable {
  const columns = [
    { name: "from_domain", label: "From" },
    { name: "to_domain", label: "To" },
    ...(byChannel ? [{ name: "channel_id", label: "Channel" }] : []),
    { name: "transitions", label: "Transitions", isNumeric: true, format: count },
    { name: "share", label: "Share", isNumeric: true, format: percent },
    { name: "share_ci_low", label: "95% from", isNumeric: true, format: percent },
    { name: "share_ci_high", label: "to", isNumeric: true, format: percent },
    {
      name: "is_usual_next",
      label: "Usually next",
      format: (value: TableValue) => (value === "true" ? "yes" : ""),
    },
  ];
  return {
    columns,
    rows: rows.map((row) => ({
      href: hrefOf(filterOfTransition(row.from_domain, row.to_domain, row.channel_id)),
      values: columns.map(({ name }) => {
        const value = row[name as keyof FlowRow];
        return typeof value === "boolean" ? String(value) : value;
      }),
    })),
  };
}
