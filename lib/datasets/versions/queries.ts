import "server-only";
import { z } from "zod";
import { encodeCursor } from "@/lib/query/cursor";
import { type Client, callFunction } from "@/lib/supabase/client";
import { trainingFormats } from "../definitions/schemas";
import { formats } from "../formats/formats";
import { type ExportReport, exportReport, type Split, splits } from "../writing/schemas";
import { countLabels, suggestKtoWeights } from "../writing/suggest-kto-weights";
import { type FileItem, type FilePage, fileItem, textOf } from "./files";
import { countFiles } from "./freeze";
import {
  type DatasetManifest,
  type DatasetVersion,
  datasetVersion,
  type diffQuery,
  type downloadQuery,
  type itemListQuery,
  type VersionDiff,
  type VersionFile,
  versionDiff,
  versionFile,
  type versionListQuery,
  type WrittenExample,
  writtenExample,
} from "./schemas";

/** A version by the dataset and its number, as addresses name it. */
export type VersionAddress = { dataset_id: string; version: number };

const versionPage = z.object({ data: z.array(datasetVersion), next: z.string().nullable() });

/** A page of the versions of a dataset, newest first. @throws AppError not_found, forbidden */
export async function listVersions(
  client: Client,
  datasetId: string,
  { limit, cursor }: z.output<typeof versionListQuery>,
): Promise<{ data: DatasetVersion[]; next_cursor: string | null }> {
  const { data, next } = await callFunction(
    client,
    "list_dataset_versions",
    { dataset_id: datasetId, page_limit: limit, page_cursor: cursor },
    versionPage,
  );
  return { data, next_cursor: encodeCursor(next) };
}

const foundVersion = z.object({ version: datasetVersion, is_left: z.boolean(), has_leftovers: z.boolean() });

/**
 * A version, and whether somebody should see to it: `is_left`, it is not finished and no runner holds it; `has_leftovers`, items
 * of no use are still stored.
 * @throws AppError not_found, forbidden
 */
export async function getVersion(
  client: Client,
  { dataset_id, version }: VersionAddress,
): Promise<z.infer<typeof foundVersion>> {
  return callFunction(client, "get_dataset_version", { dataset_id, version }, foundVersion);
}

const seal = z.object({
  version: datasetVersion,
  report: exportReport,
  projects: z.array(z.string()).nullable(),
  items: z.coerce.number(),
  original_files: z.array(versionFile).nullable(),
  dataset: z.object({ id: z.string(), name: z.string() }),
});
type Seal = z.infer<typeof seal>;

const getSeal = (client: Client, { dataset_id, version }: VersionAddress): Promise<Seal> =>
  callFunction(client, "get_dataset_seal", { dataset_id, version }, seal);

/** What became of every row that a finished version considered. @throws AppError not_found, forbidden, conflict while it is not ready */
export async function getReport(client: Client, address: VersionAddress): Promise<ExportReport> {
  return (await getSeal(client, address)).report;
}

/**
 * What a finished version was made of, with the SHA-256 of its files. Where people were erased from it since they were counted,
 * they are counted again first.
 * @throws AppError not_found, forbidden, conflict while it is not ready
 */
export async function getManifest(
  client: Client,
  address: VersionAddress,
  generatorVersion: string,
): Promise<DatasetManifest> {
  const { version, report, projects, original_files, dataset } = await getSeal(client, address);
  const files = version.files ?? (version.state === "ready" ? await sealAgain(client, version) : []);
  const { definition } = version;
  const { from } = definition.filters;
  return {
    dataset,
    version: version.version,
    definition,
    filters: definition.filters,
    projects,
    from: typeof from === "string" ? from : null,
    cutoff: version.cutoff,
    format: definition.format,
    generator: { name: "retune", version: generatorVersion },
    counts: splits.map((split) => countSplit(files, split)),
    prompt_versions: report.prompt_versions,
    files,
    suggestions: definition.format === "trl-kto" ? suggestKtoWeights(countLabels(report)) : null,
    erased: version.erased && { ...version.erased, original_files: original_files ?? [] },
    created_by: version.created_by_label,
    created_at: version.created_at,
    finished_at: version.finished_at ?? version.created_at,
  };
}

function countSplit(files: readonly VersionFile[], split: Split) {
  const file = files.find((each) => each.split === split && each.container === "jsonl");
  return { split, examples: file?.examples ?? 0, lines: file?.lines ?? 0 };
}

/**
 * What a download needs to know. `file`: as it was counted; null after people were erased from the version, until it is counted
 * again.
 * @throws AppError not_found, forbidden, conflict while it is not ready
 */
export async function findFile(
  client: Client,
  address: VersionAddress,
  { container, split }: z.output<typeof downloadQuery>,
): Promise<Pick<Seal, "version" | "dataset"> & { file: VersionFile | null }> {
  const { version, dataset } = await getSeal(client, address);
  const isAsked = (file: VersionFile) => file.split === split && file.container === textOf(container);
  return { version, dataset, file: version.files?.find(isAsked) ?? null };
}

