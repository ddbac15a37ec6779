import { describe, expect, it } from "vitest";
import { formatBucket, formatBucketTick, formatDays } from "./bucket";
import { cn } from "./cn";
import {
  formatCompact,
  formatCount,
  formatDecimal,
  formatInterval,
  formatMegabytes,
  formatPercent,
  formatPoints,
  formatUsd,
} from "./number";
import { formatAgo, formatTime, formatUtc } from "./time";

describe("numbers", () => {
  it("are written as people read them", () => {
    expect(formatCount(1234)).toBe("1,234");
    expect(formatCompact(9999)).toBe("9,999");
    expect(formatCompact(12_345)).toBe("12.3 k");
    expect(formatCompact(4_500_000)).toBe("4.5 M");
    expect(formatPercent(0.8751)).toBe("87.5%");
    expect(formatPercent(null)).toBe("–");
    expect(formatInterval(0.841, 0.902)).toBe("84.1–90.2%");
    expect(formatPoints(0.012)).toBe("+1.2 pp");
    expect(formatDecimal(128.44)).toBe("128.4");
    expect(formatDecimal(10_772.1)).toBe("10,772");
    expect(formatMegabytes(512.5)).toBe("512.5 MB");
    expect(formatUsd(0.0042)).toBe("$0.0042");
    expect([0, 0.4, 0.27, 0.003, 0.096, -0.05, 0.999].map(formatUsd)).toEqual([
      "$0.00",
      "$0.40",
      "$0.27",
      "$0.003",
      "$0.096",
      "-$0.05",
      "$1.00",
    ]);
    expect(formatUsd(1234.5)).toBe("$1,234.50");
  });
});

describe("times", () => {
  const iso = "2026-11-20T15:28:05.450Z";
  it("are written in a zone, exactly in UTC, or as an age", () => {
    expect(formatTime(iso, "datetime", "UTC")).toBe("20 Nov 2026, 15:28");
    expect(formatUtc(iso)).toBe("2026-11-20 15:28:05.450 UTC");
    const at = (ms: number) => Date.parse(iso) + ms;
    expect(formatAgo(iso, at(59_000))).toBe("just now");
    expect(formatAgo(iso, at(3 * 60_000))).toBe("3 min. ago");
    expect(formatAgo(iso, at(8 * 86_400_000), "UTC")).toBe("20 Nov 2026");
  });
  it("of buckets are UTC", () => {
    expect(formatBucketTick("2026-11-20T14:00:00.000Z", "hour")).toBe("14:00");
    expect(formatBucketTick("2026-11-20T00:00:00.000Z", "hour")).toBe("20 Nov");
    expect(formatBucket("2026-11-16T00:00:00.000Z", "week")).toBe("Week of Mon, 16 Nov 2026");
    expect(formatDays("2026-10-22T00:00:00.000Z", "2026-11-21T00:00:00.000Z")).toBe("22 Oct – 20 Nov 2026");
  });
});

describe("cn", () => {
  it("keeps a size of ours beside a colour", () => {
    expect(cn("text-13 text-muted", "text-negative")).toBe("text-13 text-negative");
  });
});
