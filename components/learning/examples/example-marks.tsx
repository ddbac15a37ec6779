import { Pin } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { cn } from "@/lib/format/cn";
import { formatCompact, formatPercent, NO_VALUE } from "@/lib/format/number";
import type { EffectSide } from "@/lib/learning/examples/prepare-example";
import type { Example } from "@/lib/learning/examples/schemas";

const statuses = {
  unreviewed: { label: "Not judged", tone: "neutral" },
  approved: { label: "Approved", tone: "positive" },
  retired: { label: "Retired", tone: "negative" },
} as const;

/** What people made of an example. */
export function ExampleMarks({ row }: { row: Example }) {
  const { label, tone } = statuses[row.example_status];
  return (
    <span className="inline-flex items-center gap-1">
      <Badge tone={tone}>{label}</Badge>
      {row.better_action_plan === null ? null : <Badge tone="accent">Better plan</Badge>}
      {row.is_pinned ? (
        <>
          <Pin aria-hidden className="size-3.5 text-muted" />
          <span className="sr-only">Pinned</span>
        </>
      ) : null}
    </span>
  );
}

/** A rate with its n; grey when the sample is small. */
export function EffectCell({ side }: { side: EffectSide }) {
  if (side.rate === null) return <span className="text-muted">{NO_VALUE}</span>;
  return (
    <span className={cn(side.isSmall && "text-muted")}>
      {formatPercent(side.rate.accuracy)}{" "}
      <span className="text-xs text-muted">n {formatCompact(side.total)}</span>
      {side.isSmall ? <span className="sr-only">, small sample</span> : null}
    </span>
  );
}
