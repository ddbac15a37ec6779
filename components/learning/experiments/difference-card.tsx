"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { BandChart } from "@/components/charts/band-chart";
import { ChartCard } from "@/components/charts/chart-card";
import { ChartTooltip } from "@/components/charts/chart-tooltip";
import { Select } from "@/components/ui/select";
import { formatBucket, formatBucketTick } from "@/lib/format/bucket";
import { formatCount, formatPoints } from "@/lib/format/number";
import {
  type DifferencePoint,
  differenceDomain,
  outcomesHref,
  prepareDifference,
  tabulateTimeline,
} from "@/lib/learning/experiments/prepare-results";
import type { ExperimentResults } from "@/lib/learning/experiments/schemas";

const HEIGHT = 240;

/** The difference to the control day by day, with the interval that stays valid however often one looks. */
export function DifferenceCard({ results }: { results: ExperimentResults }) {
  const router = useRouter();
  const others = results.variants.slice(1).map(({ name }) => name);
  const [chosen, setChosen] = useState(results.winner ?? others[0] ?? "");
  const variant = others.includes(chosen) ? chosen : (others[0] ?? "");
  const points = prepareDifference(results.timeline, variant);
  const hasInterval = points.some(({ band }) => band !== null);
  return (
    <ChartCard
      id="difference"
      title="Difference to the control"
      note={`Percentage points of “${variant}” up to the end of each UTC day. Band: the interval that stays valid.`}
      height={HEIGHT}
      isPending={false}
      error={null}
      onRetry={() => {}}
      emptyText="Nothing was measured yet."
      table={tabulateTimeline(results)}
      footer={hasInterval ? null : `No interval before both have ${results.rule.minimum_subjects} subjects.`}
      actions={
        others.length > 1 ? (
          <Select
            label="Variant"
            className="max-w-36 min-w-24"
            value={variant}
            onValueChange={setChosen}
            options={others.map((value) => ({ value, label: value }))}
          />
        ) : null
      }
    >
      <BandChart
        label={`Difference of “${variant}” to the control over time`}
        points={points}
        limit={{ value: 0, label: "No difference", isQuiet: true }}
        domain={differenceDomain(points)}
        height={HEIGHT}
        formatTick={(bucket) => formatBucketTick(bucket, "day")}
        formatValue={(value) => formatPoints(value).replace(" pp", "")}
        onOpen={(bucket) => {
          const date = bucket.slice(0, 10);
          router.push(outcomesHref(results.experiment, variant, { from: date, to: date }));
        }}
        renderTooltip={(point) => <PointTooltip point={point} />}
      />
    </ChartCard>
  );
}

function PointTooltip({ point }: { point: DifferencePoint }) {
  return (
    <ChartTooltip
      title={`${formatBucket(point.bucket, "day")} UTC`}
      rows={[
        { label: "Subjects so far", value: formatCount(point.subjects) },
        ...(point.actual === null ? [] : [{ label: "Difference", value: formatPoints(point.actual) }]),
        ...(point.band === null
          ? [{ label: "Interval", value: "too few subjects" }]
          : [
              {
                label: "Interval",
                value: `${formatPoints(point.band[0])} to ${formatPoints(point.band[1])}`,
              },
            ]),
      ]}
    />
  );
}
