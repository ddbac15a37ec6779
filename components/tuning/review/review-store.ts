import { type ApiError, fetchApi, fetchJson } from "@/lib/http/fetch-json";
import { digestReview, fitsKeepalive, openReview, retryDelay } from "@/lib/tuning/reviews/prepare-journal";
import {
  finishReview,
  isSameReview,
  type ReviewIssue,
  startReview,
  tidyReview,
} from "@/lib/tuning/reviews/prepare-review";
import { reviewPath } from "@/lib/tuning/reviews/query-options";
import type { ReviewDraft, ReviewInput, ReviewScreen, TurnReview } from "@/lib/tuning/reviews/schemas";
import type { Journal } from "./journal";

const SAVE_AFTER_MS = 600;
/** How many unanswered contents are remembered: those of the last half minute of a lost network, and some. */
const MAX_SENT = 20;

/** Where the content is: with the server, on its way, only on this device, or at odds with what was saved elsewhere. */
export type SaveState =
  | { kind: "saved"; at: string | null }
  | { kind: "waiting" }
  | { kind: "saving" }
  | { kind: "failed"; message: string; isRetrying: boolean; isSignedOut: boolean }
  | { kind: "conflict"; stored: ReviewDraft; review: TurnReview };

export type ReviewSnapshot = {
  content: ReviewDraft;
  review: TurnReview | null;
  save: SaveState;
  issues: readonly ReviewIssue[];
  /** Others have taken every place of the turn: the content stays a draft. */
  isTaken: boolean;
  /** Whether the content would survive the end of this page. */
  isOnDevice: boolean;
};

/** Why a review was not finished. The reasons a person can act on are in the snapshot; `error` is for all others. */
export type FinishResult = { review: TurnReview } | { review: null; error: ApiError | null };

type Options = {
  screen: ReviewScreen;
  journal: Journal;
  onSaved: (review: TurnReview) => void;
};

/**
 * One reviewer's review of one turn while it is on the screen: keeps every change on the device at once and saves it to
 * the server a moment later, one request at a time, until the server has confirmed that very content.
 */
export class ReviewStore {
  readonly turnId: string;
  private snapshot: ReviewSnapshot;
  private readonly listeners = new Set<() => void>();
  private readonly answer: string;
  private queueId: string | undefined;
  private confirmed: ReviewDraft;
  private version: number;
  private sent: string[] = [];
  private failures = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running: Promise<unknown> = Promise.resolve();
  /** An entry another page left behind: this page's own takes its place. */
  private inherited: string | null = null;

