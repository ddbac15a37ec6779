import { z } from "zod";
import { answerOf, assistantOnly, defineFormat, promptMessages, toAssistantOnly, toPrompt } from "./format";

/** OpenAI's preference format: each side is exactly one message of the assistant. */
export const openaiDpo = defineFormat("openai-dpo", {
  lineSchema: z.strictObject({
    input: z.strictObject({ messages: promptMessages }),
    preferred_output: assistantOnly,
    non_preferred_output: assistantOnly,
  }),
  toLine: (weighted) => ({
    input: { messages: toPrompt(weighted.messages) },
    preferred_output: toAssistantOnly(answerOf(weighted, "preferred").content),
    non_preferred_output: toAssistantOnly(answerOf(weighted, "rejected").content),
  }),
  readLine: ({ input, preferred_output, non_preferred_output }) => ({
    messages: input.messages,
    answers: [
      { label: "preferred", content: preferred_output[0]?.content ?? "" },
      { label: "rejected", content: non_preferred_output[0]?.content ?? "" },
    ],
  }),
});
