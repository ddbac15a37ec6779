import { z } from "zod";
import { answerOf, assistantOnly, defineFormat, promptMessages, toAssistantOnly, toPrompt } from "./format";

/** TRL's conversational preference type, with the prompt on its own. */
export const trlPreference = defineFormat("trl-preference", {
  lineSchema: z.strictObject({ prompt: promptMessages, chosen: assistantOnly, rejected: assistantOnly }),
  toLine: (weighted) => ({
    prompt: toPrompt(weighted.messages),
    chosen: toAssistantOnly(answerOf(weighted, "preferred").content),
    rejected: toAssistantOnly(answerOf(weighted, "rejected").content),
  }),
  readLine: ({ prompt, chosen, rejected }) => ({
    messages: prompt,
    answers: [
      { label: "preferred", content: chosen[0]?.content ?? "" },
      { label: "rejected", content: rejected[0]?.content ?? "" },
    ],
  }),
});
