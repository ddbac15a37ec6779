"use client";
import { useActionState } from "react";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { setPassword } from "@/lib/members/actions";
import { MIN_PASSWORD_LENGTH } from "@/lib/members/schemas";
import { FormMessage } from "./form-message";
import { SubmitButton } from "./submit-button";

/** Sets a new password for the signed-in person; `email` lets password managers file it under the right account. */
export function NewPasswordForm({ email }: { email: string }) {
  const [state, action] = useActionState(setPassword, { status: "idle" });
  const failed = state.status === "failed" ? state : null;
  return (
    <form action={action} className="flex flex-col gap-4">
      {failed && !failed.field ? <FormMessage>{failed.message}</FormMessage> : null}
      <p className="text-13 text-muted">
        For <span className="break-all text-foreground">{email}</span>. Other devices are signed out.
      </p>
      <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
      <Field
        label="New password"
        name="password"
        hint={`At least ${MIN_PASSWORD_LENGTH} characters.`}
        error={failed?.field === "password" ? failed.message : null}
      >
        <Input
          type="password"
          name="password"
          autoComplete="new-password"
          minLength={MIN_PASSWORD_LENGTH}
          required
          autoFocus
        />
      </Field>
      <Field label="Repeat it" name="repeated" error={failed?.field === "repeated" ? failed.message : null}>
        <Input type="password" name="repeated" autoComplete="new-password" required />
      </Field>
      <SubmitButton variant="primary" className="w-full">
        Set the password
      </SubmitButton>
    </form>
  );
}
