"use client";
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { ChartCard } from "@/components/charts/chart-card";
import { ChartLegend, type LegendItem, useHiddenSeries } from "@/components/charts/chart-legend";
import { ChartTooltip } from "@/components/charts/chart-tooltip";
import { quietColor, seriesColor } from "@/components/charts/colors";
import { RateChart } from "@/components/charts/rate-chart";
import { keepingPrevious } from "@/components/ui/keeping-previous";
import { ONE_RATING } from "@/lib/feedback/prepare-figures";
import type { HrefOf, OverviewParameters } from "@/lib/feedback/prepare-overview";
import {
  prepareSuccessRate,
  type SuccessRatePoint,
  tabulateSuccessRate,
} from "@/lib/feedback/prepare-success-rate";
import { timeseriesOptions } from "@/lib/feedback/query-options";
import { formatBucket, formatBucketTick } from "@/lib/format/bucket";
import { formatCount, formatInterval, formatPercent } from "@/lib/format/number";
import { prepareTimeline } from "@/lib/query/timeline";
import type { BucketSize } from "@/lib/stats/buckets";
import { SMALL_SAMPLE } from "@/lib/stats/wilson";

const HEIGHT = 256;
const legend: LegendItem[] = [
  { key: "current", label: "Success rate", color: seriesColor(0) },
  { key: "interval", label: "95% interval", color: "color-mix(in oklab, var(--chart-1) 35%, transparent)" },
  { key: "previous", label: "Period before", color: quietColor, shape: "dash" },
];

/** Success rate over time with its interval, against the period before. */
export function OverviewSuccessRate({
  parameters,
  now,
  hrefOf,
  className,
}: {
  parameters: OverviewParameters;
  now: number;
  hrefOf: HrefOf;
  className?: string;
}) {
  const router = useRouter();
  const { hidden, toggle } = useHiddenSeries(legend);
  const current = useQuery(keepingPrevious(timeseriesOptions(parameters.timeseries)));
  const previous = useQuery({
    ...keepingPrevious(timeseriesOptions(parameters.previous ?? {})),
    enabled: parameters.previous !== null,
  });
  const size = parameters.granularity;
  const rows = current.data?.data;
  const chart = rows
    ? prepareSuccessRate(
        rows,
        prepareTimeline(parameters.timeseries, size, now, rows[0]?.bucket),
        previous.data?.data ?? [],
        parameters.previous && prepareTimeline(parameters.previous, size, now),
      )
    : undefined;
  const hasVotes = chart?.points.some((point) => point.total > 0 || point.previousTotal > 0);
  const isOneRating = parameters.stats.rating !== undefined;
  const name = (bucket: string) => formatBucket(bucket, size);
  return (
    <ChartCard
      id="success-rate"
      title="Success rate"
      note={`Share of positive votes per ${size}, UTC. Grey rings: fewer than ${SMALL_SAMPLE} votes. Hatched: not complete.`}
      height={HEIGHT}
      isPending={current.isPending || (parameters.previous !== null && previous.isPending)}
      isStale={current.isPlaceholderData}
      error={current.error ?? previous.error}
      onRetry={() => {
        current.refetch();
        if (parameters.previous) previous.refetch();
      }}
      emptyText={isOneRating ? ONE_RATING : "No votes in this range."}
      table={chart && hasVotes && !isOneRating ? tabulateSuccessRate(chart, hrefOf, name) : undefined}
      legend={<ChartLegend items={legend} hidden={hidden} onToggle={toggle} />}
      className={className}
    >
      {chart ? (
        <RateChart
          label={`Success rate per ${size}, with its 95% interval and the period before`}
          points={chart.points}
          floor={chart.floor}
          hidden={hidden}
          height={HEIGHT}
          formatTick={(bucket) => formatBucketTick(bucket, size)}
          onOpen={(bucket) => {
            const point = chart.points.find((each) => each.bucket === bucket);
            if (point) router.push(hrefOf(point.drill));
          }}
          renderTooltip={(point) => <PointTooltip point={point} size={size} />}
        />
      ) : null}
    </ChartCard>
  );
}

function PointTooltip({ point, size }: { point: SuccessRatePoint; size: BucketSize }) {
  return (
    <ChartTooltip
      title={`${formatBucket(point.bucket, size)} UTC`}
      note={point.isPartial ? "not complete" : undefined}
      rows={[
        {
          label: "Success",
          value: formatPercent(point.accuracy),
          detail: `n ${formatCount(point.total)}`,
          color: seriesColor(0),
        },
        {
          label: "95% interval",
          value: formatInterval(point.interval?.[0], point.interval?.[1]),
        },
        ...(point.previousBucket
          ? [
              {
                label: formatBucket(point.previousBucket, size),
                value: formatPercent(point.previousAccuracy),
                detail: `n ${formatCount(point.previousTotal)}`,
                color: quietColor,
              },
            ]
          : []),
      ]}
    />
  );
}
