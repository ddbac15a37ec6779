import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import type { Sql } from "postgres";
import { Failure } from "../supabase/local/failure";
import type { ExportResults } from "./results";
import type { Subject } from "./subject";

type Row = ExportResults["rows"][number];
type Amount = { rows: number; bytes: number; seconds: number };

/** Measures the training file of every vote, and COPY of the same rows and columns. */
export async function measureExport(subject: Subject, votes: number, signal: AbortSignal): Promise<Row> {
  const resting = readMemory(subject.webPid, "VmRSS");
  resetPeak(subject.webPid);
  const { firstByteMs, ...ours } = await download(subject, signal);
  const peak = readMemory(subject.webPid, "VmHWM");
  if (ours.rows !== votes) throw new Failure(`The export has ${ours.rows} lines for ${votes} votes.`);
  const copy = await copyOut(subject.sql, signal);
  const rate = ours.rows / ours.seconds;
  const copyRate = copy.rows / copy.seconds;
  return {
    votes,
    rows_per_second: rate,
    bytes: ours.bytes,
    seconds: ours.seconds,
    first_byte_ms: firstByteMs,
    resting_mb: resting,
    peak_mb: peak,
    copy_rows_per_second: copyRate,
    copy_bytes: copy.bytes,
    ratio: rate / copyRate,
  };
}

async function download(subject: Subject, signal: AbortSignal): Promise<Amount & { firstByteMs: number }> {
  const started = performance.now();
  const response = await fetch(`${subject.url}/v1/feedback/export/finetuning`, {
    method: "POST",
    headers: { authorization: `Bearer ${subject.key}`, "content-type": "application/json" },
    body: JSON.stringify({ start_date: "1970-01-01" }),
    signal,
  });
  if (!response.ok || !response.body) throw new Failure(`The export answered ${response.status}.`);
  let firstByteMs = 0;
  const chunks = (async function* () {
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      firstByteMs ||= performance.now() - started;
      yield chunk;
    }
  })();
  return { ...(await drain(chunks, started)), firstByteMs };
}

/** What the disk and the protocol allow: the columns of the file without turning them into JSON. */
export async function copyOut(sql: Sql, signal: AbortSignal): Promise<Amount> {
  signal.throwIfAborted();
  const started = performance.now();
  const stream = await sql`
    copy (
      select query, response, rating, intent, project, model, created_at, id, corrected_response
      from public.feedback order by created_at, id
    ) to stdout
  `.readable();
  return drain(stream, started);
}

/** Reads to the end without keeping anything. */
export async function drain(chunks: AsyncIterable<Uint8Array>, started: number): Promise<Amount> {
  let rows = 0;
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.byteLength;
    for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) rows += 1;
  }
  return { rows, bytes, seconds: (performance.now() - started) / 1000 };
}

/** Megabytes of a process and the processes it started; NaN where there is no /proc. */
export function readMemory(pid: number, field: "VmRSS" | "VmHWM"): number {
  try {
    const kilobytes = family(pid).map((each) => {
      const status = readFileSync(`/proc/${each}/status`, "utf8");
      return Number(RegExp(`${field}:\\s+(\\d+)`).exec(status)?.[1] ?? 0);
    });
    return kilobytes.reduce((sum, each) => sum + each, 0) / 1024;
  } catch {
    return Number.NaN;
  }
}

/** Makes VmHWM start again at the present size (Linux, proc(5): clear_refs 5). */
export function resetPeak(pid: number): void {
  try {
    for (const each of family(pid)) writeFileSync(`/proc/${each}/clear_refs`, "5");
  } catch {
    // Without /proc there is no peak to read either.
  }
}

function family(pid: number): number[] {
  const children = readdirSync(`/proc/${pid}/task`).flatMap((task) =>
    readFileSync(`/proc/${pid}/task/${task}/children`, "utf8").split(" ").filter(Boolean).map(Number),
  );
  return [pid, ...children.flatMap(family)];
}
