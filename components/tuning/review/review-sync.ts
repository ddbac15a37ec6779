import { type ApiError, fetchApi, fetchJson } from "@/lib/http/fetch-json";
import { fitsKeepalive, retryDelay } from "@/lib/tuning/reviews/prepare-journal";
import { finishReview } from "@/lib/tuning/reviews/prepare-review";
import { reviewPath } from "@/lib/tuning/reviews/query-options";
import type { ReviewDraft, ReviewInput, ReviewScreen, TurnReview } from "@/lib/tuning/reviews/schemas";
import type { FinishResult } from "./review-snapshot";
import type { ReviewState } from "./review-state";

const SAVE_AFTER_MS = 600;

type Turn = { id: string; answer: string };

/** Brings one review to the server: one request at a time, until the server has confirmed that very content. */
export class ReviewSync {
  private queueId: string | undefined;
  private failures = 0;
  private lastError: ApiError | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly state: ReviewState,
    private readonly turn: Turn,
    private readonly onSaved: (review: TurnReview) => void,
  ) {}

  /** The queue the turn was claimed from: saving renews that claim. */
  setQueue(queueId: string | undefined): void {
    this.queueId = queueId;
  }

  schedule(ms: number = SAVE_AFTER_MS): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.flush(), ms);
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  /** Saves now what is waiting. */
  flush(): Promise<unknown> {
    this.stop();
    this.running = this.running.then(() => this.saveDraft());
    return this.running;
  }

  /** The page may be about to end: sends what is waiting without waiting for anything before it. */
  sendLast(): void {
    const { state } = this;
    if (state.isConflict() || !state.hasUnsaved()) return;
    const content = state.takeSent();
    const body = JSON.stringify(this.toInput({ state: "draft", content }));
    // Too large for a page that ends: the journal keeps it, and a page that lives on saves it as usual.
    if (!fitsKeepalive(body)) return;
    this.stop();
    const version = state.baseVersion;
    fetchApi(reviewPath(this.turn.id), {
      method: "PUT",
      keepalive: true,
      headers: { "content-type": "application/json" },
      body,
    })
      .then((response) => response.json() as Promise<TurnReview>)
      // Saved in the meantime by the ordinary way: that answer is the newer one.
      .then((review) => (state.baseVersion === version ? this.confirm(review, content) : undefined))
      .catch(() => this.schedule(0));
  }

  /** Finishes or skips the turn, after everything that is being saved. */
  finish(state: "done" | "skipped"): Promise<FinishResult> {
    this.stop();
    const result = this.running.then(() => this.sendFinish(state));
    this.running = result.catch(() => {});
    return result;
  }

  /** Earlier failures are over: the content goes on from what a person has chosen. */
  forgive(): void {
    this.failures = 0;
    this.lastError = null;
  }

  private async sendFinish(wanted: "done" | "skipped", isSecondTry = false): Promise<FinishResult> {
    const { state } = this;
    if (state.isConflict()) return { review: null, error: null };
    if (wanted === "skipped" && state.hasUnsaved()) {
      await this.saveDraft();
      if (state.hasUnsaved()) return { review: null, error: this.lastError };
    }
    const finished = finishReview(state.get().content, this.turn.answer);
    if (wanted === "done" && finished.content === null) {
      state.set({ issues: finished.issues });
      return { review: null, error: null };
    }
    const content = state.takeSent();
    state.set({ save: { kind: "saving" } });
    try {
      const review = await this.put(
        wanted === "done" && finished.content
          ? { state: wanted, content: finished.content }
          : { state: "skipped" },
      );
      this.confirm(review, content);
      if (wanted === "done") state.showFinished(review);
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
      const stored = await this.reconcile(isTaken).catch(() => null);
      if (stored === null) return this.failFinish(error);
      // The answer to an earlier try was lost: it had arrived.
      if (stored.review?.state === wanted && !state.hasUnsaved() && !isTaken)
        return { review: stored.review };
      if (isTaken || state.isConflict() || isSecondTry) return { review: null, error: null };
      return this.sendFinish(wanted, true);
    }
  }

  private failFinish(error: ApiError): FinishResult {
    this.fail(error);
    return { review: null, error };
  }

  private async saveDraft(): Promise<void> {
    const { state } = this;
    if (state.isConflict()) return;
    if (!state.hasUnsaved()) {
      const { save } = state.get();
      if (save.kind === "failed" && save.isRetrying) return this.catchUp();
      this.settle();
      return;
    }
    const content = state.takeSent();
    state.set({ save: { kind: "saving" } });
    try {
      this.confirm(await this.put({ state: "draft", content }), content);
    } catch (caught) {
      const error = caught as ApiError;
      if (error.status !== 409) return this.fail(error);
      try {
        await this.reconcile(false);
        if (!state.isConflict() && state.hasUnsaved()) this.schedule(0);
      } catch (again) {
        this.fail(again as ApiError);
      }
    }
  }

  /** Done or skip was not answered and nothing is unsaved: asks until the server answers, and shows what it holds. */
  private async catchUp(): Promise<void> {
    try {
      const screen = await this.fetchScreen();
      this.forgive();
      this.settle();
      this.state.offer(screen);
    } catch (error) {
      this.fail(error as ApiError);
    }
  }

  private async reconcile(isTaken: boolean): Promise<ReviewScreen> {
    const screen = await this.fetchScreen();
    this.state.reconcile(screen, isTaken);
    if (!this.state.isConflict() && !this.state.hasUnsaved()) this.settle();
    return screen;
  }

  private confirm(review: TurnReview, content: ReviewDraft): void {
    this.state.confirm(review, content);
    this.forgive();
    this.state.set({ review });
    this.onSaved(review);
    this.settle();
  }

  private settle(): void {
    if (!this.state.hasUnsaved()) {
      this.state.markSaved();
      return;
    }
    this.state.set({ save: { kind: "waiting" } });
    this.state.keepOnDevice();
    this.schedule();
  }

  private fail(error: ApiError): void {
    this.lastError = error;
    this.failures += 1;
    const isRetrying =
      error.status === 0 || error.status === 401 || error.status === 429 || error.status >= 500;
    this.state.set({
      save: { kind: "failed", message: error.message, isRetrying, isSignedOut: error.status === 401 },
    });
    if (isRetrying) this.schedule(retryDelay(this.failures));
  }

  private fetchScreen(): Promise<ReviewScreen> {
    return fetchJson<ReviewScreen>(reviewPath(this.turn.id));
  }

  private put(input: ReviewInput): Promise<TurnReview> {
    return fetchJson<TurnReview>(reviewPath(this.turn.id), { method: "PUT", body: this.toInput(input) });
  }

  private toInput(input: ReviewInput): ReviewInput {
    return { ...input, version: this.state.baseVersion, ...(this.queueId ? { queue_id: this.queueId } : {}) };
  }
}
