"use client";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useQueryStates } from "nuqs";
import { useMemo } from "react";
import { SelectionStatus } from "@/components/data-table/row-checkbox";
import { useRowSelection } from "@/components/data-table/use-row-selection";
import { ParameterNotice } from "@/components/filters/parameter-notice";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { Select } from "@/components/ui/select";
import { Skeleton } from "@/components/ui/skeleton";
import { cn } from "@/lib/format/cn";
import { formatCount } from "@/lib/format/number";
import {
  peopleAddressParsers,
  peopleLayoutParsers,
  peopleOrderNames,
  peopleOrders,
  toPeopleParameters,
} from "@/lib/interactions/people/prepare-list";
import { peopleListOptions } from "@/lib/interactions/people/query-options";
import type { Member } from "@/lib/members/schemas";
import { TrafficFilters } from "../agents/traffic-filters";
import { useTrafficState } from "../agents/use-traffic-state";
import { NoRows } from "../list/no-rows";
import { FindPerson } from "./find-person";
import { PeopleDownload } from "./people-download";
import { PeopleTable } from "./people-table";

const orders = peopleOrders.map((value) => ({ value, label: peopleOrderNames[value] }));

/** The end users of the range, with what they asked, cost and thought; and the way to any of them by id. */
export function PeoplePage({ member }: { member: Member }) {
  const traffic = useTrafficState();
  const [{ sort }, setLayout] = useQueryStates(peopleLayoutParsers, { history: "push" });
  const params = useMemo(() => toPeopleParameters(traffic.params), [traffic.params]);
  const query = useInfiniteQuery({
    ...peopleListOptions({ ...params, sort }),
    placeholderData: keepPreviousData,
  });
  const rows = useMemo(() => (query.data?.pages ?? []).flatMap((page) => page.data), [query.data]);
  const total = query.data?.pages[0]?.total ?? 0;
  const canDownload = member.role !== "reviewer";
  const keys = useMemo(() => rows.map((row) => row.user_id), [rows]);
  const selection = useRowSelection(keys, params, "people");
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <header className="flex flex-wrap items-start gap-2">
        <h1 className="mr-auto flex h-8 items-center text-lg font-semibold">People</h1>
        <FindPerson />
        {canDownload ? (
          <PeopleDownload
            params={params}
            selected={selection.keys}
            rows={rows}
            disabled={rows.length === 0}
          />
        ) : null}
      </header>
      <ParameterNotice parsers={peopleAddressParsers} />
      <div className="flex flex-wrap items-center gap-2">
        <TrafficFilters state={traffic} names={["agent_type", "model"]} />
        <Select
          label="Order"
          value={sort}
          onValueChange={(next) => setLayout({ sort: next })}
          options={orders}
          className="ml-auto max-sm:ml-0"
        />
      </div>
      <section aria-label="End users" className="rounded-md border bg-surface" aria-busy={query.isPending}>
        {query.isPending ? (
          <div role="status" aria-label="Loading people" className="p-4">
            <Skeleton className="h-96" />
          </div>
        ) : query.data === undefined ? (
          <ErrorState error={query.error} onRetry={() => query.refetch()} />
        ) : rows.length === 0 ? (
          <NoRows path="/interactions/people" params={params} />
        ) : (
          <div className={cn("transition-opacity", query.isPlaceholderData && "opacity-50")}>
            <PeopleTable rows={rows} params={params} selection={canDownload ? selection : null} />
            <footer className="flex min-h-12 items-center gap-3 px-4 py-2 text-xs text-muted">
              <SelectionStatus selection={selection} />
              <span className="mr-auto">
                {formatCount(rows.length)} of {formatCount(total)} {total === 1 ? "person" : "people"}
              </span>
              {query.isFetchNextPageError ? (
                <span role="alert" className="text-negative">
                  {query.error?.message}
                </span>
              ) : null}
              {query.hasNextPage ? (
                <Button
                  variant="outline"
                  size="sm"
                  isPending={query.isFetchingNextPage}
                  onClick={() => query.fetchNextPage()}
                >
                  Show more
                </Button>
              ) : null}
            </footer>
          </div>
        )}
      </section>
    </div>
  );
}
