"use client";
import { Plus } from "lucide-react";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";
import { toNames } from "@/lib/tuning/queues/prepare-form";

const SUGGESTIONS = 6;

/** Several names, one a line, with those that are known one press away. */
export function NameListField({
  label,
  hint,
  error,
  value,
  suggestions,
  onChange,
}: {
  label: string;
  hint: string;
  error: string | undefined;
  value: string;
  suggestions: readonly string[];
  onChange: (value: string) => void;
}) {
  const names = toNames(value);
  const others = suggestions.filter((each) => !names.includes(each)).slice(0, SUGGESTIONS);
  return (
    <div className="grid content-start gap-1.5">
      <Field label={label} hint={hint} error={error}>
        <Textarea
          dir="auto"
          value={value}
          className="min-h-16"
          onChange={(event) => onChange(event.target.value)}
        />
      </Field>
      {others.length === 0 ? null : (
        <div className="flex flex-wrap gap-1">
          {others.map((each) => (
            <button
              key={each}
              type="button"
              aria-label={`Add ${each} to ${label.toLowerCase()}`}
              onClick={() => onChange([...names, each].join("\n"))}
              className="inline-flex h-6 max-w-full items-center gap-1 rounded-md bg-subtle px-1.5 text-xs hover:bg-border"
            >
              <Plus aria-hidden className="size-3 shrink-0" />
              <span className="truncate">{each}</span>
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
