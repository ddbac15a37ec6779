"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { CalendarClock } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Panel } from "@/components/ui/panel";
import { Switch } from "@/components/ui/switch";
import { Time } from "@/components/ui/time";
import { toVersionHref } from "@/lib/datasets/versions/prepare-address";
import { counted, findFile } from "@/lib/datasets/versions/prepare-report";
import { describeSchedule } from "@/lib/datasets/versions/prepare-schedule";
import { versionsOptions } from "@/lib/datasets/versions/query-options";
import type { Dataset, DatasetVersion, Schedule } from "@/lib/datasets/versions/schemas";
import { useUpdateDataset } from "../use-datasets";
import { VersionState } from "../version-state";
import { ScheduleDialog } from "./schedule-dialog";

/** When the dataset is frozen by itself, and what became of it so far. */
export function SchedulePanel({ dataset, origin }: { dataset: Dataset; origin: string }) {
  const [isEditing, setIsEditing] = useState(false);
  const { schedule } = dataset;
  return (
    <Panel
      title="Schedule"
      note="Freezes every week by itself. The range of the filters ends at the planned time, however late it runs."
      actions={
        schedule ? (
          <Button
            variant="outline"
            size="sm"
            aria-label="Edit the schedule"
            onClick={() => setIsEditing(true)}
          >
            Edit
          </Button>
        ) : null
      }
    >
      {schedule ? (
        <Planned dataset={dataset} schedule={schedule} />
      ) : (
        <EmptyState
          className="py-6"
          title="Frozen by hand"
          text="Set a weekday and an hour, or let a cron job of yours do it:"
          code={`curl -X POST "${origin}/v1/datasets/${dataset.id}/versions" \\\n  -H "Authorization: Bearer $RETUNE_API_KEY"`}
          action={
            <Button variant="outline" onClick={() => setIsEditing(true)}>
              <CalendarClock aria-hidden />
              Set a schedule
            </Button>
          }
        />
      )}
      {isEditing ? <ScheduleDialog dataset={dataset} onClose={() => setIsEditing(false)} /> : null}
    </Panel>
  );
}

function Planned({ dataset, schedule }: { dataset: Dataset; schedule: Schedule }) {
  const update = useUpdateDataset(dataset.id);
  const { next_run_at: next, ...plan } = schedule;
  const handleSwitch = (is_active: boolean) =>
    update.mutate(
      { schedule: { ...plan, is_active }, expected_version: dataset.version },
      {
        onSuccess: () => toast.success(is_active ? "The schedule is on." : "The schedule is off."),
        onError: (error) => toast.error("The schedule was not changed.", { description: error.message }),
      },
    );
  return (
    <>
      <div className="grid gap-2 px-4 pt-1 pb-4 text-13">
        {/* biome-ignore lint/a11y/noLabelWithoutControl: Switch is the control */}
        <label className="flex items-center gap-3">
          <Switch checked={plan.is_active} disabled={update.isPending} onCheckedChange={handleSwitch} />
          <span className="font-medium [overflow-wrap:anywhere]">
            {describeSchedule({ ...plan, is_active: true })}
          </span>
        </label>
        <p className="text-muted">
          {plan.is_active ? (
            <>
              Next on <Time value={next} />.
            </>
          ) : (
            "Off: nothing is frozen by itself."
          )}{" "}
          Webhooks can tell of each run: <code className="font-mono text-xs">dataset_ready</code> and{" "}
          <code className="font-mono text-xs">dataset_failed</code>, set under{" "}
          <Link href="/costs/budgets#webhooks" className="text-accent underline underline-offset-2">
            Budgets
          </Link>
          .
        </p>
      </div>
      <RunHistory datasetId={dataset.id} />
    </>
  );
}

function RunHistory({ datasetId }: { datasetId: string }) {
  const { data, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    versionsOptions(datasetId),
  );
  const runs = data?.pages.flatMap((page) => page.data).filter(({ trigger }) => trigger === "schedule");
  if (runs === undefined) return null;
  return (
    <section aria-label="Runs of the schedule" className="border-t">
      <h3 className="px-4 pt-3 pb-1 text-xs font-medium text-muted">Runs so far</h3>
      {runs.length === 0 ? (
        <p className="px-4 pb-3 text-13 text-muted">None yet.</p>
      ) : (
        <ul className="divide-y text-13">
          {runs.map((run) => (
            <Run key={run.id} run={run} />
          ))}
        </ul>
      )}
      {hasNextPage ? (
        <div className="border-t p-2 text-center">
          <Button variant="ghost" size="sm" isPending={isFetchingNextPage} onClick={() => fetchNextPage()}>
            Earlier runs
          </Button>
        </div>
      ) : null}
    </section>
  );
}

function Run({ run }: { run: DatasetVersion }) {
  const file = findFile(run, "all", "jsonl");
  return (
    <li className="grid gap-x-3 px-4 py-2 sm:grid-cols-[11rem_minmax(0,1fr)]">
      <Time value={run.scheduled_for ?? run.created_at} className="text-muted" />
      <div className="min-w-0">
        <span className="flex flex-wrap items-center gap-2">
          <Link href={toVersionHref(run.dataset_id, run.version)} className="text-accent hover:underline">
            Version {run.version}
          </Link>
          <VersionState state={run.state} />
          {file ? <span className="text-muted">{counted(file.lines, "line")}</span> : null}
        </span>
        {run.error ? <p className="[overflow-wrap:anywhere] text-negative">{run.error}</p> : null}
      </div>
    </li>
  );
}