/** Counts the files of a version that people were erased from, and keeps what it finds. @throws AppError not_found, gone */
async function sealAgain(client: Client, { id, definition }: DatasetVersion): Promise<VersionFile[]> {
  for (;;) {
    const counted = await countFiles(definition, (after) => readFilePage(client, { id, after }, fileItem));
    if (!counted) continue;
    await callFunction(
      client,
      "reseal_dataset_version",
      { version_id: id, files: JSON.stringify(counted.files), seen_items: counted.items },
      z.boolean(),
    );
    return counted.files;
  }
}

/** One page of the items of a version, after a position. `runner` may read before the version is ready. */
export async function readFilePage<Item extends { body: string; copies: number }>(
  client: Client,
  { id, after, split, runner }: { id: string; after: number; split?: Split | undefined; runner?: string },
  schema: z.ZodType<Item>,
): Promise<FilePage<Item>> {
  return callFunction(
    client,
    "read_dataset_file",
    { version_id: id, after, split, runner, with_columns: schema === (fileItem as unknown) },
    z.object({ data: z.array(schema), next: z.coerce.number().nullable(), items: z.coerce.number() }),
  );
}

const fileBody = z.object({ body: z.string(), copies: z.int() });

/**
 * The items of a finished version in the order of the file, page by page, as they are asked for.
 * @throws AppError conflict or gone when it has none to read; conflict, too, when people are erased from it while it is read: what
 * was read is then no file of any version.
 */
export async function* streamItems(
  client: Client,
  { id }: Pick<DatasetVersion, "id">,
  { split, signal }: { split: "all" | Split; signal: AbortSignal },
): AsyncGenerator<FileItem[]> {
  yield* streamPages(client, { id, split, signal }, fileItem);
}

/** The same, but for the text and its copies alone. */
export async function* streamBodies(
  client: Client,
  { id }: Pick<DatasetVersion, "id">,
  { split, signal }: { split: "all" | Split; signal: AbortSignal },
): AsyncGenerator<{ body: string; copies: number }[]> {
  yield* streamPages(client, { id, split, signal }, fileBody);
}

async function* streamPages<Item extends { body: string; copies: number }>(
  client: Client,
  { id, split, signal }: { id: string; split: "all" | Split; signal: AbortSignal },
  schema: z.ZodType<Item>,
): AsyncGenerator<Item[]> {
  let items: number | undefined;
  for (let after: number | null = 0; after !== null; ) {
    signal.throwIfAborted();
    const page: FilePage<Item> = await readFilePage(
      client,
      { id, after, split: split === "all" ? undefined : split },
      schema,
    );
    items ??= page.items;
    if (page.items !== items) throw new Error("People were erased from the version while it was read.");
    yield page.data;
    after = page.next;
  }
}

const storedItem = writtenExample.omit({ readable: true });
const itemPage = z.object({ data: z.array(storedItem), next: z.string().nullable() });

/** With how its lines read. */
const toWritten = (
  item: z.infer<typeof storedItem>,
  format: DatasetVersion["definition"]["format"],
): WrittenExample => ({ ...item, readable: formats[format].read(item.body) });

/**
 * A page of the examples of a version, in the order of the file. It may be shorter than `limit` when they are long.
 * @throws AppError not_found, forbidden, conflict while it is not ready, gone
 */
export async function listItems(
  client: Client,
  address: VersionAddress,
  { limit, cursor, split, lint }: z.output<typeof itemListQuery>,
): Promise<{ data: WrittenExample[]; next_cursor: string | null }> {
  const [{ version }, { data, next }] = await Promise.all([
    getVersion(client, address),
    callFunction(
      client,
      "list_dataset_items",
      { ...address, split, lint, page_limit: limit, ...(cursor ? { page_cursor: Number(cursor) } : {}) },
      itemPage,
    ),
  ]);
  const { format } = version.definition;
  return { data: data.map((item) => toWritten(item, format)), next_cursor: encodeCursor(next) };
}

const storedDiff = versionDiff.omit({ data: true, next_cursor: true }).extend({
  formats: z.tuple([z.enum(trainingFormats), z.enum(trainingFormats)]),
  data: z.array(
    versionDiff.shape.data.element.extend({ before: storedItem.nullable(), after: storedItem.nullable() }),
  ),
  next: z.string().nullable(),
});

/**
 * What two versions of a dataset say of the same source rows. The counts are those of the first page.
 * @throws AppError not_found, forbidden, conflict while one is not ready, gone
 */
export async function diffVersions(
  client: Client,
  address: VersionAddress,
  { with: other, change, limit, cursor }: z.output<typeof diffQuery>,
): Promise<VersionDiff> {
  const {
    data,
    next,
    formats: used,
    ...counts
  } = await callFunction(
    client,
    "diff_dataset_versions",
    { ...address, other, change, page_limit: limit, page_cursor: cursor },
    storedDiff,
  );
  return {
    ...counts,
    data: data.map(({ before, after, ...rest }) => ({
      ...rest,
      before: before && toWritten(before, used[0]),
      after: after && toWritten(after, used[1]),
    })),
    next_cursor: encodeCursor(next),
  };
}
