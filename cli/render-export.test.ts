import { describe, expect, it } from "vitest";
import type { FinetuningReport } from "../lib/feedback/schemas";
import { renderProgressBar, renderProgressLine, renderSummary } from "./render-export";

const report: FinetuningReport = {
  considered: 1500,
  written: 1490,
  examples: 1490,
  positive: 1200,
  negative: 290,
  replaced: 0,
  repeated: 0,
  weights: [],
  splits: [
    { split: "train", examples: 1490, lines: 1490, bytes: 1_436_000 },
    { split: "validation", examples: 0, lines: 0, bytes: 0 },
  ],
  lint: [],
  prompt_versions: [],
  skipped: [
    { reason: "empty response", count: 7, ids: [] },
    { reason: "empty query", count: 3, ids: [] },
  ],
  warnings: [],
  from: "2026-01-25T00:00:00.000Z",
  to: "2026-01-31T12:00:00.000Z",
};

describe("progress", () => {
  const progress = { rows: 12_400, total: 20_000, seconds: 0.5 };

  it("is a bar with rows, share and speed", () => {
    expect(renderProgressBar(progress, 80)).toBe(
      "██████████████████████▍░░░░░░░░░░░░░  62 %  12,400 / 20,000 rows  24,800 rows/s",
    );
  });

  it.each([10, 40, 60, 120])("fits %i columns", (width) => {
    expect(renderProgressBar(progress, width).length).toBeLessThanOrEqual(width);
  });

  it("is a plain line for a log", () => {
    expect(renderProgressLine(progress)).toBe("12,400 of 20,000 rows (62 %), 24,800 rows/s");
  });

  it("is complete when there is nothing to do, and never above 100 %", () => {
    expect(renderProgressLine({ rows: 0, total: 0, seconds: 0 })).toContain("(100 %)");
    expect(renderProgressLine({ rows: 11, total: 10, seconds: 1 })).toContain("(100 %)");
  });
});

describe("renderSummary", () => {
  it("accounts for every vote", () => {
    expect(renderSummary(report, { path: "out.jsonl", lines: 1490, bytes: 1_436_000, seconds: 0.5 })).toEqual(
      [
        "Wrote out.jsonl: 1,490 lines, 1.4 MB in 0.5 s (2,980 rows/s)",
        "  range      2026-01-25T00:00:00.000Z to 2026-01-31T12:00:00.000Z, the end not included",
        "  votes      1,500",
        "  positive   1,200",
        "  negative   290",
        "  skipped    10",
        "             7 empty response",
        "             3 empty query",
      ],
    );
  });

  it("names replaced and repeated lines where there are any", () => {
    const result = { path: "x", lines: 1, bytes: 9, seconds: 1 };
    const lines = renderSummary({ ...report, replaced: 4, repeated: 2, from: null }, result);
    expect(lines[0]).toBe("Wrote x: 1 line, 9 bytes in 1.0 s (1 rows/s)");
    expect(lines).toContain("  replaced   4 answers by their correction");
    expect(lines).toContain("  repeated   2");
    expect(lines[1]).toMatch(/the beginning to/);
  });
});
