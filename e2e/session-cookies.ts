import { createServerClient } from "@supabase/ssr";
import type { Person } from "./person";

/** Name of the session cookie for a Supabase project, as lib/supabase/session.ts builds it. */
function sessionCookieName(): string {
  return `retune-${new URL(process.env.SUPABASE_URL ?? "").host.replace(/[^A-Za-z0-9]+/g, "-")}`;
}

/** The cookies of a browser in which this person is signed in. */
export async function createSessionCookies(person: Person): Promise<{ name: string; value: string }[]> {
  const jar = new Map<string, string>();
  const client = createServerClient(
    process.env.SUPABASE_URL ?? "",
    process.env.SUPABASE_PUBLISHABLE_KEY ?? "",
    {
      cookieOptions: { name: sessionCookieName() },
      cookies: {
        getAll: () => [...jar].map(([name, value]) => ({ name, value })),
        setAll: (cookies) => {
          for (const { name, value } of cookies) jar.set(name, value);
        },
      },
    },
  );
  const { error } = await client.auth.signInWithPassword({ email: person.email, password: person.password });
  if (error) throw error;
  return [...jar].map(([name, value]) => ({ name, value }));
}

/** The Cookie header of a browser in which this person is signed in, for requests that no browser sends. */
export async function createSessionCookie(person: Person): Promise<string> {
  return (await createSessionCookies(person)).map(({ name, value }) => `${name}=${value}`).join("; ");
}
