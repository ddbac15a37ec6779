"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef } from "react";
import { toast } from "sonner";
import { ApiError, fetchJson } from "@/lib/http/fetch-json";
import { queueKeys } from "@/lib/tuning/queues/query-options";
import type { UndoStep } from "@/lib/tuning/reviews/prepare-undo";
import { reviewPath } from "@/lib/tuning/reviews/query-options";
import type { TurnReview } from "@/lib/tuning/reviews/schemas";
import type { ReviewStores } from "./review-stores";
import { UndoSteps } from "./undo-steps";

const UNDO_MS = 8_000;
const UNDO_TOAST = "review-undo";

/** Remembers what was finished and skipped, and takes the last of it back. */
export function useUndo(stores: ReviewStores | null, memberId: string) {
  const client = useQueryClient();
  const steps = useRef<UndoSteps | null>(null);
  useEffect(() => {
    steps.current = new UndoSteps(memberId);
  }, [memberId]);

  /** Offers to take a step back, for a moment by a button and for as long as the tab lives by its key. */
  const offer = useCallback((step: UndoStep, message: string, onUndo: (step: UndoStep) => void) => {
    steps.current?.add(step);
    toast(message, {
      id: UNDO_TOAST,
      position: "top-center",
      duration: UNDO_MS,
      action: { label: "Undo", onClick: () => onUndo(step) },
    });
  }, []);

  /**
   * Takes the chosen step back, else the last one, else what the shown turn was finished with. Gives back the step; null
   * when there is none. @throws ApiError
   */
  const takeBack = useCallback(
    async (chosen: UndoStep | undefined, shown: TurnReview | null, queueId: string | null) => {
      const isFinished = shown !== null && shown.state !== "draft";
      const step =
        chosen ??
        steps.current?.last() ??
        (isFinished ? { turnId: shown.turn_id, version: shown.version, queueId } : undefined);
      if (!step) {
        toast("Nothing to undo", { id: UNDO_TOAST, position: "top-center" });
        return null;
      }
      try {
        await fetchJson<TurnReview>(`${reviewPath(step.turnId)}/undo`, {
          method: "POST",
          body: { version: step.version },
        });
      } catch (error) {
        // It was saved since or is gone, and so it will stay: the one before may still be taken back.
        if (error instanceof ApiError && [404, 409].includes(error.status))
          steps.current?.remove(step.turnId);
        throw error;
      }
      steps.current?.remove(step.turnId);
      stores?.drop(step.turnId);
      toast.dismiss(UNDO_TOAST);
      if (step.queueId) client.invalidateQueries({ queryKey: queueKeys.detail(step.queueId) });
      return step;
    },
    [stores, client],
  );

  return { offer, takeBack };
}
