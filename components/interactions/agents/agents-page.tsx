"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ParameterNotice } from "@/components/filters/parameter-notice";
import { ToggleGroup } from "@/components/ui/toggle-group";
import { agentAddressParsers, groupKeys, groupNames } from "@/lib/interactions/agents/prepare-address";
import { agentsOptions } from "@/lib/interactions/agents/query-options";
import { NoRows } from "../list/no-rows";
import { AgentsTable } from "./agents-table";
import { DaysChart } from "./days-chart";
import { LiveTile } from "./live-tile";
import { SubmissionRate } from "./submission-rate";
import { TrafficFilters } from "./traffic-filters";
import { TrendList } from "./trend-list";
import { useAgentsState } from "./use-agents-state";

const groups = groupKeys.map((value) => ({ value, label: groupNames[value].one }));

/** Agents side by side, what happens this hour, what has changed, and every figure day by day. */
export function AgentsPage({ renderedAt }: { renderedAt: number }) {
  const state = useAgentsState();
  const { layout, setLayout, params } = state;
  const agents = useQuery({
    ...agentsOptions({ ...params, group_by: layout.group_by }),
    placeholderData: keepPreviousData,
  });
  const isEmpty = agents.data?.data.length === 0 && !agents.isPlaceholderData;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <header className="flex flex-wrap items-center gap-2">
        <h1 className="mr-auto text-lg font-semibold">Agents</h1>
        <ToggleGroup
          label="Side by side"
          value={layout.group_by}
          onValueChange={(group_by) => setLayout({ group_by })}
          options={groups}
        />
      </header>
      <ParameterNotice parsers={agentAddressParsers} />
      <TrafficFilters state={state} />
      {isEmpty ? (
        <div className="rounded-md border bg-surface">
          <NoRows path="/interactions/agents" params={params} />
        </div>
      ) : null}
      <div className="grid grid-cols-[minmax(0,1fr)] items-stretch gap-4 xl:grid-cols-2">
        <LiveTile params={params} />
        <TrendList params={params} />
      </div>
      {isEmpty ? null : (
        <>
          <AgentsTable state={state} query={agents} />
          <DaysChart state={state} now={renderedAt} />
        </>
      )}
      <SubmissionRate params={params} now={renderedAt} />
    </div>
  );
}
