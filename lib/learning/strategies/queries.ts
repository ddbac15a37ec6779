import "server-only";
import { z } from "zod";
import { type Client, callFunction } from "@/lib/supabase/client";
import { BUILTIN_NAME, builtinBody } from "./builtin";
import {
  defaultStrategy,
  type Strategy,
  type StrategyBody,
  type StrategyList,
  type StrategyListQuery,
  strategy,
  strategyBody,
} from "./schemas";

const stored = z.object({ data: z.array(strategy), default: defaultStrategy });

/**
 * The newest version of each strategy of a project by name, the built-in one last; or every version of one, newest first, at
 * most 200.
 * @throws AppError not_found for a project that does not exist for the caller; bad_request when one of several must be named.
 */
export async function listStrategies(client: Client, query: StrategyListQuery): Promise<StrategyList> {
  const found = await callFunction(client, "list_strategies", query, stored);
  const builtin: Strategy = {
    project: found.default.project,
    name: BUILTIN_NAME,
    version: 0,
    body: builtinBody,
    note: null,
    is_default: found.default.name === null,
    is_latest: true,
    created_by_label: null,
    created_at: null,
  };
  const isAsked = query.name === undefined || query.name === BUILTIN_NAME;
  return {
    data: isAsked ? [...found.data, builtin] : found.data,
    default: found.default,
    default_version: found.default.version,
  };
}

const foundStrategy = z.object({
  project: z.string(),
  name: z.string().nullable(),
  version: z.int().nullable(),
  body: strategyBody.nullable(),
  prompt_text: z.string().nullable(),
});

export type FoundStrategy = {
  project: string;
  name: string;
  /** 0 = the built-in one. */
  version: number;
  body: StrategyBody;
  /** Of the prompt version that was asked for. */
  prompt_text: string | null;
};

/**
 * What a strategy parameter means: a name its newest version, name@3 that one, left out the default of the project.
 * @throws AppError bad_request naming strategy when there is none; not_found for a project that does not exist for the caller;
 * conflict for a prompt version whose text is not stored.
 */
export async function findStrategy(
  client: Client,
  {
    project,
    strategy: wanted,
    prompt_version,
  }: {
    project?: string | null | undefined;
    strategy?: string | null | undefined;
    prompt_version?: string | null | undefined;
  },
): Promise<FoundStrategy> {
  const found = await callFunction(
    client,
    "find_strategy",
    {
      project: project ?? undefined,
      strategy: wanted ?? undefined,
      prompt_version: prompt_version ?? undefined,
    },
    foundStrategy,
  );
  return {
    project: found.project,
    name: found.name ?? BUILTIN_NAME,
    version: found.version ?? 0,
    body: found.body ?? builtinBody,
    prompt_text: found.prompt_text,
  };
}
