"use client";
import { CircleCheck } from "lucide-react";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { Progress } from "@/components/ui/progress";
import { formatBytes, formatCount } from "@/lib/format/number";
import type { DownloadState } from "./use-download";

/** A download under way, and what came of it. */
export function DownloadProgress({
  noun,
  state,
  expectedRows,
  report,
  onCancel,
  onAgain,
  onClose,
}: {
  /** Several rows: "votes". */
  noun: string;
  state: Exclude<DownloadState, { status: "idle" }>;
  /** Rows there were when the download began; null when nobody counted them. */
  expectedRows: number | null;
  /** What else there is to say of a file that was written. */
  report?: React.ReactNode;
  onCancel: () => void;
  onAgain: () => void;
  onClose: () => void;
}) {
  if (state.status === "running") {
    return (
      <div className="grid gap-4">
        <Progress
          label="Writing rows"
          value={expectedRows === null ? null : Math.min(state.rows, expectedRows)}
          max={Math.max(1, expectedRows ?? 1)}
          valueText={`${formatCount(state.rows)}${expectedRows === null ? " rows" : ` of ${formatCount(expectedRows)}`} · ${formatBytes(state.bytes)}`}
        />
        <Actions>
          <Button variant="outline" onClick={onCancel}>
            Cancel
          </Button>
        </Actions>
      </div>
    );
  }
  if (state.status === "failed") {
    return (
      <>
        <ErrorState
          error={state.error}
          title={`The download broke off after ${formatCount(state.rows)} rows; no file was saved`}
          onRetry={onAgain}
        />
        <Actions>
          <Button variant="outline" onClick={onClose}>
            Close
          </Button>
        </Actions>
      </>
    );
  }
  if (state.status === "cancelled") {
    return (
      <div className="grid gap-4" role="status">
        <p className="text-13">Cancelled after {formatCount(state.rows)} rows. No file was saved.</p>
        <Actions>
          <Button variant="outline" onClick={onAgain}>
            Back
          </Button>
          <Button variant="primary" onClick={onClose}>
            Close
          </Button>
        </Actions>
      </div>
    );
  }
  if (state.status === "handed") {
    return (
      <div className="grid gap-4" role="status">
        <p className="text-13">
          Your browser downloads the file by itself: see its list of downloads for how far it is.
        </p>
        {report}
        <Actions>
          <Button variant="outline" onClick={onAgain}>
            Download another
          </Button>
          <Button variant="primary" onClick={onClose}>
            Done
          </Button>
        </Actions>
      </div>
    );
  }
  return (
    <div className="grid gap-4" role="status">
      <p className="flex items-center gap-2 font-medium">
        <CircleCheck aria-hidden className="size-4 text-positive" />
        {formatCount(state.rows)} {state.rows === 1 ? "row" : "rows"} written
      </p>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-13">
        <dt className="text-muted">File</dt>
        <dd className="break-all">{state.fileName}</dd>
        <dt className="text-muted">Size</dt>
        <dd>{formatBytes(state.bytes)}</dd>
        <dt className="text-muted">Time</dt>
        <dd>{state.seconds.toFixed(1)} s</dd>
      </dl>
      {expectedRows === null || state.rows === expectedRows ? null : (
        <p className="text-13 text-warning">
          There were {formatCount(expectedRows)} when the download began; {noun} have come or gone meanwhile.
        </p>
      )}
      {report}
      <Actions>
        <Button variant="outline" onClick={onAgain}>
          Download another
        </Button>
        <Button variant="primary" onClick={onClose}>
          Done
        </Button>
      </Actions>
    </div>
  );
}

function Actions({ children }: { children: React.ReactNode }) {
  return <div className="flex justify-end gap-2">{children}</div>;
}
