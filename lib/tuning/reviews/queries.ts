import "server-only";
import { z } from "zod";
import { encodeCursor } from "@/lib/query/cursor";
import { cohenKappa } from "@/lib/stats/kappa";
import { type Client, callFunction } from "@/lib/supabase/client";
import {
  type Agreement,
  type AgreementQuery,
  agreementCounts,
  type DisagreementPage,
  type DisagreementsQuery,
  disagreement,
  type ReviewScreen,
  reviewScreen,
} from "./schemas";

/**
 * All that the review screen shows of a turn. Nobody's draft but the caller's own; while an open blind queue waits for
 * the turn, nothing that others said, but for admins.
 * @throws AppError not_found when the turn does not exist for the caller.
 */
export async function getReviewScreen(client: Client, turnId: string): Promise<ReviewScreen> {
  return callFunction(client, "get_review_screen", { turn_id: turnId }, reviewScreen);
}

/** How far two reviewers agree, per category, with Cohen's kappa. */
export async function summarizeAgreement(client: Client, query: AgreementQuery): Promise<Agreement> {
  const counts = await callFunction(client, "review_agreement", query, agreementCounts);
  return {
    ...counts,
    data: counts.data.map((row) => ({
      ...row,
      n: counts.n,
      ...cohenKappa({
        both: row.both,
        onlyFirst: row.only_first,
        onlySecond: row.only_second,
        neither: row.neither,
      }),
    })),
  };
}

const page = z.object({ data: z.array(disagreement), next: z.string().nullable() });

/**
 * One page of the turns whose first two reviewers differ in a category, newest first, with the cursor of the next. A page may be
 * shorter than `limit` when texts are large.
 */
export async function listDisagreements(
  client: Client,
  query: DisagreementsQuery,
): Promise<DisagreementPage> {
  const { limit, cursor, ...filter } = query;
  const { data, next } = await callFunction(
    client,
    "list_disagreements",
    { ...filter, page_limit: limit, page_cursor: cursor },
    page,
  );
  return { data, next_cursor: encodeCursor(next) };
}
