import { z } from "zod";
import { rowId } from "@/lib/query/fields";

const undoStep = z.object({
  turnId: rowId,
  /** The version of the review that Done or Skip made. */
  version: z.int().min(1),
  /** The queue it happened in; null for a turn reviewed by itself. */
  queueId: rowId.nullable(),
});
/** A turn that was finished or skipped, and can be taken back. */
export type UndoStep = z.infer<typeof undoStep>;

/** How far back undo goes. */
const MAX_STEPS = 100;

/** Where a member's steps are kept. */
export const undoKey = (memberId: string): string => `retune:review-undo:${memberId}`;

/** Steps as they were written, the last one last; none when they are none. */
export function parseUndoSteps(text: string | null): UndoStep[] {
  try {
    return z.array(undoStep).parse(JSON.parse(text ?? "[]"));
  } catch {
    return [];
  }
}

/** The steps and one more. Of a turn only the newest one can be taken back. */
export function addUndoStep(steps: readonly UndoStep[], step: UndoStep): UndoStep[] {
  return [...steps.filter((each) => each.turnId !== step.turnId), step].slice(-MAX_STEPS);
}

/** The steps without those of a turn. */
export const removeUndoStep = (steps: readonly UndoStep[], turnId: string): UndoStep[] =>
  steps.filter((each) => each.turnId !== turnId);
