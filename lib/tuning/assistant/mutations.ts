import "server-only";
import { type ModelMessage, streamText } from "ai";
import type { Caller } from "@/lib/auth/authenticate";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { connectCompatible } from "@/lib/models/connection";
import { toModelFailure } from "@/lib/models/failure";
import { protectInput } from "@/lib/privacy/ingest";
import type { Client } from "@/lib/supabase/client";
import { recordTurns } from "../sessions/mutations";
import { getSession, getTurn, listSessionTurns } from "../sessions/queries";
import type { Session, Turn } from "../sessions/schemas";
import { describeFailure } from "./provider-failure";
import { findPromptText } from "./queries";
import type { MessageEvent, MessageInput } from "./schemas";

/** Turns before the question that the assistant is told of. */
const CONTEXT_TURNS = 50;
/** As many characters as a turn may have. */
const MAX_ANSWER = 500_000;
const TOTAL_TIMEOUT_MS = 600_000;

/**
 * Asks the connected assistant in the caller's own active session and gives on its answer piece by piece. When the answer is
 * complete it is recorded as a turn, with its latency (ms) and model, and yielded last. A failure before the first piece
 * throws; one after it is yielded as the last event. A failed answer is never recorded.
 * @throws AppError unavailable without a connected assistant and when it does not answer; not_found, forbidden and conflict
 * for a session that does not exist, is somebody else's, or has ended; conflict when the turn's id is taken.
 */
export async function* converse(
  caller: Caller,
  sessionId: string,
  sent: MessageInput,
): AsyncGenerator<MessageEvent> {
  const { client } = caller;
  const session = await findOwnSession(caller, sessionId);
  await refuseKnownTurn(client, sent.id);
  // The provider is told no more than what is recorded.
  const input = await protectInput(client, { row: "session", id: sessionId }, sent, {
    kept: ["id", "prompt_version"],
  });
  const { text: prompt, version } = await choosePrompt(client, session, input.prompt_version);
  const before = await listContext(client, session);

  const startedAt = performance.now();
  let answer = "";
  let ending: Ending;
  try {
    const parts = ask(prompt, [...before, { role: "user", content: input.user_message }]);
    for (;;) {
      const part = await parts.next();
      if (part.done) {
        ending = part.value;
        break;
      }
      answer += part.value;
      yield { type: "text", text: part.value };
    }
  } catch (error) {
    // Nothing was sent yet: the whole request failed.
    if (answer === "") throw error;
    yield failed(error);
    return;
  }
  try {
    const { recorded } = await recordTurns(
      client,
      sessionId,
      {
        ...(input.id ? { id: input.id } : {}),
        user_message: input.user_message,
        era_response: answer,
        model: ending.model,
        processing_time_ms: Math.round(performance.now() - startedAt),
        metadata: {
          source: "assistant",
          finish_reason: ending.finishReason,
          ...(version ? { prompt_version: version } : {}),
        },
      },
      { key: undefined, body: JSON.stringify(sent) },
    );
    yield { type: "done", turn: recorded as Turn };
  } catch (error) {
    yield failed(error);
  }
}

function failed(error: unknown): MessageEvent {
  if (error instanceof AppError) return { type: "error", code: error.code, message: error.message };
  console.error(JSON.stringify({ level: "error", code: "assistant", message: String(error) }));
  return { type: "error", code: "internal_error", message: "Something went wrong on our side." };
}

async function findOwnSession(caller: Caller, sessionId: string): Promise<Session> {
  if (caller.kind !== "member")
    throw new AppError("forbidden", "Only a member can talk to the assistant here; a key records turns.");
  const session = await getSession(caller.client, sessionId);
  if (session.tester_id !== caller.id)
    throw new AppError("forbidden", "This is somebody else's session. Start one of your own.");
  if (session.session_end !== null)
    throw new AppError("conflict", "This session has ended. Start a new one to go on.");
  return session;
}

async function refuseKnownTurn(client: Client, id: string | undefined): Promise<void> {
  if (id === undefined) return;
  const known = await getTurn(client, id).catch((error: unknown) => {
    if (error instanceof AppError && error.code === "not_found") return null;
    throw error;
  });
  if (known) throw new AppError("conflict", "This question has been answered already.");
}

async function choosePrompt(
  client: Client,
  session: Session,
  wanted: string | null | undefined,
): Promise<{ text: string | null; version: string | null }> {
  const version = wanted ?? session.master_prompt_version;
  const text = version ? await findPromptText(client, session.project, version) : null;
  if (text !== null) return { text, version };
  if (wanted) {
    throw new AppError("bad_request", `prompt_version: the text of ${wanted} is not stored.`, {
      issues: [{ path: "prompt_version", message: "has no stored text in this project" }],
    });
  }
  const { ASSISTANT_PROMPT, ASSISTANT_PROMPT_VERSION } = env();
  return { text: ASSISTANT_PROMPT ?? null, version: ASSISTANT_PROMPT_VERSION ?? null };
}

async function listContext(client: Client, session: Session): Promise<ModelMessage[]> {
  const after = Math.max(0, session.total_turns - CONTEXT_TURNS);
  const { data } = await listSessionTurns(client, session.id, { limit: 1000, after });
  return data.slice(-CONTEXT_TURNS).flatMap((turn): ModelMessage[] => [
    { role: "user", content: turn.user_message },
    { role: "assistant", content: turn.era_response },
  ]);
}

type Ending = { model: string; finishReason: string };

/** The pieces of an answer. @throws AppError unavailable, in words for a reviewer, when it does not come whole. */
async function* ask(prompt: string | null, messages: ModelMessage[]): AsyncGenerator<string, Ending> {
  const { ASSISTANT_URL, ASSISTANT_KEY, ASSISTANT_MODEL, ASSISTANT_TIMEOUT_SECONDS } = env();
  if (!ASSISTANT_URL || !ASSISTANT_MODEL)
    throw new AppError(
      "unavailable",
      "No assistant is connected: ASSISTANT_URL and ASSISTANT_MODEL are not set.",
    );
  const pause = ASSISTANT_TIMEOUT_SECONDS * 1000;
  const { fullStream } = streamText({
    model: connectCompatible(ASSISTANT_URL, ASSISTANT_KEY, ASSISTANT_MODEL),
    ...(prompt === null ? {} : { system: prompt }),
    messages,
    // The reviewer sees what went wrong and tries again.
    maxRetries: 0,
    timeout: { totalMs: TOTAL_TIMEOUT_MS, firstChunkMs: pause, chunkMs: pause },
    // The library would print requests, texts of people among them.
    onError: () => {},
  });
  let length = 0;
  try {
    for await (const part of fullStream) {
      if (part.type === "text-delta") {
        length += part.text.length;
        if (length > MAX_ANSWER)
          throw new AppError("unavailable", "The answer is longer than a turn may be. Nothing was recorded.");
        yield part.text;
      } else if (part.type === "error") throw part.error;
      else if (part.type === "abort") throw new AppError("unavailable", describeFailure({ isTimeout: true }));
      else if (part.type === "finish") return { model: ASSISTANT_MODEL, finishReason: part.finishReason };
    }
  } catch (error) {
    throw error instanceof AppError ? error : toFailure(error);
  }
  throw new AppError("unavailable", describeFailure({}));
}

function toFailure(error: unknown): AppError {
  const { status, kind } = toModelFailure(error, null);
  return new AppError("unavailable", describeFailure({ status, isTimeout: kind === "timeout" }));
}
