"use client";
import { ChevronRight, Trash2 } from "lucide-react";
import { useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import { cn } from "@/lib/format/cn";
import { type ExampleForm, toLines } from "@/lib/learning/knowledge/prepare-form";
import { PlanField } from "../plans/plan-field";

const fields = ["prompt", "action_plan", "explanation", "available_columns"];

/** One curated example: folded to its prompt, or with its plan, its columns and why it is so. */
export function ExampleFields({
  example,
  project,
  readOnly,
  issueOf,
  onChange,
  onRemove,
}: {
  example: ExampleForm;
  project: string;
  readOnly: boolean;
  issueOf: (path: string) => string | undefined;
  onChange: (changes: Partial<ExampleForm>) => void;
  onRemove: () => void;
}) {
  // A new one is there to be filled in.
  const [isChosenOpen, setIsOpen] = useState(example.prompt === "" && example.plan === "");
  const isWrong = fields.some((path) => issueOf(path) !== undefined);
  const isOpen = isChosenOpen || isWrong;
  const id = useId();
  const columns = toLines(example.columns);
  return (
    <div className="rounded-md border">
      <button
        type="button"
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setIsOpen(!isOpen)}
        className="flex min-h-9 w-full items-center gap-2 rounded-md px-2 text-left text-13 hover:bg-subtle"
      >
        <ChevronRight
          aria-hidden
          className={cn("size-4 shrink-0 text-muted transition-transform", isOpen && "rotate-90")}
        />
        <span dir="auto" className="min-w-0 flex-1 truncate">
          {example.prompt || "A new example"}
        </span>
      </button>
      {isOpen ? (
        <div id={id} className="grid grid-cols-[minmax(0,1fr)] gap-4 border-t p-3">
          <Field label="Prompt" error={issueOf("prompt")}>
            <Input
              dir="auto"
              value={example.prompt}
              readOnly={readOnly}
              onChange={(event) => onChange({ prompt: event.target.value })}
            />
          </Field>
          <div className="grid grid-cols-[minmax(0,1fr)] gap-4 sm:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
            <PlanField
              label="Plan"
              hint="The plan that is right for the prompt, as JSON. None: the prompt only names the task."
              error={issueOf("action_plan")}
              value={example.plan}
              project={project}
              columns={columns.length > 0 ? columns : null}
              readOnly={readOnly}
              onChange={(plan) => onChange({ plan })}
            />
            <Field label="Columns" hint="Of its data, one a line." error={issueOf("available_columns")}>
              <Textarea
                value={example.columns}
                readOnly={readOnly}
                spellCheck={false}
                className="max-h-96 font-mono text-xs"
                onChange={(event) => onChange({ columns: event.target.value })}
              />
            </Field>
          </div>
          <Field label="Explanation" hint="Why it is so. Optional." error={issueOf("explanation")}>
            <Input
              dir="auto"
              value={example.explanation}
              readOnly={readOnly}
              onChange={(event) => onChange({ explanation: event.target.value })}
            />
          </Field>
          {readOnly ? null : (
            <Button variant="ghost" size="sm" className="justify-self-start" onClick={onRemove}>
              <Trash2 aria-hidden />
              Remove the example
            </Button>
          )}
        </div>
      ) : null}
    </div>
  );
}
