"use client";
import { useEffect, useRef, useState } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Kbd } from "@/components/ui/kbd";
import { Textarea } from "@/components/ui/textarea";
import { ToggleGroup } from "@/components/ui/toggle-group";
import type { ImprovementRow } from "@/lib/tuning/improvements/schemas";
import {
  type Category,
  categories,
  categoryNames,
  type Severity,
  severities,
  severityNames,
} from "@/lib/tuning/vocabulary";
import { useUpdateNote } from "./use-update-note";

const NONE = "none";
const categoryOptions = [
  ...categories.map((value) => ({ value: value as Category | typeof NONE, label: categoryNames[value] })),
  { value: NONE as Category | typeof NONE, label: "None" },
];
const severityOptions = [
  ...severities.map((value) => ({ value: value as Severity | typeof NONE, label: severityNames[value] })),
  { value: NONE as Severity | typeof NONE, label: "None" },
];

/** Changes a note's text, category and severity. Ctrl+Enter saves. */
export function NoteEditor({ note, onDone }: { note: ImprovementRow; onDone: () => void }) {
  const update = useUpdateNote(note.id);
  const form = useRef<HTMLFormElement>(null);
  const [text, setText] = useState(note.improvement_note);
  const [category, setCategory] = useState(note.category);
  const [severity, setSeverity] = useState(note.severity);
  useEffect(() => form.current?.querySelector("textarea")?.focus(), []);
  const changes = {
    ...(text === note.improvement_note ? {} : { improvement_note: text }),
    ...(category === note.category ? {} : { category }),
    ...(severity === note.severity ? {} : { severity }),
  };
  const hasChanged = Object.keys(changes).length > 0;
  const issueOf = (path: string) => update.error?.issues.find((issue) => issue.path === path)?.message;
  const isEmpty = text.trim() === "";

  const handleSave = () => {
    if (update.isPending || isEmpty) return;
    if (!hasChanged) return onDone();
    update.mutate(changes, {
      onSuccess: () => {
        toast.success("Saved");
        onDone();
      },
    });
  };
  return (
    <form
      ref={form}
      aria-label="Edit the note"
      className="flex flex-1 flex-col"
      onSubmit={(event) => {
        event.preventDefault();
        handleSave();
      }}
      onKeyDown={(event) => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
          event.preventDefault();
          handleSave();
        }
      }}
    >
      <div className="grid gap-5 px-4 py-4">
        <Field
          label="Note"
          error={isEmpty ? "A note needs a text; to take it away, delete it." : issueOf("improvement_note")}
        >
          <Textarea
            dir="auto"
            value={text}
            maxLength={20_000}
            className="min-h-32"
            onChange={(event) => setText(event.target.value)}
          />
        </Field>
        <div className="grid gap-1.5">
          <span className="text-13 font-medium">Category</span>
          <ToggleGroup
            label="Category"
            value={category ?? NONE}
            onValueChange={(value) => setCategory(value === NONE ? null : value)}
            options={categoryOptions}
            className="h-auto min-h-8 flex-wrap justify-self-start *:h-7"
          />
        </div>
        <div className="grid gap-1.5">
          <span className="text-13 font-medium">Severity</span>
          <ToggleGroup
            label="Severity"
            value={severity ?? NONE}
            onValueChange={(value) => setSeverity(value === NONE ? null : value)}
            options={severityOptions}
            className="justify-self-start"
          />
        </div>
      </div>
      <div className="sticky bottom-0 mt-auto flex items-center gap-2 border-t bg-surface px-4 py-3">
        <Button type="submit" variant="primary" disabled={isEmpty} isPending={update.isPending}>
          Save
        </Button>
        <Button variant="ghost" onClick={onDone}>
          Cancel
        </Button>
        <span className="min-w-0 flex-1 text-right text-xs text-muted">
          {update.error ? (
            <span role="alert" className="text-negative">
              Not saved: {update.error.message}
            </span>
          ) : (
            <>
              <Kbd>Ctrl</Kbd> <Kbd>Enter</Kbd> saves
            </>
          )}
        </span>
      </div>
    </form>
  );
}
