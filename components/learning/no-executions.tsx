"use client";
import Link from "next/link";
import { buttonStyles } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { useIsHydrated } from "@/components/ui/use-now";
import { type FilterParameters, toHref } from "@/lib/query/url-state";

const rangeNames = ["days", "from", "to"];

/** No execution under these filters: how to see some, or how to record the first one. */
export function NoExecutions({ path, params }: { path: string; params: FilterParameters }) {
  const isHydrated = useIsHydrated();
  const action = (
    <Link href={toHref(path, { days: "366" })} className={buttonStyles({ variant: "outline" })}>
      Every execution of the last 366 days
    </Link>
  );
  if (Object.keys(params).some((name) => !rangeNames.includes(name))) {
    return (
      <EmptyState
        className="flex-1"
        title="No execution matches these filters"
        text="Take a filter away or choose a longer range."
        action={action}
      />
    );
  }
  const origin = isHydrated ? window.location.origin : "http://127.0.0.1:3000";
  return (
    <EmptyState
      className="flex-1"
      title="No executions in this range"
      text="Choose a longer range, or record the first execution with an API key that has the scope “ingest”:"
      code={`curl ${origin}/v1/executions \\
  -H "Authorization: Bearer $RETUNE_API_KEY" -H "Content-Type: application/json" \\
  -d '{"user_prompt": "remove duplicates", "action_plan": {"task": "clean", "operations": []}, "success": true, "model": "gpt-4o-mini", "tokens_in": 812, "tokens_out": 96}'`}
      action={action}
    />
  );
}
