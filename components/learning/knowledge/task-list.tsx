"use client";
import { Plus } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { cn } from "@/lib/format/cn";
import { formatCount } from "@/lib/format/number";
import { nextId, type TaskForm as Task } from "@/lib/learning/knowledge/prepare-form";
import { TaskForm } from "./task-form";

const emptyTask = { name: "", keywords: "", description: "", output: "", methods: "", examples: [] };

/** The tasks, and the chosen one as a form. */
export function TaskList({
  tasks,
  project,
  readOnly,
  issueOf,
  onChange,
}: {
  tasks: readonly Task[];
  project: string;
  readOnly: boolean;
  /** What is wrong with the field at this path of the document. */
  issueOf: (path: string) => string | undefined;
  onChange: (tasks: Task[]) => void;
}) {
  const [chosenId, setChosenId] = useState<number | null>(null);
  const index = Math.max(
    0,
    tasks.findIndex(({ id }) => id === chosenId),
  );
  const chosen = tasks[index];
  const handleAdd = () => {
    const id = nextId(tasks);
    onChange([...tasks, { id, ...emptyTask }]);
    setChosenId(id);
  };
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-[14rem_minmax(0,1fr)]">
      <nav
        aria-label="Tasks"
        className="relative flex gap-1 overflow-x-auto rounded-md border bg-surface p-1 lg:sticky lg:top-4 lg:flex-col"
      >
        {tasks.map(({ id, name, examples }, at) => (
          <button
            key={id}
            type="button"
            aria-current={at === index}
            onClick={() => setChosenId(id)}
            className={cn(
              "flex min-h-8 shrink-0 items-center gap-2 rounded-md px-2 text-left text-13 hover:bg-subtle",
              at === index && "bg-subtle font-medium",
            )}
          >
            <span className="min-w-0 flex-1 truncate">{name || "Without a name"}</span>
            <span className="text-xs font-normal text-muted">
              {formatCount(examples.length)}
              <span className="sr-only"> {examples.length === 1 ? "example" : "examples"}</span>
            </span>
          </button>
        ))}
        {readOnly ? null : (
          <Button variant="ghost" size="sm" className="justify-start px-2" onClick={handleAdd}>
            <Plus aria-hidden />
            Add a task
          </Button>
        )}
      </nav>
      {chosen ? (
        <TaskForm
          key={chosen.id}
          task={chosen}
          project={project}
          readOnly={readOnly}
          issueOf={(path) => issueOf(path ? `tasks.${index}.${path}` : `tasks.${index}`)}
          onChange={(changes) =>
            onChange(tasks.map((task) => (task.id === chosen.id ? { ...task, ...changes } : task)))
          }
          onRemove={() => onChange(tasks.filter(({ id }) => id !== chosen.id))}
        />
      ) : (
        <div className="rounded-md border bg-surface">
          <EmptyState
            title="No tasks"
            text="A task is something that plans may do, such as cleaning or grouping. Add the first one."
          />
        </div>
      )}
    </div>
  );
}
