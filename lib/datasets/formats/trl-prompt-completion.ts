import { z } from "zod";
import { answerOf, assistantOnly, defineFormat, promptMessages, toAssistantOnly, toPrompt } from "./format";

/** TRL's conversational prompt-completion type. */
export const trlPromptCompletion = defineFormat("trl-prompt-completion", {
  lineSchema: z.strictObject({ prompt: promptMessages, completion: assistantOnly }),
  toLine: (weighted) => ({
    prompt: toPrompt(weighted.messages),
    completion: toAssistantOnly(answerOf(weighted, "answer").content),
  }),
  readLine: ({ prompt, completion }) => ({
    messages: prompt,
    answers: [{ label: "answer", content: completion[0]?.content ?? "" }],
  }),
});
