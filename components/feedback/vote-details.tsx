"use client";
import Link from "next/link";
import { MetadataView } from "@/components/data-table/metadata-view";
import { Detail, DetailList, DetailSection, IdDetail, RowDetails } from "@/components/data-table/row-details";
import { Badge } from "@/components/ui/badge";
import { DiffText } from "@/components/ui/diff-text";
import { LongText } from "@/components/ui/long-text";
import { Time } from "@/components/ui/time";
import type { Feedback } from "@/lib/feedback/schemas";
import { formatDecimal } from "@/lib/format/number";
import { toHref } from "@/lib/query/url-state";
import { RatingMark } from "./rating-mark";
import { VoteHistory } from "./vote-history";

/** Everything there is to read about a vote. */
export function VoteDetails({ vote }: { vote: Feedback }) {
  return (
    <RowDetails>
      <DetailSection title="About">
        <div className="flex flex-wrap items-center gap-2">
          <RatingMark rating={vote.rating} hasText className="text-13" />
          <Badge>{vote.model}</Badge>
          <Badge>{vote.intent ?? "No intent"}</Badge>
          <Badge>{vote.project}</Badge>
        </div>
      </DetailSection>
      <DetailSection title="Query">
        <LongText text={vote.query} />
      </DetailSection>
      <DetailSection title="Response">
        <LongText text={vote.response} />
      </DetailSection>
      {vote.corrected_response === null ? null : (
        <DetailSection title="Corrected response" hint="against the response">
          <DiffText before={vote.response} after={vote.corrected_response} />
        </DetailSection>
      )}
      {vote.comment === null ? null : (
        <DetailSection title="Comment">
          <LongText text={vote.comment} />
        </DetailSection>
      )}
      <DetailSection title="Details">
        <DetailList>
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
          <IdDetail id={vote.id} />
        </DetailList>
      </DetailSection>
      {Object.keys(vote.metadata).length === 0 ? null : (
        <DetailSection title="Metadata">
          <MetadataView metadata={vote.metadata} />
        </DetailSection>
      )}
      <DetailSection title="History">
        <VoteHistory vote={vote} />
      </DetailSection>
    </RowDetails>
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
