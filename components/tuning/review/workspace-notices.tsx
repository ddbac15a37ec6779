"use client";
import { useSyncExternalStore } from "react";
import { Button } from "@/components/ui/button";
import type { ReviewScreen } from "@/lib/tuning/reviews/schemas";
import { ConflictNotice } from "./conflict-notice";
import { Notice } from "./notice";
import type { ReviewStore } from "./review-store";
import type { ReviewFlow } from "./use-review-flow";

const never = () => () => {};
const nothing = () => null;

/** What a reviewer should know of this turn before going on: it went wrong, it is taken, it is done, it is not the claimed one. */
export function WorkspaceNotices({
  store,
  screen,
  queueId,
  isLost,
  flow,
}: {
  store: ReviewStore | null;
  screen: ReviewScreen | undefined;
  queueId: string | null;
  /** Someone else took the claim while the turn was open. */
  isLost: boolean;
  flow: ReviewFlow;
}) {
  const snapshot = useSyncExternalStore(store?.subscribe ?? never, store?.getSnapshot ?? nothing, nothing);
  const isTaken = snapshot?.isTaken || isLost;
  const state = snapshot?.review?.state;
  const next = (label: string) =>
    queueId ? (
      <Button variant="outline" size="sm" onClick={() => void flow.start(queueId)}>
        {label}
      </Button>
    ) : null;
  return (
    <>
      {flow.problem ? (
        <Notice
          tone="warning"
          title={`${flow.problem.title}.`}
          actions={
            <Button variant="outline" size="sm" onClick={flow.dismissProblem}>
              Close
            </Button>
          }
        >
          {flow.problem.text}
        </Notice>
      ) : null}
      {store && snapshot?.save.kind === "conflict" ? (
        <ConflictNotice
          store={store}
          mine={snapshot.content}
          stored={snapshot.save.stored}
          review={snapshot.save.review}
        />
      ) : null}
      {isTaken ? (
        <Notice
          tone="warning"
          title="Someone else has taken this turn meanwhile."
          actions={next("Next turn")}
        >
          Your place on it was free for too long. What you wrote is kept as your draft, below.
        </Notice>
      ) : state === "done" ? (
        <Notice tone="info" title="You have finished this turn." actions={next("Next turn")}>
          Changes are a draft until you press Done again.
        </Notice>
      ) : state === "skipped" ? (
        <Notice tone="info" title="You have skipped this turn." actions={next("Next turn")}>
          Done takes it back, if there is still a place.
        </Notice>
      ) : queueId && screen?.claims.every((claim) => claim.queue_id !== queueId) ? (
        <Notice tone="info" title="You are looking around." actions={next("Back to my turn")}>
          This turn is not the one that is held for you. You may review it if it is free.
        </Notice>
      ) : null}
    </>
  );
}
