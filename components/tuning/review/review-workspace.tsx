"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useRef } from "react";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { queueOptions } from "@/lib/tuning/queues/query-options";
import { reviewScreenOptions } from "@/lib/tuning/reviews/query-options";
import { ConversationPane } from "./conversation-pane";
import { FirstTurnHints } from "./first-turn-hints";
import { LeftDraftNotices } from "./review-drafts";
import { ReviewFooter } from "./review-footer";
import { ReviewForm } from "./review-form";
import { ReviewHeader } from "./review-header";
import type { ReviewStores } from "./review-stores";
import { useClaims } from "./use-claim";
import type { ReviewFlow } from "./use-review-flow";
import { useReviewKeys } from "./use-review-keys";
import { WorkspaceNotices } from "./workspace-notices";

/** One turn under review, with the conversation around it. */
export function ReviewWorkspace({
  turnId,
  queueId,
  memberId,
  stores,
  flow,
  hasHints,
  onDismissHints,
  onSelect,
}: {
  turnId: string;
  queueId: string | null;
  memberId: string;
  stores: ReviewStores | null;
  flow: ReviewFlow;
  hasHints: boolean;
  onDismissHints: () => void;
  onSelect: (turnId: string) => void;
}) {
  const { data, error, isPlaceholderData, refetch } = useQuery({
    ...reviewScreenOptions(turnId),
    // What is typed is the newest there is; another's review may wait until the turn is opened again.
    refetchOnWindowFocus: false,
    placeholderData: keepPreviousData,
  });
  const queue = useQuery({ ...queueOptions(queueId ?? ""), enabled: queueId !== null });
  const screen = isPlaceholderData ? undefined : data;
  const store = useMemo(() => (screen && stores ? stores.open(screen) : null), [screen, stores]);
  const claim = screen?.claims.find((each) => each.queue_id === queueId) ?? screen?.claims[0];
  const lost = useClaims(useHeldClaims(screen?.claims));
  const claimedFrom = claim?.queue_id;

  useEffect(() => {
    if (!store || !screen) return;
    store.offer(screen);
    store.start(claimedFrom);
  }, [store, screen, claimedFrom]);
  useEffect(() => () => store?.dispose(), [store]);

  const following = useRef<string | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const label = screen ? `Turn ${screen.turn.turn_number}` : "The turn";
  const handleDone = () => void flow.finish(turnId, label, "done", following.current);
  const handleSkip = () => void flow.finish(turnId, label, "skipped", following.current);
  const handleUndo = () => void flow.undo(undefined, screen?.review ?? null);
  const handleTurn = () => {
    heading.current?.focus({ preventScroll: true });
    heading.current?.closest("section")?.scrollIntoView({ block: "start" });
  };
  useReviewKeys({
    onDone: handleDone,
    onSkip: handleSkip,
    onUndo: handleUndo,
    onLeave: (isInForm) => {
      if (isInForm) heading.current?.focus();
      else if (hasHints) onDismissHints();
    },
  });

  if (error && !data) {
    return (
      <ErrorState
        error={error}
        title="This turn cannot be shown"
        onRetry={() => refetch()}
        className="min-h-[50dvh]"
      />
    );
  }
  return (
    <div className="-mx-4 -my-5 flex flex-col lg:-mx-6 lg:h-[calc(100dvh-3.5rem)]">
      <ReviewHeader queue={queue.data} screen={data} />
      {hasHints ? <FirstTurnHints onDismiss={onDismissHints} /> : null}
      <LeftDraftNotices />
      <WorkspaceNotices
        store={store}
        screen={screen}
        queueId={queueId}
        isLost={lost.has(turnId)}
        flow={flow}
      />
      <div className="grid min-h-0 flex-1 lg:grid-cols-[minmax(0,1fr)_25rem] lg:grid-rows-[minmax(0,3fr)_minmax(0,2fr)] xl:grid-cols-[minmax(0,1fr)_19rem_25rem] xl:grid-rows-1">
        {data ? (
          <ConversationPane
            key={data.turn.session_id}
            screen={data}
            turnId={turnId}
            heading={heading}
            following={following}
            progress={queue.data?.progress}
            onSelect={onSelect}
          />
        ) : (
          <PaneSkeleton label="Loading the conversation" />
        )}
        {store && screen ? (
          <ReviewForm key={turnId} screen={screen} store={store} memberId={memberId} />
        ) : error ? (
          <ErrorState error={error} title="This turn cannot be shown" onRetry={() => refetch()} />
        ) : (
          <>
            <PaneSkeleton label="Loading what was retrieved" />
            <PaneSkeleton
              label="Loading your review"
              className="lg:col-start-2 lg:row-span-2 lg:row-start-1 xl:col-start-3 xl:row-span-1"
            />
          </>
        )}
      </div>
      <ReviewFooter
        store={store}
        isBusy={flow.isBusy}
        onDone={handleDone}
        onSkip={handleSkip}
        onUndo={handleUndo}
        onTurn={handleTurn}
      />
    </div>
  );
}

/** The claims of the turns looked at since the page was opened: looking at a neighbour does not give a claim up. */
function useHeldClaims(claims: ReviewClaims | undefined): ReviewClaims {
  const held = useRef<ReviewClaims>([]);
  return useMemo(() => {
    if (claims && claims.length > 0) held.current = claims;
    return held.current;
  }, [claims]);
}
type ReviewClaims = readonly { queue_id: string; turn_id: string; claimed_until: string }[];

function PaneSkeleton({ label, className }: { label: string; className?: string }) {
  return (
    <div role="status" aria-label={label} className={className}>
      <div className="grid gap-4 p-4">
        <Skeleton className="h-5 w-1/3" />
        <Skeleton className="h-24 w-full" />
        <Skeleton className="h-16 w-full" />
      </div>
    </div>
  );
}
