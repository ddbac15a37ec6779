"use client";
import { useHint } from "@/components/members/use-hint";
import { ReviewPage } from "@/components/tuning/review/review-page";
import type { Member } from "@/lib/members/schemas";

/** The review page for a member, who has perhaps not seen it before. */
export function ReviewScreen({ member }: { member: Member }) {
  const { isShown, dismiss } = useHint("review-first-turn");
  return <ReviewPage member={member} hasHints={isShown} onDismissHints={dismiss} />;
}
