"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ParameterNotice } from "@/components/filters/parameter-notice";
import { Switch } from "@/components/ui/switch";
import { handoffAddressParsers } from "@/lib/interactions/handoffs/prepare-address";
import { flowOptions, handoffsOptions } from "@/lib/interactions/handoffs/query-options";
import { TrafficFilters } from "../agents/traffic-filters";
import { DomainFlow } from "./domain-flow";
import { HandoffFlow } from "./handoff-flow";
import { HandoffTable } from "./handoff-table";
import { Recommendations } from "./recommendations";
import { useHandoffsState } from "./use-handoffs-state";
import { UsualNextTable } from "./usual-next-table";

/** Where conversations go: from agent to agent and from domain to domain, what came of it, and who has done best. */
export function HandoffsPage() {
  const state = useHandoffsState();
  const { splitParams, isSplit, setLayout } = state;
  const handoffs = useQuery({ ...handoffsOptions(splitParams), placeholderData: keepPreviousData });
  const flow = useQuery({ ...flowOptions(splitParams), placeholderData: keepPreviousData });
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <header className="flex min-h-8 flex-wrap items-center gap-x-4 gap-y-2">
        <h1 className="mr-auto text-lg font-semibold">Hand-offs</h1>
        {/* biome-ignore lint/a11y/noLabelWithoutControl: Switch renders the control */}
        <label className="flex items-center gap-2 text-13">
          <Switch
            checked={isSplit}
            onCheckedChange={(isOn) => setLayout({ group_by: isOn ? "channel_id" : null })}
          />
          Split by channel
        </label>
      </header>
      <ParameterNotice parsers={handoffAddressParsers} />
      <TrafficFilters state={state} />
      <div className="grid grid-cols-[minmax(0,1fr)] items-stretch gap-4 xl:grid-cols-2">
        <HandoffFlow state={state} query={handoffs} />
        <HandoffTable state={state} query={handoffs} />
        <DomainFlow state={state} query={flow} />
        <UsualNextTable state={state} query={flow} />
      </div>
      <Recommendations state={state} />
    </div>
  );
}
