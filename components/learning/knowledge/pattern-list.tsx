"use client";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import { nextId, type PatternForm } from "@/lib/learning/knowledge/prepare-form";
import { EntryRows } from "./entry-rows";

const paths = ["name", "pattern", "correct_task", "reason"];

/** Phrases that are easily misread, and the task each stands for. */
export function PatternList({
  patterns,
  tasks,
  readOnly,
  issueOf,
  onChange,
}: {
  patterns: readonly PatternForm[];
  /** Names of the tasks. */
  tasks: readonly string[];
  readOnly: boolean;
  issueOf: (path: string) => string | undefined;
  onChange: (patterns: PatternForm[]) => void;
}) {
  const set = (id: number, changes: Partial<PatternForm>) =>
    onChange(patterns.map((each) => (each.id === id ? { ...each, ...changes } : each)));
  const isWrong = (index: number) => paths.some((path) => issueOf(`patterns.${index}.${path}`) !== undefined);
  return (
    <EntryRows
      noun={["phrase", "phrases"]}
      group="Knowledge"
      hint="Where a prompt contains the phrase, in any case, the composed prompt tells the model which task is meant, and why."
      entries={patterns}
      readOnly={readOnly}
      textOf={(each) => [each.name, each.pattern, each.correct_task, each.reason].join("\n")}
      isWrong={isWrong}
      onAdd={() =>
        onChange([
          { id: nextId(patterns), name: "", pattern: "", correct_task: tasks[0] ?? "", reason: "" },
          ...patterns,
        ])
      }
      onRemove={(id) => onChange(patterns.filter((each) => each.id !== id))}
    >
      {(each, index) => {
        const issue = (path: string) => issueOf(`patterns.${index}.${path}`);
        const choices = [...new Set([...tasks.filter((task) => task !== ""), each.correct_task])];
        return (
          <div className="grid grid-cols-[minmax(0,1fr)] gap-3 sm:grid-cols-2 lg:grid-cols-[12rem_14rem_10rem_minmax(0,1fr)]">
            <Field label="Name" error={issue("name")}>
              <Input
                value={each.name}
                readOnly={readOnly}
                className="font-mono"
                onChange={(event) => set(each.id, { name: event.target.value })}
              />
            </Field>
            <Field label="Phrase" error={issue("pattern")}>
              <Input
                dir="auto"
                value={each.pattern}
                readOnly={readOnly}
                onChange={(event) => set(each.id, { pattern: event.target.value })}
              />
            </Field>
            <Field label="Task" error={issue("correct_task")}>
              {readOnly ? (
                <Input value={each.correct_task} readOnly />
              ) : (
                <Select
                  value={each.correct_task}
                  onValueChange={(correct_task) => set(each.id, { correct_task })}
                  options={choices.map((value) => ({ value, label: value || "–" }))}
                />
              )}
            </Field>
            <Field label="Reason" error={issue("reason")}>
              <Textarea
                dir="auto"
                value={each.reason}
                readOnly={readOnly}
                className="min-h-8"
                onChange={(event) => set(each.id, { reason: event.target.value })}
              />
            </Field>
          </div>
        );
      }}
    </EntryRows>
  );
}
