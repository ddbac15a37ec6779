import { describe, expect, it } from "vitest";
import { namedColor, quietColor } from "./colors";

const all = Array.from({ length: 12 }, (_, index) => `project ${index}`);

describe("namedColor", () => {
  it("tells ten names apart, and begins again after them", () => {
    const colors = all.map((name) => namedColor(name, all));
    expect(new Set(colors).size).toBe(10);
    expect(colors.slice(10)).toEqual(colors.slice(0, 2));
  });
  it("gives a name nobody knows the quiet colour", () => {
    expect(namedColor("new", all)).toBe(quietColor);
  });
});
