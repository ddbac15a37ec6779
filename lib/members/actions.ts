"use server";
import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { after } from "next/server";
import { nextCookie, toLocalPath } from "@/lib/auth/local-path";
import { env } from "@/lib/env";
import { siteOrigin } from "@/lib/http/site-origin";
import { createSessionClient, isSecureSite, sessionCookieOptions } from "@/lib/supabase/session";
import { demoPassword, demoPeople } from "./demo-people";
import { emailSchema, type FormState } from "./schemas";
import { findLandingPath } from "./session";
import { describePasswordError, describeSignInError, findPasswordProblem } from "./sign-in";

/** A field of a form as text; empty when it is missing or a file. */
function read(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}

/** How long a link works: otp_expiry in supabase/config.toml. */
const LINK_SECONDS = 3600;

const badAddress = "Enter an e-mail address, such as meg@example.com.";

/**
 * The form of the sign-in page: with the button `intent=link` it mails a link, else it checks the password. Leads to
 * the form's `next` when that is a path of this site; without one, to where the person's work is.
 */
export async function signIn(_: FormState, form: FormData): Promise<FormState> {
  const typed = read(form, "email").slice(0, 400);
  const email = emailSchema.safeParse(typed);
  if (!email.success) return { status: "failed", email: typed, message: badAddress, field: "email" };
  const next = toLocalPath(form.get("next"), "");
  if (form.get("intent") === "link") return sendSignInLink(email.data, next);

  const password = read(form, "password");
  if (!password)
    return { status: "failed", email: typed, message: "Enter your password.", field: "password" };
  const client = await createSessionClient();
  const { error } = await client.auth.signInWithPassword({ email: email.data, password });
  if (error) return { status: "failed", email: typed, message: describeSignInError(error) };
  redirect(next || (await findLandingPath(client)));
}

async function sendSignInLink(email: string, next: string): Promise<FormState> {
  const client = await createSessionClient({ fetch: fetchAfterwards });
  await client.auth.signInWithOtp({
    email,
    options: { shouldCreateUser: false, emailRedirectTo: await confirmAddress(next || "/") },
  });
  // The local sign-in service leaves the target out of its links; in the same browser we remember it ourselves.
  const store = await cookies();
  const isSecure = isSecureSite((await headers()).get("x-forwarded-proto"));
  if (next) store.set(nextCookie, next, { ...sessionCookieOptions(isSecure), maxAge: LINK_SECONDS });
  else store.delete(nextCookie);
  return { status: "sent", email };
}

/** The form of the reset page: mails a link to the page where a new password is set. */
export async function requestPasswordReset(_: FormState, form: FormData): Promise<FormState> {
  const typed = read(form, "email").slice(0, 400);
  const email = emailSchema.safeParse(typed);
  if (!email.success) return { status: "failed", email: typed, message: badAddress, field: "email" };
  const client = await createSessionClient({ fetch: fetchAfterwards });
  await client.auth.resetPasswordForEmail(email.data, { redirectTo: await confirmAddress("/new-password") });
  return { status: "sent", email: email.data };
}

/**
 * Sends the request when the answer to the browser is out, and pretends that it went well. Whether an address has an
 * account can then be told neither from the answer nor from the time it takes; what goes wrong is in the log.
 */
const fetchAfterwards: typeof fetch = async (input, init) => {
  after(async () => {
    try {
      const response = await fetch(input, init);
      // 4xx is how the service says that it does not know the address.
      if (response.status >= 500 || response.status === 429) {
        throw new Error(`the sign-in service answered ${response.status}: ${await response.text()}`);
      }
    } catch (error) {
      console.error(
        JSON.stringify({ level: "error", message: "An e-mail was not sent", cause: String(error) }),
      );
    }
  });
  return Response.json({});
};

/** The address to which a link in an e-mail leads. The sign-in service refuses any that is not on its list. */
async function confirmAddress(next: string): Promise<string> {
  const url = new URL("/auth/confirm", siteOrigin(await headers()));
  url.searchParams.set("next", next);
  return url.href;
}

/** Sets a new password for the person who is signed in, and ends their sessions on other devices. */
export async function setPassword(_: FormState, form: FormData): Promise<FormState> {
  const password = read(form, "password");
  const problem = findPasswordProblem(password);
  if (problem) return { status: "failed", email: "", message: problem, field: "password" };
  if (password !== read(form, "repeated")) {
    return { status: "failed", email: "", message: "The two passwords are not the same.", field: "repeated" };
  }
  const client = await createSessionClient();
  const { error } = await client.auth.updateUser({ password });
  if (error) return { status: "failed", email: "", message: describePasswordError(error) };
  await client.auth.signOut({ scope: "others" });
  redirect("/");
}

/** Signs in as one of the demo people; refused unless this installation runs with demo data. */
export async function signInAsDemo(form: FormData): Promise<void> {
  const person = demoPeople.find(({ email }) => email === form.get("email"));
  if (env().RETUNE_DEMO !== "1" || !person) redirect("/login");
  const client = await createSessionClient();
  const { error } = await client.auth.signInWithPassword({ email: person.email, password: demoPassword });
  if (error) redirect("/login?error=demo");
  redirect(toLocalPath(form.get("next"), "") || (await findLandingPath(client)));
}

/** Signs the person out of this browser and leads to the sign-in page. Works also when the service cannot be reached. */
export async function signOut(): Promise<void> {
  const client = await createSessionClient();
  await client.auth.signOut({ scope: "local" });
  redirect("/login");
}
