import { z } from "zod";
import { chatMessages, readChat, toChat } from "./chat";
import { answerOf, defineFormat } from "./format";

/** OpenAI's chat format for supervised fine-tuning. */
export const openaiSft = defineFormat("openai-sft", {
  lineSchema: z.strictObject({ messages: chatMessages }),
  toLine: (weighted) => ({ messages: toChat(weighted.messages, answerOf(weighted, "answer").content) }),
  readLine: ({ messages }) => readChat(messages),
});
