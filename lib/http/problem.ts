import { STATUS_CODES } from "node:http";
import { z } from "zod";
import type { AppError } from "@/lib/errors";

/** The one shape of every error answer: RFC 9457 problem details. */
export const problemSchema = z
  .object({
    type: z.string().meta({ description: "Always about:blank; `code` tells errors apart." }),
    title: z.string(),
    status: z.int(),
    detail: z.string().meta({ description: "One sentence for a person." }),
    code: z.string(),
    issues: z
      .array(z.object({ path: z.string(), message: z.string() }))
      .optional()
      .meta({ description: "Everything that is wrong with the input." }),
    request_id: z.string(),
  })
  .meta({ id: "Problem" });

/** The problem+json answer for an error. Never carries the text of an internal error. */
export function problemResponse(
  error: AppError,
  requestId: string,
  headers: Record<string, string> = {},
): Response {
  const body = {
    type: "about:blank",
    title: STATUS_CODES[error.status] ?? "Error",
    status: error.status,
    detail: error.message,
    code: error.code,
    ...(error.issues ? { issues: error.issues } : {}),
    ...(error.code === "internal_error" ? {} : error.extra),
    request_id: requestId,
  };
  // Seconds: what was in the way of the database is over in a moment.
  const retryAfter = error.retryAfterSeconds ?? (error.code === "unavailable" ? 1 : undefined);
  return Response.json(body, {
    status: error.status,
    headers: {
      "content-type": "application/problem+json",
      "x-request-id": requestId,
      "cache-control": "no-store",
      ...(retryAfter === undefined ? {} : { "retry-after": String(retryAfter) }),
      ...(error.status === 401 ? { "www-authenticate": 'Bearer realm="retune"' } : {}),
      ...headers,
    },
  });
}
