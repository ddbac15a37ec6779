import "server-only";
import { z } from "zod";
import { type Client, callFunction } from "./client";

/**
 * Rows page by page, as `read` gives them: each page is asked for only when the one before was taken, so memory stays
 * constant. Ends when the signal aborts, by throwing its reason.
 */
export async function* readPages<Row>(
  read: (cursor: string | undefined) => Promise<{ data: Row[]; next: string | null }>,
  signal?: AbortSignal,
): AsyncGenerator<Row[]> {
  let cursor: string | undefined;
  do {
    signal?.throwIfAborted();
    const { data, next } = await read(cursor);
    yield data;
    cursor = next ?? undefined;
  } while (cursor !== undefined);
}

/**
 * Writes the audit entry of a download of rows that begins.
 * @throws AppError forbidden when the caller may not export rows.
 */
export async function recordRowsExport(
  client: Client,
  noun: "execution" | "example" | "failure_pattern" | "person",
  filter: object,
  format: string,
): Promise<void> {
  await callFunction(
    client,
    "record_rows_export",
    { noun, filter: JSON.stringify(filter), format },
    z.unknown(),
  );
}
