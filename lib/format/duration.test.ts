import { expect, test } from "vitest";
import { formatMilliseconds, formatMinutes } from "./duration";

test("minutes in the unit that fits", () => {
  expect([0, 0.75, 1, 12.4, 59.6, 125, 1440, 4570].map(formatMinutes)).toEqual([
    "0 s",
    "45 s",
    "1 min",
    "12 min",
    "1 h 00 min",
    "2 h 05 min",
    "1 d 0 h",
    "3 d 4 h",
  ]);
  expect(formatMinutes(null)).toBe("–");
});

test("milliseconds in the unit that fits", () => {
  expect([0, 840, 999.6, 1840, 9996, 12_345, 120_000, 1_800_000].map(formatMilliseconds)).toEqual([
    "0 ms",
    "840 ms",
    "1.00 s",
    "1.84 s",
    "10.0 s",
    "12.3 s",
    "2 min",
    "30 min",
  ]);
  expect(formatMilliseconds(undefined)).toBe("–");
});
