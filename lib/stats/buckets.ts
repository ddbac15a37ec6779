/** Sizes of the buckets of a time series. */
export type BucketSize = "hour" | "day" | "week" | "month";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** The start of the UTC bucket that a time lies in, in ms. Weeks begin on Monday (ISO 8601). */
export function startOfBucket(time: number, size: BucketSize): number {
  if (size === "hour") return Math.floor(time / HOUR_MS) * HOUR_MS;
  const day = Math.floor(time / DAY_MS) * DAY_MS;
  if (size === "day") return day;
  const date = new Date(day);
  if (size === "week") return day - ((date.getUTCDay() + 6) % 7) * DAY_MS;
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
}

/** The start of the bucket after the one that begins at `start`, in ms. */
export function nextBucket(start: number, size: BucketSize): number {
  if (size === "hour") return start + HOUR_MS;
  if (size === "day") return start + DAY_MS;
  if (size === "week") return start + 7 * DAY_MS;
  const date = new Date(start);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
}

// A chart cannot show more, and a typed year 1970 must not freeze the page.
const MAX_BUCKETS = 2000;

/** Starts (ISO 8601 UTC) of every bucket that a half-open range touches, in order; at most 2,000, the latest. */
export function listBuckets(from: number, to: number, size: BucketSize): string[] {
  const buckets: string[] = [];
  if (from >= to) return buckets;
  for (let start = startOfBucket(from, size); start < to; start = nextBucket(start, size)) {
    buckets.push(new Date(start).toISOString());
  }
  return buckets.slice(-MAX_BUCKETS);
}

/**
 * The range of one bucket as filter parameters, cut to the range of the chart (ms, half-open): dates, of which the last is
 * included, or times for hours.
 */
export function bucketRange(
  bucket: string,
  size: BucketSize,
  range: { from: number; to: number },
): { from: string; to: string } {
  const start = Math.max(Date.parse(bucket), range.from);
  const end = Math.min(nextBucket(Date.parse(bucket), size), range.to);
  if (size === "hour") return { from: new Date(start).toISOString(), to: new Date(end).toISOString() };
  const toDate = (ms: number) => new Date(ms).toISOString().slice(0, 10);
  return { from: toDate(start), to: toDate(end - DAY_MS) };
}
