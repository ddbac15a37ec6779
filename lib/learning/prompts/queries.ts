import "server-only";
import { z } from "zod";
import { countTokens } from "@/lib/format/tokens";
import { rowId } from "@/lib/query/fields";
import { type Client, callFunction } from "@/lib/supabase/client";
import { findSimilar } from "../examples/queries";
import type { SimilarExample } from "../examples/schemas";
import { assignVariant } from "../experiments/assignment";
import { readKnowledge } from "../knowledge/queries";
import { actionPlanSchema } from "../plans/action-plan-schema";
import { BUILTIN_NAME } from "../strategies/builtin";
import { refuseBrokenSchema } from "../strategies/mutations";
import { findStrategy } from "../strategies/queries";
import { composePrompt, promptTooLong } from "./compose";
import type { PromptMaterial } from "./material";
import { type ComposedPrompt, type ComposeInput, type TestCase, testCase } from "./schemas";

/** Longest text that similar examples are looked up with. */
const MAX_SEARCH = 20_000;

const runningExperiment = z.object({
  id: rowId,
  project: z.string(),
  variants: z.array(
    z.object({
      name: z.string(),
      weight: z.int(),
      strategy: z.string().nullable(),
      strategy_version: z.int().nullable(),
      prompt_version: z.string().nullable(),
    }),
  ),
});

type Source = Pick<PromptMaterial, "project" | "strategy" | "prompt_version" | "experiment">;

/**
 * Everything that a prompt is made of: the strategy (of the variant, by name, the project's default, or a draft), the knowledge
 * base, and similar executions.
 * @throws AppError bad_request naming strategy, experiment, draft or user_prompt; not_found for a project that does not exist for
 * the caller; conflict for an experiment that is not running and for a prompt version without text; forbidden.
 */
export async function readMaterial(client: Client, input: ComposeInput): Promise<PromptMaterial> {
  const source = await findSource(client, input);
  const { body } = source.strategy;
  const tokens = countTokens(input.user_prompt);
  if (tokens > body.budget_tokens) throw promptTooLong(tokens, body.budget_tokens);
  const [knowledge, retrieved] = await Promise.all([
    readKnowledge(client, source.project),
    retrieve(client, source, input.user_prompt),
  ]);
  return {
    ...source,
    user_prompt: input.user_prompt,
    available_columns: input.available_columns ?? null,
    context: input.context ?? null,
    previous_errors: input.previous_errors ?? [],
    knowledge,
    retrieved,
    output_schema: body.output_schema ?? actionPlanSchema,
  };
}

/** POST /v1/prompts/compose. @throws AppError as readMaterial() */
export async function getComposedPrompt(client: Client, input: ComposeInput): Promise<ComposedPrompt> {
  return composePrompt(await readMaterial(client, input));
}

async function findSource(client: Client, input: ComposeInput): Promise<Source> {
  if (input.experiment != null && input.subject != null)
    return findVariant(client, input.project, input.experiment, input.subject);
  const { draft } = input;
  if (draft) refuseBrokenSchema(draft, "draft");
  const found = await findStrategy(client, { project: input.project, strategy: input.strategy });
  return {
    project: found.project,
    strategy: draft
      ? { name: null, version: null, body: draft }
      : { name: found.name, version: found.version, body: found.body },
    prompt_version: null,
    experiment: null,
  };
}

async function findVariant(
  client: Client,
  project: string | undefined,
  experiment: string,
  subject: string,
): Promise<Source> {
  const running = await callFunction(
    client,
    "find_running_experiment",
    { experiment, project },
    runningExperiment,
  );
  const variant = assignVariant(running.id, running.variants, subject);
  // The built-in strategy has no versions to pin.
  const pinned =
    variant.strategy_version === null
      ? (variant.strategy ?? BUILTIN_NAME)
      : `${variant.strategy}@${variant.strategy_version}`;
  const found = await findStrategy(client, {
    project: running.project,
    strategy: pinned,
    prompt_version: variant.prompt_version,
  });
  return {
    project: running.project,
    strategy: { name: found.name, version: found.version, body: found.body },
    prompt_version:
      variant.prompt_version !== null && found.prompt_text !== null
        ? { version: variant.prompt_version, prompt_text: found.prompt_text }
        : null,
    experiment: { id: running.id, variant: variant.name, subject },
  };
}

async function retrieve(
  client: Client,
  { project, strategy }: Source,
  prompt: string,
): Promise<SimilarExample[]> {
  const { examples, sections } = strategy.body;
  if (!sections.examples.is_enabled || sections.examples.budget_tokens === 0 || examples.retrieved === 0)
    return [];
  return findSimilar(client, {
    prompt: prompt.slice(0, MAX_SEARCH),
    project: [project],
    limit: examples.retrieved,
    diversity: examples.diversity,
    min_similarity: examples.min_similarity,
  });
}

/** Test cases of a project by name, at most 200. @throws AppError not_found for a project that does not exist for the caller. */
export async function listTestCases(client: Client, project: string | undefined): Promise<TestCase[]> {
  return callFunction(client, "list_test_cases", { project }, z.array(testCase));
}
