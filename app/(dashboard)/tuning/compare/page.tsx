import type { Metadata } from "next";
import { VersionsPage } from "@/components/tuning/versions/versions-page";
import { requireMember } from "@/lib/members/session";

export const metadata: Metadata = { title: "Versions" };

/** /tuning/compare: prompt versions, and two of them side by side. */
export default async function Page() {
  return <VersionsPage member={await requireMember()} />;
}
