import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import type { JSONValue, Sql } from "postgres";
import postgres from "postgres";
import { z } from "zod";
import { deriveKey, digestId } from "@/lib/auth/derive-key";
import { datasetDefinition } from "@/lib/datasets/definitions/schemas";
import { type ExamplePage, examplePage } from "@/lib/datasets/examples/schemas";
import { fileItem } from "@/lib/datasets/versions/files";
import {
  type ClaimedVersion,
  claimedVersion,
  countFiles,
  type FreezeStore,
  freezeVersion,
  hashPage,
} from "@/lib/datasets/versions/freeze";
import { selectRows } from "@/lib/datasets/versions/select-rows";
import { createRedaction } from "@/lib/datasets/writing/redaction";
import { AppError } from "@/lib/errors";
import { projectSettings } from "@/lib/privacy/schemas";
import { toAppError } from "@/lib/supabase/errors";

export type FreezeJobOptions = {
  signal: AbortSignal;
  /** The secret of this installation (SUPABASE_JWT_SECRET), under which ids of end users may be stored in a one-way form. */
  secret: string | undefined;
};

/** What the job has done: versions that became ready or failed, those that are not kept, files counted again, items removed. */
export type FreezeCounts = {
  ready: number;
  failed: number;
  expired: number;
  resealed: number;
  removed: number;
};

/**
 * Freezes the versions that nobody holds, ends those that their schedule does not keep, counts the files of those again that
 * people were erased from, and removes items that are of no use. Several processes may do so side by side.
 */
export async function freezeLeftVersions(sql: Sql, options: FreezeJobOptions): Promise<FreezeCounts> {
  const { signal } = options;
  const counts: FreezeCounts = { ready: 0, failed: 0, expired: 0, resealed: 0, removed: 0 };
  const left = await sql<{ id: string }[]>`select private.list_left_dataset_versions() as id`;
  for (const { id } of left) {
    if (signal.aborted) return counts;
    const outcome = await freezeVersion(createSqlStore(sql, id, options), {
      signal,
      pause: (attempt) => delay(1_000 * attempt),
      onError: (error) => console.error(`Datasets: version ${id}:`, error),
    });
    if (outcome === "ready" || outcome === "failed") counts[outcome] += 1;
  }
  const [pruned] = await sql<{ expired: number }[]>`select private.prune_dataset_versions() as expired`;
  counts.expired = pruned?.expired ?? 0;
  const unsealed = await sql<{ id: string }[]>`select private.list_unsealed_dataset_versions() as id`;
  for (const { id } of unsealed) if (!signal.aborted && (await sealAgain(sql, id))) counts.resealed += 1;
  const leftovers = await sql<{ id: string }[]>`select private.list_dataset_leftovers() as id`;
  for (const { id } of leftovers) counts.removed += await removeItems(sql, id, signal);
  return counts;
}

const settings = z.array(
  projectSettings.pick({ project: true, detectors: true, phone_region: true, patterns: true }),
);
const number = z.coerce.number();
const filePage = z.object({ data: z.array(fileItem), next: number.nullable(), items: number });

