import type { DataColumn } from "@/components/data-table/columns";
import { Badge } from "@/components/ui/badge";
import { CutText } from "@/components/ui/cut-text";
import { kindNames } from "@/lib/datasets/definitions/vocabulary";
import type { WrittenExample } from "@/lib/datasets/versions/schemas";
import { splitNames } from "@/lib/datasets/versions/vocabulary";
import { lintRules } from "@/lib/datasets/writing/schemas";
import { formatCount } from "@/lib/format/number";

/** What the example answers: the last thing that the user said. */
export const questionOf = ({ readable }: WrittenExample): string =>
  readable.messages.findLast(({ role }) => role === "user")?.content ?? "";

const answerOf = ({ readable }: WrittenExample): string => readable.answers[0]?.content ?? "";
const kindOf = ({ kind }: WrittenExample) => kindNames[kind].replace(/s$/, "");

/** The columns of the examples of a version. */
export const writtenColumns: DataColumn<WrittenExample>[] = [
  {
    id: "position",
    header: "#",
    minWidth: 72,
    isNumeric: true,
    isRequired: true,
    cell: (row) => formatCount(row.position),
  },
  {
    id: "question",
    header: "Question",
    minWidth: 220,
    grow: 3,
    cell: (row) => <CutText value={questionOf(row)} />,
  },
  {
    id: "answer",
    header: "Answer",
    minWidth: 220,
    grow: 4,
    cell: (row) => <CutText value={answerOf(row)} isQuiet />,
  },
  { id: "kind", header: "Taught", minWidth: 128, cell: (row) => <CutText value={kindOf(row)} /> },
  { id: "weight", header: "Weight", minWidth: 76, isNumeric: true, cell: (row) => row.weight },
  { id: "lines", header: "Lines", minWidth: 68, isNumeric: true, cell: (row) => formatCount(row.lines) },
  { id: "split", header: "Split", minWidth: 96, cell: (row) => splitNames[row.split] },
  {
    id: "lint",
    header: "Lint",
    minWidth: 150,
    cell: (row) => <Findings row={row} />,
  },
];

function Findings({ row }: { row: WrittenExample }) {
  const [first, ...others] = row.lint;
  if (first === undefined) return null;
  return (
    <Badge tone="warning">
      <span className="truncate">{lintRules[first].label}</span>
      {others.length > 0 ? ` +${others.length}` : null}
    </Badge>
  );
}

/** An example where there is no room for columns. */
export function CompactWritten({ row }: { row: WrittenExample }) {
  return (
    <div className="grid min-w-0 gap-0.5">
      <CutText value={questionOf(row)} />
      <CutText value={answerOf(row)} isQuiet />
      <span className="flex gap-2 text-xs text-muted">
        {formatCount(row.position)} · {kindOf(row)} · {formatCount(row.lines)}{" "}
        {row.lines === 1 ? "line" : "lines"}
        {row.split === "validation" ? ` · ${splitNames.validation}` : ""}
      </span>
    </div>
  );
}
