import "server-only";
import { z } from "zod";
import { withStoredIds } from "@/lib/privacy/ingest";
import { type Client, callFunction } from "@/lib/supabase/client";
import { type DatasetSource, type ExamplePage, examplePage } from "./schemas";

/** Which rows of a source are read. `filter` is resolved (definitions/source-filters.ts). */
export type ExampleSelection = {
  source: DatasetSource;
  filter: object & { user_id?: string[] };
  /** A further limit beside the caller's own projects; null = none. */
  projects?: readonly string[] | null | undefined;
};

/** What the examples hold beside question and answer. */
export type ExampleOptions = {
  /** Look up the good answers to the questions of bad ones. */
  pairs: boolean;
  /** Earlier exchanges of the conversation, at most. */
  context_turns: number;
};

const PAGE_ROWS = 2000;

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
