"use client";
import { Plus, Trash2 } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import { nextId, type TaskForm as Task } from "@/lib/learning/knowledge/prepare-form";
import { ExampleFields } from "./example-fields";

/** A task: its words, its methods and its curated examples. */
export function TaskForm({
  task,
  project,
  readOnly,
  issueOf,
  onChange,
  onRemove,
}: {
  task: Task;
  project: string;
  readOnly: boolean;
  /** What is wrong with the field at this path below the task. */
  issueOf: (path: string) => string | undefined;
  onChange: (changes: Partial<Task>) => void;
  onRemove: () => void;
}) {
  /** Also what is wrong with one entry of a list. */
  const issueOfList = (path: string, entries: number) =>
    issueOf(path) ??
    Array.from({ length: entries }, (_, index) => issueOf(`${path}.${index}`)).find((issue) => issue);
  const count = (text: string) => text.split("\n").length;
  return (
    <section
      aria-label={`Task ${task.name}`}
      className="grid grid-cols-[minmax(0,1fr)] gap-5 rounded-md border bg-surface p-4"
    >
      <div className="flex items-end gap-2">
        <Field label="Name" error={issueOf("name")} className="min-w-0 flex-1 sm:max-w-72">
          <Input
            value={task.name}
            readOnly={readOnly}
            maxLength={200}
            className="font-mono"
            onChange={(event) => onChange({ name: event.target.value })}
          />
        </Field>
        {readOnly ? null : (
          <Button variant="ghost" className="ml-auto" onClick={onRemove}>
            <Trash2 aria-hidden />
            Remove
          </Button>
        )}
      </div>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4 sm:grid-cols-2">
        <Field label="Description" error={issueOf("description")}>
          <Textarea
            dir="auto"
            value={task.description}
            readOnly={readOnly}
            onChange={(event) => onChange({ description: event.target.value })}
          />
        </Field>
        <Field label="Output" hint="What a plan for it must hold." error={issueOf("output")}>
          <Textarea
            dir="auto"
            value={task.output}
            readOnly={readOnly}
            onChange={(event) => onChange({ output: event.target.value })}
          />
        </Field>
        <Field
          label="Keywords"
          hint="One a line. A prompt with one of them may mean the task."
          error={issueOfList("keywords", count(task.keywords))}
        >
          <Textarea
            dir="auto"
            value={task.keywords}
            readOnly={readOnly}
            className="max-h-60"
            onChange={(event) => onChange({ keywords: event.target.value })}
          />
        </Field>
        <Field
          label="Allowed methods"
          hint="One a line, such as pandas.dropna. None: any method is right."
          error={issueOfList("allowed_methods", count(task.methods))}
        >
          <Textarea
            value={task.methods}
            readOnly={readOnly}
            spellCheck={false}
            className="max-h-60 font-mono text-xs"
            onChange={(event) => onChange({ methods: event.target.value })}
          />
        </Field>
      </div>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-2">
        <h2 className="text-13 font-medium">Examples</h2>
        {task.examples.length === 0 ? (
          <p className="text-13 text-muted">None yet. Composed prompts show a model examples of the task.</p>
        ) : null}
        {task.examples.map((example, index) => (
          <ExampleFields
            key={example.id}
            example={example}
            project={project}
            readOnly={readOnly}
            issueOf={(path) => issueOf(`examples.${index}.${path}`)}
            onChange={(changes) =>
              onChange({
                examples: task.examples.map((each) =>
                  each.id === example.id ? { ...each, ...changes } : each,
                ),
              })
            }
            onRemove={() => onChange({ examples: task.examples.filter(({ id }) => id !== example.id) })}
          />
        ))}
        {readOnly ? null : (
          <Button
            variant="outline"
            size="sm"
            className="justify-self-start"
            onClick={() =>
              onChange({
                examples: [
                  ...task.examples,
                  { id: nextId(task.examples), prompt: "", columns: "", plan: "", explanation: "" },
                ],
              })
            }
          >
            <Plus aria-hidden />
            Add an example
          </Button>
        )}
      </div>
    </section>
  );
}
