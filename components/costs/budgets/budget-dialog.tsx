"use client";
import { useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import {
  emptyBudgetForm,
  type BudgetForm as Form,
  readBudgetForm,
  readBudgetUpdate,
  toBudgetForm,
} from "@/lib/costs/budgets/prepare-budget";
import type { Budget } from "@/lib/costs/budgets/schemas";
import type { Issue } from "@/lib/errors";
import type { ApiError } from "@/lib/http/fetch-json";
import { BudgetForm } from "./budget-form";
import { useCreateBudget, useUpdateBudget } from "./use-budgets";

/** Makes a budget. */
export function NewBudgetDialog({
  projects,
  isLimited,
  onClose,
}: {
  projects: readonly string[];
  /** Whether the member may only make budgets of these projects. */
  isLimited: boolean;
  onClose: () => void;
}) {
  const create = useCreateBudget();
  const [form, setForm] = useState(() => emptyBudgetForm(isLimited ? (projects[0] ?? "") : null));
  const result = readBudgetForm(form);
  return (
    <FormDialog
      title="New budget"
      submitLabel="Create"
      form={form}
      projects={projects}
      isLimited={isLimited}
      isNew
      issues={"issues" in result ? result.issues : []}
      error={create.error}
      isPending={create.isPending}
      onChange={(changes) => {
        setForm({ ...form, ...changes });
        if (create.error) create.reset();
      }}
      onSubmit={() => "input" in result && create.mutate(result.input, { onSuccess: onClose })}
      onClose={onClose}
    />
  );
}

/** Changes a budget. When someone else has changed it meanwhile, the person decides whose values hold. */
export function EditBudgetDialog({ budget, onClose }: { budget: Budget; onClose: () => void }) {
  const update = useUpdateBudget(budget.id);
  const [form, setForm] = useState(() => toBudgetForm(budget));
  const [base, setBase] = useState(budget.version);
  const hasConflict = budget.version !== base;
  const result = readBudgetUpdate(form, base);
  const goOn = (next: Form) => {
    setForm(next);
    setBase(budget.version);
    update.reset();
  };
  return (
    <FormDialog
      title="Edit the budget"
      submitLabel="Save"
      form={form}
      projects={[]}
      isLimited={false}
      isNew={false}
      issues={"issues" in result ? result.issues : []}
      error={hasConflict ? null : update.error}
      isPending={update.isPending}
      isBlocked={hasConflict}
      notice={
        hasConflict ? (
          <div role="alert" className="mb-4 grid gap-2 rounded-md bg-warning-subtle p-3 text-13 text-warning">
            Someone has changed this budget since you opened it.
            <div className="flex flex-wrap gap-2">
              <Button size="sm" variant="outline" onClick={() => goOn(toBudgetForm(budget))}>
                Show theirs
              </Button>
              <Button size="sm" variant="outline" onClick={() => goOn(form)}>
                Keep mine
              </Button>
            </div>
          </div>
        ) : null
      }
      onChange={(changes) => setForm({ ...form, ...changes })}
      onSubmit={() => "update" in result && update.mutate(result.update, { onSuccess: onClose })}
      onClose={onClose}
    />
  );
}

function FormDialog({
  title,
  submitLabel,
  form,
  projects,
  isLimited,
  isNew,
  issues,
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
  projects: readonly string[];
  isLimited: boolean;
  isNew: boolean;
  /** What is wrong with the form as it stands. */
  issues: readonly Issue[];
  error: ApiError | null;
  isPending: boolean;
  isBlocked?: boolean;
  notice?: React.ReactNode;
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
      description="What the running period has spent already counts. Unpriced interactions cost nothing here."
      className="max-w-xl"
      footer={
        <>
          {error && error.issues.length === 0 ? (
            <p role="alert" className="mr-auto max-w-xs self-center text-13 text-negative">
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
          if (!isBlocked) onSubmit();
        }}
      >
        <BudgetForm
          form={form}
          projects={projects}
          isLimited={isLimited}
          isNew={isNew}
          issues={[...(isTried ? issues : []), ...(error?.issues ?? [])]}
          onChange={onChange}
        />
      </form>
    </Dialog>
  );
}
