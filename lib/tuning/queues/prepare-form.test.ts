import { describe, expect, it } from "vitest";
import { emptyQueueForm, toNames, toQueueForm, toQueueInput } from "./prepare-form";

const form = { ...emptyQueueForm("p"), name: "Weak retrieval" };
const queue = {
  id: "0e5d1b0c-6f1c-4c8f-9a53-5c9a4f6d4a11",
  project: "p",
  name: "Weak retrieval",
  instructions: null,
  branch_names: ["a", "b"],
  master_prompt_versions: null,
  similarity_below: 0.7,
  latency_above_ms: null,
  confidence_below: 0,
  is_not_rated_well: true,
  reviewers_per_turn: 2 as const,
  is_blind: true,
  order_by: "random" as const,
  is_open: true,
  progress: { total: 0, done: 0, in_progress: 0, my_done: 0, my_skipped: 0, my_remaining: 0 },
  created_at: "2026-11-20T00:00:00Z",
  updated_at: "2026-11-20T00:00:00Z",
};

describe("the form of a queue", () => {
  it("sends nothing for what is left empty", () => {
    expect(toQueueInput(form)).toEqual({
      input: {
        project: "p",
        name: "Weak retrieval",
        instructions: null,
        branch_names: null,
        master_prompt_versions: null,
        similarity_below: null,
        latency_above_ms: null,
        confidence_below: null,
        is_not_rated_well: false,
        reviewers_per_turn: 1,
        is_blind: false,
        order_by: "oldest",
      },
    });
  });

  it("keeps a stored queue as it is, a bound of 0 too", () => {
    const { id: _id, progress: _progress, is_open: _open, created_at: _c, updated_at: _u, ...rules } = queue;
    expect(toQueueInput(toQueueForm(queue))).toEqual({ input: rules });
  });

  it("names the field that is wrong", () => {
    expect(toQueueInput({ ...form, name: "  ", similarity_below: "low", latency_above_ms: "-1" })).toEqual({
      issues: expect.arrayContaining([
        { path: "similarity_below", message: "must be a number, or empty for any" },
        expect.objectContaining({ path: "name" }),
        expect.objectContaining({ path: "latency_above_ms" }),
      ]),
    });
    expect(toQueueInput({ ...form, similarity_below: "0,7" })).toMatchObject({
      input: { similarity_below: 0.7 },
    });
  });

  it("reads names one a line", () => {
    expect(toNames(" a,b \n\n c\na,b")).toEqual(["a,b", "c"]);
  });
});
