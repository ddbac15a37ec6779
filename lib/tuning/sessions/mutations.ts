import "server-only";
import { z } from "zod";
import { hmac } from "@/lib/auth/hmac";
import { AppError, type Issue } from "@/lib/errors";
import type { FileFormat } from "@/lib/format/file-format";
import { protectInput, protectKey } from "@/lib/privacy/ingest";
import type { Shape } from "@/lib/privacy/protect";
import { rowId } from "@/lib/query/fields";
import { type Client, callFunction } from "@/lib/supabase/client";
import {
  type ImportedSession,
  type ImportReportLine,
  type ImportSummary,
  type RecordedTurns,
  type Session,
  type SessionFilter,
  type SessionInput,
  type SessionUpdate,
  session,
  type Turn,
  type TurnInput,
  type TurnsInput,
  turn,
} from "./schemas";

type Idempotency = { key: string | undefined; body: string };

/**
 * What the fields of a session and its turns are to the protection of personal data. Testers are staff who sign what they
 * do, not end users: their names stay.
 */
const sessionShape: Shape = {
  metadata: ["metadata"],
  kept: [
    "id",
    "session_start",
    "session_end",
    "timestamp",
    "tester_id",
    "tester_email",
    "tester_name",
    "category",
    "severity",
  ],
};

const created = z.object({ status: z.enum(["created", "replayed"]), row: session });

/**
 * Starts a session. `isNew` is false when the same id or idempotency key with the same body started it before.
 * @throws AppError conflict with `extra.session_id` while the tester has an active session in the project, and when the id is
 * taken or the key was used with another body; forbidden for another project or, for a reviewer, another tester.
 */
export async function createSession(
  client: Client,
  input: SessionInput,
  idempotency: Idempotency,
): Promise<{ session: Session; isNew: boolean }> {
  const target = { project: input.project };
  const safe = await protectInput(client, target, input, sessionShape);
  const key = await protectKey(client, target, idempotency.key);
  const { row, status } = await callFunction(
    client,
    "create_tuning_session",
    {
      item: JSON.stringify(safe),
      ...withKey(
        key ? `session:${key}` : input.id && `session-id:${input.id.toLowerCase()}`,
        idempotency.body,
      ),
    },
    created,
  );
  return { session: row, isNew: status === "created" };
}

function withKey(name: string | undefined, body: string) {
  return name ? { idempotency_key: name, body_hmac: hmac(body) } : {};
}

/**
 * Changes the given fields of a session. Ending it twice is harmless: the first end stays.
 * @throws AppError not_found; forbidden for fields the caller may not change.
 */
export async function updateSession(client: Client, id: string, update: SessionUpdate): Promise<Session> {
  const kept = await protectInput(client, { row: "session", id }, update, sessionShape);
  const patch = update.project
    ? await protectInput(client, { project: update.project }, kept, sessionShape)
    : kept;
  return callFunction(
    client,
    "update_tuning_session",
    { session_id: id, patch: JSON.stringify(patch) },
    session,
  );
}

const recorded = z.object({
  status: z.enum(["recorded", "replayed"]),
  turns: z.array(z.object({ id: rowId, turn_number: z.int() })),
  turn: turn.nullable(),
});

/**
 * Records one turn (answered whole) or up to 1,000 (answered as ids and numbers), all or nothing, with their improvements.
 * `isNew` is false when the same ids or idempotency key with the same body recorded them before.
 * @throws AppError not_found; conflict with every issue by its path when numbers or ids are taken; nothing is written then.
 */
export async function recordTurns(
  client: Client,
  sessionId: string,
  input: TurnsInput,
  idempotency: Idempotency,
): Promise<{ recorded: Turn | RecordedTurns; isNew: boolean }> {
  const target = { row: "session", id: sessionId } as const;
  const safe = await protectInput(client, target, input, sessionShape);
  const key = await protectKey(client, target, idempotency.key);
  const isOne = !("turns" in safe);
  const items = isOne ? [safe] : safe.turns;
  try {
    const {
      status,
      turns,
      turn: whole,
    } = await callFunction(
      client,
      "record_tuning_turns",
      {
        session_id: sessionId,
        items: JSON.stringify(items),
        ...withKey(nameRequest(items, key), `${sessionId}\n${idempotency.body}`),
      },
      recorded,
    );
    return { recorded: isOne && whole ? whole : { turns }, isNew: status === "recorded" };
  } catch (error) {
    throw isOne ? asOneTurn(error) : error;
  }
}

