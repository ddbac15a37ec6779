"use client";
import Link from "next/link";
import { buttonStyles } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { useIsHydrated } from "@/components/ui/use-now";
import type { InteractionView } from "@/lib/interactions/prepare-filters";
import { type FilterParameters, toHref } from "@/lib/query/url-state";

const rangeNames = ["days", "from", "to"];

/** No interaction under these filters: how to see some, or how to send the first one. */
export function NoRows({
  view = "interactions",
  path = "/interactions",
  params,
}: {
  view?: InteractionView;
  path?: string;
  params: FilterParameters;
}) {
  const isHydrated = useIsHydrated();
  const noun = view === "conversations" ? "conversation" : "interaction";
  const longest = toHref(path, { days: "366", ...(view === "conversations" ? { view } : {}) });
  const action = (
    <Link href={longest} className={buttonStyles({ variant: "outline" })}>
      Every {noun} of the last 366 days
    </Link>
  );
  if (Object.keys(params).some((name) => !rangeNames.includes(name))) {
    return (
      <EmptyState
        className="flex-1"
        title={`No ${noun} matches these filters`}
        text="Take a filter away or choose a longer range."
        action={action}
      />
    );
  }
  const origin = isHydrated ? window.location.origin : "http://127.0.0.1:3000";
  return (
    <EmptyState
      className="flex-1"
      title={`No ${noun}s in this range`}
      text="Choose a longer range, or send the first interaction with an API key that has the scope “ingest”:"
      code={`curl -X POST ${origin}/v1/interactions \\
  -H "Authorization: Bearer $RETUNE_API_KEY" -H "Content-Type: application/json" \\
  -d '{"user_id": "u-1", "agent_type": "general", "user_message": "Why does the build fail?", "agent_response": "The lock file is out of date.", "llm_metadata": {"model": "gpt-4o-mini", "input_tokens": 812, "output_tokens": 96}, "response_time_ms": 1840}'`}
      action={action}
    />
  );
}
