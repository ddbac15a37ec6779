"use client";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";
import type { PlaygroundFields } from "@/lib/learning/prompts/prepare-playground";

const fieldList: { name: keyof PlaygroundFields; label: string; hint?: string; isCode?: boolean }[] = [
  { name: "user_prompt", label: "Prompt", hint: "What the user of the application asks." },
  { name: "columns", label: "Available columns", hint: "One a line.", isCode: true },
  {
    name: "context",
    label: "Context",
    hint: "What else the model should know, such as the data's structure.",
  },
  { name: "errors", label: "Previous errors", hint: "One a line." },
];

/** What an application would send to be composed. */
export function PromptFields({
  fields,
  onChange,
}: {
  fields: PlaygroundFields;
  onChange: (change: Partial<PlaygroundFields>) => void;
}) {
  return (
    <div className="grid gap-4">
      {fieldList.map(({ name, label, hint, isCode }) => (
        <Field key={name} label={label} hint={hint}>
          <Textarea
            dir="auto"
            className={isCode ? "max-h-80 min-h-14 font-mono text-xs" : "max-h-80 min-h-14"}
            maxLength={200_000}
            value={fields[name]}
            onChange={(event) => onChange({ [name]: event.target.value })}
          />
        </Field>
      ))}
    </div>
  );
}
