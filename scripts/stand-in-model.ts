import type { IncomingMessage, ServerResponse } from "node:http";
import { listen, readBody, type StandIn } from "./stand-in-server";

/** The keys that it accepts, and its models: ones that the price list knows. */
export const standInModel = {
  key: "stand-in-key-of-the-compatible-model",
  name: "gpt-4o-mini",
  geminiKey: "stand-in-key-of-gemini",
  geminiName: "gemini-2.5-flash",
} as const;

/** What it does with one request. */
export type Step =
  /** Answers; `usage` null = without saying the tokens. */
  | { say: string; usage?: [tokensIn: number, tokensOut: number] | null; finish?: "stop" | "length" }
  /** Refuses. */
  | { status: number; headers?: Record<string, string> }
  /** Answers 200 with a body that is no answer. */
  | { garbage: string }
  /** Begins an answer and breaks the connection. */
  | { cut: true }
  /** Never answers. */
  | { hang: true };

type Asked = { protocol: "openai-compatible" | "gemini"; body: unknown; prompt: string };
type Script = { steps: Step[]; asked: Asked[]; left: number };

/** What it says to whoever names no script: a plan that is valid. */
const plan = {
  task: "summarize",
  operations: [
    {
      type: "summarize",
      execution_instructions: { method: "pandas.describe", args: [], kwargs: {} },
    },
  ],
};

const marker = /script:([\w-]+)/;

/**
 * A model endpoint for tests: a real HTTP server that speaks the chat protocol of OpenAI (/v1/chat/completions) and that of Gemini
 * (/v1beta/models/…:generateContent). Tests PUT a list of steps to /scripts/<name>; each request whose prompt holds script:<name>
 * takes the next one. GET /scripts/<name> tells what was asked and how many of those who asked left before they were answered.
 */
export async function startStandInModel(): Promise<StandIn> {
  const scripts = new Map<string, Script>();
  const { url, close } = await listen((request, response) => answer(scripts, request, response));
  return {
    testEnv: { RETUNE_TEST_MODEL: url },
    env: {
      MODEL_URL: `${url}/v1`,
      MODEL_KEY: standInModel.key,
      MODEL_NAME: standInModel.name,
      GEMINI_URL: `${url}/v1beta`,
      GEMINI_KEY: standInModel.geminiKey,
      GEMINI_MODEL: standInModel.geminiName,
    },
    close,
  };
}

async function answer(
  scripts: Map<string, Script>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = request.url ?? "";
  const text = await readBody(request);
  const named = /^\/scripts\/([\w-]+)$/.exec(path)?.[1];
  if (named) {
    if (request.method === "PUT") scripts.set(named, { steps: JSON.parse(text), asked: [], left: 0 });
    const { asked = [], left = 0 } = scripts.get(named) ?? {};
    return send(response, 200, { asked, left });
  }
  const protocol = path.endsWith(":generateContent") ? "gemini" : "openai-compatible";
  const isRightKey =
    protocol === "gemini"
      ? request.headers["x-goog-api-key"] === standInModel.geminiKey
      : request.headers.authorization === `Bearer ${standInModel.key}`;
  if (!isRightKey) return refuse(response, 401);
  if (protocol === "openai-compatible" && path !== "/v1/chat/completions") return refuse(response, 404);

  const body = JSON.parse(text) as object;
  const prompt = readPrompt(body);
  const script = scripts.get(marker.exec(prompt)?.[1] ?? "");
  script?.asked.push({ protocol, body, prompt });
  const step: Step = script ? (script.steps.shift() ?? { status: 500 }) : { say: JSON.stringify(plan) };
  if ("hang" in step) {
    response.on("close", () => {
      if (script) script.left += 1;
    });
    return;
  }
  if ("status" in step) return refuse(response, step.status, step.headers);
  if ("garbage" in step) return void response.writeHead(200).end(step.garbage);
  if ("cut" in step) {
    response.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
    response.write('{"id":');
    // On the wire before the end is.
    setImmediate(() => response.destroy());
    return;
  }
  send(response, 200, protocol === "gemini" ? geminiAnswer(step) : compatibleAnswer(step));
}

type Saying = Extract<Step, { say: string }>;

function compatibleAnswer({ say, usage = [100, 20], finish = "stop" }: Saying) {
  return {
    id: "stand-in",
    object: "chat.completion",
    created: 0,
    model: standInModel.name,
    choices: [{ index: 0, message: { role: "assistant", content: say }, finish_reason: finish }],
    ...(usage && {
      usage: { prompt_tokens: usage[0], completion_tokens: usage[1], total_tokens: usage[0] + usage[1] },
    }),
  };
}

function geminiAnswer({ say, usage = [100, 20], finish = "stop" }: Saying) {
  return {
    candidates: [
      {
        index: 0,
        content: { role: "model", parts: [{ text: say }] },
        finishReason: finish === "length" ? "MAX_TOKENS" : "STOP",
      },
    ],
    ...(usage && {
      usageMetadata: {
        promptTokenCount: usage[0],
        candidatesTokenCount: usage[1],
        totalTokenCount: usage[0] + usage[1],
      },
    }),
  };
}

/** All texts of a prompt, in either protocol. */
function readPrompt(value: unknown): string {
  if (typeof value === "string") return value;
  return typeof value === "object" && value !== null ? Object.values(value).map(readPrompt).join("\n") : "";
}

/** Real providers repeat what they were sent: it must go no further. */
function refuse(response: ServerResponse, status: number, headers: Record<string, string> = {}): void {
  send(response, status, { error: { message: "refused: sk-secret-of-the-provider" } }, headers);
}

function send(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(JSON.stringify(body));
}
