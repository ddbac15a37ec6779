import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { NewPasswordForm } from "@/components/members/new-password-form";
import { findVisitor } from "@/lib/members/session";

export const metadata: Metadata = { title: "Set a new password" };

/** Where the link of a reset leads, signed in by it. */
export default async function NewPasswordPage() {
  const visitor = await findVisitor();
  if (visitor.kind === "nobody") redirect("/login?error=link");
  return (
    <>
      <h1 className="mb-2 text-xl font-semibold tracking-tight">Set a new password</h1>
      <NewPasswordForm email={visitor.kind === "member" ? visitor.member.label : visitor.email} />
    </>
  );
}
