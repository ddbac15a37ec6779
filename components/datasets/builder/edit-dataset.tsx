"use client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { isSameForm, toDatasetForm } from "@/lib/datasets/definitions/prepare-form";
import { datasetOptions } from "@/lib/datasets/definitions/query-options";
import type { Dataset } from "@/lib/datasets/versions/schemas";
import type { Member } from "@/lib/members/schemas";
import { Builder } from "./builder";
import { useFormDraft } from "./use-form-draft";

/** /datasets/{id}/edit: changes what the next version is made of. When someone else has changed it too, the person decides. */
export function EditDataset({ member, dataset: first }: { member: Member; dataset: Dataset }) {
  const { data: stored = first } = useQuery({ ...datasetOptions(first.id), initialData: first });
  const [read, setRead] = useState(first);
  const { form, change, forget, isRestored } = useFormDraft({
    key: `dataset ${member.id} ${first.id}`,
    initial: toDatasetForm(first),
    stampOf: () => String(read.version),
  });
  const hasConflict = stored.version !== read.version;
  const before = toDatasetForm(read);
  const discard = () => {
    change(before);
    forget();
  };
  return (
    <Builder
      title={`Edit ${read.name}`}
      back={{ href: `/datasets/${first.id}`, label: "The dataset" }}
      base={{ id: first.id, version: read.version }}
      hasConflict={hasConflict}
      form={form}
      onChange={change}
      onSaved={forget}
    >
      {hasConflict ? (
        <Notice isAlert text="Someone has changed this dataset since you opened it.">
          <Button
            size="sm"
            variant="outline"
            onClick={() => {
              setRead(stored);
              change(toDatasetForm(stored));
            }}
          >
            Show theirs
          </Button>
          <Button size="sm" variant="outline" onClick={() => setRead(stored)}>
            Keep mine
          </Button>
        </Notice>
      ) : isRestored && !isSameForm(form, before) ? (
        <Notice text="These are your changes from before the page was loaded again. They are not saved.">
          <Button size="sm" variant="outline" onClick={discard}>
            Discard them
          </Button>
        </Notice>
      ) : null}
    </Builder>
  );
}

function Notice({
  text,
  isAlert = false,
  children,
}: {
  text: string;
  isAlert?: boolean;
  children: React.ReactNode;
}) {
  return (
    <div
      role={isAlert ? "alert" : "status"}
      className="flex flex-wrap items-center gap-2 rounded-md bg-warning-subtle px-3 py-2 text-13 text-warning"
    >
      <p className="mr-auto">{text}</p>
      {children}
    </div>
  );
}
