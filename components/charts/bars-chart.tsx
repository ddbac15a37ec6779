"use client";
import { useId } from "react";
import { Bar, BarChart, CartesianGrid, Cell, Tooltip, XAxis, YAxis } from "recharts";
import { formatCompact } from "@/lib/format/number";
import { axisProps, ChartFrame, HatchPattern, hatchFill, OpenWithEnter } from "./chart-frame";

/** A place with one value per series. */
export type BarsPoint = { bucket: string; isPartial: boolean; values: readonly number[] };
export type BarsSeries = { key: string; label: string; color: string };

/** Draws counts over time as stacked bars; what is not complete is hatched. A press on a bar, or Enter, opens it. */
export function BarsChart<Point extends BarsPoint>({
  label,
  points,
  series,
  hidden,
  height,
  formatTick,
  onOpen,
  renderTooltip,
}: {
  label: string;
  points: readonly Point[];
  series: readonly BarsSeries[];
  hidden: ReadonlySet<string>;
  height: number;
  formatTick: (bucket: string) => string;
  onOpen: (bucket: string) => void;
  renderTooltip: (point: Point) => React.ReactNode;
}) {
  const baseId = useId();
  const pointByBucket = new Map(points.map((point) => [point.bucket, point]));
  return (
    <ChartFrame label={label} height={height}>
      <BarChart
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
          tickFormatter={formatTick}
          minTickGap={32}
          interval="preserveStartEnd"
        />
        <YAxis {...axisProps} width={40} allowDecimals={false} tickFormatter={formatCompact} />
        <Tooltip
          isAnimationActive={false}
          cursor={{ fill: "var(--subtle)" }}
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
          >
            {points.map((point) => (
              <Cell key={point.bucket} fill={point.isPartial ? hatchFill(`${baseId}-${index}`) : color} />
            ))}
          </Bar>
        ))}
        <OpenWithEnter onOpen={onOpen} />
      </BarChart>
    </ChartFrame>
  );
}
