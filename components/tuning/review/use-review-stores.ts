"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { reviewKeys, reviewScreenOptions } from "@/lib/tuning/reviews/query-options";
import type { ReviewScreen } from "@/lib/tuning/reviews/schemas";
import { findLiveWriters, Journal } from "./journal";
import { ReviewStores } from "./review-stores";

/** The reviews of this page; null until it is known which other pages of this browser are still open. */
export function useReviewStores(memberId: string): ReviewStores | null {
  const client = useQueryClient();
  const [stores, setStores] = useState<ReviewStores | null>(null);
  useEffect(() => {
    let unwatch: (() => void) | undefined;
    let isGone = false;
    findLiveWriters()
      .catch(() => new Set<string>())
      .then((live) => {
        if (isGone) return;
        const made = new ReviewStores(new Journal(memberId, live), (review) =>
          client.setQueryData<ReviewScreen>(
            reviewKeys.screen(review.turn_id),
            (screen) => screen && { ...screen, review },
          ),
        );
        unwatch = made.watch();
        setStores(made);
      });
    return () => {
      isGone = true;
      unwatch?.();
    };
  }, [memberId, client]);
  return stores;
}

/** A turn of which this device holds words that the server does not. */
export type DeviceDraft = { turnId: string; question: string };

/**
 * Saves what earlier pages left behind on this device, of any turn. Gives back the turns that need a decision, because
 * they were saved elsewhere too, or that cannot be saved now.
 */
export function useLeftDrafts(stores: ReviewStores | null, turnId: string | null): DeviceDraft[] {
  const client = useQueryClient();
  const [left, setLeft] = useState<DeviceDraft[]>([]);
  useEffect(() => {
    if (!stores) return;
    let isGone = false;
    const save = async () => {
      const waiting: DeviceDraft[] = [];
      const turnIds = new Set(stores.journal.list().map((each) => each.turnId));
      for (const id of turnIds) {
        if (id === turnId || stores.find(id)) continue;
        try {
          const screen = await client.fetchQuery({ ...reviewScreenOptions(id), staleTime: 0 });
          const store = stores.open(screen);
          store.start(undefined);
          await store.flush();
          if (store.hasUnsaved()) waiting.push({ turnId: id, question: screen.turn.user_message });
        } catch {
          // The turn is gone or the server away: its words stay on this device for the next time.
        }
      }
      if (!isGone) setLeft(waiting);
    };
    void save();
    window.addEventListener("online", save);
    return () => {
      isGone = true;
      window.removeEventListener("online", save);
    };
  }, [stores, turnId, client]);
  return left.filter((each) => each.turnId !== turnId);
}
