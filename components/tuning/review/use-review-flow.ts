"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { type ApiError, fetchJson } from "@/lib/http/fetch-json";
import { nextTurnPath, queueKeys } from "@/lib/tuning/queues/query-options";
import type { NextTurn, Queue } from "@/lib/tuning/queues/schemas";
import type { UndoStep } from "@/lib/tuning/reviews/prepare-undo";
import { reviewScreenOptions } from "@/lib/tuning/reviews/query-options";
import type { TurnReview } from "@/lib/tuning/reviews/schemas";
import type { ReviewStore } from "./review-store";
import type { ReviewStores } from "./review-stores";
import { useUndo } from "./use-undo";

/** What the page shows of the way through a queue: the last thing that went wrong, in words. */
export type FlowProblem = { title: string; text: string; waitsFor?: ReviewStore | undefined };

/** What was typed is still on its way: the problem is over once it has arrived. */
class OnItsWay extends Error {
  constructor(
    message: string,
    readonly store: ReviewStore,
  ) {
    super(message);
  }
}

/**
 * The way from turn to turn: claims the next one of a queue, finishes, skips, and takes that back. One step at a time;
 * the turn on the screen stays until the next one can be drawn.
 */
export function useReviewFlow({
  stores,
  memberId,
  queueId,
  onOpen,
  onDone,
}: {
  stores: ReviewStores | null;
  memberId: string;
  queueId: string | null;
  /** Shows a turn, of a queue or by itself; without a turn: nothing is left in the queue. */
  onOpen: (queueId: string | null, turnId: string | null) => void;
  /** A turn was finished. */
  onDone: () => void;
}) {
  const client = useQueryClient();
  const { offer, takeBack } = useUndo(stores, memberId);
  const isRunning = useRef(false);
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState<FlowProblem | null>(null);

  const run = useCallback(async (title: string, step: () => Promise<void>) => {
    if (isRunning.current) return;
    isRunning.current = true;
    setIsBusy(true);
    setProblem(null);
    try {
      await step();
    } catch (error) {
      setProblem({
        title,
        text: error instanceof Error ? error.message : "Something unexpected happened.",
        waitsFor: error instanceof OnItsWay ? error.store : undefined,
      });
    } finally {
      isRunning.current = false;
      setIsBusy(false);
    }
  }, []);

  useEffect(() => {
    const store = problem?.waitsFor;
    if (!store) return;
    const clear = () => {
      if (store.getSnapshot().save.kind !== "saved") return;
      setProblem((current) => (current === problem ? null : current));
    };
    clear();
    return store.subscribe(clear);
  }, [problem]);

  const open = useCallback(
    async (from: string | null, turnId: string) => {
      await client.fetchQuery({ ...reviewScreenOptions(turnId), staleTime: 0 });
      onOpen(from, turnId);
    },
    [client, onOpen],
  );

  const claimNext = useCallback(
    async (id: string) => {
      const next = await fetchJson<NextTurn>(nextTurnPath(id), { method: "POST" });
      client.setQueryData<Queue>(
        queueKeys.detail(id),
        (queue) => queue && { ...queue, progress: next.progress, is_open: next.reason !== "closed" },
      );
      client.invalidateQueries({ queryKey: ["tuning", "queues", "list"] });
      if (next.turn_id) await open(id, next.turn_id);
      else {
        await client.invalidateQueries({ queryKey: queueKeys.detail(id) });
        onOpen(id, null);
      }
    },
    [client, open, onOpen],
  );

  const start = useCallback(
    (id: string) => run("No turn could be claimed", () => claimNext(id)),
    [run, claimNext],
  );

  const undo = useCallback(
    (chosen?: UndoStep, shown: TurnReview | null = null) =>
      run("This could not be taken back", async () => {
        const step = await takeBack(chosen, shown, queueId);
        if (step) await open(step.queueId, step.turnId);
      }),
    [run, takeBack, queueId, open],
  );

  const finish = useCallback(
    (turnId: string, label: string, state: "done" | "skipped", following: string | null) =>
      run(state === "done" ? "The turn is not finished yet" : "The turn could not be skipped", async () => {
        const store = stores?.find(turnId);
        const goOn = async () => {
          if (queueId) await claimNext(queueId);
          else if (following) await open(null, following);
        };
        // A finished turn stays finished: skipping it is going on.
        if (state === "skipped" && store?.getSnapshot().review?.state === "done") return goOn();
        const result = await store?.finish(state);
        if (!result) return;
        if (!result.review) {
          const kept = result.error && toKept(result.error);
          const save = store?.getSnapshot().save;
          if (store && kept && save?.kind === "failed" && save.isRetrying) {
            throw new OnItsWay(kept.message, store);
          }
          if (kept) throw kept;
          if (store?.getSnapshot().save.kind === "conflict") {
            throw new Error("It was saved elsewhere too: choose which version holds, then press Done again.");
          }
          return;
        }
        if (state === "done") onDone();
        offer(
          { turnId, version: result.review.version, queueId },
          `${label} ${state === "done" ? "done" : "skipped"}`,
          (step) => void undo(step),
        );
        await goOn();
      }),
    [run, stores, offer, undo, queueId, claimNext, open, onDone],
  );

  return { start, finish, undo, isBusy, problem, dismissProblem: () => setProblem(null) };
}

export type ReviewFlow = ReturnType<typeof useReviewFlow>;

/** What was typed is safe whatever was answered: that is what a person wants to know first. */
function toKept(error: ApiError): Error {
  const field = error.issues.map(({ path, message }) => `${path}: ${message}`).join(" ");
  return new Error(`${error.message} ${field} What you wrote is kept; press Done again when you are ready.`);
}
