import { formatCount, formatDecimal, NO_VALUE } from "@/lib/format/number";
import type { ChartTable, TableValue } from "@/lib/format/table";
import { writeChoices } from "@/lib/query/parameters";
import { type Bucket, listTimeline } from "@/lib/query/timeline";
import { SMALL_SAMPLE } from "@/lib/stats/wilson";
import type { UserProfile } from "./schemas";

/** One line of a profile: what it is, how it is worked out, what it says. */
export type ProfileLine = { key: string; label: string; definition: string; text: string };

const hour = (value: number) =>
  `${String(value).padStart(2, "0")}:00 to ${String((value + 1) % 24).padStart(2, "0")}:00 UTC`;

/** What is said of a person in one project, each with the rule behind it. */
export function prepareProfileLines(profile: UserProfile): ProfileLine[] {
  const { conversation_patterns: patterns, context_preferences: context } = profile;
  return [
    {
      key: "skill_level",
      label: "Skill level",
      definition:
        "The most frequent assessment (user_skill_assessment) among the last 20 interactions that have one; of equals the latest.",
      text: profile.skill_level ?? "not assessed",
    },
    {
      key: "communication_style",
      label: "Style",
      definition:
        "Mean length of the last 100 messages against those of everyone in the project: brief in the lowest third, detailed in the highest, else balanced. From three messages on.",
      text: profile.communication_style ?? "too few messages",
    },
    {
      key: "preferred_agent",
      label: "Preferred agent",
      definition:
        "The agent with the highest mean satisfaction among those that this person rated at least 5 times; without one, the agent used most.",
      text: profile.preferred_agent ?? NO_VALUE,
    },
    {
      key: "expertise_areas",
      label: "Expertise",
      definition:
        "Domains with at least 5 interactions and a mean assessed skill of at least 2.5 of 3 or a mean satisfaction of at least 4.",
      text: profile.expertise_areas.length > 0 ? profile.expertise_areas.join(", ") : "none yet",
    },
    {
      key: "interactions_per_conversation",
      label: "Interactions per conversation",
      definition: "All interactions divided by the conversations they belong to.",
      text: `${formatDecimal(patterns.interactions_per_conversation)} in ${formatCount(patterns.conversations)} ${patterns.conversations === 1 ? "conversation" : "conversations"}`,
    },
    {
      key: "handoffs_per_conversation",
      label: "Hand-offs per conversation",
      definition:
        "Interactions whose predecessor in the conversation has another agent, divided by the conversations.",
      text: formatDecimal(patterns.handoffs_per_conversation),
    },
    {
      key: "busiest_hour_utc",
      label: "Busiest hour",
      definition: "The hour of the day, UTC, with most interactions.",
      text: patterns.busiest_hour_utc === null ? NO_VALUE : hour(patterns.busiest_hour_utc),
    },
    {
      key: "avg_context_tokens",
      label: "Context size",
      definition:
        "Mean context size of all interactions that sent one; and the median size of those rated 4 or 5, when there are at least 5 of them.",
      text:
        context.avg_context_tokens === null
          ? "not sent"
          : `${formatCount(context.avg_context_tokens)} tokens${context.best_context_tokens === null ? "" : `; best at ${formatCount(context.best_context_tokens)} (n ${formatCount(context.n)})`}`,
    },
  ];
}

/** Satisfaction with one agent. */
export type AgentScore = {
  agent: string;
  mean: number;
  n: number;
  isSmall: boolean;
  filter: Record<string, string>;
};

/** Agents by what this person thinks of them, the best first; of equals the one with more ratings. */
export function prepareAgentScores(profile: UserProfile): AgentScore[] {
  return Object.entries(profile.agent_satisfaction_scores)
    .map(([agent, { average, n }]) => ({
      agent,
      mean: average,
      n,
      isSmall: n < SMALL_SAMPLE,
      filter: { agent_type: writeChoices([agent]) },
    }))
    .sort((a, b) => b.mean - a.mean || b.n - a.n || (a.agent < b.agent ? -1 : 1));
}

/** Parts of a whole by name, the largest first. */
export function prepareCounts(counts: Readonly<Record<string, number>>): { name: string; count: number }[] {
  return Object.entries(counts)
    .map(([name, count]) => ({ name, count }))
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
}

/** A month with assessed skill and satisfaction; null where nothing is known, which is a gap. */
export type LearningPoint = Bucket & {
  values: [skill: number | null, satisfaction: number | null];
  n: number;
};

/** Every month from the first to the last that has interactions. */
export function prepareLearning(rows: UserProfile["learning_progress"], now: number): LearningPoint[] {
  const byMonth = new Map(rows.map((row) => [row.month, row]));
  const [first, last] = [rows[0], rows.at(-1)];
  if (!first || !last) return [];
  const start = Date.parse(`${first.month}-01T00:00:00Z`);
  const end = new Date(`${last.month}-01T00:00:00Z`);
  end.setUTCMonth(end.getUTCMonth() + 1);
  return listTimeline({ size: "month", range: { from: start, to: end.getTime() }, now }).map((bucket) => {
    const row = byMonth.get(bucket.bucket.slice(0, 7));
    return { ...bucket, values: [row?.skill ?? null, row?.satisfaction ?? null], n: row?.n ?? 0 };
  });
}

const written = (value: TableValue) => (value === null ? NO_VALUE : Number(value).toFixed(2));

/** The months of the API as a table; each leads to its interactions. */
export function tabulateLearning(
  rows: UserProfile["learning_progress"],
  hrefOf: (range: { from: string; to: string }) => string,
): ChartTable {
  const points = new Map(
    prepareLearning(rows, Number.POSITIVE_INFINITY).map((point) => [point.bucket.slice(0, 7), point]),
  );
  return {
    columns: [
      { name: "month", label: "Month (UTC)" },
      { name: "skill", label: "Skill, 1 to 3", isNumeric: true, format: written },
      { name: "satisfaction", label: "Satisfaction, 1 to 5", isNumeric: true, format: written },
      { name: "n", label: "Interactions", isNumeric: true, format: (value) => formatCount(Number(value)) },
    ],
    rows: rows.map((row) => {
      const drill = points.get(row.month)?.drill;
      return {
        ...(drill ? { href: hrefOf(drill) } : {}),
        values: [row.month, row.skill, row.satisfaction, row.n],
      };
    }),
  };
}

/** Whether an id is the one-way form in which a project may keep its people. */
export const isOneWayId = (id: string) => /^hmac_[0-9a-f]{64}$/.test(id);

/** An id short enough for a line: the one-way form by its beginning and end. */
export const shortId = (id: string) => (isOneWayId(id) ? `${id.slice(0, 13)}…${id.slice(-4)}` : id);

/** Where a person is on this site. */
export const personHref = (id: string) => `/interactions/people/${encodeURIComponent(id)}`;
