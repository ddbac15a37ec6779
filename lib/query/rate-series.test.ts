import { describe, expect, it } from "vitest";
import { tableToCsv } from "@/lib/format/table";
import { prepareRateSeries, type RateRow, tabulateRateSeries } from "./rate-series";
import { prepareTimeline } from "./timeline";

const now = Date.parse("2026-11-20T17:30:00Z");
const row = (day: string, positive: number, total: number): RateRow => ({
  bucket: `${day}T00:00:00.000Z`,
  total,
  positive,
  accuracy: positive / total,
  ci_low: 0.4,
  ci_high: 0.9,
});
const timeline = prepareTimeline({ days: "4" }, "day", now);
const before = prepareTimeline({ from: "2026-11-14", to: "2026-11-16" }, "day", now);

describe("prepareRateSeries", () => {
  const { points, floor } = prepareRateSeries(
    [row("2026-11-17", 80, 100), row("2026-11-19", 3, 4)],
    timeline,
    [row("2026-11-14", 50, 100)],
    before,
  );
  it("leaves a gap, not a zero, where there are no votes", () => {
    expect(points.map((point) => point.accuracy)).toEqual([0.8, null, 0.75, null]);
    expect(points[1]).toMatchObject({ total: 0, interval: null });
  });
  it("greys small samples and knows which points stand alone", () => {
    expect(points.map((point) => point.isSmall)).toEqual([false, false, true, false]);
    expect(points.map((point) => point.isAlone)).toEqual([true, false, true, false]);
  });
  it("compares with the same place of the period before; the running day has none", () => {
    expect(points.map((point) => point.previousAccuracy)).toEqual([0.5, null, null, null]);
    expect(points.map((point) => point.previousBucket?.slice(0, 10) ?? null)).toEqual([
      "2026-11-14",
      "2026-11-15",
      "2026-11-16",
      null,
    ]);
  });
  it("begins the axis below everything but the interval of small samples", () => {
    expect(floor).toBe(0.4);
    expect(prepareRateSeries([], timeline, [], null).floor).toBe(0.9);
  });
  it("gives the same rows as a table and as CSV", () => {
    const table = tabulateRateSeries(
      { points, floor },
      {
        total: "Votes",
        positive: { name: "positive", label: "Positive" },
        rate: { name: "accuracy", label: "Success" },
      },
      ({ from }) => `/feedback?from=${from}`,
      (bucket) => bucket,
    );
    expect(table.rows[0]?.href).toBe("/feedback?from=2026-11-17");
    expect(tableToCsv(table).split("\r\n").slice(0, 3)).toEqual([
      "bucket,total,positive,accuracy,ci_low,ci_high,partial,previous_bucket,previous_total,previous_accuracy",
      "2026-11-17T00:00:00.000Z,100,80,0.8,0.4,0.9,false,2026-11-14T00:00:00.000Z,100,0.5",
      "2026-11-18T00:00:00.000Z,0,0,,,,false,2026-11-15T00:00:00.000Z,0,",
    ]);
  });
});
