"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ArrowLeftRight, Download, Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useQueryState } from "nuqs";
import { useCallback, useMemo, useState } from "react";
import { RowList } from "@/components/data-table/row-list";
import { useOpenRow } from "@/components/data-table/use-open-row";
import { useRowList } from "@/components/data-table/use-row-list";
import { useRowSelection } from "@/components/data-table/use-row-selection";
import { ParameterNotice } from "@/components/filters/parameter-notice";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import {
  MAX_CHOSEN_SESSIONS,
  parseComparison,
  sessionAddressParsers,
  sessionSortParser,
} from "@/lib/tuning/sessions/prepare-list";
import { sessionListOptions, sessionSummaryOptions } from "@/lib/tuning/sessions/query-options";
import type { SessionRow } from "@/lib/tuning/sessions/schemas";
import { CompareSessions } from "./compare-sessions";
import { DownloadSessions } from "./download-sessions";
import { NoSessions } from "./no-sessions";
import { CompactSession, sessionColumns, testerOf } from "./session-columns";
import { SessionFilters } from "./session-filters";
import { StartSessionForm } from "./start-session-form";
import { useSessionFilters } from "./use-session-filters";

const keyOf = (row: SessionRow) => row.id;
const labelOf = (row: SessionRow) => `the session of ${testerOf(row)}`;
const renderCompact = (row: SessionRow) => <CompactSession row={row} />;

/** The table of sessions with its filters; two of them compared; downloads; and the start of a new one. */
export function SessionsPage({ projects }: { projects: readonly string[] }) {
  const router = useRouter();
  const state = useSessionFilters();
  const [sort, setSort] = useQueryState("sort", sessionSortParser);
  const { openId: compared, open: openComparison, close: closeComparison } = useOpenRow("compare");
  const [isDownloading, setIsDownloading] = useState(false);
  const [isStarting, setIsStarting] = useState(false);

  const { query, rows, total } = useRowList({
    params: state.params,
    listOptions: sessionListOptions({ ...state.params, sort }),
    countOptions: sessionSummaryOptions,
    totalOf: (counted) => counted.total,
    newestFirst: sort === "-session_start",
  });
  const summary = useQuery({ ...sessionSummaryOptions(state.params), placeholderData: keepPreviousData });
  const keys = useMemo(() => rows.map(keyOf), [rows]);
  const selection = useRowSelection(keys, state.params, "sessions", MAX_CHOSEN_SESSIONS);
  const selected = useMemo(() => [...selection.keys], [selection.keys]);
  const compareSelected = () => {
    const started = new Map(rows.map((row) => [row.id, row.session_start]));
    // What came later is compared with what came before.
    const inOrder = selected.toSorted((a, b) => (started.get(a) ?? "").localeCompare(started.get(b) ?? ""));
    openComparison(inOrder.join(","));
  };

  const handleOpen = useCallback((row: SessionRow) => router.push(`/tuning/${row.id}`), [router]);

  return (
    <div className="flex h-[calc(100dvh-6rem)] flex-col gap-4">
      <header className="flex items-center gap-2">
        <h1 className="mr-auto text-lg font-semibold">Sessions</h1>
        <Button
          variant="outline"
          aria-label="Download"
          onClick={() => setIsDownloading(true)}
          disabled={total === 0}
        >
          <Download aria-hidden />
          <span className="max-sm:hidden">Download</span>
        </Button>
        <Button variant="primary" onClick={() => setIsStarting(true)}>
          <Plus aria-hidden />
          Start session
        </Button>
      </header>
      <ParameterNotice parsers={sessionAddressParsers} />
      <SessionFilters state={state} summary={summary.data} />
      <RowList
        query={query}
        noun={["session", "sessions"]}
        total={total}
        empty={<NoSessions params={state.params} />}
        actions={
          <>
            <Button
              variant="outline"
              size="sm"
              disabled={selected.length !== 2}
              title={selected.length === 2 ? undefined : "Select two sessions to compare them"}
              onClick={compareSelected}
            >
              <ArrowLeftRight aria-hidden />
              Compare
            </Button>
            <Button variant="outline" size="sm" onClick={() => setIsDownloading(true)}>
              <Download aria-hidden />
              <span className="max-sm:sr-only">Download</span>
            </Button>
          </>
        }
        columns={sessionColumns}
        rows={rows}
        getKey={keyOf}
        getRowLabel={labelOf}
        renderCompact={renderCompact}
        activeKey={null}
        onOpen={handleOpen}
        selection={selection}
        sort={{
          columnId: "session_start",
          isDescending: sort === "-session_start",
          onToggle: () => setSort(sort === "-session_start" ? "session_start" : "-session_start"),
        }}
      />
      <CompareSessions ids={parseComparison(compared)} onClose={closeComparison} />
      <DownloadSessions
        open={isDownloading}
        onOpenChange={setIsDownloading}
        scope={{ kind: "several", params: state.params, selected, total }}
      />
      <Dialog
        open={isStarting}
        onOpenChange={setIsStarting}
        title="Start a test session"
        description="You talk to the assistant, and every turn is recorded for review."
      >
        <StartSessionForm
          projects={projects}
          onStart={(session) => router.push(`/tuning/session/new?session=${session.id}`)}
        />
      </Dialog>
    </div>
  );
}
