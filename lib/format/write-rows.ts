import { toCsv } from "./csv";
import type { TextFormat } from "./file-format";
import { toJsonLine } from "./json-line";

/** The text of a download of rows, page by page: CSV with a header (and a byte order mark when asked), or one JSON object a line. */
export async function* writeRows<Row extends object>(
  pages: AsyncIterable<Row[]>,
  options: { format: TextFormat; columns: readonly (keyof Row & string)[]; bom: boolean },
): AsyncGenerator<string> {
  const { format, columns, bom } = options;
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
