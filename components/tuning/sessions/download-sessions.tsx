"use client";
import { useState } from "react";
import { DownloadColumns } from "@/components/data-table/download-columns";
import { DownloadDialog } from "@/components/data-table/download-dialog";
import {
  ByteOrderMark,
  DownloadChoice,
  DownloadForm,
  type DownloadScope,
  DownloadScopeChoice,
} from "@/components/data-table/download-form";
import { formatCount } from "@/lib/format/number";
import { type DownloadOptions, downloadFile } from "@/lib/http/download";
import { toSearch } from "@/lib/query/parameters";
import type { FilterParameters } from "@/lib/query/url-state";
import { type CsvColumn, extraColumns, seedColumns } from "@/lib/tuning/sessions/schemas";
import { BriefPreview } from "./brief-preview";

type Format = "csv" | "brief";
type Request = { format: Format; path: string };

/** Which sessions a download is about. */
export type SessionsScope =
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
  scope: SessionsScope;
}) {
  return (
    <DownloadDialog
      open={open}
      onOpenChange={onOpenChange}
      title={scope.kind === "one" ? "Download this session" : "Download sessions"}
      description="Turns in order, with the notes that you may see."
      noun="notes"
      load={load}
    >
      {(start) => <SessionsForm scope={scope} onStart={(request) => start(request, null)} />}
    </DownloadDialog>
  );
}

function SessionsForm({ scope, onStart }: { scope: SessionsScope; onStart: (request: Request) => void }) {
  const [format, setFormat] = useState<Format>("csv");
  const [wanted, setWanted] = useState<DownloadScope>("selected");
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
    <DownloadForm
      status={number === null ? null : `${formatCount(number)} ${number === 1 ? "session" : "sessions"}`}
      isReady={number !== 0}
      onSubmit={() => onStart({ format, path })}
    >
      {several ? (
        <DownloadScopeChoice
          label="Sessions"
          value={isSelected ? "selected" : "matching"}
          onChange={setWanted}
          selected={several.selected.length}
          matching={several.total}
        />
      ) : null}
      <DownloadChoice
        label="Format"
        value={format}
        onChange={setFormat}
        options={[
          { value: "csv", label: "CSV" },
          { value: "brief", label: "Tuning brief" },
        ]}
      >
        <p className="text-xs text-muted">
          {format === "csv"
            ? "One row per note, and one per turn without any. Formulas are disarmed."
            : "Markdown to paste into a language model: notes by category, worst first, with question, answer and better answer."}
        </p>
        {format === "csv" ? <ByteOrderMark checked={hasMark} onChange={setHasMark} /> : null}
      </DownloadChoice>
      {format === "csv" ? (
        <DownloadColumns
          legend="Further columns"
          hint={`After ${seedColumns.join(", ")}:`}
          columns={extraColumns}
          chosen={columns}
          presets={[
            { label: "All", has: () => true },
            { label: "None", has: () => false },
          ]}
          onChange={setColumns}
        />
      ) : (
        <BriefPreview key={path} path={path} />
      )}
    </DownloadForm>
  );
}
