"use client";
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { BarsChart } from "@/components/charts/bars-chart";
import { ChartCard } from "@/components/charts/chart-card";
import { ChartLegend, useHiddenSeries } from "@/components/charts/chart-legend";
import { ChartTooltip } from "@/components/charts/chart-tooltip";
import { namedColor, quietColor } from "@/components/charts/colors";
import { keepingPrevious } from "@/components/ui/keeping-previous";
import type { HrefOf, OverviewParameters } from "@/lib/feedback/prepare-overview";
import { prepareGroupedVotes, tabulateGroupedVotes } from "@/lib/feedback/prepare-votes";
import { projectsOptions, timeseriesOptions } from "@/lib/feedback/query-options";
import { formatBucket, formatBucketTick } from "@/lib/format/bucket";
import { formatCount } from "@/lib/format/number";
import { prepareTimeline } from "@/lib/query/timeline";

const HEIGHT = 256;
const LIMIT = 5;

/** Votes over time per project, the largest by name; projects without votes are named too. */
export function OverviewProjects({
  parameters,
  chosenProjects,
  now,
  hrefOf,
}: {
  parameters: OverviewParameters;
  chosenProjects: readonly string[] | null;
  now: number;
  hrefOf: HrefOf;
}) {
  const router = useRouter();
  const { data, isPending, isPlaceholderData, error, refetch } = useQuery(
    keepingPrevious(timeseriesOptions(parameters.projects)),
  );
  const projects = useQuery(projectsOptions());
  const size = parameters.granularity;
  const grouped =
    data &&
    prepareGroupedVotes(data.data, prepareTimeline(parameters.projects, size, now, data.data[0]?.bucket), {
      limit: LIMIT,
      known: chosenProjects ?? projects.data?.data ?? [],
    });
  const series = (grouped?.series ?? []).map(({ label, isRest }) => ({
    key: label,
    label,
    color: isRest ? quietColor : namedColor(label, projects.data?.data ?? []),
  }));
  const { hidden, toggle } = useHiddenSeries(series);
  return (
    <ChartCard
      id="projects"
      title={`Votes per ${size} and project`}
      note={
        grouped && grouped.of > grouped.shown
          ? `UTC. ${grouped.shown} of ${grouped.of} projects by name, the rest together.`
          : "UTC. Hatched: not complete."
      }
      height={HEIGHT}
      isPending={isPending}
      isStale={isPlaceholderData}
      error={error}
      onRetry={refetch}
      emptyText="No votes in this range."
      table={
        grouped && grouped.of > 0
          ? tabulateGroupedVotes(grouped, hrefOf, (bucket) => formatBucket(bucket, size))
          : undefined
      }
      legend={<ChartLegend items={series} hidden={hidden} onToggle={toggle} />}
      footer={grouped && grouped.silent.length > 0 ? `Without votes: ${listSome(grouped.silent)}` : undefined}
    >
      {grouped ? (
        <BarsChart
          label={`Votes per ${size} and project`}
          points={grouped.points}
          series={series}
          hidden={hidden}
          height={HEIGHT}
          formatTick={(bucket) => formatBucketTick(bucket, size)}
          onOpen={(bucket) => {
            const point = grouped.points.find((each) => each.bucket === bucket);
            if (point) router.push(hrefOf(point.drill));
          }}
          renderTooltip={(point) => (
            <ChartTooltip
              title={`${formatBucket(point.bucket, size)} UTC`}
              note={point.isPartial ? "not complete" : undefined}
              rows={series.map(({ label, color }, index) => ({
                label,
                color,
                value: formatCount(point.values[index] ?? 0),
              }))}
            />
          )}
        />
      ) : null}
    </ChartCard>
  );
}

function listSome(names: readonly string[]): string {
  const shown = names.slice(0, 5).join(", ");
  return names.length > 5 ? `${shown} and ${names.length - 5} more` : shown;
}
