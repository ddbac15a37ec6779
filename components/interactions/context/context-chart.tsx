"use client";
import type { UseQueryResult } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { ChartCard } from "@/components/charts/chart-card";
import { ChartTooltip } from "@/components/charts/chart-tooltip";
import { IntervalChart } from "@/components/charts/interval-chart";
import { Definition } from "@/components/ui/definition";
import { formatCompact, formatCount, NO_VALUE } from "@/lib/format/number";
import {
  type ContextFigure,
  contextFigures,
  describeKnee,
  filterOfBin,
  nameBin,
  placeOf,
  prepareContext,
  tabulateContext,
} from "@/lib/interactions/context/prepare-context";
import { type ContextResult, MIN_RATED } from "@/lib/interactions/context/schemas";
import { SMALL_SAMPLE } from "@/lib/stats/wilson";
import type { TrafficState } from "../agents/use-traffic-state";

const HEIGHT = 304;

/** A mean over context sizes: a dot with its interval for each doubling, and the turning point (the knee) where there is a significant one. */
export function ContextChart({
  name,
  state: { hrefOf },
  query,
}: {
  name: ContextFigure;
  state: TrafficState;
  query: UseQueryResult<ContextResult>;
}) {
  const router = useRouter();
  const figure = contextFigures[name];
  const { data } = query;
  const points = data && prepareContext(data.data, name);
  const knee = name === "satisfaction" ? data?.knee : null;
  const kneeAt = points && knee ? placeOf(points, knee.at_tokens) : null;
  const rated = points?.reduce((sum, { n }) => sum + n, 0) ?? 0;
  return (
    <ChartCard
      id={figure.id}
      title={figure.title}
      note={`Sizes double: each place begins with the tokens written under it (1k = 1,024); below that, n. Bars: 95% intervals. Grey rings: n below ${SMALL_SAMPLE}.`}
      table={data && tabulateContext(data.data, name, hrefOf)}
      height={HEIGHT}
      isPending={query.isPending}
      isStale={query.isPlaceholderData}
      error={query.error}
      onRetry={() => query.refetch()}
      emptyText="No interaction in this range has a context size."
      legend={
        <p className="flex h-7 items-center px-1.5 text-xs text-muted">
          {figure.label}, n {formatCount(rated)}
          <Definition of={figure.label}>{figure.definition}</Definition>
        </p>
      }
      footer={
        data && name === "satisfaction" ? (
          <span className="flex items-start">
            <span className="py-1">{describeKnee(data.knee, rated)}</span>
            <Definition of="Turning point">
              The context size from which on satisfaction falls (“knee” in the API): where a line that bends
              once fits the ratings best. It is marked only with at least {MIN_RATED} rated interactions, and
              when ratings that fall evenly or not at all would show such a bend by chance in fewer than 1 of
              100 cases (p &lt; 0.01). What was observed, not what a smaller context would change.
            </Definition>
          </span>
        ) : null
      }
    >
      {points ? (
        <IntervalChart
          label={figure.title}
          points={points}
          height={HEIGHT}
          domain={figure.domain}
          formatValue={name === "satisfaction" ? (value) => value.toFixed(1) : figure.format}
          formatN={(n) => (n === 0 ? "" : formatCompact(n))}
          mark={kneeAt === null ? undefined : { at: kneeAt, label: "Turning point" }}
          onOpen={({ range }) => router.push(hrefOf(filterOfBin(range)))}
          renderTooltip={(point) => (
            <ChartTooltip
              title={nameBin(point.range)}
              note={point.isSmall && point.n > 0 ? "small sample" : undefined}
              rows={[
                {
                  label: figure.label,
                  value: point.mean === null ? NO_VALUE : figure.format(point.mean),
                  detail: `n ${formatCount(point.n)}`,
                },
                {
                  label: "95% interval",
                  value:
                    point.low === null || point.high === null
                      ? NO_VALUE
                      : `${figure.format(point.low)} to ${figure.format(point.high)}`,
                },
                { label: "Interactions", value: formatCount(point.bin?.total_interactions ?? 0) },
              ]}
            />
          )}
        />
      ) : null}
    </ChartCard>
  );
}
