import "server-only";
import { type Client, callFunction } from "@/lib/supabase/client";
import { recordRowsExport } from "@/lib/supabase/export-rows";
import { type PatternFilter, type PatternState, type PatternUpdate, patternState } from "./schemas";

/**
 * Sets status, fixed_in_version and note of a failure pattern (only the fields given).
 * @throws AppError not_found; forbidden; conflict with `stored_version` when it is not `expected_version`, and for the status
 * regressed of a pattern that never came back.
 */
export async function updateFailurePattern(
  client: Client,
  id: string,
  update: PatternUpdate,
): Promise<PatternState> {
  const { expected_version, ...patch } = update;
  return callFunction(
    client,
    "update_failure_pattern",
    {
      pattern_id: id,
      patch: JSON.stringify(patch),
      ...(expected_version === undefined ? {} : { expected_version }),
    },
    patternState,
  );
}

/**
 * Writes the audit entry of a download that begins.
 * @throws AppError forbidden when the caller may not export rows.
 */
export const recordPatternExport = (client: Client, filter: PatternFilter, format: string) =>
  recordRowsExport(client, "failure_pattern", filter, format);
