import "server-only";
import { z } from "zod";
import { AppError } from "@/lib/errors";
import { type Client, callFunction } from "@/lib/supabase/client";
import type { Dataset, DatasetInput, DatasetUpdate, ScheduleInput } from "../versions/schemas";
import { checkDefinition } from "./check-definition";
import { checkSchedule } from "./check-schedule";
import { getDataset, storedDataset } from "./queries";
import type { DatasetDefinition } from "./schemas";
import { resolveSourceFilter } from "./source-filters";

/**
 * Makes a dataset of the caller's projects; nothing is frozen yet.
 * @throws AppError bad_request with issues of definition.… and schedule.… for what cannot work; forbidden, also for a filter that
 * names another project than the caller's.
 */
export async function createDataset(client: Client, input: DatasetInput): Promise<Dataset> {
  const named_projects = check(input.definition, input.schedule);
  return callFunction(
    client,
    "create_dataset",
    { input: JSON.stringify({ ...input, named_projects }) },
    storedDataset,
  );
}

/**
 * Changes the given fields of a dataset; definition and schedule are replaced as a whole.
 * @throws AppError as createDataset; not_found; conflict with `stored_version` when it is not `expected_version`.
 */
export async function updateDataset(client: Client, id: string, update: DatasetUpdate): Promise<Dataset> {
  const { expected_version, ...patch } = update;
  let named_projects: string[] | undefined;
  if (patch.definition || patch.schedule) {
    // What is sent has to go with what stays.
    const stored =
      patch.definition && patch.schedule !== undefined ? undefined : await getDataset(client, id);
    named_projects = check(
      patch.definition ?? (stored as Dataset).definition,
      patch.schedule === undefined ? stored?.schedule : patch.schedule,
    );
  }
  return callFunction(
    client,
    "update_dataset",
    { dataset_id: id, patch: JSON.stringify({ ...patch, named_projects }), expected_version },
    storedDataset,
  );
}

/** Hides a dataset with its versions; restoreDataset() undoes it for 30 days. @throws AppError not_found, forbidden */
export async function deleteDataset(client: Client, id: string): Promise<void> {
  await callFunction(client, "delete_dataset", { dataset_id: id }, z.unknown());
}

/** Undoes deleteDataset(). @throws AppError not_found when no such dataset was deleted within 30 days; forbidden */
export async function restoreDataset(client: Client, id: string): Promise<Dataset> {
  return callFunction(client, "restore_dataset", { dataset_id: id }, storedDataset);
}

/** The projects that the filters name, when definition and schedule work together. @throws AppError bad_request */
function check(
  definition: DatasetDefinition,
  schedule: Pick<ScheduleInput, "is_active"> | null | undefined,
): string[] {
  const now = new Date();
  const issues = [
    ...checkDefinition(definition, now).map(({ path, message }) => ({ path: `definition.${path}`, message })),
    ...checkSchedule(definition, schedule).problems,
  ];
  const resolved = resolveSourceFilter(definition.source, definition.filters, now);
  if (issues.length > 0 || "issues" in resolved)
    throw new AppError("bad_request", "This dataset cannot work as it is defined.", { issues });
  return (resolved.filter.project as string[] | undefined) ?? [];
}
