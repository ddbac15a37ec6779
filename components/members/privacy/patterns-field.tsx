"use client";
import { Plus, Trash2 } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { SettingsForm } from "@/lib/privacy/prepare-settings";

type Pattern = SettingsForm["patterns"][number];

/** Patterns of one's own, each with the name of its placeholder. */
export function PatternsField({
  patterns,
  onChange,
  issueOf,
}: {
  patterns: readonly Pattern[];
  onChange: (patterns: Pattern[]) => void;
  issueOf: (path: string) => string | undefined;
}) {
  const set = (id: number, changes: Partial<Pattern>) =>
    onChange(patterns.map((each) => (each.id === id ? { ...each, ...changes } : each)));
  return (
    <fieldset className="grid min-w-0 gap-2">
      <legend className="text-13 font-medium">Your own patterns</legend>
      <p className="text-xs text-muted">
        Regular expressions in the syntax of RE2, such as <code className="font-mono">E-\d{"{5}"}</code>: what
        matches becomes the name in brackets, such as <code className="font-mono">[EMPLOYEE_ID]</code>.
      </p>
      {patterns.map(({ id, name, pattern }, index) => (
        <div key={id} className="flex flex-wrap items-start gap-2">
          <Field
            label={`Name of pattern ${index + 1}`}
            isLabelHidden
            error={issueOf(`patterns.${index}.name`)}
            className="w-full sm:w-52"
          >
            <Input
              placeholder="EMPLOYEE_ID"
              value={name}
              onChange={(event) => set(id, { name: event.target.value.toUpperCase() })}
              className="font-mono"
            />
          </Field>
          <Field
            label={`Pattern ${index + 1}`}
            isLabelHidden
            error={issueOf(`patterns.${index}.pattern`)}
            className="min-w-0 flex-1"
          >
            <Input
              placeholder="E-\d{5}"
              spellCheck={false}
              value={pattern}
              onChange={(event) => set(id, { pattern: event.target.value })}
              className="font-mono"
            />
          </Field>
          <Button
            variant="ghost"
            size="icon"
            aria-label={`Remove pattern ${index + 1}${name ? `, ${name}` : ""}`}
            onClick={() => onChange(patterns.filter((each) => each.id !== id))}
          >
            <Trash2 aria-hidden />
          </Button>
        </div>
      ))}
      {issueOf("patterns") ? (
        <p role="alert" className="text-xs text-negative">
          {issueOf("patterns")}
        </p>
      ) : null}
      <Button
        variant="outline"
        size="sm"
        className="justify-self-start"
        onClick={() =>
          onChange([
            ...patterns,
            { id: Math.max(-1, ...patterns.map((each) => each.id)) + 1, name: "", pattern: "" },
          ])
        }
      >
        <Plus aria-hidden />
        Add a pattern
      </Button>
    </fieldset>
  );
}
