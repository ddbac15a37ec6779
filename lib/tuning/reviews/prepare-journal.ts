import { z } from "zod";
import { isSameReview, serializeReview } from "./prepare-review";
import { type ReviewDraft, reviewDraft } from "./schemas";

// What a reviewer types is written on the device at once, and to the server a moment later. An entry of this journal is
// what the device holds of one turn and the server has not confirmed.

const journalEntry = z.object({
  content: reviewDraft,
  /** The version of the stored review that the content was written on; 0 = there was none. */
  base_version: z.int().min(0),
  /** Digests of contents that were sent without an answer: one of them may have arrived. */
  sent: z.array(z.string()).max(20),
  at: z.string(),
});
export type JournalEntry = z.infer<typeof journalEntry>;

const PREFIX = "retune:review";

/** Where an entry is kept: one member's, of one turn, by one open page. */
export const journalKey = (memberId: string, turnId: string, writer: string): string =>
  `${PREFIX}:${memberId}:${turnId}:${writer}`;

/** The entries among `keys` that are this member's: nobody else's are ever read. */
export function ownJournalKeys(
  keys: readonly string[],
  memberId: string,
): { key: string; turnId: string; writer: string }[] {
  return keys.flatMap((key) => {
    const [area, name, member, turnId, writer, ...rest] = key.split(":");
    const isOwn = `${area}:${name}` === PREFIX && member === memberId && rest.length === 0;
    return isOwn && turnId && writer ? [{ key, turnId, writer }] : [];
  });
}

/** An entry as it was written; null when it is none. */
export function parseJournal(text: string | null): JournalEntry | null {
  if (text === null) return null;
  try {
    return journalEntry.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** A short name for what a review says: reviews that say the same have the same one. Two 32-bit hashes and the length. */
export function digestReview(draft: ReviewDraft): string {
  const text = serializeReview(draft);
  let one = 0x811c9dc5;
  let two = 0x01000193;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    one = Math.imul(one ^ unit, 0x01000193);
    two = Math.imul(two ^ (unit + 0x9e37), 0x85ebca6b);
  }
  return [one, two, text.length].map((part) => (part >>> 0).toString(36)).join("-");
}

/** What a form opens with. `clean`: nothing is waiting. `unsaved`: the device knows more. `conflict`: both know something. */
export type Opening = {
  kind: "clean" | "unsaved" | "conflict";
  /** What the form shows. */
  content: ReviewDraft;
};

/**
 * Decides between what the server stores (`stored`, at `version`) and what the device holds. The device wins when nothing
 * was saved elsewhere since, or when what was saved came from here and only its answer was lost.
 */
export function openReview(stored: ReviewDraft, version: number, entry: JournalEntry | null): Opening {
  if (entry === null || isSameReview(entry.content, stored)) return { kind: "clean", content: stored };
  const isOurs = entry.base_version === version || entry.sent.includes(digestReview(stored));
  return { kind: isOurs ? "unsaved" : "conflict", content: entry.content };
}

const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 30_000;

/** How long to wait before trying again to save, after so many failures: 1 s, 2 s, 4 s, up to 30 s. */
export function retryDelay(failures: number): number {
  return Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.max(0, failures - 1));
}

/** Bytes of a request that a page may still send while it is being closed: 64 KiB, less some for the rest of the body. */
const KEEPALIVE_BYTES = 60 * 1024;

/** Whether a body is small enough to be sent by a page that is being closed. */
export function fitsKeepalive(body: string): boolean {
  return body.length <= KEEPALIVE_BYTES && new TextEncoder().encode(body).byteLength <= KEEPALIVE_BYTES;
}
