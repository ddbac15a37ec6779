"use client";
import Link from "next/link";
import { Definition } from "@/components/ui/definition";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { Time } from "@/components/ui/time";
import { formatMilliseconds } from "@/lib/format/duration";
import { formatCompact, formatDecimal, formatPercent, formatUsd, NO_VALUE } from "@/lib/format/number";
import type { LiveResult } from "@/lib/interactions/agents/schemas";
import { definitions } from "@/lib/interactions/prepare-definitions";
import { writeChoices } from "@/lib/query/parameters";
import { type FilterParameters, toHref } from "@/lib/query/url-state";
import { useLive } from "./use-live";

type Hour = LiveResult["llm_performance_dashboard"]["current_hour"];

/** What happens in the running UTC hour, asked again while someone looks. */
export function LiveTile({ params }: { params: FilterParameters }) {
  const { own, query } = useLive(params);
  const hour = query.data?.llm_performance_dashboard.current_hour;
  return (
    <section
      aria-label="This hour"
      aria-busy={query.isPending}
      className="flex flex-col rounded-md border bg-surface"
    >
      <header className="flex items-start gap-2 px-4 pt-3">
        <div className="min-w-0 flex-1">
          <h2 className="text-sm font-semibold">This hour</h2>
          <p className="text-xs text-muted">
            {hour ? `${hour.from.slice(11, 16)} to ${hour.to.slice(11, 16)} UTC, every 15 s. ` : "UTC. "}
            The range of the page does not apply.
          </p>
        </div>
        {query.dataUpdatedAt > 0 && query.data ? (
          <span className="text-xs text-muted">
            as of <Time value={new Date(query.dataUpdatedAt).toISOString()} format="relative" />
          </span>
        ) : null}
      </header>
      <div className="flex-1 px-4 py-3">
        {hour ? (
          <HourView hour={hour} params={own} />
        ) : query.error ? (
          <ErrorState error={query.error} onRetry={() => query.refetch()} />
        ) : (
          <div role="status" aria-label="Loading this hour">
            <Skeleton className="h-40 w-full" />
          </div>
        )}
      </div>
    </section>
  );
}

function HourView({ hour, params }: { hour: Hour; params: FilterParameters }) {
  const figures = [
    { label: "Interactions", value: formatCompact(hour.total_interactions), definition: null },
    { label: "Tokens", value: formatCompact(hour.total_tokens), definition: definitions.tokens },
    {
      label: "Cost",
      value: formatUsd(hour.total_cost),
      definition: definitions.cost,
      note: hour.unpriced > 0 ? `${formatCompact(hour.unpriced)} unpriced` : null,
    },
    {
      label: "Response time",
      value: formatMilliseconds(hour.avg_response_time_ms),
      definition: "Mean time until the answer was there.",
    },
    {
      label: "Context efficiency",
      value: hour.context_efficiency === null ? NO_VALUE : hour.context_efficiency.toFixed(3),
      definition: definitions.context_efficiency,
    },
  ];
  const range = { from: hour.from, to: hour.to };
  return (
    <>
      <dl className="grid grid-cols-2 gap-x-4 gap-y-3 sm:grid-cols-3">
        {figures.map(({ label, value, definition, note }) => (
          <div key={label}>
            <dt className="flex h-6 items-center text-xs text-muted">
              {label}
              {definition === null ? null : <Definition of={label}>{definition}</Definition>}
            </dt>
            <dd className="text-xl font-semibold tracking-tight">
              {value}
              {note ? (
                <Link
                  href={toHref("/interactions", params, { ...range, is_unpriced: "true" })}
                  className="ml-2 text-xs font-normal tracking-normal text-warning hover:underline"
                >
                  {note}
                </Link>
              ) : null}
            </dd>
          </div>
        ))}
      </dl>
      <AgentShares hour={hour} params={params} />
    </>
  );
}

/** Who answered this hour, the busiest first. */
function AgentShares({ hour, params }: { hour: Hour; params: FilterParameters }) {
  const agents = Object.entries(hour.agent_distribution).sort(([, a], [, b]) => b.count - a.count);
  if (agents.length === 0)
    return <p className="mt-4 border-t pt-3 text-13 text-muted">No interactions in this hour yet.</p>;
  return (
    <ul aria-label="Agents of this hour" className="-mx-2 mt-3 grid border-t pt-2 text-13">
      {agents.map(([agent, { count, satisfaction, cost }]) => {
        const share = count / hour.total_interactions;
        return (
          <li key={agent}>
            <Link
              href={toHref("/interactions", params, {
                from: hour.from,
                to: hour.to,
                agent_type: writeChoices([agent]),
              })}
              className="grid gap-1 rounded-md px-2 py-1.5 hover:bg-subtle"
            >
              <span className="flex items-baseline gap-3">
                <span className="mr-auto truncate">{agent}</span>
                <span className="text-xs text-muted">
                  {satisfaction === null ? "not rated" : `rated ${formatDecimal(satisfaction)}`}
                </span>
                <span className="text-xs text-muted">{formatUsd(cost)}</span>
                <span className="w-20 text-right">
                  {formatCompact(count)} <span className="text-xs text-muted">{formatPercent(share, 0)}</span>
                </span>
              </span>
              <span aria-hidden className="block h-1 rounded-full bg-subtle">
                <span className="block h-1 rounded-full bg-chart-1" style={{ width: `${share * 100}%` }} />
              </span>
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
