import { z } from "zod";
import { MAX_BATCH_BYTES } from "@/lib/http/body";
import { defineEndpoint } from "@/lib/http/endpoint";
import { rowId } from "@/lib/query/fields";
import {
  adjudication,
  adjudicationInput,
  agreement,
  agreementQuery,
  claim,
  claimInput,
  claimQuery,
  disagreementPage,
  disagreementsQuery,
  reviewInput,
  reviewScreen,
  reviewUndoInput,
  turnReview,
} from "./schemas";

const tag = "tuning";
const turnId = z.object({ turn_id: rowId });
const readers = { allowed: "Members, and keys with scope read or export." };
const reviewers = { allowed: "Members." };
const owners = { allowed: "Product owners and admins." };

export const getReviewScreenEndpoint = defineEndpoint({
  method: "GET",
  path: "/v1/tuning/turns/{turn_id}/review",
  tag,
  summary: "Read a turn as its reviewer sees it",
  description:
    "The turn, your own review with its draft, the notes and finished reviews you may see, and your live claims. While an open blind queue waits for the turn, only admins see what others said. Keys have no review of their own.",
  access: readers,
  params: turnId,
  responses: { 200: { description: "The turn and what was said of it", schema: reviewScreen } },
});

export const saveReviewEndpoint = defineEndpoint({
  method: "PUT",
  path: "/v1/tuning/turns/{turn_id}/review",
  tag,
  summary: "Save, finish or skip your review of a turn",
  description:
    "`draft` keeps what was typed and is always taken, whatever became of a claim; it renews yours. `done` finishes: notes in `improvements` are added or changed, those in `removed_improvements` deleted (which can be undone for 30 days), and all others left alone. Without `removed_improvements`, `improvements` is the whole list of your notes on the turn, so one that is missing is deleted, unless it was made after your draft began. `skipped` gives your place back and keeps the draft. 409 when `version` is not the stored one (the answer then holds `stored_version`), and for `done` when others have taken every place of the turn (`is_taken`, `queue_id`): then the content is kept as your draft. Sending the same request again after a lost answer is answered as the first time.",
  access: reviewers,
  params: turnId,
  body: reviewInput,
  maxBodyBytes: MAX_BATCH_BYTES,
  responses: { 200: { description: "Your review", schema: turnReview } },
});

export const undoReviewEndpoint = defineEndpoint({
  method: "POST",
  path: "/v1/tuning/turns/{turn_id}/review/undo",
  tag,
  summary: "Take your last done or skipped back",
  description:
    "Your review, your notes and your places in queues are again as they were; a claim that was live is live for 10 more minutes. 409 when the review was saved since `version`, or when there is nothing to take back.",
  access: reviewers,
  params: turnId,
  body: reviewUndoInput,
  responses: { 200: { description: "Your review, as it was", schema: turnReview } },
});

export const renewClaimEndpoint = defineEndpoint({
  method: "POST",
  path: "/v1/tuning/turns/{turn_id}/claim",
  tag,
  summary: "Keep a claim for 10 more minutes",
  description: "A claim that is over is yours again if nobody took it. 409 when someone did.",
  access: reviewers,
  params: turnId,
  body: claimInput,
  responses: { 200: { description: "The claim", schema: claim } },
});

export const releaseClaimEndpoint = defineEndpoint({
  method: "DELETE",
  path: "/v1/tuning/turns/{turn_id}/claim",
  tag,
  summary: "Give a claim back",
  description: "Harmless when there is none.",
  access: reviewers,
  params: turnId,
  query: claimQuery,
  responses: { 204: { description: "Given back" } },
});

export const saveAdjudicationEndpoint = defineEndpoint({
  method: "PUT",
  path: "/v1/tuning/turns/{turn_id}/adjudication",
  tag,
  summary: "Decide what holds where two reviewers differ",
  description: "The six metrics of the turn become the ones given here.",
  access: owners,
  params: turnId,
  body: adjudicationInput,
  responses: { 200: { description: "The decision", schema: adjudication } },
});

export const getAgreementEndpoint = defineEndpoint({
  method: "GET",
  path: "/v1/tuning/agreement",
  tag,
  summary: "How far two reviewers agree, per category",
  description:
    "Over turns that at least two people finished (the first two of each). A category is present when the reviewer has a note of it on the turn. Cohen's kappa (1960) corrects the observed agreement for chance. Turns that an open blind queue still waits for are left out.",
  access: readers,
  query: agreementQuery,
  responses: { 200: { description: "One row per category", schema: agreement } },
});

export const listDisagreementsEndpoint = defineEndpoint({
  method: "GET",
  path: "/v1/tuning/agreement/turns",
  tag,
  summary: "List the turns on which two reviewers differ",
  access: readers,
  query: disagreementsQuery,
  responses: { 200: { description: "The turns, newest first", schema: disagreementPage } },
});
