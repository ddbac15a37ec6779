"use client";
import { ArrowLeft, Copy, Ellipsis, Pencil, Play, Square, Trash2 } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { AlertDialog } from "@/components/ui/dialog";
import { DropdownMenu, MenuItem, MenuSeparator } from "@/components/ui/menu";
import { formatPoints } from "@/lib/format/number";
import {
  metricNames,
  statusNames,
  statusTones,
  toExperimentForm,
} from "@/lib/learning/experiments/prepare-experiment";
import type { Experiment } from "@/lib/learning/experiments/schemas";
import { EditExperimentDialog, NewExperimentDialog } from "./experiment-dialog";
import { StateTime } from "./experiment-row";
import { StopDialog } from "./stop-dialog";
import { useDeleteExperiment, useUpdateExperiment } from "./use-experiments";

const LIST = "/learning/experiments";

/** Name, state and facts of an experiment, and what the member may do with it. */
export function ExperimentHeader({
  experiment,
  canChange,
  projects,
}: {
  experiment: Experiment;
  canChange: boolean;
  projects: readonly string[];
}) {
  return (
    <header className="grid gap-2">
      <Link
        href={LIST}
        className="inline-flex items-center gap-1 justify-self-start text-13 text-muted hover:text-foreground"
      >
        <ArrowLeft aria-hidden className="size-3.5" />
        Experiments
      </Link>
      <div className="flex flex-wrap items-center gap-2">
        <h1 dir="auto" className="min-w-0 text-lg font-semibold break-words">
          {experiment.name}
        </h1>
        <Badge tone={statusTones[experiment.status]}>{statusNames[experiment.status]}</Badge>
        {experiment.promoted_variant ? (
          <Badge tone="positive">“{experiment.promoted_variant}” promoted</Badge>
        ) : null}
        <span className="mr-auto" />
        {canChange ? <Actions experiment={experiment} projects={projects} /> : null}
      </div>
      <p className="text-13 text-muted">
        {metricNames[experiment.metric]} · {experiment.project} · <StateTime experiment={experiment} />
        {experiment.minimum_effect === null
          ? ""
          : ` · differences from ${formatPoints(experiment.minimum_effect).replace("+", "")} on matter`}
      </p>
      {experiment.description ? (
        <p dir="auto" className="max-w-prose text-13 break-words whitespace-pre-wrap">
          {experiment.description}
        </p>
      ) : null}
      {experiment.stop_reason ? (
        <p className="text-13">
          <span className="text-muted">Stopped:</span> {experiment.stop_reason}
        </p>
      ) : null}
    </header>
  );
}

type Asking = "start" | "stop" | "edit" | "copy" | "delete" | null;

function Actions({ experiment, projects }: { experiment: Experiment; projects: readonly string[] }) {
  const router = useRouter();
  const [asking, setAsking] = useState<Asking>(null);
  const close = () => setAsking(null);
  const update = useUpdateExperiment(experiment.id);
  const remove = useDeleteExperiment(experiment.id, () => router.push(LIST));
  const isDraft = experiment.status === "draft";
  return (
    <>
      {isDraft ? (
        <Button variant="primary" onClick={() => setAsking("start")}>
          <Play aria-hidden />
          Start
        </Button>
      ) : experiment.status === "running" ? (
        <Button variant="outline" onClick={() => setAsking("stop")}>
          <Square aria-hidden />
          Stop
        </Button>
      ) : null}
      <DropdownMenu
        trigger={
          <Button variant="ghost" size="icon" aria-label="More about this experiment">
            <Ellipsis aria-hidden />
          </Button>
        }
      >
        {isDraft ? (
          <MenuItem onSelect={() => setAsking("edit")}>
            <Pencil aria-hidden />
            Edit
          </MenuItem>
        ) : null}
        <MenuItem onSelect={() => setAsking("copy")}>
          <Copy aria-hidden />
          Duplicate
        </MenuItem>
        {isDraft ? (
          <>
            <MenuSeparator />
            <MenuItem isDanger onSelect={() => setAsking("delete")}>
              <Trash2 aria-hidden />
              Delete
            </MenuItem>
          </>
        ) : null}
      </DropdownMenu>
      <AlertDialog
        open={asking === "start"}
        onOpenChange={(open) => open || close()}
        tone="primary"
        title={`Start “${experiment.name}”?`}
        description={
          update.error?.message ??
          "From now on subjects get its variants. Variants, weights and guardrails stay as they are until it is stopped."
        }
        confirmLabel="Start"
        isPending={update.isPending}
        onConfirm={() =>
          update.mutate({ action: "start", expected_version: experiment.version }, { onSuccess: close })
        }
      />
      {asking === "stop" ? <StopDialog experiment={experiment} onClose={close} /> : null}
      <AlertDialog
        open={asking === "delete"}
        onOpenChange={(open) => open || close()}
        title={`Delete the draft “${experiment.name}”?`}
        description="Nothing was measured with it yet."
        confirmLabel="Delete"
        isPending={remove.isPending}
        onConfirm={() => remove.mutate(undefined, { onSettled: close })}
      />
      {asking === "edit" ? <EditExperimentDialog experiment={experiment} onClose={close} /> : null}
      {asking === "copy" ? (
        <NewExperimentDialog
          initial={toExperimentForm(experiment, `${experiment.name.slice(0, 190)} (copy)`)}
          projects={projects.includes(experiment.project) ? projects : [experiment.project, ...projects]}
          onClose={close}
          onMade={({ id }) => router.push(`${LIST}/${id}`)}
        />
      ) : null}
    </>
  );
}
