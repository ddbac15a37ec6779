import { describe, expect, test } from "vitest";
import { actionPlanSchema, planTasks } from "../plans/action-plan-schema";
import { validatePlan } from "../plans/validate";
import { knowledgeDocument } from "./schemas";
import { starterKnowledge } from "./starter";

const examples = starterKnowledge.tasks.flatMap((task) =>
  task.examples.map((example) => ({ task: task.name, ...example })),
);

describe("the starter", () => {
  test("is a document that could be saved", () => {
    expect(knowledgeDocument.parse(starterKnowledge)).toEqual(starterKnowledge);
  });

  test("has the tasks of the action-plan schema, 20 to 30 examples, phrases and formulas", () => {
    expect(starterKnowledge.tasks.map(({ name }) => name)).toEqual([...planTasks]);
    expect(examples.length).toBeGreaterThanOrEqual(20);
    expect(examples.length).toBeLessThanOrEqual(30);
    expect(new Set(examples.map(({ prompt }) => prompt)).size).toBe(examples.length);
    expect(starterKnowledge.patterns.length).toBeGreaterThanOrEqual(10);
    expect(starterKnowledge.formulas.length).toBeGreaterThanOrEqual(15);
  });

  test.each(examples)("the plan of “$prompt” is right", ({ task, action_plan, available_columns }) => {
    expect(action_plan?.task).toBe(task);
    expect(available_columns).toBeTruthy();
    const rules = { schema: actionPlanSchema, knowledge: starterKnowledge };
    expect(validatePlan(action_plan, { ...rules, availableColumns: available_columns ?? null })).toEqual([]);
  });

  test("phrases agree with the examples that hold them, and most are shown by one", () => {
    const holding = starterKnowledge.patterns.map((pattern) => ({
      pattern,
      tasks: examples.filter(({ prompt }) => prompt.includes(pattern.pattern)).map(({ task }) => task),
    }));
    for (const { pattern, tasks } of holding)
      expect(
        tasks.filter((task) => task !== pattern.correct_task),
        pattern.name,
      ).toEqual([]);
    expect(holding.filter(({ tasks }) => tasks.length > 0).length).toBeGreaterThan(10);
  });

  test("every task is meant by a word of one of its own examples", () => {
    for (const { name, keywords, examples: own } of starterKnowledge.tasks)
      expect(
        own.filter(({ prompt }) => keywords.some((word) => prompt.includes(word))).length,
        name,
      ).toBeGreaterThan(1);
  });
});
