import { UsageError } from "./options";

const hours = { h: 1, d: 24, w: 7 * 24 };

/**
 * When a key ends that is made `now`: a span (12h, 90d, 4w), a date (the whole of that UTC day still counts), or a time
 * with its zone.
 * @throws UsageError for anything else, and for what is already past.
 */
export function readExpiry(text: string, now: Date): Date {
  const end = parse(text, now);
  if (!end || end.getUTCFullYear() > 9999 || Number.isNaN(end.getTime())) {
    throw new UsageError(
      `--expires must be a span such as 12h, 90d or 4w, or a date such as 2030-01-31, not “${text}”.`,
    );
  }
  if (end <= now) throw new UsageError(`--expires is in the past: ${text}.`);
  return end;
}

function parse(text: string, now: Date): Date | null {
  const span = /^([1-9]\d{0,4})([hdw])$/.exec(text);
  if (span)
    return new Date(now.getTime() + Number(span[1]) * hours[span[2] as keyof typeof hours] * 3_600_000);
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) {
    const day = new Date(`${text}T00:00:00Z`);
    // 2030-02-30 would roll over to March.
    if (Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== text) return null;
    return new Date(day.getTime() + 86_400_000);
  }
  return /^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:\d{2})$/.test(text) ? new Date(text) : null;
}
