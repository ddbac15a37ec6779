import type { WrittenExample } from "./schemas";

/** What an example says, as one text to compare: every message and answer under its name. */
export function toComparedText({ readable }: Pick<WrittenExample, "readable">): string {
  return [
    ...readable.messages.map(({ role, content }) => `${role}: ${content}`),
    ...readable.answers.map(({ label, content }) => `${label}: ${content}`),
  ].join("\n\n");
}

/** The two texts to compare: what they say, or, when that is the same, the lines as they are written. */
export function toComparedTexts(
  before: Pick<WrittenExample, "readable" | "body">,
  after: Pick<WrittenExample, "readable" | "body">,
): { before: string; after: string; isRaw: boolean } {
  const texts = { before: toComparedText(before), after: toComparedText(after) };
  return texts.before === texts.after
    ? { before: before.body, after: after.body, isRaw: true }
    : { ...texts, isRaw: false };
}
