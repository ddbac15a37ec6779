import { isAuthRetryableFetchError } from "@supabase/supabase-js";
import { AppError, codeForStatus, type ErrorCode } from "@/lib/errors";

/** What supabase-js hands back instead of throwing. */
export type SupabaseError = { code?: string; message: string; details?: string | null; hint?: string | null };

const codeBySqlState: Record<string, ErrorCode> = {
  "42501": "forbidden",
  "23505": "conflict",
  "23503": "conflict",
  "23502": "bad_request",
  "23514": "bad_request",
  "22P02": "bad_request",
  "22003": "bad_request",
  "22007": "bad_request",
  "22008": "bad_request",
  // Two transactions were in each other's way and this one was undone: the same request may be sent again.
  "40001": "unavailable",
  "40P01": "unavailable",
  "57014": "unavailable",
  "53100": "unavailable",
  "53300": "unavailable",
  "57P01": "unavailable",
  "57P03": "unavailable",
  "25006": "unavailable",
  "08006": "unavailable",
  PGRST301: "unauthorized",
  PGRST302: "unauthorized",
  PGRST303: "unauthorized",
  PGRST116: "not_found",
};

const sentenceByCode: Partial<Record<ErrorCode, string>> = {
  forbidden: "You may not do that.",
  conflict: "This id is already taken.",
  bad_request: "A value is outside of what can be stored.",
  unauthorized: "Your session has ended. Sign in again.",
  unavailable: "The database cannot answer right now. Try again in a moment.",
};

/**
 * The AppError for an error of the Supabase API. Our own refusals (`PT4xx`) keep their sentence; anything else gets a
 * generic one, because a database message may quote other people's rows.
 */
export function toAppError(error: SupabaseError, status?: number): AppError {
  const own = /^PT(\d{3})$/.exec(error.code ?? "");
  if (own?.[1]) {
    const sentence = error.message.charAt(0).toUpperCase() + error.message.slice(1);
    const hint = error.hint ? ` — ${error.hint}` : "";
    return new AppError(codeForStatus(Number(own[1])), `${sentence}${hint}.`, {
      cause: error,
      extra: parseDetail(error.details),
    });
  }
  const unreachable =
    status === 0 || /fetch failed|ECONNREFUSED|ECONNRESET|socket hang up/i.test(error.message);
  const code: ErrorCode = unreachable
    ? "unavailable"
    : (codeBySqlState[error.code ?? ""] ??
      (status === 401 ? "unauthorized" : status === 503 ? "unavailable" : "internal_error"));
  return new AppError(code, sentenceByCode[code] ?? "Something went wrong on our side.", { cause: error });
}

function parseDetail(detail: string | null | undefined): Record<string, unknown> | undefined {
  if (!detail) return undefined;
  try {
    const parsed: unknown = JSON.parse(detail);
    return Array.isArray(parsed)
      ? { items: parsed }
      : typeof parsed === "object" && parsed
        ? { ...parsed }
        : undefined;
  } catch {
    return undefined;
  }
}

/** Whether an error of the sign-in service says that it could not be reached or was too busy, and nothing about the person. */
export function isAuthUnreachable(error: unknown): boolean {
  return isAuthRetryableFetchError(error);
}