/** What makes a request known again: its key, else the ids of its turns when each has one. */
function nameRequest(items: readonly TurnInput[], key: string | undefined): string | undefined {
  if (key) return `turns:${key}`;
  const ids = items.flatMap((item) => (item.id ? [item.id.toLowerCase()] : []));
  if (ids.length < items.length) return undefined;
  return ids.length === 1 ? `turn-id:${ids[0]}` : `turn-ids:${hmac(ids.join())}`;
}

const issueList = z.array(z.object({ path: z.string(), message: z.string() }));

/** Issues that the database names by the place in a list, for a body that is the turn itself. */
function asOneTurn(error: unknown): unknown {
  const issues = error instanceof AppError ? readIssues(error) : [];
  if (!(error instanceof AppError) || issues.length === 0) return error;
  const strip = (text: string) => text.replace(/\bturns\.0\./g, "");
  return new AppError(error.code, strip(error.message), {
    issues: issues.map(({ path, message }) => ({ path: strip(path), message })),
    cause: error,
  });
}

function readIssues(error: AppError): Issue[] {
  return issueList.safeParse(error.issues ?? error.extra?.issues).data ?? [];
}

/** A line of an import: a session, or what is wrong with the line. */
export type ImportLine = { line: number; value: ImportedSession } | { line: number; issues: Issue[] };

const imported = z.object({
  status: z.enum(["imported", "extended", "unchanged"]),
  id: rowId,
  turns: z.int(),
  improvements: z.int(),
});

/**
 * Refuses who may not import, before the first line is read.
 * @throws AppError forbidden.
 */
export async function checkImport(client: Client): Promise<void> {
  await callFunction(client, "check_tuning_import", undefined as never, z.unknown());
}

/**
 * Stores whole sessions as their lines arrive, each in one transaction, and reports on each; the summary comes last. A line
 * that is refused is reported and the import goes on.
 * @throws AppError when the caller may not (or no longer) import, or the database cannot be reached: what was stored until
 * then stays, and importing the same lines again stores the rest.
 */
export async function* importSessions(
  client: Client,
  lines: AsyncIterable<ImportLine>,
): AsyncGenerator<ImportReportLine | ImportSummary> {
  const summary = {
    sessions: 0,
    imported: 0,
    extended: 0,
    unchanged: 0,
    errors: 0,
    turns: 0,
    improvements: 0,
  };
  for await (const line of lines) {
    const report = await importLine(client, line);
    summary.sessions += 1;
    summary[report.status === "error" ? "errors" : report.status] += 1;
    summary.turns += report.turns ?? 0;
    summary.improvements += report.improvements ?? 0;
    yield report;
  }
  yield { summary };
}

async function importLine(client: Client, entry: ImportLine): Promise<ImportReportLine> {
  const { line } = entry;
  if ("issues" in entry) return { line, status: "error", issues: entry.issues };
  const { value } = entry;
  try {
    const safe = await protectInput(client, { project: value.project }, value, sessionShape);
    const result = await callFunction(
      client,
      "import_tuning_session",
      { item: JSON.stringify(safe) },
      imported,
    );
    return { line, ...result };
  } catch (error) {
    if (!(error instanceof AppError) || error.status >= 500 || error.code === "unauthorized") throw error;
    const issues = readIssues(error);
    if (error.code === "forbidden" && issues.length === 0) throw error;
    return {
      line,
      status: "error",
      ...(value.id ? { id: value.id } : {}),
      issues: issues.length > 0 ? issues : [{ path: "", message: error.message }],
    };
  }
}

/**
 * Writes the audit entry of a download of several sessions that begins.
 * @throws AppError forbidden when the caller may not export.
 */
export async function recordSessionsExport(
  client: Client,
  filter: SessionFilter,
  format: FileFormat | "brief",
): Promise<void> {
  await callFunction(client, "record_tuning_export", { filter: JSON.stringify(filter), format }, z.unknown());
}
