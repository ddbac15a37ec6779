"use client";
import type { UseQueryResult } from "@tanstack/react-query";
import { ArrowRight } from "lucide-react";
import Link from "next/link";
import { ChartCard } from "@/components/charts/chart-card";
import { formatCompact } from "@/lib/format/number";
import {
  filterOfHandoff,
  prepareHandoffLines,
  tabulateHandoffs,
} from "@/lib/interactions/handoffs/prepare-handoffs";
import type { HandoffRow } from "@/lib/interactions/handoffs/schemas";
import { SMALL_SAMPLE } from "@/lib/stats/wilson";
import { FigureCell, FigureTable } from "./figure-table";
import type { HandoffsState } from "./use-handoffs-state";

const HEIGHT = 288;
const MAX_LINES = 50;

const heads = [
  { label: "Hand-off" },
  {
    label: "Count",
    definition: "Interactions whose predecessor in the conversation has another agent.",
    isNumeric: true,
  },
  {
    label: "Suggested",
    definition: "Those of them that are the outcome of an escalation that the agent before had suggested.",
    isNumeric: true,
  },
  {
    label: "Rated after",
    definition: "Mean rating from 1 to 5 of the interaction after the hand-off, over the rated ones n.",
    isNumeric: true,
  },
  {
    label: "Success",
    definition:
      "Share of rated interactions after the hand-off with 4 or 5, with its 95% Wilson interval. Those that nobody rated do not count.",
    isNumeric: true,
  },
];

/** What came of each kind of hand-off. */
export function HandoffTable({
  state: { isSplit, hrefOf },
  query,
}: {
  state: HandoffsState;
  query: UseQueryResult<{ data: HandoffRow[] }>;
}) {
  const rows = query.data?.data;
  const lines = prepareHandoffLines((rows ?? []).slice(0, MAX_LINES));
  const isCut = rows !== undefined && rows.length > lines.length;
  return (
    <ChartCard
      id="handoff-outcomes"
      title="What came of them"
      note={`Grey: n below ${SMALL_SAMPLE}.${isCut ? ` The ${lines.length} most frequent of ${rows.length}; the CSV holds all.` : ""}`}
      table={rows && tabulateHandoffs(rows, isSplit, hrefOf)}
      height={HEIGHT}
      isPending={query.isPending}
      isStale={query.isPlaceholderData}
      error={query.error}
      onRetry={() => query.refetch()}
      emptyText="No hand-off in this range."
    >
      <FigureTable label="Outcomes of hand-offs" heads={heads} maxHeight={HEIGHT * 1.2}>
        {lines.map(({ key, row, satisfaction, success, interval, isSmall }) => (
          <tr key={key} className="hover:bg-subtle">
            <FigureCell
              isWrapped
              detail={row.channel_id === null ? undefined : row.channel_id || "no channel"}
            >
              <Link
                href={hrefOf(filterOfHandoff(row.from_agent, row.to_agent, row.channel_id))}
                title="Show these interactions"
                className="text-accent hover:underline"
              >
                {row.from_agent} <ArrowRight aria-hidden className="inline size-3 align-[-1px]" />
                <span className="sr-only">to</span> {row.to_agent}
              </Link>
            </FigureCell>
            <FigureCell isNumeric>{formatCompact(row.handoffs)}</FigureCell>
            <FigureCell isNumeric>{formatCompact(row.suggested)}</FigureCell>
            <FigureCell isNumeric isQuiet={isSmall} detail={`n ${formatCompact(row.satisfaction_count)}`}>
              {satisfaction}
            </FigureCell>
            <FigureCell isNumeric isQuiet={isSmall} detail={interval}>
              {success}
              {isSmall && row.satisfaction_count > 0 ? <span className="sr-only">, small sample</span> : null}
            </FigureCell>
          </tr>
        ))}
      </FigureTable>
    </ChartCard>
  );
}
