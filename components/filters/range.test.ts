import { describe, expect, it } from "vitest";
import { checkDates, datesOf, labelRange } from "./range";

describe("labelRange", () => {
  it("says presets relatively and custom ranges in dates", () => {
    expect(labelRange({ days: null, from: null, to: null })).toBe("Last 30 days");
    expect(labelRange({ days: 1, from: null, to: null })).toBe("Today");
    expect(labelRange({ days: null, from: "2026-10-22", to: "2026-11-20" })).toBe("22 Oct – 20 Nov 2026");
    expect(labelRange({ days: null, from: "2025-12-31", to: "2026-01-02" })).toBe("31 Dec 2025 – 2 Jan 2026");
    expect(labelRange({ days: null, from: "2026-11-20", to: "2026-11-20" })).toBe("20 Nov 2026");
  });
  it("says open ends and hours", () => {
    expect(labelRange({ days: null, from: "2026-11-01", to: null })).toBe("Since 1 Nov 2026");
    expect(labelRange({ days: null, from: null, to: "2026-11-01" })).toBe("Until 1 Nov 2026");
    expect(labelRange({ days: null, from: "2026-11-20T05:00:00Z", to: "2026-11-20T06:00:00Z" })).toBe(
      "20 Nov 2026, 05:00 – 20 Nov 2026, 06:00",
    );
  });
});

describe("datesOf", () => {
  const now = new Date("2026-11-20T17:30:00Z");
  it("is the first and the last day of any range", () => {
    expect(datesOf({ days: null, from: null, to: null }, now)).toEqual({
      from: "2026-10-22",
      to: "2026-11-20",
    });
    expect(datesOf({ days: 1, from: null, to: null }, now)).toEqual({ from: "2026-11-20", to: "2026-11-20" });
    expect(datesOf({ days: 7, from: "2026-11-01", to: "2026-11-03T00:00:00Z" }, now)).toEqual({
      from: "2026-11-01",
      to: "2026-11-02",
    });
    expect(datesOf({ days: null, from: "2026-11-01", to: null }, now)).toEqual({
      from: "2026-11-01",
      to: null,
    });
  });
});

describe("checkDates", () => {
  it("accepts one day and more", () => {
    expect(checkDates("2026-01-31", "2026-01-31", "2026-02-01")).toEqual({});
  });
  it("names what is wrong", () => {
    expect(checkDates("2026-02-31", "x", "2026-03-01")).toEqual({
      from: "Write a date as 2026-01-31.",
      to: "Write a date as 2026-01-31.",
    });
    expect(checkDates("2026-02-02", "2026-02-01", "2026-03-01").to).toBe("The end lies before the start.");
    expect(checkDates("2026-03-02", "2026-03-03", "2026-03-01").from).toBe("This day is still to come.");
  });
});
