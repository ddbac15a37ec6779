import { createHash } from "node:crypto";
import { performance } from "node:perf_hooks";
import { setTimeout as delay } from "node:timers/promises";
import type { DatasetVersion } from "@/lib/datasets/versions/schemas";
import { Failure } from "../supabase/local/failure";
import { copyOut, drain, readMemory, resetPeak } from "./measure-export";
import type { DatasetResults } from "./results";
import type { Subject } from "./subject";

type Row = DatasetResults["rows"][number];

/** The formats that are measured: one that repeats lines by weight, and the seed's. */
const formats = ["openai-sft", "retune"] as const;

/**
 * Freezes every vote as a dataset in each format and downloads it, beside COPY of the votes and of the stored lines. The file
 * that arrives is checked against the SHA-256 that the version was sealed with.
 */
export async function measureDatasets(
  subject: Subject,
  votes: number,
  log: (line: string) => void,
  signal: AbortSignal,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (const format of formats) {
    log(`Freezing every vote as ${format}`);
    rows.push(await measureFormat(subject, votes, format, signal));
  }
  return rows;
}

async function measureFormat(
  subject: Subject,
  votes: number,
  format: (typeof formats)[number],
  signal: AbortSignal,
): Promise<Row> {
  const dataset = await ask<{ id: string }>(subject, "POST", "/v1/datasets", {
    name: `${format} ${votes}`,
    definition: { format, filters: {}, validation_share: 0.1 },
  });
  const path = `/v1/datasets/${dataset.id}/versions`;
  const resting = readMemory(subject.webPid, "VmRSS");
  resetPeak(subject.webPid);
  const freezing = performance.now();
  await ask(subject, "POST", path);
  const version = await waitFor(subject, `${path}/1`, signal);
  const freezeSeconds = (performance.now() - freezing) / 1000;
  const freezePeak = readMemory(subject.webPid, "VmHWM");
  if (version.progress.considered !== votes)
    throw new Failure(`The version considered ${version.progress.considered} of ${votes} votes.`);
  const copied = await copyOut(subject.sql, signal);

  const restingAgain = readMemory(subject.webPid, "VmRSS");
  resetPeak(subject.webPid);
  const file = version.files?.find(({ split, container }) => split === "all" && container === "jsonl");
  const downloading = performance.now();
  const response = await fetch(`${subject.url}${path}/1/download`, {
    headers: { authorization: `Bearer ${subject.key}` },
    signal,
  });
  if (!response.ok || !response.body) throw new Failure(`The download answered ${response.status}.`);
  const hash = createHash("sha256");
  const chunks = (async function* () {
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      hash.update(chunk);
      yield chunk;
    }
  })();
  const downloaded = await drain(chunks, downloading);
  const downloadPeak = readMemory(subject.webPid, "VmHWM");
  if (hash.digest("hex") !== file?.sha256) throw new Failure("The download is not what was sealed.");
  const bodies = await copyBodies(subject, version.id, signal);
  return {
    votes,
    format,
    lines: downloaded.rows,
    bytes: downloaded.bytes,
    freeze_seconds: freezeSeconds,
    freeze_rows_per_second: votes / freezeSeconds,
    freeze_copy_rows_per_second: copied.rows / copied.seconds,
    freeze_growth_mb: freezePeak - resting,
    download_seconds: downloaded.seconds,
    download_lines_per_second: downloaded.rows / downloaded.seconds,
    download_copy_lines_per_second: downloaded.rows / bodies.seconds,
    download_growth_mb: downloadPeak - restingAgain,
  };
}

async function ask<Answer>(subject: Subject, method: string, path: string, body?: object): Promise<Answer> {
  const response = await fetch(`${subject.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${subject.key}`, "content-type": "application/json" },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!response.ok)
    throw new Failure(`${method} ${path} answered ${response.status}: ${await response.text()}`);
  return response.json() as Promise<Answer>;
}

async function waitFor(subject: Subject, path: string, signal: AbortSignal): Promise<DatasetVersion> {
  for (;;) {
    const version = await ask<DatasetVersion>(subject, "GET", path);
    if (version.state === "ready") return version;
    if (version.state !== "queued" && version.state !== "running")
      throw new Failure(`The version is ${version.state}: ${version.error}`);
    await delay(250, undefined, { signal });
  }
}

/** The same text as the database alone gives it away. */
async function copyBodies({ sql }: Subject, versionId: string, signal: AbortSignal) {
  signal.throwIfAborted();
  const started = performance.now();
  const text = `copy (select body from public.dataset_items where version_id = '${versionId}' order by position) to stdout`;
  const stream = await sql.unsafe(text).readable();
  return drain(stream, started);
}
