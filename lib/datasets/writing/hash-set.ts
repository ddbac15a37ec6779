const MIN_CAPACITY = 1024;
/** Of the places, how many may be taken before there are twice as many. */
const MAX_LOAD = 0.75;

/**
 * A set of 64-bit hashes in 8 bytes a place: a million of them take 17 MB, where a Set of strings would take over 100. Hashes
 * only; two values with the same hash are one.
 */
export class HashSet {
  #high = new Uint32Array(MIN_CAPACITY);
  #low = new Uint32Array(MIN_CAPACITY);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  has(high: number, low: number): boolean {
    const at = this.#find(high, low || 1);
    return this.#low[at] !== 0;
  }

  add(high: number, low: number): void {
    // Zero marks a free place; it is taken for one.
    const stored = low || 1;
    const at = this.#find(high, stored);
    if (this.#low[at] !== 0) return;
    this.#high[at] = high;
    this.#low[at] = stored;
    this.#size += 1;
    if (this.#size > this.#low.length * MAX_LOAD) this.#grow();
  }

  /** Where the hash is, or the free place where it would be. */
  #find(high: number, low: number): number {
    const mask = this.#low.length - 1;
    let at = low & mask;
    while (this.#low[at] !== 0 && (this.#low[at] !== low || this.#high[at] !== high)) at = (at + 1) & mask;
    return at;
  }

  #grow(): void {
    const high = this.#high;
    const low = this.#low;
    this.#high = new Uint32Array(low.length * 2);
    this.#low = new Uint32Array(low.length * 2);
    for (let index = 0; index < low.length; index += 1) {
      const stored = low[index] as number;
      if (stored === 0) continue;
      const at = this.#find(high[index] as number, stored);
      this.#high[at] = high[index] as number;
      this.#low[at] = stored;
    }
  }
}
