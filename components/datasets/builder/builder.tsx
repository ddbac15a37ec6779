"use client";
import { useState } from "react";
import { type DatasetForm, isPathOfDraft, readDatasetForm } from "@/lib/datasets/definitions/prepare-form";
import { describeOutcome } from "@/lib/datasets/writing/prepare-preview";
import type { ApiError } from "@/lib/http/fetch-json";
import { BuilderForm } from "./builder-form";
import { BuilderHeader } from "./builder-header";
import { usePreview } from "./use-preview";
import { type Base, useSaveDataset } from "./use-save-dataset";

/** The builder: a form with what it makes beside it, saved as a new dataset or as the next state of `base`. */
export function Builder({
  title,
  back,
  base,
  hasConflict = false,
  form,
  onChange,
  onSaved,
  children,
}: {
  title: string;
  back: { href: string; label: string };
  base: Base | null;
  /** Someone else has changed the dataset meanwhile: nothing is saved before the person has decided. */
  hasConflict?: boolean;
  form: DatasetForm;
  onChange: (form: DatasetForm) => void;
  onSaved: () => void;
  /** What stands between title and form. */
  children?: React.ReactNode;
}) {
  const preview = usePreview(form);
  const save = useSaveDataset({ base, onSaved });
  // A name that is still empty is wrong from the first try on; what was typed wrong is wrong at once.
  const [isTried, setIsTried] = useState(false);
  const read = readDatasetForm(form);
  const faults = "issues" in read ? read.issues : [];
  const issues = [
    ...faults.filter(({ path }) => isTried || !isPathOfDraft(path)),
    ...preview.issues,
    ...(save.error && !hasConflict ? save.error.issues : []),
  ];
  const handleSave = (isFreezing: boolean) => {
    setIsTried(true);
    if ("value" in read) save.mutate({ input: read.value, isFreezing });
  };
  return (
    <div className="mx-auto grid max-w-[90rem] grid-cols-[minmax(0,1fr)] gap-4">
      <BuilderHeader
        title={title}
        back={back}
        isPending={save.isPending ? (save.variables.isFreezing ? "freeze" : "save") : null}
        isDisabled={hasConflict}
        message={explain(isTried ? faults : [], hasConflict ? null : save.error)}
        onSave={handleSave}
        outcome={preview.data ? describeOutcome(preview.data.preview) : null}
      />
      {children}
      <BuilderForm
        form={form}
        issues={issues}
        preview={preview}
        isNew={base === null}
        onChange={(next) => {
          onChange(next);
          if (save.error) save.reset();
        }}
      />
    </div>
  );
}

/** Why nothing was saved, in one line; the fields say the rest. */
function explain(
  faults: readonly { path: string; message: string }[],
  error: ApiError | null,
): string | null {
  const issues = faults.length > 0 ? faults : (error?.issues ?? []);
  const [first] = issues;
  if (first) {
    const more = issues.length > 1 ? ` (and ${issues.length - 1} more)` : "";
    return `Not saved: ${first.path.replace(/^definition\./, "").replaceAll("_", " ")} ${first.message}${more}`;
  }
  return error ? `Not saved: ${error.message}` : null;
}
