import "server-only";
import { AppError } from "@/lib/errors";
import { type Client, callFunction } from "@/lib/supabase/client";
import { checkSchema } from "../plans/compile-schema";
import {
  type DefaultStrategy,
  type DefaultStrategyInput,
  defaultStrategy,
  type Strategy,
  type StrategyBody,
  type StrategyInput,
  strategy,
} from "./schemas";

/** @throws AppError bad_request naming the place in a body whose output schema plans cannot be checked against. */
export function refuseBrokenSchema({ output_schema }: StrategyBody, path: string): void {
  if (output_schema === null) return;
  const issues = checkSchema(output_schema, `${path}.output_schema`);
  const first = issues[0];
  if (!first) return;
  // What a schema breaks is said in whole sentences, other faults are not.
  const end = /[.?]$/.test(first.message) ? "" : ".";
  throw new AppError("bad_request", `${first.path}: ${first.message}${end}`, { issues });
}

/**
 * Saves a body as the next version of a strategy; earlier versions stay.
 * @throws AppError bad_request for an output schema that is none and for the name of the built-in strategy; forbidden, also for
 * another project; conflict with `stored_version` when `expected_version` is not the newest.
 */
export async function saveStrategy(client: Client, input: StrategyInput): Promise<Strategy> {
  refuseBrokenSchema(input.body, "body");
  return callFunction(client, "save_strategy", { input: JSON.stringify(input) }, strategy);
}

/**
 * Chooses what a project composes with when no strategy is named.
 * @throws AppError bad_request naming name or strategy_version; forbidden; conflict with `stored_version`.
 */
export async function setDefaultStrategy(
  client: Client,
  input: DefaultStrategyInput,
): Promise<DefaultStrategy> {
  return callFunction(client, "set_default_strategy", { input: JSON.stringify(input) }, defaultStrategy);
}
