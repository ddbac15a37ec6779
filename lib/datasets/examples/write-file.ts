import type { DatasetDefinition } from "../definitions/schemas";
import { formats } from "../formats/formats";
import type { DatasetWriter } from "../writing/dataset-writer";
import { toCsvText } from "../writing/items-csv";
import type { Split, WrittenItem } from "../writing/schemas";
import type { ExamplePage } from "./schemas";

/** Characters after which a piece of the file is handed on: lines repeat, and one may be large. */
const PIECE = 1_000_000;

export type FileOptions = {
  definition: Pick<DatasetDefinition, "source" | "format">;
  container: "jsonl" | "csv";
  split: "all" | Split;
  /** Begin a CSV with a byte order mark, for Excel. */
  bom?: boolean;
};

/**
 * The text of a training file in pieces of about a megabyte, each written when it is asked for: `writer` takes every example and
 * keeps account of it; what belongs to another split is not in the text.
 */
export async function* writeFile(
  pages: AsyncIterable<ExamplePage>,
  writer: DatasetWriter,
  { definition, container, split, bom = false }: FileOptions,
): AsyncGenerator<string> {
  const csv = { format: formats[definition.format], source: definition.source };
  let text = container === "csv" ? `${bom ? "\uFEFF" : ""}${toCsvText([], { ...csv, header: true })}` : "";
  for await (const { data } of pages) {
    for (const example of data) {
      const item = writer.write(example);
      if (!item || (split !== "all" && item.split !== split)) continue;
      for (const part of container === "csv"
        ? [toCsvText([item], { ...csv, header: false })]
        : listCopies(item)) {
        text += part;
        if (text.length < PIECE) continue;
        yield text;
        text = "";
      }
    }
    // A page that is written waits for nobody.
    if (text !== "") yield text;
    text = "";
  }
  if (text !== "") yield text;
}

function* listCopies({ body, copies }: WrittenItem): Generator<string> {
  for (let n = 0; n < copies; n += 1) yield body;
}
