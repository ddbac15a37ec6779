"use client";
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { RateCard } from "@/components/charts/rate-card";
import { keepingPrevious } from "@/components/ui/keeping-previous";
import { ONE_RATING } from "@/lib/feedback/prepare-figures";
import type { HrefOf, OverviewParameters } from "@/lib/feedback/prepare-overview";
import { timeseriesOptions } from "@/lib/feedback/query-options";
import { prepareRateSeries } from "@/lib/query/rate-series";
import { prepareTimeline } from "@/lib/query/timeline";
import { SMALL_SAMPLE } from "@/lib/stats/wilson";

const words = {
  total: "Votes",
  positive: { name: "positive", label: "Positive" },
  rate: { name: "accuracy", label: "Success" },
};

/** Success rate over time with its interval, against the period before. */
export function OverviewSuccessRate({
  parameters,
  now,
  hrefOf,
  className,
}: {
  parameters: OverviewParameters;
  now: number;
  hrefOf: HrefOf;
  className?: string;
}) {
  const router = useRouter();
  const current = useQuery(keepingPrevious(timeseriesOptions(parameters.timeseries)));
  const previous = useQuery({
    ...keepingPrevious(timeseriesOptions(parameters.previous ?? {})),
    enabled: parameters.previous !== null,
  });
  const size = parameters.granularity;
  const rows = current.data?.data;
  const chart = rows
    ? prepareRateSeries(
        rows,
        prepareTimeline(parameters.timeseries, size, now, rows[0]?.bucket),
        previous.data?.data ?? [],
        parameters.previous && prepareTimeline(parameters.previous, size, now),
      )
    : undefined;
  const hasVotes = chart?.points.some((point) => point.total > 0 || point.previousTotal > 0) ?? false;
  const isOneRating = parameters.stats.rating !== undefined;
  return (
    <RateCard
      id="success-rate"
      title="Success rate"
      note={`Share of positive votes per ${size}, UTC. Grey rings: fewer than ${SMALL_SAMPLE} votes. Hatched: not complete.`}
      words={words}
      chart={chart}
      size={size}
      isPending={current.isPending || (parameters.previous !== null && previous.isPending)}
      isStale={current.isPlaceholderData}
      error={current.error ?? previous.error}
      onRetry={() => {
        current.refetch();
        if (parameters.previous) previous.refetch();
      }}
      emptyText={isOneRating ? ONE_RATING : "No votes in this range."}
      isEmpty={!hasVotes || isOneRating}
      hrefOf={hrefOf}
      onOpen={(href) => router.push(href)}
      className={className}
    />
  );
}
