"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { FigureTiles } from "@/components/charts/figure-tiles";
import { ErrorState } from "@/components/ui/error-state";
import { Panel } from "@/components/ui/panel";
import { Skeleton } from "@/components/ui/skeleton";
import { formatFacts } from "@/lib/datasets/formats/vocabulary";
import { toVersionHref } from "@/lib/datasets/versions/prepare-address";
import { toReportFigures, toSkipFindings } from "@/lib/datasets/versions/prepare-report";
import { reportOptions } from "@/lib/datasets/versions/query-options";
import type { DatasetVersion } from "@/lib/datasets/versions/schemas";
import { prepareLint } from "@/lib/datasets/writing/prepare-preview";
import { describeWeights } from "@/lib/datasets/writing/prepare-weights";
import type { ExportReport } from "@/lib/datasets/writing/schemas";
import { formatCount } from "@/lib/format/number";
import { DefinitionList } from "../detail/definition-panel";
import { FindingList } from "../finding-list";

/** What became of every row that was considered, what lint found, and what was frozen. */
export function ReportView({ version }: { version: DatasetVersion }) {
  const { definition } = version;
  const { data: report, error, refetch } = useQuery(reportOptions(version.dataset_id, version.version));
  if (report === undefined) {
    return error ? (
      <ErrorState error={error} onRetry={refetch} />
    ) : (
      <div role="status" aria-label="Loading the report" className="grid gap-4">
        <Skeleton className="h-27 w-full" />
        <Skeleton className="h-40 w-full" />
      </div>
    );
  }
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <FigureTiles
        count={6}
        prepared={{
          figures: toReportFigures(report, definition.source),
          comparison:
            report.weights.length === 0
              ? ""
              : `By weight: ${describeWeights(report.weights, formatFacts[definition.format].carriesWeight)}.`,
        }}
        isStale={false}
        error={null}
        onRetry={refetch}
        className="md:grid-cols-3 xl:grid-cols-6"
      />
      {report.warnings.length > 0 ? (
        <ul
          aria-label="Warnings"
          className="grid gap-1 rounded-md bg-warning-subtle px-3 py-2 text-13 text-warning"
        >
          {report.warnings.map((warning) => (
            <li key={warning}>{warning}</li>
          ))}
        </ul>
      ) : null}
      <div className="grid items-start gap-4 xl:grid-cols-2 [&>*]:min-w-0">
        <div className="grid gap-4">
          <Panel title="Left out" note="Each row that is not in the file, by reason.">
            {report.skipped.length === 0 ? (
              <Nothing>Every row that was considered is in the file.</Nothing>
            ) : (
              <FindingList label="Left out" findings={toSkipFindings(report)} source={definition.source} />
            )}
          </Panel>
          <Lint report={report} version={version} />
        </div>
        <div className="grid gap-4">
          <Panel title="What was frozen" note="The definition at that time, with its range resolved.">
            <DefinitionList definition={definition} />
          </Panel>
          <PromptVersions report={report} />
        </div>
      </div>
    </div>
  );
}

/** What lint found; examples with a warning are in the file, so they can be looked at there. */
function Lint({ report, version }: { report: ExportReport; version: DatasetVersion }) {
  const { source } = version.definition;
  const warnings = report.lint.filter(({ severity }) => severity === "warning");
  return (
    <Panel title="Lint" note="Errors keep a row out of the file; warnings are told.">
      {report.lint.length === 0 ? (
        <Nothing>Nothing was found.</Nothing>
      ) : (
        <FindingList label="Lint" source={source} findings={prepareLint(report)} />
      )}
      {version.state === "ready" && warnings.length > 0 ? (
        <p className="flex flex-wrap gap-x-3 gap-y-1 border-t px-4 py-2 text-13">
          <span className="text-muted">In the file:</span>
          {warnings.map(({ rule, message }) => (
            <Link
              key={rule}
              href={`${toVersionHref(version.dataset_id, version.version)}&view=examples&lint=${rule}`}
              className="text-accent hover:underline"
            >
              {message}
            </Link>
          ))}
        </p>
      ) : null}
    </Panel>
  );
}

function PromptVersions({ report }: { report: ExportReport }) {
  if (report.prompt_versions.length === 0) return null;
  return (
    <Panel title="Prompt versions" note="That the answers were given under.">
      <ul className="divide-y border-t text-13">
        {report.prompt_versions.map(({ prompt_version, examples }) => (
          <li key={prompt_version} className="flex justify-between gap-4 px-4 py-2">
            <code className="font-mono text-xs break-all">{prompt_version}</code>
            <span>{formatCount(examples)}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Nothing({ children }: { children: React.ReactNode }) {
  return <p className="px-4 pb-4 text-13 text-muted">{children}</p>;
}
