"use client";
import { useCallback, useEffect, useRef, useState } from "react";
import type { RowsFormat } from "@/lib/feedback/prepare-export";
import { createRowCounter } from "@/lib/format/row-counter";
import { saveFile } from "@/lib/format/save-file";
import { fetchApi } from "@/lib/http/fetch-json";

/** What POST /v1/feedback/export takes. */
export type ExportRequest = {
  format: RowsFormat;
  columns: readonly string[];
  bom: boolean;
} & ({ ids: readonly string[] } | { filters: Record<string, string | readonly string[]> });

export type ExportState =
  | { status: "idle" }
  | { status: "running"; rows: number; bytes: number }
  | { status: "done"; rows: number; bytes: number; seconds: number; fileName: string }
  | { status: "cancelled"; rows: number }
  | { status: "failed"; rows: number; error: unknown };

const REPORT_EVERY_MS = 100;
/** Received bytes are handed over in blobs of this size, which browsers keep on disk rather than in memory. */
const BLOB_BYTES = 8_000_000;

/**
 * Downloads votes as a file and tells how many rows have been written. The file is saved only when all of it has
 * arrived: a connection that breaks or a cancel leaves none.
 */
export function useExportFeedback() {
  const [state, setState] = useState<ExportState>({ status: "idle" });
  const running = useRef<AbortController>(null);
  useEffect(() => () => running.current?.abort(), []);

  const start = useCallback(async (request: ExportRequest) => {
    const controller = new AbortController();
    running.current = controller;
    const startedAt = performance.now();
    let rows = 0;
    setState({ status: "running", rows: 0, bytes: 0 });
    try {
      const response = await fetchApi("/v1/feedback/export", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(request),
        signal: controller.signal,
      });
      const collected = await collect(response, request.format, (done) => {
        rows = done.rows;
        setState({ status: "running", ...done });
      });
      rows = collected.rows;
      const fileName = readFileName(response) ?? `retune-feedback.${request.format}`;
      saveFile(collected.file, fileName);
      setState({
        status: "done",
        rows,
        bytes: collected.file.size,
        seconds: (performance.now() - startedAt) / 1000,
        fileName,
      });
    } catch (error) {
      setState(controller.signal.aborted ? { status: "cancelled", rows } : { status: "failed", rows, error });
    }
  }, []);

  const cancel = useCallback(() => running.current?.abort(), []);
  const reset = useCallback(() => setState({ status: "idle" }), []);
  return { state, start, cancel, reset };
}

async function collect(
  response: Response,
  format: RowsFormat,
  onProgress: (done: { rows: number; bytes: number }) => void,
): Promise<{ file: Blob; rows: number }> {
  const type = response.headers.get("content-type") ?? "";
  const countRows = createRowCounter(format);
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
  return { file: new Blob([...blobs, ...chunks], { type }), rows };
}

function readFileName(response: Response): string | undefined {
  return /filename="([^"]+)"/.exec(response.headers.get("content-disposition") ?? "")?.[1];
}
