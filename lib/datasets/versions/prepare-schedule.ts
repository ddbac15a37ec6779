import { formatCount } from "@/lib/format/number";
import type { Schedule } from "./schemas";

/** ISO: 1 = Monday … 7 = Sunday. */
export const weekdays = [
  "Monday",
  "Tuesday",
  "Wednesday",
  "Thursday",
  "Friday",
  "Saturday",
  "Sunday",
] as const;

type Plan = Pick<Schedule, "weekday" | "hour" | "time_zone" | "keep_versions" | "is_active">;

/** A schedule in words: "Mondays 06:00 Europe/Berlin, keeps 8". */
export function describeSchedule({ weekday, hour, time_zone, keep_versions, is_active }: Plan): string {
  const plan = `${weekdays[weekday - 1]}s ${toHour(hour)} ${time_zone}, keeps ${formatCount(keep_versions)}`;
  return is_active ? plan : `Off: ${plan}`;
}

/** An hour of the day as people write it: 06:00. */
export const toHour = (hour: number): string => `${String(hour).padStart(2, "0")}:00`;
