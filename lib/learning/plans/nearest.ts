/** Names that are compared at most; a longer list is searched up to here. */
const MAX_COMPARED = 1000;
/** Longer names are compared with none: the work grows with the square. */
const MAX_LENGTH = 100;

/** Edits (one letter put in, taken out, replaced, or two neighbours swapped) that turn one text into the other. */
export function editDistance(a: string, b: string): number {
  const left = [...a];
  const right = [...b];
  let beforeLast: number[] = [];
  let last = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= right.length; j += 1) {
      const isSame = left[i - 1] === right[j - 1];
      let least = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (isSame ? 0 : 1));
      if (i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1])
        least = Math.min(least, (beforeLast[j - 2] ?? 0) + 1);
      row.push(least);
    }
    beforeLast = last;
    last = row;
  }
  return last[right.length] ?? 0;
}

const letters = (text: string) => text.toLowerCase().replace(/[\s_\-.]+/gu, "");

/**
 * The name that someone who wrote `given` probably meant; null when none is near. Upper and lower case, spaces, hyphens, dots and
 * underscores do not count; of equally near ones the first.
 */
export function findNearest(given: string, names: readonly string[]): string | null {
  if (given === "" || given.length > MAX_LENGTH) return null;
  const wanted = letters(given);
  let best: { name: string; distance: number } | null = null;
  for (const name of names.slice(0, MAX_COMPARED)) {
    if (name.length > MAX_LENGTH) continue;
    const candidate = letters(name);
    const isPart =
      wanted.length >= 3 &&
      candidate.length >= 3 &&
      (candidate.includes(wanted) || wanted.includes(candidate));
    const allowed = Math.max(1, Math.floor(Math.max(wanted.length, candidate.length) / 3));
    if (!isPart && Math.abs(wanted.length - candidate.length) > allowed) continue;
    const distance = editDistance(wanted, candidate);
    if ((distance <= allowed || isPart) && (best === null || distance < best.distance))
      best = { name, distance };
  }
  return best?.name ?? null;
}
