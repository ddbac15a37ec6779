"use client";
import { useId, useState } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import {
  readScheduleForm,
  type ScheduleForm,
  toScheduleForm,
} from "@/lib/datasets/versions/prepare-schedule";
import type { Dataset } from "@/lib/datasets/versions/schemas";
import { findZone, ScheduleFields } from "../schedule-fields";
import { useUpdateDataset } from "../use-datasets";

/** Sets, changes or removes the schedule of a dataset. When someone else has changed the dataset meanwhile, the person decides whose holds. */
export function ScheduleDialog({ dataset, onClose }: { dataset: Dataset; onClose: () => void }) {
  const id = useId();
  const update = useUpdateDataset(dataset.id);
  const formOf = () => toScheduleForm(dataset.schedule, findZone());
  const [form, setForm] = useState(formOf);
  const [base, setBase] = useState(dataset.version);
  const [isTried, setIsTried] = useState(false);
  const hasConflict = dataset.version !== base;
  const result = readScheduleForm(form, dataset.schedule?.is_active ?? true);
  const issues = [
    ...(isTried && "issues" in result ? result.issues : []),
    ...(update.error?.issues ?? []).map(({ path, message }) => ({
      path: path.replace(/^schedule\./, ""),
      message,
    })),
  ];
  const issueOf = (path: string) => issues.find((issue) => issue.path === path)?.message;
  const change = (changes: Partial<ScheduleForm>) => {
    setForm({ ...form, ...changes });
    if (update.error) update.reset();
  };
  const goOn = (next: ScheduleForm) => {
    setForm(next);
    setBase(dataset.version);
    update.reset();
  };
  const save = (schedule: Parameters<typeof update.mutate>[0]["schedule"], text: string) =>
    update.mutate(
      { schedule, expected_version: base },
      {
        onSuccess: () => {
          onClose();
          toast.success(text);
        },
      },
    );
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={dataset.schedule ? "Edit the schedule" : "Set a schedule"}
      description="Every week at this time a version is frozen: what the filters match until then."
      footer={
        <>
          {dataset.schedule ? (
            <Button
              variant="danger"
              className="mr-auto"
              disabled={hasConflict}
              onClick={() => save(null, "The schedule is removed. What it has frozen stays.")}
            >
              Remove
            </Button>
          ) : null}
          <Button variant="outline" onClick={onClose}>
            Cancel
          </Button>
          <Button
            type="submit"
            form={id}
            variant="primary"
            isPending={update.isPending}
            disabled={hasConflict}
          >
            Save
          </Button>
        </>
      }
    >
      <form
        id={id}
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          setIsTried(true);
          if (!hasConflict && "schedule" in result) save(result.schedule, "The schedule is saved.");
        }}
      >
        {hasConflict ? (
          <div role="alert" className="grid gap-2 rounded-md bg-warning-subtle p-3 text-13 text-warning">
            Someone has changed this dataset since you opened it.
            <div className="flex flex-wrap gap-2">
              <Button size="sm" variant="outline" onClick={() => goOn(formOf())}>
                Show theirs
              </Button>
              <Button size="sm" variant="outline" onClick={() => goOn(form)}>
                Keep mine
              </Button>
            </div>
          </div>
        ) : update.error && update.error.issues.length === 0 ? (
          <p role="alert" className="text-13 text-negative">
            {update.error.message}
          </p>
        ) : null}
        <ScheduleFields form={form} issueOf={issueOf} onChange={change} />
      </form>
    </Dialog>
  );
}
