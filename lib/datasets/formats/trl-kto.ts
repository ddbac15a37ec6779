import { z } from "zod";
import { assistantOnly, defineFormat, promptMessages, toAssistantOnly, toPrompt } from "./format";

/** TRL's unpaired preference type: one answer, and whether it is desirable. */
export const trlKto = defineFormat("trl-kto", {
  lineSchema: z.strictObject({ prompt: promptMessages, completion: assistantOnly, label: z.boolean() }),
  toLine: ({ messages, answers: [answer] }) => ({
    prompt: toPrompt(messages),
    completion: toAssistantOnly(answer?.content ?? ""),
    label: answer?.label === "desirable",
  }),
  readLine: ({ prompt, completion, label }) => ({
    messages: prompt,
    answers: [{ label: label ? "desirable" : "undesirable", content: completion[0]?.content ?? "" }],
  }),
});
