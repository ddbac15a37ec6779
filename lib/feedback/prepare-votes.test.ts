import { describe, expect, it } from "vitest";
import { prepareTimeline } from "@/lib/query/timeline";
import { prepareGroupedVotes, prepareVotes, tabulateGroupedVotes } from "./prepare-votes";
import type { TimeseriesRow } from "./schemas";

const now = Date.parse("2026-11-20T17:30:00Z");
const timeline = prepareTimeline({ days: "2" }, "day", now);
const row = (day: string, series: string | null, positive: number, total: number): TimeseriesRow => ({
  bucket: `${day}T00:00:00.000Z`,
  series,
  total,
  positive,
  accuracy: positive / total,
  ci_low: 0,
  ci_high: 1,
  partial: false,
});

describe("prepareVotes", () => {
  it("fills days without votes with zero", () => {
    expect(prepareVotes([row("2026-11-20", null, 2, 5)], timeline)).toMatchObject([
      { total: 0, positive: 0, negative: 0, isPartial: false },
      { total: 5, positive: 2, negative: 3, isPartial: true },
    ]);
  });
});

describe("prepareGroupedVotes", () => {
  const rows = [
    row("2026-11-19", "a", 1, 5),
    row("2026-11-19", "b.c", 1, 9),
    row("2026-11-20", "d", 1, 2),
    row("2026-11-20", null, 1, 1),
  ];
  const grouped = prepareGroupedVotes(rows, timeline, { limit: 2, known: ["a", "quiet"] });
  it("names the largest, draws the rest together, and says how many of how many", () => {
    expect(grouped.series).toEqual([
      { label: "b.c", total: 9, isRest: false },
      { label: "a", total: 5, isRest: false },
      { label: "2 others", total: 3, isRest: true },
    ]);
    expect([grouped.shown, grouped.of]).toEqual([2, 4]);
  });
  it("names a single other group", () => {
    const { series, points, shown, of } = prepareGroupedVotes(rows, timeline, { limit: 3, known: [] });
    expect(series.map(({ label, isRest }) => [label, isRest])).toEqual([
      ["b.c", false],
      ["a", false],
      ["d", false],
      ["(none)", false],
    ]);
    expect(points.map((point) => point.values)).toEqual([
      [9, 5, 0, 0],
      [0, 0, 2, 1],
    ]);
    expect([shown, of]).toEqual([4, 4]);
  });
  it("keeps every vote", () => {
    expect(grouped.points.map((point) => point.values)).toEqual([
      [9, 5, 0],
      [0, 0, 3],
    ]);
    expect(grouped.points.map((point) => point.total)).toEqual([14, 3]);
  });
  it("names known groups without votes", () => {
    expect(grouped.silent).toEqual(["quiet"]);
  });
  it("has a column per series in its table", () => {
    const table = tabulateGroupedVotes(
      grouped,
      () => "",
      (bucket) => bucket,
    );
    expect(table.columns.map((column) => column.name)).toEqual(["bucket", "total", "b.c", "a", "2 others"]);
  });
});
