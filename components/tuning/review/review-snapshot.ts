import type { ApiError } from "@/lib/http/fetch-json";
import type { ReviewIssue } from "@/lib/tuning/reviews/prepare-review";
import type { ReviewDraft, TurnReview } from "@/lib/tuning/reviews/schemas";

/** Where the content is: with the server, on its way, only on this device, or at odds with what was saved elsewhere. */
export type SaveState =
  | { kind: "saved"; at: string | null }
  | { kind: "waiting" }
  | { kind: "saving" }
  | { kind: "failed"; message: string; isRetrying: boolean; isSignedOut: boolean }
  | { kind: "conflict"; stored: ReviewDraft; review: TurnReview };

export type ReviewSnapshot = {
  content: ReviewDraft;
  review: TurnReview | null;
  save: SaveState;
  issues: readonly ReviewIssue[];
  /** Others have taken every place of the turn: the content stays a draft. */
  isTaken: boolean;
  /** Whether the content would survive the end of this page. */
  isOnDevice: boolean;
};

/** Why a review was not finished. The reasons a person can act on are in the snapshot; `error` is for all others. */
export type FinishResult = { review: TurnReview } | { review: null; error: ApiError | null };

export const savedAt = (review: TurnReview | null): SaveState => ({
  kind: "saved",
  at: review?.updated_at ?? null,
});
