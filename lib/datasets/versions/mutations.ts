import "server-only";
import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { AppError } from "@/lib/errors";
import { type Client, callFunction } from "@/lib/supabase/client";
import { getDataset } from "../definitions/queries";
import { resolveSourceFilter } from "../definitions/source-filters";
import { countExamples, findProblems, loadRedaction, streamExamples } from "../examples/queries";
import { fileItem } from "./files";
import { claimedVersion, type FreezeStore, freezeVersion, hashPage } from "./freeze";
import { readFilePage, type VersionAddress } from "./queries";
import { type DatasetVersion, datasetVersion, type downloadQuery } from "./schemas";
import { selectRows } from "./select-rows";
import { WorkQueue } from "./work-queue";

/**
 * Begins the next version of a dataset, as it is now and of what was recorded until now. It is only begun: freezeInBackground()
 * does the work.
 * @throws AppError not_found, forbidden; conflict with `problems` when the definition cannot work, with `version` while that one is
 * being frozen.
 */
export async function createVersion(client: Client, datasetId: string): Promise<DatasetVersion> {
  const { definition, projects, version } = await getDataset(client, datasetId);
  const now = new Date();
  const problems = await findProblems(client, definition, now, { projects });
  const resolved = resolveSourceFilter(definition.source, definition.filters, now);
  const [first] = problems;
  if (first || "issues" in resolved)
    throw new AppError("conflict", `This dataset cannot be frozen: ${first?.message ?? "its filters"}`, {
      extra: { problems },
    });
  return callFunction(
    client,
    "create_dataset_version",
    {
      dataset_id: datasetId,
      dataset_version: version,
      filters: JSON.stringify(resolved.filters),
      cutoff: now.toISOString(),
    },
    datasetVersion,
  );
}

/** Versions that this process freezes at the same time; each remembers what it has written. */
const freezing = new WorkQueue(2);

/**
 * Freezes a version, or goes on with it, with the rights of whoever asks; those that wait have their turn. Never rejects: the
 * version tells how it went.
 */
export function freezeInBackground(client: Client, versionId: string): Promise<void> {
  return freezing.run(versionId, () =>
    freezeVersion(createClientStore(client, versionId, randomUUID()), {
      pause: (attempt) => delay(1_000 * attempt),
      onError: (error) =>
        console.error(
          JSON.stringify({
            level: "error",
            message: "A dataset version could not be frozen.",
            version_id: versionId,
            cause: error instanceof Error ? error.stack : String(error),
          }),
        ),
    }),
  );
}

const nothing = z.unknown();
const number = z.coerce.number();

/** The store of one version and one runner behind the API: every call is made with the rights of the client. */
function createClientStore(client: Client, version_id: string, runner: string): FreezeStore {
  const held = { version_id, runner };
  return {
    claim: () => callFunction(client, "claim_dataset_version", held, claimedVersion.nullable()),
    loadRedaction: ({ definition, projects }) => loadRedaction(client, definition, projects),
    countRows: (version) => countExamples(client, selectRows(version)),
    setTotal: async (total) => {
      await callFunction(client, "set_dataset_version_total", { ...held, total }, nothing);
    },
    readExamples: (version, after) => streamExamples(client, selectRows(version), undefined, after),
    readHashes: (after) => callFunction(client, "read_dataset_hashes", { version_id, after }, hashPage),
    append: async ({ expected_cursor, next_cursor, considered, items, account }) => {
      await callFunction(
        client,
        "append_to_dataset_version",
        {
          ...held,
          // The generated type knows no null, which stands for "none yet".
          expected_cursor: expected_cursor as string,
          next_cursor,
          considered,
          items: JSON.stringify(items.map((item, index) => ({ position: index + 1, ...item }))),
          account: JSON.stringify(account),
        },
        number,
      );
    },
    readFile: (after) => readFilePage(client, { id: version_id, after, runner }, fileItem),
    renew: async () => {
      await callFunction(client, "renew_dataset_version", held, nothing);
    },
    finish: ({ report, files, items }) =>
      callFunction(
        client,
        "finish_dataset_version",
        { ...held, report: JSON.stringify(report), files: JSON.stringify(files), seen_items: items },
        z.boolean(),
      ),
    fail: async (reason) => {
      await callFunction(client, "fail_dataset_version", { ...held, reason }, nothing);
    },
  };
}

/**
 * Stops the freezing of a version. Its items are still there: removeItems() takes them away.
 * @throws AppError not_found, forbidden, conflict when it is over
 */
export async function cancelVersion(client: Client, address: VersionAddress): Promise<DatasetVersion> {
  return callFunction(client, "cancel_dataset_version", address, datasetVersion);
}

/** Removes the items of a version that failed, was canceled or has expired, in portions. What is left the jobs remove. */
export async function removeItems(client: Client, versionId: string): Promise<void> {
  while ((await callFunction(client, "remove_dataset_items", { version_id: versionId }, number)) > 0);
}

/** Writes the audit entry of a download that begins. @throws AppError not_found, forbidden, conflict while it is not ready, gone */
export async function recordDownload(
  client: Client,
  versionId: string,
  { container, split }: z.output<typeof downloadQuery>,
): Promise<void> {
  await callFunction(client, "record_dataset_download", { version_id: versionId, container, split }, nothing);
}
