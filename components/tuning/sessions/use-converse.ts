"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { ApiError, fetchApi } from "@/lib/http/fetch-json";
import type { MessageEvent, MessageInput } from "@/lib/tuning/assistant/schemas";
import { createId } from "@/lib/tuning/reviews/prepare-review";
import { sessionKeys, turnOptions } from "@/lib/tuning/sessions/query-options";

/** How often a turn is looked for whose connection broke. */
const LOOK_MS = 2_000;

/** A question under way. */
export type Exchange = {
  id: string;
  question: string;
  answer: string;
  /** awaited: the connection broke, and the server may still be recording the answer. */
  status: "streaming" | "awaited" | "failed";
  error: string | null;
};

/** Asks the assistant in a session; what is recorded appears among the session's turns. */
export function useConverse(sessionId: string) {
  const client = useQueryClient();
  const [exchange, setExchange] = useState<Exchange | null>(null);
  const running = useRef<AbortController>(null);
  // The server records the answer though nobody listens any more.
  useEffect(() => () => running.current?.abort(), []);

  const finish = useCallback(async () => {
    await Promise.all([
      client.invalidateQueries({ queryKey: sessionKeys.turns(sessionId) }),
      client.invalidateQueries({ queryKey: sessionKeys.detail(sessionId) }),
      client.invalidateQueries({ queryKey: sessionKeys.stats(sessionId) }),
    ]);
    setExchange(null);
  }, [client, sessionId]);

  const ask = useCallback(
    async (question: string, promptVersion: string | null) => {
      const id = createId();
      const controller = new AbortController();
      running.current = controller;
      let answer = "";
      const show = (change: Partial<Exchange>) =>
        setExchange({ id, question, answer, status: "streaming", error: null, ...change });
      show({});
      const body: MessageInput = { id, user_message: question, prompt_version: promptVersion };
      try {
        const response = await fetchApi(`/v1/tuning/sessions/${sessionId}/messages`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify(body),
          signal: controller.signal,
        });
        for await (const event of readEvents(response)) {
          if (event.type === "text") {
            answer += event.text;
            show({});
          } else if (event.type === "error") return show({ status: "failed", error: event.message });
          else return await finish();
        }
        show({ status: "awaited" });
      } catch (error) {
        if (controller.signal.aborted) return;
        // The server's own answer says that nothing was recorded; a broken connection says nothing.
        const isRefused = error instanceof ApiError && error.status > 0;
        show(isRefused ? { status: "failed", error: error.message } : { status: "awaited" });
      }
    },
    [sessionId, finish],
  );

  const isAwaited = exchange?.status === "awaited";
  const recorded = useQuery({
    ...turnOptions(exchange?.id ?? ""),
    enabled: isAwaited,
    retry: false,
    refetchInterval: LOOK_MS,
  });
  useEffect(() => {
    if (isAwaited && recorded.data) void finish();
  }, [isAwaited, recorded.data, finish]);

  const discard = useCallback(() => setExchange(null), []);
  return { exchange, ask, discard };
}

/** The events of an answer as they arrive: one JSON object a line. */
async function* readEvents(response: Response): AsyncGenerator<MessageEvent> {
  const decoder = new TextDecoder();
  const reader = response.body?.getReader();
  let rest = "";
  for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {
    const lines = (rest + decoder.decode(next.value, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line !== "") yield JSON.parse(line) as MessageEvent;
  }
}
