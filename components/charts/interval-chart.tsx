"use client";
import {
  CartesianGrid,
  ComposedChart,
  type DotItemDotProps,
  ErrorBar,
  Line,
  ReferenceLine,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { axisProps, ChartFrame, OpenWithEnter } from "./chart-frame";
import { seriesColor } from "./colors";

/** A mean with its interval, and what it rests on; null where there is none: a gap. */
export type IntervalPoint = {
  key: string;
  tick: string;
  mean: number | null;
  low: number | null;
  high: number | null;
  n: number;
  isSmall: boolean;
};

/**
 * Draws means with their intervals over ordered groups, n under each; small samples are grey rings. `mark` is a line at a
 * place between the groups, of which whole numbers are the middles. A press on a group, or Enter, opens it.
 */
export function IntervalChart<Point extends IntervalPoint>({
  label,
  points,
  height,
  domain,
  formatValue,
  formatN,
  mark,
  onOpen,
  renderTooltip,
}: {
  label: string;
  points: readonly Point[];
  height: number;
  /** Ends of the axis; from 0 to the largest value when absent. */
  domain?: readonly [low: number, high: number];
  formatValue: (value: number) => string;
  formatN: (n: number) => string;
  mark?: { at: number; label: string } | undefined;
  onOpen: (point: Point) => void;
  renderTooltip: (point: Point) => React.ReactNode;
}) {
  const color = seriesColor(0);
  const data = points.map((point, index) => ({ index, point }));
  const pointAt = (place: unknown) => points[Number(place)];
  const open = (place: unknown) => {
    const point = pointAt(place);
    if (point) onOpen(point);
  };
  return (
    <ChartFrame label={label} height={height}>
      <ComposedChart
        responsive
        style={{ width: "100%", height: "100%" }}
        data={data}
        margin={{ top: 16, right: 8, bottom: 12, left: 0 }}
        cursor="pointer"
        onClick={({ activeLabel }) => activeLabel !== undefined && open(activeLabel)}
      >
        <CartesianGrid vertical={false} stroke="var(--border)" />
        <XAxis
          {...axisProps}
          dataKey="index"
          type="number"
          domain={[-0.5, points.length - 0.5]}
          ticks={points.map((_, index) => index)}
          interval="equidistantPreserveStart"
          minTickGap={4}
          // What stands at a place is as wide as the longer of its two lines.
          tickFormatter={(index: number) => {
            const point = pointAt(index);
            const [tick, n] = [point?.tick ?? "", formatN(point?.n ?? 0)];
            return n.length > tick.length ? n : tick;
          }}
          tick={({
            x,
            y,
            payload,
          }: {
            x: number | string;
            y: number | string;
            payload: { value: number };
          }) => {
            const point = pointAt(payload.value);
            return (
              <text x={x} y={y} textAnchor="middle" fontSize={12} fill="var(--muted)">
                <tspan x={x} dy="0.71em">
                  {point?.tick}
                </tspan>
                <tspan x={x} dy="1.25em" fontSize={11}>
                  {point ? formatN(point.n) : ""}
                </tspan>
              </text>
            );
          }}
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
          content={({ active, label: place }) => {
            const point = active ? pointAt(place) : undefined;
            return point ? renderTooltip(point) : null;
          }}
        />
        {mark ? (
          <ReferenceLine
            x={mark.at}
            stroke="var(--negative)"
            strokeDasharray="4 3"
            label={{ value: mark.label, position: "top", fill: "var(--negative)", fontSize: 12 }}
          />
        ) : null}
        <Line
          dataKey={({ point }: { point: Point }) => point.mean}
          stroke={color}
          strokeWidth={1.5}
          strokeOpacity={0.5}
          activeDot={false}
          isAnimationActive={false}
          dot={({ cx, cy, index }: DotItemDotProps) => {
            const point = points[index];
            if (!point || point.mean === null || cx === undefined || cy === undefined) return null;
            const own = point.isSmall ? "var(--muted)" : color;
            return (
              <circle
                key={point.key}
                cx={cx}
                cy={cy}
                r={4}
                fill={point.isSmall ? "var(--surface)" : own}
                stroke={own}
                strokeWidth={1.5}
              />
            );
          }}
        >
          <ErrorBar
            dataKey={({ point }: { point: Point }) =>
              point.mean === null || point.low === null || point.high === null
                ? undefined
                : [point.mean - point.low, point.high - point.mean]
            }
            width={4}
            stroke="var(--muted)"
            strokeWidth={1.25}
            isAnimationActive={false}
          />
        </Line>
        <OpenWithEnter onOpen={open} />
      </ComposedChart>
    </ChartFrame>
  );
}
