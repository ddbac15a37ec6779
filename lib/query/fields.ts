import { z } from "zod";

// Fields that the bodies of several areas share. Their bounds repeat in the checks of the tables.

const FUTURE_MS = 5 * 60_000;

/**
 * The id of a row: any UUID that Postgres stores. RFC 9562's version and variant are not asked for: rows that were loaded
 * by SQL may have ids without them, and one such row must not fail a whole list.
 */
export const rowId = z.guid("must be a UUID");

/** A short name: a model, an intent, a project, a caller's own id. 1 to 200 characters. */
export const label = (name: string) =>
  z.string().min(1, "must not be empty").max(200, `${name} has at most 200 characters`);

/** The project of a row that is written. */
export const projectField = label("project")
  .optional()
  .meta({ description: "Left out: the only project of the caller, else “default”." });

/** The caller's own id of a row: sending it twice records the row once. */
export const ownId = rowId.optional().meta({ description: "Your own id; sending it twice records it once." });

/** Any JSON object of the caller. */
export const metadataField = z.record(z.string(), z.json()).meta({
  description: "Any JSON object of yours.",
  override: { type: "object", additionalProperties: true },
});

/** A JSON object as it is shown. */
export const jsonObject = z
  .record(z.string(), z.json())
  .meta({ override: { type: "object", additionalProperties: true } });

/** Any JSON of the caller. What a body holds has been read as JSON already. */
export const anyJson = z.unknown();

/** A time that something happened: with zone, not before 1970, not later than 5 minutes from now. */
export const pastTime = z.iso
  // Nothing further is said of what is no time.
  .datetime({ offset: true, error: "must be a time with zone, such as 2026-01-31T12:00:00Z", abort: true })
  .refine((value) => Date.parse(value) <= Date.now() + FUTURE_MS, "must not be later than 5 minutes from now")
  .refine((value) => Date.parse(value) >= 0, "must not be before 1970");

/** A text that is not empty. */
export const note = (max: number) =>
  z
    .string()
    .min(1, "must not be empty")
    .max(max, `has at most ${max.toLocaleString("en-US")} characters`);

/** The answer of a list: one page and the cursor of the next. */
export const pageOf = <Row extends z.ZodType>(row: Row) =>
  z.object({ data: z.array(row), next_cursor: z.string().nullable() });
