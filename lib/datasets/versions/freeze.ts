import { setImmediate } from "node:timers/promises";
import { z } from "zod";
import { AppError } from "@/lib/errors";
import { timestamp } from "@/lib/query/timestamp";
import { type DatasetDefinition, datasetDefinition } from "../definitions/schemas";
import type { ExamplePage } from "../examples/schemas";
import { DatasetWriter } from "../writing/dataset-writer";
import type { Redact } from "../writing/redaction";
import type { ExportReport, WrittenItem } from "../writing/schemas";
import { FileCounter, type FileItem, type FilePage } from "./files";
import type { VersionFile } from "./schemas";

/** Where a version stands, as whoever takes it up is told. */
export const claimedVersion = z.object({
  definition: datasetDefinition,
  projects: z.array(z.string()).nullable(),
  cutoff: timestamp,
  /** The last row that was read; null = none, ALL_READ = every one. */
  cursor: z.string().nullable(),
  total: z.coerce.number().nullable(),
  items: z.coerce.number(),
  account: z.unknown(),
});
export type ClaimedVersion = z.infer<typeof claimedVersion>;

/** The cursor behind the last row. */
export const ALL_READ = "end";

/** What of the items so far a writer that continues must know, after a position. */
export const hashPage = z.object({
  data: z.array(z.tuple([z.string(), z.string(), z.enum(["train", "validation"])])),
  next: z.coerce.number().nullable(),
});
type HashPage = z.infer<typeof hashPage>;

export type Appended = {
  expected_cursor: string | null;
  next_cursor: string;
  considered: number;
  items: WrittenItem[];
  account: unknown;
};

/**
 * One version and one runner, wherever they are stored. Every call but claim() and those that read throws AppError conflict when
 * the runner does not hold the version any more.
 */
export interface FreezeStore {
  /** Takes the version up, or null when there is nothing to do: somebody else holds it, or it is over. */
  claim(): Promise<ClaimedVersion | null>;
  loadRedaction(version: ClaimedVersion): Promise<Redact | undefined>;
  countRows(version: ClaimedVersion): Promise<number>;
  setTotal(total: number): Promise<void>;
  readExamples(version: ClaimedVersion, after: string | undefined): AsyncGenerator<ExamplePage>;
  readHashes(after: number): Promise<HashPage>;
  /** Items, cursor and account in one transaction; renews the hold. Sent twice it stores once. */
  append(page: Appended): Promise<void>;
  readFile(after: number): Promise<FilePage<FileItem>>;
  /** Holds the version for longer while nothing is appended. */
  renew(): Promise<void>;
  /** False when people were erased since `items` were counted: the files have to be counted again. */
  finish(result: { report: ExportReport; files: VersionFile[]; items: number }): Promise<boolean>;
  fail(reason: string): Promise<void>;
}

/** ready: done. taken: somebody else's, or over. left: a later runner goes on from the cursor. failed: it says why. */
export type FreezeOutcome = "ready" | "taken" | "left" | "failed";

export type FreezeOptions = {
  /** Ends the work between two pages; it can be taken up again. */
  signal?: AbortSignal | undefined;
  /** Waits before a try after the database could not answer. */
  pause?: (attempt: number) => Promise<unknown>;
  /** Told of an error that nobody has expected. */
  onError?: (error: unknown) => void;
};

/** Tries of one runner while the database cannot answer; then the version is left to the next. */
const MAX_ATTEMPTS = 3;

/**
 * Freezes a version, from its beginning or from where another runner has left it: the same rows give the same items, report and
 * files either way. Never throws. Memory does not grow with the version, but for the hashes of what was written (17 MB a million).
 */
