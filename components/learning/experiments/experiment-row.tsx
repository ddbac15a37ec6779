import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import { Time } from "@/components/ui/time";
import { formatPercent } from "@/lib/format/number";
import {
  describeVariant,
  metricNames,
  shareOf,
  statusNames,
  statusTones,
} from "@/lib/learning/experiments/prepare-experiment";
import type { Experiment } from "@/lib/learning/experiments/schemas";

/** An experiment in the list: what it compares, since when, and what became of it. */
export function ExperimentRow({ experiment }: { experiment: Experiment }) {
  return (
    <li className="relative grid gap-x-6 gap-y-1 p-4 hover:bg-subtle md:grid-cols-[minmax(0,1fr)_auto]">
      <div className="min-w-0">
        <div className="flex flex-wrap items-center gap-2">
          <h2 dir="auto" className="text-sm font-semibold break-words">
            <Link
              href={`/learning/experiments/${experiment.id}`}
              className="after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
            >
              {experiment.name}
            </Link>
          </h2>
          <Badge tone={statusTones[experiment.status]}>{statusNames[experiment.status]}</Badge>
          {experiment.promoted_variant ? (
            <Badge tone="positive">“{experiment.promoted_variant}” promoted</Badge>
          ) : null}
        </div>
        <p className="mt-1 text-13 text-muted [overflow-wrap:anywhere]">
          {experiment.variants.map((variant, index) => (
            <span key={variant.name}>
              {index > 0 ? " · " : ""}
              <span className="text-foreground">{variant.name}</span> {describeVariant(variant)},{" "}
              {formatPercent(shareOf(variant, experiment.variants), 0)}
            </span>
          ))}
        </p>
      </div>
      <p className="text-xs text-muted md:text-right">
        {metricNames[experiment.metric]} · {experiment.project}
        <br />
        <StateTime experiment={experiment} />
      </p>
    </li>
  );
}

/** Since when it is what it is. */
export function StateTime({ experiment }: { experiment: Experiment }) {
  const { status, created_at, started_at, stopped_at } = experiment;
  if (status === "draft")
    return (
      <>
        planned <Time value={created_at} format="date" />
      </>
    );
  return (
    <>
      {status === "running" ? "since " : ""}
      <Time value={started_at ?? created_at} format="date" />
      {stopped_at ? (
        <>
          {" – "}
          <Time value={stopped_at} format="date" />
        </>
      ) : null}
    </>
  );
}
