import { basename, resolve } from "node:path";
import { performance } from "node:perf_hooks";
import { type FinetuningReport, finetuningReport } from "../lib/feedback/schemas";
import { createRowCounter } from "../lib/format/row-counter";
import { Failure } from "../supabase/local/failure";
import type { Api } from "./api-client";
import { resolveTarget, writeAtomically } from "./atomic-file";
import type { ExportRequest } from "./options";
import { type ExportProgress, renderProgressBar, renderProgressLine, renderSummary } from "./render-export";
import { count, toPrintable } from "./terminal";

const PATH = "/v1/feedback/export/finetuning";
const REDRAW_MS = 100;
const LOG_MS = 10_000;

/** Where a command prints: results to `out`, everything on the way to `err`. */
export type Output = { out: NodeJS.WriteStream; err: NodeJS.WriteStream };

/**
 * Downloads a fine-tuning file. It is written only when every line that the server's report announces has arrived;
 * otherwise a Failure is thrown and nothing is left behind.
 */
export async function runExport(
  request: ExportRequest,
  api: Api,
  { out, err }: Output,
  signal: AbortSignal,
): Promise<void> {
  const asked = request.path === undefined ? undefined : resolveTarget(resolve(request.path));
  const selection = toSelection(request);
  const report = await api.post(
    PATH,
    { ...withRange(selection, request), dry_run: true },
    finetuningReport,
    signal,
  );
  if (report.from !== null && report.from >= report.to)
    throw new Failure(
      `The range starts at ${report.from}, which is not over yet: there is nothing to export.`,
    );
  // The report's own range: votes that arrive from now on are for the next file.
  const exactly = { ...selection, ...(report.from && { start_date: report.from }), end_date: report.to };
  const expected = countExpected(report, request);
  err.write(
    `Exporting ${count(expected)} examples of ${count(report.considered)} votes from ${api.address}\n`,
  );

  const started = performance.now();
  const response = await api.stream(PATH, exactly, signal);
  const target = asked ?? resolveTarget(resolve(downloadName(response)));
  const progress = createProgress(err, expected, started);
  let settled = report;
  const countRows = createRowCounter(request.format === "csv" ? "csv" : "jsonl");
  const written = await writeAtomically(target, async (file) => {
    const total = { lines: 0, bytes: 0 };
    try {
      for await (const chunk of readBody(response, api, signal)) {
        await file.writeFile(chunk);
        total.lines = countRows(chunk);
        total.bytes += chunk.byteLength;
        progress.show(total.lines);
      }
    } finally {
      progress.end();
    }
    signal.throwIfAborted();
    settled = await settle(report, request, total.lines, () =>
      api.post(PATH, { ...exactly, dry_run: true }, finetuningReport, signal),
    );
    return total;
  });

  const seconds = (performance.now() - started) / 1000;
  const path = request.path ?? basename(target);
  out.write(`${renderSummary(settled, { path, ...written, seconds }).join("\n")}\n`);
  for (const warning of settled.warnings) err.write(`Warning: ${toPrintable(warning)}\n`);
}

/**
 * The report that agrees with the file. Votes of the range may have been corrected, deleted or sent late since the
 * first one; then the second one must agree, else the file may have been cut short on its way.
 */
async function settle(
  first: FinetuningReport,
  request: ExportRequest,
  lines: number,
  again: () => Promise<FinetuningReport>,
): Promise<FinetuningReport> {
  if (lines === countExpected(first, request)) return first;
  const second = await again();
  const expected = countExpected(second, request);
  if (lines === expected) return second;
  throw new Failure(
    `${count(lines)} lines arrived and ${count(expected)} were announced, so nothing was written: votes of this range are being changed, or the file was cut short; try again.`,
  );
}

/** Lines of the file that a report announces; of a CSV its rows. */
function countExpected({ splits }: FinetuningReport, { format, split = "all" }: ExportRequest): number {
  return splits
    .filter((each) => split === "all" || each.split === split)
    .reduce((sum, { examples, lines }) => sum + (format === "csv" ? examples : lines), 0);
}

type Selection = Record<string, unknown> & { filters?: Record<string, unknown> };

/** The range as asked for: the server resolves it, so that days are its days. */
function withRange(selection: Selection, { days, start, end }: ExportRequest): object {
  if (start !== undefined || end !== undefined) return { ...selection, start_date: start, end_date: end };
  return days === undefined ? selection : { ...selection, filters: { ...selection.filters, days } };
}

function toSelection(request: ExportRequest): Selection {
  const { project, model, intent } = request;
  const filters = { ...(project && { project }), ...(model && { model }), ...(intent && { intent }) };
  return {
    format: request.format,
    positive_weight: request.positiveWeight,
    negative_weight: request.negativeWeight,
    negatives: request.negatives,
    ...(request.systemPrompt !== undefined && { system_prompt: request.systemPrompt }),
    ...((request.validationShare !== undefined || request.split !== undefined) && {
      split: { validation_share: request.validationShare, split: request.split },
    }),
    ...(Object.keys(filters).length > 0 && { filters }),
  };
}

/** The name in Content-Disposition. A server does not choose the directory, nor a hidden file. */
function downloadName(response: Response): string {
  const name = /filename="([^"]+)"/.exec(response.headers.get("content-disposition") ?? "")?.[1] ?? "";
  return /^[A-Za-z0-9_][A-Za-z0-9._-]*$/.test(name) ? name : "retune-finetuning.jsonl";
}

async function* readBody(response: Response, api: Api, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  if (!response.body) return;
  try {
    yield* response.body as unknown as AsyncIterable<Uint8Array>;
  } catch (error) {
    throw api.toFailure(error, signal);
  }
}

/** A bar that redraws itself on a terminal, a line every ten seconds elsewhere. */
function createProgress(err: NodeJS.WriteStream, total: number, started: number) {
  let shownAt = performance.now();
  return {
    show(rows: number): void {
      const now = performance.now();
      if (now - shownAt < (err.isTTY ? REDRAW_MS : LOG_MS)) return;
      shownAt = now;
      const progress: ExportProgress = { rows, total, seconds: (now - started) / 1000 };
      if (err.isTTY) err.write(`\r\u001b[2K${renderProgressBar(progress, err.columns ?? 80)}`);
      else err.write(`${renderProgressLine(progress)}\n`);
    },
    end(): void {
      if (err.isTTY) err.write("\r\u001b[2K");
    },
  };
}
