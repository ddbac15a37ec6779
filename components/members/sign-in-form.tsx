"use client";
import Link from "next/link";
import { useActionState } from "react";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { signIn } from "@/lib/members/actions";
import { FormMessage } from "./form-message";
import { SentMessage } from "./sent-message";
import { SubmitButton } from "./submit-button";

/** Sign-in with a password or a link by e-mail; works before and without JavaScript. */
export function SignInForm({
  next,
  notice,
  isLocal,
}: {
  next: string;
  notice: string | null;
  isLocal: boolean;
}) {
  const [state, action] = useActionState(signIn, { status: "idle" });
  if (state.status === "sent") {
    const back = next === "" ? "/login" : `/login?next=${encodeURIComponent(next)}`;
    return <SentMessage email={state.email} what="a sign-in link" back={back} isLocal={isLocal} />;
  }
  const failed = state.status === "failed" ? state : null;
  const message = failed ? (failed.field ? null : failed.message) : notice;
  return (
    <form action={action} className="flex flex-col gap-4">
      {message ? <FormMessage>{message}</FormMessage> : null}
      <input type="hidden" name="next" value={next} />
      <Field label="E-mail" name="email" error={failed?.field === "email" ? failed.message : null}>
        <Input
          key={failed?.email}
          type="email"
          name="email"
          autoComplete="username"
          required
          defaultValue={failed?.email}
          autoFocus={!failed || failed.field === "email"}
        />
      </Field>
      <Field label="Password" name="password" error={failed?.field === "password" ? failed.message : null}>
        <Input
          key={failed?.email}
          type="password"
          name="password"
          autoComplete="current-password"
          required
          autoFocus={failed !== null && failed.field !== "email"}
        />
      </Field>
      <SubmitButton variant="primary" intent="password" className="w-full">
        Sign in
      </SubmitButton>
      <div className="flex items-center gap-3 text-xs text-muted">
        <span className="h-px flex-1 bg-border" />
        or without a password
        <span className="h-px flex-1 bg-border" />
      </div>
      <SubmitButton variant="outline" intent="link" className="w-full" formNoValidate>
        E-mail me a sign-in link
      </SubmitButton>
      <Link
        href="/login/reset"
        className="self-center text-13 text-muted underline-offset-4 hover:text-foreground hover:underline"
      >
        Forgot your password?
      </Link>
    </form>
  );
}
