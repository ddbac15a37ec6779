"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useState } from "react";
import { ParameterNotice } from "@/components/filters/parameter-notice";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { saveFile } from "@/lib/format/save-file";
import { tableToCsv } from "@/lib/format/table";
import type { Member } from "@/lib/members/schemas";
import { compareParsers } from "@/lib/tuning/versions/prepare-address";
import { toComparisonTable } from "@/lib/tuning/versions/prepare-comparison";
import { comparisonOptions, versionsOptions } from "@/lib/tuning/versions/query-options";
import type { Comparison } from "@/lib/tuning/versions/schemas";
import { ComparisonView } from "./comparison-view";
import { KeepButton } from "./keep-button";
import { KeptComparisons } from "./kept-comparisons";
import { PromptDiff } from "./prompt-diff";
import { PromptTextDialog } from "./prompt-text-dialog";
import { TurnsSheet } from "./turns-sheet";
import { useCompareState } from "./use-compare-state";
import { VersionList } from "./version-list";
import { VersionPickers } from "./version-pickers";

/** Prompt versions, and two of them side by side. */
export function VersionsPage({ member }: { member: Member }) {
  const compare = useCompareState();
  const { a, b, show } = compare.state;
  const versions = useQuery(versionsOptions(compare.scope));
  const hasBoth = a !== null && b !== null;
  const isSame = hasBoth && a === b;
  const comparison = useQuery({
    ...comparisonOptions({ ...compare.scope, a: a ?? "", b: b ?? "" }),
    enabled: hasBoth && !isSame,
    placeholderData: keepPreviousData,
  });
  const [text, setText] = useState<{ project: string; version: string } | null>(null);
  const canChange = member.role !== "reviewer";
  const shown = hasBoth && !isSame ? comparison.data : undefined;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <header className="flex flex-wrap items-center gap-2">
        <h1 className="mr-auto text-lg font-semibold">Versions</h1>
        {shown ? (
          <>
            <CopyButton value={() => window.location.href} label="Copy link" isIconOnly={false} />
            <Button variant="outline" onClick={() => download(shown)}>
              <Download aria-hidden />
              CSV
            </Button>
            {canChange ? <KeepButton comparison={shown} versions={versions.data?.data ?? []} /> : null}
          </>
        ) : null}
      </header>
      <ParameterNotice parsers={compareParsers} />
      {versions.data && versions.data.data.length === 0 ? (
        <div className="rounded-md border bg-surface">
          <EmptyState
            title="No versions yet"
            text="A version is known as soon as a session names it: send master_prompt_version with the session, such as the Git commit of the prompt."
          />
        </div>
      ) : (
        <>
          {versions.data ? (
            <VersionPickers versions={versions.data.data} compare={compare} />
          ) : (
            <Skeleton className="h-8 w-full max-w-lg" />
          )}
          {!hasBoth ? (
            <p className="text-13 text-muted">Choose two versions to see them side by side.</p>
          ) : isSame ? (
            <p role="alert" className="text-13 text-warning">
              A and B are the same version. Choose another one for either.
            </p>
          ) : shown ? (
            <>
              <ComparisonView comparison={shown} compare={compare} isStale={comparison.isPlaceholderData} />
              <PromptDiff a={shown.a} b={shown.b} />
            </>
          ) : comparison.error ? (
            <div className="rounded-md border bg-surface">
              <ErrorState error={comparison.error} onRetry={() => comparison.refetch()} />
            </div>
          ) : (
            <ComparisonSkeleton />
          )}
          {versions.data ? (
            <VersionList versions={versions.data.data} compare={compare} onOpenText={setText} />
          ) : versions.error ? (
            <ErrorState error={versions.error} onRetry={() => versions.refetch()} />
          ) : (
            <Skeleton className="h-48" />
          )}
          <KeptComparisons compare={compare} />
        </>
      )}
      {hasBoth && show !== null ? <TurnsSheet compare={compare} /> : null}
      {text ? (
        <PromptTextDialog
          project={text.project}
          version={text.version}
          canChange={canChange}
          onClose={() => setText(null)}
        />
      ) : null}
    </div>
  );
}

function download(comparison: Comparison): void {
  const file = new Blob([tableToCsv(toComparisonTable(comparison))], { type: "text/csv;charset=utf-8" });
  const name = `${comparison.a.version}-${comparison.b.version}`.replace(/[^\w.-]+/g, "_").slice(0, 100);
  saveFile(file, `retune-comparison-${name}.csv`);
}

/** A comparison while it is being computed. */
export function ComparisonSkeleton() {
  return (
    <div role="status" aria-label="Loading the comparison" className="grid gap-4">
      <div className="grid gap-4 sm:grid-cols-2">
        <Skeleton className="h-20" />
        <Skeleton className="h-20" />
      </div>
      <div className="grid gap-4 xl:grid-cols-2">
        <Skeleton className="h-96" />
        <Skeleton className="h-96" />
      </div>
    </div>
  );
}
