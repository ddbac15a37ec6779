import { z } from "zod";
import { AppError, codeForStatus, type Issue } from "@/lib/errors";

const refusals = z.array(
  z.object({ index: z.int(), status: z.coerce.number(), path: z.string().nullish(), message: z.string() }),
);

/**
 * The error of a function that records items, all or nothing: the refusals that the database names by index, as issues of
 * the request; any other error as it is. `pathOf` names an item, "" when the request is the item.
 */
export function toItemRefusal(error: unknown, pathOf: (index: number) => string): unknown {
  if (!(error instanceof AppError)) return error;
  const parsed = refusals.safeParse(error.extra?.items);
  if (!parsed.success) return error;
  const issues: Issue[] = parsed.data.map(({ index, path, message }) => ({
    path: [pathOf(index), path].filter(Boolean).join("."),
    message,
  }));
  const status = parsed.data.every((refusal) => refusal.status === parsed.data[0]?.status)
    ? parsed.data[0]?.status
    : 409;
  const first = [issues[0]?.path, issues[0]?.message].filter(Boolean).join(": ");
  return new AppError(codeForStatus(status ?? 409), `Nothing was recorded: ${first}.`, { issues });
}
