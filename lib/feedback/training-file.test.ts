import { describe, expect, it } from "vitest";
import { finetuningFileName } from "./training-file";

describe("finetuningFileName", () => {
  const filter = { from: "2026-01-25T00:00:00.000Z", to: "2026-02-01T10:00:00.000Z" };

  it("is the base name that was asked for, whatever the path before it", () => {
    expect(finetuningFileName("/tmp/dataset.jsonl", filter, "csv")).toBe("dataset.jsonl");
    expect(finetuningFileName("../../etc/x", filter, "jsonl")).toBe("x");
    expect(finetuningFileName("C:\\Users\\me\\x.jsonl", filter, "jsonl")).toBe("x.jsonl");
  });

  it("is the range when nothing is left of it", () => {
    const byRange = "retune-finetuning-2026-01-25-to-2026-02-01.jsonl";
    for (const asked of [undefined, "", "/tmp/"])
      expect(finetuningFileName(asked, filter, "jsonl")).toBe(byRange);
    expect(finetuningFileName(undefined, {}, "csv")).toBe("retune-finetuning-start-to-now.csv");
  });
});
