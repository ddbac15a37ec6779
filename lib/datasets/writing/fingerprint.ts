import { createHash, type Hash } from "node:crypto";
import type { Message } from "../examples/schemas";
import type { Answer } from "../formats/format";

/** What an example says, as hashes: first halves of SHA-256, written as UUIDs. */
export type Fingerprint = {
  /** Of what stands before the answers. */
  prompt: string;
  /** Of that and the answers: the same twice is a duplicate, whatever weights and provenance say. */
  content: string;
};

export function fingerprint(messages: readonly Message[], answers: readonly Answer[]): Fingerprint {
  const hash = createHash("sha256");
  for (const { role, content } of messages) add(hash, role, content);
  const prompt = toUuid(hash.copy());
  for (const { label, content } of answers) add(hash, label, content);
  return { prompt, content: toUuid(hash) };
}

/** With its length, so that no two lists of texts run together into the same bytes. */
function add(hash: Hash, name: string, text: string): void {
  hash.update(`${name}:${text.length}:`);
  hash.update(text);
}

function toUuid(hash: Hash): string {
  const hex = hash.digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}

/** The first 64 bits of a hash that is written as a UUID. */
export function toBits(uuid: string): [high: number, low: number] {
  return [Number.parseInt(uuid.slice(0, 8), 16), Number.parseInt(uuid.slice(9, 13) + uuid.slice(14, 18), 16)];
}
