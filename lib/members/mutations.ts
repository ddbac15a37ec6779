import "server-only";
import { AppError } from "@/lib/errors";
import { type Client, callFunction } from "@/lib/supabase/client";
import { toAppError } from "@/lib/supabase/errors";
import { type Preferences, preferences, type SavedView, type SavedViewInput, savedView } from "./schemas";

/**
 * Saves a view for the caller.
 * @throws AppError conflict when the caller has a view of that name; forbidden for programs and strangers.
 */
export async function createSavedView(client: Client, input: SavedViewInput): Promise<SavedView> {
  const { data, error, status } = await client
    .from("saved_views")
    .insert(input)
    .select("id, name, path, search, created_at")
    .single();
  // A key is no member, so its view would have no owner (23503).
  if (error?.code === "23503")
    throw new AppError("forbidden", "Only members have saved views.", { cause: error });
  if (error?.code === "23505") {
    throw new AppError("conflict", "You have a view of that name already.", {
      issues: [{ path: "name", message: "is taken" }],
    });
  }
  if (error) throw toAppError(error, status);
  return savedView.parse(data);
}

/**
 * Deletes a saved view of the caller.
 * @throws AppError not_found when the caller has no such view.
 */
export async function deleteSavedView(client: Client, id: string): Promise<void> {
  const { data, error, status } = await client.from("saved_views").delete().eq("id", id).select("id");
  if (error) throw toAppError(error, status);
  if (data.length === 0) throw new AppError("not_found", "You have no such view.");
}

/**
 * Replaces what the caller has chosen for themselves.
 * @throws AppError forbidden for programs and strangers.
 */
export async function updatePreferences(client: Client, input: Preferences): Promise<Preferences> {
  return callFunction(client, "update_preferences", { preferences: JSON.stringify(input) }, preferences);
}
