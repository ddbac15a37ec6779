import "server-only";
import { z } from "zod";
import { AppError } from "@/lib/errors";
import { type Client, callFunction } from "@/lib/supabase/client";
import { assignVariant } from "./assignment";
import { computeResults, experimentSums } from "./results";
import { type Assignment, type Experiment, type ExperimentResults, experiment } from "./schemas";

/** Experiments of the caller's projects: running, drafts, stopped; newest first within each. */
export async function listExperiments(
  client: Client,
  query: { project?: string[] | undefined; status?: string[] | undefined },
): Promise<Experiment[]> {
  return callFunction(client, "list_experiments", { filter: JSON.stringify(query) }, z.array(experiment));
}

/** @throws AppError not_found when it does not exist for the caller. */
export async function getExperiment(client: Client, id: string): Promise<Experiment> {
  return callFunction(client, "get_experiment", { experiment_id: id }, experiment);
}

/** The results so far, computed from sums over subjects (lib/stats/sequential.ts). @throws AppError not_found */
export async function getExperimentResults(client: Client, id: string): Promise<ExperimentResults> {
  return computeResults(
    await callFunction(client, "get_experiment_sums", { experiment_id: id }, experimentSums),
  );
}

/**
 * The variant of a subject, always the same.
 * @throws AppError not_found; conflict while the experiment is a draft.
 */
export async function getAssignment(client: Client, id: string, subject: string): Promise<Assignment> {
  const found = await getExperiment(client, id);
  if (found.status === "draft") {
    throw new AppError("conflict", "This experiment has not started: nobody is assigned yet.");
  }
  const variant = assignVariant(found.id, found.variants, subject);
  return {
    experiment_id: found.id,
    subject,
    variant: variant.name,
    strategy: variant.strategy,
    strategy_version: variant.strategy_version,
    prompt_version: variant.prompt_version,
  };
}
