"use client";
import { Area, CartesianGrid, ComposedChart, Line, ReferenceLine, Tooltip, XAxis, YAxis } from "recharts";
import { axisProps, ChartFrame, OpenWithEnter } from "./chart-frame";
import { seriesColor } from "./colors";

/** A sum that grows: what it is so far, then what it is expected to be, with the band in which that lies. null where there is none. */
export type BandPoint = {
  bucket: string;
  actual: number | null;
  expected: number | null;
  band: [low: number, high: number] | null;
};

/** Draws what has happened as a line, what is expected as a dashed one with its band, and a limit, or another line, across. A press on a place, or Enter, opens it. */
export function BandChart<Point extends BandPoint>({
  label,
  points,
  limit,
  height,
  domain,
  formatTick,
  formatValue,
  onOpen,
  renderTooltip,
}: {
  label: string;
  points: readonly Point[];
  limit: { value: number; label: string; isQuiet?: boolean } | null;
  height: number;
  /** Ends of the axis; from 0 to the largest value when absent. */
  domain?: readonly [low: number, high: number];
  formatTick: (bucket: string) => string;
  formatValue: (value: number) => string;
  onOpen: (bucket: string) => void;
  renderTooltip: (point: Point) => React.ReactNode;
}) {
  const color = seriesColor(0);
  const pointByBucket = new Map(points.map((point) => [point.bucket, point]));
  return (
    <ChartFrame label={label} height={height}>
      <ComposedChart
        responsive
        style={{ width: "100%", height: "100%" }}
        data={points}
        margin={{ top: 16, right: 8, bottom: 0, left: 0 }}
        cursor="pointer"
        onClick={({ activeLabel }) => activeLabel !== undefined && onOpen(String(activeLabel))}
      >
        <CartesianGrid vertical={false} stroke="var(--border)" />
        <XAxis
          {...axisProps}
          dataKey="bucket"
          tickFormatter={formatTick}
          minTickGap={32}
          interval="preserveStartEnd"
        />
        <YAxis
          {...axisProps}
          width={56}
          domain={domain ? [...domain] : [0, "auto"]}
          tickFormatter={formatValue}
        />
        <Tooltip
          isAnimationActive={false}
          cursor={{ stroke: "var(--input)" }}
          content={({ active, label: bucket }) => {
            const point = active ? pointByBucket.get(String(bucket)) : undefined;
            return point ? renderTooltip(point) : null;
          }}
        />
        <Area
          dataKey="band"
          stroke="none"
          fill={color}
          fillOpacity={0.2}
          isAnimationActive={false}
          activeDot={false}
        />
        {limit ? (
          <ReferenceLine
            y={limit.value}
            ifOverflow="extendDomain"
            stroke={limit.isQuiet ? "var(--muted)" : "var(--negative)"}
            strokeDasharray="6 3"
            label={{
              value: limit.label,
              position: "insideTopLeft",
              fill: limit.isQuiet ? "var(--muted)" : "var(--negative)",
              fontSize: 12,
            }}
          />
        ) : null}
        <Line
          dataKey="expected"
          stroke={color}
          strokeWidth={2}
          strokeDasharray="4 4"
          dot={false}
          isAnimationActive={false}
        />
        <Line dataKey="actual" stroke={color} strokeWidth={2} dot={false} isAnimationActive={false} />
        <OpenWithEnter onOpen={onOpen} />
      </ComposedChart>
    </ChartFrame>
  );
}
