"use client";
import { useQuery } from "@tanstack/react-query";
import { useFilters } from "@/components/filters/use-filters";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Skeleton } from "@/components/ui/skeleton";
import { feedbackPageOptions } from "@/lib/feedback/query-options";

/** What stands in place of the charts when nothing matches: the first step, or the way back to where votes are. */
export function OverviewEmpty({ origin }: { origin: string }) {
  const { filters, setFilters } = useFilters();
  const any = useQuery(feedbackPageOptions({ limit: "1" }));
  if (any.isPending) return <Skeleton className="h-80 w-full" />;
  if (any.data?.data.length === 0) {
    return (
      <EmptyState
        className="rounded-md border bg-surface"
        title="No votes yet"
        text="Make a key on the server with “npm run -s keys -- create --name my-app --scopes ingest”, put it into RETUNE_API_KEY, and send the first vote. This page shows it within seconds."
        code={firstVote(origin)}
      />
    );
  }
  const hasFilters =
    filters.project ||
    filters.model ||
    filters.intent ||
    filters.rating ||
    filters.q ||
    filters.has_note !== null ||
    filters.user_id.length > 0 ||
    filters.session_id.length > 0;
  return (
    <EmptyState
      className="rounded-md border bg-surface"
      title="No votes match"
      text="There are votes, but none in this range under these filters."
      action={
        <>
          {hasFilters ? (
            <Button
              variant="primary"
              onClick={() =>
                setFilters({
                  project: null,
                  model: null,
                  intent: null,
                  rating: null,
                  q: null,
                  has_note: null,
                  user_id: null,
                  session_id: null,
                })
              }
            >
              Clear filters
            </Button>
          ) : null}
          <Button variant="outline" onClick={() => setFilters({ days: 90, from: null, to: null })}>
            Last 90 days
          </Button>
        </>
      }
    />
  );
}

function firstVote(origin: string): string {
  return `curl ${origin}/v1/feedback \\
  -H "Authorization: Bearer $RETUNE_API_KEY" \\
  -H "Content-Type: application/json" \\
  -d '{"query": "Write hello world", "response": "print(\\"Hello, World!\\")", "model": "my-model", "rating": 1, "intent": "code"}'`;
}
