import { digestReview, type Opening, openReview } from "@/lib/tuning/reviews/prepare-journal";
import type { ReviewDraft } from "@/lib/tuning/reviews/schemas";
import type { Journal } from "./journal";

/** How many unanswered contents are remembered: those of the last half minute of a lost network, and some. */
const MAX_SENT = 20;

/** What this device holds of one turn, and which contents were sent without an answer: one of them may have arrived. */
export class TurnJournal {
  private sent: string[] = [];
  /** An entry another page left behind: this page's own takes its place. */
  private inherited: string | null = null;

  constructor(
    private readonly journal: Journal,
    private readonly turnId: string,
  ) {}

  get memberId(): string {
    return this.journal.memberId;
  }

  /** What the form of the turn begins with, beside what the server stores at this version. */
  open(stored: ReviewDraft, version: number): Opening {
    const found = this.journal.find(this.turnId);
    const opening = openReview(stored, version, found?.entry ?? null);
    this.inherited = found && this.journal.isInherited(found.key) ? found.key : null;
    this.sent = opening.kind === "unsaved" ? (found?.entry.sent ?? []) : [];
    return opening;
  }

  /** Whether what the server stores came from here, so that the content goes on from it. */
  compare(content: ReviewDraft, baseVersion: number, stored: ReviewDraft, version: number): Opening {
    return openReview(stored, version, { content, base_version: baseVersion, sent: this.sent, at: "" });
  }

  /** Remembers that the content is sent, before it is: its answer may never come. */
  noteSent(content: ReviewDraft): void {
    this.sent = [...this.sent, digestReview(content)].slice(-MAX_SENT);
  }

  /** The server has answered: nothing is on its way any more. */
  forgetSent(): void {
    this.sent = [];
  }

  /** Whether it could be written. */
  write(content: ReviewDraft, baseVersion: number): boolean {
    const isOnDevice = this.journal.write(this.turnId, {
      content,
      base_version: baseVersion,
      sent: this.sent,
      at: new Date().toISOString(),
    });
    if (isOnDevice) this.forgetInherited();
    return isOnDevice;
  }

  clear(): void {
    this.journal.clear(this.turnId);
    this.forgetInherited();
  }

  private forgetInherited(): void {
    if (this.inherited) this.journal.remove(this.inherited);
    this.inherited = null;
  }
}
