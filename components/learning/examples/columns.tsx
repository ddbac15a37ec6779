import type { DataColumn } from "@/components/data-table/columns";
import { CutText } from "@/components/ui/cut-text";
import { Time } from "@/components/ui/time";
import { NO_VALUE } from "@/lib/format/number";
import { prepareEffect, taskOf } from "@/lib/learning/examples/prepare-example";
import type { Example } from "@/lib/learning/examples/schemas";
import { EffectCell, ExampleMarks } from "./example-marks";

const columns: readonly DataColumn<Example>[] = [
  {
    id: "user_prompt",
    header: "Prompt",
    minWidth: 200,
    grow: 3,
    cell: (row) => <CutText value={row.user_prompt} />,
  },
  { id: "task", header: "Task", minWidth: 96, cell: (row) => <CutText value={taskOf(row)} isQuiet /> },
  { id: "status", header: "Judged", minWidth: 200, cell: (row) => <ExampleMarks row={row} /> },
  {
    id: "with",
    header: "Success with it",
    minWidth: 124,
    isNumeric: true,
    cell: (row) => <EffectCell side={prepareEffect(row)[0]} />,
  },
  {
    id: "without",
    header: "Without it",
    minWidth: 124,
    isNumeric: true,
    cell: (row) => <EffectCell side={prepareEffect(row)[1]} />,
  },
  {
    id: "created_at",
    header: "Recorded",
    minWidth: 140,
    cell: (row) => <Time value={row.created_at} className="text-muted" />,
  },
];

const asShare = (similarity: number | undefined) =>
  similarity === undefined ? NO_VALUE : similarity.toFixed(2);

/** The columns of an example's row; after a search with how similar each is. */
export const exampleColumns = (
  similarities: ReadonlyMap<string, number> | null,
): readonly DataColumn<Example>[] =>
  similarities === null
    ? columns
    : [
        {
          id: "similarity",
          header: "Similarity",
          minWidth: 84,
          isNumeric: true,
          cell: (row) => asShare(similarities.get(row.id)),
        },
        ...columns,
      ];

/** An example in three lines, where there is no room for columns. */
export function CompactExample({ row, similarity }: { row: Example; similarity: number | undefined }) {
  const [withIt, without] = prepareEffect(row);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-0.5">
      <div className="flex items-center gap-2">
        <span dir="auto" className="min-w-0 flex-1 truncate font-medium">
          {row.user_prompt.slice(0, 240)}
        </span>
        {similarity === undefined ? null : (
          <span className="shrink-0 text-xs text-muted">similarity {asShare(similarity)}</span>
        )}
      </div>
      <div className="flex items-center gap-2">
        <ExampleMarks row={row} />
        <span className="truncate text-muted">{taskOf(row) ?? ""}</span>
      </div>
      <p className="truncate text-xs text-muted">
        {withIt.total === 0 ? (
          "No execution held it yet"
        ) : (
          <>
            with <EffectCell side={withIt} /> · without <EffectCell side={without} />
          </>
        )}
      </p>
    </div>
  );
}
