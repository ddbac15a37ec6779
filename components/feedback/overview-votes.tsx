"use client";
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { BarsChart } from "@/components/charts/bars-chart";
import { ChartCard } from "@/components/charts/chart-card";
import { ChartLegend, useHiddenSeries } from "@/components/charts/chart-legend";
import { ChartTooltip } from "@/components/charts/chart-tooltip";
import { keepingPrevious } from "@/components/ui/keeping-previous";
import type { HrefOf, OverviewParameters } from "@/lib/feedback/prepare-overview";
import { prepareVotes, tabulateVotes } from "@/lib/feedback/prepare-votes";
import { timeseriesOptions } from "@/lib/feedback/query-options";
import { formatBucket, formatBucketTick } from "@/lib/format/bucket";
import { formatCount } from "@/lib/format/number";
import { prepareTimeline } from "@/lib/query/timeline";

const HEIGHT = 256;
const series = [
  { key: "positive", label: "Positive", color: "var(--positive)" },
  { key: "negative", label: "Negative", color: "var(--negative)" },
];

/** Votes over time, positive and negative. */
export function OverviewVotes({
  parameters,
  now,
  hrefOf,
}: {
  parameters: OverviewParameters;
  now: number;
  hrefOf: HrefOf;
}) {
  const router = useRouter();
  const { hidden, toggle } = useHiddenSeries(series);
  const { data, isPending, isPlaceholderData, error, refetch } = useQuery(
    keepingPrevious(timeseriesOptions(parameters.timeseries)),
  );
  const size = parameters.granularity;
  const points =
    data &&
    prepareVotes(data.data, prepareTimeline(parameters.timeseries, size, now, data.data[0]?.bucket)).map(
      (point) => ({ ...point, values: [point.positive, point.negative] }),
    );
  return (
    <ChartCard
      id="votes"
      title={`Votes per ${size}`}
      note="UTC. Hatched: not complete."
      height={HEIGHT}
      isPending={isPending}
      isStale={isPlaceholderData}
      error={error}
      onRetry={refetch}
      emptyText="No votes in this range."
      table={
        points?.some((point) => point.total > 0)
          ? tabulateVotes(points, hrefOf, (bucket) => formatBucket(bucket, size))
          : undefined
      }
      legend={<ChartLegend items={series} hidden={hidden} onToggle={toggle} />}
    >
      {points ? (
        <BarsChart
          label={`Votes per ${size}, positive and negative`}
          points={points}
          series={series}
          hidden={hidden}
          height={HEIGHT}
          formatTick={(bucket) => formatBucketTick(bucket, size)}
          onOpen={(bucket) => {
            const point = points.find((each) => each.bucket === bucket);
            if (point) router.push(hrefOf(point.drill));
          }}
          renderTooltip={(point) => (
            <ChartTooltip
              title={`${formatBucket(point.bucket, size)} UTC`}
              note={point.isPartial ? "not complete" : undefined}
              rows={[
                { label: "Votes", value: formatCount(point.total) },
                ...series.map(({ label, color }, index) => ({
                  label,
                  color,
                  value: formatCount(point.values[index] ?? 0),
                })),
              ]}
            />
          )}
        />
      ) : null}
    </ChartCard>
  );
}
