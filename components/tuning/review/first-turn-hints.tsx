"use client";
import { ShortcutKeys } from "@/components/shell/shortcut-keys";
import { Button } from "@/components/ui/button";

const hints: { keys: readonly string[]; title: string; text: string }[] = [
  {
    keys: ["n"],
    title: "Note what should change",
    text: "One note for each thing. It saves itself as you type.",
  },
  {
    keys: ["1", "6"],
    title: "Say of which kind it is",
    text: "Press a category, or its number for the current note.",
  },
  {
    keys: ["mod+Enter"],
    title: "Done, and on to the next",
    text: "Nothing to say is fine too. Undo takes the last one back.",
  },
];

/** The first turn explains itself: three hints, gone for good when they are dismissed. */
export function FirstTurnHints({ onDismiss }: { onDismiss: () => void }) {
  return (
    <section
      aria-label="How to review"
      className="flex shrink-0 flex-wrap items-center gap-x-8 gap-y-3 border-b bg-accent-subtle px-4 py-3 text-13 lg:px-6"
    >
      <ol className="flex flex-1 flex-wrap gap-x-8 gap-y-3">
        {hints.map((hint) => (
          <li key={hint.title} className="flex min-w-56 flex-1 items-start gap-3">
            <span className="flex shrink-0 items-center gap-0.5 pt-0.5 max-lg:hidden">
              {hint.keys.map((keys, index) => (
                <span key={keys} className="flex items-center gap-0.5">
                  {index > 0 ? <span aria-hidden>–</span> : null}
                  <ShortcutKeys keys={keys} className="[&_kbd]:bg-surface" />
                </span>
              ))}
            </span>
            <p>
              <strong className="font-medium">{hint.title}.</strong> {hint.text}
            </p>
          </li>
        ))}
      </ol>
      <Button variant="outline" size="sm" onClick={onDismiss}>
        Got it
        <ShortcutKeys keys="Escape" className="max-lg:hidden" />
      </Button>
    </section>
  );
}
