import type { EmailOtpType } from "@supabase/supabase-js";
import { cookies } from "next/headers";
import type { NextRequest } from "next/server";
import { nextCookie, toLocalPath, toLocalTarget } from "@/lib/auth/local-path";
import { siteOrigin } from "@/lib/http/site-origin";
import { findLandingPath } from "@/lib/members/session";
import { isAuthUnreachable } from "@/lib/supabase/errors";
import { createSessionClient } from "@/lib/supabase/session";

const types: EmailOtpType[] = ["signup", "magiclink", "recovery", "email_change", "invite", "email"];

/**
 * GET /auth/confirm - where links in e-mails lead: signs in and goes on to the page that was asked for.
 * Takes `token_hash` and `type` (the templates in supabase/templates) or `code` (a hosted project's own templates).
 */
export async function GET(request: NextRequest): Promise<Response> {
  const { searchParams } = request.nextUrl;
  const client = await createSessionClient();
  const tokenHash = searchParams.get("token_hash");
  const type = types.find((known) => known === searchParams.get("type"));
  const code = searchParams.get("code");
  if (tokenHash && type) {
    const { error } = await client.auth.verifyOtp({ token_hash: tokenHash, type });
    if (error) return goTo(failure(error));
    if (type === "recovery" || type === "invite") return goTo("/new-password");
    const target = toLocalTarget(searchParams.get("redirect_to"), siteOrigin(request.headers));
    return goTo(target === "/" ? (await takeRemembered()) || (await findLandingPath(client)) : target);
  }
  if (code) {
    const { error } = await client.auth.exchangeCodeForSession(code);
    if (error) return goTo(failure(error));
    const next = searchParams.get("next");
    return goTo(next === "/new-password" ? next : toLocalPath(next));
  }
  return goTo("/login?error=link");
}

/** Mail scanners look at links with HEAD; that must not use up a link that works once. */
export function HEAD(): Response {
  return new Response(null, { headers: { "cache-control": "no-store" } });
}

/** Where the person wanted to go when they asked for the link in this browser; empty when they did not say. */
async function takeRemembered(): Promise<string> {
  const store = await cookies();
  const next = toLocalPath(store.get(nextCookie)?.value, "");
  if (store.has(nextCookie)) store.delete(nextCookie);
  return next;
}

function failure(error: unknown): string {
  return isAuthUnreachable(error) ? "/login?error=unavailable" : "/login?error=link";
}

/** The token is in the address of this page, so nothing may keep that address or pass it on. */
function goTo(path: string): Response {
  return new Response(null, {
    status: 303,
    headers: { location: path, "cache-control": "no-store", "referrer-policy": "no-referrer" },
  });
}
