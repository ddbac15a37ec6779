import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { SignOutButton } from "@/components/members/sign-out-button";
import { findVisitor } from "@/lib/members/session";

export const metadata: Metadata = { title: "Ask an admin" };

/** All that a signed-in account sees which is not a member. */
export default async function NoAccessPage() {
  const visitor = await findVisitor();
  if (visitor.kind === "nobody") redirect("/login");
  if (visitor.kind === "member") redirect("/");
  return (
    <>
      <h1 className="mb-2 text-xl font-semibold tracking-tight">Ask an admin</h1>
      <div className="flex flex-col gap-4 text-13">
        <p>
          You are signed in as <strong className="font-medium break-all">{visitor.email}</strong>, but this
          address is not a member here yet.
        </p>
        <p className="text-muted">
          Ask an admin of this installation to add it, then reload this page. If you have another address,
          sign out and use that one.
        </p>
        <SignOutButton />
      </div>
    </>
  );
}
