"use client";
import { useQuery } from "@tanstack/react-query";
import { FigureTiles } from "@/components/charts/figure-tiles";
import { keepingPrevious } from "@/components/ui/keeping-previous";
import type { HrefOf } from "@/lib/costs/prepare-address";
import { prepareCostFigures } from "@/lib/costs/spend/prepare-figures";
import { costsSummaryOptions, type SpendParameters } from "@/lib/costs/spend/query-options";

/** The figures of the range, each with what it counts, its change since the period before, and the interactions behind it. */
export function CostFigures({ parameters, hrefOf }: { parameters: SpendParameters; hrefOf: HrefOf }) {
  const { data, isPlaceholderData, error, refetch } = useQuery(
    keepingPrevious(costsSummaryOptions(parameters)),
  );
  return (
    <FigureTiles
      count={8}
      prepared={data && prepareCostFigures(data)}
      isStale={isPlaceholderData}
      error={error}
      onRetry={refetch}
      noun="interactions"
      hrefOf={hrefOf}
    />
  );
}
