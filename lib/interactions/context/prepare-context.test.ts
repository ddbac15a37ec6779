import { describe, expect, it } from "vitest";
import {
  describeKnee,
  describeSized,
  formatTokens,
  nameBin,
  placeOf,
  prepareContext,
  tabulateContext,
} from "./prepare-context";
import type { ContextBin } from "./schemas";

const bin = (from: number, to: number, values: Partial<ContextBin> = {}): ContextBin => ({
  from_tokens: from,
  to_tokens: to,
  total_interactions: 40,
  avg_user_satisfaction: 4,
  satisfaction_ci_low: 3.8,
  satisfaction_ci_high: 4.2,
  satisfaction_count: 40,
  avg_response_time_ms: 900,
  response_time_ci_low: 800,
  response_time_ci_high: 1000,
  response_time_count: 12,
  ...values,
});

describe("prepareContext", () => {
  it("has every doubling between the first and the last, with a gap where there is none", () => {
    const points = prepareContext([bin(0, 256), bin(512, 1024), bin(2048, 4096)], "satisfaction");
    expect(points.map(({ key, tick, mean, n }) => [key, tick, mean, n])).toEqual([
      ["0", "0", 4, 40],
      ["256", "256", null, 0],
      ["512", "512", 4, 40],
      ["1024", "1k", null, 0],
      ["2048", "2k", 4, 40],
    ]);
    expect(points[2]).toMatchObject({
      low: 3.8,
      high: 4.2,
      isSmall: false,
      range: { from: 512, below: 1024 },
    });
  });

  it("greys what rests on little, each figure by its own n", () => {
    expect(prepareContext([bin(0, 256)], "response_time")[0]).toMatchObject({
      n: 12,
      isSmall: true,
      mean: 900,
    });
    expect(prepareContext([], "satisfaction")).toEqual([]);
  });
});

describe("placeOf", () => {
  const points = prepareContext([bin(256, 512), bin(512, 1024)], "satisfaction");
  it("puts a size between the edges of its bin, by its logarithm", () => {
    expect(placeOf(points, 256)).toBe(-0.5);
    expect(placeOf(points, 512)).toBe(0.5);
    expect(placeOf(points, 724)).toBeCloseTo(1, 2);
    expect(placeOf(points, 1024)).toBeNull();
    expect(placeOf(prepareContext([bin(0, 256)], "satisfaction"), 128)).toBe(0);
  });
});

describe("words", () => {
  it("names bins and tokens", () => {
    expect([0, 512, 1024, 131_072, 1_048_576].map(formatTokens)).toEqual(["0", "512", "1k", "128k", "1M"]);
    expect(nameBin({ from: 1024, below: 2048 })).toBe("1,024 to 2,047 tokens");
  });
  it("says what the knee rests on", () => {
    expect(
      describeKnee({ at_tokens: 4096, p_value: 0.0005, slope_before: 0.012, slope_after: -0.5 }, 900),
    ).toContain(
      "4,096 tokens on satisfaction falls: −0.50 points per doubling of the context, +0.01 before it (p = 0.0005",
    );
    expect(
      describeKnee({ at_tokens: 1, p_value: 0.001, slope_before: -0.001, slope_after: -0.5 }, 900),
    ).toContain(", 0.00 before it");
    expect(describeKnee(null, 199)).toBe(
      "No turning point is looked for: 200 rated interactions are needed, there are 199.",
    );
    expect(describeKnee(null, 1200)).toContain("1,200 ratings show no size");
  });
  it("says how many sent a size, and calls no share all or none that is not", () => {
    const sized = (total: number, without: number) =>
      describeSized({
        data: total === 0 ? [] : [bin(256, 512, { total_interactions: total })],
        knee: null,
        without_context: without,
      });
    expect(sized(45, 15)).toContain("(75.0%); the 15 without it are left out");
    expect(sized(2301, 1)).toContain("(over 99.9%); the 1 without it is left out");
    expect(sized(1, 4000)).toContain("(under 0.1%)");
    expect(sized(10, 0)).toContain("(100.0%); none is left out");
    expect(sized(0, 10)).toContain("(0.0%)");
  });
});

describe("tabulateContext", () => {
  it("holds the rows of the API and leads to the interactions of a bin", () => {
    const table = tabulateContext([bin(256, 512)], "satisfaction", (patch) =>
      new URLSearchParams(patch).toString(),
    );
    expect(table.columns.map(({ name }) => name)).toEqual([
      "from_tokens",
      "to_tokens",
      "total_interactions",
      "avg_user_satisfaction",
      "satisfaction_ci_low",
      "satisfaction_ci_high",
      "satisfaction_count",
    ]);
    expect(table.rows).toEqual([
      { href: "context_tokens_from=256&context_tokens_below=512", values: [256, 512, 40, 4, 3.8, 4.2, 40] },
    ]);
  });
});
