import { describe, expect, it } from "vitest";
import { readExpiry } from "./expiry";

const now = new Date("2026-11-20T10:00:00Z");

describe("readExpiry", () => {
  it.each([
    ["12h", "2026-11-20T22:00:00.000Z"],
    ["90d", "2027-02-18T10:00:00.000Z"],
    ["4w", "2026-12-18T10:00:00.000Z"],
    ["2026-11-20", "2026-11-21T00:00:00.000Z"],
    ["2028-02-29", "2028-03-01T00:00:00.000Z"],
    ["2026-11-20T12:30:00+02:00", "2026-11-20T10:30:00.000Z"],
  ])("%s → %s", (text, expected) => {
    expect(readExpiry(text, now).toISOString()).toBe(expected);
  });

  it.each([
    "",
    "90",
    "0d",
    "-1d",
    "1m",
    "90 d",
    "2027-02-29",
    "2027-13-01",
    "soon",
    "2026-11-20T12:30:00",
    "2026-11-20Tx:00Z",
  ])("refuses %j", (text) => {
    expect(() => readExpiry(text, now)).toThrow(/^--expires must be/);
  });

  it.each(["2026-11-19", "2026-11-20T10:00:00Z", "1999-01-01"])("refuses what is past: %s", (text) => {
    expect(() => readExpiry(text, now)).toThrow(/in the past/);
  });
});
