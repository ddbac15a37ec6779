"use client";
import { useCallback, useEffect, useRef, useState } from "react";
import { saveFile } from "@/lib/format/save-file";

/** How far a download is. */
export type DownloadState =
  | { status: "idle" }
  | { status: "running"; rows: number; bytes: number }
  | { status: "done"; rows: number; bytes: number; seconds: number; fileName: string }
  | { status: "cancelled"; rows: number }
  | { status: "failed"; rows: number; error: unknown };

/** Fetches a file whole; it stops when `signal` aborts. */
export type Load<Request> = (
  request: Request,
  options: { signal: AbortSignal; onProgress: (done: { rows: number; bytes: number }) => void },
) => Promise<{ file: Blob; rows: number; fileName: string }>;

/**
 * Downloads what `load` fetches and tells how many rows have been written. The file is saved only when all of it has
 * arrived: a connection that breaks or a cancel leaves none.
 */
export function useDownload<Request>(load: Load<Request>) {
  const [state, setState] = useState<DownloadState>({ status: "idle" });
  const running = useRef<AbortController>(null);
  useEffect(() => () => running.current?.abort(), []);

  const start = useCallback(
    async (request: Request) => {
      const controller = new AbortController();
      running.current = controller;
      const startedAt = performance.now();
      let rows = 0;
      setState({ status: "running", rows: 0, bytes: 0 });
      try {
        const collected = await load(request, {
          signal: controller.signal,
          onProgress: (done) => {
            rows = done.rows;
            setState({ status: "running", ...done });
          },
        });
        saveFile(collected.file, collected.fileName);
        setState({
          status: "done",
          rows: collected.rows,
          bytes: collected.file.size,
          seconds: (performance.now() - startedAt) / 1000,
          fileName: collected.fileName,
        });
      } catch (error) {
        setState(
          controller.signal.aborted ? { status: "cancelled", rows } : { status: "failed", rows, error },
        );
      }
    },
    [load],
  );

  const cancel = useCallback(() => running.current?.abort(), []);
  const reset = useCallback(() => setState({ status: "idle" }), []);
  return { state, start, cancel, reset };
}
