"use client";
import Link from "next/link";
import { buttonStyles } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { useIsHydrated } from "@/components/ui/use-now";
import type { FilterParameters } from "@/lib/query/url-state";

const rangeNames = ["days", "from", "to"];

/** No vote under these filters: how to see some, or how to send the first one. */
export function NoVotes({ params }: { params: FilterParameters }) {
  const isHydrated = useIsHydrated();
  const isFiltered = Object.keys(params).some((name) => !rangeNames.includes(name));
  if (isFiltered) {
    return (
      <EmptyState
        className="flex-1"
        title="No vote matches these filters"
        text="Take a filter away or choose a longer range."
        action={
          <Link href="/feedback?days=366" className={buttonStyles({ variant: "outline" })}>
            Every vote of the last 366 days
          </Link>
        }
      />
    );
  }
  const origin = isHydrated ? window.location.origin : "http://127.0.0.1:3000";
  return (
    <EmptyState
      className="flex-1"
      title="No votes in this range"
      text="Choose a longer range, or send the first vote with an API key that has the scope “ingest”:"
      code={`curl -X POST ${origin}/v1/feedback \\
  -H "Authorization: Bearer $RETUNE_API_KEY" -H "Content-Type: application/json" \\
  -d '{"query": "Write hello world", "response": "print(\\"Hello, World!\\")", "model": "my-model", "rating": 1}'`}
    />
  );
}
