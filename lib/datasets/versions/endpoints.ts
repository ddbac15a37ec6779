import { z } from "zod";
import { defineEndpoint } from "@/lib/http/endpoint";
import { rowId } from "@/lib/query/fields";
import { exportReport } from "../writing/schemas";
import {
  datasetVersion,
  diffQuery,
  downloadQuery,
  itemListQuery,
  manifest,
  versionDiff,
  versionListQuery,
  versionPage,
  writtenExamplePage,
} from "./schemas";

const tag = "datasets";
const path = "/v1/datasets/{dataset_id}/versions";
const datasetPath = z.object({ dataset_id: rowId });
const versionPath = datasetPath.extend({
  version: z
    .string()
    .regex(/^[1-9]\d{0,8}$/)
    .transform(Number)
    .meta({ description: "Its number.", override: { type: "integer", minimum: 1 } }),
});
const builders = {
  allowed: "Admins, and keys with scope export. A dataset with rows of other projects is not found.",
};
const unfinished = { 409: { description: "The version is not ready" } };
const gone = { 410: { description: "The schedule keeps newer versions: its lines are gone" } };

export const listVersionsEndpoint = defineEndpoint({
  method: "GET",
  path,
  tag,
  summary: "List the versions of a dataset, newest first",
  access: builders,
  params: datasetPath,
  query: versionListQuery,
  responses: { 200: { description: "One page", schema: versionPage } },
});

export const freezeDatasetEndpoint = defineEndpoint({
  method: "POST",
  path,
  tag,
  summary: "Freeze a dataset as its next version",
  description:
    "Answers at once; the work goes on, and the version tells how far it is. What was recorded until now is read, by the definition as it is now. 409 with `problems` when the definition cannot work, and while another version is being frozen.",
  access: builders,
  params: datasetPath,
  responses: {
    202: { description: "Begun", schema: datasetVersion },
    409: { description: "It cannot be frozen now" },
  },
});

export const getVersionEndpoint = defineEndpoint({
  method: "GET",
  path: `${path}/{version}`,
  tag,
  summary: "Read a version, and how far its freezing is",
  description: "Freezing that its process has left is taken up again.",
  access: builders,
  params: versionPath,
  responses: { 200: { description: "The version", schema: datasetVersion } },
});

export const cancelVersionEndpoint = defineEndpoint({
  method: "POST",
  path: `${path}/{version}/cancel`,
  tag,
  summary: "Stop the freezing of a version",
  description: "What was written of it is removed. The number is not used again.",
  access: builders,
  params: versionPath,
  responses: {
    200: { description: "Canceled", schema: datasetVersion },
    409: { description: "It is not being frozen" },
  },
});

export const listItemsEndpoint = defineEndpoint({
  method: "GET",
  path: `${path}/{version}/items`,
  tag,
  summary: "List the examples of a version, in the order of the file",
  access: builders,
  params: versionPath,
  query: itemListQuery,
  responses: { 200: { description: "One page", schema: writtenExamplePage }, ...unfinished, ...gone },
});

export const downloadVersionEndpoint = defineEndpoint({
  method: "GET",
  path: `${path}/{version}/download`,
  tag,
  summary: "Download a version",
  description:
    "The same bytes each time; their SHA-256 is in the manifest, that of a .gz of what is in it. Erasing a person changes it, and the manifest says so.",
  access: builders,
  params: versionPath,
  query: downloadQuery,
  responses: {
    200: { description: "The file", contentType: "application/x-ndjson" },
    ...unfinished,
    ...gone,
  },
});

export const getReportEndpoint = defineEndpoint({
  method: "GET",
  path: `${path}/{version}/report`,
  tag,
  summary: "Read what became of every row that was considered",
  access: builders,
  params: versionPath,
  responses: { 200: { description: "The report", schema: exportReport }, ...unfinished },
});

export const getManifestEndpoint = defineEndpoint({
  method: "GET",
  path: `${path}/{version}/manifest`,
  tag,
  summary: "Read what a version was made of, with the SHA-256 of its files",
  access: builders,
  params: versionPath,
  responses: { 200: { description: "The manifest", schema: manifest }, ...unfinished },
});

export const diffVersionsEndpoint = defineEndpoint({
  method: "GET",
  path: `${path}/{version}/diff`,
  tag,
  summary: "Compare two versions of a dataset",
  description: "By source row. `before` is the one with the lower number, whichever is in the address.",
  access: builders,
  params: versionPath,
  query: diffQuery,
  responses: { 200: { description: "Counts, and one page", schema: versionDiff }, ...unfinished, ...gone },
});
