import { createHash } from "node:crypto";

export type WeightedVariant = { name: string; weight: number };

/**
 * The variant of a subject: the first 53 bits of SHA-256 of the experiment's id, a NUL and the subject (UTF-8), as a
 * fraction of 0 to 1, looked up in the cumulated weights in the order of the variants. It depends on nothing else: the same
 * experiment, variants and subject always give the same answer, without anything stored, and two experiments divide the
 * same subjects independently. A variant of weight 0 gets nobody.
 * @throws RangeError when no variant has a weight above 0.
 */
export function assignVariant<Variant extends WeightedVariant>(
  experimentId: string,
  variants: readonly Variant[],
  subject: string,
): Variant {
  const total = variants.reduce((sum, { weight }) => sum + weight, 0);
  const weighted = variants.filter(({ weight }) => weight > 0);
  const last = weighted.at(-1);
  if (last === undefined) throw new RangeError("an experiment needs a variant with a weight above 0");
  const place = fractionOf(experimentId, subject) * total;
  let reached = 0;
  for (const variant of weighted) {
    reached += variant.weight;
    if (place < reached) return variant;
  }
  // Sums of fractions may fall short of their total by a rounding.
  return last;
}

/** Uniform in [0, 1). A UUID is written in lower case, so that both spellings of an id divide alike. */
function fractionOf(experimentId: string, subject: string): number {
  const digest = createHash("sha256").update(`${experimentId.toLowerCase()}\0${subject}`, "utf8").digest();
  return Number(digest.readBigUInt64BE(0) >> 11n) / 2 ** 53;
}
