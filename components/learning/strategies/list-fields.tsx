"use client";
import { Plus, Trash2 } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";
import { newKey, type StrategyDraft } from "@/lib/learning/strategies/prepare-form";

type Props = {
  draft: StrategyDraft;
  issueOf: (path: string) => string | undefined;
  onChange: (change: Partial<StrategyDraft>) => void;
};

const remove = <Entry extends { key: string }>(entries: readonly Entry[], key: string) =>
  entries.filter((entry) => entry.key !== key);
const change = <Entry extends { key: string }>(
  entries: readonly Entry[],
  key: string,
  part: Partial<Entry>,
) => entries.map((entry) => (entry.key === key ? { ...entry, ...part } : entry));

/** The rules that a plan must keep to. */
export function ConstraintFields({ draft: { constraints }, issueOf, onChange }: Props) {
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-2 text-13 font-medium">Constraints</legend>
      {constraints.map(({ key, text }, index) => (
        <div key={key} className="flex items-start gap-2">
          <Field
            label={`Rule ${index + 1}`}
            isLabelHidden
            error={issueOf(`constraints.${index}`)}
            className="flex-1"
          >
            <Textarea
              className="min-h-8"
              value={text}
              onChange={(event) =>
                onChange({ constraints: change(constraints, key, { text: event.target.value }) })
              }
            />
          </Field>
          <Button
            variant="ghost"
            size="icon"
            aria-label={`Remove rule ${index + 1}`}
            onClick={() => onChange({ constraints: remove(constraints, key) })}
          >
            <Trash2 aria-hidden />
          </Button>
        </div>
      ))}
      <Button
        variant="outline"
        size="sm"
        className="justify-self-start"
        onClick={() => onChange({ constraints: [...constraints, { key: newKey(), text: "" }] })}
      >
        <Plus aria-hidden />
        Add a rule
      </Button>
    </fieldset>
  );
}

const parts = [
  { name: "prompt", label: "Prompt", isCode: false },
  { name: "wrong", label: "Wrong plan (JSON)", isCode: true },
  { name: "right", label: "Right plan (JSON)", isCode: true },
  { name: "reason", label: "Reason", isCode: false },
] as const;

/** Mistakes with what is right. */
export function NegativeExampleFields({ draft: { negative_examples: examples }, issueOf, onChange }: Props) {
  const set = (negative_examples: StrategyDraft["negative_examples"]) => onChange({ negative_examples });
  return (
    <fieldset className="grid gap-3">
      <legend className="mb-2 text-13 font-medium">Negative examples</legend>
      {examples.map((example, index) => (
        <div key={example.key} className="grid gap-3 rounded-md border p-3 sm:grid-cols-2">
          {parts.map(({ name, label, isCode }) => (
            <Field key={name} label={label} error={issueOf(`negative_examples.${index}.${name}`)}>
              <Textarea
                className={isCode ? "font-mono text-xs" : "min-h-14"}
                spellCheck={!isCode}
                value={example[name]}
                onChange={(event) => set(change(examples, example.key, { [name]: event.target.value }))}
              />
            </Field>
          ))}
          <Button
            variant="ghost"
            size="sm"
            className="justify-self-start"
            onClick={() => set(remove(examples, example.key))}
          >
            <Trash2 aria-hidden />
            Remove example {index + 1}
          </Button>
        </div>
      ))}
      <Button
        variant="outline"
        size="sm"
        className="justify-self-start"
        onClick={() =>
          set([...examples, { key: newKey(), prompt: "", wrong: "{}", right: "{}", reason: "" }])
        }
      >
        <Plus aria-hidden />
        Add a negative example
      </Button>
    </fieldset>
  );
}
