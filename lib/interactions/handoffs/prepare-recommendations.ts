import { formatCount, formatPercent, NO_VALUE } from "@/lib/format/number";
import type { ChartTable, TableValue } from "@/lib/format/table";
import { writeChoices } from "@/lib/query/parameters";
import type { SubjectKind } from "./prepare-address";
import type { RecommendationRow } from "./schemas";

type HrefOf = (patch: Record<string, string>) => string;
type Agent = RecommendationRow["agents"][number];

/** Lines that are listed; the file holds all. */
export const MAX_SUBJECTS = 50;
/** Below so many rated interactions an agent is not compared. */
export const MIN_RATED = 10;

/** One agent of a subject as it is written. */
export type AgentCell = { agent: string; mean: string; interval: string; n: number; share: string };

/** What is recommended for one domain or person, and what it was compared with. */
export type RecommendationLine = {
  key: string;
  subject: string;
  /** Null while channels are together. */
  channel: string | null;
  total: number;
  best: AgentCell | null;
  next: AgentCell | null;
  verdict: "distinct" | "may be chance" | "too little to tell";
  filter: Record<string, string>;
};

/** The interactions of a subject, and of its channel, as parameters of the list. A user's id is taken literally, commas and all. */
export const filterOfSubject = (
  { subject, channel_id }: Pick<RecommendationRow, "subject" | "channel_id">,
  by: SubjectKind,
): Record<string, string> => ({
  ...(by === "user" ? { user_id: subject } : { domain_classification: writeChoices([subject]) }),
  ...(channel_id === null ? {} : { channel_id: writeChoices([channel_id]) }),
});

/** Recommendations line by line, in the order of the API: the busiest first. */
export function prepareRecommendations(
  rows: readonly RecommendationRow[],
  by: SubjectKind,
): RecommendationLine[] {
  return rows.map((row) => {
    const total = row.agents.reduce((sum, agent) => sum + agent.total_interactions, 0);
    const compared = row.agents.filter((agent) => agent.satisfaction_count >= MIN_RATED);
    const best = row.agents.find((agent) => agent.agent_type === row.recommended_agent);
    const next = best && compared.find((agent) => agent !== best);
    return {
      key: JSON.stringify([row.subject, row.channel_id]),
      subject: row.subject,
      channel: row.channel_id,
      total,
      best: best ? toCell(best, total) : null,
      next: next ? toCell(next, total) : null,
      verdict: !best ? "too little to tell" : row.is_distinct ? "distinct" : "may be chance",
      filter: filterOfSubject(row, by),
    };
  });
}

const decimals = (value: number | null) => (value === null ? NO_VALUE : value.toFixed(2));

const toCell = (agent: Agent, total: number): AgentCell => ({
  agent: agent.agent_type,
  mean: decimals(agent.avg_user_satisfaction),
  interval: `${decimals(agent.satisfaction_ci_low)}–${decimals(agent.satisfaction_ci_high)}`,
  n: agent.satisfaction_count,
  share: formatPercent(total === 0 ? null : agent.total_interactions / total, 0),
});

const count = (value: TableValue) => formatCount(Number(value));
const mean = (value: TableValue) => decimals(value === null ? null : Number(value));

/** Every agent of every subject, one line each, under the names of the API. */
export function tabulateRecommendations(
  rows: readonly RecommendationRow[],
  by: SubjectKind,
  hrefOf: HrefOf,
): ChartTable {
  return {
    columns: [
      { name: "subject", label: by === "user" ? "User" : "Domain" },
      { name: "channel_id", label: "Channel" },
      { name: "recommended_agent", label: "Recommended" },
      { name: "is_distinct", label: "Distinct", format: (value) => (value === "true" ? "yes" : "no") },
      { name: "agent_type", label: "Agent" },
      { name: "total_interactions", label: "Interactions", isNumeric: true, format: count },
      { name: "satisfaction_count", label: "n", isNumeric: true, format: count },
      { name: "avg_user_satisfaction", label: "Satisfaction", isNumeric: true, format: mean },
      { name: "satisfaction_ci_low", label: "95% from", isNumeric: true, format: mean },
      { name: "satisfaction_ci_high", label: "to", isNumeric: true, format: mean },
    ],
    rows: rows.flatMap((row) =>
      row.agents.map((agent) => ({
        href: hrefOf({
          ...filterOfSubject(row, by),
          agent_type: writeChoices([agent.agent_type]),
        }),
        values: [
          row.subject,
          row.channel_id,
          row.recommended_agent,
          String(row.is_distinct),
          agent.agent_type,
          agent.total_interactions,
          agent.satisfaction_count,
          agent.avg_user_satisfaction,
          agent.satisfaction_ci_low,
          agent.satisfaction_ci_high,
        ],
      })),
    ),
  };
}
