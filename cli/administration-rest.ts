import { createClient } from "@supabase/supabase-js";
import { z } from "zod";
import type { Database } from "../lib/supabase/database.types";
import { type SupabaseError, toAppError } from "../lib/supabase/errors";
import { Failure } from "../supabase/local/failure";
import { type Administration, keyRow, memberRow } from "./administration";

/** The most that the API hands out at once. */
const pageSize = 1000;

/** Administration of a Supabase project through its API, with its secret key. */
export function createRestAdministration(url: string, secretKey: string): Administration {
  const client = createClient<Database>(url, secretKey, {
    auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
  });

  return {
    async listMembers() {
      const rows = await collectPages((from, to) =>
        client
          .from("members")
          .select("id, email, role, projects, created_at")
          .order("email")
          .order("id")
          .range(from, to),
      );
      return z.array(memberRow).parse(rows);
    },
    async findAccount(email) {
      for (let page = 1; ; page++) {
        const { data, error } = await client.auth.admin.listUsers({ page, perPage: pageSize });
        if (error) throw adminFailure(error);
        const found = data.users.find((user) => user.email?.toLowerCase() === email);
        if (found) return found.id;
        if (data.users.length < pageSize) return null;
      }
    },
    async createAccount(email, password) {
      const { data, error } = await client.auth.admin.createUser({ email, password, email_confirm: true });
      if (error) throw adminFailure(error);
      return data.user.id;
    },
    async addMember(userId, email, access) {
      const { error, status } = await client.from("members").insert({ user_id: userId, email, ...access });
      refuse(error, status);
    },
    async changeMember(id, access) {
      const { error, status } = await client.from("members").update(access).eq("id", id);
      refuse(error, status);
    },
    async removeMember(id) {
      const { error, status } = await client.from("members").delete().eq("id", id);
      refuse(error, status);
    },
    async createKey({ expires_at, ...key }) {
      const { error, status } = await client
        .from("api_keys")
        .insert({ ...key, expires_at: expires_at?.toISOString() ?? null });
      refuse(error, status);
    },
    async listKeys() {
      const rows = await collectPages((from, to) =>
        client
          .from("api_keys")
          .select("id, name, key_prefix, key_sha256, scopes, project, expires_at, revoked_at, last_used_at")
          .order("created_at", { ascending: false })
          .order("id")
          .range(from, to),
      );
      return z.array(keyRow).parse(rows);
    },
    async revokeKey(id) {
      const { error, status } = await client
        .from("api_keys")
        .update({ revoked_at: new Date().toISOString() })
        .eq("id", id)
        .is("revoked_at", null);
      refuse(error, status);
    },
    close: async () => {},
  };
}

type Page = { data: unknown[] | null; error: SupabaseError | null; status: number };

/** All rows of a query that is asked for page by page (first and last row, counted from 0). */
async function collectPages(read: (from: number, to: number) => PromiseLike<Page>): Promise<unknown[]> {
  const rows: unknown[] = [];
  for (;;) {
    const { data, error, status } = await read(rows.length, rows.length + pageSize - 1);
    refuse(error, status);
    rows.push(...(data ?? []));
    if ((data ?? []).length < pageSize) return rows;
  }
}

function refuse(error: SupabaseError | null, status: number): void {
  if (!error) return;
  if (status === 401) throw new Failure("The Supabase project does not accept this secret key.");
  const known = toAppError(error, status);
  if (known.code === "unavailable") throw new Failure("The Supabase project cannot be reached.");
  // Our own refusals have a sentence for people; whoever holds the secret key may read the rest as it is.
  throw new Failure(
    /^PT\d{3}$/.test(error.code ?? "") ? known.message : `The Supabase API refused: ${error.message}.`,
  );
}

/** The key has read the members by now, so it is not the key that is refused here. */
function adminFailure(error: { status?: number; message: string }): Failure {
  return [401, 403, 404, 405, 501].includes(error.status ?? 0)
    ? new Failure("This Supabase API manages no accounts: give --db-url <address> instead of --secret-key.")
    : new Failure(`The Auth API failed: ${error.message}.`);
}
