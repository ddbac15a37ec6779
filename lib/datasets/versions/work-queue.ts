/** Work of this process that goes on behind the answers to requests: each piece once at a time, and only so many at once. */
export class WorkQueue {
  readonly #limit: number;
  readonly #known = new Map<string, Promise<void>>();
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Does the work when it is its turn; the same key while it waits or runs is the same piece. Never rejects. */
  run(key: string, work: () => Promise<unknown>): Promise<void> {
    const known = this.#known.get(key);
    if (known) return known;
    const done = this.#work(work).finally(() => this.#known.delete(key));
    this.#known.set(key, done);
    return done;
  }

  async #work(work: () => Promise<unknown>): Promise<void> {
    if (this.#running < this.#limit) this.#running += 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      await work();
    } catch {
      // What goes wrong is the work's to tell.
    }
    // The place goes to whoever waits longest.
    const next = this.#waiting.shift();
    if (next) next();
    else this.#running -= 1;
  }
}
