"use client";
import { useQuery } from "@tanstack/react-query";
import { FigureTiles } from "@/components/charts/figure-tiles";
import { ParameterNotice } from "@/components/filters/parameter-notice";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { keepingPrevious } from "@/components/ui/keeping-previous";
import { ToggleGroup } from "@/components/ui/toggle-group";
import { useNow } from "@/components/ui/use-now";
import {
  groupNames,
  metricAddressParsers,
  metricGroups,
  prepareMetricsPage,
} from "@/lib/learning/executions/prepare-address";
import { prepareTiles } from "@/lib/learning/executions/prepare-metrics";
import { executionStatsOptions } from "@/lib/learning/executions/query-options";
import { NoExecutions } from "../no-executions";
import { OutcomeFilters } from "../outcome-filters";
import { BreakdownTable } from "./breakdown-table";
import { ErrorsChart } from "./errors-chart";
import { MetricChart } from "./metric-chart";
import { SuccessRate } from "./success-rate";
import { useMetricsState } from "./use-metrics-state";
import { VersionList } from "./version-list";

const groups = metricGroups.map((value) => ({ value, label: `By ${groupNames[value].one.toLowerCase()}` }));
const cleared = { model: null, strategy: null, version: null };

/** How well plans work, over time and per model, strategy and version. `renderedAt` (ms) is the server's time, so that both draw the same days. */
export function MetricsPage({ renderedAt }: { renderedAt: number }) {
  const state = useMetricsState();
  const { filters, setFilters, view, setView, params, hrefOf } = state;
  const now = useNow() ?? renderedAt;
  const parameters = prepareMetricsPage(params, view, now);
  const stats = useQuery(keepingPrevious(executionStatsOptions(parameters.all)));
  const isEmpty = stats.data?.total === 0 && !stats.isPlaceholderData;
  return (
    <div className="mx-auto grid max-w-[90rem] grid-cols-[minmax(0,1fr)] gap-4">
      <header className="flex flex-wrap items-center gap-2">
        <h1 className="mr-auto text-lg font-semibold">Metrics</h1>
        <search aria-label="Filters" className="flex flex-wrap items-center gap-2">
          <OutcomeFilters filters={filters} onChange={setFilters} params={params} />
          {filters.model || filters.strategy || filters.version ? (
            <Button variant="ghost" onClick={() => setFilters(cleared)}>
              Clear
            </Button>
          ) : null}
        </search>
        <CopyButton value={() => window.location.href} label="Copy link" variant="outline" />
      </header>
      <ParameterNotice parsers={metricAddressParsers} />
      {isEmpty ? (
        <div className="rounded-md border bg-surface">
          <NoExecutions path="/learning" params={params} />
        </div>
      ) : (
        <>
          <FigureTiles
            count={8}
            prepared={stats.data && prepareTiles(stats.data)}
            isStale={stats.isPlaceholderData}
            error={stats.error}
            onRetry={stats.refetch}
            noun="executions"
            hrefOf={hrefOf}
          />
          <SuccessRate parameters={parameters} now={now} hrefOf={hrefOf} />
          <VersionList params={parameters.all} hrefOf={hrefOf} />
          <div className="flex flex-wrap items-center gap-2">
            <h2 className="mr-auto text-sm font-semibold">Side by side</h2>
            <ToggleGroup
              label="Side by side"
              value={view.group_by}
              onValueChange={(group_by) => setView({ group_by })}
              options={groups}
            />
          </div>
          <BreakdownTable state={state} parameters={parameters} />
          <div className="grid gap-4 xl:grid-cols-2 [&>*]:min-w-0">
            <MetricChart state={state} parameters={parameters} now={now} />
            <ErrorsChart parameters={parameters} now={now} hrefOf={hrefOf} />
          </div>
        </>
      )}
    </div>
  );
}
