import { createRowCounter } from "@/lib/format/row-counter";
import { fetchApi } from "./fetch-json";

/** A file that has arrived whole. */
export type DownloadedFile = { file: Blob; rows: number; fileName: string };

export type DownloadOptions = {
  signal: AbortSignal;
  /** Rows and bytes so far, at most ten times a second. */
  onProgress: (done: { rows: number; bytes: number }) => void;
};

const REPORT_EVERY_MS = 100;
/** Received bytes are handed over in blobs of this size, which browsers keep on disk rather than in memory. */
const BLOB_BYTES = 8_000_000;

/**
 * POSTs a request for a CSV or JSONL file to /v1 and collects the answer, counting its rows. The file's name is the
 * server's, else `fallbackName`.
 * @throws ApiError when the server refuses; an abort and a connection that breaks are thrown as they are.
 */
export async function downloadRows(
  path: string,
  request: { format: "csv" | "jsonl" },
  fallbackName: string,
  { signal, onProgress }: DownloadOptions,
): Promise<DownloadedFile> {
  const response = await fetchApi(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(request),
    signal,
  });
  return collectFile(response, createRowCounter(request.format), fallbackName, onProgress);
}

/**
 * GETs a file of /v1 and collects it, counting the rows of a CSV; of another text, no rows. Its name is the server's, else
 * `fallbackName`.
 * @throws ApiError when the server refuses; an abort and a connection that breaks are thrown as they are.
 */
export async function downloadFile(
  path: string,
  format: "csv" | "text",
  fallbackName: string,
  { signal, onProgress }: DownloadOptions,
): Promise<DownloadedFile> {
  const response = await fetchApi(path, { signal });
  return collectFile(
    response,
    format === "csv" ? createRowCounter("csv") : () => 0,
    fallbackName,
    onProgress,
  );
}

async function collectFile(
  response: Response,
  countRows: (chunk: Uint8Array) => number,
  fallbackName: string,
  onProgress: DownloadOptions["onProgress"],
): Promise<DownloadedFile> {
  const blobs: Blob[] = [];
  let chunks: Uint8Array<ArrayBuffer>[] = [];
  let chunkBytes = 0;
  let bytes = 0;
  let rows = 0;
  let reportedAt = 0;
  const reader = response.body?.getReader();
  for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {
    rows = countRows(next.value);
    bytes += next.value.length;
    chunks.push(next.value);
    chunkBytes += next.value.length;
    if (chunkBytes >= BLOB_BYTES) {
      blobs.push(new Blob(chunks));
      chunks = [];
      chunkBytes = 0;
    }
    if (performance.now() - reportedAt >= REPORT_EVERY_MS) {
      reportedAt = performance.now();
      onProgress({ rows, bytes });
    }
  }
  const file = new Blob([...blobs, ...chunks], { type: response.headers.get("content-type") ?? "" });
  return { file, rows, fileName: readFileName(response) ?? fallbackName };
}

function readFileName(response: Response): string | undefined {
  return /filename="([^"]+)"/.exec(response.headers.get("content-disposition") ?? "")?.[1];
}
