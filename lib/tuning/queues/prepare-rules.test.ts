import { expect, it } from "vitest";
import { describeRules } from "./prepare-rules";

const everything = {
  branch_names: null,
  master_prompt_versions: null,
  similarity_below: null,
  latency_above_ms: null,
  confidence_below: null,
  is_not_rated_well: false,
  reviewers_per_turn: 1 as const,
  is_blind: false,
  order_by: "oldest" as const,
};

it("says the rules of a queue in words", () => {
  expect(describeRules(everything)).toEqual(["every turn of the project", "1 reviewer", "oldest first"]);
  expect(
    describeRules({
      ...everything,
      similarity_below: 0.7,
      latency_above_ms: 2500,
      is_not_rated_well: true,
      branch_names: ["main"],
      master_prompt_versions: ["a", "b"],
      reviewers_per_turn: 2,
      is_blind: true,
      order_by: "lowest_similarity",
    }),
  ).toEqual([
    "similarity below 0.7",
    "latency above 2,500 ms",
    "not rated well",
    "branch main",
    "versions a, b",
    "2 reviewers",
    "blind",
    "lowest similarity first",
  ]);
});
