"use client";
import { useRouter } from "next/navigation";
import { ChartCard } from "@/components/charts/chart-card";
import { ChartLegend, useHiddenSeries } from "@/components/charts/chart-legend";
import { ChartTooltip } from "@/components/charts/chart-tooltip";
import { seriesColor } from "@/components/charts/colors";
import { LinesChart } from "@/components/charts/lines-chart";
import { formatBucket, formatBucketTick } from "@/lib/format/bucket";
import { formatCompact, formatCount } from "@/lib/format/number";
import { outcomesHref, prepareSubjects, tabulateTimeline } from "@/lib/learning/experiments/prepare-results";
import type { ExperimentResults } from "@/lib/learning/experiments/schemas";

const HEIGHT = 240;

/** The subjects of each variant up to the end of each day. */
export function SubjectsCard({ results }: { results: ExperimentResults }) {
  const router = useRouter();
  const names = results.variants.map(({ name }) => name);
  const series = names.map((name, index) => ({ key: name, label: name, color: seriesColor(index) }));
  const { hidden, toggle } = useHiddenSeries(series);
  const points = prepareSubjects(results.timeline, names);
  return (
    <ChartCard
      id="subjects"
      title="Subjects"
      note="Of each variant, up to the end of each UTC day."
      height={HEIGHT}
      isPending={false}
      error={null}
      onRetry={() => {}}
      emptyText="Nobody was seen yet."
      table={tabulateTimeline(results)}
      legend={<ChartLegend items={series} hidden={hidden} onToggle={toggle} />}
    >
      <LinesChart
        label="Subjects of each variant over time"
        points={points}
        series={series}
        hidden={hidden}
        height={HEIGHT}
        formatTick={(bucket) => formatBucketTick(bucket, "day")}
        formatValue={formatCompact}
        onOpen={(bucket, pressed) => {
          const date = bucket.slice(0, 10);
          router.push(outcomesHref(results.experiment, pressed ?? names[0] ?? "", { from: date, to: date }));
        }}
        renderTooltip={(point) => (
          <ChartTooltip
            title={`${formatBucket(point.bucket, "day")} UTC`}
            rows={series.map(({ label, color }, index) => ({
              label,
              color,
              value: formatCount(point.values[index] ?? 0),
            }))}
          />
        )}
      />
    </ChartCard>
  );
}
