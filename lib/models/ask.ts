import "server-only";
import { generateText } from "ai";
import type { Connection } from "./connection";
import { ModelFailure, toModelFailure } from "./failure";

export type ModelMessage = { role: "system" | "user"; content: string };

export type AskOptions = {
  temperature: number | null;
  top_p: number | null;
  /** Left out where the provider does not take it. */
  top_k: number | null;
  max_output_tokens: number | null;
  timeout_seconds: number;
  /** Aborted when nobody waits for the answer any more. */
  signal: AbortSignal;
};

/** An answer of a model. Counts are null when the provider does not say them. */
export type ModelAnswer = {
  text: string;
  tokensIn: number | null;
  /** Input tokens from a cache; part of tokensIn. */
  tokensCached: number | null;
  tokensOut: number | null;
  responseTimeMs: number;
  /** Whether it ended at max_output_tokens. */
  isCut: boolean;
};

/**
 * Asks a model once, without trying again.
 * @throws ModelFailure when no whole answer came.
 */
export async function askModel(
  connection: Connection,
  messages: readonly ModelMessage[],
  options: AskOptions,
): Promise<ModelAnswer> {
  const timeout = AbortSignal.timeout(options.timeout_seconds * 1000);
  const textOf = (role: ModelMessage["role"]) =>
    messages.filter((message) => message.role === role).map(({ content }) => content);
  const system = textOf("system").join("\n\n");
  const startedAt = performance.now();
  try {
    const { text, usage, finishReason } = await generateText({
      model: connection.model,
      ...(system === "" ? {} : { system }),
      messages: textOf("user").map((content) => ({ role: "user" as const, content })),
      ...(options.temperature === null ? {} : { temperature: options.temperature }),
      ...(options.top_p === null ? {} : { topP: options.top_p }),
      ...topK(connection, options.top_k),
      ...(options.max_output_tokens === null ? {} : { maxOutputTokens: options.max_output_tokens }),
      maxRetries: 0,
      abortSignal: AbortSignal.any([options.signal, timeout]),
    });
    // A server that says nothing and counts nothing did not understand what it was asked.
    if (text === "" && usage.inputTokens === undefined && usage.outputTokens === undefined)
      throw new ModelFailure("unreadable");
    return {
      text,
      tokensIn: usage.inputTokens ?? null,
      tokensCached: usage.inputTokenDetails?.cacheReadTokens ?? null,
      tokensOut: usage.outputTokens ?? null,
      responseTimeMs: Math.round(performance.now() - startedAt),
      isCut: finishReason === "length",
    };
  } catch (error) {
    if (error instanceof ModelFailure) throw error;
    throw toModelFailure(error, options.signal.aborted ? "cancelled" : timeout.aborted ? "timeout" : null);
  }
}

/** The library knows top_k of Gemini alone; servers of OpenAI's protocol take it as a field of their own. */
function topK({ provider, hasTopK }: Connection, value: number | null) {
  if (value === null || !hasTopK) return {};
  return provider === "gemini" ? { topK: value } : { providerOptions: { compatible: { top_k: value } } };
}
