"use client";
import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import { CopyButton } from "@/components/ui/copy-button";
import { DiffText } from "@/components/ui/diff-text";
import { LongText } from "@/components/ui/long-text";
import { Time } from "@/components/ui/time";
import type { Feedback } from "@/lib/feedback/schemas";
import { formatDecimal } from "@/lib/format/number";
import { toHref } from "@/lib/query/url-state";
import { MetadataView } from "./metadata-view";
import { RatingMark } from "./rating-mark";
import { VoteHistory } from "./vote-history";

/** Everything there is to read about a vote. */
export function VoteDetails({ vote }: { vote: Feedback }) {
  return (
    <div className="divide-y">
      <Section title="About">
        <div className="flex flex-wrap items-center gap-2">
          <RatingMark rating={vote.rating} hasText className="text-13" />
          <Badge>{vote.model}</Badge>
          <Badge>{vote.intent ?? "No intent"}</Badge>
          <Badge>{vote.project}</Badge>
        </div>
      </Section>
      <Section title="Query">
        <LongText text={vote.query} />
      </Section>
      <Section title="Response">
        <LongText text={vote.response} />
      </Section>
      {vote.corrected_response === null ? null : (
        <Section title="Corrected response" hint="against the response">
          <DiffText before={vote.response} after={vote.corrected_response} />
        </Section>
      )}
      {vote.comment === null ? null : (
        <Section title="Comment">
          <LongText text={vote.comment} />
        </Section>
      )}
      <Section title="Details">
        <dl className="grid grid-cols-[minmax(6rem,auto)_1fr] gap-x-4 gap-y-1.5 text-13">
          <Detail name="Recorded">
            <Time value={vote.created_at} />
          </Detail>
          {vote.user_id === null ? null : (
            <Detail name="User">
              <FilterLink name="user_id" value={vote.user_id} />
            </Detail>
          )}
          {vote.session_id === null ? null : (
            <Detail name="Session">
              <FilterLink name="session_id" value={vote.session_id} />
            </Detail>
          )}
          {vote.response_id === null ? null : <Detail name="Response id">{vote.response_id}</Detail>}
          {vote.memory_used === null ? null : (
            <Detail name="Memory">{formatDecimal(vote.memory_used)} MB</Detail>
          )}
          {vote.tools_called.length === 0 ? null : (
            <Detail name="Tools">
              <span className="flex flex-wrap gap-1">
                {vote.tools_called.map((tool, index) => (
                  // A tool may have been called twice.
                  // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes
                  <Badge key={index}>{tool}</Badge>
                ))}
              </span>
            </Detail>
          )}
          <Detail name="Id">
            <span className="flex items-center gap-1">
              <code className="font-mono text-xs break-all">{vote.id}</code>
              <CopyButton value={vote.id} label="Copy the id" />
            </span>
          </Detail>
        </dl>
      </Section>
      {Object.keys(vote.metadata).length === 0 ? null : (
        <Section title="Metadata">
          <MetadataView metadata={vote.metadata} />
        </Section>
      )}
      <Section title="History">
        <VoteHistory vote={vote} />
      </Section>
    </div>
  );
}

function Section({ title, hint, children }: { title: string; hint?: string; children: React.ReactNode }) {
  return (
    <section aria-label={title} className="grid gap-2 px-4 py-4">
      <h3 className="text-xs font-medium text-muted">
        {title}
        {hint ? <span className="font-normal"> {hint}</span> : null}
      </h3>
      {children}
    </section>
  );
}

function Detail({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  );
}

/** Leads to every vote of the same user or session, in the largest range there is. */
function FilterLink({ name, value }: { name: "user_id" | "session_id"; value: string }) {
  return (
    <Link
      href={toHref("/feedback", { days: "366", [name]: value })}
      className="break-all underline decoration-border underline-offset-2 hover:decoration-foreground"
      title="Show every vote of this one in the last 366 days"
    >
      {value}
    </Link>
  );
}
