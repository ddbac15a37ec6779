"use client";
import Link from "next/link";
import { Definition } from "@/components/ui/definition";
import { Time } from "@/components/ui/time";
import { formatCompact, formatUsd, NO_VALUE } from "@/lib/format/number";
import type { UserProfileResult } from "@/lib/interactions/people/schemas";
import { definitions } from "@/lib/interactions/prepare-definitions";
import { toHref } from "@/lib/query/url-state";

type Stored = UserProfileResult["stored"];

/** What is stored about a person at this moment, each number with the way to what it counts. */
export function StoredFigures({ userId, stored }: { userId: string; stored: Stored }) {
  // Without a range lists show the last 30 days only.
  const range = { from: (stored.first_seen_at ?? "1970-01-01").slice(0, 10) };
  const hrefOf = (path: string, patch: Record<string, string> = {}) =>
    toHref(path, {}, { ...range, user_id: [userId], ...patch });
  const figures = [
    {
      label: "Interactions",
      value: formatCompact(stored.interactions),
      href: stored.interactions > 0 ? hrefOf("/interactions") : null,
      definition: "Questions of this person that a model answered.",
    },
    {
      label: "Conversations",
      value: formatCompact(stored.conversations),
      href: stored.conversations > 0 ? hrefOf("/interactions", { view: "conversations" }) : null,
      definition: "Conversations that belong to this person.",
    },
    {
      label: "Feedback",
      value: formatCompact(stored.feedback),
      href: stored.feedback > 0 ? hrefOf("/feedback") : null,
      definition: "Votes of this person, as they stand.",
    },
    {
      label: "Executions",
      value: formatCompact(stored.executions),
      href: stored.executions > 0 ? hrefOf("/learning/executions") : null,
      definition: "Plans of a model that were carried out for this person, or that were about them.",
    },
    {
      label: "Tokens",
      value: formatCompact(stored.total_tokens_used),
      href: null,
      definition: definitions.tokens,
    },
    { label: "Cost", value: formatUsd(stored.total_cost), href: null, definition: definitions.cost },
    {
      label: "First seen",
      value: stored.first_seen_at === null ? NO_VALUE : <Time value={stored.first_seen_at} format="date" />,
      href: null,
      definition: "The earliest vote, conversation or execution.",
    },
    {
      label: "Last seen",
      value: stored.last_seen_at === null ? NO_VALUE : <Time value={stored.last_seen_at} format="date" />,
      href: null,
      definition: "The latest vote, execution or activity in a conversation.",
    },
  ];
  return (
    <section aria-label="What is stored" className="rounded-md border bg-surface px-4 py-3">
      <h2 className="text-sm font-semibold">What is stored</h2>
      <p className="text-xs text-muted">In the projects that you may see, at this moment.</p>
      <dl className="mt-3 grid grid-cols-2 gap-x-4 gap-y-3 sm:grid-cols-4 xl:grid-cols-8">
        {figures.map(({ label, value, href, definition }) => (
          <div key={label}>
            <dt className="flex h-6 items-center text-xs text-muted">
              {label}
              <Definition of={label}>{definition}</Definition>
            </dt>
            <dd className="text-base font-semibold tracking-tight">
              {href === null ? (
                value
              ) : (
                <Link
                  href={href}
                  aria-label={`${label}: ${value}, show them`}
                  className="text-accent hover:underline"
                >
                  {value}
                </Link>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
