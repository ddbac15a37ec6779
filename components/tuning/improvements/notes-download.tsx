"use client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { DownloadProgress } from "@/components/data-table/download-progress";
import { useDownload } from "@/components/data-table/use-download";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog } from "@/components/ui/dialog";
import { ToggleGroup } from "@/components/ui/toggle-group";
import { formatCount } from "@/lib/format/number";
import { type DownloadOptions, downloadRows } from "@/lib/http/download";
import type { FilterParameters } from "@/lib/query/url-state";
import { improvementSummaryOptions } from "@/lib/tuning/improvements/query-options";

/** What POST /v1/tuning/improvements/export takes. */
type NotesRequest = { format: "csv" | "jsonl"; bom: boolean } & (
  | { ids: readonly string[] }
  | { filters: FilterParameters }
);
const load = (request: NotesRequest, options: DownloadOptions) =>
  downloadRows("/v1/tuning/improvements/export", request, `retune-notes.${request.format}`, options);

/** Downloads notes with their turns: which and in what format; then the progress and what came of it. */
export function NotesDownload({
  open,
  onOpenChange,
  params,
  selected,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  params: FilterParameters;
  selected: ReadonlySet<string>;
}) {
  const { state, start, cancel, reset } = useDownload(load);
  const [expectedRows, setExpectedRows] = useState(0);
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
    <Dialog
      open={open}
      onOpenChange={handleOpenChange}
      title="Download notes"
      description="The file holds exactly the notes below with their questions, answers and better answers, oldest first."
    >
      {state.status === "idle" ? (
        <NotesForm
          params={params}
          selected={selected}
          onStart={(request, rows) => {
            setExpectedRows(rows);
            void start(request);
          }}
        />
      ) : (
        <DownloadProgress
          noun="notes"
          state={state}
          expectedRows={expectedRows}
          onCancel={cancel}
          onAgain={reset}
          onClose={() => handleOpenChange(false)}
        />
      )}
    </Dialog>
  );
}

function NotesForm({
  params,
  selected,
  onStart,
}: {
  params: FilterParameters;
  selected: ReadonlySet<string>;
  onStart: (request: NotesRequest, rows: number) => void;
}) {
  const [wanted, setWanted] = useState<"selected" | "matching">("selected");
  const [format, setFormat] = useState<"csv" | "jsonl">("csv");
  const [hasMark, setHasMark] = useState(false);
  const scope = selected.size === 0 ? "matching" : wanted;
  const matching = useQuery({ ...improvementSummaryOptions(params), staleTime: 0 }).data?.total;
  const rows = scope === "selected" ? selected.size : matching;
  return (
    <form
      className="grid gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        const which = scope === "selected" ? { ids: [...selected] } : { filters: params };
        onStart({ format, bom: format === "csv" && hasMark, ...which }, rows ?? 0);
      }}
    >
      <div className="grid gap-1.5">
        <span className="text-13 font-medium">Notes</span>
        <ToggleGroup
          label="Notes"
          value={scope}
          onValueChange={setWanted}
          options={[
            ...(selected.size > 0
              ? [{ value: "selected" as const, label: `Selected (${formatCount(selected.size)})` }]
              : []),
            {
              value: "matching" as const,
              label: `All matching (${matching === undefined ? "…" : formatCount(matching)})`,
            },
          ]}
          className="justify-self-start"
        />
      </div>
      <div className="grid gap-1.5">
        <span className="text-13 font-medium">Format</span>
        <ToggleGroup
          label="Format"
          value={format}
          onValueChange={setFormat}
          options={[
            { value: "csv", label: "CSV" },
            { value: "jsonl", label: "JSONL" },
          ]}
          className="justify-self-start"
        />
        {format === "csv" ? (
          // biome-ignore lint/a11y/noLabelWithoutControl: Checkbox is the control
          <label className="mt-1 flex items-center gap-2 text-13">
            <Checkbox checked={hasMark} onCheckedChange={setHasMark} />
            Byte order mark, so that Excel reads accents
          </label>
        ) : null}
      </div>
      <div className="flex flex-wrap items-center justify-between gap-3 border-t pt-4">
        <p className="text-13 text-muted" role="status">
          {rows === undefined ? "Counting…" : `${formatCount(rows)} ${rows === 1 ? "row" : "rows"}`}
        </p>
        <Button type="submit" variant="primary" disabled={rows === undefined || rows === 0}>
          Download
        </Button>
      </div>
    </form>
  );
}
