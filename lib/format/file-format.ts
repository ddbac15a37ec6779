/** How rows are written: comma-separated values or one JSON object a line. */
export type TextFormat = "csv" | "jsonl";

/** The formats of a download, which are also the endings of its name. */
export const fileFormats = ["csv", "jsonl", "csv.gz", "jsonl.gz"] as const;
export type FileFormat = (typeof fileFormats)[number];

/** What a format is made of. */
export function readFormat(format: FileFormat): { text: TextFormat; isCompressed: boolean } {
  return { text: format.startsWith("csv") ? "csv" : "jsonl", isCompressed: format.endsWith(".gz") };
}

/** The format that is made of these. */
export const toFormat = (text: TextFormat, isCompressed: boolean): FileFormat =>
  isCompressed ? `${text}.gz` : text;
