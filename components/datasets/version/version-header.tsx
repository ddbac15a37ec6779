"use client";
import { ArrowLeft, Download } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { useShortcut } from "@/components/shell/shortcuts";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Time } from "@/components/ui/time";
import { toDatasetHref } from "@/lib/datasets/versions/prepare-address";
import { counted, describeSplits, describeTrigger, findFile } from "@/lib/datasets/versions/prepare-report";
import type { Dataset, DatasetVersion } from "@/lib/datasets/versions/schemas";
import { formatBytes } from "@/lib/format/number";
import { VersionState } from "../version-state";
import { VersionDownload } from "./version-download";

/** Which version of which dataset, how much is in it, its seal and its file. */
export function VersionHeader({ dataset, version }: { dataset: Dataset; version: DatasetVersion }) {
  const [isDownloading, setIsDownloading] = useState(false);
  const isReady = version.state === "ready";
  const file = findFile(version, "all", "jsonl");
  const splits = describeSplits(version);
  useShortcut({
    keys: "d",
    label: "Download the version",
    group: "Dataset",
    isEnabled: isReady,
    run: () => setIsDownloading(true),
  });
  return (
    <header className="grid gap-2">
      <Link
        href={toDatasetHref(dataset.id)}
        className="inline-flex min-w-0 items-center gap-1 justify-self-start text-13 text-muted hover:text-foreground"
      >
        <ArrowLeft aria-hidden className="size-3.5 shrink-0" />
        <span dir="auto" className="truncate">
          {dataset.name}
        </span>
      </Link>
      <div className="flex flex-wrap items-center gap-2">
        <h1 className="text-lg font-semibold">Version {version.version}</h1>
        <VersionState state={version.state} />
        <span className="mr-auto" />
        {isReady ? (
          <Button variant="primary" onClick={() => setIsDownloading(true)}>
            <Download aria-hidden />
            Download
          </Button>
        ) : null}
      </div>
      <p className="text-13 [overflow-wrap:anywhere] text-muted">
        {file
          ? `${counted(file.lines, "line")}${splits ? ` (${splits})` : ""} · ${formatBytes(file.bytes)} · `
          : ""}
        {version.finished_at === null ? "begun " : "frozen "}
        <Time value={version.finished_at ?? version.created_at} /> {describeTrigger(version)} · rows until{" "}
        <Time value={version.cutoff} />
      </p>
      {file ? (
        <p className="flex min-w-0 items-center gap-1 text-13 text-muted">
          <span className="shrink-0">SHA-256 of the JSONL</span>
          <code className="min-w-0 truncate font-mono text-xs text-foreground" title={file.sha256}>
            {file.sha256}
          </code>
          <CopyButton value={file.sha256} label="Copy the SHA-256" className="size-6" />
        </p>
      ) : null}
      {version.erased ? (
        <p className="rounded-md bg-warning-subtle px-3 py-2 text-13 text-warning">
          {counted(version.erased.items, "example")} of erased people{" "}
          {version.erased.items === 1 ? "was" : "were"} removed, last <Time value={version.erased.at} />. The
          manifest has the SHA-256 from before.
        </p>
      ) : null}
      {version.state === "expired" ? (
        <p className="rounded-md bg-warning-subtle px-3 py-2 text-13 text-warning">
          Its lines are gone, because the schedule keeps newer versions. Report and manifest stay.
        </p>
      ) : null}
      {isReady ? (
        <VersionDownload
          dataset={dataset}
          version={version}
          open={isDownloading}
          onOpenChange={setIsDownloading}
        />
      ) : null}
    </header>
  );
}
