import "server-only";
import type { Client } from "@/lib/supabase/client";
import { recordRowsExport } from "@/lib/supabase/export-rows";
import type { UserFilter } from "./schemas";

/**
 * Writes the audit entry of a download that begins.
 * @throws AppError forbidden when the caller may not export rows.
 */
export const recordCostsByUserExport = (client: Client, filter: UserFilter, format: string) =>
  recordRowsExport(client, "person", filter, format);
