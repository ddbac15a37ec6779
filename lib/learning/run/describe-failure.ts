import type { ErrorCode } from "@/lib/errors";

/** What of a model's failure is told; the names of its settings, for whoever can change them. */
export type Failure = {
  kind: "cancelled" | "timeout" | "unreachable" | "refused" | "unreadable";
  status?: number | undefined;
};
type Asked = { provider: "openai-compatible" | "gemini"; timeoutSeconds: number };

/** The code and the sentence of a model's failure. It names no address and no key, and repeats nothing that the provider said. */
export function describeFailure(
  { kind, status = 0 }: Failure,
  { provider, timeoutSeconds }: Asked,
): { code: ErrorCode; message: string } {
  const [url, key, name] =
    provider === "gemini"
      ? ["GEMINI_URL", "GEMINI_KEY", "GEMINI_MODEL"]
      : ["MODEL_URL", "MODEL_KEY", "MODEL_NAME"];
  if (kind === "cancelled") return { code: "cancelled", message: "The run was cancelled." };
  if (kind === "timeout")
    return {
      code: "model_timeout",
      message: `The model did not answer within ${timeoutSeconds} s, the time that the strategy gives it.`,
    };
  const failed = (message: string) => ({ code: "model_failed" as const, message });
  if (kind === "unreachable")
    return failed(`The model's server cannot be reached. An admin should check ${url}.`);
  if (kind === "unreadable")
    return failed(
      "The model's answer broke off, or is not one. Try again; an admin should check its server.",
    );
  if (status === 429 || status === 503)
    return {
      code: "model_busy",
      message: `The model is asked too often or is overloaded (${status}). Wait a moment and try again.`,
    };
  if (status === 401 || status === 403)
    return failed(`The model's server refused the key (${status}). An admin should check ${key}.`);
  if (status === 404)
    return failed(
      `The model or its address was not found (404). Check the strategy's model; an admin should check ${url} and ${name}.`,
    );
  if (status === 413)
    return failed("The prompt is too long for the model (413). Lower the strategy's budget.");
  if (status >= 500) return failed(`The model's server failed (${status}). Try again in a moment.`);
  return failed(
    `The model's server refused the request (${status}). The prompt may be too long for it, or it may not know the model or a setting of the strategy.`,
  );
}
