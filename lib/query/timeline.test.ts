import { describe, expect, it } from "vitest";
import { chooseGranularity, listTimeline, preparePreviousParameters, prepareTimeline } from "./timeline";

const now = Date.parse("2026-11-20T17:30:00Z");

describe("chooseGranularity", () => {
  it("follows the length of the range", () => {
    expect(chooseGranularity({ days: "1" }, now)).toBe("hour");
    expect(chooseGranularity({ days: "30" }, now)).toBe("day");
    expect(chooseGranularity({ days: "92" }, now)).toBe("day");
    expect(chooseGranularity({ days: "93" }, now)).toBe("week");
    expect(chooseGranularity({ from: "2020-01-01", to: "2026-01-01" }, now)).toBe("month");
  });
  it("asks for no hours without an end and for months without a start", () => {
    expect(chooseGranularity({ from: "2026-11-20" }, now)).toBe("day");
    expect(chooseGranularity({ to: "2026-11-20" }, now)).toBe("month");
  });
});

describe("listTimeline", () => {
  it("marks the running day, and no other, as partial", () => {
    const days = listTimeline(prepareTimeline({ days: "3" }, "day", now));
    expect(days.map((day) => [day.bucket.slice(0, 10), day.isPartial])).toEqual([
      ["2026-11-18", false],
      ["2026-11-19", false],
      ["2026-11-20", true],
    ]);
    expect(days[0]?.drill).toEqual({ from: "2026-11-18", to: "2026-11-18" });
  });
  it("marks weeks that the range cuts", () => {
    const weeks = listTimeline(prepareTimeline({ from: "2026-10-28", to: "2026-11-10" }, "week", now));
    expect(weeks.map((week) => [week.bucket.slice(0, 10), week.isPartial, week.drill])).toEqual([
      ["2026-10-26", true, { from: "2026-10-28", to: "2026-11-01" }],
      ["2026-11-02", false, { from: "2026-11-02", to: "2026-11-08" }],
      ["2026-11-09", true, { from: "2026-11-09", to: "2026-11-10" }],
    ]);
  });
  it("begins with the first bucket that has votes when the range has no start", () => {
    const months = listTimeline(
      prepareTimeline({ to: "2026-11-20" }, "month", now, "2026-10-01T00:00:00.000Z"),
    );
    expect(months).toHaveLength(2);
    expect(listTimeline(prepareTimeline({ to: "2026-11-20" }, "month", now))).toEqual([]);
  });
});

describe("preparePreviousParameters", () => {
  it("takes as many days as the range has complete ones", () => {
    expect(preparePreviousParameters({ days: "7", project: "p" }, now)).toEqual({
      days: undefined,
      project: "p",
      from: "2026-11-08",
      to: "2026-11-13",
    });
    expect(preparePreviousParameters({ from: "2026-01-11", to: "2026-01-20" }, now)).toMatchObject({
      from: "2026-01-01",
      to: "2026-01-10",
    });
  });
  it("is null where the days before begin earlier than the API knows", () => {
    expect(preparePreviousParameters({ from: "1990-01-01", to: "2026-01-01" }, now)).toBeNull();
  });
  it("is null without a complete day and without a start", () => {
    expect(preparePreviousParameters({ days: "1" }, now)).toBeNull();
    expect(preparePreviousParameters({ to: "2026-01-01" }, now)).toBeNull();
  });
});
