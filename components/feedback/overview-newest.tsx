"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useEffect, useId, useRef, useState } from "react";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { Switch } from "@/components/ui/switch";
import { Time } from "@/components/ui/time";
import type { HrefOf } from "@/lib/feedback/prepare-overview";
import { type FeedbackParameters, feedbackKeys, feedbackPageOptions } from "@/lib/feedback/query-options";
import type { Feedback } from "@/lib/feedback/schemas";
import { toSearch } from "@/lib/query/parameters";
import { RatingMark } from "./rating-mark";

const POLL_MS = 5000;

/** The newest votes, asked for every few seconds while the page is seen. When one comes, the figures are fetched again. */
export function OverviewNewest({ parameters, hrefOf }: { parameters: FeedbackParameters; hrefOf: HrefOf }) {
  const [isLive, setIsLive] = useState(true);
  const headingId = useId();
  const { data, isPending, error, refetch } = useQuery({
    ...feedbackPageOptions(parameters),
    // TanStack Query stops the interval while the page is hidden.
    refetchInterval: isLive ? POLL_MS : false,
  });
  useRefreshFigures(toSearch(parameters), data?.data[0]?.id);
  return (
    <section aria-labelledby={headingId} id="newest" className="rounded-md border bg-surface">
      <header className="flex items-center justify-between gap-2 px-4 py-3">
        <h2 id={headingId} className="text-sm font-semibold">
          Newest votes
        </h2>
        <div className="flex items-center gap-4 text-13">
          {/* biome-ignore lint/a11y/noLabelWithoutControl: the switch inside is its control */}
          <label className="flex items-center gap-2 text-muted">
            Live
            <Switch checked={isLive} onCheckedChange={setIsLive} />
          </label>
          <Link href={hrefOf({})} className="text-accent hover:underline">
            All votes
          </Link>
        </div>
      </header>
      {isPending ? (
        <ul aria-busy className="px-4 pb-3">
          {Array.from({ length: Number(parameters.limit) }, (_, index) => index).map((place) => (
            <li key={place} className="flex h-11 items-center border-t">
              <Skeleton className="h-4 w-full" />
            </li>
          ))}
        </ul>
      ) : !data ? (
        <ErrorState error={error} onRetry={refetch} />
      ) : (
        <ul className="px-2 pb-2">
          {data.data.map((vote) => (
            <li key={vote.id} className="border-t">
              <VoteRow vote={vote} href={hrefOf({ vote: vote.id })} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function VoteRow({ vote, href }: { vote: Feedback; href: string }) {
  return (
    <Link
      href={href}
      className="grid h-11 grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-3 rounded-md px-2 text-13 hover:bg-subtle md:grid-cols-[auto_minmax(0,3fr)_minmax(0,1fr)_minmax(0,1fr)_minmax(0,1fr)_7rem]"
    >
      <RatingMark rating={vote.rating} />
      <span className="truncate" dir="auto">
        {vote.query || "(empty query)"}
      </span>
      <span className="truncate text-muted max-md:hidden">{vote.model}</span>
      <span className="truncate text-muted max-md:hidden">{vote.intent ?? "–"}</span>
      <span className="truncate text-muted max-md:hidden">{vote.project}</span>
      <Time value={vote.created_at} format="relative" className="text-right text-xs text-muted" />
    </Link>
  );
}

/** Fetches the figures and charts again when, under the same filters, another vote has become the newest one. */
function useRefreshFigures(filters: string, newestId: string | undefined): void {
  const queryClient = useQueryClient();
  const seen = useRef({ filters, newestId });
  useEffect(() => {
    if (newestId === undefined) return;
    const before = seen.current;
    seen.current = { filters, newestId };
    if (before.filters !== filters || before.newestId === undefined || before.newestId === newestId) return;
    for (const kind of ["stats", "accuracy", "timeseries"] as const) {
      // A fetch under way goes on: on a busy day the next vote comes before it ends.
      queryClient.invalidateQueries({ queryKey: [...feedbackKeys.all, kind] }, { cancelRefetch: false });
    }
  }, [filters, newestId, queryClient]);
}
