import { describe, expect, it } from "vitest";
import type { DatasetPreview } from "../versions/schemas";
import {
  describeOutcome,
  describeScope,
  prepareFigures,
  prepareLint,
  prepareSkipped,
  toField,
} from "./prepare-preview";

const preview = (changes: Partial<DatasetPreview> = {}): DatasetPreview => ({
  total: 80_312,
  is_complete: false,
  estimate: { lines: 120_000, bytes: 48_200_000, tokens: 9_100_000 },
  sample: [],
  problems: [],
  ...changes,
  report: {
    considered: 5_000,
    written: 7_400,
    examples: 4_600,
    positive: 0,
    negative: 0,
    replaced: 0,
    repeated: 0,
    weights: [],
    splits: [
      { split: "train", examples: 4_200, lines: 6_660, bytes: 1 },
      { split: "validation", examples: 400, lines: 740, bytes: 1 },
    ],
    skipped: [
      { reason: "weight 0", count: 3, ids: ["a"] },
      { reason: "Empty answer", count: 2, ids: ["b"] },
      { reason: "no better answer", count: 300, ids: ["c"] },
    ],
    lint: [
      { rule: "duplicate", severity: "warning", message: "Same as an earlier example", count: 9, ids: ["d"] },
      { rule: "empty_answer", severity: "error", message: "Empty answer", count: 2, ids: ["b"] },
    ],
    prompt_versions: [],
    warnings: [],
    ...changes.report,
  },
});

describe("what a preview says", () => {
  it("about, while a part of the rows stands for all", () => {
    expect(prepareFigures(preview()).map(({ label, value }) => `${label}: ${value}`)).toEqual([
      "Rows: 80.3 k",
      "Lines: about 120 k",
      "In validation: about 12 k",
      "Size: about 48.2 MB",
      "Tokens: about 9.1 M",
    ]);
    expect(describeScope(preview())).toBe("The first 5,000 of 80,312 rows");
  });

  it("exactly, once all rows were written for it; tokens are counted in the sample", () => {
    const complete = preview({ total: 1_240, is_complete: true });
    expect(prepareFigures(complete)[1]).toEqual({ label: "Lines", value: "120 k", title: "120,000" });
    expect(prepareFigures(complete).at(-1)?.value).toBe("about 9.1 M");
    expect(describeScope(complete)).toBe("All 1,240 rows");
    expect(describeScope(preview({ total: 1, is_complete: true }))).toBe("The only row");
  });

  it("in one line, or that something is missing", () => {
    expect(describeOutcome(preview())).toBe("about 120 k lines, 48.2 MB");
    expect(describeOutcome(preview({ problems: [{ path: "format", message: "no bad answer" }] }))).toBe(
      "Something is missing",
    );
  });

  it("errors before warnings, and each finding once", () => {
    const { report } = preview();
    expect(prepareLint(report).map(({ key }) => key)).toEqual(["empty_answer", "duplicate"]);
    expect(prepareSkipped(report).map(({ text }) => text)).toEqual(["No better answer", "Weight 0"]);
  });

  it("names fields alike, whoever found the fault", () => {
    expect(toField("definition.filters.model")).toBe("filters.model");
    expect(toField("filters.model")).toBe("filters.model");
  });
});
