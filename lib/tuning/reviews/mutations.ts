import "server-only";
import { z } from "zod";
import { AppError } from "@/lib/errors";
import { protectInput } from "@/lib/privacy/ingest";
import type { Shape } from "@/lib/privacy/protect";
import { type Client, callFunction } from "@/lib/supabase/client";
import {
  type Adjudication,
  type AdjudicationInput,
  adjudication,
  type Claim,
  claim,
  type ReviewInput,
  type TurnReview,
  turnReview,
} from "./schemas";

/** What the fields of a review are to the protection of personal data. */
const reviewShape: Shape = {
  kept: ["id", "state", "queue_id", "verdicts", "categories", "category", "severity"],
};

const save = (client: Client, turnId: string, input: ReviewInput): Promise<TurnReview> =>
  callFunction(
    client,
    "save_review",
    {
      turn_id: turnId,
      state: input.state,
      content: input.state === "skipped" ? undefined : JSON.stringify(input.content),
      version: input.version,
      queue_id: input.queue_id,
    },
    turnReview,
  );

/**
 * Saves, finishes or skips the caller's review of a turn. The same request sent again is answered as the first time.
 * @throws AppError not_found; conflict with `stored_version` when the review was saved elsewhere since `version`; conflict
 * with `is_taken` when nobody is needed for the turn any more: what was sent is then kept as the caller's draft.
 */
export async function saveReview(client: Client, turnId: string, sent: ReviewInput): Promise<TurnReview> {
  const input = await protectInput(client, { row: "turn", id: turnId }, sent, reviewShape);
  try {
    return await save(client, turnId, input);
  } catch (error) {
    if (!(error instanceof AppError && error.extra?.is_taken) || input.state !== "done") throw error;
    const kept = await save(client, turnId, { state: "draft", content: input.content });
    throw new AppError("conflict", error.message, {
      extra: { ...error.extra, stored_version: kept.version },
    });
  }
}

/**
 * Takes the caller's last done or skipped back: review, notes and places in queues are as they were before.
 * @throws AppError not_found; conflict when the review was saved since, or there is nothing to take back.
 */
export async function undoReview(client: Client, turnId: string, version: number): Promise<TurnReview> {
  return callFunction(client, "undo_review", { turn_id: turnId, version }, turnReview);
}

/**
 * Makes the caller's claim on a turn last 10 more minutes.
 * @throws AppError not_found; conflict with `is_lost` when it was given back or someone else has taken it.
 */
export async function renewClaim(client: Client, turnId: string, queueId: string): Promise<Claim> {
  return callFunction(client, "renew_claim", { turn_id: turnId, queue_id: queueId }, claim);
}

/** Gives the caller's claim on a turn back; harmless when there is none. @throws AppError not_found */
export async function releaseClaim(client: Client, turnId: string, queueId: string): Promise<void> {
  await callFunction(client, "release_claim", { turn_id: turnId, queue_id: queueId }, z.unknown());
}

/** Decides what holds of a turn where its reviewers differ; the metrics of the turn follow. @throws AppError not_found, forbidden */
export async function saveAdjudication(
  client: Client,
  turnId: string,
  input: AdjudicationInput,
): Promise<Adjudication> {
  const safe = await protectInput(client, { row: "turn", id: turnId }, input, reviewShape);
  return callFunction(
    client,
    "save_adjudication",
    { turn_id: turnId, input: JSON.stringify(safe) },
    adjudication,
  );
}
