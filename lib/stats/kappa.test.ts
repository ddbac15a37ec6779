import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cohenKappa } from "./kappa";

const of = (both: number, onlyFirst: number, onlySecond: number, neither: number) =>
  cohenKappa({ both, onlyFirst, onlySecond, neither });

describe("Cohen's kappa", () => {
  test("of the published example of 50 grant proposals: p_o 0.70, p_e 0.50, kappa 0.40", () => {
    const { observed, kappa } = of(20, 5, 10, 15);
    expect(observed).toBeCloseTo(0.7, 12);
    expect(kappa).toBeCloseTo(0.4, 12);
  });

  test("of the published pair with the same agreement and other margins: 0.1304 and 0.2593", () => {
    expect(of(45, 15, 25, 15).kappa).toBeCloseTo(0.1304, 4);
    expect(of(25, 35, 5, 35).kappa).toBeCloseTo(0.2593, 4);
  });

  test("is 1 for full agreement, -1 for full disagreement in equal halves, 0 for chance", () => {
    expect(of(3, 0, 0, 4).kappa).toBe(1);
    expect(of(0, 5, 5, 0).kappa).toBe(-1);
    expect(of(4, 4, 4, 4).kappa).toBe(0);
  });

  test("is null without turns, and where chance agreement is 1", () => {
    expect(of(0, 0, 0, 0)).toEqual({ observed: null, kappa: null });
    expect(of(9, 0, 0, 0)).toEqual({ observed: 1, kappa: null });
    expect(of(0, 0, 0, 9)).toEqual({ observed: 1, kappa: null });
  });

  test("lies between -1 and 1, and does not depend on who is first", () => {
    const count = fc.nat(1000);
    fc.assert(
      fc.property(count, count, count, count, (both, first, second, neither) => {
        const { kappa } = of(both, first, second, neither);
        expect(of(both, second, first, neither).kappa).toBe(kappa);
        if (kappa !== null) {
          expect(kappa).toBeGreaterThanOrEqual(-1);
          expect(kappa).toBeLessThanOrEqual(1);
        }
      }),
    );
  });
});
