"use client";
import { Pencil } from "lucide-react";
import { useDeferredValue } from "react";
import { ShortcutKeys } from "@/components/shell/shortcut-keys";
import { Button } from "@/components/ui/button";
import { DiffText } from "@/components/ui/diff-text";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";
import { toLineFeeds } from "@/lib/tuning/reviews/prepare-review";

/** The answer as it should have been: begins as the answer that was given, and marks each word that is changed. */
export function BetterAnswer({
  answer,
  value,
  isOpen,
  onOpen,
  onChange,
}: {
  answer: string;
  value: string | null;
  isOpen: boolean;
  onOpen: () => void;
  onChange: (value: string | null) => void;
}) {
  const original = toLineFeeds(answer);
  const compared = useDeferredValue(value);
  if (!isOpen && value === null) {
    return (
      <Button variant="outline" className="justify-self-start" onClick={onOpen}>
        <Pencil aria-hidden />
        Write a better answer
        <ShortcutKeys keys="e" className="max-lg:hidden" />
      </Button>
    );
  }
  return (
    <div className="grid gap-2">
      <Field label="Better answer" isLabelHidden hint="Starts from the answer that was given.">
        <Textarea
          dir="auto"
          data-better-answer
          value={value ?? original}
          maxLength={500_000}
          className="max-h-96 min-h-28"
          onChange={(event) => onChange(event.target.value === original ? null : event.target.value)}
        />
      </Field>
      {compared !== null && compared.trim() !== "" ? (
        <div className="rounded-md border bg-background p-3 text-13">
          <h3 className="mb-1 text-xs text-muted">Changes</h3>
          <DiffText before={original} after={compared} />
        </div>
      ) : null}
      {value !== null ? (
        <Button variant="ghost" size="sm" className="justify-self-start" onClick={() => onChange(null)}>
          Back to the original
        </Button>
      ) : null}
    </div>
  );
}
