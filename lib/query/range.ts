import { z } from "zod";
import { integer, single } from "./parameters";

const DAY_MS = 86_400_000;
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

const message = "must be a date (2026-01-31) or a time with zone (2026-01-31T12:00:00Z)";

/** A date or a time with zone. Dates stay as they are written, because a date as an end includes its day. */
export const dateOrTime = z
  .string()
  .refine((value) => (DATE.test(value) || TIME.test(value)) && isRealDate(value), message);

function isRealDate(value: string): boolean {
  const time = Date.parse(value);
  const year = Number(value.slice(0, 4));
  // Date.parse turns 31 February into 3 March; comparing the day catches that.
  return (
    !Number.isNaN(time) &&
    year >= 1970 &&
    year <= 9998 &&
    new Date(`${value.slice(0, 10)}T00:00:00Z`).toISOString().slice(0, 10) === value.slice(0, 10)
  );
}

/** The parameters of every time range. */
export const rangeParameters = {
  from: single(dateOrTime, "Start, included: a date (UTC) or a time.").optional(),
  to: single(dateOrTime, "End, excluded; a date includes that day (UTC).").optional(),
  days: integer(1, 366, "The last N UTC days including today, instead of from and to.").optional(),
};

/** A half-open time range; an absent end is unbounded. Times are ISO 8601 UTC. */
export type Range = { from?: string; to?: string };

export type RangeInput = { from?: string | undefined; to?: string | undefined; days?: number | undefined };

/** Reports what is wrong between range parameters: to not after from, days together with them, a part of a day where whole days are needed. */
export function checkRange(
  value: RangeInput,
  issue: (path: string, message: string) => void,
  options: { wholeDays: boolean },
): void {
  if (value.days !== undefined && (value.from !== undefined || value.to !== undefined)) {
    issue("days", "cannot be combined with from or to");
  }
  const from = value.from === undefined ? undefined : startOf(value.from);
  const to = value.to === undefined ? undefined : endOf(value.to);
  if (from !== undefined && to !== undefined && from >= to) issue("to", "must be after the start");
  if (options.wholeDays) {
    for (const [path, time] of [
      ["from", from],
      ["to", to],
    ] as const) {
      if (time !== undefined && time % DAY_MS !== 0)
        issue(path, "must be a whole UTC day here: send a date such as 2026-01-31");
    }
  }
}

/** Adds issues to a zod refinement. */
export const reportTo = (context: z.RefinementCtx) => (path: string, message: string) =>
  context.addIssue({ code: "custom", path: [path], message });

/** Refinement of a query over times, as lists take them. */
export const checkTimes = (value: RangeInput, context: z.RefinementCtx): void =>
  checkRange(value, reportTo(context), { wholeDays: false });

/** Refinement of a query over whole UTC days, as analytics take them. */
export const checkWholeDays = (value: RangeInput, context: z.RefinementCtx): void =>
  checkRange(value, reportTo(context), { wholeDays: true });

function startOf(value: string): number {
  return Date.parse(DATE.test(value) ? `${value}T00:00:00Z` : value);
}

function endOf(value: string): number {
  return DATE.test(value) ? startOf(value) + DAY_MS : Date.parse(value);
}

/**
 * The range that parameters name. `days` counts back from the end of today (UTC). Without any: the last `defaultDays`
 * days, or everything when that is null.
 */
export function resolveRange(input: RangeInput, defaultDays: number | null, now: Date = new Date()): Range {
  const endOfToday = Math.floor(now.getTime() / DAY_MS) * DAY_MS + DAY_MS;
  const days = input.days ?? (input.from === undefined && input.to === undefined ? defaultDays : null);
  if (days !== null) {
    return {
      from: new Date(endOfToday - days * DAY_MS).toISOString(),
      to: new Date(endOfToday).toISOString(),
    };
  }
  return {
    ...(input.from === undefined ? {} : { from: new Date(startOf(input.from)).toISOString() }),
    ...(input.to === undefined ? {} : { to: new Date(endOf(input.to)).toISOString() }),
  };
}

/** Whole UTC days of a bounded range. */
export function countDays(range: Required<Range>): number {
  return Math.round((Date.parse(range.to) - Date.parse(range.from)) / DAY_MS);
}

export const granularities = ["hour", "day", "week", "month"] as const;
export type Granularity = (typeof granularities)[number];

/** The granularity a chart of this length reads best in: hours to 2 days, days to 92, weeks to 366, else months. */
export function granularityFor(days: number): Granularity {
  if (days <= 2) return "hour";
  if (days <= 92) return "day";
  return days <= 366 ? "week" : "month";
}
