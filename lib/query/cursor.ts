import { z } from "zod";

const shape = /^\d{4}-\d{2}-\d{2}[ T][\d:.]+(\+00|Z)\|[0-9a-f-]{36}$/;

const rankedShape = /^[^|]+\|[^|]+\|-?\d+(\.\d+)?(e[+-]?\d+)?$/;

/** The opaque cursor for a position "<time>|<id>" of the database; null stays null. */
export function encodeCursor(position: string | null): string | null {
  return position === null ? null : Buffer.from(position).toString("base64url");
}

/** A cursor that a list handed out, decoded to the position the database understands. */
export const cursor = z
  .string()
  .max(200)
  .transform((value) => Buffer.from(value, "base64url").toString())
  .refine((position) => shape.test(position), "is not a cursor of this list");

/** The same of a list whose positions have another shape. */
export const cursorOf = (position: RegExp) =>
  z
    .string()
    .max(200)
    .transform((value) => Buffer.from(value, "base64url").toString())
    .refine((decoded) => position.test(decoded), "is not a cursor of this list");

/** The same of a list that may be ranked by a value: "<time>|<id>|<value>" then. */
export const rankableCursor = z
  .string()
  .max(200)
  .transform((value) => Buffer.from(value, "base64url").toString())
  .refine(
    (position) => shape.test(isRanked(position) ? position.slice(0, position.lastIndexOf("|")) : position),
    "is not a cursor of this list",
  );

/** Whether a decoded cursor is one of a ranked list. */
export const isRanked = (position: string): boolean => rankedShape.test(position);

/** The same of a list of names ranked by a number: "<rank>|<name>", without a rank for those that come last. */
export const rankCursor = z
  .string()
  .max(2000)
  .transform((value) => Buffer.from(value, "base64url").toString())
  .refine((position) => /^(-?\d+(\.\d+)?)?\|[^\0]/s.test(position), "is not a cursor of this list");
