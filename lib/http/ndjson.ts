import type { z } from "zod";
import { AppError, type Issue } from "@/lib/errors";
import { toIssues } from "@/lib/query/issues";
import { findUnstorable } from "./body";

/** One line of a body: what it says, or everything that is wrong with it. `line` counts from 1, empty lines too. */
export type ParsedLine<Value> = { line: number; value: Value } | { line: number; issues: Issue[] };

export const MAX_LINE_BYTES = 1024 * 1024;

const LINE_FEED = 0x0a;

type RawLine = { line: number; bytes: Uint8Array | null };

/**
 * The lines of a stream of bytes, without their ends (LF or CRLF). Holds one line at a time; a line above `maxBytes` is
 * passed over while it streams by, and given as null. A last line without an end counts.
 */
export async function* splitLines(
  chunks: AsyncIterable<Uint8Array>,
  maxBytes: number,
): AsyncGenerator<RawLine> {
  let parts: Uint8Array[] = [];
  let size = 0;
  let line = 1;
  const take = (): RawLine => {
    const whole = size > maxBytes + 1 ? null : Buffer.concat(parts);
    const bytes = whole?.at(-1) === 0x0d ? whole.subarray(0, -1) : whole;
    const taken = { line, bytes: bytes && bytes.byteLength > maxBytes ? null : bytes };
    parts = [];
    size = 0;
    line += 1;
    return taken;
  };
  const add = (piece: Uint8Array) => {
    size += piece.byteLength;
    // One byte more than the limit: it may be the carriage return of the end.
    if (size <= maxBytes + 1) parts.push(piece);
    else parts = [];
  };
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, start)) {
      add(chunk.subarray(start, end));
      yield take();
      start = end + 1;
    }
    if (start < chunk.byteLength) add(chunk.subarray(start));
  }
  if (size > 0) yield take();
}

/**
 * Newline-delimited JSON, line by line as it arrives, each checked by `schema`. Empty lines are passed over. A line that is
 * too long, not UTF-8, not JSON, not storable (NUL characters, lone surrogates) or not of the schema is given with its issues.
 */
export async function* parseLines<Schema extends z.ZodType>(
  chunks: AsyncIterable<Uint8Array>,
  schema: Schema,
  maxBytes: number = MAX_LINE_BYTES,
): AsyncGenerator<ParsedLine<z.output<Schema>>> {
  for await (const { line, bytes } of splitLines(chunks, maxBytes)) {
    if (bytes && isBlank(bytes)) continue;
    yield { line, ...parseLine(bytes, schema, maxBytes) };
  }
}

const isBlank = (bytes: Uint8Array) => bytes.every((byte) => byte === 0x20 || byte === 0x09);

function parseLine<Schema extends z.ZodType>(
  bytes: Uint8Array | null,
  schema: Schema,
  maxBytes: number,
): { value: z.output<Schema> } | { issues: Issue[] } {
  const wrong = (message: string) => ({ issues: [{ path: "", message }] });
  if (!bytes) return wrong(`is longer than ${maxBytes.toLocaleString("en-US")} bytes`);
  let text: string;
  try {
    // A byte order mark at the start of the file is not part of its first line.
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return wrong("not valid UTF-8");
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return wrong("not valid JSON");
  }
  const unstorable = findUnstorable(json);
  if (unstorable.length > 0) return { issues: unstorable };
  const parsed = schema.safeParse(json);
  return parsed.success ? { value: parsed.data } : { issues: toIssues(parsed.error) };
}

/**
 * The body of a request as parsed lines.
 * @throws AppError 415 for an encoded body or another type than application/x-ndjson (or application/jsonl).
 */
export function readLines<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
): AsyncGenerator<ParsedLine<z.output<Schema>>> {
  const encoding = request.headers.get("content-encoding");
  if (encoding && encoding !== "identity") {
    throw new AppError(
      "unsupported_media_type",
      `Send the body without Content-Encoding (got ${encoding.slice(0, 50)}).`,
    );
  }
  const type = request.headers.get("content-type") ?? "";
  if (!/^application\/(x-ndjson|jsonl|x-jsonlines)\s*(;|$)/i.test(type)) {
    throw new AppError(
      "unsupported_media_type",
      "Send one JSON object a line with “Content-Type: application/x-ndjson”.",
    );
  }
  return parseLines((request.body ?? []) as AsyncIterable<Uint8Array>, schema);
}
