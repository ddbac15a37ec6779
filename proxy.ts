import { type NextRequest, NextResponse } from "next/server";
import { loginPath, pathHeader } from "@/lib/auth/local-path";
import { contentSecurityPolicy, nonceHeader } from "@/lib/http/security-headers";
import { isAuthUnreachable } from "@/lib/supabase/errors";
import { createCookieClient, isSecureSite, sessionCookieName } from "@/lib/supabase/session";

/** Pages that are there for people who are not signed in. */
const isPublic = (path: string) => /^\/(login|auth|docs)(\/|$)/.test(path);

/**
 * Gives every page a Content-Security-Policy with a nonce of its own. Refreshes the session before a page runs, because server components cannot set cookies, and spares signed-out people
 * the way through a page that would send them to /login. Who may see what is not decided here, but in the database.
 */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const path = request.nextUrl.pathname;
  const isSecure = isSecureSite(request.headers.get("x-forwarded-proto"));
  const changed: { name: string; value: string; options?: object }[] = [];
  let isSignedIn = false;
  if (request.cookies.getAll().some(({ name }) => name.startsWith(sessionCookieName()))) {
    const client = createCookieClient(
      {
        getAll: () => request.cookies.getAll(),
        setAll: (cookies) => {
          for (const { name, value } of cookies) request.cookies.set(name, value);
          changed.push(...cookies);
        },
      },
      isSecure,
    );
    const { data, error } = await client.auth.getSession();
    // An unreachable sign-in service is not a sign-out: the page then says what is wrong.
    isSignedIn = data.session !== null || isAuthUnreachable(error);
  }

  const isRead = request.method === "GET" || request.method === "HEAD";
  const headers = new Headers(request.headers);
  headers.set(pathHeader, `${path}${request.nextUrl.search}`);
  const nonce = crypto.randomUUID();
  const policy = contentSecurityPolicy(nonce, { isSecure, isDev: process.env.NODE_ENV === "development" });
  // Next.js reads the nonce for its own scripts from the request's policy; what a caller sent under these names is gone.
  headers.set(nonceHeader, nonce);
  headers.set("content-security-policy", policy);
  const response =
    isSignedIn || isPublic(path) || !isRead
      ? NextResponse.next({ request: { headers } })
      : NextResponse.redirect(new URL(loginPath(`${path}${request.nextUrl.search}`), request.nextUrl));
  response.headers.set("content-security-policy", policy);
  for (const { name, value, options } of changed) response.cookies.set(name, value, options);
  if (changed.length > 0) response.headers.set("cache-control", "private, no-store");
  return response;
}

export const config = {
  // Never the API or the metrics (the body of a matched request is buffered and cut at 10 MB), nor files.
  matcher: ["/((?!v1(?:/|$)|metrics(?:/|$)|_next/|.*\\.[A-Za-z0-9]+$).*)"],
};
