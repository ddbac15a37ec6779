"use client";
import Link from "next/link";
import { Detail, DetailList, DetailSection, IdDetail, RowDetails } from "@/components/data-table/row-details";
import { Button } from "@/components/ui/button";
import { DiffText } from "@/components/ui/diff-text";
import { LongText } from "@/components/ui/long-text";
import { Time } from "@/components/ui/time";
import { NO_VALUE } from "@/lib/format/number";
import type { Example } from "@/lib/learning/examples/schemas";
import { orderPlan, toPlanText } from "@/lib/learning/plans/prepare-plan";
import { JsonBlock } from "../json-block";
import { EffectView } from "./effect-view";
import { ExampleMarks } from "./example-marks";

/** An example as prompts show it, what was changed in its plan, and how executions with it went. */
export function ExampleDetails({ example, onRemovePlan }: { example: Example; onRemovePlan: () => void }) {
  const { better_action_plan: better } = example;
  return (
    <RowDetails>
      <DetailSection title="Prompt">
        <LongText text={example.user_prompt} />
      </DetailSection>
      <DetailSection title={better ? "Better plan" : "Plan"} hint="as prompts show it">
        <JsonBlock value={orderPlan(better ?? example.action_plan)} label="Plan as JSON" />
      </DetailSection>
      {better ? (
        <DetailSection title="Changed in the plan">
          <div className="max-h-80 overflow-y-auto font-mono text-xs">
            <DiffText before={toPlanText(example.action_plan)} after={toPlanText(better)} />
          </div>
          <Button size="sm" variant="outline" className="justify-self-start" onClick={onRemovePlan}>
            The recorded plan was right
          </Button>
        </DetailSection>
      ) : null}
      {example.example_note ? (
        <DetailSection title="Note">
          <LongText text={example.example_note} />
        </DetailSection>
      ) : null}
      <DetailSection title="Success with and without it">
        <EffectView example={example} />
      </DetailSection>
      {example.error ? (
        <DetailSection title="Error">
          <LongText text={example.error} />
        </DetailSection>
      ) : null}
      <DetailSection title="Details">
        <DetailList>
          <Detail name="Judged">
            <ExampleMarks row={example} />
          </Detail>
          {example.reviewed_at ? (
            <Detail name="By">
              {example.reviewed_by_label ?? NO_VALUE}, <Time value={example.reviewed_at} />
            </Detail>
          ) : null}
          <Detail name="Recorded">
            <Time value={example.created_at} />
          </Detail>
          <Detail name="Project">{example.project}</Detail>
          <Detail name="Model">{example.model ?? NO_VALUE}</Detail>
          <Detail name="Version">{example.version_label ?? NO_VALUE}</Detail>
          {example.available_columns === null ? null : (
            <Detail name="Columns">{example.available_columns.join(", ") || "none"}</Detail>
          )}
          <Detail name="Execution">
            <Link
              href={`/learning/executions?execution=${example.id}`}
              className="underline decoration-border underline-offset-2 hover:decoration-foreground"
            >
              The whole of it
            </Link>
          </Detail>
          <IdDetail id={example.id} />
        </DetailList>
      </DetailSection>
    </RowDetails>
  );
}
