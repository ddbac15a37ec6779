"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ParameterNotice } from "@/components/filters/parameter-notice";
import { describeSized } from "@/lib/interactions/context/prepare-context";
import { contextOptions } from "@/lib/interactions/context/query-options";
import { trafficParsers } from "@/lib/interactions/prepare-filters";
import { TrafficFilters } from "../agents/traffic-filters";
import { useTrafficState } from "../agents/use-traffic-state";
import { NoRows } from "../list/no-rows";
import { ContextChart } from "./context-chart";

/** How satisfaction and response time go with the size of the context. */
export function ContextPage() {
  const state = useTrafficState();
  const { params } = state;
  const query = useQuery({ ...contextOptions(params), placeholderData: keepPreviousData });
  const sized = query.data?.data.reduce((sum, bin) => sum + bin.total_interactions, 0) ?? 0;
  const without = query.data?.without_context ?? 0;
  const isEmpty = query.data !== undefined && !query.isPlaceholderData && sized + without === 0;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <h1 className="flex h-8 items-center text-lg font-semibold">Context</h1>
      <ParameterNotice parsers={trafficParsers} />
      <TrafficFilters state={state} />
      {isEmpty ? (
        <div className="rounded-md border bg-surface">
          <NoRows path="/interactions/context" params={params} />
        </div>
      ) : (
        <>
          <p className="min-h-5 text-13 text-muted">{query.data ? describeSized(query.data) : null}</p>
          <ContextChart name="satisfaction" state={state} query={query} />
          <ContextChart name="response_time" state={state} query={query} />
        </>
      )}
    </div>
  );
}
