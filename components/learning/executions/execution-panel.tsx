"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useRef } from "react";
import { MetadataView } from "@/components/data-table/metadata-view";
import { Detail, DetailList, DetailSection, IdDetail, RowDetails } from "@/components/data-table/row-details";
import { RowPanel, type RowPanelPlace } from "@/components/data-table/row-panel";
import { ErrorState } from "@/components/ui/error-state";
import { LongText } from "@/components/ui/long-text";
import { Skeleton } from "@/components/ui/skeleton";
import { Time } from "@/components/ui/time";
import { formatMilliseconds } from "@/lib/format/duration";
import { formatCount, formatUsd, NO_VALUE } from "@/lib/format/number";
import { executionOptions } from "@/lib/learning/executions/query-options";
import type { Execution } from "@/lib/learning/executions/schemas";
import { orderPlan } from "@/lib/learning/plans/prepare-plan";
import { writeChoices } from "@/lib/query/parameters";
import { toHref } from "@/lib/query/url-state";
import { JsonBlock } from "../json-block";
import { ExampleLinks, ExperimentLink, linkClass } from "./execution-links";
import { OutcomeMark } from "./outcome-mark";

/** The whole of one execution beside the table. */
export function ExecutionPanel({
  id,
  row,
  place,
}: {
  id: string;
  /** The execution as the list has it; undefined when it is not among its loaded rows. */
  row: Execution | undefined;
  place: RowPanelPlace;
}) {
  const body = useRef<HTMLDivElement>(null);
  const query = useQuery({ ...executionOptions(id), enabled: row === undefined });
  const execution = row ?? query.data;
  return (
    <RowPanel noun="execution" place={place} body={body} menu={null}>
      {execution ? (
        <Body execution={execution} />
      ) : query.error ? (
        <ErrorState
          error={query.error}
          title="This execution cannot be shown"
          onRetry={() => query.refetch()}
        />
      ) : (
        <Skeleton className="m-4 h-64" />
      )}
    </RowPanel>
  );
}

function Body({ execution: row }: { execution: Execution }) {
  const hasPlan = Object.keys(row.action_plan).length > 0;
  return (
    <RowDetails>
      <DetailSection title="Prompt">
        <LongText text={row.user_prompt} />
      </DetailSection>
      <DetailSection title="Outcome">
        <OutcomeMark row={row} />
        {row.error === null ? null : <LongText text={row.error} />}
        {row.failure_pattern_id === null ? null : (
          <Link
            href={toHref("/learning/executions", {
              failure_pattern_id: row.failure_pattern_id,
              project: writeChoices([row.project]),
              days: "366",
            })}
            className={linkClass}
          >
            Other failures of this kind
          </Link>
        )}
      </DetailSection>
      {row.user_correction === null ? null : (
        <DetailSection title="What the user said was wrong">
          <LongText text={row.user_correction} />
        </DetailSection>
      )}
      <DetailSection title="Action plan" hint={hasPlan ? undefined : "none"}>
        {hasPlan ? <JsonBlock value={orderPlan(row.action_plan)} label="Action plan as JSON" /> : null}
      </DetailSection>
      {row.better_action_plan === null ? null : (
        <DetailSection title="Better plan" hint={`by ${row.reviewed_by_label ?? "a reviewer"}`}>
          <JsonBlock value={orderPlan(row.better_action_plan)} label="Better plan as JSON" />
        </DetailSection>
      )}
      {row.response_text === null ? null : (
        <DetailSection title="What the model said">
          <LongText text={row.response_text} />
        </DetailSection>
      )}
      {row.execution_result === null ? null : (
        <DetailSection title="Result">
          <JsonBlock value={row.execution_result} label="Result as JSON" />
        </DetailSection>
      )}
      <DetailSection title="Details">
        <Facts row={row} />
      </DetailSection>
      {Object.keys(row.metadata).length > 0 ? (
        <DetailSection title="Metadata">
          <MetadataView metadata={row.metadata} />
        </DetailSection>
      ) : null}
    </RowDetails>
  );
}

function Facts({ row }: { row: Execution }) {
  return (
    <DetailList>
      <Detail name="Time">
        <Time value={row.created_at} />
      </Detail>
      <Detail name="Project">{row.project}</Detail>
      <Detail name="Model">{row.model ?? NO_VALUE}</Detail>
      <Detail name="Version">{row.version_label ?? NO_VALUE}</Detail>
      <Detail name="Tokens">
        {row.tokens_in === null ? NO_VALUE : formatCount(row.tokens_in)} in,{" "}
        {row.tokens_out === null ? NO_VALUE : formatCount(row.tokens_out)} out
      </Detail>
      <Detail name="Cost">{row.cost_usd === null ? "unpriced" : formatUsd(row.cost_usd)}</Detail>
      <Detail name="Latency">{formatMilliseconds(row.response_time_ms)}</Detail>
      <Detail name="Retries">{formatCount(row.retries)}</Detail>
      <Detail name="Instructions">
        {row.instructions_complete === null
          ? "no operations"
          : row.instructions_complete
            ? "complete"
            : "not complete"}
      </Detail>
      {row.user_id === null ? null : <Detail name="User">{row.user_id}</Detail>}
      {row.available_columns === null ? null : (
        <Detail name="Columns">{row.available_columns.join(", ") || "none"}</Detail>
      )}
      {row.experiment_id === null || row.variant === null ? null : (
        <Detail name="Experiment">
          <ExperimentLink id={row.experiment_id} variant={row.variant} subject={row.subject} />
        </Detail>
      )}
      {row.example_ids.length === 0 ? null : (
        <Detail name="Examples">
          <ExampleLinks row={row} />
        </Detail>
      )}
      {row.interaction_id === null ? null : (
        <Detail name="Run">
          <Link href={`/interactions?interaction=${row.interaction_id}`} className={linkClass}>
            The interaction it was recorded as
          </Link>
        </Detail>
      )}
      <IdDetail id={row.id} />
    </DetailList>
  );
}
