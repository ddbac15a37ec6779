"use client";
import { useState } from "react";
import { Dialog } from "@/components/ui/dialog";
import { DownloadProgress } from "./download-progress";
import { type ExpectedFile, type Load, useDownload } from "./use-download";

/** A download from the choice of what to take, which `children` draws, to its progress and what came of it. */
export function DownloadDialog<Request>({
  open,
  onOpenChange,
  title,
  description,
  noun,
  load,
  report,
  children,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description: string;
  /** Several rows: "votes". */
  noun: string;
  /** Fetches the file; the same function in every render. */
  load: Load<Request>;
  /** What there is to say of a file that was written, below the figures. */
  report?: React.ReactNode;
  /** The form; it starts the download and says how many rows to expect, null when nobody counted them, and what else is known of the file. */
  children: (
    start: (request: Request, expectedRows: number | null, file?: ExpectedFile) => void,
  ) => React.ReactNode;
}) {
  const { state, start, cancel, reset } = useDownload(load);
  const [expectedRows, setExpectedRows] = useState<number | null>(null);
  const handleOpenChange = (next: boolean) => {
    // A download under way ends only by its own button.
    if (state.status !== "running") onOpenChange(next);
  };
  // What came of the last download stays while the dialog fades out.
  const [wasOpen, setWasOpen] = useState(open);
  if (open !== wasOpen) {
    setWasOpen(open);
    if (open) reset();
  }
  return (
    <Dialog open={open} onOpenChange={handleOpenChange} title={title} description={description}>
      {state.status === "idle" ? (
        children((request, rows, file) => {
          setExpectedRows(rows);
          void start(request, file);
        })
      ) : (
        <DownloadProgress
          noun={noun}
          state={state}
          expectedRows={expectedRows}
          report={report}
          onCancel={cancel}
          onAgain={reset}
          onClose={() => handleOpenChange(false)}
        />
      )}
    </Dialog>
  );
}
