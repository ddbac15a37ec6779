"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { ChartCard } from "@/components/charts/chart-card";
import { ChartLegend, useHiddenSeries } from "@/components/charts/chart-legend";
import { ChartTooltip } from "@/components/charts/chart-tooltip";
import { seriesColor } from "@/components/charts/colors";
import { LinesChart } from "@/components/charts/lines-chart";
import { Definition } from "@/components/ui/definition";
import { Select } from "@/components/ui/select";
import { formatBucket, formatBucketTick } from "@/lib/format/bucket";
import { formatCompact } from "@/lib/format/number";
import { groupNames } from "@/lib/interactions/agents/prepare-address";
import { prepareDays, tabulateDays } from "@/lib/interactions/agents/prepare-days";
import { agentFigures, findFigure } from "@/lib/interactions/agents/prepare-figures";
import { agentsOptions } from "@/lib/interactions/agents/query-options";
import { prepareTimeline } from "@/lib/query/timeline";
import { SMALL_SAMPLE } from "@/lib/stats/wilson";
import type { AgentsState } from "./use-agents-state";

const HEIGHT = 288;
const figureOptions = agentFigures.map(({ key, label }) => ({ value: key, label }));

/** One figure day by day, a line for each agent (or model, project, channel). */
export function DaysChart({ state, now }: { state: AgentsState; now: number }) {
  const router = useRouter();
  const { layout, setLayout, params, hrefOf } = state;
  const { group_by: group } = layout;
  const figure = findFigure(layout.figure);
  const { data, isPending, isPlaceholderData, error, refetch } = useQuery({
    ...agentsOptions({ ...params, group_by: `${group},day` }),
    placeholderData: keepPreviousData,
  });
  const rows = data?.data;
  const chart =
    rows && prepareDays(rows, group, figure, prepareTimeline(params, "day", now, rows[0]?.day ?? undefined));
  const series = (chart?.series ?? []).map((each, index) => ({ ...each, color: seriesColor(index) }));
  const { hidden, toggle } = useHiddenSeries(series);
  const of = groupNames[group].one.toLowerCase();
  const isCut = chart !== undefined && chart.of > series.length;
  return (
    <ChartCard
      id="days"
      title={`${figure.label} day by day`}
      note={`One line per ${of}${isCut ? `: the ${series.length} busiest of ${chart.of}; the CSV holds all` : ""}. UTC. A point opens its interactions. Rings: fewer than ${SMALL_SAMPLE}, or the running day.`}
      table={rows && tabulateDays(rows, group, figure, hrefOf)}
      height={HEIGHT}
      isPending={isPending}
      isStale={isPlaceholderData}
      error={error}
      onRetry={refetch}
      emptyText="No interactions in this range."
      legend={
        <div className="flex flex-wrap items-center gap-2">
          <div className="flex items-center">
            <Select
              label="Figure"
              value={figure.key}
              onValueChange={(key) => setLayout({ figure: key })}
              options={figureOptions}
              className="h-7 max-sm:text-13"
            />
            <Definition of={figure.label}>{figure.definition}</Definition>
          </div>
          <ChartLegend items={series} hidden={hidden} onToggle={toggle} />
        </div>
      }
    >
      {chart ? (
        <LinesChart
          label={`${figure.label} per day, one line per ${of}`}
          points={chart.points}
          series={series}
          hidden={hidden}
          height={HEIGHT}
          domain={figure.key === "satisfaction" ? [1, 5] : undefined}
          formatTick={(bucket) => formatBucketTick(bucket, "day")}
          formatValue={(value) => figure.format(value)}
          isHollow={(point, index) => point.cells[index]?.isSmall ?? false}
          onOpen={(bucket, pressed) => {
            const day = bucket.slice(0, 10);
            const filter = series.find(({ key }) => key === pressed)?.filter;
            router.push(hrefOf({ ...filter, from: day, to: day }));
          }}
          renderTooltip={(point) => (
            <ChartTooltip
              title={`${formatBucket(point.bucket, "day")} UTC`}
              note={point.isPartial ? "not complete" : undefined}
              rows={series.flatMap(({ key, label, color }, index) => {
                if (hidden.has(key)) return [];
                const cell = point.cells[index];
                return [
                  {
                    label,
                    color,
                    value: figure.format(point.values[index] ?? null),
                    detail: cell?.n && cell.value !== null ? `n ${formatCompact(cell.n)}` : undefined,
                  },
                ];
              })}
            />
          )}
        />
      ) : null}
    </ChartCard>
  );
}
