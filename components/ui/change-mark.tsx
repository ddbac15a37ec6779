import { ArrowDown, ArrowRight, ArrowUp } from "lucide-react";
import { cn } from "@/lib/format/cn";
import type { Delta } from "@/lib/format/delta";

const arrows = { up: ArrowUp, down: ArrowDown, same: ArrowRight };
const tones = { positive: "text-positive", negative: "text-negative", neutral: "text-muted" };

/** How a figure has changed since the period before. */
export function ChangeMark({ delta }: { delta: Delta }) {
  const Arrow = arrows[delta.direction];
  return (
    <span className={cn("inline-flex items-center gap-0.5 text-xs font-medium", tones[delta.tone])}>
      <Arrow aria-hidden className="size-3" />
      {delta.text}
      <span className="sr-only"> since the period before</span>
    </span>
  );
}
