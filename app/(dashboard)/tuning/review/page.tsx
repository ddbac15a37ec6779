import type { Metadata } from "next";
import { requireMember } from "@/lib/members/session";
import { ReviewScreen } from "../../review-screen";

export const metadata: Metadata = { title: "Review" };

/** /tuning/review: reviews the turns of a queue, or the turn the URL names. */
export default async function Page() {
  return <ReviewScreen member={await requireMember()} />;
}
