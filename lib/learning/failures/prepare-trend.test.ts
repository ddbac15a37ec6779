import { describe, expect, test } from "vitest";
import { prepareChange, prepareSparkline } from "./prepare-trend";

const at = (date: string) => Date.parse(date);

describe("prepareSparkline", () => {
  test("has a column for each day, zero where nothing failed", () => {
    const daily = [
      { date: "2026-03-01", count: 2 },
      { date: "2026-03-04", count: 1 },
      { date: "2026-03-05", count: 9 },
    ];
    expect(prepareSparkline(daily, at("2026-03-01"), at("2026-03-05"))).toEqual([2, 0, 0, 1]);
  });
  test("groups days of a long range without losing any", () => {
    const daily = Array.from({ length: 90 }, (_, n) => ({
      date: new Date(at("2026-01-01") + n * 86_400_000).toISOString().slice(0, 10),
      count: 1,
    }));
    const columns = prepareSparkline(daily, at("2026-01-01"), at("2026-04-01"));
    expect(columns).toEqual(Array(30).fill(3));
    expect(prepareSparkline(daily, at("2026-01-01"), at("2026-04-02")).reduce((sum, n) => sum + n)).toBe(90);
  });
});

test("prepareChange calls fewer failures good news, and says when there was nothing to compare", () => {
  const change = (current: number, previous: number) => prepareChange({ current, previous, daily: [] });
  expect(change(15, 10)).toEqual({ text: "+50.0% (from 10)", direction: "up", tone: "negative" });
  expect(change(5, 10)).toMatchObject({ direction: "down", tone: "positive" });
  expect(change(3, 3)).toMatchObject({ direction: "same", tone: "neutral" });
  expect(change(3, 0)).toMatchObject({ text: "new in this range", tone: "negative" });
  expect(change(0, 0)).toBeNull();
});
