"use client";
import { useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import type { ApiError } from "@/lib/http/fetch-json";
import {
  emptyQueueForm,
  type QueueForm as Form,
  toQueueForm,
  toQueueInput,
} from "@/lib/tuning/queues/prepare-form";
import type { Queue, QueueInput } from "@/lib/tuning/queues/schemas";
import { QueueForm } from "./queue-form";
import { useCreateQueue, useUpdateQueue } from "./use-queues";

/** Makes a queue. */
export function NewQueueDialog({
  projects,
  project,
  onClose,
}: {
  projects: readonly string[];
  project: string;
  onClose: () => void;
}) {
  const create = useCreateQueue();
  const [form, setForm] = useState(() => emptyQueueForm(project));
  return (
    <QueueFormDialog
      title="New queue"
      submitLabel="Create"
      form={form}
      projects={projects}
      error={create.error}
      isPending={create.isPending}
      onChange={(changes) => setForm({ ...form, ...changes })}
      onSubmit={(input) => create.mutate(input, { onSuccess: onClose })}
      onClose={onClose}
    />
  );
}

/** Changes a queue. When someone else has changed it meanwhile, the person decides whose rules hold. */
export function EditQueueDialog({ queue, onClose }: { queue: Queue; onClose: () => void }) {
  const update = useUpdateQueue(queue.id);
  const [form, setForm] = useState(() => toQueueForm(queue));
  const [base, setBase] = useState(queue.updated_at);
  const hasConflict = queue.updated_at !== base;
  return (
    <QueueFormDialog
      title="Edit the queue"
      submitLabel="Save"
      form={form}
      projects={null}
      error={hasConflict ? null : update.error}
      isPending={update.isPending}
      isBlocked={hasConflict}
      notice={
        hasConflict ? (
          <div role="alert" className="mb-4 grid gap-2 rounded-md bg-warning-subtle p-3 text-13 text-warning">
            Someone has changed this queue since you opened it.
            <div className="flex flex-wrap gap-2">
              <Button
                size="sm"
                variant="outline"
                onClick={() => {
                  setForm(toQueueForm(queue));
                  setBase(queue.updated_at);
                  update.reset();
                }}
              >
                Show theirs
              </Button>
              <Button
                size="sm"
                variant="outline"
                onClick={() => {
                  setBase(queue.updated_at);
                  update.reset();
                }}
              >
                Keep mine
              </Button>
            </div>
          </div>
        ) : null
      }
      onChange={(changes) => setForm({ ...form, ...changes })}
      onSubmit={({ project: _project, ...rules }) =>
        update.mutate({ ...rules, expected_updated_at: base }, { onSuccess: onClose })
      }
      onClose={onClose}
    />
  );
}

function QueueFormDialog({
  title,
  submitLabel,
  form,
  projects,
  error,
  isPending,
  isBlocked = false,
  notice,
  onChange,
  onSubmit,
  onClose,
}: {
  title: string;
  submitLabel: string;
  form: Form;
  projects: readonly string[] | null;
  error: ApiError | null;
  isPending: boolean;
  isBlocked?: boolean;
  notice?: React.ReactNode;
  onChange: (changes: Partial<Form>) => void;
  onSubmit: (input: QueueInput) => void;
  onClose: () => void;
}) {
  const id = useId();
  // What is wrong is said from the first try on, and goes as it is put right.
  const [isTried, setIsTried] = useState(false);
  const result = toQueueInput(form);
  const issues = [...(isTried && "issues" in result ? result.issues : []), ...(error?.issues ?? [])];
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={title}
      description="Turns that meet every rule enter the queue, now and whenever they are recorded."
      className="max-w-2xl"
      footer={
        <>
          {error ? (
            <p role="alert" className="mr-auto max-w-md self-center text-13 text-negative">
              {error.message}
            </p>
          ) : null}
          <Button variant="outline" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" form={id} variant="primary" isPending={isPending} disabled={isBlocked}>
            {submitLabel}
          </Button>
        </>
      }
    >
      {notice}
      <form
        id={id}
        onSubmit={(event) => {
          event.preventDefault();
          setIsTried(true);
          if ("input" in result && !isBlocked) onSubmit(result.input);
        }}
      >
        <QueueForm form={form} projects={projects} issues={issues} onChange={onChange} />
      </form>
    </Dialog>
  );
}
