"use client";
import type { UseQueryResult } from "@tanstack/react-query";
import { ChartCard } from "@/components/charts/chart-card";
import { FlowChart } from "@/components/charts/flow-chart";
import { flowHeight } from "@/components/charts/flow-layout";
import {
  describeHandoffs,
  filterOfHandoff,
  prepareHandoffs,
  tabulateHandoffs,
} from "@/lib/interactions/handoffs/prepare-handoffs";
import type { HandoffRow } from "@/lib/interactions/handoffs/schemas";
import type { HandoffsState } from "./use-handoffs-state";

const HINT_HEIGHT = 28;

/** From which agents conversations go to which. */
export function HandoffFlow({
  state: { isSplit, hrefOf },
  query,
}: {
  state: HandoffsState;
  query: UseQueryResult<{ data: HandoffRow[] }>;
}) {
  const rows = query.data?.data;
  const { flows, all } = prepareHandoffs(rows ?? []);
  return (
    <ChartCard
      id="handoffs"
      title="From agent to agent"
      note={`Left: who handed over; right: who answered next in the conversation.${all.length > flows.length ? ` The ${flows.length} largest of ${all.length}; the numbers beside names and the CSV count all.` : ""}${isSplit ? " Channels together; the CSV splits them." : ""} Days are UTC.`}
      table={rows && tabulateHandoffs(rows, isSplit, hrefOf)}
      height={flowHeight(flows) + HINT_HEIGHT}
      isPending={query.isPending}
      isStale={query.isPlaceholderData}
      error={query.error}
      onRetry={() => query.refetch()}
      emptyText="No hand-off in this range: every conversation stayed with its agent."
    >
      <FlowChart
        label="Hand-offs from agent to agent"
        links={flows}
        all={all}
        hint="Point at a band to read it; press it to see the interactions after these hand-offs."
        hrefOf={({ from, to }) => hrefOf(filterOfHandoff(from, to, null))}
        textOf={describeHandoffs}
      />
    </ChartCard>
  );
}
