"use client";
import { type DatasetForm, findIssue } from "@/lib/datasets/definitions/prepare-form";
import { formatFacts } from "@/lib/datasets/formats/vocabulary";
import { describeWeights } from "@/lib/datasets/writing/prepare-weights";
import type { Issue } from "@/lib/errors";
import { AnswersStep } from "./answers-step";
import { FormatStep } from "./format-step";
import { NameStep } from "./name-step";
import { PreviewPane } from "./preview-pane";
import { RowsStep } from "./rows-step";
import { ScheduleStep } from "./schedule-step";
import { SplitStep } from "./split-step";
import { TextsStep } from "./texts-step";
import type { Preview } from "./use-preview";
import { WeightsStep } from "./weights-step";

/** All decisions about a dataset on one page, and beside them what they make of the rows. */
export function BuilderForm({
  form,
  issues,
  preview,
  isNew,
  onChange,
}: {
  form: DatasetForm;
  issues: readonly Issue[];
  preview: Preview;
  isNew: boolean;
  onChange: (form: DatasetForm) => void;
}) {
  const step = {
    form,
    onChange: (changes: Partial<DatasetForm>) => onChange({ ...form, ...changes }),
    issueOf: (path: string) => findIssue(issues, path),
  };
  const { data } = preview;
  const sentence = data
    ? describeWeights(data.preview.report.weights, formatFacts[data.definition.format].carriesWeight)
    : null;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 xl:grid-cols-[minmax(0,36rem)_minmax(0,1fr)]">
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        <NameStep {...step} />
        <RowsStep {...step} />
        <FormatStep {...step} />
        <AnswersStep {...step} />
        <WeightsStep {...step} sentence={sentence} />
        <SplitStep {...step} />
        <TextsStep {...step} />
        <ScheduleStep {...step} isNew={isNew} />
      </div>
      <div
        id="preview"
        className="min-w-0 scroll-mt-32 xl:sticky xl:top-32 xl:max-h-[calc(100dvh-9rem)] xl:overflow-y-auto"
      >
        <PreviewPane preview={preview} />
      </div>
    </div>
  );
}
