"use client";
import { Download } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Time } from "@/components/ui/time";
import { toVersionHref } from "@/lib/datasets/versions/prepare-address";
import { counted, describeSplits, describeTrigger, findFile } from "@/lib/datasets/versions/prepare-report";
import { isOpen } from "@/lib/datasets/versions/query-options";
import type { Dataset, DatasetVersion } from "@/lib/datasets/versions/schemas";
import { cn } from "@/lib/format/cn";
import { formatBytes, NO_VALUE } from "@/lib/format/number";
import { useCancelVersion } from "../use-datasets";
import { VersionDownload } from "../version/version-download";
import { VersionProgress, VersionState } from "../version-state";

/** The columns of the versions, on a wide screen. */
export const versionColumns =
  "items-start gap-x-6 lg:grid-cols-[minmax(9rem,0.9fr)_minmax(8rem,1fr)_5rem_minmax(12rem,1.2fr)_minmax(12rem,1.4fr)_7.5rem]";

/** A version: how it stands, how much is in it, its seal, and its file. */
export function VersionRow({ dataset, version }: { dataset: Dataset; version: DatasetVersion }) {
  const file = findFile(version, "all", "jsonl");
  return (
    <li className={cn(versionColumns, "grid gap-y-1 px-4 py-2.5 text-13")}>
      <div className="flex flex-wrap items-center gap-2">
        <Link
          href={toVersionHref(dataset.id, version.version)}
          className="font-medium text-accent hover:underline"
        >
          Version {version.version}
        </Link>
        <VersionState state={version.state} />
      </div>
      {isOpen(version) ? (
        <Freezing dataset={dataset} version={version} />
      ) : (
        <>
          <div className="min-w-0">
            {file ? (
              <>
                {counted(file.lines, "line")}
                <span className="block text-xs text-muted">{describeSplits(version)}</span>
              </>
            ) : (
              <span className="text-muted max-lg:hidden">{NO_VALUE}</span>
            )}
          </div>
          <span className="lg:text-right">{file ? formatBytes(file.bytes) : null}</span>
          <div className="min-w-0">
            {file ? (
              <span className="flex items-center gap-1">
                <code className="truncate font-mono text-xs" title={file.sha256}>
                  {file.sha256.slice(0, 20)}…
                </code>
                <CopyButton
                  value={file.sha256}
                  label={`Copy the SHA-256 of version ${version.version}`}
                  className="size-6"
                />
              </span>
            ) : null}
            {version.error ? <p className="[overflow-wrap:anywhere] text-negative">{version.error}</p> : null}
            {version.state === "expired" ? (
              <p className="text-xs text-muted">Its lines are gone: the schedule keeps newer versions.</p>
            ) : null}
            {version.erased ? (
              <p className="text-xs text-warning">
                {counted(version.erased.items, "example")} removed: a person was erased
              </p>
            ) : null}
          </div>
          <div className="min-w-0">
            <Time value={version.finished_at ?? version.created_at} />
            <span className="block text-xs break-words text-muted">{describeTrigger(version)}</span>
          </div>
          <Actions dataset={dataset} version={version} />
        </>
      )}
    </li>
  );
}

function Freezing({ dataset, version }: { dataset: Dataset; version: DatasetVersion }) {
  const cancel = useCancelVersion(dataset.id);
  return (
    <div className="flex flex-wrap items-end gap-3 lg:col-span-5">
      <div className="min-w-48 flex-1">
        <VersionProgress version={version} />
      </div>
      <Button
        variant="outline"
        size="sm"
        aria-label={`Cancel the freezing of version ${version.version}`}
        isPending={cancel.isPending}
        onClick={() => cancel.mutate(version.version)}
      >
        Cancel
      </Button>
    </div>
  );
}

function Actions({ dataset, version }: { dataset: Dataset; version: DatasetVersion }) {
  const [isDownloading, setIsDownloading] = useState(false);
  if (version.state !== "ready") return null;
  return (
    <div className="lg:text-right">
      <Button
        variant="outline"
        size="sm"
        aria-label={`Download version ${version.version}`}
        onClick={() => setIsDownloading(true)}
      >
        <Download aria-hidden />
        Download
      </Button>
      <VersionDownload
        dataset={dataset}
        version={version}
        open={isDownloading}
        onOpenChange={setIsDownloading}
      />
    </div>
  );
}
