import "server-only";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { loginPath, pathHeader } from "@/lib/auth/local-path";
import { AppError } from "@/lib/errors";
import type { Client } from "@/lib/supabase/client";
import { isAuthUnreachable } from "@/lib/supabase/errors";
import { createSessionClient } from "@/lib/supabase/session";
import { findPrincipal } from "./queries";
import type { Member, Role } from "./schemas";

/** Who looks at a page: nobody signed in, an account without membership, or a member. */
export type Visitor =
  | { kind: "nobody" }
  | { kind: "stranger"; email: string }
  | { kind: "member"; member: Member };

/**
 * Who looks at this page, decided by the database; asked once per request.
 * @throws AppError unavailable when the database or the sign-in service cannot be reached.
 */
export const findVisitor = cache(async (): Promise<Visitor> => {
  const client = await createSessionClient();
  // Unverified on purpose: the database verifies the token in findPrincipal().
  const { data, error } = await client.auth.getSession();
  if (!data.session) {
    if (isAuthUnreachable(error)) throw new AppError("unavailable", "The sign-in service cannot be reached.");
    return { kind: "nobody" };
  }
  try {
    const principal = await findPrincipal(client);
    if (principal?.kind === "member" && principal.role) {
      return { kind: "member", member: { ...principal, kind: "member", role: principal.role } };
    }
  } catch (refused) {
    if (refused instanceof AppError && refused.code === "unauthorized") return { kind: "nobody" };
    throw refused;
  }
  const { data: account } = await client.auth.getUser();
  return account.user ? { kind: "stranger", email: account.user.email ?? "" } : { kind: "nobody" };
});

/**
 * The member who looks at this page. Sends everyone else away: signed-out people to /login (and back here
 * afterwards), accounts without membership to /no-access.
 */
export const requireMember = cache(async (): Promise<Member> => {
  const visitor = await findVisitor();
  if (visitor.kind === "member") return visitor.member;
  if (visitor.kind === "stranger") redirect("/no-access");
  redirect(loginPath((await headers()).get(pathHeader)));
});

/** The page where the work of a role is: reviewers review, everyone else looks at the overview. */
export const landingPath = (role: Role | null): string => (role === "reviewer" ? "/tuning/review" : "/");

/** Where a person who has just signed in and asked for no page is sent. */
export async function findLandingPath(client: Client): Promise<string> {
  return landingPath((await findPrincipal(client))?.role ?? null);
}
