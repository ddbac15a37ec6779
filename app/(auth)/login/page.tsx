import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { DemoSignIn } from "@/components/members/demo-sign-in";
import { SignInForm } from "@/components/members/sign-in-form";
import { toLocalPath } from "@/lib/auth/local-path";
import { env, isLocalStack } from "@/lib/env";
import { demoPeople } from "@/lib/members/demo-people";
import { findVisitor, landingPath } from "@/lib/members/session";

export const metadata: Metadata = { title: "Sign in" };

const notices: Record<string, string> = {
  link: "This link has expired or was used already. Ask for a new one.",
  unavailable: "The sign-in service cannot be reached. Try the link again in a moment.",
  demo: "The demo people do not exist here (any more).",
};

export default async function LoginPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const { next: wanted, error } = await searchParams;
  const next = toLocalPath(wanted, "");
  const visitor = await findVisitor();
  if (visitor.kind === "member") redirect(next || landingPath(visitor.member.role));
  if (visitor.kind === "stranger") redirect("/no-access");
  return (
    <>
      <h1 className="mb-6 text-xl font-semibold tracking-tight">Sign in</h1>
      <SignInForm
        next={next}
        notice={typeof error === "string" ? (notices[error] ?? null) : null}
        isLocal={isLocalStack()}
      />
      {env().RETUNE_DEMO === "1" ? <DemoSignIn people={demoPeople} next={next} /> : null}
    </>
  );
}