  constructor(private readonly options: Options) {
    const { screen, journal } = options;
    this.turnId = screen.turn.id;
    this.answer = screen.turn.era_response;
    this.confirmed = startReview(screen, journal.memberId);
    this.version = screen.review?.version ?? 0;
    const found = journal.find(this.turnId);
    const opening = openReview(this.confirmed, this.version, found?.entry ?? null);
    this.inherited = found && journal.isInherited(found.key) ? found.key : null;
    this.sent = opening.kind === "unsaved" ? (found?.entry.sent ?? []) : [];
    this.snapshot = {
      content: opening.content,
      review: screen.review,
      save:
        opening.kind === "clean"
          ? { kind: "saved", at: screen.review?.draft ? screen.review.updated_at : null }
          : opening.kind === "conflict" && screen.review
            ? { kind: "conflict", stored: this.confirmed, review: screen.review }
            : { kind: "waiting" },
      issues: [],
      isTaken: false,
      isOnDevice: true,
    };
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  getSnapshot = (): ReviewSnapshot => this.snapshot;

  /** Begins to save what an earlier page left behind. Harmless when called again. */
  start(queueId: string | undefined): void {
    this.queueId = queueId;
    if (this.snapshot.save.kind === "waiting") this.schedule(0);
    else if (this.snapshot.save.kind === "saved") this.clearJournal();
  }

  /** A newer answer of the server. What is typed and not saved is never replaced by it. */
  offer(screen: ReviewScreen): void {
    const version = screen.review?.version ?? 0;
    if (version <= this.version || this.snapshot.save.kind !== "saved") return;
    this.version = version;
    this.confirmed = startReview(screen, this.options.journal.memberId);
    this.set({
      content: this.confirmed,
      review: screen.review,
      save: this.savedAt(screen.review),
      isTaken: false,
    });
  }

  /** Changes the content. */
  change(change: (content: ReviewDraft) => ReviewDraft): void {
    const content = change(this.snapshot.content);
    if (content === this.snapshot.content) return;
    const isOpen = this.snapshot.save.kind !== "conflict";
    this.set({
      content,
      issues: [],
      ...(isOpen && this.snapshot.save.kind !== "failed" ? { save: { kind: "waiting" } as const } : {}),
    });
    this.writeJournal();
    if (isOpen) this.schedule(SAVE_AFTER_MS);
  }

  /** Saves now what is waiting. */
  flush(): Promise<unknown> {
    clearTimeout(this.timer);
    this.running = this.running.then(() => this.saveDraft());
    return this.running;
  }

  /** The page may be about to end: sends what is waiting without waiting for anything before it. */
  sendLast(): void {
    if (this.snapshot.save.kind === "conflict" || isSameReview(this.snapshot.content, this.confirmed)) return;
    const content = this.noteSent();
    const body = JSON.stringify(this.toInput({ state: "draft", content }));
    // Too large for a page that ends: the journal keeps it, and a page that lives on saves it as usual.
    if (!fitsKeepalive(body)) return;
    clearTimeout(this.timer);
    const version = this.version;
    fetchApi(reviewPath(this.turnId), {
      method: "PUT",
      keepalive: true,
      headers: { "content-type": "application/json" },
      body,
    })
      .then((response) => response.json() as Promise<TurnReview>)
      // Saved in the meantime by the ordinary way: that answer is the newer one.
      .then((review) => (this.version === version ? this.confirm(review, content) : undefined))
      .catch(() => this.schedule(0));
  }

  /** Whether something would be lost if the page ended now and this device kept nothing. */
  hasUnsaved(): boolean {
    return !isSameReview(this.snapshot.content, this.confirmed);
  }

  /** Whether the server has yet to answer: to what is unsaved, or to a Done or Skip. */
  isBehind(): boolean {
    return this.hasUnsaved() || this.snapshot.save.kind === "failed";
  }

  /** In a conflict: what is on the screen holds. */
  keepMine(): void {
    const { save } = this.snapshot;
    if (save.kind !== "conflict") return;
    this.adopt(save.review, save.stored);
    this.set({ review: save.review, save: { kind: "waiting" } });
    this.writeJournal();
    this.schedule(0);
  }

  /** In a conflict: what was saved elsewhere holds. Gives back what was on the screen. */
  takeStored(): ReviewDraft {
    const { save, content } = this.snapshot;
    if (save.kind !== "conflict") return content;
    this.adopt(save.review, save.stored);
    this.set({ content: save.stored, review: save.review, save: this.savedAt(save.review) });
    this.clearJournal();
    return content;
  }

  /** Finishes or skips the turn, after everything that is being saved. */
  finish(state: "done" | "skipped"): Promise<FinishResult> {
    clearTimeout(this.timer);
    const result = this.running.then(() => this.sendFinish(state));
    this.running = result.catch(() => {});
    return result;
  }

  dispose(): void {
    clearTimeout(this.timer);
    if (this.hasUnsaved()) void this.flush();
  }

  private async sendFinish(state: "done" | "skipped", isSecondTry = false): Promise<FinishResult> {
    if (this.snapshot.save.kind === "conflict") return { review: null, error: null };
    if (state === "skipped" && this.hasUnsaved()) {
      await this.saveDraft();
      if (this.hasUnsaved()) return { review: null, error: this.lastError };
    }
    const finished = finishReview(this.snapshot.content, this.answer);
    if (state === "done" && finished.content === null) {
      this.set({ issues: finished.issues });
      return { review: null, error: null };
    }
    const content = this.noteSent();
    this.set({ save: { kind: "saving" } });
    try {
      const review = await this.put(
        state === "done" && finished.content ? { state, content: finished.content } : { state: "skipped" },
      );
      this.confirm(review, content);
      return { review };
    } catch (caught) {
      const error = caught as ApiError;
      if (error.status !== 409) return this.failFinish(error);
      const isTaken = error.extra.is_taken === true;
      if (!isTaken && error.extra.stored_version === undefined) {
        // Refused for a reason of its own: what is typed is not at odds with anything.
        this.settle();
        return { review: null, error };
      }
      const wanted = await this.reconcile(isTaken).catch(() => null);
      if (wanted === null) return this.failFinish(error);
      // The answer to an earlier try was lost: it had arrived.
      if (wanted.review?.state === state && !this.hasUnsaved() && !isTaken) return { review: wanted.review };
      if (isTaken || this.isConflict() || isSecondTry) return { review: null, error: null };
      return this.sendFinish(state, true);
    }
  }

  private lastError: ApiError | null = null;

  private isConflict(): boolean {
    return this.snapshot.save.kind === "conflict";
  }

  private failFinish(error: ApiError): FinishResult {
    this.fail(error);
    return { review: null, error };
  }

  private async saveDraft(): Promise<void> {
    if (this.isConflict()) return;
    if (!this.hasUnsaved()) {
      const { save } = this.snapshot;
      if (save.kind === "failed" && save.isRetrying) return this.catchUp();
      this.settle();
      return;
    }
    const content = this.noteSent();
    this.set({ save: { kind: "saving" } });
    try {
      this.confirm(await this.put({ state: "draft", content }), content);
    } catch (caught) {
      const error = caught as ApiError;
      if (error.status !== 409) return this.fail(error);
      try {
        await this.reconcile(false);
        if (!this.isConflict() && this.hasUnsaved()) this.schedule(0);
      } catch (again) {
        this.fail(again as ApiError);
      }
    }
  }

  /** Done or skip was not answered and nothing is unsaved: asks until the server answers, and shows what it holds. */
  private async catchUp(): Promise<void> {
    try {
      const screen = await fetchJson<ReviewScreen>(reviewPath(this.turnId));
      this.failures = 0;
      this.lastError = null;
      this.settle();
      this.offer(screen);
    } catch (error) {
      this.fail(error as ApiError);
    }
  }

  /** The server has another version than the one this content was written on: finds out whether that came from here. */
  private async reconcile(isTaken: boolean): Promise<ReviewScreen> {
    const screen = await fetchJson<ReviewScreen>(reviewPath(this.turnId));
    const stored = startReview(screen, this.options.journal.memberId);
    const version = screen.review?.version ?? 0;
    const { kind } = openReview(stored, version, {
      content: this.snapshot.content,
      base_version: this.version,
      sent: this.sent,
      at: "",
    });
    if (kind === "conflict" && screen.review) {
      this.set({ save: { kind: "conflict", stored, review: screen.review } });
      return screen;
    }
    this.version = version;
    this.confirmed = stored;
    this.set({ review: screen.review, isTaken: this.snapshot.isTaken || isTaken, save: { kind: "waiting" } });
    if (!this.hasUnsaved()) this.settle();
    return screen;
  }

  private confirm(review: TurnReview, content: ReviewDraft): void {
    this.adopt(review, content);
    this.set({ review });
    this.options.onSaved(review);
    this.settle();
  }

  /** The server holds this content under this version. */
  private adopt(review: TurnReview, content: ReviewDraft): void {
    this.version = review.version;
    this.confirmed = content;
    this.sent = [];
    this.failures = 0;
    this.lastError = null;
  }

  private settle(): void {
    if (this.hasUnsaved()) {
      this.set({ save: { kind: "waiting" } });
      this.writeJournal();
      this.schedule(SAVE_AFTER_MS);
      return;
    }
    this.clearJournal();
    this.set({ save: this.savedAt(this.snapshot.review), isOnDevice: true });
  }

  private savedAt(review: TurnReview | null): SaveState {
    return { kind: "saved", at: review?.updated_at ?? null };
  }

  private fail(error: ApiError): void {
    this.lastError = error;
    this.failures += 1;
    const isRetrying =
      error.status === 0 || error.status === 401 || error.status === 429 || error.status >= 500;
    this.set({
      save: { kind: "failed", message: error.message, isRetrying, isSignedOut: error.status === 401 },
    });
    if (isRetrying) this.schedule(retryDelay(this.failures));
  }

  private schedule(ms: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.flush(), ms);
  }

