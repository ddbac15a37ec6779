import "server-only";
import { z } from "zod";
import { type Client, callFunction } from "@/lib/supabase/client";
import { builtinBody } from "../strategies/builtin";
import { judgePromotion } from "./prepare-promotion";
import { computeResults, experimentSums } from "./results";
import {
  type Experiment,
  type ExperimentInput,
  type ExperimentUpdate,
  experiment,
  type PromoteResult,
  promoteResult,
} from "./schemas";

/**
 * Plans an experiment.
 * @throws AppError bad_request, naming the field, for a strategy or prompt version that the project does not have; forbidden;
 * conflict for a name that is taken.
 */
export async function createExperiment(client: Client, input: ExperimentInput): Promise<Experiment> {
  return callFunction(client, "create_experiment", { input: JSON.stringify(input) }, experiment);
}

/**
 * Changes the given fields, starts or stops it.
 * @throws AppError not_found; forbidden; conflict for what its state forbids, and with `stored_version` when it is not `expected_version`.
 */
export async function updateExperiment(
  client: Client,
  id: string,
  update: ExperimentUpdate,
): Promise<Experiment> {
  const { expected_version, ...patch } = update;
  return callFunction(
    client,
    "update_experiment",
    { experiment_id: id, patch: JSON.stringify(patch), expected_version },
    experiment,
  );
}

/** Deletes a draft. @throws AppError not_found; forbidden; conflict once it has started. */
export async function deleteExperiment(client: Client, id: string): Promise<void> {
  await callFunction(client, "delete_experiment", { experiment_id: id }, z.unknown());
}

const storedPromotion = promoteResult.omit({ verdict: true, subjects: true, warning: true });

/**
 * Makes the strategy of a variant the default of the project; the audit log keeps what was before. The answer says what the
 * rule had found until then, and warns where that is not that the variant is the best.
 * @throws AppError not_found; forbidden; bad_request for a variant that it does not have; conflict while it is a draft.
 */
export async function promoteVariant(client: Client, id: string, variant: string): Promise<PromoteResult> {
  // Read first: what was promoted is not to be answered with a failure.
  const sums = await callFunction(client, "get_experiment_sums", { experiment_id: id }, experimentSums);
  const promoted = await callFunction(
    client,
    "promote_variant",
    { experiment_id: id, variant, built_in: JSON.stringify(builtinBody) },
    storedPromotion,
  );
  return { ...promoted, ...judgePromotion(computeResults(sums), variant) };
}
