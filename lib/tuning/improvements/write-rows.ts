import { toCsv } from "@/lib/format/csv";
import { toJsonLine } from "@/lib/format/json-line";
import type { ImprovementExportInput, ImprovementRow } from "./schemas";

/** The text of a download of notes, page by page: CSV with a header (and a byte order mark when asked), or one JSON object a line. */
export async function* writeImprovements(
  pages: AsyncIterable<ImprovementRow[]>,
  { format, columns, bom }: Pick<ImprovementExportInput, "format" | "columns" | "bom">,
): AsyncGenerator<string> {
  let isFirst = true;
  for await (const page of pages) {
    if (format === "csv")
      yield `${isFirst && bom ? "\uFEFF" : ""}${toCsv(page, columns, { header: isFirst })}`;
    else
      yield page
        .map((row) => toJsonLine(Object.fromEntries(columns.map((column) => [column, row[column]]))))
        .join("");
    isFirst = false;
  }
}
