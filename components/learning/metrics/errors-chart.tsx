"use client";
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { BarsChart } from "@/components/charts/bars-chart";
import { ChartCard } from "@/components/charts/chart-card";
import { ChartLegend, useHiddenSeries } from "@/components/charts/chart-legend";
import { ChartTooltip } from "@/components/charts/chart-tooltip";
import { quietColor, seriesColor } from "@/components/charts/colors";
import { keepingPrevious } from "@/components/ui/keeping-previous";
import { formatBucket, formatBucketTick } from "@/lib/format/bucket";
import { formatCount, formatPercent } from "@/lib/format/number";
import { type HrefOf, type MetricsParameters, toBucket } from "@/lib/learning/executions/prepare-address";
import { errorSeries, prepareErrors, tabulateErrors } from "@/lib/learning/executions/prepare-series";
import { outcomeSeriesOptions } from "@/lib/learning/executions/query-options";
import { NONE } from "@/lib/learning/executions/schemas";
import { prepareTimeline } from "@/lib/query/timeline";

const HEIGHT = 256;
const series = errorSeries.map(({ key, label }, index) => ({
  key,
  label,
  color: key === NONE ? quietColor : seriesColor(index + 1),
}));

/** Failures over time by error class. A part of a bar leads to its executions. */
export function ErrorsChart({
  parameters,
  now,
  hrefOf,
}: {
  parameters: MetricsParameters;
  now: number;
  hrefOf: HrefOf;
}) {
  const router = useRouter();
  const { hidden, toggle } = useHiddenSeries(series);
  const { data, isPending, isPlaceholderData, error, refetch } = useQuery(
    keepingPrevious(outcomeSeriesOptions(parameters.series)),
  );
  const size = parameters.granularity;
  const rows = data?.data;
  const points =
    rows &&
    prepareErrors(rows, prepareTimeline(parameters.all, size, now, rows[0] && toBucket(rows[0].bucket)));
  const hasFailures = points?.some(({ failed }) => failed > 0) ?? false;
  return (
    <ChartCard
      id="errors"
      title="Failures by error class"
      note={`Per ${size}, UTC. Hatched: not complete.`}
      height={HEIGHT}
      isPending={isPending}
      isStale={isPlaceholderData}
      error={error}
      onRetry={refetch}
      emptyText={rows && rows.length > 0 ? "Nothing failed in this range." : "No executions in this range."}
      table={
        points && hasFailures
          ? tabulateErrors(points, hrefOf, (bucket) => formatBucket(bucket, size))
          : undefined
      }
      legend={<ChartLegend items={series} hidden={hidden} onToggle={toggle} />}
    >
      {points ? (
        <BarsChart
          label={`Failures per ${size} by error class`}
          points={points}
          series={series}
          hidden={hidden}
          height={HEIGHT}
          formatTick={(bucket) => formatBucketTick(bucket, size)}
          onOpen={(bucket, part) => {
            const point = points.find((each) => each.bucket === bucket);
            if (point)
              router.push(
                hrefOf({ ...point.drill, success: "false", ...(part ? { error_class: part } : {}) }),
              );
          }}
          renderTooltip={(point) => (
            <ChartTooltip
              title={`${formatBucket(point.bucket, size)} UTC`}
              note={point.isPartial ? "not complete" : undefined}
              rows={[
                {
                  label: "Failed",
                  value: formatCount(point.failed),
                  detail:
                    point.total > 0
                      ? `${formatPercent(point.failed / point.total)} of ${formatCount(point.total)}`
                      : undefined,
                },
                ...series.flatMap(({ label, color }, index) =>
                  point.values[index] ? [{ label, color, value: formatCount(point.values[index]) }] : [],
                ),
              ]}
            />
          )}
        />
      ) : null}
    </ChartCard>
  );
}
