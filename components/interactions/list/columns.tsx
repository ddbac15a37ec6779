import type { DataColumn } from "@/components/data-table/columns";
import { CutText, none } from "@/components/ui/cut-text";
import { Time } from "@/components/ui/time";
import { formatMilliseconds } from "@/lib/format/duration";
import { formatCompact } from "@/lib/format/number";
import type { Interaction } from "@/lib/interactions/schemas";
import { AgentMark, Cost, EscalationMark, Satisfaction } from "./marks";

/** What the table shows of an interaction. */
export const interactionTableColumns: readonly DataColumn<Interaction>[] = [
  {
    id: "timestamp",
    header: "Time",
    minWidth: 140,
    cell: (row) => <Time value={row.timestamp} className="text-muted" />,
  },
  { id: "agent_type", header: "Agent", minWidth: 132, grow: 1, cell: (row) => <AgentMark row={row} /> },
  {
    id: "user_message",
    header: "Message",
    minWidth: 150,
    grow: 3,
    cell: (row) => <CutText value={row.user_message} />,
  },
  {
    id: "agent_response",
    header: "Answer",
    minWidth: 116,
    grow: 3,
    cell: (row) => <CutText value={row.agent_response} isQuiet />,
  },
  { id: "model", header: "Model", minWidth: 116, grow: 1, cell: (row) => <CutText value={row.model} /> },
  {
    id: "tokens_used",
    header: "Tokens",
    minWidth: 68,
    isNumeric: true,
    cell: (row) => (row.tokens_used === null ? none : formatCompact(row.tokens_used)),
  },
  {
    id: "cost_usd",
    header: "Cost",
    minWidth: 84,
    isNumeric: true,
    cell: (row) => <Cost value={row.cost_usd} />,
  },
  {
    id: "response_time_ms",
    header: "Latency",
    minWidth: 76,
    isNumeric: true,
    cell: (row) => formatMilliseconds(row.response_time_ms),
  },
  {
    id: "user_satisfaction",
    header: "Rated",
    minWidth: 56,
    isNumeric: true,
    cell: (row) => <Satisfaction value={row.user_satisfaction} />,
  },
  {
    id: "escalation_suggested",
    header: "Escalation",
    minWidth: 104,
    cell: (row) => <EscalationMark row={row} />,
  },
  {
    id: "domain_classification",
    header: "Domain",
    minWidth: 88,
    cell: (row) => <CutText value={row.domain_classification} isQuiet />,
  },
];

/** An interaction in three lines, where there is no room for columns. */
export function CompactInteraction({ row }: { row: Interaction }) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-0.5">
      <div className="flex items-center gap-2">
        <span className="min-w-0 flex-1 truncate font-medium">
          <CutText value={row.user_message} />
        </span>
        <Time value={row.timestamp} format="relative" className="shrink-0 text-xs text-muted" />
      </div>
      <CutText value={row.agent_response} isQuiet />
      <div className="flex items-center gap-2 text-xs text-muted">
        <span className="min-w-0 flex-1 truncate">
          {[row.agent_type, row.model].filter((part) => part !== null).join(" · ")}
        </span>
        <span className="shrink-0">
          <Cost value={row.cost_usd} />
        </span>
        {row.user_satisfaction === null ? null : <Satisfaction value={row.user_satisfaction} />}
      </div>
    </div>
  );
}
