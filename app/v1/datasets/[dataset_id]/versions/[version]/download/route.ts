import { downloadVersionEndpoint } from "@/lib/datasets/versions/endpoints";
import { textOf, writeCsv, writeJsonl } from "@/lib/datasets/versions/files";
import { recordDownload } from "@/lib/datasets/versions/mutations";
import { nameFile } from "@/lib/datasets/versions/name-file";
import { findFile, streamBodies, streamItems } from "@/lib/datasets/versions/queries";
import { otherMethods } from "@/lib/http/other-methods";
import { fileResponse } from "@/lib/http/rows-file";
import { startReading } from "@/lib/http/stream";
import { withRoute } from "@/lib/http/with-route";

// GET /v1/datasets/{dataset_id}/versions/{version}/download - one of its files, the same bytes each time
export const GET = withRoute(downloadVersionEndpoint, async ({ caller, params, query, request }) => {
  const { version, dataset, file } = await findFile(caller.client, params, query);
  const { definition } = version;
  const read = { split: query.split, signal: request.signal };
  const chunks =
    textOf(query.container) === "csv"
      ? writeCsv(await startReading(streamItems(caller.client, version, read)), definition)
      : writeJsonl(await startReading(streamBodies(caller.client, version, read)));
  await recordDownload(caller.client, version.id, query);
  const name = nameFile(dataset.name, { ...version, format: definition.format, split: query.split });
  const response = fileResponse(chunks, query.container, name);
  // Of the file as it was sealed; compressed, of what is in it.
  if (file) response.headers.set("etag", `"${file.sha256}${query.container.endsWith(".gz") ? "-gzip" : ""}"`);
  return response;
});

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
