"use client";
import { useQuery } from "@tanstack/react-query";
import { parseAsString, useQueryStates } from "nuqs";
import { useCallback, useEffect } from "react";
import type { Member } from "@/lib/members/schemas";
import { queueOptions } from "@/lib/tuning/queues/query-options";
import { Notice } from "./notice";
import { QueueChooser } from "./queue-chooser";
import { QueueEnd } from "./queue-end";
import { useOpenReviews } from "./review-drafts";
import { ReviewWorkspace } from "./review-workspace";
import { UndoKey } from "./undo-key";
import { useReviewFlow } from "./use-review-flow";

/** /tuning/review: chooses a queue, reviews a turn (of a queue, or one by itself), and ends with the totals. The URL says which. */
export function ReviewPage({
  member,
  hasHints,
  onDismissHints,
}: {
  member: Member;
  /** Whether the first turn still explains itself. */
  hasHints: boolean;
  onDismissHints: () => void;
}) {
  const [{ queue: queueId, turn: turnId }, setUrl] = useQueryStates(
    { queue: parseAsString, turn: parseAsString },
    { history: "push" },
  );
  const handleOpen = useCallback(
    (queue: string | null, turn: string | null) => void setUrl({ queue, turn }),
    [setUrl],
  );
  const stores = useOpenReviews();
  useEffect(() => () => stores?.forgetSaved(), [stores]);
  // Whoever has finished a turn knows how.
  const handleDone = useCallback(() => {
    if (hasHints) onDismissHints();
  }, [hasHints, onDismissHints]);
  const flow = useReviewFlow({
    stores,
    memberId: member.id,
    queueId,
    onOpen: handleOpen,
    onDone: handleDone,
  });
  const queue = useQuery({ ...queueOptions(queueId ?? ""), enabled: queueId !== null });

  if (turnId !== null) {
    return (
      <ReviewWorkspace
        turnId={turnId}
        queueId={queueId}
        memberId={member.id}
        stores={stores}
        flow={flow}
        hasHints={hasHints}
        onDismissHints={onDismissHints}
        onSelect={(turn) => handleOpen(queueId, turn)}
      />
    );
  }
  const isEnd = queue.data && (queue.data.progress.my_remaining === 0 || !queue.data.is_open);
  return (
    <div className="mx-auto grid max-w-[80rem] grid-cols-[minmax(0,1fr)] gap-5">
      <UndoKey flow={flow} />
      <h1 className="text-lg font-semibold">Review</h1>
      {flow.problem ? (
        <Notice tone="warning" title={`${flow.problem.title}.`}>
          {flow.problem.text}
        </Notice>
      ) : null}
      {isEnd ? (
        <QueueEnd queue={queue.data} />
      ) : (
        <QueueChooser role={member.role} queueId={queueId} flow={flow} />
      )}
    </div>
  );
}
