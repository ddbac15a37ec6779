import "server-only";
import { z } from "zod";
import { encodeCursor } from "@/lib/query/cursor";
import { type Client, callFunction } from "@/lib/supabase/client";
import { type Dataset, dataset, type datasetListQuery } from "../versions/schemas";
import { checkSchedule } from "./check-schedule";

/** A dataset as the database gives it: what there is to warn of is worked out here. */
export const storedDataset = dataset
  .omit({ warnings: true })
  .transform((row): Dataset => ({ ...row, warnings: checkSchedule(row.definition, row.schedule).warnings }));

const page = z.object({ data: z.array(storedDataset), next: z.string().nullable() });

/** A page of the datasets that the caller may build, newest first. @throws AppError forbidden */
export async function listDatasets(
  client: Client,
  query: z.output<typeof datasetListQuery>,
): Promise<{ data: Dataset[]; next_cursor: string | null }> {
  const { limit, cursor, ...filter } = query;
  const { data, next } = await callFunction(
    client,
    "list_datasets",
    { filter: JSON.stringify(filter), page_limit: limit, page_cursor: cursor },
    page,
  );
  return { data, next_cursor: encodeCursor(next) };
}

/** One dataset. @throws AppError not_found when it does not exist for the caller; forbidden */
export async function getDataset(client: Client, id: string): Promise<Dataset> {
  return callFunction(client, "get_dataset", { dataset_id: id }, storedDataset);
}
