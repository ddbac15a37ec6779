"use client";
import type { InfiniteData } from "@tanstack/react-query";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toListRow } from "@/lib/feedback/prepare-list";
import { type FeedbackListPage, feedbackKeys } from "@/lib/feedback/query-options";
import type { Feedback } from "@/lib/feedback/schemas";
import { type ApiError, fetchJson } from "@/lib/http/fetch-json";
import type { VoteChanges, VoteDraft } from "./use-vote-draft";

const countedFields: readonly (keyof VoteChanges)[] = ["rating", "intent", "project"];
const countedQueries: readonly unknown[] = ["count", "stats", "accuracy", "timeseries"];

/**
 * Saves a draft, unless someone has changed the vote since the draft was begun (409). The panel and every list show the
 * answer at once; figures are asked for again when the change counts in them.
 */
export function useUpdateFeedback(id: string) {
  const client = useQueryClient();
  return useMutation<Feedback, ApiError, VoteDraft>({
    mutationFn: ({ changes, base }) =>
      fetchJson<Feedback>(`/v1/feedback/${id}`, {
        method: "PUT",
        body: { ...changes, expected_updated_at: base },
      }),
    onSuccess: (vote, { changes }) => {
      client.setQueryData(feedbackKeys.detail(id), vote);
      client.setQueriesData<InfiniteData<FeedbackListPage>>(
        { queryKey: feedbackKeys.lists },
        (list) =>
          list && {
            ...list,
            pages: list.pages.map((page) =>
              page.data.some((row) => row.id === id)
                ? { ...page, data: page.data.map((row) => (row.id === id ? toListRow(vote) : row)) }
                : page,
            ),
          },
      );
      client.invalidateQueries({ queryKey: feedbackKeys.revisions(id) });
      if (countedFields.some((field) => field in changes)) {
        client.invalidateQueries({
          predicate: ({ queryKey }) => queryKey[0] === "feedback" && countedQueries.includes(queryKey[1]),
        });
      }
    },
    onError: (error) => {
      if (error.status !== 409) return;
      client.invalidateQueries({ queryKey: feedbackKeys.detail(id) });
      client.invalidateQueries({ queryKey: feedbackKeys.revisions(id) });
    },
  });
}
