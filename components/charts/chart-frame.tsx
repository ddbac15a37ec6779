"use client";
import { useEffect, useRef } from "react";
import { useActiveTooltipLabel } from "recharts";

/** The box of a drawn chart: fixed height, so that nothing moves when it appears; a name for screen readers. */
export function ChartFrame({
  label,
  height,
  children,
}: {
  label: string;
  height: number;
  children: React.ReactNode;
}) {
  return (
    <figure aria-label={label} style={{ height }} className="m-0 w-full text-xs [&_svg]:outline-offset-0">
      {children}
    </figure>
  );
}

/** Diagonal lines for what is not complete. Stands inside a chart; used as `fill={hatchFill(id)}`. */
export function HatchPattern({ id, color }: { id: string; color: string }) {
  return (
    <defs>
      <pattern id={id} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="6" height="6" fill={color} fillOpacity="0.18" />
        <line x1="0" y1="0" x2="0" y2="6" stroke={color} strokeWidth="3" />
      </pattern>
    </defs>
  );
}

/** The fill of a HatchPattern with this id. */
export const hatchFill = (id: string) => `url(#${id})`;

/** Opens the bucket under the tooltip with Enter, where the arrow keys have brought it. Stands inside a chart. */
export function OpenWithEnter({ onOpen }: { onOpen: (bucket: string) => void }) {
  const label = useActiveTooltipLabel();
  const marker = useRef<SVGGElement>(null);
  const latest = useRef({ label, onOpen });
  useEffect(() => {
    latest.current = { label, onOpen };
  });
  useEffect(() => {
    const chart = marker.current?.ownerSVGElement;
    const handleKey = (event: KeyboardEvent) => {
      const { label, onOpen } = latest.current;
      if (event.key === "Enter" && label !== undefined) onOpen(String(label));
    };
    chart?.addEventListener("keydown", handleKey);
    return () => chart?.removeEventListener("keydown", handleKey);
  }, []);
  return <g ref={marker} />;
}

/** Axis text and lines as every chart draws them. */
export const axisProps = {
  tick: { fill: "var(--muted)", fontSize: 12 },
  tickLine: false,
  axisLine: false,
} as const;
