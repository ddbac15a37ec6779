"use client";
import { useRouter } from "next/navigation";
import { BarsChart } from "@/components/charts/bars-chart";
import { ChartCard } from "@/components/charts/chart-card";
import { ChartLegend, type LegendItem, useHiddenSeries } from "@/components/charts/chart-legend";
import { ChartTooltip } from "@/components/charts/chart-tooltip";
import { quietColor, seriesColor } from "@/components/charts/colors";
import type { HrefOf } from "@/lib/costs/prepare-address";
import { filterOfPart, placeColors, type Stack, type StackPoint } from "@/lib/costs/spend/prepare-daily";
import type { CostGroup } from "@/lib/costs/spend/schemas";
import { formatBucket, formatBucketTick } from "@/lib/format/bucket";
import { formatCount } from "@/lib/format/number";
import type { ChartTable } from "@/lib/format/table";
import type { BucketSize } from "@/lib/stats/buckets";

const HEIGHT = 280;
const PREVIOUS = " previous";

/** One measure over time as stacked bars with the period before as a line. A part of a bar leads to its interactions. */
export function StackCard({
  id,
  title,
  note,
  emptyText,
  stack,
  beside,
  table,
  group,
  size,
  formatValue,
  formatAxis,
  hrefOf,
  isPending,
  isStale,
  error,
  onRetry,
  actions,
}: {
  id: string;
  title: string;
  note: string;
  emptyText: string;
  stack: Stack | undefined;
  /** The chart next to it: what both show has one colour. */
  beside?: Stack | undefined;
  table: ChartTable | undefined;
  /** What the bars are stacked by, where that is a filter. */
  group: CostGroup;
  size: BucketSize;
  formatValue: (value: number) => string;
  formatAxis: (value: number) => string;
  hrefOf: HrefOf;
  isPending: boolean;
  isStale: boolean;
  error: Error | null;
  onRetry: () => void;
  /** Stand above the legend. */
  actions?: React.ReactNode;
}) {
  const router = useRouter();
  const places = placeColors(stack?.series ?? [], beside?.series);
  const series = (stack?.series ?? []).map(({ key, label, isRest }, index) => ({
    key,
    label,
    color: isRest ? "var(--muted)" : seriesColor(places[index] ?? index),
  }));
  const hasPrevious = stack?.points.some(({ previousTotal }) => previousTotal !== null) ?? false;
  const legend: LegendItem[] = [
    ...series,
    ...(hasPrevious
      ? [{ key: PREVIOUS, label: "Period before", color: quietColor, shape: "dash" as const }]
      : []),
  ];
  const { hidden, toggle } = useHiddenSeries(legend);
  const tooltip = (point: StackPoint) => (
    <ChartTooltip
      title={`${formatBucket(point.bucket, size)} UTC`}
      note={point.isPartial ? "not complete" : undefined}
      rows={[
        { label: "All", value: formatValue(point.total) },
        ...series.flatMap(({ label, color }, index) =>
          point.values[index] ? [{ label, color, value: formatValue(point.values[index]) }] : [],
        ),
        ...(point.unpriced > 0 ? [{ label: "Unpriced", value: formatCount(point.unpriced) }] : []),
        ...(point.previousBucket !== null && point.previousTotal !== null
          ? [
              {
                label: formatBucket(point.previousBucket, size),
                value: formatValue(point.previousTotal),
                color: quietColor,
              },
            ]
          : []),
      ]}
    />
  );
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
      table={table}
      actions={actions}
      legend={<ChartLegend items={legend} hidden={hidden} onToggle={toggle} />}
    >
      {stack ? (
        <BarsChart
          label={title}
          points={stack.points}
          series={series}
          hidden={hidden}
          height={HEIGHT}
          line={
            hasPrevious
              ? {
                  key: PREVIOUS,
                  label: "Period before",
                  color: quietColor,
                  valueOf: (point) => point.previousTotal,
                }
              : null
          }
          formatTick={(bucket) => formatBucketTick(bucket, size)}
          formatValue={formatAxis}
          onOpen={(bucket, part) => {
            const point = stack.points.find((each) => each.bucket === bucket);
            if (point) router.push(hrefOf({ ...point.drill, ...filterOfPart(stack, part, group) }));
          }}
          renderTooltip={tooltip}
        />
      ) : null}
    </ChartCard>
  );
}
