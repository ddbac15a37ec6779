import { isAuthApiError } from "@supabase/supabase-js";
import { isAuthUnreachable } from "@/lib/supabase/errors";
import { MIN_PASSWORD_LENGTH } from "./schemas";

// Rules of the sign-in forms, apart from the actions that use them.

/** bcrypt reads no further, so the sign-in service refuses longer ones. */
const MAX_PASSWORD_BYTES = 72;

/** What is wrong with a new password, or null. */
export function findPasswordProblem(password: string): string | null {
  if (password.length < MIN_PASSWORD_LENGTH) return `Use at least ${MIN_PASSWORD_LENGTH} characters.`;
  if (Buffer.byteLength(password) > MAX_PASSWORD_BYTES) return "Use at most 72 characters.";
  return null;
}

/** The sentence for a failed sign-in. Tells a wrong password from trouble, but never whether the address is known. */
export function describeSignInError(error: unknown): string {
  if (isAuthUnreachable(error)) return "The sign-in service cannot be reached. Try again in a moment.";
  if (isAuthApiError(error)) {
    if (error.status === 429) return "Too many attempts. Wait a minute, then try again.";
    if (error.code === "email_not_confirmed") {
      return "Confirm your e-mail address first: follow the link in the message you were sent.";
    }
    if (error.status < 500) return "The e-mail address or the password is wrong.";
  }
  return "The sign-in service failed. Try again in a moment.";
}

/** The sentence for a new password that was not taken. */
export function describePasswordError(error: unknown): string {
  if (isAuthUnreachable(error)) return "The sign-in service cannot be reached. Try again in a moment.";
  if (isAuthApiError(error)) {
    if (error.code === "same_password") return "Choose a password other than the present one.";
    if (error.code === "weak_password") return "This password is too easy to guess. Choose a longer one.";
    if (error.status === 429) return "Too many attempts. Wait a minute, then try again.";
  }
  return "The password could not be changed. Ask for a new link and try again.";
}
