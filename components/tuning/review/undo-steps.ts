import {
  addUndoStep,
  parseUndoSteps,
  removeUndoStep,
  type UndoStep,
  undoKey,
} from "@/lib/tuning/reviews/prepare-undo";

/** What a member has finished and skipped in this tab: survives a reload, because that is no reason to stand by a slip. */
export class UndoSteps {
  private steps: UndoStep[];

  constructor(private readonly memberId: string) {
    this.steps = this.read();
  }

  last(): UndoStep | undefined {
    return this.steps.at(-1);
  }

  add(step: UndoStep): void {
    this.write(addUndoStep(this.steps, step));
  }

  remove(turnId: string): void {
    this.write(removeUndoStep(this.steps, turnId));
  }

  private read(): UndoStep[] {
    try {
      return parseUndoSteps(sessionStorage.getItem(undoKey(this.memberId)));
    } catch {
      return [];
    }
  }

  private write(steps: UndoStep[]): void {
    this.steps = steps;
    try {
      sessionStorage.setItem(undoKey(this.memberId), JSON.stringify(steps));
    } catch {
      // Storage may be full or forbidden: this page still remembers.
    }
  }
}
