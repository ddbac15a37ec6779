import { signOut } from "@/lib/members/actions";
import { SubmitButton } from "./submit-button";

/** Signs out of this browser; works without JavaScript. */
export function SignOutButton() {
  return (
    <form action={signOut}>
      <SubmitButton variant="outline">Sign out</SubmitButton>
    </form>
  );
}
