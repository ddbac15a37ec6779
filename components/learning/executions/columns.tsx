import type { DataColumn } from "@/components/data-table/columns";
import { CutText, none } from "@/components/ui/cut-text";
import { Time } from "@/components/ui/time";
import { formatMilliseconds } from "@/lib/format/duration";
import { formatCompact, formatUsd } from "@/lib/format/number";
import type { Execution } from "@/lib/learning/executions/schemas";
import { OutcomeMark } from "./outcome-mark";

const tokensOf = ({ tokens_in, tokens_out }: Execution) =>
  tokens_in === null || tokens_out === null ? null : tokens_in + tokens_out;

/** What the table shows of an execution. */
export const executionTableColumns: readonly DataColumn<Execution>[] = [
  {
    id: "created_at",
    header: "Time",
    minWidth: 140,
    cell: (row) => <Time value={row.created_at} className="text-muted" />,
  },
  { id: "success", header: "Outcome", minWidth: 136, cell: (row) => <OutcomeMark row={row} /> },
  {
    id: "user_prompt",
    header: "Prompt",
    minWidth: 180,
    grow: 3,
    cell: (row) => <CutText value={row.user_prompt} />,
  },
  {
    id: "error",
    header: "Error",
    minWidth: 140,
    grow: 2,
    cell: (row) => <CutText value={row.error} isQuiet />,
  },
  { id: "model", header: "Model", minWidth: 116, grow: 1, cell: (row) => <CutText value={row.model} /> },
  {
    id: "version_label",
    header: "Version",
    minWidth: 116,
    grow: 1,
    cell: (row) => <CutText value={row.version_label} isQuiet />,
  },
  {
    id: "retries",
    header: "Retries",
    minWidth: 68,
    isNumeric: true,
    cell: (row) => <span className={row.retries === 0 ? "text-muted" : undefined}>{row.retries}</span>,
  },
  {
    id: "tokens_in",
    header: "Tokens",
    minWidth: 68,
    isNumeric: true,
    cell: (row) => {
      const tokens = tokensOf(row);
      return tokens === null ? none : formatCompact(tokens);
    },
  },
  {
    id: "cost_usd",
    header: "Cost",
    minWidth: 84,
    isNumeric: true,
    cell: (row) => (row.cost_usd === null ? none : formatUsd(row.cost_usd)),
  },
  {
    id: "response_time_ms",
    header: "Latency",
    minWidth: 76,
    isNumeric: true,
    cell: (row) => formatMilliseconds(row.response_time_ms),
  },
];

/** An execution in three lines, where there is no room for columns. */
export function CompactExecution({ row }: { row: Execution }) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-0.5">
      <div className="flex items-center gap-2">
        <span className="min-w-0 flex-1 truncate font-medium">
          <CutText value={row.user_prompt} />
        </span>
        <Time value={row.created_at} format="relative" className="shrink-0 text-xs text-muted" />
      </div>
      <CutText value={row.error ?? JSON.stringify(row.action_plan)} isQuiet />
      <div className="flex items-center gap-2 text-xs text-muted">
        <span className="min-w-0 flex-1 truncate">
          {[row.model, row.version_label].filter((part) => part !== null).join(" · ")}
        </span>
        <span className="shrink-0">
          <OutcomeMark row={row} />
        </span>
      </div>
    </div>
  );
}
