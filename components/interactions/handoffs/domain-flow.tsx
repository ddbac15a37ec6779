"use client";
import type { UseQueryResult } from "@tanstack/react-query";
import { ChartCard } from "@/components/charts/chart-card";
import { FlowChart } from "@/components/charts/flow-chart";
import { flowHeight } from "@/components/charts/flow-layout";
import {
  describeTransitions,
  filterOfTransition,
  prepareFlow,
  tabulateFlow,
} from "@/lib/interactions/handoffs/prepare-flow";
import type { FlowRow } from "@/lib/interactions/handoffs/schemas";
import type { HandoffsState } from "./use-handoffs-state";

const HINT_HEIGHT = 28;

/** From which domains conversations go to which. */
export function DomainFlow({
  state: { isSplit, hrefOf },
  query,
}: {
  state: HandoffsState;
  query: UseQueryResult<{ data: FlowRow[] }>;
}) {
  const rows = query.data?.data;
  const { flows, all } = prepareFlow(rows ?? []);
  return (
    <ChartCard
      id="conversation-flow"
      title="From domain to domain"
      note={`Between interactions that follow each other in a conversation and both have a domain; staying counts.${all.length > flows.length ? ` The ${flows.length} largest of ${all.length}; the numbers beside names and the CSV count all.` : ""}${isSplit ? " Channels together; the CSV splits them." : ""} Days are UTC.`}
      table={rows && tabulateFlow(rows, isSplit, hrefOf)}
      height={flowHeight(flows) + HINT_HEIGHT}
      isPending={query.isPending}
      isStale={query.isPlaceholderData}
      error={query.error}
      onRetry={() => query.refetch()}
      emptyText="No two interactions with a domain follow each other in this range."
    >
      <FlowChart
        label="Transitions from domain to domain"
        links={flows}
        all={all}
        hint="Point at a band to read it; press it to see the interactions at its end."
        hrefOf={({ from, to }) => hrefOf(filterOfTransition(from, to, null))}
        textOf={describeTransitions}
      />
    </ChartCard>
  );
}