  private put(input: ReviewInput): Promise<TurnReview> {
    return fetchJson<TurnReview>(reviewPath(this.turnId), { method: "PUT", body: this.toInput(input) });
  }

  private toInput(input: ReviewInput): ReviewInput {
    return { ...input, version: this.version, ...(this.queueId ? { queue_id: this.queueId } : {}) };
  }

  /** Remembers that the content is sent, before it is: its answer may never come. */
  private noteSent(): ReviewDraft {
    const content = tidyReview(this.snapshot.content);
    this.sent = [...this.sent, digestReview(content)].slice(-MAX_SENT);
    if (this.hasUnsaved()) this.writeJournal();
    return content;
  }

  private writeJournal(): void {
    const isOnDevice = this.options.journal.write(this.turnId, {
      content: this.snapshot.content,
      base_version: this.version,
      sent: this.sent,
      at: new Date().toISOString(),
    });
    if (isOnDevice) this.forgetInherited();
    if (isOnDevice !== this.snapshot.isOnDevice) this.set({ isOnDevice });
  }

  private clearJournal(): void {
    this.options.journal.clear(this.turnId);
    this.forgetInherited();
  }

  private forgetInherited(): void {
    if (this.inherited) this.options.journal.remove(this.inherited);
    this.inherited = null;
  }

  private set(change: Partial<ReviewSnapshot>): void {
    this.snapshot = { ...this.snapshot, ...change };
    for (const listener of this.listeners) listener();
  }
}
