"use client";
import { type UseInfiniteQueryResult, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useQueryStates } from "nuqs";
import { useCallback, useMemo, useRef, useState } from "react";
import { RowList } from "@/components/data-table/row-list";
import { RowPanel } from "@/components/data-table/row-panel";
import { useOpenRow } from "@/components/data-table/use-open-row";
import { useRowPanel } from "@/components/data-table/use-row-panel";
import type { TableHandle } from "@/components/data-table/virtual-table";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { keepingPrevious } from "@/components/ui/keeping-previous";
import { Select } from "@/components/ui/select";
import { ToggleGroup } from "@/components/ui/toggle-group";
import { datasetAddressParsers, toItemParameters } from "@/lib/datasets/versions/prepare-address";
import { findFile } from "@/lib/datasets/versions/prepare-report";
import { itemsOptions, reportOptions } from "@/lib/datasets/versions/query-options";
import type { DatasetVersion, WrittenExample } from "@/lib/datasets/versions/schemas";
import { splitNames } from "@/lib/datasets/versions/vocabulary";
import { type LintRule, lintRules } from "@/lib/datasets/writing/schemas";
import { cn } from "@/lib/format/cn";
import { formatCount } from "@/lib/format/number";
import { ExampleView } from "../example-view";
import { CompactWritten, questionOf, writtenColumns } from "./columns";

const noun = ["example", "examples"] as const;
const ANY = "any";
const keyOf = (row: WrittenExample) => row.source_id;
const labelOf = (row: WrittenExample) => `Example ${row.position}: ${questionOf(row).slice(0, 80)}`;
const renderCompact = (row: WrittenExample) => <CompactWritten row={row} />;

/** The examples of a version in the order of the file, with the open one beside them: as it reads, or as it is written. */
export function ExamplesView({ version }: { version: DatasetVersion }) {
  const [{ split, lint }, setAddress] = useQueryStates(datasetAddressParsers, { history: "replace" });
  const query = useInfiniteQuery(
    keepingPrevious(itemsOptions(version.dataset_id, version.version, toItemParameters({ split, lint }))),
  );
  const report = useQuery(reportOptions(version.dataset_id, version.version)).data;
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.data) ?? [], [query.data]);
  const keys = useMemo(() => rows.map(keyOf), [rows]);
  const openRow = useOpenRow("example");
  const { openId, open, move } = openRow;
  const table = useRef<TableHandle>(null);
  const hasSplits = (findFile(version, "validation", "jsonl")?.lines ?? 0) > 0;
  const known =
    lint === null ? (report?.splits.filter((each) => split === null || each.split === split) ?? null) : null;
  const total =
    known?.reduce((sum, { examples }) => sum + examples, 0) ??
    (query.data && !query.hasNextPage ? rows.length : null);
  const place = useRowPanel(table, openRow, keys, total);
  const handleOpen = useCallback((row: WrittenExample) => open(row.source_id), [open]);
  const found = report?.lint.filter(({ severity }) => severity === "warning") ?? [];
  return (
    <div
      className={cn("flex h-[calc(100dvh-9rem)] min-h-96 flex-col gap-3", openId !== null && "xl:mr-[35rem]")}
    >
      {hasSplits || found.length > 0 || lint !== null ? (
        <div className="flex flex-wrap items-center gap-2">
          {hasSplits || split !== null ? (
            <ToggleGroup
              label="Split"
              value={split ?? ANY}
              onValueChange={(value) => setAddress({ split: value === ANY ? null : value })}
              options={[
                { value: ANY, label: splitNames.all },
                { value: "train", label: splitNames.train },
                { value: "validation", label: splitNames.validation },
              ]}
            />
          ) : null}
          {found.length > 0 || lint !== null ? (
            <Select<LintRule | typeof ANY>
              label="Finding"
              value={lint ?? ANY}
              onValueChange={(value) => setAddress({ lint: value === ANY ? null : value })}
              options={[
                { value: ANY, label: "With or without findings" },
                ...found.map(({ rule, count }) => ({
                  value: rule,
                  label: `${lintRules[rule].label} (${formatCount(count)})`,
                })),
                ...(lint !== null && !found.some(({ rule }) => rule === lint)
                  ? [{ value: lint, label: lintRules[lint].label }]
                  : []),
              ]}
            />
          ) : null}
        </div>
      ) : null}
      <RowList
        query={query}
        noun={noun}
        total={total}
        empty={
          <EmptyState
            className="flex-1"
            title={split === null && lint === null ? "The file is empty" : "No example is like that"}
            text={split === null && lint === null ? "The report says why each row was left out." : undefined}
            action={
              split === null && lint === null ? undefined : (
                <Button variant="outline" onClick={() => setAddress({ split: null, lint: null })}>
                  All examples
                </Button>
              )
            }
          />
        }
        handle={table}
        columns={writtenColumns}
        rows={rows}
        getKey={keyOf}
        getRowLabel={labelOf}
        renderCompact={renderCompact}
        activeKey={openId}
        onOpen={handleOpen}
        onMove={openId === null ? undefined : (to) => move(to.source_id)}
        selection={null}
        // The order of the file.
        sort={null}
      />
      {openId === null ? null : (
        <ExamplePanel row={rows.find((row) => row.source_id === openId)} query={query} place={place} />
      )}
    </div>
  );
}

function ExamplePanel({
  row,
  query,
  place,
}: {
  row: WrittenExample | undefined;
  query: Pick<UseInfiniteQueryResult, "isPending" | "hasNextPage" | "isFetchingNextPage" | "fetchNextPage">;
  place: ReturnType<typeof useRowPanel>;
}) {
  const body = useRef<HTMLDivElement>(null);
  const [form, setForm] = useState<"readable" | "raw">("readable");
  return (
    <RowPanel noun="example" place={place} body={body} menu={null}>
      <div className="px-4 pt-3">
        <ToggleGroup
          label="How to show the lines"
          value={form}
          onValueChange={setForm}
          options={[
            { value: "readable", label: "Readable" },
            { value: "raw", label: "As written" },
          ]}
        />
      </div>
      {row ? (
        <ExampleView example={row} isRaw={form === "raw"} />
      ) : (
        <div className="grid justify-items-start gap-3 p-4 text-13 text-muted">
          <p>
            {query.isPending
              ? "Loading…"
              : query.hasNextPage
                ? "It is further down in the file, or not in it."
                : "It is not in this part of the file."}
          </p>
          {query.hasNextPage ? (
            <Button
              variant="outline"
              isPending={query.isFetchingNextPage}
              onClick={() => query.fetchNextPage()}
            >
              Look further
            </Button>
          ) : null}
        </div>
      )}
    </RowPanel>
  );
}
