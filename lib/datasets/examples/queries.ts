import "server-only";
import { z } from "zod";
import { AppError } from "@/lib/errors";
import { withStoredIds } from "@/lib/privacy/ingest";
import { projectSettings } from "@/lib/privacy/schemas";
import { type Client, callFunction } from "@/lib/supabase/client";
import { checkDefinition, describeMissing, listNeeds } from "../definitions/check-definition";
import type { DatasetDefinition } from "../definitions/schemas";
import { resolveSourceFilter } from "../definitions/source-filters";
import { formatFacts } from "../formats/vocabulary";
import type { DatasetPreview, DefinitionProblem, PreviewInput } from "../versions/schemas";
import { DatasetWriter } from "../writing/dataset-writer";
import { createRedaction, type Redact } from "../writing/redaction";
import type { ExportReport } from "../writing/schemas";
import { type DatasetSource, type ExamplePage, examplePage } from "./schemas";
import { type FileOptions, writeFile } from "./write-file";
import { writePreview } from "./write-preview";

/** Which rows of a source are read. `filter` is resolved (definitions/source-filters.ts). */
type ExampleSelection = {
  source: DatasetSource;
  filter: object & { user_id?: string[] };
  /** A further limit beside the caller's own projects; null = none. */
  projects?: readonly string[] | null | undefined;
};

/** What the examples hold beside question and answer. */
type ExampleOptions = {
  /** Look up the good answers to the questions of bad ones. */
  pairs: boolean;
  /** Earlier exchanges of the conversation, at most. */
  context_turns: number;
};

const PAGE_ROWS = 2000;

const redactionSettings = projectSettings.pick({
  project: true,
  detectors: true,
  phone_region: true,
  patterns: true,
});
const toFilter = ({ filter }: ExampleSelection) => JSON.stringify(withStoredIds(filter));

/**
 * The canonical examples of a selection, oldest first, in pages of at most 2,000 rows and 8 MB that keep memory constant.
 * `after` is the `next` of the page to go on from. Pages are read one after the other, when they are asked for.
 * @throws AppError forbidden unless the caller may build datasets; what `signal` was aborted with.
 */
export async function* streamExamples(
  client: Client,
  selection: ExampleSelection & ExampleOptions,
  signal?: AbortSignal,
  after?: string,
): AsyncGenerator<ExamplePage> {
  const { source, pairs, context_turns, projects } = selection;
  const fixed = {
    source,
    filter: toFilter(selection),
    options: JSON.stringify({ pairs, context_turns, projects }),
    page_limit: PAGE_ROWS,
  };
  let position = after;
  do {
    signal?.throwIfAborted();
    const page: ExamplePage = await callFunction(
      client,
      "read_dataset_examples",
      { ...fixed, page_cursor: position },
      examplePage,
    );
    yield page;
    position = page.next ?? undefined;
  } while (position !== undefined);
}

/** How many examples a selection has. @throws AppError forbidden */
export async function countExamples(client: Client, selection: ExampleSelection): Promise<number> {
  return callFunction(
    client,
    "count_dataset_examples",
    {
      source: selection.source,
      filter: toFilter(selection),
      options: JSON.stringify({ projects: selection.projects }),
    },
    z.coerce.number(),
  );
}

/**
 * What takes personal data out of the texts of a file, by the settings of each project; undefined when the definition does not
 * ask for it.
 * @throws AppError forbidden
 */
export async function loadRedaction(
  client: Client,
  { redaction }: Pick<DatasetDefinition, "redaction">,
  projects?: readonly string[] | null | undefined,
): Promise<Redact | undefined> {
  if (redaction === "none") return undefined;
  const settings = await callFunction(
    client,
    "list_redaction_settings",
    { options: JSON.stringify({ projects }) },
    z.array(redactionSettings),
  );
  return createRedaction(settings);
}

/**
 * Why a definition cannot be frozen at the moment `now`: what does not work together and, when all of that does, what its rows
 * lack. Empty when nothing speaks against it. Rows are looked up until one is found that will do.
 * @throws AppError forbidden
 */
