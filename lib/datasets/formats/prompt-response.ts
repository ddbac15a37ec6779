import { z } from "zod";
import { answerOf, defineFormat, nonBlank } from "./format";

/** The request and the action plan as an object. */
export const promptResponse = defineFormat("prompt-response", {
  lineSchema: z.strictObject({ prompt: nonBlank, response: z.record(z.string(), z.json()) }),
  toLine: (weighted) => {
    const { object } = answerOf(weighted, "answer");
    if (object === null) return { skip: "refused_by_target" };
    return {
      prompt: weighted.messages.at(-1)?.content ?? "",
      response: object as Record<string, z.core.util.JSONType>,
    };
  },
  readLine: ({ prompt, response }) => ({
    messages: [{ role: "user", content: prompt }],
    answers: [{ label: "answer", content: JSON.stringify(response) }],
  }),
});
