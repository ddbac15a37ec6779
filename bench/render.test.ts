import { describe, expect, it } from "vitest";
import { renderResults, replaceSection } from "./render";
import type { Results } from "./results";

const timing = { count: 10, rate: 1234.5, p50_ms: 1.234, p99_ms: 23.45 };
const compared = { connections: 50, ours: timing, baseline: timing, ratio: 1 };
const results: Results = {
  size: "10k",
  machine: { cpu: "a CPU", cores: 2, memory_gb: 8, node: "24.1.0", postgres: "18.1", load_at_start: 0.25 },
};

describe("renderResults", () => {
  it("leaves out what was not measured", () => {
    const text = renderResults(results);
    expect(text).toContain("2 cores (a CPU), 8 GB, Node.js 24.1.0, PostgreSQL 18.1");
    expect(text).not.toContain("|");
  });

  it("says when the machine had other work", () => {
    expect(renderResults(results)).not.toContain("provisional");
    const machine = { ...results.machine, load_at_start: 3 };
    expect(renderResults({ ...results, machine })).toContain("start was 3.0: **it was busy");
  });

  it("has one row per measurement", () => {
    const text = renderResults({
      ...results,
      post: {
        at: "now",
        single: [compared],
        batch: { rows_per_request: 500, ...compared, ratio: 0.5 },
        empty: { connections: 50, timing, ratio: 0.9 },
        answered: 12,
      },
      analytics: {
        at: "now",
        rows: [{ question: "stats", votes: 10_000, http_p50_ms: 3.2, database_p50_ms: 0.71 }],
        growth: [{ question: "stats", from: 10_000, to: 1_000_000, http: 1.1, database: 1.25 }],
      },
      interactions: {
        at: "now",
        single: [{ connections: 50, timing }],
        batch: { rows_per_request: 500, connections: 4, rows_per_second: 4321 },
        rows: [{ question: "agents", interactions: 10_000, http_p50_ms: 4.5, database_p50_ms: 0.9 }],
        growth: [{ question: "agents", from: 10_000, to: 1_000_000, http: 1.07, database: 1.18 }],
      },
      export: {
        at: "now",
        rows: [
          {
            votes: 10_000,
            rows_per_second: 20_000,
            bytes: 5_500_000,
            seconds: 0.5,
            first_byte_ms: 40,
            resting_mb: 150,
            peak_mb: 190,
            copy_rows_per_second: 100_000,
            copy_bytes: 5_000_000,
            ratio: 0.2,
          },
        ],
      },
      review: {
        at: "now",
        load_at_start: 0.5,
        rows: [
          { turns: 10, count: 8, paint_p50_ms: 400, next_p50_ms: 90.5 },
          { turns: 1200, count: 8, paint_p50_ms: 440, next_p50_ms: 90.5 },
        ],
        paint_ratio: 1.1,
        next_ratio: 1,
      },
    });
    expect(text).toContain("medians of 8 each");
    expect(text).toContain("| 1,200 | 440.0 | 90.5 |\n| 1,200 / 10 | 1.10 × | 1.00 × |");
    expect(text).toContain("| 50 | 1,235 | 1.23 | 23.4 | 1,235 | 1.23 | 23.4 | 1.00 × |");
    expect(text).toContain("1,235 rows/s against 1,235 rows/s of multi-row inserts (0.50 ×)");
    expect(text).toContain("| stats | 10,000 | 3.20 | 0.71 |");
    expect(text).toContain("| stats | 10,000 → 1,000,000 | 1.10 × | 1.25 × |");
    expect(text).toContain("| 50 | 1,235 | 1.23 | 23.4 |");
    expect(text).toContain("500 rows a request at 4 connections: 4,321 rows/s");
    expect(text).toContain("| agents | 10,000 | 4.50 | 0.90 |");
    expect(text).toContain("| agents | 10,000 → 1,000,000 | 1.07 × | 1.18 × |");
    expect(text).toContain("| 10,000 | 20,000 | 5.5 | 0.5 | 40.0 | 150 | 190 | 100,000 | 5.0 | 0.20 × |");
  });
});

describe("replaceSection", () => {
  const document = "before\n<!-- bench:10k -->\nold\n<!-- /bench:10k -->\nafter\n";

  it("changes only what stands between the markers, again and again", () => {
    const once = replaceSection(document, "10k", "new $& table");
    expect(once).toBe("before\n<!-- bench:10k -->\n\nnew $& table\n\n<!-- /bench:10k -->\nafter\n");
    expect(replaceSection(once, "10k", "new $& table")).toBe(once);
  });

  it("refuses a document without a place for it", () => {
    expect(() => replaceSection(document, "1m", "new")).toThrow("no place for the results of 1m");
  });
});
