"use client";
import { useShortcut } from "@/components/shell/shortcuts";
import type { ReviewFlow } from "./use-review-flow";
import { REVIEW_KEYS } from "./use-review-form";

/** `u` where no turn is on the screen: what was finished last can still be taken back. */
export function UndoKey({ flow }: { flow: ReviewFlow }) {
  useShortcut({
    keys: "u",
    label: "Undo the last done or skip",
    group: REVIEW_KEYS,
    run: () => void flow.undo(),
  });
  return null;
}
