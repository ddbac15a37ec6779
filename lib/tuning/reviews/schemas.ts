import { z } from "zod";
import { cursor } from "@/lib/query/cursor";
import { note, pageOf, rowId } from "@/lib/query/fields";
import { integer, single } from "@/lib/query/parameters";
import { timestamp } from "@/lib/query/timestamp";
import { improvement } from "../improvements/schemas";
import { turn } from "../sessions/schemas";
import { categories, chunkVerdicts, severities } from "../vocabulary";

// ---- What a reviewer says of a turn ----------------------------------------------------------------------------

const scoreField = z.int().min(1, "must be 1 to 5").max(5, "must be 1 to 5").nullable();

/** A note in a review. Its id is made by the client, so that a repeated save makes one note. */
export const reviewNote = z.strictObject({
  id: rowId,
  improvement_note: note(20_000),
  category: z.enum(categories, `must be one of ${categories.join(", ")}`).nullable(),
  severity: z.enum(severities, `must be one of ${severities.join(", ")}`).nullable(),
});
export type ReviewNote = z.infer<typeof reviewNote>;

/** Verdicts by position of the search result ("0", "1", ...), and under `missing` what should have been found. */
export const chunkVerdictsField = z
  .strictObject({
    verdicts: z.record(
      z.string().regex(/^\d{1,3}$/, "must be the position of a search result"),
      z.enum(chunkVerdicts, `must be one of ${chunkVerdicts.join(", ")}`),
    ),
    missing: note(20_000).nullable(),
  })
  .meta({
    description: "Verdicts by position of the search result, and what should have been found but was not.",
  });

/** All that one reviewer says of one turn: the form of the review screen. Absent = not said. */
export const reviewContent = z
  .strictObject({
    better_response: note(500_000).nullable(),
    thumbs: z.union([z.literal(1), z.literal(-1)]).nullable(),
    professionalism_score: scoreField,
    empathy_score: scoreField,
    clarity_score: scoreField,
    has_policy_citation: z.boolean().nullable(),
    appropriate_action_suggested: z.boolean().nullable(),
    structure_complete: z.boolean().nullable(),
    chunk_verdicts: chunkVerdictsField,
    improvements: z.array(reviewNote).max(100, "has at most 100 notes"),
    removed_improvements: z.array(rowId).max(1000, "has at most 1,000 notes").optional().meta({
      description:
        "Ids of your notes that were removed in this form: finishing deletes these, and leaves notes that the form has not shown alone.",
    }),
  })
  .meta({ id: "TurnReviewContent" });
export type ReviewContent = z.infer<typeof reviewContent>;

/** A draft: the same form, in which texts may still be empty. */
export const reviewDraft = reviewContent
  .extend({
    better_response: z.string().max(500_000).nullable(),
    chunk_verdicts: chunkVerdictsField.extend({ missing: z.string().max(20_000).nullable() }),
    improvements: z
      .array(reviewNote.extend({ improvement_note: z.string().max(20_000) }))
      .max(100, "has at most 100 notes"),
  })
  .meta({ id: "TurnReviewDraft" });
export type ReviewDraft = z.infer<typeof reviewDraft>;

const locking = {
  version: z.int().min(0).optional().meta({
    description: "The version you saw (0 = none yet); 409 when the review was saved elsewhere since.",
  }),
  queue_id: rowId.optional().meta({ description: "The queue the turn was claimed from." }),
};

/** PUT /v1/tuning/turns/{id}/review */
export const reviewInput = z
  .discriminatedUnion("state", [
    z.strictObject({ state: z.literal("draft"), content: reviewDraft, ...locking }),
    z.strictObject({ state: z.literal("done"), content: reviewContent, ...locking }),
    z.strictObject({ state: z.literal("skipped"), ...locking }),
  ])
  .meta({ id: "TurnReviewInput" });
export type ReviewInput = z.infer<typeof reviewInput>;

/** A reviewer's own review of a turn. */
export const turnReview = z
  .object({
    turn_id: rowId,
    reviewer_id: rowId,
    reviewer_label: z.string().nullable(),
    state: z.enum(["draft", "done", "skipped"]),
    version: z.int(),
    content: reviewContent.meta({ description: "What is finished; empty until the review is done." }),
    draft: reviewDraft.nullable().meta({ description: "What was typed since and is not finished." }),
    done_at: timestamp.nullable(),
    updated_at: timestamp,
  })
  .meta({ id: "TurnReview" });
export type TurnReview = z.infer<typeof turnReview>;

/** Someone else's finished review. */
export const otherReview = turnReview.omit({ draft: true, state: true });

/** A claim of the caller on a turn. */
export const claim = z
  .object({ queue_id: rowId, turn_id: rowId, claimed_until: timestamp })
  .meta({ id: "ReviewClaim" });
export type Claim = z.infer<typeof claim>;

/** GET /v1/tuning/turns/{id}/review: all the review screen needs of one turn. */
export const reviewScreen = z
  .object({
    turn: turn.extend({
      master_prompt_version: z.string().nullable(),
      branch_name: z.string().nullable(),
      tester_name: z.string().nullable(),
      session_turns: z.int(),
    }),
    review: turnReview.nullable().meta({ description: "Your own review." }),
    improvements: z
      .array(improvement)
      .meta({ description: "Notes on this turn that you may see, yours among them." }),
    others: z.array(otherReview).meta({ description: "Finished reviews of others that you may see." }),
    is_blind: z.boolean().meta({ description: "Reviews of others are hidden until the turn is complete." }),
    claims: z.array(claim).meta({ description: "Your live claims on this turn." }),
  })
  .meta({ id: "TurnReviewScreen" });
