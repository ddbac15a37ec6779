"use client";
import Link from "next/link";
import { useMemo, useRef, useState } from "react";
import { useElementWidth } from "@/components/data-table/use-element-width";
import { cn } from "@/lib/format/cn";
import { formatCompact } from "@/lib/format/number";
import { ChartFrame } from "./chart-frame";
import { namedColor } from "./colors";
import { type FlowLink, type FlowNode, flowHeight, layoutFlow } from "./flow-layout";

const NODE_WIDTH = 6;
const LABEL_GAP = 8;
const CHARACTER_PX = 6.6;

/**
 * Draws how much goes from the names on the left to those on the right, as bands. Each band is a link to what is behind it; what
 * it says stands below the chart while the pointer or the focus is on it.
 */
export function FlowChart<Flow extends FlowLink>({
  label,
  links,
  all = links,
  hint,
  hrefOf,
  textOf,
}: {
  label: string;
  links: readonly Flow[];
  /** What the totals of the names count: also links that are too small to draw. */
  all?: readonly Flow[] | undefined;
  /** Stands where a band is described, until one is pointed at. */
  hint: string;
  hrefOf: (link: Flow) => string;
  textOf: (link: Flow) => string;
}) {
  const box = useRef<HTMLDivElement>(null);
  const width = useElementWidth(box);
  const [active, setActive] = useState<string | null>(null);
  const height = flowHeight(links);
  const { from, to, bands } = useMemo(() => layoutFlow(links, height, all), [links, height, all]);
  const names = useMemo(() => [...new Set([...from, ...to].map(({ name }) => name))].sort(), [from, to]);
  const described = links.find(({ key }) => key === active);
  return (
    <div ref={box}>
      <ChartFrame label={label} height={height}>
        {width === null ? null : (
          // biome-ignore lint/a11y/noSvgWithoutTitle: the figure around it has the name, each band its own
          <svg width={width} height={height} className="overflow-visible">
            {bands.map(({ link, y0, y1, thickness }) => (
              <Link
                key={link.key}
                href={hrefOf(link)}
                prefetch={false}
                aria-label={textOf(link)}
                onMouseEnter={() => setActive(link.key)}
                onMouseLeave={() => setActive(null)}
                onFocus={() => setActive(link.key)}
                onBlur={() => setActive(null)}
              >
                <path
                  d={bandPath(NODE_WIDTH, width - NODE_WIDTH, y0, y1, Math.max(1.5, thickness))}
                  fill={namedColor(link.from, names)}
                  fillOpacity={active === null ? 0.35 : active === link.key ? 0.7 : 0.15}
                />
              </Link>
            ))}
            <Nodes nodes={from} names={names} width={width} side="from" />
            <Nodes nodes={to} names={names} width={width} side="to" />
          </svg>
        )}
      </ChartFrame>
      <p aria-hidden className={cn("mt-2 min-h-5 text-xs", described ? "text-foreground" : "text-muted")}>
        {described ? textOf(described) : hint}
      </p>
    </div>
  );
}

/** The outline of a band. A filled shape rather than a thick line: a straight line has no height that could show the focus. */
function bandPath(x0: number, x1: number, y0: number, y1: number, thickness: number): string {
  const middle = (x0 + x1) / 2;
  const half = thickness / 2;
  return [
    `M${x0},${y0 - half} C${middle},${y0 - half} ${middle},${y1 - half} ${x1},${y1 - half}`,
    `V${y1 + half} C${middle},${y1 + half} ${middle},${y0 + half} ${x0},${y0 + half} Z`,
  ].join(" ");
}

function Nodes({
  nodes,
  names,
  width,
  side,
}: {
  nodes: readonly FlowNode[];
  names: readonly string[];
  width: number;
  side: "from" | "to";
}) {
  const isFrom = side === "from";
  // A third of the width for each side leaves the bands to be seen between the labels.
  const room = Math.max(6, Math.floor(width / 3 / CHARACTER_PX));
  return (
    <g aria-hidden pointerEvents="none">
      {nodes.map(({ name, value, y, height }) => (
        <g key={name}>
          <rect
            x={isFrom ? 0 : width - NODE_WIDTH}
            y={y}
            width={NODE_WIDTH}
            height={Math.max(1.5, height)}
            rx={1}
            fill={namedColor(name, names)}
          />
          <text
            x={isFrom ? NODE_WIDTH + LABEL_GAP : width - NODE_WIDTH - LABEL_GAP}
            y={y + height / 2}
            dy="0.35em"
            textAnchor={isFrom ? "start" : "end"}
            fontSize={12}
            fill="var(--foreground)"
            stroke="var(--surface)"
            strokeWidth={3}
            strokeLinejoin="round"
            paintOrder="stroke"
          >
            {name.length > room ? `${name.slice(0, room - 1)}…` : name}{" "}
            <tspan fill="var(--muted)">{formatCompact(value)}</tspan>
          </text>
        </g>
      ))}
    </g>
  );
}
