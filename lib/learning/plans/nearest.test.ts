import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { editDistance, findNearest } from "./nearest";

describe("editDistance", () => {
  test.each([
    ["", "", 0],
    ["abc", "", 3],
    ["kitten", "sitting", 3],
    ["sales", "slaes", 1],
    ["naïve", "naive", 1],
  ])("%s to %s is %i", (a, b, distance) => expect(editDistance(a, b)).toBe(distance));

  test("is the same both ways and none for the same text", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (a, b) => {
        expect(editDistance(a, b)).toBe(editDistance(b, a));
        expect(editDistance(a, a)).toBe(0);
      }),
    );
  });
});

describe("findNearest", () => {
  const columns = ["region", "total_sales", "Amount", "order_id"];
  test.each([
    ["regin", "region"],
    ["TotalSales", "total_sales"],
    ["amount", "Amount"],
    ["order-id", "order_id"],
    ["sales", "total_sales"],
    ["weather", null],
    ["", null],
    ["x".repeat(500), null],
  ])("%.20s is %s", (given, name) => expect(findNearest(given, columns)).toBe(name));
});
