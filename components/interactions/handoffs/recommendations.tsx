"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { ChartCard } from "@/components/charts/chart-card";
import { Badge } from "@/components/ui/badge";
import { ToggleGroup } from "@/components/ui/toggle-group";
import { formatCompact, NO_VALUE } from "@/lib/format/number";
import { subjectKinds } from "@/lib/interactions/handoffs/prepare-address";
import {
  type AgentCell,
  MAX_SUBJECTS,
  MIN_RATED,
  prepareRecommendations,
  tabulateRecommendations,
} from "@/lib/interactions/handoffs/prepare-recommendations";
import { recommendationsOptions } from "@/lib/interactions/handoffs/query-options";
import { FigureCell, FigureTable } from "./figure-table";
import type { HandoffsState } from "./use-handoffs-state";

const HEIGHT = 288;
const kinds = subjectKinds.map((value) => ({ value, label: value === "user" ? "By user" : "By domain" }));

/** Which agent has done best for each domain or person. */
export function Recommendations({ state }: { state: HandoffsState }) {
  const { splitParams, hrefOf, layout, setLayout, isSplit } = state;
  const { by } = layout;
  const query = useQuery({
    ...recommendationsOptions({ ...splitParams, by }),
    placeholderData: keepPreviousData,
  });
  const rows = query.data?.data;
  const lines = prepareRecommendations((rows ?? []).slice(0, MAX_SUBJECTS), by);
  const isCut = rows !== undefined && rows.length > lines.length;
  const heads = [
    { label: by === "user" ? "User" : "Domain" },
    ...(isSplit ? [{ label: "Channel" }] : []),
    {
      label: "Recommended agent",
      definition: `The agent with the highest mean satisfaction among those with at least ${MIN_RATED} rated interactions here, when there are two to compare. An observation of the traffic that each agent got, not an experiment: the agents may have had questions of different difficulty.`,
    },
    {
      label: "Satisfaction",
      definition:
        "Mean rating from 1 to 5 of the recommended agent, with its 95% interval and the ratings n.",
      isNumeric: true,
    },
    { label: "Next best", definition: "The best of the others that can be compared.", isNumeric: true },
    {
      label: "How sure",
      definition:
        "Distinct: the interval of the recommended agent lies above that of the next best. Otherwise the difference may be chance.",
    },
  ];
  return (
    <ChartCard
      id="recommendations"
      title="Recommended agent"
      note={`An observation, not an experiment: agents are compared on the traffic that each of them got.${isCut ? ` The ${lines.length} busiest of ${rows.length}; the CSV holds all.` : ""}${isSplit ? " Within each channel." : ""}`}
      table={rows && tabulateRecommendations(rows, by, hrefOf)}
      height={HEIGHT}
      isPending={query.isPending}
      isStale={query.isPlaceholderData}
      error={query.error}
      onRetry={() => query.refetch()}
      emptyText={
        by === "user" ? "No interactions in this range." : "No interaction in this range has a domain."
      }
      legend={
        <div className="px-1.5 pt-1">
          <ToggleGroup
            label="Recommended for"
            value={by}
            onValueChange={(next) => setLayout({ by: next })}
            options={kinds}
            className="h-7"
          />
        </div>
      }
    >
      <FigureTable label="Recommended agents" heads={heads} maxHeight={HEIGHT * 2}>
        {lines.map((line) => (
          <tr key={line.key} className="hover:bg-subtle">
            <FigureCell
              detail={`${formatCompact(line.total)} ${line.total === 1 ? "interaction" : "interactions"}`}
            >
              <Link
                href={
                  by === "user"
                    ? `/interactions/people/${encodeURIComponent(line.subject)}`
                    : hrefOf(line.filter)
                }
                title={by === "user" ? "Show this person" : "Show these interactions"}
                className="block max-w-56 truncate text-accent hover:underline"
              >
                {line.subject}
              </Link>
            </FigureCell>
            {isSplit ? <FigureCell>{line.channel ?? NO_VALUE}</FigureCell> : null}
            <FigureCell
              isQuiet={line.best === null}
              detail={
                line.best
                  ? `${line.best.share} of the interactions`
                  : `fewer than two agents with ${MIN_RATED} ratings`
              }
            >
              {line.best?.agent ?? NO_VALUE}
            </FigureCell>
            <CellOfAgent cell={line.best} />
            <CellOfAgent cell={line.next} isNamed />
            <FigureCell>
              <Badge tone={line.verdict === "distinct" ? "positive" : "neutral"}>{line.verdict}</Badge>
            </FigureCell>
          </tr>
        ))}
      </FigureTable>
    </ChartCard>
  );
}

function CellOfAgent({ cell, isNamed = false }: { cell: AgentCell | null; isNamed?: boolean }) {
  if (cell === null)
    return (
      <FigureCell isNumeric isQuiet>
        {NO_VALUE}
      </FigureCell>
    );
  return (
    <FigureCell isNumeric detail={`${cell.interval} · n ${formatCompact(cell.n)}`}>
      {isNamed ? `${cell.agent} ` : ""}
      {cell.mean}
    </FigureCell>
  );
}
