import type { Issue } from "@/lib/errors";
import { formatCount } from "@/lib/format/number";
import { type Schedule, type ScheduleInput, scheduleInput } from "./schemas";

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

/** A schedule as its form holds it. */
export type ScheduleForm = { weekday: string; hour: string; time_zone: string; keep_versions: string };

/** The form of a schedule; without one, that of the weekly dataset in this zone. */
export const toScheduleForm = (schedule: Plan | null, zone: string): ScheduleForm => ({
  weekday: String(schedule?.weekday ?? 1),
  hour: String(schedule?.hour ?? 6),
  time_zone: schedule?.time_zone ?? zone,
  keep_versions: String(schedule?.keep_versions ?? 8),
});

/** What the form says, or what is wrong with it, by field. */
export function readScheduleForm(
  form: ScheduleForm,
  is_active: boolean,
): { schedule: ScheduleInput } | { issues: Issue[] } {
  const read = scheduleInput.safeParse({
    weekday: Number(form.weekday),
    hour: Number(form.hour),
    time_zone: form.time_zone.trim(),
    // An empty field is not a zero.
    keep_versions: form.keep_versions.trim() === "" ? Number.NaN : Number(form.keep_versions),
    is_active,
  });
  return read.success
    ? { schedule: read.data }
    : { issues: read.error.issues.map(({ path, message }) => ({ path: path.join("."), message })) };
}
