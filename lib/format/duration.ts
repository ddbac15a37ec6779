import { NO_VALUE } from "./number";

/** A number of minutes: 45 s, 12 min, 2 h 05 min, 3 d 4 h; `–` for null. */
export function formatMinutes(minutes: number | null | undefined): string {
  if (minutes === null || minutes === undefined) return NO_VALUE;
  if (minutes < 1) return `${Math.round(minutes * 60)} s`;
  const whole = Math.round(minutes);
  if (whole < 60) return `${whole} min`;
  const hours = Math.floor(whole / 60);
  if (hours < 24) return `${hours} h ${String(whole % 60).padStart(2, "0")} min`;
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** Milliseconds: 840 ms, 1.84 s, 12.3 s, 31 min; `–` for null. */
export function formatMilliseconds(ms: number | null | undefined): string {
  if (ms === null || ms === undefined) return NO_VALUE;
  if (Math.round(ms) < 1000) return `${Math.round(ms)} ms`;
  if (ms < 9_995) return `${(ms / 1000).toFixed(2)} s`;
  if (ms < 99_950) return `${(ms / 1000).toFixed(1)} s`;
  return formatMinutes(ms / 60_000);
}