export async function freezeVersion(store: FreezeStore, options: FreezeOptions = {}): Promise<FreezeOutcome> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const claimed = await store.claim();
      if (!claimed) return "taken";
      await write(store, claimed, options.signal);
      return "ready";
    } catch (error) {
      if (options.signal?.aborted) return "left";
      const code = error instanceof AppError ? error.code : "internal_error";
      if (code === "conflict" || code === "not_found") return "taken";
      // The rights or the token of whoever asked for it are gone; the jobs have their own.
      if (code === "unauthorized" || code === "forbidden") return "left";
      if (code === "unavailable") {
        if (attempt === MAX_ATTEMPTS) return "left";
        await options.pause?.(attempt);
        continue;
      }
      options.onError?.(error);
      await store.fail(describeFailure(error)).catch(() => {});
      return "failed";
    }
  }
}

function describeFailure(error: unknown): string {
  if (error instanceof AppError && error.status < 500) return error.message;
  return "Something went wrong on our side. The log of the server says more; freeze the dataset again.";
}

async function write(
  store: FreezeStore,
  claimed: ClaimedVersion,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { definition } = claimed;
  const redact = await store.loadRedaction(claimed);
  const writer = new DatasetWriter({ definition, redact }, { account: claimed.account, seen: [] });
  if (claimed.items > 0 && claimed.cursor !== ALL_READ) await remember(store, writer);
  if (claimed.total === null) await store.setTotal(await store.countRows(claimed));
  if (claimed.cursor !== ALL_READ) await writeRows(store, claimed, writer, signal);
  await seal(store, definition, writer.report(), signal);
}

/** Rows that are written before others of the process have their turn. */
const ROWS_AT_ONCE = 100;

async function writeRows(
  store: FreezeStore,
  claimed: ClaimedVersion,
  writer: DatasetWriter,
  signal: AbortSignal | undefined,
): Promise<void> {
  let { cursor } = claimed;
  const pages = store.readExamples(claimed, cursor ?? undefined);
  try {
    let coming = pages.next();
    for (;;) {
      const { value: page, done } = await coming;
      if (done) return;
      signal?.throwIfAborted();
      // The database reads the next page while this one is written. What goes wrong with it is told when it is waited for.
      coming = pages.next();
      coming.catch(() => {});
      const items: WrittenItem[] = [];
      for (const [index, example] of page.data.entries()) {
        if (index % ROWS_AT_ONCE === ROWS_AT_ONCE - 1) await setImmediate();
        const item = writer.write(example);
        if (item) items.push(item);
      }
      const next_cursor = page.next ?? ALL_READ;
      await store.append({
        expected_cursor: cursor,
        next_cursor,
        considered: page.data.length,
        items,
        account: writer.account(),
      });
      cursor = next_cursor;
    }
  } finally {
    await pages.return(undefined).catch(() => {});
  }
}

async function remember(store: FreezeStore, writer: DatasetWriter): Promise<void> {
  for (let after: number | null = 0; after !== null; ) {
    const page: HashPage = await store.readHashes(after);
    for (const [content_hash, prompt_hash, split] of page.data)
      writer.remember({ content_hash, prompt_hash, split });
    await store.renew();
    after = page.next;
  }
}

async function seal(
  store: FreezeStore,
  definition: DatasetDefinition,
  report: ExportReport,
  signal: AbortSignal | undefined,
): Promise<void> {
  for (;;) {
    const counted = await countFiles(definition, async (after) => {
      signal?.throwIfAborted();
      await store.renew();
      return store.readFile(after);
    });
    if (counted && (await store.finish({ report, ...counted }))) return;
  }
}

/** The files of the items as they are stored; null when people were erased from them meanwhile. */
export async function countFiles(
  definition: Pick<DatasetDefinition, "format" | "source">,
  read: (after: number) => Promise<FilePage<FileItem>>,
): Promise<{ files: VersionFile[]; items: number } | null> {
  const counter = new FileCounter(definition);
  let page = await read(0);
  const { items } = page;
  for (; page.items === items; page = await read(page.next)) {
    for (let at = 0; at < page.data.length; at += ROWS_AT_ONCE) {
      counter.add(page.data.slice(at, at + ROWS_AT_ONCE));
      await setImmediate();
    }
    if (page.next === null) return { files: counter.files(), items };
  }
  return null;
}
