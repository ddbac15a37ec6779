"use client";
import { useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { ErrorState } from "@/components/ui/error-state";
import { Panel } from "@/components/ui/panel";
import { nameManifest } from "@/lib/datasets/versions/prepare-download";
import { manifestOptions } from "@/lib/datasets/versions/query-options";
import type { Dataset, DatasetManifest, DatasetVersion, VersionFile } from "@/lib/datasets/versions/schemas";
import { splitNames } from "@/lib/datasets/versions/vocabulary";
import { formatBytes, formatCount } from "@/lib/format/number";
import { saveFile } from "@/lib/format/save-file";
import { Waiting } from "../waiting";

/** What a version was made of, with the SHA-256 of its files, to read and to keep beside them. */
export function ManifestView({ dataset, version }: { dataset: Dataset; version: DatasetVersion }) {
  const { data, error, refetch } = useQuery(manifestOptions(version.dataset_id, version.version));
  if (data === undefined)
    return error ? (
      <ErrorState error={error} onRetry={refetch} />
    ) : (
      <Waiting label="Loading the manifest" className="h-64" />
    );
  const text = `${JSON.stringify(data, null, 2)}\n`;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <Panel title="Files" note="What a download must hash to. Of a .gz, what is in it.">
        <FileTable caption="Files" files={data.files} />
      </Panel>
      {data.erased ? (
        <Panel
          title="Files before people were erased"
          note="Copies from then still hold their words: delete them."
        >
          <FileTable caption="Files before people were erased" files={data.erased.original_files} />
        </Panel>
      ) : null}
      {data.suggestions ? <Suggestions suggestions={data.suggestions} /> : null}
      <Panel
        title="Manifest"
        actions={
          <>
            <CopyButton value={text} label="Copy the manifest" />
            <Button
              variant="outline"
              size="sm"
              onClick={() =>
                saveFile(
                  new Blob([text], { type: "application/json" }),
                  nameManifest(dataset.name, version.version),
                )
              }
            >
              <Download aria-hidden />
              Download the manifest
            </Button>
          </>
        }
      >
        <pre
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
          tabIndex={0}
          className="max-h-[36rem] overflow-auto border-t p-4 font-mono text-xs leading-5 break-words whitespace-pre-wrap"
        >
          {text}
        </pre>
      </Panel>
    </div>
  );
}

function Suggestions({ suggestions }: { suggestions: NonNullable<DatasetManifest["suggestions"]> }) {
  return (
    <Panel
      title="For the trainer"
      note="With these weights good and bad answers count about the same: from 1:1 to 4:3."
    >
      <p className="px-4 pb-4 text-13">
        <code className="font-mono text-xs">desirable_weight={suggestions.desirable_weight}</code>,{" "}
        <code className="font-mono text-xs">undesirable_weight={suggestions.undesirable_weight}</code>
      </p>
    </Panel>
  );
}

function FileTable({ caption, files }: { caption: string; files: readonly VersionFile[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section aria-label={`Table: ${caption}`} tabIndex={0} className="relative overflow-x-auto border-t">
      <table className="w-full border-collapse text-13">
        <thead>
          <tr className="text-left text-xs text-muted">
            <th scope="col" className="px-4 py-2 font-medium">
              File
            </th>
            <th scope="col" className="px-4 py-2 text-right font-medium">
              Lines
            </th>
            <th scope="col" className="px-4 py-2 text-right font-medium">
              Size
            </th>
            <th scope="col" className="px-4 py-2 font-medium">
              SHA-256
            </th>
          </tr>
        </thead>
        <tbody>
          {files.map((file) => {
            const name = `${splitNames[file.split]}, ${file.container === "csv" ? "CSV" : "JSONL"}`;
            return (
              <tr key={name} className="border-t">
                <th scope="row" className="px-4 py-1.5 text-left font-normal whitespace-nowrap">
                  {name}
                </th>
                <td className="px-4 py-1.5 text-right">{formatCount(file.lines)}</td>
                <td className="px-4 py-1.5 text-right whitespace-nowrap">{formatBytes(file.bytes)}</td>
                <td className="px-4 py-1.5">
                  <span className="flex items-center gap-1">
                    <code className="font-mono text-xs">{file.sha256}</code>
                    <CopyButton
                      value={file.sha256}
                      label={`Copy the SHA-256 of ${name}`}
                      className="size-6"
                    />
                  </span>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
