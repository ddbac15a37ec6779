import { z } from "zod";
import { defineEndpoint } from "@/lib/http/endpoint";
import { rowId } from "@/lib/query/fields";
import { dataset, datasetInput, datasetListQuery, datasetPage, datasetUpdate } from "../versions/schemas";

const tag = "datasets";
const datasetId = z.object({ dataset_id: rowId });
const builders = {
  allowed:
    "Admins, and keys with scope export. One who is limited to projects has the datasets of these projects alone.",
};

export const listDatasetsEndpoint = defineEndpoint({
  method: "GET",
  path: "/v1/datasets",
  tag,
  summary: "List datasets",
  description: "Newest first, each with its schedule and its newest version.",
  access: builders,
  query: datasetListQuery,
  responses: { 200: { description: "A page of datasets", schema: datasetPage } },
});

export const createDatasetEndpoint = defineEndpoint({
  method: "POST",
  path: "/v1/datasets",
  tag,
  summary: "Create a dataset",
  description:
    "With a name alone it is the votes of the last seven days in the format `retune`, good ones with weight 2.0 and bad ones with 0.5. Nothing is written before a version is frozen. Its rows come from the projects of whoever creates it, for good. A definition that cannot work is refused with `issues` that name `definition.…`.",
  access: builders,
  body: datasetInput,
  responses: { 201: { description: "Created", schema: dataset } },
});

export const getDatasetEndpoint = defineEndpoint({
  method: "GET",
  path: "/v1/datasets/{dataset_id}",
  tag,
  summary: "Get a dataset",
  access: builders,
  params: datasetId,
  responses: { 200: { description: "The dataset", schema: dataset } },
});

export const updateDatasetEndpoint = defineEndpoint({
  method: "PATCH",
  path: "/v1/datasets/{dataset_id}",
  tag,
  summary: "Change a dataset",
  description:
    "Only the fields sent are changed; `definition` and `schedule` are replaced as a whole, and a null `schedule` removes it. Frozen versions stay as they are. 409 with `stored_version` when `expected_version` is not the stored version.",
  access: builders,
  params: datasetId,
  body: datasetUpdate,
  responses: { 200: { description: "The changed dataset", schema: dataset } },
});

export const deleteDatasetEndpoint = defineEndpoint({
  method: "DELETE",
  path: "/v1/datasets/{dataset_id}",
  tag,
  summary: "Delete a dataset",
  description:
    "With its versions and its schedule. Can be undone for 30 days; then everything of it is removed.",
  access: builders,
  params: datasetId,
  responses: { 204: { description: "Deleted" } },
});

export const restoreDatasetEndpoint = defineEndpoint({
  method: "POST",
  path: "/v1/datasets/{dataset_id}/restore",
  tag,
  summary: "Undo the deletion of a dataset",
  description:
    "Within 30 days. It comes back as it was, with versions and schedule; of the runs that fell into the time between, only the newest is made up for.",
  access: builders,
  params: datasetId,
  responses: { 200: { description: "The dataset, as it was", schema: dataset } },
});
