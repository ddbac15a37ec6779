import "server-only";
import { z } from "zod";
import { countTokens } from "@/lib/format/tokens";
import { encodeCursor } from "@/lib/query/cursor";
import { wilsonInterval } from "@/lib/stats/wilson";
import { type Client, callFunction } from "@/lib/supabase/client";
import { readPages } from "@/lib/supabase/export-rows";
import { fitExamples } from "./fit-examples";
import {
  type Example,
  type ExampleFilter,
  type ExampleListQuery,
  type ExamplePage,
  type SimilarExample,
  type SimilarQuery,
  similarExample,
  storedExample,
} from "./schemas";

const MAX_FOUND = 100;
const found = z.array(similarExample.omit({ tokens: true }));

/** What looking for examples takes; how many, and how different from each other, when left out as GET /v1/executions/similar. */
export type SimilarInput = Pick<SimilarQuery, "prompt"> & Partial<SimilarQuery>;

/**
 * Examples for a prompt, best first: executions of the caller's projects that worked, or that people approved or corrected,
 * never retired ones; each prompt once. Together they have at most `max_tokens` tokens: one that does not fit is left out for
 * the next best that does. Empty when nothing is alike.
 * @throws AppError forbidden without the right to read.
 */
export async function findSimilar(client: Client, query: SimilarInput): Promise<SimilarExample[]> {
  const { prompt, project, limit = 5, max_tokens, diversity = 0.3, min_similarity = 0 } = query;
  const candidates = await callFunction(
    client,
    "find_similar_examples",
    {
      prompt,
      filter: JSON.stringify(project ? { project } : {}),
      // More than asked for, should some be too long.
      result_limit: max_tokens === undefined ? limit : Math.min(MAX_FOUND, 2 * limit + 5),
      diversity,
      min_similarity,
    },
    found,
  );
  const counted = candidates.map((candidate) => ({
    ...candidate,
    tokens: countTokens(candidate.prompt) + countTokens(JSON.stringify(candidate.action_plan)),
  }));
  return fitExamples(counted, limit, max_tokens);
}

const page = z.object({ data: z.array(storedExample), next: z.string().nullable() });

/** One page of examples with their effect, newest first; with `q` the most similar instead, at most 50. */
export async function listExamples(client: Client, query: ExampleListQuery): Promise<ExamplePage> {
  const { limit, cursor, ...filter } = query;
  const { data, next } = await callFunction(
    client,
    "list_examples",
    {
      filter: JSON.stringify(filter),
      page_limit: limit,
      page_cursor: cursor,
    },
    page,
  );
  return { data: data.map(withIntervals), next_cursor: encodeCursor(next) };
}

/** How many examples the list has under a filter. */
export async function countExamples(client: Client, filter: ExampleFilter): Promise<number> {
  return callFunction(client, "count_examples", { filter: JSON.stringify(filter) }, z.coerce.number());
}

/** Every example under a filter with its effect, in the order of the list, as a download reads them. */
export function exportExamples(
  client: Client,
  filter: ExampleFilter,
  signal?: AbortSignal,
): AsyncGenerator<Example[]> {
  return readPages(async (cursor) => {
    const { data, next } = await callFunction(
      client,
      "export_examples_page",
      { filter: JSON.stringify(filter), page_limit: 1000, page_cursor: cursor },
      page,
    );
    return { data: data.map(withIntervals), next };
  }, signal);
}

/**
 * An execution as an example, with its effect.
 * @throws AppError not_found when it does not exist for the caller.
 */
export async function getExample(client: Client, id: string): Promise<Example> {
  return withIntervals(await callFunction(client, "get_example", { execution_id: id }, storedExample));
}

/** What the database counted, with the shares and their Wilson 95 % intervals. */
export function withIntervals(row: z.infer<typeof storedExample>): Example {
  const { with_n, with_successful, without_n, without_successful } = row.effect;
  const held = wilsonInterval(with_successful, with_n);
  const others = wilsonInterval(without_successful, without_n);
  return {
    ...row,
    effect: {
      with_n,
      with_success_rate: with_n > 0 ? with_successful / with_n : null,
      with_ci_low: held?.low ?? null,
      with_ci_high: held?.high ?? null,
      without_n,
      without_success_rate: without_n > 0 ? without_successful / without_n : null,
      without_ci_low: others?.low ?? null,
      without_ci_high: others?.high ?? null,
    },
  };
}
