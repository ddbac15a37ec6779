import { z } from "zod";
import { answerOf, defineFormat } from "./format";
import {
  alternates,
  contentsEndingWith,
  instruction,
  readContents,
  readParts,
  toContents,
  toTurn,
} from "./gemini";

/** Google's format for supervised tuning of Gemini. It has no weight, and the system's words are no turn. */
export const geminiSft = defineFormat("gemini-sft", {
  lineSchema: z.strictObject({
    systemInstruction: instruction.optional(),
    contents: contentsEndingWith("model"),
  }),
  toLine: (weighted) => {
    const conversation = toContents(weighted.messages);
    if (!conversation) return { skip: "unsupported_role" };
    const contents = [...conversation.contents, toTurn("model", answerOf(weighted, "answer").content)];
    if (!alternates(contents)) return { skip: "refused_by_target" };
    return conversation.system ? { systemInstruction: conversation.system, contents } : { contents };
  },
  readLine: ({ systemInstruction, contents }) => ({
    messages: readContents(systemInstruction, contents.slice(0, -1)),
    answers: [{ label: "answer", content: readParts(contents.at(-1)) }],
  }),
});
