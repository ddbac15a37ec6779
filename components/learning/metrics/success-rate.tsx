"use client";
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { RateCard } from "@/components/charts/rate-card";
import { keepingPrevious } from "@/components/ui/keeping-previous";
import {
  type HrefOf,
  type MetricsParameters,
  rateWords,
  toBucket,
  toRateRows,
} from "@/lib/learning/executions/prepare-address";
import { prepareMarkers } from "@/lib/learning/executions/prepare-series";
import { executionVersionsOptions, outcomeSeriesOptions } from "@/lib/learning/executions/query-options";
import { prepareRateSeries } from "@/lib/query/rate-series";
import { prepareTimeline } from "@/lib/query/timeline";
import { SMALL_SAMPLE } from "@/lib/stats/wilson";

/** Success of executions over time, against the period before, with the days on which versions came. */
export function SuccessRate({
  parameters,
  now,
  hrefOf,
}: {
  parameters: MetricsParameters;
  now: number;
  hrefOf: HrefOf;
}) {
  const router = useRouter();
  const current = useQuery(keepingPrevious(outcomeSeriesOptions(parameters.series)));
  const previous = useQuery({
    ...keepingPrevious(outcomeSeriesOptions(parameters.previous ?? {})),
    enabled: parameters.previous !== null,
  });
  const versions = useQuery(keepingPrevious(executionVersionsOptions(parameters.all)));
  const size = parameters.granularity;
  const rows = current.data?.data;
  const first = rows?.[0] && toBucket(rows[0].bucket);
  const timeline = prepareTimeline(parameters.all, size, now, first);
  const chart =
    rows &&
    prepareRateSeries(
      toRateRows(rows),
      timeline,
      toRateRows(previous.data?.data ?? []),
      parameters.previous && prepareTimeline(parameters.previous, size, now),
    );
  const hasRows = chart?.points.some((point) => point.total > 0 || point.previousTotal > 0) ?? false;
  return (
    <RateCard
      id="success-rate"
      title="Success rate"
      note={`Share of executions that worked per ${size}, UTC. Dotted lines: a version came. Grey rings: fewer than ${SMALL_SAMPLE} executions. Hatched: not complete.`}
      words={rateWords}
      chart={chart}
      size={size}
      markers={prepareMarkers(versions.data?.data ?? [], timeline)}
      isPending={current.isPending || (parameters.previous !== null && previous.isPending)}
      isStale={current.isPlaceholderData}
      error={current.error ?? previous.error}
      onRetry={() => {
        current.refetch();
        if (parameters.previous) previous.refetch();
      }}
      emptyText="No executions in this range."
      isEmpty={!hasRows}
      hrefOf={hrefOf}
      onOpen={(href) => router.push(href)}
    />
  );
}
