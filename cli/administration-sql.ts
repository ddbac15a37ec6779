import postgres from "postgres";
import { z } from "zod";
import { rowId } from "@/lib/query/fields";
import { toAppError } from "../lib/supabase/errors";
import type { OpenDatabase } from "../supabase/local/database";
import { Failure } from "../supabase/local/failure";
import { type Administration, keyRow, memberRow } from "./administration";

const signUpAnswer = z.union([
  z.object({ user: z.object({ id: rowId }) }).transform((answer) => answer.user.id),
  z.object({ id: rowId }).transform((answer) => answer.id),
]);

/** Administration as the owner of the database. Accounts are made through the sign-up of the project's Auth API. */
export function createSqlAdministration({ sql, api }: OpenDatabase): Administration {
  return {
    async listMembers() {
      const rows =
        await sql`select id, email, role, projects, created_at from public.members order by lower(email)`;
      return z.array(memberRow).parse([...rows]);
    },
    async findAccount(email) {
      const [row] = await sql<{ id: string }[]>`
        select id from auth.users where lower(email) = ${email} order by created_at limit 1
      `;
      return row?.id ?? null;
    },
    async createAccount(email, password) {
      const id = await signUp(requireAuthApi(api), email, password);
      // Whoever runs this command vouches for the address, so nobody has to wait for an e-mail.
      await sql`update auth.users set email_confirmed_at = coalesce(email_confirmed_at, now()) where id = ${id}`;
      return id;
    },
    async addMember(userId, email, { role, projects }) {
      await refusable(sql`
        insert into public.members (user_id, email, role, projects) values (${userId}, ${email}, ${role}, ${projects})
      `);
    },
    async changeMember(id, { role, projects }) {
      await refusable(sql`update public.members set role = ${role}, projects = ${projects} where id = ${id}`);
    },
    async removeMember(id) {
      await refusable(sql`delete from public.members where id = ${id}`);
    },
    async createKey(key) {
      await refusable(sql`insert into public.api_keys ${sql({ ...key })}`);
    },
    async listKeys() {
      const rows = await sql`
        select id, name, key_prefix, key_sha256, scopes, project, expires_at, revoked_at, last_used_at
        from public.api_keys order by created_at desc, id
      `;
      return z.array(keyRow).parse([...rows]);
    },
    async revokeKey(id) {
      await refusable(
        sql`update public.api_keys set revoked_at = now() where id = ${id} and revoked_at is null`,
      );
    },
    close: () => sql.end({ timeout: 5 }),
  };
}

/** Our own refusals, such as "the last admin cannot be removed", become the command's one sentence. */
async function refusable(statement: Promise<unknown>): Promise<void> {
  try {
    await statement;
  } catch (error) {
    if (error instanceof postgres.PostgresError && /^PT\d{3}$/.test(error.code))
      throw new Failure(toAppError(error).message);
    throw error;
  }
}

type AuthApi = NonNullable<OpenDatabase["api"]>;

function requireAuthApi(local: AuthApi | null): AuthApi {
  if (local) return local;
  const { SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY } = process.env;
  if (SUPABASE_URL && SUPABASE_PUBLISHABLE_KEY) return { SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY };
  throw new Failure(
    "This address has no account yet; to make one, set SUPABASE_URL and SUPABASE_PUBLISHABLE_KEY of the project to which the database belongs.",
  );
}

async function signUp(api: AuthApi, email: string, password: string): Promise<string> {
  const response = await fetch(new URL("/auth/v1/signup", api.SUPABASE_URL), {
    method: "POST",
    headers: { apikey: api.SUPABASE_PUBLISHABLE_KEY, "content-type": "application/json" },
    body: JSON.stringify({ email, password }),
  }).catch((cause: unknown) => {
    throw new Failure(`The account could not be made: ${api.SUPABASE_URL} cannot be reached.`, { cause });
  });
  const answer: unknown = await response.json().catch(() => null);
  const id = signUpAnswer.safeParse(answer);
  if (response.ok && id.success) return id.data;
  const reason = z.object({ msg: z.string() }).safeParse(answer);
  throw new Failure(
    `The account could not be made: the Auth API answered ${response.status}${reason.success ? ` (${reason.data.msg})` : ""}.`,
  );
}
