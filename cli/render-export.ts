import type { FinetuningReport } from "../lib/feedback/schemas";
import { bar, bytes, count, duration, pad, toPrintable } from "./terminal";

export type ExportProgress = { rows: number; total: number; seconds: number };

export type ExportResult = { path: string; lines: number; bytes: number; seconds: number };

const share = ({ rows, total }: ExportProgress) => (total === 0 ? 1 : Math.min(1, rows / total));
const rate = (rows: number, seconds: number) =>
  `${count(Math.round(rows / Math.max(seconds, 0.001)))} rows/s`;

/** One line with a bar, for a terminal of `width` columns. */
export function renderProgressBar(progress: ExportProgress, width: number): string {
  const numbers = `${pad(`${Math.floor(share(progress) * 100)} %`, 5, "right")}  ${count(progress.rows)} / ${count(progress.total)} rows  ${rate(progress.rows, progress.seconds)}`;
  const room = Math.min(40, width - numbers.length - 2);
  if (room < 8) return numbers.trimStart().slice(0, Math.max(0, width - 1));
  const { filled, rest } = bar(share(progress), room);
  return `${filled}${rest} ${numbers}`;
}

/** The same as a line of a log. */
export function renderProgressLine(progress: ExportProgress): string {
  return `${count(progress.rows)} of ${count(progress.total)} rows (${Math.floor(share(progress) * 100)} %), ${rate(progress.rows, progress.seconds)}`;
}

/** What was written and what was not, as the lines of a summary. */
export function renderSummary(report: FinetuningReport, result: ExportResult): string[] {
  const row = (name: string, value: string) => `  ${pad(name, 11)}${value}`;
  const skipped = report.skipped.reduce((sum, each) => sum + each.count, 0);
  return [
    `Wrote ${toPrintable(result.path)}: ${count(result.lines)} ${result.lines === 1 ? "line" : "lines"}, ${bytes(result.bytes)} in ${duration(result.seconds)} (${rate(result.lines, result.seconds)})`,
    row("range", `${report.from ?? "the beginning"} to ${report.to}, the end not included`),
    row("votes", count(report.considered)),
    row("positive", count(report.positive)),
    row("negative", count(report.negative)),
    ...(report.replaced > 0
      ? [row("replaced", `${count(report.replaced)} answers by their correction`)]
      : []),
    ...(report.repeated > 0 ? [row("repeated", count(report.repeated))] : []),
    row("skipped", count(skipped)),
    ...report.skipped.map((each) => row("", `${count(each.count)} ${toPrintable(each.reason)}`)),
  ];
}
