import { formatCount, formatPercent } from "@/lib/format/number";
import type { ChartTable, TableValue } from "@/lib/format/table";
import { type Bucket, listTimeline, type Timeline } from "@/lib/query/timeline";
import type { SubmissionRateResult } from "./schemas";

type Row = SubmissionRateResult["data"][number];

/** A day's votes per interaction; null without interactions, which is a gap and not a zero. */
export type SubmissionPoint = Bucket & { values: [number | null]; votes: number; interactions: number };

/** Every day of the timeline. */
export function prepareSubmissionRate(rows: readonly Row[], timeline: Timeline): SubmissionPoint[] {
  const byDate = new Map(rows.map((row) => [row.date, row]));
  return listTimeline(timeline).map((bucket) => {
    const row = byDate.get(bucket.bucket.slice(0, 10));
    return {
      ...bucket,
      values: [row?.submission_rate ?? null],
      votes: row?.votes ?? 0,
      interactions: row?.interactions ?? 0,
    };
  });
}

const count = (value: TableValue) => formatCount(Number(value));

/** The rows of the API as a table. */
export function tabulateSubmissionRate(
  rows: readonly Row[],
  hrefOf: (patch: Record<string, string>) => string,
): ChartTable {
  return {
    columns: [
      { name: "date", label: "Day (UTC)" },
      { name: "votes", label: "Votes", isNumeric: true, format: count },
      { name: "interactions", label: "Interactions", isNumeric: true, format: count },
      {
        name: "submission_rate",
        label: "Votes per interaction",
        isNumeric: true,
        format: (value) => formatPercent(value === null ? null : Number(value)),
      },
      { name: "partial", label: "Partial", format: (value) => (value === "true" ? "partial" : "") },
    ],
    rows: rows.map((row) => ({
      href: hrefOf({ from: row.date, to: row.date }),
      values: [row.date, row.votes, row.interactions, row.submission_rate, String(row.partial)],
    })),
  };
}
