"use client";
import { useId } from "react";
import { Bar, BarChart, CartesianGrid, Cell, ComposedChart, Line, Tooltip, XAxis, YAxis } from "recharts";
import { formatCompact } from "@/lib/format/number";
import { axisProps, ChartFrame, HatchPattern, hatchFill, OpenWithEnter } from "./chart-frame";

/** A place with one value per series. */
export type BarsPoint = { bucket: string; isPartial: boolean; values: readonly number[] };
export type BarsSeries = { key: string; label: string; color: string };

/** A line over the bars: one value per place, null where there is none. */
export type BarsLine<Point> = {
  key: string;
  label: string;
  color: string;
  valueOf: (point: Point) => number | null;
};

/**
 * Draws amounts over time as stacked bars, with a line over them when there is something to compare with; what is not complete is
 * hatched. A press on a part of a bar opens that part; one beside it, or Enter, the whole.
 */
export function BarsChart<Point extends BarsPoint>({
  label,
  points,
  series,
  hidden,
  height,
  line,
  formatTick,
  formatValue,
  onOpen,
  renderTooltip,
}: {
  label: string;
  points: readonly Point[];
  series: readonly BarsSeries[];
  hidden: ReadonlySet<string>;
  height: number;
  line?: BarsLine<Point> | null;
  formatTick: (bucket: string) => string;
  /** How the axis writes amounts; whole numbers when absent. */
  formatValue?: (value: number) => string;
  /** `part` is the key of the series that was pressed. */
  onOpen: (bucket: string, part?: string) => void;
  renderTooltip: (point: Point) => React.ReactNode;
}) {
  const baseId = useId();
  const pointByBucket = new Map(points.map((point) => [point.bucket, point]));
  // A chart of bars alone marks the whole place under the pointer.
  const Chart = line ? ComposedChart : BarChart;
  return (
    <ChartFrame label={label} height={height}>
      <Chart
        responsive
        style={{ width: "100%", height: "100%" }}
        data={points}
        margin={{ top: 8, right: 8, bottom: 0, left: 0 }}
        barCategoryGap="20%"
        cursor="pointer"
        onClick={({ activeLabel }) => activeLabel !== undefined && onOpen(String(activeLabel))}
      >
        {series.map(({ key, color }, index) => (
          <HatchPattern key={key} id={`${baseId}-${index}`} color={color} />
        ))}
        <CartesianGrid vertical={false} stroke="var(--border)" />
        <XAxis
          {...axisProps}
          dataKey="bucket"
          scale="band"
          tickFormatter={formatTick}
          minTickGap={32}
          interval="preserveStartEnd"
        />
        <YAxis
          {...axisProps}
          width={formatValue ? 56 : 40}
          allowDecimals={formatValue !== undefined}
          tickFormatter={formatValue ?? formatCompact}
        />
        <Tooltip
          isAnimationActive={false}
          cursor={line ? { stroke: "var(--input)" } : { fill: "var(--subtle)" }}
          content={({ active, label: bucket }) => {
            const point = active ? pointByBucket.get(String(bucket)) : undefined;
            return point ? renderTooltip(point) : null;
          }}
        />
        {series.map(({ key, color }, index) => (
          <Bar
            key={key}
            name={key}
            dataKey={(point: Point) => point.values[index] ?? 0}
            stackId="all"
            hide={hidden.has(key)}
            fill={color}
            maxBarSize={48}
            isAnimationActive={false}
            onClick={(_, place, event) => {
              const point = points[place];
              if (!point) return;
              // Else the chart would open the whole bar.
              event.stopPropagation();
              onOpen(point.bucket, key);
            }}
          >
            {points.map((point) => (
              <Cell key={point.bucket} fill={point.isPartial ? hatchFill(`${baseId}-${index}`) : color} />
            ))}
          </Bar>
        ))}
        {line ? (
          <Line
            name={line.label}
            dataKey={line.valueOf}
            hide={hidden.has(line.key)}
            stroke={line.color}
            strokeWidth={2}
            strokeDasharray="4 4"
            dot={false}
            activeDot={{ r: 3 }}
            isAnimationActive={false}
          />
        ) : null}
        <OpenWithEnter onOpen={onOpen} />
      </Chart>
    </ChartFrame>
  );
}
