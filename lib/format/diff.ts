import { diffArrays } from "diff";

/** A stretch of text that both versions have, or that only the new or only the old one has. */
export type DiffPart = { kind: "same" | "added" | "removed"; text: string };

/** Beyond these a diff says nothing to a reader and only costs time. */
const MAX_EDITS = 4_000;
const MAX_MS = 250;

// Words in any language: Chinese and Japanese have no spaces between them.
const segmenter = new Intl.Segmenter(undefined, { granularity: "word" });
const toWords = (text: string) => Array.from(segmenter.segment(text), ({ segment }) => segment);

/**
 * The word-level difference of two texts. The parts that are not `added` joined are `before`, those that are not
 * `removed` are `after`, to the letter. Null when the texts are too different or too long to compare.
 */
export function prepareDiff(before: string, after: string): DiffPart[] | null {
  if (before === after) return before === "" ? [] : [{ kind: "same", text: before }];
  const changes = diffArrays(toWords(before), toWords(after), { maxEditLength: MAX_EDITS, timeout: MAX_MS });
  if (!changes) return null;
  return changes.map(({ added, removed, value }) => ({
    kind: added ? "added" : removed ? "removed" : "same",
    text: value.join(""),
  }));
}
