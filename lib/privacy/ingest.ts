import "server-only";
import { LRUCache } from "lru-cache";
import { z } from "zod";
import { hmacId } from "@/lib/auth/hmac";
import { AppError } from "@/lib/errors";
import { type Client, callFunction } from "@/lib/supabase/client";
import { protect, type Shape } from "./protect";
import { projectSettings } from "./schemas";

// The choke point: every mutation that stores what people or programs wrote hands it through protectInput() first.

const ingestSettings = projectSettings
  .omit({ idle_minutes: true, version: true, updated_at: true })
  .extend({ project: z.string().nullable(), is_new: z.boolean() });
type IngestSettings = z.infer<typeof ingestSettings>;

/** Where a value is written to: a project (undefined = the caller's default one), or a row of one. */
export type Target =
  | { project: string | null | undefined }
  | { row: "feedback" | "session" | "turn" | "improvement" | "interaction" | "execution"; id: string };

const TTL_MS = 2_000;

/** Per principal (its client), so that nobody is served what was looked up for somebody else. */
let caches = new WeakMap<Client, LRUCache<string, Promise<IngestSettings>>>();

/** Forgets the settings at once, after a change; other instances follow within two seconds. */
export function forgetSettings(): void {
  caches = new WeakMap();
}

/** @throws AppError unavailable when they cannot be read: nothing is then stored, rather than stored unprotected. */
async function findSettings(client: Client, target: Target): Promise<IngestSettings> {
  let cache = caches.get(client);
  if (!cache) {
    cache = new LRUCache({ max: 1_000, ttl: TTL_MS });
    caches.set(client, cache);
  }
  const key = JSON.stringify(target);
  const known = cache.get(key);
  if (known) return known;
  const found = readSettings(client, target);
  cache.set(key, found);
  found.catch(() => cache.delete(key));
  return found;
}

async function readSettings(client: Client, target: Target): Promise<IngestSettings> {
  const args =
    "row" in target
      ? { target_type: target.row, target_id: target.id }
      : target.project
        ? { project: target.project }
        : {};
  try {
    return await callFunction(client, "get_ingest_settings", args, ingestSettings);
  } catch (error) {
    if (error instanceof AppError && error.status < 500) throw error;
    throw new AppError(
      "unavailable",
      "The privacy settings cannot be read right now. Try again in a moment.",
      {
        cause: error,
      },
    );
  }
}

/**
 * What may be stored of an input, under the settings of the project it is written to. The input itself is not changed.
 * @throws AppError bad_request, with an issue for each place, where the project refuses personal data, and for the name of
 * a new project that is personal data; unavailable when the settings cannot be read.
 */
export async function protectInput<Value>(
  client: Client,
  target: Target,
  input: Value,
  shape: Shape,
  prefix = "",
): Promise<Value> {
  const settings = await findSettings(client, target);
  // A project is chosen by its name: a known one keeps it, and a new one is not made of somebody's data.
  const name = "row" in target || !settings.is_new ? undefined : target.project;
  const { issues: nameIssues } = name
    ? protect(
        { ...settings, privacy_mode: settings.privacy_mode === "off" ? "off" : "reject" },
        { project: name },
        {},
        hmacId,
      )
    : { issues: [] };
  const { value, issues } = protect(
    settings,
    input,
    { ...shape, kept: [...(shape.kept ?? []), "project"] },
    hmacId,
  );
  const all = [...nameIssues, ...issues].map((issue) => ({ ...issue, path: `${prefix}${issue.path}` }));
  if (all.length > 0) {
    const first = all[0];
    throw new AppError(
      "bad_request",
      `${first?.path}: ${first?.message}${all.length > 1 ? ` (and ${all.length - 1} more)` : ""}.`,
      { issues: all },
    );
  }
  return value;
}

/**
 * As protectInput(), but takes personal data out where the project refuses it: for texts that the caller did not write, such as
 * a model's answer, and that are recorded for what they cost.
 * @throws AppError unavailable when the settings cannot be read.
 */
export async function redactInput<Value>(
  client: Client,
  target: Target,
  input: Value,
  shape: Shape,
): Promise<Value> {
  const settings = await findSettings(client, target);
  return protect(redacting(settings), input, shape, hmacId).value;
}

const redacting = (settings: IngestSettings): IngestSettings =>
  settings.privacy_mode === "off" ? settings : { ...settings, privacy_mode: "redact" };

/**
 * As protectInput() for each item of a batch, under the settings of its own project; the issues of all of them name their
 * index under `items`.
 */
export async function protectItems<Value extends { project?: string | null | undefined }>(
  client: Client,
  items: readonly Value[],
  shape: Shape,
): Promise<Value[]> {
  const results = await Promise.allSettled(
    items.map((item, index) =>
      protectInput(client, { project: item.project }, item, shape, `items.${index}.`),
    ),
  );
  const errors = results.flatMap((result) =>
    result.status === "rejected" ? [result.reason as unknown] : [],
  );
  const other = errors.find((error) => !(error instanceof AppError) || error.code !== "bad_request");
  if (other) throw other;
  if (errors.length > 0) {
    const issues = errors
      .flatMap((error) => (error instanceof AppError ? (error.issues ?? []) : []))
      .slice(0, 1000);
    const first = errors[0] as AppError;
    throw new AppError(
      "bad_request",
      issues.length > 1
        ? `${issues[0]?.path}: ${issues[0]?.message} (and ${issues.length - 1} more).`
        : first.message,
      { issues },
    );
  }
  return results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
}

/** An idempotency key as it may be stored: the one-way form when it is personal data under the project's settings. */
export async function protectKey<Key extends string | undefined>(
  client: Client,
  target: Target,
  key: Key,
): Promise<Key> {
  if (!key) return key;
  const settings = await findSettings(client, target);
  return protect(redacting(settings), { key }, { ids: ["key"] }, hmacId).value.key as Key;
}

const isOneWay = (id: string) => /^hmac_[0-9a-f]{64}$/.test(id);

/** The one-way form of an id, under which a project may store it; the id itself when it is one already. */
export const oneWayId = (id: string): string => (isOneWay(id) ? id : hmacId(id));

/** The ids that a person may be stored under: as given, and in the one-way form. */
export function storedIds(ids: readonly string[]): string[] {
  return [...new Set(ids.flatMap((id) => [id, oneWayId(id)]))];
}

/** A filter in which every user id stands as given and in the one-way form. */
export function withStoredIds<Filter extends { user_id?: string[] }>(filter: Filter): Filter {
  return filter.user_id ? { ...filter, user_id: storedIds(filter.user_id) } : filter;
}
