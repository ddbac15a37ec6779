import { z } from "zod";
import { answerOf, defineFormat } from "./format";
import {
  alternates,
  contentsEndingWith,
  instruction,
  modelTurn,
  readContents,
  readParts,
  toContents,
  toTurn,
} from "./gemini";

const completion = z.strictObject({ score: z.union([z.literal(0), z.literal(1)]), completion: modelTurn });
type Completion = z.infer<typeof completion>;

/** Google's format for preference tuning of Gemini: two completions, one of score 1 and one of score 0. */
export const geminiPreference = defineFormat("gemini-preference", {
  lineSchema: z.strictObject({
    // Written with an underscore here, unlike in the format of supervised tuning.
    system_instruction: instruction.optional(),
    contents: contentsEndingWith("user"),
    completions: z
      .array(completion)
      .length(2)
      .refine(([first, second]) => first?.score !== second?.score, "must have one score of 1 and one of 0"),
  }),
  toLine: (weighted) => {
    const conversation = toContents(weighted.messages);
    if (!conversation) return { skip: "unsupported_role" };
    const { system, contents } = conversation;
    if (!alternates(contents) || contents.at(-1)?.role !== "user") return { skip: "refused_by_target" };
    const completions: Completion[] = [
      { score: 1, completion: toTurn("model", answerOf(weighted, "preferred").content) },
      { score: 0, completion: toTurn("model", answerOf(weighted, "rejected").content) },
    ];
    return { ...(system ? { system_instruction: system } : {}), contents, completions };
  },
  readLine: ({ system_instruction, contents, completions }) => ({
    messages: readContents(system_instruction, contents),
    answers: completions.map(({ score, completion }) => ({
      label: score === 1 ? "preferred" : "rejected",
      content: readParts(completion),
    })),
  }),
});
