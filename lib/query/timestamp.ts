import { z } from "zod";

/** A time as any Postgres API writes it ("2026-11-20 15:28:05.45+00" or ISO 8601), given back as ISO 8601 UTC with milliseconds. */
export const timestamp = z
  .string()
  .transform((value, context) => {
    // "+00" is what Postgres writes; ISO 8601 wants "+00:00".
    const time = Date.parse(value.replace(" ", "T").replace(/([+-]\d{2})$/, "$1:00"));
    if (Number.isNaN(time)) {
      context.addIssue({ code: "custom", message: "not a time" });
      return z.NEVER;
    }
    return new Date(time).toISOString();
  })
  .meta({ override: { type: "string", format: "date-time" } });
