"use client";
import { Database } from "lucide-react";
import Link from "next/link";
import { useCallback, useMemo, useRef } from "react";
import { NewRows } from "@/components/data-table/new-rows";
import { RowList } from "@/components/data-table/row-list";
import { useOpenRow } from "@/components/data-table/use-open-row";
import { useRowList } from "@/components/data-table/use-row-list";
import { useRowPanel } from "@/components/data-table/use-row-panel";
import { useRowSelection } from "@/components/data-table/use-row-selection";
import type { TableHandle } from "@/components/data-table/virtual-table";
import { ParameterNotice } from "@/components/filters/parameter-notice";
import { buttonStyles } from "@/components/ui/button";
import { cn } from "@/lib/format/cn";
import { executionCountOptions, executionListOptions } from "@/lib/learning/executions/query-options";
import type { Execution } from "@/lib/learning/executions/schemas";
import { executionAddressParsers } from "@/lib/learning/prepare-filters";
import type { Member } from "@/lib/members/schemas";
import { toHref } from "@/lib/query/url-state";
import { NoExecutions } from "../no-executions";
import { CompactExecution, executionTableColumns } from "./columns";
import { ExecutionFilters } from "./execution-filters";
import { ExecutionPanel } from "./execution-panel";
import { ExecutionsDownload } from "./executions-download";
import { useExecutionState } from "./use-execution-state";

const noun = ["execution", "executions"] as const;
const keyOf = (row: Execution) => row.id;
const labelOf = (row: Execution) => row.user_prompt.slice(0, 80);
const renderCompact = (row: Execution) => <CompactExecution row={row} />;

/** The executions behind the figures, the open one beside them, and the download for those who may. */
export function ExecutionsPage({ member }: { member: Member }) {
  const state = useExecutionState();
  const { params, outcomeParams, order, setOrder } = state;
  const openRow = useOpenRow("execution");
  const { openId, open, move } = openRow;
  const table = useRef<TableHandle>(null);
  const isDescending = order === "newest";
  const canDownload = member.role !== "reviewer";
  const { query, rows, total, newCount, refresh } = useRowList({
    params,
    listOptions: executionListOptions({ ...params, sort: isDescending ? "-created_at" : "created_at" }),
    countOptions: executionCountOptions,
    totalOf: ({ count }) => count,
    newestFirst: isDescending,
    timeOf: (row) => row.created_at,
  });
  const keys = useMemo(() => rows.map(keyOf), [rows]);
  const selection = useRowSelection(keys, params, "executions");
  const place = useRowPanel(table, openRow, keys, total);
  const handleRefresh = async () => {
    await refresh();
    table.current?.showRow(0, false);
  };
  const handleOpen = useCallback((row: Execution) => open(row.id), [open]);
  return (
    <div className={cn("flex h-[calc(100dvh-6rem)] flex-col gap-4", openId !== null && "xl:mr-[35rem]")}>
      <header className="flex flex-wrap items-center gap-2">
        <h1 className="mr-auto text-lg font-semibold">Executions</h1>
        <Link href={toHref("/learning", outcomeParams)} className={buttonStyles({ variant: "outline" })}>
          Metrics
        </Link>
        {member.role === "admin" ? (
          <Link
            href={toHref("/datasets/new", { ...params, source: "executions" })}
            aria-label="Make a dataset"
            className={buttonStyles({ variant: "outline" })}
          >
            <Database aria-hidden />
            <span className="max-sm:hidden">Make a dataset</span>
          </Link>
        ) : null}
        {canDownload ? (
          <ExecutionsDownload
            params={params}
            selected={selection.keys}
            rows={rows}
            disabled={total === 0}
            hasTrainingFiles={member.role === "admin"}
          />
        ) : null}
      </header>
      <ParameterNotice parsers={executionAddressParsers} />
      <ExecutionFilters state={state} />
      <RowList
        query={query}
        noun={noun}
        total={total}
        notice={<NewRows count={newCount} noun={noun} onShow={handleRefresh} />}
        empty={<NoExecutions path="/learning/executions" params={params} />}
        handle={table}
        columns={executionTableColumns}
        rows={rows}
        getKey={keyOf}
        getRowLabel={labelOf}
        renderCompact={renderCompact}
        activeKey={openId}
        onOpen={handleOpen}
        onMove={openId === null ? undefined : (to) => move(to.id)}
        selection={canDownload ? selection : null}
        sort={{
          columnId: "created_at",
          isDescending,
          onToggle: () => setOrder({ order: isDescending ? "oldest" : "newest" }),
        }}
      />
      {openId === null ? null : (
        <ExecutionPanel id={openId} row={rows.find((row) => row.id === openId)} place={place} />
      )}
    </div>
  );
}
