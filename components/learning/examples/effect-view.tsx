"use client";
import Link from "next/link";
import { IntervalBar } from "@/components/charts/interval-list";
import { cn } from "@/lib/format/cn";
import { formatCount, formatInterval, formatPercent } from "@/lib/format/number";
import { type EffectSide, prepareEffect } from "@/lib/learning/examples/prepare-example";
import type { Example } from "@/lib/learning/examples/schemas";
import { toHref } from "@/lib/query/url-state";

/** How executions went that held the example, beside those that held others: seen, not shown to be its doing. */
export function EffectView({ example }: { example: Example }) {
  const [withIt, without] = prepareEffect(example);
  return (
    <div className="grid gap-2 text-13">
      {withIt.total === 0 ? (
        <p className="text-muted">
          No recorded execution held it yet. Send <code className="font-mono text-xs">example_ids</code> of
          the composed prompt with the execution.
        </p>
      ) : (
        <>
          <Side
            side={withIt}
            href={toHref("/learning/executions", {
              example_id: example.id,
              project: example.project,
              days: "366",
            })}
          />
          <Side side={without} />
        </>
      )}
      <p className="text-xs text-muted">
        An observation over the same project and days; only an experiment shows what causes a difference.
      </p>
    </div>
  );
}

function Side({ side, href }: { side: EffectSide; href?: string }) {
  const { rate } = side;
  const text = (
    <>
      <span className="flex items-baseline gap-2">
        <span className="mr-auto">{side.label}</span>
        <span className="font-medium">{rate === null ? "none" : formatPercent(rate.accuracy)}</span>
        <span className="text-xs text-muted">
          n {formatCount(side.total)}
          {rate === null ? "" : ` · 95% ${formatInterval(rate.low, rate.high)}`}
          {side.isSmall && rate !== null ? " · small sample" : ""}
        </span>
      </span>
      {rate === null ? null : <IntervalBar row={{ ...rate, isSmall: side.isSmall }} />}
    </>
  );
  const className = cn("-mx-2 block rounded-md px-2 py-1", side.isSmall && "text-muted");
  return href ? (
    <Link href={href} className={cn(className, "hover:bg-subtle")}>
      {text}
    </Link>
  ) : (
    <div className={className}>{text}</div>
  );
}
