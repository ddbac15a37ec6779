import "server-only";
import { createGoogleGenerativeAI } from "@ai-sdk/google";
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import type { LanguageModel } from "ai";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";

/** Whose protocol is spoken. */
export type ModelProvider = "openai-compatible" | "gemini";

/** A model that can be asked. It holds the key, so it never leaves the server. */
export type Connection = {
  provider: ModelProvider;
  /** Name of the model, as the provider knows it. */
  name: string;
  model: LanguageModel;
  /** Whether the provider takes top_k. */
  hasTopK: boolean;
};

/** Bytes of an answer; what is longer is cut off there and is then no answer. */
const MAX_ANSWER_BYTES = 8 * 1024 * 1024;

// The library prints what it thinks of settings; what matters is answered to the caller.
globalThis.AI_SDK_LOG_WARNINGS = false;

/** A model behind an OpenAI-compatible address. */
export function connectCompatible(url: string, key: string | undefined, name: string): LanguageModel {
  return createOpenAICompatible({
    name: "compatible",
    baseURL: url,
    fetch: fetchBounded,
    ...(key ? { apiKey: key } : {}),
  })(name);
}

function connectGemini(key: string, name: string): LanguageModel {
  const { GEMINI_URL } = env();
  return createGoogleGenerativeAI({
    apiKey: key,
    fetch: fetchBounded,
    ...(GEMINI_URL ? { baseURL: GEMINI_URL.replace(/\/+$/, "") } : {}),
  })(name);
}

/** The providers that this installation is connected to, with the name of the model of each; the first is asked by default. */
export function listModels(): { provider: ModelProvider; name: string }[] {
  const { MODEL_URL, MODEL_NAME, GEMINI_KEY, GEMINI_MODEL } = env();
  return [
    ...(MODEL_URL && MODEL_NAME ? [{ provider: "openai-compatible" as const, name: MODEL_NAME }] : []),
    ...(GEMINI_KEY && GEMINI_MODEL ? [{ provider: "gemini" as const, name: GEMINI_MODEL }] : []),
  ];
}

/**
 * The model of this installation that is meant; null = by default.
 * @throws AppError model_not_connected when there is none, naming the settings that are missing.
 */
export function connectModel(wanted: { provider: ModelProvider | null; name: string | null }): Connection {
  const known = listModels();
  const chosen =
    wanted.provider === null ? known[0] : known.find((each) => each.provider === wanted.provider);
  if (!chosen) throw new AppError("model_not_connected", missing(wanted.provider));
  const name = wanted.name ?? chosen.name;
  const { MODEL_URL = "", MODEL_KEY, GEMINI_KEY = "" } = env();
  return chosen.provider === "gemini"
    ? { provider: "gemini", name, model: connectGemini(GEMINI_KEY, name), hasTopK: true }
    : {
        provider: "openai-compatible",
        name,
        model: connectCompatible(MODEL_URL, MODEL_KEY, name),
        // OpenAI itself refuses a request that holds it; other servers of its protocol take it.
        hasTopK: new URL(MODEL_URL).hostname !== "api.openai.com",
      };
}

function missing(provider: ModelProvider | null): string {
  const compatible = "MODEL_URL and MODEL_NAME";
  const gemini = "GEMINI_KEY and GEMINI_MODEL";
  if (provider === "openai-compatible")
    return `No OpenAI-compatible model is connected: ${compatible} are not set.`;
  if (provider === "gemini") return `Gemini is not connected: ${gemini} are not set.`;
  return `No model is connected: neither ${compatible} nor ${gemini} are set.`;
}

/** As fetch, without following redirects, which would take the key along, and with an end to what is read. */
async function fetchBounded(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const response = await fetch(input, { ...init, redirect: "error" });
  let size = 0;
  const bounded = response.body?.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        size += chunk.byteLength;
        if (size > MAX_ANSWER_BYTES) controller.error(new Error("The answer is too long."));
        else controller.enqueue(chunk);
      },
    }),
  );
  const { status, statusText, headers } = response;
  return new Response(bounded ?? null, { status, statusText, headers });
}
