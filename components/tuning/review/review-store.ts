import { replaceReview } from "@/lib/tuning/reviews/prepare-review";
import type { ReviewDraft, ReviewScreen, TurnReview } from "@/lib/tuning/reviews/schemas";
import type { Journal } from "./journal";
import { type FinishResult, type ReviewSnapshot, savedAt } from "./review-snapshot";
import { ReviewState } from "./review-state";
import { ReviewSync } from "./review-sync";
import { TurnJournal } from "./turn-journal";

type Options = {
  screen: ReviewScreen;
  journal: Journal;
  onSaved: (review: TurnReview) => void;
};

/**
 * One reviewer's review of one turn while it is on the screen: keeps every change on the device at once and saves it to
 * the server a moment later, until the server has confirmed that very content.
 */
export class ReviewStore {
  readonly turnId: string;
  private readonly state: ReviewState;
  private readonly sync: ReviewSync;

  constructor({ screen, journal, onSaved }: Options) {
    const { id, era_response: answer } = screen.turn;
    this.turnId = id;
    this.state = new ReviewState(screen, new TurnJournal(journal, id));
    this.sync = new ReviewSync(this.state, { id, answer }, onSaved);
  }

  subscribe = (listener: () => void): (() => void) => this.state.subscribe(listener);

  getSnapshot = (): ReviewSnapshot => this.state.get();

  /** Begins to save what an earlier page left behind. Harmless when called again. */
  start(queueId: string | undefined): void {
    this.sync.setQueue(queueId);
    const { kind } = this.state.get().save;
    if (kind === "waiting") this.sync.schedule(0);
    else if (kind === "saved") this.state.clearDevice();
  }

  /** A newer answer of the server. What is typed and not saved is never replaced by it. */
  offer(screen: ReviewScreen): void {
    this.state.offer(screen);
  }

  /** Changes the content. */
  change(change: (content: ReviewDraft) => ReviewDraft): void {
    const before = this.state.get();
    const content = change(before.content);
    if (content === before.content) return;
    const isOpen = before.save.kind !== "conflict";
    this.state.set({
      content,
      issues: [],
      ...(isOpen && before.save.kind !== "failed" ? { save: { kind: "waiting" } as const } : {}),
    });
    this.state.keepOnDevice();
    if (isOpen) this.sync.schedule();
  }

  /** Saves now what is waiting. */
  flush(): Promise<unknown> {
    return this.sync.flush();
  }

  /** The page may be about to end: sends what is waiting without waiting for anything before it. */
  sendLast(): void {
    this.sync.sendLast();
  }

  /** Whether something would be lost if the page ended now and this device kept nothing. */
  hasUnsaved(): boolean {
    return this.state.hasUnsaved();
  }

  /** Whether the server has yet to answer: to what is unsaved, or to a Done or Skip. */
  isBehind(): boolean {
    return this.hasUnsaved() || this.state.get().save.kind === "failed";
  }

  /** In a conflict: what is on the screen holds, and notes that only the other one shows are removed. */
  keepMine(): void {
    const { save, content } = this.state.get();
    if (save.kind !== "conflict") return;
    this.adopt(save.review, save.stored);
    this.state.set({
      content: replaceReview(content, save.stored),
      review: save.review,
      save: { kind: "waiting" },
    });
    this.state.keepOnDevice();
    this.sync.schedule(0);
  }

  /** In a conflict: what was saved elsewhere holds. Gives back what was on the screen. */
  takeStored(): ReviewDraft {
    const { save, content } = this.state.get();
    if (save.kind !== "conflict") return content;
    this.adopt(save.review, save.stored);
    this.state.set({ content: save.stored, review: save.review, save: savedAt(save.review) });
    this.state.clearDevice();
    return content;
  }

  /** Finishes or skips the turn, after everything that is being saved. */
  finish(state: "done" | "skipped"): Promise<FinishResult> {
    return this.sync.finish(state);
  }

  dispose(): void {
    this.sync.stop();
    if (this.hasUnsaved()) void this.sync.flush();
  }

  private adopt(review: TurnReview, stored: ReviewDraft): void {
    this.state.confirm(review, stored);
    this.sync.forgive();
  }
}
