import { formatBytes, formatCompact, formatCount } from "@/lib/format/number";
import type { DatasetPreview } from "../versions/schemas";
import { type ExportReport, lintRules } from "./schemas";

/** Something that holds for several rows, and which they are. */
export type Finding = {
  key: string;
  text: string;
  /** error: the rows are left out for it; warning: they are written; none: as it was asked for. */
  severity: "error" | "warning" | "none";
  count: number;
  ids: readonly string[];
};

/** What lint found, errors first. */
export const prepareLint = ({ lint }: Pick<ExportReport, "lint">): Finding[] =>
  [...lint]
    .sort((a, b) => (a.severity < b.severity ? -1 : a.severity > b.severity ? 1 : b.count - a.count))
    .map(({ rule, severity, message, count, ids }) => ({ key: rule, text: message, severity, count, ids }));

const lintLabels = new Set<string>(Object.values(lintRules).map(({ label }) => label.toLowerCase()));

/** Rows that are left out by choice rather than by an error of lint, the most first. */
export const prepareSkipped = ({ skipped, lint }: Pick<ExportReport, "skipped" | "lint">): Finding[] => {
  const told = new Set([...lintLabels, ...lint.map(({ message }) => message.toLowerCase())]);
  return skipped
    .filter(({ reason }) => !told.has(reason.toLowerCase()))
    .sort((a, b) => b.count - a.count)
    .map(({ reason, count, ids }) => ({
      key: reason,
      text: reason.replace(/^./, (letter) => letter.toUpperCase()),
      severity: "none",
      count,
      ids,
    }));
};

export type Figure = { label: string; value: string; title: string };

/** The size of the whole file. "about" where a part of the rows stands for all of them; tokens always come from the sample. */
export function prepareFigures({ total, is_complete, estimate, report }: DatasetPreview): Figure[] {
  const about = is_complete ? "" : "about ";
  const figure = (label: string, text: string, exact: string, prefix = about): Figure => ({
    label,
    value: `${prefix}${text}`,
    title: `${prefix}${exact}`,
  });
  const validation = report.splits.find(({ split }) => split === "validation");
  const all = report.splits.reduce((sum, { lines }) => sum + lines, 0);
  const share = validation && all > 0 ? validation.lines / all : 0;
  const inValidation = Math.round(share * estimate.lines);
  return [
    { label: "Rows", value: formatCompact(total), title: formatCount(total) },
    figure("Lines", formatCompact(estimate.lines), formatCount(estimate.lines)),
    ...(inValidation > 0
      ? [figure("In validation", formatCompact(inValidation), formatCount(inValidation))]
      : []),
    figure("Size", formatBytes(estimate.bytes), `${formatCount(estimate.bytes)} bytes`),
    figure("Tokens", formatCompact(estimate.tokens), formatCount(estimate.tokens), "about "),
  ];
}

/** Which rows the report is about: "All 1,240 rows" or "The first 5,000 of 80,312 rows". */
export function describeScope({ total, is_complete, report }: DatasetPreview): string {
  const rows = total === 1 ? "row" : "rows";
  if (is_complete) return total === 1 ? "The only row" : `All ${formatCount(total)} ${rows}`;
  return `The first ${formatCount(report.considered)} of ${formatCount(total)} ${rows}`;
}

/** The whole file in one line: "about 1,970 lines, 4.5 MB", or that something is missing. */
export function describeOutcome({ estimate, is_complete, problems }: DatasetPreview): string {
  if (problems.length > 0) return "Something is missing";
  const lines = `${formatCompact(estimate.lines)} ${estimate.lines === 1 ? "line" : "lines"}`;
  return `${is_complete ? "" : "about "}${lines}, ${formatBytes(estimate.bytes)}`;
}

/** Paths of the API below the definition, without its name: "definition.filters.model" and "filters.model" are one field. */
export const toField = (path: string): string => path.replace(/^definition\./, "");
