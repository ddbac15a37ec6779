"use client";
import { useQuery } from "@tanstack/react-query";
import { keepingPrevious } from "@/components/ui/keeping-previous";
import { ToggleGroup } from "@/components/ui/toggle-group";
import { type CostPageParameters, type HrefOf, toGroupFilter } from "@/lib/costs/prepare-address";
import {
  bucketOf,
  costGroupNames,
  prepareStack,
  prepareTokenKinds,
  type Stack,
  tabulateDaily,
} from "@/lib/costs/spend/prepare-daily";
import { costsDailyOptions } from "@/lib/costs/spend/query-options";
import type { CostsDailyRow } from "@/lib/costs/spend/schemas";
import { formatBucket } from "@/lib/format/bucket";
import { formatCompact, formatCount, formatUsd } from "@/lib/format/number";
import { listTimeline, prepareTimeline } from "@/lib/query/timeline";
import type { CostState } from "../use-cost-state";
import { StackCard } from "./stack-card";

const cost = (row: CostsDailyRow) => row.total_cost;
const tokens = (row: CostsDailyRow) => row.total_tokens;
const axisUsd = (value: number) => (value >= 10_000 ? `$${formatCompact(value)}` : formatUsd(value));

/** Cost and tokens over time, stacked, with the period before as a line. */
export function CostCharts({
  state: { view, setView },
  parameters,
  now,
  hrefOf,
}: {
  state: CostState;
  parameters: CostPageParameters;
  now: number;
  hrefOf: HrefOf;
}) {
  const size = parameters.granularity;
  const group = view.group_by;
  const grouped = useQuery(keepingPrevious(costsDailyOptions(parameters.grouped)));
  const total = useQuery(keepingPrevious(costsDailyOptions(parameters.total)));
  const before = useQuery({
    ...keepingPrevious(costsDailyOptions(parameters.previous ?? {})),
    enabled: parameters.previous !== null,
  });
  const isByKind = view.tokens_by === "kind";
  const period = (rows: readonly CostsDailyRow[]) => ({
    rows,
    timeline: prepareTimeline(parameters.all, size, now, rows[0] && bucketOf(rows[0])),
  });
  const previous = parameters.previous && {
    rows: before.data?.data ?? [],
    timeline: prepareTimeline(parameters.previous, size, now),
  };
  // While another grouping loads, what is shown is still by the one before.
  const isOfGroup = grouped.data?.data.every((row) => group in row) ?? false;
  const byGroup = (measure: (row: CostsDailyRow) => number) =>
    grouped.data && isOfGroup
      ? prepareStack(period(grouped.data.data), previous, { group, measure })
      : undefined;
  const costs = byGroup(cost);
  const tokenStack = isByKind
    ? total.data && prepareTokenKinds(period(total.data.data), previous)
    : byGroup(tokens);
  const tableOf = (rows: readonly CostsDailyRow[] | undefined, by: typeof group | null) => {
    if (!rows || rows.length === 0) return undefined;
    const drills = new Map(listTimeline(period(rows).timeline).map(({ bucket, drill }) => [bucket, drill]));
    return tabulateDaily(
      rows,
      by,
      (row) =>
        hrefOf({ ...drills.get(bucketOf(row)), ...(by ? { [by]: toGroupFilter(row[by] ?? null) } : {}) }),
      (bucket) => formatBucket(bucket, size),
    );
  };
  const noun = costGroupNames[group].toLowerCase();
  const topNote = (stack: Stack | undefined) =>
    stack && stack.of > stack.shown
      ? ` ${stack.shown} of ${stack.of} ${noun}s by name, the rest together.`
      : "";
  const propsOf = (query: typeof grouped) => ({
    size,
    group,
    hrefOf,
    emptyText: "No interactions in this range.",
    isPending: query.isPending || (parameters.previous !== null && before.isPending),
    isStale: query.isPlaceholderData,
    error: query.error ?? before.error,
    onRetry: () => {
      query.refetch();
      if (parameters.previous) before.refetch();
    },
  });
  const tokenQuery = isByKind ? total : grouped;
  return (
    <div className="grid gap-4 xl:grid-cols-2 [&>*]:min-w-0">
      <StackCard
        id="cost"
        title={`Cost per ${size} by ${noun}`}
        note={`USD, UTC.${topNote(costs)} Hatched: not complete. Unpriced interactions are not in it.`}
        stack={costs}
        table={isOfGroup ? tableOf(grouped.data?.data, group) : undefined}
        formatValue={formatUsd}
        formatAxis={axisUsd}
        {...propsOf(grouped)}
      />
      <StackCard
        id="tokens"
        title={`Tokens per ${size} by ${isByKind ? "kind" : noun}`}
        note={`UTC.${isByKind ? "" : topNote(tokenStack)} Hatched: not complete.`}
        stack={tokenStack}
        beside={isByKind ? undefined : costs}
        table={isByKind || isOfGroup ? tableOf(tokenQuery.data?.data, isByKind ? null : group) : undefined}
        formatValue={formatCount}
        formatAxis={formatCompact}
        {...propsOf(tokenQuery)}
        actions={
          <ToggleGroup
            label="Tokens by"
            value={view.tokens_by}
            onValueChange={(tokens_by) => setView({ tokens_by })}
            options={[
              { value: "kind", label: "By kind" },
              { value: "group", label: `By ${noun}` },
            ]}
          />
        }
      />
    </div>
  );
}
