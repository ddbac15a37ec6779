import { toCsv } from "@/lib/format/csv";
import type { Feedback } from "./schemas";

export type RowsFormat = "csv" | "jsonl";

/**
 * About how many bytes a download of `total` votes will have, from a sample of them. Null without a sample; exact
 * (but for texts that change meanwhile) when the sample is everything.
 */
export function estimateExportBytes(
  sample: readonly Feedback[],
  total: number,
  { format, columns }: { format: RowsFormat; columns: readonly (keyof Feedback)[] },
): number | null {
  const sizeOf = (text: string) => new TextEncoder().encode(text).length;
  const header = format === "csv" ? sizeOf(toCsv([], columns, { header: true })) : 0;
  if (total === 0) return header;
  if (sample.length === 0) return null;
  const rows =
    format === "csv"
      ? toCsv(sample, columns, { header: false })
      : sample.map((vote) => `${JSON.stringify(pick(vote, columns))}\n`).join("");
  return header + Math.round((sizeOf(rows) / sample.length) * total);
}

const pick = (vote: Feedback, columns: readonly (keyof Feedback)[]) =>
  Object.fromEntries(columns.map((column) => [column, vote[column]]));
