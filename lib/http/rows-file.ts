import "server-only";
import { type FileFormat, readFormat } from "@/lib/format/file-format";
import { writeRows } from "@/lib/format/write-rows";
import { gzip } from "./gzip";
import { attachment, startReading, streamResponse } from "./stream";

/**
 * A file as an answer, compressed when its format says so, named `name` and the format's ending. It is written only as fast as
 * the client takes it.
 */
export function fileResponse(chunks: AsyncGenerator<string>, format: FileFormat, name: string): Response {
  const { text, isCompressed } = readFormat(format);
  const contentType = text === "csv" ? "text/csv; charset=utf-8" : "application/x-ndjson";
  return streamResponse(isCompressed ? gzip(chunks) : chunks, {
    "content-type": isCompressed ? "application/gzip" : contentType,
    "content-disposition": attachment(`${name}.${format}`),
  });
}

/**
 * Rows as a file: every list's download. The first page is read before the answer begins, so that a refusal is answered as
 * one.
 */
export async function rowsResponse<Row extends object>(
  pages: AsyncGenerator<Row[]>,
  file: { format: FileFormat; columns: readonly (keyof Row & string)[]; bom: boolean },
  name: string,
): Promise<Response> {
  const chunks = writeRows(await startReading(pages), { ...file, format: readFormat(file.format).text });
  return fileResponse(chunks, file.format, name);
}
