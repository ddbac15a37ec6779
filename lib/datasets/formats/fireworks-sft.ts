import { z } from "zod";
import type { Message } from "../examples/schemas";
import { chatMessages, readChat, toChat } from "./chat";
import { answerOf, defineFormat } from "./format";

/** Fireworks' chat format: a float weight on every line, and at most one system message, which comes first. */
export const fireworksSft = defineFormat("fireworks-sft", {
  lineSchema: z.strictObject({
    messages: chatMessages.refine(
      (messages) => messages.every(({ role }, index) => role !== "system" || index === 0),
      "must have a system message at the beginning only",
    ),
    weight: z.number().positive(),
  }),
  toLine: (weighted) => {
    const messages = joinSystem(weighted.messages);
    if (messages.some(({ role }, index) => role === "system" && index > 0))
      return { skip: "unsupported_role" };
    return { messages: toChat(messages, answerOf(weighted, "answer").content), weight: weighted.weight };
  },
  readLine: ({ messages }) => readChat(messages),
});

/** The system messages at the beginning as one: the system prompt of the dataset and that of the conversation. */
function joinSystem(messages: Message[]): Message[] {
  const found = messages.findIndex(({ role }) => role !== "system");
  const count = found === -1 ? messages.length : found;
  if (count < 2) return messages;
  const content = messages
    .slice(0, count)
    .map((message) => message.content)
    .join("\n\n");
  return [{ role: "system", content }, ...messages.slice(count)];
}
