import { countTokens, findPrefix } from "@/lib/format/tokens";

/** Says in the prompt itself that there was more. */
const NOTICE = "\n[… cut here: the rest did not fit]";
const ATTEMPTS = 12;

/**
 * As much of a text as fits into so many tokens, ended at a line, a sentence or a word where one is near, with a notice.
 * @param render puts the text between its tags; what it returns is what is counted.
 * @returns null when nothing of it fits.
 */
export function cutText(text: string, maxTokens: number, render: (text: string) => string): string | null {
  const overhead = countTokens(render(NOTICE));
  let room = maxTokens - overhead;
  for (let attempt = 0; attempt < ATTEMPTS && room > 0; attempt += 1) {
    const kept = text.slice(0, findBoundary(text, findPrefix(text, room))).trimEnd();
    if (kept === "") return null;
    const rendered = render(kept + NOTICE);
    const excess = countTokens(rendered) - maxTokens;
    if (excess <= 0) return rendered;
    room -= excess;
  }
  return null;
}

/** The last end of a line, of a sentence or of a word in the second half of a prefix; else the end of the prefix. */
function findBoundary(text: string, end: number): number {
  if (end >= text.length) return end;
  const prefix = text.slice(0, end);
  const half = end / 2;
  const line = prefix.lastIndexOf("\n");
  if (line > half) return line;
  const sentence = Math.max(...[". ", "! ", "? ", "。"].map((mark) => prefix.lastIndexOf(mark)));
  if (sentence > half) return sentence + 1;
  const word = prefix.search(/\s\S*$/u);
  return word > half ? word : end;
}

/**
 * The first of some items as a list that fits into so many tokens, and how many there are beyond.
 * @param render puts the items, and the number of those left out, between their tags.
 * @returns null when not even the first fits.
 */
export function cutList(
  items: readonly string[],
  maxTokens: number,
  render: (items: readonly string[], more: number) => string,
): string | null {
  let room = maxTokens - countTokens(render([], items.length));
  let kept = 0;
  for (const item of items) {
    room -= countTokens(`${item},`);
    if (room < 0) break;
    kept += 1;
  }
  for (; kept > 0; kept -= 1) {
    const rendered = render(items.slice(0, kept), items.length - kept);
    if (countTokens(rendered) <= maxTokens) return rendered;
  }
  return null;
}
