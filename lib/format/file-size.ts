import { toCsv } from "./csv";
import type { TextFormat } from "./file-format";

/**
 * About how many bytes a download of `total` rows will have, from a sample of them. Null without a sample; exact
 * (but for texts that change meanwhile) when the sample is everything.
 */
export function estimateFileBytes<Row extends object>(
  sample: readonly Row[],
  total: number,
  { format, columns }: { format: TextFormat; columns: readonly (keyof Row & string)[] },
): number | null {
  const sizeOf = (text: string) => new TextEncoder().encode(text).length;
  const header = format === "csv" ? sizeOf(toCsv<Row>([], columns, { header: true })) : 0;
  if (total === 0) return header;
  if (sample.length === 0) return null;
  const rows =
    format === "csv"
      ? toCsv(sample, columns, { header: false })
      : sample.map((row) => `${JSON.stringify(pick(row, columns))}\n`).join("");
  return header + Math.round((sizeOf(rows) / sample.length) * total);
}

const pick = <Row extends object>(row: Row, columns: readonly (keyof Row)[]) =>
  Object.fromEntries(columns.map((column) => [column, row[column]]));
