import type { Metadata } from "next";
import { RetentionPage } from "@/components/tuning/retention/retention-page";
import { requireMember } from "@/lib/members/session";

export const metadata: Metadata = { title: "Retention" };

/** /tuning/retention: what becomes of old sessions. */
export default async function Page() {
  return <RetentionPage member={await requireMember()} />;
}
