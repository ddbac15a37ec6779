"use client";
import { useShortcut } from "@/components/shell/shortcuts";
import { REVIEW_KEYS } from "./use-review-form";

/** The keys of the page that do not belong to the form or the conversation. */
export function useReviewKeys({
  onDone,
  onSkip,
  onUndo,
  onLeave,
}: {
  onDone: () => void;
  onSkip: () => void;
  onUndo: () => void;
  /** Esc, from within the form or another field, or not. */
  onLeave: (isInForm: boolean) => void;
}): void {
  useShortcut({
    keys: "mod+Enter",
    label: "Done, next turn",
    group: REVIEW_KEYS,
    isInFields: true,
    run: onDone,
  });
  useShortcut({ keys: "s", label: "Skip, next turn", group: REVIEW_KEYS, run: onSkip });
  useShortcut({ keys: "u", label: "Undo the last done or skip", group: REVIEW_KEYS, run: onUndo });
  useShortcut({
    keys: "Escape",
    label: "Leave the form, close the hints",
    group: REVIEW_KEYS,
    isInFields: true,
    run: () => onLeave(document.activeElement?.closest("input, textarea, [data-review-form]") != null),
  });
}
