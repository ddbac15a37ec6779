import { cn } from "@/lib/format/cn";

const WIDTH = 96;
const HEIGHT = 24;

/** Small columns without axes beside a figure; what they say is said beside them in words. */
export function Sparkline({ values, className }: { values: readonly number[]; className?: string }) {
  const most = Math.max(1, ...values);
  const step = WIDTH / Math.max(1, values.length);
  return (
    <svg
      aria-hidden="true"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      className={cn("h-6 w-24 text-chart-1", className)}
    >
      <line x1="0" x2={WIDTH} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} className="stroke-border" strokeWidth="1" />
      {values.map((value, index) => (
        <rect
          // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
          key={index}
          x={index * step + step * 0.1}
          width={step * 0.8}
          y={HEIGHT - (value / most) * (HEIGHT - 1)}
          height={(value / most) * (HEIGHT - 1)}
          fill="currentColor"
        />
      ))}
    </svg>
  );
}
