export type TimeFormat = "datetime" | "date" | "relative";

const parts: Record<"datetime" | "date", Intl.DateTimeFormatOptions> = {
  datetime: {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hour12: false,
  },
  date: { day: "numeric", month: "short", year: "numeric" },
};
const cache = new Map<string, Intl.DateTimeFormat>();

function formatter(format: "datetime" | "date", timeZone: string | undefined): Intl.DateTimeFormat {
  const key = `${format} ${timeZone ?? ""}`;
  let found = cache.get(key);
  if (!found) {
    found = new Intl.DateTimeFormat("en-GB", { ...parts[format], ...(timeZone ? { timeZone } : {}) });
    cache.set(key, found);
  }
  return found;
}

/** "20 Nov 2026, 15:28" or "20 Nov 2026"; in the viewer's zone unless one is named. */
export function formatTime(iso: string, format: "datetime" | "date" = "datetime", timeZone?: string): string {
  return formatter(format, timeZone).format(new Date(iso));
}

/** The exact time: "2026-11-20 15:28:05.450 UTC". */
export function formatUtc(iso: string): string {
  return `${new Date(iso).toISOString().replace("T", " ").replace("Z", "")} UTC`;
}

const steps: [limitMs: number, unitMs: number, unit: Intl.RelativeTimeFormatUnit][] = [
  [3_600_000, 60_000, "minute"],
  [86_400_000, 3_600_000, "hour"],
  [7 * 86_400_000, 86_400_000, "day"],
];
const relative = new Intl.RelativeTimeFormat("en", { numeric: "always", style: "short" });

/** "just now", "3 min ago", "2 hr ago", "5 days ago"; an absolute date beyond a week. */
export function formatAgo(iso: string, now: number, timeZone?: string): string {
  const age = now - Date.parse(iso);
  if (age < 60_000) return "just now";
  for (const [limit, unitMs, unit] of steps) {
    if (age < limit) return relative.format(-Math.floor(age / unitMs), unit);
  }
  return formatTime(iso, "date", timeZone);
}
