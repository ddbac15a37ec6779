import type { Figure } from "@/lib/format/figure";
import { formatCount, formatPercent } from "@/lib/format/number";
import { sourceNames } from "../definitions/vocabulary";
import type { DatasetSource } from "../examples/schemas";
import type { Finding } from "../writing/prepare-preview";
import type { ExportReport } from "../writing/schemas";
import type { DatasetVersion, VersionFile } from "./schemas";

/** A count with its noun: "1 line", "1,970 lines". */
export const counted = (count: number, noun: string): string =>
  `${formatCount(count)} ${count === 1 ? noun : `${noun}s`}`;

/** The figures of a report, as tiles show them. */
export function toReportFigures(report: ExportReport, source: DatasetSource): Figure[] {
  const skipped = report.skipped.reduce((sum, { count }) => sum + count, 0);
  const share = report.considered === 0 ? null : formatPercent(skipped / report.considered);
  const figure = (label: string, value: number, detail: string, definition: string): Figure => ({
    key: label,
    label,
    value: formatCount(value),
    detail,
    definition,
    isSmall: false,
    delta: null,
  });
  const { one } = sourceNames[source];
  return [
    figure(
      "Considered",
      report.considered,
      report.considered === 1 ? one : `${one}s`,
      "Rows that matched the filters when it was frozen.",
    ),
    figure("Examples", report.examples, "before weights", "Rows that are in the file."),
    figure(
      "Left out",
      skipped,
      share === null ? "of no rows" : `${share} of the rows`,
      "Rows that are not in the file. Each has its reason below.",
    ),
    figure("Lines", report.written, "in the file", "Lines of the file, repeats included."),
    figure(
      "Repeats",
      report.repeated,
      "of these lines",
      "Lines beyond the first of their example: how a weight acts where the format has none.",
    ),
    figure(
      "Better answers",
      report.replaced,
      "of these lines",
      "Lines that teach the better answer in place of the original.",
    ),
  ];
}

/** Why rows are not in the file. */
export const toSkipFindings = ({ skipped }: ExportReport): Finding[] =>
  skipped.map(({ reason, count, ids }) => ({
    key: reason,
    text: capitalize(reason),
    severity: "none",
    count,
    ids,
  }));

const capitalize = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** The file of a version that holds everything, or one split, as plain text. */
export function findFile(
  version: Pick<DatasetVersion, "files">,
  split: VersionFile["split"],
  container: VersionFile["container"],
): VersionFile | undefined {
  return version.files?.find((file) => file.split === split && file.container === container);
}

/** Lines of each split that has some: "1,773 train, 197 validation"; null when there is but one. */
export function describeSplits(version: Pick<DatasetVersion, "files">): string | null {
  const train = findFile(version, "train", "jsonl");
  const validation = findFile(version, "validation", "jsonl");
  if (!train || !validation || validation.lines === 0) return null;
  return `${formatCount(train.lines)} train, ${formatCount(validation.lines)} validation`;
}

/** How a version came to be, in words. */
export const describeTrigger = ({
  trigger,
  created_by_label,
}: Pick<DatasetVersion, "trigger" | "created_by_label">): string =>
  trigger === "schedule"
    ? "by the schedule"
    : `by ${created_by_label ?? (trigger === "key" ? "an API key" : "someone")}`;
