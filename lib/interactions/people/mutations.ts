import "server-only";
import { z } from "zod";
import { oneWayId } from "@/lib/privacy/ingest";
import { type Client, callFunction } from "@/lib/supabase/client";
import { type ErasedUser, erasedResult } from "./schemas";

/**
 * Erases an end user everywhere, in one transaction; answers how many rows are gone.
 * @throws AppError forbidden for anyone but an admin of every project.
 */
export async function eraseUser(client: Client, userId: string): Promise<ErasedUser> {
  return callFunction(client, "erase_user", { user_id: userId, alias: oneWayId(userId) }, erasedResult);
}

/**
 * Writes the audit entry of an export that begins; it names the person by the one-way form of their id.
 * @throws AppError forbidden.
 */
export async function recordUserExport(client: Client, userId: string): Promise<void> {
  await callFunction(client, "record_user_export", { alias: oneWayId(userId) }, z.unknown());
}
