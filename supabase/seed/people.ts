import type { TransactionSql } from "postgres";
import { z } from "zod";
import { Failure } from "../local/failure";

/** Where accounts are made: the Auth API of the stack that the database belongs to. */
export interface AuthApi {
  SUPABASE_URL: string;
  SUPABASE_PUBLISHABLE_KEY: string;
}

const DEMO_PASSWORD = "retune-demo";

/** The product owner among the demo people. */
export const DEMO_OWNER = "owner@example.com";

const demoPeople = [
  { email: "meg@example.com", role: "reviewer" },
  { email: DEMO_OWNER, role: "product_owner" },
  { email: "admin@example.com", role: "admin" },
] as const;

/**
 * Makes the three demo people, who sign in with a password that everyone knows; answers the reviewer's account id.
 * @throws Failure unless the Auth API is on this machine: such accounts must not exist where others can reach them.
 */
export async function createDemoPeople(sql: TransactionSql, auth: AuthApi): Promise<string | null> {
  if (!["127.0.0.1", "localhost", "[::1]"].includes(new URL(auth.SUPABASE_URL).hostname)) {
    throw new Failure(
      "Demo people have a password that everyone knows: they are made on a local stack only.",
    );
  }
  let reviewerId: string | null = null;
  for (const { email, role } of demoPeople) {
    const [known] = await sql<{ id: string }[]>`select id from auth.users where email = ${email}`;
    const id = known?.id ?? (await signUp(auth, email));
    await sql`update auth.users set email_confirmed_at = coalesce(email_confirmed_at, now()) where id = ${id}`;
    await sql`insert into public.members (user_id, email, role) values (${id}, ${email}, ${role}) on conflict do nothing`;
    if (role === "reviewer") reviewerId = id;
  }
  return reviewerId;
}

const signUpAnswer = z.union([
  z.object({ user: z.object({ id: z.uuid() }) }).transform((answer) => answer.user.id),
  z.object({ id: z.uuid() }).transform((answer) => answer.id),
]);

async function signUp(auth: AuthApi, email: string): Promise<string> {
  const response = await fetch(new URL("/auth/v1/signup", auth.SUPABASE_URL), {
    method: "POST",
    headers: { apikey: auth.SUPABASE_PUBLISHABLE_KEY, "content-type": "application/json" },
    body: JSON.stringify({ email, password: DEMO_PASSWORD }),
  });
  const answer = signUpAnswer.safeParse(await response.json().catch(() => null));
  if (response.ok && answer.success) return answer.data;
  throw new Failure(`The account ${email} could not be made: the Auth API answered ${response.status}.`);
}
