import { diffArrays } from "diff";

/** A stretch of text that both versions have, or that only the new or only the old one has. */
export type DiffPart = { kind: "same" | "added" | "removed"; text: string };

/** Beyond these a diff says nothing to a reader and only costs time. */
const MAX_EDITS = 4_000;
const MAX_MS = 250;

// Words in any language: Chinese and Japanese have no spaces between them.
const segmenter = new Intl.Segmenter(undefined, { granularity: "word" });
const toWords = (text: string) => Array.from(segmenter.segment(text), ({ segment }) => segment);

/** A line that keeps less than this share of its words is replaced whole: chance words of another sentence say nothing. */
const MIN_KEPT = 0.5;

/**
 * The word-level difference of two texts. The parts that are not `added` joined are `before`, those that are not
 * `removed` are `after`, to the letter. A stretch of lines that is mostly rewritten is replaced whole. Null when the texts are too different or too long to compare.
 */
export function prepareDiff(before: string, after: string): DiffPart[] | null {
  if (before === after) return before === "" ? [] : [{ kind: "same", text: before }];
  const lines = compare(toLines(before), toLines(after));
  if (!lines) return null;
  const parts: DiffPart[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const [one, other] = [lines[index] as Stretch, lines[index + 1]];
    if (one.kind === "same" || !other || other.kind === "same") {
      parts.push(toPart(one));
      continue;
    }
    index += 1;
    const [old, fresh] = one.kind === "removed" ? [one, other] : [other, one];
    // As many lines as before are the same lines, changed; else the stretch is compared as one.
    const pairs =
      old.pieces.length === fresh.pieces.length
        ? old.pieces.map((line, at) => [line, fresh.pieces[at] as string] as const)
        : ([[old.pieces.join(""), fresh.pieces.join("")]] as const);
    for (const [was, is] of pairs) {
      const words = compare(toWords(was), toWords(is));
      if (!words) return null;
      const stretch = words.map(toPart);
      const isKept = keptShare(stretch, was, is) >= MIN_KEPT;
      parts.push(
        ...(isKept
          ? stretch
          : [{ kind: "removed", text: was } as const, { kind: "added", text: is } as const]),
      );
    }
  }
  return join(parts);
}

type Stretch = { kind: DiffPart["kind"]; pieces: readonly string[] };

function compare(before: string[], after: string[]): Stretch[] | null {
  const changes = diffArrays(before, after, { maxEditLength: MAX_EDITS, timeout: MAX_MS });
  return (
    changes?.map(({ added, removed, value }) => ({
      kind: added ? "added" : removed ? "removed" : "same",
      pieces: value,
    })) ?? null
  );
}

/** Lines with their ends. */
const toLines = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
const toPart = ({ kind, pieces }: Stretch): DiffPart => ({ kind, text: pieces.join("") });

/** The share of the shorter text that both have, so that what was only added or taken away keeps the rest; spaces do not count. */
function keptShare(parts: readonly DiffPart[], before: string, after: string): number {
  const size = (text: string) => text.replace(/\s+/g, "").length;
  const kept = parts.reduce((sum, { kind, text }) => sum + (kind === "same" ? size(text) : 0), 0);
  const shorter = Math.min(size(before), size(after));
  return shorter === 0 ? 1 : kept / shorter;
}

/** Neighbours of one kind as one. */
function join(parts: readonly DiffPart[]): DiffPart[] {
  const joined: DiffPart[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (last?.kind === part.kind)
      joined[joined.length - 1] = { kind: part.kind, text: last.text + part.text };
    else joined.push(part);
  }
  return joined;
}
