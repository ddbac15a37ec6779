import { describe, expect, it } from "vitest";
import {
  filterParsers,
  isRangeUnderstood,
  listMisread,
  loadFilters,
  toAnalyticsParameters,
  toFilterParameters,
  toHref,
} from "./url-state";

const parse = (search: string) => toFilterParameters(loadFilters(`?${search}`));
const analytics = (search: string) => toAnalyticsParameters(loadFilters(`?${search}`));

describe("toFilterParameters", () => {
  it("is the last 30 days without a range", () => {
    expect(parse("")).toEqual({ days: "30" });
  });
  it("keeps a preset relative and a custom range absolute", () => {
    expect(parse("days=7")).toEqual({ days: "7" });
    expect(parse("from=2026-01-01&to=2026-01-31")).toEqual({ from: "2026-01-01", to: "2026-01-31" });
  });
  it("lets from and to win over days, and a bad value count as not given", () => {
    expect(parse("days=7&from=2026-01-01")).toEqual({ from: "2026-01-01" });
    expect(parse("days=0")).toEqual({ days: "30" });
    expect(parse("days=400&rating=5&from=2026-02-31")).toEqual({ days: "30" });
  });
  it("lets a range in the wrong order count as not given", () => {
    expect(parse("from=2026-02-02&to=2026-02-01")).toEqual({ days: "30" });
    expect(parse("from=2026-02-02T10:00:00Z&to=2026-02-02T10:00:00Z&days=7")).toEqual({ days: "7" });
    expect(analytics("from=2026-02-02T10:00:00Z&to=2026-02-02T09:00:00Z")).toEqual({ days: "30" });
    expect(parse("from=2026-02-02&to=2026-02-02")).toEqual({ from: "2026-02-02", to: "2026-02-02" });
  });
  it("takes several values by comma and by repetition", () => {
    expect(parse("model=a,b&model=b&model=%20c")).toEqual({ days: "30", model: "a,b,c" });
    expect(parse("user_id=a,b&user_id=c")).toEqual({ days: "30", user_id: ["a,b", "c"] });
  });
  it("keeps a comma that is part of a value", () => {
    expect(loadFilters("?model=a\\,b,c").model).toEqual(["a,b", "c"]);
    expect(parse("model=a\\,b,c")).toEqual({ days: "30", model: "a\\,b,c" });
    expect(filterParsers.model.serialize(["a,b", "c\\"])).toEqual(["a\\,b,c\\\\"]);
  });
  it("keeps the rest of the grammar", () => {
    expect(parse("rating=-1&q=two+words&has_note=true&intent=(none)&session_id=s")).toEqual({
      days: "30",
      rating: "-1",
      q: "two words",
      has_note: "true",
      intent: "(none)",
      session_id: ["s"],
    });
  });
});

describe("toAnalyticsParameters", () => {
  it("widens times to the days they lie in", () => {
    expect(analytics("from=2026-01-01T10:00:00Z&to=2026-01-02T11:00:00Z")).toEqual({
      from: "2026-01-01",
      to: "2026-01-02",
    });
  });
  it("does not take in the day that begins where the range ends", () => {
    expect(analytics("from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z")).toEqual({
      from: "2026-01-01",
      to: "2026-01-01",
    });
  });
});

describe("isRangeUnderstood", () => {
  const isUnderstood = (search: string) => isRangeUnderstood(new URLSearchParams(search));
  it("is so for what the parsers take, and for nothing", () => {
    for (const search of ["", "days=", "days=7", "from=2026-02-01&to=2026-02-01", "to=2026-02-01T10:00:00Z"])
      expect(isUnderstood(search), search).toBe(true);
  });
  it("is not so for other values and for an end before the start", () => {
    for (const search of [
      "days=999",
      "days=7.5",
      "from=zzz",
      "to=2026-02-31",
      "from=2026-02-02&to=2026-02-01",
    ])
      expect(isUnderstood(search), search).toBe(false);
  });
});

describe("listMisread", () => {
  const misread = (search: string) => listMisread(new URLSearchParams(search), filterParsers);
  it("is nothing for what the page understands, or what has no value", () => {
    for (const search of [
      "",
      "days=7&project=a,b&rating=-1&has_note=false&user_id=u&user_id=v&q=x",
      "rating=&x=",
    ])
      expect(misread(search), search).toEqual([]);
  });
  it("names values that are not taken, given twice, or of no parameter of the page", () => {
    expect(misread("rating=5&has_note=maybe&q=x")).toEqual(["rating=5", "has_note=maybe"]);
    expect(misread("rating=1&rating=-1")).toEqual(["rating=1", "rating=-1"]);
    expect(misread("modle=a&toString=b&project=,")).toEqual(["modle=a", "toString=b", "project=,"]);
  });
});

describe("toHref", () => {
  it("replaces the range as a whole and leaves the other filters", () => {
    expect(toHref("/feedback", { days: "30", project: "p" }, { from: "2026-01-01", to: "2026-01-01" })).toBe(
      "/feedback?from=2026-01-01&project=p&to=2026-01-01",
    );
    expect(toHref("/", { days: "30", model: "m" }, { model: undefined })).toBe("/?days=30");
    expect(toHref("/", {})).toBe("/");
  });
});
