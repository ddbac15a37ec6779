"use client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { DownloadDialog } from "@/components/data-table/download-dialog";
import { DownloadChoice, DownloadForm } from "@/components/data-table/download-form";
import type { ExpectedFile } from "@/components/data-table/use-download";
import { Checkbox } from "@/components/ui/checkbox";
import {
  type FileChoice,
  findChosenFile,
  listSplits,
  suggestFileName,
  toContainer,
} from "@/lib/datasets/versions/prepare-download";
import { counted } from "@/lib/datasets/versions/prepare-report";
import { downloadPath, reportOptions } from "@/lib/datasets/versions/query-options";
import type { Dataset, DatasetVersion } from "@/lib/datasets/versions/schemas";
import { splitNames } from "@/lib/datasets/versions/vocabulary";
import { formatBytes, formatCount } from "@/lib/format/number";
import { type DownloadOptions, downloadFile } from "@/lib/http/download";
import { checkSeal } from "./check-seal";

type Request = { path: string; name: string; choice: FileChoice; sha256: string };

async function load({ path, name, choice, sha256 }: Request, options: DownloadOptions) {
  const received = await downloadFile(path, toContainer(choice), name, options);
  // What is collected can be checked before it is saved; what is in a .gz is checked by its own sum.
  if (received.file && !choice.isPacked) await checkSeal(received.file, sha256);
  return received;
}

/** Downloads a version: which part, how packed, how many lines and bytes; then the progress, and what the file was made of. */
export function VersionDownload({
  dataset,
  version,
  open,
  onOpenChange,
}: {
  dataset: Dataset;
  version: DatasetVersion;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const [choice, setChoice] = useState<FileChoice>({ split: "all", format: "jsonl", isPacked: false });
  return (
    <DownloadDialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Download version ${version.version}`}
      description="The same bytes each time. A line is a training example; the CSV has one row for each, with its weight."
      noun="lines"
      load={load}
      report={open ? <Afterwards version={version} choice={choice} /> : null}
    >
      {(start) => (
        <VersionForm
          dataset={dataset}
          version={version}
          choice={choice}
          onChange={setChoice}
          onStart={start}
        />
      )}
    </DownloadDialog>
  );
}

function VersionForm({
  dataset,
  version,
  choice,
  onChange,
  onStart,
}: {
  dataset: Dataset;
  version: DatasetVersion;
  choice: FileChoice;
  onChange: (choice: FileChoice) => void;
  onStart: (request: Request, lines: number | null, file: ExpectedFile) => void;
}) {
  const splits = listSplits(version);
  const file = findChosenFile(version, choice);
  const handleSubmit = () => {
    if (!file) return;
    const name = suggestFileName(dataset.name, version, choice);
    const path = downloadPath(dataset.id, version.version, {
      container: toContainer(choice),
      split: choice.split,
    });
    onStart({ path, name, choice, sha256: file.sha256 }, file.lines, { bytes: file.bytes, name, href: path });
  };
  return (
    <DownloadForm
      status={
        file
          ? `${counted(file.lines, choice.format === "csv" ? "row" : "line")}, ${formatBytes(file.bytes)}${choice.isPacked ? " uncompressed" : ""}`
          : "The file is being counted again, because a person was erased. Try again in a moment."
      }
      isReady={file !== undefined}
      onSubmit={handleSubmit}
    >
      {splits.length > 1 ? (
        <DownloadChoice
          label="Part"
          value={choice.split}
          onChange={(split) => onChange({ ...choice, split })}
          options={splits.map((value) => ({ value, label: splitNames[value] }))}
        />
      ) : null}
      <DownloadChoice
        label="Format"
        value={choice.format}
        onChange={(format) => onChange({ ...choice, format })}
        options={[
          { value: "jsonl", label: "JSONL" },
          { value: "csv", label: "CSV" },
        ]}
      >
        {/* biome-ignore lint/a11y/noLabelWithoutControl: Checkbox is the control */}
        <label className="mt-1 flex items-center gap-2 text-13">
          <Checkbox
            checked={choice.isPacked}
            onCheckedChange={(isPacked) => onChange({ ...choice, isPacked })}
          />
          Compressed (.gz)
        </label>
      </DownloadChoice>
    </DownloadForm>
  );
}

/** What the file was made of, and what it must hash to. */
function Afterwards({ version, choice }: { version: DatasetVersion; choice: FileChoice }) {
  const report = useQuery(reportOptions(version.dataset_id, version.version)).data;
  const file = findChosenFile(version, choice);
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 border-t pt-3 text-13">
      {file ? (
        <>
          <dt className="text-muted">SHA-256{choice.isPacked ? " unpacked" : ""}</dt>
          <dd className="font-mono text-xs leading-5 break-all">{file.sha256}</dd>
        </>
      ) : null}
      {report ? (
        <>
          <dt className="text-muted">Made of</dt>
          <dd>
            {counted(report.considered, "row")}: {formatCount(report.examples)} in the version,{" "}
            {formatCount(report.considered - report.examples)} left out
          </dd>
          {report.skipped.map(({ reason, count }) => (
            <div key={reason} className="contents">
              <dt className="text-muted">Left out</dt>
              <dd>
                {formatCount(count)}: {reason}
              </dd>
            </div>
          ))}
        </>
      ) : null}
    </dl>
  );
}
