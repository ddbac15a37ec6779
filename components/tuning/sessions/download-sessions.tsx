"use client";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { DownloadColumns } from "@/components/data-table/download-columns";
import { DownloadDialog } from "@/components/data-table/download-dialog";
import {
  ByteOrderMark,
  DownloadChoice,
  DownloadForm,
  type DownloadScope,
  DownloadScopeChoice,
} from "@/components/data-table/download-form";
import { formatBytes, formatCount } from "@/lib/format/number";
import { type DownloadOptions, downloadFile } from "@/lib/http/download";
import { toSearch } from "@/lib/query/parameters";
import type { FilterParameters } from "@/lib/query/url-state";
import { countCsvRows, estimateCsvBytes } from "@/lib/tuning/sessions/prepare-download";
import { sessionStatsOptions, sessionTurnsOptions } from "@/lib/tuning/sessions/query-options";
import { type ExtraColumn, extraColumns, type Session, seedColumns } from "@/lib/tuning/sessions/schemas";
import { BriefPreview } from "./brief-preview";
import { useSessionNotes } from "./use-session-notes";

type Format = "csv" | "brief";
type Request = { format: Format; path: string };

/** Which sessions a download is about. */
export type SessionsScope =
  | { kind: "one"; session: Session }
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
      {(start) =>
        scope.kind === "one" ? (
          <OneSessionForm scope={scope} onStart={start} />
        ) : (
          <SessionsForm scope={scope} onStart={start} />
        )
      }
    </DownloadDialog>
  );
}

/** What a file will hold: rows, when they can be counted beforehand, and in words. */
type Extent = { rows: number | null; text: string | null; isEmpty: boolean };
type Start = (request: Request, rows: number | null) => void;

/** Says how many rows, and about how many bytes, the file of this one session will have. */
function OneSessionForm({
  scope,
  onStart,
}: {
  scope: Extract<SessionsScope, { kind: "one" }>;
  onStart: Start;
}) {
  const { session } = scope;
  const stats = useQuery(sessionStatsOptions(session.id));
  const { data } = useInfiniteQuery(sessionTurnsOptions(session.id));
  const { notes, isComplete } = useSessionNotes(session.id);
  const turns = useMemo(() => (data?.pages ?? []).flatMap((page) => page.data), [data]);
  const totalTurns = stats.data?.total_turns ?? session.total_turns;
  const measure = (format: Format, columns: readonly ExtraColumn[]): Extent => {
    const isEmpty = totalTurns === 0;
    if (!isComplete) return { rows: null, text: "Counting…", isEmpty };
    if (format === "brief") {
      const noted = [...notes.values()].reduce((sum, each) => sum + each.length, 0);
      return { rows: null, text: `${counted(totalTurns, "turn")}, ${counted(noted, "note")}`, isEmpty };
    }
    const rows = countCsvRows({ totalTurns, notes });
    const bytes = estimateCsvBytes({ session, totalTurns, turns, notes }, columns);
    const size = bytes === null ? "" : `, about ${formatBytes(bytes)}`;
    return { rows, text: `${counted(rows, "row")}${size}`, isEmpty };
  };
  return <SessionsForm scope={scope} measure={measure} onStart={onStart} />;
}

const counted = (count: number, noun: string) => `${formatCount(count)} ${count === 1 ? noun : `${noun}s`}`;

function SessionsForm({
  scope,
  measure,
  onStart,
}: {
  scope: SessionsScope;
  /** Absent: sessions are counted, not their rows. */
  measure?: (format: Format, columns: readonly ExtraColumn[]) => Extent;
  onStart: Start;
}) {
  const [format, setFormat] = useState<Format>("csv");
  const [wanted, setWanted] = useState<DownloadScope>("selected");
  const [columns, setColumns] = useState<readonly ExtraColumn[]>([]);
  const [hasMark, setHasMark] = useState(false);
  const several = scope.kind === "several" ? scope : null;
  const isSelected = several !== null && several.selected.length > 0 && wanted === "selected";
  const search = toSearch({
    ...(several ? (isSelected ? { id: several.selected.join(",") } : several.params) : {}),
    ...(format === "csv" && columns.length > 0 ? { columns: columns.join(",") } : {}),
    ...(format === "csv" && hasMark ? { bom: "true" } : {}),
  });
  const root = scope.kind === "one" ? `/v1/tuning/sessions/${scope.session.id}` : "/v1/tuning";
  const path = `${root}/${format === "csv" ? "export.csv" : "brief.md"}${search ? `?${search}` : ""}`;
  const number = isSelected ? several.selected.length : (several?.total ?? null);
  const extent = measure?.(format, columns) ?? {
    rows: null,
    text: number === null ? null : counted(number, "session"),
    isEmpty: number === 0,
  };
  return (
    <DownloadForm
      status={extent.text}
      isReady={!extent.isEmpty}
      onSubmit={() => onStart({ format, path }, extent.rows)}
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
