import type { FileFormat } from "@/lib/format/file-format";
import { createPackedRowCounter, type PackedRowCounter } from "@/lib/format/row-counter";
import { fetchApi } from "./fetch-json";

/** A file that has arrived whole. */
export type DownloadedFile = {
  /** null: it is where the person wanted it. */
  file: Blob | null;
  rows: number;
  bytes: number;
  fileName: string;
};

export type DownloadOptions = {
  signal: AbortSignal;
  /** Rows and bytes so far, at most ten times a second. */
  onProgress: (done: { rows: number; bytes: number }) => void;
  /** Where it is written as it arrives, so that nothing is held in memory. Absent: it is collected. */
  target?: FileSystemFileHandle | undefined;
};

const REPORT_EVERY_MS = 100;
/** Received bytes are handed over in blobs of this size, which browsers keep on disk rather than in memory. */
const BLOB_BYTES = 8_000_000;

/**
 * POSTs a request for a file of rows to /v1 and collects the answer, counting its rows. The file's name is the
 * server's, else `fallbackName`.
 * @throws ApiError when the server refuses; an abort and a connection that breaks are thrown as they are. Then there is no file,
 * not even a part of one.
 */
export async function downloadRows(
  path: string,
  request: { format: FileFormat },
  fallbackName: string,
  options: DownloadOptions,
): Promise<DownloadedFile> {
  const response = await fetchApi(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(request),
    signal: options.signal,
  });
  return receiveFile(response, createPackedRowCounter(request.format), fallbackName, options);
}

/** How the dialog of a list fetches its file from `path`; `noun` names it until the server does. */
export const rowsDownload =
  (path: string, noun: string) =>
  (request: { format: FileFormat }, options: DownloadOptions): Promise<DownloadedFile> =>
    downloadRows(path, request, `retune-${noun}.${request.format}`, options);

/** As downloadRows, by GET. Of a text that has no rows, none are counted. */
export async function downloadFile(
  path: string,
  format: FileFormat | "text",
  fallbackName: string,
  options: DownloadOptions,
): Promise<DownloadedFile> {
  const response = await fetchApi(path, { signal: options.signal });
  const counter = format === "text" ? uncounted : createPackedRowCounter(format);
  return receiveFile(response, counter, fallbackName, options);
}

const uncounted: PackedRowCounter = { add: async () => 0, end: async () => 0 };

async function receiveFile(
  response: Response,
  counter: PackedRowCounter,
  fallbackName: string,
  { onProgress, target }: DownloadOptions,
): Promise<DownloadedFile> {
  const sink = target ? await writeTo(target) : collect(response.headers.get("content-type") ?? "");
  let bytes = 0;
  let reportedAt = 0;
  try {
    const reader = response.body?.getReader();
    for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {
      const chunk = next.value as Uint8Array<ArrayBuffer>;
      // One after the other: what the disk has not taken yet is not read from the connection.
      await sink.write(chunk);
      const rows = await counter.add(chunk);
      bytes += chunk.length;
      if (performance.now() - reportedAt >= REPORT_EVERY_MS) {
        reportedAt = performance.now();
        onProgress({ rows, bytes });
      }
    }
    const rows = await counter.end();
    const file = await sink.end();
    return { file, rows, bytes, fileName: target?.name ?? readFileName(response) ?? fallbackName };
  } catch (error) {
    await sink.discard();
    throw error;
  }
}

/** Where the bytes of a file go. */
type Sink = {
  write: (chunk: Uint8Array<ArrayBuffer>) => Promise<void>;
  end: () => Promise<Blob | null>;
  discard: () => Promise<void>;
};

function collect(type: string): Sink {
  const blobs: Blob[] = [];
  let chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  return {
    write: async (chunk) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size < BLOB_BYTES) return;
      blobs.push(new Blob(chunks));
      chunks = [];
      size = 0;
    },
    end: async () => new Blob([...blobs, ...chunks], { type }),
    discard: async () => {
      blobs.length = 0;
      chunks = [];
    },
  };
}

async function writeTo(target: FileSystemFileHandle): Promise<Sink> {
  const writable = await target.createWritable();
  return {
    write: (chunk) => writable.write(chunk),
    end: async () => {
      await writable.close();
      return null;
    },
    discard: async () => {
      await writable.abort().catch(() => {});
      // Choosing the file has made an empty one. Where it cannot be removed, it stays empty.
      const { remove } = target as { remove?: () => Promise<void> };
      if ((await target.getFile()).size === 0) await remove?.call(target).catch(() => {});
    },
  };
}

function readFileName(response: Response): string | undefined {
  return /filename="([^"]+)"/.exec(response.headers.get("content-disposition") ?? "")?.[1];
}
