"use client";
import { useQuery } from "@tanstack/react-query";
import { ChartCard } from "@/components/charts/chart-card";
import { IntervalList } from "@/components/charts/interval-list";
import { keepingPrevious } from "@/components/ui/keeping-previous";
import { prepareAccuracy, prepareWeakest, tabulateGroups } from "@/lib/feedback/prepare-accuracy";
import { ONE_RATING } from "@/lib/feedback/prepare-figures";
import type { HrefOf } from "@/lib/feedback/prepare-overview";
import { accuracyOptions, type FeedbackParameters } from "@/lib/feedback/query-options";
import { SMALL_SAMPLE } from "@/lib/stats/wilson";

const LIMIT = 6;
const HEIGHT = 296;

/** Accuracy per model or per intent with intervals and n. */
export function OverviewAccuracy({
  dimension,
  parameters,
  hrefOf,
}: {
  dimension: "model" | "intent";
  parameters: FeedbackParameters;
  hrefOf: HrefOf;
}) {
  const { data, isPending, isPlaceholderData, error, refetch } = useQuery(
    keepingPrevious(accuracyOptions(parameters)),
  );
  const isOneRating = parameters.rating !== undefined;
  const rated = data && prepareAccuracy(data.data, dimension, LIMIT);
  const isCut = rated && rated.of > rated.shown;
  return (
    <ChartCard
      id={`accuracy-${dimension}`}
      title={`Accuracy per ${dimension}`}
      note={`${isCut ? `${rated.shown} of ${rated.of} ${dimension}s, most votes first` : "Most votes first"}. Band: 95% interval. Grey: n < ${SMALL_SAMPLE}.`}
      height={HEIGHT}
      isPending={isPending}
      isStale={isPlaceholderData}
      error={error}
      onRetry={refetch}
      emptyText={isOneRating ? ONE_RATING : "No votes in this range."}
      table={
        data && !isOneRating
          ? tabulateGroups(
              prepareAccuracy(data.data, dimension, data.data.length).groups,
              [dimension],
              hrefOf,
            )
          : undefined
      }
    >
      {rated ? (
        <IntervalList
          label={`Accuracy per ${dimension}`}
          rows={rated.groups}
          hrefOf={(group) => hrefOf(group.drill)}
        />
      ) : null}
    </ChartCard>
  );
}

/** The model × intent cells whose upper bound is lowest. */
export function OverviewWeakest({ parameters, hrefOf }: { parameters: FeedbackParameters; hrefOf: HrefOf }) {
  const { data, isPending, isPlaceholderData, error, refetch } = useQuery(
    keepingPrevious(accuracyOptions(parameters)),
  );
  const isOneRating = parameters.rating !== undefined;
  const weakest = data && prepareWeakest(data.data, LIMIT);
  const all = data && prepareWeakest(data.data, data.data.length);
  return (
    <ChartCard
      id="weakest"
      title="Weakest model × intent"
      note={`${weakest ? `${weakest.shown} of ${weakest.of} with` : "With"} n ≥ ${SMALL_SAMPLE}, lowest upper bound first.`}
      height={HEIGHT}
      isPending={isPending}
      isStale={isPlaceholderData}
      error={error}
      onRetry={refetch}
      emptyText={isOneRating ? ONE_RATING : `No combination has ${SMALL_SAMPLE} votes in this range.`}
      table={all && !isOneRating ? tabulateGroups(all.groups, ["model", "intent"], hrefOf) : undefined}
      footer={
        weakest && weakest.tooSmall > 0
          ? `${weakest.tooSmall} with fewer than ${SMALL_SAMPLE} votes left out`
          : undefined
      }
    >
      {weakest ? (
        <IntervalList
          label="Weakest model and intent"
          rows={weakest.groups}
          hrefOf={(group) => hrefOf(group.drill)}
        />
      ) : null}
    </ChartCard>
  );
}
