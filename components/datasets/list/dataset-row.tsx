"use client";
import { CircleX, Ellipsis, Pencil, Snowflake, Trash2 } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { AlertDialog } from "@/components/ui/dialog";
import { DropdownMenu, MenuItem, MenuSeparator } from "@/components/ui/menu";
import { Time } from "@/components/ui/time";
import { describeFilters } from "@/lib/datasets/definitions/prepare-definition";
import { sourceNames } from "@/lib/datasets/definitions/vocabulary";
import { formatFacts } from "@/lib/datasets/formats/vocabulary";
import { toDatasetHref, toVersionHref } from "@/lib/datasets/versions/prepare-address";
import { counted, findFile } from "@/lib/datasets/versions/prepare-report";
import { describeSchedule } from "@/lib/datasets/versions/prepare-schedule";
import { isOpen } from "@/lib/datasets/versions/query-options";
import type { Dataset } from "@/lib/datasets/versions/schemas";
import { cn } from "@/lib/format/cn";
import { formatBytes } from "@/lib/format/number";
import { useCancelVersion, useDeleteDataset, useFreezeDataset } from "../use-datasets";
import { VersionProgress, VersionState } from "../version-state";

/** The columns of the list, on a wide screen. */
export const datasetColumns =
  "gap-x-6 lg:grid-cols-[minmax(0,1.4fr)_minmax(0,1.2fr)_minmax(0,1.3fr)_minmax(0,1.3fr)_2rem]";

/** A dataset: what it is made of, its newest version, when it is frozen next, and what can be done with it. */
export function DatasetRow({ dataset }: { dataset: Dataset }) {
  const { id, name, description, definition, latest_version: latest, schedule, versions } = dataset;
  return (
    <li
      className={cn(
        datasetColumns,
        "grid grid-cols-[minmax(0,1fr)_2rem] gap-y-2 px-4 py-3 text-13 lg:items-start",
      )}
    >
      <div className="min-w-0">
        <h2 className="text-sm font-semibold">
          <Link href={toDatasetHref(id)} dir="auto" className="break-words hover:underline">
            {name}
          </Link>
        </h2>
        {description ? (
          <p dir="auto" className="line-clamp-2 break-words text-muted">
            {description}
          </p>
        ) : null}
        <p className="text-xs text-muted">
          {counted(versions, "version")} ·{" "}
          {dataset.projects === null ? "every project" : dataset.projects.join(", ")}
        </p>
      </div>
      <div className="min-w-0 max-lg:col-span-2">
        <p>
          {sourceNames[definition.source].label} → {formatFacts[definition.format].label}
        </p>
        <p className="text-xs break-words text-muted">{describeFilters(definition.filters).join(" · ")}</p>
      </div>
      <div className="min-w-0 max-lg:col-span-2">
        {latest === null ? (
          <p className="text-muted">No version yet</p>
        ) : isOpen(latest) ? (
          <VersionProgress version={latest} />
        ) : (
          <>
            <p className="flex flex-wrap items-center gap-2">
              <Link href={toVersionHref(id, latest.version)} className="text-accent hover:underline">
                Version {latest.version}
              </Link>
              <VersionState state={latest.state} />
            </p>
            <p className="text-xs break-words text-muted">
              <LatestFacts latest={latest} />
            </p>
          </>
        )}
      </div>
      <div className="min-w-0 max-lg:col-span-2">
        {schedule === null ? (
          <p className="text-muted">Frozen by hand</p>
        ) : (
          <>
            <p className="break-words">{describeSchedule(schedule)}</p>
            {schedule.is_active ? (
              <p className="text-xs text-muted">
                Next <Time value={schedule.next_run_at} />
              </p>
            ) : null}
          </>
        )}
      </div>
      <RowMenu dataset={dataset} />
    </li>
  );
}

function LatestFacts({ latest }: { latest: NonNullable<Dataset["latest_version"]> }) {
  const file = findFile(latest, "all", "jsonl");
  if (latest.error !== null) return latest.error;
  return (
    <>
      {file ? `${counted(file.lines, "line")} · ${formatBytes(file.bytes)} · ` : ""}
      <Time value={latest.finished_at ?? latest.created_at} format="relative" />
    </>
  );
}

function RowMenu({ dataset }: { dataset: Dataset }) {
  const router = useRouter();
  const [isAsking, setIsAsking] = useState(false);
  const freeze = useFreezeDataset(dataset.id);
  const cancel = useCancelVersion(dataset.id);
  const remove = useDeleteDataset(dataset);
  const open = dataset.latest_version && isOpen(dataset.latest_version) ? dataset.latest_version : null;
  return (
    <div className="justify-self-end max-lg:col-start-2 max-lg:row-start-1">
      <DropdownMenu
        trigger={
          <Button variant="ghost" size="icon" aria-label={`More about ${dataset.name}`}>
            <Ellipsis aria-hidden />
          </Button>
        }
      >
        {open ? (
          <MenuItem onSelect={() => cancel.mutate(open.version)} disabled={cancel.isPending}>
            <CircleX aria-hidden />
            Cancel the freezing
          </MenuItem>
        ) : (
          <MenuItem
            disabled={freeze.isPending}
            onSelect={() =>
              freeze.mutate(undefined, {
                onError: (error) =>
                  toast.error(`“${dataset.name}” was not frozen.`, { description: error.message }),
              })
            }
          >
            <Snowflake aria-hidden />
            Freeze now
          </MenuItem>
        )}
        <MenuItem onSelect={() => router.push(`${toDatasetHref(dataset.id)}/edit`)}>
          <Pencil aria-hidden />
          Edit
        </MenuItem>
        <MenuSeparator />
        <MenuItem isDanger onSelect={() => setIsAsking(true)}>
          <Trash2 aria-hidden />
          Delete
        </MenuItem>
      </DropdownMenu>
      <AlertDialog
        open={isAsking}
        onOpenChange={setIsAsking}
        title={`Delete “${dataset.name}”?`}
        description="Its versions and its schedule go with it. It can be brought back for 30 days."
        confirmLabel="Delete"
        isPending={remove.isPending}
        onConfirm={() => remove.mutate(undefined, { onSettled: () => setIsAsking(false) })}
      />
    </div>
  );
}
