"use client";
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { ChartCard } from "@/components/charts/chart-card";
import { ChartLegend, useHiddenSeries } from "@/components/charts/chart-legend";
import { ChartTooltip } from "@/components/charts/chart-tooltip";
import { seriesColor } from "@/components/charts/colors";
import { LinesChart } from "@/components/charts/lines-chart";
import { Definition } from "@/components/ui/definition";
import { keepingPrevious } from "@/components/ui/keeping-previous";
import { Select } from "@/components/ui/select";
import { formatBucket, formatBucketTick } from "@/lib/format/bucket";
import { formatCompact } from "@/lib/format/number";
import { groupNames, type MetricsParameters, toBucket } from "@/lib/learning/executions/prepare-address";
import { findMetric, metrics } from "@/lib/learning/executions/prepare-metrics";
import { prepareMetricLines, tabulateMetricLines } from "@/lib/learning/executions/prepare-series";
import { outcomeSeriesOptions } from "@/lib/learning/executions/query-options";
import { prepareTimeline } from "@/lib/query/timeline";
import { SMALL_SAMPLE } from "@/lib/stats/wilson";
import type { MetricsState } from "./use-metrics-state";

const HEIGHT = 256;
const options = metrics.map(({ key, label }) => ({ value: key, label }));

/** One metric over time, a line for each model, strategy or version. */
export function MetricChart({
  state: { view, setView, hrefOf },
  parameters,
  now,
}: {
  state: MetricsState;
  parameters: MetricsParameters;
  now: number;
}) {
  const router = useRouter();
  const metric = findMetric(view.metric);
  const group = view.group_by;
  const { data, isPending, isPlaceholderData, error, refetch } = useQuery(
    keepingPrevious(outcomeSeriesOptions(parameters.grouped)),
  );
  const size = parameters.granularity;
  const rows = data?.data;
  const timeline = prepareTimeline(parameters.all, size, now, rows?.[0] && toBucket(rows[0].bucket));
  const chart = rows && prepareMetricLines(rows, group, metric, timeline);
  const series = (chart?.series ?? []).map((each, index) => ({ ...each, color: seriesColor(index) }));
  const { hidden, toggle } = useHiddenSeries(series);
  const { one, several } = groupNames[group];
  const cut =
    chart && chart.of > series.length
      ? `: ${series.length} of ${chart.of} ${several}, those with the most executions; the CSV holds all`
      : "";
  return (
    <ChartCard
      id="metric"
      title={`${metric.label} per ${size}`}
      note={`One line per ${one.toLowerCase()}${cut}. UTC. Rings: fewer than ${SMALL_SAMPLE}, or not complete.`}
      height={HEIGHT}
      isPending={isPending}
      isStale={isPlaceholderData}
      error={error}
      onRetry={refetch}
      emptyText="No executions in this range."
      table={
        rows && rows.length > 0
          ? tabulateMetricLines(rows, group, metric, timeline, hrefOf, (bucket) => formatBucket(bucket, size))
          : undefined
      }
      legend={
        <div className="flex flex-wrap items-center gap-2">
          <div className="flex items-center">
            <Select
              label="Metric"
              value={metric.key}
              onValueChange={(key) => setView({ metric: key })}
              options={options}
              className="h-7 max-sm:text-13"
            />
            <Definition of={metric.label}>{metric.definition}</Definition>
          </div>
          <ChartLegend items={series} hidden={hidden} onToggle={toggle} />
        </div>
      }
    >
      {chart ? (
        <LinesChart
          label={`${metric.label} per ${size}, one line per ${one.toLowerCase()}`}
          points={chart.points}
          series={series}
          hidden={hidden}
          height={HEIGHT}
          domain={metric.share ? [0, 1] : undefined}
          formatTick={(bucket) => formatBucketTick(bucket, size)}
          formatValue={(value) => metric.format(value)}
          isHollow={(point, index) => point.cells[index]?.isSmall ?? false}
          onOpen={(bucket, pressed) => {
            const point = chart.points.find((each) => each.bucket === bucket);
            const filter = series.find(({ key }) => key === pressed)?.filter;
            if (point) router.push(hrefOf({ ...point.drill, ...filter }));
          }}
          renderTooltip={(point) => (
            <ChartTooltip
              title={`${formatBucket(point.bucket, size)} UTC`}
              note={point.isPartial ? "not complete" : undefined}
              rows={series.flatMap(({ key, label, color }, index) => {
                const cell = point.cells[index];
                if (hidden.has(key) || !cell) return [];
                return [{ label, color, value: cell.text, detail: `n ${formatCompact(cell.n)}` }];
              })}
            />
          )}
        />
      ) : null}
    </ChartCard>
  );
}
