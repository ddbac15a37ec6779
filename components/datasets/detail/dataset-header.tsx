"use client";
import { ArrowLeft, Ellipsis, Pencil, Trash2 } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useShortcut } from "@/components/shell/shortcuts";
import { Button, buttonStyles } from "@/components/ui/button";
import { AlertDialog } from "@/components/ui/dialog";
import { DropdownMenu, MenuItem } from "@/components/ui/menu";
import { Time } from "@/components/ui/time";
import { toDatasetHref } from "@/lib/datasets/versions/prepare-address";
import type { Dataset } from "@/lib/datasets/versions/schemas";
import { useDeleteDataset } from "../use-datasets";

const LIST = "/datasets";

/** Name and facts of a dataset, and what can be done with it. */
export function DatasetHeader({ dataset }: { dataset: Dataset }) {
  const router = useRouter();
  const [isAsking, setIsAsking] = useState(false);
  const remove = useDeleteDataset(dataset, () => router.push(LIST));
  const edit = `${toDatasetHref(dataset.id)}/edit`;
  useShortcut({ keys: "e", label: "Edit the dataset", group: "Dataset", run: () => router.push(edit) });
  return (
    <header className="grid gap-2">
      <Link
        href={LIST}
        className="inline-flex items-center gap-1 justify-self-start text-13 text-muted hover:text-foreground"
      >
        <ArrowLeft aria-hidden className="size-3.5" />
        Datasets
      </Link>
      <div className="flex flex-wrap items-center gap-2">
        <h1 dir="auto" className="mr-auto min-w-0 text-lg font-semibold break-words">
          {dataset.name}
        </h1>
        <Link href={edit} className={buttonStyles({ variant: "outline" })}>
          <Pencil aria-hidden />
          Edit
        </Link>
        <DropdownMenu
          trigger={
            <Button variant="ghost" size="icon" aria-label="More about this dataset">
              <Ellipsis aria-hidden />
            </Button>
          }
        >
          <MenuItem isDanger onSelect={() => setIsAsking(true)}>
            <Trash2 aria-hidden />
            Delete
          </MenuItem>
        </DropdownMenu>
      </div>
      <p className="text-13 text-muted">
        {dataset.projects === null ? "Rows of every project" : `Rows of ${dataset.projects.join(", ")}`} ·
        made {dataset.created_by_label === null ? "" : `by ${dataset.created_by_label}, `}
        <Time value={dataset.created_at} format="date" />
      </p>
      {dataset.description ? (
        <p dir="auto" className="max-w-prose text-13 break-words whitespace-pre-wrap">
          {dataset.description}
        </p>
      ) : null}
      <AlertDialog
        open={isAsking}
        onOpenChange={setIsAsking}
        title={`Delete “${dataset.name}”?`}
        description="Its versions and its schedule go with it. It can be brought back for 30 days."
        confirmLabel="Delete"
        isPending={remove.isPending}
        onConfirm={() => remove.mutate(undefined, { onSettled: () => setIsAsking(false) })}
      />
    </header>
  );
}
