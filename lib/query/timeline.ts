import { type BucketSize, bucketRange, listBuckets, nextBucket } from "@/lib/stats/buckets";
import { countDays, granularityFor, resolveRange } from "./range";

const DAY_MS = 86_400_000;

type Parameters = Record<string, string | readonly string[] | undefined>;

/** The buckets of a chart: every one the range touches, also those without rows. Times are ms; the range is half-open. */
export type Timeline = {
  size: BucketSize;
  range: { from: number; to: number };
  now: number;
};

/** One place on a timeline. */
export type Bucket = {
  /** Start, ISO 8601 UTC. */
  bucket: string;
  /** Not over yet, or cut by the range. */
  isPartial: boolean;
  /** The range of the rows behind it, as filter parameters. */
  drill: { from: string; to: string };
};

function rangeOf(parameters: Parameters, now: number): { from?: number; to?: number } {
  const { from, to, days } = parameters;
  const range = resolveRange(
    {
      from: typeof from === "string" ? from : undefined,
      to: typeof to === "string" ? to : undefined,
      days: typeof days === "string" ? Number(days) : undefined,
    },
    null,
    new Date(now),
  );
  return {
    ...(range.from === undefined ? {} : { from: Date.parse(range.from) }),
    ...(range.to === undefined ? {} : { to: Date.parse(range.to) }),
  };
}

/** The size of buckets for these parameters, so that a period and the one before it are cut alike. Months without a start, at least days without an end. */
export function chooseGranularity(parameters: Parameters, now: number): BucketSize {
  const { from, to } = rangeOf(parameters, now);
  if (from === undefined) return "month";
  const end = to ?? endOfToday(now);
  const size = granularityFor(
    countDays({ from: new Date(from).toISOString(), to: new Date(Math.max(end, from)).toISOString() }),
  );
  return to === undefined && size === "hour" ? "day" : size;
}

/** The timeline of these parameters. A range without a start begins with the first bucket that has rows. */
export function prepareTimeline(
  parameters: Parameters,
  size: BucketSize,
  now: number,
  firstBucket?: string,
): Timeline {
  const { from, to = endOfToday(now) } = rangeOf(parameters, now);
  const start = from ?? (firstBucket === undefined ? to : Date.parse(firstBucket));
  return { size, range: { from: start, to }, now };
}

/** Every bucket of a timeline, in order. */
export function listTimeline({ size, range, now }: Timeline): Bucket[] {
  return listBuckets(range.from, range.to, size).map((bucket) => {
    const start = Date.parse(bucket);
    return {
      bucket,
      isPartial: nextBucket(start, size) > Math.min(range.to, now) || start < range.from,
      drill: bucketRange(bucket, size, range),
    };
  });
}

/**
 * The parameters of the period to compare with: as many days right before the range as it has complete ones, so that complete
 * days are compared with complete days. Null when the range has no start or no complete day, or when those days lie before 1970.
 */
export function preparePreviousParameters(parameters: Parameters, now: number): Parameters | null {
  const { from, to = endOfToday(now) } = rangeOf(parameters, now);
  if (from === undefined) return null;
  const length = Math.min(to, endOfToday(now) - DAY_MS) - from;
  if (length <= 0 || length > from) return null;
  return { ...parameters, days: undefined, from: toDate(from - length), to: toDate(from - DAY_MS) };
}

const toDate = (ms: number) => new Date(ms).toISOString().slice(0, 10);
const endOfToday = (now: number) => Math.floor(now / DAY_MS) * DAY_MS + DAY_MS;
