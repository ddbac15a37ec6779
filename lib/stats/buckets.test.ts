import { describe, expect, it } from "vitest";
import { bucketRange, listBuckets, startOfBucket } from "./buckets";

const at = (iso: string) => Date.parse(iso);

describe("listBuckets", () => {
  it("lists days, also over the end of a month", () => {
    expect(listBuckets(at("2026-02-27T00:00Z"), at("2026-03-02T00:00Z"), "day")).toEqual([
      "2026-02-27T00:00:00.000Z",
      "2026-02-28T00:00:00.000Z",
      "2026-03-01T00:00:00.000Z",
    ]);
  });
  it("begins weeks on Monday and months on the first", () => {
    expect(new Date(startOfBucket(at("2026-11-22T23:00Z"), "week")).toISOString()).toBe(
      "2026-11-16T00:00:00.000Z",
    );
    expect(new Date(startOfBucket(at("2026-11-16T00:00Z"), "week")).toISOString()).toBe(
      "2026-11-16T00:00:00.000Z",
    );
    expect(listBuckets(at("2026-01-31T00:00Z"), at("2026-03-01T00:00Z"), "month")).toEqual([
      "2026-01-01T00:00:00.000Z",
      "2026-02-01T00:00:00.000Z",
    ]);
  });
  it("lists 48 hours for two days and nothing for an empty range", () => {
    expect(listBuckets(at("2026-01-01T00:00Z"), at("2026-01-03T00:00Z"), "hour")).toHaveLength(48);
    expect(listBuckets(at("2026-01-03T00:00Z"), at("2026-01-01T00:00Z"), "day")).toEqual([]);
  });
});

describe("bucketRange", () => {
  const range = { from: at("2026-11-18T00:00Z"), to: at("2026-11-21T00:00Z") };
  it("is one date for a day", () => {
    expect(bucketRange("2026-11-18T00:00:00.000Z", "day", range)).toEqual({
      from: "2026-11-18",
      to: "2026-11-18",
    });
  });
  it("cuts a week to the range", () => {
    expect(bucketRange("2026-11-16T00:00:00.000Z", "week", range)).toEqual({
      from: "2026-11-18",
      to: "2026-11-20",
    });
  });
  it("is two times for an hour", () => {
    expect(bucketRange("2026-11-18T05:00:00.000Z", "hour", range)).toEqual({
      from: "2026-11-18T05:00:00.000Z",
      to: "2026-11-18T06:00:00.000Z",
    });
  });
});
