"use client";
import { CircleX, RotateCw, TriangleAlert } from "lucide-react";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { Panel } from "@/components/ui/panel";
import { Skeleton } from "@/components/ui/skeleton";
import { Spinner } from "@/components/ui/spinner";
import { sourceNames } from "@/lib/datasets/definitions/vocabulary";
import type { PreviewAnswer } from "@/lib/datasets/examples/query-options";
import {
  describeScope,
  prepareFigures,
  prepareLint,
  prepareSkipped,
} from "@/lib/datasets/writing/prepare-preview";
import { cn } from "@/lib/format/cn";
import { formatCount } from "@/lib/format/number";
import { FindingList } from "../finding-list";
import { SampleList } from "./sample-list";
import type { Preview } from "./use-preview";

/** What freezing would write, before anything is written: how much, what is missing, what was found, and the first lines. */
export function PreviewPane({ preview }: { preview: Preview }) {
  const { data, error, isBehind, isInvalid } = preview;
  return (
    <Panel
      title="Preview"
      note={
        isInvalid
          ? "As it was before: correct the marked fields to see what they change."
          : data
            ? `${describeScope(data.preview)}. Nothing is written yet.`
            : "Nothing is written yet."
      }
      actions={
        <>
          <span role="status" className="flex items-center gap-1.5 text-xs text-muted">
            {isBehind && !isInvalid && data ? (
              <>
                <Spinner />
                Updating
              </>
            ) : null}
          </span>
          <Button
            variant="ghost"
            size="icon"
            aria-label="Read the rows again"
            disabled={isBehind || isInvalid}
            onClick={() => preview.refetch()}
          >
            <RotateCw aria-hidden />
          </Button>
        </>
      }
    >
      {error ? (
        <ErrorState error={error} onRetry={() => preview.refetch()} title="There is no preview" />
      ) : data ? (
        <div className={cn("grid grid-cols-[minmax(0,1fr)]", (isBehind || isInvalid) && "opacity-60")}>
          <Answer answer={data} isCheckingAll={preview.isCheckingAll} onCheckAll={preview.checkAll} />
        </div>
      ) : isInvalid ? (
        <p className="px-4 pt-2 pb-6 text-13 text-muted">Correct the marked fields to see what is written.</p>
      ) : (
        <div role="status" aria-label="Loading the preview" className="grid gap-4 p-4">
          <Skeleton className="h-12" />
          <Skeleton className="h-24" />
          <Skeleton className="h-64" />
        </div>
      )}
    </Panel>
  );
}

function Answer({
  answer: { definition, preview: data },
  isCheckingAll,
  onCheckAll,
}: {
  answer: PreviewAnswer;
  isCheckingAll: boolean;
  onCheckAll: () => void;
}) {
  const lint = prepareLint(data.report);
  const skipped = prepareSkipped(data.report);
  const { source } = definition;
  return (
    <>
      <dl className="flex flex-wrap gap-x-8 gap-y-2 px-4 pt-1 pb-3">
        {prepareFigures(data).map(({ label, value, title }) => (
          <div key={label}>
            <dt className="text-xs text-muted">{label}</dt>
            <dd title={title} className="text-lg font-semibold tracking-tight">
              {value}
            </dd>
          </div>
        ))}
      </dl>
      {data.is_complete ? null : (
        <div className="px-4 pb-3">
          <Button variant="outline" size="sm" isPending={isCheckingAll} onClick={onCheckAll}>
            Check all {formatCount(data.total)} rows
          </Button>
        </div>
      )}
      <Messages
        label="What is missing"
        texts={data.problems.map(({ message }) => message)}
        className="bg-negative-subtle text-negative"
        icon={<CircleX aria-hidden className="mt-0.5 size-4 shrink-0" />}
      />
      <Messages
        label="Warnings"
        // Without rows there is more to say below.
        texts={data.total === 0 ? [] : data.report.warnings}
        className="bg-warning-subtle text-warning"
        icon={<TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />}
      />
      {lint.length > 0 ? (
        <Part title="Lint">
          <FindingList label="Lint" findings={lint} source={source} />
        </Part>
      ) : null}
      {skipped.length > 0 ? (
        <Part title="Left out">
          <FindingList label="Left out" findings={skipped} source={source} />
        </Part>
      ) : null}
      {data.total === 0 ? (
        <p className="border-t px-4 py-6 text-center text-13 text-muted">
          No {sourceNames[source].one} matches. Choose a longer range or fewer filters.
        </p>
      ) : (
        <SampleList
          examples={data.sample}
          isAll={data.is_complete && data.sample.length === data.report.examples}
        />
      )}
    </>
  );
}

function Messages({
  label,
  texts,
  icon,
  className,
}: {
  label: string;
  texts: readonly string[];
  icon: React.ReactNode;
  className: string;
}) {
  if (texts.length === 0) return null;
  return (
    <ul aria-label={label} className={cn("mx-4 mb-3 grid gap-1 rounded-md px-3 py-2 text-13", className)}>
      {texts.map((text) => (
        <li key={text} className="flex gap-2 [overflow-wrap:anywhere]">
          {icon}
          {text}
        </li>
      ))}
    </ul>
  );
}

function Part({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section aria-label={title} className="border-t">
      <h3 className="px-4 pt-3 pb-1 text-xs font-medium text-muted">{title}</h3>
      {children}
    </section>
  );
}
