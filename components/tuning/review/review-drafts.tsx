"use client";
import { usePathname } from "next/navigation";
import { parseAsString, useQueryState } from "nuqs";
import { createContext, useContext } from "react";
import { Button, buttonStyles } from "@/components/ui/button";
import { Notice } from "./notice";
import type { ReviewStores } from "./review-stores";
import { type LeftDraft, useLeftDrafts } from "./use-left-drafts";
import { useReviewStores } from "./use-review-stores";

type Drafts = {
  stores: ReviewStores | null;
  left: readonly LeftDraft[];
  dismiss: (turnId: string) => void;
};

const DraftsContext = createContext<Drafts>({ stores: null, left: [], dismiss: () => {} });

/** The reviews that are open on the pages below; null until it is known which other pages of this browser are. */
export const useOpenReviews = (): ReviewStores | null => useContext(DraftsContext).stores;

/** Around every page of reviewing: saves what earlier pages left on this device, and says so above the page. */
export function ReviewDrafts({ memberId, children }: { memberId: string; children: React.ReactNode }) {
  const isReview = usePathname() === "/tuning/review";
  const [turn] = useQueryState("turn", parseAsString);
  const turnId = isReview ? turn : null;
  const stores = useReviewStores(memberId);
  const { drafts, dismiss } = useLeftDrafts(stores, turnId);
  return (
    <DraftsContext value={{ stores, left: drafts, dismiss }}>
      {/* Beside a turn under review there is no "above the page": that page shows them itself. */}
      {turnId === null && drafts.length > 0 ? (
        <div className="mb-4 overflow-hidden rounded-md border [&>*:last-child]:border-b-0">
          <LeftDraftNotices />
        </div>
      ) : null}
      {children}
    </DraftsContext>
  );
}

/** What became of words that earlier pages left on this device. */
export function LeftDraftNotices() {
  const { left, dismiss } = useContext(DraftsContext);
  return left.map((draft) => (
    <Notice
      key={draft.turnId}
      tone={draft.state === "saved" ? "info" : "warning"}
      title={
        draft.state === "saved"
          ? "A draft left on this device is saved now:"
          : "A draft on this device waits for you:"
      }
      actions={
        <>
          {/* A whole load: whatever is on the screen, the draft is then opened from this device. */}
          <a
            href={`/tuning/review?turn=${draft.turnId}`}
            className={buttonStyles({ variant: "outline", size: "sm" })}
          >
            Open it
          </a>
          {draft.state === "saved" ? (
            <Button variant="ghost" size="sm" onClick={() => dismiss(draft.turnId)}>
              Close
            </Button>
          ) : null}
        </>
      }
    >
      {draft.question?.slice(0, 140) ?? "It could not be saved yet, and will be as soon as that works."}
    </Notice>
  ));
}
