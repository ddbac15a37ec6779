"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { ArrowRightLeft } from "lucide-react";
import { useEffect, useMemo, useRef } from "react";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { formatCount } from "@/lib/format/number";
import { threadOptions } from "@/lib/interactions/conversations/query-options";
import { handedFrom } from "@/lib/interactions/prepare-thread";
import type { Interaction } from "@/lib/interactions/schemas";
import type { Member } from "@/lib/members/schemas";
import { ConversationFacts } from "./conversation-facts";
import { InteractionTurn } from "./interaction-turn";

/** A whole conversation in order, with its totals above; `opened` is marked and in view. */
export function Thread({
  conversationId,
  opened,
  member,
}: {
  conversationId: string;
  opened: Interaction | null;
  member: Member;
}) {
  const query = useInfiniteQuery(threadOptions(conversationId));
  const pages = query.data?.pages;
  const turns = useMemo(() => (pages ?? []).flatMap((page) => page.data), [pages]);
  const conversation = pages?.[0]?.conversation;
  const list = useRef<HTMLOListElement>(null);
  const show = (id: string) =>
    list.current?.querySelector(`[data-turn="${CSS.escape(id)}"]`)?.scrollIntoView({ block: "start" });

  const openedId = opened?.id;
  const isThere = turns.some((turn) => turn.id === openedId);
  // The first interaction is below the totals, which are worth seeing.
  const isFirst = turns[0]?.id === openedId;
  useEffect(() => {
    const turn =
      openedId && isThere ? list.current?.querySelector(`[data-turn="${CSS.escape(openedId)}"]`) : undefined;
    if (isFirst) list.current?.previousElementSibling?.scrollIntoView({ block: "end" });
    else turn?.scrollIntoView({ block: "start" });
  }, [openedId, isThere, isFirst]);

  if (query.isPending) return <ThreadSkeleton />;
  if (!conversation) {
    return (
      <ErrorState
        error={query.error}
        title="This conversation cannot be shown"
        onRetry={() => query.refetch()}
      />
    );
  }
  const agentOf = new Map(turns.map((turn) => [turn.id, turn.agent_type]));
  const canRate = member.role === "admin";
  return (
    <>
      <ConversationFacts conversation={conversation} />
      {opened && !isThere ? (
        <section aria-label="The open interaction" className="border-b bg-subtle/50 px-4 py-4">
          <p className="mb-3 text-xs text-muted">
            The open interaction lies beyond the first {formatCount(turns.length)} of this conversation.
          </p>
          <InteractionTurn
            turn={opened}
            number={null}
            isOpen
            canRate={canRate}
            outcomeAgent={undefined}
            onShow={show}
          />
        </section>
      ) : null}
      <ol ref={list} aria-label="Interactions of the conversation" className="grid gap-4 px-4 py-4">
        {turns.map((turn, index) => {
          const from = handedFrom(turn);
          return (
            <li
              key={turn.id}
              data-turn={turn.id}
              className="grid grid-cols-[minmax(0,1fr)] scroll-mt-2 gap-4"
            >
              {from === null ? null : (
                <p className="flex items-center gap-2 text-xs text-muted before:h-px before:flex-1 before:bg-border after:h-px after:flex-1 after:bg-border">
                  <ArrowRightLeft aria-hidden className="size-3.5" />
                  <span>
                    Handed over from <b className="font-medium text-foreground">{from}</b> to{" "}
                    <b className="font-medium text-foreground">{turn.agent_type}</b>
                  </span>
                </p>
              )}
              <InteractionTurn
                turn={turn}
                number={index + 1}
                isOpen={turn.id === openedId}
                canRate={canRate}
                outcomeAgent={
                  turn.escalation_outcome_id === null ? undefined : agentOf.get(turn.escalation_outcome_id)
                }
                onShow={show}
              />
            </li>
          );
        })}
      </ol>
      {query.hasNextPage ? (
        <div className="flex flex-col items-center gap-2 px-4 pb-6">
          <p className="text-xs text-muted">
            {formatCount(turns.length)} of {formatCount(conversation.total_interactions)} interactions
          </p>
          <Button
            variant="outline"
            isPending={query.isFetchingNextPage}
            onClick={() => query.fetchNextPage()}
          >
            Show more
          </Button>
          {query.isFetchNextPageError ? (
            <p role="alert" className="text-13 text-negative">
              {query.error?.message}
            </p>
          ) : null}
        </div>
      ) : null}
    </>
  );
}

/** The conversation while it is on the way. */
export function ThreadSkeleton() {
  return (
    <div className="grid gap-6 p-4" role="status" aria-label="Loading the conversation">
      <Skeleton className="h-24 w-full" />
      <Skeleton className="h-40 w-full" />
      <Skeleton className="h-40 w-full" />
    </div>
  );
}
