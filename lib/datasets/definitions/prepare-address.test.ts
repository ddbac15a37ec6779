import { describe, expect, it } from "vitest";
import { readBuilderSearch, toBuilderSearch } from "./prepare-address";
import { type DatasetForm, newDatasetForm } from "./prepare-form";

const read = (search: string) => readBuilderSearch(new URLSearchParams(search));

describe("the address of the builder", () => {
  it("without anything is a new dataset", () => {
    expect(read("")).toEqual({ form: newDatasetForm(), unknown: [] });
    expect(toBuilderSearch(newDatasetForm())).toBe("days=7&source=feedback");
  });

  it("takes the filters of a list, all time when it names no range", () => {
    expect(read("source=interactions&model=a,b&user_id=x%2Cy").form).toMatchObject({
      source: "interactions",
      filters: { model: ["a", "b"], user_id: "x,y" },
    });
    expect(read("source=feedback&from=2026-01-01&rating=-1").form.filters).toEqual({
      from: "2026-01-01",
      rating: "-1",
    });
  });

  it("holds everything but the draft of a person", () => {
    const form: DatasetForm = {
      ...newDatasetForm(),
      name: "Mine",
      system_prompt: "Be kind.",
      source: "turns",
      filters: { project: ["a\\,b", "c"], is_reviewed: true },
      format: "trl-preference",
      weights: { positive: "1.5", negative: "0.5", better: "2", unrated: "1" },
      categories: { tone: "3" },
      negatives: "drop",
      pairs: ["votes"],
      validation_percent: "10",
      split_seed: "a&b",
      redaction: "redact",
      context_turns: "0",
      max_tokens: "4096",
      deduplicate: true,
    };
    const again = read(toBuilderSearch(form));
    expect(again).toEqual({ form: { ...form, name: "", system_prompt: "" }, unknown: [] });
  });

  it("keeps what was typed, even while it is wrong", () => {
    const form = { ...newDatasetForm(), weights: { ...newDatasetForm().weights, positive: "tw" } };
    expect(read(toBuilderSearch(form)).form.weights.positive).toBe("tw");
  });

  it("leaves out and names what is not understood", () => {
    const { form, unknown } = read(
      "source=votes&format=xml&pairs=a&deduplicate=1&sort=asc&weight_positive=3",
    );
    expect(unknown).toEqual(["source", "format", "pairs", "deduplicate", "sort"]);
    expect(form).toMatchObject({ source: "feedback", format: "retune", weights: { positive: "3" } });
  });
});
