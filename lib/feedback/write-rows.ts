import { toCsv } from "@/lib/format/csv";
import { toJsonLine } from "@/lib/format/json-line";
import type { Feedback, RowsExportInput } from "./schemas";

/** The text of a rows export, page by page: CSV with a header (and a byte order mark when asked), or one JSON object a line. */
export async function* writeRows(
  pages: AsyncIterable<Feedback[]>,
  { format, columns, bom }: Pick<RowsExportInput, "format" | "columns" | "bom">,
): AsyncGenerator<string> {
  let isFirst = true;
  for await (const page of pages) {
    if (format === "csv")
      yield `${isFirst && bom ? "\uFEFF" : ""}${toCsv(page, columns, { header: isFirst })}`;
    else
      yield page
        .map((vote) => toJsonLine(Object.fromEntries(columns.map((column) => [column, vote[column]]))))
        .join("");
    isFirst = false;
  }
}
