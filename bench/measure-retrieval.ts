import { randomUUID } from "node:crypto";
import type { Sql } from "postgres";
import { randomOf } from "@/lib/stats/random";
import { distractors, retrievalQueries, storedPrompts } from "./retrieval-set";

const LIMIT = 5;

type Stored = { kind: string; prompt: string };

/** The stored prompts and the distractors, in an order that has nothing to do with their kinds; the first is the newest. */
function shuffledPrompts(): Stored[] {
  const random = randomOf("retrieval");
  return [
    ...Object.entries(storedPrompts).flatMap(([kind, prompts]) =>
      prompts.map((prompt) => ({ kind, prompt })),
    ),
    ...distractors.map((prompt, index) => ({ kind: `other/${index}`, prompt })),
  ]
    .map((stored) => ({ stored, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ stored }) => stored);
}

/** A plan as such a prompt gets: one step that is the same for a kind, and in every fifth plan a second one. */
function planOf({ kind }: Stored, index: number) {
  const [task, what] = kind.split("/");
  const step = (type: string | undefined) => ({
    type,
    execution_instructions: { method: `pandas.${type}`, args: [], kwargs: {} },
  });
  return { task, operations: index % 5 === 0 ? [step(what), step("plot")] : [step(what)] };
}

const wordsOf = (text: string) => new Set(text.toLowerCase().split(/\s+/));
const countCommon = (a: Set<string>, b: Set<string>) => [...a].filter((word) => b.has(word)).length;

/** The keyword method that guides to few-shot learning show: of the newest 2 × limit successful rows, those with two words in common. */
function findByNewestKeywords(rows: readonly Stored[], prompt: string): Stored[] {
  const words = wordsOf(prompt);
  return rows
    .slice(0, 2 * LIMIT)
    .filter((row) => countCommon(words, wordsOf(row.prompt)) >= 2)
    .slice(0, LIMIT);
}

/** The same over every row, those with the most words in common first, then the newest. */
function findByAllKeywords(rows: readonly Stored[], prompt: string): Stored[] {
  const words = wordsOf(prompt);
  return rows
    .map((row) => ({ row, common: countCommon(words, wordsOf(row.prompt)) }))
    .filter(({ common }) => common >= 2)
    .sort((a, b) => b.common - a.common)
    .slice(0, LIMIT)
    .map(({ row }) => row);
}

const methods = ["newest", "keywords", "ours", "ours_closest"] as const;
export type RetrievalMethod = (typeof methods)[number];
export const retrievalGroups = ["all", "easy", "hard", "first", "second"] as const;
export type RetrievalFigures = { n: number; recall_at_5: number; mrr: number };
export type RetrievalResult = {
  stored: number;
  kinds: number;
  distractors: number;
  figures: Record<RetrievalMethod, Record<(typeof retrievalGroups)[number], RetrievalFigures>>;
};

/**
 * How well each method finds examples of the kind that a query asks for, on the labelled set: recall@5 = those found among the
 * first five of the five there are (or of how many there are, if fewer), MRR = mean of 1 / place of the first one (0 when
 * there is none among five). `ours` is what the API gives without parameters, `ours_closest` with diversity 0. The rows are
 * stored in a project of their own and stay there. The groups first and second are the halves of the queries of each kind: what
 * is better must be so in both.
 */
export async function measureRetrieval(sql: Sql): Promise<RetrievalResult> {
  const project = `retrieval-${randomUUID()}`;
  const rows = shuffledPrompts();
  const stored = rows.map(({ prompt }, index) => ({
    id: randomUUID(),
    project,
    user_prompt: prompt,
    action_plan: planOf(rows[index] as Stored, index),
    success: true,
    created_at: new Date(Date.UTC(2026, 0, 1) - index * 60_000).toISOString(),
  }));
  await sql`
    insert into public.llm_feedback (id, project, user_prompt, action_plan, success, created_at)
    select id, project, user_prompt, action_plan, success, created_at
    from json_populate_recordset(null::public.llm_feedback, ${JSON.stringify(stored)}::text::json)`;
  await sql`analyze public.llm_feedback`;
  const rowOf = new Map<string, Stored>(stored.map(({ id }, index) => [id, rows[index] as Stored]));
  const find = async (prompt: string, diversity: number): Promise<Stored[]> => {
    const found = await sql<{ id: string }[]>`
      select r.id from private.rank_examples(${prompt}, '{"status": ["unreviewed", "approved"]}', ${[project]}, ${LIMIT}, ${diversity}, 0)
        with ordinality r (id, similarity, n) order by r.n`;
    return found.map(({ id }) => rowOf.get(id) as Stored);
  };

  const scored: { method: RetrievalMethod; groups: string[]; recall: number; reciprocal: number }[] = [];
  for (const [index, { kind, difficulty, prompt }] of retrievalQueries.entries()) {
    const relevant = storedPrompts[kind]?.length ?? 0;
    const lists: Record<RetrievalMethod, Stored[]> = {
      newest: findByNewestKeywords(rows, prompt),
      keywords: findByAllKeywords(rows, prompt),
      ours: await find(prompt, 0.3),
      ours_closest: await find(prompt, 0),
    };
    for (const method of methods) {
      const hits = lists[method].map((row) => row.kind === kind);
      const first = hits.indexOf(true);
      scored.push({
        method,
        groups: ["all", difficulty, index % 2 === 0 ? "first" : "second"],
        recall: hits.filter(Boolean).length / Math.min(LIMIT, relevant),
        reciprocal: first === -1 ? 0 : 1 / (first + 1),
      });
    }
  }
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const figuresOf = (method: RetrievalMethod, group: string): RetrievalFigures => {
    const own = scored.filter((score) => score.method === method && score.groups.includes(group));
    return {
      n: own.length,
      recall_at_5: mean(own.map(({ recall }) => recall)),
      mrr: mean(own.map(({ reciprocal }) => reciprocal)),
    };
  };
  return {
    stored: rows.length - distractors.length,
    kinds: Object.keys(storedPrompts).length,
    distractors: distractors.length,
    figures: Object.fromEntries(
      methods.map((method) => [
        method,
        Object.fromEntries(retrievalGroups.map((group) => [group, figuresOf(method, group)])),
      ]),
    ) as RetrievalResult["figures"],
  };
}

const percent = (value: number) => `${(100 * value).toFixed(1)} %`;
const names: Record<RetrievalMethod, string> = {
  newest: "two common words, among the newest ten",
  keywords: "most common words, among all",
  ours: "`GET /v1/executions/similar`",
  ours_closest: "the same with `diversity=0`",
};

/** The result as Markdown. */
export function renderRetrieval({ stored, kinds, distractors: others, figures }: RetrievalResult): string {
  const { all, easy, hard } = figures.ours;
  return [
    `${stored} stored prompts of ${kinds} kinds and ${others} about other things; ${all.n} queries, ${easy.n} easy, ${hard.n} hard; recall@5 / MRR, of both halves of the queries as well (a few weights were chosen on them, so expect somewhat less elsewhere):`,
    "",
    "| method | all | easy | hard | first half | second half |",
    "| --- | ---: | ---: | ---: | ---: | ---: |",
    ...methods.map(
      (method) =>
        `| ${names[method]} | ${retrievalGroups
          .map(
            (group) =>
              `${percent(figures[method][group].recall_at_5)} / ${figures[method][group].mrr.toFixed(2)}`,
          )
          .join(" | ")} |`,
    ),
  ].join("\n");
}
