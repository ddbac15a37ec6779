import {
  type JournalEntry,
  journalKey,
  ownJournalKeys,
  parseJournal,
} from "@/lib/tuning/reviews/prepare-journal";
import { createId } from "@/lib/tuning/reviews/prepare-review";

const LOCK_PREFIX = "retune-review-writer-";

/** The name of this open page in the journal: two tabs on the same turn must not overwrite each other. */
const writer = createId();

/**
 * The open pages of this browser that may still write. Each holds a lock as long as it lives, so an entry of a page that
 * is not among them was left behind. Without locks (no secure context) every other page counts as gone.
 */
export async function findLiveWriters(): Promise<Set<string>> {
  if (!("locks" in navigator)) return new Set([writer]);
  // Never resolves: the lock is given back when the page goes.
  navigator.locks.request(`${LOCK_PREFIX}${writer}`, { ifAvailable: true }, (lock) =>
    lock ? new Promise(() => {}) : undefined,
  );
  const { held = [] } = await navigator.locks.query();
  const names = held.flatMap(({ name }) =>
    name?.startsWith(LOCK_PREFIX) ? [name.slice(LOCK_PREFIX.length)] : [],
  );
  return new Set([writer, ...names]);
}

/** What this device holds of one member's reviews and the server has not confirmed. Storage may be full or forbidden. */
export class Journal {
  constructor(
    readonly memberId: string,
    private readonly liveWriters: Set<string>,
  ) {}

  /**
   * Calls back when a page ends that was open when this one began: what it could not send any more is then to be found.
   * Stops when the returned function is called.
   */
  watchWriters(onEnd: () => void): () => void {
    const stop = new AbortController();
    for (const by of this.liveWriters) {
      if (by === writer) continue;
      navigator.locks
        .request(`${LOCK_PREFIX}${by}`, { signal: stop.signal }, () => {
          this.liveWriters.delete(by);
          onEnd();
        })
        .catch(() => {});
    }
    return () => stop.abort();
  }

  /** The newest entry of a turn that this page wrote or another left behind. */
  find(turnId: string): { key: string; entry: JournalEntry } | null {
    const found = this.list()
      .filter((each) => each.turnId === turnId)
      .sort((a, b) => b.entry.at.localeCompare(a.entry.at));
    return found[0] ?? null;
  }

  /** Every entry that this page wrote or another left behind. */
  list(): { key: string; turnId: string; entry: JournalEntry }[] {
    try {
      return ownJournalKeys(Object.keys(localStorage), this.memberId).flatMap(
        ({ key, turnId, writer: by }) => {
          if (by !== writer && this.liveWriters.has(by)) return [];
          const entry = parseJournal(localStorage.getItem(key));
          return entry ? [{ key, turnId, entry }] : [];
        },
      );
    } catch {
      return [];
    }
  }

  /** Whether it could be written. */
  write(turnId: string, entry: JournalEntry): boolean {
    try {
      localStorage.setItem(journalKey(this.memberId, turnId, writer), JSON.stringify(entry));
      return true;
    } catch {
      return false;
    }
  }

  clear(turnId: string): void {
    this.remove(journalKey(this.memberId, turnId, writer));
  }

  /** Whether another page wrote it. */
  isInherited(key: string): boolean {
    return !key.endsWith(`:${writer}`);
  }

  remove(key: string): void {
    try {
      localStorage.removeItem(key);
    } catch {
      // Nothing is kept where nothing can be written.
    }
  }
}
