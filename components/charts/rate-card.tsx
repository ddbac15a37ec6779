"use client";
import { formatBucket, formatBucketTick } from "@/lib/format/bucket";
import { formatCount, formatInterval, formatPercent } from "@/lib/format/number";
import {
  type RateSeries,
  type RateSeriesPoint,
  type RateWords,
  tabulateRateSeries,
} from "@/lib/query/rate-series";
import type { Bucket } from "@/lib/query/timeline";
import type { BucketSize } from "@/lib/stats/buckets";
import { ChartCard } from "./chart-card";
import { ChartLegend, type LegendItem, useHiddenSeries } from "./chart-legend";
import { ChartTooltip } from "./chart-tooltip";
import { quietColor, seriesColor } from "./colors";
import { RateChart, type RateMarker } from "./rate-chart";

const HEIGHT = 256;

/** A rate over time with its interval, against the period before. A press on a place opens the rows behind it. */
export function RateCard({
  id,
  title,
  note,
  words,
  chart,
  size,
  markers = [],
  isPending,
  isStale,
  error,
  onRetry,
  emptyText,
  isEmpty,
  hrefOf,
  onOpen,
  footer,
  className,
}: {
  id: string;
  title: string;
  note: string;
  words: RateWords;
  chart: RateSeries | undefined;
  size: BucketSize;
  /** Events at places, such as a new version. */
  markers?: readonly RateMarker[];
  isPending: boolean;
  isStale: boolean;
  error: Error | null;
  onRetry: () => void;
  emptyText: string;
  /** Whether there is nothing to draw. */
  isEmpty: boolean;
  hrefOf: (drill: Bucket["drill"]) => string;
  onOpen: (href: string) => void;
  footer?: React.ReactNode;
  className?: string;
}) {
  const legend: LegendItem[] = [
    { key: "current", label: title, color: seriesColor(0) },
    { key: "interval", label: "95% interval", color: "color-mix(in oklab, var(--chart-1) 35%, transparent)" },
    { key: "previous", label: "Period before", color: quietColor, shape: "dash" },
  ];
  const { hidden, toggle } = useHiddenSeries(legend);
  const noted = new Map(markers.map(({ bucket, label }) => [bucket, label]));
  return (
    <ChartCard
      id={id}
      title={title}
      note={note}
      height={HEIGHT}
      isPending={isPending}
      isStale={isStale}
      error={error}
      onRetry={onRetry}
      emptyText={emptyText}
      table={
        chart && !isEmpty
          ? tabulateRateSeries(chart, words, hrefOf, (bucket) => formatBucket(bucket, size))
          : undefined
      }
      legend={<ChartLegend items={legend} hidden={hidden} onToggle={toggle} />}
      footer={footer}
      className={className}
    >
      {chart ? (
        <RateChart
          label={`${title} per ${size}, with its 95% interval and the period before`}
          points={chart.points}
          floor={chart.floor}
          markers={markers}
          hidden={hidden}
          height={HEIGHT}
          formatTick={(bucket) => formatBucketTick(bucket, size)}
          onOpen={(bucket) => {
            const point = chart.points.find((each) => each.bucket === bucket);
            if (point) onOpen(hrefOf(point.drill));
          }}
          renderTooltip={(point) => (
            <PointTooltip
              point={point}
              size={size}
              label={words.rate.label}
              marker={noted.get(point.bucket)}
            />
          )}
        />
      ) : null}
    </ChartCard>
  );
}

function PointTooltip({
  point,
  size,
  label,
  marker,
}: {
  point: RateSeriesPoint;
  size: BucketSize;
  label: string;
  marker: string | undefined;
}) {
  return (
    <ChartTooltip
      title={`${formatBucket(point.bucket, size)} UTC`}
      note={[marker, point.isPartial ? "not complete" : undefined].filter(Boolean).join(" · ") || undefined}
      rows={[
        {
          label,
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