export type ReviewScreen = z.infer<typeof reviewScreen>;

/** POST /v1/tuning/turns/{id}/review/undo: takes the last done or skipped back. */
export const reviewUndoInput = z.strictObject({
  version: z.int().min(1).meta({ description: "The version that the change made." }),
});

/** POST /v1/tuning/turns/{id}/claim: keeps a claim while the turn is open on the screen. */
export const claimInput = z.strictObject({ queue_id: rowId });

/** DELETE /v1/tuning/turns/{id}/claim */
export const claimQuery = z.strictObject({
  queue_id: single(rowId, "The queue the turn was claimed from."),
});

// ---- Agreement and adjudication --------------------------------------------------------------------------------

/** GET /v1/tuning/agreement */
export const agreementQuery = z.strictObject({
  project: single(z.string().min(1).max(200), "Project.").optional(),
  queue_id: single(rowId, "Only turns of this queue.").optional(),
});
export type AgreementQuery = z.output<typeof agreementQuery>;

/** Over turns that two reviewers both finished; first = the one who finished first. */
export const agreementCategory = z.object({
  category: z.enum(categories),
  n: z.int().meta({ description: "Turns that two people finished." }),
  both: z.int(),
  only_first: z.int(),
  only_second: z.int(),
  neither: z.int(),
  observed: z.number().nullable().meta({ description: "Share of turns on which both say the same, 0-1." }),
  kappa: z
    .number()
    .nullable()
    .meta({ description: "Cohen's kappa; null without turns and where chance agreement is 1." }),
});
export type AgreementCategory = z.infer<typeof agreementCategory>;

/** What the database counts; the shares and kappas are made of it. */
export const agreementCounts = z.object({
  n: z.int(),
  disagreements: z.int(),
  adjudicated: z.int(),
  data: z.array(agreementCategory.omit({ n: true, observed: true, kappa: true })),
});

export const agreement = z
  .object({
    n: z.int(),
    disagreements: z.int().meta({ description: "Turns on which they differ in at least one category." }),
    adjudicated: z.int(),
    data: z.array(agreementCategory),
  })
  .meta({ id: "ReviewAgreement" });
export type Agreement = z.infer<typeof agreement>;

/** GET /v1/tuning/agreement/turns: turns to adjudicate. */
export const disagreementsQuery = z
  .strictObject({
    project: single(z.string().min(1).max(200), "Project.").optional(),
    queue_id: single(rowId, "Only turns of this queue.").optional(),
    category: single(
      z.enum(categories, `must be one of ${categories.join(", ")}`),
      "Only turns on which they differ in this category.",
    ).optional(),
    side: single(
      z.enum(["first", "second"], "must be first or second"),
      "With category: only turns on which this reviewer alone has a note of it.",
    ).optional(),
    is_adjudicated: single(
      z.enum(["true", "false"], "must be true or false").transform((value) => value === "true"),
      "Only adjudicated (true) or open (false) ones.",
    ).optional(),
    limit: integer(1, 1000, "Rows a page.").default(50),
    cursor: single(cursor, "next_cursor of the page before.").optional(),
  })
  .refine((value) => value.side === undefined || value.category !== undefined, {
    path: ["side"],
    error: "needs a category",
  });
export type DisagreementsQuery = z.output<typeof disagreementsQuery>;
const side = z.object({
  reviewer_id: rowId,
  reviewer_label: z.string().nullable(),
  categories: z.array(z.enum(categories)),
});

const adjudicated = {
  categories: z.array(z.enum(categories)).max(6),
  professionalism_score: scoreField,
  empathy_score: scoreField,
  clarity_score: scoreField,
  has_policy_citation: z.boolean().nullable(),
  appropriate_action_suggested: z.boolean().nullable(),
  structure_complete: z.boolean().nullable(),
  note: note(20_000).nullable(),
};
/** PUT /v1/tuning/turns/{id}/adjudication */
export const adjudicationInput = z.strictObject(adjudicated).meta({ id: "TurnAdjudicationInput" });
export type AdjudicationInput = z.infer<typeof adjudicationInput>;
export const adjudication = z
  .object({
    ...adjudicated,
    turn_id: rowId,
    adjudicator_label: z.string().nullable(),
    updated_at: timestamp,
  })
  .meta({ id: "TurnAdjudication" });
export type Adjudication = z.infer<typeof adjudication>;

export const disagreement = z
  .object({
    turn_id: rowId,
    session_id: rowId,
    turn_number: z.int(),
    user_message: z.string(),
    era_response: z.string(),
    first: side,
    second: side,
    differs_in: z.array(z.enum(categories)),
    adjudication: adjudication.nullable(),
  })
  .meta({ id: "ReviewDisagreement" });
export type Disagreement = z.infer<typeof disagreement>;
export const disagreementPage = pageOf(disagreement);
export type DisagreementPage = z.infer<typeof disagreementPage>;
