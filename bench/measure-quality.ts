import { randomUUID } from "node:crypto";
import type { Sql } from "postgres";
import { z } from "zod";
import { type Correlation, spearmanCorrelation } from "@/lib/stats/spearman";

const rating = z.int().min(1).max(5).nullable();
const conversation = z.object({
  conversation_id: z.string(),
  conversation_rating: z.object({ agent_1: rating, agent_2: rating }),
  turns: z.array(
    z.object({ user_message: z.string(), assistant_response: z.string(), rating_1_to_5: rating }),
  ),
});
export type RatedConversation = z.infer<typeof conversation>;

/** Conversations of a JSONL file whose people rated turns and the whole. */
export function readRated(text: string): RatedConversation[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => conversation.parse(JSON.parse(line)));
}

const raters = ["agent_1", "agent_2"] as const;
const scores = ["score", "score_without_satisfaction"] as const;

export type QualityResult = {
  conversations: number;
  interactions: number;
  repeats: number;
  corrections: number;
  rows: { rater: (typeof raters)[number]; score: (typeof scores)[number]; correlation: Correlation | null }[];
};

/**
 * How the quality score of conversations goes with what their people said of them: stores each as interactions of a project
 * of its own, a minute apart, turn ratings as satisfaction, and reads the score that the database gives.
 */
export async function measureQuality(
  sql: Sql,
  conversations: readonly RatedConversation[],
): Promise<QualityResult> {
  const project = `quality-${randomUUID()}`;
  const ids = conversations.map(() => randomUUID());
  const rows = conversations.flatMap(({ turns }, index) =>
    turns.map((turn, place) => ({
      conversation_id: ids[index],
      project,
      user_id: "a",
      agent_type: "chat",
      timestamp: new Date(Date.UTC(2026, 0, 1) + place * 60_000).toISOString(),
      user_message: turn.user_message,
      agent_response: turn.assistant_response,
      user_satisfaction: turn.rating_1_to_5,
    })),
  );
  await sql`
    insert into public.llm_conversations (id, project, user_id, started_at)
    select x::uuid, ${project}, 'a', '2026-01-01T00:00:00Z' from json_array_elements_text(${JSON.stringify(ids)}::text::json) x`;
  for (let from = 0; from < rows.length; from += 1000) {
    await sql`
      insert into public.llm_interactions (conversation_id, project, user_id, agent_type, timestamp, user_message, agent_response, user_satisfaction)
      select r.conversation_id, r.project, r.user_id, r.agent_type, r.timestamp, r.user_message, r.agent_response, r.user_satisfaction
      from json_to_recordset(${JSON.stringify(rows.slice(from, from + 1000))}::text::json) r (conversation_id uuid, project text, user_id text,
        agent_type text, timestamp timestamptz, user_message text, agent_response text, user_satisfaction integer)
      order by r.conversation_id, r.timestamp`;
  }
  const measured = await sql<
    {
      id: string;
      repeats: number;
      corrections: number;
      quality: Record<(typeof scores)[number], number | null>;
    }[]
  >`
    select c.id, c.repeats::int as repeats, c.corrections::int as corrections, private.conversation_quality(c) as quality
    from public.llm_conversations c where c.project = ${project}`;
  const found = new Map(measured.map((row) => [row.id, row]));
  const sum = (name: "repeats" | "corrections") => measured.reduce((total, row) => total + row[name], 0);
  return {
    conversations: conversations.length,
    interactions: rows.length,
    repeats: sum("repeats"),
    corrections: sum("corrections"),
    rows: raters.flatMap((rater) =>
      scores.map((score) => ({
        rater,
        score,
        correlation: spearmanCorrelation(
          conversations.flatMap(({ conversation_rating }, index): [number, number][] => {
            const given = conversation_rating[rater];
            const worked = found.get(ids[index] as string)?.quality[score] ?? null;
            return given === null || worked === null ? [] : [[worked, given]];
          }),
          `${rater} ${score}`,
        ),
      })),
    ),
  };
}

const number = (value: number) => value.toFixed(2).replace("-", "−");

/** The table of the guide. */
export function renderQuality(result: QualityResult): string {
  return [
    `${result.conversations.toLocaleString("en")} conversations, ${result.interactions.toLocaleString("en")} interactions, of which ${result.repeats.toLocaleString("en")} repeats and ${result.corrections.toLocaleString("en")} corrections:`,
    "",
    "| rater | score | n | Spearman's ρ | 95 % interval |",
    "| --- | --- | ---: | ---: | --- |",
    ...result.rows.map(({ rater, score, correlation }) =>
      correlation
        ? `| ${rater} | ${score} | ${correlation.n} | ${number(correlation.rho)} | ${number(correlation.low)} to ${number(correlation.high)} |`
        : `| ${rater} | ${score} | – | – | – |`,
    ),
  ].join("\n");
}
