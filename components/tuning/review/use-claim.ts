"use client";
import { useEffect, useState } from "react";
import { ApiError, fetchJson } from "@/lib/http/fetch-json";
import { claimPath } from "@/lib/tuning/reviews/query-options";
import type { Claim } from "@/lib/tuning/reviews/schemas";

const RENEW_MS = 4 * 60_000;

/** Keeps claims while their turn is on a visible screen. Gives back the turns that someone else has taken meanwhile. */
export function useClaims(claims: readonly Claim[]): ReadonlySet<string> {
  const [lost, setLost] = useState<ReadonlySet<string>>(new Set());
  const held = claims.map(({ queue_id, turn_id }) => `${queue_id} ${turn_id}`).join(",");
  useEffect(() => {
    if (held === "") return;
    let renewedAt = Date.now();
    const renew = () => {
      if (document.visibilityState !== "visible" || Date.now() - renewedAt < RENEW_MS - 1_000) return;
      renewedAt = Date.now();
      for (const [queue_id = "", turnId = ""] of held.split(",").map((each) => each.split(" "))) {
        fetchJson<Claim>(claimPath(turnId), { method: "POST", body: { queue_id } }).catch((error) => {
          if (error instanceof ApiError && error.status === 409)
            setLost((turns) => new Set([...turns, turnId]));
        });
      }
    };
    const timer = setInterval(renew, RENEW_MS);
    document.addEventListener("visibilitychange", renew);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", renew);
    };
  }, [held]);
  return lost;
}
