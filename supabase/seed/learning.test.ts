import { describe, expect, test } from "vitest";
import { starterKnowledge } from "@/lib/learning/knowledge/starter";
import { actionPlanSchema } from "@/lib/learning/plans/action-plan-schema";
import { validatePlan } from "@/lib/learning/plans/validate";
import { composeDemoExecutions, composeReviews } from "./learning";
import { type AnalystColumns, analystTables, analystTopics } from "./texts/analyst";
import { fillSlots } from "./texts/topic";

/** What the words of a prompt ask for, and how a plan says it. */
const meanings: [RegExp, RegExp][] = [
  [/\b(average|mean)\b/, /"mean"/],
  [/\bmedian\b/, /"median"/],
  [/\b(total|sum|add up)\b/, /"sum"/],
  [/\bhow many\b/, /"count/],
  [/\b(duplicates|repeated|twice)\b/, /drop_duplicates/],
  [/\bempty rows\b/, /dropna/],
  [/\b(chart|plot|compare)\b/, /"chart_type":"bar"/],
  [/\b(highest first|newest on top|large to small)\b/, /"ascending":false/],
  [/\b(above|over)\b/, />/],
  [/\bsplit\b/, /str\.split/],
];
const names = (text: string, word: string) => new RegExp(`\\b${word}(?![a-z])`).test(text);

/** How a plan differs from what its prompt asks for; empty = it does that. */
function findDifferences(prompt: string, plan: object, columns: readonly string[]): string[] {
  const text = JSON.stringify(plan);
  const numbers = (prompt.match(/\d[\d,]*/g) ?? []).map((number) => number.replaceAll(",", ""));
  const values: string[] = text.match(/(?<!\w)\d+/g) ?? [];
  return [
    ...columns
      .filter((column) => names(prompt, column) !== names(text, column))
      .map((name) => `column ${name}`),
    ...numbers.filter((number) => !values.includes(number)).map((number) => `number ${number}`),
    ...meanings
      .filter(([words, said]) => words.test(prompt) !== said.test(text))
      .map(([words]) => `meaning ${words.source}`),
  ];
}

describe("the requests of the demo", () => {
  const cases = Object.values(analystTables)
    .flat()
    .flatMap((columns) =>
      analystTopics.flatMap(({ task, requests }) =>
        requests.map(({ prompt, plan }) => ({
          task,
          prompt: fillSlots(prompt, { ...columns }),
          columns,
          plan,
        })),
      ),
    );

  test.each(cases)("$prompt", ({ task, prompt, columns, plan }) => {
    const right = plan(columns);
    const availableColumns = Object.values<string>({ ...columns } satisfies AnalystColumns);
    expect(findDifferences(prompt, right, availableColumns)).toEqual([]);
    expect(right.task).toBe(task);
    expect(
      validatePlan(right, { schema: actionPlanSchema, knowledge: starterKnowledge, availableColumns }),
    ).toEqual([]);
  });

  test("would be found out with a plan for other words", () => {
    const wrong = { task: "filter", operations: [{ args: ["quantity > 100"] }] };
    expect(findDifferences("everything with a quantity over 1,000", wrong, ["quantity"])).toEqual([
      "number 1000",
    ]);
    expect(
      findDifferences("total sales per region", { agg: { sales: "mean" } }, ["sales", "region"]),
    ).toEqual(["column region", expect.stringContaining("mean"), expect.stringContaining("sum")]);
  });
});

describe("the executions of the demo", () => {
  const rows = composeDemoExecutions(new Date("2026-11-20T15:30:00Z"));
  const differencesOf = (of: typeof rows, planOf: (row: (typeof rows)[number]) => object) =>
    of.flatMap((row) =>
      findDifferences(row.user_prompt, planOf(row), row.available_columns).map(
        (difference) => `${row.user_prompt}: ${difference}`,
      ),
    );

  test("that worked did what their prompts ask for", () => {
    const worked = rows.filter(({ success }) => success);
    expect(worked.length).toBeGreaterThan(1000);
    expect(differencesOf(worked, (row) => row.action_plan)).toEqual([]);
  });

  test("that reviewers approved, too, by the plan that they wrote where there is one", () => {
    const byId = new Map(rows.map((row) => [row.id, row]));
    const reviews = composeReviews(rows);
    expect(reviews.filter((review) => review.better_action_plan !== null).length).toBeGreaterThan(5);
    const reviewed = reviews.flatMap(({ id, better_action_plan }) => {
      const row = byId.get(id);
      return row ? [{ ...row, action_plan: better_action_plan ?? row.action_plan }] : [];
    });
    expect(reviewed).toHaveLength(reviews.length);
    expect(differencesOf(reviewed, (row) => row.action_plan)).toEqual([]);
  });
});
