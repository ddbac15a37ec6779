"use client";
import { useRef } from "react";
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
import { useElementWidth } from "@/components/data-table/use-element-width";
import { axisProps, ChartFrame, OpenWithEnter } from "./chart-frame";
import { seriesColor } from "./colors";

const AXIS_WIDTH = 56;
const RIGHT = 8;
/** A label with its n below. */
const ROW_HEIGHT = 30;

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
  const box = useRef<HTMLDivElement>(null);
  const width = useElementWidth(box);
  // Every group keeps its label and its n: where they do not fit side by side they take turns in several rows.
  const texts = points.map((point) => ({ tick: point.tick, n: formatN(point.n) }));
  const widest = Math.max(0, ...texts.map(({ tick, n }) => Math.max(tick.length * 7.2, n.length * 6.6))) + 6;
  const rows = width === null ? 1 : Math.ceil((widest * points.length) / (width - AXIS_WIDTH - RIGHT));
  return (
    <ChartFrame label={label} height={height}>
      <div ref={box} className="h-full">
        <ComposedChart
          responsive
          style={{ width: "100%", height: "100%" }}
          data={data}
          margin={{ top: 16, right: RIGHT, bottom: 12, left: 0 }}
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
            interval={0}
            height={ROW_HEIGHT * rows}
            tick={({
              x,
              y,
              payload,
            }: {
              x: number | string;
              y: number | string;
              payload: { value: number };
            }) => {
              const text = texts[payload.value];
              const down = (payload.value % rows) * ROW_HEIGHT;
              return (
                <g>
                  {down > 0 ? (
                    <line x1={x} x2={x} y1={y} y2={Number(y) + down - 2} stroke="var(--border)" />
                  ) : null}
                  <text x={x} y={Number(y) + down} textAnchor="middle" fontSize={12} fill="var(--muted)">
                    <tspan x={x} dy="0.71em">
                      {text?.tick}
                    </tspan>
                    <tspan x={x} dy="1.25em" fontSize={11}>
                      {text?.n}
                    </tspan>
                  </text>
                </g>
              );
            }}
          />
          <YAxis
            {...axisProps}
            width={AXIS_WIDTH}
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
      </div>
    </ChartFrame>
  );
}
