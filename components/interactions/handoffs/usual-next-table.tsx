"use client";
import type { UseQueryResult } from "@tanstack/react-query";
import Link from "next/link";
import { ChartCard } from "@/components/charts/chart-card";
import { formatCompact } from "@/lib/format/number";
import { prepareUsualNext, tabulateFlow } from "@/lib/interactions/handoffs/prepare-flow";
import type { FlowRow } from "@/lib/interactions/handoffs/schemas";
import { SMALL_SAMPLE } from "@/lib/stats/wilson";
import { FigureCell, FigureTable } from "./figure-table";
import type { HandoffsState } from "./use-handoffs-state";

const HEIGHT = 288;
const MAX_LINES = 50;

const heads = [
  { label: "After" },
  {
    label: "Usually next",
    definition: "The most frequent domain of the interaction that follows; staying counts.",
  },
  {
    label: "Share",
    definition: "Of all n transitions from the domain, with its 95% Wilson interval.",
    isNumeric: true,
  },
];

/** Which domain usually follows each. */
export function UsualNextTable({
  state: { isSplit, hrefOf },
  query,
}: {
  state: HandoffsState;
  query: UseQueryResult<{ data: FlowRow[] }>;
}) {
  const rows = query.data?.data;
  const usual = prepareUsualNext(rows ?? []);
  const lines = usual.slice(0, MAX_LINES);
  return (
    <ChartCard
      id="usually-next"
      title="Usually next"
      note={`What people ask about after each domain. Grey: n below ${SMALL_SAMPLE}.${usual.length > lines.length ? ` The ${lines.length} busiest of ${usual.length}; the CSV holds all.` : ""}`}
      table={
        rows &&
        tabulateFlow(
          rows.filter((row) => row.is_usual_next),
          isSplit,
          hrefOf,
        )
      }
      height={HEIGHT}
      isPending={query.isPending}
      isStale={query.isPlaceholderData}
      error={query.error}
      onRetry={() => query.refetch()}
      emptyText="No two interactions with a domain follow each other in this range."
    >
      <FigureTable label="Usually next per domain" heads={heads} maxHeight={HEIGHT * 1.2}>
        {lines.map((line) => (
          <tr key={line.key} className="hover:bg-subtle">
            <FigureCell detail={line.channel === null ? undefined : line.channel || "no channel"}>
              {line.from}
            </FigureCell>
            <FigureCell isQuiet={line.isSmall}>
              <Link
                href={hrefOf(line.filter)}
                title="Show these interactions"
                className="text-accent hover:underline"
              >
                {line.to}
              </Link>
              {line.isStaying ? <span className="text-xs text-muted"> stays</span> : null}
            </FigureCell>
            <FigureCell
              isNumeric
              isQuiet={line.isSmall}
              detail={`${line.interval} · n ${formatCompact(line.n)}`}
            >
              {line.share}
              {line.isSmall ? <span className="sr-only">, small sample</span> : null}
            </FigureCell>
          </tr>
        ))}
      </FigureTable>
    </ChartCard>
  );
}
