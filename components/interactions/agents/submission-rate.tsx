"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { ChartCard } from "@/components/charts/chart-card";
import { ChartTooltip } from "@/components/charts/chart-tooltip";
import { seriesColor } from "@/components/charts/colors";
import { LinesChart } from "@/components/charts/lines-chart";
import { formatBucket, formatBucketTick } from "@/lib/format/bucket";
import { formatCount, formatPercent } from "@/lib/format/number";
import {
  prepareSubmissionRate,
  tabulateSubmissionRate,
} from "@/lib/interactions/agents/prepare-submission-rate";
import { submissionRateOptions } from "@/lib/interactions/agents/query-options";
import { definitions } from "@/lib/interactions/prepare-definitions";
import { prepareTimeline } from "@/lib/query/timeline";
import { type FilterParameters, toHref } from "@/lib/query/url-state";

const HEIGHT = 208;
const series = [{ key: "rate", label: "Votes per interaction", color: seriesColor(0) }];
const none: ReadonlySet<string> = new Set();

/** How many votes came for each interaction, day by day. Votes know projects, but neither agents nor channels. */
export function SubmissionRate({ params, now }: { params: FilterParameters; now: number }) {
  const router = useRouter();
  const { agent_type, model, channel_id, ...own } = params;
  const isNarrower = [agent_type, model, channel_id].some((value) => value !== undefined);
  const { data, isPending, isPlaceholderData, error, refetch } = useQuery({
    ...submissionRateOptions(own),
    placeholderData: keepPreviousData,
  });
  const rows = data?.data;
  const points = rows && prepareSubmissionRate(rows, prepareTimeline(own, "day", now, rows[0]?.date));
  // Ticks of a low rate differ only behind the point.
  const digits = Math.max(0, ...(points ?? []).map(({ values: [rate] }) => rate ?? 0)) < 0.1 ? 1 : 0;
  const hrefOf = (patch: Record<string, string>) => toHref("/interactions", own, patch);
  return (
    <ChartCard
      id="submission-rate"
      title="Feedback submission rate"
      note={`${definitions.submission_rate}${isNarrower ? " Votes know no agents, models of interactions or channels: these filters do not apply here." : ""} UTC.`}
      table={rows && tabulateSubmissionRate(rows, hrefOf)}
      height={HEIGHT}
      isPending={isPending}
      isStale={isPlaceholderData}
      error={error}
      onRetry={refetch}
      emptyText="Neither votes nor interactions in this range."
    >
      {points ? (
        <LinesChart
          label="Votes per interaction, day by day"
          points={points}
          series={series}
          hidden={none}
          height={HEIGHT}
          formatTick={(bucket) => formatBucketTick(bucket, "day")}
          formatValue={(value) => formatPercent(value, digits)}
          onOpen={(bucket) => router.push(hrefOf({ from: bucket.slice(0, 10), to: bucket.slice(0, 10) }))}
          renderTooltip={(point) => (
            <ChartTooltip
              title={`${formatBucket(point.bucket, "day")} UTC`}
              note={point.isPartial ? "not complete" : undefined}
              rows={[
                {
                  label: "Votes per interaction",
                  value: formatPercent(point.values[0]),
                  color: seriesColor(0),
                },
                { label: "Votes", value: formatCount(point.votes) },
                { label: "Interactions", value: formatCount(point.interactions) },
              ]}
            />
          )}
        />
      ) : null}
    </ChartCard>
  );
}
