import "server-only";
import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import type { z } from "zod";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import type { Database } from "./database.types";
import { isUndone, toAppError } from "./errors";

export type Client = SupabaseClient<Database>;

/** A client that acts as the bearer of `accessToken` (or as nobody): every statement runs under that principal's row-level security. */
export function createTokenClient(accessToken: string | null): Client {
  return createClient<Database>(env().SUPABASE_URL, env().SUPABASE_PUBLISHABLE_KEY, {
    auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
    ...(accessToken === null ? {} : { accessToken: async () => accessToken }),
  });
}

type FunctionName = keyof Database["public"]["Functions"];

/** Calls of one function until it is told that the database is too busy. */
const MAX_ATTEMPTS = 3;

/**
 * Calls a database function and parses what it returns. A call that was undone as a whole, because another one was in its way,
 * is made again.
 * @throws AppError for a refusal of the database, for an unreachable database, and for an answer of another shape.
 */
export async function callFunction<Name extends FunctionName, Schema extends z.ZodType>(
  client: Client,
  name: Name,
  args: Database["public"]["Functions"][Name]["Args"],
  schema: Schema,
): Promise<z.infer<Schema>> {
  let answer = await client.rpc(name, args as never);
  for (let attempt = 1; answer.error && isUndone(answer.error) && attempt < MAX_ATTEMPTS; attempt += 1)
    answer = await client.rpc(name, args as never);
  const { data, error, status } = answer;
  if (error) throw toAppError(error, status);
  const parsed = schema.safeParse(data);
  if (!parsed.success) {
    throw new AppError("internal_error", "The database answered in an unexpected shape.", {
      cause: parsed.error,
    });
  }
  return parsed.data;
}
