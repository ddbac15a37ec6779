import type { Metadata } from "next";
import { ImprovementsPage } from "@/components/tuning/improvements/improvements-page";
import { requireMember } from "@/lib/members/session";

export const metadata: Metadata = { title: "Improvements" };

/** /tuning/improvements: the notes under the filters of the URL. */
export default async function Page() {
  const member = await requireMember();
  return <ImprovementsPage member={member} />;
}
