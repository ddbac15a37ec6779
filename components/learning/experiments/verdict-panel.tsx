"use client";
import { TriangleAlert, Trophy } from "lucide-react";
import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Definition } from "@/components/ui/definition";
import { AlertDialog } from "@/components/ui/dialog";
import { Panel } from "@/components/ui/panel";
import { formatCount } from "@/lib/format/number";
import { judgePromotion } from "@/lib/learning/experiments/prepare-promotion";
import {
  describeDecision,
  explainVerdict,
  verdictNames,
  verdictTones,
} from "@/lib/learning/experiments/prepare-results";
import type { Experiment, ExperimentResults } from "@/lib/learning/experiments/schemas";
import { usePromoteVariant } from "./use-experiments";

/** What the rule says of each variant, in words, and the button that makes one the default. */
export function VerdictPanel({
  results,
  experiment,
  canChange,
}: {
  results: ExperimentResults;
  experiment: Experiment;
  canChange: boolean;
}) {
  const { variants, winner, rule, crossovers, sample_ratio } = results;
  const control = variants[0]?.name ?? "";
  const others = variants.slice(1);
  const decision = winner ? null : describeDecision(results.days_to_decision);
  return (
    <Panel
      title={winner ? `“${winner}” wins` : "No winner yet"}
      note={`Valid however often you look. Error at most ${Number((rule.alpha * 100).toFixed(1))}% per comparison.`}
      definition={
        <Definition of="the rule">
          {rule.name}. Subjects are what is counted, because requests of one subject are alike; at least{" "}
          {rule.minimum_subjects} of each variant. {rule.source}
        </Definition>
      }
      actions={canChange && winner ? <PromoteButton results={results} variant={winner} isMain /> : null}
    >
      <ul className="divide-y border-t">
        {others.map((variant) => (
          <li key={variant.name} className="flex flex-wrap items-start gap-x-3 gap-y-2 px-4 py-3 text-13">
            {variant.verdict ? (
              <Badge tone={verdictTones[variant.verdict]}>{verdictNames[variant.verdict]}</Badge>
            ) : null}
            <p className="min-w-0 flex-1 basis-72 break-words">
              {explainVerdict(variant, control, rule, experiment.minimum_effect)}
            </p>
            {canChange && variant.name !== winner ? (
              <PromoteButton results={results} variant={variant.name} />
            ) : null}
          </li>
        ))}
      </ul>
      {decision ? <p className="border-t px-4 py-2 text-xs text-muted">{decision}</p> : null}
      {crossovers > 0 ? (
        <p className="border-t px-4 py-2 text-xs text-muted">
          {formatCount(crossovers)} {crossovers === 1 ? "subject was" : "subjects were"} seen with more than
          one variant, and counted under the first.
        </p>
      ) : null}
      {sample_ratio.is_suspicious ? (
        <p
          role="alert"
          className="flex items-start gap-2 border-t bg-warning-subtle px-4 py-2 text-13 text-warning"
        >
          <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          The numbers of subjects do not fit the weights (p = {sample_ratio.p_value?.toExponential(1)}).
          Something loses subjects of one variant: find out what before you trust the rest.
        </p>
      ) : null}
    </Panel>
  );
}

function PromoteButton({
  results,
  variant,
  isMain = false,
}: {
  results: ExperimentResults;
  variant: string;
  isMain?: boolean;
}) {
  const { experiment } = results;
  const promote = usePromoteVariant(experiment.id);
  const { warning } = judgePromotion(results, variant);
  const [isAsking, setIsAsking] = useState(false);
  return (
    <>
      <Button
        variant={isMain ? "primary" : "outline"}
        size="sm"
        aria-label={isMain ? undefined : `Promote “${variant}”`}
        onClick={() => setIsAsking(true)}
      >
        {isMain ? <Trophy aria-hidden /> : null}
        {isMain ? "Promote the winner" : "Promote"}
      </Button>
      <AlertDialog
        open={isAsking}
        onOpenChange={setIsAsking}
        tone="primary"
        title={`Make “${variant}” the default of ${experiment.project}?`}
        description={`${warning === null ? "" : `${warning} `}Prompts that name no strategy are then composed as “${variant}” does.${experiment.status === "running" ? " The experiment goes on until you stop it." : ""}`}
        confirmLabel="Promote"
        isPending={promote.isPending}
        onConfirm={() => promote.mutate(variant, { onSettled: () => setIsAsking(false) })}
      />
    </>
  );
}
