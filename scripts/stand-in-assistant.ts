import type { IncomingMessage, ServerResponse } from "node:http";
import { listen, readBody, type StandIn } from "./stand-in-server";

/** What it accepts as a key, calls itself, and how its prompt begins. */
export const standIn = {
  key: "stand-in-key",
  model: "stand-in-1",
  prompt: "You are the assistant of the tests.",
} as const;

type Message = { role: string; content: string };
type Asked = { model: string; stream?: boolean; messages: Message[] };

/**
 * A model endpoint for tests: a real HTTP server that speaks the chat protocol of OpenAI and needs no model. It answers with
 * what it was asked, how many messages came before and how the prompt begins; a question that begins with "refuse",
 * "break off", "stall", "cut short" or "say nothing" makes it do so, and one that begins with "hold <name>" waits in the middle
 * until someone POSTs to /release/<name>.
 */
export async function startStandInAssistant(): Promise<StandIn> {
  const { url, close } = await listen(answer);
  return {
    testEnv: { RETUNE_TEST_ASSISTANT: url },
    env: {
      ASSISTANT_URL: `${url}/v1`,
      ASSISTANT_KEY: standIn.key,
      ASSISTANT_MODEL: standIn.model,
      ASSISTANT_PROMPT: standIn.prompt,
      ASSISTANT_PROMPT_VERSION: "configured",
      ASSISTANT_TIMEOUT_SECONDS: "5",
    },
    close,
  };
}

/** Answers that wait in the middle, by name. */
const held = new Map<string, () => void>();

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const refuse = (status: number, message: string) => {
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify({ error: { message, type: "invalid_request_error" } }));
  };
  const released = request.method === "POST" && /^\/release\/([\w-]+)$/.exec(request.url ?? "")?.[1];
  if (released) {
    held.get(released)?.();
    response.writeHead(held.delete(released) ? 204 : 404).end();
    return;
  }
  if (request.method !== "POST" || request.url !== "/v1/chat/completions") return refuse(404, "not here");
  if (request.headers.authorization !== `Bearer ${standIn.key}`) return refuse(401, "wrong key");
  const { model, messages, stream } = JSON.parse(await readBody(request)) as Asked;
  if (model !== standIn.model || stream !== true) return refuse(400, "unknown model, or not streamed");
  const question = messages.at(-1)?.content ?? "";
  if (question.startsWith("refuse")) return refuse(429, "too many requests of sk-secret-123");

  response.writeHead(200, { "content-type": "text/event-stream" });
  const send = (delta: object, finish: string | null = null) =>
    response.write(
      `data: ${JSON.stringify({
        id: "stand-in",
        object: "chat.completion.chunk",
        created: 0,
        model,
        choices: [{ index: 0, delta, finish_reason: finish }],
      })}\n\n`,
    );
  send({ role: "assistant", content: "" });
  if (question.startsWith("stall")) return;
  const prompt = messages.find(({ role }) => role === "system")?.content ?? "none";
  const before = messages.filter(({ role }) => role !== "system").length - 1;
  const said = question.startsWith("say nothing")
    ? []
    : [`You asked: ${question}\n`, `Messages before: ${before}. `, `Prompt: ${prompt.slice(0, 60)}`];
  for (const part of said) {
    send({ content: part });
    // One turn of the event loop between parts, so that they leave one by one.
    await new Promise((resolve) => setImmediate(resolve));
    if (part !== said[0]) continue;
    if (question.startsWith("break off")) return void response.destroy();
    if (question.startsWith("cut short")) return void response.end();
    const name = /^hold ([\w-]+)/.exec(question)?.[1];
    if (name) await new Promise<void>((resolve) => held.set(name, resolve));
  }
  send({}, "stop");
  response.end("data: [DONE]\n\n");
}
