"use client";
import { useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import type { Issue } from "@/lib/errors";
import type { ApiError } from "@/lib/http/fetch-json";
import {
  type ExperimentForm as Form,
  readExperimentForm,
  readExperimentUpdate,
  toExperimentForm,
} from "@/lib/learning/experiments/prepare-experiment";
import type { Experiment } from "@/lib/learning/experiments/schemas";
import { ExperimentForm } from "./experiment-form";
import { useCreateExperiment, useUpdateExperiment } from "./use-experiments";

/** Plans an experiment, also as a copy of another. */
export function NewExperimentDialog({
  initial,
  projects,
  onClose,
  onMade,
}: {
  initial: Form;
  projects: readonly string[];
  onClose: () => void;
  onMade: (made: Experiment) => void;
}) {
  const create = useCreateExperiment();
  const [form, setForm] = useState(initial);
  const result = readExperimentForm(form);
  return (
    <FormDialog
      title="New experiment"
      submitLabel="Save as a draft"
      form={form}
      projects={projects}
      isNew
      issues={"issues" in result ? result.issues : []}
      error={create.error}
      isPending={create.isPending}
      onChange={(changes) => {
        setForm({ ...form, ...changes });
        if (create.error) create.reset();
      }}
      onSubmit={() =>
        "value" in result &&
        create.mutate(result.value, {
          onSuccess: (made) => {
            onClose();
            onMade(made);
          },
        })
      }
      onClose={onClose}
    />
  );
}

/** Changes a draft. */
export function EditExperimentDialog({
  experiment,
  onClose,
}: {
  experiment: Experiment;
  onClose: () => void;
}) {
  const update = useUpdateExperiment(experiment.id);
  const [form, setForm] = useState(() => toExperimentForm(experiment));
  const [base] = useState(experiment.version);
  const result = readExperimentUpdate(form, base);
  return (
    <FormDialog
      title="Edit the draft"
      submitLabel="Save"
      form={form}
      projects={[]}
      isNew={false}
      issues={"issues" in result ? result.issues : []}
      error={update.error}
      isPending={update.isPending}
      onChange={(changes) => setForm({ ...form, ...changes })}
      onSubmit={() => "value" in result && update.mutate(result.value, { onSuccess: onClose })}
      onClose={onClose}
    />
  );
}

function FormDialog({
  title,
  submitLabel,
  form,
  projects,
  isNew,
  issues,
  error,
  isPending,
  onChange,
  onSubmit,
  onClose,
}: {
  title: string;
  submitLabel: string;
  form: Form;
  projects: readonly string[];
  isNew: boolean;
  issues: readonly Issue[];
  error: ApiError | null;
  isPending: boolean;
  onChange: (changes: Partial<Form>) => void;
  onSubmit: () => void;
  onClose: () => void;
}) {
  const id = useId();
  // What is wrong is said from the first try on, and goes as it is put right.
  const [isTried, setIsTried] = useState(false);
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={title}
      description="Nothing happens before it is started. Then variants, weights and guardrails are fixed."
      className="max-w-3xl"
      footer={
        <>
          {error && error.issues.length === 0 ? (
            <p role="alert" className="mr-auto max-w-md self-center text-13 text-negative">
              {error.message}
            </p>
          ) : null}
          <Button variant="outline" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" form={id} variant="primary" isPending={isPending}>
            {submitLabel}
          </Button>
        </>
      }
    >
      <form
        id={id}
        onSubmit={(event) => {
          event.preventDefault();
          setIsTried(true);
          onSubmit();
        }}
      >
        <ExperimentForm
          form={form}
          projects={projects}
          isNew={isNew}
          issues={[...(isTried ? issues : []), ...(error?.issues ?? [])]}
          onChange={onChange}
        />
      </form>
    </Dialog>
  );
}
