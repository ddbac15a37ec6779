"use client";
import Link from "next/link";
import { buttonStyles } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { useIsHydrated } from "@/components/ui/use-now";
import type { FilterParameters } from "@/lib/query/url-state";

const rangeNames = ["days", "from", "to"];

/** No session under these filters: how to see some, or how to send the first one. */
export function NoSessions({ params }: { params: FilterParameters }) {
  const isHydrated = useIsHydrated();
  const all = (
    <Link href="/tuning?days=366" className={buttonStyles({ variant: "outline" })}>
      Every session of the last 366 days
    </Link>
  );
  if (Object.keys(params).some((name) => !rangeNames.includes(name))) {
    return (
      <EmptyState
        className="flex-1"
        title="No session matches these filters"
        text="Take a filter away or choose a longer range."
        action={all}
      />
    );
  }
  const origin = isHydrated ? window.location.origin : "http://127.0.0.1:3000";
  const head = `-H "Authorization: Bearer $RETUNE_API_KEY" -H "Content-Type: application/json"`;
  return (
    <EmptyState
      className="flex-1"
      title="No sessions in this range"
      text="Choose a longer range, start one here, or send the first one with an API key that has the scope “ingest”:"
      code={`curl -X POST ${origin}/v1/tuning/sessions ${head} \\
  -d '{"id": "11111111-1111-4111-8111-111111111111", "tester_name": "Meg", "master_prompt_version": "v1"}'

curl -X POST ${origin}/v1/tuning/sessions/11111111-1111-4111-8111-111111111111/turns ${head} \\
  -d '{"user_message": "My employee did not show up", "era_response": "When did the shift begin?"}'`}
      action={all}
    />
  );
}
