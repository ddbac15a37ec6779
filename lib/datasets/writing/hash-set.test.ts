import fc from "fast-check";
import { expect, it } from "vitest";
import { HashSet } from "./hash-set";

it("holds what a set holds, through every growth", () => {
  // Few distinct halves, so that hashes meet and differ in one half only; and zeros.
  const half = fc.oneof(fc.constantFrom(0, 1, 2, 1024, 0xffffffff), fc.nat(0xffffffff));
  fc.assert(
    fc.property(fc.array(fc.tuple(half, half), { maxLength: 3000, size: "max" }), (hashes) => {
      const set = new HashSet();
      const expected = new Set<string>();
      for (const [high, low] of hashes) {
        const name = `${high}:${low || 1}`;
        expect(set.has(high, low)).toBe(expected.has(name));
        set.add(high, low);
        expected.add(name);
        expect(set.has(high, low)).toBe(true);
      }
      expect(set.size).toBe(expected.size);
    }),
    { numRuns: 5 },
  );
});

it("keeps a million hashes", () => {
  const set = new HashSet();
  // Multiplication by an odd number visits every 32-bit value once.
  const scatter = (n: number) => Math.imul(n, 2654435761) >>> 0;
  for (let n = 1; n <= 1_000_000; n += 1) set.add(scatter(n), scatter(n + 7));
  expect(set.size).toBe(1_000_000);
  for (let n = 1; n <= 1_000_000; n += 997) expect(set.has(scatter(n), scatter(n + 7))).toBe(true);
  expect(set.has(scatter(1), scatter(9))).toBe(false);
});
