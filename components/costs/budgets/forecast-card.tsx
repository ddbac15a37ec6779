"use client";
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { BandChart } from "@/components/charts/band-chart";
import { ChartCard } from "@/components/charts/chart-card";
import { ChartTooltip } from "@/components/charts/chart-tooltip";
import { keepingPrevious } from "@/components/ui/keeping-previous";
import {
  describeBacktest,
  describeForecast,
  type ForecastPoint,
  forecastReasonTexts,
  prepareForecast,
  tabulateForecast,
} from "@/lib/costs/forecast/prepare-forecast";
import { type ForecastParameters, forecastOptions } from "@/lib/costs/forecast/query-options";
import { formatBucket, formatBucketTick } from "@/lib/format/bucket";
import { cn } from "@/lib/format/cn";
import { formatUsd } from "@/lib/format/number";
import { toHref } from "@/lib/query/url-state";

const HEIGHT = 220;
/** What the figures above the chart take. */
const FACTS = 76;

/** Spend of the running month so far and to its end, with its 80% band, the limit, and how good the method has been. */
export function ForecastCard({
  id,
  title,
  parameters,
  filter,
}: {
  id: string;
  title: string;
  parameters: ForecastParameters;
  /** The interactions that it counts, as filters. */
  filter: Record<string, string>;
}) {
  const router = useRouter();
  const { data, isPending, isPlaceholderData, error, refetch } = useQuery(
    keepingPrevious(forecastOptions(parameters)),
  );
  const hrefOf = (date: string) => toHref("/interactions", { ...filter, from: date, to: date });
  const points = data ? prepareForecast(data) : [];
  const backtest = data ? describeBacktest(data) : null;
  return (
    <ChartCard
      id={id}
      title={title}
      note="USD since the period began, UTC. Dashed: expected. Band: 80%."
      height={HEIGHT + FACTS}
      isPending={isPending}
      isStale={isPlaceholderData}
      error={error}
      onRetry={refetch}
      emptyText="Nothing has been spent in this period."
      table={data && data.days.length > 0 ? tabulateForecast(data, hrefOf) : undefined}
      footer={backtest}
    >
      {data ? (
        <div className="grid gap-3">
          <dl className="grid grid-cols-2 gap-3 sm:grid-cols-3">
            {describeForecast(data).map((fact) => (
              <div key={fact.key} className="min-w-0">
                <dt className="text-xs text-muted">{fact.label}</dt>
                <dd className={cn("text-base font-semibold tracking-tight", fact.isBad && "text-negative")}>
                  {fact.value}
                </dd>
                <dd className="text-xs text-muted">{fact.detail}</dd>
              </div>
            ))}
          </dl>
          {data.reason === null ? null : (
            <p className="text-13 text-muted">{forecastReasonTexts[data.reason]}</p>
          )}
          <BandChart
            label={`${title}: spend since the period began and its forecast`}
            points={points}
            limit={
              data.limit_usd === null
                ? null
                : { value: data.limit_usd, label: `Limit ${formatUsd(data.limit_usd)}` }
            }
            height={HEIGHT}
            formatTick={(bucket) => formatBucketTick(bucket, "day")}
            formatValue={formatUsd}
            onOpen={(bucket) => {
              const point = points.find((each) => each.bucket === bucket);
              if (point && point.ofDay.actual !== null) router.push(hrefOf(bucket.slice(0, 10)));
            }}
            renderTooltip={(point) => <PointTooltip point={point} />}
          />
        </div>
      ) : null}
    </ChartCard>
  );
}

function PointTooltip({ point }: { point: ForecastPoint }) {
  return (
    <ChartTooltip
      title={`${formatBucket(point.bucket, "day")} UTC`}
      rows={[
        ...(point.actual === null
          ? []
          : [
              { label: "Spent until then", value: formatUsd(point.actual) },
              { label: "On this day", value: formatUsd(point.ofDay.actual) },
            ]),
        ...(point.ofDay.expected === null
          ? []
          : [
              { label: "Expected until then", value: formatUsd(point.expected) },
              {
                label: "80% band",
                value: point.band ? `${formatUsd(point.band[0])} to ${formatUsd(point.band[1])}` : "–",
              },
              { label: "Expected on this day", value: formatUsd(point.ofDay.expected) },
            ]),
      ]}
    />
  );
}
