import type { ReviewScreen, TurnReview } from "@/lib/tuning/reviews/schemas";
import type { Journal } from "./journal";
import { ReviewStore } from "./review-store";

/** The reviews this page has opened, so that going back to a turn finds what was typed even before it is saved. */
export class ReviewStores {
  private readonly stores = new Map<string, ReviewStore>();

  constructor(
    readonly journal: Journal,
    private readonly onSaved: (review: TurnReview) => void,
  ) {}

  /** The review of a turn: the one that is open, else a new one. */
  open(screen: ReviewScreen): ReviewStore {
    const known = this.stores.get(screen.turn.id);
    if (known) return known;
    const store = new ReviewStore({ screen, journal: this.journal, onSaved: this.onSaved });
    this.stores.set(screen.turn.id, store);
    return store;
  }

  find(turnId: string): ReviewStore | undefined {
    return this.stores.get(turnId);
  }

  /** Forgets a review whose stored state has been put back: nothing of it may be saved again. */
  drop(turnId: string): void {
    this.stores.delete(turnId);
    this.journal.clear(turnId);
  }

  /** Forgets the reviews of which everything is saved: when they are opened again, they may have changed elsewhere. */
  forgetSaved(): void {
    for (const [turnId, store] of this.stores) if (!store.isBehind()) this.stores.delete(turnId);
  }

  /** Watches the page and the network until the returned function is called. */
  watch(): () => void {
    const each = (run: (store: ReviewStore) => void) => {
      for (const store of this.stores.values()) run(store);
    };
    const handleHide = () => {
      if (document.visibilityState === "hidden") each((store) => store.sendLast());
    };
    const handlePageHide = () => each((store) => store.sendLast());
    const handleOnline = () => each((store) => store.isBehind() && void store.flush());
    const handleLeave = (event: BeforeUnloadEvent) => {
      const isAtRisk = [...this.stores.values()].some(
        (store) => store.hasUnsaved() && !store.getSnapshot().isOnDevice,
      );
      if (isAtRisk) event.preventDefault();
    };
    document.addEventListener("visibilitychange", handleHide);
    window.addEventListener("pagehide", handlePageHide);
    window.addEventListener("online", handleOnline);
    window.addEventListener("beforeunload", handleLeave);
    return () => {
      document.removeEventListener("visibilitychange", handleHide);
      window.removeEventListener("pagehide", handlePageHide);
      window.removeEventListener("online", handleOnline);
      window.removeEventListener("beforeunload", handleLeave);
      each((store) => store.hasUnsaved() && void store.flush());
    };
  }
}
