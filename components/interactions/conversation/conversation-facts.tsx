import Link from "next/link";
import { Detail, DetailList } from "@/components/data-table/row-details";
import { Badge } from "@/components/ui/badge";
import { CopyButton } from "@/components/ui/copy-button";
import { Definition } from "@/components/ui/definition";
import { Time } from "@/components/ui/time";
import { formatMilliseconds } from "@/lib/format/duration";
import { formatCount, formatDecimal, formatUsd, NO_VALUE } from "@/lib/format/number";
import type { Conversation } from "@/lib/interactions/conversations/schemas";
import { definitions } from "@/lib/interactions/prepare-definitions";
import { ConversationStatus } from "../list/conversation-columns";
import { QualityScore } from "./quality";

const linkClass = "underline decoration-border underline-offset-2 hover:decoration-foreground";

/** Who talked, when, and what the conversation took. */
export function ConversationFacts({ conversation }: { conversation: Conversation }) {
  const { quality, satisfaction_count: rated, unpriced_interactions: unpriced } = conversation;
  return (
    <section aria-label="Conversation" className="grid gap-3 border-b px-4 py-4">
      <div className="flex flex-wrap items-center gap-2">
        <ConversationStatus status={conversation.conversation_status} />
        <Badge>{conversation.project}</Badge>
        <Badge>{conversation.channel_id}</Badge>
        {conversation.agent_handoffs > 0 ? (
          <Badge tone="accent">
            {formatCount(conversation.agent_handoffs)}{" "}
            {conversation.agent_handoffs === 1 ? "hand-off" : "hand-offs"}
          </Badge>
        ) : null}
      </div>
      <DetailList>
        <Detail name="User">
          <Link
            href={`/interactions/people/${encodeURIComponent(conversation.user_id)}`}
            className={`${linkClass} break-all`}
          >
            {conversation.user_id}
          </Link>
        </Detail>
        <Detail name="Began">
          <Time value={conversation.started_at} />
        </Detail>
        <Detail name="Last activity">
          <Time value={conversation.last_activity} />
        </Detail>
        <Detail name="Took">
          {formatCount(conversation.total_interactions)}{" "}
          {conversation.total_interactions === 1 ? "interaction" : "interactions"},{" "}
          {formatCount(conversation.total_tokens_used)} tokens, {formatUsd(conversation.total_cost)}
          {unpriced > 0 ? <span className="text-warning">, {formatCount(unpriced)} unpriced</span> : null}
          {conversation.avg_response_time_ms === null
            ? ""
            : `, ${formatMilliseconds(conversation.avg_response_time_ms)} on average`}
        </Detail>
        <Detail name="Satisfaction">
          {conversation.user_satisfaction_avg === null
            ? "not rated"
            : `${formatDecimal(conversation.user_satisfaction_avg)} of 5, n ${formatCount(rated)}`}
        </Detail>
        <Detail name="Quality">
          <QualityScore quality={quality} />
        </Detail>
        <Detail name="Context quality">
          {conversation.context_quality_score === null
            ? NO_VALUE
            : conversation.context_quality_score.toFixed(2)}
          <Definition of="Context quality" className="-my-1">
            {definitions.context_quality}
          </Definition>
        </Detail>
        {conversation.external_conversation_id === null ? null : (
          <Detail name="Own id">
            <code className="font-mono text-xs break-all">{conversation.external_conversation_id}</code>
          </Detail>
        )}
        <Detail name="Id">
          <span className="flex items-center gap-1">
            <code className="font-mono text-xs break-all">{conversation.id}</code>
            <CopyButton value={conversation.id} label="Copy the id of the conversation" />
          </span>
        </Detail>
      </DetailList>
    </section>
  );
}
