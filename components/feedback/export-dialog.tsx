"use client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { DownloadProgress } from "@/components/data-table/download-progress";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog } from "@/components/ui/dialog";
import { ToggleGroup } from "@/components/ui/toggle-group";
import { estimateExportBytes, type RowsFormat } from "@/lib/feedback/prepare-export";
import { feedbackCountOptions, feedbackPageOptions } from "@/lib/feedback/query-options";
import { type Feedback, feedbackColumns } from "@/lib/feedback/schemas";
import { formatBytes, formatCount } from "@/lib/format/number";
import type { FilterParameters } from "@/lib/query/url-state";
import { ExportColumns } from "./export-columns";
import { type ExportRequest, useExportFeedback } from "./use-export-feedback";

type Scope = "selected" | "matching";
/** Votes that the size is estimated from. */
const SAMPLE = 100;

/** Downloads votes: which, in what format and columns, how many and about how large; then the progress and what came of it. */
export function ExportDialog({
  open,
  onOpenChange,
  params,
  selected,
  shownColumns,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  params: FilterParameters;
  selected: ReadonlySet<string>;
  shownColumns: readonly string[];
}) {
  const { state, start, cancel, reset } = useExportFeedback();
  const [expectedRows, setExpectedRows] = useState(0);
  const isRunning = state.status === "running";
  const handleOpenChange = (next: boolean) => {
    // A download under way ends only by its own button.
    if (isRunning) return;
    onOpenChange(next);
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
      title="Download votes"
      description="The file holds exactly the votes below, oldest first."
    >
      {state.status === "idle" ? (
        <ExportForm
          params={params}
          selected={selected}
          shownColumns={shownColumns}
          onStart={(request, rows) => {
            setExpectedRows(rows);
            void start(request);
          }}
        />
      ) : (
        <DownloadProgress
          noun="votes"
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

function ExportForm({
  params,
  selected,
  shownColumns,
  onStart,
}: {
  params: FilterParameters;
  selected: ReadonlySet<string>;
  shownColumns: readonly string[];
  onStart: (request: ExportRequest, rows: number) => void;
}) {
  const [wanted, setWanted] = useState<Scope>("selected");
  const [format, setFormat] = useState<RowsFormat>("csv");
  const [columns, setColumns] = useState<readonly (keyof Feedback)[]>(feedbackColumns);
  const [hasMark, setHasMark] = useState(false);
  const scope = selected.size === 0 ? "matching" : wanted;

  const count = useQuery({ ...feedbackCountOptions(params), staleTime: 0 });
  const sample = useQuery(feedbackPageOptions({ ...params, limit: String(SAMPLE) }));
  const rows = scope === "selected" ? selected.size : count.data?.total;
  // Chosen votes beyond the sample are as large as the others, as far as anyone knows.
  const chosen = sample.data?.data.filter((vote) => selected.has(vote.id)) ?? [];
  const bytes =
    sample.data && rows !== undefined
      ? estimateExportBytes(scope === "selected" && chosen.length > 0 ? chosen : sample.data.data, rows, {
          format,
          columns,
        })
      : null;

  return (
    <form
      className="grid gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        const which = scope === "selected" ? { ids: [...selected] } : { filters: params };
        onStart({ format, columns, bom: format === "csv" && hasMark, ...which }, rows ?? 0);
      }}
    >
      <div className="grid gap-1.5">
        <span className="text-13 font-medium">Votes</span>
        <ToggleGroup
          label="Votes"
          value={scope}
          onValueChange={setWanted}
          options={[
            ...(selected.size > 0
              ? [{ value: "selected" as const, label: `Selected (${formatCount(selected.size)})` }]
              : []),
            {
              value: "matching" as const,
              label: `All matching (${count.data ? formatCount(count.data.total) : "…"})`,
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
      <ExportColumns columns={columns} shownColumns={shownColumns} onChange={setColumns} />
      <div className="flex flex-wrap items-center justify-between gap-3 border-t pt-4">
        <p className="text-13 text-muted" role="status">
          {rows === undefined
            ? "Counting…"
            : `${formatCount(rows)} ${rows === 1 ? "row" : "rows"}${bytes === null ? "" : `, about ${formatBytes(bytes)}`}`}
        </p>
        <Button
          type="submit"
          variant="primary"
          disabled={rows === undefined || rows === 0 || columns.length === 0}
        >
          Download
        </Button>
      </div>
    </form>
  );
}
