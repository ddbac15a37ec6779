import { ChartLine } from "lucide-react";
import { describe, expect, it } from "vitest";
import { type Area, findArea, groupAreas, sharedFiltersOf } from "./areas";

const area = (href: string, group: string, filters: Area["filters"], also?: string[]): Area => ({
  href,
  group,
  filters,
  label: href,
  icon: ChartLine,
  keys: "x",
  ...(also ? { also } : {}),
});
const areas = [
  area("/", "One", "all"),
  area("/feedback", "One", "all"),
  area("/tuning", "Two", "all"),
  area("/tuning/queues", "Two", "project", ["/tuning/agreement"]),
];
const hrefAt = (pathname: string) => findArea(areas, pathname)?.href;

describe("findArea", () => {
  it("is the area with the longest address that the path begins with", () => {
    expect(hrefAt("/")).toBe("/");
    expect(hrefAt("/tuning/0b0a")).toBe("/tuning");
    expect(hrefAt("/tuning/queues/7")).toBe("/tuning/queues");
    expect(hrefAt("/tuning/agreement")).toBe("/tuning/queues");
  });
  it("takes whole parts of the path", () => {
    expect(hrefAt("/feedbacks")).toBeUndefined();
    expect(hrefAt("/elsewhere")).toBeUndefined();
  });
});

describe("sharedFiltersOf", () => {
  it("are those of the area on its own pages, and none below", () => {
    expect(sharedFiltersOf(areas, "/tuning")).toBe("all");
    expect(sharedFiltersOf(areas, "/tuning/agreement")).toBe("project");
    expect(sharedFiltersOf(areas, "/tuning/0b0a")).toBe("none");
  });
});

describe("groupAreas", () => {
  it("keeps the order", () => {
    expect(groupAreas(areas).map(({ name, areas: of }) => [name, of.length])).toEqual([
      ["One", 2],
      ["Two", 2],
    ]);
  });
});
