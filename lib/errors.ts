/** Every code an answer may carry, and its HTTP status. */
export const statusByCode = {
  bad_request: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  gone: 410,
  payload_too_large: 413,
  unsupported_media_type: 415,
  rate_limited: 429,
  /** Nobody reads it: the client went away before there was anything to answer. */
  cancelled: 499,
  internal_error: 500,
  unavailable: 503,
  model_failed: 502,
  model_not_connected: 503,
  model_busy: 503,
  model_timeout: 504,
} as const;

export type ErrorCode = keyof typeof statusByCode;

/** One thing that is wrong with the input. `path` is a dotted path into the body or the name of a query parameter. */
export type Issue = { path: string; message: string };

/** The one error type of lib: a code with a status, a sentence for the caller, and for bad input every issue. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly issues: Issue[] | undefined;
  /** Named values a client may need to go on, such as the id of the row in the way. */
  readonly extra: Record<string, unknown> | undefined;
  /** When it is worth trying again, in whole seconds. */
  readonly retryAfterSeconds: number | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    options: {
      issues?: Issue[] | undefined;
      extra?: Record<string, unknown> | undefined;
      retryAfterSeconds?: number | undefined;
      cause?: unknown;
    } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = "AppError";
    this.code = code;
    this.issues = options.issues;
    this.extra = options.extra;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }

  get status(): number {
    return statusByCode[this.code];
  }
}

/** The code for an HTTP status, `internal_error` for one we do not use. */
export function codeForStatus(status: number): ErrorCode {
  const entry = Object.entries(statusByCode).find(([, known]) => known === status);
  return entry ? (entry[0] as ErrorCode) : "internal_error";
}
