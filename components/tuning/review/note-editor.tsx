"use client";
import { Trash2 } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Kbd } from "@/components/ui/kbd";
import { Textarea } from "@/components/ui/textarea";
import { ToggleGroup } from "@/components/ui/toggle-group";
import { cn } from "@/lib/format/cn";
import type { DraftNote } from "@/lib/tuning/reviews/prepare-review";
import { type Category, categories, categoryNames, severities, severityNames } from "@/lib/tuning/vocabulary";

const severityOptions = severities.map((value) => ({ value, label: severityNames[value] }));

/** One note: what should change, of which kind, and how bad it is. Keys 1 to 6 work on the current one, so it shows them. */
export function NoteEditor({
  note,
  label,
  isCurrent,
  error,
  onChange,
  onToggleCategory,
  onRemove,
  onFocus,
}: {
  note: DraftNote;
  label: string;
  isCurrent: boolean;
  error?: string | undefined;
  onChange: (change: Partial<DraftNote>) => void;
  onToggleCategory: (category: Category) => void;
  /** Absent when there is nothing to remove. */
  onRemove?: (() => void) | undefined;
  onFocus: () => void;
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a grid in every browser
    <div role="group" aria-label={label} data-note={note.id} onFocus={onFocus} className="grid gap-2">
      <Field label={label} isLabelHidden error={error}>
        <Textarea
          dir="auto"
          value={note.improvement_note}
          maxLength={20_000}
          placeholder="What should change?"
          className="min-h-18"
          onChange={(event) => onChange({ improvement_note: event.target.value })}
        />
      </Field>
      <div className="flex flex-wrap gap-1">
        {categories.map((category, index) => {
          const isOn = note.category === category;
          return (
            <button
              key={category}
              type="button"
              aria-pressed={isOn}
              onClick={() => onToggleCategory(category)}
              className={cn(
                "inline-flex h-7 items-center gap-1.5 rounded-md border px-2 text-13 transition-colors",
                isOn
                  ? "border-accent bg-accent-subtle font-medium text-accent"
                  : "border-input bg-surface text-muted hover:bg-subtle hover:text-foreground",
              )}
            >
              {categoryNames[category]}
              {isCurrent ? (
                <Kbd
                  aria-hidden
                  className={cn(
                    "h-4 min-w-4 max-lg:hidden",
                    isOn && "border-accent bg-transparent text-accent",
                  )}
                >
                  {index + 1}
                </Kbd>
              ) : null}
            </button>
          );
        })}
      </div>
      <div className="flex items-center gap-2">
        <ToggleGroup
          label="Severity"
          value={note.severity}
          onValueChange={(severity) => onChange({ severity })}
          onClear={() => onChange({ severity: null })}
          options={severityOptions}
          className="h-7"
        />
        {onRemove ? (
          <Button
            variant="ghost"
            size="icon"
            aria-label={`Remove ${label.toLowerCase()}`}
            className="ml-auto size-7"
            onClick={onRemove}
          >
            <Trash2 aria-hidden />
          </Button>
        ) : null}
      </div>
    </div>
  );
}
