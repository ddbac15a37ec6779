import { ReviewDrafts } from "@/components/tuning/review/review-drafts";
import { requireMember } from "@/lib/members/session";

/** Every page of reviewing brings to the server what an earlier page had to leave on this device. */
export default async function TuningLayout({ children }: { children: React.ReactNode }) {
  const member = await requireMember();
  return <ReviewDrafts memberId={member.id}>{children}</ReviewDrafts>;
}
