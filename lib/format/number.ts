const locale = "en-US";
const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
const compact = new Intl.NumberFormat(locale, { notation: "compact", maximumFractionDigits: 1 });
const decimal = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
const signed = new Intl.NumberFormat(locale, {
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
  signDisplay: "exceptZero",
});

/** What stands where there is no value. */
export const NO_VALUE = "–";

/** 1,234. */
export function formatCount(value: number): string {
  return whole.format(value);
}

/** 1,234 below 10,000, then 12.3 k, 4.5 M. */
export function formatCompact(value: number): string {
  if (Math.abs(value) < 10_000) return whole.format(value);
  return compact.format(value).replace(/([A-Z])$/, (unit) => ` ${unit === "K" ? "k" : unit}`);
}

/** A fraction from 0 to 1 as 87.5%; `–` for null. */
export function formatPercent(fraction: number | null | undefined, digits = 1): string {
  if (fraction === null || fraction === undefined) return NO_VALUE;
  return `${(fraction * 100).toFixed(digits)}%`;
}

/** An interval of fractions as 84.1–90.2%; `–` when a bound is missing. */
export function formatInterval(
  low: number | null | undefined,
  high: number | null | undefined,
  digits = 1,
): string {
  if (low === null || low === undefined || high === null || high === undefined) return NO_VALUE;
  return `${(low * 100).toFixed(digits)}–${(high * 100).toFixed(digits)}%`;
}

/** A difference of percentage points, from fractions: +1.2 pp. */
export function formatPoints(difference: number): string {
  return `${signed.format(difference * 100)} pp`;
}

/** A relative change, from fractions: +12.5%. */
export function formatChange(change: number): string {
  return `${signed.format(change * 100)}%`;
}

/** One decimal below a thousand, none above: 128.4, 10,772. */
export function formatDecimal(value: number | null | undefined): string {
  if (value === null || value === undefined) return NO_VALUE;
  return (Math.abs(value) < 1000 ? decimal : whole).format(value);
}

/** $1,234.50, $0.40; below ten cents with the digits that matter: $0.0042. */
export function formatUsd(value: number | null | undefined): string {
  if (value === null || value === undefined) return NO_VALUE;
  const isSmall = value !== 0 && Math.abs(value) < 0.1;
  return new Intl.NumberFormat(locale, {
    style: "currency",
    currency: "USD",
    minimumFractionDigits: 2,
    // Two digits that are not leading zeros; 20 is the most that every browser takes.
    maximumFractionDigits: isSmall ? Math.min(20, 1 - Math.floor(Math.log10(Math.abs(value)))) : 2,
  }).format(value);
}

/** 512 B, 12.3 kB, 4.5 MB. */
export function formatBytes(bytes: number): string {
  const units = ["B", "kB", "MB", "GB"];
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  return `${decimal.format(bytes / 1000 ** power)} ${units[power]}`;
}

/** Megabytes (of 1,000,000 bytes): 512.5 MB, 10.8 GB. */
export function formatMegabytes(value: number | null | undefined): string {
  if (value === null || value === undefined) return NO_VALUE;
  return value < 1000 ? `${decimal.format(value)} MB` : `${decimal.format(value / 1000)} GB`;
}
