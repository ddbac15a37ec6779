"use client";
import { ShortcutKeys } from "@/components/shell/shortcut-keys";
import { Button } from "@/components/ui/button";
import { JumpButton } from "./jump-button";
import type { ReviewStore } from "./review-store";
import { SaveStatus } from "./save-status";
import { REVIEW_FORM_ID } from "./use-review-form";

/** What can be done with the turn, always in reach; beside it, where what was typed is. */
export function ReviewFooter({
  store,
  isBusy,
  onDone,
  onSkip,
  onUndo,
  onTurn,
}: {
  store: ReviewStore | null;
  isBusy: boolean;
  onDone: () => void;
  onSkip: () => void;
  onUndo: () => void;
  /** Back to the turn, from the form below it. */
  onTurn: () => void;
}) {
  return (
    <footer className="sticky bottom-0 z-10 flex shrink-0 flex-wrap items-center gap-x-3 gap-y-2 border-t bg-background px-4 py-3 lg:px-6">
      <div className="flex min-h-5 min-w-0 flex-1 items-center gap-2 text-13 max-sm:basis-full">
        {store ? (
          <>
            <SaveStatus store={store} />
            <JumpButton key={store.turnId} formId={REVIEW_FORM_ID} onTurn={onTurn} />
          </>
        ) : null}
      </div>
      <Button variant="ghost" onClick={onUndo} disabled={isBusy}>
        Undo
        <ShortcutKeys keys="u" className="max-lg:hidden" />
      </Button>
      <Button variant="outline" onClick={onSkip} disabled={isBusy || !store}>
        Skip
        <ShortcutKeys keys="s" className="max-lg:hidden" />
      </Button>
      <Button
        variant="primary"
        onClick={onDone}
        isPending={isBusy}
        disabled={!store}
        className="max-sm:flex-1"
      >
        Done and next
        <ShortcutKeys
          keys="mod+Enter"
          className="max-lg:hidden [&_kbd]:border-accent-foreground/40 [&_kbd]:bg-transparent [&_kbd]:text-accent-foreground"
        />
      </Button>
    </footer>
  );
}
