import { z } from "zod";
import { defineEndpoint } from "@/lib/http/endpoint";
import {
  compareInput,
  compareQuery,
  comparison,
  keptComparison,
  keptComparisonList,
  promptVersion,
  versionInput,
  versionList,
  versionListQuery,
} from "./schemas";

const tag = "tuning";
const versionParams = z.object({ version: z.string().min(1).max(200) });
const readers = { allowed: "Members, and keys with scope read or export." };

export const listVersionsEndpoint = defineEndpoint({
  method: "GET",
  path: "/v1/tuning/versions",
  tag,
  summary: "List prompt versions, newest first",
  description: "Versions that sessions name, and versions whose text was sent.",
  access: readers,
  query: versionListQuery,
  responses: { 200: { description: "The versions", schema: versionList } },
});

export const getVersionEndpoint = defineEndpoint({
  method: "GET",
  path: "/v1/tuning/versions/{version}",
  tag,
  summary: "Read a prompt version with its text",
  description: "400 naming `project` when several of your projects have the version.",
  access: readers,
  params: versionParams,
  query: versionListQuery,
  responses: { 200: { description: "The version", schema: promptVersion } },
});

export const putVersionEndpoint = defineEndpoint({
  method: "PUT",
  path: "/v1/tuning/versions/{version}",
  tag,
  summary: "Store the text of a prompt version",
  description: "Replaces the text that was sent before. Encode slashes of the version as %2F.",
  access: { allowed: "Product owners, admins, and keys with scope ingest." },
  params: versionParams,
  body: versionInput,
  responses: { 200: { description: "The version", schema: promptVersion } },
});

export const compareVersionsEndpoint = defineEndpoint({
  method: "GET",
  path: "/v1/tuning/versions/compare",
  tag,
  summary: "Compare two prompt versions",
  description:
    "Differences are b - a with a 95% interval. Turns that a blind queue still waits for count in neither notes nor reviews.",
  access: readers,
  query: compareQuery,
  responses: { 200: { description: "The comparison", schema: comparison } },
});

export const keepComparisonEndpoint = defineEndpoint({
  method: "POST",
  path: "/v1/tuning/versions/compare",
  tag,
  summary: "Compare two prompt versions and keep the result",
  access: { allowed: "Product owners and admins." },
  body: compareInput,
  responses: { 201: { description: "Kept", schema: keptComparison } },
});

export const listComparisonsEndpoint = defineEndpoint({
  method: "GET",
  path: "/v1/tuning/versions/comparisons",
  tag,
  summary: "List kept comparisons, newest first",
  description: "The newest 200.",
  access: readers,
  query: versionListQuery,
  responses: { 200: { description: "The comparisons", schema: keptComparisonList } },
});
