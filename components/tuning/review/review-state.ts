import { isSameReview, startReview, tidyReview } from "@/lib/tuning/reviews/prepare-review";
import type { ReviewDraft, ReviewScreen, TurnReview } from "@/lib/tuning/reviews/schemas";
import { type ReviewSnapshot, savedAt } from "./review-snapshot";
import type { TurnJournal } from "./turn-journal";

/** What is on the screen of one turn, what the server has confirmed of it, and what the device keeps meanwhile. */
export class ReviewState {
  private snapshot: ReviewSnapshot;
  private confirmed: ReviewDraft;
  private version: number;
  private readonly listeners = new Set<() => void>();

  constructor(
    screen: ReviewScreen,
    private readonly journal: TurnJournal,
  ) {
    const { review } = screen;
    this.confirmed = startReview(screen, journal.memberId);
    this.version = review?.version ?? 0;
    const opening = journal.open(this.confirmed, this.version);
    this.snapshot = {
      content: opening.content,
      review,
      save:
        opening.kind === "clean"
          ? savedAt(review?.draft ? review : null)
          : opening.kind === "conflict" && review
            ? { kind: "conflict", stored: this.confirmed, review }
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

  get = (): ReviewSnapshot => this.snapshot;

  set(change: Partial<ReviewSnapshot>): void {
    this.snapshot = { ...this.snapshot, ...change };
    for (const listener of this.listeners) listener();
  }

  /** The version of the stored review that the content goes on from; 0 = there is none. */
  get baseVersion(): number {
    return this.version;
  }

  /** Whether something would be lost if the page ended now and this device kept nothing. */
  hasUnsaved(): boolean {
    return !isSameReview(this.snapshot.content, this.confirmed);
  }

  isConflict(): boolean {
    return this.snapshot.save.kind === "conflict";
  }

  /** The server holds this content under this version. */
  adopt(version: number, content: ReviewDraft): void {
    this.version = version;
    this.confirmed = content;
  }

  /** The server has answered: it holds this content. */
  confirm(review: TurnReview, content: ReviewDraft): void {
    this.adopt(review.version, content);
    this.journal.forgetSent();
  }

  /** The review is finished: what is stored is shown, which lacks personal data that was typed. Not over what was typed since. */
  showFinished(review: TurnReview): void {
    if (this.hasUnsaved() || isSameReview(review.content, this.confirmed)) return;
    this.adopt(review.version, review.content);
    this.set({ content: review.content });
  }

  /** A newer answer of the server. What is typed and not saved is never replaced by it. */
  offer(screen: ReviewScreen): void {
    const version = screen.review?.version ?? 0;
    if (version <= this.version || this.snapshot.save.kind !== "saved") return;
    this.adopt(version, startReview(screen, this.journal.memberId));
    this.set({
      content: this.confirmed,
      review: screen.review,
      save: savedAt(screen.review),
      isTaken: false,
    });
  }

  /**
   * The server has another version than the one this content was written on: finds out whether that came from here. If
   * not, the two are at odds until a person chooses.
   */
  reconcile(screen: ReviewScreen, isTaken: boolean): void {
    const stored = startReview(screen, this.journal.memberId);
    const version = screen.review?.version ?? 0;
    const { kind } = this.journal.compare(this.snapshot.content, this.version, stored, version);
    if (kind === "conflict" && screen.review) {
      this.set({ save: { kind: "conflict", stored, review: screen.review } });
      return;
    }
    this.adopt(version, stored);
    this.set({ review: screen.review, isTaken: this.snapshot.isTaken || isTaken, save: { kind: "waiting" } });
  }

  /** The content as it is sent; remembers that it is. */
  takeSent(): ReviewDraft {
    const content = tidyReview(this.snapshot.content);
    this.journal.noteSent(content);
    if (this.hasUnsaved()) this.keepOnDevice();
    return content;
  }

  keepOnDevice(): void {
    const isOnDevice = this.journal.write(this.snapshot.content, this.version);
    if (isOnDevice !== this.snapshot.isOnDevice) this.set({ isOnDevice });
  }

  /** Nothing is left to save. */
  markSaved(): void {
    this.clearDevice();
    this.set({ save: savedAt(this.snapshot.review), isOnDevice: true });
  }

  clearDevice(): void {
    this.journal.clear();
  }
}
