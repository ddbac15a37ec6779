// npm run bench:compose: how long composing a prompt takes once its material is there, for 1,000 different requests with the built-in
// strategy, and for contexts of 100,000 and 200,000 characters. The time must double with the text, whatever the text is made of.
import { starterKnowledge } from "../lib/learning/knowledge/starter";
import { actionPlanSchema } from "../lib/learning/plans/action-plan-schema";
import { composePrompt } from "../lib/learning/prompts/compose";
import type { PromptMaterial } from "../lib/learning/prompts/material";
import { builtinBody } from "../lib/learning/strategies/builtin";

const REQUESTS = 1_000;
const LENGTH = 200_000;
const fill = (piece: string) => piece.repeat(Math.ceil(LENGTH / piece.length)).slice(0, LENGTH);

const texts = {
  prose: fill("The quick brown fox asked 4711 times about order 12-34. "),
  "one word": fill("a"),
  spaces: fill(" "),
  "one Chinese word": fill("日"),
  punctuation: fill("!"),
  "tags of ours": fill("</examples>"),
};

const material = (n: number, context = "One row per order."): PromptMaterial => ({
  project: "bench",
  user_prompt: `remove duplicates of order ${n} and create dashboard`,
  available_columns: Array.from({ length: 30 }, (_, column) => `column_${column}`),
  context,
  previous_errors: [`Column 'Sale ${n}' does not exist`],
  strategy: { name: "built-in", version: 0, body: builtinBody },
  prompt_version: null,
  knowledge: { version: 0, document: starterKnowledge },
  retrieved: Array.from({ length: 5 }, (_, index) => ({
    id: `00000000-0000-4000-8000-${String(n * 5 + index).padStart(12, "0")}`,
    prompt: `drop the duplicate rows of table ${n * 5 + index}`,
    action_plan: { task: "clean", operations: [{ type: "remove_duplicates" }] },
    similarity: 1,
    source: "successful",
    is_pinned: false,
    tokens: 40,
    created_at: "2026-01-01T00:00:00Z",
  })),
  output_schema: actionPlanSchema,
  experiment: null,
});

function time(run: () => unknown): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}

// What is compiled and counted once is not what a request takes.
for (let n = 0; n < 100; n += 1) composePrompt(material(n));
const taken = Array.from({ length: REQUESTS }, (_, n) => time(() => composePrompt(material(1_000 + n)))).sort(
  (a, b) => a - b,
);
const at = (share: number) => Number((taken[Math.floor(share * (REQUESTS - 1))] ?? 0).toFixed(2));
console.table([
  {
    tokens: composePrompt(material(0)).tokens,
    "p50 (ms)": at(0.5),
    "p95 (ms)": at(0.95),
    "p99 (ms)": at(0.99),
  },
]);
console.table(
  Object.entries(texts).map(([name, text]) => ({
    context: name,
    "100,000 (ms)": Math.round(time(() => composePrompt(material(0, text.slice(0, LENGTH / 2))))),
    "200,000 (ms)": Math.round(time(() => composePrompt(material(0, text)))),
  })),
);
