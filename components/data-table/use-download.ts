"use client";
import { useCallback, useEffect, useRef, useState } from "react";
import { canChooseFile, chooseFile, openDownload, saveFile } from "@/lib/format/save-file";

/** How far a download is. */
export type DownloadState =
  | { status: "idle" }
  | { status: "running"; rows: number; bytes: number }
  | { status: "done"; rows: number; bytes: number; seconds: number; fileName: string }
  /** The browser fetches it by itself, and shows it among its downloads. */
  | { status: "handed" }
  | { status: "cancelled"; rows: number }
  | { status: "failed"; rows: number; error: unknown };

/** Fetches a file whole; it stops when `signal` aborts. */
export type Load<Request> = (
  request: Request,
  options: {
    signal: AbortSignal;
    onProgress: (done: { rows: number; bytes: number }) => void;
    /** Where it is to be written as it arrives; else `file` holds it. */
    target?: FileSystemFileHandle | undefined;
  },
) => Promise<{ file: Blob | null; rows: number; bytes: number; fileName: string }>;

/** What is known of a file before it is fetched, for one that may be too large to be collected first. */
export type ExpectedFile = {
  bytes: number;
  name: string;
  /** An address where the browser itself can fetch it, when there is one. */
  href?: string;
};

/** Files up to this size are collected and saved when they are whole; larger ones are written as they arrive. */
const COLLECT_BYTES = 32_000_000;

/**
 * Downloads what `load` fetches and tells how many rows have been written. The file is saved only when all of it has
 * arrived: a connection that breaks or a cancel leaves none. A large one is written where the person wants it as it
 * arrives; a browser that cannot do that fetches it by itself.
 */
export function useDownload<Request>(load: Load<Request>) {
  const [state, setState] = useState<DownloadState>({ status: "idle" });
  const running = useRef<AbortController>(null);
  useEffect(() => () => running.current?.abort(), []);

  const start = useCallback(
    async (request: Request, expected?: ExpectedFile) => {
      const controller = new AbortController();
      running.current = controller;
      let rows = 0;
      try {
        const isLarge = expected !== undefined && expected.bytes > COLLECT_BYTES;
        let target: FileSystemFileHandle | undefined;
        if (isLarge && canChooseFile()) {
          const chosen = await chooseFile(expected.name);
          if (!chosen) return;
          target = chosen;
        } else if (isLarge && expected.href) {
          openDownload(expected.href);
          setState({ status: "handed" });
          return;
        }
        const startedAt = performance.now();
        setState({ status: "running", rows: 0, bytes: 0 });
        const received = await load(request, {
          signal: controller.signal,
          onProgress: (done) => {
            rows = done.rows;
            setState({ status: "running", ...done });
          },
          target,
        });
        if (received.file) saveFile(received.file, received.fileName);
        setState({
          status: "done",
          rows: received.rows,
          bytes: received.bytes,
          seconds: (performance.now() - startedAt) / 1000,
          fileName: received.fileName,
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
