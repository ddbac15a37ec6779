import type { Metadata } from "next";
import { PasswordResetForm } from "@/components/members/password-reset-form";
import { isLocalStack } from "@/lib/env";

export const metadata: Metadata = { title: "Reset your password" };

export default function ResetPage() {
  return (
    <>
      <h1 className="mb-2 text-xl font-semibold tracking-tight">Reset your password</h1>
      <PasswordResetForm isLocal={isLocalStack()} />
    </>
  );
}
