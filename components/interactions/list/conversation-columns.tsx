import type { DataColumn } from "@/components/data-table/columns";
import { Badge } from "@/components/ui/badge";
import { CutText, none } from "@/components/ui/cut-text";
import { Time } from "@/components/ui/time";
import { formatCompact, formatDecimal, formatUsd } from "@/lib/format/number";
import type { Conversation } from "@/lib/interactions/conversations/schemas";
import { QualityScore } from "../conversation/quality";

/** Whether a conversation goes on. */
export function ConversationStatus({ status }: { status: Conversation["conversation_status"] }) {
  return status === "active" ? <Badge tone="positive">Active</Badge> : <Badge>Closed</Badge>;
}

const satisfaction = (row: Conversation) =>
  row.user_satisfaction_avg === null ? (
    none
  ) : (
    <>
      {formatDecimal(row.user_satisfaction_avg)}{" "}
      <span className="text-xs text-muted">n {formatCompact(row.satisfaction_count)}</span>
    </>
  );

const cost = (row: Conversation) =>
  row.total_interactions > 0 && row.unpriced_interactions === row.total_interactions ? (
    // A sum of nothing is no price of zero.
    <span className="text-warning">unpriced</span>
  ) : (
    <>
      {formatUsd(row.total_cost)}
      {row.unpriced_interactions > 0 ? (
        <span className="text-xs text-warning"> +{formatCompact(row.unpriced_interactions)} unpriced</span>
      ) : null}
    </>
  );

/** What the table shows of a conversation. */
export const conversationTableColumns: readonly DataColumn<Conversation>[] = [
  {
    id: "last_activity",
    header: "Last activity",
    minWidth: 140,
    cell: (row) => <Time value={row.last_activity} className="text-muted" />,
  },
  {
    id: "conversation_status",
    header: "Status",
    minWidth: 76,
    cell: (row) => <ConversationStatus status={row.conversation_status} />,
  },
  { id: "user_id", header: "User", minWidth: 120, grow: 1, cell: (row) => <CutText value={row.user_id} /> },
  {
    id: "primary_agent",
    header: "Main agent",
    minWidth: 110,
    grow: 1,
    cell: (row) => <CutText value={row.primary_agent} />,
  },
  {
    id: "agent_handoffs",
    header: "Hand-offs",
    minWidth: 84,
    isNumeric: true,
    cell: (row) => formatCompact(row.agent_handoffs),
  },
  {
    id: "total_interactions",
    header: "Turns",
    minWidth: 64,
    isNumeric: true,
    cell: (row) => formatCompact(row.total_interactions),
  },
  {
    id: "escalations",
    header: "Escalations",
    minWidth: 92,
    isNumeric: true,
    cell: (row) => formatCompact(row.escalations),
  },
  {
    id: "total_tokens_used",
    header: "Tokens",
    minWidth: 76,
    isNumeric: true,
    cell: (row) => formatCompact(row.total_tokens_used),
  },
  { id: "total_cost", header: "Cost", minWidth: 156, isNumeric: true, cell: cost },
  { id: "user_satisfaction_avg", header: "Rated", minWidth: 92, isNumeric: true, cell: satisfaction },
  {
    id: "quality",
    header: "Quality",
    minWidth: 84,
    isNumeric: true,
    cell: (row) => <QualityScore quality={row.quality} />,
  },
  {
    id: "channel_id",
    header: "Channel",
    minWidth: 100,
    cell: (row) => <CutText value={row.channel_id} isQuiet />,
  },
];

/** A conversation in three lines, where there is no room for columns. */
export function CompactConversation({ row }: { row: Conversation }) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-0.5">
      <div className="flex items-center gap-2">
        <span className="min-w-0 flex-1 truncate font-medium">{row.user_id}</span>
        <ConversationStatus status={row.conversation_status} />
        <Time value={row.last_activity} format="relative" className="shrink-0 text-xs text-muted" />
      </div>
      <p className="truncate">
        {row.primary_agent ?? "–"} · {formatCompact(row.total_interactions)}{" "}
        {row.total_interactions === 1 ? "turn" : "turns"} · {formatCompact(row.agent_handoffs)}{" "}
        {row.agent_handoffs === 1 ? "hand-off" : "hand-offs"}
      </p>
      <div className="flex items-center gap-2 text-xs text-muted">
        <span className="min-w-0 flex-1 truncate">{cost(row)}</span>
        {row.user_satisfaction_avg === null ? null : <span>Rated {satisfaction(row)}</span>}
        <span>
          Quality <QualityScore quality={row.quality} />
        </span>
      </div>
    </div>
  );
}
