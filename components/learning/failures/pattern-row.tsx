"use client";
import { ChevronRight, PencilLine } from "lucide-react";
import Link from "next/link";
import { useId, useState } from "react";
import { Sparkline } from "@/components/charts/sparkline";
import { Badge } from "@/components/ui/badge";
import { Button, buttonStyles } from "@/components/ui/button";
import { ChangeMark } from "@/components/ui/change-mark";
import { LongText } from "@/components/ui/long-text";
import { Time } from "@/components/ui/time";
import { cn } from "@/lib/format/cn";
import { formatCount } from "@/lib/format/number";
import { prepareChange, prepareSparkline } from "@/lib/learning/failures/prepare-trend";
import type { FailurePattern } from "@/lib/learning/failures/schemas";
import { classNames, nameVersion, statusNames, statusTones } from "@/lib/learning/failures/vocabulary";
import type { FailuresState } from "./use-failures-state";

/** One pattern: what it is, how often and since when, what people say of it, and its newest failures on demand. */
export function PatternRow({
  pattern,
  select,
  days,
  hrefOf,
  onJudge,
}: {
  pattern: FailurePattern;
  /** Takes the row in or out of a selection; null for people who only look. */
  select: React.ReactNode;
  /** The range in ms, from and to before. */
  days: { from: number; to: number };
  hrefOf: FailuresState["hrefOf"];
  /** Absent for people who only look. */
  onJudge?: (() => void) | undefined;
}) {
  const [isOpen, setIsOpen] = useState(false);
  const detailsId = useId();
  const delta = prepareChange(pattern.trend);
  return (
    <li className={cn("relative px-4 py-3", select && "pl-11")}>
      {select ? <span className="absolute top-3.5 left-4">{select}</span> : null}
      <div className="grid items-start gap-x-4 gap-y-2 md:grid-cols-[minmax(0,1fr)_auto_auto]">
        <div className="min-w-0">
          <p className="font-mono text-13 [overflow-wrap:anywhere]">{pattern.pattern}</p>
          <p className="mt-1 flex flex-wrap items-center gap-x-2 gap-y-1 text-xs text-muted">
            <Badge tone={statusTones[pattern.status]}>{statusNames[pattern.status]}</Badge>
            <StatusText pattern={pattern} />
            {pattern.error_class ? <span>{classNames[pattern.error_class]}</span> : null}
            <span>{pattern.project}</span>
            {pattern.first_seen_at ? (
              <span>
                first <Time value={pattern.first_seen_at} format="date" />
              </span>
            ) : null}
            {pattern.last_seen_at ? (
              <span>
                last <Time value={pattern.last_seen_at} format="relative" />
              </span>
            ) : null}
          </p>
          {pattern.note ? <p className="mt-1 text-13 [overflow-wrap:anywhere]">{pattern.note}</p> : null}
        </div>
        <Sparkline
          values={prepareSparkline(pattern.trend.daily, days.from, days.to)}
          className="max-md:hidden"
        />
        <div className="flex items-baseline gap-2 md:grid md:w-36 md:justify-items-end md:gap-0">
          <Link href={hrefOf(pattern.id)} className="text-accent hover:underline">
            {formatCount(pattern.count)} failure{pattern.count === 1 ? "" : "s"}
          </Link>
          {delta ? <ChangeMark delta={delta} /> : null}
        </div>
      </div>
      <div className="mt-2 flex flex-wrap items-center gap-1.5">
        <Button
          variant="ghost"
          size="sm"
          className="-ml-2.5"
          aria-expanded={isOpen}
          aria-controls={detailsId}
          onClick={() => setIsOpen(!isOpen)}
        >
          <ChevronRight aria-hidden className={cn("transition-transform", isOpen && "rotate-90")} />
          Examples
        </Button>
        {pattern.versions.map(({ version, count }) => (
          <Link
            key={version ?? ""}
            href={hrefOf(pattern.id, version)}
            className={cn(buttonStyles({ variant: "outline", size: "sm" }), "max-w-52 gap-1.5 font-normal")}
          >
            <span className={cn("truncate", version === null && "text-muted italic")}>
              {nameVersion(version)}
            </span>
            <span className="text-muted">{formatCount(count)}</span>
          </Link>
        ))}
        {onJudge ? (
          <Button
            variant="outline"
            size="sm"
            className="ml-auto"
            aria-label={`Judge the pattern ${pattern.pattern}`}
            onClick={onJudge}
          >
            <PencilLine aria-hidden />
            Judge
          </Button>
        ) : null}
      </div>
      {isOpen ? <Examples id={detailsId} pattern={pattern} /> : null}
    </li>
  );
}

function StatusText({ pattern }: { pattern: FailurePattern }) {
  const { status, fixed_in_version, regressed_in_version, regressed_at } = pattern;
  if (status === "fixed" && fixed_in_version !== null) return <span>in {fixed_in_version}</span>;
  if (status !== "regressed") return null;
  return (
    <span>
      {regressed_in_version === null ? "" : `in ${regressed_in_version}, `}
      {fixed_in_version === null ? "" : `fixed in ${fixed_in_version}, `}
      {regressed_at ? <Time value={regressed_at} format="relative" /> : null}
    </span>
  );
}

function Examples({ id, pattern }: { id: string; pattern: FailurePattern }) {
  return (
    <ul id={id} aria-label="Newest failures" className="mt-2 grid gap-3 border-l pl-4 text-13">
      {pattern.examples.map((example) => (
        <li key={example.execution_id} className="grid gap-1">
          <p className="flex flex-wrap items-baseline justify-between gap-x-4">
            <Time value={example.created_at} className="text-xs text-muted" />
            <Link
              href={`/learning/executions?days=366&execution=${example.execution_id}`}
              className="text-xs text-accent hover:underline"
            >
              Show the execution
            </Link>
          </p>
          <LongText text={example.user_prompt} foldAt={400} />
          {example.error === null ? null : (
            <pre className="max-h-48 overflow-auto rounded-md bg-subtle px-3 py-2 font-mono text-xs whitespace-pre-wrap [overflow-wrap:anywhere]">
              {example.error}
            </pre>
          )}
        </li>
      ))}
    </ul>
  );
}
