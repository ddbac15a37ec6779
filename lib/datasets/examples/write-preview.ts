import { countTokens } from "@/lib/format/tokens";
import type { DatasetDefinition } from "../definitions/schemas";
import { formats } from "../formats/formats";
import type { DatasetPreview, WrittenExample } from "../versions/schemas";
import { DatasetWriter } from "../writing/dataset-writer";
import type { Redact } from "../writing/redaction";
import type { ExportReport, WrittenItem } from "../writing/schemas";
import type { DatasetSource, ExamplePage } from "./schemas";

/** Lines whose tokens are counted for the estimate. */
const TOKEN_LINES = 200;

type PreviewOptions = {
  definition: DatasetDefinition;
  redact?: Redact | undefined;
  /** Rows that match. */
  total: number;
  /** Rows to write, at most; null = all. */
  rows: number | null;
  /** Examples to show, at most. */
  sample: number;
};

/**
 * What freezing would write of these pages: the report of the rows that were written, the first examples as they will be, and
 * the size of the whole file, worked out from the share of rows where not all of them were written. Reads no further page than
 * it needs.
 */
export async function writePreview(
  pages: AsyncIterable<ExamplePage>,
  { definition, redact, total, rows, sample }: PreviewOptions,
): Promise<Omit<DatasetPreview, "problems">> {
  const writer = new DatasetWriter({ definition, redact });
  const shown: WrittenItem[] = [];
  const counted = { lines: 0, tokens: 0 };
  let read = 0;
  for await (const example of takeExamples(pages, rows ?? Number.POSITIVE_INFINITY)) {
    read += 1;
    const item = writer.write(example);
    if (!item) continue;
    if (shown.length < sample) shown.push(item);
    if (counted.lines < TOKEN_LINES) {
      counted.lines += item.lines;
      counted.tokens += item.copies * countTokensOf(item, definition);
    }
  }
  const report = writer.report();
  const isComplete = read >= total;
  return {
    total,
    is_complete: isComplete,
    report,
    estimate: estimate(report, isComplete || read === 0 ? 1 : total / read, counted),
    sample: shown.map((item, index) => toWrittenExample(item, index + 1, definition)),
  };
}

async function* takeExamples(pages: AsyncIterable<ExamplePage>, limit: number) {
  if (limit === 0) return;
  let left = limit;
  for await (const { data } of pages) {
    for (const example of data) {
      yield example;
      left -= 1;
      if (left === 0) return;
    }
  }
}

/** Tokens of the texts that a trainer reads: conversation and answers, without the JSON around them. */
function countTokensOf({ body }: WrittenItem, { format }: DatasetDefinition): number {
  const { messages, answers } = formats[format].read(body);
  return [...messages, ...answers].reduce((sum, { content }) => sum + countTokens(content), 0);
}

function estimate(
  { written, splits }: ExportReport,
  factor: number,
  counted: { lines: number; tokens: number },
): DatasetPreview["estimate"] {
  const bytes = splits.reduce((sum, split) => sum + split.bytes, 0);
  const lines = Math.round(written * factor);
  return {
    lines,
    bytes: Math.round(bytes * factor),
    tokens: counted.lines === 0 ? 0 : Math.round((counted.tokens / counted.lines) * lines),
  };
}

/** An item as people see it: the text of its lines, and what they say, read back from it. */
function toWrittenExample(
  item: WrittenItem,
  position: number,
  { source, format }: { source: DatasetSource; format: DatasetDefinition["format"] },
): WrittenExample {
  const { split, source_id, other_id, kind, weight, lines, body, lint, project, model, intent } = item;
  return {
    position,
    split,
    source,
    source_id,
    other_id,
    kind,
    weight,
    lines,
    body,
    readable: formats[format].read(body),
    lint,
    project,
    model,
    intent,
    created_at: item.source_created_at,
  };
}
