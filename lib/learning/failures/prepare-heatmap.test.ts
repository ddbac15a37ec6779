import { describe, expect, test } from "vitest";
import { tableToCsv } from "@/lib/format/table";
import { prepareHeatmap, tabulateHeatmap } from "./prepare-heatmap";
import type { Heatmap } from "./schemas";

const pattern = (id: string, count: number): Heatmap["patterns"][number] => ({
  id,
  project: "demo",
  error_class: null,
  pattern: `Error ${id}`,
  status: "new",
  count,
});
const map: Heatmap = {
  patterns: [pattern("a", 12), pattern("b", 2)],
  total_patterns: 5,
  versions: [
    { version: null, first_seen_on: "2026-01-01", total: 10, projects: [{ project: "demo", total: 10 }] },
    {
      version: "v1",
      first_seen_on: "2026-01-02",
      total: 140,
      projects: [
        { project: "demo", total: 100 },
        { project: "other", total: 40 },
      ],
    },
    { version: "v2", first_seen_on: "2026-01-03", total: 50, projects: [{ project: "demo", total: 50 }] },
  ],
  total_versions: 3,
  cells: [
    { pattern_id: "a", version: null, count: 2 },
    { pattern_id: "a", version: "v1", count: 10 },
    { pattern_id: "b", version: "v2", count: 10 },
  ],
};

describe("prepareHeatmap", () => {
  const { rows, left } = prepareHeatmap(map);
  test("has a cell for each pattern and version; heat follows the share, not the count", () => {
    expect(rows.map(({ cells }) => cells.map(({ count, heat }) => [count, heat]))).toEqual([
      [
        [2, 0],
        [10, 0.5],
        [0, 0],
      ],
      [
        [0, 0],
        [0, 0],
        [10, 1],
      ],
    ]);
  });
  test("a small sample has a share and an interval, but no heat", () => {
    expect(rows[0]?.cells[0]).toMatchObject({ isSmall: true, share: 0.2, heat: 0 });
    expect(rows[0]?.cells[0]?.high).toBeGreaterThan(0.4);
  });
  test("a share is of the pattern's own project", () => {
    const mixed = prepareHeatmap({
      ...map,
      patterns: [...map.patterns, { ...pattern("c", 1), project: "other" }],
    });
    expect(mixed.hasProjects).toBe(true);
    expect(mixed.rows[2]?.cells.map(({ total }) => total)).toEqual([0, 40, 0]);
  });
  test("says what it leaves out", () => {
    expect(left).toBe("Shown: the 2 most frequent of 5 patterns.");
    expect(prepareHeatmap({ ...map, total_patterns: 2 }).left).toBeNull();
  });
  test("is empty of an empty answer", () => {
    expect(
      prepareHeatmap({ patterns: [], versions: [], cells: [], total_patterns: 0, total_versions: 0 }),
    ).toEqual({
      rows: [],
      hasProjects: false,
      versions: [],
      left: null,
    });
  });
});

test("the table holds the cells of the API with the names behind the ids", () => {
  const table = tabulateHeatmap(map, (id, version) => `/x?${id}&${version}`);
  expect(table.rows[0]?.href).toBe("/x?a&null");
  expect(tableToCsv(table).trim().split(/\r?\n/)).toEqual([
    "pattern,project,version,count,total,pattern_id",
    "Error a,demo,,2,10,a",
    "Error a,demo,v1,10,100,a",
    "Error b,demo,v2,10,50,b",
  ]);
});
