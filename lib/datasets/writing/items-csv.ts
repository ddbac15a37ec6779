import { toCsv } from "@/lib/format/csv";
import type { DatasetSource } from "../examples/schemas";
import type { Format, Readable } from "../formats/format";
import type { WrittenItem } from "./schemas";

/** Columns of a dataset as CSV, one row per example. Their order is part of the format. */
export const csvColumns = [
  "id",
  "source",
  "split",
  "kind",
  "weight",
  "copies",
  "rating",
  "prompt",
  "answer",
  "rejected_answer",
  "context",
  "intent",
  "model",
  "project",
  "created_at",
] as const;
export type CsvRow = Record<(typeof csvColumns)[number], string | number | null | object>;

/** What of an item its row in a CSV is made of. */
export type CsvItem = Pick<
  WrittenItem,
  | "source_id"
  | "split"
  | "kind"
  | "weight"
  | "copies"
  | "rating"
  | "body"
  | "intent"
  | "model"
  | "project"
  | "source_created_at"
>;

/** An item as a row: `prompt` is the last question, `context` the messages before it. */
export function toCsvRow(item: CsvItem, format: Pick<Format, "read">, source: DatasetSource): CsvRow {
  const { messages, answers } = format.read(item.body);
  const find = (...labels: Readable["answers"][number]["label"][]) =>
    answers.find(({ label }) => labels.includes(label))?.content ?? null;
  return {
    id: item.source_id,
    source,
    split: item.split,
    kind: item.kind,
    weight: item.weight,
    copies: item.copies,
    rating: item.rating,
    prompt: messages.at(-1)?.content ?? null,
    answer: find("answer", "preferred", "desirable"),
    rejected_answer: find("rejected", "undesirable"),
    context: messages.slice(0, -1),
    intent: item.intent,
    model: item.model,
    project: item.project,
    created_at: item.source_created_at,
  };
}

/** Items as lines of CSV (RFC 4180), neutralised for spreadsheets; the same items give the same bytes. */
export function toCsvText(
  items: readonly CsvItem[],
  options: { format: Pick<Format, "read">; source: DatasetSource; header: boolean },
): string {
  const rows = items.map((item) => toCsvRow(item, options.format, options.source));
  return toCsv(rows, csvColumns, { header: options.header });
}
