import { defineEndpoint } from "@/lib/http/endpoint";
import { datasetPreview, previewInput } from "../versions/schemas";

export const previewDatasetEndpoint = defineEndpoint({
  method: "POST",
  path: "/v1/datasets/preview",
  tag: "datasets",
  summary: "Show what a definition would write",
  description:
    "Writes the first rows as freezing would, and stores nothing: the report, the first lines with how they read, and the size of the whole file. `problems` says why freezing would be refused. 400 with `issues` that name `definition.filters.…` for filters that the source does not have.",
  access: { allowed: "Admins, and keys with scope export. Only rows of the caller's projects are read." },
  body: previewInput,
  responses: { 200: { description: "What would be written", schema: datasetPreview } },
});
