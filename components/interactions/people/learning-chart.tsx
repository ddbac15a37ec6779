"use client";
import { useRouter } from "next/navigation";
import { ChartCard } from "@/components/charts/chart-card";
import { ChartLegend, useHiddenSeries } from "@/components/charts/chart-legend";
import { ChartTooltip } from "@/components/charts/chart-tooltip";
import { seriesColor } from "@/components/charts/colors";
import { LinesChart } from "@/components/charts/lines-chart";
import { formatBucket, formatBucketTick } from "@/lib/format/bucket";
import { formatCount, NO_VALUE } from "@/lib/format/number";
import { prepareLearning, tabulateLearning } from "@/lib/interactions/people/prepare-profile";
import type { UserProfile } from "@/lib/interactions/people/schemas";
import { SMALL_SAMPLE } from "@/lib/stats/wilson";

const HEIGHT = 208;
const series = [
  { key: "skill", label: "Assessed skill, 1 to 3", color: seriesColor(0) },
  { key: "satisfaction", label: "Satisfaction, 1 to 5", color: seriesColor(2) },
];

/** Assessed skill and satisfaction of a person month by month. */
export function LearningChart({
  id,
  profile,
  hrefOf,
  now,
}: {
  id: string;
  profile: UserProfile;
  hrefOf: (range: { from: string; to: string }) => string;
  now: number;
}) {
  const router = useRouter();
  const rows = profile.learning_progress;
  const points = prepareLearning(rows, now);
  const { hidden, toggle } = useHiddenSeries(series);
  return (
    <ChartCard
      id={id}
      title="Learning progress"
      note={`Per month (UTC), the last 24 with any interaction: mean assessed skill (beginner 1, intermediate 2, advanced 3) and mean satisfaction. Rings: fewer than ${SMALL_SAMPLE} interactions, or the running month.`}
      table={tabulateLearning(rows, hrefOf)}
      height={HEIGHT}
      isPending={false}
      error={null}
      onRetry={() => {}}
      emptyText="No interactions yet."
      legend={<ChartLegend items={series} hidden={hidden} onToggle={toggle} />}
    >
      <LinesChart
        label="Assessed skill and satisfaction per month"
        points={points}
        series={series}
        hidden={hidden}
        height={HEIGHT}
        domain={[1, 5]}
        formatTick={(bucket) => formatBucketTick(bucket, "month")}
        formatValue={(value) => value.toFixed(1)}
        isHollow={(point) => point.n < SMALL_SAMPLE}
        onOpen={(bucket) => {
          const point = points.find((each) => each.bucket === bucket);
          if (point) router.push(hrefOf(point.drill));
        }}
        renderTooltip={(point) => (
          <ChartTooltip
            title={formatBucket(point.bucket, "month")}
            note={point.isPartial ? "not complete" : undefined}
            rows={[
              ...series.flatMap(({ key, label, color }, index) =>
                hidden.has(key) ? [] : [{ label, color, value: point.values[index]?.toFixed(2) ?? NO_VALUE }],
              ),
              { label: "Interactions", value: formatCount(point.n) },
            ]}
          />
        )}
      />
    </ChartCard>
  );
}
