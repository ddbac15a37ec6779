import { createHash, type Hash } from "node:crypto";
import { z } from "zod";
import { timestamp } from "@/lib/query/timestamp";
import type { DatasetDefinition } from "../definitions/schemas";
import { formats } from "../formats/formats";
import { toCsvText } from "../writing/items-csv";
import { splits, weightKinds } from "../writing/schemas";
import type { FileContainer, VersionFile } from "./schemas";

/** What of a stored item its places in the files are made of. */
export const fileItem = z.object({
  position: z.int(),
  split: z.enum(splits),
  source_id: z.string(),
  copies: z.int(),
  lines: z.int(),
  weight: z.number(),
  kind: z.enum(weightKinds),
  project: z.string(),
  model: z.string().nullable(),
  intent: z.string().nullable(),
  rating: z.union([z.literal(1), z.literal(-1)]).nullable(),
  source_created_at: timestamp,
  body: z.string(),
});
export type FileItem = z.infer<typeof fileItem>;

/** A page of items in the order of the file. `items`: how many the version has at that moment. */
export type FilePage<Item> = { data: Item[]; next: number | null; items: number };

type Texts = Pick<DatasetDefinition, "format" | "source">;
const csvOptions = ({ format, source }: Texts, header: boolean) => ({
  format: formats[format],
  source,
  header,
});

/** Items as the text of a CSV, or its header when there are none. */
const toCsv = (items: readonly FileItem[], texts: Texts): string =>
  toCsvText(items, csvOptions(texts, items.length === 0));

/** The text of a JSONL file, piece by piece: one piece is no longer than one body and half a megabyte. */
export async function* writeJsonl(
  pages: AsyncIterable<readonly { body: string; copies: number }[]>,
): AsyncGenerator<string> {
  for await (const page of pages) {
    let text = "";
    for (const { body, copies } of page) {
      for (let copy = 0; copy < copies; copy += 1) {
        text += body;
        if (text.length < PIECE) continue;
        yield text;
        text = "";
      }
    }
    yield text;
  }
}
const PIECE = 500_000;

/** The text of a CSV file: one row per example, however often its lines are repeated. */
export async function* writeCsv(
  pages: AsyncIterable<readonly FileItem[]>,
  definition: Texts,
): AsyncGenerator<string> {
  yield toCsv([], definition);
  for await (const page of pages) if (page.length > 0) yield toCsv(page, definition);
}

/** A file while it is counted. */
class Counted {
  examples = 0;
  lines = 0;
  bytes = 0;
  readonly #hash: Hash = createHash("sha256");

  add(text: string | Buffer): void {
    this.#hash.update(text);
    this.bytes += typeof text === "string" ? Buffer.byteLength(text) : text.length;
  }

  finish(split: VersionFile["split"], container: VersionFile["container"]): VersionFile {
    const { examples, lines, bytes } = this;
    return { split, container, examples, lines, bytes, sha256: this.#hash.copy().digest("hex") };
  }
}

const parts = ["all", ...splits] as const;
type Part = { split: VersionFile["split"]; jsonl: Counted; csv: Counted };

/** Counts and hashes every file of a version while its items pass by once, in the order of the file. */
export class FileCounter {
  readonly #definition: Texts;
  readonly #files: Part[] = parts.map((split) => ({ split, jsonl: new Counted(), csv: new Counted() }));

  constructor(definition: Texts) {
    this.#definition = definition;
    for (const { csv } of this.#files) csv.add(toCsv([], definition));
  }

  add(items: readonly FileItem[]): void {
    // Text is made once for the whole and for the split: rows that follow each other in both.
    for (let from = 0, to = 0; from < items.length; from = to) {
      const split = items[from]?.split;
      while (to < items.length && items[to]?.split === split) to += 1;
      const files = this.#files.filter((file) => file.split === "all" || file.split === split);
      addRun(files, items.slice(from, to), this.#definition);
    }
  }

  /** Both containers of the whole and of each split. */
  files(): VersionFile[] {
    return this.#files.flatMap(({ split, jsonl, csv }) => [
      jsonl.finish(split, "jsonl"),
      csv.finish(split, "csv"),
    ]);
  }
}

function addRun(files: readonly Part[], items: readonly FileItem[], definition: Texts): void {
  for (const { body, copies } of items) {
    const bytes = Buffer.from(body);
    for (const { jsonl } of files) for (let copy = 0; copy < copies; copy += 1) jsonl.add(bytes);
  }
  const rows = toCsv(items, definition);
  const lines = items.reduce((sum, item) => sum + item.lines, 0);
  for (const { jsonl, csv } of files) {
    csv.add(rows);
    csv.lines += items.length;
    csv.examples += items.length;
    jsonl.lines += lines;
    jsonl.examples += items.length;
  }
}

/** How a file is packed, as the files of a version are listed: without the compression. */
export const textOf = (container: FileContainer): VersionFile["container"] =>
  container.startsWith("csv") ? "csv" : "jsonl";
