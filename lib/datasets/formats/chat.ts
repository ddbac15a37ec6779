import { z } from "zod";
import type { Message } from "../examples/schemas";
import { assistantMessage, systemMessage, userMessage } from "./format";

/** Messages with a weight of 0 or 1, as an integer, on those of the assistant: 0 is read but not learned. */
export const chatMessages = z
  .array(
    z.discriminatedUnion("role", [
      systemMessage,
      userMessage,
      assistantMessage.extend({ weight: z.union([z.literal(0), z.literal(1)]).optional() }),
    ]),
  )
  .refine((messages) => messages.some(({ role }) => role === "user"), "must have a user message")
  .refine((messages) => messages.at(-1)?.role === "assistant", "must end with the answer")
  .refine((messages) => {
    const last = messages.at(-1);
    return last?.role !== "assistant" || last.weight !== 0;
  }, "must teach the answer");
export type ChatMessages = z.infer<typeof chatMessages>;

/**
 * A conversation of which only the last answer is learned: earlier answers of the assistant, which nobody may have judged, get
 * weight 0. Without an earlier answer no message has a weight, which means the same.
 */
export function toChat(messages: Message[], answer: string): ChatMessages {
  const hasEarlier = messages.some(({ role }) => role === "assistant");
  const earlier = messages.map((message) =>
    message.role === "assistant" ? { ...message, weight: 0 } : message,
  );
  const last = { role: "assistant", content: answer, ...(hasEarlier ? { weight: 1 } : {}) };
  return [...earlier, last] as ChatMessages;
}

/** What a conversation says: the answer and what stands before it. */
export function readChat(messages: ChatMessages) {
  return {
    messages: messages.slice(0, -1).map(({ role, content }) => ({ role, content })),
    answers: [{ label: "answer" as const, content: messages.at(-1)?.content ?? "" }],
  };
}
