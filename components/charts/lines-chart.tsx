"use client";
import { useId } from "react";
import {
  CartesianGrid,
  ComposedChart,
  type DotItemDotProps,
  Line,
  ReferenceArea,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { axisProps, ChartFrame, HatchPattern, hatchFill, OpenWithEnter } from "./chart-frame";

/** A place with one value per series, null where there is none: a gap, not a zero. */
export type LinesPoint = { bucket: string; isPartial: boolean; values: readonly (number | null)[] };
export type LinesSeries = { key: string; label: string; color: string; isDashed?: boolean };

/** How near to a point a press is one on it, in pixels. */
const POINT_RADIUS = 8;

/** Draws several series over time as lines; what is not complete is hatched. A press on a place, or Enter, opens it; a press on a point, that series there. */
export function LinesChart<Point extends LinesPoint>({
  label,
  points,
  series,
  hidden,
  height,
  domain,
  formatTick,
  formatValue,
  isHollow,
  onOpen,
  renderTooltip,
}: {
  label: string;
  points: readonly Point[];
  series: readonly LinesSeries[];
  hidden: ReadonlySet<string>;
  height: number;
  /** Ends of the axis; from 0 to the largest value when absent. */
  domain?: readonly [low: number | "auto", high: number | "auto"];
  formatTick: (bucket: string) => string;
  formatValue: (value: number) => string;
  /** Whether the value of this series at this point rests on little, and is drawn as a hollow dot. */
  isHollow?: (point: Point, seriesIndex: number) => boolean;
  /** `pressed` is the key of the series whose point was pressed, if it was one. */
  onOpen: (bucket: string, pressed?: string) => void;
  renderTooltip: (point: Point) => React.ReactNode;
}) {
  const hatchId = useId();
  const pointByBucket = new Map(points.map((point) => [point.bucket, point]));
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
        {series.map(({ key, label: name, color, isDashed }, index) => (
          <Line
            key={key}
            name={name}
            dataKey={(point: Point) => point.values[index] ?? null}
            hide={hidden.has(key)}
            stroke={color}
            strokeWidth={2}
            strokeDasharray={isDashed ? "4 4" : undefined}
            dot={({ cx, cy, index: place }: DotItemDotProps) => {
              const point = points[place];
              if (!point || cx === undefined || cy === undefined || (point.values[index] ?? null) === null)
                return null;
              const isRing = isHollow?.(point, index) || point.isPartial;
              return (
                <g key={place}>
                  {isRing || isAlone(points, place, index) ? (
                    <circle
                      cx={cx}
                      cy={cy}
                      r={3}
                      fill={isRing ? "var(--surface)" : color}
                      stroke={color}
                      strokeWidth={1.5}
                    />
                  ) : null}
                  {/* biome-ignore lint/a11y/noStaticElementInteractions: adds to the press on the chart; keys open the place, its rows have the filters */}
                  <circle
                    data-point={key}
                    cx={cx}
                    cy={cy}
                    r={POINT_RADIUS}
                    fill="transparent"
                    onClick={(event) => {
                      event.stopPropagation();
                      onOpen(point.bucket, key);
                    }}
                  />
                </g>
              );
            }}
            // What is drawn over the point under the pointer leaves the press to it.
            activeDot={{ pointerEvents: "none" }}
            isAnimationActive={false}
          />
        ))}
        <OpenWithEnter onOpen={onOpen} />
      </ComposedChart>
    </ChartFrame>
  );
}

/** Whether a value has no neighbour to draw a line to. */
function isAlone(points: readonly LinesPoint[], place: number, series: number): boolean {
  const isGap = (at: number) => (points[at]?.values[series] ?? null) === null;
  return isGap(place - 1) && isGap(place + 1);
}
