"use client";
import { useQuery } from "@tanstack/react-query";
import { FigureTiles } from "@/components/charts/figure-tiles";
import { keepingPrevious } from "@/components/ui/keeping-previous";
import { prepareFigures } from "@/lib/feedback/prepare-figures";
import { type FeedbackParameters, statsOptions } from "@/lib/feedback/query-options";

/** The figures of the range, each with its change since the period before. */
export function OverviewFigures({ parameters }: { parameters: FeedbackParameters }) {
  const { data, isPlaceholderData, error, refetch } = useQuery(keepingPrevious(statsOptions(parameters)));
  return (
    <FigureTiles
      count={6}
      prepared={data && prepareFigures(data, { isOneRating: parameters.rating !== undefined })}
      isStale={isPlaceholderData}
      error={error}
      onRetry={refetch}
      className="md:grid-cols-3 xl:grid-cols-6"
    />
  );
}
