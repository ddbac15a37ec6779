import type { BucketSize } from "@/lib/stats/buckets";

const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });
const fullDay = new Intl.DateTimeFormat("en-GB", {
  weekday: "short",
  day: "numeric",
  month: "short",
  year: "numeric",
  timeZone: "UTC",
});
const month = new Intl.DateTimeFormat("en-GB", { month: "short", year: "numeric", timeZone: "UTC" });

/** A bucket on an axis: "20 Nov", "14:00", "Nov 2026". */
export function formatBucketTick(bucket: string, size: BucketSize): string {
  const date = new Date(bucket);
  if (size === "month") return month.format(date);
  if (size === "hour") {
    const hour = bucket.slice(11, 16);
    return hour === "00:00" ? day.format(date) : hour;
  }
  return day.format(date);
}

/** A bucket in full: "Fri, 20 Nov 2026", "Week of Mon, 16 Nov 2026", "20 Nov, 14:00". UTC. */
export function formatBucket(bucket: string, size: BucketSize): string {
  const date = new Date(bucket);
  if (size === "month") return month.format(date);
  if (size === "hour") return `${day.format(date)}, ${bucket.slice(11, 16)}`;
  return size === "week" ? `Week of ${fullDay.format(date)}` : fullDay.format(date);
}

/** A half-open range (ISO 8601) as days, UTC: "22 Oct – 20 Nov 2026", "20 Nov 2026". */
export function formatDays(from: string, to: string): string {
  const first = new Date(from);
  const last = new Date(Date.parse(to) - 1);
  const year = last.getUTCFullYear();
  const start =
    first.getUTCFullYear() === year ? day.format(first) : `${day.format(first)} ${first.getUTCFullYear()}`;
  const end = `${day.format(last)} ${year}`;
  return from.slice(0, 10) === last.toISOString().slice(0, 10) ? end : `${start} – ${end}`;
}
