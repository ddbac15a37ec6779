"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { reviewKeys } from "@/lib/tuning/reviews/query-options";
import type { ReviewScreen } from "@/lib/tuning/reviews/schemas";
import { findLiveWriters, Journal } from "./journal";
import { ReviewStores } from "./review-stores";

/** The reviews that are open here; null until it is known which other pages of this browser are still open. */
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
