import type { WrittenExample } from "./schemas";

type Readable = Pick<WrittenExample, "readable">;

/** What an example says, as one text: every message and answer under its name. */
const toText = ({ readable: { messages, answers } }: Readable): string =>
  [
    ...messages.map(({ role, content }) => `${role}: ${content}`),
    ...answers.map(({ label, content }) => `${label}: ${content}`),
  ].join("\n\n");

/** An example without what stands before every one of its file: the system prompt. */
const withoutSystem = ({ readable }: Readable): Readable => ({
  readable: { ...readable, messages: readable.messages.filter(({ role }) => role !== "system") },
});

/** What an example says beside the system prompt. */
export const toSaidText = (example: Readable): string => toText(withoutSystem(example));

/**
 * The two texts to compare: what they say, with the system prompts when these differ; when all of that is the same, the lines as
 * they are written.
 */
export function toComparedTexts(
  before: Pick<WrittenExample, "readable" | "body">,
  after: Pick<WrittenExample, "readable" | "body">,
): { before: string; after: string; isRaw: boolean } {
  if (toText(before) === toText(after)) return { before: before.body, after: after.body, isRaw: true };
  const systemOf = ({ readable }: Readable) =>
    toText({
      readable: { messages: readable.messages.filter(({ role }) => role === "system"), answers: [] },
    });
  const read = systemOf(before) === systemOf(after) ? toSaidText : toText;
  return { before: read(before), after: read(after), isRaw: false };
}
