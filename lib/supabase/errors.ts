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
  "25006": "unavailable",
  "55P03": "unavailable",
  PGRST301: "unauthorized",
  PGRST302: "unauthorized",
  PGRST303: "unauthorized",
  PGRST116: "not_found",
};

/**
 * Classes of SQLSTATE after which the same request may be sent again: no connection, transactions in each other's way, no room
 * or no connection left, stopped by an operator or a time limit.
 */
const unavailableClasses = new Set(["08", "40", "53", "57"]);

const unavailableStatuses = new Set([0, 502, 503, 504]);

/** Two transactions were in each other's way, and this one was undone as a whole. */
const undone = /deadlock detected|could not serialize access/i;

/**
 * The local API answers some database errors with the code SUP and the text of the error alone. What these texts stand for;
 * PostgreSQL writes them in English under every lc_messages that the local stack sets.
 */
const codeByText: [RegExp, ErrorCode][] = [
  [undone, "unavailable"],
  [/canceling statement due to|lock timeout|could not obtain lock/i, "unavailable"],
  [
    /terminating connection|the database system is|too many clients|connection slots are reserved/i,
    "unavailable",
  ],
  [/CONNECT_TIMEOUT|CONNECTION_(CLOSED|ENDED|DESTROYED)|ECONNREFUSED|ECONNRESET|EPIPE/, "unavailable"],
  [/violates check constraint/i, "bad_request"],
];

const unreachable = /fetch failed|ECONNREFUSED|ECONNRESET|socket hang up/i;

const sentenceByCode: Partial<Record<ErrorCode, string>> = {
  forbidden: "You may not do that.",
  conflict: "This id is already taken.",
  bad_request: "A value is outside of what can be stored.",
  unauthorized: "Your session has ended. Sign in again.",
  unavailable: "The database cannot answer right now. Try again in a moment.",
};

/** Another sentence than that of the code: a foreign key speaks of a row that went away, not of one that is there. */
const sentenceBySqlState: Record<string, string> = {
  "23503": "Something that this belongs to was removed meanwhile.",
};

/**
 * The AppError for an error of the Supabase API. Our own refusals (`PT4xx`) keep their sentence; anything else gets a
 * generic one, because a database message may quote other people's rows.
 */
export function toAppError(error: SupabaseError, status?: number): AppError {
  const own = /^PT(\d{3})$/.exec(error.code ?? "");
  if (own?.[1]) {
    // A message that begins with the path of a field keeps it as it is written.
    const sentence = /^[a-z_]+(\.\w+)*: /.test(error.message)
      ? error.message
      : error.message.charAt(0).toUpperCase() + error.message.slice(1);
    const hint = error.hint ? ` — ${error.hint}` : "";
    return new AppError(codeForStatus(Number(own[1])), `${sentence}${hint}.`, {
      cause: error,
      extra: parseDetail(error.details),
    });
  }
  const code = codeOf(error, status);
  const sentence = sentenceBySqlState[error.code ?? ""] ?? sentenceByCode[code];
  return new AppError(code, sentence ?? "Something went wrong on our side.", { cause: error });
}

function codeOf({ code = "", message }: SupabaseError, status: number | undefined): ErrorCode {
  if (unreachable.test(message)) return "unavailable";
  const known = codeBySqlState[code];
  if (known) return known;
  if (/^[0-9A-Z]{5}$/.test(code) && unavailableClasses.has(code.slice(0, 2))) return "unavailable";
  if (code === "SUP") return codeByText.find(([text]) => text.test(message))?.[1] ?? "internal_error";
  if (status === 401) return "unauthorized";
  return status !== undefined && unavailableStatuses.has(status) ? "unavailable" : "internal_error";
}

/**
 * Whether the whole transaction was undone because another one was in its way (SQLSTATE 40001, 40P01): nothing is written, and
 * the same call may be made again at once.
 */
export function isUndone({ code, message }: SupabaseError): boolean {
  return code === "40001" || code === "40P01" || (code === "SUP" && undone.test(message));
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
