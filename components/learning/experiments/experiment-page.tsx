"use client";
import { useQuery } from "@tanstack/react-query";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { keepingPrevious } from "@/components/ui/keeping-previous";
import { Panel } from "@/components/ui/panel";
import { Skeleton } from "@/components/ui/skeleton";
import { experimentOptions, experimentResultsOptions } from "@/lib/learning/experiments/query-options";
import type { Experiment, ExperimentResults } from "@/lib/learning/experiments/schemas";
import type { Member } from "@/lib/members/schemas";
import { AssignmentBox } from "./assignment-box";
import { DifferenceCard } from "./difference-card";
import { ErrorSplit } from "./error-split";
import { ExperimentHeader } from "./experiment-header";
import { GuardrailList } from "./guardrail-list";
import { SubjectsCard } from "./subjects-card";
import { VariantTable } from "./variant-table";
import { VerdictPanel } from "./verdict-panel";

const FRESH_MS = 60_000;

/** One experiment: what it compares, what the rule says so far, and the figures behind it. */
export function ExperimentPage({
  id,
  member,
  projects,
  origin,
}: {
  id: string;
  member: Member;
  projects: readonly string[];
  origin: string;
}) {
  const one = useQuery(experimentOptions(id));
  const results = useQuery({
    ...keepingPrevious(experimentResultsOptions(id)),
    refetchInterval: FRESH_MS,
  });
  const canChange = member.role !== "reviewer";
  if (one.data === undefined) {
    return one.error ? (
      <ErrorState error={one.error} onRetry={one.refetch} />
    ) : (
      <Skeleton className="h-40 w-full" />
    );
  }
  const experiment = one.data;
  return (
    <div className="mx-auto grid max-w-[90rem] grid-cols-1 gap-4">
      <ExperimentHeader experiment={experiment} canChange={canChange} projects={projects} />
      {results.data ? (
        <Results results={results.data} experiment={experiment} canChange={canChange} origin={origin} />
      ) : results.error ? (
        <ErrorState error={results.error} onRetry={results.refetch} />
      ) : (
        <div role="status" aria-label="Loading results" className="grid gap-4">
          <Skeleton className="h-24 w-full" />
          <Skeleton className="h-64 w-full" />
        </div>
      )}
    </div>
  );
}

function Results({
  results,
  experiment,
  canChange,
  origin,
}: {
  results: ExperimentResults;
  /** As it is now: results may be a minute old. */
  experiment: Experiment;
  canChange: boolean;
  origin: string;
}) {
  const hasOutcomes = results.variants.some(({ requests }) => requests > 0);
  const hasGuardrails = results.guardrails.length > 0;
  return (
    <>
      {experiment.status === "draft" ? null : (
        <VerdictPanel results={results} experiment={experiment} canChange={canChange} />
      )}
      <VariantTable results={{ ...results, experiment }} />
      {hasOutcomes ? (
        <>
          <div className="grid gap-4 xl:grid-cols-2 [&>*]:min-w-0">
            <DifferenceCard results={results} />
            <SubjectsCard results={results} />
          </div>
          <div className="grid items-start gap-4 xl:grid-cols-2 [&>*]:min-w-0">
            <div className="grid gap-4">
              <ErrorSplit results={results} />
              {hasGuardrails ? <AssignmentBox experiment={experiment} /> : null}
            </div>
            {hasGuardrails ? <GuardrailList results={results} /> : <AssignmentBox experiment={experiment} />}
          </div>
        </>
      ) : experiment.status === "running" ? (
        <Panel
          title="No outcome yet"
          note="A program asks for the variant of a subject, and reports what became of it."
        >
          <EmptyState
            title="Record the first execution"
            text="compose and run do both when you give them experiment and subject."
            code={[
              `curl -H "Authorization: Bearer $RETUNE_API_KEY" \\\n  "${origin}/v1/experiments/${experiment.id}/assignment?subject=user-17"`,
              `curl -X POST -H "Authorization: Bearer $RETUNE_API_KEY" -H 'content-type: application/json' \\\n  "${origin}/v1/executions" -d '${JSON.stringify(
                {
                  project: experiment.project,
                  user_prompt: "average sales by region",
                  action_plan: { task: "group_by" },
                  success: true,
                  experiment: experiment.id,
                  variant: experiment.variants[0]?.name,
                  subject: "user-17",
                },
              )}'`,
            ].join("\n\n")}
          />
        </Panel>
      ) : null}
    </>
  );
}
