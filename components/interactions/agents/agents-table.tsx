"use client";
import type { UseQueryResult } from "@tanstack/react-query";
import { ArrowDown, ArrowUp } from "lucide-react";
import Link from "next/link";
import { ChartCard } from "@/components/charts/chart-card";
import { Definition } from "@/components/ui/definition";
import { cn } from "@/lib/format/cn";
import { formatCompact } from "@/lib/format/number";
import { filterOf, groupNames, nameOf } from "@/lib/interactions/agents/prepare-address";
import {
  type AgentFigure,
  agentFigures,
  prepareCell,
  sortRows,
} from "@/lib/interactions/agents/prepare-figures";
import { tabulateAgents } from "@/lib/interactions/agents/prepare-table";
import type { AgentRow } from "@/lib/interactions/agents/schemas";
import { SMALL_SAMPLE } from "@/lib/stats/wilson";
import type { AgentsState } from "./use-agents-state";

const HEIGHT = 288;

/** Every figure of every agent (or model, project, channel) side by side, each with what it rests on. */
export function AgentsTable({
  state,
  query,
}: {
  state: AgentsState;
  query: UseQueryResult<{ data: AgentRow[] }>;
}) {
  const { layout, setLayout, hrefOf } = state;
  const { group_by: group, order } = layout;
  const rows = query.data && sortRows(query.data.data, order.key, order.isDescending);
  return (
    <ChartCard
      id="agents"
      title={`${groupNames[group].one}s side by side`}
      note={`With 95% intervals and the number of observations n; grey below ${SMALL_SAMPLE}. Days are UTC.`}
      table={query.data && tabulateAgents(query.data.data, group, hrefOf)}
      height={HEIGHT}
      isPending={query.isPending}
      isStale={query.isPlaceholderData}
      error={query.error}
      onRetry={() => query.refetch()}
      emptyText="No interactions in this range."
    >
      {/* A scrolling region must be reachable by keyboard. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: reason above */}
      <section aria-label="Figures side by side" tabIndex={0} className="relative -mx-4 overflow-x-auto px-4">
        <table className="w-full border-collapse text-13">
          <thead>
            <tr>
              <th
                scope="col"
                className="sticky left-0 border-b bg-surface py-1.5 pr-3 text-left align-bottom text-xs font-medium text-muted"
              >
                {groupNames[group].one}
              </th>
              {agentFigures.map((figure) => (
                <FigureHead
                  key={figure.key}
                  figure={figure}
                  order={order.key === figure.key ? (order.isDescending ? "descending" : "ascending") : null}
                  onSort={() =>
                    setLayout({
                      order: {
                        key: figure.key,
                        isDescending: order.key === figure.key ? !order.isDescending : true,
                      },
                    })
                  }
                />
              ))}
            </tr>
          </thead>
          <tbody>
            {rows?.map((row) => (
              <tr key={nameOf(row, group)} className="hover:bg-subtle">
                <th
                  scope="row"
                  className="sticky left-0 max-w-48 border-b bg-surface py-2 pr-3 text-left font-medium"
                >
                  <Link
                    href={hrefOf(filterOf(row, group))}
                    title="Show these interactions"
                    className="block truncate text-accent hover:underline"
                  >
                    {nameOf(row, group)}
                  </Link>
                </th>
                {agentFigures.map((figure) => (
                  <td
                    key={figure.key}
                    className="border-b px-2 py-2 text-right align-top whitespace-nowrap last:pr-0"
                  >
                    <Cell row={row} figure={figure} />
                    {figure.key === "cost" && row.unpriced_interactions > 0 ? (
                      <Link
                        href={hrefOf({ ...filterOf(row, group), is_unpriced: "true" })}
                        className="block text-xs text-warning hover:underline"
                      >
                        {formatCompact(row.unpriced_interactions)} unpriced
                      </Link>
                    ) : null}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </ChartCard>
  );
}

function FigureHead({
  figure,
  order,
  onSort,
}: {
  figure: AgentFigure;
  order: "ascending" | "descending" | null;
  onSort: () => void;
}) {
  const Arrow = order === "ascending" ? ArrowUp : ArrowDown;
  return (
    <th
      scope="col"
      aria-sort={order ?? undefined}
      className="border-b px-2 py-1.5 text-right align-bottom text-xs font-medium text-muted last:pr-0"
    >
      <span className="inline-flex items-center">
        <button
          type="button"
          onClick={onSort}
          className="inline-flex items-center gap-1 rounded-md text-right hover:text-foreground"
        >
          {figure.label}
          {order === null ? null : <Arrow aria-hidden className="size-3" />}
        </button>
        <Definition of={figure.label} className="-mr-1.5">
          {figure.definition}
        </Definition>
      </span>
    </th>
  );
}

function Cell({ row, figure }: { row: AgentRow; figure: AgentFigure }) {
  const { text, interval, n, isSmall, value } = prepareCell(row, figure);
  return (
    <span className={cn("block", (isSmall || value === null) && "text-muted")}>
      {text}
      {n === null || value === null ? null : (
        <span className="block text-xs text-muted">
          {interval === null ? "" : `${interval} · `}n {formatCompact(n)}
          {isSmall ? <span className="sr-only">, small sample</span> : null}
        </span>
      )}
    </span>
  );
}
