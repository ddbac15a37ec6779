import { describe, expect, test } from "vitest";
import { toExampleParameters, toSimilarParameters } from "./prepare-address";
import { prepareEffect, prepareUndo, taskOf } from "./prepare-example";
import type { Example } from "./schemas";

const none = {
  with_n: 0,
  with_success_rate: null,
  with_ci_low: null,
  with_ci_high: null,
  without_n: 40,
  without_success_rate: 0.5,
  without_ci_low: 0.35,
  without_ci_high: 0.65,
};
const example = {
  action_plan: { task: "clean" },
  better_action_plan: null,
  example_status: "unreviewed",
  is_pinned: false,
  example_note: "old",
  effect: none,
} as unknown as Example;

const filters = { project: null, q: null, status: null, is_pinned: null, has_better_plan: null };

describe("examples", () => {
  test("an effect of none is no rate, and few are a small sample", () => {
    expect(prepareEffect(example)).toEqual([
      { key: "with", label: "With this example", total: 0, isSmall: true, rate: null },
      {
        key: "without",
        label: "With other examples only",
        total: 40,
        isSmall: false,
        rate: { accuracy: 0.5, low: 0.35, high: 0.65 },
      },
    ]);
  });

  test("undoing sets the same fields as they were, and no others", () => {
    expect(prepareUndo(example, { status: "approved", example_note: null, expected_version: 3 })).toEqual({
      status: "unreviewed",
      example_note: "old",
    });
    expect(prepareUndo(example, { better_action_plan: { task: "sort" } })).toEqual({
      better_action_plan: null,
    });
  });

  test("the task is that of the better plan", () => {
    expect(taskOf(example)).toBe("clean");
    expect(taskOf({ ...example, better_action_plan: { task: "sort" } })).toBe("sort");
    expect(taskOf({ ...example, better_action_plan: { task: 5 } })).toBeNull();
  });

  test("filters are parameters of the list, and a search those of the similar ones too", () => {
    expect(toExampleParameters(filters)).toEqual({});
    expect(toSimilarParameters({ ...filters, q: " " })).toBeNull();
    const search = { ...filters, q: "sum", project: ["a,b"], status: "approved" as const, is_pinned: true };
    expect(toExampleParameters(search)).toEqual({
      q: "sum",
      project: "a\\,b",
      status: "approved",
      is_pinned: "true",
    });
    expect(toSimilarParameters(search)).toEqual({
      prompt: "sum",
      project: "a\\,b",
      limit: "50",
      diversity: "0",
    });
  });
});
