import { sections } from "../strategies/schemas";

// A prompt is made of blocks between tags. What was stored by somebody, or sent with the request, stands between them as text
// that can neither end its block nor begin another one. The marks below are undone by every reader of XML or JSON, so nothing
// is lost.

/** The tags within sections. */
export const innerTags = [
  "available_columns",
  "data",
  "task",
  "pattern",
  "formula",
  "example",
  "negative_example",
  "user",
  "plan",
  "wrong",
  "right",
  "reason",
  "error",
] as const;

/** The less-than sign, and characters that look like it or become it when a text is normalised. */
const opening = "<＜﹤˂‹〈〈⟨❮❰⧼≺ᐸᐊ⋖";
const anyOpening = new RegExp(`[${opening}]`, "gu");
const ownTag = new RegExp(
  `[${opening}](?=[\\s\\p{Cf}/\\\\]*(?:${[...sections, ...innerTags].join("|")}))`,
  "giu",
);
const entity = /&(?=(?:amp|lt|#x[0-9a-f]{1,6});)/gi;

const hex = (character: string) => (character.codePointAt(0) as number).toString(16);
const toEntity = (character: string) => (character === "<" ? "&lt;" : `&#x${hex(character)};`);

/** Text of others, as it may stand between tags. */
export function escapeText(text: string): string {
  return text.replace(entity, "&amp;").replace(anyOpening, toEntity);
}

/** Text of the strategy, which may have tags of its own, but none of ours. */
export function escapeOwnTags(text: string): string {
  return text.replace(ownTag, toEntity);
}

/** JSON on one line, as it may stand between tags; it stays the same JSON. */
export function toJson(value: unknown): string {
  return JSON.stringify(value).replace(anyOpening, (character) => `\\u${hex(character).padStart(4, "0")}`);
}
