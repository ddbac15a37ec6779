"use client";
import Link from "next/link";
import { buttonStyles } from "@/components/ui/button";
import { LongText } from "@/components/ui/long-text";
import { Panel } from "@/components/ui/panel";
import { describeDefinition } from "@/lib/datasets/definitions/prepare-definition";
import type { DatasetDefinition } from "@/lib/datasets/definitions/schemas";
import { toDatasetHref } from "@/lib/datasets/versions/prepare-address";
import type { Dataset } from "@/lib/datasets/versions/schemas";

/** What goes into the file, as it is set now. */
export function DefinitionPanel({ dataset }: { dataset: Dataset }) {
  return (
    <Panel
      title="What goes into the file"
      note="Of the next version. Frozen ones stay as they are."
      actions={
        <Link
          href={`${toDatasetHref(dataset.id)}/edit`}
          className={buttonStyles({ variant: "outline", size: "sm" })}
          aria-label="Edit what goes into the file"
        >
          Edit
        </Link>
      }
    >
      {dataset.warnings.length > 0 ? (
        <ul
          aria-label="Warnings"
          className="mx-4 mb-2 grid gap-1 rounded-md bg-warning-subtle px-3 py-2 text-13 text-warning"
        >
          {dataset.warnings.map(({ path, message }) => (
            <li key={`${path} ${message}`}>{message}</li>
          ))}
        </ul>
      ) : null}
      <DefinitionList definition={dataset.definition} />
    </Panel>
  );
}

/** A definition in words. */
export function DefinitionList({ definition }: { definition: DatasetDefinition }) {
  return (
    <dl className="grid gap-x-4 gap-y-2 px-4 pt-1 pb-4 text-13 sm:grid-cols-[8rem_minmax(0,1fr)]">
      {describeDefinition(definition).map(({ name, text }) => (
        <div key={name} className="contents">
          <dt className="text-muted max-sm:-mb-2">{name}</dt>
          <dd className="[overflow-wrap:anywhere]">{text}</dd>
        </div>
      ))}
      <dt className="text-muted max-sm:-mb-2">System prompt</dt>
      <dd className="min-w-0">
        {definition.system_prompt === null ? (
          "None"
        ) : (
          <LongText text={definition.system_prompt} foldAt={300} />
        )}
      </dd>
    </dl>
  );
}
