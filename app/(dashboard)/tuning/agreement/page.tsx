import type { Metadata } from "next";
import { AgreementPage } from "@/components/tuning/agreement/agreement-page";
import { requireMember } from "@/lib/members/session";

export const metadata: Metadata = { title: "Agreement" };

/** /tuning/agreement: how far two reviewers of the same turns agree. */
export default async function Page() {
  return <AgreementPage member={await requireMember()} />;
}
