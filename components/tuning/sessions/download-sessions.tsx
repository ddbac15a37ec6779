"use client";
import { useState } from "react";
import { DownloadProgress } from "@/components/data-table/download-progress";
import { useDownload } from "@/components/data-table/use-download";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog } from "@/components/ui/dialog";
import { ToggleGroup } from "@/components/ui/toggle-group";
import { formatCount } from "@/lib/format/number";
import { type DownloadOptions, downloadFile } from "@/lib/http/download";
import { toSearch } from "@/lib/query/parameters";
import type { FilterParameters } from "@/lib/query/url-state";
import { type CsvColumn, extraColumns, seedColumns } from "@/lib/tuning/sessions/schemas";
import { BriefPreview } from "./brief-preview";

type Format = "csv" | "brief";
type Request = { format: Format; path: string };

/** Which sessions a download is about. */
export type DownloadScope =
  | { kind: "one"; sessionId: string }
  | { kind: "several"; params: FilterParameters; selected: readonly string[]; total: number | null };

const load = ({ format, path }: Request, options: DownloadOptions) =>
  downloadFile(
    path,
    format === "csv" ? "csv" : "text",
    format === "csv" ? "retune-sessions.csv" : "retune-brief.md",
    options,
  );

/** Downloads conversations with their notes: as CSV with the columns one wants, or as a brief for a language model. */
export function DownloadSessions({
  open,
  onOpenChange,
  scope,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  scope: DownloadScope;
}) {
  const { state, start, cancel, reset } = useDownload(load);
  const [wasOpen, setWasOpen] = useState(open);
  if (open !== wasOpen) {
    setWasOpen(open);
    if (open) reset();
  }
  // A download under way ends only by its own button.
  const handleOpenChange = (next: boolean) => state.status !== "running" && onOpenChange(next);
  return (
    <Dialog
      open={open}
      onOpenChange={handleOpenChange}
      title={scope.kind === "one" ? "Download this session" : "Download sessions"}
      description="Turns in order, with the notes that you may see."
    >
      {state.status === "idle" ? (
        <DownloadForm scope={scope} onStart={(request) => void start(request)} />
      ) : (
        <DownloadProgress
          noun="notes"
          state={state}
          expectedRows={null}
          onCancel={cancel}
          onAgain={reset}
          onClose={() => handleOpenChange(false)}
        />
      )}
    </Dialog>
  );
}

function DownloadForm({ scope, onStart }: { scope: DownloadScope; onStart: (request: Request) => void }) {
  const [format, setFormat] = useState<Format>("csv");
  const [wanted, setWanted] = useState<"selected" | "matching">("selected");
  const [columns, setColumns] = useState<readonly CsvColumn[]>([]);
  const [hasMark, setHasMark] = useState(false);
  const several = scope.kind === "several" ? scope : null;
  const isSelected = several !== null && several.selected.length > 0 && wanted === "selected";
  const search = toSearch({
    ...(several ? (isSelected ? { id: several.selected.join(",") } : several.params) : {}),
    ...(format === "csv" && columns.length > 0 ? { columns: columns.join(",") } : {}),
    ...(format === "csv" && hasMark ? { bom: "true" } : {}),
  });
  const root = scope.kind === "one" ? `/v1/tuning/sessions/${scope.sessionId}` : "/v1/tuning";
  const path = `${root}/${format === "csv" ? "export.csv" : "brief.md"}${search ? `?${search}` : ""}`;
  const number = isSelected ? several.selected.length : (several?.total ?? null);
  return (
    <form
      className="grid grid-cols-[minmax(0,1fr)] gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        onStart({ format, path });
      }}
    >
      {several ? (
        <div className="grid gap-1.5">
          <span className="text-13 font-medium">Sessions</span>
          <ToggleGroup
            label="Sessions"
            value={isSelected ? "selected" : "matching"}
            onValueChange={setWanted}
            options={[
              ...(several.selected.length > 0
                ? [
                    {
                      value: "selected" as const,
                      label: `Selected (${formatCount(several.selected.length)})`,
                    },
                  ]
                : []),
              {
                value: "matching" as const,
                label: `All matching (${several.total === null ? "…" : formatCount(several.total)})`,
              },
            ]}
            className="justify-self-start"
          />
        </div>
      ) : null}
      <div className="grid gap-1.5">
        <span className="text-13 font-medium">Format</span>
        <ToggleGroup
          label="Format"
          value={format}
          onValueChange={setFormat}
          options={[
            { value: "csv", label: "CSV" },
            { value: "brief", label: "Tuning brief" },
          ]}
          className="justify-self-start"
        />
        <p className="text-xs text-muted">
          {format === "csv"
            ? "One row per note, and one per turn without any. Formulas are disarmed."
            : "Markdown to paste into a language model: notes by category, worst first, with question, answer and better answer."}
        </p>
      </div>
      {format === "csv" ? (
        <CsvOptions
          columns={columns}
          onColumnsChange={setColumns}
          hasMark={hasMark}
          onHasMarkChange={setHasMark}
        />
      ) : (
        <BriefPreview key={path} path={path} />
      )}
      <div className="flex flex-wrap items-center justify-between gap-3 border-t pt-4">
        <p className="text-13 text-muted" role="status">
          {number === null ? null : `${formatCount(number)} ${number === 1 ? "session" : "sessions"}`}
        </p>
        <Button type="submit" variant="primary" disabled={number === 0}>
          Download
        </Button>
      </div>
    </form>
  );
}

function CsvOptions({
  columns,
  onColumnsChange,
  hasMark,
  onHasMarkChange,
}: {
  columns: readonly CsvColumn[];
  onColumnsChange: (columns: readonly CsvColumn[]) => void;
  hasMark: boolean;
  onHasMarkChange: (hasMark: boolean) => void;
}) {
  return (
    <>
      <fieldset className="grid grid-cols-[minmax(0,1fr)] gap-2">
        <div className="flex items-center gap-1">
          <legend className="float-left mr-auto text-13 font-medium">Further columns</legend>
          <Button variant="ghost" size="sm" onClick={() => onColumnsChange(extraColumns)}>
            All
          </Button>
          <Button variant="ghost" size="sm" onClick={() => onColumnsChange([])}>
            None
          </Button>
        </div>
        <p className="text-xs text-muted">After {seedColumns.join(", ")}:</p>
        <div className="grid grid-cols-1 gap-x-4 gap-y-1.5 sm:grid-cols-2">
          {extraColumns.map((column) => (
            // biome-ignore lint/a11y/noLabelWithoutControl: Checkbox is the control
            <label key={column} className="flex min-w-0 items-center gap-2 text-13">
              <Checkbox
                checked={columns.includes(column)}
                onCheckedChange={(isChosen) =>
                  onColumnsChange(
                    extraColumns.filter((each) => (each === column ? isChosen : columns.includes(each))),
                  )
                }
              />
              <code className="truncate font-mono text-xs" title={column}>
                {column}
              </code>
            </label>
          ))}
        </div>
      </fieldset>
      {/* biome-ignore lint/a11y/noLabelWithoutControl: Checkbox is the control */}
      <label className="flex items-center gap-2 text-13">
        <Checkbox checked={hasMark} onCheckedChange={onHasMarkChange} />
        Byte order mark, so that Excel reads accents
      </label>
    </>
  );
}
