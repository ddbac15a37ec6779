import "server-only";
import { type CookieOptions, createServerClient } from "@supabase/ssr";
import { LRUCache } from "lru-cache";
import { cookies, headers } from "next/headers";
import { env } from "@/lib/env";
import type { Client } from "./client";
import type { Database } from "./database.types";

type Cookie = { name: string; value: string; options?: CookieOptions };
type CookieStore = { getAll: () => { name: string; value: string }[]; setAll: (cookies: Cookie[]) => void };

/** Whether the site is reached over https, so that cookies must be Secure. */
export function isSecureSite(forwardedProtocol: string | null): boolean {
  // Each proxy on the way may append its own; the first one is the browser's.
  const protocol = forwardedProtocol?.split(",")[0]?.trim();
  return protocol === "https" || (env().RETUNE_SITE_URL?.startsWith("https:") ?? false);
}

/** Name of the session cookie: of its own for each Supabase project, so that two sites on one host do not sign each other out. */
export function sessionCookieName(): string {
  return `retune-${new URL(env().SUPABASE_URL).host.replace(/[^A-Za-z0-9]+/g, "-")}`;
}

/** The attributes of every session cookie: no script can read it, no other site can send it with a write. */
export function sessionCookieOptions(isSecure: boolean): CookieOptions {
  return { httpOnly: true, sameSite: "lax", secure: isSecure, path: "/" };
}

/** A Supabase client over a cookie store. Refreshes the session when it has expired, through `setAll`. */
export function createCookieClient(
  store: CookieStore,
  isSecure: boolean,
  fetchWith: typeof fetch = fetchRefreshingOnce,
): Client {
  return createServerClient<Database>(env().SUPABASE_URL, env().SUPABASE_PUBLISHABLE_KEY, {
    cookieOptions: { ...sessionCookieOptions(isSecure), name: sessionCookieName() },
    cookies: {
      getAll: store.getAll,
      setAll: (changed) =>
        store.setAll(
          changed.map((cookie) => ({
            ...cookie,
            options: { ...cookie.options, ...sessionCookieOptions(isSecure) },
          })),
        ),
    },
    global: { fetch: fetchWith },
  });
}

/** The client of the signed-in person in server components, actions and route handlers. */
export async function createSessionClient(options: { fetch?: typeof fetch } = {}): Promise<Client> {
  const store = await cookies();
  return createCookieClient(
    {
      getAll: () => store.getAll(),
      setAll: (changed) => {
        try {
          for (const { name, value, options } of changed) store.set(name, value, options);
        } catch {
          // Server components cannot set cookies; proxy.ts has refreshed the session before they run.
        }
      },
    },
    isSecureSite((await headers()).get("x-forwarded-proto")),
    options.fetch,
  );
}

const refreshes = new LRUCache<
  string,
  Promise<{ status: number; headers: [string, string][]; body: string }>
>({ max: 1000, ttl: 20_000 });

/**
 * A refresh token may be used once. A page sends several requests at the moment its token expires, each of which would
 * refresh; the first one's answer serves them all, else the others would end the session.
 */
const fetchRefreshingOnce: typeof fetch = async (input, init) => {
  const url = String(input instanceof Request ? input.url : input);
  if (!url.includes("grant_type=refresh_token") || typeof init?.body !== "string") return fetch(input, init);
  let answer = refreshes.get(init.body);
  if (!answer) {
    const body = init.body;
    answer = fetch(input, init).then(async (response) => {
      if (!response.ok) refreshes.delete(body);
      return {
        status: response.status,
        headers: [...response.headers.entries()],
        body: await response.text(),
      };
    });
    answer.catch(() => refreshes.delete(body));
    refreshes.set(body, answer);
  }
  const { status, headers, body } = await answer;
  return new Response(body, { status, headers });
};
