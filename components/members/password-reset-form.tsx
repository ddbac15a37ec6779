"use client";
import Link from "next/link";
import { useActionState } from "react";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { requestPasswordReset } from "@/lib/members/actions";
import { SentMessage } from "./sent-message";
import { SubmitButton } from "./submit-button";

/** Asks for the address to which a link for a new password is sent. */
export function PasswordResetForm({ isLocal }: { isLocal: boolean }) {
  const [state, action] = useActionState(requestPasswordReset, { status: "idle" });
  if (state.status === "sent") {
    return (
      <SentMessage email={state.email} what="a link to set a new password" back="/login" isLocal={isLocal} />
    );
  }
  const failed = state.status === "failed" ? state : null;
  return (
    <form action={action} className="flex flex-col gap-4">
      <p className="text-13 text-muted">Enter your address, and we send you a link to set a new password.</p>
      <Field label="E-mail" name="email" error={failed?.message}>
        <Input
          key={failed?.email}
          type="email"
          name="email"
          autoComplete="username"
          required
          defaultValue={failed?.email}
          autoFocus
        />
      </Field>
      <SubmitButton variant="primary" className="w-full">
        Send the link
      </SubmitButton>
      <Link
        href="/login"
        className="self-center text-13 text-muted underline-offset-4 hover:text-foreground hover:underline"
      >
        Back to sign-in
      </Link>
    </form>
  );
}
