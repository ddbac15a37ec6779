import { describe, expect, it } from "vitest";
import { flowHeight, layoutFlow } from "./flow-layout";

const link = (from: string, to: string, value: number) => ({ key: `${from}>${to}`, from, to, value });

describe("layoutFlow", () => {
  const links = [link("a", "x", 30), link("a", "y", 10), link("b", "x", 20), link("b", "z", 0)];
  const { from, to, bands } = layoutFlow(links, 200);

  it("puts the largest name of each side on top and keeps all within the height", () => {
    expect(from.map(({ name, value }) => [name, value])).toEqual([
      ["a", 40],
      ["b", 20],
    ]);
    expect(to.map(({ name }) => name)).toEqual(["x", "y"]);
    for (const node of [...from, ...to]) {
      expect(node.y).toBeGreaterThanOrEqual(0);
      expect(node.y + node.height).toBeLessThanOrEqual(200.001);
    }
  });

  it("draws thickness in proportion to values and stacks bands without overlap", () => {
    expect(bands).toHaveLength(3);
    const [ax, ay, bx] = bands;
    expect((ax?.thickness ?? 0) / (ay?.thickness ?? 1)).toBeCloseTo(3);
    // At a: first what goes to x, which stands above y.
    expect((ax?.y0 ?? 0) + (ax?.thickness ?? 0) / 2).toBeCloseTo((ay?.y0 ?? 0) - (ay?.thickness ?? 0) / 2);
    // At x: first what comes from a, which stands above b.
    expect((ax?.y1 ?? 0) + (ax?.thickness ?? 0) / 2).toBeCloseTo((bx?.y1 ?? 0) - (bx?.thickness ?? 0) / 2);
    expect(from[0]?.height).toBeCloseTo((ax?.thickness ?? 0) + (ay?.thickness ?? 0));
  });

  it("counts links that are not drawn in the totals of names, and keeps all within the height", () => {
    const all = [...links, link("a", "w", 20), link("c", "x", 5)];
    const { from, to, bands } = layoutFlow(links, 200, all);
    expect(from.map(({ name, value }) => [name, value])).toEqual([
      ["a", 60],
      ["b", 20],
    ]);
    expect(to.map(({ name, value }) => [name, value])).toEqual([
      ["x", 55],
      ["y", 10],
    ]);
    expect(bands).toHaveLength(3);
    for (const node of [...from, ...to]) expect(node.y + node.height).toBeLessThanOrEqual(200.001);
    const out = bands.filter(({ link }) => link.from === "a");
    expect(out.reduce((sum, { thickness }) => sum + thickness, 0)).toBeCloseTo(
      (from[0]?.height ?? 0) * (40 / 60),
    );
  });

  it("has room for every name, and nothing without links", () => {
    expect(flowHeight(Array.from({ length: 8 }, (_, n) => link("a", `n${n}`, 1)))).toBe(416);
    expect(flowHeight([])).toBe(240);
    expect(layoutFlow([], 200)).toEqual({ from: [], to: [], bands: [] });
  });
});
