"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";
import type { Experiment } from "@/lib/learning/experiments/schemas";
import { useUpdateExperiment } from "./use-experiments";

/** Stops an experiment for good, and asks why. */
export function StopDialog({ experiment, onClose }: { experiment: Experiment; onClose: () => void }) {
  const update = useUpdateExperiment(experiment.id);
  const [reason, setReason] = useState("");
  const stop = () =>
    update.mutate(
      { action: "stop", ...(reason.trim() === "" ? {} : { reason: reason.trim() }) },
      { onSuccess: onClose },
    );
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={`Stop “${experiment.name}”?`}
      description="It does not start again. What it measured stays."
      footer={
        <>
          {update.error ? (
            <p role="alert" className="mr-auto max-w-xs self-center text-13 text-negative">
              {update.error.message}
            </p>
          ) : null}
          <Button variant="outline" onClick={onClose}>
            Cancel
          </Button>
          <Button variant="danger" onClick={stop} isPending={update.isPending}>
            Stop
          </Button>
        </>
      }
    >
      <Field label="Why (optional)">
        <Textarea value={reason} maxLength={2000} onChange={(event) => setReason(event.target.value)} />
      </Field>
    </Dialog>
  );
}
