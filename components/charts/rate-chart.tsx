"use client";
import { useId } from "react";
import {
  Area,
  CartesianGrid,
  ComposedChart,
  type DotItemDotProps,
  Line,
  ReferenceArea,
  ReferenceLine,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { axisProps, ChartFrame, HatchPattern, hatchFill, OpenWithEnter } from "./chart-frame";
import { quietColor, seriesColor } from "./colors";

/** A rate at one place, beside the one of the period before. Rates are fractions 0–1, null where there is none. */
export type RatePoint = {
  bucket: string;
  accuracy: number | null;
  interval: [low: number, high: number] | null;
  previousAccuracy: number | null;
  isPartial: boolean;
  isSmall: boolean;
  isAlone: boolean;
};

/** Something that happened at a place. */
export type RateMarker = { bucket: string; label: string };

/** The part of the chart's width that the name of a marker takes; one without so much room is named by the tooltip alone. */
const NAME_WIDTH = 0.14;
const MAX_NAME = 20;

/** Draws a rate over time with its interval and the period before. A press on a place, or Enter, opens it. */
export function RateChart<Point extends RatePoint>({
  label,
  points,
  floor,
  markers = [],
  hidden,
  height,
  formatTick,
  onOpen,
  renderTooltip,
}: {
  label: string;
  points: readonly Point[];
  /** Lower end of the axis. */
  floor: number;
  markers?: readonly RateMarker[];
  /** Of "current", "interval" and "previous". */
  hidden: ReadonlySet<string>;
  height: number;
  formatTick: (bucket: string) => string;
  onOpen: (bucket: string) => void;
  renderTooltip: (point: Point) => React.ReactNode;
}) {
  const hatchId = useId();
  const color = seriesColor(0);
  const step = 1 - floor > 0.5 ? 2 : 1;
  const ticks = Array.from({ length: 11 }, (_, index) => index)
    .filter((tenth) => tenth >= Math.round(floor * 10) && (10 - tenth) % step === 0)
    .map((tenth) => tenth / 10);
  const pointByBucket = new Map(points.map((point) => [point.bucket, point]));
  const named = withRoom(
    markers,
    points.map(({ bucket }) => bucket),
  );
  return (
    <ChartFrame label={label} height={height}>
      <ComposedChart
        responsive
        style={{ width: "100%", height: "100%" }}
        data={points}
        margin={{ top: 8, right: 8, bottom: 0, left: 0 }}
        cursor="pointer"
        onClick={({ activeLabel }) => activeLabel !== undefined && onOpen(String(activeLabel))}
      >
        <HatchPattern id={hatchId} color="var(--muted)" />
        <CartesianGrid vertical={false} stroke="var(--border)" />
        {points
          .filter((point) => point.isPartial)
          .map((point) => (
            <ReferenceArea
              key={point.bucket}
              x1={point.bucket}
              x2={point.bucket}
              fill={hatchFill(hatchId)}
              fillOpacity={0.35}
              ifOverflow="visible"
            />
          ))}
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
          width={40}
          domain={[floor, 1]}
          allowDataOverflow
          ticks={ticks}
          interval={0}
          tickFormatter={(value: number) => `${Math.round(value * 100)}%`}
        />
        <Tooltip
          isAnimationActive={false}
          cursor={{ stroke: "var(--input)" }}
          content={({ active, label: bucket }) => {
            const point = active ? pointByBucket.get(String(bucket)) : undefined;
            return point ? renderTooltip(point) : null;
          }}
        />
        {markers.map(({ bucket, label: name }) => (
          <ReferenceLine
            key={bucket}
            x={bucket}
            stroke="var(--muted)"
            strokeDasharray="2 3"
            label={
              named.has(bucket)
                ? {
                    value: name.length > MAX_NAME ? `${name.slice(0, MAX_NAME - 1)}…` : name,
                    position: "insideTopLeft",
                    fontSize: 11,
                    fill: "var(--muted)",
                  }
                : undefined
            }
          />
        ))}
        <Area
          dataKey="interval"
          hide={hidden.has("interval")}
          stroke="none"
          fill={color}
          fillOpacity={0.12}
          activeDot={false}
          isAnimationActive={false}
        />
        <Line
          dataKey="previousAccuracy"
          hide={hidden.has("previous")}
          stroke={quietColor}
          strokeDasharray="4 4"
          strokeWidth={1.5}
          dot={false}
          activeDot={false}
          isAnimationActive={false}
        />
        <Line
          dataKey="accuracy"
          hide={hidden.has("current")}
          stroke={color}
          strokeWidth={2}
          dot={(props: DotItemDotProps) => <RateDot key={props.index} {...props} />}
          isAnimationActive={false}
        />
        <OpenWithEnter onOpen={onOpen} />
      </ComposedChart>
    </ChartFrame>
  );
}

/** The buckets of the markers whose names have room before the next marker and the end of the chart. */
function withRoom(markers: readonly RateMarker[], buckets: readonly string[]): Set<string> {
  const places = markers.map(({ bucket }) => buckets.indexOf(bucket)).filter((place) => place >= 0);
  const ends = [...places.sort((a, b) => a - b), buckets.length];
  return new Set(
    places.flatMap((place, index) =>
      ((ends[index + 1] ?? buckets.length) - place) / buckets.length >= NAME_WIDTH
        ? [buckets[place] as string]
        : [],
    ),
  );
}

/** Small samples are grey and hollow, the running bucket is hollow; otherwise a dot only where no line could be drawn. */
function RateDot({ cx, cy, payload }: DotItemDotProps) {
  const point: RatePoint = payload;
  if (cx === undefined || cy === undefined || point.accuracy === null) return null;
  if (!point.isSmall && !point.isPartial && !point.isAlone) return null;
  const color = point.isSmall ? "var(--muted)" : seriesColor(0);
  const isHollow = point.isSmall || point.isPartial;
  return (
    <circle
      cx={cx}
      cy={cy}
      r={3}
      fill={isHollow ? "var(--surface)" : color}
      stroke={color}
      strokeWidth={1.5}
    />
  );
}
