import { createHash } from "node:crypto";
import type { WeightPolicy } from "../definitions/schemas";
import type { TrainingExample } from "../examples/schemas";
import type { Split, WeightKind } from "./schemas";

/** A number from 0 to 1 (exclusive) that depends on the text alone: the first four bytes of its SHA-256 as a fraction of 2^32. */
export function hashToShare(text: string): number {
  return createHash("sha256").update(text).digest().readUInt32BE(0) / 2 ** 32;
}

/** The weight of an example: of its categories that have one the largest, else that of its kind. */
export function findWeight(
  policy: WeightPolicy,
  kind: WeightKind,
  categories: TrainingExample["categories"],
): number {
  const named = categories.flatMap((category) => policy.categories[category] ?? []);
  return named.length > 0 ? Math.max(...named) : policy[kind];
}

/**
 * How often a line stands in a file that has no weights: ⌊w⌋ times, and once more for that fraction of the ids. Over many ids
 * the mean is w; for one id it is the same in every export, and never less for a larger weight.
 */
export function countCopies(weight: number, id: string): number {
  const whole = Math.floor(weight);
  const fraction = weight - whole;
  return fraction > 0 && hashToShare(id) < fraction ? whole + 1 : whole;
}

/** The split of a conversation: by hash, so that all of it comes into one, in every version of the dataset. */
export function findSplit(conversation: string, share: number, seed: string): Split {
  return share > 0 && hashToShare(`${seed}|${conversation}`) < share ? "validation" : "train";
}
