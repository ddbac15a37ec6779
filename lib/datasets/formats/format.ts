import { z } from "zod";
import type { TrainingFormat } from "../definitions/schemas";
import type { Message, TrainingExample } from "../examples/schemas";
import type { LintRule } from "../writing/schemas";
import { type FormatFacts, formatFacts } from "./vocabulary";

/** What an answer is in its line. */
export type AnswerLabel = "answer" | "preferred" | "rejected" | "desirable" | "undesirable";

/** An answer to write; `object` is what `content` is the JSON text of, for action plans. */
export type Answer = {
  label: AnswerLabel;
  content: string;
  object: Record<string, unknown> | null;
};

/** An example whose answers were chosen and weighed: what a format makes one line of. */
export type WeightedExample = {
  /** Where it comes from. What is written of its texts is in `messages` and `answers`, redacted and with the system prompt. */
  example: TrainingExample;
  messages: Message[];
  answers: Answer[];
  weight: number;
  /** The better answer that exists but is not taught; null when there is none. */
  better: string | null;
};

/** Why there is no line. */
export type Refusal = { skip: LintRule };

/** What lines say, for people. */
export type Readable = {
  messages: { role: string; content: string }[];
  answers: { label: AnswerLabel; content: string }[];
};

/** A file format of training data. Pure: the same example gives the same line for ever. */
export type Format = FormatFacts & {
  key: TrainingFormat;
  /** The object of the line, or why the target would refuse it. */
  toLine: (weighted: WeightedExample) => object | Refusal;
  /** What the lines of one example say, read back from their text. Repeated lines are told once. */
  read: (body: string) => Readable;
  /** The target's rules for one line, strict: what it does not know is refused. */
  lineSchema: z.ZodType;
};

/** A format from its rules for one line. `readLine` may trust that the line was written by `toLine`. */
export function defineFormat<Schema extends z.ZodType>(
  key: TrainingFormat,
  format: {
    lineSchema: Schema;
    toLine: (weighted: WeightedExample) => z.input<Schema> | Refusal;
    readLine: (line: z.output<Schema>) => Readable;
  },
): Format {
  return {
    ...formatFacts[key],
    key,
    lineSchema: format.lineSchema,
    toLine: format.toLine as Format["toLine"],
    read: (body) => {
      const lines = [...new Set(body.split("\n"))].filter((line) => line !== "");
      const readings = lines.map((line) => format.readLine(JSON.parse(line)));
      return {
        messages: readings[0]?.messages ?? [],
        answers: readings.flatMap(({ answers }) => answers),
      };
    },
  };
}

/** Text with something to read in it: targets refuse, or learn nothing from, empty content. */
export const nonBlank = z.string().regex(/\S/, "must not be empty");

export const systemMessage = z.strictObject({ role: z.literal("system"), content: nonBlank });
export const userMessage = z.strictObject({ role: z.literal("user"), content: nonBlank });
export const assistantMessage = z.strictObject({ role: z.literal("assistant"), content: nonBlank });

/** A prompt in chat form: system, user and assistant messages, the question among them. */
export const promptMessages = z
  .array(z.discriminatedUnion("role", [systemMessage, userMessage, assistantMessage]))
  .refine((messages) => messages.some(({ role }) => role === "user"), "must have a user message");

/** The messages of a prompt in chat form. The writer has checked that the format can express their roles. */
export const toPrompt = (messages: Message[]) => messages as z.infer<typeof promptMessages>;

/** An answer as the only message of a list. */
export const assistantOnly = z.array(assistantMessage).length(1);

export const toAssistantOnly = (content: string) => [{ role: "assistant" as const, content }];

/** The text of the answer with this label. @throws Error when the example has none: the choice of answers is wrong then. */
export function answerOf({ answers }: WeightedExample, label: AnswerLabel): Answer {
  const answer = answers.find((each) => each.label === label);
  if (!answer) throw new Error(`The example has no ${label} answer`);
  return answer;
}
