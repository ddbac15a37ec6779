"use client";
import { useQuery } from "@tanstack/react-query";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Skeleton } from "@/components/ui/skeleton";
import { costsSummaryOptions } from "@/lib/costs/spend/query-options";
import type { CostState } from "../use-cost-state";

/** What stands in place of the charts when nothing matches: the first step, or the way back to where interactions are. */
export function NoCosts({ state: { filters, setFilters }, origin }: { state: CostState; origin: string }) {
  const any = useQuery(costsSummaryOptions({ days: "366" }));
  if (any.isPending) return <Skeleton className="h-80 w-full" />;
  const className = "rounded-md border bg-surface";
  if (any.data?.total_interactions === 0) {
    return (
      <EmptyState
        className={className}
        title="No interactions yet"
        text="Make a key on the server with “npm run -s keys -- create --name my-app --scopes ingest”, put it into RETUNE_API_KEY, and send the first interaction. Its cost is worked out from its tokens."
        code={`curl ${origin}/v1/interactions \\
  -H "Authorization: Bearer $RETUNE_API_KEY" \\
  -H "Content-Type: application/json" \\
  -d '{"user_id": "u-1", "agent_type": "general", "user_message": "Hello?", "agent_response": "Hello!", "llm_metadata": {"model": "gpt-4o-mini", "input_tokens": 812, "output_tokens": 96}}'`}
      />
    );
  }
  const { project, model, agent_type, channel_id } = filters;
  return (
    <EmptyState
      className={className}
      title="No interactions match"
      text="There are interactions, but none in this range under these filters."
      action={
        <>
          {project || model || agent_type || channel_id ? (
            <Button
              variant="primary"
              onClick={() => setFilters({ project: null, model: null, agent_type: null, channel_id: null })}
            >
              Clear filters
            </Button>
          ) : null}
          <Button variant="outline" onClick={() => setFilters({ days: 366, from: null, to: null })}>
            Last 366 days
          </Button>
        </>
      }
    />
  );
}