export async function findProblems(
  client: Client,
  definition: DatasetDefinition,
  now: Date,
  { projects }: Pick<ExampleSelection, "projects"> = {},
): Promise<DefinitionProblem[]> {
  const problems = checkDefinition(definition, now);
  const resolved = resolveSourceFilter(definition.source, definition.filters, now);
  if (problems.length > 0 || "issues" in resolved) return problems;
  return findMissing(client, definition, {
    source: definition.source,
    filter: resolved.filter,
    projects,
  });
}

/** What the rows of a selection lack for the format of a definition. */
async function findMissing(
  client: Client,
  definition: DatasetDefinition,
  selection: ExampleSelection,
): Promise<DefinitionProblem[]> {
  const needs = listNeeds(definition);
  if (!isFilled(needs)) return [];
  const found = await callFunction(
    client,
    "find_dataset_needs",
    {
      source: selection.source,
      filter: toFilter(selection),
      needs: JSON.stringify(needs),
      options: JSON.stringify({ projects: selection.projects }),
    },
    z.record(z.string(), z.boolean()),
  );
  if (needs.some((need) => found[need])) return [];
  return [describeMissing(definition, needs, await countExamples(client, selection))];
}

const isFilled = <Item>(items: Item[]): items is [Item, ...Item[]] => items.length > 0;

/**
 * What freezing a definition would write now; nothing is stored. Where the definition cannot work, no row is read; where its
 * rows lack something, they are read only as far as `rows` says.
 * @throws AppError bad_request with issues of definition.filters.… for filters that the source does not have; forbidden;
 * cancelled when `signal` is aborted.
 */
export async function previewDataset(
  client: Client,
  { definition, rows, sample }: PreviewInput,
  now: Date,
  signal: AbortSignal,
): Promise<DatasetPreview> {
  const { source, filters, format, context_turns } = definition;
  const resolved = resolveSourceFilter(source, filters, now);
  if ("issues" in resolved)
    throw new AppError("bad_request", "The filters of the definition are not valid.", {
      issues: resolved.issues.map((issue) => ({ ...issue, path: `definition.${issue.path}` })),
    });
  const { filter } = resolved;
  const [total, problems, redact] = await Promise.all([
    countExamples(client, { source, filter }),
    findProblems(client, definition, now),
    loadRedaction(client, definition),
  ]);
  const isPointless = checkDefinition(definition, now).length > 0 || (rows === null && problems.length > 0);
  const pairs = formatFacts[format].needs === "pairs";
  const pages = streamExamples(client, { source, filter, pairs, context_turns }, signal);
  try {
    const options = { definition, redact, total, rows: isPointless ? 0 : rows, sample };
    return { ...(await writePreview(pages, options)), problems };
  } catch (error) {
    throw signal.aborted ? new AppError("cancelled", "The request was cancelled.", { cause: error }) : error;
  }
}

/** A training file that is about to be written. */
type TrainingFile = {
  /** Its text, piece by piece; the next piece is written when it is asked for. */
  text: AsyncGenerator<string>;
  /** What became of every row: whole once `text` has ended. */
  report: () => ExportReport;
};

/**
 * Opens a training file of the rows under a resolved filter. Nothing is read before the first piece is asked for, but for what
 * tells whether the file can be written at all.
 * @throws AppError conflict with `problems` when the rows lack what the format cannot do without; forbidden. `text` throws what
 * streamExamples() throws.
 */
export async function openTrainingFile(
  client: Client,
  { filter, ...options }: Omit<FileOptions, "definition"> & { definition: DatasetDefinition; filter: object },
  signal?: AbortSignal,
): Promise<TrainingFile> {
  const { definition } = options;
  const problems = await findMissing(client, definition, { source: definition.source, filter });
  if (problems[0]) throw new AppError("conflict", problems[0].message, { extra: { problems } });
  const writer = new DatasetWriter({ definition, redact: await loadRedaction(client, definition) });
  const pages = streamExamples(
    client,
    {
      source: definition.source,
      filter,
      pairs: formatFacts[definition.format].needs === "pairs",
      context_turns: definition.context_turns,
    },
    signal,
  );
  return { text: writeFile(pages, writer, options), report: () => writer.report() };
}