/** The store of one version and one runner on the database itself, with its owner's rights. */
export function createSqlStore(
  sql: Sql,
  id: string,
  {
    secret,
    runner = randomUUID(),
    pageRows = 2000,
  }: { secret?: string | undefined; runner?: string; pageRows?: number },
): FreezeStore {
  const toFilter = (version: ClaimedVersion): JSONValue =>
    withStoredIds(selectRows(version).filter, secret) as JSONValue;
  async function* readExamples(version: ClaimedVersion, after: string | undefined) {
    const { source, pairs, context_turns } = selectRows(version);
    const filter = toFilter(version);
    for (let position = after ?? null, isFirst = true; isFirst || position !== null; isFirst = false) {
      const page: ExamplePage = await read(
        examplePage,
        sql`select private.read_dataset_examples(${source}, ${sql.json(filter)}, ${version.projects},
          ${sql.json({ pairs, context_turns })}, ${pageRows}, ${position}) as r`,
      );
      yield page;
      position = page.next;
    }
  }
  return {
    claim: () =>
      read(claimedVersion.nullable(), sql`select private.claim_dataset_version(${id}, ${runner}) as r`),
    loadRedaction: async ({ definition, projects }) =>
      definition.redaction === "none"
        ? undefined
        : createRedaction(
            await read(settings, sql`select private.list_redaction_settings(${projects}) as r`),
          ),
    countRows: (version) =>
      read(
        number,
        sql`select private.count_dataset_examples(${version.definition.source}, ${sql.json(toFilter(version))},
          ${version.projects}) as r`,
      ),
    setTotal: async (total) => {
      await read(z.unknown(), sql`select private.set_dataset_version_total(${id}, ${runner}, ${total}) as r`);
    },
    readExamples,
    readHashes: (after) => read(hashPage, sql`select private.read_dataset_hashes(${id}, ${after}) as r`),
    append: async ({ expected_cursor, next_cursor, considered, items, account }) => {
      const rows = JSON.stringify(items.map((item, index) => ({ position: index + 1, ...item })));
      await read(
        number,
        sql`select private.append_to_dataset_version(${id}, ${runner}, ${expected_cursor}, ${next_cursor}, ${considered},
          ${rows}, ${JSON.stringify(account)}) as r`,
      );
    },
    readFile: (after) =>
      read(filePage, sql`select private.read_dataset_file(${id}, null, true, ${after}) as r`),
    renew: async () => {
      await read(z.unknown(), sql`select private.renew_dataset_version(${id}, ${runner}) as r`);
    },
    finish: ({ report, files, items }) =>
      read(
        z.boolean(),
        sql`select private.finish_dataset_version(${id}, ${runner}, ${JSON.stringify(report)}, ${JSON.stringify(files)},
          ${items}) as r`,
      ),
    fail: async (reason) => {
      await read(z.unknown(), sql`select private.fail_dataset_version(${id}, ${runner}, ${reason}) as r`);
    },
  };
}

/** The one value of a query. @throws AppError as the API would: a refusal, or that the database cannot answer. */
async function read<Schema extends z.ZodType>(
  schema: Schema,
  query: PromiseLike<readonly { r: unknown }[]>,
): Promise<z.infer<Schema>> {
  try {
    const [row] = await query;
    return schema.parse(row?.r ?? null);
  } catch (error) {
    if (error instanceof postgres.PostgresError)
      throw toAppError({ code: error.code, message: error.message, hint: error.hint ?? null });
    const code = (error as { code?: unknown }).code;
    if (typeof code === "string" && /^(CONNECT|CONNECTION_|ECONN|EPIPE)/.test(code))
      throw new AppError("unavailable", "The database cannot be reached.", { cause: error });
    throw error;
  }
}

/** Filters find a person under the id as it is given and in its one-way form. @throws AppError without the secret that makes it */
export function withStoredIds<Filter extends { user_id?: string[] }>(
  filter: Filter,
  secret: string | undefined,
): Filter {
  const { user_id } = filter;
  if (!user_id) return filter;
  if (!secret)
    throw new AppError(
      "bad_request",
      "filters.user_id: the jobs need the secret of this installation (SUPABASE_JWT_SECRET) to find a person.",
    );
  const key = deriveKey(secret, "retune user ids");
  return { ...filter, user_id: [...new Set(user_id.flatMap((id) => [id, digestId(key, id)]))] };
}

async function sealAgain(sql: Sql, id: string): Promise<boolean> {
  const [row] = await sql`select definition from public.dataset_versions where id = ${id} and files is null`;
  if (!row) return false;
  const definition = datasetDefinition.parse(row.definition);
  const counted = await countFiles(definition, (after) =>
    read(filePage, sql`select private.read_dataset_file(${id}, null, true, ${after}) as r`),
  );
  // Erased from once more meanwhile: the next time.
  if (!counted) return false;
  return read(
    z.boolean(),
    sql`select private.reseal_dataset_version(${id}, ${JSON.stringify(counted.files)}, ${counted.items}) as r`,
  );
}

async function removeItems(sql: Sql, id: string, signal: AbortSignal): Promise<number> {
  let all = 0;
  while (!signal.aborted) {
    const removed = await read(number, sql`select private.remove_dataset_items(${id}, 20000) as r`);
    if (removed === 0) break;
    all += removed;
  }
  return all;
}
