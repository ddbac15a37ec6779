"use client";
import Link from "next/link";
import { useCallback, useMemo, useRef } from "react";
import { RowList } from "@/components/data-table/row-list";
import { useOpenRow } from "@/components/data-table/use-open-row";
import { useRowPanel } from "@/components/data-table/use-row-panel";
import { useRowSelection } from "@/components/data-table/use-row-selection";
import type { TableHandle } from "@/components/data-table/virtual-table";
import { ParameterNotice } from "@/components/filters/parameter-notice";
import { buttonStyles } from "@/components/ui/button";
import { Definition } from "@/components/ui/definition";
import { EmptyState } from "@/components/ui/empty-state";
import { cn } from "@/lib/format/cn";
import { exampleAddressParsers } from "@/lib/learning/examples/prepare-address";
import type { Example } from "@/lib/learning/examples/schemas";
import type { Member } from "@/lib/members/schemas";
import { NoExecutions } from "../no-executions";
import { CompactExample, exampleColumns } from "./columns";
import { ExampleFilters } from "./example-filters";
import { ExamplePanel } from "./example-panel";
import { ExamplesDownload } from "./examples-download";
import { useExamples } from "./use-examples";

const keyOf = (row: Example) => row.id;
const labelOf = (row: Example) => row.user_prompt.slice(0, 80);

/** What composed prompts learn from: found as the API finds it, judged, pinned, corrected, with how executions went. */
export function ExamplesPage({ member }: { member: Member }) {
  const state = useExamples();
  const { query, rows, total, similarities, params } = state;
  const openRow = useOpenRow("example");
  const { openId, open, move } = openRow;
  const table = useRef<TableHandle>(null);
  const keys = useMemo(() => rows.map(keyOf), [rows]);
  const selection = useRowSelection(keys, params, "examples");
  const canDownload = member.role !== "reviewer";
  const place = useRowPanel(table, openRow, keys, total);
  const columns = useMemo(() => exampleColumns(similarities), [similarities]);
  const handleOpen = useCallback((row: Example) => open(row.id), [open]);
  const renderCompact = useCallback(
    (row: Example) => <CompactExample row={row} similarity={similarities?.get(row.id)} />,
    [similarities],
  );
  return (
    <div className={cn("flex h-[calc(100dvh-6rem)] flex-col gap-4", openId !== null && "xl:mr-[35rem]")}>
      <header className="flex min-h-8 items-center gap-1">
        <h1 className="text-lg font-semibold">Examples</h1>
        <Definition of="Examples">
          Executions that worked, were approved or got a better plan. Composed prompts show those that are
          like the request. Success with and without an example is an observation: only an experiment shows
          what causes a difference.
        </Definition>
        {canDownload ? (
          <div className="ml-auto">
            <ExamplesDownload
              params={params}
              selected={selection.keys}
              rows={rows}
              shownColumns={columns.map((column) => column.id)}
              disabled={rows.length === 0}
            />
          </div>
        ) : null}
      </header>
      <ParameterNotice parsers={exampleAddressParsers} />
      <ExampleFilters state={state} />
      <RowList
        query={query}
        noun={["example", "examples"]}
        total={total}
        empty={<NoExamples params={params} />}
        handle={table}
        columns={columns}
        rows={rows}
        getKey={keyOf}
        getRowLabel={labelOf}
        renderCompact={renderCompact}
        activeKey={openId}
        onOpen={handleOpen}
        onMove={openId === null ? undefined : (to) => move(to.id)}
        selection={canDownload ? selection : null}
        // Newest first, or most similar first.
        sort={null}
      />
      {openId === null ? null : (
        <ExamplePanel id={openId} row={rows.find(({ id }) => id === openId)} place={place} />
      )}
    </div>
  );
}

function NoExamples({ params }: { params: Record<string, string> }) {
  if (Object.keys(params).every((name) => name === "project"))
    return <NoExecutions path="/learning/executions" params={params} />;
  return (
    <EmptyState
      className="flex-1"
      title="No example matches"
      text="Take a filter away, or search with other words."
      action={
        <Link href="/learning/examples" className={buttonStyles({ variant: "outline" })}>
          All examples
        </Link>
      }
    />
  );
}
