"use client";
import { RowsDownload } from "@/components/data-table/rows-download";
import type { OtherFile } from "@/components/data-table/rows-download-form";
import { downloadFile, rowsDownload } from "@/lib/http/download";
import { executionCountOptions } from "@/lib/learning/executions/query-options";
import { type Execution, executionColumns } from "@/lib/learning/executions/schemas";
import { toUrl } from "@/lib/query/parameters";
import type { FilterParameters } from "@/lib/query/url-state";
import { executionTableColumns } from "./columns";

const load = rowsDownload("/v1/executions/export", "executions");
const shownColumns = executionTableColumns.map((column) => column.id);

const promptsAndPlans: OtherFile = {
  value: "prompts",
  label: "Prompts and plans",
  hint: "One {prompt, response} a line, oldest first: a few-shot file, or the start of a training file. Of the executions below those that worked; where a reviewer wrote a better plan, that one. Retired examples are left out.",
  takesSelected: false,
  load: (which, options) =>
    downloadFile(
      toUrl("/v1/executions/export.jsonl", which.filters ?? {}),
      "jsonl",
      "retune-prompt-response.jsonl",
      options,
    ),
};

/** Downloads executions: those selected, or all under the filters; and for admins prompts and plans alone. */
export function ExecutionsDownload({
  params,
  selected,
  rows,
  disabled,
  hasTrainingFiles,
}: {
  params: FilterParameters;
  selected: ReadonlySet<string>;
  /** Those on screen. */
  rows: readonly Execution[];
  disabled: boolean;
  /** Whether the person may make training files. */
  hasTrainingFiles: boolean;
}) {
  return (
    <RowsDownload
      noun="executions"
      description="The file holds exactly the executions below, oldest first."
      load={load}
      columns={executionColumns}
      shownColumns={shownColumns}
      params={params}
      selected={selected}
      countOptions={executionCountOptions(params)}
      totalOf={({ count }) => count}
      useSample={() => rows}
      keyOf={(row) => row.id}
      others={hasTrainingFiles ? [promptsAndPlans] : []}
      disabled={disabled}
    />
  );
}
