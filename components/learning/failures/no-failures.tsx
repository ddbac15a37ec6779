"use client";
import { useQuery } from "@tanstack/react-query";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { executionCountOptions } from "@/lib/learning/executions/query-options";
import type { FailuresState } from "./use-failures-state";

const cleared = {
  project: null,
  model: null,
  strategy: null,
  version: null,
  status: null,
  error_class: null,
};

/** What stands in place of the list when nothing matches: the first step, or the way back to where failures are. */
export function NoFailures({
  state: { filters, setFilters },
  origin,
}: {
  state: FailuresState;
  origin: string;
}) {
  const any = useQuery(executionCountOptions({}));
  if (any.isPending) return <div className="h-64" aria-busy="true" />;
  if (any.data?.count === 0) {
    return (
      <EmptyState
        title="No executions yet"
        text="Make a key on the server with “npm run -s keys -- create --name my-app --scopes ingest”, put it into RETUNE_API_KEY, and report the first execution. A failed one finds its pattern by itself."
        code={`curl ${origin}/v1/executions \\
  -H "Authorization: Bearer $RETUNE_API_KEY" \\
  -H "Content-Type: application/json" \\
  -d '{"user_prompt": "show sales by region", "action_plan": {}, "success": false, "error_class": "execution", "error": "KeyError: '"'"'region'"'"'"}'`}
      />
    );
  }
  const isNarrowed = Object.keys(cleared).some((name) => filters[name as keyof typeof cleared] !== null);
  return (
    <EmptyState
      title={isNarrowed ? "No pattern matches" : "No failure in this range"}
      text={isNarrowed ? "Take a filter away or choose a longer range." : "Every execution in it worked."}
      action={
        <>
          {isNarrowed ? (
            <Button variant="primary" onClick={() => setFilters(cleared)}>
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
