"use client";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { DownloadDialog } from "@/components/data-table/download-dialog";
import {
  type Extent,
  type OtherFile,
  RowsDownloadForm,
  type Run,
  runDownload,
  type Which,
} from "@/components/data-table/rows-download-form";
import type { ExpectedFile } from "@/components/data-table/use-download";
import { formatCount } from "@/lib/format/number";
import { downloadFile, rowsDownload } from "@/lib/http/download";
import { toUrl } from "@/lib/query/parameters";
import type { FilterParameters } from "@/lib/query/url-state";
import { countCsvRows, estimateSessionBytes } from "@/lib/tuning/sessions/prepare-download";
import { sessionStatsOptions, sessionTurnsOptions } from "@/lib/tuning/sessions/query-options";
import { type CsvColumn, csvColumns, type Session, seedColumns } from "@/lib/tuning/sessions/schemas";
import { BriefPreview } from "./brief-preview";
import { useSessionNotes } from "./use-session-notes";

/** Which sessions a download is about. */
export type SessionsScope =
  | { kind: "one"; session: Session }
  | { kind: "several"; params: FilterParameters; selected: readonly string[]; total: number | null };

const load = rowsDownload("/v1/tuning/export", "sessions");

/** Downloads conversations with their notes: as rows with the columns one wants, or as a brief for a language model. */
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
      load={runDownload}
    >
      {(start) =>
        scope.kind === "one" ? (
          <OneSessionForm session={scope.session} onStart={start} />
        ) : (
          <SeveralSessionsForm {...scope} onStart={start} />
        )
      }
    </DownloadDialog>
  );
}

type Start = (run: Run, rows: number | null, expected?: ExpectedFile) => void;

const counted = (count: number, noun: string) => `${formatCount(count)} ${count === 1 ? noun : `${noun}s`}`;

/** The brief of the sessions, at the address that `pathOf` gives. */
const toBrief = (pathOf: (which: Which) => string): OtherFile => ({
  value: "brief",
  label: "Tuning brief",
  hint: "Markdown to paste into a language model: notes by category, worst first, with question, answer and better answer.",
  takesSelected: true,
  load: (which, options) => downloadFile(pathOf(which), "text", "retune-brief.md", options),
  preview: (which) => <BriefPreview key={pathOf(which)} path={pathOf(which)} />,
});

const shared = {
  columns: csvColumns,
  hint: "One row per note, and one per turn without any.",
  presets: [
    { label: "All", has: () => true },
    { label: "Usual", has: (column: CsvColumn) => (seedColumns as readonly string[]).includes(column) },
  ],
  load,
};

function SeveralSessionsForm({
  params,
  selected,
  total,
  onStart,
}: Extract<SessionsScope, { kind: "several" }> & { onStart: Start }) {
  const brief = toBrief((which) =>
    toUrl("/v1/tuning/brief.md", "ids" in which ? { id: which.ids.join(",") } : which.filters),
  );
  return (
    <RowsDownloadForm
      {...shared}
      label="Sessions"
      fileName="retune-sessions"
      scopes={{ selected: selected.length, matching: total }}
      whichOf={(scope) => (scope === "selected" ? { ids: selected } : { filters: params })}
      // Rows of several sessions say which one they belong to.
      usualColumns={[...seedColumns, "session_id"]}
      others={[brief]}
      // Sessions are counted, not their rows.
      measure={(_file, scope): Extent => {
        const number = scope === "selected" ? selected.length : total;
        const text = number === null ? "Counting…" : counted(number, "session");
        return { rows: null, bytes: null, text, isEmpty: number === 0 };
      }}
      onStart={onStart}
    />
  );
}

/** Says how many rows, and about how many bytes, the file of this one session will have. */
function OneSessionForm({ session, onStart }: { session: Session; onStart: Start }) {
  const stats = useQuery(sessionStatsOptions(session.id));
  const { data } = useInfiniteQuery(sessionTurnsOptions(session.id));
  const { notes, isComplete } = useSessionNotes(session.id);
  const turns = useMemo(() => (data?.pages ?? []).flatMap((page) => page.data), [data]);
  const totalTurns = stats.data?.total_turns ?? session.total_turns;
  return (
    <RowsDownloadForm
      {...shared}
      label="Sessions"
      fileName="retune-session"
      scopes={null}
      whichOf={() => ({ ids: [session.id] })}
      usualColumns={seedColumns}
      others={[toBrief(() => `/v1/tuning/sessions/${session.id}/brief.md`)]}
      measure={(file): Extent => {
        const isEmpty = totalTurns === 0;
        if (!isComplete) return { rows: null, bytes: null, text: "Counting…", isEmpty };
        if (file === null) {
          const noted = [...notes.values()].reduce((sum, each) => sum + each.length, 0);
          const text = `${counted(totalTurns, "turn")}, ${counted(noted, "note")}`;
          return { rows: null, bytes: null, text, isEmpty };
        }
        const rows = countCsvRows({ totalTurns, notes });
        const bytes = estimateSessionBytes({ session, totalTurns, turns, notes }, file.text, file.columns);
        return { rows, bytes, text: counted(rows, "row"), isEmpty };
      }}
      onStart={onStart}
    />
  );
}
