import { formatDays } from "@/lib/format/bucket";
import { formatTime } from "@/lib/format/time";
import { resolveRange } from "@/lib/query/range";
import { DEFAULT_DAYS } from "@/lib/query/url-state";

type RangeFilters = { days: number | null; from: string | null; to: string | null };

/** The chosen range in words: "Last 30 days", "22 Oct – 20 Nov 2026", "Since 1 Nov 2026". */
export function labelRange({ days, from, to }: RangeFilters): string {
  if (from === null && to === null) {
    const count = days ?? DEFAULT_DAYS;
    return count === 1 ? "Today" : `Last ${count} days`;
  }
  const range = resolveRange({ from: from ?? undefined, to: to ?? undefined }, null);
  if (range.from && range.to) {
    const isWholeDays = range.from.endsWith("T00:00:00.000Z") && range.to.endsWith("T00:00:00.000Z");
    return isWholeDays
      ? formatDays(range.from, range.to)
      : `${formatTime(range.from, "datetime", "UTC")} – ${formatTime(range.to, "datetime", "UTC")}`;
  }
  return range.from
    ? `Since ${formatTime(range.from, "date", "UTC")}`
    : `Until ${formatTime(new Date(Date.parse(range.to ?? "") - 1).toISOString(), "date", "UTC")}`;
}

/** The chosen range as the dates of its first and last day, UTC; an open end is null. */
export function datesOf({ days, from, to }: RangeFilters, now: Date = new Date()) {
  const range = resolveRange(
    {
      from: from ?? undefined,
      to: to ?? undefined,
      days: from === null && to === null ? (days ?? undefined) : undefined,
    },
    DEFAULT_DAYS,
    now,
  );
  return {
    from: range.from?.slice(0, 10) ?? null,
    to: range.to ? new Date(Date.parse(range.to) - 1).toISOString().slice(0, 10) : null,
  };
}

/** What is wrong with two typed dates (both ends included). */
export function checkDates(from: string, to: string, today: string): { from?: string; to?: string } {
  const isDate = (text: string) =>
    /^\d{4}-\d{2}-\d{2}$/.test(text) &&
    !Number.isNaN(Date.parse(text)) &&
    new Date(text).toISOString().slice(0, 10) === text;
  const shape = "Write a date as 2026-01-31.";
  const errors: { from?: string; to?: string } = {};
  if (!isDate(from)) errors.from = shape;
  if (!isDate(to)) errors.to = shape;
  if (!errors.from && from > today) errors.from = "This day is still to come.";
  if (!errors.from && !errors.to && to < from) errors.to = "The end lies before the start.";
  return errors;
}
