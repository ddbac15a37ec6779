import "server-only";
import { z } from "zod";
import { AppError } from "@/lib/errors";
import { type Client, callFunction, createTokenClient } from "@/lib/supabase/client";
import { toAppError } from "@/lib/supabase/errors";
import {
  type Preferences,
  type Principal,
  preferences,
  principal,
  type SavedView,
  savedView,
} from "./schemas";

/** Who the client acts as; null for an account that is not a member. */
export async function findPrincipal(client: Client): Promise<Principal | null> {
  const rows = await callFunction(client, "current_principal", undefined as never, z.array(principal));
  return rows[0] ?? null;
}

/**
 * Who the client acts as.
 * @throws AppError forbidden for an account that is not a member.
 */
export async function getPrincipal(client: Client): Promise<Principal> {
  const found = await findPrincipal(client);
  if (!found)
    throw new AppError(
      "forbidden",
      "This account is not a member of this installation — ask an admin to add you.",
    );
  return found;
}

/** Names of the projects the caller may read, sorted. */
export async function listProjects(client: Client): Promise<string[]> {
  return callFunction(client, "list_projects", undefined as never, z.array(z.string()));
}

/**
 * Proves that the database answers and has the functions this version calls.
 * @throws AppError unavailable otherwise, without saying what is wrong.
 */
export async function checkReady(): Promise<void> {
  try {
    await callFunction(
      createTokenClient(null),
      "authenticate_api_key",
      { key_sha256: "" },
      z.array(z.unknown()),
    );
  } catch (error) {
    throw new AppError("unavailable", "The database is not reachable or not migrated.", { cause: error });
  }
}

/** The caller's own saved views, by name. */
export async function listSavedViews(client: Client): Promise<SavedView[]> {
  const { data, error, status } = await client
    .from("saved_views")
    .select("id, name, path, search, created_at")
    .order("name");
  if (error) throw toAppError(error, status);
  return z.array(savedView).parse(data);
}

/**
 * What the caller has chosen for themselves; the defaults until then.
 * @throws AppError forbidden for programs and strangers.
 */
export async function getPreferences(client: Client): Promise<Preferences> {
  return callFunction(client, "get_preferences", undefined as never, preferences);
}
