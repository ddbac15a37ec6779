import { APICallError } from "ai";

/** How asking a model ended without an answer. */
export type ModelFailureKind = "cancelled" | "timeout" | "unreachable" | "refused" | "unreadable";

/**
 * Why a model gave no answer. What the library throws says too much, the address, the prompt and what the provider said to
 * it, so none of it is kept.
 */
export class ModelFailure extends Error {
  constructor(
    readonly kind: ModelFailureKind,
    /** HTTP status of the provider, for refused. */
    readonly status?: number | undefined,
    /** What the provider asked for, in whole seconds. */
    readonly retryAfterSeconds?: number | undefined,
  ) {
    super(status === undefined ? `The model's server: ${kind}.` : `The model's server: ${kind} (${status}).`);
    this.name = "ModelFailure";
  }
}

/** What an error of the library means. @param ended Which of the caller's own limits was reached, if any. */
export function toModelFailure(error: unknown, ended: "cancelled" | "timeout" | null): ModelFailure {
  if (ended) return new ModelFailure(ended);
  if (error instanceof Error && error.name === "TimeoutError") return new ModelFailure("timeout");
  if (!APICallError.isInstance(error)) return new ModelFailure("unreadable");
  const { statusCode, responseHeaders } = error;
  if (statusCode === undefined) return new ModelFailure("unreachable");
  // A success that broke off on its way, or is not what was agreed, carries the status it began with.
  if (statusCode < 400) return new ModelFailure("unreadable");
  return new ModelFailure(
    "refused",
    statusCode,
    readRetryAfter(responseHeaders?.["retry-after"], Date.now()),
  );
}

const MAX_RETRY_AFTER = 3600;

/** Whole seconds of a Retry-After header (seconds or an HTTP date), 1 to 3,600; undefined for none and for anything else. */
export function readRetryAfter(header: string | undefined, now: number): number | undefined {
  const text = header?.trim() ?? "";
  if (text === "") return undefined;
  const seconds = /^\d+$/.test(text) ? Number(text) : Math.ceil((Date.parse(text) - now) / 1000);
  return Number.isNaN(seconds) ? undefined : Math.min(MAX_RETRY_AFTER, Math.max(1, seconds));
}
