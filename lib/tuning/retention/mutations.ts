import "server-only";
import { type Client, callFunction } from "@/lib/supabase/client";
import {
  type RestoredSession,
  type RetentionPolicy,
  type RetentionPolicyInput,
  type RetentionRunInput,
  type RetentionRunResult,
  restoredSession,
  retentionPolicy,
  retentionRunResult,
} from "./schemas";

/**
 * Sets the retention policy.
 * @throws AppError conflict when it was changed since `expected_updated_at`; forbidden but for admins of every project.
 */
export async function updatePolicy(client: Client, input: RetentionPolicyInput): Promise<RetentionPolicy> {
  const { expected_updated_at, ...policy } = input;
  return callFunction(
    client,
    "update_retention_policy",
    {
      policy: JSON.stringify(policy),
      is_checked: expected_updated_at !== undefined,
      expected_updated_at: expected_updated_at ?? undefined,
    },
    retentionPolicy,
  );
}

/**
 * Archives old sessions, or deletes old archives for good, in transactions of up to 500 sessions until none is left; a dry
 * run counts them. When it fails on the way, what was done stays done and whole, and it can be repeated.
 * @throws AppError forbidden but for admins of every project.
 */
export async function runRetention(
  client: Client,
  { action, older_than_days, dry_run }: RetentionRunInput,
): Promise<RetentionRunResult> {
  const total: RetentionRunResult = {
    action,
    dry_run,
    sessions: 0,
    turns: 0,
    improvements: 0,
    reviews: 0,
    before: "",
  };
  while (true) {
    const batch = await callFunction(
      client,
      "run_retention",
      // The first batch decides what is old, so that the run ends.
      { action, older_than_days, is_dry_run: dry_run, before: total.before || undefined },
      retentionRunResult,
    );
    total.before = batch.before;
    for (const count of ["sessions", "turns", "improvements", "reviews"] as const)
      total[count] += batch[count];
    if (dry_run || batch.sessions === 0) return total;
  }
}

/**
 * Brings an archived session back with all that belongs to it, as it was.
 * @throws AppError not_found; forbidden but for admins; conflict when its place is taken.
 */
export async function restoreArchivedSession(client: Client, id: string): Promise<RestoredSession> {
  return callFunction(client, "restore_archived_session", { session_id: id }, restoredSession);
}
