import "server-only";
import { z } from "zod";
import { AppError } from "@/lib/errors";
import { encodeCursor } from "@/lib/query/cursor";
import { type Client, callFunction } from "@/lib/supabase/client";
import {
  type ArchivedSessionDetail,
  type ArchiveListQuery,
  type ArchivePage,
  archivedSession,
  archivedSessionDetail,
  type RetentionPolicy,
  retentionPolicy,
} from "./schemas";

/**
 * The retention policy; off until someone sets one.
 * @throws AppError forbidden but for admins of every project.
 */
export async function getPolicy(client: Client): Promise<RetentionPolicy> {
  return callFunction(client, "get_retention_policy", undefined as never, retentionPolicy);
}

const page = z.object({ data: z.array(archivedSession), next: z.string().nullable() });

/** One page of archived sessions, last archived first, with the cursor of the next. */
export async function listArchive(client: Client, query: ArchiveListQuery): Promise<ArchivePage> {
  const { data, next } = await callFunction(
    client,
    "list_archive",
    {
      filter: JSON.stringify(query.filter),
      page_limit: query.limit,
      page_cursor: query.cursor ?? undefined,
    },
    page,
  );
  return { data, next_cursor: encodeCursor(next) };
}

/**
 * An archived session with its turns and the notes that the caller may see.
 * @throws AppError not_found when it does not exist for the caller.
 */
export async function getArchivedSession(client: Client, id: string): Promise<ArchivedSessionDetail> {
  const found = await callFunction(
    client,
    "get_archived_session",
    { session_id: id },
    archivedSessionDetail.nullable(),
  );
  if (!found) throw new AppError("not_found", "There is no such archived session.");
  return found;
}
