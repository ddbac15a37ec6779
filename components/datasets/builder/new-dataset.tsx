"use client";
import { toBuilderSearch } from "@/lib/datasets/definitions/prepare-address";
import type { DatasetForm } from "@/lib/datasets/definitions/prepare-form";
import type { Member } from "@/lib/members/schemas";
import { Builder } from "./builder";
import { useFormDraft } from "./use-form-draft";

/** /datasets/new: the address holds the whole definition but the person's words, which the tab keeps. */
export function NewDataset({
  member,
  initial,
  unknown,
}: {
  member: Member;
  /** What the address asks for. */
  initial: DatasetForm;
  /** Its parameters that are not understood. */
  unknown: readonly string[];
}) {
  const { form, change, forget } = useFormDraft({
    key: `dataset ${member.id} new`,
    initial,
    stampOf: toBuilderSearch,
    // The address alone changes: no page is fetched for it.
    onKeep: (search) => window.history.replaceState(null, "", `?${search}`),
  });
  return (
    <Builder
      title="New dataset"
      back={{ href: "/datasets", label: "Datasets" }}
      base={null}
      form={form}
      onChange={change}
      onSaved={forget}
    >
      {unknown.length > 0 ? (
        <p
          role="status"
          className="rounded-md bg-warning-subtle px-3 py-2 text-13 [overflow-wrap:anywhere] text-warning"
        >
          The address asks for what is not understood, so it is left out: {unknown.join(", ")}.
        </p>
      ) : null}
    </Builder>
  );
}
